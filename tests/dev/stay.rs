//! Save and stay: an edit is played again from the beginning, and the conversation goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

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

/// A shop that has three left, and counts who asks.
async fn shop() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _read = stream.read(&mut [0; 4096]).await;
            count.fetch_add(1, Ordering::Relaxed);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
            let text = format!("{head}Content-Length: 10\r\n\r\n{{\"left\":3}}");
            let _gone = stream.write_all(text.as_bytes()).await;
        }
    });
    (address, asked)
}

#[tokio::test]
async fn other_systems_are_not_asked_again() {
    let (shop, asked) = shop().await;
    let flow = format!(
        "stock:\n  when: stock\n  steps:\n    - http: GET http://{shop}/cups\n      save: cups\n    \
         - say: \"{{{{ cups.left }}}} cups left.\"\nother:\n  when: any message\n  say: Sorry?\n"
    );
    let settings = format!("http: {{allow: [\"{shop}\"]}}\ntyping: off\n");
    let visit = Box::pin(Visit::of(&flow, &settings)).await;
    let mut live = visit.live().await;
    visit.say("stock").await;
    let view = live.said(1).await;
    let came = view["items"][1]["did"]["text"].as_str().unwrap();
    assert!(came.starts_with(&format!("GET http://{shop}/cups → 200, ")), "{came}");
    let why = visit.json("/why?visitor=7001&turn=1").await;
    assert_eq!(
        (&why["calls"][0]["status"], &why["calls"][0]["answered"]),
        (&json!(200), &json!(true))
    );

    visit.edit(&flow.replace("cups left.", "of them left."));
    let view = stayed(&mut live, has_mark).await;
    assert_eq!(texts(&view), ["3 of them left."]);
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    visit.edit(&flow.replace("/cups", "/plates"));
    let view = stayed(&mut live, |view| view["parted"].is_object()).await;
    let why = format!("GET http://{shop}/plates was not asked before");
    assert_eq!((&view["parted"]["why"], &view["items"]), (&json!(why), &json!([])));
    assert_eq!(view["parted"]["left"], json!([{"kind": "text", "text": "stock"}]));
    assert_eq!(view["parted"]["after"], Value::Null);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    visit.dev.stop().await;
}

#[tokio::test]
async fn an_edit_that_asks_who_the_visitor_is_goes_on() {
    let flow = "hello:\n  when: any message\n  say: Hello!\n";
    let visit = Box::pin(Visit::with(flow)).await;
    let mut live = visit.live().await;
    visit.say("hi").await;
    live.said(1).await;
    let named = "say: \"Hello{{ ', ' ~ user.first_name if user.first_name else '' }}!\"";
    visit.edit(&flow.replace("say: Hello!", named).replace("Hello{", "Good day{"));
    let view = stayed(&mut live, has_mark).await;
    assert_eq!((&view["parted"], texts(&view)), (&Value::Null, vec!["Good day!".to_owned()]));
    let unknown = "system: Messenger does not know who the visitor is; Travel introduces somebody";
    assert_eq!(lines(&view)[1], unknown);
    visit.dev.stop().await;
}

#[tokio::test]
async fn what_an_edit_had_no_way_for_is_played_again_once_there_is_one() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = ordered(&visit).await;
    let before = live.view.clone();
    let parted = |view: &Value| view["parted"].is_object();
    visit.edit(&ORDER.replace("[Small, Large]", "[Small, Huge]"));
    stayed(&mut live, parted).await;
    visit.edit(&ORDER.replace("[Small, Large]", "[Small, Enormous]"));
    let view = stayed(&mut live, |view| view["quick"][1]["title"] == "Enormous").await;
    assert_eq!(view["parted"]["why"], "\"Large\" is on no button any more");
    visit.edit(ORDER);
    let view = stayed(&mut live, |view| view["parted"].is_null()).await;
    assert_eq!(lines(&view), lines(&before));
    assert_eq!(view["open"]["step"], "order.name");
    let states: Vec<_> = messages(&view).iter().map(|item| item["state"].clone()).collect();
    assert!(states.iter().all(|state| state == "delivered"), "{states:?}");
    visit.say("Ada").await;
    let view = live.until(|view| texts(view).len() == 5).await;
    assert_eq!(texts(&view).last().unwrap(), "Thanks, Ada.");
    visit.dev.stop().await;
}

#[tokio::test]
async fn an_edit_that_loses_everything_loses_it_only_until_the_next() {
    let (shop, _) = shop().await;
    let flow = format!(
        "stock:\n  when: stock\n  steps:\n    - http: GET http://{shop}/cups\n      save: cups\n    \
         - say: \"{{{{ cups.left }}}} cups left.\"\n"
    );
    let settings = format!("http: {{allow: [\"{shop}\"]}}\ntyping: off\n");
    let visit = Box::pin(Visit::of(&flow, &settings)).await;
    let mut live = visit.live().await;
    visit.say("stock").await;
    live.said(1).await;
    visit.edit(&flow.replace("/cups", "/plates"));
    let view = stayed(&mut live, |view| view["parted"].is_object()).await;
    assert_eq!(view["items"], json!([]));
    visit.edit(&flow);
    let view = stayed(&mut live, |view| view["parted"].is_null()).await;
    assert_eq!(texts(&view), ["3 cups left."]);
    visit.dev.stop().await;
}
