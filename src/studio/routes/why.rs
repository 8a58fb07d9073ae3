//! Why a turn went as it did.

use warp::reply::Response;

use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::routes::Asked;
use crate::studio::routes::answer::{self, broken, failed};
use crate::studio::why;

pub(super) async fn why<S: Store>(desk: &Desk<S>, asked: &Asked) -> Response {
    let (Some(visitor), Some(turn)) = (asked.get("visitor"), asked.get("turn")) else {
        return failed("which turn? add ?visitor=ID&turn=N");
    };
    let tape = desk.tape(&visitor);
    let position = turn.parse().ok().and_then(|turn| tape.find(turn));
    let key = desk.key(&visitor);
    let history = match desk.store.history(&key).await {
        Ok(history) => history,
        Err(error) => return broken(error),
    };
    let states = history.replies.into_iter().map(|(reply, state, ..)| (reply.id, state)).collect();
    let told =
        position.and_then(|position| why::why(&desk.live.bot(), &key, (&tape, position), &states));
    told.map_or_else(|| failed(format!("there is no turn {turn}")), |told| answer::json(&told))
}
