//! Answers that nobody reads (V603), and plain variables that a flow reads though only another one sets
//! them: they end with that flow (V606).

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::known::{self, Known};
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::{Checked, Flow, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::reads::Seen;
use crate::flow::sets::{self, Sets};
use crate::flow::variables::{has_way_out, is_asked};
use crate::source::Place;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::render::Read;
use crate::words::name::{FlowName, VarName};

/// What a flow reads of the plain variables.
type Reads<'t> = BTreeMap<&'t FlowName, BTreeMap<VarName, &'t Read>>;

/// Tells what is lost between flows, and answers that nobody reads.
pub(super) fn look(
    checked: &Checked,
    seen: &[Seen<'_>],
    brought: &BTreeSet<VarName>,
) -> Vec<Diagnostic> {
    let mut read: Reads<'_> = BTreeMap::new();
    let mut needed: Reads<'_> = BTreeMap::new();
    for Seen { read: one, from_outside, of_table, flow, .. } in seen {
        let Some(flow) = flow else { continue };
        let mut names = one.path.split('.');
        let found = known::root(names.next().unwrap_or(""), names.next(), checked);
        let Known::Set(Slot { life: Life::Run, name }) = found else { continue };
        read.entry(&flow.name).or_default().entry(name.clone()).or_insert(one);
        let excused = || has_way_out(&checked.sources, one) || is_asked(&checked.sources, one);
        if !from_outside && of_table.is_none() && !excused() {
            needed.entry(&flow.name).or_default().entry(name).or_insert(one);
        }
    }
    let sets: BTreeMap<_, _> =
        checked.flows.iter().map(|flow| (&flow.name, sets::by(flow))).collect();
    let mut told = vanished(checked, &sets, (&needed, brought));
    for flow in &checked.flows {
        told.extend(unread(checked, flow, read.get(&flow.name)));
    }
    told
}

/// Variables that a flow reads, and only others set.
fn vanished(
    checked: &Checked,
    sets: &BTreeMap<&FlowName, Sets>,
    (needed, brought): (&Reads<'_>, &BTreeSet<VarName>),
) -> Vec<Diagnostic> {
    let mut setters: BTreeMap<&VarName, (&FlowName, &Place)> = BTreeMap::new();
    for (flow, sets) in sets {
        for (slot, place) in sets.iter().filter(|(slot, _)| slot.life == Life::Run) {
            setters.entry(&slot.name).or_insert((flow, place));
        }
    }
    let mut told = Vec::new();
    for (flow, reads) in needed {
        for (name, read) in reads.iter().filter(|(name, _)| !brought.contains(*name)) {
            let slot = Slot { life: Life::Run, name: name.clone() };
            let own = sets.get(flow).is_some_and(|sets| sets.contains_key(&slot));
            let first = setters.get(name).filter(|_| !own);
            told.extend(first.and_then(|first| vanishes(checked, (flow, *read), name, *first)));
        }
    }
    told
}

fn vanishes(
    checked: &Checked,
    (flow, read): (&FlowName, &Read),
    name: &VarName,
    (setter, place): (&FlowName, &Place),
) -> Option<Diagnostic> {
    let span = checked.sources.word_at(place)?;
    let headline = format!("\"{name}\" vanishes when \"{setter}\" ends, but \"{flow}\" reads it");
    let told = Diagnostic::warning(Code("V606"), read.span, headline)
        .related(span, "set here, for this run of the flow alone")
        .fix(format!("save it as chat.{name}, and read chat.{name}"));
    Some(told)
}

/// Questions of a flow whose answer is saved and never used.
fn unread(
    checked: &Checked,
    flow: &Flow,
    read: Option<&BTreeMap<VarName, &Read>>,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut seen = BTreeSet::new();
    parts::walk(&flow.steps, &mut |part| {
        let Part::Step(step) = part else { return };
        let StepKind::Ask(ask) = &step.kind else { return };
        let Some(slot) = ask.save.as_ref().filter(|slot| slot.life == Life::Run) else { return };
        let used = read.is_some_and(|read| read.contains_key(&slot.name)) || leads(ask);
        if used || !seen.insert(&slot.name) {
            return;
        }
        let Some(span) = checked.sources.word_at(&step.place) else { return };
        let name = &slot.name;
        let headline = format!("\"{name}\" is asked but never used");
        told.push(
            Diagnostic::warning(Code("V603"), span, headline)
                .note("The answer is gone when this flow ends.")
                .fix(format!("save: user.{name}   to keep it, or use it, or leave out the save")),
        );
    });
    told
}

/// Whether an answer decides by itself where the flow goes on.
fn leads(ask: &Ask) -> bool {
    match &ask.choices {
        Choices::Written(choices) => choices.iter().any(|choice| choice.goto.is_some()),
        Choices::From(drawn) => drawn.goto.is_some(),
    }
}
