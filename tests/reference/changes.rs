//! Right files, changed in one place: what the checker takes the schema takes, and a word that the
//! checker does not know the schema refuses.

use saywhen::flow::check::everything;
use saywhen::source::diagnostic::any_error;
use saywhen::source::yaml::{Node, NodeKind, Style, parse};
use saywhen::source::{SourceId, Span};

use crate::schema::{Schemas, good_bots, sources};

/// Values that an author may put in the place of another.
const VALUES: [&str; 6] = ["[a, b]", "{a: b}", "7", "~", "yes", "30m"];

/// A word that nobody knows.
const NONSENSE: &str = "nonsense";

/// Where a file can be changed: each place with what is put there.
fn changes(text: &str) -> Vec<(Span, &'static str)> {
    let (tree, _) = parse(SourceId(0), text);
    let mut found = Vec::new();
    if let Some(tree) = &tree {
        gather(tree, &mut found);
    }
    found
}

/// All keys, and a value for every plain text.
fn gather(node: &Node, found: &mut Vec<(Span, &'static str)>) {
    match &node.kind {
        NodeKind::Text(text) if text.style == Style::Plain && !text.value.contains('\n') => {
            found.push((node.span, VALUES[found.len() % VALUES.len()]));
        }
        NodeKind::Text(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| gather(item, found)),
        NodeKind::Map(entries) => entries.iter().for_each(|entry| {
            found.push((entry.key_span, NONSENSE));
            gather(&entry.value, found);
        }),
    }
}

/// Of a file so long every change is tried, of one twice as long every second, and so on.
const LETTERS_PER_CHANGE: usize = 300;

/// A bot, and the file of it that has been changed.
struct Changed<'a> {
    files: &'a [(String, String)],
    at: usize,
    span: Span,
    value: &'static str,
}

impl Changed<'_> {
    /// How schema and checker part ways over it, if they do.
    fn parts(&self, schemas: &Schemas) -> Option<String> {
        let (path, text) = &self.files[self.at];
        let range = self.span.range().unwrap();
        let mut files = self.files.to_vec();
        files[self.at].1.replace_range(range.clone(), self.value);
        let refused = schemas.mistake(path, &files[self.at].1);
        let (_, told) = everything(&sources(&files));
        let line = text[..range.start].lines().count().max(1);
        let place = format!("{path}:{line} `{}` made `{}`", &text[range], self.value);
        let headline = format!("I don't know the word \"{NONSENSE}\"");
        match refused {
            Some(why) if !any_error(&told) => {
                Some(format!("only the schema refuses {place}: {why}"))
            }
            None if told.iter().any(|one| one.headline == headline) => {
                Some(format!("only the checker refuses {place}"))
            }
            Some(_) | None => None,
        }
    }
}

#[test]
fn schema_and_checker_agree_on_right_files_changed_in_one_place() {
    let schemas = Schemas::new();
    let (mut parts, mut count) = (Vec::new(), 0);
    for files in good_bots() {
        for (at, (path, text)) in files.iter().enumerate() {
            if path.ends_with("others.yaml") {
                continue;
            }
            let every = text.len() / LETTERS_PER_CHANGE + 1;
            for (span, value) in changes(text).into_iter().step_by(every) {
                let changed = Changed { files: &files, at, span, value };
                parts.extend(changed.parts(&schemas));
                count += 1;
            }
        }
    }
    assert!(count > 1_000, "hardly anything was changed: {count}");
    assert!(parts.is_empty(), "{} of {count}:\n{}", parts.len(), parts.join("\n"));
}
