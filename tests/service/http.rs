//! The public routes, and who may use them.

use saywhen::store::memory::Memory;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::app::{APP_SECRET, ECHO, NOW, PAGE, Plan, bot_of};
use crate::faulty::Faulty;
use crate::wire::{self, signed};

#[tokio::test]
async fn metas_handshake_is_answered() {
    let text = std::fs::read_to_string("tests/fixtures/verify/cases.json").unwrap();
    let fixture: Value = serde_json::from_str(&text).unwrap();
    let app = Plan::of(ECHO).start().await;
    for case in fixture["cases"].as_array().unwrap() {
        let query = case["query"].as_str().unwrap();
        let query =
            query.replace(fixture["verify_token"].as_str().unwrap(), crate::app::VERIFY_TOKEN);
        let answer = app.get(&format!("/webhook?{query}")).await;
        assert_eq!(u64::from(answer.status), case["status"].as_u64().unwrap(), "{query}");
        if let Some(body) = case["body"].as_str() {
            assert_eq!(answer.text(), body);
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        }
    }
}

#[tokio::test]
async fn the_front_page_names_the_bot_as_text() {
    let files = [("bot.yaml", "name: 'Tom & <b>Jerry</b>'\n"), ("flows/echo.yaml", ECHO)];
    let app = Plan::with(bot_of(&files)).start().await;
    let page = app.get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<h1>Tom &amp; &lt;b&gt;Jerry&lt;/b&gt; is alive</h1>"));
    assert!(!page.text().contains("<b>"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn nothing_else_is_there_and_no_other_method_is_taken() {
    let app = Plan::of(ECHO).start().await;
    let targets = ["/webhook/x", "/metrics", "/admin", "//", "/index.html", "/healthz/x"];
    for target in targets {
        assert_eq!(app.get(target).await.status, 404, "{target}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for target in ["/", "/webhook", "/healthz"] {
            let request = format!("{method} {target} HTTP/1.1\r\nHost: x\r\n\r\n");
            let answer = app.http(request.as_bytes()).await;
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some("GET, POST")),
                "{request}"
            );
        }
    }
    assert_eq!(app.http(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n").await.status, 405);
    for (target, status) in [("/", 200), ("/healthz", 200), ("/webhook", 405), ("/nowhere", 404)] {
        let request = format!("HEAD {target} HTTP/1.1\r\nHost: x\r\n\r\n");
        let answer = app.http(request.as_bytes()).await;
        assert_eq!((answer.status, answer.body.len()), (status, 0), "{target}");
    }
}

#[tokio::test]
async fn health_says_whether_the_store_answers() {
    let store = Faulty::new(Memory::new());
    let app = Plan::of(ECHO).start_on(store.clone()).await;
    let health = app.get("/healthz").await;
    assert_eq!((health.status, health.text().lines().next()), (200, Some("ok")));
    store.fail(true);
    let health = app.get("/healthz").await;
    assert_eq!((health.status, health.header("retry-after").is_some()), (503, true));
    store.fail(false);
    assert_eq!(app.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn only_what_our_app_signed_is_taken() {
    let secrets = vec![APP_SECRET, "the_one_before"];
    let app = Plan { secrets, ..Plan::of(ECHO) }.start().await;
    let body = |n: &str| app.texts(NOW, &[("2001", n, "hi")]).to_string();
    let unsigned = |body: &str| {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        wire::request("POST /webhook", &headers, body.as_bytes())
    };
    for refused in [
        unsigned(&body("m_1")),
        signed("a_strangers_secret", body("m_2").as_bytes()),
        signed("", body("m_3").as_bytes()),
        // Signed, and then changed.
        String::from_utf8(signed(APP_SECRET, body("m_4").as_bytes()))
            .unwrap()
            .replace("\"hi\"", "\"ho\"")
            .into_bytes(),
    ] {
        let answer = app.http(&refused).await;
        assert_eq!((answer.status, answer.text().as_str()), (401, ""));
    }
    assert_eq!(app.quiet().await, saywhen::store::counts::Counts::default());
    for (secret, mid) in [(APP_SECRET, "m_5"), ("the_one_before", "m_6")] {
        let answer = app.http(&signed(secret, body(mid).as_bytes())).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "EVENT_RECEIVED"));
    }
    assert_eq!(app.quiet().await.sent, 2);
}

#[tokio::test]
async fn the_test_button_of_metas_dashboard_is_not_answered() {
    let text = std::fs::read_to_string("tests/fixtures/webhook/106_dashboard_test_messages.json");
    let mut body: Value = serde_json::from_str(&text.unwrap()).unwrap();
    // Its age alone would keep it from being answered.
    body["entry"][0]["changes"][0]["value"]["timestamp"] = NOW.into();
    let app = Plan { page: "0".to_owned(), ..Plan::of(ECHO) }.start().await;
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    let counts = app.quiet().await;
    assert_eq!((counts.skipped, counts.done, app.fake.calls_since(0).len()), (1, 0, 0));
    assert_eq!(app.logs.lines("kind=\"unknown_page\"").len(), 1, "{}", app.logs.text());
}

#[tokio::test]
async fn more_items_than_meta_ever_sends_are_too_many_and_somebody_is_told() {
    let app = Plan::of(ECHO).start().await;
    let items = "1,".repeat(saywhen::limits::WEBHOOK_ITEMS_MAX) + "1";
    let body = format!(r#"{{"object":"page","entry":[{{"id":"{PAGE}","messaging":[{items}]}}]}}"#);
    let answer = app.http(&signed(APP_SECRET, body.as_bytes())).await;
    assert_eq!(answer.status, 413);
    assert_eq!(app.logs.lines("ERROR").len(), 1, "{}", app.logs.text());
    assert_eq!(app.quiet().await, saywhen::store::counts::Counts::default());
}

#[tokio::test]
async fn a_request_with_two_lengths_is_refused_and_ends_its_connection() {
    let app = Plan::of(ECHO).start().await;
    let lengths = ["Content-Length: 6", "Transfer-Encoding: chunked"];
    let heads = [[lengths[0], lengths[1]], [lengths[1], lengths[0]]];
    for pair in heads {
        let head = pair.join("\r\n");
        for before in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"] {
            let mut stream = TcpStream::connect(app.app().address).await.unwrap();
            let smuggled = format!("POST /webhook HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n0\r\n\r\nG");
            let mut rest = Vec::new();
            if !before.is_empty() {
                stream.write_all(before.as_bytes()).await.unwrap();
                assert_eq!(wire::answer(&mut stream, &mut rest, false).await.status, 200);
            }
            stream.write_all(smuggled.as_bytes()).await.unwrap();
            let answer = wire::answer(&mut stream, &mut rest, false).await;
            assert_eq!(
                (answer.status, answer.header("connection")),
                (400, Some("close")),
                "{head}"
            );
            assert!(wire::ends(&mut stream).await);
        }
    }
}

#[tokio::test]
async fn a_flood_that_anybody_can_send_makes_one_line_and_not_thousands() {
    let app = Plan::of(ECHO).start().await;
    let large = b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n";
    for _ in 0..20 {
        assert_eq!(app.http(large).await.status, 413);
        let target = "/webhook?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1";
        assert_eq!(app.get(target).await.status, 403);
    }
    assert_eq!(app.logs.lines("too large").len(), 1, "{}", app.logs.text());
    assert_eq!(app.logs.lines("handshake").len(), 1, "{}", app.logs.text());
}

#[tokio::test]
async fn a_store_that_is_away_makes_one_line_and_not_one_a_request() {
    let store = Faulty::new(Memory::new());
    let app = Plan::of(ECHO).start_on(store.clone()).await;
    store.fail(true);
    let body = app.texts(NOW, &[("2001", "m1", "hello")]).to_string();
    for _ in 0..20 {
        assert_eq!(app.http(&signed(APP_SECRET, body.as_bytes())).await.status, 503);
    }
    assert_eq!(app.logs.lines("could not be stored").len(), 1, "{}", app.logs.text());
    store.fail(false);
}
