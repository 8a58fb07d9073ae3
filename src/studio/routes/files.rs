//! The page and its files.

use std::sync::Arc;

use warp::filters::BoxedFilter;
use warp::http::header::SET_COOKIE;
use warp::http::{HeaderMap, StatusCode};
use warp::reply::Response;
use warp::{Filter, Rejection};

use crate::store::Store;
use crate::studio::assets::{ASSETS, Asset, PAGE};
use crate::studio::desk::Desk;
use crate::studio::routes::answer::{forbidden, plain, shown};
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

fn of(asset: &Asset) -> Response {
    shown(asset.text, asset.kind())
}
