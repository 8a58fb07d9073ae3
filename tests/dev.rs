//! `saywhen dev` in this process: its page is for the person who started it alone (PROMISES P21), the
//! bot answers on it, and edits count at once (PROMISES P14).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::similar_names,
    reason = "tests"
)]

mod dev {
    pub(super) mod kinds;
    pub(super) mod stay;
    pub(super) mod talk;
    pub(super) mod travel;
    pub(super) mod visit;
    pub(super) mod why;
}

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};

use crate::dev::visit::{KEY, Visit, cookie, origin, said};

/// Everything that the page asks for.
const SHOWN: [&str; 21] = [
    "/page.css",
    "/page.js",
    "/bubble.js",
    "/dom.js",
    "/keep.js",
    "/map.js",
    "/panel.css",
    "/phone.css",
    "/phone.js",
    "/travel.js",
    "/why.js",
    "/wire.js",
    "/words.js",
    "/map",
    "/lines?file=flows/hello.yaml&line=1",
    "/path?visitor=7001",
    "/unmatched",
    "/hello",
    "/live?visitor=7001",
    "/why?visitor=7001&turn=1",
    "/media/a%20cat.png",
];

/// Everything that the page does.
fn done() -> Vec<(&'static str, Value)> {
    vec![
        ("/add", json!({"text": "hi", "flow": "hello", "write": true})),
        ("/deed", said("hi")),
        ("/keep", json!({"visitor": "7001", "name": "x", "exact": null, "write": true})),
        ("/tests", json!({})),
        ("/travel", json!({"visitor": "7001", "go": "graph", "is": "well"})),
    ]
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
    for path in ["/", "/?key=", "/?key=00"].into_iter().chain(SHOWN) {
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
        let opening = format!("/?key={KEY}");
        for path in [opening.as_str(), "/"].into_iter().chain(SHOWN) {
            let response = visit.get(path).header(HOST, &host).send().await.unwrap();
            assert_eq!(response.status(), 403, "{host} {path}");
        }
        for (path, body) in done() {
            let response = visit.post(path, &body).header(HOST, &host).send().await.unwrap();
            assert_eq!(response.status(), 403, "{host} {path}");
        }
    }
    visit.dev.stop().await;
}

#[tokio::test]
async fn only_the_page_itself_does_anything() {
    let flow = "hello:\n  when: hello\n  say: Hello!\n";
    let visit = Box::pin(Visit::with(flow)).await;
    let mut live = visit.live().await;
    visit.say("hello").await;
    live.said(1).await;
    for (path, body) in done() {
        refuses_strangers(&visit, path, &body).await;
    }
    visit.dev.stop().await;
}

async fn refuses_strangers(visit: &Visit, path: &str, body: &Value) {
    let bare = || visit.browser.post(visit.url(path)).body(body.to_string());
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
        assert_eq!(response.status(), 403, "{path}: {what}");
        assert!(response.headers().get("access-control-allow-origin").is_none(), "{path}: {what}");
    }
    let right = with_cookie().header(ORIGIN, &ours).header(CONTENT_TYPE, json);
    let response = right.send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}: the same request, as the page sends it");
    let get = visit.get(path).send().await.unwrap();
    assert_eq!(get.status(), 404, "{path}: asking changes nothing");
}

#[tokio::test]
async fn deeds_that_are_none_are_refused() {
    let visit = Box::pin(Visit::start()).await;
    for deed in [json!({}), json!({"does": "fly"}), json!({"does": "say", "visitor": "7001"})] {
        let response = visit.post("/deed", &deed).send().await.unwrap();
        assert_eq!(response.status(), 400, "{deed}");
    }
    let large = said(&"x".repeat(100 * 1024));
    let response = visit.post("/deed", &large).send().await.unwrap();
    assert!(response.status().is_client_error(), "{}", response.status());
    visit.dev.stop().await;
}

#[tokio::test]
async fn every_answer_keeps_other_pages_out() {
    let visit = Box::pin(Visit::start()).await;
    for path in ["/", "/nowhere"].into_iter().chain(SHOWN) {
        let response = visit.get(path).send().await.unwrap();
        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert!(policy.contains("base-uri 'none'; form-action 'none'"), "{path}: {policy}");
        assert_eq!(header(&response, "cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer", "{path}");
    }
    visit.dev.stop().await;
}
