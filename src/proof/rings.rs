//! Steps that run in a ring for ever, because nobody is asked anything on the way (F801).

use std::collections::BTreeSet;

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind, Pc};
use crate::limits::PROOF_SWEEPS_MAX;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::Target;
use crate::words::way::Way;

/// A position in the code of a flow, by the flow's place in the bot.
type At = (usize, usize);

/// What may happen from a position on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Escape {
    /// The turn comes to rest, or everything ends.
    rests: bool,
    /// The flow ends, and whoever called it goes on.
    returns: bool,
}

impl Escape {
    const RESTS: Self = Self { rests: true, returns: false };
    const RETURNS: Self = Self { rests: false, returns: true };

    fn or(self, other: Self) -> Self {
        Self { rests: self.rests || other.rests, returns: self.returns || other.returns }
    }

    /// What may happen if this comes first, and the other once it has returned.
    fn then(self, other: Self) -> Self {
        Self {
            rests: self.rests || (self.returns && other.rests),
            returns: self.returns && other.returns,
        }
    }

    fn is_none(self) -> bool {
        self == Self::default()
    }
}

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
    bot: &'a Bot,
    /// What may happen, by flow and position.
    escapes: Vec<Vec<Escape>>,
}

impl<'a> Rings<'a> {
    /// Works out the ways out of every position; none if that takes too long.
    fn new(bot: &'a Bot) -> Option<Self> {
        let nothing = bot.flows.values().map(|flow| vec![Escape::default(); flow.code.len()]);
        let mut rings = Self { bot, escapes: nothing.collect() };
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
            let Some(op) = self.op(at) else { continue };
            let escape = self.escape_of(op, at);
            let slot = self.escapes.get_mut(at.0).and_then(|flow| flow.get_mut(at.1));
            if let Some(slot) = slot.filter(|slot| **slot != escape) {
                *slot = escape;
                news = true;
            }
        }
        news
    }

    fn op(&self, (flow, at): At) -> Option<&'a Op> {
        self.bot.flows.get_index(flow)?.1.code.get(at)
    }

    /// Behind its last step a flow ends.
    fn known(&self, (flow, at): At) -> Escape {
        let known = self.escapes.get(flow).and_then(|flow| flow.get(at));
        known.copied().unwrap_or(Escape::RETURNS)
    }

    fn escape_of(&self, op: &Op, at: At) -> Escape {
        if let OpKind::Call(call) = &op.kind {
            let called = self.entry(&Target { flow: call.flow.clone(), step: None });
            return called.map_or(Escape::RESTS, |to| self.known(to).then(self.known(next(at))));
        }
        let (own, ways) = self.ways(op, at);
        ways.into_iter().map(|to| self.known(to)).fold(own, Escape::or)
    }

    /// What an operation itself may do, and where the same flow or the one in its place goes on.
    fn ways(&self, op: &Op, at: At) -> (Escape, Vec<At>) {
        let here = |pc: &Pc| (at.0, pc.0);
        let on = |ways: Vec<At>| (Escape::default(), ways);
        match &op.kind {
            OpKind::Gate(often) => match &often.otherwise {
                None => (Escape::RETURNS, vec![next(at)]),
                Some(flow) => {
                    let other = self.entry(&Target { flow: flow.clone(), step: None });
                    on([Some(next(at)), other].into_iter().flatten().collect())
                }
            },
            OpKind::Ask(..) | OpKind::Wait | OpKind::EndAll => (Escape::RESTS, Vec::new()),
            OpKind::Return(_) => (Escape::RETURNS, Vec::new()),
            OpKind::Goto(goto) => self.way(&goto.to),
            OpKind::Jump(to) => on(vec![here(to)]),
            OpKind::Unless(_, to) | OpKind::Rounds(_, to) | OpKind::Once(to) => {
                on(vec![next(at), here(to)])
            }
            OpKind::Switch(_, cases, to) => {
                on(cases.iter().map(|(_, pc)| here(pc)).chain([here(to)]).collect())
            }
            OpKind::OneOf(arms, _) if !arms.is_empty() => {
                on(arms.iter().map(|arm| here(&arm.pc)).collect())
            }
            OpKind::OneOf(..)
            // Rounds are counted, so that some time the repeat is left behind this.
            | OpKind::Again(_)
            | OpKind::Call(_)
            | OpKind::Say(_)
            | OpKind::Media(_)
            | OpKind::Cards(_)
            | OpKind::Raw(_)
            | OpKind::Set(_)
            | OpKind::Forget(_)
            | OpKind::Pause(_)
            | OpKind::Seen
            | OpKind::React(_)
            | OpKind::Tag(_)
            | OpKind::Track(_)
            | OpKind::Log(_) => on(vec![next(at)]),
        }
    }

    fn way(&self, way: &Way) -> (Escape, Vec<At>) {
        let start = self.bot.settings.start.as_ref();
        let target = match way {
            Way::Go(target) => Some(target),
            Way::Restart => start,
            Way::End => return (Escape::RETURNS, Vec::new()),
            Way::Back => return (Escape::RESTS, Vec::new()),
        };
        match target.and_then(|target| self.entry(target)) {
            Some(to) => (Escape::default(), vec![to]),
            None => (Escape::RESTS, Vec::new()),
        }
    }

    fn entry(&self, target: &Target) -> Option<At> {
        let target = self.bot.resolve(target)?;
        let (flow, _, code) = self.bot.flows.get_full(&target.flow)?;
        let pc = target.step.as_ref().map_or(Some(Pc(0)), |step| code.steps.get(step).copied());
        Some((flow, pc?.0))
    }

    /// The ring that a position without a way out leads into, unless it is known.
    fn from(&self, start: At, seen: &mut BTreeSet<At>) -> Option<Vec<At>> {
        let mut path: Vec<At> = Vec::new();
        let mut at = start;
        while self.op(at).is_some() && self.known(at).is_none() {
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
        let op = self.op(at)?;
        if let OpKind::Call(call) = &op.kind {
            let called = self.entry(&Target { flow: call.flow.clone(), step: None })?;
            return Some(if self.known(called).returns { next(at) } else { called });
        }
        self.ways(op, at).1.first().copied()
    }

    fn tell(&self, ring: &[At]) -> Diagnostic {
        let ops = || ring.iter().filter_map(|at| self.op(*at));
        let leads = |op: &&Op| matches!(op.kind, OpKind::Goto(_) | OpKind::Call(_));
        let mut ways: Vec<&Op> = ops().filter(leads).collect();
        ways.sort_by(|one, other| one.place.cmp(&other.place));
        let flows: BTreeSet<usize> = ring.iter().map(|(flow, _)| *flow).collect();
        let says = |op: &Op| {
            matches!(op.kind, OpKind::Say(_) | OpKind::Media(_) | OpKind::Cards(_) | OpKind::Raw(_))
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
        self.bot.sources.word_at(&op.place)
    }
}

fn next((flow, at): At) -> At {
    (flow, at.saturating_add(1))
}
