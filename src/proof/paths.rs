//! Where each operation of a bot may lead.

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind, Pc};
use crate::flow::model::control::Call;
use crate::words::name::Target;
use crate::words::way::Way;

/// A position in the code of a flow, by the flow's place in the bot.
pub(super) type At = (usize, usize);

/// What may happen from a position on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Escape {
    /// The turn comes to rest, or everything ends.
    pub(super) rests: bool,
    /// The flow ends, and whoever called it goes on.
    pub(super) returns: bool,
}

impl Escape {
    pub(super) const RESTS: Self = Self { rests: true, returns: false };
    pub(super) const RETURNS: Self = Self { rests: false, returns: true };

    pub(super) fn or(self, other: Self) -> Self {
        Self { rests: self.rests || other.rests, returns: self.returns || other.returns }
    }

    /// What may happen if this comes first, and the other once it has returned.
    pub(super) fn then(self, other: Self) -> Self {
        Self {
            rests: self.rests || (self.returns && other.rests),
            returns: self.returns && other.returns,
        }
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// All ways through a bot's code.
#[derive(Clone, Copy)]
pub(super) struct Paths<'a> {
    pub(super) bot: &'a Bot,
}

impl<'a> Paths<'a> {
    /// The operation at a position; none behind the end of its flow.
    pub(super) fn op(self, (flow, at): At) -> Option<&'a Op> {
        self.bot.flows.get_index(flow)?.1.code.get(at)
    }

    /// Where the flow begins that is called.
    pub(super) fn called(self, call: &Call) -> Option<At> {
        self.entry(&Target { flow: call.flow.clone(), step: None })
    }

    /// What an operation itself may do, and where the same flow or the one in its place goes on.
    ///
    /// A call is left out: what it may do, the flow that it calls decides.
    pub(super) fn ways(self, op: &Op, at: At) -> (Escape, Vec<At>) {
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
            // What runs later is no part of this turn.
            OpKind::Later(_, _, to) | OpKind::Jump(to) => on(vec![here(to)]),
            OpKind::Unless(_, to) | OpKind::Rounds(_, to) | OpKind::Once(to) => {
                on(vec![next(at), here(to)])
            }
            OpKind::Switch(_, cases, to) => {
                on(cases.iter().map(|(_, pc)| here(pc)).chain([here(to)]).collect())
            }
            OpKind::OneOf(arms, _) if !arms.is_empty() => {
                on(arms.iter().map(|arm| here(&arm.pc)).collect())
            }
            // Its answer comes without the visitor, so it is no place to wait for one.
            OpKind::Http(_, arms) => {
                on(arms.iter().map(|(_, pc)| here(pc)).chain([next(at)]).collect())
            }
            OpKind::OneOf(..)
            // Rounds are counted, so that some time the repeat is left behind this.
            | OpKind::Again(_)
            | OpKind::Call(_)
            | OpKind::Say(_)
            | OpKind::Media(_)
            | OpKind::Cards(_)
            | OpKind::Raw(_)
            | OpKind::Form(_)
            | OpKind::Set(_)
            | OpKind::Forget(_)
            | OpKind::CancelLater(_)
            | OpKind::Pause(_)
            | OpKind::Seen
            | OpKind::React(_)
            | OpKind::Handover(_)
            | OpKind::TakeBack
            | OpKind::Tag(_)
            | OpKind::Language(_)
            | OpKind::Notify(_)
            | OpKind::Track(_)
            | OpKind::Log(_) => on(vec![next(at)]),
        }
    }

    fn way(self, way: &Way) -> (Escape, Vec<At>) {
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

    /// Where a way leads that names its destination.
    pub(super) fn target(self, way: &Way) -> Option<At> {
        if let Way::Go(target) = way { self.entry(target) } else { None }
    }

    /// Where a destination begins, if it exists.
    pub(super) fn entry(self, target: &Target) -> Option<At> {
        let target = self.bot.resolve(target)?;
        let (flow, _, code) = self.bot.flows.get_full(&target.flow)?;
        let pc = target.step.as_ref().map_or(Some(Pc(0)), |step| code.steps.get(step).copied());
        Some((flow, pc?.0))
    }
}

/// The position behind another.
pub(super) fn next((flow, at): At) -> At {
    (flow, at.saturating_add(1))
}
