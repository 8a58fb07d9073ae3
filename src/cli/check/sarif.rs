//! Mistakes in SARIF 2.1.0, which code scanning takes.

use indexmap::IndexSet;
use serde_json::{Value, json};

use crate::cli::check::whereabouts::Whereabouts;
use crate::cli::check::wording;
use crate::cli::explain::codes;
use crate::source::diagnostic::{Code, Diagnostic, Edit, Severity, advice, mendable};
use crate::source::{Sources, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// All mistakes as one run.
pub(super) fn log(all: &[Diagnostic], sources: &Sources, whereabouts: &Whereabouts) -> Value {
    let codes: IndexSet<Code> = all.iter().map(|one| one.code).collect();
    let run = Run { sources, whereabouts, codes };
    let results: Vec<_> = all.iter().map(|one| run.result(one)).collect();
    let rules: Vec<_> = run.codes.iter().map(|code| rule(*code)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    let Some(page) = codes::find(code.0) else { return json!({"id": code.0}) };
    json!({
        "id": code.0,
        "shortDescription": {"text": page.means},
        "help": {"text": page.instead},
    })
}

struct Run<'a> {
    sources: &'a Sources,
    whereabouts: &'a Whereabouts,
    codes: IndexSet<Code>,
}

impl Run<'_> {
    fn result(&self, one: &Diagnostic) -> Value {
        let level = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let result = json!({
            "ruleId": one.code.0,
            "ruleIndex": self.codes.get_index_of(&one.code),
            "level": level,
            "message": {"text": wording::of(one, self.sources)},
            "locations": [one.span.map_or_else(|| self.anywhere(), |span| self.location(span))],
        });
        let related = one.related.iter().map(|(span, text)| self.related(*span, text));
        let related: Vec<_> = related.collect();
        let related = (!related.is_empty()).then(|| Value::Array(related));
        let edit = mendable(one, self.sources);
        let fixes = edit.map(|edit| json!([self.fix(edit, &advice(one, self.sources))]));
        with(with(result, "relatedLocations", related), "fixes", fixes)
    }

    fn location(&self, span: Span) -> Value {
        let file = self.file(span);
        json!({"physicalLocation": {"artifactLocation": file, "region": self.region(span)}})
    }

    /// A place for what has no line: code scanning refuses a result without one.
    fn anywhere(&self) -> Value {
        let first = self.sources.iter().next().map_or("", |(_, source)| &*source.path);
        let file = json!({"uri": self.whereabouts.uri(first)});
        json!({"physicalLocation": {"artifactLocation": file, "region": {"startLine": 1}}})
    }

    fn related(&self, span: Span, text: &str) -> Value {
        with(self.location(span), "message", message(text))
    }

    fn fix(&self, edit: &Edit, advice: &str) -> Value {
        let replacement = json!({
            "deletedRegion": self.region(edit.span),
            "insertedContent": {"text": edit.text},
        });
        let change = json!({
            "artifactLocation": self.file(edit.span),
            "replacements": [replacement],
        });
        with(json!({"artifactChanges": [change]}), "description", message(advice))
    }

    fn file(&self, span: Span) -> Value {
        json!({"uri": self.whereabouts.uri(&self.sources.place(span).file)})
    }

    fn region(&self, span: Span) -> Value {
        let (start, end) = (self.sources.place(span), self.sources.place_after(span));
        json!({
            "startLine": start.line,
            "startColumn": start.col,
            "endLine": end.line,
            "endColumn": end.col,
        })
    }
}

fn message(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| json!({"text": text}))
}

/// With one property more, if there is one: SARIF takes no null.
fn with(mut value: Value, name: &str, property: Option<Value>) -> Value {
    if let (Some(object), Some(property)) = (value.as_object_mut(), property) {
        object.insert(name.to_owned(), property);
    }
    value
}
