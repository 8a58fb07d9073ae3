//! Which of many payload patterns a payload can be for, found without trying them one by one.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::pattern::clue::head;
use crate::pattern::lists::place;
use crate::pattern::literals::Literals;
use crate::pattern::payload::PayloadPattern;

/// Payload patterns, told by what is literal in them: by all of it, or by the stretch that the
/// fewest others have.
///
/// ASCII case does not count here, because it does not in references.
#[derive(Debug, Default)]
pub struct PayloadIndex {
    whole: HashMap<String, Vec<u32>>,
    stretches: Literals,
    /// Patterns that are nothing but captures.
    others: Vec<u32>,
}

impl PayloadIndex {
    /// Takes patterns; they are told by their places.
    #[must_use]
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a PayloadPattern>) -> Self {
        let mut index = Self::default();
        let mut stretches: Vec<(u32, Vec<String>)> = Vec::new();
        for (at, pattern) in (0..).zip(patterns) {
            let mut literals = pattern.literals().map(str::to_ascii_lowercase);
            if pattern.is_literal() {
                let whole = literals.next().unwrap_or_default();
                index.whole.entry(whole).or_default().push(at);
            } else {
                stretches.push((at, literals.collect()));
            }
        }
        let mut asked: HashMap<&str, usize> = HashMap::new();
        for literal in stretches.iter().flat_map(|(_, literals)| literals) {
            *asked.entry(head(literal)).or_default() += 1;
        }
        let mut wanted = Vec::with_capacity(stretches.len());
        for (at, literals) in &stretches {
            let heads = literals.iter().map(|literal| head(literal));
            match heads.min_by_key(|head| (asked.get(head), Reverse(head.len()))) {
                Some(head) => wanted.push((head, *at)),
                None => index.others.push(*at),
            }
        }
        Self { stretches: Literals::new(wanted), ..index }
    }

    /// The places of all patterns that may take a payload, in order.
    ///
    /// A pattern that takes it is always among them.
    #[must_use]
    pub fn candidates(&self, payload: &str) -> Vec<usize> {
        let payload = payload.to_ascii_lowercase();
        let mut found = self.others.clone();
        found.extend(self.whole.get(&payload).into_iter().flatten());
        self.stretches.find(&payload, &mut found);
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(place).collect()
    }
}
