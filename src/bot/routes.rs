//! Who takes what: the triggers of all flows, sorted by what they look at.

use crate::bot::events::EventRoutes;
use crate::bot::intents::IntentRoutes;
use crate::bot::patterns::PatternRoutes;
use crate::bot::texts::TextRoutes;
use crate::flow::model::event::EventName;
use crate::flow::model::trigger::{Origin, TriggerKind};
use crate::flow::model::{Condition, Flow};
use crate::pattern::rule::Hit;
use crate::source::{Place, Span};
use crate::words::event::EventKind;
use crate::words::name::{FlowName, Locale};
use crate::words::trace::Class;

/// All triggers of a bot.
#[derive(Debug, Default)]
pub struct Routes {
    /// Text triggers of flows with `interrupts`.
    pub interrupts: TextRoutes,
    /// Text triggers of all other flows.
    pub texts: TextRoutes,
    /// Intents of flows with `interrupts`.
    pub interrupting_intents: IntentRoutes,
    /// Intents of all other flows.
    pub intents: IntentRoutes,
    /// Payloads of taps.
    pub payloads: PatternRoutes,
    /// References of links, ads and plugins.
    pub referrals: PatternRoutes,
    /// What is not a message.
    pub events: EventRoutes,
    /// `any message`.
    pub fallbacks: Vec<Entrance>,
}

/// The way into a flow.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// The flow.
    pub flow: FlowName,
    /// The trigger's own condition; the flow's comes after it.
    pub condition: Option<Condition>,
    /// The language of the trigger; none for one that stands for all of them.
    pub locale: Option<Locale>,
    /// The author's line of the trigger.
    pub place: Place,
    /// Where exactly it stands.
    pub span: Span,
}

/// A trigger that takes something, and how well.
#[derive(Clone, Debug)]
pub struct Contender<'a> {
    /// Where it leads.
    pub to: &'a Entrance,
    /// What it matched.
    pub hit: Hit,
    /// How much a pattern leaves open, by captures; 0 for everything else.
    pub open: usize,
}

impl<'a> Contender<'a> {
    /// A trigger of words.
    #[must_use]
    pub fn new((to, hit): (&'a Entrance, Hit)) -> Self {
        Self { to, hit, open: 0 }
    }
}

impl Routes {
    /// Takes a flow's triggers.
    pub(super) fn add(&mut self, flow: &mut Flow) {
        for trigger in std::mem::take(&mut flow.triggers) {
            let to = Entrance {
                flow: flow.name.clone(),
                condition: trigger.condition,
                locale: trigger.locale,
                place: trigger.place,
                span: trigger.span,
            };
            match trigger.kind {
                TriggerKind::Text(rule) if flow.interrupts => self.interrupts.add(rule, to),
                TriggerKind::Text(rule) => self.texts.add(rule, to),
                TriggerKind::Intent(intent) if flow.interrupts => {
                    self.interrupting_intents.add(intent, to);
                }
                TriggerKind::Intent(intent) => self.intents.add(intent, to),
                TriggerKind::Payload(pattern) => {
                    self.payloads.add(pattern, Origin::default(), to);
                }
                TriggerKind::Referral(referral) => {
                    self.referrals.add(referral.pattern, referral.from, to);
                }
                TriggerKind::Event(event) => self.events.add(event, to),
                TriggerKind::AnyMessage => self.fallbacks.push(to),
            }
        }
    }

    /// Learns what to look for, when all triggers are there.
    pub(super) fn finish(&mut self) {
        self.interrupts.finish();
        self.texts.finish();
        self.payloads.finish();
        self.referrals.finish();
    }

    /// All `any message` flows.
    pub fn fallbacks(&self) -> impl Iterator<Item = Contender<'_>> {
        self.fallbacks.iter().map(|to| Contender::new((to, plain(Class::Any, 0))))
    }

    /// Whether a conversation has to hear of an event. What says nothing new to the engine matters
    /// only to flows that ask for it.
    #[must_use]
    pub fn wants(&self, kind: &EventKind) -> bool {
        let quiet = match kind {
            EventKind::Read { .. }
            | EventKind::Delivered { .. }
            | EventKind::Edited { .. }
            | EventKind::Deleted
            // Nothing in a bot's own words is about these; they are recorded.
            | EventKind::Rated { .. }
            | EventKind::Form { .. }
            | EventKind::CustomerData { .. }
            | EventKind::Coupon { .. }
            | EventKind::Game(_)
            | EventKind::Wall(_)
            | EventKind::Label { .. } => true,
            EventKind::Reaction(reaction) => !reaction.added,
            EventKind::Text(_)
            | EventKind::Tap(_)
            | EventKind::Attachments(_)
            | EventKind::Referral
            | EventKind::Optin(_)
            | EventKind::AccountLink { .. }
            | EventKind::Thread(_)
            | EventKind::HumanEcho(_)
            | EventKind::Comment(_)
            | EventKind::Post(_)
            | EventKind::Feedback { .. }
            | EventKind::Order { .. }
            | EventKind::Command { .. }
            | EventKind::Unsupported
            | EventKind::Policy { .. }
            | EventKind::Unknown { .. } => false,
        };
        !quiet || EventName::of(kind).is_some_and(|name| self.events.has(&name))
    }
}

/// A hit that captures nothing.
pub(super) fn plain(class: Class, covered: u32) -> Hit {
    Hit { class, edits: 0, confidence: 1.0, covered, start: 0, captures: Vec::new() }
}
