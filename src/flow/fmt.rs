//! `saywhen fmt`: one way to lay files out. Only white space changes, outside of texts; comments,
//! quoting and order stay as their author wrote them.

mod gaps;
mod layout;
mod lines;

use crate::flow::fmt::layout::Layout;
use crate::source::SourceId;
use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::{Entry, Node, NodeKind, parse};

/// What keeps a file from being laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is no YAML; these are its mistakes.
    Mistakes(Vec<Diagnostic>),
    /// Laid out it would say something else. That is a fault of ours, and the file stays as it is.
    Changed,
}

/// How far apart a file's entries stand at its outermost level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entries {
    /// One empty line between any two: flows.
    Apart,
    /// As they are: settings, catalogues.
    AsTheyAre,
}

/// A file, laid out anew.
///
/// Two spaces a level, one behind `:`, `-` and `,`, none inside of brackets, one empty line at most, none
/// at the ends.
pub fn format(source: SourceId, text: &str, entries: Entries) -> Result<String, Left> {
    let (root, mistakes) = parse(source, text);
    if !mistakes.is_empty() {
        return Err(Left::Mistakes(mistakes));
    }
    let Some(root) = root else { return Ok(lines::without_tree(text)) };
    let mut layout = Layout::new(text);
    layout.root(&root);
    let formatted = lines::write(&layout, entries);
    let (again, mistakes) = parse(source, &formatted);
    let same = again.is_some_and(|again| is_same(&root, &again));
    if mistakes.is_empty() && same && without_space(text).eq(without_space(&formatted)) {
        Ok(formatted)
    } else {
        Err(Left::Changed)
    }
}

fn without_space(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace())
}

/// Whether two trees say the same, wherever their values stand.
fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Text(one), NodeKind::Text(other)) => one == other,
        (NodeKind::List(one), NodeKind::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (NodeKind::Map(one), NodeKind::Map(other)) => {
            let same = |(one, other): (&Entry, &Entry)| {
                one.key == other.key && is_same(&one.value, &other.value)
            };
            one.len() == other.len() && one.iter().zip(other).all(same)
        }
        _ => false,
    }
}
