//! The bot's own files and speakers: made at Meta once, served by a hash of their content, and what
//! happens where Meta cannot take a file.

use saywhen::fake::Call;
use saywhen::fake::script::Step;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use serde_json::{Value, json};

use crate::app::{HOUR, Plan, TestApp, rush};

const BOT: &str = "\
personas: {ana: {name: Ana K., picture: media/ana.png}}
";
const FLOWS: &str = "\
tour:
  when: tour
  image: media/tour.png
card:
  when: card
  cards: {title: A tour, image: media/tour.png}
ana:
  when: ana
  steps:
    - say: Hello!
      persona: ana
far:
  when: far
  steps:
    - image: https://shop.example.com/far.png
      replies: {Nice: card}
    - say: That was it.
fallback:
  when: any message
  say: Pardon?
";

/// The digest of `nobody names it`.
const UNNAMED: &str = "2522f328f4ae9bb5aa02d0621a2436b99c684d3f15c6cd13cccf784f03c0d715";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    for room in ["flows", "media"] {
        std::fs::create_dir(folder.path().join(room)).unwrap();
    }
    write("bot.yaml", BOT);
    write("flows/a.yaml", FLOWS);
    write("media/tour.png", "a tour");
    write("media/ana.png", "a face");
    write("media/secret.png", "nobody names it");
    folder
}

async fn start(folder: &tempfile::TempDir) -> TestApp<Memory> {
    let plan = Plan::folder(folder.path());
    Plan { public_url: Some("https://bot.example.com".to_owned()), ..plan }.start().await
}

fn edges(calls: &[Call]) -> Vec<&str> {
    calls.iter().map(|call| call.edge.as_str()).collect()
}

async fn said(app: &TestApp<Memory>, visitor: &str, text: &str) -> Vec<Call> {
    let before = app.fake.calls_since(0).len();
    app.say(visitor, text).await;
    app.quiet().await;
    let calls = app.fake.calls_since(before);
    calls.into_iter().filter(|call| call.body["sender_action"].is_null()).collect()
}

fn payload(call: &Call) -> Value {
    call.body["message"]["attachment"]["payload"].clone()
}

#[tokio::test]
async fn a_file_is_uploaded_once_for_all_and_again_before_meta_forgets_it() {
    let folder = folder();
    let app = start(&folder).await;
    let first = said(&app, "1", "tour").await;
    assert_eq!(edges(&first), ["message_attachments", "messages"]);
    assert_eq!(first[0].body["filedata"], "a tour".len());
    let upload = json!({"attachment": {"type": "image", "payload": {"is_reusable": true}}});
    assert_eq!(first[0].body["message"], upload);
    let again = said(&app, "2", "tour").await;
    assert_eq!(edges(&again), ["messages"]);
    assert_eq!(payload(&again[0]), payload(&first[1]));
    app.hand.advance(89 * 24 * HOUR);
    assert_eq!(edges(&said(&app, "3", "tour").await), ["message_attachments", "messages"]);
    std::fs::write(folder.path().join("media/tour.png"), "another tour").unwrap();
    assert_eq!(edges(&said(&app, "4", "tour").await), ["message_attachments", "messages"]);
}

#[tokio::test]
async fn a_file_that_meta_has_lost_is_uploaded_anew() {
    let folder = folder();
    let app = start(&folder).await;
    said(&app, "1", "tour").await;
    app.fake.forget_attachments();
    let calls = said(&app, "1", "tour").await;
    assert_eq!(edges(&calls), ["messages", "message_attachments", "messages"]);
    assert!(calls[0].mid.is_none() && calls[2].mid.is_some());
}

#[tokio::test]
async fn pictures_of_cards_are_served_by_their_hash_and_nothing_else_is() {
    let folder = folder();
    let app = start(&folder).await;
    let card = said(&app, "1", "card").await.remove(0);
    let url = payload(&card)["elements"][0]["image_url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix("https://bot.example.com").unwrap();
    let name = path.strip_prefix("/media/").unwrap();
    let (hash, ending) = name.split_once('.').unwrap();
    assert_eq!((hash.len(), ending), (64, "png"), "{name}");
    let answer = app.get(path).await;
    assert_eq!((answer.status, answer.text()), (200, "a tour".to_owned()));
    assert_eq!(answer.header("content-type"), Some("image/png"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    for other in [
        format!("/media/{hash}"),
        format!("/media/{hash}.html"),
        format!("/media/{}.png", hash.to_uppercase()),
        format!("/media/{UNNAMED}.png"),
        "/media/tour.png".to_owned(),
        "/media/..%2fbot.yaml".to_owned(),
        "/media/../bot.yaml".to_owned(),
        "/media/".to_owned(),
        "/media".to_owned(),
    ] {
        assert_eq!(app.get(&other).await.status, 404, "{other}");
    }
    std::fs::write(folder.path().join("media/tour.png"), "another tour").unwrap();
    assert_eq!(app.get(path).await.status, 404, "its content has another hash now");
}

#[tokio::test]
async fn a_speaker_that_meta_has_lost_is_made_anew_once() {
    let folder = folder();
    let app = start(&folder).await;
    said(&app, "1", "ana").await;
    app.fake.forget_personas();
    let calls = said(&app, "1", "ana").await;
    assert_eq!(edges(&calls), ["messages", "personas", "messages"]);
    assert!(calls[0].mid.is_none() && calls[2].mid.is_some());
    app.fake.forget_personas();
    let calls = said(&app, "2", "ana").await;
    assert_eq!(edges(&calls), ["messages"], "somebody deletes it again and again");
}

#[tokio::test]
async fn a_speaker_is_made_once_and_named_by_id() {
    let folder = folder();
    let app = start(&folder).await;
    let first = said(&app, "1", "ana").await;
    assert_eq!(edges(&first), ["personas", "messages"]);
    assert_eq!(first[0].body["name"], "Ana K.");
    let picture = first[0].body["profile_picture_url"].as_str().unwrap();
    assert!(picture.starts_with("https://bot.example.com/media/"), "{picture}");
    let id = first[1].body["persona_id"].as_str().unwrap().to_owned();
    let again = said(&app, "2", "ana").await;
    assert_eq!(edges(&again), ["messages"]);
    assert_eq!(again[0].body["persona_id"], id);
}

#[tokio::test]
async fn a_speaker_has_a_name_in_each_language_and_is_made_once_for_each() {
    let folder = folder();
    let bot = "locales: [en, fr]\npersonas: {ana: {name: {en: The guide, fr: Le guide}}}\n";
    std::fs::write(folder.path().join("bot.yaml"), bot).unwrap();
    let app = start(&folder).await;
    let mut ids = Vec::new();
    for (visitor, locale, name) in
        [("1", "fr_FR", Some("Le guide")), ("2", "en_US", Some("The guide")), ("3", "fr_CA", None)]
    {
        app.fake.introduce(visitor, json!({"locale": locale}));
        let calls = said(&app, visitor, "ana").await;
        let made = calls.iter().find(|call| call.edge == "personas");
        assert_eq!(made.and_then(|call| call.body["name"].as_str()), name, "{calls:?}");
        ids.push(calls.last().unwrap().body["persona_id"].clone());
    }
    assert!(ids[0] == ids[2] && ids[0] != ids[1], "{ids:?}");
}

#[tokio::test]
async fn a_file_that_meta_cannot_take_is_tried_again_and_then_its_link_is_sent() {
    rush();
    let folder = folder();
    let app = start(&folder).await;
    app.fake.script_for("1", [Step::error(400, 100, 2_018_008)]);
    let calls = said(&app, "1", "far").await;
    assert_eq!(edges(&calls), ["messages", "message_attachments", "messages", "messages"]);
    assert!(payload(&calls[2])["attachment_id"].is_string(), "{calls:?}");
    app.fake.script_for("2", [Step::error(400, 100, 2_018_008), Step::error(400, 100, 2_018_047)]);
    let calls = said(&app, "2", "far").await;
    assert_eq!(edges(&calls)[..4], ["messages", "message_attachments", "messages", "messages"]);
    let link = &calls[3].body["message"];
    assert_eq!(link["text"], "https://shop.example.com/far.png");
    assert_eq!(link["quick_replies"][0]["title"], "Nice");
    assert_eq!(app.replies_to("2"), ["https://shop.example.com/far.png", "That was it."]);
    assert_eq!(app.store.counts().await.unwrap().unsent, 0);
}
