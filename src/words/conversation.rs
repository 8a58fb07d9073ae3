//! Where a conversation stands, between any two turns.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::time::Timestamp;
use crate::words::input::InputKind;
use crate::words::name::{
    ArmKey, BotHash, FetchId, FlowName, Locale, StepKey, TimerKey, Value, Vars,
};
use crate::words::way::Way;

/// All that is remembered of one visitor on one Page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    /// Inputs done.
    pub version: u64,
    /// The bot that wrote this.
    pub bot: Option<BotHash>,
    /// Open runs; the last one is on top. At most `STACK_MAX`.
    pub stack: Vec<Frame>,
    /// Runs that ended or were left, newest last. At most `PARKED_MAX`.
    pub parked: Vec<Run>,
    /// The outward call that the top frame waits for.
    pub fetching: Option<Fetching>,
    /// Calls that the last thing the visitor did has led to.
    pub calls: u16,
    /// Set while the bot is silent.
    pub mute: Option<Mute>,
    /// `chat.*`
    pub chat: Vars,
    /// `user.*`, own values.
    pub user: Vars,
    /// `user.*`, what Meta tells.
    pub profile: Profile,
    /// The visitor's language, once it is known.
    pub locale: Option<Locale>,
    /// Until when Messenger lets us answer freely.
    pub window_until: Option<Timestamp>,
    /// When the visitor last did something.
    pub last_input: Option<Timestamp>,
    /// Messages in a row that nobody took.
    pub misses: u16,
    /// One more for every question asked.
    pub serial: u64,
    /// One more for every frame begun.
    pub runs: u64,
    /// Buttons and quick replies that typed labels are compared with (MODEL 5.3.1).
    pub shown: Vec<Shown>,
    /// Steps that wait for their time, by their timers.
    pub later: BTreeMap<TimerKey, Pending>,
    /// What other systems told while Messenger took no message, and waits for the visitor to write.
    pub told: Vec<Told>,
    /// When a `once` was entered.
    pub once: BTreeMap<StepKey, Timestamp>,
    /// The arms that `sticky` remembers.
    pub arms: BTreeMap<StepKey, ArmKey>,
    /// The flow that ran before this one.
    pub previous: Option<FlowName>,
    /// The flow that ended in the last visitor turn, for `after`.
    pub topic: Option<FlowName>,
    /// What the loop breaker counts.
    pub pace: Pace,
    /// What the visitor allows beyond the window, by the payload of the request.
    pub permits: BTreeMap<String, Permit>,
}

/// A token that allows messages beyond the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    /// Meta's token.
    pub token: String,
    /// It is good for one message only.
    pub once: bool,
    /// When it ends, as far as Meta says.
    pub until: Option<Timestamp>,
    /// It was good for one message, and that one is said.
    #[serde(default)]
    pub spent: bool,
}

/// One run of a flow that is still open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Its number in this conversation.
    pub run: u64,
    /// The flow.
    pub flow: FlowName,
    /// The step it rests on.
    pub at: StepKey,
    /// Plain variables.
    pub vars: Vars,
    /// Loops around `at`, outermost first.
    pub loops: Vec<Loop>,
    /// Questions asked so far, oldest first, for `back`. At most `ASKED_MAX`.
    pub asked: Vec<Past>,
    /// The question that waits for an answer.
    pub open: Option<Question>,
    /// How it came to run.
    pub entered: Entered,
    /// Its timers.
    pub timers: Vec<TimerKey>,
}

/// How a run began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entered {
    /// By a trigger, with nothing open.
    Trigger,
    /// By a tap.
    Tap,
    /// By `goto`.
    Goto,
    /// By `call`; the run below takes what it returns, as its step says.
    Call,
    /// By a trigger, over an open question that is asked again afterwards.
    Detour,
    /// By a `later`.
    Later,
    /// By a failing step.
    Error,
}

/// A question that waits for its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its number in this conversation; timers of another number are stale.
    pub serial: u64,
    /// Wrong answers so far.
    pub tries: u16,
    /// The choices as they were shown.
    pub choices: Vec<Choice>,
    /// When it is forgotten.
    pub expires: Timestamp,
}

/// What another system told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its name, without `app.`.
    pub name: String,
    /// Its values.
    pub with: Vars,
    /// When.
    pub at: Timestamp,
}

/// Steps that wait for their time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// The step that set the timer.
    pub step: StepKey,
    /// Which timer it is; one of another number is stale.
    pub serial: u64,
    /// When it is due.
    pub due: Timestamp,
    /// Whether a message of the visitor's takes it away.
    pub cancelled: bool,
    /// Its variables, once its time has come while Messenger took no message: it runs when the
    /// visitor writes.
    pub held: Option<Vars>,
}

/// One choice of an open question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What the visitor reads.
    pub label: String,
    /// What is saved.
    pub value: Value,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Where it leads once it is saved.
    pub goto: Option<Way>,
}

/// A question that was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Past {
    /// Which.
    pub step: StepKey,
    /// In which rounds of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<u32>,
    /// What its variable held then, in a loop: the answer of the round before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Value>,
}

/// A question as stores keep it: the first ones wrote no more than its name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Name(StepKey),
    Whole {
        step: StepKey,
        #[serde(default)]
        rounds: Vec<u32>,
        #[serde(default, deserialize_with = "even_null")]
        held: Option<Value>,
    },
}

/// What is there is a value, also where that is null.
fn even_null<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl From<Stored> for Past {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Name(step) => Self { step, rounds: Vec::new(), held: None },
            Stored::Whole { step, rounds, held } => Self { step, rounds, held },
        }
    }
}

/// A `repeat` that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loop {
    /// The `repeat` step.
    pub step: StepKey,
    /// What it goes over; empty for counted and `while` loops.
    pub items: Vec<Value>,
    /// The round, from 0.
    pub index: u32,
    /// How many rounds there are, where a number says so.
    pub rounds: Option<u32>,
}

/// A run that ended or was left; a tap may take it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its flow.
    pub flow: FlowName,
    /// Its plain variables.
    pub vars: Vars,
    /// When it ended.
    pub at: Timestamp,
}

/// The outward call that a conversation waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fetching {
    /// Which one.
    pub fetch: FetchId,
    /// The end of waiting.
    pub until: Timestamp,
    /// `event.*` of the turn that asked.
    pub event: Vars,
    /// The input that waits for the visitor's profile, if that is what was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Box<Held>>,
}

/// An input whose turn needs the visitor's profile: it is worked on once Meta has told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The input.
    pub kind: InputKind,
    /// Fields that Meta was asked for, by their names in `user.*`.
    pub fields: Vec<String>,
    /// The call that the conversation waited for, if the input is its answer.
    pub fetching: Option<Fetching>,
}

/// The bot is silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    /// The end of it; none means until somebody ends it.
    pub until: Option<Timestamp>,
    /// Why.
    pub why: MuteReason,
}

/// Why the bot is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MuteReason {
    /// A flow handed the visitor over.
    Handover,
    /// A person answered.
    Human,
    /// The thread belongs to another app.
    ThreadLost,
    /// Two machines were talking to each other.
    Breaker,
}

/// Fields of `user.*` that are always defined (LANGUAGE, "Variables").
pub const PROFILE_FIELDS: [&str; 10] = [
    "first_name",
    "last_name",
    "name",
    "locale",
    "timezone",
    "gender",
    "picture",
    "tags",
    "first_seen",
    "last_seen",
];

/// Those that Meta tells, with Meta's names for them.
pub const TOLD_FIELDS: [(&str, &str); 7] = [
    ("first_name", "first_name"),
    ("last_name", "last_name"),
    ("name", "name"),
    ("picture", "profile_pic"),
    ("locale", "locale"),
    ("timezone", "timezone"),
    ("gender", "gender"),
];

/// What Meta tells of the visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Not asked yet.
    #[default]
    Unknown,
    /// It told.
    Known {
        /// Field by field; one that was asked for and not told is empty.
        fields: Vars,
        /// When.
        at: Timestamp,
    },
    /// It does not tell.
    Silent {
        /// When we asked.
        at: Timestamp,
    },
}

/// A label on the visitor's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// What stands on it.
    pub label: String,
    /// What a tap on it sends.
    pub payload: String,
    /// A quick reply (true), which vanishes with the next message, or a button.
    pub quick: bool,
}

/// What the loop breaker counts (MODEL 9.7).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// When the minute began that is being counted.
    pub since: Option<Timestamp>,
    /// Turns that replied since then.
    pub turns: u16,
    /// A digest of the last reply's text.
    pub last: u64,
    /// How often that text came in a row since then.
    pub same: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_of_older_stores_can_be_read() {
        let old: Vec<Past> = serde_json::from_str(r#"["pizza.size"]"#).unwrap();
        let new = serde_json::to_string(&old).unwrap();
        assert_eq!(new, r#"[{"step":"pizza.size"}]"#);
        assert_eq!(serde_json::from_str::<Vec<Past>>(&new).unwrap(), old);
        let null = r#"{"step":"pizza.size","rounds":[1],"held":null}"#;
        let past: Past = serde_json::from_str(null).unwrap();
        assert_eq!(serde_json::to_string(&past).unwrap(), null);
    }
}
