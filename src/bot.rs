//! One immutable compiled bot: flat code for every flow, routes, templates. A reload makes a new one.

mod assemble;
mod code;
pub mod env;
pub mod events;
pub mod intents;
pub mod offer;
pub mod op;
pub mod patterns;
mod prefill;
pub mod profile;
pub mod routes;
pub mod standing;
pub mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use crate::bot::env::Environment;
use crate::bot::offer::Offerable;
use crate::bot::op::{Body, Op, Pc};
use crate::bot::profile::ProfileReads;
use crate::bot::routes::Routes;
use crate::flow::check;
use crate::flow::model::ask::Prefill;
use crate::flow::model::often::Often;
use crate::flow::model::settings::Settings;
use crate::flow::model::{Condition, Example, Priority};
use crate::source::diagnostic::Diagnostic;
use crate::source::{Place, Sources};
use crate::template::render::Templates;
use crate::template::tables::Tables;
use crate::time::Millis;
use crate::words::name::{
    BotHash, FlowName, PersonaName, StepKey, StepName, Target, VarName, Vars,
};

/// A compiled bot.
#[derive(Debug)]
pub struct Bot {
    /// The digest of everything it was compiled from.
    pub hash: BotHash,
    /// Flows by name, in the author's order.
    pub flows: IndexMap<FlowName, Flow>,
    /// Who takes what.
    pub routes: Routes,
    /// All texts and expressions.
    pub texts: Templates,
    /// The tables of `data/`, made once for all renders.
    pub data: Tables,
    /// `bot.yaml`.
    pub settings: Settings,
    /// Where taps may lead, and what they may set.
    pub offerable: Offerable,
    /// Old destinations and where they lead now.
    pub moved: BTreeMap<Target, Target>,
    /// What it reads of visitors' profiles.
    pub profile: ProfileReads,
    /// `env.*`
    pub env: Vars,
    /// Where that comes from, for the bot that takes this one's place.
    pub environment: Environment,
    /// What it was compiled from.
    pub sources: Arc<Sources>,
}

/// A compiled flow.
#[derive(Debug)]
pub struct Flow {
    /// Its name.
    pub name: FlowName,
    /// Messages that must start it.
    pub examples: Vec<Example>,
    /// Messages that must not start it.
    pub not_examples: Vec<Example>,
    /// Its steps, flat; it ends behind the last one.
    pub code: Vec<Op>,
    /// Where each step begins.
    pub steps: BTreeMap<StepName, Pc>,
    /// The code of its repeats.
    pub rounds: Vec<Body>,
    /// What it takes when it is called.
    pub params: Vec<VarName>,
    /// What its triggers set when they start it; none if another system decides that.
    pub captures: Option<Vec<VarName>>,
    /// What each of its triggers sets whenever it starts the flow; no trigger of other systems.
    pub starts: Vec<Vec<VarName>>,
    /// The extra condition for its triggers.
    pub condition: Option<Condition>,
    /// The flow that must have ended just before, for its triggers to hold.
    pub after: Option<FlowName>,
    /// How often it may run.
    pub often: Option<Often>,
    /// Whether messages answer its questions before they are asked.
    pub prefill: Prefill,
    /// The questions that can be answered so, in their order.
    pub prefilled: Vec<StepKey>,
    /// Settles ties.
    pub priority: Priority,
    /// How long its questions wait.
    pub expires: Option<Millis>,
    /// Who speaks.
    pub persona: Option<PersonaName>,
    /// The flow that runs when a step fails.
    pub on_error: Option<FlowName>,
    /// The author's line of its name.
    pub place: Place,
}

impl Bot {
    /// Compiles a bot: none if anything is wrong with it, and then every mistake; otherwise what is
    /// worth a thought. In the order of files and lines.
    #[must_use]
    pub fn compile(sources: Arc<Sources>) -> (Option<Self>, Vec<Diagnostic>) {
        let (checked, diagnostics) = check::everything(&sources);
        let bot = checked.map(|(checked, texts)| assemble::assemble(checked, texts, sources));
        (bot, diagnostics)
    }

    /// The operation at a place in a flow's code; none behind its end.
    #[must_use]
    pub fn op(&self, flow: &FlowName, pc: Pc) -> Option<&Op> {
        self.flows.get(flow)?.code.get(pc.0)
    }

    /// Where a step begins.
    #[must_use]
    pub fn find(&self, key: &StepKey) -> Option<Pc> {
        self.flows.get(&key.flow)?.steps.get(&key.step).copied()
    }

    /// Where a destination leads now, if it still exists.
    #[must_use]
    pub fn resolve(&self, target: &Target) -> Option<Target> {
        if self.has(target) { Some(target.clone()) } else { self.moved_to(target) }
    }

    /// Where `moved:` says that a destination leads which is not there any more: itself, or all of
    /// its flow, whose steps go to those of the same names.
    fn moved_to(&self, old: &Target) -> Option<Target> {
        let found = self.moved.get(old).cloned().or_else(|| {
            let all = Target { flow: old.flow.clone(), step: None };
            let to = self.moved.get(&all).filter(|_| !self.has(&all))?;
            let same = Target { flow: to.flow.clone(), step: old.step.clone() };
            let renamed = to.step.is_none() && self.has(&same);
            Some(if renamed { same } else { to.clone() })
        });
        found.filter(|to| self.has(to))
    }

    fn has(&self, target: &Target) -> bool {
        let flow = self.flows.get(&target.flow);
        flow.is_some_and(|flow| {
            target.step.as_ref().is_none_or(|step| flow.steps.contains_key(step))
        })
    }
}

/// The digest of all files, in path order.
fn hash(sources: &Sources) -> BotHash {
    let mut digest = Sha256::new();
    for (_, source) in sources.iter() {
        for part in [&*source.path, &*source.text] {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    let digest: [u8; 32] = digest.finalize().into();
    let (head, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    BotHash::new(format!("{:016x}", u64::from_be_bytes(*head)))
}
