//! Save and stay: an edit is played again from the beginning, and the conversation goes on.

use serde_json::{Value, json};

use crate::dev::visit::{Live, Visit, lines, messages, texts};

const ORDER: &str = "order:
  when: order
  steps:
    - say: Welcome!
    - ask: Which size?
      save: size
      choices: [Small, Large]
    - say: \"{{ size }} it is.\"
    - ask: And your name?
      save: name
    - say: Thanks, {{ name }}.
other:
  when: any message
  say: Sorry?
";

/// Orders a large one; the name is still asked for.
async fn ordered(visit: &Visit) -> Live {
    let mut live = visit.live().await;
    visit.say("order").await;
    let view = live.said(2).await;
    let choice = view["quick"][1].clone();
    assert_eq!(choice["title"], "Large", "{view}");
    let tap = json!({"does": "tap", "label": "Large", "payload": choice["payload"], "quick": true});
    visit.does(tap).await;
    live.said(4).await;
    live
}

/// The view once the page was told of a save that was taken.
async fn stayed(live: &mut Live, done: impl Fn(&Value) -> bool) -> Value {
    let saved = live.saved().await;
    assert_eq!(saved["taken"], true, "{saved}");
    live.until(done).await
}

fn has_mark(view: &Value) -> bool {
    view["items"].as_array().unwrap().iter().any(|item| item["mark"].is_string())
}

#[tokio::test]
async fn a_changed_text_is_marked_and_the_question_is_still_open() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    visit.edit(&ORDER.replace("Welcome!", "Hello there!"));
    let view = stayed(&mut live, has_mark).await;
    assert_eq!(
        lines(&view),
        [
            "visitor: order",
            "bot: Hello there! (changed)",
            "bot: Which size?",
            "visitor: Large",
            "bot: Large it is.",
            "bot: And your name?",
        ]
    );
    let changed = &messages(&view)[0];
    assert_eq!(changed["was"], json!({"text": "Welcome!"}));
    assert_eq!(view["open"]["step"], "order.name");
    assert_eq!(view["parted"], Value::Null);
    visit.say("Ada").await;
    let view = live.until(|view| texts(view).len() == 5).await;
    assert_eq!(texts(&view).last().unwrap(), "Thanks, Ada.");
    assert!(!has_mark(&view), "marks are of the last save");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_step_that_was_inserted_above_is_new_and_answers_stay() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    let edited =
        ORDER.replace("    - say: Welcome!\n", "    - say: Welcome!\n    - say: We are open.\n");
    visit.edit(&edited);
    let view = stayed(&mut live, has_mark).await;
    assert_eq!(
        lines(&view),
        [
            "visitor: order",
            "bot: Welcome!",
            "bot: We are open. (new)",
            "bot: Which size?",
            "visitor: Large",
            "bot: Large it is.",
            "bot: And your name?",
        ]
    );
    assert_eq!(messages(&view).last().unwrap()["place"]["line"], 10, "places are the new ones");
    assert_eq!(view["vars"]["flow"]["size"], "Large");
    visit.say("Ada").await;
    let view = live.until(|view| texts(view).len() == 6).await;
    assert_eq!(texts(&view).last().unwrap(), "Thanks, Ada.");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_flow_that_was_removed_leaves_what_it_said() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    visit.edit(&ORDER[ORDER.find("other:").unwrap()..]);
    let view = stayed(&mut live, |view| view["parted"].is_object()).await;
    assert_eq!(
        lines(&view),
        ["visitor: order", "bot: Sorry? (changed)", "bot: Which size? (gone)"]
    );
    assert_eq!(view["parted"]["why"], "\"Large\" is on no button any more");
    assert_eq!(view["parted"]["after"], "i1");
    assert_eq!(view["parted"]["left"], json!([{"kind": "tap", "label": "Large", "quick": true}]));
    assert_eq!(view["open"], Value::Null);
    visit.say("anything").await;
    let view = live.until(|view| texts(view).last().is_some_and(|last| last == "Sorry?")).await;
    assert_eq!(view["parted"], Value::Null, "the conversation goes its new way");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_renamed_choice_ends_what_can_be_played_again() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    visit.edit(&ORDER.replace("[Small, Large]", "[Small, Huge]"));
    let view = stayed(&mut live, |view| view["parted"].is_object()).await;
    let last = view["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["mark"], &last["message"]["text"]),
        (&json!("changed"), &json!("Which size?"))
    );
    assert_eq!(view["open"]["step"], "order.size");
    assert_eq!(view["quick"][1]["title"], "Huge");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_comment_moves_places_and_nothing_else() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    let before = live.view.clone();
    visit.edit(&format!("# Orders\n{ORDER}"));
    let line = |view: &Value| messages(view)[0]["place"]["line"].clone();
    let view = stayed(&mut live, |view| line(view) == json!(5)).await;
    assert_eq!(lines(&view), lines(&before));
    assert_eq!(messages(&view)[3]["state"], "delivered");
    visit.dev.stop().await;
}
