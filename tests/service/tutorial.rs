//! The first thing anybody tries, and everything else that Meta sends.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use saywhen::messenger::webhook;
use saywhen::store::memory::Memory;
use saywhen::time::Timestamp;
use saywhen::words::arrival::What;
use saywhen::words::event::EventKind;
use saywhen::words::name::Channel;
use serde_json::{Value, json};

use crate::app::{ECHO, MINUTE, NOW, Plan, bot_of};

fn fixture(path: &str) -> Value {
    let text = fs::read_to_string(Path::new("tests/fixtures").join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn the_tutorials_request_is_answered_as_messenger_wants_it() {
    let sent = fixture("send/01_text.json");
    let page = sent["path"].as_str().unwrap().split('/').nth(2).unwrap().to_owned();
    let visitor = sent["body"]["recipient"]["id"].as_str().unwrap().to_owned();
    let plan = Plan { page: page.clone(), ..Plan::folder(Path::new("examples/hello")) };
    let app = plan.start().await;
    let body = json!({"object": "page", "entry": [{"id": page, "time": NOW, "messaging": [{
        "sender": {"id": visitor},
        "recipient": {"id": page},
        "timestamp": NOW,
        "message": {"mid": "mid.1457764197618:41d102a3e1ae206a38", "seq": 73,
            "text": "does this work?"}
    }]}]});
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    app.quiet().await;
    let calls = app.fake.calls_since(0);
    assert_eq!(calls.len(), 1, "{calls:?}");
    let mut wanted = sent["body"].clone();
    wanted["message"]["text"] = "got it, thanks!".into();
    let mut said = calls[0].body.clone();
    let metadata = said["message"].as_object_mut().unwrap().remove("metadata").unwrap();
    assert!(metadata.as_str().unwrap().starts_with("sw1:"), "{metadata}");
    assert_eq!(said, wanted);
}

/// What somebody wrote or tapped, and did not take back.
fn wants_an_answer(item: &Value) -> bool {
    let message = &item["message"];
    let silent = ["is_echo", "is_deleted", "is_unsupported"];
    let written = ["text", "quick_reply", "attachments", "sticker_id"];
    let wrote = written.iter().any(|key| !message[*key].is_null())
        && silent.iter().all(|key| message[*key].is_null());
    wrote || item["postback"].is_object()
}

/// Mids of what is to be answered.
fn answered(body: &Value, page: &str) -> BTreeSet<String> {
    let entries = body["entry"].as_array().unwrap().iter();
    let entries = entries.filter(|entry| entry["id"] == page);
    let items = entries.flat_map(|entry| entry["messaging"].as_array().into_iter().flatten());
    let items = items.filter(|item| wants_an_answer(item));
    let mid = |item: &Value| {
        let mid = item["message"]["mid"].as_str().or(item["postback"]["mid"].as_str());
        mid.map_or_else(|| item.to_string(), str::to_owned)
    };
    items.map(mid).collect()
}

fn newest(body: &Value) -> i64 {
    fn walk(value: &Value, newest: &mut i64) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                if let (true, Some(at)) = (key == "timestamp" || key == "time", value.as_i64()) {
                    *newest = (*newest).max(if at < 100_000_000_000 { at * 1000 } else { at });
                }
                walk(value, newest);
            }),
            Value::Array(list) => list.iter().for_each(|value| walk(value, newest)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut newest_at = 0;
    walk(body, &mut newest_at);
    if newest_at == 0 { NOW } else { newest_at }
}

#[tokio::test]
async fn everything_that_meta_sends_is_acknowledged_and_what_speaks_to_the_bot_is_answered() {
    let mut paths: Vec<_> = fs::read_dir("tests/fixtures/webhook")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    assert!(paths.len() > 80);
    let mut wrong = Vec::new();
    for path in paths {
        let body: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let Some(page) = body["entry"][0]["id"].as_str() else { continue };
        let now = newest(&body) + MINUTE;
        // Nobody tells which app is ours, so that no echo on Messenger is a person's for certain.
        let settings = "typing: off\nchannels: [messenger, instagram]\n";
        let bot = bot_of(&[("bot.yaml", settings), ("flows/a.yaml", ECHO)]);
        let plan = Plan { page: page.to_owned(), app_id: "", now, ..Plan::with(bot) };
        let app = plan.start_on(Memory::new()).await;
        let status = app.fake.post(&body).await.unwrap();
        let counts = app.quiet().await;
        let bytes = body.to_string();
        let read = webhook::read(bytes.as_bytes(), Timestamp(now), &|_, _| true).unwrap();
        let rows = read.arrivals.iter().filter(|arrival| match &arrival.what {
            What::Event(_) | What::Skipped(..) | What::App { .. } | What::Dead(_) => true,
            // What a person says in the inbox, or on Instagram, makes the bot silent, whoever our
            // app is.
            What::Echo(event) => {
                let inbox = matches!(&event.kind, EventKind::HumanEcho(echo) if echo.inbox);
                inbox || arrival.key.channel == Channel::Instagram
            }
            What::Receipt { .. } => false,
        });
        let rows: BTreeSet<_> = rows.map(|arrival| arrival.identity.0).collect();
        let recorded = usize::try_from(counts.done + counts.skipped + counts.dead).unwrap();
        let wanted = (200, answered(&body, page).len(), rows.len());
        let found = (status, app.replies().len(), recorded);
        if found != wanted {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            wrong.push(format!("{name}: {found:?}, not {wanted:?}\n{}", app.logs.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
