//! What Graph's answer means for the reply that was sent (PROMISES, the Send API's answers).

use serde_json::Value;

use crate::messenger::codes;
use crate::messenger::hints::Hints;
use crate::messenger::sent;
use crate::time::Millis;
use crate::words::name::Mid;

/// What became of a call. `code` is Graph's code and subcode (`100/2018001`), an HTTP status
/// (`http 502`) or what went wrong on the way (`connect`, `reset`, `time-out`); never a text of
/// Graph's, which may quote what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Messenger has it.
    Sent {
        /// The message's id there; sender actions have none.
        mid: Option<Mid>,
        /// Set when a quota is nearly spent: it is wise to go slowly for this long.
        slow: Option<Millis>,
    },
    /// It did not arrive; the same call may work later.
    Transient {
        /// What went wrong.
        code: String,
        /// Not before this.
        wait: Option<Millis>,
    },
    /// Nobody knows whether it arrived.
    Uncertain {
        /// What went wrong.
        code: String,
    },
    /// Too many calls.
    Throttled {
        /// Graph's code.
        code: String,
        /// Whose calls are too many.
        scope: Scope,
        /// How long to wait, where Graph says so.
        wait: Option<Millis>,
    },
    /// The Page's token is not valid any more.
    TokenDead {
        /// Graph's code.
        code: String,
    },
    /// The window for free answers is closed.
    WindowClosed {
        /// Graph's code.
        code: String,
    },
    /// The visitor cannot be reached.
    Gone {
        /// Graph's code.
        code: String,
    },
    /// Another app has the thread.
    NotOurs {
        /// Graph's code.
        code: String,
    },
    /// Meta could not take the file.
    Attachment {
        /// Graph's code.
        code: String,
    },
    /// The call itself is wrong; the next ones may be right.
    Refused {
        /// Graph's code.
        code: String,
    },
    /// A permission or setting is missing; nothing changes until somebody sees to it.
    Forbidden {
        /// Graph's code.
        code: String,
    },
    /// Meta has restricted the Page.
    Policy {
        /// Graph's code.
        code: String,
    },
    /// A code nobody knows: worth [`crate::limits::UNKNOWN_CODE_TRIES_MAX`] tries.
    Unknown {
        /// Graph's code or the HTTP status.
        code: String,
    },
}

/// Whose calls are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole app's, on all its Pages.
    App,
    /// This Page's.
    Page,
    /// Those to this one visitor.
    Visitor,
}

/// The meaning of an answer: by code and subcode first, `is_transient` next, HTTP class last.
///
/// `body` may be cut short or anything at all.
#[must_use]
pub fn classify(status: u16, hints: Hints, body: &[u8]) -> Verdict {
    let json = serde_json::from_slice::<Value>(body).ok();
    if let Some(error) = json.as_ref().and_then(|json| json.get("error")).filter(|e| e.is_object())
    {
        return of_error(status, hints, error);
    }
    match status {
        200..=299 => accepted(json.as_ref(), body, status, hints),
        429 => Verdict::Throttled { code: http(status), scope: Scope::Page, wait: hints.wait },
        408 | 500.. => Verdict::Transient { code: http(status), wait: hints.wait },
        _ => Verdict::Unknown { code: http(status) },
    }
}

fn http(status: u16) -> String {
    format!("http {status}")
}

fn accepted(json: Option<&Value>, body: &[u8], status: u16, hints: Hints) -> Verdict {
    match sent::read(json, body) {
        Ok(mid) => {
            let minute = Millis::from_secs(60);
            let slow = hints.nearly_spent().then(|| hints.wait.unwrap_or(minute));
            Verdict::Sent { mid, slow }
        }
        Err(sent::Foreign) => Verdict::Uncertain { code: http(status) },
    }
}

fn of_error(status: u16, hints: Hints, error: &Value) -> Verdict {
    let number = |key: &str| {
        let value = error.get(key)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    };
    let subcode = number("error_subcode").filter(|&subcode| subcode != 0);
    let Some(code) = number("code") else { return of_class(status, hints, error, http(status)) };
    let name = match subcode {
        Some(subcode) => format!("{code}/{subcode}"),
        None => code.to_string(),
    };
    match codes::class(code, subcode) {
        Some(class) => of_code(class, name, hints),
        None => of_class(status, hints, error, name),
    }
}

/// For codes nobody knows.
fn of_class(status: u16, hints: Hints, error: &Value, code: String) -> Verdict {
    let transient = error.get("is_transient").and_then(Value::as_bool) == Some(true);
    match status {
        _ if transient => Verdict::Transient { code, wait: hints.wait },
        429 => Verdict::Throttled { code, scope: Scope::Page, wait: hints.wait },
        500.. => Verdict::Transient { code, wait: hints.wait },
        _ => Verdict::Unknown { code },
    }
}

fn of_code(class: codes::Class, code: String, hints: Hints) -> Verdict {
    use codes::Class;
    match class {
        Class::Transient => Verdict::Transient { code, wait: hints.wait },
        Class::Ambiguous => Verdict::Uncertain { code },
        Class::Throttle(scope) => Verdict::Throttled { code, scope, wait: hints.wait },
        Class::Auth => Verdict::TokenDead { code },
        Class::Window => Verdict::WindowClosed { code },
        Class::Recipient => Verdict::Gone { code },
        Class::Thread => Verdict::NotOurs { code },
        Class::Attachment => Verdict::Attachment { code },
        Class::Request => Verdict::Refused { code },
        Class::Permission => Verdict::Forbidden { code },
        Class::Policy => Verdict::Policy { code },
    }
}
