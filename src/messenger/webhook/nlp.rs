//! Messenger's built-in language understanding, in its old form (entities) and its newer one
//! (intents, entities, traits, detected locales).

use serde_json::Value;

use crate::messenger::webhook::field::{Map, filled, list, object};
use crate::words::event::{Finding, Nlp};

/// The entity that intents are in the old form.
const OLD_INTENT: &str = "intent";

/// None if it found nothing, as when a text was too long for it.
pub(super) fn read(nlp: &Map) -> Option<Nlp> {
    let mut found: Vec<_> = maps(list(nlp, "intents")).filter_map(intent).collect();
    for group in ["entities", "traits"] {
        for (key, values) in object(nlp, group).into_iter().flatten() {
            let values = values.as_array().map_or(&[][..], Vec::as_slice);
            found.extend(maps(values).map(|value| finding(key, value)));
            if key == OLD_INTENT {
                found.extend(maps(values).filter_map(old_intent));
            }
        }
    }
    let locale = maps(list(nlp, "detected_locales")).find_map(|locale| filled(locale, "locale"));
    let nothing = found.is_empty() && locale.is_none();
    (!nothing).then_some(Nlp { found, locale })
}

/// An intent of the old form, in which it is the value of an entity of this name.
fn old_intent(value: &Map) -> Option<Finding> {
    let name = filled(value, "value")?;
    Some(Finding { confidence: confidence(value), name: short(&name), value: name.into() })
}

fn maps(values: &[Value]) -> impl Iterator<Item = &Map> {
    values.iter().filter_map(Value::as_object)
}

fn intent(intent: &Map) -> Option<Finding> {
    let name = filled(intent, "name")?;
    Some(Finding {
        confidence: confidence(intent),
        value: Value::String(name.clone()),
        name: short(&name),
    })
}

fn finding(key: &str, value: &Map) -> Finding {
    let meant = value.get("value").cloned().unwrap_or(Value::Null);
    Finding { name: short(key), confidence: confidence(value), value: meant }
}

fn confidence(map: &Map) -> f64 {
    map.get("confidence").and_then(Value::as_f64).unwrap_or(0.0)
}

/// `wit$datetime:datetime` is `datetime`.
fn short(name: &str) -> String {
    let name = name.strip_prefix("wit$").unwrap_or(name);
    name.split(':').next().unwrap_or(name).to_owned()
}
