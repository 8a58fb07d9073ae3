//! One step as written: which verb it has, and the keys that the verb reads.

use crate::flow::every;
use crate::flow::fields::{Field, Fields, Owner, Told};
use crate::flow::files::FLOW;
use crate::flow::key::{Key, find};
use crate::flow::outline::Step;
use crate::flow::suggest::{self, did_you_mean};
use crate::flow::verb::{self, Verb};
use crate::flow::{halves, nested, paste};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind, Style, Text};

/// Steps, where steps are wanted: a list, one step, or a bare text.
pub(super) fn list<'t>(node: &'t Node, told: &mut Told) -> Vec<Step<'t>> {
    match &node.kind {
        NodeKind::List(items) => items.iter().filter_map(|item| one(item, told)).collect(),
        NodeKind::Text(_) | NodeKind::Map(_) => one(node, told).into_iter().collect(),
    }
}

fn one<'t>(node: &'t Node, told: &mut Told) -> Option<Step<'t>> {
    match &node.kind {
        NodeKind::Text(text) => bare(node, text),
        NodeKind::Map(entries) => {
            let entries: Vec<_> = entries.iter().collect();
            of_entries(&entries, node.span, false, told)
        }
        NodeKind::List(_) => {
            let headline = "A step is a text, or keys such as say: and ask:";
            told.tell(Diagnostic::error(Code("K205"), node.span, headline));
            told.doubt(node);
            None
        }
    }
}

/// A bare text is a `say`, but for the words that stand bare.
fn bare<'t>(node: &'t Node, text: &Text) -> Option<Step<'t>> {
    let word = text.value.as_str();
    let bare = Verb::bare(word).filter(|_| text.style == Style::Plain);
    let verb = bare.unwrap_or(Verb::Say);
    let key = verb.keys().first()?;
    let fields = Fields(vec![Field { key, span: node.span, node }]);
    Some(new(node.span, verb, fields))
}

fn new(span: Span, verb: Verb, fields: Fields<'_>) -> Step<'_> {
    Step { span, verb, fields, arms: Vec::new(), rest: Vec::new(), name: "".into() }
}

/// A step with keys. In a flow's short form the flow's own keys are gone from `entries` already.
pub(super) fn of_entries<'t>(
    entries: &[&'t Entry],
    whole: Span,
    short_form: bool,
    told: &mut Told,
) -> Option<Step<'t>> {
    if let Some(half) = halves::told(entries, short_form) {
        told.tell(half);
        for entry in entries {
            told.doubt(&entry.value);
        }
        return None;
    }
    let Some((verb, span)) = verb_of(entries, short_form, whole, told) else {
        for entry in entries {
            told.doubt(&entry.value);
        }
        return None;
    };
    let mut tables: Vec<&'static [Key]> = vec![verb.keys(), every::KEYS];
    if short_form {
        tables.push(FLOW);
    }
    let owner = Owner { name: verb.with_article(), tables };
    let own = own(entries, verb, told);
    if verb == Verb::Switch && told.cases_beside(&own, &owner) {
        return None;
    }
    let fields = told.fields(own, &owner);
    let mut step = new(span, verb, fields);
    nested::read(&mut step, told);
    Some(step)
}

/// Everything but the keys of a second verb, which has been told.
fn own<'t>(entries: &[&'t Entry], verb: Verb, told: &mut Told) -> Vec<&'t Entry> {
    let mut own = Vec::new();
    for entry in entries {
        let word = entry.key.value.as_str();
        let other = Verb::of(word).is_some_and(|other| other != verb) || word == "then";
        if other && find(&[verb.keys()], word).is_none() {
            told.doubt(&entry.value);
        } else {
            own.push(*entry);
        }
    }
    own
}

/// The verb of a step and where it stands.
fn verb_of(
    entries: &[&Entry],
    short_form: bool,
    whole: Span,
    told: &mut Told,
) -> Option<(Verb, Span)> {
    let verbs: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let word = entry.key.value.as_str();
            let verb = Verb::of(word)
                .or_else(|| suggest::elsewhere(word).find_map(Verb::of))
                .or_else(|| Verb::of(&word.to_lowercase()));
            verb.map(|verb| (verb, *entry))
        })
        .collect();
    // A verb may be a key of another one: `later` reads an `optin`.
    let read = |verb: Verb, word: &str| {
        let others = verbs.iter().map(|(other, _)| *other).filter(|other| *other != verb);
        others.flat_map(Verb::keys).any(|key| key.name == word)
    };
    let own: Vec<_> = verbs
        .iter()
        .filter(|(_, entry)| Verb::of(&entry.key.value).is_some())
        .filter(|(verb, entry)| !read(*verb, &entry.key.value))
        .collect();
    let (first, rest) = match own.split_first() {
        Some((first, rest)) => (*first, rest),
        None if is_block(entries) => return Some((Verb::If, block_span(entries, whole))),
        None => {
            let Some(first) = verbs.first() else {
                told.tell(no_verb(entries, short_form, whole));
                return None;
            };
            (first, own.as_slice())
        }
    };
    if let Some((_, second)) = rest.iter().find(|(verb, _)| *verb != first.0) {
        told.tell(two_verbs(first.1, second, short_form));
    } else if let Some(then) = entries.iter().find(|entry| entry.key.value == "then") {
        let headline = format!("This step does two things at once: {} and then", first.1.key.value);
        let condition = entries.iter().find(|entry| entry.key.value == "if");
        told.tell(
            Diagnostic::error(Code("K203"), then.key_span, headline)
                .label("one step, one verb; an `if` with `then` is a step of its own")
                .fix(format!(
                    "- {}\n- {}\n  {}",
                    paste::line(&first.1.key.value, &first.1.value),
                    condition.map_or_else(|| "if: …".to_owned(), |c| paste::line("if", &c.value)),
                    paste::line("then", &then.value)
                )),
        );
    }
    Some((first.0, first.1.key_span))
}

fn is_block(entries: &[&Entry]) -> bool {
    let has = |word: &str| entries.iter().any(|entry| entry.key.value == word);
    has("if") && (has("then") || has("elif") || has("else"))
}

fn block_span(entries: &[&Entry], whole: Span) -> Span {
    let found = entries.iter().find(|entry| entry.key.value == "if");
    found.map_or(whole, |entry| entry.key_span)
}

fn two_verbs(first: &Entry, second: &Entry, short_form: bool) -> Diagnostic {
    let (one, two) = (&first.key.value, &second.key.value);
    let headline = format!("This step does two things at once: {one} and {two}");
    let told =
        Diagnostic::error(Code("K203"), second.key_span, headline).label("one step, one verb");
    let (one, two) = (paste::line(one, &first.value), paste::line(two, &second.value));
    let told = told.fix(match Verb::of(&first.key.value) {
        Some(Verb::Later | Verb::Repeat) => format!("- {one}\n  steps:\n    - {two}"),
        _ if short_form => format!("steps:\n  - {one}\n  - {two}"),
        _ => format!("- {one}\n- {two}"),
    });
    let dash = second.key_span.start.checked_sub(2);
    match dash.filter(|_| !short_form && first.key_span.end < second.key_span.start) {
        Some(start) => {
            let span = Span { start, end: second.key_span.start, ..second.key_span };
            told.edit(span, "- ")
        }
        None => told,
    }
}

/// Keys, but no verb: a misspelled one, or adjectives alone.
fn no_verb(entries: &[&Entry], short_form: bool, whole: Span) -> Diagnostic {
    let strange = entries.iter().find(|entry| {
        let word = entry.key.value.as_str();
        let word = suggest::renamed(word).unwrap_or(word);
        verb::readers(word).is_empty() && find(&[every::KEYS], word).is_none()
    });
    if let Some(entry) = strange {
        return unknown_verb(entry, short_form);
    }
    let Some(entry) = entries.iter().find(|e| find(&[every::KEYS], &e.key.value).is_none()) else {
        let headline = "This step does nothing: it has no verb";
        let first = entries.first().map(|first| paste::line(&first.key.value, &first.value));
        let fix = first.map_or_else(|| "say: …".to_owned(), |first| format!("- {first}\n  say: …"));
        let fix = if short_form { "say: …".to_owned() } else { fix };
        return Diagnostic::error(Code("K204"), whole, headline).fix(fix);
    };
    let word = suggest::renamed(&entry.key.value).unwrap_or(&entry.key.value);
    let readers = verb::readers(word);
    let owner = readers.first().copied().unwrap_or("say");
    let headline = format!("This step does nothing: it has \"{word}\" but no verb");
    Diagnostic::error(Code("K204"), entry.key_span, headline)
        .label(format!("{word} belongs to {}", readers.join(", ")))
        .fix(format!("- {owner}: …\n  {}", paste::line(word, &entry.value)))
}

fn unknown_verb(entry: &Entry, short_form: bool) -> Diagnostic {
    let word = &entry.key.value;
    if let Some(dashed) = dash(entry) {
        return dashed;
    }
    if let Some(condition) = word.strip_prefix("if ").or_else(|| word.strip_prefix("If ")) {
        let headline = "The colon stands behind \"if\", and what happens behind \"then:\"";
        return Diagnostic::error(Code("Y127"), entry.key_span, headline)
            .fix(format!("- if: {}\n  then: …", condition.trim()));
    }
    let flow_words = FLOW.iter().filter(|_| short_form).map(|key| key.name);
    let nearest = suggest::nearest(word, verb::words().chain(flow_words));
    let headline = format!("I don't know the word \"{word}\"");
    let list: Vec<_> = verb::words().collect();
    let told = Diagnostic::error(Code("K201"), entry.key_span, headline);
    match nearest {
        Some(near) => told.label(did_you_mean(nearest)).edit(entry.key_span, near),
        None => told.note(format!("A step can be: {}", list.join(", "))),
    }
}

/// `-say`, or a long dash that a phone or Word made of the short one.
fn dash(entry: &Entry) -> Option<Diagnostic> {
    let written = entry.key.value.as_str();
    let sign = written.chars().next().filter(|sign| matches!(sign, '-' | '–' | '—' | '−' | '•'))?;
    let word = written.trim_start_matches(sign).trim();
    let headline = match sign {
        '-' => "A space is missing after the \"-\"".to_owned(),
        _ => format!("\"{sign}\" is not the dash of a list"),
    };
    let told = Diagnostic::error(Code("Y113"), entry.key_span, headline)
        .label("every step in a list starts with \"- \", a short dash and a space");
    Some(told.edit(entry.key_span, format!("- {word}")))
}

/// Whether a value that may be a destination or steps is a destination: one bare word with dots.
pub(super) fn is_destination(node: &Node) -> bool {
    let NodeKind::Text(text) = &node.kind else { return false };
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    !text.value.is_empty() && text.value.chars().all(word)
}
