//! `receipt`, `coupon`, `product`, `feedback`, `optin`: Messenger's own templates, without what
//! comes out empty.

use serde_json::Value;

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::raw::{fits, rendered};
use crate::flow::model::form::{Form, FormKind};
use crate::limits::{CARD_TEXT_UNITS_MAX, CARDS_MAX, TEMPLATE_TITLE_UNITS_MAX};
use crate::words::reply::ReplyKind;
use crate::words::turn::Fault;

/// Sends it.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, form: &Form) -> Result<(), Fault> {
    let mut parts = rendered(run, &form.parts)?;
    fits(&parts, op)?;
    prune(&mut parts);
    let missing = form.kind.needs().iter().find(|need| parts.pointer(need).is_none());
    if let Some(missing) = missing {
        let name = missing.trim_start_matches('/').replace('/', ".");
        let text = format!("\"{name}\" of this {} came out empty", form.kind.word());
        return Err(Fault { code: "M717".into(), place: Some(op.place.clone()), text });
    }
    let title = match form.kind {
        FormKind::Feedback | FormKind::Optin => TEMPLATE_TITLE_UNITS_MAX,
        FormKind::Receipt | FormKind::Coupon | FormKind::Product => CARD_TEXT_UNITS_MAX,
    };
    for (key, most) in [("title", title), ("subtitle", CARD_TEXT_UNITS_MAX)] {
        if let Some(Value::String(text)) = parts.get_mut(key) {
            *text = run.shortened(std::mem::take(text), most, "a line of a template");
        }
    }
    let kind = match form.kind {
        FormKind::Receipt => ReplyKind::Receipt(parts),
        FormKind::Coupon => ReplyKind::Coupon(parts),
        FormKind::Feedback => ReplyKind::Feedback(parts),
        FormKind::Optin => ReplyKind::Optin(asking(parts)),
        FormKind::Product => {
            let mut ids = ids(parts);
            run.only(&mut ids, CARDS_MAX, "products");
            if ids.is_empty() {
                run.note(|| "there are no products to send".to_owned());
                return Ok(());
            }
            ReplyKind::Products(ids)
        }
    };
    run.emit(&Voice::of(op), kind)
}

fn ids(parts: Value) -> Vec<String> {
    let Value::Array(items) = parts else { return Vec::new() };
    items.iter().filter_map(Value::as_str).map(|id| id.trim().to_owned()).collect()
}

/// Whether it asks for one message only, as true or false.
fn asking(mut parts: Value) -> Value {
    if let Some(once) = parts.get_mut("once") {
        let yes = once == true || matches!(once.as_str(), Some("yes" | "on"));
        *once = Value::Bool(yes);
    }
    parts
}

/// Leaves out what came out empty.
fn prune(value: &mut Value) {
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(prune);
            items.retain(|item| !empty(item));
        }
        Value::Object(map) => {
            map.values_mut().for_each(prune);
            map.retain(|_, part| !empty(part));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
