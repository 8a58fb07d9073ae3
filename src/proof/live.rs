//! Which variables a flow may still read from each of its steps on before anything sets them: what a
//! walk from there could find. Worked out once for all ways into the flow.

use std::collections::BTreeSet;

use crate::bot::op::{GiveUp, Op, OpKind, Pc};
use crate::bot::{Bot, Flow};
use crate::flow::model::ask::Choices;
use crate::flow::model::control::{Over, Rounds};
use crate::proof::paths::{At, Paths, next};
use crate::proof::reads::reads;
use crate::proof::unset::sets;
use crate::template::render::Read;
use crate::words::name::VarName;

/// Names of variables.
pub(super) type Names<'a> = BTreeSet<&'a VarName>;

/// What is known of a flow from one of its steps on.
#[derive(Clone, Default, PartialEq)]
pub(super) struct From<'a> {
    /// What may be read on some way before it is set.
    live: Names<'a>,
    /// What of that is read before the ways part.
    straight: Names<'a>,
    /// What may be set on some way.
    pub(super) later: Names<'a>,
}

/// An operation, and where it leads.
struct Step<'a> {
    ways: Vec<At>,
    /// Whether on some of these nothing is set.
    may_fail: bool,
    /// What is done beside these, and whether that is certain.
    beside: Vec<(At, bool)>,
    op: &'a Op,
    read: Names<'a>,
}

/// What is known of a flow from each of its steps on.
pub(super) struct Live<'a> {
    /// What the flow sets somewhere.
    pub(super) own: Names<'a>,
    /// What it forgets somewhere: that may be read without a value whatever was set before.
    forgotten: Names<'a>,
    from: Vec<From<'a>>,
}

impl<'a> Live<'a> {
    /// Works it out for the flow at this place in the bot.
    pub(super) fn new(bot: &'a Bot, index: usize, flow: &'a Flow) -> Self {
        let forgotten = flow.code.iter().flat_map(forgets).collect();
        let mut live = Self { own: own(flow), forgotten, from: Vec::new() };
        let read: Vec<_> = flow.code.iter().map(|op| live.read(bot, op)).collect();
        live.from = vec![From::default(); read.len()];
        if read.iter().all(Names::is_empty) {
            return live;
        }
        let paths = Paths { bot };
        let steps = flow.code.iter().zip(read).enumerate();
        let step = |(pc, (op, read))| {
            let at = (index, pc);
            let may_fail = !failing(paths, op, at).is_empty();
            Step { ways: on(paths, op, at), may_fail, beside: beside(op, at), op, read }
        };
        let steps: Vec<_> = steps.map(step).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (pc, step) in steps.iter().enumerate().rev() {
                let now = live.before(step);
                if let Some(from) = live.from.get_mut(pc).filter(|from| **from != now) {
                    *from = now;
                    changed = true;
                }
            }
        }
        live
    }

    /// From a position on.
    pub(super) fn from(&self, at: At) -> Option<&From<'a>> {
        self.from.get(at.1)
    }

    /// Whether a walk from a position on might find a variable without a value that `told` does not
    /// hold yet, if these are set there.
    pub(super) fn may_miss(
        &self,
        at: At,
        set: &Names<'a>,
        told: impl Fn(&VarName) -> bool,
    ) -> bool {
        let Some(from) = self.from(at) else { return false };
        let certain = from.straight.iter().chain(from.live.difference(&from.later));
        certain
            .into_iter()
            .any(|name| (!set.contains(name) || self.forgotten.contains(name)) && !told(name))
    }

    /// What is known before an operation, by what is known behind it.
    fn before(&self, step: &Step<'a>) -> From<'a> {
        let Step { ways, may_fail, beside, op, read } = step;
        let mut before = From::default();
        let parts = ways.len() > 1 && !is_condition(op);
        for from in ways.iter().filter_map(|to| self.from(*to)) {
            before.live.extend(&from.live);
            before.later.extend(&from.later);
            if !parts {
                before.straight.extend(&from.straight);
            }
        }
        for name in sets(op) {
            if !may_fail && !self.forgotten.contains(name) {
                before.live.remove(name);
                before.straight.remove(name);
            }
            if self.own.contains(name) {
                before.later.insert(name);
            }
        }
        for (from, certain) in beside.iter().filter_map(|(to, is)| Some((self.from(*to)?, is))) {
            before.live.extend(&from.live);
            before.later.extend(&from.later);
            if *certain {
                before.straight.extend(&from.straight);
            }
        }
        before.live.extend(read);
        before.straight.extend(read);
        before
    }

    /// What an operation reads of the flow's own variables without a way out.
    fn read(&self, bot: &'a Bot, op: &'a Op) -> Names<'a> {
        if self.own.is_empty() {
            return Names::new();
        }
        reads(bot, op).into_iter().filter_map(|read| self.named(read)).collect()
    }

    /// The variable of the flow's own that is read.
    pub(super) fn named(&self, read: &Read) -> Option<&'a VarName> {
        let root = read.path.split(['.', '[']).next()?;
        self.own.iter().find(|name| name.as_str() == root).copied()
    }
}

/// Whether a missing variable may decide at an operation where to go on.
fn is_condition(op: &Op) -> bool {
    matches!(&op.kind, OpKind::Unless(..) | OpKind::Rounds(Rounds { over: Over::While(_), .. }, _))
}

fn forgets(op: &Op) -> impl Iterator<Item = &VarName> {
    let slots = if let OpKind::Forget(slots) = &op.kind { slots.as_slice() } else { &[] };
    slots.iter().map(|slot| &slot.name)
}

/// Variables that a flow sets somewhere itself.
fn own(flow: &Flow) -> Names<'_> {
    let captured = flow.captures.iter().flatten();
    flow.code.iter().flat_map(sets).chain(captured).collect()
}

/// Where an operation leads within its flow.
pub(super) fn on(paths: Paths<'_>, op: &Op, at: At) -> Vec<At> {
    let mut ways = paths.ways(op, at).1;
    if let OpKind::Ask(ask, _) = &op.kind {
        ways.push(next(at));
        ways.extend(failing(paths, op, at));
        if let Choices::Written(choices) = &ask.choices {
            let chosen = choices.iter().filter_map(|choice| choice.goto.as_ref());
            ways.extend(chosen.filter_map(|way| paths.target(way)));
        }
    }
    ways.retain(|to| to.0 == at.0);
    ways
}

/// Where an operation leads within its flow without having set what it sets: after too many wrong
/// answers, and where another server fails.
pub(super) fn failing(paths: Paths<'_>, op: &Op, at: At) -> Vec<At> {
    let here = |pc: &Pc| (at.0, pc.0);
    if let OpKind::Http(_, arms) = &op.kind {
        return arms.iter().map(|(_, pc)| here(pc)).collect();
    }
    let OpKind::Ask(_, beside) = &op.kind else { return Vec::new() };
    let given_up = match &beside.give_up {
        GiveUp::Drop => None,
        GiveUp::Steps(pc) => Some(here(pc)),
        GiveUp::Goto(way) => paths.target(way).filter(|to| to.0 == at.0),
    };
    given_up.into_iter().collect()
}

/// What is done beside the way through a flow, with what is set before the operation, and whether that
/// is certain: what a question's nudges do, and what runs later.
pub(super) fn beside(op: &Op, at: At) -> Vec<(At, bool)> {
    if let OpKind::Ask(_, beside) = &op.kind {
        return beside.nudges.iter().map(|(_, pc)| ((at.0, pc.0), true)).collect();
    }
    if let OpKind::Later(_, how, _) = &op.kind {
        return vec![(next(at), how.unless.is_none())];
    }
    Vec::new()
}
