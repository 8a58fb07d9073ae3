//! Posting to the webhook, signed and escaped as Meta does it.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::fake::HookError;
use crate::fake::state::Shared;
use crate::messenger::signature::{HEADER, sign};

/// How often an echo is posted before it is given up.
const ECHO_TRIES_MAX: u32 = 6;
/// How long after the first failure an echo is posted again; twice as long after each further one.
const ECHO_RETRY: Duration = Duration::from_millis(100);

/// Posts a body; the status of the answer.
pub(super) async fn post(shared: &Shared, body: Vec<u8>) -> Result<u16, HookError> {
    let url = shared.webhook().ok_or(HookError::NoWebhook)?;
    shared.ledger.posted(body.clone());
    let signature = sign(&shared.config.app_secret, &body);
    let request = shared
        .client
        .post(url)
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .header(HEADER, signature)
        .body(body);
    let unanswered = |error: reqwest::Error| HookError::Unanswered(error.to_string());
    let response = request.send().await.map_err(unanswered)?;
    let status = response.status().as_u16();
    // Read to the end, so that the connection can be used again.
    response.bytes().await.map_err(unanswered)?;
    Ok(status)
}

/// Posts echoes one after another, each until it is acknowledged.
pub(super) async fn echo_all(shared: Arc<Shared>, mut echoes: mpsc::Receiver<Value>) {
    while let Some(echo) = echoes.recv().await {
        let body = wire(&echo);
        let mut pause = ECHO_RETRY;
        for _ in 0..ECHO_TRIES_MAX {
            match post(&shared, body.clone()).await {
                Ok(200) | Err(HookError::NoWebhook) => break,
                Ok(_) | Err(HookError::Unanswered(_)) => tokio::time::sleep(pause).await,
            }
            pause = pause.saturating_mul(2);
        }
    }
}

/// JSON as Meta writes it: everything but ASCII as `\uXXXX` in small letters, `/` as `\/`.
pub(super) fn wire(body: &Value) -> Vec<u8> {
    let mut wire = String::new();
    for letter in body.to_string().chars() {
        match letter {
            '/' => wire.push_str("\\/"),
            letter if letter.is_ascii() => wire.push(letter),
            letter => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    let escape = format!("\\u{unit:04x}");
                    wire.push_str(&escape);
                }
            }
        }
    }
    wire.into_bytes()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_escaped_as_meta_does_it() {
        let wire = wire(&json!({"text": "ä/🐎 ok"}));
        assert_eq!(String::from_utf8(wire).unwrap(), r#"{"text":"\u00e4\/\ud83d\udc0e ok"}"#);
    }
}
