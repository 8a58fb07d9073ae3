//! One text trigger: words, the whole message, or a regular expression.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::pattern::fold::Message;
use crate::words::name::{Value, VarName};
use crate::words::trace::Class;

/// What an author wrote does not make a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The diagnostic's code: W401, W402, W405, W409 …
    pub code: &'static str,
    /// Which bytes of the text are wrong.
    pub at: Range<usize>,
    /// One sentence in the author's words.
    pub headline: String,
    /// What to type instead; may be empty.
    pub fix: String,
}

/// Words that count as other words; the key is what triggers say (LANGUAGE, `synonyms`).
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// A compiled text trigger.
#[derive(Debug, Clone)]
pub struct Rule {}

/// A match, with all that the contest compares (MODEL 5.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// How specific it is.
    pub class: Class,
    /// Letters and digits matched.
    pub covered: u32,
    /// Where it begins, in letters.
    pub start: u32,
    /// What named groups took.
    pub captures: Vec<(VarName, Value)>,
}

impl Rule {
    /// These words together, in this order, as whole words, anywhere.
    pub fn words(_text: &str, _synonyms: &Synonyms) -> Result<Self, Problem> {
        Ok(Self {})
    }

    /// These words and nothing else.
    pub fn exact(_text: &str, _synonyms: &Synonyms) -> Result<Self, Problem> {
        Ok(Self {})
    }

    /// A regular expression, found anywhere in the message as typed, ignoring case.
    pub fn regex(_text: &str, _numbers: &[VarName]) -> Result<Self, Problem> {
        Ok(Self {})
    }

    /// Names of the variables that a match sets.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        Vec::new()
    }

    /// Looks for it in a message.
    #[must_use]
    pub fn find(&self, _message: &Message) -> Option<Hit> {
        None
    }
}
