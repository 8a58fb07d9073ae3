//! What the page wants to know once.

use serde_json::{Value, json};
use warp::reply::Response;

use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::routes::answer;

pub(super) fn hello<S: Store>(desk: &Desk<S>) -> Response {
    let bot = desk.live.bot();
    let flows: Vec<_> = bot.flows.keys().collect();
    let last = desk.live.last();
    answer::json(&json!({
        "bot": bot.settings.name,
        "root": desk.root,
        "editor": desk.editor,
        "zone": bot.settings.zone.name(),
        "locales": bot.settings.locales,
        "saywhen": env!("CARGO_PKG_VERSION"),
        "flows": flows,
        "presets": presets(),
        "saves": if last.taken { last.count } else { 0 },
    }))
}

/// Visitors to try a bot with.
fn presets() -> Vec<Value> {
    let people = [
        ("Ada, London", "en_GB", "Ada", "Lovelace", "female", 0),
        ("Anaïs, Lyon", "fr_FR", "Anaïs", "Morel", "female", 1),
        ("Omar, Cairo", "ar_AR", "عمر", "حسن", "male", 2),
        ("Hanako, Osaka", "ja_JP", "花子", "佐藤", "female", 9),
        ("Nobody knows", "en_US", "", "", "", -8),
    ];
    let preset =
        |(name, locale, first, last, gender, hours): (&str, &str, &str, &str, &str, i32)| {
            let profile = if first.is_empty() {
                json!({})
            } else {
                json!({"first_name": first, "last_name": last, "name": format!("{first} {last}"),
                "locale": locale, "timezone": hours, "gender": gender})
            };
            json!({"name": name, "locale": locale, "profile": profile})
        };
    people.into_iter().map(preset).collect()
}
