//! What a turn works on: the conversation as it will be, and what has been decided so far.

use std::cell::Cell;

use crate::bot::Bot;
use crate::engine::scope::event::About;
use crate::engine::{breaker, fetched, human};
use crate::limits::{STEPS_PER_TURN_MAX, TEMPLATE_TICKS_MAX};
use crate::source::Place;
use crate::template::render::Budget;
use crate::time::Millis;
use crate::words::conversation::{Conversation, Frame};
use crate::words::event::{Event, ThreadChange};
use crate::words::input::{Input, InputKind};
use crate::words::name::{FlowName, Locale, StepKey, Value, Vars};
use crate::words::reply::{Lane, Reply};
use crate::words::trace::{Candidate, Seen, StepTrace, Trace};
use crate::words::turn::{Fault, Journal, Moment, Outcome, Side, TimerChange, Took, Turn, Want};

/// A turn in the making.
pub(super) struct Run<'a> {
    pub(super) bot: &'a Bot,
    pub(super) at: &'a Moment,
    pub(super) seq: u64,
    /// What the visitor did, if it was the visitor.
    pub(super) event: Option<&'a Event>,
    /// What another system told, if it was one: its name and values.
    pub(super) app: Option<(&'a str, &'a Vars)>,
    /// The conversation as it was.
    pub(super) before: &'a Conversation,
    /// `event.*` of the turn that made the call whose answer this is.
    pub(super) kept: Option<&'a Vars>,
    pub(super) state: Conversation,
    /// The flow that had ended just before the visitor said this, for `after`.
    pub(super) topic: Option<FlowName>,
    /// The language of the trigger that won, while nobody knows the visitor's.
    pub(super) spoken: Option<Locale>,
    pub(super) replies: Vec<Reply>,
    pub(super) timers: Vec<TimerChange>,
    pub(super) side: Vec<Side>,
    /// The outward call that the turn ends with.
    pub(super) wants: Option<Want>,
    pub(super) faults: Vec<Fault>,
    /// Items of lists that something is made for just now, before all variables.
    pub(super) items: Vars,
    pub(super) budget: Budget,
    pub(super) steps_left: u32,
    /// Ticks beyond the budget that an `on_error` flow was given; none before the first failure.
    pub(super) rescue: Option<u32>,
    pub(super) lane: Lane,
    /// Pauses so far, against `PAUSE_PER_TURN_MAX`.
    pub(super) paused: Millis,
    /// The step that a goto, a tap or `back` led to: a question there is asked in any case.
    pub(super) sent_to: Option<StepKey>,
    /// What `wait` steps add to the pause before the next reply.
    pub(super) waits: Millis,
    /// Whether a `typing` step wants the next bubble to be typed.
    pub(super) types: bool,
    /// Dice rolled so far.
    pub(super) rolls: u32,
    /// To whom the thread goes when the turn ends, and the step that said so.
    pub(super) passes: Option<(Place, ThreadChange)>,
    /// Those among them that texts of the step under way rolled.
    pub(super) picks: u32,
    pub(super) seen: Seen,
    pub(super) contest: Vec<Candidate>,
    /// What was written before any step ran.
    pub(super) answer: Vec<(String, Value)>,
    pub(super) steps: Vec<StepTrace>,
    /// Set once the turn has read what Meta must tell first.
    pub(super) lacks: Cell<bool>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        bot: &'a Bot,
        before: &'a Conversation,
        input: &'a Input,
        at: &'a Moment,
    ) -> Self {
        let answers = fetched::answers(before, &input.kind);
        let kept = before.fetching.as_ref().filter(|_| answers).map(|fetching| &fetching.event);
        let (event, app, lane) = match &input.kind {
            InputKind::Visitor(event) => (Some(&**event), None, Lane::Response),
            InputKind::App { name, with } => {
                (None, Some((name.strip_prefix("app.").unwrap_or(name), with)), Lane::Update)
            }
            InputKind::Timer { .. } | InputKind::Fetched { .. } | InputKind::Operator(_) => {
                (None, None, Lane::Update)
            }
        };
        Self {
            bot,
            at,
            seq: input.seq,
            event,
            app,
            before,
            kept,
            state: before.clone(),
            topic: before.topic.clone(),
            spoken: None,
            replies: Vec::new(),
            timers: Vec::new(),
            side: Vec::new(),
            wants: None,
            faults: Vec::new(),
            items: Vars::new(),
            budget: Budget { ticks: TEMPLATE_TICKS_MAX },
            steps_left: bot.settings.steps_max.min(STEPS_PER_TURN_MAX),
            rescue: None,
            lane,
            paused: Millis(0),
            sent_to: None,
            waits: Millis(0),
            types: false,
            rolls: 0,
            passes: None,
            picks: 0,
            seen: Seen::default(),
            contest: Vec::new(),
            answer: Vec::new(),
            steps: Vec::new(),
            lacks: Cell::new(false),
        }
    }

    /// What the turn is about, for `event.*`.
    pub(super) fn about(&self) -> About<'a> {
        match (self.event, self.app) {
            (Some(event), _) => About::Meta(event),
            (None, Some((name, with))) => About::App(name, with),
            (None, None) => self.kept.map_or(About::Nothing, About::Kept),
        }
    }

    /// The run on top of the stack.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.state.stack.last()
    }

    /// The run on top of the stack, to be changed.
    pub(super) fn top_mut(&mut self) -> Option<&mut Frame> {
        self.state.stack.last_mut()
    }

    /// Ends the turn; an input that was left alone leaves no more than its time behind.
    pub(super) fn finish(mut self, outcome: Outcome, before: &Conversation) -> Turn {
        human::hand_over(&mut self);
        if matches!(outcome, Outcome::Done { .. }) {
            breaker::count(&mut self);
        }
        self.state.version = before.version.saturating_add(1);
        let trace = self.at.tracing.then(|| self.trace(&outcome, before));
        let outcome = match outcome {
            Outcome::Done { took, .. } => Outcome::Done { took, faults: self.faults },
            Outcome::Skipped(_) | Outcome::Dead(_) => outcome,
        };
        Turn {
            outcome,
            after: self.state,
            replies: self.replies,
            side: self.side,
            timers: self.timers,
            wants: self.wants,
            rolls: self.rolls,
            journal: Journal {
                now: self.at.now,
                seed: self.at.dice.seed(),
                bot: self.bot.hash.clone(),
            },
            trace,
        }
    }

    fn trace(&mut self, outcome: &Outcome, before: &Conversation) -> Trace {
        let took = match outcome {
            Outcome::Done { took, .. } => took.clone(),
            Outcome::Skipped(_) | Outcome::Dead(_) => Took::Nobody,
        };
        Trace {
            input: std::mem::take(&mut self.seen),
            contest: std::mem::take(&mut self.contest),
            took,
            answer: std::mem::take(&mut self.answer),
            steps: std::mem::take(&mut self.steps),
            ticks: TEMPLATE_TICKS_MAX
                .saturating_add(self.rescue.unwrap_or_default())
                .saturating_sub(self.budget.ticks),
            stack_before: rests(before),
            stack_after: rests(&self.state),
        }
    }
}

fn rests(conversation: &Conversation) -> Vec<StepKey> {
    conversation.stack.iter().map(|frame| frame.at.clone()).collect()
}
