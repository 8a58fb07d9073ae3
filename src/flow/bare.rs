//! Bare texts among steps that were meant as steps: a verb without its value, or without its colon.
//!
//! Nobody is told off for an honest text: a word counts only as it is written in the language, and a
//! verb with something behind it only where that can hardly be meant for people.

use crate::flow::duration;
use crate::flow::gate::Gate;
use crate::flow::key::find;
use crate::flow::names::is_name;
use crate::flow::outline::Step;
use crate::flow::verb::Verb;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{NodeKind, Style};
use crate::words::way::Way;

/// Words behind a quoted text or a name that make a request of the whole: `say Hi to Ana`.
const REQUESTS: [&str; 6] = [" to ", " or ", " and ", " if ", " for ", " when "];

/// A verb, and what stands behind its blank.
type Halves<'t> = (&'t str, Verb, &'t str);

impl Gate<'_> {
    /// Tells a bare text that was meant as a step; quotes, or `say:` before it, make it a text.
    pub(super) fn meant_as_a_step(&mut self, step: &Step<'_>) {
        let Some(field) = step.fields.0.first().filter(|field| field.span == field.node.span)
        else {
            return;
        };
        let NodeKind::Text(text) = &field.node.kind else { return };
        if text.style != Style::Plain {
            return;
        }
        let told = match halves(&text.value) {
            Some(halves) => self.without_colon(halves, field.span),
            None => without_value(&text.value, field.span),
        };
        if let Some(told) = told {
            // It may set a variable that others read.
            self.told.doubt(field.node);
            self.tell(told);
        }
    }

    /// `goto menu`, `image cat.jpg`.
    fn without_colon(&self, (word, verb, rest): Halves<'_>, span: Span) -> Option<Diagnostic> {
        let one = !rest.contains(char::is_whitespace);
        let destination = one && rest.trim_start_matches('.').split('.').all(is_name);
        let certain = match verb {
            Verb::Goto => destination || Way::of_word(rest).is_some(),
            Verb::Call => self.names.flows.contains_key(rest),
            Verb::CancelLater | Verb::Untag => one,
            Verb::End => rest == "all",
            Verb::Image | Verb::Video | Verb::Audio | Verb::File => one && self.is_file(rest),
            Verb::Handover => rest == "page_inbox",
            Verb::Wait | Verb::Later => one && duration::parse(rest).is_some(),
            Verb::Set => is_assignment(rest),
            Verb::Say => begins_a_sentence(rest),
            Verb::Ask => begins_a_sentence(rest) && rest.ends_with('?'),
            Verb::Cards
            | Verb::Raw
            | Verb::Receipt
            | Verb::Coupon
            | Verb::Product
            | Verb::Feedback
            | Verb::Optin
            | Verb::If
            | Verb::Forget
            | Verb::Switch
            | Verb::OneOf
            | Verb::Repeat
            | Verb::Once
            | Verb::Return
            | Verb::Back
            | Verb::Restart
            | Verb::Typing
            | Verb::Seen
            | Verb::React
            | Verb::TakeBack
            | Verb::Tag
            | Verb::Language
            | Verb::Notify
            | Verb::Track
            | Verb::Log
            | Verb::Http => false,
        };
        certain.then_some(())?;
        let headline = format!("A colon is missing after \"{word}\"");
        let told = Diagnostic::warning(Code("K212"), span, headline)
            .label(format!("as it stands, people read \"{word} {rest}\""));
        let line = format!("{word}: {}", self.own_file_called(rest).unwrap_or(rest));
        let line = if self.begins_an_item(span) { line } else { format!("{{{line}}}") };
        // Who shouts or calls out may mean it: only what is no sentence of any language is changed.
        let honest = [Verb::Say, Verb::Ask, Verb::Call, Verb::Wait, Verb::Later].contains(&verb);
        let fits =
            !honest && !rest.contains([',', '{', '}', '[', ']', '#']) && !rest.contains(": ");
        Some(if fits { told.edit(span, line) } else { told.fix(format!("- {word}: {rest}")) })
    }

    /// Whether a text names a file: one of `media/`, an address, or something with an ending.
    fn is_file(&self, text: &str) -> bool {
        let ending = text.rsplit_once('.').filter(|(name, _)| !name.is_empty());
        let ending = ending.is_some_and(|(_, ending)| {
            (3..=4).contains(&ending.len())
                && ending.starts_with(|c: char| c.is_ascii_lowercase())
                && ending.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        ending || text.starts_with("https:") || self.own_file_called(text).is_some()
    }

    /// The path of the file of `media/` that has this name.
    fn own_file_called(&self, name: &str) -> Option<&str> {
        let paths = self.sources.shown().unwrap_or_default().iter().map(|file| file.path.as_str());
        paths.into_iter().find(|path| path.rsplit('/').next() == Some(name))
    }

    /// Whether nothing but a dash stands before a place on its line.
    fn begins_an_item(&self, span: Span) -> bool {
        let before = self.sources.get(span.source).zip(span.range());
        let before = before.and_then(|(source, range)| source.text.get(..range.start));
        let line = before.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        line.trim() == "-"
    }
}

/// A verb, a blank and more.
fn halves(text: &str) -> Option<Halves<'_>> {
    let (word, rest) = text.split_once(' ')?;
    let rest = rest.trim();
    Some((word, Verb::of(word)?, rest)).filter(|_| !rest.contains('\n'))
}

/// `handover`, `ask`: a verb and nothing else.
fn without_value(word: &str, span: Span) -> Option<Diagnostic> {
    let keep = format!("`say: {word}` if people should read it");
    if word == "retry" {
        let headline = "\"retry\" is no step: it belongs to ask, and is what a wrong answer gets";
        return Some(
            Diagnostic::warning(Code("K212"), span, headline)
                .label("as it stands, people read this word")
                .fix(format!("- back     to ask the question before once more, or {keep}")),
        );
    }
    let verb = if word == "if" { Verb::If } else { Verb::of(word)? };
    let wanted = find(&[verb.keys()], word)?.shape.wanted();
    let value = if verb == Verb::Handover { "page_inbox" } else { "…" };
    let headline = format!("\"{word}\" wants {wanted}");
    Some(
        Diagnostic::warning(Code("K212"), span, headline)
            .label("as it stands, people read this word")
            .fix(format!("- {word}: {value}     or {keep}")),
    )
}

/// `total = 3`, `cart += item`.
fn is_assignment(text: &str) -> bool {
    let Some((name, value)) = text.split_once('=') else { return false };
    let name = name.trim_end().trim_end_matches('+').trim_end();
    !value.starts_with('=') && !value.trim().is_empty() && name.split('.').all(is_name)
}

/// Whether a text begins as a sentence does, and is no part of one: neither `Hi to Ana` nor `STOP`.
fn begins_a_sentence(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    let second = letters.next().is_some_and(char::is_lowercase);
    first && second && !REQUESTS.iter().any(|word| text.contains(word))
}
