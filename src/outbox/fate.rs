//! What Graph's verdict means for a reply and its Page (PROMISES, the Send API's answers). Pure.

use crate::limits::{
    BUTTON_TEXT_UNITS_MAX, ECHO_WAIT, INSTAGRAM_TEXT_BYTES_MAX, POLICY_WAIT, TAG_WINDOW,
    TEXT_UNITS_MAX, UNKNOWN_CODE_TRIES_MAX, WINDOW, units,
};
use crate::messenger::answer::{Scope, Verdict};
use crate::messenger::encode::Unsendable;
use crate::outbox::backoff;
use crate::store::{Fate, Hold, Outgoing};
use crate::time::{Millis, Timestamp};
use crate::words::name::Channel;
use crate::words::reply::{Lane, ReplyKind};

/// Why a Page waits for another token.
pub const TOKEN_HELD: &str = "token";

/// A comment that has its one private reply already.
const REPLIED_ALREADY: &str = "10900";

/// A visitor takes no more messages of one topic; others still arrive.
const TOPIC_STOPPED: &str = "10/1893015";

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
    let closed = closes(outgoing).is_some_and(|until| until <= now);
    closed.then(|| Fate::Expired { why: "window".into() })
}

/// When it is too late for a reply, as far as that is known.
fn closes(outgoing: &Outgoing) -> Option<Timestamp> {
    let longer = match outgoing.reply.lane {
        Lane::Response | Lane::Update => Millis(0),
        Lane::Tag(_) => Millis(TAG_WINDOW.0.saturating_sub(WINDOW.0)),
        Lane::Optin(_) => return None,
    };
    Some(outgoing.window_until?.plus(longer))
}

/// A reply of a Page that rests: it is given back, and so are all others until then.
#[must_use]
pub fn resting(why: &str, until: Timestamp) -> Ruling {
    Ruling { fate: Fate::Untried, hold: Some(held(why, until)), alert: None }
}

/// What becomes of a reply after Graph's verdict. A throttle without a wait is one visitor's, whose
/// replies back off like any that fail.
#[must_use]
pub fn after(outgoing: &Outgoing, verdict: Verdict, now: Now) -> Ruling {
    let tries = outgoing.tries.saturating_add(1);
    let later = |wait: Option<Millis>| now.at.plus(wait.unwrap_or(backoff::after(tries, now.dice)));
    match verdict {
        Verdict::Sent { mid, slow: _ } => Fate::Sent { mid }.into(),
        Verdict::Transient { code, wait } => Fate::Retry { not_before: later(wait), code }.into(),
        Verdict::Uncertain { code } => uncertain(outgoing, code, now.at).into(),
        Verdict::Throttled { code, scope, wait } => {
            let until = later(wait);
            let hold = match scope {
                Scope::App | Scope::Page => Some(held("throttle", until)),
                Scope::Visitor => None,
            };
            Ruling { fate: Fate::Retry { not_before: until, code }, hold, alert: None }
        }
        Verdict::TokenDead { code } => {
            let hold = Some(Hold { why: TOKEN_HELD.to_owned(), until: None });
            Ruling { fate: Fate::Retry { not_before: now.at, code }, hold, alert: Some(TOKEN_HELD) }
        }
        Verdict::Policy { code } => {
            let until = now.at.plus(POLICY_WAIT);
            let (fate, hold) = (Fate::Retry { not_before: until, code }, held(Hold::POLICY, until));
            Ruling { fate, hold: Some(hold), alert: Some(Hold::POLICY) }
        }
        Verdict::WindowClosed { code } => Fate::Expired { why: format!("window {code}") }.into(),
        Verdict::Gone { code } if code == TOPIC_STOPPED => {
            Fate::Expired { why: format!("optin {code}") }.into()
        }
        Verdict::Gone { code } => Fate::Unreachable { code }.into(),
        Verdict::NotOurs { code } => Fate::Parked { why: code, until: closes(outgoing) }.into(),
        // What nobody knew of the last try is known now.
        Verdict::Refused { code } if outgoing.uncertain && code == REPLIED_ALREADY => {
            Fate::Sent { mid: None }.into()
        }
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

/// What becomes of a reply that cannot be put into a call: without the visitor's leave it is too
/// late for it, as it is beyond the window.
#[must_use]
pub fn never(unsendable: &Unsendable) -> Fate {
    match unsendable {
        Unsendable::NoToken(_) => Fate::Expired { why: "optin".to_owned() },
        Unsendable::Nobody
        | Unsendable::NoAddress(_)
        | Unsendable::NoFile
        | Unsendable::NotAnObject => Fate::Failed { code: unsendable.to_string() },
    }
}

/// The text that stands for a message whose files Meta cannot take: their links, with what hung on
/// the message; none where there is no link, or more of them than one message of the channel takes.
#[must_use]
pub fn as_link(channel: Channel, kind: &ReplyKind, links: &[String]) -> Option<ReplyKind> {
    let text = links.join("\n");
    let fits = match channel {
        Channel::Messenger => units::len(&text) <= TEXT_UNITS_MAX,
        Channel::Instagram => text.len() <= INSTAGRAM_TEXT_BYTES_MAX,
    };
    if links.is_empty() || !fits {
        return None;
    }
    let quick_replies = kind.quick_replies().to_vec();
    let buttons: Vec<_> = kind.buttons().into_iter().cloned().collect();
    Some(if buttons.is_empty() || units::len(&text) > BUTTON_TEXT_UNITS_MAX {
        ReplyKind::Text { text, quick_replies }
    } else {
        ReplyKind::Buttons { text, buttons, quick_replies }
    })
}

/// Nobody knows whether it arrived: Meta's echo is awaited, once; what is no message has no echo.
fn uncertain(outgoing: &Outgoing, code: String, now: Timestamp) -> Fate {
    if outgoing.uncertain || !outgoing.reply.kind.is_message() {
        return Fate::Failed { code: format!("uncertain {code}") };
    }
    Fate::Uncertain { until: now.plus(ECHO_WAIT), code }
}

fn held(why: &str, until: Timestamp) -> Hold {
    Hold { why: why.to_owned(), until: Some(until) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_no_message_takes_are_none() {
        let kind = ReplyKind::Sticker(String::new());
        let long = vec!["https://example.org/".to_owned() + &"a".repeat(1_000)];
        let there = |channel, links: &[String]| as_link(channel, &kind, links).is_some();
        assert!(there(Channel::Messenger, &long));
        assert!(!there(Channel::Instagram, &long));
        assert!(there(Channel::Instagram, &["https://example.org/1.png".to_owned()]));
    }

    use crate::source::Place;
    use crate::words::name::{Channel, ConversationKey, OutboxId, PageId, VisitorId};
    use crate::words::reply::Reply;

    fn outgoing(uncertain: bool) -> Outgoing {
        let reply = Reply {
            id: OutboxId([0; 16]),
            ordinal: 0,
            place: Place { file: "flows/a.yaml".into(), line: 1, col: 1 },
            kind: ReplyKind::Text { text: "Hi".to_owned(), quick_replies: Vec::new() },
            pause: Millis(0),
            lane: Lane::Response,
            persona: None,
            speaker: None,
            types: false,
        };
        let (page, visitor) = (PageId::from("1"), VisitorId::from("2"));
        let key = ConversationKey { channel: Channel::Messenger, page, visitor };
        Outgoing { key, reply, tries: 1, uncertain, window_until: None }
    }

    fn fate(uncertain: bool, verdict: Verdict) -> Fate {
        after(&outgoing(uncertain), verdict, Now { at: Timestamp::default(), dice: 0 }).fate
    }

    #[test]
    fn a_private_reply_that_is_there_already_was_sent_by_the_uncertain_try() {
        let refused = || Verdict::Refused { code: "10900".to_owned() };
        assert_eq!(fate(true, refused()), Fate::Sent { mid: None });
        assert_eq!(fate(false, refused()), Fate::Failed { code: "10900".to_owned() });
        let other = Verdict::Refused { code: "100".to_owned() };
        assert_eq!(fate(true, other), Fate::Failed { code: "100".to_owned() });
    }

    #[test]
    fn who_stops_one_topic_can_still_be_reached() {
        let topic = Verdict::Gone { code: "10/1893015".to_owned() };
        assert_eq!(fate(false, topic), Fate::Expired { why: "optin 10/1893015".to_owned() });
        let gone = Verdict::Gone { code: "551/1545041".to_owned() };
        assert_eq!(fate(false, gone), Fate::Unreachable { code: "551/1545041".to_owned() });
    }
}
