//! What Graph's verdict means for a reply and its Page (PROMISES, the Send API's answers). Pure.

use crate::limits::{ECHO_WAIT, UNKNOWN_CODE_TRIES_MAX};
use crate::messenger::answer::{Scope, Verdict};
use crate::outbox::backoff;
use crate::store::{Fate, Hold, Outgoing};
use crate::time::{Millis, Timestamp};
use crate::words::reply::Lane;

/// Why a Page waits for another token.
pub const TOKEN_HELD: &str = "token";
/// How long a Page that Meta has restricted waits before the next try.
const POLICY_WAIT: Millis = Millis::from_hours(1);
/// How long a throttled Page waits where Graph does not say.
const THROTTLE_WAIT: Millis = Millis::from_secs(5);

/// What becomes of a reply, and of its Page.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// The reply's fate.
    pub fate: Fate,
    /// Its Page waits.
    pub hold: Option<Hold>,
    /// Somebody has to see to it; the word for it in logs and metrics.
    pub alert: Option<&'static str>,
}

impl From<Fate> for Ruling {
    fn from(fate: Fate) -> Self {
        Self { fate, hold: None, alert: None }
    }
}

/// A moment and dice for waiting times.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The clock.
    pub at: Timestamp,
    /// Dice.
    pub dice: u64,
}

/// What is known before a try: replies that Messenger would refuse are not even sent.
#[must_use]
pub fn beforehand(outgoing: &Outgoing, now: Timestamp) -> Option<Fate> {
    let closed = outgoing.window_until.is_some_and(|until| until <= now);
    let bound = match outgoing.reply.lane {
        Lane::Response | Lane::Update => true,
        Lane::Tag(_) | Lane::Optin(_) => false,
    };
    (closed && bound).then(|| Fate::Expired { why: "window".into() })
}

/// What becomes of a reply after Graph's verdict.
#[must_use]
pub fn after(outgoing: &Outgoing, verdict: Verdict, now: Now) -> Ruling {
    let tries = outgoing.tries.saturating_add(1);
    let later = |wait: Option<Millis>| now.at.plus(wait.unwrap_or(backoff::after(tries, now.dice)));
    match verdict {
        Verdict::Sent { mid, slow } => Ruling {
            fate: Fate::Sent { mid },
            hold: slow.map(|wait| held("usage", Some(now.at.plus(wait)))),
            alert: None,
        },
        Verdict::Transient { code, wait } => Fate::Retry { not_before: later(wait), code }.into(),
        Verdict::Uncertain { code } => uncertain(outgoing, code, now.at).into(),
        Verdict::Throttled { code, scope, wait } => {
            let until = now.at.plus(wait.unwrap_or(THROTTLE_WAIT));
            let hold = match scope {
                Scope::App | Scope::Page => Some(held("throttle", Some(until))),
                Scope::Visitor => None,
            };
            Ruling { fate: Fate::Retry { not_before: until, code }, hold, alert: None }
        }
        Verdict::TokenDead { code } => {
            stopped(Fate::Retry { not_before: now.at, code }, TOKEN_HELD, None)
        }
        Verdict::Policy { code } => {
            let until = now.at.plus(POLICY_WAIT);
            stopped(Fate::Retry { not_before: until, code }, "policy", Some(until))
        }
        Verdict::WindowClosed { code } => Fate::Expired { why: format!("window {code}") }.into(),
        Verdict::Gone { code } => Fate::Unreachable { code }.into(),
        Verdict::NotOurs { code } => Fate::Parked { why: code }.into(),
        Verdict::Attachment { code } | Verdict::Refused { code } => Fate::Failed { code }.into(),
        Verdict::Forbidden { code } => {
            Ruling { alert: Some("permission"), ..Fate::Failed { code }.into() }
        }
        Verdict::Unknown { code } if tries >= UNKNOWN_CODE_TRIES_MAX => {
            Fate::Failed { code }.into()
        }
        Verdict::Unknown { code } => Fate::Retry { not_before: later(None), code }.into(),
    }
}

/// Nobody knows whether it arrived: Meta's echo is awaited, once; what is no message has no echo.
fn uncertain(outgoing: &Outgoing, code: String, now: Timestamp) -> Fate {
    if outgoing.uncertain || !outgoing.reply.kind.is_message() {
        return Fate::Failed { code: format!("uncertain {code}") };
    }
    Fate::Uncertain { until: now.plus(ECHO_WAIT), code }
}

fn stopped(fate: Fate, why: &'static str, until: Option<Timestamp>) -> Ruling {
    Ruling { fate, hold: Some(held(why, until)), alert: Some(why) }
}

fn held(why: &str, until: Option<Timestamp>) -> Hold {
    Hold { why: why.to_owned(), until }
}
