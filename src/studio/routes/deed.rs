//! What the visitor, or another system, does.

use serde_json::json;
use warp::reply::Response;

use crate::store::{NO_IDENTITY, Store};
use crate::studio::deed::{self, Deed, Does};
use crate::studio::desk::Desk;
use crate::studio::routes::answer::{self, broken, failed};
use crate::words::arrival::{Arrival, What};
use crate::words::event::Via;

pub(super) async fn deed<S: Store>(desk: &Desk<S>, body: &[u8]) -> Response {
    let Deed { visitor, does } = match serde_json::from_slice(body) {
        Ok(deed) => deed,
        Err(error) => return failed(format!("that is nothing a visitor does: {error}")),
    };
    let now = desk.clock.now();
    let posted = match deed::item(&does, now.0) {
        Some(item) => desk.fake.happens(&visitor, item).await,
        None => match &does {
            Does::Tap { payload, label, quick } => {
                let via = if *quick { Via::QuickReply } else { Via::Postback };
                desk.fake.tap(&visitor, payload, label, via).await
            }
            _ => return told(desk, &visitor, does).await,
        },
    };
    match posted {
        Ok(200) => {}
        Ok(status) => return broken(format!("the webhook answered {status}")),
        Err(error) => return broken(error),
    }
    {
        let mut kept = desk.kept();
        let tape = kept.tape(&visitor);
        match does {
            Does::React { mid, emoji: Some(emoji) } => drop(tape.reactions.insert(mid, emoji)),
            Does::React { mid, emoji: None } => drop(tape.reactions.remove(&mid)),
            Does::Read => tape.read = Some(now),
            _ => {}
        }
    }
    desk.tell();
    answer::json(&json!({"received": true}))
}

/// Another system tells something.
async fn told<S: Store>(desk: &Desk<S>, visitor: &str, does: Does) -> Response {
    let Does::App { name, with } = does else { return failed("that is nothing a visitor does") };
    let (at, key, what) = (desk.clock.now(), desk.key(visitor), What::App { name, with });
    let arrival = Arrival { key, identity: NO_IDENTITY, at, what };
    match desk.store.accept(at, vec![arrival]).await {
        Ok(_) => {
            desk.stir.notify_one();
            answer::json(&json!({"received": true}))
        }
        Err(error) => broken(error),
    }
}
