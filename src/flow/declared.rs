//! `variables` of `bot.yaml`: what a variable holds, all that it can be, and what it is at first.

use indexmap::IndexMap;

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Ask;
use crate::flow::model::declared::{Declared, Sort, written};
use crate::flow::model::set::Given;
use crate::flow::model::slot::{Life, Slot};
use crate::flow::number;
use crate::flow::suggest::{did_you_mean, meant, nearest};
use crate::pattern::answer::Type;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind, Style, Text};
use crate::words::name::Value;

/// What a variable reads.
pub(super) const VARIABLE: &[Key] = &[
    key("type", Shape::Name, "text, number, integer or yes_no"),
    key("choices", Shape::Words, "all that it can be; check tells what is set otherwise"),
    key("default", Shape::Text, "its value until something sets it"),
];

/// What variables hold, with the place of each name in `bot.yaml`.
pub(super) type Declarations = IndexMap<Slot, (Declared, Span)>;

impl Gate<'_> {
    /// The variables that `bot.yaml` declares, which everything that sets one needs first.
    pub(super) fn read_variables(&mut self, fields: &Fields<'_>) {
        let Some(field) = fields.get("variables") else { return };
        for entry in self.entries(field) {
            let Some(slot) = self.slot_of(&entry.key.value, entry.key_span) else { continue };
            if slot.life == Life::Run {
                let name = entry.key.value.as_str();
                let headline = format!("\"{name}\" needs user. or chat. in front");
                let told = Diagnostic::error(Code("K210"), entry.key_span, headline);
                self.tell(told.edit(entry.key_span, format!("user.{name}")));
                self.told.doubtful.insert(name.to_owned());
                continue;
            }
            let value = Field { node: &entry.value, ..*field };
            let declared = self.declared_as(&entry.key.value, &value);
            self.declared.insert(slot, (declared, entry.key_span));
        }
    }

    /// `gold`, or `{type: text, choices: [free, gold], default: free}`.
    fn declared_as(&mut self, name: &str, field: &Field<'_>) -> Declared {
        if let NodeKind::Text(text) = &field.node.kind {
            return Declared { default: value_of(text, None), ..Declared::default() };
        }
        let owner = Owner { name: "A variable".into(), tables: vec![VARIABLE] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let sort = fields.get("type").and_then(|kind| self.sort(kind));
        let mut declared = Declared { sort, ..Declared::default() };
        let choices = fields.get("choices").map(|field| self.values_of(field)).unwrap_or_default();
        for (text, span) in choices {
            let value = value_of(text, sort);
            if !declared.is_of_its_sort(&value) {
                self.unlike(name, &declared, (&value, span));
            }
            declared.choices.push(value);
        }
        let default = fields.get("default");
        if let Some((field, text)) = default.and_then(|field| Some((field, self.plain(field)?))) {
            declared.default = value_of(text, sort);
            if !declared.takes(&declared.default) {
                self.unlike(name, &declared, (&declared.default, field.node.span));
            }
        }
        declared
    }

    fn values_of<'t>(&mut self, field: &Field<'t>) -> Vec<(&'t Text, Span)> {
        let texts = self.texts(field).into_iter();
        texts.map(|(field, text)| (text, field.node.span)).collect()
    }

    fn sort(&mut self, field: &Field<'_>) -> Option<Sort> {
        let word = self.plain(field)?.value.as_str();
        let known = Sort::ALL.map(Sort::as_str);
        let found = Sort::ALL.into_iter().find(|sort| sort.as_str() == word);
        if found.is_none() {
            let near = meant(word, &known);
            let headline = format!("I don't know the type \"{word}\"");
            let told = Diagnostic::error(Code("K201"), field.node.span, headline)
                .label(did_you_mean(near))
                .note(format!("A variable can be: {}", known.join(", ")));
            self.tell(match near {
                Some(near) => told.edit(field.node.span, near),
                None => told,
            });
        }
        found
    }

    /// A value that is written out for a variable that `bot.yaml` declares, as that variable holds
    /// it; told if it cannot. None where it is like any other value.
    pub(super) fn fixed(&mut self, slot: &Slot, field: &Field<'_>) -> Option<Given> {
        let (declared, _) = self.declared.get(slot)?;
        let NodeKind::Text(text) = &field.node.kind else { return None };
        if !is_literal(&text.value) {
            return None;
        }
        let value = value_of(text, declared.sort);
        let told = declared.choices.is_empty() && declared.sort.is_none_or(|it| it == Sort::Text);
        if told && (declared.sort.is_none() || number::honest(text).is_none()) {
            return None;
        }
        self.suits(slot, (&value, field.node.span));
        Some(Given::Value(value))
    }

    /// Tells an expression that is nothing but a value, which its variable cannot be.
    pub(super) fn fits_expression(&mut self, slot: &Slot, (written, at): (&str, Span)) {
        if let Some(value) = literal(written) {
            self.suits(slot, (&value, at));
        }
    }

    fn suits(&mut self, slot: &Slot, (value, at): (&Value, Span)) {
        let Some((declared, _)) = self.declared.get(slot) else { return };
        if !declared.takes(value) {
            let declared = declared.clone();
            self.unlike(&slot.to_string(), &declared, (value, at));
        }
    }

    /// Tells a value that a variable cannot have.
    fn unlike(&mut self, name: &str, declared: &Declared, (value, at): (&Value, Span)) {
        let shown = written(value);
        let choices: Vec<_> = declared.choices.iter().map(written).collect();
        let near = nearest(&shown, choices.iter().map(String::as_str));
        let told = |headline: String| Diagnostic::error(Code("V610"), at, headline);
        let told = match (declared.sort, near) {
            (Some(sort), _) if !declared.is_of_its_sort(value) => {
                told(format!("{name} holds {}, and not {}", sort.called(), called(value)))
            }
            (_, Some(near)) => {
                let told = told(format!("{name} can never be \"{shown}\""));
                let told = told.label(did_you_mean(Some(near)));
                let written = self.sources.slice(at);
                let word = |c: char| c.is_alphanumeric() || c == '_';
                let simple = near.chars().all(word) && written.trim_matches(['"', '\'']) == shown;
                if simple { told.edit(at, written.replace(&shown, near)) } else { told }
            }
            (_, None) => {
                let label = format!("it can be {declared}");
                told(format!("{name} can never be \"{shown}\"")).label(label)
            }
        };
        self.tell(match self.declared_at(name) {
            Some(place) => told.related(place, "what bot.yaml says of it"),
            None => told,
        });
    }

    fn declared_at(&self, name: &str) -> Option<Span> {
        let found = self.declared.iter().find(|(slot, _)| slot.to_string() == name);
        found.map(|(_, (_, span))| *span)
    }

    /// Tells a question whose answers its variable cannot hold.
    pub(super) fn answers_fit(&mut self, ask: &Ask, fields: &Fields<'_>) {
        let Some(slot) = &ask.save else { return };
        let Some((declared, _)) = self.declared.get(slot).cloned() else { return };
        if let Some(field) = fields.get("choices") {
            self.choices_fit(slot, field.node);
        }
        let (Some(field), false) = (fields.get("save"), ask.takes.list) else { return };
        let saved = ask.takes.kinds.iter().find_map(|kind| Some((*kind, sort_of(*kind)?)));
        let Some((kind, saved)) = saved else { return };
        let sort = declared.sort.filter(|sort| !holds(*sort, saved));
        let free = ask.is_free() && !declared.choices.is_empty();
        let headline = match sort {
            Some(sort) => {
                format!("{slot} holds {}, and this saves {}", sort.called(), kind.called())
            }
            None if free => format!("{slot} has choices, and this saves whatever people write"),
            None => return,
        };
        let told = Diagnostic::error(Code("V610"), field.node.span, headline);
        let choices: Vec<_> = declared.choices.iter().map(written).collect();
        self.tell(match sort {
            _ if !choices.is_empty() => told.fix(format!("choices: [{}]", choices.join(", "))),
            Some(sort) => told.fix(format!("type: {}", sort.as_str())),
            None => told,
        });
    }

    /// What choices save: their values, or their labels.
    fn choices_fit(&mut self, slot: &Slot, node: &Node) {
        let NodeKind::List(items) = &node.kind else {
            let NodeKind::Map(entries) = &node.kind else { return };
            if !entries.iter().any(|entry| entry.key.value == "from") {
                for entry in entries {
                    self.label_fits(slot, &entry.key, entry.key_span);
                }
            }
            return;
        };
        for item in items {
            match &item.kind {
                NodeKind::Text(text) => self.label_fits(slot, text, item.span),
                NodeKind::Map(entries) => {
                    let of = |name: &str| entries.iter().find(|entry| entry.key.value == name);
                    let Some(entry) = of("value").or_else(|| of("label")) else { continue };
                    let NodeKind::Text(text) = &entry.value.kind else { continue };
                    if entry.key.value == "label" {
                        self.label_fits(slot, text, entry.value.span);
                    } else if is_literal(&text.value) {
                        let value = number::honest(text);
                        let value = value.unwrap_or_else(|| Value::from(text.value.as_str()));
                        self.suits(slot, (&value, entry.value.span));
                    }
                }
                NodeKind::List(_) => {}
            }
        }
    }

    /// A label is saved as a text.
    fn label_fits(&mut self, slot: &Slot, text: &Text, span: Span) {
        if is_literal(&text.value) {
            self.suits(slot, (&Value::from(text.value.as_str()), span));
        }
    }
}

/// What is saved of an answer; none where nothing is certain, or choices say it.
fn sort_of(kind: AnswerKind) -> Option<Sort> {
    match kind {
        AnswerKind::Said(Type::Text | Type::Email | Type::Phone | Type::Url) => Some(Sort::Text),
        AnswerKind::Said(Type::YesNo) => Some(Sort::YesNo),
        AnswerKind::Said(Type::Integer) => Some(Sort::Integer),
        AnswerKind::Said(Type::Number) => Some(Sort::Number),
        AnswerKind::Said(
            Type::Money | Type::Date | Type::Time | Type::DateTime | Type::Duration,
        )
        | AnswerKind::Location
        | AnswerKind::Image
        | AnswerKind::File
        | AnswerKind::Choice => None,
    }
}

/// Whether a variable holds what is saved.
fn holds(sort: Sort, saved: Sort) -> bool {
    sort == saved || sort == Sort::Number && saved == Sort::Integer
}

/// What a written text is as a value. Where a type is said, quotes make no difference.
fn value_of(text: &Text, sort: Option<Sort>) -> Value {
    let as_text = || Value::from(text.value.as_str());
    match sort {
        Some(Sort::Text) => as_text(),
        Some(Sort::YesNo) => match text.value.to_lowercase().as_str() {
            "yes" | "true" => true.into(),
            "no" | "false" => false.into(),
            _ => as_text(),
        },
        Some(Sort::Number | Sort::Integer) => number::or_text(text.value.trim()),
        None => number::honest(text).unwrap_or_else(as_text),
    }
}

/// An expression that is nothing but a text, a number, true or false.
fn literal(written: &str) -> Option<Value> {
    let bare = written.trim();
    if let "true" | "false" = bare {
        return Some(Value::from(bare == "true"));
    }
    for quote in ['"', '\'', '`'] {
        let inside = bare.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inside) = inside {
            return (!inside.contains([quote, '\\'])).then(|| Value::from(inside));
        }
    }
    number::honest(&Text { value: bare.to_owned(), style: Style::Plain })
}

/// A value in a sentence.
fn called(value: &Value) -> String {
    match value {
        Value::String(text) => format!("the text \"{text}\""),
        Value::Number(number) => format!("the number {number}"),
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => written(value),
    }
}
