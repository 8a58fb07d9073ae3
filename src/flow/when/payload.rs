//! Triggers of payloads, and of references, whose patterns are the same.

use crate::flow::fields::{Fields, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::trigger::{Origin, Referral, Trigger, TriggerKind};
use crate::flow::when::heads::is_optin;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::Problem;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;

impl Gate<'_> {
    /// `{payload: ORDER/<id>}`
    pub(super) fn by_payload(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let Some(field) = fields.get("payload").filter(|_| !is_optin(fields)) else { return };
        for (item, text) in self.texts(field) {
            let span = item.node.span;
            self.star_without_a_name(text, span);
            let pattern = PayloadPattern::parse(&text.value);
            let Some(pattern) = self.pattern(pattern, text, span) else { continue };
            self.answered.push(text.value.clone());
            let alike = format!("payload {}", text.value);
            triggers.push(self.at(span, TriggerKind::Payload(pattern), Some(alike)));
        }
    }

    /// `{referral: campaign-<source>}`
    pub(super) fn by_referral(&mut self, fields: &Fields<'_>, triggers: &mut Vec<Trigger>) {
        let Some(field) = fields.get("referral") else { return };
        let from = self.origin(fields);
        for (item, text) in self.texts(field) {
            let span = item.node.span;
            self.star_without_a_name(text, span);
            let pattern = PayloadPattern::parse_reference(&text.value);
            let Some(pattern) = self.pattern(pattern, text, span) else { continue };
            let alike = format!("referral {} {from:?}", text.value.to_ascii_lowercase());
            let referral = Referral { pattern, from: from.clone() };
            triggers.push(self.at(span, TriggerKind::Referral(referral), Some(alike)));
        }
    }

    /// `ORDER_*`: a star takes what follows only where that has a name.
    fn star_without_a_name(&mut self, text: &Text, span: Span) {
        let value = text.value.as_str();
        let mut stars = value.char_indices().filter(|&(at, sign)| {
            let inside = value.get(..at).unwrap_or_default();
            sign == '*' && inside.rfind('<') <= inside.rfind('>')
        });
        let (Some((at, _)), None) = (stars.next(), stars.next()) else { return };
        let dot = value.get(..at).is_some_and(|before| before.ends_with('.'));
        let part = at.saturating_sub(usize::from(dot))..at.saturating_add(1);
        let star = self.part(span, text, part);
        let headline = "A star without a name stands for itself, and takes nothing else";
        let told = Diagnostic::warning(Code("W412"), star, headline);
        let taken = value.contains("<rest");
        let name = if taken { "<more*>" } else { "<rest*>" };
        self.tell(
            told.label("<rest*> takes whatever follows, and is called rest").edit(star, name),
        );
    }

    /// `type:` and `source:`
    pub(super) fn origin(&mut self, fields: &Fields<'_>) -> Origin {
        let mut text = |name| {
            let field = fields.get(name)?;
            let text = self.plain(field)?;
            if text.value.chars().any(char::is_alphabetic) {
                return Some(text.value.clone());
            }
            self.tell(wrong_shape(field));
            None
        };
        Origin { kind: text("type"), source: text("source") }
    }

    /// A pattern, if the text makes one.
    pub(super) fn pattern(
        &mut self,
        pattern: Result<PayloadPattern, Problem>,
        text: &Text,
        span: Span,
    ) -> Option<PayloadPattern> {
        match pattern {
            Ok(pattern) => {
                self.captures(&pattern.captures(), span);
                Some(pattern)
            }
            Err(problem) => {
                self.problem(problem, text, span);
                None
            }
        }
    }
}
