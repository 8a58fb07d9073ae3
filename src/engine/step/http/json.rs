//! JSON that is sent, in pieces: a secret stands between the quotes of a text, by its name.

use crate::engine::run::Run;
use crate::flow::model::http::{Json, Part};
use crate::words::name::Value;
use crate::words::quoted;
use crate::words::turn::{Fault, Piece};

/// A body; one piece, if there are no secrets in it.
pub(super) fn pieces(run: &mut Run<'_>, json: &Json) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    write(run, json, &mut pieces)?;
    Ok(pieces)
}

fn write(run: &mut Run<'_>, json: &Json, to: &mut Vec<Piece>) -> Result<(), Fault> {
    match json {
        Json::Value(value) => add(to, &value.to_string()),
        Json::Given(id) => add(to, &run.text_value(*id)?.to_string()),
        Json::Text(parts) => text(run, parts, to)?,
        Json::List(items) => {
            add(to, "[");
            for (nth, item) in items.iter().enumerate() {
                add(to, if nth == 0 { "" } else { "," });
                write(run, item, to)?;
            }
            add(to, "]");
        }
        Json::Map(entries) => {
            add(to, "{");
            for (nth, (key, part)) in entries.iter().enumerate() {
                let comma = if nth == 0 { "" } else { "," };
                add(to, &format!("{comma}{}:", Value::from(key.as_str())));
                write(run, part, to)?;
            }
            add(to, "}");
        }
    }
    Ok(())
}

fn text(run: &mut Run<'_>, parts: &[Part], to: &mut Vec<Piece>) -> Result<(), Fault> {
    add(to, "\"");
    for part in parts {
        match part {
            Part::Literal(text) => add(to, &quoted::inside(text)),
            Part::Text(id) => add(to, &quoted::inside(&run.text(*id)?)),
            Part::Secret(name) => to.push(Piece::JsonSecret(name.clone())),
        }
    }
    add(to, "\"");
    Ok(())
}

/// Writes on.
fn add(to: &mut Vec<Piece>, more: &str) {
    match to.last_mut() {
        Some(Piece::Text(text)) => text.push_str(more),
        Some(Piece::Secret(_) | Piece::EncodedSecret(_) | Piece::JsonSecret(_)) | None => {
            to.push(Piece::Text(more.to_owned()));
        }
    }
}
