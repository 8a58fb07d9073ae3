//! Meta's one question before it sends events: `GET /webhook?hub.mode=subscribe&…`.

use crate::limits::CHALLENGE_BYTES_MAX;
use crate::secret::Secret;

/// What to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// 200 and exactly this text, as `text/plain` with `nosniff`: it is somebody else's.
    Challenge(String),
    /// 403: the wrong token, or a mode that is not `subscribe`.
    Forbidden,
    /// 400: a parameter is missing, given twice or too long.
    BadRequest,
}

/// Answers the query string of a handshake.
///
/// Parameters that are not Meta's are ignored. An empty token of ours lets nobody in.
#[must_use]
pub fn answer(query: &str, verify_token: &Secret) -> Handshake {
    let (Some(mode), Some(token), Some(challenge)) = (
        single(query, "hub.mode"),
        single(query, "hub.verify_token"),
        single(query, "hub.challenge"),
    ) else {
        return Handshake::BadRequest;
    };
    if mode != "subscribe" || !verify_token.is(&token) {
        return Handshake::Forbidden;
    }
    if challenge.len() > CHALLENGE_BYTES_MAX {
        return Handshake::BadRequest;
    }
    Handshake::Challenge(challenge)
}

/// The value of a parameter that stands there exactly once.
fn single(query: &str, name: &str) -> Option<String> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let (_, value) = values.next()?;
    values.next().is_none().then(|| value.into_owned())
}
