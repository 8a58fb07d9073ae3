//! A Page's profile as Meta's JSON, and what has to be changed there so that it says what the bot says
//! (platform.md C).

use serde_json::{Map, Value, json};

use crate::words::name::{Channel, Locale};
use crate::words::profile::{MenuTap, Profile, Versions};

/// The properties that a bot decides about. The menu needs Get Started: made in this order, taken away
/// in the reverse one.
const PROPERTIES: [&str; 6] = ["get_started", "greeting", BREAKERS, MENU, "commands", DOMAINS];
/// Those that Instagram has.
const INSTAGRAMS: [&str; 2] = [BREAKERS, MENU];

const BREAKERS: &str = "ice_breakers";
const MENU: &str = "persistent_menu";

/// The properties that a bot decides about on a channel.
#[must_use]
pub fn decided(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::Messenger => &PROPERTIES,
        Channel::Instagram => &INSTAGRAMS,
    }
}

/// Sites that somebody else has listed are left there: they harm nothing.
const DOMAINS: &str = "whitelisted_domains";

/// The language of those whose language has no version.
const EVERYBODY: &str = "default";

/// Languages whose name at Messenger is not the language twice, as in `fr_FR`; all names that people
/// of that language may have there.
const NAMES: [(&str, &[&str]); 10] = [
    ("ar", &["ar_AR"]),
    ("en", &["en_US", "en_GB"]),
    ("es", &["es_ES", "es_LA", "es_MX"]),
    ("fr", &["fr_FR", "fr_CA"]),
    ("hi", &["hi_IN"]),
    ("ja", &["ja_JP"]),
    ("pt", &["pt_BR", "pt_PT"]),
    ("uk", &["uk_UA"]),
    ("zh", &["zh_CN", "zh_HK", "zh_TW"]),
    ("nl", &["nl_NL", "nl_BE"]),
];

/// What differs between a Page and its bot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Properties to be set, with their values.
    pub set: Map<String, Value>,
    /// Properties to be taken away, in this order.
    pub remove: Vec<&'static str>,
}

impl Change {
    /// What makes a Page, which says `live` now, say what the bot wants.
    #[must_use]
    pub fn between(channel: Channel, live: &Map<String, Value>, wanted: &Profile) -> Self {
        let wanted = properties(channel, wanted);
        let mut change = Self::default();
        for &name in decided(channel) {
            let live = live.get(name).filter(|live| !is_empty(live));
            match (wanted.get(name), live) {
                (Some(wanted), Some(live)) if name == DOMAINS => {
                    let all = joined(live, wanted);
                    if !says(live, &all) {
                        change.set.insert(name.to_owned(), all);
                    }
                }
                (Some(wanted), live) => {
                    if !live.is_some_and(|live| says(live, wanted)) {
                        change.set.insert(name.to_owned(), wanted.clone());
                    }
                }
                (None, Some(_)) if name != DOMAINS => change.remove.insert(0, name),
                (None, _) => {}
            }
        }
        change
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// A profile as Meta takes it for a channel; what is empty is not there.
#[must_use]
pub fn properties(channel: Channel, profile: &Profile) -> Map<String, Value> {
    let mut all = Map::new();
    let mut add = |name: &str, value: Value| {
        if !is_empty(&value) && decided(channel).contains(&name) {
            all.insert(name.to_owned(), value);
        }
    };
    let started = profile.get_started.as_ref().map(|payload| json!({ "payload": payload }));
    add("get_started", started.unwrap_or_default());
    add("greeting", versions(&profile.greeting, |text| json!({ "text": text })));
    let ice_breakers = versions(&profile.ice_breakers, |list| {
        let one = |it: &crate::words::profile::IceBreaker| json!({"question": it.question, "payload": it.payload});
        json!({"call_to_actions": list.iter().map(one).collect::<Vec<_>>()})
    });
    add(BREAKERS, ice_breakers);
    let menu = versions(&profile.menu, |list| {
        let items: Vec<_> = list.iter().map(|item| tap(&item.title, &item.does)).collect();
        match channel {
            Channel::Messenger => {
                json!({"composer_input_disabled": false, "call_to_actions": items})
            }
            Channel::Instagram => json!({"call_to_actions": items}),
        }
    });
    add(MENU, menu);
    let commands = versions(&profile.commands, |list| {
        let one =
            |it: &crate::words::profile::Command| json!({"name": it.name, "description": it.label});
        json!({"commands": list.iter().map(one).collect::<Vec<_>>()})
    });
    add("commands", commands);
    add(DOMAINS, Value::from(profile.domains.clone()));
    all
}

fn tap(title: &str, does: &MenuTap) -> Value {
    match does {
        MenuTap::Payload(payload) => {
            json!({"type": "postback", "title": title, "payload": payload})
        }
        MenuTap::Link(url) => json!({"type": "web_url", "title": title, "url": url}),
    }
}

/// One entry for every name that Messenger has for a version's language.
fn versions<T>(versions: &Versions<T>, body: impl Fn(&T) -> Value) -> Value {
    let mut list = Vec::new();
    for (locale, version) in versions {
        let names = locale.as_ref().map_or_else(|| vec![EVERYBODY.to_owned()], names);
        for name in names {
            let mut entry = Map::from_iter([("locale".to_owned(), Value::from(name))]);
            if let Value::Object(body) = body(version) {
                entry.extend(body);
            }
            list.push(Value::Object(entry));
        }
    }
    Value::Array(list)
}

/// What Messenger calls a language of a bot's.
#[must_use]
pub fn names(locale: &Locale) -> Vec<String> {
    let text = locale.as_str().replace('-', "_");
    if text.contains('_') {
        return vec![text];
    }
    match NAMES.iter().find(|(language, _)| *language == text) {
        Some((_, names)) => names.iter().map(|name| (*name).to_owned()).collect(),
        None => vec![format!("{text}_{}", text.to_uppercase())],
    }
}

/// Whether a Page says what is wanted: Meta adds words of its own, and puts languages in its own order.
fn says(live: &Value, wanted: &Value) -> bool {
    match (live, wanted) {
        (Value::Object(live), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| live.get(key).is_some_and(|live| says(live, wanted)))
        }
        (Value::Array(live), Value::Array(wanted)) if live.len() == wanted.len() => {
            let (live, wanted) = (by_language(live), by_language(wanted));
            live.iter().zip(wanted).all(|(live, wanted)| says(live, wanted))
        }
        (live, wanted) => live == wanted,
    }
}

/// A list of versions by their languages; any other list as it is.
fn by_language(list: &[Value]) -> Vec<&Value> {
    let mut list: Vec<&Value> = list.iter().collect();
    list.sort_by_key(|entry| entry.get("locale").and_then(Value::as_str).unwrap_or_default());
    list
}

/// The sites of a Page with those that a bot wants, in a fixed order.
fn joined(live: &Value, wanted: &Value) -> Value {
    let plain = |site: &Value| site.as_str().unwrap_or_default().trim_end_matches('/').to_owned();
    let lists = [live, wanted].map(|list| list.as_array().map(Vec::as_slice).unwrap_or_default());
    let mut all: Vec<String> = Vec::new();
    for site in lists.concat().iter().map(plain) {
        if !all.contains(&site) {
            all.push(site);
        }
    }
    let known = lists.first().map_or(0, |live| live.len());
    if all.len() == known { live.clone() } else { Value::from(all) }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
