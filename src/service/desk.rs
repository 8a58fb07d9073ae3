//! The admin listener: `POST /events`, by which another system tells a bot `app.NAME`, and
//! `GET /tracked`, which says how often `track` counted what (PROMISES P21).

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Buf;
use futures_util::Stream;
use serde::Deserialize;
use serde_json::json;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;

use crate::bot::Bot;
use crate::flow::model::event::EventName;
use crate::limits::APP_EVENT_BYTES_MAX;
use crate::secret::Secret;
use crate::service::intake::Intake;
use crate::service::routes::{self, Front, TooMuch};
use crate::source::suggest::suggest;
use crate::store::Store;
use crate::store::errands::Tracked;
use crate::time::Timestamp;
use crate::words::arrival::{Arrival, Identity, What};
use crate::words::name::{Channel, ConversationKey, PageId, Vars, VisitorId};

/// What the listener needs.
#[derive(Debug)]
pub(super) struct Desk<S> {
    pub(super) front: Arc<Front<S>>,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// Who shows this may tell events.
    pub(super) token: Secret,
    /// Events that came without a name of their own.
    pub(super) nameless: AtomicU64,
}

/// What another system tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    /// Where the visitor talks with it.
    #[serde(default = "messenger")]
    channel: Channel,
    /// The id of the Page, or of the account of Instagram.
    page: String,
    /// The visitor's id at that Page.
    visitor: String,
    /// The `NAME` of `app.NAME`.
    event: String,
    /// Variables of the run that it starts.
    #[serde(default)]
    with: Vars,
    /// The event's own name: told twice, it counts once.
    #[serde(default)]
    id: Option<String>,
}

fn messenger() -> Channel {
    Channel::Messenger
}

/// Everything that answers on the admin listener.
pub(super) fn routes<S: Store>(desk: Arc<Desk<S>>) -> BoxedFilter<(Response,)> {
    let counter = desk.clone();
    let tracked = warp::path!("tracked").and(warp::get()).and(warp::header::headers_cloned()).then(
        move |headers| {
            let desk = counter.clone();
            async move { desk.tracked(&headers).await }
        },
    );
    let events = warp::path!("events")
        .and(warp::post())
        .and(warp::header::headers_cloned())
        .and(warp::body::stream())
        .then(move |headers, body| {
            let desk = desk.clone();
            async move { desk.events(&headers, body).await }
        });
    let wrong_method = warp::path!("events").map(|| {
        let mut response = routes::plain(StatusCode::METHOD_NOT_ALLOWED, "");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        response
    });
    let nowhere = warp::any().map(|| routes::plain(StatusCode::NOT_FOUND, ""));
    events.or(tracked).unify().or(wrong_method).unify().or(nowhere).unify().boxed()
}

impl<S: Store> Desk<S> {
    async fn events<B: Buf>(
        &self,
        headers: &HeaderMap,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        if let Some(refused) = self.refuses(headers) {
            return refused;
        }
        if !routes::is_plain_json(headers) {
            return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wants application/json");
        }
        let (body, _permits) = match routes::read(body, &self.front.bodies).await {
            Ok(read) if read.0.len() <= APP_EVENT_BYTES_MAX => read,
            Ok(_) | Err(TooMuch::Body) => {
                let most = format!("an event has at most {APP_EVENT_BYTES_MAX} bytes");
                return refused(StatusCode::PAYLOAD_TOO_LARGE, &most);
            }
            Err(TooMuch::Bodies) => return routes::busy(),
            Err(TooMuch::Time) => return routes::closing(StatusCode::REQUEST_TIMEOUT),
        };
        match serde_json::from_slice(&body).map_err(|error| error.to_string()) {
            Ok(told) => self.take(told).await,
            Err(error) => refused(StatusCode::BAD_REQUEST, &error),
        }
    }

    /// What was counted, each event of each Page.
    async fn tracked(&self, headers: &HeaderMap) -> Response {
        if let Some(refused) = self.refuses(headers) {
            return refused;
        }
        match self.front.intake.store.tracked().await {
            Ok(all) => {
                let one = |tracked: Tracked| {
                    let (page, event) = (tracked.page, tracked.name);
                    json!({"page": page, "event": event, "count": tracked.count,
                        "last": tracked.last.to_string()})
                };
                answer(StatusCode::OK, &all.into_iter().map(one).collect())
            }
            Err(error) => {
                tracing::error!(%error, "tracked: the store does not answer");
                routes::busy()
            }
        }
    }

    /// The answer to somebody who may not ask.
    fn refuses(&self, headers: &HeaderMap) -> Option<Response> {
        if !self.is_addressed(headers) {
            return Some(refused(StatusCode::FORBIDDEN, "this is not a page for browsers"));
        }
        let wanted = "wants Authorization: Bearer EVENTS_TOKEN";
        (!self.is_allowed(headers)).then(|| refused(StatusCode::UNAUTHORIZED, wanted))
    }

    /// No browser's page asks, and not by a name that somebody else made up for this machine.
    fn is_addressed(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
        let here = ["127.0.0.1", "localhost", "[::1]"].contains(&name);
        !headers.contains_key(ORIGIN) && (here || !self.address.ip().is_loopback())
    }

    fn is_allowed(&self, headers: &HeaderMap) -> bool {
        let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = value.and_then(|value| value.strip_prefix("Bearer "));
        token.is_some_and(|token| self.token.is(token.trim()))
    }

    async fn take(&self, told: Told) -> Response {
        let name = told.event.strip_prefix("app.").unwrap_or(&told.event);
        if [&told.page, &told.visitor].into_iter().any(String::is_empty) {
            return refused(StatusCode::BAD_REQUEST, "page and visitor want the ids of Messenger");
        }
        let bot = self.front.live.bot();
        let (channel, page) = (told.channel, PageId::from(told.page.as_str()));
        if !self.knows(&bot, channel, &page) {
            return refused(StatusCode::NOT_FOUND, &self.strange(&bot, channel, &page));
        }
        let events = &bot.routes.events;
        if !events.has(&EventName::App(name.to_owned())) {
            let hint = suggest(name, events.told_by_apps());
            let hint = hint.map(|known| format!("; did you mean {known}?")).unwrap_or_default();
            let why = format!("no flow begins with {{event: app.{name}}}{hint}");
            return refused(StatusCode::NOT_FOUND, &why);
        }
        let now = self.front.intake.clock.now();
        let identity = self.identity(&told, name, now);
        let visitor = VisitorId::from(told.visitor.as_str());
        let key = ConversationKey { channel, page, visitor };
        let what = What::App { name: name.to_owned(), with: told.with };
        match self.front.intake.keep(vec![Arrival { key, identity, at: now, what }]).await {
            Some(accepted) => answer(StatusCode::OK, &json!({"queued": accepted.queued > 0})),
            None => routes::busy(),
        }
    }

    /// Whether the bot answers there. With one token any account may be its Page's, but a Page is none.
    fn knows(&self, bot: &Bot, channel: Channel, page: &PageId) -> bool {
        let Intake { graph, .. } = &self.front.intake;
        let swapped = channel == Channel::Instagram && graph.pages().contains(page);
        !swapped && self.front.intake.serves(bot, channel, page)
    }

    /// Why nobody is to be told anything there.
    fn strange(&self, bot: &Bot, channel: Channel, page: &PageId) -> String {
        if !bot.settings.channels.contains(&channel) {
            return format!("channels in bot.yaml has no {}", channel.as_str());
        }
        let list =
            |ids: Vec<PageId>| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match channel {
            Channel::Messenger => {
                let known = list(self.front.intake.graph.pages());
                format!("{page} is no Page of this bot; it has: {known}")
            }
            Channel::Instagram => {
                let known = list(bot.settings.accounts.keys().cloned().collect());
                format!("{page} is no Instagram account of this bot; it has: {known}")
            }
        }
    }

    /// How a copy is known: by the event's own name; without one it is like no other.
    fn identity(&self, told: &Told, name: &str, now: Timestamp) -> Identity {
        let own = told.id.clone().unwrap_or_else(|| {
            format!("{} {}", now.0, self.nameless.fetch_add(1, Ordering::Relaxed))
        });
        let kind = if told.id.is_some() { "told" } else { "nameless" };
        Identity::of(&[kind, &told.page, &told.visitor, name, &own])
    }
}

fn refused(status: StatusCode, why: &str) -> Response {
    answer(status, &json!({"error": why}))
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    let mut response = routes::plain(status, format!("{body}\n"));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
