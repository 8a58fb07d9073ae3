//! Outward calls: `tests/cases/http_actions.json` through the gate, with a DNS and shops of the test's
//! own on loopback (PROMISES P19). What flows make of the answers is in `tests/conversations/http`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use saywhen::fetch::Gate;
use saywhen::fetch::resolve::{Found, Resolver};
use saywhen::fetch::tell::{Note, Told};
use saywhen::secret::Secret;
use saywhen::time::Millis;
use saywhen::words::address::{Allowed, Origin};
use saywhen::words::input::Answer;
use saywhen::words::name::FetchId;
use saywhen::words::turn::{Piece, Request};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A DNS that knows what a case says; the n-th question gets the n-th answer.
#[derive(Debug)]
struct Names(Vec<Vec<IpAddr>>, AtomicUsize);

impl Resolver for Names {
    fn resolve<'a>(&'a self, _: &'a str) -> Found<'a> {
        let nth = self.1.fetch_add(1, Ordering::Relaxed).min(self.0.len().saturating_sub(1));
        Box::pin(async move { self.0.get(nth).cloned().unwrap_or_default() })
    }
}

fn gate(dns: &[&[&str]], local: bool) -> Gate {
    let numbers = |all: &&[&str]| all.iter().map(|ip| ip.parse().unwrap()).collect();
    let names = Names(dns.iter().map(numbers).collect(), AtomicUsize::default());
    let keys = |name: &str| (name == "crm").then(|| Secret::new("s3cret".to_owned()));
    Gate::new(names, Arc::new(keys), local)
}

fn request(method: &str, origin: Origin) -> Request {
    Request {
        fetch: FetchId::from("f1"),
        method: method.to_owned(),
        origin,
        path: vec![Piece::Text("/".to_owned())],
        headers: Vec::new(),
        body: None,
        timeout: Millis(400),
        retries: 2,
        cache: None,
    }
}

async fn call(gate: &Gate, request: &Request) -> Answer {
    let allow = [Allowed { host: request.origin.host.clone(), port: Some(request.origin.port) }];
    gate.call(request, &allow, Millis::from_secs(10)).await
}

/// A shop that answers every call in one way, and counts and keeps the calls.
struct Shop {
    origin: Origin,
    calls: Arc<AtomicUsize>,
    last: Arc<std::sync::Mutex<String>>,
}

impl Shop {
    async fn open(answer: &'static [u8], then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (calls, last) = (Arc::new(AtomicUsize::new(0)), Arc::default());
        let shop = Self { origin: Origin::parse(&address).unwrap(), calls, last };
        let (calls, last) = (shop.calls.clone(), Arc::clone(&shop.last));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                calls.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, answer, then, Arc::clone(&last)));
            }
        });
        shop
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

/// What a shop does after its answer.
#[derive(Clone, Copy)]
enum Then {
    Ends,
    /// One byte after the other, for ever.
    Drips,
    /// As fast as it can, for ever.
    Floods,
}

async fn serve(
    mut stream: TcpStream,
    answer: &'static [u8],
    then: Then,
    last: Arc<std::sync::Mutex<String>>,
) {
    let mut head = vec![0; 8192];
    let read = stream.read(&mut head).await.unwrap_or(0);
    *last.lock().unwrap() = String::from_utf8_lossy(&head[..read]).into_owned();
    if stream.write_all(answer).await.is_err() {
        return;
    }
    let block = vec![b'x'; 64 * 1024];
    loop {
        let written = match then {
            Then::Ends => return,
            Then::Drips => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                stream.write_all(b"x").await
            }
            Then::Floods => stream.write_all(&block).await,
        };
        if written.is_err() {
            return;
        }
    }
}

fn is_refused(answer: &Answer) -> bool {
    matches!(answer, Answer::Refused { .. })
}

fn cases() -> Vec<Value> {
    let cases: Value = serde_json::from_str(include_str!("cases/http_actions.json")).unwrap();
    cases["cases"].as_array().unwrap().clone()
}

/// Where the names of the cases lead.
fn dns(case: &Value) -> Vec<Vec<String>> {
    let texts = |list: &Value| {
        list.as_array().unwrap().iter().map(|ip| ip.as_str().unwrap().to_owned()).collect()
    };
    match case["server"]["dns"].as_array() {
        Some(told) => told.iter().map(texts).collect(),
        None => vec![vec!["127.0.0.1".to_owned()]],
    }
}

#[tokio::test]
async fn nothing_internal_is_ever_reached() {
    let mut tried = 0;
    for case in cases().iter().filter(|case| case["expect"]["result"] == "blocked") {
        let (id, url) = (case["id"].as_str().unwrap(), case["url"].as_str().unwrap());
        if id == "http-proxy-env" {
            continue;
        }
        tried += 1;
        // What is no plain address of a server is refused where it is written.
        let Some(origin) = Origin::parse(url) else { continue };
        let dns = dns(case);
        let dns: Vec<Vec<&str>> =
            dns.iter().map(|all| all.iter().map(String::as_str).collect()).collect();
        let dns: Vec<&[&str]> = dns.iter().map(Vec::as_slice).collect();
        let gate = gate(&dns, false);
        for again in 0..2 {
            let answer = call(&gate, &request("GET", origin.clone())).await;
            assert!(is_refused(&answer), "{id}, {again}: {answer:?}");
        }
    }
    assert_eq!(tried, 30, "the cases are gone");
}

#[tokio::test]
async fn only_listed_hosts_are_asked_and_this_machine_only_in_dev() {
    let shop = Shop::open(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Then::Ends).await;
    let asked = request("GET", shop.origin.clone());
    let told = Answer::Status { code: 200, body: json!("hi") };
    assert_eq!(call(&gate(&[], true), &asked).await, told);
    assert!(is_refused(&call(&gate(&[], false), &asked).await));
    let others = [Allowed { host: "shop.example.com".to_owned(), port: None }];
    assert!(is_refused(&gate(&[], true).call(&asked, &others, Millis::from_secs(5)).await));
    let port = [Allowed { host: "127.0.0.1".to_owned(), port: Some(1) }];
    assert!(is_refused(&gate(&[], true).call(&asked, &port, Millis::from_secs(5)).await));
    assert_eq!(shop.calls(), 1);
}

#[tokio::test]
async fn slow_huge_packed_deep_and_redirecting_shops_end_in_an_answer() {
    const BOMB: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n";
    const DRIP: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
    const PACKED: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b";
    const MOVED: &[u8] =
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let once = |shop: &Shop| Request { retries: 0, ..request("GET", shop.origin.clone()) };
    let gate = gate(&[], true);
    let shop = Shop::open(BOMB, Then::Floods).await;
    assert!(is_refused(&call(&gate, &once(&shop)).await), "huge");
    let shop = Shop::open(DRIP, Then::Drips).await;
    assert_eq!(call(&gate, &once(&shop)).await, Answer::Timeout, "slow");
    let shop = Shop::open(PACKED, Then::Floods).await;
    assert!(is_refused(&call(&gate, &once(&shop)).await), "packed");
    let shop = Shop::open(MOVED, Then::Ends).await;
    let moved = call(&gate, &once(&shop)).await;
    assert_eq!(moved, Answer::Status { code: 302, body: json!("") }, "redirecting");
    let deep = format!("HTTP/1.1 200 OK\r\n\r\n{}", "[".repeat(100_000)).into_bytes();
    let shop = Shop::open(deep.leak(), Then::Ends).await;
    assert!(is_refused(&call(&gate, &once(&shop)).await), "deep");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let dead = request("GET", Origin::parse(&format!("http://{closed}")).unwrap());
    assert!(is_refused(&call(&gate, &Request { retries: 0, ..dead }).await), "dead");
}

/// A note for a webhook; `SECRET` is an address with a secret in it.
fn note(url: &str) -> Note {
    let text = |text: &str| Piece::Text(text.to_owned());
    let url = match url {
        "SECRET" => vec![text("https://hooks.example.com/"), Piece::Secret("crm".to_owned())],
        url => vec![text(url)],
    };
    Note { url, headers: Vec::new(), body: "{}".to_owned(), key: "k1".to_owned() }
}

#[tokio::test]
async fn webhooks_are_told_at_public_addresses_only_and_dev_tells_this_machine_alone() {
    let shop = Shop::open(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Then::Ends).await;
    let here = shop.origin.to_string();
    assert_eq!(gate(&[], true).tell(&note(&here)).await, Told::Taken);
    let internal = "its host is an internal address, or not https";
    let person = format!("http://me@127.0.0.1:{}/", shop.origin.port);
    for (dns, url, why) in [
        ("127.0.0.1", &*here, internal),
        ("10.0.0.7", "SECRET", internal),
        ("169.254.169.254", "https://crm.example.com/leads", internal),
        ("::ffff:127.0.0.1", "https://crm.example.com/leads", internal),
        ("8.8.8.8", "http://crm.example.com/leads", internal),
        ("8.8.8.8", "https://[::1]/leads", internal),
        ("8.8.8.8", "ftp://crm.example.com/leads", "its address is none of a server"),
        ("127.0.0.1", &*person, "its address is none of a server"),
        ("8.8.8.8", "crm.example.com", "its address cannot be read"),
    ] {
        let told = gate(&[&[dns]], false).tell(&note(url)).await;
        assert_eq!(told, Told::Not { why: why.to_owned(), wait: None }, "{url} at {dns}");
    }
    let never = gate(&[&["8.8.8.8"]], true).tell(&note("https://crm.example.com/leads")).await;
    assert!(matches!(never, Told::Never { .. }), "{never:?}");
    assert_eq!(shop.calls(), 1);
}

#[tokio::test]
async fn what_is_not_repeatable_is_tried_once() {
    const DOWN: &[u8] = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    let key = vec![Piece::Text("order 7".to_owned())];
    let keyed = vec![("Idempotency-Key".to_owned(), key)];
    for (method, headers, calls) in
        [("POST", Vec::new(), 1), ("POST", keyed, 3), ("GET", Vec::new(), 3)]
    {
        let shop = Shop::open(DOWN, Then::Ends).await;
        let asked = Request { headers, ..request(method, shop.origin.clone()) };
        let answer = call(&gate(&[], true), &asked).await;
        assert_eq!(answer, Answer::Status { code: 500, body: json!("") });
        assert_eq!(shop.calls(), calls, "{method}");
    }
}

#[tokio::test]
async fn secrets_are_filled_in_at_the_gate_and_headers_stay_one_line() {
    let shop = Shop::open(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Then::Ends).await;
    let text = |text: &str| Piece::Text(text.to_owned());
    let with = |pieces: Vec<Piece>| Request {
        headers: vec![("Authorization".to_owned(), pieces)],
        ..request("GET", shop.origin.clone())
    };
    let gate = gate(&[], true);
    call(&gate, &with(vec![text("Bearer "), Piece::Secret("crm".to_owned())])).await;
    let sent = shop.last.lock().unwrap().clone();
    assert!(sent.contains("Bearer s3cret"), "{sent}");
    assert!(is_refused(&call(&gate, &with(vec![Piece::Secret("other".to_owned())])).await));
    assert!(is_refused(&call(&gate, &with(vec![text("a\r\nX-Evil: 1")])).await));
    assert_eq!(shop.calls(), 1);
    let cached =
        Request { cache: Some(Millis::from_secs(60)), ..request("GET", shop.origin.clone()) };
    for _ in 0..3 {
        call(&gate, &cached).await;
    }
    assert_eq!(shop.calls(), 2, "an equal call is answered from memory");
    let other = Request { body: Some(vec![text("{\"of\": 2}")]), ..cached };
    call(&gate, &other).await;
    assert_eq!(shop.calls(), 3, "one with another body is not equal");
}
