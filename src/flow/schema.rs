//! JSON Schemas for editors, printed from the tables that the parser reads. They take what the parser
//! takes; where JSON cannot tell what YAML can, they take more.

mod defs;
mod flows;
mod forms;
mod keys;
mod shapes;
mod steps;

use serde_json::{Value, json};

use crate::flow::reference::settings;
use crate::flow::schema::defs::Defs;

/// The dialect: what it says of `$ref` beside other words is what editors do.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of files in `flows/`.
#[must_use]
pub fn flows() -> Value {
    let mut defs = Defs::default();
    let flow = flows::flow(&mut defs);
    json!({
        "$schema": DIALECT,
        "title": "Flows of a saywhen bot",
        "type": ["object", "null"],
        "propertyNames": flows::names(),
        "additionalProperties": flow,
        "$defs": defs.all(),
    })
}

/// The schema of `bot.yaml`.
#[must_use]
pub fn settings() -> Value {
    let mut defs = Defs::default();
    let whole = keys::table(&settings::KEYS, &mut defs);
    json!({
        "$schema": DIALECT,
        "title": "bot.yaml of a saywhen bot",
        "anyOf": [{"type": "null"}, whole],
        "$defs": defs.all(),
    })
}
