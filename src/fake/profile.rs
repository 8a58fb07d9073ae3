//! What stands on a Page: shown, set and taken away as Meta does it (platform.md C).

use serde_json::{Map, Value, json};

use crate::fake::check::{Refusal, fine, length, only};
use crate::fake::state::Shared;
use crate::limits::{
    COMMAND_NAME_UNITS_MAX, COMMAND_TEXT_UNITS_MAX, COMMANDS_MAX, GREETING_UNITS_MAX,
    ICE_BREAKERS_MAX, MENU_ITEMS_MAX, MENU_UNITS_MAX, PAYLOAD_UNITS_MAX,
};
use crate::words::name::PageId;

/// What stands behind a Page's id for what its account of Instagram shows.
const INSTAGRAM: &str = "@instagram";
/// The properties that Instagram knows.
const INSTAGRAMS: [&str; 3] = ["platform", "ice_breakers", "persistent_menu"];
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

/// Where a Page's account of Instagram has its own.
pub(super) fn on_instagram(page: &PageId) -> PageId {
    PageId::new(format!("{page}{INSTAGRAM}"))
}

fn is_instagram(place: &PageId) -> bool {
    place.as_str().ends_with(INSTAGRAM)
}

/// Where a call's query leads: the Page, or its account of Instagram.
pub(super) fn place(page: &PageId, query: &str) -> PageId {
    let mut named = form_urlencoded::parse(query.as_bytes());
    let instagram = named.any(|(name, value)| name == "platform" && value == "instagram");
    if instagram { on_instagram(page) } else { page.clone() }
}

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
    fits(body)?;
    if is_instagram(page) {
        only(body, &INSTAGRAMS)?;
        let plain = |menu: &Value| menu.get("composer_input_disabled").is_none();
        let plain = list(body, "persistent_menu").iter().all(plain);
        fine(plain, "(#100) Param composer_input_disabled is not supported on Instagram")?;
    }
    let mut profile = shared.page_profile(page);
    let named = body.as_object().into_iter().flatten();
    profile.extend(named.map(|(name, value)| (name.clone(), value.clone())));
    keeps_its_start(page, &profile)?;
    shared.ledger.changes_profile(page, shared.now())?;
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
    keeps_its_start(page, &profile)?;
    shared.set_page_profile(page, profile);
    Ok(json!({"result": "success"}))
}

/// A menu needs a Get Started button, which Instagram has not.
fn keeps_its_start(page: &PageId, profile: &Map<String, Value>) -> Result<(), Refusal> {
    let whole = is_instagram(page)
        || profile.contains_key("get_started")
        || !profile.contains_key("persistent_menu");
    fine(whole, "(#100) You must set a Get Started button if you also wish to use persistent menu")
}

fn fits(body: &Value) -> Result<(), Refusal> {
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
    for named in ["greeting", "ice_breakers", "persistent_menu", "commands"] {
        let all = body.get(named).and_then(Value::as_array);
        // The older form of ice breakers has no locales.
        let default = |one: &Value| one.get("locale").is_none_or(|locale| locale == "default");
        let known = all.is_none_or(|all| all.iter().any(default));
        fine(known, "(#100) You must set a value for the default locale")?;
    }
    site(body)
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
        let fits = (1..=MENU_UNITS_MAX).contains(&length(item, "title"));
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

fn site(body: &Value) -> Result<(), Refusal> {
    let site = |it: &Value| it.as_str().is_some_and(|site| site.starts_with("https://"));
    let sites = list(body, "whitelisted_domains").iter().all(site);
    fine(sites, "(#100) Param whitelisted_domains must be https sites")
}
