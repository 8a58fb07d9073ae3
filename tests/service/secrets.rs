//! A secret in the JSON of a call, from a message to the shop that gets it: its value stands on the wire,
//! and in no file and no log (PROMISES P19, P20).

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use saywhen::store::sqlite::Sqlite;

use crate::app::{CANARY, Plan, bot_of};

/// A shop that takes everything, and shows what it got.
async fn shop() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let got: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&got);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut text, mut part) = (String::new(), [0; 4096]);
            while !text.ends_with("\"end\":1}") {
                let read = stream.read(&mut part).await.unwrap();
                assert!(read > 0, "{text}");
                text.push_str(std::str::from_utf8(&part[..read]).unwrap());
            }
            kept.lock().unwrap().push(text);
            let json = "Content-Type: application/json\r\nConnection: close";
            let answer =
                format!("HTTP/1.1 200 OK\r\n{json}\r\nContent-Length: 9\r\n\r\n{{\"id\": 7}}");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, got)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn a_secret_in_json_is_on_the_wire_and_only_its_name_in_the_store() {
    let (shop, got) = shop().await;
    let flows = format!(
        "order:\n  when: {{regex: 'order (?<item>.+)'}}\n  steps:\n    \
         - http: POST http://{shop}/orders\n      \
         json:\n        item: \"{{{{ item }}}}\"\n        \
         auth: [{{token: \"Bearer {{{{ secret.CANARY }}}}\"}}]\n        end: 1\n      \
         save: order\n      errors: {{any: [The shop is closed., end]}}\n    \
         - say: \"Number {{{{ order.id }}}}\"\n\
         unset:\n  when: unset\n  steps:\n    - http: POST http://{shop}/orders\n      \
         json: {{key: \"{{{{ secret.MISSING }}}}\", end: 1}}\n      \
         errors: {{any: [The shop is closed., end]}}\n    - say: Done.\n\
         fallback:\n  when: any message\n  say: Pardon?\n"
    );
    let settings =
        format!("http: {{allow: [\"{shop}\"]}}\nsecrets: [CANARY, MISSING]\ntyping: off\n");
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("saywhen.db")).unwrap();
    let files = [("bot.yaml", &*settings), ("flows/a.yaml", &flows)];
    let app = Plan::with(bot_of(&files)).start_on(store).await;
    app.say("7", "order \"tea\" {{ secret.CANARY }}").await;
    app.until(|counts| counts.sent == 1).await;
    app.say("7", "unset").await;
    app.until(|counts| counts.sent == 2).await;
    assert_eq!(app.replies_to("7"), ["Number 7", "The shop is closed."]);
    app.quiet().await;
    let got = got.lock().unwrap().clone();
    assert_eq!(got.len(), 1, "{got:?}");
    let json = format!(
        r#"{{"item":"\"tea\" {{{{ secret.CANARY }}}}","auth":[{{"token":"Bearer {CANARY}"}}],"end":1}}"#
    );
    assert_eq!(got[0].split_once("\r\n\r\n").unwrap().1, json);
    assert_eq!(app.logs.lines("a secret of it is not set").len(), 1, "{}", app.logs.text());
    assert!(!app.logs.text().contains(CANARY) && !app.logs.json().contains(CANARY));
    let files = std::fs::read_dir(folder.path()).unwrap();
    let files: Vec<_> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    assert!(!files.iter().any(|bytes| holds(bytes, CANARY)));
    let name = r#"{"json_secret":"CANARY"}"#;
    assert!(files.iter().any(|bytes| holds(bytes, name)), "the call is there, with the name");
}
