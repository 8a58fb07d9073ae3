//! Telling a webhook: the same gate as for calls, but to wherever its author wrote (PROMISES P19).

use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};

use crate::fetch::{Failed, Gate};
use crate::limits::FETCH_TIMEOUT;
use crate::time::Millis;
use crate::words::address::Origin;
use crate::words::turn::{IDEMPOTENCY_KEY, Piece};

/// What a webhook is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its address.
    pub url: Vec<Piece>,
    /// Further headers.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// JSON.
    pub body: String,
    /// By what the other side knows it again.
    pub key: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The other side has it.
    Taken,
    /// It did not work this time.
    Not {
        /// A few words, without anything secret.
        why: String,
        /// How long the other side asks to be left alone.
        wait: Option<Millis>,
    },
    /// It must not be told.
    Never {
        /// A few words, without anything secret.
        why: String,
    },
}

impl Gate {
    /// Tells a webhook, once. What it answers is looked at no further than its status; redirects are
    /// not followed.
    pub async fn tell(&self, note: &Note) -> Told {
        let told = tokio::time::timeout(FETCH_TIMEOUT.into(), self.post(note)).await;
        match told.unwrap_or(Err(Failed::Timeout)) {
            Ok(told) => told,
            Err(Failed::Timeout) => not("no answer in time"),
            Err(Failed::Refused(why) | Failed::Again(why)) => not(why),
        }
    }

    async fn post(&self, note: &Note) -> Result<Told, Failed> {
        let url = Url::parse(&self.filled(&note.url)?)
            .map_err(|_unreadable| Failed::Refused("its address cannot be read"))?;
        let origin = Origin::parse(&url.origin().ascii_serialization())
            .filter(|_| url.username().is_empty() && url.password().is_none())
            .ok_or(Failed::Refused("its address is none of a server"))?;
        let addresses = self.addresses(&origin).await?;
        if self.0.local && !addresses.iter().all(|address| address.ip().is_loopback()) {
            let why = "`dev` tells nobody outside of this machine".to_owned();
            return Ok(Told::Never { why });
        }
        let client = self.0.clients.get(&origin, &addresses).ok_or(Failed::Refused("client"))?;
        let mut headers = self.headers(&note.headers)?;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let key = HeaderValue::from_str(&note.key);
        headers.insert(IDEMPOTENCY_KEY, key.map_err(|_odd| Failed::Refused("its key"))?);
        let response = client.post(url).headers(headers).body(note.body.clone()).send().await;
        let response = response.map_err(|error| {
            if error.is_timeout() { Failed::Timeout } else { Failed::Again("no connection") }
        })?;
        if response.status().is_success() {
            return Ok(Told::Taken);
        }
        let wait = wait(response.headers());
        Ok(Told::Not { why: format!("answered {}", response.status().as_u16()), wait })
    }
}

/// Seconds in `Retry-After`; a date there is left out.
fn wait(headers: &HeaderMap) -> Option<Millis> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Millis::from_secs)
}

fn not(why: &str) -> Told {
    Told::Not { why: why.to_owned(), wait: None }
}
