//! Webhooks to be told: in order, under one key whatever happens, five times and no more; and what was
//! counted and noted (PROMISES P6).

use saywhen::limits::ERRAND_TRIES_MAX;
use saywhen::store::Store;
use saywhen::store::errands::{Errand, Ran};
use saywhen::words::turn::Side;
use serde_json::json;

use super::kit::*;

fn tells(webhook: &str, text: &str) -> Side {
    Side::Notify { name: webhook.to_owned(), with: [("text".into(), json!(text))].into() }
}

/// A visitor writes, and the turn leaves this to be done.
async fn left(store: &impl Store, visitor: &str, now: i64, sides: &[Side]) {
    store.accept(at(now), vec![says(visitor, &format!("at {now}"))]).await.unwrap();
    let work = claim_one(store).await;
    let mut turn = turn(&work, at(now), &[]);
    turn.side = sides.to_vec();
    store.commit(work, turn).await.unwrap();
}

async fn errands(store: &impl Store, now: i64) -> Vec<Errand> {
    store.errands(at(now), 9, Vec::new()).await.unwrap()
}

async fn only(store: &impl Store, now: i64) -> Errand {
    let mut found = errands(store, now).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn failed(until: i64) -> Ran {
    Ran::Failed { not_before: at(until), why: "answered 500".to_owned() }
}

fn told(errand: &Errand) -> String {
    format!("{} {}", errand.webhook, errand.with["text"].as_str().unwrap())
}

async fn states(store: &impl Store, visitor: &str) -> Vec<String> {
    let history = store.history(&key(visitor)).await.unwrap();
    history.sides.into_iter().map(|(_, state, tries)| format!("{state} {tries}")).collect()
}

pub(crate) async fn a_webhook_is_told_once_and_in_order(store: impl Store) {
    left(&store, "a", 0, &[tells("crm", "one"), tells("crm", "two"), tells("desk", "one")]).await;
    left(&store, "a", 1, &[tells("crm", "three")]).await;
    left(&store, "b", 2, &[tells("crm", "other")]).await;
    assert_eq!(store.counts().await.unwrap().errands, 5);
    let first = errands(&store, 5).await;
    assert_eq!(first.iter().map(told).collect::<Vec<_>>(), ["crm one", "desk one", "crm other"]);
    assert!(errands(&store, 5).await.is_empty(), "they are under way");
    assert!(!store.ran(at(6), first[0].place, Ran::Done).await.unwrap());
    assert!(!store.ran(at(6), first[0].place, failed(9)).await.unwrap(), "it is over");
    let second = only(&store, 6).await;
    assert_eq!(told(&second), "crm two");
    assert_ne!(second.id, first[0].id);
    store.ran(at(7), second.place, Ran::Done).await.unwrap();
    assert_eq!(told(&only(&store, 7).await), "crm three");
    assert_eq!(states(&store, "a").await, ["done 1", "done 1", "running 0", "running 0"]);
}

pub(crate) async fn a_webhook_that_is_busy_keeps_nobody_elses_waiting(store: impl Store) {
    left(&store, "a", 0, &[tells("crm", "one")]).await;
    left(&store, "b", 1, &[tells("desk", "one"), tells("crm", "two")]).await;
    let full = vec!["crm".to_owned(), "other".to_owned()];
    let free = store.errands(at(2), 1, full.clone()).await.unwrap();
    assert_eq!(free.iter().map(told).collect::<Vec<_>>(), ["desk one"]);
    assert!(store.errands(at(2), 9, full).await.unwrap().is_empty());
    let rest: Vec<_> = errands(&store, 2).await.iter().map(told).collect();
    assert_eq!(rest, ["crm one", "crm two"]);
}

pub(crate) async fn a_webhook_that_fails_is_told_five_times_under_one_key(store: impl Store) {
    left(&store, "a", 0, &[tells("crm", "one"), tells("crm", "two")]).await;
    let mut ids = Vec::new();
    for tries in 0..ERRAND_TRIES_MAX {
        let now = i64::from(tries) * 100;
        let errand = only(&store, now).await;
        assert_eq!((told(&errand).as_str(), errand.tries), ("crm one", tries));
        ids.push(errand.id);
        let given_up = store.ran(at(now), errand.place, failed(now + 100)).await.unwrap();
        assert_eq!(given_up, tries + 1 == ERRAND_TRIES_MAX);
        if !given_up {
            assert!(errands(&store, now + 99).await.is_empty(), "never early, and none before it");
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.errands, counts.given_up), (1, 1));
    assert_eq!(states(&store, "a").await, ["given_up(answered 500) 5", "waiting 0"]);
    assert_eq!(told(&only(&store, 500).await), "crm two", "the next one goes on");
}

pub(crate) async fn after_a_crash_a_webhook_is_told_again_under_the_same_key(store: impl Store) {
    left(&store, "a", 0, &[tells("crm", "one"), tells("crm", "two")]).await;
    let lost = only(&store, 1).await;
    store.recover(at(2)).await.unwrap();
    let again = only(&store, 2).await;
    assert_eq!((again.id, again.tries), (lost.id, 0), "the try of the other life does not count");
    store.ran(at(3), again.place, Ran::Untried).await.unwrap();
    let again = only(&store, 3).await;
    assert_eq!((again.id, again.tries), (lost.id, 0));
    let never = Ran::GivenUp { why: "never".to_owned() };
    assert!(store.ran(at(4), again.place, never).await.unwrap(), "at once");
    assert_eq!(told(&only(&store, 4).await), "crm two");
}

pub(crate) async fn what_is_counted_and_noted_is_done_with_its_turn(store: impl Store) {
    let track = |name: &str| Side::Track { name: name.to_owned(), with: [].into() };
    let (text, written) = ("Ada pays".to_owned(), "{{ name }} pays".to_owned());
    let log = Side::Log { text, written };
    let tag = Side::Tag { name: "customer".to_owned(), add: true };
    left(&store, "a", 0, &[track("order"), log.clone(), tag, track("order")]).await;
    left(&store, "b", 7, &[track("order"), track("lead")]).await;
    let tracked = store.tracked().await.unwrap().into_iter();
    let tracked: Vec<_> = tracked.map(|t| (t.name, t.count, t.last)).collect();
    assert_eq!(tracked, [("lead".to_owned(), 1, at(7)), ("order".to_owned(), 3, at(7))]);
    assert!(errands(&store, 9).await.is_empty());
    assert_eq!(states(&store, "a").await, ["done 0"; 4]);
    let history = store.history(&key("a")).await.unwrap();
    assert_eq!(history.sides[1].0, log, "the conversation's own log has the line");
}

pub(crate) async fn ended_errands_are_swept_and_open_ones_are_kept(store: impl Store) {
    const HOUR: i64 = 3_600_000;
    let log = Side::Log { text: "noted".to_owned(), written: "noted".to_owned() };
    left(&store, "a", 0, &[tells("crm", "one"), tells("desk", "one"), log]).await;
    let all = errands(&store, 0).await;
    store.ran(at(0), all[0].place, Ran::Done).await.unwrap();
    store.sweep(at(71 * HOUR)).await.unwrap();
    assert_eq!(states(&store, "a").await, ["done 1", "running 0", "done 0"]);
    while store.sweep(at(73 * HOUR)).await.unwrap() > 0 {}
    assert_eq!(states(&store, "a").await, ["running 0"]);
    assert_eq!(store.counts().await.unwrap().errands, 1);
}
