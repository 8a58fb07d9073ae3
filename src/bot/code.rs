//! Nested steps → flat code with jumps (MODEL 2.1).

use std::collections::BTreeMap;

use crate::bot::op::{Arm, Beside, Body, GiveUp, Op, OpKind, Pc};
use crate::flow::model::ask;
use crate::flow::model::branch::If;
use crate::flow::model::control::{Once, OneOf, Repeat, Switch};
use crate::flow::model::goto::Goto;
use crate::flow::model::http::Http;
use crate::flow::model::later::Later;
use crate::flow::model::often::Often;
use crate::flow::model::{Condition, Step, StepKind};
use crate::words::name::{FlowName, StepKey, StepName};
use crate::words::way::Way;

/// A flow's code while it is written.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) ops: Vec<Op>,
    pub(super) steps: BTreeMap<StepName, Pc>,
    pub(super) rounds: Vec<Body>,
}

impl Code {
    /// Writes steps one behind another.
    pub(super) fn steps(&mut self, steps: Vec<Step>) {
        for step in steps {
            self.step(step);
        }
    }

    /// Writes what stands before the first step of a flow that may not always run.
    pub(super) fn gate(&mut self, flow: &FlowName, often: &Often) {
        self.ops.push(Op {
            key: StepKey { flow: flow.clone(), step: "".into() },
            place: often.place.clone(),
            on_error: None,
            persona: None,
            kind: OpKind::Gate(often.clone()),
        });
    }

    fn here(&self) -> Pc {
        Pc(self.ops.len())
    }

    fn step(&mut self, step: Step) {
        self.steps.insert(step.key.step.clone(), self.here());
        let Step { key, place, condition, on_error, persona, kind, .. } = step;
        let op = |kind| Op {
            key: key.clone(),
            place: place.clone(),
            on_error: on_error.clone(),
            persona: persona.clone(),
            kind,
        };
        let skip = condition.map(|condition| self.unless(&op, condition));
        match kind {
            StepKind::Say(say) => self.ops.push(op(OpKind::Say(say))),
            StepKind::Media(media) => self.ops.push(op(OpKind::Media(media))),
            StepKind::Cards(cards) => self.ops.push(op(OpKind::Cards(cards))),
            StepKind::Form(form) => self.ops.push(op(OpKind::Form(form))),
            StepKind::Raw(raw) => self.ops.push(op(OpKind::Raw(raw))),
            StepKind::Ask(ask) => self.ask(&op, ask),
            StepKind::Set(assigns) => self.ops.push(op(OpKind::Set(assigns))),
            StepKind::If(block) => self.branch(&op, block),
            StepKind::Switch(block) => self.switch(&op, block),
            StepKind::OneOf(block) => self.one_of(&op, block),
            StepKind::Repeat(block) => self.repeat(&op, key.step.clone(), block),
            StepKind::Once(block) => self.once(&op, block),
            StepKind::Call(call) => self.ops.push(op(OpKind::Call(call))),
            StepKind::Return(value) => self.ops.push(op(OpKind::Return(value))),
            StepKind::Forget(slots) => self.ops.push(op(OpKind::Forget(slots))),
            StepKind::EndAll => self.ops.push(op(OpKind::EndAll)),
            StepKind::Goto(goto) => self.ops.push(op(OpKind::Goto(goto))),
            StepKind::Later(later) => self.later(&op, *later),
            StepKind::CancelLater(keys) => self.ops.push(op(OpKind::CancelLater(keys))),
            StepKind::Pause(pause) => self.ops.push(op(OpKind::Pause(pause))),
            StepKind::Seen => self.ops.push(op(OpKind::Seen)),
            StepKind::React(reaction) => self.ops.push(op(OpKind::React(reaction))),
            StepKind::Handover(handover) => self.ops.push(op(OpKind::Handover(handover))),
            StepKind::TakeBack => self.ops.push(op(OpKind::TakeBack)),
            StepKind::Tag(tag) => self.ops.push(op(OpKind::Tag(tag))),
            StepKind::Language(wanted) => self.ops.push(op(OpKind::Language(wanted))),
            StepKind::Notify(notify) => self.ops.push(op(OpKind::Notify(notify))),
            StepKind::Track(track) => self.ops.push(op(OpKind::Track(track))),
            StepKind::Http(call) => self.http(&op, call),
            StepKind::Log(line) => self.ops.push(op(OpKind::Log(line))),
        }
        if let Some(at) = skip {
            self.land(at);
        }
    }

    /// Writes a conditional jump that does not know yet where it leads.
    fn unless(&mut self, op: &impl Fn(OpKind) -> Op, condition: Condition) -> Pc {
        let at = self.here();
        self.ops.push(op(OpKind::Unless(condition, at)));
        at
    }

    fn jump(&mut self, op: &impl Fn(OpKind) -> Op) -> Pc {
        let at = self.here();
        self.ops.push(op(OpKind::Jump(at)));
        at
    }

    /// Lets the jump written at `at` lead here.
    fn land(&mut self, at: Pc) {
        let here = self.here();
        if let Some(to) = self.ops.get_mut(at.0).and_then(|op| op.kind.jump_mut()) {
            *to = here;
        }
    }

    fn branch(&mut self, op: &impl Fn(OpKind) -> Op, block: If) {
        let mut ends = Vec::new();
        for (condition, steps) in block.arms {
            let skip = self.unless(op, condition);
            self.steps(steps);
            ends.push(self.jump(op));
            self.land(skip);
        }
        self.steps(block.otherwise);
        for end in ends {
            self.land(end);
        }
    }

    fn switch(&mut self, op: &impl Fn(OpKind) -> Op, block: Switch) {
        let at = self.here();
        self.ops.push(op(OpKind::Switch(block.on, Vec::new(), at)));
        let (mut cases, mut ends) = (Vec::with_capacity(block.cases.len()), Vec::new());
        for case in block.cases {
            cases.push((case.value, self.here()));
            self.steps(case.steps);
            ends.push(self.jump(op));
        }
        self.land(at);
        if let Some(OpKind::Switch(_, list, _)) = self.ops.get_mut(at.0).map(|op| &mut op.kind) {
            *list = cases;
        }
        self.steps(block.otherwise);
        for end in ends {
            self.land(end);
        }
    }

    /// A call; what its `errors` do stands behind it and is jumped over by a good answer.
    fn http(&mut self, op: &impl Fn(OpKind) -> Op, mut call: Box<Http>) {
        let (at, errors) = (self.here(), std::mem::take(&mut call.errors));
        self.ops.push(op(OpKind::Http(call, Vec::new())));
        if errors.is_empty() {
            return;
        }
        let (mut arms, mut ends) = (Vec::with_capacity(errors.len()), vec![self.jump(op)]);
        for (failing, steps) in errors {
            arms.push((failing, self.here()));
            self.steps(steps);
            ends.push(self.jump(op));
        }
        if let Some(OpKind::Http(_, list)) = self.ops.get_mut(at.0).map(|op| &mut op.kind) {
            *list = arms;
        }
        for end in ends {
            self.land(end);
        }
    }

    fn one_of(&mut self, op: &impl Fn(OpKind) -> Op, block: OneOf) {
        let at = self.here();
        self.ops.push(op(OpKind::OneOf(Vec::new(), block.draw)));
        let (mut arms, mut ends) = (Vec::with_capacity(block.arms.len()), Vec::new());
        for arm in block.arms {
            arms.push(Arm { key: arm.key, weight: arm.weight, pc: self.here() });
            self.steps(arm.steps);
            ends.push(self.jump(op));
        }
        if let Some(OpKind::OneOf(list, _)) = self.ops.get_mut(at.0).map(|op| &mut op.kind) {
            *list = arms;
        }
        for end in ends {
            self.land(end);
        }
    }

    fn repeat(&mut self, op: &impl Fn(OpKind) -> Op, step: StepName, block: Repeat) {
        let at = self.here();
        self.ops.push(op(OpKind::Rounds(block.rounds, at)));
        self.steps(block.steps);
        self.ops.push(op(OpKind::Again(at)));
        self.land(at);
        self.rounds.push(Body { step, from: at, to: self.here() });
    }

    fn once(&mut self, op: &impl Fn(OpKind) -> Op, block: Once) {
        let at = self.here();
        self.ops.push(op(OpKind::Once(at)));
        self.steps(block.steps);
        let over = self.jump(op);
        self.land(at);
        self.steps(block.otherwise);
        self.land(over);
    }

    /// Steps that run another time; a run that begins there ends with them.
    fn later(&mut self, op: &impl Fn(OpKind) -> Op, later: Later) {
        let at = self.here();
        self.ops.push(op(OpKind::Later(later.when, later.how, at)));
        self.steps(later.steps);
        self.ops.push(op(OpKind::Goto(Goto { to: Way::End, with: Vec::new() })));
        self.land(at);
    }

    /// A question; what its nudges and its `give_up` do stands behind it and is jumped over by an
    /// answer.
    fn ask(&mut self, op: &impl Fn(OpKind) -> Op, mut ask: Box<ask::Ask>) {
        let at = self.here();
        let (nudges, give_up) = (std::mem::take(&mut ask.nudges), ask.give_up.take());
        let inside = !nudges.is_empty() || matches!(give_up, Some(ask::GiveUp::Steps(_)));
        self.ops.push(op(OpKind::Ask(ask, Beside::default())));
        let over = inside.then(|| self.jump(op));
        let mut beside = Beside::default();
        for nudge in nudges {
            beside.nudges.push((nudge.after, self.here()));
            self.steps(nudge.steps);
            self.ops.push(op(OpKind::Wait));
        }
        beside.give_up = match give_up {
            None => GiveUp::Drop,
            Some(ask::GiveUp::Goto(to)) => GiveUp::Goto(to),
            Some(ask::GiveUp::Steps(steps)) => {
                let pc = self.here();
                self.steps(steps);
                GiveUp::Steps(pc)
            }
        };
        if let Some(OpKind::Ask(_, known)) = self.ops.get_mut(at.0).map(|op| &mut op.kind) {
            *known = beside;
        }
        if let Some(over) = over {
            self.land(over);
        }
    }
}
