//! JSON with secrets in it, from a flow to the server that gets it: the turn has their names, the wire
//! their values, and no value changes anything but its own text (PROMISES P19, P20).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::fetch::Gate;
use saywhen::fetch::resolve::System;
use saywhen::fetch::tell::{Note, Told};
use saywhen::limits::RENDERED_BYTES_MAX;
use saywhen::secret::Secret;
use saywhen::source::{Source, Sources};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::address::Allowed;
use saywhen::words::conversation::{Conversation, Profile};
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::input::{Answer, Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey};
use saywhen::words::turn::{Dice, Moment, Piece, Request, Want};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// A flow that sends a visitor's text and a secret in every way that JSON has.
const FLOW: &str = r#"
order:
  when: any message
  steps:
    - http: POST http://ADDRESS/orders
      json:
        item: "{{ event.text }}"
        count: 2
        ratio: 0.5
        big: true
        none: ""
        two: "{{ 1 + 1 }}"
        "a \"name\"": [new, [], {}, "{{ secret.KEY }}"]
        auth:
          alone: "{{ secret.KEY }}"
          twice: "{{ secret.KEY }}{{secret.KEY}}"
          within: "Bearer \"{{ secret.KEY }}\" \\ for {{ event.text }}, {{ 1 + 1 }}\n"
          deep: [[{key: "{{ secret.KEY }}"}]]
"#;

/// What arrives of it.
fn expected(text: &str, secret: &str) -> Value {
    json!({
        "item": text, "count": 2, "ratio": 0.5, "big": true, "none": "", "two": 2,
        "a \"name\"": ["new", [], {}, secret],
        "auth": {
            "alone": secret,
            "twice": format!("{secret}{secret}"),
            "within": format!("Bearer \"{secret}\" \\ for {text}, 2\n"),
            "deep": [[{"key": secret}]],
        },
    })
}

/// A request's head in small letters, and its body.
type Got = (String, Vec<u8>);

/// A server that keeps what it got last, and a gate to it with one secret.
struct World {
    address: String,
    got: Arc<Mutex<Vec<Got>>>,
    key: Arc<Mutex<String>>,
    gate: Gate,
    runtime: Runtime,
}

impl World {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let got: Arc<Mutex<Vec<Got>>> = Arc::default();
        let kept = Arc::clone(&got);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept)));
            }
        });
        let key = Arc::new(Mutex::new(String::new()));
        let own = Arc::clone(&key);
        let keys = move |name: &str| {
            let key = || Secret::new(own.lock().unwrap().clone());
            (name == "KEY").then(key)
        };
        Self { address, got, key, gate: Gate::new(System, Arc::new(keys), true), runtime }
    }

    fn bot(&self, flow: &str) -> Bot {
        let settings = format!("secrets: [KEY, UNSET]\nhttp: {{allow: [\"{}\"]}}\n", self.address);
        let flow = flow.replace("ADDRESS", &self.address);
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let files = vec![source("bot.yaml", &settings), source("flows/a.yaml", &flow)];
        let (bot, told) = Bot::compile(Arc::new(Sources::new(files)));
        bot.unwrap_or_else(|| panic!("{told:?}"))
    }

    /// Makes a call with this secret; what was answered, and what arrived if anything did.
    fn call(&self, request: &Request, secret: &str) -> (Answer, Option<Got>) {
        secret.clone_into(&mut self.key.lock().unwrap());
        let origin = &request.origin;
        let allow = [Allowed { host: origin.host.clone(), port: Some(origin.port) }];
        let called = self.gate.call(request, &allow, Millis::from_secs(10));
        let answer = self.runtime.block_on(called);
        (answer, self.got.lock().unwrap().pop())
    }
}

async fn serve(mut stream: TcpStream, kept: Arc<Mutex<Vec<Got>>>) {
    let mut bytes = Vec::new();
    loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= end + 4 + length {
                kept.lock().unwrap().push((head, bytes.split_off(end + 4)));
                break;
            }
        }
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        bytes.extend_from_slice(&part[..read]);
    }
    let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    let _gone = stream.write_all(answer).await;
}

/// What a bot asks when somebody writes this.
fn asked(bot: &Bot, text: &str) -> Request {
    let said = EventKind::Text(Text { text: text.to_owned(), ..Text::default() });
    let kind = InputKind::Visitor(Box::new(Event::new(said)));
    let now = Timestamp(1_790_000_000_000);
    let key =
        ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
    let at = Moment { key, now, dice: Dice::Seed(7), tracing: true };
    let profile = Profile::Silent { at: Timestamp(i64::MAX) };
    let before = Conversation { profile, ..Conversation::default() };
    let done = turn(bot, &before, &Input { seq: 1, at: now, kind }, &at);
    let Some(Want::Http(request)) = done.wants else { panic!("{done:?}") };
    // As a store would hand it out.
    serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap()
}

/// Texts with whatever means something in JSON, in templates or on a wire.
fn hostile() -> impl Strategy<Value = String> {
    let told = prop::sample::select(vec![
        "\"",
        "\\",
        "\\\"",
        "\\u0022",
        "\",\"admin\":true,\"x\":\"",
        "}",
        "]}",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{1b}",
        "\u{7f}",
        "\u{2028}",
        "\u{feff}",
        "🍕",
        "é",
        "{{ secret.KEY }}",
        "{% if %}",
        "KEY",
        "&",
        "%22",
        "+",
        " ",
        "</script>",
    ]);
    let told = told.prop_map(str::to_owned);
    let any = any::<char>().prop_map(String::from);
    prop::collection::vec(prop_oneof![3 => told, 2 => any], 1..12).prop_map(|parts| parts.concat())
}

#[test]
fn what_arrives_is_what_was_meant_whatever_the_secret_and_the_visitor_say() {
    let world = World::new();
    let bot = world.bot(FLOW);
    proptest!(ProptestConfig::with_cases(200), |(text in hostile(), secret in hostile())| {
        let text = format!("I want {text}");
        let request = asked(&bot, &text);
        let (answer, got) = world.call(&request, &secret);
        prop_assert_eq!(answer, Answer::Status { code: 204, body: json!("") });
        let (head, body) = got.unwrap();
        let arrived: Value = serde_json::from_slice(&body).unwrap();
        prop_assert_eq!(arrived, expected(&text, &secret));
        prop_assert!(head.contains(&format!("content-length: {}", body.len())), "{}", head);
        prop_assert!(head.contains("content-type: application/json"), "{}", head);
    });
}

#[test]
fn a_turn_has_the_name_of_a_secret_and_without_one_a_body_is_one_text() {
    let world = World::new();
    let request = asked(&world.bot(FLOW), "{{ secret.KEY }}");
    let body = request.body.unwrap();
    let secret = |piece: &&Piece| **piece == Piece::JsonSecret("KEY".to_owned());
    assert_eq!(body.iter().filter(secret).count(), 6, "{body:?}");
    assert!(
        matches!(&body[0], Piece::Text(text) if text.contains("\"item\":\"{{ secret.KEY }}\""))
    );
    let plain = "a:\n  when: any message\n  steps:\n    - http: POST http://ADDRESS/\n      \
                 json: {b: \"{{ event.text }}\", a: [1, \"x {{ 2 }}\"]}\n";
    let body = asked(&world.bot(plain), "\"tea\"").body;
    let json = r#"{"b":"\"tea\"","a":[1,"x 2"]}"#;
    assert_eq!(body, Some(vec![Piece::Text(json.to_owned())]));
}

#[test]
fn a_secret_that_is_not_set_fails_alike_in_json_in_a_header_and_for_a_webhook() {
    let world = World::new();
    let flow = |with: &str| {
        format!(
            "a:\n  when: any message\n  steps:\n    - http: POST http://ADDRESS/\n      {with}\n"
        )
    };
    let why = "a secret of it is not set".to_owned();
    for with in [
        "json: {key: \"{{ secret.UNSET }}\"}",
        "json: [[\"Bearer {{ secret.UNSET }}\"]]",
        "headers: {Authorization: \"Bearer {{ secret.UNSET }}\"}",
        "form: {key: \"{{ secret.UNSET }}\"}",
    ] {
        let (answer, got) = world.call(&asked(&world.bot(&flow(with)), "hi"), "s3cret");
        assert_eq!((answer, got), (Answer::Refused { why: why.clone() }, None), "{with}");
    }
    let here = Piece::Text(format!("http://{}/", world.address));
    let unset = vec![Piece::Secret("UNSET".to_owned())];
    let url = vec![here.clone(), Piece::Secret("UNSET".to_owned())];
    for (url, headers) in [(url, vec![]), (vec![here], vec![("X-Key".to_owned(), unset)])] {
        let note = Note { url, headers, body: "{}".to_owned(), key: "k1".to_owned() };
        let told = world.runtime.block_on(world.gate.tell(&note));
        assert_eq!(told, Told::Not { why: why.clone(), wait: None });
    }
    assert!(world.got.lock().unwrap().is_empty());
}

#[test]
fn a_body_is_no_larger_with_its_secrets_than_one_may_be_without() {
    let world = World::new();
    let flow = "a:\n  when: any message\n  steps:\n    - http: POST http://ADDRESS/\n      \
                json: {key: \"{{ secret.KEY }}\"}\n";
    let request = asked(&world.bot(flow), "hi");
    let most = RENDERED_BYTES_MAX - "{\"key\":\"\"}".len();
    let (_, got) = world.call(&request, &"x".repeat(most));
    assert_eq!(got.unwrap().1.len(), RENDERED_BYTES_MAX);
    for secret in ["x".repeat(most + 1), "\u{1}".repeat(most / 6 + 1)] {
        let (answer, got) = world.call(&request, &secret);
        let why = "it is too large with its secrets".to_owned();
        assert_eq!((answer, got), (Answer::Refused { why }, None));
    }
}
