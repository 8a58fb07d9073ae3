//! `saywhen dev` in this process: its page is for the person who started it alone (PROMISES P21), the
//! bot answers on it, and edits count at once (PROMISES P14).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response};
use saywhen::bot::Bot;
use saywhen::fetch::Gate;
use saywhen::fetch::resolve::System;
use saywhen::files::read;
use saywhen::secret::Secret;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use saywhen::studio::dev::{Dev, Parts};
use saywhen::time::{Clock, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

const KEY: &str = "00112233445566778899aabbccddeeff";
const HELLO: &str = "hello:\n  when: any message\n  say: got it, thanks!\n";

/// A running `dev` and somebody with a browser.
struct Visit {
    dev: Dev,
    folder: TempDir,
    store: Memory,
    browser: Client,
}

impl Visit {
    async fn start() -> Self {
        Self::with(|folder| {
            std::fs::create_dir(folder.join("flows")).unwrap();
            std::fs::write(folder.join("flows/hello.yaml"), HELLO).unwrap();
        })
        .await
    }

    /// With the bot that is written into the folder.
    async fn with(write: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let visit_folder = folder.path().to_owned();
        write(&visit_folder);
        let store = Memory::new();
        let (bot, mistakes) = Bot::compile(read::folder(&visit_folder).unwrap().sources.into());
        let parts = Parts {
            store: store.clone(),
            bot: bot.unwrap_or_else(|| panic!("{mistakes:?}")),
            folder: visit_folder,
            port: 0,
            key: Secret::new(KEY.to_owned()),
            clock: Clock::new(now),
            gate: Gate::new(System, Arc::new(|_| None), true),
        };
        // `dev` installs what the client needs for TLS, so it comes first.
        let dev = Box::pin(Dev::start(parts)).await.unwrap();
        let browser = Client::builder().no_proxy().timeout(Duration::from_secs(25));
        Self { dev, folder, store, browser: browser.build().unwrap() }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.dev.address)
    }

    /// A request of the page's own, after the address with the key was opened.
    fn get(&self, path: &str) -> RequestBuilder {
        self.browser.get(self.url(path)).header(COOKIE, cookie(self.dev.address, KEY))
    }

    /// As the page itself posts.
    fn post(&self, deed: &Value) -> RequestBuilder {
        let request =
            self.browser.post(self.url("/deed")).header(COOKIE, cookie(self.dev.address, KEY));
        let request = request.header(ORIGIN, origin(self.dev.address));
        request.header(CONTENT_TYPE, "application/json").body(deed.to_string())
    }

    async fn say(&self, text: &str) {
        let response = self.post(&said(text)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
    }

    /// Waits until so many events are done and all replies are settled.
    async fn settled(&self, done: u64) {
        let begun = Instant::now();
        loop {
            let counts = self.store.counts().await.unwrap();
            let open = counts.waiting + counts.sending + counts.uncertain;
            if counts.done >= done && open == 0 {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{counts:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn news(&self, since: u64, saves: u64) -> Value {
        let path = format!("/news?visitor=7001&since={since}&saves={saves}");
        let response = self.get(&path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    /// The next message that is a text; marks such as "typing" and "seen" come in between.
    async fn answer(&self, since: &mut u64) -> Value {
        loop {
            let news = self.news(*since, self.dev.app.live.last().count).await;
            *since = news["next"].as_u64().unwrap();
            let messages = news["messages"].as_array().unwrap();
            if let Some(found) = messages.iter().find(|body| body["message"]["text"].is_string()) {
                return found.clone();
            }
        }
    }

    /// Saves the flow and waits until the page is told of it.
    async fn edit(&self, flow: &str, saves: u64) -> Value {
        let begun = Instant::now();
        std::fs::write(self.folder.path().join("flows/hello.yaml"), flow).unwrap();
        let told = loop {
            let news = self.news(1_000_000, saves).await;
            if news["saves"] != saves {
                break news;
            }
        };
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
        told
    }
}

/// The cookie of the page at this address: ports of one machine share cookies, so it names its own.
fn cookie(address: SocketAddr, key: &str) -> String {
    format!("saywhen_dev_{}={key}", address.port())
}

fn origin(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn said(text: &str) -> Value {
    json!({"does": "say", "visitor": "7001", "text": text})
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_key_in_the_address_becomes_a_cookie_that_opens_the_page() {
    let visit = Box::pin(Visit::start()).await;
    let page = visit.browser.get(visit.url(&format!("/?key={KEY}"))).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let cookie = page.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let pair = cookie.split(';').next().unwrap();
    for path in ["/", "/page.css", "/page.js"] {
        let request = visit.browser.get(visit.url(path)).header(COOKIE, pair);
        assert_eq!(request.send().await.unwrap().status(), 200, "{path}");
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn nobody_without_the_key_sees_anything() {
    let visit = Box::pin(Visit::start()).await;
    let news = "/news?visitor=7001&since=0&saves=0";
    for path in ["/", "/?key=", "/?key=00", "/page.css", "/page.js", news] {
        let naked = visit.browser.get(visit.url(path)).send().await.unwrap();
        assert_eq!(naked.status(), 403, "{path}");
        assert!(naked.headers().get(SET_COOKIE).is_none(), "{path}");
        let wrong =
            visit.browser.get(visit.url(path)).header(COOKIE, cookie(visit.dev.address, "00"));
        assert_eq!(wrong.send().await.unwrap().status(), 403, "{path}");
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn another_host_name_is_refused_even_with_the_key() {
    let visit = Box::pin(Visit::start()).await;
    let port = visit.dev.address.port();
    for host in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1:1".to_owned()]
    {
        for path in [&format!("/?key={KEY}"), "/", "/page.js", "/news?visitor=1&since=0&saves=0"] {
            let response = visit.get(path).header(HOST, &host).send().await.unwrap();
            assert_eq!(response.status(), 403, "{host} {path}");
        }
        let response = visit.post(&said("hi")).header(HOST, &host).send().await.unwrap();
        assert_eq!(response.status(), 403, "{host}");
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn only_the_page_itself_does_anything() {
    let visit = Box::pin(Visit::start()).await;
    let bare = || visit.browser.post(visit.url("/deed")).body(said("hi").to_string());
    let (ours, json) = (origin(visit.dev.address), "application/json");
    let with_cookie = || bare().header(COOKIE, cookie(visit.dev.address, KEY));
    let refused = [
        ("no cookie", bare().header(ORIGIN, &ours).header(CONTENT_TYPE, json)),
        ("no origin", with_cookie().header(CONTENT_TYPE, json)),
        ("another", with_cookie().header(ORIGIN, "http://evil.example").header(CONTENT_TYPE, json)),
        ("null", with_cookie().header(ORIGIN, "null").header(CONTENT_TYPE, json)),
        ("no type", with_cookie().header(ORIGIN, &ours)),
        ("a form", with_cookie().header(ORIGIN, &ours).header(CONTENT_TYPE, "text/plain")),
    ];
    for (what, request) in refused {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 403, "{what}");
        assert!(response.headers().get("access-control-allow-origin").is_none(), "{what}");
    }
    let right = with_cookie().header(ORIGIN, &ours).header(CONTENT_TYPE, json);
    assert_eq!(right.send().await.unwrap().status(), 200, "the same request, as the page sends it");
    let get = visit.get("/deed").send().await.unwrap();
    assert_eq!(get.status(), 404, "asking changes nothing");
    visit.dev.stop().await;
}

#[tokio::test]
async fn deeds_that_are_none_are_refused() {
    let visit = Box::pin(Visit::start()).await;
    for deed in [json!({}), json!({"does": "fly"}), json!({"does": "say", "visitor": "7001"})] {
        let response = visit.post(&deed).send().await.unwrap();
        assert_eq!(response.status(), 400, "{deed}");
    }
    let large = said(&"x".repeat(100 * 1024));
    let response = visit.post(&large).send().await.unwrap();
    assert!(response.status().is_client_error(), "{}", response.status());
    visit.dev.stop().await;
}

#[tokio::test]
async fn every_answer_keeps_other_pages_out() {
    let visit = Box::pin(Visit::start()).await;
    let paths = ["/", "/page.css", "/page.js", "/nowhere"];
    for path in paths {
        let response = visit.get(path).send().await.unwrap();
        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer", "{path}");
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn what_is_said_is_answered_in_graphs_shape() {
    let visit = Box::pin(Visit::start()).await;
    visit.say("does this work?").await;
    let answer = visit.answer(&mut 0).await;
    assert_eq!(answer["recipient"], json!({"id": "7001"}));
    assert_eq!(answer["messaging_type"], "RESPONSE");
    assert_eq!(answer["message"]["text"], "got it, thanks!");
    visit.dev.stop().await;
}

#[tokio::test]
async fn one_visitor_does_not_see_what_another_one_gets() {
    let visit = Box::pin(Visit::start()).await;
    visit.say("hello").await;
    visit.answer(&mut 0).await;
    let path = "/news?visitor=7002&since=0&saves=0";
    let text = visit.get(path).send().await.unwrap().text().await.unwrap();
    let news: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(news["messages"], json!([]));
    visit.dev.stop().await;
}

#[tokio::test]
async fn an_edit_counts_at_once_and_a_broken_one_is_told() {
    let visit = Box::pin(Visit::start()).await;
    let mut since = 0;
    visit.say("hello").await;
    assert_eq!(visit.answer(&mut since).await["message"]["text"], "got it, thanks!");

    let news = visit.edit("hello:\n  when: any message\n  say: got it, and read it!\n", 0).await;
    assert_eq!((&news["saves"], &news["taken"]), (&json!(1), &json!(true)), "{news}");
    visit.say("hello").await;
    assert_eq!(visit.answer(&mut since).await["message"]["text"], "got it, and read it!");

    let news = visit.edit("hello:\n  when: any message\n  sya: hello\n", 1).await;
    assert_eq!((&news["saves"], &news["taken"]), (&json!(2), &json!(false)), "{news}");
    let told = news["told"].as_str().unwrap();
    assert!(told.contains("flows/hello.yaml:3") && told.contains("say"), "{told}");
    visit.say("hello").await;
    assert_eq!(visit.answer(&mut since).await["message"]["text"], "got it, and read it!");

    let news = visit.edit(HELLO, 2).await;
    assert_eq!((&news["saves"], &news["taken"]), (&json!(3), &json!(true)), "{news}");
    visit.dev.stop().await;
}

/// A copy of a bot's folder, without its tests.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a call is, in one word: the template's type, what the message holds, the action.
fn kind(body: &Value) -> String {
    let at = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let named = at("/message/attachment/payload/template_type").or(at("/message/attachment/type"));
    if let Some(named) = named.or(at("/sender_action")) {
        return named.to_owned();
    }
    let message = body.get("message").and_then(Value::as_object);
    let content = ["text", "attachments", "sticker_id"];
    let held = content.iter().find(|part| message.is_some_and(|it| it.contains_key(**part)));
    held.map_or("thread", |part| part).to_owned()
}

#[tokio::test]
async fn every_kind_of_message_is_taken_in_one_conversation() {
    let bot = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations/every_kind");
    let visit = Box::pin(Visit::with(|folder| copy(&bot, folder))).await;
    let golden = std::fs::read_to_string(bot.join("every_kind.chat")).unwrap();
    let first = golden.split("\n# ").next().unwrap();
    let said = first.lines().filter_map(|line| line.strip_prefix("You: "));
    let mut done = 0;
    for text in said {
        visit.say(text).await;
        done += 1;
        visit.settled(done).await;
    }
    let mut since = 0;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while !kinds.contains_key("thread") {
        let news = visit.news(since, visit.dev.app.live.last().count).await;
        since = news["next"].as_u64().unwrap();
        for body in news["messages"].as_array().unwrap() {
            *kinds.entry(kind(body)).or_default() += 1;
        }
    }
    // The dots come with every pause, and are worth no second try.
    assert!(kinds.remove("typing_on").is_some_and(|times| times > 0), "{kinds:?}");
    let counts = visit.store.counts().await.unwrap();
    assert_eq!((counts.unsent, counts.waiting), (0, 0), "nothing was refused: {counts:?}");
    let wanted = "attachments 1, audio 1, button 2, coupon 1, customer_feedback 1, file 1, generic 2, \
        image 2, mark_seen 1, media 2, notification_messages 1, one_time_notif_req 1, product 1, \
        react 1, receipt 1, sticker_id 1, text 15, thread 1, video 1";
    let kinds: Vec<_> = kinds.iter().map(|(kind, times)| format!("{kind} {times}")).collect();
    assert_eq!(kinds.join(", "), wanted);
    visit.dev.stop().await;
}
