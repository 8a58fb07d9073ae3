//! The keys that an author wrote, matched with the keys that may stand there.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::key::{Key, find};
use crate::flow::suggest;
use crate::source::diagnostic::{Code, Diagnostic, Severity};
use crate::source::yaml::{Entry, Node, NodeKind};
use crate::source::{SourceId, Span};

/// A known key with its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'t> {
    /// Which key.
    pub key: &'static Key,
    /// Where the key stands.
    pub span: Span,
    /// The value.
    pub node: &'t Node,
}

/// The known keys of one map, in the author's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields<'t>(pub Vec<Field<'t>>);

/// What has been found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// Words in parts that could not be read: they may set a variable or name a step, so nobody
    /// complains about those.
    pub doubtful: BTreeSet<String>,
    /// Files with errors, each with the first of them among those that were looked at.
    torn: BTreeMap<SourceId, usize>,
    /// How many mistakes were looked at.
    looked: usize,
}

/// Where keys stand: who may have which.
pub(super) struct Owner {
    /// For `… can have:`, as `An ask`.
    pub name: String,
    /// Its own keys first.
    pub tables: Vec<&'static [Key]>,
}

impl<'t> Fields<'t> {
    /// The field of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Field<'t>> {
        self.0.iter().find(|field| field.key.name == name)
    }
}

impl Told {
    /// Tells a mistake.
    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes mistakes back, but for the first so many.
    pub(super) fn take_back(&mut self, first: usize) {
        self.diagnostics.truncate(first);
        self.torn.retain(|_, error| *error < first);
        self.looked = self.looked.min(first);
    }

    /// Whether an error in a file has been told. No mistake is looked at twice, however often that is
    /// asked.
    pub(super) fn has_errors_in(&mut self, file: SourceId) -> bool {
        for (at, one) in self.diagnostics.iter().enumerate().skip(self.looked) {
            if let Some(span) = one.span.filter(|_| one.severity == Severity::Error) {
                self.torn.entry(span.source).or_insert(at);
            }
        }
        self.looked = self.diagnostics.len();
        self.torn.contains_key(&file)
    }

    /// Remembers the words of a part that could not be read.
    pub(super) fn doubt(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Text(text) => self.doubt_text(&text.value),
            NodeKind::List(items) => items.iter().for_each(|item| self.doubt(item)),
            NodeKind::Map(entries) => entries.iter().for_each(|entry| {
                self.doubt_text(&entry.key.value);
                self.doubt(&entry.value);
            }),
        }
    }

    fn doubt_text(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
        let words = words.filter(|word| !word.is_empty());
        self.doubtful.extend(words.flat_map(|word| {
            let last = word.rsplit('.').next().unwrap_or(word);
            [word.to_owned(), last.to_owned()]
        }));
    }

    /// Reads a map's entries; unknown keys are told and left out.
    pub(super) fn fields<'t>(
        &mut self,
        entries: impl IntoIterator<Item = &'t Entry>,
        owner: &Owner,
    ) -> Fields<'t> {
        let read = entries.into_iter().filter_map(|entry| self.field(entry, owner)).collect();
        Fields(read)
    }

    fn field<'t>(&mut self, entry: &'t Entry, owner: &Owner) -> Option<Field<'t>> {
        let word = entry.key.value.as_str();
        let known = find(&owner.tables, word).or_else(|| self.other_word(entry, owner));
        let Some(key) = known else {
            self.unknown(entry, owner);
            self.doubt(&entry.value);
            return None;
        };
        Some(Field { key, span: entry.key_span, node: &entry.value })
    }

    /// An old word of ours, or a word of another tool: told, and read as ours.
    fn other_word(&mut self, entry: &Entry, owner: &Owner) -> Option<&'static Key> {
        let word = entry.key.value.as_str();
        if let Some(key) = suggest::renamed(word).and_then(|new| find(&owner.tables, new)) {
            let headline = format!("\"{word}\" is the old word for \"{}\" (still works)", key.name);
            self.tell(
                Diagnostic::warning(Code("K208"), entry.key_span, headline)
                    .edit(entry.key_span, key.name),
            );
            return Some(key);
        }
        let small = || find(&owner.tables, &word.to_lowercase());
        let theirs = suggest::elsewhere(word).find_map(|ours| find(&owner.tables, ours));
        let (key, headline) = match (theirs, small()) {
            (Some(key), _) => (key, format!("\"{word}\" is called \"{}\" here", key.name)),
            (None, key) => (key?, format!("\"{word}\" is written in small letters here")),
        };
        let told = Diagnostic::error(Code("K202"), entry.key_span, headline);
        self.tell(told.edit(entry.key_span, key.name));
        Some(key)
    }

    fn unknown(&mut self, entry: &Entry, owner: &Owner) {
        let word = entry.key.value.as_str();
        let names = || owner.tables.iter().copied().flatten().map(|key| key.name);
        let nearest = suggest::nearest(word, names());
        let listed: Vec<_> = owner.tables.first().into_iter().copied().flatten().collect();
        let listed: Vec<_> = listed.iter().map(|key| key.name).collect();
        let mut told = Diagnostic::error(
            Code("K201"),
            entry.key_span,
            format!("I don't know the word \"{word}\""),
        )
        .label(suggest::did_you_mean(nearest))
        .note(format!("{} can have: {}", owner.name, listed.join(", ")));
        if let Some(nearest) = nearest {
            told = told.edit(entry.key_span, nearest);
        }
        self.tell(told);
    }
}

/// A value of the wrong shape.
pub(super) fn wrong_shape(field: &Field<'_>) -> Diagnostic {
    let headline = format!("\"{}\" wants {}", field.key.name, field.key.shape.wanted());
    Diagnostic::error(Code("K205"), field.node.span, headline)
}
