//! The page's routes: what it shows, what came from the bot, what the visitor does.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;
use warp::filters::BoxedFilter;
use warp::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;
use warp::{Filter, Reply};

use crate::fake::{Call, Fake, HookError};
use crate::service::live::Live;
use crate::studio::lock::Lock;
use crate::words::event::Via;

const HTML: &str = include_str!("page.html");
const CSS: &str = include_str!("page.css");
const JS: &str = include_str!("page.js");
/// Only what we serve ourselves; pictures of the bot may come from the web.
const POLICY: &str = "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'";
/// How long a question for news is kept open.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a question for news looks whether the bot was edited.
const GLANCE: Duration = Duration::from_millis(100);
/// Bytes of what the page may send.
const ASK_BYTES_MAX: u64 = 64 * 1024;

/// What the page works with.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) fake: Fake,
    pub(super) live: Live,
    pub(super) lock: Lock,
}

/// A question for news.
#[derive(Debug, Deserialize)]
struct News {
    /// Whose conversation.
    visitor: String,
    /// Calls seen so far.
    since: usize,
    /// Saves seen so far.
    saves: u64,
}

/// What the visitor does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "does")]
enum Deed {
    Say { visitor: String, text: String },
    Tap { visitor: String, payload: String, label: String, quick: bool },
    Start { visitor: String },
}

/// All routes of the page.
pub(super) fn routes(desk: Arc<Desk>) -> BoxedFilter<(Response,)> {
    let with = move || {
        let desk = desk.clone();
        warp::header::headers_cloned().map(move |headers: HeaderMap| (desk.clone(), headers))
    };
    let page = warp::path::end().and(warp::get()).and(query()).and(with());
    let page = page.map(|query: String, asked| page_for(&query, asked));
    let style = warp::path!("page.css").and(warp::get()).and(with());
    let style = style.map(|asked| asset(&asked, CSS, "text/css; charset=utf-8"));
    let script = warp::path!("page.js").and(warp::get()).and(with());
    let script = script.map(|asked| asset(&asked, JS, "text/javascript; charset=utf-8"));
    let news = warp::path!("news").and(warp::get()).and(warp::query()).and(with()).then(news);
    let deed = warp::path!("deed")
        .and(warp::post())
        .and(warp::body::content_length_limit(ASK_BYTES_MAX))
        .and(body())
        .and(with())
        .then(deed);
    let nowhere = warp::any().map(|| plain(StatusCode::NOT_FOUND, "there is nothing here\n"));
    let found = page.or(style).unify().or(script).unify().or(news).unify().or(deed).unify();
    found.or(nowhere).unify().boxed()
}

#[expect(clippy::disallowed_methods, reason = "behind a limit on the declared length")]
fn body() -> impl Filter<Extract = (Bytes,), Error = warp::Rejection> + Copy {
    warp::body::bytes()
}

fn query() -> impl Filter<Extract = (String,), Error = std::convert::Infallible> + Copy {
    warp::query::raw().or(warp::any().map(String::new)).unify()
}

type Asked = (Arc<Desk>, HeaderMap);

/// The page; the key in its address becomes a cookie.
fn page_for(query: &str, (desk, headers): Asked) -> Response {
    let key = query.strip_prefix("key=").is_some_and(|key| desk.lock.fits(key));
    if key && desk.lock.knows_us(&headers) {
        let mut response = shown(HTML, "text/html; charset=utf-8");
        response.headers_mut().extend(desk.lock.cookie().map(|cookie| (SET_COOKIE, cookie)));
        return response;
    }
    if desk.lock.opens(&headers) {
        return shown(HTML, "text/html; charset=utf-8");
    }
    plain(StatusCode::FORBIDDEN, "Open the address that `saywhen dev` printed: it holds the key.\n")
}

fn asset((desk, headers): &Asked, text: &'static str, kind: &'static str) -> Response {
    if desk.lock.opens(headers) { shown(text, kind) } else { forbidden() }
}

/// What has happened since: messages for the visitor, and whether the bot was edited.
async fn news(asked: News, (desk, headers): Asked) -> Response {
    if !desk.lock.opens(&headers) {
        return forbidden();
    }
    let waited = tokio::time::timeout(PATIENCE, anything_new(&desk, &asked)).await;
    let calls = waited.unwrap_or_default();
    let next = calls.last().map_or(asked.since, |call| call.n.saturating_add(1));
    let mine = calls.into_iter().filter(|call| is_for(call, &asked.visitor));
    let messages: Vec<_> = mine.map(|call| call.body).collect();
    let last = desk.live.last();
    let bot = desk.live.bot();
    json_response(&json!({
        "messages": messages,
        "next": next,
        "saves": last.count,
        "taken": last.taken,
        "told": last.told,
        "bot": bot.settings.name,
    }))
}

async fn anything_new(desk: &Desk, asked: &News) -> Vec<Call> {
    loop {
        let calls = tokio::time::timeout(GLANCE, desk.fake.next_calls(asked.since)).await;
        let calls = calls.unwrap_or_default();
        if !calls.is_empty() || desk.live.last().count != asked.saves {
            return calls;
        }
    }
}

fn is_for(call: &Call, visitor: &str) -> bool {
    call.accepted && call.body.pointer("/recipient/id").is_some_and(|id| id == visitor)
}

async fn deed(body: Bytes, (desk, headers): Asked) -> Response {
    let json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !desk.lock.lets_write(&headers) || !json {
        return forbidden();
    }
    let Ok(deed) = serde_json::from_slice(&body) else {
        return plain(StatusCode::BAD_REQUEST, "that is nothing a visitor does\n");
    };
    match act(&desk.fake, deed).await {
        Ok(200) => json_response(&json!({"received": true})),
        Ok(status) => plain(StatusCode::BAD_GATEWAY, format!("the webhook answered {status}\n")),
        Err(error) => plain(StatusCode::BAD_GATEWAY, format!("{error}\n")),
    }
}

async fn act(fake: &Fake, deed: Deed) -> Result<u16, HookError> {
    match deed {
        Deed::Say { visitor, text } => fake.say(&visitor, &text).await,
        Deed::Tap { visitor, payload, label, quick } => {
            let via = if quick { Via::QuickReply } else { Via::Postback };
            fake.tap(&visitor, &payload, &label, via).await
        }
        Deed::Start { visitor } => fake.start_chat(&visitor).await,
    }
}

fn forbidden() -> Response {
    plain(StatusCode::FORBIDDEN, "this is for the page of `saywhen dev` alone\n")
}

fn json_response(value: &serde_json::Value) -> Response {
    let mut response = plain(StatusCode::OK, value.to_string());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn shown(text: &'static str, kind: &'static str) -> Response {
    let mut response = plain(StatusCode::OK, text);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn plain(status: StatusCode, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into().into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.into_response()
}

#[cfg(test)]
mod tests {
    use super::JS;

    #[test]
    fn the_page_makes_neither_markup_nor_scripts_of_what_a_bot_says() {
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!JS.contains(way), "{way}");
        }
        let hrefs = JS.lines().filter(|line| line.contains(".href"));
        let guarded = "if (/^(https?|tel|mailto):/i.test(to)) link.href = to;";
        assert_eq!(hrefs.map(str::trim).collect::<Vec<_>>(), [guarded]);
    }
}
