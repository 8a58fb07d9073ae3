//! `/media/HASH.ending`: files of the bot's that Meta fetches. Only what the bot has named is served,
//! found by a hash of its content and never by a path from the address (PROMISES P21).

use warp::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use warp::http::{HeaderValue, StatusCode};
use warp::reply::Response;

use crate::files::media::{MediaFile, Shelf};
use crate::outbox::wardrobe::served_key;
use crate::store::Store;

/// Letters of a hash.
const HASH_CHARS: usize = 64;

/// A file by its hash and ending; 404 for everything else.
pub(super) async fn serve<S: Store>(store: &S, shelf: &Shelf, name: &str) -> Response {
    find(store, shelf, name).await.map_or_else(nothing, shown)
}

async fn find<S: Store>(store: &S, shelf: &Shelf, name: &str) -> Option<MediaFile> {
    let (hash, ending) = name.split_once('.')?;
    let digit = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
    if hash.len() != HASH_CHARS || !hash.bytes().all(digit) {
        return None;
    }
    let path = store.meta(&served_key(hash)).await.ok()??;
    let shelf = shelf.clone();
    let file = tokio::task::spawn_blocking(move || shelf.read(&path)).await.ok()?.ok()?;
    // The file may have another content by now.
    (file.hash == hash && file.ending == ending).then_some(file)
}

fn shown(file: MediaFile) -> Response {
    let mut response = Response::new(file.bytes.into());
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, file.mime),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn nothing() -> Response {
    let mut response = Response::new("there is nothing here\n".into());
    *response.status_mut() = StatusCode::NOT_FOUND;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
