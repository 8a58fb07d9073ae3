//! The public routes, in warp: `/`, `/webhook`, `/healthz`, `/media/…`, nothing else (PROMISES P21).

use std::sync::Arc;

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use warp::filters::BoxedFilter;
use warp::http::header::{
    ALLOW, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER,
    TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;
use warp::{Filter, Reply};

use crate::files::media::Shelf;
use crate::limits::{BODIES_BYTES_MAX, BODY_BYTES_MAX, BODY_TIMEOUT};
use crate::messenger::handshake::{self, Handshake};
use crate::messenger::signature;
use crate::secret::Secret;
use crate::service::intake::{Intake, Taken};
use crate::service::live::Live;
use crate::service::media;
use crate::service::page;
use crate::service::quiet::Quiet;
use crate::store::Store;

/// What the routes need.
#[derive(Debug)]
pub(super) struct Front<S> {
    pub(super) intake: Intake<S>,
    pub(super) live: Live,
    /// The bot's own files.
    pub(super) shelf: Shelf,
    pub(super) verify: Secret,
    /// Bytes of bodies that are being read, over all requests.
    pub(super) bodies: Arc<Semaphore>,
    /// Lines about what anybody can send us: requests that are too large …
    pub(super) large: Quiet,
    /// … and handshakes with another word.
    pub(super) strangers: Quiet,
}

impl<S: Store> Front<S> {
    fn too_large(&self) {
        if let Some(times) = self.large.count(self.intake.clock.now()) {
            tracing::error!(times, "webhook: a request was too large; Meta will repeat it");
        }
    }

    fn stranger(&self) {
        if let Some(times) = self.strangers.count(self.intake.clock.now()) {
            tracing::warn!(times, "webhook: a handshake came with another VERIFY_TOKEN than ours");
        }
    }
}

/// A budget for all bodies that are being read.
pub(super) fn bodies() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(BODIES_BYTES_MAX))
}

/// Everything that answers in public.
pub(super) fn routes<S: Store>(front: Arc<Front<S>>) -> BoxedFilter<(Response,)> {
    let with = move || {
        let front = front.clone();
        warp::any().map(move || front.clone())
    };
    let root = warp::path::end().and(get()).and(with()).map(|front: Arc<Front<S>>| alive(&front));
    let verify = warp::path!("webhook").and(warp::get()).and(query()).and(with());
    let verify = verify.map(|query: String, front: Arc<Front<S>>| check_in(&query, &front));
    let webhook = warp::path!("webhook")
        .and(warp::post())
        .and(warp::header::headers_cloned())
        .and(warp::body::stream())
        .and(with())
        .then(|headers, body, front: Arc<Front<S>>| async move {
            webhook(&headers, body, &front).await
        });
    let health = warp::path!("healthz").and(get()).and(with()).then(health);
    let known =
        warp::path::end().or(warp::path!("webhook")).unify().or(warp::path!("healthz")).unify();
    let media = warp::path!("media" / String).and(get()).and(with());
    let media = media.then(|name: String, front: Arc<Front<S>>| async move {
        media::serve(&front.intake.store, &front.shelf, &name).await
    });
    let wrong_method = known.map(not_allowed);
    let nowhere = warp::any().map(|| plain(StatusCode::NOT_FOUND, "there is nothing here\n"));
    let answered =
        two_lengths().or(root).unify().or(verify).unify().or(webhook).unify().or(health).unify();
    let answered = answered.or(media).unify();
    answered.or(wrong_method).unify().or(nowhere).unify().boxed()
}

/// A request with two lengths is two requests, and nobody knows which.
fn two_lengths() -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Copy {
    let both = warp::header::value(CONTENT_LENGTH.as_str())
        .and(warp::header::value(TRANSFER_ENCODING.as_str()));
    both.map(|_, _| closing(StatusCode::BAD_REQUEST))
}

fn get() -> impl Filter<Extract = (), Error = warp::Rejection> + Copy {
    warp::get().or(warp::head()).unify()
}

fn query() -> impl Filter<Extract = (String,), Error = std::convert::Infallible> + Copy {
    warp::query::raw().or(warp::any().map(String::new)).unify()
}

fn alive<S: Store>(front: &Front<S>) -> Response {
    let html = page::alive(&front.live.bot());
    let mut response = plain(StatusCode::OK, html);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn check_in<S: Store>(query: &str, front: &Front<S>) -> Response {
    match handshake::answer(query, &front.verify) {
        Handshake::Challenge(challenge) => {
            tracing::info!("webhook: Meta's handshake was answered");
            plain(StatusCode::OK, challenge)
        }
        Handshake::Forbidden => {
            front.stranger();
            plain(StatusCode::FORBIDDEN, "")
        }
        Handshake::BadRequest => plain(StatusCode::BAD_REQUEST, ""),
    }
}

async fn webhook<S: Store, B: Buf>(
    headers: &HeaderMap,
    body: impl Stream<Item = Result<B, warp::Error>>,
    front: &Front<S>,
) -> Response {
    if let Some(refusal) = refusal(headers, front) {
        return refusal;
    }
    let (body, _permits) = match read(body, &front.bodies).await {
        Ok(read) => read,
        Err(TooMuch::Body) => {
            front.too_large();
            return closing(StatusCode::PAYLOAD_TOO_LARGE);
        }
        Err(TooMuch::Bodies) => return busy(),
        Err(TooMuch::Time) => return closing(StatusCode::REQUEST_TIMEOUT),
    };
    let signatures: Vec<&[u8]> =
        headers.get_all(signature::HEADER).iter().map(HeaderValue::as_bytes).collect();
    match front.intake.take(&signatures, &body).await {
        Taken::Received => plain(StatusCode::OK, "EVENT_RECEIVED"),
        Taken::Unsigned => plain(StatusCode::UNAUTHORIZED, ""),
        Taken::Malformed => plain(StatusCode::BAD_REQUEST, ""),
        Taken::TooMany => plain(StatusCode::PAYLOAD_TOO_LARGE, ""),
        Taken::Unavailable => busy(),
    }
}

/// What is refused before its body is read.
fn refusal<S: Store>(headers: &HeaderMap, front: &Front<S>) -> Option<Response> {
    let length = headers.get(CONTENT_LENGTH);
    let declared = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let most = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
    if declared.is_some_and(|bytes| bytes > most) {
        front.too_large();
        return Some(closing(StatusCode::PAYLOAD_TOO_LARGE));
    }
    (!is_plain_json(headers)).then(|| closing(StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

/// Whether nothing says that a body is something else than JSON, as it is.
pub(super) fn is_plain_json(headers: &HeaderMap) -> bool {
    let json = |value: &HeaderValue| {
        let text = value.to_str().unwrap_or_default();
        let media_type = text.split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("application/json")
    };
    headers.get(CONTENT_TYPE).is_none_or(json) && !headers.contains_key(CONTENT_ENCODING)
}

pub(super) enum TooMuch {
    Body,
    Bodies,
    Time,
}

/// Reads a body of at most `BODY_BYTES_MAX` within `BODY_TIMEOUT`.
pub(super) async fn read<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>>,
    budget: &Arc<Semaphore>,
) -> Result<(Bytes, Option<OwnedSemaphorePermit>), TooMuch> {
    let whole = async {
        let mut body = std::pin::pin!(body);
        let mut bytes = BytesMut::new();
        let mut held: Option<OwnedSemaphorePermit> = None;
        while let Some(Ok(mut part)) = body.next().await {
            let size = part.remaining();
            if bytes.len().saturating_add(size) > BODY_BYTES_MAX {
                return Err(TooMuch::Body);
            }
            let wanted = u32::try_from(size).unwrap_or(u32::MAX);
            let permit = budget.clone().try_acquire_many_owned(wanted);
            let permit = permit.map_err(|_none_left| TooMuch::Bodies)?;
            match &mut held {
                Some(held) => held.merge(permit),
                None => held = Some(permit),
            }
            bytes.extend_from_slice(&part.copy_to_bytes(size));
        }
        Ok((bytes.freeze(), held))
    };
    tokio::time::timeout(BODY_TIMEOUT.into(), whole).await.unwrap_or(Err(TooMuch::Time))
}

/// 200 while the store answers, 503 otherwise; the body says how much waits.
async fn health<S: Store>(front: Arc<Front<S>>) -> Response {
    match front.intake.store.counts().await {
        Ok(counts) => {
            let report = format!(
                "ok\nqueued {}\nwaiting {}\nuncertain {}\ndead {}\nnotify {}\ngiven_up {}\nheld {}\n",
                counts.queued,
                counts.waiting,
                counts.uncertain,
                counts.dead,
                counts.errands,
                counts.given_up,
                counts.held
            );
            plain(StatusCode::OK, report)
        }
        Err(error) => {
            tracing::error!(%error, "health: the store does not answer");
            busy()
        }
    }
}

fn not_allowed() -> Response {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

pub(super) fn busy() -> Response {
    let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "");
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// An answer after which the rest of the body is not wanted.
pub(super) fn closing(status: StatusCode) -> Response {
    let mut response = plain(status, "");
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

pub(super) fn plain(status: StatusCode, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into().into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_in_tiny_pieces_costs_what_it_weighs() {
        let pieces = (0..1_000).map(|_| Ok(Bytes::from_static(b"x")));
        let budget = Arc::new(Semaphore::new(1_500));
        let read = read(futures_util::stream::iter(pieces), &budget).await;
        let (body, held) = read.unwrap_or_else(|_| panic!("it fits"));
        assert_eq!(body.len(), 1_000);
        assert_eq!(held.map(|held| held.num_permits()), Some(1_000));
        assert_eq!(budget.available_permits(), 1_500);
    }
}
