//! What stands on a Page: shown, set and taken away as Meta does it (platform.md C).

use serde_json::{Map, Value, json};

use crate::fake::check::{Refusal, fine, length};
use crate::fake::state::Shared;
use crate::limits::{
    GREETING_UNITS_MAX, ICE_BREAKERS_MAX, MENU_ITEMS_MAX, MENU_UNITS_MAX, PAYLOAD_UNITS_MAX,
};
use crate::words::name::PageId;

/// The properties with versions for languages.
const BY_LANGUAGE: [&str; 4] = ["greeting", "ice_breakers", "persistent_menu", "commands"];

/// What stands there, as far as `fields` ask for it: a list of one, or of none.
pub(super) fn shown(shared: &Shared, page: &PageId, query: &str) -> Value {
    let fields = form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "fields").then_some(value));
    let fields = fields.unwrap_or_default();
    let asked = |name: &str| fields.split(',').any(|field| field == name);
    let profile = shared.page_profile(page).into_iter().filter(|(name, _)| asked(name));
    let profile: Map<String, Value> = profile.collect();
    let data = if profile.is_empty() { json!([]) } else { json!([profile]) };
    json!({ "data": data })
}

/// Sets properties; those that are not named stay.
pub(super) fn with(shared: &Shared, page: &PageId, body: &Value) -> Result<Value, Refusal> {
    let mut profile = shared.page_profile(page);
    for (name, value) in body.as_object().into_iter().flatten() {
        fits(name, value)?;
        profile.insert(name.clone(), value.clone());
    }
    keeps_its_start(&profile)?;
    shared.set_page_profile(page, profile);
    Ok(json!({"result": "success"}))
}

/// Takes properties away.
pub(super) fn without(shared: &Shared, page: &PageId, body: &Value) -> Result<Value, Refusal> {
    let mut profile = shared.page_profile(page);
    let fields = body.get("fields").and_then(Value::as_array);
    fine(fields.is_some(), "(#100) The parameter fields is required")?;
    for field in fields.into_iter().flatten().filter_map(Value::as_str) {
        profile.remove(field);
    }
    keeps_its_start(&profile)?;
    shared.set_page_profile(page, profile);
    Ok(json!({"result": "success"}))
}

/// A menu needs a Get Started button.
fn keeps_its_start(profile: &Map<String, Value>) -> Result<(), Refusal> {
    let whole = profile.contains_key("get_started") || !profile.contains_key("persistent_menu");
    fine(whole, "(#100) You must set a Get Started button if you also wish to use persistent menu")
}

fn fits(name: &str, value: &Value) -> Result<(), Refusal> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let default = list.iter().any(|it| it.get("locale").and_then(Value::as_str) == Some("default"));
    let whole = !BY_LANGUAGE.contains(&name) || default;
    fine(whole, "(#100) There must be a version of the locale default")?;
    match name {
        "get_started" => {
            let payload = (1..=PAYLOAD_UNITS_MAX).contains(&length(value, "payload"));
            fine(payload, "(#100) Param get_started[payload] must have from 1 to 1000 characters")
        }
        "greeting" => {
            let short = |it: &Value| (1..=GREETING_UNITS_MAX).contains(&length(it, "text"));
            fine(list.iter().all(short), "(#100) Param greeting[text] must be 160 characters long")
        }
        "ice_breakers" => {
            let fits = |it: &Value| actions(it, ICE_BREAKERS_MAX, |it| length(it, "question") > 0);
            fine(list.iter().all(fits), "(#100) Param ice_breakers must have from 1 to 4 questions")
        }
        "persistent_menu" => {
            let titled = |it: &Value| (1..=MENU_UNITS_MAX).contains(&length(it, "title"));
            let fits = |it: &Value| actions(it, MENU_ITEMS_MAX, titled);
            fine(list.iter().all(fits), "(#100) Param persistent_menu must have from 1 to 20 items")
        }
        "commands" => {
            let named = |it: &Value| {
                let name = (1..=32).contains(&length(it, "name"));
                name && (1..=64).contains(&length(it, "description"))
            };
            let fits = |it: &Value| {
                let commands = it.get("commands").and_then(Value::as_array);
                commands.is_some_and(|all| !all.is_empty() && all.iter().all(named))
            };
            fine(list.iter().all(fits), "(#100) Param commands must have names and descriptions")
        }
        "whitelisted_domains" => {
            let site = |it: &Value| it.as_str().is_some_and(|site| site.starts_with("https://"));
            fine(list.iter().all(site), "(#100) Param whitelisted_domains must be https sites")
        }
        _ => Err(Refusal::parameter("(#100) Param is no property of a profile")),
    }
}

fn actions(version: &Value, most: usize, good: impl Fn(&Value) -> bool) -> bool {
    let actions = version.get("call_to_actions").and_then(Value::as_array);
    actions.is_some_and(|all| (1..=most).contains(&all.len()) && all.iter().all(good))
}
