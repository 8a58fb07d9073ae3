//! Texts to look for in others, all at once, however many there are.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::pattern::lists::{Lists, number};

/// Texts, and who asked for each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Literals {
    /// None if there is nothing to look for, or too much.
    automaton: Option<AhoCorasick>,
    owners: Lists,
    /// Who is told of every text, because there was too much to look for.
    always: Vec<u32>,
}

impl Literals {
    /// Takes texts with the number of who asks for them; several may ask for the same.
    ///
    /// One automaton for all: what it costs to look through a text does not depend on how many
    /// texts are looked for.
    pub(crate) fn new<'a>(wanted: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut wanted: Vec<(&str, u32)> = wanted.into_iter().collect();
        if wanted.is_empty() {
            return Self::default();
        }
        wanted.sort_unstable();
        let mut texts: Vec<&str> = Vec::new();
        let mut owners = Vec::with_capacity(wanted.len());
        for (text, owner) in wanted {
            if texts.last() != Some(&text) {
                texts.push(text);
            }
            owners.push((number(texts.len().saturating_sub(1)), owner));
        }
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        match AhoCorasick::builder().kind(kind).prefilter(false).build(&texts) {
            Ok(automaton) => {
                let owners = Lists::new(texts.len(), &mut owners);
                Self { automaton: Some(automaton), owners, always: Vec::new() }
            }
            Err(_) => Self {
                always: owners.into_iter().map(|(_, owner)| owner).collect(),
                ..Self::default()
            },
        }
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.automaton.is_none()
    }

    /// Adds to `found` who asked for a text that stands in this one; each may be added twice.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<u32>) {
        found.extend(&self.always);
        let Some(automaton) = &self.automaton else { return };
        let mut seen: Vec<usize> =
            automaton.find_overlapping_iter(text).map(|hit| hit.pattern().as_usize()).collect();
        seen.sort_unstable();
        seen.dedup();
        found.extend(seen.into_iter().flat_map(|text| self.owners.of(text)));
    }
}
