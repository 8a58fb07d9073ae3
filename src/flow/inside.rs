//! Values that other tools wrap in a map of their own, and that stand bare here: `say: [{text: Hi}]`,
//! `image: {url: …}`, and the cases of a `switch` that stand beside it.

use crate::flow::fields::{Field, Owner, Told};
use crate::flow::gate::Gate;
use crate::flow::key::find;
use crate::flow::wording::with_context;
use crate::flow::{paste, suggest};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// Words behind which others write a file's address.
const ADDRESSES: [&str; 8] = ["url", "src", "link", "path", "file", "href", "image", "image_url"];

impl Gate<'_> {
    /// Tells bubbles that are maps, all of a list at once.
    pub(super) fn maps_for_bubbles(&mut self, field: &Field<'_>) -> bool {
        let NodeKind::List(items) = &field.node.kind else { return false };
        let wrapped = |item: &Node| match &item.kind {
            NodeKind::Map(entries) => {
                let ours = |entry: &Entry| self.locales.contains(&entry.key.value);
                with_context(entries).is_none() && !entries.iter().any(ours)
            }
            NodeKind::Text(_) | NodeKind::List(_) => false,
        };
        let wrapped: Vec<&Node> = items.iter().filter(|item| wrapped(item)).collect();
        let Some((node, first)) = wrapped.first().and_then(|node| Some((node, first(node)?)))
        else {
            return false;
        };
        let verb = field.key.name;
        let headline = format!("\"{}\" cannot stand inside \"{verb}\"", first.key.value);
        let told = Diagnostic::error(Code("K205"), first.key_span, headline)
            .label("each bubble of the list is a text by itself");
        let known = wrapped.iter().all(|item| has(item, |word| says(word) || word == "template"));
        self.tell(match alone(node, says) {
            Some(text) if wrapped.len() == 1 => told.edit(node.span, text),
            _ if known => told.fix(as_it_is_here(verb, items)),
            _ => told,
        });
        self.told.doubt(field.node);
        true
    }

    /// Tells a file that is a map: only its address or path is wanted.
    pub(super) fn map_for_a_file(&mut self, field: &Field<'_>) -> bool {
        let NodeKind::Map(entries) = &field.node.kind else { return false };
        let address = |entry: &&Entry| ADDRESSES.contains(&entry.key.value.as_str());
        let Some(entry) = entries.iter().find(address) else { return false };
        let (word, verb) = (&entry.key.value, field.key.name);
        let headline = format!("\"{word}\" cannot stand inside \"{verb}\"");
        let told = Diagnostic::error(Code("K205"), entry.key_span, headline);
        let told = told.label(format!("behind \"{verb}:\" stands the address or path itself"));
        let whole = alone(field.node, |word| ADDRESSES.contains(&word));
        self.tell(match whole {
            Some(text) => told.edit(field.node.span, text),
            None => told.fix(paste::line(verb, &entry.value)),
        });
        self.told.doubt(field.node);
        true
    }
}

impl Told {
    /// Tells the cases of a switch that stand beside it.
    pub(super) fn cases_beside(&mut self, entries: &[&Entry], owner: &Owner) -> bool {
        let ours = |word: &str| {
            find(&owner.tables, word).is_some()
                || suggest::renamed(word).is_some()
                || suggest::elsewhere(word).any(|ours| find(&owner.tables, ours).is_some())
        };
        let strange = entries.iter().filter(|entry| !ours(&entry.key.value));
        let strange: Vec<&&Entry> = strange.collect();
        let listed = entries.iter().any(|entry| {
            let word = entry.key.value.as_str();
            word == "cases" || suggest::nearest(word, ["cases"]).is_some() || word == "case"
        });
        let Some(first) = strange.first().filter(|_| !listed) else { return false };
        let line = |entry: &&&Entry| format!("  {}", paste::line(&entry.key.value, &entry.value));
        let lines: Vec<_> = strange.iter().map(line).collect();
        let told = Diagnostic::error(
            Code("K204"),
            first.key_span,
            "The cases of a switch stand under \"cases:\"",
        );
        self.tell(
            told.label("here it would be a word of the step itself")
                .fix(format!("cases:\n{}", lines.join("\n"))),
        );
        for entry in entries {
            self.doubt(&entry.value);
        }
        true
    }
}

/// Whether a word means `say`, here or elsewhere.
fn says(word: &str) -> bool {
    word == "say" || suggest::elsewhere(word).any(|ours| ours == "say")
}

fn has(node: &Node, is_word: impl Fn(&str) -> bool) -> bool {
    match &node.kind {
        NodeKind::Map(entries) => entries.iter().any(|entry| is_word(&entry.key.value)),
        NodeKind::Text(_) | NodeKind::List(_) => false,
    }
}

fn first(node: &Node) -> Option<&Entry> {
    match &node.kind {
        NodeKind::Map(entries) => entries.first(),
        NodeKind::Text(_) | NodeKind::List(_) => None,
    }
}

/// The only value of a map, if its key is such a word and the value is short enough to be repeated.
fn alone(node: &Node, is_word: impl Fn(&str) -> bool) -> Option<String> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    let [entry] = entries.as_slice() else { return None };
    let text = paste::value(&entry.value);
    (is_word(&entry.key.value) && text != "…").then_some(text)
}

/// The bubbles as they are written here: texts of one step, or steps of their own.
fn as_it_is_here(verb: &str, items: &[Node]) -> String {
    let bare = |item: &Node| match &item.kind {
        NodeKind::Text(_) => Some(paste::value(item)),
        NodeKind::Map(_) | NodeKind::List(_) => alone(item, says),
    };
    if let Some(texts) = items.iter().map(bare).collect::<Option<Vec<_>>>() {
        return format!("{verb}:\n  - {}", texts.join("\n  - "));
    }
    let step = |item: &Node| match &item.kind {
        NodeKind::Map(_) if has(item, |word| word == "template") => {
            "- say: {template: …}".to_owned()
        }
        NodeKind::Map(entries) => {
            let (said, beside): (Vec<_>, Vec<_>) =
                entries.iter().partition(|entry| says(&entry.key.value));
            let said = said.iter().map(|entry| paste::line("say", &entry.value));
            let beside = beside.iter().map(|entry| paste::line(&entry.key.value, &entry.value));
            let lines: Vec<_> = said.chain(beside).collect();
            format!("- {}", lines.join("\n  "))
        }
        NodeKind::Text(_) | NodeKind::List(_) => format!("- {}", paste::line("say", item)),
    };
    items.iter().map(step).collect::<Vec<_>>().join("\n")
}
