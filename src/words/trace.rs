//! How a turn came about; worked out again from the journal when somebody asks.

use serde::{Deserialize, Serialize};

use crate::source::Place;
use crate::words::name::{FlowName, StepKey, Value};
use crate::words::turn::Took;

/// Why a turn went as it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// What the rules saw.
    pub input: Seen,
    /// Everybody who could have taken it, the best first.
    pub contest: Vec<Candidate>,
    /// Who took it.
    pub took: Took,
    /// Variables that the answer itself wrote, before any step ran.
    #[serde(default)]
    pub answer: Vec<(String, Value)>,
    /// The steps that ran.
    pub steps: Vec<StepTrace>,
    /// Template ticks spent.
    pub ticks: u32,
    /// What was open before, lowest first.
    pub stack_before: Vec<StepKey>,
    /// What is open now, lowest first.
    pub stack_after: Vec<StepKey>,
}

/// What the rules saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The text as typed, or the payload.
    pub text: String,
    /// The text after folding.
    pub folded: String,
}

/// One trigger that matched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The flow it would start.
    pub flow: FlowName,
    /// The author's line of the trigger.
    pub trigger: Place,
    /// Its class, the strongest first (MODEL 5.4).
    pub class: Class,
    /// Letters and digits that it matched.
    pub covered: u32,
    /// Where the match begins.
    pub start: u32,
    /// Why it lost; none if it won.
    pub lost: Option<Lost>,
}

/// How specific a trigger is; the first is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The whole message; a payload or reference without captures; one kind of an event.
    Exact,
    /// A regex anchored at both ends of every branch, without `.*`.
    Anchored,
    /// Words, `starts`, `all`, `any`, other regexes; other payloads, references and events.
    Words,
    /// Words with typos.
    Like,
    /// Messenger's language understanding.
    Intent,
    /// `any message`.
    Any,
}

/// Why a candidate did not win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// A stronger class won.
    Class,
    /// The winner overlooked fewer typos.
    Edits,
    /// Messenger is surer of the winner.
    Confidence,
    /// The winner covered more.
    Covered,
    /// The winner began earlier.
    Start,
    /// The winner leaves less open: it captures less, or says where the visitor comes from.
    Open,
    /// The winner's locale is nearer to the visitor's.
    Locale,
    /// The winner has the higher `priority`.
    Priority,
    /// The winner has an `if`.
    HasIf,
    /// The winner's name comes first.
    Name,
    /// Its `if` did not hold.
    Condition(String),
    /// Its `if` could not be worked out, which counts as no.
    Unclear {
        /// The condition.
        condition: String,
        /// Why not.
        why: String,
    },
    /// It holds only after that flow.
    After(FlowName),
    /// Its `once` is used up.
    Once,
    /// It was not asked: the open question, a button or a flow that interrupts came first.
    Earlier,
}

/// One step that ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepTrace {
    /// Its key.
    pub key: StepKey,
    /// Where it stands in its flow's code.
    pub at: usize,
    /// The author's line.
    pub place: Place,
    /// What its conditions read, before it ran.
    pub reads: Vec<(String, Value)>,
    /// Variables it wrote.
    pub writes: Vec<(String, Value)>,
    /// Its `if`, and whether that held.
    pub condition: Option<(String, bool)>,
    /// The replies it made: first ordinal and how many.
    pub replies: (u16, u16),
    /// What was left out or shortened, a sentence each.
    pub notes: Vec<String>,
}
