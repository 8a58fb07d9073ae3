//! Where the values of variables come from.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Choice, Choices};
use crate::flow::model::button::Tap;
use crate::flow::model::control::Over;
use crate::flow::model::declared::{Declared, Sort};
use crate::flow::model::on_page::Line;
use crate::flow::model::set::{Assign, Assigned, Given};
use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::trigger::Trigger;
use crate::flow::model::{Checked, Flow, Step, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::values::untyped::Untyped;
use crate::flow::values::{Kind, Known};
use crate::pattern::answer::Type;
use crate::template::batch::{ExprId, TextId};
use crate::template::render::Templates;
use crate::words::name::{Value, VarName};

/// What some steps put into variables: what is known of each, and how often each is set at all.
#[derive(Default)]
struct Put {
    known: BTreeMap<Slot, Vec<Kind>>,
    times: BTreeMap<Slot, usize>,
    untyped: BTreeMap<Slot, Untyped>,
}

impl Put {
    fn add(&mut self, slot: &Slot, kind: Kind) {
        self.known.entry(slot.clone()).or_default().push(kind);
    }

    fn once_more(&mut self, slot: Slot) {
        let times = self.times.entry(slot).or_default();
        *times = times.saturating_add(1);
    }

    fn steps(&mut self, steps: &[Step], templates: &Templates) {
        parts::walk(steps, &mut |part| match part {
            Part::Step(step) => self.step(step, templates),
            Part::Sets(slot, _) => self.once_more(slot),
            Part::Opens(own) => {
                self.once_more(Slot { life: Life::Run, name: VarName::new(own.name) });
            }
            Part::Button(button) => {
                if let Some(each) = &button.each {
                    self.item(&each.item, each.list, templates);
                }
            }
            Part::Text(_)
            | Part::Expr(_)
            | Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Closes(_)
            | Part::Leads(_)
            | Part::Calls(_) => {}
        });
    }

    fn step(&mut self, step: &Step, templates: &Templates) {
        if let StepKind::Ask(ask) = &step.kind {
            if let Some(slot) = &ask.save {
                self.add(slot, answer(ask, templates));
                let untyped = ask.untyped.filter(|_| ask.default.is_none());
                let made = untyped.map(|save| Untyped { place: step.place.clone(), save });
                self.untyped.extend(made.map(|made| (slot.clone(), made)));
            }
            if let Choices::From(drawn) = &ask.choices {
                self.item(&drawn.from.item, drawn.from.list, templates);
            }
        } else if let StepKind::Set(assigns) = &step.kind {
            for Assign { slot, value } in assigns {
                let kind = match value {
                    Assigned::Given(value) => given(value, templates),
                    Assigned::Expr(_) | Assigned::Added(_) => None,
                };
                self.add(slot, kind.map_or(Kind::Unknown, |value| Kind::One(vec![value])));
            }
        } else if let StepKind::Repeat(repeat) = &step.kind {
            if let Over::Items(item, list) = &repeat.rounds.over {
                self.item(item, *list, templates);
            }
        } else if let StepKind::Cards(cards) = &step.kind {
            for each in cards.cards.iter().filter_map(|card| card.each.as_ref()) {
                self.item(&each.item, each.list, templates);
            }
        }
    }

    fn item(&mut self, item: &VarName, list: ExprId, templates: &Templates) {
        let path = templates.variable(list);
        let table = path.as_deref().and_then(|path| path.strip_prefix("data."));
        let kind = table.map_or(Kind::Unknown, |table| Kind::Row(table.to_owned()));
        self.add(&Slot { life: Life::Run, name: item.clone() }, kind);
    }

    /// What each variable can be; only what all agree about is known.
    fn kinds(self, is_mine: impl Fn(&Slot) -> bool) -> Known {
        let Self { known, times, mut untyped } = self;
        let once = |slot: &Slot| known.get(slot).is_some_and(|known| known.len() == 1);
        let put = |slot: &Slot| times.get(slot).copied().unwrap_or_default() <= 1;
        untyped.retain(|slot, _| is_mine(slot) && once(slot) && put(slot));
        let all = known.into_iter().filter(|(slot, _)| is_mine(slot));
        let kinds = all.map(|(slot, kinds)| {
            let whole = times.get(&slot).copied().unwrap_or_default() <= kinds.len();
            let kind = if whole { joined(kinds) } else { Kind::Unknown };
            (slot, kind)
        });
        Known { kinds: kinds.collect(), untyped }
    }
}

/// What is one of several kinds.
fn joined(kinds: Vec<Kind>) -> Kind {
    let joined = kinds.into_iter().reduce(|one, other| match (one, other) {
        (Kind::One(mut values), Kind::One(more)) => {
            values.extend(more);
            Kind::One(values)
        }
        (Kind::One(values), Kind::Text) | (Kind::Text, Kind::One(values)) => {
            if values.iter().all(Value::is_string) { Kind::Text } else { Kind::Unknown }
        }
        (Kind::One(values), Kind::Number) | (Kind::Number, Kind::One(values)) => {
            if values.iter().all(Value::is_number) { Kind::Number } else { Kind::Unknown }
        }
        (one, other) if one == other => one,
        _ => Kind::Unknown,
    });
    joined.unwrap_or(Kind::Unknown)
}

/// Plain variables that come into a flow from elsewhere, whatever they are.
pub(in crate::flow) fn brought(checked: &Checked) -> BTreeSet<VarName> {
    let on_page = checked.settings.on_page.lines().flat_map(Line::set);
    let mut names: BTreeSet<_> = on_page.map(|(slot, _)| slot.name.clone()).collect();
    for flow in &checked.flows {
        parts::walk(&flow.steps, &mut |part| match part {
            Part::Step(step) => {
                let with = if let StepKind::Goto(goto) = &step.kind {
                    goto.with.as_slice()
                } else if let StepKind::Call(call) = &step.kind {
                    call.with.as_slice()
                } else {
                    &[]
                };
                names.extend(with.iter().map(|(name, _)| name.clone()));
            }
            Part::Button(button) => {
                if let Tap::Go { set, .. } = &button.tap {
                    names.extend(set.iter().map(|(slot, _)| slot.name.clone()));
                }
            }
            Part::Text(_)
            | Part::Expr(_)
            | Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Sets(..)
            | Part::Opens(_)
            | Part::Closes(_)
            | Part::Leads(_)
            | Part::Calls(_) => {}
        });
    }
    names
}

/// What `chat.x` and `user.x` can be, in every flow.
pub(super) fn everywhere(checked: &Checked, templates: &Templates) -> Known {
    let mut put = Put::default();
    for flow in &checked.flows {
        put.steps(&flow.steps, templates);
    }
    for (slot, _) in checked.settings.on_page.lines().flat_map(Line::set) {
        put.once_more(slot.clone());
    }
    let variables = &checked.settings.variables;
    for (slot, declared) in variables.iter().filter(|(_, it)| !it.default.is_null()) {
        put.once_more(slot.clone());
        put.add(slot, Kind::One(vec![declared.default.clone()]));
    }
    let mut known = put.kinds(|slot| slot.life != Life::Run);
    for (slot, it) in variables {
        known.untyped.remove(slot);
        known.kinds.extend(declared(it).map(|kind| (slot.clone(), kind)));
    }
    known
}

/// What a variable can be that says so itself.
fn declared(variable: &Declared) -> Option<Kind> {
    if !variable.choices.is_empty() {
        return Some(Kind::One(variable.choices.clone()));
    }
    variable.sort.map(|sort| match sort {
        Sort::Text => Kind::Text,
        Sort::Number | Sort::Integer => Kind::Number,
        Sort::YesNo => Kind::Flag,
    })
}

/// What the plain variables of a flow can be.
pub(super) fn of_flow(flow: &Flow, templates: &Templates, brought: &BTreeSet<VarName>) -> Known {
    let mut put = Put::default();
    put.steps(&flow.steps, templates);
    for trigger in &flow.triggers {
        let texts = trigger.kind.texts();
        for name in trigger.kind.captures() {
            let kind = if texts.contains(&name) { Kind::Text } else { Kind::Unknown };
            let slot = Slot { life: Life::Run, name };
            put.add(&slot, kind);
            put.once_more(slot);
        }
    }
    let told = flow.triggers.iter().any(Trigger::is_told_by_another_system);
    let given = |name: &VarName| flow.params.contains(name) || brought.contains(name);
    put.kinds(|slot| slot.life == Life::Run && !told && !given(&slot.name))
}

/// What a question saves.
fn answer(ask: &Ask, templates: &Templates) -> Kind {
    let number = |kind: &AnswerKind| matches!(kind, AnswerKind::Said(Type::Integer | Type::Number));
    let text = |kind: &AnswerKind| {
        matches!(kind, AnswerKind::Said(Type::Text | Type::Email | Type::Phone | Type::Url))
    };
    let kinds = &ask.takes.kinds;
    let answered = if ask.takes.list {
        Kind::Unknown
    } else if kinds.iter().all(number) {
        Kind::Number
    } else if kinds.iter().all(text) {
        Kind::Text
    } else if kinds.as_slice() == [AnswerKind::Said(Type::YesNo)] {
        Kind::Flag
    } else if kinds.as_slice() == [AnswerKind::Choice] {
        chosen(&ask.choices, templates)
    } else {
        Kind::Unknown
    };
    match (&ask.default, answered) {
        (Some(Given::Value(default)), Kind::Text) if !default.is_string() => Kind::Unknown,
        (_, answered) => answered,
    }
}

fn chosen(choices: &Choices, templates: &Templates) -> Kind {
    let Choices::Written(choices) = choices else { return Kind::Unknown };
    let value = |choice: &Choice| match &choice.value {
        Some(value) => given(value, templates),
        None => literal(choice.label, templates).map(Value::from),
    };
    choices.iter().map(value).collect::<Option<Vec<_>>>().map_or(Kind::Unknown, Kind::One)
}

/// A value that is written out.
fn given(value: &Given, templates: &Templates) -> Option<Value> {
    match value {
        Given::Value(value) => Some(value.clone()),
        Given::Text(id) => literal(*id, templates).map(Value::from),
    }
}

/// A text without tags.
fn literal(id: TextId, templates: &Templates) -> Option<&str> {
    let text = templates.written(id);
    (!text.contains("{{") && !text.contains("{%")).then_some(text)
}
