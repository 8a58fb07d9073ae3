//! Why a turn went as it did, as the page asks for it.

use serde_json::{Value, json};

use crate::dev::visit::{Visit, messages};

const ORDER: &str = "order:
  when: order
  steps:
    - set: { chat.n: 3 }
    - say:
        - One.
        - Two, for {{ chat.n }}.
other:
  when: any message
  say: Sorry?
";

#[tokio::test]
async fn a_turn_is_explained_from_the_words_to_the_wire() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = visit.live().await;
    visit.say("I want to Order").await;
    live.said(2).await;
    let why = visit.json("/why?visitor=7001&turn=1").await;
    assert_eq!(
        (&why["took"], &why["said"]),
        (&json!("trigger:order"), &json!("It starts \"order\"."))
    );
    assert_eq!(why["seen"], json!({"text": "I want to Order", "folded": "i want to order"}));
    assert_eq!(why["event"]["message"]["text"], "I want to Order");
    let contest = why["contest"].as_array().unwrap();
    let won: Vec<_> = contest.iter().map(|one| (&one["flow"], &one["won"])).collect();
    assert_eq!(won, [(&json!("order"), &json!(true)), (&json!("other"), &json!(false))]);
    assert_eq!(contest[0]["place"], json!({"file": "flows/hello.yaml", "line": 2, "col": 9}));
    assert!(contest[1]["why"].as_str().unwrap().contains("was not asked"), "{contest:?}");
    let steps = why["steps"].as_array().unwrap();
    assert_eq!(steps[0]["lines"], "- set: { chat.n: 3 }");
    let lines = "- say:\n    - One.\n    - Two, for {{ chat.n }}.";
    assert_eq!((&steps[1]["lines"], &steps[1]["replies"]), (&json!(lines), &json!(2)));
    assert_eq!(why["vars"], json!([{"name": "chat.n", "was": null, "now": 3}]));
    let sends = why["sends"].as_array().unwrap();
    assert_eq!((sends.len(), &sends[1]["status"]), (2, &json!(200)));
    let curl = sends[1]["curl"].as_str().unwrap();
    assert!(curl.contains("$PAGE_ACCESS_TOKEN") && curl.contains("Two, for 3."), "{curl}");
    assert!(!curl.contains(crate::dev::visit::KEY), "{curl}");
    assert_eq!(
        (&why["faults"], &why["calls"], &why["open"]),
        (&json!([]), &json!([]), &Value::Null)
    );
    visit.dev.stop().await;
}

const ASIDE: &str = "order:
  when: order
  steps:
    - ask: For whom?
      save: name
    - ask: How many?
      save: count
      type: integer
      retry: A number, please.
    - if: count > 3 and chat.seen
      then:
        - say: Many.
      else:
        - say: Few.
aside:
  when: aside
  interrupts: true
  steps:
    - set: chat.seen = true
    - say: An aside.
";

#[tokio::test]
async fn conditions_tell_what_they_saw_and_what_waits_keeps_its_variables() {
    let visit = Box::pin(Visit::with(ASIDE)).await;
    let mut live = visit.live().await;
    visit.say("order").await;
    live.said(1).await;
    visit.say("Ada").await;
    live.said(2).await;
    visit.say("aside").await;
    let view = live.said(4).await;
    let turn = messages(&view)[2]["turn"].clone();
    let why = visit.json(&format!("/why?visitor=7001&turn={turn}")).await;
    assert_eq!(why["vars"], json!([{"name": "chat.seen", "was": null, "now": true}]));
    // What is asked once more is asked by its own step.
    let keys: Vec<_> = why["steps"].as_array().unwrap().iter().map(|step| &step["key"]).collect();
    assert_eq!(keys.last(), Some(&&json!("order.count")), "{keys:?}");
    visit.say("5").await;
    let view = live.said(5).await;
    let turn = messages(&view)[4]["turn"].clone();
    let why = visit.json(&format!("/why?visitor=7001&turn={turn}")).await;
    let steps = why["steps"].as_array().unwrap();
    let asked = steps.iter().find(|step| step["condition"].is_array()).unwrap();
    assert_eq!(asked["condition"], json!(["count > 3 and chat.seen", true]));
    assert_eq!(asked["reads"], json!([["count", 5], ["chat.seen", true]]));
    // The question took it; what its answer wrote is told, though the flow has ended since.
    let question = &why["question"];
    assert_eq!((&question["key"], &question["taken"]), (&json!("order.count"), &json!(true)));
    assert_eq!(
        (&question["writes"], &question["place"]["line"]),
        (&json!([["count", 5]]), &json!(6))
    );
    let count = json!({"name": "count", "was": null, "now": 5, "over": true});
    assert!(why["vars"].as_array().unwrap().contains(&count), "{why}");
    visit.dev.stop().await;
}

const PAPER: &str = "gift:
  when: gift
  steps:
    - set: chat.n = chat.n + 1
    - ask: Which paper?
      save: paper
      choices: [Red, Blue]
      expires: 1d
      nudge: {15m: Still there?, 30m: Hello?}
    - say: \"{{ paper }} it is.\"
    - ask: More?
";

#[tokio::test]
async fn a_tapped_choice_tells_what_it_wrote_and_a_default_is_what_was_there_before() {
    let settings = "typing: off\nvariables: {chat.n: {type: integer, default: 3}}\n";
    let visit = Box::pin(Visit::of(PAPER, settings)).await;
    let mut live = visit.live().await;
    visit.say("gift").await;
    let view = live.said(1).await;
    let waits: Vec<_> = view["timers"].as_array().unwrap().iter().map(|one| &one["what"]).collect();
    assert_eq!(waits, ["Nudge of gift.paper", "Nudge 2 of gift.paper", "gift.paper expires"]);
    let turn = messages(&view)[0]["turn"].clone();
    let why = visit.json(&format!("/why?visitor=7001&turn={turn}")).await;
    assert_eq!(why["vars"], json!([{"name": "chat.n", "was": 3, "now": 4}]));
    assert_eq!(why["question"], Value::Null);
    let payload = &view["quick"][0]["payload"];
    visit.does(json!({"does": "tap", "label": "Red", "payload": payload, "quick": true})).await;
    let view = live.said(3).await;
    let turn = messages(&view)[1]["turn"].clone();
    let why = visit.json(&format!("/why?visitor=7001&turn={turn}")).await;
    assert_eq!(why["question"]["writes"], json!([["paper", "Red"]]));
    assert_eq!(why["vars"], json!([{"name": "paper", "was": null, "now": "Red"}]));
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_reaction_takes_no_quick_reply_away() {
    let flow = "order:\n  when: any message\n  say: Tea?\n  replies: {Yes: order}\n";
    let visit = Box::pin(Visit::with(flow)).await;
    let mut live = visit.live().await;
    visit.say("hi").await;
    let view = live.said(1).await;
    let mid = &messages(&view)[0]["mid"];
    visit.does(json!({"does": "react", "mid": mid, "emoji": "❤"})).await;
    let view = live.until(|view| messages(view)[0]["reaction"].is_string()).await;
    assert_eq!(view["quick"].as_array().unwrap().len(), 1, "{view}");
    visit.dev.stop().await;
}

#[tokio::test]
async fn what_an_earlier_dev_has_sent_is_still_shown() {
    let visit = Box::pin(Visit::with(ORDER)).await;
    let mut live = visit.live().await;
    visit.say("order").await;
    let before = live.said(2).await;
    let turn = visit.recorded().await;
    let visit = visit.anew(vec![turn]).await;
    let view = visit.live().await.until(|view| messages(view).len() == 2).await;
    let mids = |view| messages(view).iter().map(|item| item["mid"].clone()).collect::<Vec<_>>();
    assert!(mids(&view).iter().all(Value::is_string), "{view}");
    assert_eq!(mids(&view), mids(&before));
    let why = visit.json("/why?visitor=7001&turn=1").await;
    let sends = why["sends"].as_array().unwrap();
    assert_eq!(
        (sends.len(), &sends[0]["status"], &sends[0]["state"]),
        (2, &Value::Null, &json!("sent"))
    );
    assert_eq!(sends[1]["body"]["message"]["text"], "Two, for 3.");
    assert!(sends[1]["curl"].as_str().unwrap().contains("/messages'"), "{sends:?}");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_turn_that_never_was_is_not_explained() {
    let visit = Box::pin(Visit::start()).await;
    for path in ["/why?visitor=7001&turn=1", "/why?visitor=7001", "/why"] {
        assert_eq!(visit.get(path).send().await.unwrap().status(), 400, "{path}");
    }
    visit.dev.stop().await;
}
