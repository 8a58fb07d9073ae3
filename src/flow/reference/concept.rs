//! What a concept of the language is made of, for those who print it.

use crate::flow::key::{Key, Shape};

/// Concepts that belong together: a chapter of the page.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// Its heading.
    pub title: &'static str,
    /// What it is about, as Markdown.
    pub intro: &'static str,
    /// In the order of the page.
    pub concepts: &'static [&'static Concept],
}

/// One concept: what it is for, what can be written, and flows that show it.
#[derive(Clone, Copy, Debug)]
pub struct Concept {
    /// Its heading; none if the chapter is about nothing else.
    pub title: &'static str,
    /// What it is for, as Markdown.
    pub intro: &'static str,
    /// The verbs of its steps, whether they run yet or not.
    pub verbs: &'static [&'static str],
    /// Maps with keys of their own.
    pub tables: &'static [Table],
    /// What is wanted after a key, where that can be told more exactly than by its shape.
    pub forms: &'static [(&'static str, Form)],
    /// Closed lists of words.
    pub words: &'static [&'static Words],
    /// Flows that show it.
    pub examples: &'static [Example],
}

/// A map with keys of its own.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name in schemas.
    pub name: &'static str,
    /// What it describes, such as `A button in a list`.
    pub of: &'static str,
    /// The keys, as the parser reads them.
    pub keys: &'static [Key],
    /// Keys that it cannot be without.
    pub needs: &'static [&'static str],
}

/// What is wanted after a key.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// One of these words.
    Word(&'static Words),
    /// One of these words, or a list of them.
    Words(&'static Words),
    /// Nothing, or one of these words.
    Bare(&'static [&'static str]),
    /// As a shape says, in words that fit better here.
    Told(Shape, &'static str),
    /// A map from names of the author's own.
    Each(Shape),
    /// A map with these keys.
    Keys(&'static Table),
    /// A map from names of the author's own to maps with these keys.
    EachKeys(&'static Table),
    /// A map from names of the author's own to what a shape says, or to maps with these keys.
    EachOrKeys(Shape, &'static Table),
    /// A list of maps with these keys.
    ListOf(&'static Table),
    /// As a shape says, or `no`.
    OrNo(Shape),
}

/// A closed list of words.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Heads the list.
    pub of: &'static str,
    /// Each with one line for people.
    pub list: &'static [(&'static str, &'static str)],
    /// The smallest bot that has one of them, written `WORD`. `NAME` in a word is any name.
    pub probe: Example,
}

/// A bot that shows something: one flow file, `bot.yaml`, or both.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it shows, in one sentence; may be empty.
    pub about: &'static str,
    /// Its `bot.yaml`; may be empty.
    pub bot: &'static str,
    /// A flow file; may be empty.
    pub flow: &'static str,
}

impl Concept {
    /// A concept without anything in it, to begin with.
    pub(super) const EMPTY: Self = Self {
        title: "",
        intro: "",
        verbs: &[],
        tables: &[],
        forms: &[],
        words: &[],
        examples: &[],
    };

    /// What is wanted after one of its keys, where its shape does not say it exactly.
    #[must_use]
    pub fn form(&self, key: &str) -> Option<Form> {
        self.forms.iter().find(|(name, _)| *name == key).map(|(_, form)| *form)
    }
}

/// A flow file that shows something.
pub(super) const fn flow(about: &'static str, flow: &'static str) -> Example {
    Example { about, bot: "", flow }
}

/// A `bot.yaml` that shows something.
pub(super) const fn bot(about: &'static str, bot: &'static str) -> Example {
    Example { about, bot, flow: "" }
}

/// A table that can be without any of its keys.
pub(super) const fn table(name: &'static str, of: &'static str, keys: &'static [Key]) -> Table {
    Table { name, of, keys, needs: &[] }
}
