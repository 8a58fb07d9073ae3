//! Bodies of answers: bounded, and data whatever they say.

use reqwest::Response;

use crate::fetch::Failed;
use crate::limits::FETCH_BYTES_MAX;
use crate::words::name::Value;

/// All of a body, if it is not too large.
pub(super) async fn whole(mut response: Response) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len().saturating_add(chunk.len()) > FETCH_BYTES_MAX => {
                return Err(Failed::Refused("its answer is too large"));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) if error.is_timeout() => return Err(Failed::Timeout),
            Err(_) => return Err(Failed::Again("its answer broke off")),
        }
    }
}

/// JSON where it is JSON, a text otherwise; what says that it is JSON must be.
pub(super) fn value(bytes: &[u8], json: bool) -> Result<Value, Failed> {
    if bytes.is_empty() {
        return Ok(Value::from(""));
    }
    match serde_json::from_slice(bytes) {
        Ok(value) => Ok(value),
        Err(_) if json || bytes.starts_with(b"[") || bytes.starts_with(b"{") => {
            Err(Failed::Refused("its answer is no JSON that can be read"))
        }
        Err(_) => Ok(Value::String(String::from_utf8_lossy(bytes).replace('\0', ""))),
    }
}
