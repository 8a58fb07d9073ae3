//! Runs `tests/cases/webhook.json`: hostile and faulty requests over a raw connection. Every key of
//! an expectation is checked, or named with the reason why not; so is every case.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use saywhen::messenger::signature::{Secrets, sign};
use saywhen::store::counts::Counts;
use saywhen::store::memory::Memory;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::app::{APP_SECRET, MINUTE, PAGE, Plan, TestApp, rush, secret};
use crate::faulty::Faulty;
use crate::wire::{self, Answer};

type App = TestApp<Faulty<Memory>>;

/// What nearly all cases say of themselves as their time.
const SENT_AT: i64 = 1_700_000_000_000;

/// Cases that need something else than this process.
const LEFT_OUT: [(&str, &str); 6] = [
    ("wh-idle-conns", "20,000 connections: a matter of load tests"),
    ("wh-h2-rapid-reset", "HTTP/2 is not spoken; what is no HTTP/1.1 ends the connection"),
    ("wh-flood-unsigned", "20,000 requests a second: a matter of load tests"),
    ("wh-disk-full", "order::what_cannot_be_stored_is_not_acknowledged has a store without room"),
    ("dd-forged", "there is no data deletion yet"),
    ("dd-alg-none", "there is no data deletion yet"),
];

/// Expectations that are not looked at.
const NOT_CHECKED: [(&str, &str); 17] = [
    ("closed_within_s", "no assertion on time"),
    ("dashboard_html_escaped", "there is no dashboard yet"),
    ("disk_writes", "a matter of load tests"),
    ("exit", "a matter of the command line's own tests"),
    ("healthy_request_p99_ms", "a matter of load tests"),
    ("log_client_ip_not", "addresses of clients are not logged at all"),
    ("log_lines_per_s_max", "a matter of load tests"),
    ("max_cpu_ms", "no assertion on time; it ends"),
    ("max_ms", "no assertion on time; it ends"),
    ("max_rss_delta_mb", "a matter of load tests"),
    ("metric", "there are no metrics yet"),
    ("note", "for people"),
    ("outbound_requests", "nothing fetches addresses yet"),
    ("rows_deleted", "there is no data deletion yet"),
    ("signed_p99_ms", "a matter of load tests"),
    ("psid_if_processed", "messenger's own tests read ids that are numbers"),
    ("state_changed", "where there is no row, nothing has changed: see inbox_rows"),
];

const FLOWS: &str = "\
colour:
  when: {payload: COLOR_RED}
  say: route COLOR_RED
unknown:
  when: any message
  if: event.kind == 'tap'
  say: fallback
echo:
  when: any message
  say: \"{{ event.text or 'no words' }}\"
admin:
  say: refunded
";

fn cases() -> Vec<Value> {
    let text = std::fs::read_to_string("tests/cases/webhook.json").unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["constants"]["app_secret"], APP_SECRET);
    file["cases"].as_array().unwrap().clone()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

#[test]
fn every_case_and_every_expectation_is_run_or_named() {
    let cases = cases();
    let ids: BTreeSet<_> = cases.iter().map(id).collect();
    assert!(LEFT_OUT.iter().all(|(id, _)| ids.contains(id)), "a case is gone");
    let keys =
        |case: &Value| case["expect"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let used: BTreeSet<String> = cases.iter().flat_map(keys).collect();
    for key in &used {
        let named = NOT_CHECKED.iter().any(|(known, _)| known == key);
        assert!(named != CHECKED.contains(&key.as_str()), "{key}");
    }
    let known = NOT_CHECKED.iter().map(|(key, _)| key).chain(&CHECKED);
    assert!(known.clone().all(|key| used.contains(*key)), "an expectation is gone");
}

#[tokio::test]
async fn every_case_comes_out_as_it_should() {
    rush();
    let mut wrong = Vec::new();
    for case in cases() {
        if LEFT_OUT.iter().any(|(left, _)| *left == id(&case)) {
            continue;
        }
        if case["expect"]["startup"] == "refuse" {
            assert!(Secrets::new(&[secret("")]).is_err());
            continue;
        }
        if let Err(why) = run(&case).await {
            wrong.push(format!("{}: {why}", id(&case)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn run(case: &Value) -> Result<(), String> {
    let store = Faulty::new(Memory::new());
    let rotated = case["setup"]["app_secrets"].as_array().is_some_and(|list| list.len() == 2);
    let secrets = if rotated { vec![APP_SECRET, "test_app_secret_old"] } else { vec![APP_SECRET] };
    let plan = Plan { secrets, now: SENT_AT + MINUTE, ..Plan::of(FLOWS) };
    let app = plan.start_on(store.clone()).await;
    let down = case["setup"]["fault"] == "store_down";
    store.fail(down);
    let answer = send(&app, case).await;
    store.fail(false);
    let counts = app.quiet().await;
    let mut seen = Seen { case, app: &app, answer, counts };
    for (key, wanted) in case["expect"].as_object().unwrap() {
        if CHECKED.contains(&key.as_str()) && key != "then" {
            seen.check(key, wanted).await.map_err(|why| format!("{key}: {why}"))?;
        }
    }
    let then = &case["expect"]["then"];
    if then["resend"] == true {
        seen.answer = send(&app, case).await;
        seen.counts = app.quiet().await;
        for key in ["inbox_rows", "replies"] {
            seen.check(key, &then[key]).await.map_err(|why| format!("then {key}: {why}"))?;
        }
    }
    Ok(())
}

/// What `materialize.py` makes of a case: a request's line, headers and body.
struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn of(case: &Value) -> Self {
        let request = &case["request"];
        let body = match (&request["body_b64"], &request["body_gen"]) {
            (Value::String(text), _) => BASE64_STANDARD.decode(text).unwrap(),
            (_, Value::Null) => Vec::new(),
            (_, made) => generate(made),
        };
        let mut headers = Vec::new();
        for (name, value) in request["headers"].as_object().unwrap() {
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            let text = |value: &Value| (name.clone(), value.as_str().unwrap().to_owned());
            headers.extend(values.iter().map(text));
        }
        let signed = headers.iter().any(|(name, _)| name.to_lowercase().starts_with("x-hub"));
        if request["sign"] == "valid" && !signed {
            headers.push(("X-Hub-Signature-256".into(), sign(&secret(APP_SECRET), &body)));
        }
        let (method, path) =
            (request["method"].as_str().unwrap(), request["path"].as_str().unwrap());
        let query = query(&request["query"]);
        let mark = if query.is_empty() { "" } else { "?" };
        Self { line: format!("{method} {path}{mark}{query}"), headers, body }
    }

    fn bytes(&self) -> Vec<u8> {
        wire::request(&self.line, &self.headers, &self.body)
    }

    fn sign(&mut self) {
        self.headers.retain(|(name, _)| !name.to_lowercase().starts_with("x-hub"));
        self.headers.push(("X-Hub-Signature-256".into(), sign(&secret(APP_SECRET), &self.body)));
    }
}

fn query(query: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pairs: Vec<(String, String)> = match query {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), text(value))).collect(),
        Value::Array(list) => list.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn generate(made: &Value) -> Vec<u8> {
    let number = |key: &str| usize::try_from(made[key].as_u64().unwrap()).unwrap();
    let text = |key: &str| made[key].as_str().unwrap_or_default();
    let item = |visitor: &str, message: Value| {
        json!({"id": PAGE, "time": 1, "messaging": [{"sender": {"id": visitor},
            "recipient": {"id": PAGE}, "timestamp": 1, "message": message}]})
    };
    let request = |entries: Vec<Value>| json!({"object": "page", "entry": entries}).to_string();
    let hi =
        |n: usize| item(&(3000 + n).to_string(), json!({"mid": format!("m_g{n}"), "text": "hi"}));
    match text("type") {
        "batch" => request((0..number("entries")).map(hi).collect()).into_bytes(),
        "nest" => {
            (text("open").repeat(number("depth")) + &text("close").repeat(number("depth"))).into()
        }
        "nest_field" => {
            let depth = number("depth");
            let deep = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
            let body =
                request(vec![item("2001", json!({"mid": "m_nf", "text": "x", "zz": "deep"}))]);
            body.replace("\"deep\"", &deep).into_bytes()
        }
        "text" => {
            let words = text("unit").repeat(number("count")) + text("suffix");
            request(vec![item("2001", json!({"mid": "m_gt", "text": words}))]).into_bytes()
        }
        "bytes" => vec![b'a'; number("count")],
        // What is in it does not matter: it is refused before it is read.
        "gzip_zeros" => vec![0; 10_000],
        other => panic!("no body of the type {other}"),
    }
}

/// Sends a case's request, as often and as badly as it says; the last answer.
async fn send(app: &App, case: &Value) -> Answer {
    let request = Request::of(case);
    let repeat = &case["request"]["repeat"];
    if !case["request"]["transport"].is_null() {
        return over(app, &request, &case["request"]["transport"]).await;
    }
    if repeat["mutate"] == "flip_each_bit" {
        return flipped(app, request).await;
    }
    let times = repeat["times"].as_u64().unwrap_or(1);
    let mut answer = Answer::default();
    for n in 0..times {
        if n > 0 {
            let gone = repeat["clock_advance_s"].as_i64().unwrap_or(0);
            app.hand.advance(gone * 1000);
        }
        let mut request = Request {
            line: request.line.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        };
        if repeat["each_new_mid"] == true {
            let text = String::from_utf8(request.body).unwrap();
            request.body = text.replace("m_loop", &format!("m_loop{n}")).into_bytes();
            request.sign();
        }
        answer = app.http(&request.bytes()).await;
        if times > 1 {
            app.quiet().await;
        }
    }
    answer
}

async fn flipped(app: &App, mut request: Request) -> Answer {
    let mut last = Answer::default();
    for bit in 0..(request.body.len() * 8).min(4096) {
        request.body[bit / 8] ^= 1 << (bit % 8);
        last = app.http(&request.bytes()).await;
        request.body[bit / 8] ^= 1 << (bit % 8);
        if last.status != 401 {
            return last;
        }
    }
    last
}

/// Requests that are cut, endless, slow or not one.
async fn over(app: &App, request: &Request, transport: &Value) -> Answer {
    let mut stream = TcpStream::connect(app.app().address).await.unwrap();
    let mut rest = Vec::new();
    let mut headers = request.headers.clone();
    let known = transport.as_object().unwrap().keys().next().unwrap().as_str();
    let bytes = match known {
        "raw_b64" => BASE64_STANDARD.decode(transport["raw_b64"].as_str().unwrap()).unwrap(),
        "declare_length" => {
            headers.push(("Content-Length".into(), transport["declare_length"].to_string()));
            wire::request(&request.line, &headers, &[b'a'; 1024])
        }
        "headers_count" => {
            let value = "x".repeat(1024);
            headers.extend((0..1000).map(|n| (format!("X-{n}"), value.clone())));
            wire::request(&request.line, &headers, &[])
        }
        "chunked" => {
            headers.push(("Transfer-Encoding".into(), "chunked".into()));
            let mut bytes = wire::request(&request.line, &headers, &[]);
            let piece = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
            bytes.extend(piece.repeat(80).into_bytes());
            bytes
        }
        "slow_headers_s" => b"POST /webhook HTTP/1.1\r\nHost: x\r\nX-Slow: 1".to_vec(),
        "slow_body_bps" => request.bytes()[..request.bytes().len() - 5].to_vec(),
        "pipeline" => request.bytes(),
        other => panic!("no transport of the kind {other}"),
    };
    let times = transport["pipeline"].as_u64().unwrap_or(1);
    let mut answer = Answer::default();
    for _ in 0..times {
        // The other side may have heard enough before it has heard everything.
        if stream.write_all(&bytes).await.is_err() {
            break;
        }
    }
    for _ in 0..times {
        answer = wire::answer(&mut stream, &mut rest, false).await;
        if answer.status != 200 {
            break;
        }
    }
    answer
}

/// Expectations that are looked at.
const CHECKED: [&str; 23] = [
    "alive_after",
    "body_exact",
    "body_not_contains",
    "connection",
    "content_type",
    "echo_text_equal",
    "header_absent",
    "header_present",
    "inbox_rows",
    "log_control_chars_escaped",
    "log_not_contains",
    "no_leak",
    "replies",
    "replies_max",
    "replies_min",
    "reply_chunks_max_len",
    "reply_is",
    "route",
    "startup",
    "status",
    "template_evaluated",
    "then",
    "unoffered_step_entered",
];

/// What came of a case.
struct Seen<'a> {
    case: &'a Value,
    app: &'a App,
    answer: Answer,
    counts: Counts,
}

impl Seen<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm for each key")]
    async fn check(&self, key: &str, wanted: &Value) -> Result<(), String> {
        let fine = |fine: bool, found: String| {
            if fine { Ok(()) } else { Err(format!("{found}, not {wanted}")) }
        };
        let replies = self.app.replies();
        let said = || replies.first().map(|(_, text)| text.clone()).unwrap_or_default();
        let words = || wanted.as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        let logs = || self.app.logs.text() + &self.app.logs.json();
        let count = replies.len() as u64;
        let rows = self.counts.queued + self.counts.done + self.counts.skipped + self.counts.dead;
        match key {
            "alive_after" => fine(self.app.get("/healthz").await.status == 200, "dead".into()),
            "status" => {
                let status = json!(self.answer.status);
                let fits = wanted == &status
                    || wanted.as_array().is_some_and(|list| list.contains(&status));
                fine(fits, status.to_string())
            }
            "body_exact" => fine(*wanted == self.answer.text().as_str(), self.answer.text()),
            "body_not_contains" => {
                fine(words().all(|word| !self.answer.all().contains(word)), self.answer.all())
            }
            "connection" => {
                fine(self.answer.header("connection") == wanted.as_str(), self.answer.all())
            }
            "content_type" => {
                fine(self.answer.header("content-type") == wanted.as_str(), self.answer.all())
            }
            "header_absent" => {
                fine(words().all(|name| self.answer.header(name).is_none()), self.answer.all())
            }
            "header_present" => {
                let names = wanted.as_object().unwrap().keys();
                fine(
                    names.into_iter().all(|name| self.answer.header(name).is_some()),
                    self.answer.all(),
                )
            }
            "inbox_rows" => fine(*wanted == rows, rows.to_string()),
            "log_control_chars_escaped" => {
                let plain = logs().chars().all(|c| c == '\n' || !c.is_control());
                fine(plain, "a control character is logged".into())
            }
            "log_not_contains" => fine(words().all(|word| !logs().contains(word)), logs()),
            "no_leak" => {
                let said: String =
                    self.app.fake.calls_since(0).iter().map(|call| call.body.to_string()).collect();
                let out = logs() + &self.answer.all() + &said;
                fine(words().all(|word| !out.contains(word)), "a secret is out".into())
            }
            "replies" => fine(*wanted == count, count.to_string()),
            "replies_max" => fine(count <= wanted.as_u64().unwrap(), count.to_string()),
            "replies_min" => fine(count >= wanted.as_u64().unwrap(), count.to_string()),
            "reply_chunks_max_len" => {
                let most = wanted.as_u64().unwrap();
                let longest =
                    replies.iter().map(|(_, text)| text.encode_utf16().count() as u64).max();
                fine(
                    longest.is_some_and(|longest| longest <= most && count > 1),
                    format!("{longest:?}"),
                )
            }
            "reply_is" | "echo_text_equal" => fine(*wanted == said().as_str(), said()),
            "route" => fine(said() == format!("route {}", wanted.as_str().unwrap()), said()),
            "template_evaluated" => {
                fine(self.case["expect"]["echo_text_equal"] == said().as_str(), said())
            }
            "unoffered_step_entered" => fine(!said().contains("refunded"), said()),
            other => panic!("nobody knows {other}"),
        }
    }
}
