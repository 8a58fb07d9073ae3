//! The client of the Graph API against a server that misbehaves.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use saywhen::fake::script::Step;
use saywhen::fake::{Config, Fake};
use saywhen::messenger::answer::{Scope, Verdict};
use saywhen::messenger::encode::{Call, Edge};
use saywhen::messenger::graph::{Graph, GraphError};
use saywhen::secret::Secret;
use saywhen::time::{Clock, Millis, Timestamp};
use saywhen::words::name::{Channel, PageId};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TOKEN: &str = "EAAtest_page_token";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn page() -> PageId {
    PageId::from("1001")
}

fn hello() -> Call {
    let message = json!({"text": "hi"});
    let body =
        json!({"recipient": {"id": "2001"}, "messaging_type": "RESPONSE", "message": message});
    Call { channel: Channel::Messenger, edge: Edge::Messages, body }
}

async fn fake() -> Fake {
    let config = Config {
        port: 0,
        page: page(),
        token: secret(TOKEN),
        app_secret: secret("test_app_secret"),
        app: "42".to_owned(),
        echoes: false,
        clock: Clock::new(|| Timestamp(1_793_000_000_000)),
    };
    Fake::start(config).await.unwrap()
}

fn graph(url: &str) -> Graph {
    Graph::new(url, "v26.0", &secret(TOKEN), Some(&secret("test_app_secret"))).unwrap()
}

/// What a send meets when the fake does this with it.
async fn meets(step: Step) -> (Verdict, Fake) {
    let fake = fake().await;
    fake.script([step]);
    (graph(&fake.url()).send(&page(), &hello()).await, fake)
}

fn uncertain(code: &str) -> Verdict {
    Verdict::Uncertain { code: code.to_owned() }
}

#[tokio::test]
async fn a_message_is_sent_with_token_and_proof() {
    let fake = fake().await;
    let graph = graph(&fake.url());
    let verdict = graph.send(&page(), &hello()).await;
    let calls = fake.calls_since(0);
    assert_eq!(calls.len(), 1);
    assert!(calls[0].accepted && calls[0].edge == "messages");
    assert_eq!(calls[0].body, hello().body);
    assert_eq!(verdict, Verdict::Sent { mid: calls[0].mid.clone(), slow: None });
    assert!(calls[0].mid.is_some());
    let shown = format!("{graph:?}");
    assert!(!shown.contains(TOKEN) && !shown.contains("test_app_secret"), "{shown}");
}

#[tokio::test]
async fn graphs_errors_are_understood() {
    let (verdict, fake) = meets(Step::error(400, 100, 2_018_001)).await;
    assert_eq!(verdict, Verdict::Gone { code: "100/2018001".to_owned() });
    assert!(!fake.calls_since(0)[0].accepted);
    let headers = vec![("Retry-After".to_owned(), "7".to_owned())];
    let (verdict, _) = meets(Step::Answer { status: 429, headers, body: String::new() }).await;
    let wait = Some(Millis::from_secs(7));
    let code = "http 429".to_owned();
    assert_eq!(verdict, Verdict::Throttled { code, scope: Scope::Page, wait });
    let wrong = Graph::new(&fake.url(), "v26.0", &secret("other"), None).unwrap();
    let verdict = wrong.send(&page(), &hello()).await;
    assert_eq!(verdict, Verdict::TokenDead { code: "190".to_owned() });
}

#[tokio::test]
async fn a_reset_after_the_call_was_taken_is_uncertain() {
    let (verdict, fake) = meets(Step::TakeThenReset).await;
    assert_eq!(verdict, uncertain("reset"));
    assert!(fake.calls_since(0)[0].accepted);
}

#[tokio::test]
async fn a_refused_connection_is_safe_to_repeat() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let verdict = graph(&url).send(&page(), &hello()).await;
    assert_eq!(verdict, Verdict::Transient { code: "connect".to_owned(), wait: None });
}

#[tokio::test]
async fn a_broken_tls_handshake_is_safe_to_repeat() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = [0; 512];
        let read = stream.read(&mut hello).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&hello[..read]).into_owned()
    };
    let graph = graph(&url);
    let (said, verdict) = (page(), hello());
    let (seen, verdict) = tokio::join!(server, graph.send(&said, &verdict));
    assert_eq!(verdict, Verdict::Transient { code: "connect".to_owned(), wait: None });
    assert!(!seen.contains(TOKEN));
}

/// Takes one connection with a certificate that it made itself; what came through, if anything did.
fn self_signed(listener: std::net::TcpListener) -> Vec<u8> {
    let file = |name: &str| {
        std::fs::read(format!("{}/tests/fixtures/tls/{name}.der", env!("CARGO_MANIFEST_DIR")))
    };
    let certificate = CertificateDer::from(file("self_signed.cert").unwrap());
    let key = PrivateKeyDer::try_from(file("self_signed.key").unwrap()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![certificate], key).unwrap();
    let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    let mut heard = Vec::new();
    while let Ok((read, _)) = connection.complete_io(&mut stream) {
        let mut plain = [0; 4_096];
        let more = std::io::Read::read(&mut connection.reader(), &mut plain).unwrap_or(0);
        heard.extend_from_slice(&plain[..more]);
        if read == 0 || more == 0 {
            break;
        }
    }
    heard
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_no_message_and_no_token() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let graph = graph(&format!("https://{}", listener.local_addr().unwrap()));
    let server = tokio::task::spawn_blocking(move || self_signed(listener));
    let verdict = graph.send(&page(), &hello()).await;
    assert_eq!(verdict, Verdict::Transient { code: "connect".to_owned(), wait: None });
    assert_eq!(server.await.unwrap(), b"", "neither a message nor a token");
}

#[tokio::test]
async fn a_connection_that_breaks_at_once_costs_at_most_a_wait_for_the_echo() {
    let (verdict, fake) = meets(Step::Reset).await;
    let code = match verdict {
        Verdict::Transient { code, .. } | Verdict::Uncertain { code } => code,
        other => panic!("{other:?}"),
    };
    assert!(["connect", "reset"].contains(&code.as_str()), "{code}");
    assert!(fake.calls_since(0).is_empty());
}

#[tokio::test]
async fn an_idle_connection_that_was_closed_is_replaced_unnoticed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let graph = graph(&format!("http://{}", listener.local_addr().unwrap()));
    for _ in 0..3 {
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let read = stream.read(&mut [0; 4_096]).await.unwrap();
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"recipient_id\":1}";
            stream.write_all(answer.as_bytes()).await.unwrap();
            read
        };
        let (said, call) = (page(), hello());
        let (read, verdict) = tokio::join!(server, graph.send(&said, &call));
        assert!(read > 0);
        assert_eq!(verdict, Verdict::Sent { mid: None, slow: None });
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn one_connection_serves_many_calls() {
    let fake = fake().await;
    let graph = graph(&fake.url());
    let before = fake.busy();
    for _ in 0..3 {
        assert!(matches!(graph.send(&page(), &hello()).await, Verdict::Sent { .. }));
    }
    assert_eq!((fake.calls_since(0).len(), fake.busy() - before), (3, 1));
}

#[tokio::test]
async fn an_answer_cut_short_counts_as_sent_if_it_begins_as_graphs() {
    let body = r#"{"recipient_id":"20"#.to_owned();
    let (verdict, _) = meets(Step::TakeAndAnswer(body)).await;
    assert_eq!(verdict, Verdict::Sent { mid: None, slow: None });
    let html = "<html>captive portal</html>".to_owned();
    let (verdict, _) = meets(Step::TakeAndAnswer(html)).await;
    assert_eq!(verdict, uncertain("http 200"));
}

#[tokio::test]
async fn a_line_that_breaks_within_the_answer_counts_as_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut call = vec![0; 4_096];
        let read = stream.read(&mut call).await.unwrap();
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n{\"recipient_id\":\"20";
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&call[..read]).into_owned()
    };
    let (graph, page, hello) = (graph(&url), page(), hello());
    let (seen, verdict) = tokio::join!(server, graph.send(&page, &hello));
    assert_eq!(verdict, Verdict::Sent { mid: None, slow: None });
    let (line, head) = seen.split_once("\r\n").unwrap();
    assert!(line.starts_with("POST /v26.0/1001/messages?appsecret_proof="), "{line}");
    assert!(!line.contains(TOKEN));
    let head = head.to_lowercase();
    let bearer = format!("authorization: bearer {}", TOKEN.to_lowercase());
    let length = format!("content-length: {}", hello.body.to_string().len());
    assert!(head.contains(&bearer) && head.contains(&length), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = fake().await;
    let headers = vec![("Location".to_owned(), format!("{}/v26.0/1001/messages", other.url()))];
    let (verdict, _) = meets(Step::Answer { status: 302, headers, body: String::new() }).await;
    assert_eq!(verdict, Verdict::Unknown { code: "http 302".to_owned() });
    assert!(other.calls_since(0).is_empty());
}

#[tokio::test]
async fn no_more_of_an_answer_is_read_than_counts() {
    let (verdict, _) = meets(Step::Flood(1 << 30)).await;
    assert_eq!(verdict, uncertain("http 200"));
}

#[tokio::test]
async fn a_server_error_is_transient() {
    let (verdict, _) = meets(Step::status(502)).await;
    assert_eq!(verdict, Verdict::Transient { code: "http 502".to_owned(), wait: None });
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let fake = fake().await;
    fake.script([Step::TakeThenHang]);
    let graph = graph(&fake.url());
    let send = tokio::task::spawn(async move { graph.send(&page(), &hello()).await });
    fake.wait_for(1, Duration::from_mins(1)).await;
    tokio::time::pause();
    assert_eq!(send.await.unwrap(), uncertain("time-out"));
}

#[tokio::test]
async fn a_page_id_that_is_none_is_never_called() {
    let fake = fake().await;
    for odd in ["", "1/../2", "1?x=y", "1#"] {
        let verdict = graph(&fake.url()).send(&PageId::from(odd), &hello()).await;
        assert_eq!(verdict, Verdict::Refused { code: "page id".to_owned() });
    }
    assert!(fake.calls_since(0).is_empty());
}

#[test]
fn settings_that_would_give_the_token_away_are_refused() {
    let make = |url: &str, version: &str, token: &str| {
        Graph::new(url, version, &secret(token), None).map(|_| ())
    };
    let good = "https://graph.facebook.com";
    for url in [good, "http://127.0.0.1:9", "http://localhost:9/", "http://[::1]:9"] {
        assert!(make(url, "v26.0", "t").is_ok(), "{url}");
    }
    for url in ["http://graph.facebook.com", "http://10.0.0.1", "http://localhost.evil.example"] {
        assert!(matches!(make(url, "v26.0", "t"), Err(GraphError::PlainHttp)), "{url}");
    }
    for url in ["", "graph.facebook.com", "ftp://x", "https://user@x", "https://x?y", "file:///x"] {
        assert!(matches!(make(url, "v26.0", "t"), Err(GraphError::Url)), "{url}");
    }
    for version in ["", "26.0", "v26", "v26.0/..", "v.0"] {
        assert!(matches!(make(good, version, "t"), Err(GraphError::Version)), "{version}");
    }
    for token in ["", "a\nb"] {
        assert!(matches!(make(good, "v26.0", token), Err(GraphError::Token)));
    }
}
