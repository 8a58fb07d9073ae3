//! Other systems tell events: `POST /events` on the admin listener, from the request to the reply.

use serde_json::{Value, json};

use crate::app::{EVENTS_TOKEN, PAGE, Plan, TestApp};
use crate::wire::{self, Answer};
use saywhen::store::Store;
use saywhen::store::memory::Memory;

const VISITOR: &str = "2001";

const FLOWS: &str = "\
shipped:
  when: {event: app.order_shipped}
  say: Order {{ number }} is on its way.
hello:
  when: hello
  say: Hello!
";

async fn start() -> TestApp<Memory> {
    let app = Plan::of(FLOWS).start().await;
    // A visitor who has written may be written to.
    app.say(VISITOR, "hello").await;
    app.quiet().await;
    app
}

/// A request to the admin listener; a header that is empty is left out.
async fn ask<S: Store>(
    app: &TestApp<S>,
    line: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let address = app.app().events.unwrap();
    let host = format!("127.0.0.1:{}", address.port());
    let bearer = format!("Bearer {EVENTS_TOKEN}");
    let usual =
        [("Host", &*host), ("Authorization", &*bearer), ("Content-Type", "application/json")];
    let named = |name: &str| headers.iter().any(|(other, _)| *other == name);
    let usual = usual.into_iter().filter(|(name, _)| !named(name));
    let all = usual.chain(headers.iter().copied()).filter(|(_, value)| !value.is_empty());
    let all: Vec<_> = all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    wire::exchange(address, &wire::request(line, &all, body)).await
}

fn order(number: u32) -> Value {
    json!({"page": PAGE, "visitor": VISITOR, "event": "order_shipped", "with": {"number": number}})
}

pub(crate) async fn tell(app: &TestApp<Memory>, told: &Value) -> (u16, Value) {
    let answer = ask(app, "POST /events", &[], told.to_string().as_bytes()).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

#[tokio::test]
async fn a_told_event_runs_the_flow_that_wants_it_with_its_values() {
    let app = start().await;
    assert_eq!(tell(&app, &order(7)).await, (200, json!({"queued": true})));
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!", "Order 7 is on its way."]);
}

#[tokio::test]
async fn an_event_with_a_name_of_its_own_counts_once_and_others_each_time() {
    let app = start().await;
    for (told, queued) in [
        (json!({"id": "a"}), true),
        (json!({"id": "a"}), false),
        (json!({"id": "b", "event": "app.order_shipped"}), true),
        (json!({}), true),
        (json!({}), true),
    ] {
        let mut order = order(7);
        order.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
        assert_eq!(tell(&app, &order).await, (200, json!({"queued": queued})), "{told}");
    }
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR).len(), 1 + 4);
}

#[tokio::test]
async fn what_cannot_be_told_says_why_and_changes_nothing() {
    let app = start().await;
    let good = order(7).to_string();
    let large = json!({"page": PAGE, "with": {"x": "x".repeat(80_000)}}).to_string();
    let other = |key: &str, value: Value| {
        let mut order = order(7);
        order[key] = value;
        order.to_string()
    };
    let (typo, nobody) = (other("event", json!("order_shiped")), other("visitor", json!("")));
    let foreign = other("page", json!("6006"));
    let (extra, number) = (other("pages", json!(1)), other("visitor", json!(2001)));
    let wrong_token = format!("Bearer {EVENTS_TOKEN}x");
    let json = "application/json";
    for (line, header, body, status, why) in [
        ("POST /events", ("Authorization", ""), &good, 401, "Bearer EVENTS_TOKEN"),
        ("POST /events", ("Authorization", &*wrong_token), &good, 401, "Bearer EVENTS_TOKEN"),
        ("POST /events", ("Authorization", EVENTS_TOKEN), &good, 401, "Bearer EVENTS_TOKEN"),
        ("POST /events", ("Origin", "http://127.0.0.1"), &good, 403, "browsers"),
        ("POST /events", ("Host", "evil.example"), &good, 403, "browsers"),
        ("POST /events", ("Content-Type", "text/plain"), &good, 415, json),
        ("POST /events", ("Content-Encoding", "gzip"), &good, 415, json),
        ("POST /events", ("X", ""), &typo, 404, "did you mean order_shipped?"),
        ("POST /events", ("X", ""), &nobody, 400, "page and visitor"),
        ("POST /events", ("X", ""), &foreign, 404, "it has: 1001"),
        ("POST /events", ("X", ""), &extra, 400, "unknown field `pages`"),
        ("POST /events", ("X", ""), &number, 400, "expected a string"),
        ("POST /events", ("X", ""), &"{".to_owned(), 400, "EOF"),
        ("POST /events", ("X", ""), &large, 413, "bytes"),
        ("GET /events", ("X", ""), &String::new(), 405, ""),
        ("POST /webhook", ("X", ""), &good, 404, ""),
        ("GET /", ("X", ""), &String::new(), 404, ""),
    ] {
        let answer = ask(&app, line, &[header], body.as_bytes()).await;
        assert_eq!(answer.status, status, "{line} {header:?} {body}");
        assert!(answer.text().contains(why), "{why}: {}", answer.text());
        assert!(!answer.all().contains(EVENTS_TOKEN), "{}", answer.all());
    }
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!"]);
}

#[tokio::test]
async fn an_event_of_a_visitor_who_never_wrote_is_taken_and_runs_nothing() {
    let flows = "shipped:\n  when: {event: app.order_shipped}\n  steps:\n    - track: shipped\n    \
                 - say: On its way.\nhello:\n  when: any message\n  say: Pardon?\n";
    let app = Plan::of(flows).start().await;
    let told = json!({"page": PAGE, "visitor": "3003", "event": "order_shipped"});
    assert_eq!(tell(&app, &told).await, (200, json!({"queued": true})));
    app.quiet().await;
    assert!(app.replies().is_empty(), "{:?}", app.replies());
    let counted = ask(&app, "GET /tracked", &[], b"").await;
    assert_eq!(counted.text(), "[]\n");
    // Who writes first may be told afterwards.
    app.say("3003", "hello").await;
    assert_eq!(tell(&app, &told).await, (200, json!({"queued": true})));
    app.quiet().await;
    assert_eq!(app.replies_to("3003"), ["Pardon?", "On its way."]);
}

#[tokio::test]
async fn the_public_listener_takes_no_events() {
    let app = start().await;
    let bearer = [("Authorization".to_owned(), format!("Bearer {EVENTS_TOKEN}"))];
    let request = wire::request("POST /events", &bearer, order(7).to_string().as_bytes());
    assert_eq!(app.http(&request).await.status, 404);
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["Hello!"]);
}

#[tokio::test]
async fn what_was_counted_is_told_to_whoever_has_the_token() {
    const COUNTING: &str = "buy:\n  when: buy\n  steps:\n    - track: order\n      with: {size: L}\n    - say: Thanks.\n";
    let app = Plan::of(COUNTING).start().await;
    for _ in 0..3 {
        app.say(VISITOR, "buy").await;
        app.quiet().await;
    }
    let answer = ask(&app, "GET /tracked", &[], b"").await;
    assert_eq!(answer.status, 200);
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    let last = told[0]["last"].as_str().unwrap().to_owned();
    assert_eq!(told, json!([{"page": PAGE, "event": "order", "count": 3, "last": last}]));
    assert!(last.starts_with("2026-"), "{last}");
    for (header, status) in [(("Authorization", ""), 401), (("Origin", "http://x.example"), 403)] {
        assert_eq!(ask(&app, "GET /tracked", &[header], b"").await.status, status);
    }
}
