//! What a turn decided: a value that store, outbox, tests and traces all read alike.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::Place;
use crate::time::{Millis, Timestamp};
use crate::words::address::Origin;
use crate::words::conversation::Conversation;
use crate::words::name::{
    BotHash, ConversationKey, FetchId, FlowName, StepKey, TimerKey, Value, VarName, Vars,
};
use crate::words::reply::Reply;
use crate::words::trace::Trace;

/// When and with which dice a turn is worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Whose conversation it is; ids of replies are made from it.
    pub key: ConversationKey,
    /// The wall clock.
    pub now: Timestamp,
    /// What decides where chance does.
    pub dice: Dice,
    /// Whether the turn should tell how it came about.
    pub tracing: bool,
}

/// What decides where chance does (`one_of`, `pick`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dice {
    /// Every die of the turn is made from this number.
    Seed(u64),
    /// Tests say what they show, from 1, in order; then always the first.
    Told(Vec<u32>),
}

impl Dice {
    /// What the journal keeps of them.
    #[must_use]
    pub fn seed(&self) -> u64 {
        match self {
            Self::Seed(seed) => *seed,
            Self::Told(_) => 0,
        }
    }
}

/// The result of giving one input to one conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// What became of the input.
    pub outcome: Outcome,
    /// The conversation from now on.
    pub after: Conversation,
    /// What to say, in order.
    pub replies: Vec<Reply>,
    /// What else to do, none of which may delay a reply.
    pub side: Vec<Side>,
    /// Timers to set and to drop, in order.
    pub timers: Vec<TimerChange>,
    /// The outward call to wait for.
    pub wants: Option<Want>,
    /// Dice that were rolled, so that tests tell no die twice.
    pub rolls: u32,
    /// What a repetition needs.
    pub journal: Journal,
    /// How it came about, if that was asked for.
    pub trace: Option<Trace>,
}

/// The input's final state (PROMISES P6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Worked on.
    Done {
        /// Who took it.
        took: Took,
        /// Steps that failed on the way; the visitor got `on_error` instead.
        faults: Vec<Fault>,
    },
    /// Rightly left alone.
    Skipped(Reason),
    /// It could not be worked on at all.
    Dead(Fault),
}

/// Who took an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Took {
    /// A flow's trigger.
    Trigger(FlowName),
    /// A button, reply or menu item that leads there.
    Tap(FlowName),
    /// The open question, as its answer.
    Answer(StepKey),
    /// The open question, as a wrong answer.
    Retry(StepKey),
    /// A cancel word.
    Cancel,
    /// An `any message` flow.
    Fallback(FlowName),
    /// A timer.
    Timer(TimerKey),
    /// An outward call's answer.
    Fetched,
    /// An order of the operator's.
    Operator,
    /// A person or another app, who talks with the visitor now; the bot is silent.
    Human,
    /// Nobody yet: its turn reads the visitor's profile, and Meta is asked for that first.
    Waits,
    /// Nobody; there is no fallback.
    Nobody,
}

/// One word for logs and metrics, with the flow or step it speaks of.
impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trigger(flow) => write!(f, "trigger:{flow}"),
            Self::Tap(flow) => write!(f, "tap:{flow}"),
            Self::Answer(step) => write!(f, "answer:{step}"),
            Self::Retry(step) => write!(f, "retry:{step}"),
            Self::Cancel => f.write_str("cancel"),
            Self::Fallback(flow) => write!(f, "fallback:{flow}"),
            Self::Timer(key) => write!(f, "timer:{key}"),
            Self::Fetched => f.write_str("fetched"),
            Self::Operator => f.write_str("operator"),
            Self::Human => f.write_str("human"),
            Self::Waits => f.write_str("waits"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}

/// Why an input was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The bot is silent in this conversation.
    Muted,
    /// It belongs to a question or call that is gone.
    Stale,
    /// No flow wants events of this kind.
    Unwanted,
    /// The step it was for is gone.
    StepGone,
    /// `unless` held.
    Unless,
    /// The 24-hour window is closed.
    WindowClosed,
    /// It came through the standby channel: another app has the thread.
    Standby,
    /// Nobody has a word for it yet.
    UnknownKind,
    /// The Page is not one of ours.
    UnknownPage,
    /// The Page itself wrote it.
    Own,
    /// The visitor has another id since, and it was worked on there.
    Moved,
}

impl Reason {
    /// The word for it in logs, stores and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Muted => "muted",
            Self::Stale => "stale",
            Self::Unwanted => "unwanted",
            Self::StepGone => "step_gone",
            Self::Unless => "unless",
            Self::WindowClosed => "window_closed",
            Self::Standby => "standby",
            Self::UnknownKind => "unknown_kind",
            Self::UnknownPage => "unknown_page",
            Self::Own => "own",
            Self::Moved => "moved",
        }
    }
}

/// Something failed at a place of the author's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The diagnostic's code, as `saywhen explain` knows it.
    pub code: String,
    /// The author's line; none for an item of Meta's that could not be read.
    pub place: Option<Place>,
    /// One sentence, without anything a visitor typed.
    pub text: String,
}

/// Something to do beside the replies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Tell a webhook of `bot.yaml`.
    Notify {
        /// Its name there.
        name: String,
        /// What to tell.
        with: Vars,
    },
    /// Count an event.
    Track {
        /// Its name.
        name: String,
        /// Its values.
        with: Vars,
    },
    /// Write a line into the conversation's log.
    Log {
        /// The line.
        text: String,
        /// The same as the author wrote it, without what the variables held.
        #[serde(default)]
        written: String,
    },
    /// Add or remove a tag of the visitor.
    Tag {
        /// The tag.
        name: String,
        /// Add (true) or remove.
        add: bool,
    },
}

/// A timer is set or dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerChange {
    /// Set it, in place of an older one of the same key.
    Set {
        /// Its key.
        key: TimerKey,
        /// The question it belongs to; 0 for none.
        serial: u64,
        /// When it is due.
        due: Timestamp,
        /// What it takes along.
        vars: Vars,
    },
    /// Drop it, if it is there.
    Drop(TimerKey),
}

/// An outward call that the turn ends with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// A call of an `http` step.
    Http(Request),
    /// Fields of the visitor's profile.
    Profile {
        /// The call's id.
        fetch: FetchId,
        /// Meta's names of the fields.
        fields: Vec<String>,
    },
}

/// Whom an outward call asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A server of an `http` step.
    Server,
    /// Meta, for a profile.
    Meta,
}

impl Want {
    /// The call's id.
    #[must_use]
    pub fn fetch(&self) -> &FetchId {
        match self {
            Self::Http(request) => &request.fetch,
            Self::Profile { fetch, .. } => fetch,
        }
    }

    /// Whom it asks.
    #[must_use]
    pub fn asked(&self) -> Whom {
        match self {
            Self::Http(_) => Whom::Server,
            Self::Profile { .. } => Whom::Meta,
        }
    }

    /// Whether making the call twice does no more than making it once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        match self {
            Self::Http(request) => request.is_repeatable(),
            Self::Profile { .. } => true,
        }
    }
}

/// A call of an `http` step; secrets stand in it as their names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The call's id.
    pub fetch: FetchId,
    /// `GET`, `POST` …
    pub method: String,
    /// The server, which nothing that a visitor typed has a part in.
    pub origin: Origin,
    /// Path and query, encoded.
    pub path: Vec<Piece>,
    /// In the author's order.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// The body.
    pub body: Option<Vec<Piece>>,
    /// The end of waiting for one try.
    pub timeout: Millis,
    /// Tries after the first.
    pub retries: u8,
    /// For how long an equal call may be answered from memory.
    pub cache: Option<Millis>,
}

/// A stretch of a text that is sent elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// The secret of this name, put in where the call is made and nowhere before.
    Secret(String),
    /// The same, encoded as values of addresses are.
    EncodedSecret(String),
    /// The same, as it stands between the quotes of a text in JSON.
    JsonSecret(String),
}

impl Request {
    /// Whether making the call twice does no more than making it once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        let keyed = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(IDEMPOTENCY_KEY));
        keyed || matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// Where it goes, for people: secrets are names.
    #[must_use]
    pub fn address(&self) -> String {
        let path = self.path.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Secret(name) | Piece::EncodedSecret(name) | Piece::JsonSecret(name) => {
                format!("{{{{ secret.{name} }}}}")
            }
        });
        format!("{}{}", self.origin, path.collect::<String>())
    }
}

/// The header by which a server knows a call that it has had before.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// With the input and the bot, all that a repetition of the turn needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// The clock of the turn.
    pub now: Timestamp,
    /// Its dice.
    pub seed: u64,
    /// The bot.
    pub bot: BotHash,
}

/// A variable that a step read or wrote.
pub type Binding = (VarName, Value);
