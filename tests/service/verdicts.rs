//! What becomes of replies, and of those behind them, after what Graph says.

use std::time::Duration;

use saywhen::fake::script::Step;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use serde_json::{Value, json};

use crate::app::{HOUR, Plan, TestApp, rush};

const FLOWS: &str = "\
two:
  when: two
  steps:
    - say: One.
    - say: Two.
fallback:
  when: any message
  say: \"you said: {{ event.text }}\"
";

async fn start() -> TestApp<Memory> {
    rush();
    plan().start().await
}

fn plan() -> Plan {
    Plan::with(crate::app::bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", FLOWS)]))
}

async fn states(app: &TestApp<Memory>, visitor: &str) -> Vec<String> {
    let history = app.store.history(&app.key(visitor)).await.unwrap();
    history.replies.into_iter().map(|(_, state, ..)| state).collect()
}

async fn a_while() {
    tokio::time::sleep(Duration::from_secs(5)).await;
}

#[tokio::test]
async fn what_waits_beyond_the_window_expires_without_being_tried() {
    let app = start().await;
    app.fake.script(std::iter::repeat_n(Step::error(500, 2, 0), 3));
    app.say("1", "hi").await;
    app.until(|counts| counts.waiting == 1).await;
    app.hand.advance(25 * HOUR);
    app.quiet().await;
    assert_eq!(states(&app, "1").await, ["expired(window)"]);
    let tried = app.fake.calls_since(0);
    assert!(tried.iter().all(|call| call.status == Some(500)), "{tried:?}");
}

#[tokio::test]
async fn a_visitor_who_is_gone_gets_nothing_more_of_that_turn_and_nobody_else_is_touched() {
    let app = start().await;
    app.fake.script_for("1", [Step::error(400, 551, 1_545_041)]);
    app.say("1", "two").await;
    app.say("2", "two").await;
    app.quiet().await;
    assert_eq!(states(&app, "1").await, ["failed(551/1545041)", "cancelled(unreachable)"]);
    assert_eq!(app.replies_to("2"), ["One.", "Two."]);
    app.say("1", "back again").await;
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: back again"]);
}

#[tokio::test]
async fn a_visitor_who_is_gone_is_not_tried_again_until_they_write() {
    rush();
    let flows = "later:\n  when: later\n  steps:\n    - say: Soon.\n    - say: Now.\n    - later: 1h\n      \
                 id: nudge\n      steps: [{say: Still there?}]\nfallback:\n  when: any message\n  say: Hello.\n";
    let bot = crate::app::bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", flows)]);
    let app = Plan::with(bot).start().await;
    app.fake.script_for("1", [Step::error(400, 551, 1_545_041)]);
    app.say("1", "later").await;
    app.quiet().await;
    let store = app.store.clone();
    let world = app.stop().await;
    world.hand.advance(2 * HOUR);
    let bot = crate::app::bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", flows)]);
    let app = Plan::with(bot).start_in(store, world).await;
    app.until(|counts| counts.timers == 0 && counts.queued == 0).await;
    app.quiet().await;
    let gone = "cancelled(unreachable)";
    assert_eq!(states(&app, "1").await, ["failed(551/1545041)", gone, gone]);
    assert_eq!(app.fake.calls_since(0).len(), 1, "one try in all");
    app.say("1", "hi").await;
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["Hello."]);
}

#[tokio::test]
async fn a_page_that_meta_has_blocked_is_left_alone_after_a_restart() {
    let app = plan().start().await;
    let now = app.hand.now();
    assert_eq!(app.fake.post(&policy("block", now)).await, Ok(200));
    app.say("1", "hi").await;
    app.until(|counts| counts.done == 1 && counts.waiting == 1).await;
    let store = app.store.clone();
    let app = plan().start_in(store, app.stop().await).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.fake.calls_since(0).len(), 0, "it is still blocked");
    assert_eq!(app.fake.post(&policy("unblock", now + 1)).await, Ok(200));
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: hi"]);
}

#[tokio::test]
async fn replies_wait_while_another_app_has_the_thread() {
    let app = start().await;
    app.fake.script_for("1", [Step::error(400, 2_018_300, 0)]);
    app.say("1", "two").await;
    app.until(|counts| counts.done == 1 && counts.sending == 0).await;
    a_while().await;
    assert_eq!(states(&app, "1").await, ["parked(2018300)", "waiting"]);
    assert_eq!(app.fake.calls_since(0).len(), 1, "it is not asked again and again");
    app.say("1", "hi").await;
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["One.", "Two.", "you said: hi"]);
}

#[tokio::test]
async fn replies_go_on_when_the_thread_is_given_back() {
    let app = start().await;
    app.fake.script_for("1", [Step::error(400, 2_018_300, 0)]);
    app.say("1", "two").await;
    app.until(|counts| counts.done == 1 && counts.sending == 0).await;
    a_while().await;
    assert_eq!(app.fake.give_thread("1").await, Ok(200));
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["One.", "Two."]);
}

#[tokio::test]
async fn replies_to_a_thread_that_never_comes_back_expire_with_the_window() {
    let app = start().await;
    app.fake.script_for("1", [Step::error(400, 2_018_300, 0)]);
    app.say("1", "two").await;
    app.until(|counts| counts.done == 1 && counts.sending == 0).await;
    app.hand.advance(25 * HOUR);
    app.quiet().await;
    assert_eq!(states(&app, "1").await, ["expired(window)", "expired(window)"]);
    assert_eq!(app.fake.calls_since(0).len(), 1);
}

/// What Meta decided about the Page.
fn policy(action: &str, at: i64) -> Value {
    let decided = json!({"action": action, "reason": "too many complaints"});
    let page = json!({"id": crate::app::PAGE});
    let item = json!({"recipient": page, "timestamp": at, "policy_enforcement": decided});
    let entry = json!([{"id": crate::app::PAGE, "time": at, "messaging": [item]}]);
    json!({"object": "page", "entry": entry})
}

#[tokio::test]
async fn a_page_that_meta_blocks_sends_nothing_until_it_is_unblocked() {
    let app = plan().start().await;
    let now = app.hand.now();
    assert_eq!(app.fake.post(&policy("warning", now)).await, Ok(200));
    app.say("1", "hi").await;
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: hi"], "a warning alone holds nothing");
    assert_eq!(app.fake.post(&policy("block", now + 1)).await, Ok(200));
    app.say("1", "two").await;
    app.until(|counts| counts.done == 2 && counts.waiting == 2).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.fake.calls_since(0).len(), 1, "not even the dots");
    let logs = app.logs.text();
    assert!(logs.contains("alert=\"policy\"") && logs.contains("action=\"block\""), "{logs}");
    assert_eq!(app.store.counts().await.unwrap().held, 1);
    assert_eq!(app.fake.post(&policy("unblock", now + 2)).await, Ok(200));
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: hi", "One.", "Two."]);
    assert_eq!(app.store.counts().await.unwrap().held, 0);
}

#[tokio::test]
async fn somebody_is_told_once_that_a_token_is_dead() {
    let app = start().await;
    app.fake.script(std::iter::repeat_n(Step::error(400, 190, 463), 20));
    let body: Vec<_> = (1..=20).map(|n| (n.to_string(), format!("m_{n}"))).collect();
    let texts: Vec<_> = body.iter().map(|(who, mid)| (who.as_str(), mid.as_str(), "hi")).collect();
    let body = app.texts(app.hand.now(), &texts);
    assert_eq!(app.fake.post(&body).await, Ok(200));
    app.until(|counts| counts.done == 20 && counts.sending == 0).await;
    assert_eq!(app.logs.text().matches("alert=").count(), 1, "{}", app.logs.text());
    app.fake.forget_script();
    app.app().token_is_new(None);
    app.quiet().await;
    assert_eq!(app.replies().len(), 20);
    app.fake.script([Step::error(400, 190, 463)]);
    app.say("1", "hi").await;
    app.until(|counts| counts.waiting == 1).await;
    assert_eq!(app.logs.text().matches("alert=").count(), 2, "it died once more");
    app.app().token_is_new(None);
    app.quiet().await;
}

#[tokio::test]
async fn a_dead_token_holds_all_replies_until_there_is_another() {
    let app = start().await;
    app.fake.script([Step::error(400, 190, 463)]);
    app.say("1", "hi").await;
    app.until(|counts| counts.waiting == 1).await;
    app.say("2", "hello").await;
    app.until(|counts| counts.waiting == 2).await;
    a_while().await;
    assert_eq!(app.fake.calls_since(0).len(), 1);
    assert!(app.logs.text().contains("alert="), "somebody is told");
    app.app().token_is_new(None);
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: hi"]);
    assert_eq!(app.replies_to("2"), ["you said: hello"]);
}

#[tokio::test]
async fn one_visitor_who_is_told_too_much_delays_nobody_else() {
    let app = start().await;
    app.fake.script_for("1", std::iter::repeat_n(Step::error(400, 4, 2_018_354), 4));
    app.say("1", "hi").await;
    app.say("2", "hello").await;
    app.until(|counts| counts.sent == 1).await;
    assert_eq!(app.replies_to("2"), ["you said: hello"]);
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: hi"]);
}
