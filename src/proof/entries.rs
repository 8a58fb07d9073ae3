//! Variables that a text reads though a way into the flow goes past every step that sets them (V602):
//! a trigger that takes less than another, a `goto` or a button that leads to a later step. People may
//! tap a button long after its run is forgotten, so only what the button sets is certain (MODEL 6.4).

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::Bot;
use crate::bot::op::{GiveUp, Op, OpKind};
use crate::flow::model::Condition;
use crate::flow::model::ask::Choices;
use crate::flow::model::control::{Over, Rounds};
use crate::flow::model::set::Given;
use crate::flow::model::slot::Life;
use crate::proof::live::{Live, Names, beside, failing, on};
use crate::proof::paths::{At, Paths};
use crate::proof::reads::reads;
use crate::proof::unset::sets;
use crate::source::Place;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::render::Read;
use crate::words::name::{Target, VarName};
use crate::words::way::Way;

/// A way into a flow.
struct Entry<'a> {
    at: At,
    /// What is set there for certain.
    set: Names<'a>,
    /// The step that leads there.
    from: Option<&'a Place>,
    why: &'static str,
}

const TAPPED: &str = "A button leads past the steps that set it; a tap on it may come when the run is long \
                      forgotten. Then it is empty, and this step fails.";
const STARTED: &str =
    "A message can start the flow without it. Then it is empty, and this step fails.";
const CAME: &str = "A step of another flow leads past the steps that set it. Then it is empty, and this \
                    step fails.";

/// Tells such reads, one for each variable of a flow.
pub(super) fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let paths = Paths { bot };
    let mut told = Vec::new();
    let mut known = BTreeSet::new();
    let mut flows: BTreeMap<usize, Live<'_>> = BTreeMap::new();
    for entry in entries(bot, paths) {
        let index = entry.at.0;
        let Some((_, flow)) = bot.flows.get_index(index) else { continue };
        let live = flows.entry(index).or_insert_with(|| Live::new(bot, index, flow));
        if !live.may_miss(entry.at, &entry.set, |name| known.contains(&(index, name))) {
            continue;
        }
        for (name, read) in (Walk { bot, paths, live }).missing(&entry) {
            if known.insert((index, name)) {
                told.push(tell(bot, &entry, name, read));
            }
        }
    }
    told
}

fn tell(bot: &Bot, entry: &Entry<'_>, name: &VarName, read: &Read) -> Diagnostic {
    let headline = format!("\"{name}\" is only set on one of the ways here");
    let told = Diagnostic::warning(Code("V602"), read.span, headline)
        .note(entry.why)
        .fix(format!("{{{{ {name} or \"none\" }}}}   or   if: {name}"));
    let span = entry.from.and_then(|place| bot.sources.word_at(place));
    let where_ = if entry.why == TAPPED { "a button leads here" } else { "this leads there" };
    span.into_iter().fold(told, |told, span| told.related(span, where_))
}

/// All ways into all flows, those by triggers first.
fn entries<'a>(bot: &'a Bot, paths: Paths<'a>) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for (index, flow) in bot.flows.values().enumerate() {
        for set in &flow.starts {
            let set = set.iter().chain(&flow.params).collect();
            entries.push(Entry { at: (index, 0), set, from: None, why: STARTED });
        }
        for op in &flow.code {
            entries.extend(leads(op).filter(|(to, _)| to.flow != flow.name).filter_map(
                |(to, with)| {
                    let at = paths.entry(to)?;
                    let params = bot.flows.get(&to.flow).map(|flow| &flow.params);
                    let set = with.chain(params.into_iter().flatten()).collect();
                    Some(Entry { at, set, from: Some(&op.place), why: CAME })
                },
            ));
        }
    }
    for (to, slots) in bot.offerable.all() {
        let Some(at) = paths.entry(to) else { continue };
        let later = paths.op(at).is_some_and(|op| matches!(op.kind, OpKind::Later(..)));
        // What waits for its time is moved as well, and brings its variables along.
        if later && bot.moved.values().any(|moved| moved == to) {
            continue;
        }
        let set = slots.filter(|slot| slot.life == Life::Run).map(|slot| &slot.name);
        let params = bot.flows.get_index(at.0).map(|(_, flow)| &flow.params);
        let set = set.chain(params.into_iter().flatten()).collect();
        let from = to.step.as_ref().and_then(|_| paths.op(at)).map(|op| &op.place);
        entries.push(Entry { at, set, from, why: TAPPED });
    }
    entries
}

/// Where an operation leads, with the variables that it brings along.
fn leads(op: &Op) -> impl Iterator<Item = (&Target, Brought<'_>)> {
    let mut ways: Vec<(&Target, Brought<'_>)> = Vec::new();
    if let OpKind::Goto(goto) = &op.kind
        && let Way::Go(to) = &goto.to
    {
        ways.push((to, Brought(goto.with.iter())));
    } else if let OpKind::Ask(ask, beside) = &op.kind {
        let given_up = if let GiveUp::Goto(way) = &beside.give_up { Some(way) } else { None };
        let chosen = if let Choices::Written(choices) = &ask.choices {
            choices.iter().filter_map(|choice| choice.goto.as_ref()).collect()
        } else {
            Vec::new()
        };
        for way in chosen.into_iter().chain(given_up) {
            if let Way::Go(to) = way {
                ways.push((to, Brought([].iter())));
            }
        }
    }
    ways.into_iter()
}

/// The names of a `with:`.
struct Brought<'a>(std::slice::Iter<'a, (VarName, Given)>);

impl<'a> Iterator for Brought<'a> {
    type Item = &'a VarName;

    fn next(&mut self) -> Option<&'a VarName> {
        self.0.next().map(|(name, _)| name)
    }
}

/// One flow, as it runs from one of its entries on.
struct Walk<'a, 'l> {
    bot: &'a Bot,
    paths: Paths<'a>,
    live: &'l Live<'a>,
}

impl<'a> Walk<'a, '_> {
    /// Reads of variables that are certainly not set.
    ///
    /// Behind a fork only what nothing behind the entry sets is certain: conditions may hang together.
    fn missing(&self, entry: &Entry<'a>) -> Vec<(&'a VarName, &'a Read)> {
        let mut found = Vec::new();
        let later = self.live.from(entry.at).map(|from| &from.later);
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(entry.at, entry.set.clone(), false)];
        while let Some((at, mut set, forked)) = waiting.pop() {
            let Some(op) = self.paths.op(at).filter(|_| seen.insert(at)) else { continue };
            for read in reads(self.bot, op) {
                let Some(name) = self.unset(read, &set) else { continue };
                let certain = !forked || later.is_none_or(|later| !later.contains(name));
                if certain {
                    found.push((name, read));
                }
                set.insert(name);
            }
            let ways = self.ways(op, at, &set);
            if let OpKind::Forget(slots) = &op.kind {
                set.retain(|name| !slots.iter().any(|slot| slot.name == **name));
            }
            let failing = failing(self.paths, op, at);
            let before = set.clone();
            for (to, certain) in beside(op, at) {
                waiting.push((to, before.clone(), forked || !certain));
            }
            set.extend(sets(op));
            let forked = forked || ways.len() > 1;
            for to in ways {
                let set = if failing.contains(&to) { before.clone() } else { set.clone() };
                waiting.push((to, set, forked));
            }
        }
        found
    }

    /// The variable of a read, if the flow sets it elsewhere and it is not set here.
    fn unset(&self, read: &Read, set: &Names<'a>) -> Option<&'a VarName> {
        self.live.named(read).filter(|name| !set.contains(name))
    }

    /// Where an operation may lead. A condition about a variable without a value does not hold if it
    /// is that variable alone; of others nobody knows.
    fn ways(&self, op: &Op, at: At, set: &Names<'a>) -> Vec<At> {
        let (OpKind::Unless(condition, otherwise)
        | OpKind::Rounds(Rounds { over: Over::While(condition), .. }, otherwise)) = &op.kind
        else {
            return on(self.paths, op, at);
        };
        let mut reads = self.bot.texts.expr_reads(condition.expr).iter();
        if reads.all(|read| self.unset(read, set).is_none()) {
            on(self.paths, op, at)
        } else if self.is_variable(condition) {
            vec![(at.0, otherwise.0)]
        } else {
            Vec::new()
        }
    }

    fn is_variable(&self, condition: &Condition) -> bool {
        self.bot.texts.variable(condition.expr).is_some()
    }
}
