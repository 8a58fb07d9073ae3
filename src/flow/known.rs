//! Variables that always exist (LANGUAGE, "Variables").

use crate::flow::model::Checked;
use crate::flow::model::slot::{Life, Slot};
use crate::flow::suggest::nearest;
use crate::words::conversation::PROFILE_FIELDS;
use crate::words::name::VarName;

const CHAT: &[&str] = &["channel", "misses", "window_open"];
const EVENT: &[&str] = &[
    "text",
    "payload",
    "attachments",
    "nlp",
    "referral",
    "optin",
    "comment",
    "time",
    "kind",
    "emoji",
    "raw",
];
const BOT: &[&str] = &["name", "link"];
const FLOW: &[&str] = &["name", "previous", "step"];
const PERSONA: &[&str] = &["name"];
const ERROR: &[&str] = &["text", "place"];

/// What is known of a read.
pub(super) enum Known {
    /// It always exists.
    Yes,
    /// It exists if something sets it.
    Set(Slot),
    /// A secret, where people would see it.
    Secret(String),
    /// An environment variable that `bot.yaml` does not list.
    Unlisted(String),
    /// A table that is not in `data/`.
    NoTable(String),
    /// Its root has these fields, and not this one.
    NoSuchField(&'static [&'static str]),
}

/// A variable that always exists and is called nearly so, as authors write it.
pub(super) fn near(slot: &Slot) -> Option<String> {
    let name = slot.name.as_str();
    let plain = |word: &str| word.replace('_', "");
    let user = match slot.life {
        Life::User => nearest(name, PROFILE_FIELDS.iter().copied()),
        Life::Run => PROFILE_FIELDS.iter().copied().find(|field| plain(field) == plain(name)),
        Life::Chat => None,
    };
    let chat = nearest(name, CHAT.iter().copied()).filter(|_| slot.life == Life::Chat);
    user.map(|field| format!("user.{field}")).or_else(|| chat.map(|field| format!("chat.{field}")))
}

/// What is known of `root.field`.
pub(super) fn root(root: &str, field: Option<&str>, checked: &Checked) -> Known {
    let own = |life, field: &str, fixed: &[&str]| {
        let set = || Known::Set(Slot { life, name: VarName::new(field) });
        if fixed.contains(&field) { Known::Yes } else { set() }
    };
    match (root, field) {
        ("user", Some(field)) => own(Life::User, field, &PROFILE_FIELDS),
        ("chat", Some(field)) => own(Life::Chat, field, CHAT),
        ("event", field) => fixed(field, EVENT),
        ("bot", field) => fixed(field, BOT),
        ("flow", field) => fixed(field, FLOW),
        ("error", field) => fixed(field, ERROR),
        ("persona", field) => fixed(field, PERSONA),
        ("env", Some(name)) if checked.settings.env.iter().any(|known| known == name) => Known::Yes,
        ("env", Some(name)) => Known::Unlisted(name.to_owned()),
        ("data", Some(name)) if !checked.tables.names().any(|known| known == name) => {
            Known::NoTable(name.to_owned())
        }
        ("now" | "today" | "user" | "chat" | "env" | "data", _) => Known::Yes,
        ("secret", Some(name)) => Known::Secret(name.to_owned()),
        (name, _) => Known::Set(Slot { life: Life::Run, name: VarName::new(name) }),
    }
}

fn fixed(field: Option<&str>, fields: &'static [&'static str]) -> Known {
    match field {
        Some(field) if !fields.contains(&field) => Known::NoSuchField(fields),
        Some(_) | None => Known::Yes,
    }
}
