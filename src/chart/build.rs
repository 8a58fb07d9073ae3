//! Maps made from a compiled bot.

use std::collections::BTreeMap;

use crate::bot::op::{Beside, GiveUp, Op, OpKind, Pc};
use crate::bot::{Bot, Flow};
use crate::chart::face::{cut, shape, words};
use crate::chart::{Map, Node, Shape, Tests, Way};
use crate::flow::check;
use crate::flow::model;
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::button::Tap;
use crate::flow::model::trigger::TriggerKind;
use crate::words::name::{FlowName, StepName};
use crate::words::way;

/// What stands on the edge to a flow's own `on_error`.
const ANY_FAILS: &str = "any step fails";

/// All flows of a bot, and what starts them.
pub(super) fn bot(bot: &Bot, tests: &Tests) -> Map {
    let mut map = Map::default();
    let mut places = BTreeMap::new();
    for flow in bot.flows.values() {
        let said = flow.code.iter().map(|op| words(bot, op)).find(|text| !text.is_empty());
        places.insert(flow.name.clone(), map.nodes.len());
        map.nodes.push(Node {
            title: flow.name.to_string(),
            text: said.unwrap_or_default(),
            shape: Shape::Flow,
            place: flow.place.clone(),
            name: Some(flow.name.to_string()),
            covered: tests.as_ref().map(|tests| {
                let lines = (flow.name.clone(), 0)..=(flow.name.clone(), u32::MAX);
                tests.range(lines).any(|(_, times)| *times > 0)
            }),
        });
    }
    for flow in bot.flows.values() {
        let Some(from) = places.get(&flow.name).copied() else { continue };
        for (way, label, to) in flow.code.iter().flat_map(|op| leaves(bot, op)) {
            if let Some(to) = places.get(&to.0) {
                map.lead(from, *to, way, &label);
            }
        }
        if let Some(to) = flow.on_error.as_ref().and_then(|to| places.get(to)) {
            map.lead(from, *to, Way::Fails, ANY_FAILS);
        }
    }
    if let Some((checked, _)) = check::everything(&bot.sources).0 {
        let written: BTreeMap<_, _> = checked.flows.iter().map(|flow| (&flow.name, flow)).collect();
        for (flow, to) in &places {
            if let Some(flow) = written.get(flow) {
                triggers(bot, flow, *to, &mut map);
            }
        }
    }
    map
}

/// The steps of one flow, and the flows that it leads to.
pub(super) fn flow(bot: &Bot, flow: &Flow, tests: &Tests) -> Map {
    let mut map = Map::default();
    let mut steps: BTreeMap<StepName, usize> = BTreeMap::new();
    for op in &flow.code {
        if steps.contains_key(&op.key.step) {
            continue;
        }
        let own = flow.code.iter().filter(|other| other.key == op.key);
        steps.insert(op.key.step.clone(), map.nodes.len());
        map.nodes.push(Node {
            title: op.key.step.as_str().split('~').next().unwrap_or_default().to_owned(),
            text: own.clone().map(|op| words(bot, op)).find(|t| !t.is_empty()).unwrap_or_default(),
            shape: own.map(shape).find(|shape| *shape != Shape::Step).unwrap_or(Shape::Step),
            place: op.place.clone(),
            name: Some(op.key.to_string()),
            covered: tests.as_ref().map(|tests| {
                tests.get(&(flow.name.clone(), op.place.line)).is_some_and(|times| *times > 0)
            }),
        });
    }
    let end = map.nodes.len();
    map.nodes.push(Node {
        title: "end".to_owned(),
        text: String::new(),
        shape: Shape::End,
        place: flow.place.clone(),
        name: None,
        covered: None,
    });
    let mut drawing = Drawing { bot, flow, steps, end, others: BTreeMap::new(), map };
    for (at, op) in flow.code.iter().enumerate() {
        drawing.op(Pc(at), op);
    }
    let first = drawing.at(Pc(0));
    if let (Some(first), Some(to)) = (first, &flow.on_error) {
        let to = drawing.other(to);
        drawing.map.lead(first, to, Way::Fails, ANY_FAILS);
    }
    if let Some((checked, _)) = check::everything(&bot.sources).0
        && let Some(written) = checked.flows.iter().find(|one| one.name == flow.name)
        && let Some(first) = first
    {
        triggers(bot, written, first, &mut drawing.map);
    }
    drawing.map
}

struct Drawing<'a> {
    bot: &'a Bot,
    flow: &'a Flow,
    steps: BTreeMap<StepName, usize>,
    end: usize,
    /// Other flows that this one leads to.
    others: BTreeMap<FlowName, usize>,
    map: Map,
}

impl Drawing<'_> {
    /// The node of a position, behind jumps.
    fn at(&self, mut pc: Pc) -> Option<usize> {
        for _ in 0..=self.flow.code.len() {
            let Some(op) = self.flow.code.get(pc.0) else { return Some(self.end) };
            let OpKind::Jump(to) = op.kind else {
                return self.steps.get(&op.key.step).copied();
            };
            pc = to;
        }
        None
    }

    fn go(&mut self, op: &Op, to: Pc, way: Way, label: &str) {
        let from = self.steps.get(&op.key.step).copied();
        if let (Some(from), Some(to)) = (from, self.at(to))
            && (from != to || way != Way::Next)
        {
            self.map.lead(from, to, way, label);
        }
    }

    fn op(&mut self, at: Pc, op: &Op) {
        self.inside(at, op);
        let Some(from) = self.steps.get(&op.key.step).copied() else { return };
        for (way, label, (flow, step)) in leaves(self.bot, op) {
            let inside = step.filter(|_| flow == self.flow.name);
            let to = match inside.and_then(|step| self.steps.get(&step).copied()) {
                Some(to) => to,
                None => self.other(&flow),
            };
            self.map.lead(from, to, way, &label);
        }
    }

    fn inside(&mut self, at: Pc, op: &Op) {
        match &op.kind {
            OpKind::Unless(condition, to) => {
                self.go(op, at.next(), Way::Next, &cut(&format!("if {}", condition.text)));
                self.go(op, *to, Way::Next, "else");
            }
            OpKind::Switch(_, cases, otherwise) => {
                self.arms(op, cases.iter().map(|(value, to)| (*to, cut(value))));
                self.go(op, *otherwise, Way::Next, "else");
            }
            OpKind::OneOf(arms, _) => {
                self.arms(op, arms.iter().map(|arm| (arm.pc, "by chance".to_owned())));
            }
            OpKind::Rounds(_, behind) => {
                self.go(op, at.next(), Way::Next, "each round");
                self.go(op, *behind, Way::Next, "then");
            }
            OpKind::Again(top) => {
                self.go(op, *top, Way::Next, "again");
                self.go(op, at.next(), Way::Next, "then");
            }
            OpKind::Once(otherwise) => {
                self.go(op, at.next(), Way::Next, "the first time");
                self.go(op, *otherwise, Way::Next, "later");
            }
            OpKind::Ask(_, beside) => self.question(at, op, beside),
            OpKind::Later(_, _, behind) => {
                self.go(op, at.next(), Way::Otherwise, "later");
                self.go(op, *behind, Way::Next, "");
            }
            OpKind::Goto(goto) if !matches!(goto.to, way::Way::Go(_)) => {
                let end = Pc(self.flow.code.len());
                self.go(op, end, Way::Next, goto.to.word().unwrap_or_default());
            }
            OpKind::Return(_) | OpKind::EndAll => {
                self.go(op, Pc(self.flow.code.len()), Way::Next, "");
            }
            OpKind::Goto(_) | OpKind::Jump(_) | OpKind::Wait => {}
            OpKind::Gate(_)
            | OpKind::Say(_)
            | OpKind::Media(_)
            | OpKind::Cards(_)
            | OpKind::Raw(_)
            | OpKind::Form(_)
            | OpKind::Set(_)
            | OpKind::Call(_)
            | OpKind::Forget(_)
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
            | OpKind::Http(..) => self.go(op, at.next(), Way::Next, ""),
        }
    }

    fn arms(&mut self, op: &Op, arms: impl Iterator<Item = (Pc, String)>) {
        for (to, label) in arms {
            self.go(op, to, Way::Next, &label);
        }
    }

    /// What a question leads to: its answer, silence, and too many wrong answers.
    fn question(&mut self, at: Pc, op: &Op, beside: &Beside) {
        self.go(op, at.next(), Way::Next, "");
        for (after, to) in &beside.nudges {
            let label = format!("after {}", crate::script::print::duration(*after));
            self.go(op, *to, Way::Otherwise, &label);
        }
        if let GiveUp::Steps(to) = &beside.give_up {
            self.go(op, *to, Way::Otherwise, "gives up");
        }
    }

    /// Another flow, as one node.
    fn other(&mut self, name: &FlowName) -> usize {
        if let Some(place) = self.others.get(name) {
            return *place;
        }
        let place = self.map.nodes.len();
        let flow = self.bot.flows.get(name);
        self.others.insert(name.clone(), place);
        self.map.nodes.push(Node {
            title: name.to_string(),
            text: String::new(),
            shape: Shape::Flow,
            place: flow.map_or_else(|| self.flow.place.clone(), |flow| flow.place.clone()),
            name: Some(name.to_string()),
            covered: None,
        });
        place
    }
}

/// A destination outside of the code's own order.
type Leave = (Way, String, (FlowName, Option<StepName>));

/// Where an operation leads by taps, gotos, calls and giving up.
fn leaves(bot: &Bot, op: &Op) -> Vec<Leave> {
    let mut all = Vec::new();
    let mut go = |way: Way, label: String, to: &way::Way| {
        if let way::Way::Go(target) = to {
            all.push((way, label, (target.flow.clone(), target.step.clone())));
        }
    };
    for button in op.kind.buttons() {
        if let Tap::Go { to, .. } = &button.tap {
            let label = button.label.map(|id| cut(bot.texts.written(id))).unwrap_or_default();
            go(Way::Tap, label, to);
        }
    }
    match &op.kind {
        OpKind::Ask(ask, beside) => {
            for (label, to) in choices(bot, ask) {
                go(Way::Tap, label, to);
            }
            if let GiveUp::Goto(to) = &beside.give_up {
                go(Way::Otherwise, "gives up".to_owned(), to);
            }
        }
        OpKind::Goto(goto) => go(Way::Next, String::new(), &goto.to),
        OpKind::Call(call) => all.push((Way::Next, "call".into(), (call.flow.clone(), None))),
        OpKind::Gate(_)
        | OpKind::Say(_)
        | OpKind::Media(_)
        | OpKind::Cards(_)
        | OpKind::Raw(_)
        | OpKind::Form(_)
        | OpKind::Wait
        | OpKind::Set(_)
        | OpKind::Unless(..)
        | OpKind::Jump(_)
        | OpKind::Switch(..)
        | OpKind::OneOf(..)
        | OpKind::Rounds(..)
        | OpKind::Again(_)
        | OpKind::Once(_)
        | OpKind::Return(_)
        | OpKind::Forget(_)
        | OpKind::EndAll
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
        | OpKind::Http(..) => {}
    }
    if let Some(flow) = &op.on_error {
        all.push((Way::Fails, "fails".to_owned(), (flow.clone(), None)));
    }
    all
}

fn choices<'a>(bot: &Bot, ask: &'a Ask) -> Vec<(String, &'a way::Way)> {
    match &ask.choices {
        Choices::Written(choices) => choices
            .iter()
            .filter_map(|one| Some((cut(bot.texts.written(one.label)), one.goto.as_ref()?)))
            .collect(),
        Choices::From(from) => from.goto.iter().map(|to| ("a choice".to_owned(), to)).collect(),
    }
}

/// A node for what starts a flow.
fn triggers(bot: &Bot, own: &model::Flow, to: usize, map: &mut Map) {
    let (mut said, mut fallback) = (Vec::new(), false);
    let place = own.triggers.first().map_or(&own.place, |trigger| &trigger.place);
    for trigger in &own.triggers {
        match trigger.kind {
            TriggerKind::AnyMessage => fallback = true,
            TriggerKind::Text(_)
            | TriggerKind::Payload(_)
            | TriggerKind::Referral(_)
            | TriggerKind::Event(_)
            | TriggerKind::Intent(_) => said.push(bot.sources.slice(trigger.span).to_owned()),
        }
    }
    let mut node = |title: &str, text: String, way: Way| {
        let (place, at) = (place.clone(), map.nodes.len());
        map.nodes.push(Node {
            title: title.to_owned(),
            text,
            shape: Shape::Trigger,
            place,
            name: None,
            covered: None,
        });
        map.lead(at, to, way, "");
    };
    if !said.is_empty() {
        node("when", cut(&said.join(", ")), Way::Trigger);
    }
    if fallback {
        node("any message", String::new(), Way::Fallback);
    }
    let start = bot.settings.start.as_ref().is_some_and(|start| start.flow == own.name);
    if start {
        node("Get Started", String::new(), Way::Trigger);
    }
}
