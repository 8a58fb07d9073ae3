//! Checked model → [`Bot`]: nothing can go wrong any more.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::bot::code::Code;
use crate::bot::env::Environment;
use crate::bot::offer::Offerable;
use crate::bot::profile::ProfileReads;
use crate::bot::routes::Routes;
use crate::bot::{Bot, Flow, hash, prefill};
use crate::flow::model::trigger::Trigger;
use crate::flow::model::{self, Checked};
use crate::source::Sources;
use crate::template::render::Templates;
use crate::words::name::{FlowName, VarName, Vars};

pub(super) fn assemble(checked: Checked, texts: Templates, sources: Arc<Sources>) -> Bot {
    let Checked { flows: written, settings, tables: data, .. } = checked;
    let mut offerable = Offerable::default();
    settings.start.iter().chain(&settings.offered).for_each(|to| offerable.add(to.clone()));
    settings.on_page.lines().for_each(|line| offerable.line(line, &texts));
    settings.moved.iter().for_each(|(_, to)| offerable.add(to.clone()));
    let mut routes = Routes::default();
    let mut flows: IndexMap<FlowName, Flow> = IndexMap::with_capacity(written.len());
    for mut flow in written {
        offerable.steps(&flow.name, &flow.steps, &texts);
        let captures = captures(&flow.triggers);
        let own = flow.triggers.iter().filter(|trigger| !trigger.is_told_by_another_system());
        let starts = own.map(|trigger| trigger.kind.certain()).collect();
        routes.add(&mut flow);
        flows.insert(flow.name.clone(), Flow { captures, starts, ..flatten(flow) });
    }
    routes.finish();
    let profile = ProfileReads::new(&texts, &settings, flows.values());
    let moved = settings.moved.iter().cloned().collect();
    Bot {
        hash: hash(&sources),
        flows,
        routes,
        texts,
        data,
        settings,
        offerable,
        moved,
        profile,
        env: Vars::new(),
        environment: Environment::default(),
        sources,
    }
}

fn captures(triggers: &[Trigger]) -> Option<Vec<VarName>> {
    let known = !triggers.iter().any(Trigger::is_told_by_another_system);
    known.then(|| triggers.iter().flat_map(|trigger| trigger.kind.captures()).collect())
}

fn flatten(flow: model::Flow) -> Flow {
    let mut code = Code::default();
    if let Some(often) = &flow.often {
        code.gate(&flow.name, often);
    }
    let prefilled = prefill::questions(&flow.steps);
    code.steps(flow.steps);
    Flow {
        name: flow.name,
        examples: flow.examples,
        not_examples: flow.not_examples,
        code: code.ops,
        steps: code.steps,
        rounds: code.rounds,
        params: flow.params,
        captures: None,
        starts: Vec::new(),
        condition: flow.condition,
        after: flow.after,
        often: flow.often,
        prefill: flow.prefill,
        prefilled,
        priority: flow.priority,
        expires: flow.expires,
        persona: flow.persona,
        on_error: flow.on_error,
        place: flow.place,
    }
}
