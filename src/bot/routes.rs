//! Who takes what: the triggers of all flows, sorted by what they look at.

use std::collections::HashMap;

use crate::flow::model::trigger::TriggerKind;
use crate::flow::model::{Condition, Flow, Priority};
use crate::pattern::fold::Message;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::{Hit, Rule};
use crate::source::Place;
use crate::words::name::FlowName;

/// All triggers of a bot.
#[derive(Debug, Default)]
pub struct Routes {
    /// Text triggers of flows with `interrupts`.
    pub interrupts: TextRoutes,
    /// Text triggers of all other flows.
    pub texts: TextRoutes,
    /// Payload triggers; literal ones first, then by literal letters, captures and name (MODEL 5.1).
    pub payloads: Vec<PayloadRoute>,
    /// Flows that take Get Started, by name.
    pub get_started: Vec<Entrance>,
    /// `any message` flows: those with an `if` by priority and name, then the one without.
    pub fallbacks: Vec<Entrance>,
}

/// The way into a flow.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// The flow.
    pub flow: FlowName,
    /// Its extra condition.
    pub condition: Option<Condition>,
    /// Settles ties.
    pub priority: Priority,
    /// The author's line of the trigger.
    pub place: Place,
}

/// A payload trigger.
#[derive(Debug)]
pub struct PayloadRoute {
    /// What it takes.
    pub pattern: PayloadPattern,
    /// Where it leads.
    pub to: Entrance,
}

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

    fn add(&mut self, rule: Rule, to: Entrance) {
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

impl Routes {
    /// Takes a flow's triggers.
    pub(super) fn add(&mut self, flow: &mut Flow) {
        let entrance = |place: Place| Entrance {
            flow: flow.name.clone(),
            condition: flow.condition.clone(),
            priority: flow.priority,
            place,
        };
        for trigger in std::mem::take(&mut flow.triggers) {
            let to = entrance(trigger.place);
            match trigger.kind {
                TriggerKind::Text(rule) if flow.interrupts => self.interrupts.add(rule, to),
                TriggerKind::Text(rule) => self.texts.add(rule, to),
                TriggerKind::Payload(pattern) => self.payloads.push(PayloadRoute { pattern, to }),
                TriggerKind::GetStarted => self.get_started.push(to),
                TriggerKind::AnyMessage => self.fallbacks.push(to),
            }
        }
    }

    /// Puts lists into the order in which they are tried.
    pub(super) fn finish(&mut self) {
        self.payloads.sort_by(|a, b| {
            let rank = |route: &PayloadRoute| {
                let captures = route.pattern.captures().len();
                (captures > 0, std::cmp::Reverse(route.pattern.literal_chars()), captures)
            };
            rank(a).cmp(&rank(b)).then_with(|| a.to.flow.cmp(&b.to.flow))
        });
        let by_rank = |a: &Entrance, b: &Entrance| {
            let rank = |to: &Entrance| (to.condition.is_none(), std::cmp::Reverse(to.priority));
            rank(a).cmp(&rank(b)).then_with(|| a.flow.cmp(&b.flow))
        };
        self.get_started.sort_by(by_rank);
        self.fallbacks.sort_by(by_rank);
    }
}
