//! Walks a bot by itself, breadth first: every button, choice and trigger, right and wrong answers,
//! silence, servers that answer and that do not, saves in between. What it finds comes with the shortest conversation that shows it.

mod clock;
pub mod finding;
mod inputs;
mod own;
mod place;
mod witness;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;

use crate::bot::Bot;
use crate::flow::model::Flow;
use crate::rehearsal::coverage::{Coverage, Kind, Unit};
use crate::rehearsal::explore::finding::{Finding, Problem};
use crate::rehearsal::explore::inputs::Inputs;
use crate::rehearsal::explore::own::Known;
use crate::rehearsal::given;
use crate::rehearsal::stage::{Stage, Trouble};
use crate::rehearsal::talk::{self, Talk};
use crate::rehearsal::watched::Watched;
use crate::script::line::{Act, Clock, Given, LineKind};
use crate::source::{Place, Span};
use crate::words::name::{BotHash, StepKey};
use crate::words::turn::Took;

/// Lines of one deed: it, its draw, and the answers of the servers that it asks.
const CALLS_MAX: usize = 6;
/// Moments of the bot's tests at which a walk begins.
const MOMENTS_MAX: usize = 12;

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Places to look at.
    pub states: usize,
    /// Things that happen in one conversation.
    pub depth: usize,
    /// What comes first of what may happen in a place; the same number gives the same walk.
    pub seed: u64,
}

/// All that a walk has found.
#[derive(Clone, Debug)]
pub struct Explored {
    /// Problems, each once, in the order in which they were come upon.
    pub findings: Vec<Finding>,
    /// Steps that nothing led to.
    pub unreached: Vec<Unit>,
    /// Places that were looked at.
    pub states: usize,
    /// Whether there would have been more places to look at.
    pub bounded: bool,
    /// Whether conversations would have gone on beyond the depth.
    pub deeper: bool,
    /// The conversations that lead furthest, each as a test.
    pub paths: Vec<String>,
}

/// How one came to a place.
struct Step {
    from: Option<usize>,
    lines: Vec<LineKind>,
    depth: usize,
    leads: bool,
}

/// Walks a bot with these flows; `step` hears of every place and may end the walk there.
pub fn explore(
    bot: &Bot,
    flows: &[Flow],
    bounds: Bounds,
    step: &mut dyn FnMut() -> ControlFlow<()>,
) -> Explored {
    let mut walk = Walk {
        bot,
        inputs: Inputs::new(bot, flows, bounds.seed),
        moments: moments(&own::lines(bot)),
        bounds,
        coverage: Coverage::new(bot),
        steps: Vec::new(),
        queue: VecDeque::new(),
        seen: BTreeSet::new(),
        found: BTreeSet::new(),
        known: own::known(bot),
        findings: Vec::new(),
        asked: BTreeMap::new(),
        left: BTreeSet::new(),
        bounded: false,
        deeper: false,
    };
    walk.begin();
    while let Some((at, stage)) = walk.queue.pop_front() {
        walk.look(at, &stage);
        if step().is_break() {
            walk.bounded |= !walk.queue.is_empty();
            break;
        }
    }
    walk.end()
}

struct Walk<'a> {
    bot: &'a Bot,
    inputs: Inputs,
    /// When the bot's own tests begin.
    moments: Vec<Clock>,
    bounds: Bounds,
    coverage: Coverage,
    steps: Vec<Step>,
    queue: VecDeque<(usize, Stage<'a>)>,
    /// Digests of the places that have been come to.
    seen: BTreeSet<u64>,
    found: BTreeSet<(Problem, String)>,
    /// What fails in the bot's own tests, which expect it.
    known: BTreeSet<Known>,
    findings: Vec<Finding>,
    /// Questions that have been answered in every way, by where that was first.
    asked: BTreeMap<StepKey, usize>,
    /// Those among them that some answer leads away from.
    left: BTreeSet<StepKey>,
    bounded: bool,
    deeper: bool,
}

impl<'a> Walk<'a> {
    /// Somebody new, in each of the bot's languages, and at each moment at which its tests begin.
    fn begin(&mut self) {
        let mut stage = Stage::new(self.bot);
        stage.tracing = true;
        self.arrive(None, Vec::new(), stage.clone());
        for locale in self.bot.settings.locales.iter().skip(1) {
            self.begin_with(&stage, Given::Locale(locale.to_string()));
        }
        for now in self.moments.clone() {
            self.begin_with(&stage, Given::Now(now));
        }
    }

    fn begin_with(&mut self, stage: &Stage<'a>, given: Given) {
        let mut stage = stage.clone();
        // Tests that cannot begin like this say so themselves.
        if given::set(&mut stage, &given, Span::default()).is_ok() {
            self.arrive(None, vec![LineKind::Given(vec![given])], stage);
        }
    }

    /// Remembers a place that nobody has come to before.
    fn arrive(&mut self, from: Option<usize>, lines: Vec<LineKind>, mut stage: Stage<'a>) {
        let new = self.seen.insert(place::digest(&stage));
        // Dates that tests begin at may matter in ways that cannot be seen yet.
        if !new && from.is_some() {
            return;
        }
        let above = from.and_then(|from| self.steps.get_mut(from));
        let depth = above.map_or(0, |above| {
            above.leads = true;
            above.depth.saturating_add(1)
        });
        let (full, deeper) = (self.steps.len() >= self.bounds.states, depth > self.bounds.depth);
        self.bounded |= full;
        self.deeper |= deeper;
        if full || deeper {
            return;
        }
        stage.said.clear();
        stage.side.clear();
        stage.watched.clear();
        let at = self.steps.len();
        self.steps.push(Step { from, lines, depth, leads: false });
        self.queue.push_back((at, stage));
    }

    /// Tries everything that may happen in a place.
    fn look(&mut self, at: usize, stage: &Stage<'a>) {
        let open = stage.conversation().stack.last().filter(|frame| frame.open.is_some());
        let open = open.map(|frame| frame.at.clone());
        let first = open.as_ref().is_none_or(|key| !self.asked.contains_key(key));
        for line in self.inputs.of(self.bot, stage, first) {
            if open.is_some() && first {
                self.saved(at, stage, &line);
            }
            let rolls = self.go(at, stage, vec![line.clone()]);
            // Each arm that chance may take.
            let arms = if rolls > 0 { self.inputs.arms } else { 0 };
            for arm in 2..=arms {
                let pick = LineKind::Given(vec![Given::Pick(vec![arm])]);
                self.go(at, stage, vec![pick, line.clone()]);
            }
        }
        if let Some(key) = open {
            self.asked.entry(key).or_insert(at);
        }
    }

    /// Lets something happen; how many dice were rolled. Where that asks another server, each of
    /// its answers is tried.
    fn go(&mut self, at: usize, stage: &Stage<'a>, lines: Vec<LineKind>) -> u32 {
        let mut next = stage.clone();
        next.rolls = 0;
        let outcome = play(&mut next, &lines);
        if let Err(Trouble::Outward(method, url)) = &outcome
            && lines.len() < CALLS_MAX
        {
            let answers = self.inputs.of_server(method, url);
            let tried = answers.into_iter().map(|answer| {
                let given = LineKind::Given(vec![Given::Answers(answer)]);
                self.go(at, stage, std::iter::once(given).chain(lines.clone()).collect())
            });
            return tried.max().unwrap_or(next.rolls);
        }
        next.picks.clear();
        next.answers.clear();
        self.judge((at, &lines), stage, &next, outcome.as_ref().err());
        let rolls = next.rolls;
        if outcome.is_ok() {
            self.arrive(Some(at), lines, next);
        }
        rolls
    }

    /// A save elsewhere in the bot must not be felt where somebody is asked something.
    fn saved(&mut self, at: usize, stage: &Stage<'a>, line: &LineKind) {
        let (mut plain, mut saved) = (stage.clone(), stage.clone());
        saved.own().bot = Some(BotHash::new("an edit ago"));
        let lines = std::slice::from_ref(line);
        let outcomes = (play(&mut plain, lines), play(&mut saved, lines));
        if matches!(outcomes, (Ok(()), Ok(())))
            && talk::bubbles_of(&plain) != talk::bubbles_of(&saved)
        {
            let what = "a save while this is open changes the answer".to_owned();
            self.find((at, lines), Problem::Fails, what, None);
        }
    }

    /// Looks for what is wrong with what happened.
    fn judge(
        &mut self,
        way: (usize, &[LineKind]),
        before: &Stage<'a>,
        next: &Stage<'a>,
        trouble: Option<&Trouble>,
    ) {
        for turn in &next.watched {
            self.coverage.note(self.bot, turn);
            self.leaves(before, turn);
            for (problem, what, place) in finding::of(self.bot, turn) {
                self.find(way, problem, what, place);
            }
        }
        if let Some(trouble) = trouble {
            let (problem, what) = finding::of_trouble(trouble);
            self.find(way, problem, what, None);
            return;
        }
        for said in &next.said {
            for what in finding::labels(said) {
                self.find(way, Problem::Limit, what, Some(said.reply.place.clone()));
            }
        }
        let (_, lines) = way;
        let (spoke, muted) =
            (lines.iter().any(finding::wants_answer), next.conversation().mute.is_some());
        if spoke && next.said.is_empty() && !muted && before.conversation().mute.is_none() {
            let what = finding::silence(next.watched.last());
            self.find(way, Problem::DeadEnd, what.0, what.1);
        }
    }

    /// Whether an answer has led away from the question that is open.
    fn leaves(&mut self, before: &Stage<'a>, turn: &Watched) {
        match &turn.trace.took {
            Took::Answer(key) => {
                self.left.insert(key.clone());
            }
            Took::Retry(key) if !turn.trace.stack_after.contains(key) => {
                self.left.insert(key.clone());
            }
            Took::Tap(_) => {
                let open = before.conversation().stack.last().map(|frame| frame.at.clone());
                let open = open.filter(|key| !turn.trace.stack_after.contains(key));
                self.left.extend(open);
            }
            Took::Trigger(_)
            | Took::Retry(_)
            | Took::Cancel
            | Took::Fallback(_)
            | Took::Timer(_)
            | Took::Fetched
            | Took::Waits
            | Took::Operator
            | Took::Human
            | Took::Nobody => {}
        }
    }

    fn find(
        &mut self,
        (at, lines): (usize, &[LineKind]),
        problem: Problem,
        what: String,
        place: Option<Place>,
    ) {
        let line = place.as_ref().map(|place| (place.file.clone(), place.line));
        let key = (problem, format!("{line:?} {what}"));
        if own::is(&self.known, &what, line.as_ref()) || !self.found.insert(key) {
            return;
        }
        let chat = self.chat(at, lines, &what);
        self.findings.push(Finding { problem, what, place, chat });
    }

    /// The conversation that leads to a place and on, as a test.
    fn chat(&self, at: usize, lines: &[LineKind], title: &str) -> String {
        let mut parts = vec![lines.to_vec()];
        let mut next = Some(at);
        while let Some(step) = next.and_then(|at| self.steps.get(at)) {
            parts.push(step.lines.clone());
            next = step.from;
        }
        let mut talk = Talk::new(self.bot);
        let mut rest = Vec::new();
        for line in parts.into_iter().rev().flatten() {
            if talk.give(line.clone()).is_err() {
                rest.push(talk::Happened { line, said: Vec::new(), watched: Vec::new() });
            }
        }
        talk.done.extend(rest);
        talk::written_test(title, &talk.done)
    }

    fn end(mut self) -> Explored {
        let stuck: Vec<(StepKey, usize)> = self
            .asked
            .iter()
            .filter(|(key, _)| !self.left.contains(*key) && Inputs::knows(self.bot, key))
            .map(|(key, at)| (key.clone(), *at))
            .collect();
        for (key, at) in stuck {
            let place = self.bot.find(&key).and_then(|pc| self.bot.op(&key.flow, pc));
            let place = place.map(|op| op.place.clone());
            let what = format!("no answer leads on from the question {key}");
            self.find((at, &[]), Problem::DeadEnd, what, place);
        }
        let ends = self.steps.iter().enumerate().filter(|(_, step)| !step.leads && step.depth > 0);
        let ends: Vec<usize> = ends.map(|(at, _)| at).collect();
        let path = |(nth, at): (usize, &usize)| self.chat(*at, &[], &format!("Path {nth}"));
        let paths = (1..).zip(&ends).map(path).collect();
        let unreached = |unit: &&Unit| unit.kind == Kind::Step && unit.times == 0;
        let unreached = self.coverage.units.iter().filter(unreached).cloned().collect();
        Explored {
            findings: self.findings,
            unreached,
            states: self.steps.len(),
            bounded: self.bounded,
            deeper: self.deeper,
            paths,
        }
    }
}

/// When tests begin.
fn moments(lines: &[LineKind]) -> Vec<Clock> {
    let mut moments = Vec::new();
    for given in own::given(lines) {
        if let Given::Now(now) = given
            && !moments.contains(now)
            && moments.len() < MOMENTS_MAX
        {
            moments.push(*now);
        }
    }
    moments
}

/// Lets lines happen.
fn play(stage: &mut Stage<'_>, lines: &[LineKind]) -> Result<(), Trouble> {
    for line in lines {
        if let LineKind::Given(items) = line {
            for item in items {
                match item {
                    Given::Pick(arms) => stage.picks.clone_from(arms),
                    Given::Answers(answer) => stage.answers.push(answer.clone()),
                    Given::Var(..) | Given::Now(_) | Given::Locale(_) | Given::GraphFails(_) => {}
                }
            }
        }
        stage.happens(line)?;
    }
    Ok(())
}

/// A message of the visitor's.
fn says(text: impl Into<String>) -> LineKind {
    LineKind::You(Act::Say(text.into()))
}
