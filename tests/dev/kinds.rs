//! Every kind of message that the language has a word for, in one conversation.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use saywhen::store::Store;
use serde_json::Value;

use crate::dev::visit::Visit;

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

/// Waits until so many events are done and all replies are settled.
async fn settled(visit: &Visit, done: u64) {
    let begun = Instant::now();
    loop {
        let counts = visit.store.counts().await.unwrap();
        let open = counts.waiting + counts.sending + counts.uncertain;
        if counts.done >= done && open == 0 {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{counts:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn every_kind_of_message_is_taken_in_one_conversation() {
    let bot = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations/every_kind");
    let visit = Box::pin(Visit::copy(&bot)).await;
    let golden = std::fs::read_to_string(bot.join("every_kind.chat")).unwrap();
    let first = golden.split("\n# ").next().unwrap();
    let said = first.lines().filter_map(|line| line.strip_prefix("You: "));
    let mut done = 0;
    for text in said {
        visit.say(text).await;
        done += 1;
        settled(&visit, done).await;
    }
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let calls = visit.dev.fake.calls_since(0).into_iter();
    for call in calls.filter(|call| call.accepted && call.body.get("recipient").is_some()) {
        *kinds.entry(kind(&call.body)).or_default() += 1;
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
