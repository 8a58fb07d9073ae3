//! What is read of the names that a template makes itself: fields of the rows of a table, and of what a
//! component takes from where it is called.

use crate::template::frame::Names;
use crate::template::notes::Notes;
use crate::template::token::Token;

/// Finds out what the reads of a tag are of, and what its components, which are those after the first
/// so many, cannot take from outside.
pub(super) fn settle(notes: &mut Notes, names: &Names<'_>, components: usize) {
    let made = names.frames.iter().flat_map(|frame| {
        let from_here = |name: &&String| !frame.taken.contains(name);
        frame.names.iter().filter(from_here)
    });
    let made = made.chain(names.own).chain(names.maybe);
    for used in notes.uses.components.iter_mut().skip(components) {
        used.bound.extend(made.clone().cloned());
    }
    for path in std::mem::take(&mut notes.own) {
        let root = path.name.split('.').next().unwrap_or_default();
        let has = |names: &[String]| names.iter().any(|name| name == root);
        let Some(frame) = names.frames.iter().rfind(|frame| has(&frame.names)) else { continue };
        if has(&frame.taken) {
            if let Some(component) = notes.components.last_mut() {
                component.reads.push(path);
            }
        } else if let Some(table) = frame.table_of(root).filter(|_| !has(names.maybe)) {
            notes.items.push((table.to_owned(), path));
        }
    }
}

/// The name of an item and the table, where a loop goes through `data.TABLE` and nothing else.
pub(super) fn row(names: &[String], list: &[Token<'_>]) -> Option<(String, String)> {
    let ([item], [data, dot, table]) = (names, list) else { return None };
    (data.is("data") && dot.is(".")).then(|| (item.clone(), table.text.to_owned()))
}
