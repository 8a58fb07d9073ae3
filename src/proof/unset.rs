//! Variables that a text reads though one of the ways to it goes past the only step that sets them
//! (V602).
//!
//! Told where nothing else can set the variable, and where no condition stands between the fork and
//! the text: it may be the same condition again.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::op::{GiveUp, Op, OpKind};
use crate::bot::{Bot, Flow};
use crate::flow::model::control::{Over, Rounds};
use crate::flow::model::slot::{Life, Slot};
use crate::proof::live::beside;
use crate::proof::paths::{At, Paths, next};
use crate::proof::reads::reads;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::render::Read;
use crate::words::name::VarName;

/// Tells such reads, one for each variable of a flow.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let brought = brought(bot);
    let mut told = Vec::new();
    for (index, flow) in bot.flows.values().enumerate() {
        for (name, site) in set_once(bot, flow, &brought) {
            let ways = Ways { bot, paths: Paths { bot }, name, site: (index, site) };
            told.extend(ways.past());
        }
    }
    told
}

/// Names of all variables that a `goto` or `call` brings along.
fn brought(bot: &Bot) -> BTreeSet<&VarName> {
    let with = bot.flows.values().flat_map(|flow| &flow.code).filter_map(|op| {
        if let OpKind::Goto(goto) = &op.kind {
            return Some(&goto.with);
        }
        if let OpKind::Call(call) = &op.kind { Some(&call.with) } else { None }
    });
    with.flatten().map(|(name, _)| name).collect()
}

/// Variables of a run that nothing but one step of the flow can set, and where that step stands.
fn set_once<'a>(
    bot: &'a Bot,
    flow: &'a Flow,
    brought: &BTreeSet<&VarName>,
) -> Vec<(&'a VarName, usize)> {
    let Some(captures) = &flow.captures else { return Vec::new() };
    let mut sites: BTreeMap<&VarName, Vec<usize>> = BTreeMap::new();
    for (at, op) in flow.code.iter().enumerate() {
        for name in sets(op) {
            sites.entry(name).or_default().push(at);
        }
    }
    let tapped: BTreeSet<&VarName> =
        bot.offerable.sets(&flow.name).map(|slot| &slot.name).collect();
    let alone = |name: &VarName| {
        let given = captures.contains(name) || flow.params.contains(name);
        !given && !brought.contains(name) && !tapped.contains(name)
    };
    let once = sites.into_iter().filter(|(name, _)| alone(name));
    once.filter_map(|(name, sites)| if let [site] = *sites { Some((name, site)) } else { None })
        .collect()
}

/// Plain variables that an operation sets.
pub(super) fn sets(op: &Op) -> Vec<&VarName> {
    let mut slots: Vec<&Slot> = Vec::new();
    if let OpKind::Set(assigns) = &op.kind {
        slots.extend(assigns.iter().map(|assign| &assign.slot));
    } else if let OpKind::Ask(ask, _) = &op.kind {
        slots.extend(&ask.save);
    } else if let OpKind::Call(call) = &op.kind {
        slots.extend(&call.save);
    } else if let OpKind::Rounds(Rounds { over: Over::Items(item, _), .. }, _) = &op.kind {
        // Each round sets it, so that no single step does.
        return vec![item, item];
    }
    slots.into_iter().filter(|slot| slot.life == Life::Run).map(|slot| &slot.name).collect()
}

/// The ways through a flow, as one variable sees them.
struct Ways<'a> {
    bot: &'a Bot,
    paths: Paths<'a>,
    name: &'a VarName,
    /// The only step that sets it.
    site: At,
}

impl<'a> Ways<'a> {
    /// The first fork with a way past the site to a text that reads the variable.
    fn past(&self) -> Option<Diagnostic> {
        let mut waiting = vec![(self.site.0, 0)];
        let mut seen = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            if !seen.insert(at) {
                continue;
            }
            let Some(op) = self.paths.op(at) else { continue };
            let ways = self.on(op, at);
            let forks = ways.len() > 1 || at == self.site;
            let mut read = ways.iter().map(|to| self.read(*to, &mut BTreeSet::new()));
            let read = if forks { read.find_map(|read| read) } else { None };
            if let Some(read) = read.filter(|_| at == self.site || self.may_set(&ways)) {
                return Some(self.tell(op, read));
            }
            waiting.extend(ways);
        }
        None
    }

    /// Where an operation leads within its flow while the variable is not set.
    fn on(&self, op: &Op, at: At) -> Vec<At> {
        let ways = if let OpKind::Ask(_, beside) = &op.kind {
            let given_up = if let GiveUp::Steps(pc) = &beside.give_up { Some(pc.0) } else { None };
            let answered = Some(next(at)).filter(|_| at != self.site);
            answered.into_iter().chain(given_up.map(|pc| (at.0, pc))).collect()
        } else if at == self.site {
            Vec::new()
        } else {
            self.paths.ways(op, at).1
        };
        ways.into_iter().filter(|to| to.0 == at.0).collect()
    }

    /// Whether one of some ways leads to the site without a read before.
    fn may_set(&self, ways: &[At]) -> bool {
        let mut waiting = ways.to_vec();
        waiting.retain(|to| self.read(*to, &mut BTreeSet::new()).is_none());
        let mut seen = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            if at == self.site {
                return true;
            }
            if seen.insert(at) {
                waiting.extend(self.paths.op(at).map(|op| self.on(op, at)).unwrap_or_default());
            }
        }
        false
    }

    /// The read that comes for certain from a position on, before the variable is set.
    fn read(&self, at: At, seen: &mut BTreeSet<At>) -> Option<&'a Read> {
        if at == self.site || !seen.insert(at) {
            return None;
        }
        let op = self.paths.op(at)?;
        if let Some(read) = self.read_by(op) {
            return Some(read);
        }
        let aside = beside(op, at).into_iter().filter(|(_, certain)| *certain);
        if let Some(read) = aside.into_iter().find_map(|(to, _)| self.read(to, seen)) {
            return Some(read);
        }
        if matches!(op.kind, OpKind::Ask(..)) {
            return self.read(next(at), seen);
        }
        let (own, ways) = self.paths.ways(op, at);
        let [only] = *ways else { return None };
        if own.is_none() && only.0 == at.0 { self.read(only, seen) } else { None }
    }

    /// The read by an operation, unless the author says what else holds.
    fn read_by(&self, op: &'a Op) -> Option<&'a Read> {
        reads(self.bot, op).into_iter().find(|read| {
            let root = read.path.split(['.', '[']).next();
            root == Some(self.name.as_str())
        })
    }

    fn tell(&self, fork: &Op, read: &Read) -> Diagnostic {
        let name = self.name;
        let headline = format!("\"{name}\" is only set on one of the ways here");
        let told = Diagnostic::warning(Code("V602"), read.span, headline)
            .note("On the other way it is empty, and this step fails.")
            .fix(format!("{{{{ {name} or \"none\" }}}}   or   if: {name}"));
        let why = if matches!(fork.kind, OpKind::Ask(..)) {
            "after too many wrong answers it is not set"
        } else {
            "this decides whether it is set"
        };
        let span = self.bot.sources.word_at(&fork.place);
        span.into_iter().fold(told, |told, span| told.related(span, why))
    }
}
