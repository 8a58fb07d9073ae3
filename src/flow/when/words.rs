//! Triggers of words: bare text, `exact`, `starts`, `like`, `all`, `any`.

use std::collections::BTreeMap;

use crate::flow::fields::{Field, Fields, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::flow::when::ANY_MESSAGE;
use crate::pattern::fold::fold;
use crate::pattern::rule::{Problem, Rule};
use crate::pattern::synonyms::Synonyms;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::suggest::suggest;
use crate::source::yaml::{Style, Text};
use crate::words::name::Locale;

/// Words so common that they catch a lot.
const COMMON: &[&str] = &[
    "no", "yes", "ok", "okay", "and", "or", "the", "a", "an", "i", "you", "it", "is", "to", "in",
    "on", "of", "not", "me", "my", "we", "what", "how", "do", "for", "that", "this",
];

/// Words that hardly anybody wants as a trigger, but that stand after commas.
const AFTER_COMMA: &[&str] =
    &["please", "there", "then", "too", "also", "sir", "madam", "mate", "everyone", "folks"];

impl Gate<'_> {
    /// A bare text: these words, together, anywhere.
    pub(super) fn bare_words(&mut self, text: &Text, span: Span, index: usize) -> Option<Trigger> {
        self.common_word(text, span, index);
        self.unbracketed(text, span);
        self.almost_fallback(text, span);
        let rule = Rule::words(&text.value, &self.synonyms);
        self.worded(rule, text, span, "words")
    }

    /// Words with a key before them that says how they must stand.
    pub(super) fn by_words(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        self.one_by_one(fields, "exact", Rule::exact, triggers);
        self.one_by_one(fields, "starts", Rule::starts, triggers);
        let typos = fields.get("typos").and_then(|field| self.number::<u8>(field));
        self.one_by_one(fields, "like", |text, words| Rule::like(text, typos, words), triggers);
        self.together(fields, "all", Rule::all, triggers);
        self.together(fields, "any", Rule::any, triggers);
    }

    /// A trigger for each text of a list.
    fn one_by_one(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        rule: impl Fn(&str, &Synonyms) -> Result<Rule, Problem>,
        triggers: &mut Vec<Trigger>,
    ) {
        for (locale, texts) in self.groups(fields, name) {
            for (item, text) in texts {
                let own = rule(&text.value, &self.synonyms);
                let trigger = self.worded(own, text, item.node.span, name);
                let in_language = |trigger| Trigger { locale: locale.clone(), ..trigger };
                triggers.extend(trigger.map(in_language));
                if locale.is_none() {
                    self.elsewhere((text, item.node.span), name, &rule, triggers);
                }
            }
        }
    }

    /// One trigger for a whole list.
    fn together(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        rule_of: impl Fn(&[&str], &Synonyms) -> Result<Rule, Problem>,
        triggers: &mut Vec<Trigger>,
    ) {
        let Some(field) = fields.get(name) else { return };
        for (locale, texts) in self.groups(fields, name) {
            if texts.is_empty() {
                self.tell(wrong_shape(field).fix(format!("{name}: [cancel, order]")));
                continue;
            }
            let mut good = true;
            for (item, text) in &texts {
                let alone = Rule::words(&text.value, &self.synonyms);
                good &= self.worded(alone, text, item.node.span, name).is_some();
                if name == "any" {
                    self.common_word(text, item.node.span, 0);
                }
            }
            let words: Vec<&str> = texts.iter().map(|(_, text)| text.value.as_str()).collect();
            if let (true, Ok(rule)) = (good, rule_of(&words, &self.synonyms)) {
                let mut folded: Vec<_> = words.iter().map(|text| comparable(text)).collect();
                folded.sort_unstable();
                let alike = format!("{name} {}", folded.join(" + "));
                let trigger = self.at(field.node.span, TriggerKind::Text(rule), Some(alike));
                let everywhere = locale.is_none();
                triggers.push(Trigger { locale, ..trigger });
                if everywhere {
                    self.together_elsewhere(&texts, name, &rule_of, triggers);
                }
            }
        }
    }

    /// The same trigger in the words of every catalogue.
    pub(super) fn elsewhere(
        &mut self,
        (text, span): (&Text, Span),
        name: &str,
        rule: impl Fn(&str, &Synonyms) -> Result<Rule, Problem>,
        triggers: &mut Vec<Trigger>,
    ) {
        for (locale, text, span) in self.said_elsewhere(text, span) {
            let rule = rule(&text.value, &self.synonyms);
            let trigger = self.worded(rule, &text, span, name);
            triggers.extend(trigger.map(|trigger| Trigger { locale: Some(locale), ..trigger }));
        }
    }

    /// The same for a whole list: of `any` what a catalogue has, of `all` only all of it.
    fn together_elsewhere(
        &mut self,
        texts: &[(Field<'_>, &Text)],
        name: &str,
        rule_of: impl Fn(&[&str], &Synonyms) -> Result<Rule, Problem>,
        triggers: &mut Vec<Trigger>,
    ) {
        let mut found: BTreeMap<Locale, (Span, Vec<Vec<String>>)> = BTreeMap::new();
        for (item, text) in texts {
            let mut here: BTreeMap<Locale, (Span, Vec<String>)> = BTreeMap::new();
            for (locale, text, span) in self.said_elsewhere(text, item.node.span) {
                here.entry(locale).or_insert((span, Vec::new())).1.push(text.value);
            }
            for (locale, (span, words)) in here {
                found.entry(locale).or_insert((span, Vec::new())).1.push(words);
            }
        }
        for (locale, (span, words)) in found {
            let all = name == "all";
            if all && words.len() < texts.len() {
                continue;
            }
            let words =
                words.iter().flat_map(|words| words.iter().take(if all { 1 } else { usize::MAX }));
            let words: Vec<&str> = words.map(String::as_str).collect();
            if let Ok(rule) = rule_of(&words, &self.synonyms) {
                let trigger = self.at(span, TriggerKind::Text(rule), None);
                triggers.push(Trigger { locale: Some(locale), ..trigger });
            }
        }
    }

    /// A trigger of a rule, if the text makes one.
    fn worded(
        &mut self,
        rule: Result<Rule, Problem>,
        text: &Text,
        span: Span,
        name: &str,
    ) -> Option<Trigger> {
        match rule {
            Ok(rule) => {
                let alike = format!("{name} {}", comparable(&text.value));
                Some(self.at(span, TriggerKind::Text(rule), Some(alike)))
            }
            Err(problem) => {
                self.problem(problem, text, span);
                None
            }
        }
    }

    /// Several words that were meant to be one or the other: all of them would have to be said.
    fn unbracketed(&mut self, text: &Text, span: Span) {
        let mark = [',', '|'].into_iter().find(|mark| text.value.contains(*mark));
        let Some(mark) = mark.filter(|_| text.style == Style::Plain) else { return };
        let parts: Vec<&str> = text.value.split(mark).map(str::trim).collect();
        let is_word = |part: &&str| !part.is_empty() && !AFTER_COMMA.contains(part);
        if parts.iter().all(is_word) {
            let headline =
                format!("All of \"{}\" must be said: {mark:?} parts nothing here", text.value);
            self.tell(
                Diagnostic::warning(Code("W411"), span, headline)
                    .note("In [ ] each of them starts the flow.")
                    .fix(format!("when: [{}]", parts.join(", "))),
            );
        }
    }

    /// The fallback with a letter wrong: as words hardly anybody ever says them.
    fn almost_fallback(&mut self, text: &Text, span: Span) {
        let near = suggest(&text.value, [ANY_MESSAGE]).is_some();
        if near && text.style == Style::Plain {
            let headline =
                format!("Only messages with the words \"{}\" start this flow", text.value);
            self.tell(
                Diagnostic::warning(Code("W413"), span, headline)
                    .label(format!("did you mean \"{ANY_MESSAGE}\"?"))
                    .edit(span, ANY_MESSAGE),
            );
        }
    }

    fn common_word(&mut self, text: &Text, span: Span, index: usize) {
        let word = text.value.trim().to_lowercase();
        if index > 0 && text.style == Style::Plain && AFTER_COMMA.contains(&word.as_str()) {
            let headline = format!("The comma made \"{}\" a trigger of its own", text.value);
            self.tell(
                Diagnostic::warning(Code("W411"), span, headline)
                    .note(format!(
                        "Every message with \"{}\" in it would start this flow.",
                        text.value
                    ))
                    .fix("put the whole text in quotes: \"…, …\""),
            );
        } else if COMMON.contains(&word.as_str()) {
            let exact = format!("{{exact: {}}}", text.value);
            self.tell(
                Diagnostic::warning(Code("W406"), span, "A single common word catches a lot")
                    .label(format!("also starts this flow for every message with \"{word}\" in it"))
                    .fix(format!("when: {exact}"))
                    .edit(span, exact),
            );
        }
    }
}

/// The form in which two texts that say the same are equal.
fn comparable(text: &str) -> String {
    let folded = fold(text).text;
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}
