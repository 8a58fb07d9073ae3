//! `saywhen profile`: what stands on Pages, compared, changed and printed.

use saywhen::fake::Fake;
use saywhen::secret::Secret;
use serde_json::{Value, json};

use crate::life::{End, Life};
use crate::stage;
use crate::stop::fake;

const BOT: &str = "\
locales: [en, fr]
start: hello
greeting: {en: \"Hi {{ user.first_name }}!\", fr: \"Bonjour {{ user.first_name }} !\"}
ice_breakers: {Are you open?: hello}
menu:
  - {label: {en: Say hello, fr: Dire bonjour}, goto: hello}
  - {label: Website, link: https://shop.example.com}
  - {label: Begin anew, goto: restart}
commands: {hello: Says hello}
pages:
  \"1002\": {token_env: SHOP_TOKEN}
  \"1003\": {token_env: HOTEL_TOKEN}
";

const FLOW: &str = "\
hello:
  when: any message
  say: Hello!
  buttons:
    - {label: Shop, link: \"https://pay.example.com/{{ user.first_name }}\", extensions: yes}
";

async fn profile(folder: &std::path::Path, fake: &Fake, what: &str) -> End {
    let mut command = stage::bare(folder);
    command.args(["profile", what]).env("GRAPH_URL", fake.url()).env("APP_SECRET", stage::SECRET);
    command.env("SHOP_TOKEN", "EAAshop").env("HOTEL_TOKEN", "EAAhotel");
    tokio::task::spawn_blocking(move || Life::start(&mut command).end()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_makes_every_page_say_what_the_bot_says_in_its_languages() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", BOT);
    stage::write(folder.path(), "flows/hello.yaml", FLOW);
    let fake = fake().await;
    fake.add_page(&"1002".into(), &Secret::new("EAAshop".to_owned()));
    fake.add_page(&"1003".into(), &Secret::new("EAAhotel".to_owned()));

    let end = profile(folder.path(), &fake, "diff").await;
    assert_eq!(end.status.code(), Some(1), "{end:?}");
    assert!(end.out.contains("The Page 1003: + persistent_menu"), "{end:?}");
    assert_eq!(fake.page_profile(&"1002".into()), json!({}), "a look changes nothing");

    let end = profile(folder.path(), &fake, "push").await;
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    let stands = fake.page_profile(&"1002".into());
    assert_eq!(stands, fake.page_profile(&"1003".into()));
    assert_eq!(stands["get_started"], json!({"payload": "GET_STARTED"}));
    let hi = |locale: &str, text: &str| json!({"locale": locale, "text": text});
    let bonjour = "Bonjour {{user_first_name}} !";
    let greeting =
        [hi("default", "Hi {{user_first_name}}!"), hi("fr_FR", bonjour), hi("fr_CA", bonjour)];
    assert_eq!(stands["greeting"], Value::from(greeting.to_vec()));
    let asks = json!([{"question": "Are you open?", "payload": "go:hello"}]);
    assert_eq!(stands["ice_breakers"], json!([{"locale": "default", "call_to_actions": asks}]));
    let menu = json!([
        {"type": "postback", "title": "Dire bonjour", "payload": "go:hello"},
        {"type": "web_url", "title": "Website", "url": "https://shop.example.com"},
        {"type": "postback", "title": "Begin anew", "payload": "go:restart"},
    ]);
    assert_eq!(stands["persistent_menu"][1]["call_to_actions"], menu);
    assert_eq!(stands["persistent_menu"][0]["call_to_actions"][0]["title"], "Say hello");
    let commands = json!([{"name": "hello", "description": "Says hello"}]);
    assert_eq!(stands["commands"], json!([{"locale": "default", "commands": commands}]));
    assert_eq!(stands["whitelisted_domains"], json!(["https://pay.example.com"]));

    for what in ["diff", "push"] {
        let end = profile(folder.path(), &fake, what).await;
        assert_eq!(end.status.code(), Some(0), "{end:?}");
        assert!(end.out.contains("The Page 1002 says what bot.yaml says."), "{end:?}");
    }
    let end = profile(folder.path(), &fake, "pull").await;
    assert!(end.out.contains("Dire bonjour") && !end.out.contains("EAA"), "{end:?}");

    // What the bot says no more goes, the menu before its button.
    let bare = BOT.split("pages:").nth(1).unwrap();
    stage::write(folder.path(), "bot.yaml", &format!("pages:{bare}"));
    let end = profile(folder.path(), &fake, "push").await;
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    let stands = fake.page_profile(&"1002".into());
    assert_eq!(stands, json!({"whitelisted_domains": ["https://pay.example.com"]}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pages_account_of_instagram_gets_its_questions_and_its_menu() {
    let folder = stage::folder();
    let instagram = "\"1002\": {token_env: SHOP_TOKEN, instagram: \"17841400111222333\"}";
    let bot = BOT.replace("\"1002\": {token_env: SHOP_TOKEN}", instagram);
    let bot = format!("channels: [messenger, instagram]\n{bot}");
    stage::write(folder.path(), "bot.yaml", &bot);
    stage::write(folder.path(), "flows/hello.yaml", FLOW);
    let fake = fake().await;
    fake.add_page(&"1002".into(), &Secret::new("EAAshop".to_owned()));
    fake.add_page(&"1003".into(), &Secret::new("EAAhotel".to_owned()));

    let end = profile(folder.path(), &fake, "push").await;
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(end.out.contains("The Page 1002 on Instagram: changed."), "{end:?}");
    assert!(!end.out.contains("The Page 1003 on Instagram"), "it has no account: {end:?}");
    let stands = fake.instagram_profile(&"1002".into());
    let asks = json!([{"question": "Are you open?", "payload": "go:hello"}]);
    assert_eq!(stands["ice_breakers"], json!([{"locale": "default", "call_to_actions": asks}]));
    assert_eq!(stands["persistent_menu"][0]["call_to_actions"][0]["title"], "Say hello");
    assert_eq!(stands.get("greeting"), None);
    let end = profile(folder.path(), &fake, "diff").await;
    assert_eq!(end.status.code(), Some(0), "{end:?}");

    stage::write(
        folder.path(),
        "bot.yaml",
        &bot.replace("ice_breakers: {Are you open?: hello}", ""),
    );
    let end = profile(folder.path(), &fake, "push").await;
    assert!(end.out.contains("The Page 1002 on Instagram: - ice_breakers"), "{end:?}");
    assert_eq!(fake.instagram_profile(&"1002".into()).get("ice_breakers"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_token_is_told_and_the_other_page_is_changed_all_the_same() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", BOT);
    stage::write(folder.path(), "flows/hello.yaml", FLOW);
    let fake = fake().await;
    fake.add_page(&"1003".into(), &Secret::new("EAAhotel".to_owned()));
    let end = profile(folder.path(), &fake, "push").await;
    assert_eq!(end.status.code(), Some(71), "{end:?}");
    assert!(end.err.contains("The Page 1002: Graph says") && end.err.contains("190"), "{end:?}");
    assert!(!end.err.contains("EAA") && !end.out.contains("EAA"), "{end:?}");
    assert!(fake.page_profile(&"1003".into()).get("persistent_menu").is_some());
}
