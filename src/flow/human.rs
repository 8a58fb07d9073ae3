//! `human` of `bot.yaml`: people who take over, and when the bot speaks again.

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::settings::Human;
use crate::time::Millis;

/// What `human` reads.
pub(super) const KEYS: &[Key] = &[
    key("to", Shape::Name, "who gets the thread: page_inbox or an app's number"),
    key("back_after", Shape::Duration, "when the bot speaks again though nobody gave it back"),
    key("mute_on_echo", Shape::Duration, "how long it is silent after a person's words; or no"),
];

impl Gate<'_> {
    /// `human: {to: page_inbox, back_after: 12h, mute_on_echo: 1h}`
    pub(super) fn human(&mut self, field: &Field<'_>) -> Human {
        let owner = Owner { name: "human".into(), tables: vec![KEYS] };
        let entries = self.entries(field);
        let fields = self.told.fields(entries, &owner);
        let silent = Human::default();
        let to = fields.get("to").and_then(|to| self.receiver(to));
        let echo = fields.get("mute_on_echo").and_then(|echo| self.time_or_no(echo));
        Human {
            to: to.unwrap_or(silent.to),
            back_after: fields.get("back_after").and_then(|back| self.duration(back)),
            mute_on_echo: echo.unwrap_or(silent.mute_on_echo),
        }
    }

    /// A length of time; `no` is none at all.
    fn time_or_no(&mut self, field: &Field<'_>) -> Option<Millis> {
        let text = self.plain(field)?;
        if ["no", "false", "off"].contains(&text.value.as_str()) {
            return Some(Millis(0));
        }
        self.duration(field)
    }
}
