//! Messenger's built-in language understanding, in its old form (entities) and its newer one
//! (intents, entities, traits, detected locales).

use serde_json::Value;

use crate::messenger::webhook::part::Part;
use crate::words::event::{Finding, Nlp};

/// The entity that intents are in the old form.
const OLD_INTENT: &str = "intent";

/// None if it says nothing at all.
pub(super) fn read(nlp: &Part<'_>) -> Option<Nlp> {
    let mut found: Vec<_> = nlp.parts("intents").iter().filter_map(intent).collect();
    for group in ["entities", "traits"] {
        let Some(group) = nlp.part(group) else { continue };
        for key in group.keys() {
            for value in group.parts(key) {
                let intent = if key == OLD_INTENT { old_intent(&value) } else { None };
                found.push(finding(key, &value));
                found.extend(intent);
            }
        }
    }
    let locales = nlp.parts("detected_locales");
    let locale = locales.iter().find_map(|locale| locale.filled("locale"));
    let more = nlp.rest();
    let nothing = found.is_empty() && locale.is_none() && more.is_empty();
    (!nothing).then_some(Nlp { found, locale, more: Value::Object(more) })
}

/// An intent of the old form, in which it is the value of an entity of this name.
fn old_intent(value: &Part<'_>) -> Option<Finding> {
    let name = value.peek("value").filter(|name| !name.is_empty())?;
    let confidence = value.number("confidence").unwrap_or(0.0);
    let more = Value::Object(serde_json::Map::new());
    Some(Finding { confidence, name: short(&name), value: name.into(), more })
}

fn intent(intent: &Part<'_>) -> Option<Finding> {
    let name = intent.filled("name")?;
    let confidence = intent.number("confidence").unwrap_or(0.0);
    let more = Value::Object(intent.rest());
    Some(Finding { confidence, value: Value::String(name.clone()), name: short(&name), more })
}

fn finding(key: &str, value: &Part<'_>) -> Finding {
    let confidence = value.number("confidence").unwrap_or(0.0);
    let meant = value.value("value").cloned().unwrap_or(Value::Null);
    Finding { name: short(key), confidence, value: meant, more: Value::Object(value.rest()) }
}

/// `wit$datetime:datetime` is `datetime`.
fn short(name: &str) -> String {
    let name = name.strip_prefix("wit$").unwrap_or(name);
    name.split(':').next().unwrap_or(name).to_owned()
}
