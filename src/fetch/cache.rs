//! Good answers of GETs, for as long as their authors say; in memory only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

use crate::limits::FETCH_CACHE_MAX;
use crate::words::input::Answer;
use crate::words::turn::Request;

/// What is remembered, by the call as it was rendered.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<BTreeMap<String, (Instant, Answer)>>);

impl Cache {
    pub(super) fn get(&self, request: &Request) -> Option<Answer> {
        let key = key(request)?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, answer) = known.get(&key)?;
        (*until > now()).then(|| answer.clone())
    }

    pub(super) fn put(&self, request: &Request, answer: &Answer) {
        let good = matches!(answer, Answer::Status { code, .. } if (200..300).contains(code));
        let (Some(key), Some(span)) = (key(request).filter(|_| good), request.cache) else {
            return;
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (until, _)| *until > now());
        if known.len() < FETCH_CACHE_MAX
            && let Some(until) = now().checked_add(span.into())
        {
            known.insert(key, (until, answer.clone()));
        }
    }
}

/// None for calls that are never answered from memory.
fn key(request: &Request) -> Option<String> {
    let read = ["GET", "HEAD"].contains(&request.method.as_str()) && request.cache.is_some();
    let parts = (&request.method, &request.origin, &request.path, &request.headers, &request.body);
    serde_json::to_string(&parts).ok().filter(|_| read)
}

fn now() -> Instant {
    Instant::now()
}
