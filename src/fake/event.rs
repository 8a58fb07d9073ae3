//! Webhook requests in Meta's shape.

use serde_json::{Map, Value, json};

use crate::fake::state::Shared;
use crate::words::event::Via;
use crate::words::name::{Mid, PageId};

/// The Page's own inbox, as an app.
pub(super) const INBOX: &str = "263902037430900";

/// A visitor's message.
pub(super) fn text(shared: &Shared, [visitor, page]: [&str; 2], text: &str) -> Value {
    let message = json!({"mid": shared.mid().as_str(), "text": text});
    request(shared, (page, [visitor, page]), "message", message)
}

/// A tap: a message for quick replies, a postback for everything else.
pub(super) fn tap(shared: &Shared, visitor: &str, [payload, title]: [&str; 2], via: Via) -> Value {
    let mid = shared.mid();
    let mid = mid.as_str();
    match via {
        Via::QuickReply => {
            let reply = json!({ "payload": payload });
            let message = json!({"mid": mid, "text": title, "quick_reply": reply});
            from(shared, visitor, "message", message)
        }
        Via::Postback | Via::Menu => {
            let postback = json!({"mid": mid, "title": title, "payload": payload});
            from(shared, visitor, "postback", postback)
        }
    }
}

/// An item of the author's own, completed.
pub(super) fn item(shared: &Shared, [page, visitor]: [&str; 2], item: Value) -> Value {
    let now = shared.now().0;
    let mut item = match item {
        Value::Object(item) => item,
        _ => Map::new(),
    };
    let echo = item.get("message").is_some_and(|message| message.get("is_echo").is_some());
    let [sender, recipient] = if echo { [page, visitor] } else { [visitor, page] };
    item.entry("sender").or_insert_with(|| json!({ "id": sender }));
    item.entry("recipient").or_insert_with(|| json!({ "id": recipient }));
    item.entry("timestamp").or_insert_with(|| now.into());
    for key in ["message", "postback"] {
        if let Some(Value::Object(said)) = item.get_mut(key) {
            said.entry("mid").or_insert_with(|| shared.mid().as_str().into());
        }
    }
    json!({"object": "page", "entry": [{"id": page, "time": now, "messaging": [item]}]})
}

/// What a Page said, as Meta tells it to the Page's apps; none where the visitor has no id yet.
pub(super) fn echo(shared: &Shared, page: &PageId, body: &Value, mid: &Mid) -> Option<Value> {
    let visitor = body.pointer("/recipient/id")?.as_str()?;
    let sent = body.get("message")?.as_object()?;
    let mut message = Map::from_iter([
        ("mid".to_owned(), Value::from(mid.as_str())),
        ("is_echo".to_owned(), Value::Bool(true)),
        // Meta writes app ids as numbers here.
        ("app_id".to_owned(), number(&shared.config.app)),
    ]);
    for key in ["text", "metadata"] {
        message.extend(sent.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    let attachments = match (sent.get("attachment"), sent.get("attachments")) {
        (Some(one), _) => Some(json!([one])),
        (None, many) => many.cloned(),
    };
    message.extend(attachments.map(|list| ("attachments".to_owned(), list)));
    let page = page.as_str();
    Some(request(shared, (page, [page, visitor]), "message", Value::Object(message)))
}

/// Visitors whose events in a body open Messenger's window.
pub(super) fn heard(body: &Value) -> impl Iterator<Item = &str> {
    let entries = body.get("entry").and_then(Value::as_array).into_iter().flatten();
    let items = entries.filter_map(|entry| entry.get("messaging")?.as_array()).flatten();
    items.filter_map(|item| {
        let opens = ["message", "postback", "reaction", "referral", "optin"];
        let echo = item.pointer("/message/is_echo").is_some();
        let opens = !echo && opens.iter().any(|key| item.get(*key).is_some());
        item.pointer("/sender/id")?.as_str().filter(|_| opens)
    })
}

/// Comments and posts in a body, by the id that a private answer names.
pub(super) fn commented(body: &Value) -> impl Iterator<Item = &str> {
    let entries = body.get("entry").and_then(Value::as_array).into_iter().flatten();
    let changes = entries.filter_map(|entry| entry.get("changes")?.as_array()).flatten();
    changes.filter_map(|change| {
        let value = change.get("value").filter(|value| value["verb"] == "add")?;
        let id = if value["item"] == "comment" { "comment_id" } else { "post_id" };
        value.get(id)?.as_str()
    })
}

/// The visitor has read, or the phone has got, all messages so far.
pub(super) fn receipt(shared: &Shared, visitor: &str, mids: Option<&[Mid]>) -> Value {
    let watermark = shared.now().0;
    match mids {
        Some(mids) => {
            let mids: Vec<_> = mids.iter().map(Mid::as_str).collect();
            from(shared, visitor, "delivery", json!({"mids": mids, "watermark": watermark}))
        }
        None => from(shared, visitor, "read", json!({ "watermark": watermark })),
    }
}

/// Another app has taken the thread, or has passed it to us.
pub(super) fn thread(shared: &Shared, visitor: &str, to: Option<&str>) -> Value {
    let app = shared.config.app.as_str();
    let (key, from_app, to_app) = match to {
        Some(other) => ("take_thread_control", app, other),
        None => ("pass_thread_control", INBOX, app),
    };
    let owners = json!({"previous_owner_app_id": from_app, "new_owner_app_id": to_app});
    from(shared, visitor, key, owners)
}

fn number(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| Value::from(id), Value::from)
}

fn from(shared: &Shared, visitor: &str, key: &str, value: Value) -> Value {
    let page = shared.config.page.as_str();
    request(shared, (page, [visitor, page]), key, value)
}

fn request(
    shared: &Shared,
    (page, [sender, recipient]): (&str, [&str; 2]),
    key: &str,
    value: Value,
) -> Value {
    let now = shared.now().0;
    let mut item = Map::from_iter([
        ("sender".to_owned(), json!({ "id": sender })),
        ("recipient".to_owned(), json!({ "id": recipient })),
        ("timestamp".to_owned(), Value::from(now)),
    ]);
    item.insert(key.to_owned(), value);
    json!({"object": "page", "entry": [{"id": page, "time": now, "messaging": [item]}]})
}
