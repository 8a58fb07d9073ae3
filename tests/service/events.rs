//! Events that are not messages, from the webhook to the flow that wants them.

use saywhen::fake::Call;
use saywhen::store::Store;
use saywhen::words::name::{Channel, ConversationKey};
use serde_json::{Value, json};

use crate::app::{NOW, PAGE, Plan, TestApp};

const VISITOR: &str = "2001";

fn item(key: &str, value: Value) -> Value {
    let mut item = json!({"sender": {"id": VISITOR}, "recipient": {"id": PAGE}, "timestamp": NOW});
    item[key] = value;
    json!({"object": "page", "entry": [{"id": PAGE, "time": NOW, "messaging": [item]}]})
}

fn read() -> Value {
    item("read", json!({"watermark": NOW + 60_000}))
}

fn a_person_says(mid: &str) -> Value {
    let message = json!({"mid": mid, "is_echo": true, "app_id": 263_902, "text": "Ana here"});
    let item = json!({
        "sender": {"id": PAGE}, "recipient": {"id": VISITOR}, "timestamp": NOW, "message": message,
    });
    json!({"object": "page", "entry": [{"id": PAGE, "time": NOW, "messaging": [item]}]})
}

/// What became of the visitor's inputs, in order.
async fn fates<S: Store>(app: &TestApp<S>) -> Vec<String> {
    let key =
        ConversationKey { channel: Channel::Messenger, page: PAGE.into(), visitor: VISITOR.into() };
    let inputs = app.store.history(&key).await.unwrap().inputs;
    inputs.into_iter().map(|(_, fate)| fate).collect()
}

#[tokio::test]
async fn a_read_runs_the_flow_that_wants_it_once() {
    let flows = "hello:\n  when: hello\n  say: Hello!\nread:\n  when: {event: read}\n  \
                 say: You have read {{ event.kind }}.\n";
    let app = Plan::of(flows).start().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    for _ in 0..2 {
        assert_eq!(app.fake.post(&read()).await.unwrap(), 200);
    }
    let counts = app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!", "You have read read."]);
    assert_eq!(fates(&app).await, ["done", "done"]);
    assert_eq!(counts.read, 1);
}

#[tokio::test]
async fn what_no_flow_wants_never_waits_for_a_turn() {
    let app = Plan::of("hello:\n  when: hello\n  say: Hello!\n").start().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    let edited = item("message_edit", json!({"mid": "m_1", "text": "hello!", "num_edit": 1}));
    for body in [read(), edited] {
        assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    }
    let counts = app.quiet().await;
    assert_eq!(fates(&app).await, ["done", "skipped(unwanted)"]);
    assert_eq!((counts.read, counts.sent), (1, 1));
}

#[tokio::test]
async fn the_bot_is_silent_after_a_persons_words() {
    let app =
        Plan { echoes: true, ..Plan::of("hello:\n  when: hello\n  say: Hello!\n") }.start().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    assert_eq!(app.fake.post(&a_person_says("m_ana")).await.unwrap(), 200);
    app.quiet().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!"]);
    assert_eq!(fates(&app).await, ["done", "done", "skipped(muted)"]);
    app.hand.advance(crate::app::HOUR);
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!", "Hello!"]);
}

#[tokio::test]
async fn a_handover_gives_the_thread_away_behind_all_that_was_said() {
    let flows = "person:\n  when: a person\n  steps:\n    - I get somebody.\n    - handover: page_inbox\n      \
                 tell_agent: \"{{ event.text }}\"\n      back_after: 1h\n    - One moment.\nhello:\n  \
                 when: hello\n  say: Hello!\n";
    let app = Plan::of(flows).start().await;
    app.say(VISITOR, "a person").await;
    app.quiet().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    // Three dots while a bubble is typed are no part of it.
    let calls = || -> Vec<Call> {
        let calls = app.fake.calls_since(0).into_iter();
        calls.filter(|call| call.body.get("sender_action").is_none()).collect()
    };
    let edges = || -> Vec<String> { calls().into_iter().map(|call| call.edge).collect() };
    assert_eq!(edges(), ["messages", "messages", "pass_thread_control"]);
    let pass = calls().remove(2).body;
    let wanted = json!({
        "recipient": {"id": VISITOR}, "target_app_id": "263902037430900", "metadata": "a person",
    });
    assert_eq!(pass, wanted);
    assert_eq!(fates(&app).await, ["done", "skipped(muted)"]);
    // Nobody gives it back: after an hour the bot takes it.
    app.hand.advance(crate::app::HOUR);
    app.fake.next_calls(app.fake.calls_since(0).len()).await;
    app.quiet().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    assert_eq!(edges()[3..], ["take_thread_control", "messages"]);
    assert_eq!(app.replies_to(VISITOR).last().unwrap(), "Hello!");
}

#[tokio::test]
async fn a_thread_that_goes_to_another_app_is_told_from_one_that_comes_to_us() {
    let flows = "hello:\n  when: hello\n  say: Hello!\nreturned:\n  when: {event: human_done}\n  \
                 say: I am back.\n";
    let app = Plan { echoes: true, ..Plan::of(flows) }.start().await;
    // The first echo tells the number of our own app.
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    let own = app.store.meta("app").await.unwrap().unwrap();
    let passed = |to: &str| item("pass_thread_control", json!({"new_owner_app_id": to}));
    assert_eq!(app.fake.post(&passed("998877")).await.unwrap(), 200);
    app.quiet().await;
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!"]);
    assert_eq!(app.fake.post(&passed(&own)).await.unwrap(), 200);
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!", "I am back."]);
}

#[tokio::test]
async fn what_comes_by_standby_opens_the_window_and_is_never_answered() {
    let app = Plan::of("hello:\n  when: hello\n  say: Hello!\n").start().await;
    let message = json!({"mid": "m_1", "text": "hello"});
    let item = json!({
        "sender": {"id": VISITOR}, "recipient": {"id": PAGE}, "timestamp": NOW, "message": message,
    });
    let body = json!({"object": "page", "entry": [{"id": PAGE, "time": NOW, "standby": [item]}]});
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    app.quiet().await;
    assert_eq!(fates(&app).await, ["skipped(standby)"]);
    assert!(app.replies().is_empty());
    let key =
        ConversationKey { channel: Channel::Messenger, page: PAGE.into(), visitor: VISITOR.into() };
    let state = app.store.conversation(&key).await.unwrap().unwrap();
    assert!(state.window_until.is_some() && state.stack.is_empty());
}
