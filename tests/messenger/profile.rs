//! What stands on a Page: as Meta takes it, and what has to be changed there.

use std::path::Path;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine::on_page;
use saywhen::files::read;
use saywhen::messenger::profile::{Change, names, properties};
use saywhen::words::name::{Channel, Locale};
use saywhen::words::profile::{Command, IceBreaker, MenuItem, MenuTap, Profile};
use serde_json::{Map, Value, json};

fn whole() -> Profile {
    let item = |title: &str, does| MenuItem { title: title.to_owned(), does };
    let menu = |order: &str| {
        vec![
            item(order, MenuTap::Payload("go:order".to_owned())),
            item("Website", MenuTap::Link("https://shop.example.com".to_owned())),
        ]
    };
    let asks = IceBreaker { question: "Open?".to_owned(), payload: "go:hours".to_owned() };
    let help = Command { name: "help".to_owned(), label: "What I can do".to_owned() };
    Profile {
        get_started: Some("GET_STARTED".to_owned()),
        greeting: vec![(None, "Hi {{user_first_name}}!".to_owned())],
        ice_breakers: vec![(None, vec![asks])],
        menu: vec![(None, menu("Order")), (Some(Locale::new("fr")), menu("Commander"))],
        commands: vec![(None, vec![help])],
        domains: vec!["https://shop.example.com".to_owned()],
    }
}

fn live(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn a_profile_is_metas_json_with_every_name_of_a_language() {
    let all = Value::Object(properties(Channel::Messenger, &whole()));
    assert_eq!(all["get_started"], json!({"payload": "GET_STARTED"}));
    assert_eq!(all["greeting"], json!([{"locale": "default", "text": "Hi {{user_first_name}}!"}]));
    let asks = json!([{"question": "Open?", "payload": "go:hours"}]);
    assert_eq!(all["ice_breakers"], json!([{"locale": "default", "call_to_actions": asks}]));
    let locales = |list: &Value| -> Vec<String> {
        let locales = list.as_array().unwrap().iter();
        locales.map(|one| one["locale"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(locales(&all["persistent_menu"]), ["default", "fr_FR", "fr_CA"]);
    let link = json!({"type": "web_url", "title": "Website", "url": "https://shop.example.com"});
    assert_eq!(all["persistent_menu"][0]["call_to_actions"][1], link);
    let tap = json!({"type": "postback", "title": "Commander", "payload": "go:order"});
    assert_eq!(all["persistent_menu"][2]["call_to_actions"][0], tap);
    let help = json!([{"name": "help", "description": "What I can do"}]);
    assert_eq!(all["commands"], json!([{"locale": "default", "commands": help}]));
    assert!(properties(Channel::Messenger, &Profile::default()).is_empty());
}

#[test]
fn languages_have_the_names_that_messenger_gives_them() {
    let of = |locale: &str| names(&Locale::new(locale));
    assert_eq!(of("de"), ["de_DE"]);
    assert_eq!(of("pt-BR"), ["pt_BR"]);
    assert_eq!(of("en"), ["en_US", "en_GB"]);
    assert_eq!(of("zh"), ["zh_CN", "zh_HK", "zh_TW"]);
}

#[test]
fn a_page_that_says_all_of_it_is_left_alone_whatever_meta_adds() {
    let mut page = Value::Object(properties(Channel::Messenger, &whole()));
    page["persistent_menu"].as_array_mut().unwrap().reverse();
    page["persistent_menu"][0]["id"] = json!("7");
    page["persistent_menu"][0]["call_to_actions"][1]["webview_height_ratio"] = json!("full");
    page["whitelisted_domains"] = json!(["https://other.example", "https://shop.example.com/"]);
    page["account_linking_url"] = json!("https://login.example");
    let change = Change::between(Channel::Messenger, &live(page), &whole());
    assert!(change.is_empty(), "{change:?}");
}

#[test]
fn instagram_has_the_ice_breakers_and_the_menu_and_nothing_else() {
    let all = properties(Channel::Instagram, &whole());
    assert_eq!(all.keys().collect::<Vec<_>>(), ["ice_breakers", "persistent_menu"]);
    let sample = std::fs::read(Path::new("tests/fixtures/send/86_ig_ice_breakers.json")).unwrap();
    let sample: Value = serde_json::from_slice(&sample).unwrap();
    let same = |one: &Value| one["ice_breakers"][0].as_object().unwrap().keys().cloned().collect();
    let (ours, theirs): (Vec<String>, Vec<String>) = (same(&json!(all)), same(&sample["body"]));
    assert_eq!(ours, theirs);
    assert!(all["persistent_menu"][0].get("composer_input_disabled").is_none());
    let change = Change::between(Channel::Instagram, &Map::new(), &Profile::default());
    assert!(change.is_empty());
    let gone = Change::between(Channel::Instagram, &all, &Profile::default());
    assert_eq!(gone.remove, ["persistent_menu", "ice_breakers"]);
}

#[test]
fn only_what_differs_is_changed_and_the_menu_goes_before_its_button() {
    let mut page = Value::Object(properties(Channel::Messenger, &whole()));
    page["greeting"][0]["text"] = json!("Hello");
    page["whitelisted_domains"] = json!(["https://other.example"]);
    let change = Change::between(Channel::Messenger, &live(page.clone()), &whole());
    assert_eq!(change.set.keys().collect::<Vec<_>>(), ["greeting", "whitelisted_domains"]);
    let both = json!(["https://other.example", "https://shop.example.com"]);
    assert_eq!(change.set["whitelisted_domains"], both);
    assert!(change.remove.is_empty());

    let nothing = Change::between(Channel::Messenger, &live(page), &Profile::default());
    assert!(nothing.set.is_empty());
    let order = ["commands", "persistent_menu", "ice_breakers", "greeting", "get_started"];
    assert_eq!(nothing.remove, order);
    let first = Change::between(Channel::Messenger, &Map::new(), &whole());
    assert_eq!((first.set.len(), first.remove.len()), (6, 0));
}

/// `UPDATE_GOLDEN=1` writes it anew. French has all of it in its catalogue, German only some.
#[test]
fn a_page_says_what_catalogues_make_of_it_and_the_bots_own_words_where_they_have_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = read::folder(&root.join("tests/conversations/on_page")).unwrap();
    let (bot, told) = Bot::compile(Arc::new(folder.sources));
    let page = properties(
        Channel::Messenger,
        &on_page::profile(&bot.unwrap_or_else(|| panic!("{told:?}"))).unwrap(),
    );
    let made = format!("{:#}\n", Value::Object(page));
    let golden = root.join("tests/messenger/page.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        assert!(std::env::var_os("CI").is_none(), "goldens are not rewritten under CI");
        std::fs::write(&golden, &made).unwrap();
    }
    assert_eq!(made, std::fs::read_to_string(&golden).unwrap());
}
