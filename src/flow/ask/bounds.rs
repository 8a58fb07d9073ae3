//! `regex`, `must`, `min`, `max` and `default`: what must hold of an answer, and what stands for one.

use jiff::civil::{self, DateTime};

use crate::flow::choices::{sound, sounds};
use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::labels::is_literal;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Holds, Takes};
use crate::flow::model::set::Given;
use crate::pattern::answer::{Hint, Type, locale};
use crate::pattern::stretch::Stretch;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;
use crate::template::batch::TextId;
use crate::words::name::Locale;

/// A day like any other, to try texts such as "in 3 days".
const SOME_DAY: DateTime = civil::datetime(2026, 1, 15, 12, 0, 0, 0);

impl Gate<'_> {
    /// What must hold of an answer.
    pub(super) fn holds(&mut self, fields: &Fields<'_>, takes: &Takes) -> Holds {
        let regex = fields.get("regex").and_then(|field| self.regex(field));
        let must = fields.get("must").and_then(|field| self.condition(field));
        let mut bound = |name| fields.get(name).and_then(|field| self.bound(field, takes));
        let (min, max) = (bound("min"), bound("max"));
        self.turned_round(fields, takes);
        self.must_names_value(fields);
        Holds { regex, must, min, max }
    }

    fn regex(&mut self, field: &Field<'_>) -> Option<Stretch> {
        let text = self.plain(field)?;
        match Stretch::new(&text.value) {
            Ok(stretch) => Some(stretch),
            Err(problem) => {
                self.problem(problem, text, field.node.span);
                None
            }
        }
    }

    /// A bound; one that is no text of the question's type is told.
    fn bound(&mut self, field: &Field<'_>, takes: &Takes) -> Option<TextId> {
        let text = self.plain(field)?;
        let (value, span) = (text.value.as_str(), field.node.span);
        let name = field.key.name;
        let sizes: Vec<AnswerKind> = sizes(takes);
        let Some(first) = sizes.first().copied() else {
            let kind = takes.kinds.first().map_or("text", |kind| kind.as_str());
            let headline = format!("Answers of the type {kind} have no \"{name}\"");
            let told = Diagnostic::error(Code("K205"), field.span, headline);
            self.tell(told.label("numbers, dates, times, texts and lists have one"));
            return None;
        };
        if is_literal(value) && !self.is_one_of(&sizes, value) {
            let headline = format!("\"{name}\" wants {}", first.called());
            let told = Diagnostic::error(Code("K205"), span, headline);
            self.tell(told.fix(format!("{name}: {}", first.example())));
            return None;
        }
        Some(self.batch.text(text, span))
    }

    /// Tells a least answer that is greater than the greatest: nothing lies between them.
    fn turned_round(&mut self, fields: &Fields<'_>, takes: &Takes) {
        let (Some(min), Some(max)) = (fields.get("min"), fields.get("max")) else { return };
        let text = |field: &Field<'_>| match &field.node.kind {
            NodeKind::Text(text) if is_literal(&text.value) => Some(text.value.clone()),
            NodeKind::Text(_) | NodeKind::Map(_) | NodeKind::List(_) => None,
        };
        let (Some(least), Some(most)) = (text(min), text(max)) else { return };
        let locales: Vec<Locale> = self.locales.iter().map(|own| Locale::new(&**own)).collect();
        let country = locales.first().and_then(|own| locale::country(own.as_str()));
        let hint = Hint { now: SOME_DAY, locales: &locales, country, home: None };
        let orders: Vec<_> = sizes(takes)
            .into_iter()
            .filter_map(|kind| {
                kind.compare(&kind.parse(&least, &hint)?, &kind.parse(&most, &hint)?)
            })
            .collect();
        if !orders.is_empty() && orders.iter().all(|order| order.is_gt()) {
            let headline = "\"min\" is greater than \"max\", so that no answer is right";
            self.tell(
                Diagnostic::error(Code("K205"), min.node.span, headline)
                    .related(max.node.span, "the greatest answer")
                    .fix(format!("min: {most}\nmax: {least}")),
            );
        }
    }

    /// Tells a `must` about the variable that is saved: it has the new answer only once that counts.
    fn must_names_value(&mut self, fields: &Fields<'_>) {
        let (Some(must), Some(save)) = (fields.get("must"), fields.get("save")) else { return };
        let (NodeKind::Text(text), NodeKind::Text(save)) = (&must.node.kind, &save.node.kind)
        else {
            return;
        };
        let name = save.value.as_str();
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '\'');
        let whole = |word: &str| {
            let found = text.value.match_indices(word).map(|(at, _)| at);
            let mut found = found.filter(|at| {
                let before = text.value.get(..*at).unwrap_or("");
                let after = text.value.get(at.saturating_add(word.len())..).unwrap_or("");
                !before.ends_with(joins) && !after.starts_with(|c| joins(c) && c != '.')
            });
            found.next()
        };
        let Some(at) = whole(name).filter(|_| name != "value" && whole("value").is_none()) else {
            return;
        };
        let span = self.part(must.node.span, text, at..at.saturating_add(name.len()));
        let headline = format!("\"must\" asks about \"value\": {name} has no new answer yet");
        let (before, after) = text.value.split_at(at);
        let mended = format!("{before}value{}", after.strip_prefix(name).unwrap_or(after));
        let told = Diagnostic::error(Code("V609"), span, headline)
            .label("saved only once the answer counts")
            .fix(format!("must: {mended}"));
        self.tell(told.edit(span, "value"));
    }

    /// Whether a text can be read as an answer of one of these kinds, whatever the day.
    fn is_one_of(&self, kinds: &[AnswerKind], text: &str) -> bool {
        let locales: Vec<Locale> = self.locales.iter().map(|own| Locale::new(&**own)).collect();
        let country = locales.first().and_then(|own| locale::country(own.as_str()));
        let hint = Hint { now: SOME_DAY, locales: &locales, country, home: None };
        kinds.iter().any(|kind| kind.parse(text, &hint).is_some())
    }

    /// What is stored when nobody answers; one that no visitor could have given is told.
    pub(super) fn default_answer(&mut self, fields: &Fields<'_>, takes: &Takes) -> Option<Given> {
        let field = fields.get("default")?;
        let text = self.plain(field)?;
        let value = text.value.as_str();
        let sent = [AnswerKind::Location, AnswerKind::Image, AnswerKind::File];
        let anything = |kind: &AnswerKind| *kind == AnswerKind::TEXT || sent.contains(kind);
        if takes.list || !is_literal(value) || takes.kinds.iter().any(anything) {
            return self.given(field);
        }
        let choices = fields.get("choices").map(|field| sounds(field.node));
        let chosen = choices.as_ref().is_some_and(|known| known.contains_key(&sound(value)));
        let unknown = choices.is_some_and(|known| known.is_empty());
        if chosen || unknown || self.is_one_of(&takes.kinds, value) {
            return self.given(field);
        }
        let first = takes.kinds.first().copied().unwrap_or(AnswerKind::TEXT);
        let told = match first {
            AnswerKind::Choice => {
                let headline = format!("\"{value}\" is none of this question's choices");
                Diagnostic::error(Code("K205"), field.node.span, headline)
            }
            AnswerKind::Said(_) | AnswerKind::Location | AnswerKind::Image | AnswerKind::File => {
                let headline = format!("\"default\" wants {}", first.called());
                Diagnostic::error(Code("K205"), field.node.span, headline)
                    .fix(format!("default: {}", first.example()))
            }
        };
        self.tell(told);
        None
    }
}

/// What bounds are texts of: the number of a list's items, the number of a text's letters, and
/// answers that can be compared.
fn sizes(takes: &Takes) -> Vec<AnswerKind> {
    if takes.list {
        return vec![AnswerKind::Said(Type::Integer)];
    }
    let size = |kind: AnswerKind| match kind {
        AnswerKind::TEXT => Some(AnswerKind::Said(Type::Integer)),
        kind => kind.is_ordered().then_some(kind),
    };
    takes.kinds.iter().copied().filter_map(size).collect()
}
