//! Answers to the page, with the headers that keep other pages out.

use bytes::Bytes;
use serde_json::Value;
use warp::Reply;
use warp::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use warp::http::{HeaderName, HeaderValue, StatusCode};
use warp::reply::Response;

/// Only what we serve ourselves; pictures and films of the bot may come from the web.
const POLICY: &str = "default-src 'self'; img-src 'self' https: data: blob:; \
    media-src 'self' https:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// The page of another port of this machine is of our site, and the cookie goes along; it may still
/// make no use of an answer.
const RESOURCES: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) fn json(value: &Value) -> Response {
    shown(value.to_string(), "application/json")
}

pub(super) fn shown(text: impl Into<Bytes>, kind: &'static str) -> Response {
    let mut response = plain(StatusCode::OK, text);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The page asked for something that makes no sense; one line why.
pub(super) fn failed(why: impl std::fmt::Display) -> Response {
    plain(StatusCode::BAD_REQUEST, format!("{why}\n"))
}

/// Something behind us did not do it; one line why.
pub(super) fn broken(why: impl std::fmt::Display) -> Response {
    plain(StatusCode::BAD_GATEWAY, format!("{why}\n"))
}

pub(super) fn forbidden() -> Response {
    plain(StatusCode::FORBIDDEN, "this is for the page of `saywhen dev` alone\n")
}

pub(super) fn nothing() -> Response {
    plain(StatusCode::NOT_FOUND, "there is nothing here\n")
}

pub(super) fn plain(status: StatusCode, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into().into());
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    kept_out(response)
}

/// An answer that no other page can make use of.
pub(super) fn kept_out(response: Response) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(RESOURCES, HeaderValue::from_static("same-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
