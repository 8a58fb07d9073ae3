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
use saywhen::messenger::graph::profile::Pushed;
use saywhen::messenger::graph::upload::Upload;
use saywhen::messenger::profile::Change;
use saywhen::messenger::signature::{HEADER, Secrets};
use saywhen::messenger::webhook::read;
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use saywhen::words::arrival::What;
use saywhen::words::event::{EventKind, ThreadChange, Via};
use saywhen::words::name::{Channel, OutboxId, PageId};
use saywhen::words::profile::{MenuItem, MenuTap, Profile};
use saywhen::words::reply::MediaKind;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const NOW: Timestamp = Timestamp(1_793_000_000_000);
const PATIENCE: Duration = Duration::from_mins(1);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

async fn fake(echoes: bool) -> Fake {
    fake_at(echoes, Clock::new(|| NOW)).await
}

async fn fake_at(echoes: bool, clock: Clock) -> Fake {
    let config = Config {
        port: 0,
        page: PageId::from("1001"),
        token: secret("token"),
        app_secret: secret("secret"),
        app: "42".to_owned(),
        echoes,
        clock,
    };
    Fake::start(config).await.unwrap()
}

async fn send(fake: &Fake, body: Value) -> Verdict {
    let token = secret("token");
    let graph = Graph::new(&fake.url(), "v26.0", &token, Some(&secret("secret"))).unwrap();
    graph
        .send(
            &PageId::from("1001"),
            &Call { channel: Channel::Messenger, edge: Edge::Messages, body },
        )
        .await
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
    let read = |body: &Bytes| read(body, NOW, &|_, page| page.as_str() == "1001").unwrap().arrivals;
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
async fn only_the_newest_calls_are_kept_where_somebody_says_so() {
    let fake = fake(false).await;
    fake.keep_calls(3);
    for n in 0..5 {
        send(&fake, json!({"recipient": {"id": "7"}, "message": {"text": n.to_string()}})).await;
    }
    let numbers =
        |calls: Vec<saywhen::fake::Call>| calls.iter().map(|call| call.n).collect::<Vec<_>>();
    assert_eq!(numbers(fake.calls_since(0)), [2, 3, 4]);
    assert_eq!(numbers(fake.calls_since(4)), [4]);
    assert_eq!(numbers(fake.next_calls(3).await), [3, 4]);
    assert_eq!(numbers(fake.calls_since(9)), [0; 0]);
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

/// Every sample of a message of Meta's that a Page can send as it stands.
#[tokio::test]
async fn metas_own_samples_are_taken() {
    let fake = fake(false).await;
    let mut taken = 0;
    let mut files: Vec<_> = std::fs::read_dir("tests/fixtures/send")
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let body = file["body"].clone();
        let form = file["encoding"] == "multipart/form-data";
        let named = body["persona_id"].is_string()
            || body.to_string().contains("\"attachment_id\"")
            || path.to_str().unwrap().contains("_ig_");
        if form || named || !file["path"].as_str().unwrap().ends_with("/messages") {
            continue;
        }
        let gives_away = body["thread_control"]["control_type"] == "pass";
        let verdict = send(&fake, body).await;
        assert!(matches!(verdict, Verdict::Sent { .. }), "{path:?}: {verdict:?}");
        if gives_away {
            assert_eq!(fake.give_thread("6543210987654321").await, Err(HookError::NoWebhook));
        }
        taken += 1;
    }
    assert!(taken > 35, "{taken}");
}

#[tokio::test]
async fn templates_and_keys_that_meta_would_refuse_are_refused() {
    let fake = fake(false).await;
    let template =
        |payload: Value| message(json!({"attachment": {"type": "template", "payload": payload}}));
    let card = |title: &str| json!({"title": title, "subtitle": "x"});
    let cards = |n: usize| json!({"template_type": "generic", "elements": vec![card("a"); n]});
    let image = json!({"type": "image", "payload": {"url": "https://example.org/a.png"}});
    let refused = [
        template(cards(11)),
        template(cards(0)),
        template(json!({"template_type": "generic", "elements": [{"title": "alone"}]})),
        template(json!({"template_type": "generic", "elements": [card(&"a".repeat(81))]})),
        template(json!({"template_type": "list", "elements": [card("a")]})),
        template(json!({"template_type": "media", "elements": [
            {"media_type": "image", "url": "https://example.org/a.png"}]})),
        template(json!({"template_type": "receipt", "recipient_name": "Ana"})),
        template(json!({"template_type": "coupon", "title": "x", "coupon_code": "A B"})),
        template(json!({"template_type": "product", "elements": vec![json!({"id": "1"}); 11]})),
        template(json!({"template_type": "image_grid", "elements": [{"images": [{}]}]})),
        template(json!({"template_type": "one_time_notif_req", "title": "x"})),
        message(json!({"text": "x", "tet": "y"})),
        message(json!({"text": "x", "quick_replies": [{"content_type": "text", "titel": "a"}]})),
        message(json!({"attachments": vec![image.clone(); 31]})),
        message(json!({"attachment": {"type": "picture", "payload": {}}})),
        message(json!({"attachment": {"type": "image", "payload": {}}})),
    ];
    for body in refused {
        let verdict = send(&fake, body.clone()).await;
        assert!(matches!(verdict, Verdict::Refused { .. }), "{body}: {verdict:?}");
    }
    let lost = Verdict::Attachment { code: "100/2018074".to_owned() };
    let unknown = json!({"attachment": {"type": "image", "payload": {"attachment_id": "1"}}});
    assert_eq!(send(&fake, message(unknown)).await, lost);
    let mut spoken = message(json!({"text": "x"}));
    spoken["persona_id"] = json!("1");
    assert_eq!(send(&fake, spoken).await, Verdict::Refused { code: "100".to_owned() });
}

#[tokio::test]
async fn the_window_closes_a_day_after_the_visitor_was_heard() {
    let now = Arc::new(std::sync::atomic::AtomicI64::new(NOW.0));
    let clock = now.clone();
    let load = move || Timestamp(clock.load(std::sync::atomic::Ordering::Relaxed));
    let fake = fake_at(false, Clock::new(load)).await;
    let (url, _seen) = webhook(0).await;
    fake.subscribe(&url);
    fake.say("2001", "hi").await.unwrap();
    let later =
        |hours: i64| now.store(NOW.0 + hours * 3_600_000, std::sync::atomic::Ordering::Relaxed);
    let text = || message(json!({"text": "x"}));
    let mut human = text();
    human["messaging_type"] = json!("MESSAGE_TAG");
    human["tag"] = json!("HUMAN_AGENT");
    later(24);
    assert!(matches!(send(&fake, text()).await, Verdict::Sent { .. }));
    later(25);
    let closed = Verdict::WindowClosed { code: "10/2018278".to_owned() };
    assert_eq!(send(&fake, text()).await, closed);
    assert!(matches!(send(&fake, human.clone()).await, Verdict::Sent { .. }));
    later(8 * 24);
    assert_eq!(send(&fake, human).await, closed);
    fake.tap("2001", "go:menu", "Menu", Via::Postback).await.unwrap();
    assert!(matches!(send(&fake, text()).await, Verdict::Sent { .. }));
}

#[tokio::test]
async fn uploads_speakers_profiles_and_usage_are_as_meta_has_them() {
    let fake = fake(false).await;
    let graph =
        Graph::new(&fake.url(), "v26.0", &secret("token"), Some(&secret("secret"))).unwrap();
    let page = PageId::from("1001");
    let url = Upload::Url("https://example.org/a.png".to_owned());
    let id = graph.upload((Channel::Messenger, &page), MediaKind::Image, &url).await.unwrap();
    let bytes = b"\r\n--saywhen-0000\r\n\x00\xff".to_vec();
    let (name, mime) = ("a \"b\".png".to_owned(), "image/png");
    let length = bytes.len();
    let file = Upload::File { name, mime, bytes };
    let other = graph.upload((Channel::Messenger, &page), MediaKind::Image, &file).await.unwrap();
    assert_ne!(id, other);
    let sample = |name: &str| -> Value {
        let path = format!("tests/fixtures/send/{name}.json");
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        file["body"].clone()
    };
    let calls = fake.calls_since(0);
    assert_eq!(calls[0].body.to_string(), sample("68_attachment_upload_url").to_string());
    let form = sample("69_attachment_upload_file")["message"].as_str().unwrap().to_owned();
    assert_eq!(calls[1].body["message"].to_string(), form);
    assert_eq!(calls[1].body["filedata"], length);
    let payload = json!({"type": "image", "payload": {"attachment_id": other}});
    let sent = send(&fake, message(json!({"attachment": payload}))).await;
    assert!(matches!(sent, Verdict::Sent { .. }), "{sent:?}");
    let ana = graph.persona(&page, "Ana K.", Some("https://example.org/ana.jpg")).await.unwrap();
    let made = fake.calls_since(0).pop().unwrap();
    assert_eq!(made.body.to_string(), sample("66_persona_create").to_string());
    let mut spoken = message(json!({"text": "x"}));
    spoken["persona_id"] = json!(ana);
    assert!(matches!(send(&fake, spoken).await, Verdict::Sent { .. }));
    let nobody = graph.persona(&page, &"x".repeat(51), None).await.unwrap_err();
    assert!(matches!(nobody, Verdict::Refused { .. }), "{nobody:?}");
    fake.usage(vec![("X-App-Usage".to_owned(), r#"{"call_count":95}"#.to_owned())]);
    let Verdict::Sent { slow, .. } = send(&fake, message(json!({"text": "x"}))).await else {
        panic!()
    };
    assert!(slow.is_some());
}

#[tokio::test]
async fn a_profile_shows_what_was_asked_for() {
    let fake = fake(false).await;
    fake.introduce("2001", json!({"first_name": "Ana", "locale": "cs_CZ", "timezone": 2}));
    let get = async |visitor: &str| {
        let proof = saywhen::messenger::signature::proof(&secret("secret"), &secret("token"));
        let url = format!(
            "{}/v26.0/{visitor}?fields=first_name,locale,gender&appsecret_proof={proof}",
            fake.url()
        );
        let client = reqwest::Client::new();
        let request = client.get(url).header("Authorization", "Bearer token");
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, body) = get("2001").await;
    let profile: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(status, 200);
    assert_eq!(profile, json!({"first_name": "Ana", "locale": "cs_CZ", "id": "2001"}));
    fake.start_chat("2002").await.unwrap_err();
    let (status, body) = get("2002").await;
    assert_eq!((status, body.contains("2018218")), (400, true), "{body}");
    let (status, body) = get("2003").await;
    assert_eq!((status, body.contains("\"error_subcode\":33")), (400, true), "{body}");
}

#[tokio::test]
async fn only_who_has_token_and_proof_may_call() {
    let fake = fake(false).await;
    let body = message(json!({"text": "x"}));
    let call = Call { channel: Channel::Messenger, edge: Edge::Messages, body };
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
async fn receipts_threads_and_copies_are_told_as_meta_tells_them() {
    let (fake, (url, seen)) = (fake(false).await, webhook(0).await);
    fake.subscribe(&url);
    for text in ["one", "two"] {
        assert!(matches!(send(&fake, message(json!({"text": text}))).await, Verdict::Sent { .. }));
    }
    assert_eq!(fake.deliver("2001").await, Ok(200));
    assert_eq!(fake.read("2001").await, Ok(200));
    assert_eq!(fake.take_thread("2001").await, Ok(200));
    assert_eq!(fake.give_thread("2001").await, Ok(200));
    let told = arrivals(&seen);
    let [
        What::Receipt { read: false, mids, .. },
        What::Receipt { read: true, watermark, .. },
        threads @ ..,
    ] = told.as_slice()
    else {
        panic!("{told:?}")
    };
    let sent: Vec<_> = fake.calls_since(0).into_iter().filter_map(|call| call.mid).collect();
    assert_eq!((mids, *watermark), (&sent, Some(NOW)));
    let owner = |what: &What| match what {
        What::Event(event) => match &event.kind {
            EventKind::Thread(ThreadChange::Take { to, .. } | ThreadChange::Pass { to, .. }) => {
                to.clone().unwrap()
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(threads.iter().map(owner).collect::<Vec<_>>(), ["263902037430900", "42"]);
    fake.repeat().await.unwrap();
    let bodies = seen.lock().unwrap().clone();
    let (first, again) = bodies.split_at(4);
    assert!(first.iter().rev().eq(again), "the newest first");
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
async fn echoes_of_instagram_name_no_app_and_no_reply() {
    let (fake, (url, seen)) = (fake(true).await, webhook(0).await);
    fake.subscribe(&url);
    fake.say_on_instagram("178", "2001", "hi").await.unwrap();
    let body = json!({"recipient": {"id": "2001"}, "message": {"text": "hello"}});
    assert!(matches!(send(&fake, body).await, Verdict::Sent { .. }));
    until(|| seen.lock().unwrap().len() == 2).await;
    let bodies = seen.lock().unwrap().clone();
    let read = |body: &Bytes| read(body, NOW, &|_, page| page.as_str() == "178").unwrap().arrivals;
    let heard: Vec<_> = bodies.iter().flat_map(read).collect();
    assert!(heard.iter().all(|one| one.key.channel == Channel::Instagram), "{heard:?}");
    let What::Echo(event) = &heard[1].what else { panic!("{heard:?}") };
    let EventKind::HumanEcho(echo) = &event.kind else { panic!("{event:?}") };
    assert_eq!((&echo.app, &echo.metadata), (&None, &None));
    assert_eq!(event.mid, fake.calls_since(0)[0].mid);
}

#[tokio::test]
async fn instagram_is_sent_nothing_that_only_messenger_shows() {
    let fake = fake(false).await;
    assert!(fake.say_on_instagram("178", "2001", "hi").await.is_err(), "nobody listens");
    let to = |message: Value| json!({"recipient": {"id": "2001"}, "message": message});
    let email = json!({"text": "x", "quick_replies": [{"content_type": "user_email"}]});
    for body in [
        message(json!({"text": "x", "metadata": "sw1:1"})),
        to(json!({"sticker_id": 369_239_263_222_822_u64})),
        to(json!({"attachment": {"type": "template", "payload": {"template_type": "coupon"}}})),
        to(email),
        json!({"recipient": {"id": "2001"}, "message": {"text": "x"}, "persona_id": "1"}),
        json!({"recipient": {"id": "2001"}, "message": {"text": "x"}, "tag": "CUSTOMER_FEEDBACK",
            "messaging_type": "MESSAGE_TAG"}),
    ] {
        let verdict = send(&fake, body.clone()).await;
        assert!(matches!(verdict, Verdict::Refused { .. }), "{verdict:?} for {body}");
    }
    let heart = to(json!({"attachment": {"type": "like_heart"}}));
    assert!(matches!(send(&fake, heart).await, Verdict::Sent { .. }));
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

/// A client that speaks for the Page of [`fake`] and for another one.
fn two_pages(fake: &Fake) -> (Graph, [PageId; 2]) {
    let pages = [PageId::from("1001"), PageId::from("1002")];
    fake.add_page(&pages[1], &secret("other"));
    let graph = Graph::bare(&fake.url(), "v26.0").unwrap();
    for (page, token) in pages.iter().zip(["token", "other"]) {
        graph.renew(Some(page), &secret(token), Some(&secret("secret"))).unwrap();
    }
    (graph, pages)
}

#[tokio::test]
async fn each_page_has_a_token_and_says_whose_it_is() {
    let fake = fake(false).await;
    let (graph, pages) = two_pages(&fake);
    for page in &pages {
        assert_eq!(graph.whose(Some(page)).await, Ok(page.clone()));
        assert_eq!(graph.app(Some(page)).await, Ok("42".to_owned()));
        let call = Call {
            channel: Channel::Messenger,
            edge: Edge::Messages,
            body: message(json!({"text": "hi"})),
        };
        assert!(matches!(graph.send(page, &call).await, Verdict::Sent { .. }));
    }
    let callers: Vec<_> = fake.calls_since(0).into_iter().filter_map(|call| call.page).collect();
    assert_eq!(callers, pages);
    // One Page's token is no good for the other, and one that was replaced for nobody.
    let call = Call {
        channel: Channel::Messenger,
        edge: Edge::Messages,
        body: message(json!({"text": "hi"})),
    };
    graph.renew(Some(&pages[1]), &secret("token"), Some(&secret("secret"))).unwrap();
    let wrong = graph.send(&pages[1], &call).await;
    assert_eq!(wrong, Verdict::Refused { code: "100/33".to_owned() });
    assert_eq!(graph.whose(Some(&pages[1])).await, Ok(pages[0].clone()));
    fake.add_page(&pages[0], &secret("newer"));
    let old = graph.send(&pages[0], &call).await;
    assert_eq!(old, Verdict::TokenDead { code: "190".to_owned() });
    assert_eq!(graph.send(&PageId::from("6006"), &call).await, {
        Verdict::TokenDead { code: "no token".to_owned() }
    });
}

#[tokio::test]
async fn what_stands_on_a_page_is_its_own_and_can_be_changed_and_taken_away() {
    let fake = fake(false).await;
    let (graph, [one, other]) = two_pages(&fake);
    let menu = vec![MenuItem { title: "Order".into(), does: MenuTap::Payload("go:order".into()) }];
    let mut wanted = Profile {
        get_started: Some("GET_STARTED".into()),
        greeting: vec![(None, "Hi!".into())],
        menu: vec![(None, menu)],
        ..Profile::default()
    };
    let before = graph.page_profile((Channel::Messenger, Some(&one))).await.unwrap();
    assert!(before.is_empty(), "{before:?}");
    let change = Change::between(Channel::Messenger, &before, &wanted);
    assert_eq!(
        graph.push_profile((Channel::Messenger, Some(&one)), &change).await,
        Ok(Pushed { greeting: None })
    );
    let after = graph.page_profile((Channel::Messenger, Some(&one))).await.unwrap();
    assert_eq!(after["persistent_menu"][0]["call_to_actions"][0]["title"], "Order");
    assert!(Change::between(Channel::Messenger, &after, &wanted).is_empty(), "{after:?}");
    assert_eq!(
        graph.page_profile((Channel::Messenger, Some(&other))).await,
        Ok(serde_json::Map::new())
    );

    // The greeting is refused, and everything else is taken.
    wanted.greeting = vec![(None, "x".repeat(161))];
    wanted.menu.clear();
    let change = Change::between(Channel::Messenger, &after, &wanted);
    let pushed = graph.push_profile((Channel::Messenger, Some(&one)), &change).await.unwrap();
    assert_eq!(pushed.greeting, Some(Verdict::Refused { code: "100".to_owned() }));
    let left = fake.page_profile(&one);
    assert_eq!(left["greeting"][0]["text"], "Hi!");
    assert!(left.get("persistent_menu").is_none(), "{left}");
    // Graph takes no menu without its button.
    let lonely = Profile { menu: vec![(None, vec![])], ..Profile::default() };
    assert!(
        Change::between(Channel::Messenger, &serde_json::Map::new(), &lonely)
            .set
            .contains_key("persistent_menu")
    );
    let change = Change::between(Channel::Messenger, &serde_json::Map::new(), &lonely);
    assert!(graph.push_profile((Channel::Messenger, Some(&other)), &change).await.is_err());
}
