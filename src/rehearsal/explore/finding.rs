//! What a walk finds, and what is wrong with a turn.

use crate::bot::Bot;
use crate::bot::op::{OpKind, Pc};
use crate::limits::{LABEL_UNITS_MAX, units};
use crate::rehearsal::said::Said;
use crate::rehearsal::stage::Trouble;
use crate::rehearsal::watched::Watched;
use crate::script::line::{Act, LineKind};
use crate::source::Place;
use crate::words::reply::QuickReply;
use crate::words::trace::StepTrace;
use crate::words::turn::{Fault, Outcome};

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// Nothing leads on.
    DeadEnd,
    /// A step fails.
    Fails,
    /// Something is more than Messenger or saywhen takes.
    Limit,
    /// The bot goes round without the visitor.
    Rounds,
}

impl Problem {
    /// Its name for people and programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeadEnd => "dead end",
            Self::Fails => "failing step",
            Self::Limit => "exceeded limit",
            Self::Rounds => "rounds without the visitor",
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What kind.
    pub problem: Problem,
    /// One sentence.
    pub what: String,
    /// The author's line, if it is of one.
    pub place: Option<Place>,
    /// The shortest conversation that shows it.
    pub chat: String,
}

/// Codes of turns in which the bot went round by itself.
const ROUNDS: [&str; 3] = ["F811", "F812", "F813"];
/// Codes of what Messenger does not take.
const LIMITS: [&str; 4] = ["M716", "M717", "T516", "V608"];

/// Everything that is wrong with a turn, with the author's line.
pub(super) fn of(bot: &Bot, turn: &Watched) -> Vec<(Problem, String, Option<Place>)> {
    let faults = match &turn.outcome {
        Outcome::Done { faults, .. } => faults.as_slice(),
        Outcome::Dead(fault) => std::slice::from_ref(fault),
        Outcome::Skipped(_) => &[],
    };
    // What fails after the first is mostly of its making.
    let failed = faults.iter().take(1).map(|fault: &Fault| {
        let problem = match fault.code.as_str() {
            code if ROUNDS.contains(&code) => Problem::Rounds,
            code if LIMITS.contains(&code) => Problem::Limit,
            _ => Problem::Fails,
        };
        (problem, format!("{} [{}]", fault.text, fault.code), fault.place.clone())
    });
    // That a moment is over when it is set is how reminders of what is near go.
    let later = |step: &&StepTrace| {
        let op = bot.op(&step.key.flow, Pc(step.at));
        op.is_some_and(|op| matches!(op.kind, OpKind::Later(..)))
    };
    let notes = turn.trace.steps.iter().filter(|step| !later(step)).flat_map(|step| {
        let note = |note: &String| (Problem::Limit, note.clone(), Some(step.place.clone()));
        step.notes.iter().map(note)
    });
    failed.chain(notes).collect()
}

/// Labels that Messenger would cut.
pub(super) fn labels(said: &Said) -> Vec<String> {
    let quick = said.quick_replies().into_iter().filter_map(|one| match one {
        QuickReply::Text { label, .. } => Some(label),
        QuickReply::Phone | QuickReply::Email => None,
    });
    let labels = said.buttons().into_iter().map(|button| button.label).chain(quick);
    let long = labels.filter(|label| units::len(label) > LABEL_UNITS_MAX);
    long.map(|label| format!("the label \"{label}\" is cut after {LABEL_UNITS_MAX} letters"))
        .collect()
}

/// What keeps a conversation from going on.
pub(super) fn of_trouble(trouble: &Trouble) -> (Problem, String) {
    let problem = match trouble {
        Trouble::Endless => Problem::Rounds,
        Trouble::Unsendable(_) => Problem::Limit,
        Trouble::NotStorable(_)
        | Trouble::Unreadable(_)
        | Trouble::Outward(..)
        | Trouble::NoLabel { .. } => Problem::Fails,
    };
    (problem, trouble.to_string())
}

/// Whether somebody who does this waits for an answer.
pub(super) fn wants_answer(line: &LineKind) -> bool {
    matches!(line, LineKind::You(Act::Say(_) | Act::Tap { .. } | Act::Start(_) | Act::Send(_)))
}

/// The bot said nothing; the last line that ran, if one did.
pub(super) fn silence(turn: Option<&Watched>) -> (String, Option<Place>) {
    let place = turn.and_then(|turn| turn.trace.steps.last()).map(|step| step.place.clone());
    ("the bot says nothing".to_owned(), place)
}
