//! Text triggers of a bot, and which of them a message can be for.

use std::collections::HashMap;

use crate::bot::routes::Entrance;
use crate::pattern::fold::Message;
use crate::pattern::rule::{Hit, Rule};

/// Text triggers, found by a word that every match must hold where there is one.
#[derive(Debug, Default)]
pub struct TextRoutes {
    rules: Vec<(Rule, Entrance)>,
    exact: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
    others: Vec<usize>,
}

impl TextRoutes {
    /// Every rule that matches, with its hit, in no particular order.
    pub fn hits<'a>(
        &'a self,
        message: &'a Message,
    ) -> impl Iterator<Item = (&'a Entrance, Hit)> + 'a {
        let folded = &message.folded.text;
        let exact = self.exact.get(folded.as_str()).into_iter().flatten();
        let mut words: Vec<&str> = folded.split(' ').collect();
        words.sort_unstable();
        words.dedup();
        let by_word = words.into_iter().filter_map(|word| self.by_word.get(word)).flatten();
        exact.chain(by_word).chain(&self.others).filter_map(|&index| {
            let (rule, to) = self.rules.get(index)?;
            Some((to, rule.find(message)?))
        })
    }

    pub(super) fn add(&mut self, rule: Rule, to: Entrance) {
        let index = self.rules.len();
        if let Some(key) = rule.exact_key() {
            self.exact.entry(key.to_owned()).or_default().push(index);
        } else if let Some(word) = rule.required_word() {
            self.by_word.entry(word.to_owned()).or_default().push(index);
        } else {
            self.others.push(index);
        }
        self.rules.push((rule, to));
    }
}
