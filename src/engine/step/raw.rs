//! `raw`: a message object as the author wrote it, with its texts rendered and Messenger's limits
//! kept.

use serde_json::Map;

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::say::bounded;
use crate::flow::model::raw::Raw;
use crate::flow::send_api::{Limited, limited};
use crate::limits::{INSTAGRAM_IMAGES_MAX, INSTAGRAM_TEXT_BYTES_MAX, RENDERED_BYTES_MAX};
use crate::words::name::{Channel, Value};
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Sends it.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, raw: &Raw) -> Result<(), Fault> {
    let mut message = rendered(run, raw)?;
    fits(&message, op)?;
    if message.get("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty()) {
        run.note(|| "an empty bubble is not sent".to_owned());
        return Ok(());
    }
    if run.at.key.channel == Channel::Instagram {
        for_instagram(run, &mut message);
    }
    limited(&mut message, &mut |part| {
        match part {
            Limited::Text(text, max, what) => {
                *text = run.shortened(std::mem::take(text), max, what);
            }
            Limited::List(items, max, what) => run.only(items, max, what),
            Limited::Payload(payload) => {
                bounded(payload.to_owned(), &op.place)?;
            }
        }
        Ok(())
    })?;
    run.emit(&Voice::of(op), ReplyKind::Raw(message))
}

/// Keeps Instagram's own limits, which are lower.
fn for_instagram(run: &mut Run<'_>, message: &mut Value) {
    if let Some(Value::String(text)) = message.get_mut("text") {
        *text = run.shortened_bytes(std::mem::take(text), INSTAGRAM_TEXT_BYTES_MAX, "the text");
    }
    if let Some(Value::Array(pictures)) = message.get_mut("attachments") {
        run.only(pictures, INSTAGRAM_IMAGES_MAX, "pictures");
    }
}

/// Refuses a message that is too large.
pub(super) fn fits(message: &Value, op: &Op) -> Result<(), Fault> {
    if message.to_string().len() <= RENDERED_BYTES_MAX {
        return Ok(());
    }
    Err(Fault {
        code: "T516".into(),
        place: Some(op.place.clone()),
        text: format!("this message has more than {RENDERED_BYTES_MAX} bytes"),
    })
}

/// A part with its texts rendered.
pub(super) fn rendered(run: &mut Run<'_>, raw: &Raw) -> Result<Value, Fault> {
    Ok(match raw {
        Raw::Value(value) => value.clone(),
        Raw::Text(id) => Value::from(run.text(*id)?),
        Raw::Given(id) => run.text_value(*id)?,
        Raw::List(items) => {
            let items = items.iter().map(|item| rendered(run, item));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Raw::Map(entries) => {
            let entries = entries.iter().map(|(key, part)| Ok((key.clone(), rendered(run, part)?)));
            Value::Object(entries.collect::<Result<Map<_, _>, Fault>>()?)
        }
    })
}
