//! The page and its files.

use std::sync::Arc;

use warp::filters::BoxedFilter;
use warp::http::header::SET_COOKIE;
use warp::http::{HeaderMap, StatusCode};
use warp::reply::Response;
use warp::{Filter, Rejection};

use crate::files::media::Shelf;
use crate::store::Store;
use crate::studio::assets::{ASSETS, Asset, PAGE};
use crate::studio::desk::Desk;
use crate::studio::routes::answer::{forbidden, nothing, plain, shown};
use crate::studio::routes::{query, with};

pub(super) fn routes<S: Store>(desk: Arc<Desk<S>>) -> BoxedFilter<(Response,)> {
    let page = warp::path::end().and(warp::get()).and(query()).and(with(desk.clone()));
    let page =
        page.map(|query: String, desk: Arc<Desk<S>>, headers| page_for(&query, &desk, &headers));
    let file = warp::path::param().and(warp::path::end()).and(warp::get()).and(with(desk));
    let file = file.and_then(|name: String, desk: Arc<Desk<S>>, headers: HeaderMap| async move {
        let asset = ASSETS.iter().find(|asset| asset.name == name);
        let asset = asset.ok_or_else(warp::reject::not_found)?;
        let open = desk.lock.opens(&headers);
        Ok::<_, Rejection>(if open { of(asset) } else { forbidden() })
    });
    page.or(file).unify().boxed()
}

/// The page; the key in its address becomes a cookie.
fn page_for<S: Store>(query: &str, desk: &Desk<S>, headers: &HeaderMap) -> Response {
    let key = query.strip_prefix("key=").is_some_and(|key| desk.lock.fits(key));
    if key && desk.lock.knows_us(headers) {
        let mut response = of(&PAGE);
        response.headers_mut().extend(desk.lock.cookie().map(|cookie| (SET_COOKIE, cookie)));
        return response;
    }
    if desk.lock.opens(headers) {
        return of(&PAGE);
    }
    plain(StatusCode::FORBIDDEN, "Open the address that `saywhen dev` printed: it holds the key.\n")
}

/// A file of the bot's own, by the path that flows name it by.
pub(super) async fn media<S: Store>(desk: &Desk<S>, path: &str) -> Response {
    let shelf = Shelf::of(Some(&desk.root));
    let path = percent_decoded(path.trim_start_matches('/'));
    let read = tokio::task::spawn_blocking(move || shelf.read(&path)).await;
    match read {
        Ok(Ok(file)) => shown(file.bytes, file.mime),
        Ok(Err(error)) => plain(StatusCode::NOT_FOUND, format!("{error}\n")),
        Err(_panicked) => nothing(),
    }
}

/// `%20` and the like as what they stand for; `+` is no space in a path.
fn percent_decoded(path: &str) -> String {
    let path = path.replace('+', "%2B");
    let mut pairs = form_urlencoded::parse(path.as_bytes());
    pairs.next().map(|(path, _)| path.into_owned()).unwrap_or_default()
}

fn of(asset: &Asset) -> Response {
    shown(asset.text, asset.kind())
}
