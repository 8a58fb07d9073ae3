//! Going elsewhere in a conversation.

use serde_json::json;
use warp::reply::Response;

use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::routes::answer::{self, broken, failed};
use crate::studio::travel::Lost;

pub(super) async fn travel<S: Store>(desk: &Desk<S>, body: &[u8]) -> Response {
    let travel = match serde_json::from_slice(body) {
        Ok(travel) => travel,
        Err(error) => return failed(format!("nobody can go there: {error}")),
    };
    match desk.travel(travel).await {
        Ok(()) => answer::json(&json!({"done": true})),
        Err(Lost::Nowhere(why)) => failed(why),
        Err(error @ (Lost::Refused(_) | Lost::Hook(_) | Lost::Store(_))) => broken(error),
    }
}
