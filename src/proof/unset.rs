//! Variables that a text reads though one of the ways to it goes past the only step that sets them
//! (V602).
//!
//! Told where nothing else can set the variable, and where no condition stands between the fork and
//! the text: it may be the same condition again.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::op::{Op, OpKind, Pc};
use crate::bot::{Bot, Flow};
use crate::flow::model::Condition;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::control::{Over, Rounds};
use crate::flow::model::set::Given;
use crate::flow::model::slot::{Life, Slot};
use crate::pattern::answer::Type;
use crate::proof::live::{beside, failing, on};
use crate::proof::paths::{At, Paths, next};
use crate::proof::reads::reads;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::render::{Read, Templates};
use crate::words::name::VarName;

/// Tells such reads, one for each variable of a flow.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let brought = brought(bot);
    let mut told = Vec::new();
    for (index, flow) in bot.flows.values().enumerate() {
        let own = Own::new(bot, flow, &brought);
        for (name, site) in own.set_once() {
            let ways = Ways { bot, paths: Paths { bot }, own: &own, name, site: (index, site) };
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

/// Variables of a run that nothing but the steps of their flow can set, and where these stand.
struct Own<'a> {
    flow: &'a Flow,
    sites: BTreeMap<&'a VarName, Vec<usize>>,
}

impl<'a> Own<'a> {
    fn new(bot: &'a Bot, flow: &'a Flow, brought: &BTreeSet<&VarName>) -> Self {
        let mut sites: BTreeMap<&VarName, Vec<usize>> = BTreeMap::new();
        // What other systems tell may set any of them.
        let code = flow.code.iter().enumerate().filter(|_| flow.captures.is_some());
        for (at, op) in code {
            for name in sets(op) {
                sites.entry(name).or_default().push(at);
            }
        }
        let tapped: BTreeSet<&VarName> =
            bot.offerable.sets(&flow.name).map(|slot| &slot.name).collect();
        let captures = flow.captures.iter().flatten();
        let given: BTreeSet<&VarName> = captures.chain(&flow.params).collect();
        sites.retain(|name, _| {
            !given.contains(name) && !brought.contains(name) && !tapped.contains(name)
        });
        Self { flow, sites }
    }

    /// Those that a single step sets.
    fn set_once(&self) -> impl Iterator<Item = (&'a VarName, usize)> {
        let single = |sites: &[usize]| if let [site] = *sites { Some(site) } else { None };
        self.sites.iter().filter_map(move |(name, sites)| Some((*name, single(sites)?)))
    }

    /// Whether a variable is always one of these cases: nothing but questions set it, and no answer
    /// is anything else.
    fn is_one_of(&self, texts: &Templates, name: &str, cases: &[(String, Pc)]) -> bool {
        let Some(sites) = self.sites.get(&VarName::new(name)) else { return false };
        let asked = sites.iter().map(|at| self.flow.code.get(*at)?.kind.as_ask());
        asked.into_iter().all(|asked| asked.is_some_and(|(ask, _)| covers(texts, cases, ask)))
    }
}

/// Whether each answer to a question is one of some cases.
fn covers(texts: &Templates, cases: &[(String, Pc)], ask: &Ask) -> bool {
    let is_case = |text: &str| {
        let truth = match text {
            "yes" => "true",
            "no" => "false",
            other => other,
        };
        cases.iter().any(|(case, _)| case == text || case == truth)
    };
    if ask.takes.list || !ask.skip_words.is_empty() {
        return false;
    }
    let Choices::Written(choices) = &ask.choices else { return false };
    match ask.takes.kinds.as_slice() {
        [AnswerKind::Said(Type::YesNo)] => is_case("yes") && is_case("no"),
        [AnswerKind::Choice] => choices.iter().all(|choice| {
            is_case(match &choice.value {
                Some(Given::Text(id)) => texts.written(*id),
                Some(Given::Value(value)) => value.as_str().unwrap_or_default(),
                None => texts.written(choice.label),
            })
        }),
        _ => false,
    }
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
    } else if let OpKind::Http(http, _) = &op.kind {
        slots.extend(&http.save);
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
    own: &'a Own<'a>,
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
        if at == self.site {
            return failing(self.paths, op, at);
        }
        let mut ways = on(self.paths, op, at);
        if let OpKind::Unless(condition, otherwise) = &op.kind {
            return match self.holds(condition) {
                Some(true) => vec![next(at)],
                Some(false) => vec![(at.0, otherwise.0)],
                None if self.reads(condition) => Vec::new(),
                None => ways,
            };
        }
        if let OpKind::Switch(value, cases, _) = &op.kind {
            let variable = self.bot.texts.variable(*value).unwrap_or_default();
            if self.own.is_one_of(&self.bot.texts, &variable, cases) {
                ways.truncate(cases.len());
            }
        }
        // Whoever repeats something means that there is something to repeat.
        if matches!(op.kind, OpKind::Rounds(..)) { vec![next(at)] } else { ways }
    }

    /// Whether a condition that asks nothing but whether the variable is there holds without it.
    fn holds(&self, condition: &Condition) -> Option<bool> {
        let text = condition.text.trim();
        let (asked, holds) = text.strip_prefix("not ").map_or((text, false), |rest| (rest, true));
        (asked.trim() == self.name.as_str()).then_some(holds)
    }

    fn reads(&self, condition: &Condition) -> bool {
        self.bot.texts.expr_reads(condition.expr).iter().any(|read| self.is_of(read))
    }

    fn is_of(&self, read: &Read) -> bool {
        read.path.split(['.', '[']).next() == Some(self.name.as_str())
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
        reads(self.bot, op).into_iter().find(|read| self.is_of(read))
    }

    fn tell(&self, fork: &Op, read: &Read) -> Diagnostic {
        let name = self.name;
        let headline = format!("\"{name}\" is only set on one of the ways here");
        let told = Diagnostic::warning(Code("V602"), read.span, headline)
            .note("On the other way it is empty, and this step fails.")
            .fix(format!("{{{{ {name} or \"none\" }}}}   or   if: {name}"));
        let why = if matches!(fork.kind, OpKind::Ask(..)) && sets(fork).contains(&name) {
            "after too many wrong answers it is not set"
        } else {
            "this decides whether it is set"
        };
        let span = self.bot.sources.word_at(&fork.place);
        span.into_iter().fold(told, |told, span| told.related(span, why))
    }
}
