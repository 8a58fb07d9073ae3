//! Everything that Meta tells of visitors on Instagram, from its request to the flow that wants it.

use saywhen::store::Store;
use saywhen::store::memory::Memory;
use saywhen::words::name::{Channel, ConversationKey};
use serde_json::{Value, json};

use crate::app::{HOUR, Plan, TestApp, bot_of};
use crate::apps::tell;

const ACCOUNT: &str = "17841400111222333";
const VISITOR: &str = "918273645546372";

const FLOWS: &str = "\
red: {when: {payload: RED}, say: red}
hours: {when: {payload: FAQ_HOURS}, say: hours}
bio: {when: {referral: bio}, say: 'from {{ event.referral.source }}'}
hey: {when: hey, say: 'hey from {{ event.referral.ref }}'}
ad: {when: the ad, say: 'ad {{ event.referral.ad }}'}
file: {when: {event: attachment}, say: 'got {{ event.attachments[0].kind }}'}
unsupported: {when: {event: unsupported}, say: cannot see it}
read: {when: {event: read}, track: read}
story:
  when: love it
  say: \"story {{ event.raw.message.reply_to.story.id }}\"
comment: {when: {event: comment}, say: 'private {{ event.text }}'}
shipped: {when: {event: app.shipped}, say: shipped}
person:
  when: person
  steps:
    - say: One moment.
    - handover: page_inbox
agent:
  when: {event: app.agent}
  steps:
    - later: 30h
      message_tag: HUMAN_AGENT
      steps: [{say: Still there}]
named: {when: name, say: 'Hello {{ user.first_name or \"you\" }}'}
fallback: {when: any message, say: 'heard {{ event.text }}'}
";

fn plan() -> Plan {
    let settings = "typing: off\nchannels: [instagram]\n";
    Plan::with(bot_of(&[("bot.yaml", settings), ("flows/a.yaml", FLOWS)]))
}

fn body(name: &str) -> Value {
    let text = std::fs::read_to_string(format!("tests/fixtures/webhook/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn post(app: &TestApp<Memory>, body: &Value) -> Vec<Value> {
    let before = app.fake.calls_since(0).len();
    assert_eq!(app.fake.post(body).await.unwrap(), 200);
    app.quiet().await;
    let calls = app.fake.calls_since(before);
    assert!(calls.iter().all(|call| call.accepted), "{calls:?}");
    calls.into_iter().map(|call| call.body).collect()
}

fn key() -> ConversationKey {
    let (page, visitor) = (ACCOUNT.into(), VISITOR.into());
    ConversationKey { channel: Channel::Instagram, page, visitor }
}

fn texts(bodies: &[Value]) -> Vec<&str> {
    bodies.iter().filter_map(|body| body["message"]["text"].as_str()).collect()
}

#[tokio::test]
async fn every_event_reaches_the_flow_that_wants_it_and_opens_the_window() {
    for (name, said, opens) in [
        ("118_ig_text", "heard hi from IG", true),
        ("119_ig_quick_reply", "red", true),
        ("121_ig_story_mention", "got story_mention", true),
        ("122_ig_story_reply", "story 1789", true),
        ("124_ig_share_ig_post", "got post", true),
        ("125_ig_like_heart", "got other", true),
        ("127_ig_unsupported", "cannot see it", true),
        ("128_ig_unsupported_type_attachment", "got other", true),
        ("133_ig_postback_ice_breaker", "hours", true),
        ("134_ig_postback_referral", "from SHORTLINKS", true),
        ("135_ig_message_referral_igme", "hey from bio", true),
        ("136_ig_referral", "from SHORTLINKS", true),
        ("137_ig_message_referral_ad", "ad 6045", true),
        ("138_ig_comment", "private price?", false),
        ("139_ig_live_comment", "private hello", false),
    ] {
        let app = plan().start().await;
        let body = body(name);
        assert_eq!(texts(&post(&app, &body).await), [said], "{name}");
        assert!(post(&app, &body).await.is_empty(), "{name} once more");
        let state = app.store.conversation(&key()).await.unwrap();
        let open = state.is_some_and(|state| state.window_until.is_some());
        assert_eq!(open, opens, "{name}");
    }
}

#[tokio::test]
async fn what_was_seen_is_known_by_its_mid_and_an_echo_mutes() {
    let app = plan().start().await;
    post(&app, &body("118_ig_text")).await;
    let sent = app.fake.calls_since(0)[0].mid.clone().unwrap();
    let mut seen = body("132_ig_seen");
    seen["entry"][0]["messaging"][0]["read"]["mid"] = sent.as_str().into();
    post(&app, &seen).await;
    assert_eq!(app.store.counts().await.unwrap().read, 1);
    assert_eq!(app.store.tracked().await.unwrap()[0].name, "read");
    post(&app, &body("129_ig_echo")).await;
    assert!(post(&app, &body("119_ig_quick_reply")).await.is_empty(), "a person is there");
}

#[tokio::test]
async fn what_is_asked_of_a_visitor_by_name_does_not_wait_for_a_profile() {
    let app = plan().start().await;
    app.fake.say_on_instagram(ACCOUNT, VISITOR, "name").await.unwrap();
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello you"]);
    let asked = app.fake.calls_since(0);
    assert!(asked.iter().all(|call| call.edge == "messages"), "{asked:?}");
}

#[tokio::test]
async fn a_thread_is_passed_to_instagrams_own_inbox() {
    let app = plan().start().await;
    app.fake.say_on_instagram(ACCOUNT, VISITOR, "person").await.unwrap();
    app.quiet().await;
    let calls = app.fake.calls_since(0);
    let edges: Vec<_> = calls.iter().map(|call| call.edge.as_str()).collect();
    assert_eq!(edges, ["messages", "pass_thread_control"]);
    assert_eq!(calls[1].body["target_app_id"], "1217981644879628");
    app.fake.say_on_instagram(ACCOUNT, VISITOR, "hello?").await.unwrap();
    app.quiet().await;
    assert_eq!(app.fake.calls_since(0).len(), 2, "a person has it");
}

#[tokio::test]
async fn other_systems_tell_events_there_and_a_tag_reaches_beyond_the_window() {
    let app = plan().start().await;
    post(&app, &body("118_ig_text")).await;
    let told = |channel: &str, page: &str| json!({"channel": channel, "page": page, "visitor": VISITOR, "event": "shipped"});
    let (status, _) = tell(&app, &told("instagram", ACCOUNT)).await;
    assert_eq!(status, 200);
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["heard hi from IG", "shipped"]);
    let (status, why) = tell(&app, &told("messenger", "1001")).await;
    assert_eq!((status, &why["error"]), (404, &json!("channels in bot.yaml has no messenger")));
    let (status, why) = tell(&app, &told("instagram", "1001")).await;
    assert_eq!(status, 404, "that is the Page: {why}");

    let agent =
        json!({"channel": "instagram", "page": ACCOUNT, "visitor": VISITOR, "event": "agent"});
    assert_eq!(tell(&app, &agent).await.0, 200);
    app.quiet().await;
    app.hand.advance(31 * HOUR);
    app.app().stir().notify_one();
    app.until(|counts| counts.sent == 3).await;
    let last = app.fake.calls_since(0).pop().unwrap();
    let wanted = json!({"recipient": {"id": VISITOR}, "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT", "message": {"text": "Still there"}});
    assert_eq!((last.accepted, last.body), (true, wanted));
    let (status, _) = tell(&app, &told("instagram", ACCOUNT)).await;
    assert_eq!(status, 200);
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR).len(), 3, "it is too late for an answer");
}

#[tokio::test]
async fn a_bot_on_instagram_alone_says_that_it_does_not_hear_messenger() {
    let app = plan().start().await;
    app.say("2001", "hi").await;
    app.quiet().await;
    assert_eq!(app.fake.calls_since(0), []);
    let logs = app.logs.text();
    assert!(logs.contains("channels in bot.yaml has no messenger"), "{logs}");
}
