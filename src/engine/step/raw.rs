//! `raw`: a message object as the author wrote it, with its texts rendered and Messenger's limits
//! kept.

use serde_json::Map;

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::say::bounded;
use crate::flow::model::raw::Raw;
use crate::limits::{
    BUTTON_TEXT_UNITS_MAX, BUTTONS_MAX, CARD_TEXT_UNITS_MAX, CARDS_MAX, QUICK_REPLIES_MAX,
    RENDERED_BYTES_MAX, TEXT_UNITS_MAX,
};
use crate::words::name::Value;
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Sends it.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, raw: &Raw) -> Result<(), Fault> {
    let mut message = rendered(run, raw)?;
    if message.to_string().len() > RENDERED_BYTES_MAX {
        return Err(Fault {
            code: "T516".into(),
            place: Some(op.place.clone()),
            text: format!("this message has more than {RENDERED_BYTES_MAX} bytes"),
        });
    }
    if message.get("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty()) {
        run.note(|| "an empty bubble is not sent".to_owned());
        return Ok(());
    }
    fit(run, op, &mut message)?;
    run.emit(&Voice::of(op), ReplyKind::Raw(message))
}

fn rendered(run: &mut Run<'_>, raw: &Raw) -> Result<Value, Fault> {
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

/// Keeps the limits of all that the author did not write as it is sent.
fn fit(run: &mut Run<'_>, op: &Op, message: &mut Value) -> Result<(), Fault> {
    shorten(run, message.get_mut("text"), TEXT_UNITS_MAX, "the text");
    few(run, message.get_mut("quick_replies"), QUICK_REPLIES_MAX, "quick replies");
    taps(op, message.get("quick_replies"))?;
    let Some(payload) = message.pointer_mut("/attachment/payload") else { return Ok(()) };
    if payload.get("template_type").and_then(Value::as_str) == Some("button") {
        shorten(run, payload.get_mut("text"), BUTTON_TEXT_UNITS_MAX, "the text above the buttons");
    }
    few(run, payload.get_mut("buttons"), BUTTONS_MAX, "buttons");
    taps(op, payload.get("buttons"))?;
    if payload.get("template_type").and_then(Value::as_str) != Some("generic") {
        return Ok(());
    }
    few(run, payload.get_mut("elements"), CARDS_MAX, "cards");
    let cards = payload.get_mut("elements").and_then(Value::as_array_mut);
    for card in cards.into_iter().flatten() {
        shorten(run, card.get_mut("title"), CARD_TEXT_UNITS_MAX, "the title of a card");
        shorten(run, card.get_mut("subtitle"), CARD_TEXT_UNITS_MAX, "the subtitle of a card");
        few(run, card.get_mut("buttons"), BUTTONS_MAX, "buttons");
        taps(op, card.get("buttons"))?;
    }
    Ok(())
}

fn shorten(run: &mut Run<'_>, text: Option<&mut Value>, max: usize, what: &str) {
    if let Some(Value::String(text)) = text {
        *text = run.shortened(std::mem::take(text), max, what);
    }
}

fn few(run: &mut Run<'_>, list: Option<&mut Value>, max: usize, what: &str) {
    if let Some(Value::Array(list)) = list {
        run.only(list, max, what);
    }
}

/// Refuses payloads that Messenger would not take.
fn taps(op: &Op, buttons: Option<&Value>) -> Result<(), Fault> {
    let buttons = buttons.and_then(Value::as_array).into_iter().flatten();
    let payloads = buttons.filter_map(|button| button.get("payload").and_then(Value::as_str));
    for payload in payloads {
        bounded(payload.to_owned(), &op.place)?;
    }
    Ok(())
}
