//! The Page's own profile at the fake: get started, greeting, ice breakers, menu, commands.

use serde_json::{Value, json};

use crate::fake::check::{Refusal, fine, length, only};
use crate::fake::state::Shared;
use crate::limits::{
    COMMAND_NAME_UNITS_MAX, COMMAND_TEXT_UNITS_MAX, COMMANDS_MAX, GREETING_UNITS_MAX,
    ICE_BREAKERS_MAX, MENU_ITEMS_MAX, MENU_TITLE_UNITS_MAX, PAYLOAD_UNITS_MAX,
};

/// The properties that Messenger knows.
const PROPERTIES: [&str; 9] = [
    "platform",
    "get_started",
    "greeting",
    "ice_breakers",
    "persistent_menu",
    "commands",
    "whitelisted_domains",
    "account_linking_url",
    "description",
];

/// Takes properties of the profile; Graph's answer.
pub(super) fn set(shared: &Shared, body: &Value) -> Result<Value, Refusal> {
    only(body, &PROPERTIES)?;
    if let Some(start) = body.get("get_started") {
        payload(start)?;
    }
    each(body, "greeting", greeting)?;
    let breakers = list(body, "ice_breakers");
    let plain = breakers.iter().filter(|one| one.get("question").is_some()).count();
    let mixed = plain > 0 && plain < breakers.len();
    let fits = plain <= ICE_BREAKERS_MAX && !mixed;
    fine(fits, "(#100) Param ice_breakers must have at most 4 questions of one form")?;
    each(body, "ice_breakers", ice_breakers)?;
    each(body, "persistent_menu", menu)?;
    each(body, "commands", commands)?;
    for named in ["greeting", "ice_breakers", "persistent_menu"] {
        let all = body.get(named).and_then(Value::as_array);
        // The older form of ice breakers has no locales.
        let default = |one: &Value| one.get("locale").is_none_or(|locale| locale == "default");
        let known = all.is_none_or(|all| all.iter().any(default));
        fine(known, "(#100) You must set a value for the default locale")?;
    }
    let starts = body.get("get_started").is_some() || shared.ledger.has("get_started");
    let fits = starts || body.get("persistent_menu").is_none();
    fine(fits, "(#100) You must set a Get Started button if you also wish to use a menu")?;
    shared.ledger.put(body, shared.now())?;
    Ok(json!({"result": "success"}))
}

type Check = fn(&Value) -> Result<(), Refusal>;

fn each(body: &Value, property: &str, check: Check) -> Result<(), Refusal> {
    let all = body.get(property).and_then(Value::as_array);
    all.into_iter().flatten().try_for_each(check)
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn payload(of: &Value) -> Result<(), Refusal> {
    let fits = (1..=PAYLOAD_UNITS_MAX).contains(&length(of, "payload"));
    fine(fits, "(#100) Param payload must have from 1 to 1000 characters")
}

fn greeting(one: &Value) -> Result<(), Refusal> {
    let fits = (1..=GREETING_UNITS_MAX).contains(&length(one, "text"));
    fine(fits, "(#100) Param greeting[text] must have from 1 to 160 characters")
}

/// Of one locale, or, in the older form, a question alone.
fn ice_breakers(one: &Value) -> Result<(), Refusal> {
    if one.get("question").is_some() {
        return payload(one);
    }
    let questions = list(one, "call_to_actions");
    let fits = (1..=ICE_BREAKERS_MAX).contains(&questions.len());
    fine(fits, "(#100) Param ice_breakers must have from 1 to 4 questions")?;
    questions.iter().try_for_each(payload)
}

fn menu(one: &Value) -> Result<(), Refusal> {
    let items = list(one, "call_to_actions");
    fine(items.len() <= MENU_ITEMS_MAX, "(#100) A menu may have 20 items")?;
    for item in items {
        only(item, &["type", "title", "payload", "url", "webview_height_ratio"])?;
        let fits = (1..=MENU_TITLE_UNITS_MAX).contains(&length(item, "title"));
        fine(fits, "(#100) The title of a menu item must have from 1 to 30 characters")?;
        match item.get("type").and_then(Value::as_str) {
            Some("web_url") => fine(length(item, "url") > 0, "(#100) Param url is required")?,
            Some("postback") => payload(item)?,
            Some(_) | None => {
                return Err(Refusal::parameter("(#100) A menu item is a postback or a web_url"));
            }
        }
    }
    Ok(())
}

fn commands(one: &Value) -> Result<(), Refusal> {
    let all = list(one, "commands");
    let fits = (1..=COMMANDS_MAX).contains(&all.len());
    fine(fits, "(#100) Param commands must have from 1 to 100 elements")?;
    for command in all {
        let name = command.get("name").and_then(Value::as_str).unwrap_or_default();
        let fits = (1..=COMMAND_NAME_UNITS_MAX).contains(&length(command, "name"));
        let fits = fits && !name.starts_with('/');
        fine(fits, "(#100) The name of a command has from 1 to 32 characters and no slash")?;
        let fits = (1..=COMMAND_TEXT_UNITS_MAX).contains(&length(command, "description"));
        fine(fits, "(#100) The description of a command has from 1 to 64 characters")?;
    }
    Ok(())
}
