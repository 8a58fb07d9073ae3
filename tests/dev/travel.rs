//! Travelling through a conversation on the page.

use serde_json::{Value, json};

use crate::dev::visit::{VISITOR, Visit, lines, messages, texts};

const COUNT: &str = "count:
  when: more
  steps:
    - set: { chat.n: \"{{ (chat.n or 0) + 1 }}\" }
    - say: That is {{ chat.n }}.
remind:
  when: remind me
  steps:
    - say: I will.
    - later: 2h
      steps:
        - say: Two hours are over.
other:
  when: any message
  say: Sorry?
";

async fn refused(visit: &Visit, travel: Value) -> String {
    let response = visit.post("/travel", &travel).send().await.unwrap();
    assert_eq!(response.status(), 400, "{travel}");
    response.text().await.unwrap()
}

#[tokio::test]
async fn undo_takes_the_last_deed_back_and_all_that_came_of_it() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    for count in 1..=2 {
        visit.say("more").await;
        live.said(count).await;
    }
    visit.goes(json!({"go": "undo"})).await;
    let view = live.said(1).await;
    assert_eq!(view["vars"]["chat"]["n"], 1);
    visit.say("more").await;
    let view = live.said(2).await;
    assert_eq!(texts(&view), ["That is 1.", "That is 2."], "it counts from where it is");
    visit.goes(json!({"go": "undo"})).await;
    visit.goes(json!({"go": "undo"})).await;
    assert!(refused(&visit, json!({"visitor": VISITOR, "go": "undo"})).await.contains("nothing"));
    let view = live.until(|view| view["items"] == json!([])).await;
    assert_eq!(view["get_started"], true);
    visit.dev.stop().await;
}

#[tokio::test]
async fn one_goes_back_to_a_turn_and_does_a_deed_again() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    for count in 1..=3 {
        visit.say("more").await;
        live.said(count).await;
    }
    visit.goes(json!({"go": "again", "turn": 2})).await;
    let view = live.until(|view| messages(view).len() == 2).await;
    assert_eq!(
        lines(&view),
        ["visitor: more", "bot: That is 1.", "visitor: more", "bot: That is 2."]
    );
    assert_eq!(view["items"][2]["turn"], 4, "it is another turn");
    visit.goes(json!({"go": "back", "turn": 1})).await;
    let view = live.until(|view| messages(view).len() == 1).await;
    assert_eq!(view["vars"]["chat"]["n"], 1);
    assert!(
        refused(&visit, json!({"visitor": VISITOR, "go": "back", "turn": 99})).await.contains("99")
    );
    visit.goes(json!({"go": "restart"})).await;
    let view = live.until(|view| view["items"] == json!([])).await;
    assert_eq!((&view["get_started"], &view["vars"]["chat"]["n"]), (&json!(true), &Value::Null));
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_branch_has_the_same_past_and_a_future_of_its_own() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    for count in 1..=2 {
        visit.say("more").await;
        live.said(count).await;
    }
    visit.goes(json!({"go": "branch", "turn": 1, "as": "7002"})).await;
    let mut other = visit.live_of("7002").await;
    let view = other.until(|view| messages(view).len() == 1).await;
    assert_eq!(view["vars"]["chat"]["n"], 1);
    visit.posted("/deed", &json!({"visitor": "7002", "does": "say", "text": "more"})).await;
    let view = other.until(|view| messages(view).len() == 2).await;
    assert_eq!(texts(&view), ["That is 1.", "That is 2."]);
    let turns: Vec<_> = messages(&view).iter().map(|item| item["turn"].clone()).collect();
    assert_eq!(turns, [1, 2]);
    assert_eq!(messages(&live.view).len(), 2);
    visit.dev.stop().await;
}

#[tokio::test]
async fn timers_fire_when_the_clock_is_put_forward() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("remind me").await;
    let view = live.said(1).await;
    assert_eq!(view["timers"].as_array().unwrap().len(), 1, "{view}");
    visit.goes(json!({"go": "clock", "by": 7_300_000})).await;
    let view = live.said(2).await;
    assert_eq!(texts(&view)[1], "Two hours are over.");
    assert_eq!((&view["ahead"], &view["timers"]), (&json!(7_300_000), &json!([])));
    let kinds: Vec<_> =
        view["items"].as_array().unwrap().iter().map(|item| item["did"]["kind"].clone()).collect();
    assert_eq!(kinds, [json!("text"), Value::Null, json!("clock"), json!("timer"), Value::Null]);
    assert!(
        refused(&visit, json!({"visitor": VISITOR, "go": "clock", "by": 0}))
            .await
            .contains("forward")
    );
    visit.dev.stop().await;
}

#[tokio::test]
async fn what_is_due_on_the_way_happens_while_the_window_is_open() {
    let slow = COUNT
        .replace("- say: Two hours are over.", "- wait: 5s\n        - say: Two hours are over.");
    let visit = Box::pin(Visit::with(&slow)).await;
    let mut live = visit.live().await;
    visit.say("remind me").await;
    live.said(1).await;
    visit.goes(json!({"go": "window", "open": false})).await;
    let closed = |view: &Value| view["window_until"].as_i64() < view["now"].as_i64();
    let view = live.until(closed).await;
    assert_eq!(texts(&view), ["I will.", "Two hours are over."]);
    assert_eq!(messages(&view)[1]["state"], "delivered", "{view}");
    let moves = view["items"].as_array().unwrap().iter();
    assert_eq!(moves.filter(|item| item["did"]["kind"] == "clock").count(), 1);
    visit.dev.stop().await;
}

#[tokio::test]
async fn whoever_goes_back_finds_timers_as_they_were_then() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("remind me").await;
    live.said(1).await;
    visit.goes(json!({"go": "clock", "by": 7_300_000})).await;
    live.said(2).await;
    visit.goes(json!({"go": "back", "turn": 1})).await;
    let waits = |view: &Value| view["timers"].as_array().is_some_and(|timers| timers.len() == 1);
    let view = live.until(waits).await;
    let left = view["timers"][0]["due"].as_i64().unwrap() - view["now"].as_i64().unwrap();
    assert!((7_100_000..=7_200_000).contains(&left), "{left}");
    // Time enough for a timer that is due to fire.
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    visit.goes(json!({"go": "branch", "turn": 1, "as": "7002"})).await;
    let mut other = visit.live_of("7002").await;
    let view = other.until(waits).await;
    assert_eq!(texts(&view), ["I will."]);
    assert_eq!(texts(&live.view), ["I will."]);
    visit.goes(json!({"go": "clock", "by": 7_300_000})).await;
    let view = live.said(2).await;
    assert_eq!(texts(&view), ["I will.", "Two hours are over."]);
    visit.dev.stop().await;
}

#[tokio::test]
async fn the_window_closes_and_an_unknown_language_is_refused() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("more").await;
    live.said(1).await;
    visit.goes(json!({"go": "window", "open": false})).await;
    let closed = |view: &Value| view["window_until"].as_i64() < view["now"].as_i64();
    live.until(closed).await;
    visit.goes(json!({"go": "locale", "locale": "fr_FR"})).await;
    let view = live.until(|view| view["locale"] == "fr_FR").await;
    assert_eq!(view["profile"]["locale"], "fr_FR");
    visit.goes(json!({"go": "profile", "profile": {"first_name": "Ada"}})).await;
    live.until(|view| view["vars"]["user"]["first_name"] == "Ada").await;
    let omar = json!({"first_name": "عمر", "locale": "ar_AR"});
    visit.goes(json!({"go": "profile", "profile": omar})).await;
    live.until(|view| view["locale"] == "ar_AR" && view["vars"]["user"]["locale"] == "ar_AR").await;
    let travel = json!({"visitor": VISITOR, "go": "locale", "locale": "<b>"});
    assert!(refused(&visit, travel).await.contains("pt_BR"));
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_failing_messenger_keeps_replies_waiting_until_it_is_well() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.goes(json!({"go": "graph", "is": "failing"})).await;
    visit.say("more").await;
    let failed = |view: &Value| messages(view).first().is_some_and(|item| item["code"].is_string());
    let view = live.until(failed).await;
    assert_eq!(
        (&view["graph"], &messages(&view)[0]["state"]),
        (&json!("failing"), &json!("waiting"))
    );
    visit.goes(json!({"go": "graph", "is": "well"})).await;
    visit.goes(json!({"go": "clock", "by": 120_000})).await;
    live.said(1).await;
    visit.dev.stop().await;
}

#[tokio::test]
async fn an_event_that_comes_twice_counts_once_and_a_late_one_is_heard() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("more").await;
    live.said(1).await;
    visit.goes(json!({"go": "duplicate"})).await;
    visit.goes(json!({"go": "late", "text": "more"})).await;
    let view = live.said(2).await;
    assert_eq!(
        lines(&view),
        ["visitor: more", "bot: That is 1.", "visitor: more", "bot: That is 2."]
    );
    let items = view["items"].as_array().unwrap();
    let late: Vec<_> = items.iter().map(|item| item["late"].as_i64()).collect();
    assert!(
        matches!(late[..], [None, None, Some(at), None] if at < items[2]["at"].as_i64().unwrap())
    );
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_person_answers_and_the_bot_is_silent_until_it_has_the_thread_again() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("more").await;
    live.said(1).await;
    visit.goes(json!({"go": "human", "text": "Ana here, hello!"})).await;
    let view = live.until(|view| view["muted"].is_object()).await;
    assert!(lines(&view).contains(&"person: Ana here, hello!".to_owned()), "{view}");
    visit.say("more").await;
    live.until(|view| lines(view).last().is_some_and(|last| last == "visitor: more")).await;
    visit.goes(json!({"go": "hand_back"})).await;
    live.until(|view| view["muted"].is_null()).await;
    visit.say("more").await;
    let view = live.said(2).await;
    assert_eq!(texts(&view), ["That is 1.", "That is 2."]);
    visit.dev.stop().await;
}

fn clocks(view: &Value) -> usize {
    let items = view["items"].as_array().unwrap();
    items.iter().filter(|item| item["did"]["kind"] == "clock").count()
}

#[tokio::test]
async fn undo_takes_one_move_of_the_clock_back_and_all_that_came_of_it() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("remind me").await;
    live.said(1).await;
    visit.goes(json!({"go": "clock", "by": 3_600_000})).await;
    visit.goes(json!({"go": "clock", "by": 86_400_000})).await;
    let view = live.said(2).await;
    assert_eq!((&view["ahead"], clocks(&view)), (&json!(90_000_000), 2));
    visit.goes(json!({"go": "undo"})).await;
    let view = live.until(|view| view["ahead"] == 3_600_000 && messages(view).len() == 1).await;
    assert_eq!((texts(&view), clocks(&view)), (vec!["I will.".to_owned()], 1));
    let left = view["timers"][0]["due"].as_i64().unwrap() - view["now"].as_i64().unwrap();
    assert!((3_500_000..=3_600_000).contains(&left), "{left}");
    visit.goes(json!({"go": "undo"})).await;
    let view = live.until(|view| view["ahead"] == 0).await;
    assert_eq!(
        (lines(&view), clocks(&view)),
        (vec!["visitor: remind me".to_owned(), "bot: I will.".to_owned()], 0)
    );
    visit.goes(json!({"go": "clock", "by": 7_300_000})).await;
    let view = live.said(2).await;
    assert_eq!(texts(&view)[1], "Two hours are over.");
    for left in [2, 0] {
        visit.goes(json!({"go": "undo"})).await;
        live.until(|view| view["ahead"] == 0 && lines(view).len() == left).await;
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn undo_takes_nothing_back_that_somebody_else_has_done() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.say("more").await;
    live.said(1).await;
    visit.goes(json!({"go": "clock", "by": 86_400_000})).await;
    visit.posted("/deed", &json!({"visitor": "7002", "does": "say", "text": "more"})).await;
    let mut other = visit.live_of("7002").await;
    other.said(1).await;
    let why = refused(&visit, json!({"visitor": VISITOR, "go": "undo"})).await;
    assert!(why.contains("visitor 7002"), "{why}");
    visit.dev.stop().await;
}

#[tokio::test]
async fn back_to_now_takes_back_what_is_still_to_come() {
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    assert!(
        refused(&visit, json!({"visitor": VISITOR, "go": "now"})).await.contains("time that it is")
    );
    visit.say("more").await;
    live.said(1).await;
    visit.goes(json!({"go": "clock", "by": 86_400_000})).await;
    visit.say("more").await;
    live.said(2).await;
    visit.posted("/deed", &json!({"visitor": "7002", "does": "say", "text": "more"})).await;
    let mut other = visit.live_of("7002").await;
    other.said(1).await;
    visit.goes(json!({"go": "now"})).await;
    let view = live.until(|view| view["ahead"] == 0 && messages(view).len() == 1).await;
    assert_eq!(
        (lines(&view), clocks(&view)),
        (vec!["visitor: more".to_owned(), "bot: That is 1.".to_owned()], 0)
    );
    other.until(|view| view["items"] == json!([])).await;
    visit.say("more").await;
    let view = live.said(2).await;
    assert_eq!(texts(&view), ["That is 1.", "That is 2."]);
    let late = view["items"].as_array().unwrap().iter().any(|item| item["late"].is_i64());
    assert!(!late, "{view}");
    visit.dev.stop().await;
}

#[tokio::test]
async fn the_clock_is_as_far_ahead_after_a_restart_as_the_conversations_are() {
    const DAY: i64 = 86_400_000;
    let visit = Box::pin(Visit::with(COUNT)).await;
    let mut live = visit.live().await;
    visit.goes(json!({"go": "clock", "by": DAY})).await;
    visit.say("more").await;
    live.said(1).await;
    let turn = visit.recorded().await;
    let visit = visit.anew(vec![turn.clone()]).await;
    let mut live = visit.live().await;
    let view = live.until(|view| messages(view).len() == 1).await;
    let ahead = view["ahead"].as_i64().unwrap();
    assert!((DAY - 60_000..=DAY).contains(&ahead), "{ahead}");
    visit.say("more").await;
    let view = live.until(|view| messages(view).len() == 2).await;
    let late = view["items"].as_array().unwrap().iter().any(|item| item["late"].is_i64());
    assert!(!late, "{view}");
    visit.goes(json!({"go": "now"})).await;
    live.until(|view| view["ahead"] == 0 && view["items"] == json!([])).await;
    let visit = visit.anew(vec![turn]).await;
    let mut live = visit.live().await;
    live.until(|view| view["ahead"] == 0 && view["items"] == json!([])).await;
    visit.dev.stop().await;
}
