//! The page's routes, each behind the lock: GET only shows, POST comes from the page itself.

mod answer;
mod deed;
mod files;
mod hello;
mod keep;
mod map;
mod travel;
mod why;

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use warp::filters::BoxedFilter;
use warp::http::HeaderMap;
use warp::http::header::CONTENT_TYPE;
use warp::reply::Response;
use warp::{Filter, Rejection};

use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::live;
use crate::studio::routes::answer::{failed, forbidden, nothing};

/// Bytes of what the page may send.
const ASK_BYTES_MAX: u64 = 64 * 1024;

/// All routes of the page.
pub(super) fn routes<S: Store>(desk: Arc<Desk<S>>) -> BoxedFilter<(Response,)> {
    let found = files::routes(desk.clone()).or(shows(desk.clone())).unify().or(does(desk)).unify();
    found.or(warp::any().map(nothing)).unify().boxed()
}

/// What the page asks for.
fn shows<S: Store>(desk: Arc<Desk<S>>) -> BoxedFilter<(Response,)> {
    let shown = with(desk).and(warp::get()).and(warp::path::full()).and(query());
    let shown =
        shown.then(|desk: Arc<Desk<S>>, headers: HeaderMap, path, query: String| async move {
            let path: warp::path::FullPath = path;
            if !desk.lock.opens(&headers) {
                return Ok(forbidden());
            }
            let asked = Asked(query);
            match path.as_str() {
                "/hello" => Ok(hello::hello(&desk)),
                "/lines" => Ok(map::lines(&desk, &asked)),
                "/map" => Ok(map::map(desk, asked).await),
                "/path" => Ok(map::path(&desk, &asked)),
                "/unmatched" => Ok(keep::unmatched(&desk)),
                "/why" => Ok(why::why(&desk, &asked).await),
                "/live" => Ok(match asked.get("visitor") {
                    Some(visitor) => answer::kept_out(live::stream(desk, visitor)),
                    None => failed("whose conversation? add ?visitor=ID"),
                }),
                path if path.starts_with("/media/") => Ok(files::media(&desk, path).await),
                _ => Err(()),
            }
        });
    shown.and_then(found).boxed()
}

/// What the page does.
fn does<S: Store>(desk: Arc<Desk<S>>) -> BoxedFilter<(Response,)> {
    let done = with(desk)
        .and(warp::post())
        .and(warp::body::content_length_limit(ASK_BYTES_MAX))
        .and(warp::path::full())
        .and(body());
    let done = done.then(|desk: Arc<Desk<S>>, headers: HeaderMap, path, body: Bytes| async move {
        let path: warp::path::FullPath = path;
        let json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
        if !desk.lock.lets_write(&headers) || !json {
            return Ok(forbidden());
        }
        match path.as_str() {
            "/add" => Ok(keep::add(&desk, &body)),
            "/deed" => Ok(deed::deed(&desk, &body).await),
            "/keep" => Ok(keep::keep(&desk, &body).await),
            "/tests" => Ok(keep::tests(desk).await),
            "/travel" => Ok(travel::travel(&desk, &body).await),
            _ => Err(()),
        }
    });
    done.and_then(found).boxed()
}

/// A path that is none of ours is left to others.
async fn found(response: Result<Response, ()>) -> Result<Response, Rejection> {
    response.map_err(|()| warp::reject::not_found())
}

fn with<S: Store>(
    desk: Arc<Desk<S>>,
) -> impl Filter<Extract = (Arc<Desk<S>>, HeaderMap), Error = Infallible> + Clone {
    let desk = warp::any().map(move || desk.clone());
    desk.and(warp::header::headers_cloned())
}

#[expect(clippy::disallowed_methods, reason = "behind a limit on the declared length")]
fn body() -> impl Filter<Extract = (Bytes,), Error = Rejection> + Copy {
    warp::body::bytes()
}

fn query() -> impl Filter<Extract = (String,), Error = Infallible> + Copy {
    warp::query::raw().or(warp::any().map(String::new)).unify()
}

/// The part of an address behind `?`.
#[derive(Debug)]
struct Asked(String);

impl Asked {
    fn get(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.0.as_bytes());
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    }
}
