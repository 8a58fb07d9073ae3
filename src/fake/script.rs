//! What the fake does with a call instead of taking it.

use std::time::Duration;

use serde_json::json;

/// What one call meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is taken and answered as usual.
    Take,
    /// It is taken as usual, after a while.
    TakeLate(Duration),
    /// It is taken and answered as usual, with these headers besides, such as `X-App-Usage`.
    TakeWith(Vec<(String, String)>),
    /// It is not taken; this is the answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// Names and values of headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
    /// It is taken, and answered with this body instead of Meta's.
    TakeAndAnswer(String),
    /// It is not taken; the answer is 200 and this many bytes.
    Flood(u64),
    /// It is taken, and never answered.
    TakeThenHang,
    /// It is taken; then the connection breaks.
    TakeThenReset,
    /// It is neither taken nor answered.
    Hang,
    /// The connection breaks as soon as it stands, or before the call has been read.
    Reset,
}

impl Step {
    /// An answer with this status and an empty body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), body: String::new() }
    }

    /// Graph's error with this code and, where it is not 0, subcode.
    #[must_use]
    pub fn error(status: u16, code: u32, subcode: u32) -> Self {
        let body = error("x", code, subcode);
        Self::Answer { status, headers: Vec::new(), body }
    }

    /// Whether it breaks the connection before a call has been read.
    pub(super) fn breaks_at_once(&self) -> bool {
        matches!(self, Self::Reset)
    }
}

/// Graph's way of saying no.
pub(super) fn error(message: &str, code: u32, subcode: u32) -> String {
    let mut error = json!({"message": message, "type": "OAuthException", "code": code});
    if let (Some(error), true) = (error.as_object_mut(), subcode != 0) {
        error.insert("error_subcode".to_owned(), subcode.into());
    }
    if let Some(error) = error.as_object_mut() {
        error.insert("fbtrace_id".to_owned(), "AFakeTrace".into());
    }
    json!({ "error": error }).to_string()
}
