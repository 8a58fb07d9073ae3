//! The fake Messenger: it takes what Meta would take, and tells a webhook what Meta would tell.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use saywhen::fake::script::Step;
use saywhen::fake::{Config, Fake, HookError};
use saywhen::messenger::answer::Verdict;
use saywhen::messenger::encode::{Call, Edge, outbox_id};
use saywhen::messenger::graph::Graph;
use saywhen::messenger::signature::{HEADER, Secrets};
use saywhen::messenger::webhook::read;
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use saywhen::words::arrival::What;
use saywhen::words::event::{EventKind, Via};
use saywhen::words::name::{OutboxId, PageId};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const NOW: Timestamp = Timestamp(1_793_000_000_000);
const PATIENCE: Duration = Duration::from_secs(5);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

async fn fake(echoes: bool) -> Fake {
    let config = Config {
        port: 0,
        page: PageId::from("1001"),
        token: secret("token"),
        app_secret: secret("secret"),
        app: "42".to_owned(),
        echoes,
        clock: Clock::new(|| NOW),
    };
    Fake::start(config).await.unwrap()
}

async fn send(fake: &Fake, body: Value) -> Verdict {
    let token = secret("token");
    let graph = Graph::new(&fake.url(), "v26.0", &token, Some(&secret("secret"))).unwrap();
    graph.send(&PageId::from("1001"), &Call { edge: Edge::Messages, body }).await
}

fn message(message: Value) -> Value {
    json!({"recipient": {"id": "2001"}, "messaging_type": "RESPONSE", "message": message})
}

/// What came to a webhook: bodies whose signature fits.
type Seen = Arc<Mutex<Vec<Bytes>>>;

/// A webhook that acknowledges everything but the first `failures` requests.
async fn webhook(failures: usize) -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let seen = Seen::default();
    let (out, left) = (seen.clone(), Arc::new(Mutex::new(failures)));
    tokio::task::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (seen, left) = (seen.clone(), left.clone());
            let service = service_fn(move |request: Request<hyper::body::Incoming>| {
                acknowledge(request, seen.clone(), left.clone())
            });
            let connection = hyper::server::conn::http1::Builder::new();
            tokio::task::spawn(connection.serve_connection(TokioIo::new(stream), service));
        }
    });
    (url, out)
}

async fn acknowledge(
    request: Request<hyper::body::Incoming>,
    seen: Seen,
    left: Arc<Mutex<usize>>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let signature = request.headers()[HEADER].as_bytes().to_vec();
    let body = request.into_body().collect().await?.to_bytes();
    let mut left = left.lock().unwrap();
    let mut response = Response::new(Full::new(Bytes::from("EVENT_RECEIVED")));
    if *left > 0 {
        *left -= 1;
        *response.status_mut() = hyper::StatusCode::SERVICE_UNAVAILABLE;
    } else if Secrets::new(&[secret("secret")]).unwrap().verify(&[&signature], &body).is_some() {
        seen.lock().unwrap().push(body);
    }
    Ok(response)
}

fn arrivals(seen: &Seen) -> Vec<What> {
    let bodies = seen.lock().unwrap().clone();
    let read = |body: &Bytes| read(body, NOW, &|page| page.as_str() == "1001").unwrap().arrivals;
    bodies.iter().flat_map(read).map(|arrival| arrival.what).collect()
}

async fn until(mut done: impl FnMut() -> bool) {
    let waiting = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap();
}

#[tokio::test]
async fn calls_are_kept_in_order_with_their_time() {
    let fake = fake(false).await;
    for text in ["one", "two"] {
        send(&fake, message(json!({ "text": text }))).await;
    }
    send(&fake, json!({"recipient": {"id": "2001"}, "sender_action": "mark_seen"})).await;
    let calls = fake.wait_for(3, PATIENCE).await;
    let texts: Vec<_> = calls.iter().map(|call| call.body["message"]["text"].clone()).collect();
    assert_eq!(texts, [json!("one"), json!("two"), Value::Null]);
    assert_eq!(calls.iter().map(|call| call.n).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(calls.iter().all(|call| call.at == NOW && call.accepted && call.status == Some(200)));
    assert_ne!(calls[0].mid, calls[1].mid);
    assert_eq!(calls[2].mid, None);
    assert_eq!(fake.delivered()["2001"], 2);
    assert_eq!(fake.calls_since(2).len(), 1);
    assert_eq!(fake.next_calls(1).await.len(), 2);
}

#[tokio::test]
async fn what_meta_would_refuse_is_refused() {
    let fake = fake(false).await;
    let text = |n| json!({"text": "a".repeat(n)});
    let button = |n: usize| {
        let buttons = vec![json!({"type": "postback", "title": "a", "payload": "b"}); n];
        let payload = json!({"template_type": "button", "text": "x", "buttons": buttons});
        json!({"attachment": {"type": "template", "payload": payload}})
    };
    let replies = |n: usize| {
        let reply = json!({"content_type": "text", "title": "a", "payload": "b"});
        json!({"text": "x", "quick_replies": vec![reply; n]})
    };
    let lane = |kind: &str, tag: &str| {
        let recipient = json!({"id": "2001"});
        json!({"recipient": recipient, "messaging_type": kind, "tag": tag, "message": {"text": "x"}})
    };
    let taken = [text(1), text(2_000), button(1), button(3), replies(13)].map(message);
    let taken = taken.into_iter().chain([lane("MESSAGE_TAG", "HUMAN_AGENT")]);
    for body in taken {
        let verdict = send(&fake, body).await;
        assert!(matches!(verdict, Verdict::Sent { .. }), "{verdict:?}");
    }
    let long = json!({"text": "x", "metadata": "m".repeat(1_000)});
    let both = json!({"text": "x", "attachment": {"type": "image"}});
    let refused = [json!({}), text(0), text(2_001), button(0), button(4), replies(14), long, both];
    let refused = refused.map(message).into_iter().chain([
        json!({"message": {"text": "x"}}),
        json!({"recipient": {"id": "2001"}}),
        json!({"recipient": {"id": "2001"}, "sender_action": "dance"}),
        lane("MESSAGE_TAG", "ACCOUNT_UPDATE"),
        lane("NEWS", ""),
        json!([]),
    ]);
    let before = fake.calls_since(0).len();
    for body in refused {
        let verdict = send(&fake, body.clone()).await;
        assert!(matches!(verdict, Verdict::Refused { .. }), "{body}: {verdict:?}");
    }
    assert!(fake.calls_since(before).iter().all(|call| !call.accepted && call.mid.is_none()));
    let mut mixed = message(json!({"text": "x"}));
    mixed["sender_action"] = json!("typing_on");
    let code = "100/2018014".to_owned();
    assert_eq!(send(&fake, mixed).await, Verdict::Refused { code });
}

#[tokio::test]
async fn only_who_has_token_and_proof_may_call() {
    let fake = fake(false).await;
    let body = message(json!({"text": "x"}));
    let call = Call { edge: Edge::Messages, body };
    let graph = |token, key: Option<&str>| {
        let key = key.map(secret);
        Graph::new(&fake.url(), "v26.0", &secret(token), key.as_ref()).unwrap()
    };
    let page = PageId::from("1001");
    let send = async |token, key, page| graph(token, key).send(page, &call).await;
    let code = |code: &str| code.to_owned();
    let dead = Verdict::TokenDead { code: code("190") };
    assert_eq!(send("other", Some("secret"), &page).await, dead);
    let refused = Verdict::Refused { code: code("100") };
    assert_eq!(send("token", None, &page).await, refused);
    assert_eq!(send("token", Some("other"), &page).await, refused);
    let elsewhere = Verdict::Refused { code: code("100/33") };
    assert_eq!(send("token", Some("secret"), &PageId::from("7")).await, elsewhere);
    assert!(fake.calls_since(0).iter().all(|call| !call.accepted));
}

#[tokio::test]
async fn scripts_are_for_all_or_for_one() {
    let fake = fake(false).await;
    fake.script([Step::status(500)]);
    fake.script_for("3001", [Step::error(400, 551, 1_545_041)]);
    let to = |id: &str| json!({"recipient": {"id": id}, "messaging_type": "RESPONSE", "message": {"text": "x"}});
    let gone = Verdict::Gone { code: "551/1545041".to_owned() };
    assert_eq!(send(&fake, to("3001")).await, gone);
    assert!(matches!(send(&fake, to("2001")).await, Verdict::Transient { .. }));
    assert!(matches!(send(&fake, to("2001")).await, Verdict::Sent { .. }));
    assert!(matches!(send(&fake, to("3001")).await, Verdict::Sent { .. }));
}

#[tokio::test]
async fn visitors_write_and_tap() {
    let (fake, (url, seen)) = (fake(false).await, webhook(0).await);
    assert_eq!(fake.say("2001", "hi").await, Err(HookError::NoWebhook));
    fake.subscribe(&url);
    assert_eq!(fake.say("2001", "žluťoučký 🐎 / <").await, Ok(200));
    fake.tap("2001", "go:menu", "Menu", Via::Postback).await.unwrap();
    fake.tap("2001", "go:red", "Red", Via::QuickReply).await.unwrap();
    fake.start_chat("2001").await.unwrap();
    let kinds: Vec<_> = arrivals(&seen)
        .into_iter()
        .map(|what| match what {
            What::Event(event) => (event.kind, event.sent_at, event.mid.unwrap()),
            other => panic!("{other:?}"),
        })
        .collect();
    let EventKind::Text(text) = &kinds[0].0 else { panic!() };
    assert_eq!(text.text, "žluťoučký 🐎 / <");
    let taps: Vec<_> = kinds[1..]
        .iter()
        .map(|(kind, ..)| match kind {
            EventKind::Tap(tap) => (tap.payload.as_deref().unwrap(), tap.via),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected =
        [("go:menu", Via::Postback), ("go:red", Via::QuickReply), ("GET_STARTED", Via::Postback)];
    assert_eq!(taps, expected);
    assert!(kinds.iter().all(|(_, sent_at, _)| *sent_at == Some(NOW)));
    let mids: std::collections::BTreeSet<_> = kinds.iter().map(|(.., mid)| mid.as_str()).collect();
    assert_eq!(mids.len(), 4);
}

#[tokio::test]
async fn echoes_bring_metadata_and_mid_back() {
    let (fake, (url, seen)) = (fake(true).await, webhook(2).await);
    fake.subscribe(&url);
    let id = OutboxId([7; 16]);
    fake.script([Step::TakeThenReset, Step::status(500)]);
    let body = message(json!({"text": "hi", "metadata": format!("sw1:{id}")}));
    assert!(matches!(send(&fake, body.clone()).await, Verdict::Uncertain { .. }));
    assert!(matches!(send(&fake, body).await, Verdict::Transient { .. }));
    until(|| !seen.lock().unwrap().is_empty()).await;
    let echoes = arrivals(&seen);
    let [What::Echo(event)] = echoes.as_slice() else { panic!("{echoes:?}") };
    let EventKind::HumanEcho(echo) = &event.kind else { panic!("{event:?}") };
    assert_eq!(outbox_id(echo.metadata.as_deref().unwrap()), Some(id));
    assert_eq!((echo.app.as_deref(), echo.text.as_deref()), (Some("42"), Some("hi")));
    assert_eq!(event.mid, fake.calls_since(0)[0].mid);
}

#[tokio::test]
async fn it_stops_when_the_last_handle_is_dropped() {
    let fake = fake(false).await;
    let (url, port, other) = (fake.url(), fake.port(), fake.clone());
    drop(fake);
    assert!(matches!(send(&other, message(json!({"text": "x"}))).await, Verdict::Sent { .. }));
    assert!(url.ends_with(&port.to_string()));
    drop(other);
    let mut free = TcpListener::bind(("127.0.0.1", port)).await;
    for _ in 0..200 {
        if free.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        free = TcpListener::bind(("127.0.0.1", port)).await;
    }
    free.unwrap();
}
