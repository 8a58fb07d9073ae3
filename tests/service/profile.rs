//! Visitors' profiles: asked for once, before the first turn that reads one; empty where Meta does not
//! tell, and no other conversation waits for it.

use saywhen::fake::Call;
use saywhen::fake::script::Step;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use serde_json::json;

use crate::app::{HOUR, Plan, TestApp, rush};

const FLOWS: &str = "\
hello:
  when: hello
  say: Hello {{ user.first_name or 'you' }}!
clock:
  when: clock
  say: It is nice weather.
adults:
  when: beer
  if: user.gender == 'female'
  say: Cheers, madam.
";

/// Look-ups of profiles so far.
fn asked<S: Store>(app: &TestApp<S>, visitor: &str) -> Vec<Call> {
    app.fake.calls_since(0).into_iter().filter(|call| call.edge == visitor).collect()
}

async fn start() -> TestApp<Memory> {
    Plan::of(FLOWS).start().await
}

#[tokio::test]
async fn a_profile_is_asked_for_once_and_only_when_it_is_read() {
    let app = start().await;
    app.fake.introduce("2001", json!({"first_name": "Ada", "gender": "female"}));
    app.say("2001", "clock").await;
    app.quiet().await;
    assert!(asked(&app, "2001").is_empty(), "nothing has read it");
    for text in ["hello", "hello", "beer"] {
        app.say("2001", text).await;
        app.quiet().await;
    }
    let said = ["It is nice weather.", "Hello Ada!", "Hello Ada!", "Cheers, madam."];
    assert_eq!(app.replies_to("2001"), said);
    assert_eq!(asked(&app, "2001").len(), 1);
    app.hand.advance(8 * 24 * HOUR);
    app.fake.introduce("2001", json!({"first_name": "Ida"}));
    app.say("2001", "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to("2001").last().unwrap(), "Hello Ida!");
    assert_eq!(asked(&app, "2001").len(), 2);
    assert!(!app.logs.text().contains("Ada"), "names stay out of the log");
}

#[tokio::test]
async fn the_condition_of_a_trigger_waits_for_the_profile_too() {
    let app = start().await;
    app.fake.introduce("2001", json!({"gender": "female"}));
    app.say("2001", "beer").await;
    app.quiet().await;
    assert_eq!(app.replies_to("2001"), ["Cheers, madam."]);
}

#[tokio::test]
async fn who_is_unknown_to_meta_has_an_empty_profile_for_a_day() {
    let app = start().await;
    for text in ["hello", "hello"] {
        app.say("2001", text).await;
        app.quiet().await;
    }
    assert_eq!(app.replies_to("2001"), ["Hello you!", "Hello you!"]);
    assert_eq!(asked(&app, "2001").len(), 1);
    app.fake.introduce("2001", json!({"first_name": "Ada"}));
    app.hand.advance(25 * HOUR);
    app.say("2001", "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to("2001").last().unwrap(), "Hello Ada!");
}

#[tokio::test]
async fn a_missing_permission_leaves_the_name() {
    let app = start().await;
    app.fake.introduce("2001", json!({"first_name": "Ada"}));
    app.fake.script_for("2001", [Step::error(400, 2_018_247, 0)]);
    app.say("2001", "hello").await;
    app.quiet().await;
    assert_eq!(app.replies_to("2001"), ["Hello Ada!"]);
    assert_eq!(asked(&app, "2001").len(), 2, "fewer fields were asked for");
}

#[tokio::test]
async fn while_graph_hangs_nobody_else_waits_and_the_profile_is_empty() {
    rush();
    let app = start().await;
    app.fake.script_for("2001", [Step::Hang]);
    app.say("2001", "hello").await;
    app.say("2001", "clock").await;
    app.say("2002", "clock").await;
    app.quiet().await;
    let first = app.replies().into_iter().next().unwrap();
    assert_eq!(first, ("2002".to_owned(), "It is nice weather.".to_owned()));
    assert_eq!(app.replies_to("2001"), ["Hello you!", "It is nice weather."]);
}

#[tokio::test]
async fn after_a_stop_the_profile_is_asked_for_again() {
    let store = Memory::new();
    let app = Plan::of(FLOWS).start_on(store.clone()).await;
    app.fake.introduce("2001", json!({"first_name": "Ada"}));
    app.fake.script_for("2001", [Step::Hang]);
    app.say("2001", "hello").await;
    while asked(&app, "2001").is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let world = app.stop().await;
    let app = Plan::of(FLOWS).start_in(store, world).await;
    app.quiet().await;
    assert_eq!(app.replies_to("2001"), ["Hello Ada!"]);
}
