//! A conversation that somebody puts elsewhere.

use saywhen::store::{Stand, Store, StoreError};
use saywhen::words::conversation::Conversation;
use saywhen::words::turn::TimerChange;

use crate::store::kit::*;

fn stand(misses: u16, timers: Vec<TimerChange>) -> Stand {
    Stand {
        conversation: Conversation { misses, ..Conversation::default() },
        timers,
        seq: 0,
        hears: false,
    }
}

pub(crate) async fn what_waits_is_dropped_and_the_state_is_another(store: impl Store) {
    store.accept(at(0), vec![says("a", "one")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut done = turn(&work, at(0), &["first", "second"]);
    done.timers = vec![timer("old", at(50))];
    store.commit(work, done).await.unwrap();
    store.accept(at(1), vec![says("a", "two")]).await.unwrap();

    let stand = stand(7, vec![timer("new", at(100))]);
    let version = store.replace(at(2), key("a"), stand).await.unwrap();
    let state = store.conversation(&key("a")).await.unwrap().unwrap();
    assert_eq!((state.misses, state.version), (7, version));
    assert!(version > 1, "versions only grow");
    assert_eq!(store.claim(9).await.unwrap(), [], "its input does not wait any more");
    assert_eq!(store.sends(at(3), 9).await.unwrap(), [], "nor do its replies");
    assert_eq!(fates(&store, "a").await, ["cancelled(replaced)", "cancelled(replaced)"]);
    assert_eq!(store.due(at(99), 9).await.unwrap(), 0, "the old timer is gone");
    assert_eq!(store.due(at(100), 9).await.unwrap(), 1, "and the new one is set");
    assert_eq!(store.counts().await.unwrap().timers, 0);
}

pub(crate) async fn work_under_way_is_lost_and_numbers_go_on(store: impl Store) {
    store.accept(at(0), vec![says("a", "one")]).await.unwrap();
    let work = claim_one(&store).await;
    store.replace(at(1), key("a"), stand(1, Vec::new())).await.unwrap();
    let late = turn(&work, at(2), &["too late"]);
    assert_eq!(store.commit(work, late).await, Err(StoreError::Lost));
    assert_eq!(store.conversation(&key("a")).await.unwrap().unwrap().misses, 1);

    store.accept(at(3), vec![says("a", "two")]).await.unwrap();
    let work = claim_one(&store).await;
    assert_eq!((work.input.seq, text_of(&work).as_str()), (2, "two"));
    let next = turn(&work, at(3), &["in time"]);
    assert!(store.commit(work, next).await.unwrap().head.is_some());
}

pub(crate) async fn somebody_new_can_be_put_somewhere_at_once(store: impl Store) {
    let elsewhere = Stand { seq: 5, ..stand(3, vec![timer("t", at(10))]) };
    store.replace(at(0), key("b"), elsewhere).await.unwrap();
    assert_eq!(store.conversation(&key("b")).await.unwrap().unwrap().misses, 3);
    assert_eq!(store.next_due().await.unwrap(), Some(at(10)));
    store.accept(at(1), vec![says("b", "hello")]).await.unwrap();
    assert_eq!(claim_one(&store).await.input.seq, 6);
}

pub(crate) async fn what_is_to_be_heard_still_gets_its_turn(store: impl Store) {
    store.accept(at(0), vec![says("a", "one")]).await.unwrap();
    let work = claim_one(&store).await;
    store.accept(at(1), vec![says("a", "two")]).await.unwrap();
    let elsewhere = Stand { hears: true, ..stand(4, Vec::new()) };
    store.replace(at(2), key("a"), elsewhere).await.unwrap();
    let late = turn(&work, at(2), &["too late"]);
    assert_eq!(store.commit(work, late).await, Err(StoreError::Lost));
    let work = claim_one(&store).await;
    assert_eq!((text_of(&work).as_str(), work.conversation.misses), ("one", 4));
    let done = turn(&work, at(3), &["in time"]);
    let next = store.commit(work, done).await.unwrap().next.unwrap();
    assert_eq!(text_of(&next), "two");
}
