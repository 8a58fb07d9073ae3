//! Keys of a trigger that belong together: what it looks for, and what says more about that.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;

/// Keys that say what a trigger looks for.
const HEADS: &[&str] =
    &["exact", "starts", "all", "any", "like", "regex", "payload", "referral", "event", "intent"];

/// Keys that say more, the keys beside which they stand, and how that is said.
const MORE: &[(&str, &[&str], &str)] = &[
    ("numbers", &["regex"], "regex"),
    ("typos", &["like"], "like"),
    ("type", &["referral", "event"], "referral"),
    ("source", &["referral", "event"], "referral"),
    ("emoji", &["event"], "{event: reaction}"),
    ("min", &["intent"], "intent"),
    ("entities", &["intent"], "intent"),
];

impl Gate<'_> {
    /// Whether a trigger looks for one thing, of which all its keys speak. `written` keys stood in
    /// it, of which unknown ones have been told.
    pub(super) fn one_thing(
        &mut self,
        field: &Field<'_>,
        fields: &Fields<'_>,
        written: usize,
    ) -> bool {
        let heads: Vec<_> =
            fields.0.iter().filter(|field| HEADS.contains(&field.key.name)).collect();
        let names: Vec<_> = heads.iter().map(|head| head.key.name).collect();
        match heads.as_slice() {
            [] if written == fields.0.len() => {
                let headline = "This trigger says nothing to look for";
                let told = Diagnostic::error(Code("K204"), field.node.span, headline);
                let fix = match fields.get("numbers") {
                    Some(_) => "when: {regex: 'order (?<id>\\d+)', numbers: [id]}",
                    None => "when: opening hours",
                };
                self.tell(told.fix(fix));
                false
            }
            [first, second, ..] if !may_stand_together(&names, fields) => {
                self.two_things(first, second);
                false
            }
            _ => self.says_more(fields, &names),
        }
    }

    fn two_things(&mut self, first: &Field<'_>, second: &Field<'_>) {
        let (one, two) = (first.key.name, second.key.name);
        let headline = format!("This trigger looks for two things at once: {one} and {two}");
        self.tell(
            Diagnostic::error(Code("K203"), second.span, headline)
                .label("one or the other")
                .fix(format!("when: [{{{one}: …}}, {{{two}: …}}]")),
        );
    }

    fn says_more(&mut self, fields: &Fields<'_>, heads: &[&str]) -> bool {
        let stray = MORE.iter().find_map(|(name, beside, of)| {
            let field = fields.get(name)?;
            let fits = beside.iter().any(|head| heads.contains(head));
            (!fits && !heads.is_empty()).then_some((field, *of))
        });
        let Some((field, of)) = stray else { return true };
        self.belongs(field, of);
        false
    }

    /// A key that says more about something else.
    pub(super) fn belongs(&mut self, field: &Field<'_>, of: &str) {
        let name = field.key.name;
        let headline = format!("\"{name}\" says nothing about this trigger");
        let told = Diagnostic::error(Code("K204"), field.span, headline);
        self.tell(told.label(format!("{name} belongs to {of}")));
    }
}

/// A tap or a link may mean the same, and an opt-in may have a payload.
fn may_stand_together(heads: &[&str], fields: &Fields<'_>) -> bool {
    let both = |one, two| heads.len() == 2 && heads.contains(&one) && heads.contains(&two);
    both("payload", "referral") || (both("event", "payload") && is_optin(fields))
}

/// Whether the event is an opt-in, whose payload it is then.
pub(super) fn is_optin(fields: &Fields<'_>) -> bool {
    let event = fields.get("event").map(|field| &field.node.kind);
    matches!(event, Some(NodeKind::Text(text)) if text.value == "optin")
}
