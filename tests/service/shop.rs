//! Flows that ask a shop: slow, wrong, huge, redirecting, dead. The conversation goes on after each, and
//! nobody else waits (PROMISES P4, P19).

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::app::{CANARY, Plan, TestApp, bot_of};
use crate::bots::{edited, folder, swap};
use saywhen::store::memory::Memory;
use saywhen::store::sqlite::Sqlite;

/// A shop that answers by the path, once for each connection.
async fn shop() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = vec![0; 4096];
                let read = stream.read(&mut head).await.unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                let kind = head.split('/').nth(1).unwrap_or("").split(' ').next().unwrap_or("");
                if !head.to_ascii_lowercase().contains("\r\naccept-encoding: identity\r\n") {
                    return;
                }
                let json = "Content-Type: application/json\r\nConnection: close\r\n";
                let (status, body) = match kind {
                    "good" => ("200 OK", "{\"count\": 3}".to_owned()),
                    "wrong" => ("200 OK", "{\"count\": ".to_owned()),
                    "other" => ("200 OK", "{\"sum\": 3}".to_owned()),
                    "huge" => ("200 OK", format!("{{\"count\": \"{}\"}}", "x".repeat(400_000))),
                    "moved" => ("302 Found\r\nLocation: http://127.0.0.1:1/", String::new()),
                    "packed" => ("200 OK\r\nContent-Encoding: gzip", "{\"count\": 3}".to_owned()),
                    "gone" => ("404 Not Found", String::new()),
                    "slow" => {
                        tokio::time::sleep(Duration::from_millis(1_500)).await;
                        ("200 OK", "{\"count\": 3}".to_owned())
                    }
                    _ => return,
                };
                let length = body.len();
                let text =
                    format!("HTTP/1.1 {status}\r\n{json}Content-Length: {length}\r\n\r\n{body}");
                let _gone = stream.write_all(text.as_bytes()).await;
            });
        }
    });
    address
}

async fn start(shop: &str) -> TestApp<Memory> {
    let flows = format!(
        "stock:\n  when: {{regex: 'stock (?<kind>\\w+)'}}\n  steps:\n    \
         - http: GET http://{shop}/{{{{ kind }}}}\n      save: stock\n      expect: [count]\n      \
         timeout: 1s\n      errors:\n        404: [Nobody has that., end]\n        \
         timeout: [Too slow., end]\n        any: [Something is wrong there., end]\n    \
         - say: \"{{{{ stock.count }}}} left\"\n\
         fallback:\n  when: any message\n  say: Pardon?\n"
    );
    let settings = format!("http: {{allow: [\"{shop}\"]}}\ntyping: off\n");
    Plan::with(bot_of(&[("bot.yaml", &settings), ("flows/a.yaml", &flows)])).start().await
}

#[tokio::test]
async fn whatever_the_shop_does_the_conversation_goes_on() {
    let app = start(&shop().await).await;
    for (kind, said) in [
        ("good", "3 left"),
        ("wrong", "Something is wrong there."),
        ("other", "Something is wrong there."),
        ("huge", "Something is wrong there."),
        ("moved", "Something is wrong there."),
        ("packed", "Something is wrong there."),
        ("gone", "Nobody has that."),
        ("slow", "Too slow."),
        ("dead", "Something is wrong there."),
    ] {
        app.say("7", &format!("stock {kind}")).await;
        app.say("7", "hello").await;
        app.until(|counts| counts.queued == 0 && counts.waiting + counts.sending == 0).await;
        let replies = app.replies_to("7");
        assert_eq!(&replies[replies.len() - 2..], [said, "Pardon?"], "{kind}: {replies:?}");
    }
    let packed = app.logs.lines("its answer is packed, which it was asked not to be");
    assert_eq!(packed.len(), 1, "{}", app.logs.text());
}

#[tokio::test]
async fn a_slow_shop_delays_nobody_else() {
    let app = start(&shop().await).await;
    app.say("slow", "stock slow").await;
    app.say("quick", "hello").await;
    app.until(|counts| counts.sent == 1).await;
    assert_eq!(app.replies_to("quick"), ["Pardon?"]);
    assert!(app.replies_to("slow").is_empty());
    app.until(|counts| counts.sent == 2).await;
    assert_eq!(app.replies_to("slow"), ["Too slow."]);
}

#[tokio::test]
async fn an_edit_while_a_shop_is_asked_meets_its_answer_at_the_same_step() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = listener.local_addr().unwrap().to_string();
    let stock = |before: &str, after: &str| {
        format!(
            "stock:\n  when: stock\n  steps:\n{before}    - http: GET http://{shop}/stock\n      \
             save: stock\n      timeout: 15s\n      errors: {{any: Sorry.}}\n    \
             - say: \"{after}{{{{ stock.count }}}}\"\n"
        )
    };
    let settings = format!("http: {{allow: [\"{shop}\"]}}\ntyping: off\n");
    let folder = folder(&[("bot.yaml", &settings), ("flows/hello.yaml", &stock("", "Left: "))]);
    let app = Plan::folder(folder.path()).start().await;
    app.say("7", "stock").await;
    let (mut asked, _) = listener.accept().await.unwrap();
    let mut head = vec![0; 4096];
    assert!(asked.read(&mut head).await.unwrap() > 0);
    swap(folder.path(), &stock("    - say: One moment.\n", "We have "));
    edited(&app, 0, true).await;
    assert!(app.replies_to("7").is_empty(), "the call is still open");
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"count\": 3}";
    asked.write_all(answer.as_bytes()).await.unwrap();
    app.until(|counts| counts.sent == 1).await;
    assert_eq!(app.replies_to("7"), ["We have 3"]);
}

/// Whatever comes of a call, and however an author uses the secret in it.
#[tokio::test]
async fn a_secret_of_a_call_stands_in_neither_the_store_nor_a_line_of_the_log() {
    let shop = shop().await;
    let flow = |kind: &str| {
        format!(
            "{kind}:\n  when: {kind}\n  steps:\n    - http: POST http://{shop}/{kind}\n      \
             query: {{key: '{{{{ secret.CANARY }}}}'}}\n      \
             headers: {{Authorization: 'Bearer {{{{ secret.CANARY }}}}'}}\n      \
             form: {{key: '{{{{ secret.CANARY }}}}'}}\n      save: stock\n      \
             errors: {{any: [Something is wrong there., end]}}\n    - say: Done.\n"
        )
    };
    let kinds = ["good", "wrong", "gone", "dead"];
    let fallback = "fallback:\n  when: any message\n  say: Pardon?\n";
    let flows = kinds.map(flow).concat() + fallback;
    let settings = format!("http: {{allow: [\"{shop}\"]}}\nsecrets: [CANARY]\ntyping: off\n");
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("saywhen.db")).unwrap();
    let files = [("bot.yaml", &*settings), ("flows/a.yaml", &flows)];
    let app = Plan::with(bot_of(&files)).start_on(store).await;
    for (nth, kind) in (1..).zip(kinds) {
        app.say("7", kind).await;
        let mut said = Vec::new();
        for _ in 0..500 {
            said = app.replies_to("7");
            if said.len() >= nth {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(said.len(), nth, "{kind}: {said:?}");
    }
    app.quiet().await;
    assert!(!app.logs.text().contains(CANARY) && !app.logs.json().contains(CANARY));
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()));
    }
}
