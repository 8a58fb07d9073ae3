//! What a conversation is given, one at a time: an event, a timer, an answer, an order.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::words::event::Event;
use crate::words::name::{FetchId, TimerKey, Value, Vars};
use crate::words::reply::ReplyKind;

/// The next thing a conversation has to deal with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its place in the conversation's queue; dense, from 1.
    pub seq: u64,
    /// When we took it.
    pub at: Timestamp,
    /// What it is.
    pub kind: InputKind,
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// Meta told us something.
    Visitor(Box<Event>),
    /// A timer is due.
    Timer {
        /// Which one.
        key: TimerKey,
        /// The question it belongs to; another serial means that it is stale.
        serial: u64,
        /// Variables that a `later` took along.
        vars: Vars,
    },
    /// An outward call has its answer.
    Fetched {
        /// Which one.
        fetch: FetchId,
        /// What came back.
        answer: Answer,
    },
    /// Somebody at the controls.
    Operator(Command),
    /// Another system told us: `POST /events`.
    App {
        /// `app.NAME`.
        name: String,
        /// Variables of the run that it starts.
        with: Vars,
    },
}

/// What came back from an outward call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The other side answered.
    Status {
        /// HTTP status.
        code: u16,
        /// The body: JSON where it is JSON, text otherwise.
        body: Value,
    },
    /// No answer in time.
    Timeout,
    /// The call could not be made.
    Refused {
        /// Why.
        why: String,
    },
    /// A profile: fields that Meta told, by their names in `user.*`.
    Profile(Vars),
}

/// An order from whoever runs the bot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Speak again after a handover.
    TakeBack,
    /// Be silent and leave the visitor to a person.
    Handover,
    /// Forget the conversation and begin anew.
    Restart,
    /// Say this.
    Send(Box<ReplyKind>),
}
