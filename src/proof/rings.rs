//! Steps that run in a ring for ever, because nobody is asked anything on the way (F801).

use std::collections::BTreeSet;

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind};
use crate::limits::PROOF_SWEEPS_MAX;
use crate::proof::paths::{At, Escape, Paths, next};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};

/// Tells every ring from which no way leads out, whatever conditions and dice decide.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let Some(rings) = Rings::new(bot) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let mut told = Vec::new();
    for (flow, code) in bot.flows.values().enumerate() {
        for start in 0..code.code.len() {
            told.extend(rings.from((flow, start), &mut seen).map(|ring| rings.tell(&ring)));
        }
    }
    told
}

struct Rings<'a> {
    paths: Paths<'a>,
    /// What may happen, by flow and position.
    escapes: Vec<Vec<Escape>>,
}

impl<'a> Rings<'a> {
    /// Works out the ways out of every position; none if that takes too long.
    fn new(bot: &'a Bot) -> Option<Self> {
        let nothing = bot.flows.values().map(|flow| vec![Escape::default(); flow.code.len()]);
        let mut rings = Self { paths: Paths { bot }, escapes: nothing.collect() };
        let mut positions: Vec<At> = Vec::new();
        for (flow, code) in bot.flows.values().enumerate() {
            positions.extend((0..code.code.len()).map(|at| (flow, at)));
        }
        for _ in 0..PROOF_SWEEPS_MAX {
            // Ways lead forwards within a flow, and to other flows in any direction.
            positions.reverse();
            if !rings.sweep(&positions) {
                return Some(rings);
            }
        }
        None
    }

    /// Whether anything new came to light.
    fn sweep(&mut self, positions: &[At]) -> bool {
        let mut news = false;
        for &at in positions {
            let Some(op) = self.paths.op(at) else { continue };
            let escape = self.escape_of(op, at);
            let slot = self.escapes.get_mut(at.0).and_then(|flow| flow.get_mut(at.1));
            if let Some(slot) = slot.filter(|slot| **slot != escape) {
                *slot = escape;
                news = true;
            }
        }
        news
    }

    /// Behind its last step a flow ends.
    fn known(&self, (flow, at): At) -> Escape {
        let known = self.escapes.get(flow).and_then(|flow| flow.get(at));
        known.copied().unwrap_or(Escape::RETURNS)
    }

    fn escape_of(&self, op: &Op, at: At) -> Escape {
        if let OpKind::Call(call) = &op.kind {
            let called = self.paths.called(call);
            return called.map_or(Escape::RESTS, |to| self.known(to).then(self.known(next(at))));
        }
        let (own, ways) = self.paths.ways(op, at);
        ways.into_iter().map(|to| self.known(to)).fold(own, Escape::or)
    }

    /// The ring that a position without a way out leads into, unless it is known.
    fn from(&self, start: At, seen: &mut BTreeSet<At>) -> Option<Vec<At>> {
        let mut path: Vec<At> = Vec::new();
        let mut at = start;
        while self.paths.op(at).is_some() && self.known(at).is_none() {
            if !seen.insert(at) {
                let begin = path.iter().position(|one| *one == at)?;
                return Some(path.split_off(begin));
            }
            path.push(at);
            at = self.follow(at)?;
        }
        None
    }

    /// One of the ways on, none of which leads out.
    fn follow(&self, at: At) -> Option<At> {
        let op = self.paths.op(at)?;
        if let OpKind::Call(call) = &op.kind {
            let called = self.paths.called(call)?;
            return Some(if self.known(called).returns { next(at) } else { called });
        }
        self.paths.ways(op, at).1.first().copied()
    }

    fn tell(&self, ring: &[At]) -> Diagnostic {
        let ops = || ring.iter().filter_map(|at| self.paths.op(*at));
        let leads = |op: &&Op| matches!(op.kind, OpKind::Goto(_) | OpKind::Call(_));
        let mut ways: Vec<&Op> = ops().filter(leads).collect();
        ways.sort_by(|one, other| one.place.cmp(&other.place));
        let flows: BTreeSet<usize> = ring.iter().map(|(flow, _)| *flow).collect();
        let says = |op: &Op| {
            matches!(
                op.kind,
                OpKind::Say(_)
                    | OpKind::Media(_)
                    | OpKind::Cards(_)
                    | OpKind::Raw(_)
                    | OpKind::Form(_)
            )
        };
        let headline = match (flows.len(), ops().any(says)) {
            (1, _) => "These steps run for ever".to_owned(),
            (2, true) => "These two flows send each other messages for ever".to_owned(),
            (count, _) => format!("These {count} flows lead to one another for ever"),
        };
        let mut spans = ways.iter().filter_map(|op| self.span(op));
        let first = spans.next().unwrap_or_default();
        let told = Diagnostic::error(Code("F801"), first, headline)
            .label("no question in between")
            .fix("ask something, or `end`");
        spans.fold(told, |told, span| told.related(span, "and on from here"))
    }

    /// The author's word for a step.
    fn span(&self, op: &Op) -> Option<Span> {
        self.paths.bot.sources.word_at(&op.place)
    }
}
