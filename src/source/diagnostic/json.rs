//! A mistake for other programs.

use serde_json::{Value, json};

use crate::source::diagnostic::{Diagnostic, Severity, advice};
use crate::source::{Sources, Span};

pub(super) fn value(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let place = diagnostic.span.map(|span| place(span, sources));
    let related = diagnostic.related.iter().map(|(span, text)| with_text(*span, text, sources));
    let edit = diagnostic.edit.as_ref().map(|edit| with_text(edit.span, &edit.text, sources));
    let mut value = json!({
        "code": diagnostic.code.0,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "headline": diagnostic.headline,
        "label": diagnostic.label,
        "note": diagnostic.note,
        "fix": advice::of(diagnostic, sources),
        "related": related.collect::<Vec<_>>(),
        "edit": edit,
    });
    extend(&mut value, place.unwrap_or(Value::Null));
    value
}

fn with_text(span: Span, text: &str, sources: &Sources) -> Value {
    let mut value = place(span, sources);
    extend(&mut value, json!({ "text": text }));
    value
}

fn place(span: Span, sources: &Sources) -> Value {
    let (start, end) = (sources.place(span), sources.place_after(span));
    json!({
        "file": &*start.file,
        "line": start.line,
        "col": start.col,
        "end_line": end.line,
        "end_col": end.col,
    })
}

fn extend(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}
