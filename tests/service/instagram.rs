//! Visitors on Instagram: the same bot, with what Instagram takes and nothing that it refuses.

use saywhen::fake::Call;
use saywhen::fake::script::Step;
use saywhen::store::memory::Memory;
use saywhen::store::{Hold, Store};
use saywhen::words::name::{Channel, ConversationKey, PageId};
use serde_json::{Value, json};

use crate::app::{APP_SECRET, NOW, PAGE, Plan, TOKEN, TestApp, bot_of, rush, secret};

const ACCOUNT: &str = "17841400111222333";
const VISITOR: &str = "918273645546372";
/// Another Page of the bot's, without an account.
const OTHER: &str = "1002";
const OTHER_TOKEN: &str = "EAAtest_other_token";

const FLOWS: &str = "\
long:
  when: long
  say: LONG
order:
  when: order
  on_error: instead
  receipt:
    recipient_name: Ada
    order_number: A1
    currency: EUR
    payment_method: cash
    summary: {total_cost: 9}
instead:
  say: No receipt here.
heart:
  when: heart
  steps:
    - react: smile
    - react: 🐎
    - say: Pick one.
      replies:
        - {ask_for: phone}
        - {ask_for: email}
        - {Red: red}
red: {say: Red it is.}
talk:
  when: talk
  cards:
    - title: Talk
      subtitle: to us
      buttons: [{Call us: tel:+15551234567}, {Red: red}, {logout: yes}]
quiet:
  when: quiet
  raw: {text: Hush, notification_type: SILENT_PUSH}
where:
  when: where
  say: \"{{ chat.channel }}\"
pictures:
  when: pictures
  images:
    - https://example.org/1.png
    - https://example.org/2.png
    - https://example.org/3.png
    - https://example.org/4.png
    - https://example.org/5.png
    - https://example.org/6.png
    - https://example.org/7.png
    - https://example.org/8.png
    - https://example.org/9.png
    - https://example.org/10.png
    - https://example.org/11.png
comment:
  when: {event: comment}
  say: I wrote to you.
fallback:
  when: any message
  say: \"you said: {{ event.text }}\"
";

fn plan_of(settings: &str) -> Plan {
    let settings = format!("typing: off\n{settings}");
    let flows = FLOWS.replace("LONG", &"Vivamus quis mi. ".repeat(100));
    Plan::with(bot_of(&[("bot.yaml", &settings), ("flows/a.yaml", &flows)]))
}

fn plan() -> Plan {
    plan_of("channels: [messenger, instagram]\n")
}

async fn say(app: &TestApp<Memory>, text: &str) -> Vec<Call> {
    let before = app.fake.calls_since(0).len();
    assert_eq!(app.fake.say_on_instagram(ACCOUNT, VISITOR, text).await.unwrap(), 200);
    app.quiet().await;
    app.fake.calls_since(before)
}

fn key() -> ConversationKey {
    let (page, visitor) = (ACCOUNT.into(), VISITOR.into());
    ConversationKey { channel: Channel::Instagram, page, visitor }
}

#[tokio::test]
async fn a_message_on_instagram_is_answered_there_by_the_page_and_says_nothing_it_does_not_take() {
    let app = plan().start().await;
    let calls = say(&app, "hi").await;
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    assert!(call.accepted, "{call:?}");
    assert_eq!(call.page, Some(PAGE.into()));
    assert_eq!(
        call.body,
        json!({"recipient": {"id": VISITOR}, "message": {"text": "you said: hi"}})
    );
    app.say("2001", "where").await;
    app.quiet().await;
    say(&app, "where").await;
    assert_eq!(app.replies_to("2001"), ["messenger"]);
    assert_eq!(app.replies_to(VISITOR), ["you said: hi", "instagram"]);
}

#[tokio::test]
async fn what_instagram_cannot_show_is_cut_left_out_or_fails_its_step() {
    let app = plan().start().await;
    let long: Vec<usize> = say(&app, "long").await.iter().map(length).collect();
    assert_eq!(long.len(), 2);
    assert!(long.iter().all(|bytes| *bytes <= 1_000), "{long:?}");

    let order = say(&app, "order").await;
    assert_eq!(order[0].body["message"]["text"], "No receipt here.");

    let heart = say(&app, "heart").await;
    assert_eq!(heart[0].body["payload"]["reaction"], "laugh");
    let kinds: Vec<&Value> = heart[1].body["message"]["quick_replies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reply| &reply["content_type"])
        .collect();
    assert_eq!(kinds, ["user_phone_number", "text"]);

    let talk = say(&app, "talk").await;
    let buttons = &talk[0].body["message"]["attachment"]["payload"]["elements"][0]["buttons"];
    assert_eq!(*buttons, json!([{"type": "postback", "title": "Red", "payload": "go:red"}]));

    let quiet = say(&app, "quiet").await;
    assert_eq!(quiet[0].body, json!({"recipient": {"id": VISITOR}, "message": {"text": "Hush"}}));

    let pictures = say(&app, "pictures").await;
    let many = |call: &Call| call.body["message"]["attachments"].as_array().map_or(1, Vec::len);
    assert_eq!(pictures.iter().map(many).collect::<Vec<_>>(), [10, 1]);
    assert!(app.fake.calls_since(0).iter().all(|call| call.accepted), "nothing was refused");
}

fn length(call: &Call) -> usize {
    call.body["message"]["text"].as_str().unwrap().len()
}

#[tokio::test]
async fn a_comment_on_instagram_is_answered_in_private() {
    let app = plan().start().await;
    let value = json!({"id": "17900001", "from": {"id": "345", "username": "ana.k"},
        "media": {"id": "17800001", "media_product_type": "FEED"}, "text": "price?"});
    let entry =
        json!({"id": ACCOUNT, "time": NOW, "changes": [{"field": "comments", "value": value}]});
    let body = json!({"object": "instagram", "entry": [entry]});
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    app.quiet().await;
    let calls = app.fake.calls_since(0);
    let wanted =
        json!({"recipient": {"comment_id": "17900001"}, "message": {"text": "I wrote to you."}});
    assert_eq!(calls[0].body, wanted);
    assert!(calls[0].accepted, "{calls:?}");
}

#[tokio::test]
async fn echoes_of_our_own_words_mute_nobody_and_settle_what_hangs() {
    rush();
    let app = Plan { echoes: true, ..plan() }.start().await;
    assert_eq!(say(&app, "one").await.len(), 1);
    // The echo is all that is ever heard of it.
    app.fake.script([Step::TakeThenHang]);
    assert_eq!(say(&app, "two").await.len(), 1);
    assert_eq!(say(&app, "three").await.len(), 1);
    assert_eq!(app.replies_to(VISITOR), ["you said: one", "you said: two", "you said: three"]);
    assert_eq!(app.store.counts().await.unwrap().sent, 3);
}

#[tokio::test]
async fn a_person_who_answers_on_instagram_silences_the_bot() {
    let app = plan().start().await;
    say(&app, "hi").await;
    let message = json!({"mid": "aWd_of_a_person", "is_echo": true, "text": "Ana here"});
    let item = json!({"sender": {"id": ACCOUNT}, "recipient": {"id": VISITOR}, "timestamp": NOW,
        "message": message});
    let entry = json!({"id": ACCOUNT, "time": NOW, "messaging": [item]});
    let body = json!({"object": "instagram", "entry": [entry]});
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    assert_eq!(say(&app, "are you there?").await, []);
}

#[tokio::test]
async fn a_bot_that_is_not_on_instagram_records_and_says_nothing() {
    let app = plan_of("").start().await;
    assert_eq!(say(&app, "hi").await, []);
    let history = app.store.history(&key()).await.unwrap();
    let states: Vec<_> = history.inputs.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["skipped(unknown_page)"]);
    let logs = app.logs.text();
    assert!(logs.contains("channels in bot.yaml has no instagram"), "{logs}");
}

#[tokio::test]
async fn each_account_is_spoken_for_by_its_page_and_waits_for_that_pages_token() {
    rush();
    let settings = format!(
        "channels: [messenger, instagram]\npages:\n  \"{PAGE}\": {{token_env: A, instagram: \
         \"{ACCOUNT}\"}}\n  \"{OTHER}\": {{token_env: B}}\n"
    );
    let pages = vec![(PAGE, TOKEN), (OTHER, OTHER_TOKEN)];
    let app = Plan { pages, ..plan_of(&settings) }.start().await;
    let calls = say(&app, "hi").await;
    assert_eq!(calls[0].page, Some(PAGE.into()));
    // Nobody speaks for another account.
    assert_eq!(app.fake.say_on_instagram("17841400999", VISITOR, "hi").await.unwrap(), 200);
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["you said: hi"]);

    app.fake.add_page(&PageId::from(PAGE), &secret("EAAtest_new_token"));
    assert_eq!(app.fake.say_on_instagram(ACCOUNT, VISITOR, "again").await.unwrap(), 200);
    app.until(|counts| counts.waiting == 1 && counts.sending == 0).await;
    while app.store.held(&ACCOUNT.into()).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    let held: Option<Hold> = app.store.held(&ACCOUNT.into()).await.unwrap();
    assert!(held.is_some_and(|held| held.until.is_none()));
    let (graph, page) = (app.app().graph(), PageId::from(PAGE));
    graph.renew(Some(&page), &secret("EAAtest_new_token"), Some(&secret(APP_SECRET))).unwrap();
    app.app().token_is_new(Some(page));
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["you said: hi", "you said: again"]);
}
