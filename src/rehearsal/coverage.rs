//! What conversations have exercised of a bot, and what not.

mod parts;

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind};
use crate::rehearsal::coverage::parts::Part;
use crate::rehearsal::watched::{Tapped, Watched};
use crate::source::Place;
use crate::words::name::FlowName;
use crate::words::trace::{StepTrace, Trace};
use crate::words::turn::{Outcome, Took};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A step that runs.
    Step,
    /// One way of a condition, a switch, a draw or a `once`.
    Branch,
    /// A button, quick reply or choice that is taken.
    Button,
    /// A wrong answer, or the last of them.
    Retry,
    /// A step that fails where somebody has said what happens then.
    Error,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Step, Self::Branch, Self::Button, Self::Retry, Self::Error];

    /// Its name for people and programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Step => "steps",
            Self::Branch => "branches",
            Self::Button => "buttons",
            Self::Retry => "retries",
            Self::Error => "error arms",
        }
    }
}

/// One thing that conversations can exercise.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its flow.
    pub flow: FlowName,
    /// The author's line.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// The same in words.
    pub what: String,
    /// How often it was.
    pub times: u32,
    /// By what it is known.
    part: Part,
}

/// All of a bot's units, by flow and line.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Every unit.
    pub units: Vec<Unit>,
}

impl Coverage {
    /// Nothing exercised yet.
    #[must_use]
    pub fn new(bot: &Bot) -> Self {
        let mut units = Vec::new();
        for flow in bot.flows.values() {
            let mut own = Vec::new();
            if let Some(to) = &flow.on_error {
                let what = format!("a step fails: on_error leads to {to}");
                let part = Part::FlowFails;
                own.push(parts::unit((flow, &flow.place), Kind::Error, what, part));
            }
            for (at, op) in flow.code.iter().enumerate() {
                own.extend(parts::of(bot, flow, at, op));
            }
            // Several operations of one step are one step.
            let mut seen: Vec<(Place, Part)> = Vec::new();
            own.retain(|unit: &Unit| {
                let new = !seen.contains(&(unit.place.clone(), unit.part.clone()));
                seen.push((unit.place.clone(), unit.part.clone()));
                new
            });
            own.sort_by_key(|unit| (unit.place.line, unit.kind));
            units.extend(own);
        }
        Self { units }
    }

    /// Notes what a turn has exercised.
    pub fn note(&mut self, bot: &Bot, turn: &Watched) {
        let faults = match &turn.outcome {
            Outcome::Done { faults, .. } => faults.as_slice(),
            Outcome::Skipped(_) | Outcome::Dead(_) => &[],
        };
        for fault in faults.iter().filter_map(|fault| fault.place.as_ref()) {
            self.failed(fault, &turn.trace);
        }
        self.steps(bot, &turn.trace);
        self.answered(&turn.trace);
        turn.tapped.iter().for_each(|tapped| self.tapped(tapped));
    }

    fn hit(&mut self, fits: impl Fn(&Unit) -> bool) {
        for unit in self.units.iter_mut().filter(|unit| fits(unit)) {
            unit.times = unit.times.saturating_add(1);
        }
    }

    fn steps(&mut self, bot: &Bot, trace: &Trace) {
        let behind = trace.steps.iter().skip(1).map(Some).chain([None]);
        for (step, next) in trace.steps.iter().zip(behind) {
            let key = &step.key;
            self.hit(|unit| unit.flow == key.flow && unit.part == Part::Step(key.step.clone()));
            let op = bot.flows.get(&key.flow).and_then(|flow| flow.code.get(step.at));
            if let Some(way) = op.and_then(|op| way(op, step, next)) {
                let taken = Part::Way(step.at, way);
                self.hit(|unit| unit.flow == key.flow && unit.part == taken);
            }
        }
    }

    fn failed(&mut self, place: &Place, trace: &Trace) {
        let flows: Vec<&FlowName> = trace.steps.iter().map(|step| &step.key.flow).collect();
        self.hit(|unit| match unit.part {
            Part::StepFails => unit.place == *place,
            Part::FlowFails => unit.place.file == place.file && flows.contains(&&unit.flow),
            Part::Step(_)
            | Part::Way(..)
            | Part::Tap { .. }
            | Part::Wrong(_)
            | Part::GivesUp(_) => false,
        });
    }

    fn answered(&mut self, trace: &Trace) {
        let Took::Retry(key) = &trace.took else { return };
        self.hit(|unit| unit.part == Part::Wrong(key.clone()));
        // Whoever gives up inside a loop may stand on the same question again, in the next round.
        if !trace.steps.is_empty() || !trace.stack_after.contains(key) {
            self.hit(|unit| unit.part == Part::GivesUp(key.clone()));
        }
    }

    fn tapped(&mut self, tapped: &Tapped) {
        let Some(place) = &tapped.place else { return };
        let here = |unit: &Unit| match &unit.part {
            Part::Tap { step, label } => (step == place).then(|| label.clone()),
            Part::Step(_)
            | Part::Way(..)
            | Part::Wrong(_)
            | Part::GivesUp(_)
            | Part::StepFails
            | Part::FlowFails => None,
        };
        let exact = |unit: &Unit| here(unit).flatten().as_ref() == Some(&tapped.label);
        if self.units.iter().any(exact) {
            self.hit(exact);
        } else {
            // A label that is worked out.
            self.hit(|unit| here(unit) == Some(None));
        }
    }

    /// How many units of a kind there are and how many were exercised, in a flow or in all.
    #[must_use]
    pub fn count(&self, flow: Option<&FlowName>, kind: Option<Kind>) -> (usize, usize) {
        let here = |unit: &&Unit| {
            flow.is_none_or(|flow| unit.flow == *flow) && kind.is_none_or(|kind| unit.kind == kind)
        };
        let all = self.units.iter().filter(here);
        (all.clone().filter(|unit| unit.times > 0).count(), all.count())
    }

    /// Names of all flows with units, in the author's order.
    #[must_use]
    pub fn flows(&self) -> Vec<FlowName> {
        let mut names: Vec<FlowName> = Vec::new();
        for unit in &self.units {
            if names.last() != Some(&unit.flow) {
                names.push(unit.flow.clone());
            }
        }
        names
    }

    /// How often each step ran, by flow and the line on which it begins.
    #[must_use]
    pub fn lines(&self) -> BTreeMap<(FlowName, u32), u32> {
        let steps = self.units.iter().filter(|unit| unit.kind == Kind::Step);
        steps.map(|unit| ((unit.flow.clone(), unit.place.line), unit.times)).collect()
    }
}

/// The way that an operation went on.
fn way(op: &Op, step: &StepTrace, next: Option<&StepTrace>) -> Option<usize> {
    let next = next.filter(|next| next.key.flow == step.key.flow).map(|next| next.at);
    match &op.kind {
        OpKind::Unless(..) => step.condition.as_ref().map(|(_, holds)| usize::from(!holds)),
        OpKind::Once(otherwise) => Some(usize::from(next == Some(otherwise.0))),
        OpKind::Switch(_, cases, _) => {
            let taken = cases.iter().position(|(_, to)| Some(to.0) == next);
            Some(taken.unwrap_or(cases.len()))
        }
        OpKind::OneOf(arms, _) => arms.iter().position(|arm| Some(arm.pc.0) == next),
        OpKind::Gate(_)
        | OpKind::Say(_)
        | OpKind::Media(_)
        | OpKind::Cards(_)
        | OpKind::Raw(_)
        | OpKind::Form(_)
        | OpKind::Ask(..)
        | OpKind::Wait
        | OpKind::Set(_)
        | OpKind::Jump(_)
        | OpKind::Rounds(..)
        | OpKind::Again(_)
        | OpKind::Call(_)
        | OpKind::Return(_)
        | OpKind::Forget(_)
        | OpKind::EndAll
        | OpKind::Goto(_)
        | OpKind::Later(..)
        | OpKind::CancelLater(_)
        | OpKind::Pause(_)
        | OpKind::Seen
        | OpKind::React(_)
        | OpKind::Handover(_)
        | OpKind::TakeBack
        | OpKind::Tag(_)
        | OpKind::Language(_)
        | OpKind::Track(_)
        | OpKind::Log(_)
        | OpKind::Notify(_)
        | OpKind::Http(..) => None,
    }
}
