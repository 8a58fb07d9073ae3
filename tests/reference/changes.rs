//! Right files, changed in one place: what the checker takes the schema takes, and a word that the
//! checker does not know the schema refuses.

use saywhen::flow::check::everything;
use saywhen::source::diagnostic::{Code, any_error};
use saywhen::source::yaml::{Node, NodeKind, Style, parse};
use saywhen::source::{SourceId, Span};

use crate::schema::{Schemas, good_bots, sources};

/// Values that an author may put in the place of another.
const VALUES: [&str; 6] = ["[a, b]", "{a: b}", "7", "~", "yes", "30m"];

/// Where a file can be changed: each place with what is put there.
fn changes(text: &str) -> Vec<(Span, String)> {
    let (tree, _) = parse(SourceId(0), text);
    let mut found = Vec::new();
    tree.iter().for_each(|tree| gather(tree, &mut found));
    found
}

fn gather(node: &Node, found: &mut Vec<(Span, String)>) {
    match &node.kind {
        NodeKind::Text(text) if text.style == Style::Plain && !text.value.contains('\n') => {
            found.extend(VALUES.iter().map(|value| (node.span, (*value).to_owned())));
        }
        NodeKind::Text(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| gather(item, found)),
        NodeKind::Map(entries) => entries.iter().for_each(|entry| {
            found.push((entry.key_span, "xyz".to_owned()));
            gather(&entry.value, found);
        }),
    }
}

/// How schema and checker part ways over a changed bot, if they do.
fn parted(schemas: &Schemas, files: &[(String, String)], at: usize) -> Option<String> {
    let (path, text) = &files[at];
    let refused = schemas.mistake(path, text);
    let (_, told) = everything(&sources(files));
    let unknown = told.iter().any(|one| one.code == Code("K201"));
    match refused {
        Some(why) if !any_error(&told) => Some(format!("only the schema refuses {why}\n{text}")),
        None if unknown => Some(format!("only the checker refuses {path}:\n{text}")),
        Some(_) | None => None,
    }
}

#[test]
fn schema_and_checker_agree_on_right_files_changed_in_one_place() {
    let schemas = Schemas::new();
    let mut parts = Vec::new();
    let mut count = 0;
    for files in good_bots() {
        for at in 0..files.len() {
            if files[at].0.ends_with("others.yaml") {
                continue;
            }
            for (span, value) in changes(&files[at].1) {
                let mut changed = files.clone();
                changed[at].1.replace_range(span.range().unwrap(), &value);
                parts.extend(parted(&schemas, &changed, at));
                count += 1;
            }
        }
    }
    assert!(count > 2_000, "hardly anything was changed: {count}");
    let shown: Vec<_> = parts.iter().take(10).map(String::as_str).collect();
    assert!(parts.is_empty(), "{} of {count}:\n{}", parts.len(), shown.join("\n---\n"));
}
