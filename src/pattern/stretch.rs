//! The stretch of an answer that a question's `regex` finds.

use std::ops::Range;

use crate::pattern::expression::Expression;
use crate::pattern::rule::Problem;

/// A compiled `regex` of a question.
#[derive(Debug, Clone)]
pub struct Stretch {
    expression: Expression,
}

/// What was found, as bytes of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The whole match.
    pub whole: Range<usize>,
    /// What is saved: the first group that took part, else the whole match.
    pub saved: Range<usize>,
}

impl Stretch {
    /// Reads an expression, within the limits of triggers.
    pub fn new(text: &str) -> Result<Self, Problem> {
        Ok(Self { expression: Expression::new(text, &[])? })
    }

    /// The first match in a message as typed; one without a letter is none.
    #[must_use]
    pub fn find(&self, typed: &str) -> Option<Found> {
        let (whole, saved) = self.expression.taken(typed)?;
        (!typed.get(saved.clone())?.trim().is_empty()).then_some(Found { whole, saved })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved<'a>(regex: &str, typed: &'a str) -> Option<&'a str> {
        let found = Stretch::new(regex).unwrap().find(typed)?;
        typed.get(found.saved)
    }

    #[test]
    fn the_match_is_saved_or_its_first_group() {
        assert_eq!(saved(r"\d{5}", "I live in 10115 Berlin"), Some("10115"));
        assert_eq!(saved(r"order #?(\d+)", "about ORDER #77, please"), Some("77"));
        assert_eq!(saved(r"(?<id>\d+)-(\d+)", "12-34"), Some("12"));
        assert_eq!(saved(r"a(x)?|b(y)", "by"), Some("y"));
        assert_eq!(saved(r"a(x)?", "a"), Some("a"));
    }

    #[test]
    fn nothing_is_no_answer() {
        assert_eq!(saved(r"\d*", "none"), None);
        assert_eq!(saved(r"\d+", "none"), None);
        assert!(Stretch::new(r"(\d").is_err());
    }
}
