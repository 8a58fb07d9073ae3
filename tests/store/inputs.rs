//! Accepting, claiming and committing.

use saywhen::limits::IDENTITY_KEEP;
use saywhen::store::{Accepted, Store, StoreError};
use saywhen::words::arrival::What;
use saywhen::words::conversation::Fetching;
use saywhen::words::name::{TimerKey, Vars};
use saywhen::words::turn::{Outcome, Reason, TimerChange};

use super::kit::*;

pub(crate) async fn each_kind_of_item_is_told_apart(store: impl Store) {
    let skipped = What::Skipped(Box::new(event("late")), Reason::Stale);
    let batch = vec![
        says("a", "one"),
        arrival(&key("a"), "late", skipped),
        arrival(&key("b"), "bad", What::Dead(fault())),
        echo("a", None, Some("foreign")),
        receipt("a", true, &["nobody's"], None),
        receipt("nobody", true, &[], Some(at(9))),
    ];
    let accepted = store.accept(at(0), batch).await.unwrap();
    let wanted = Accepted { queued: 1, skipped: 1, dead: 1, counted: 3, ..Accepted::default() };
    assert_eq!(accepted, wanted);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.queued, counts.skipped, counts.dead), (1, 1, 1));
    assert_eq!(counts.oldest, Some(at(0)));
    let inputs = store.history(&key("a")).await.unwrap().inputs;
    let told: Vec<_> = inputs.iter().map(|(input, state)| (input.seq, state.as_str())).collect();
    assert_eq!(told, [(1, "queued"), (2, "skipped(stale)")]);
}

pub(crate) async fn copies_vanish_within_a_batch_and_across_batches(store: impl Store) {
    let first = store.accept(at(0), vec![says("a", "x"), says("a", "x")]).await.unwrap();
    assert_eq!((first.queued, first.duplicates), (1, 1));
    let second = store.accept(at(1), vec![says("a", "y"), says("a", "x")]).await.unwrap();
    assert_eq!((second.queued, second.duplicates), (1, 1));
    let dead = || vec![arrival(&key("b"), "bad", What::Dead(fault()))];
    store.accept(at(1), dead()).await.unwrap();
    assert_eq!(store.accept(at(1), dead()).await.unwrap().duplicates, 1);
    assert_eq!(store.counts().await.unwrap().dead, 1);
}

pub(crate) async fn a_copy_is_known_until_identities_are_swept(store: impl Store) {
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    assert_eq!(store.sweep(at(0).plus(IDENTITY_KEEP)).await.unwrap(), 0);
    assert_eq!(store.sweep(at(1).plus(IDENTITY_KEEP)).await.unwrap(), 1);
    assert_eq!(store.accept(at(2), vec![says("a", "x")]).await.unwrap().queued, 1);
}

pub(crate) async fn inputs_of_a_conversation_come_one_at_a_time_in_order(store: impl Store) {
    let batch = vec![says("a", "1"), says("b", "1"), says("a", "2"), says("a", "3")];
    store.accept(at(0), batch).await.unwrap();
    let work = store.claim(10).await.unwrap();
    assert_eq!(
        work.iter().map(|w| (w.key.clone(), w.input.seq)).collect::<Vec<_>>(),
        [(key("a"), 1), (key("b"), 1)]
    );
    assert!(store.claim(10).await.unwrap().is_empty(), "both are being worked on");
    let mut next = work.into_iter().next();
    let mut order = Vec::new();
    while let Some(work) = next {
        order.push((work.input.seq, work.conversation.version, text_of(&work)));
        let turn = turn(&work, at(1), &[]);
        next = store.commit(work, turn).await.unwrap().next;
    }
    assert_eq!(order, [(1, 0, "1".into()), (2, 1, "2".into()), (3, 2, "3".into())]);
    assert_eq!(store.conversation(&key("a")).await.unwrap().unwrap().version, 3);
}

pub(crate) async fn the_longest_waiting_conversation_is_first(store: impl Store) {
    for (ms, visitor) in [(30, "late"), (10, "early"), (20, "middle"), (40, "early")] {
        let mut one = says(visitor, &format!("{ms}"));
        one.at = at(ms);
        store.accept(at(ms), vec![one]).await.unwrap();
    }
    let mut order = Vec::new();
    for _ in 0..3 {
        order.push(claim_one(&store).await.key.visitor.to_string());
    }
    assert_eq!(order, ["early", "middle", "late"]);
}

pub(crate) async fn work_given_back_is_handed_out_again(store: impl Store) {
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let first = claim_one(&store).await;
    store.release(first.clone()).await.unwrap();
    let second = claim_one(&store).await;
    assert_eq!((&second.input, second.epoch > first.epoch), (&first.input, true));
    store.release(first).await.unwrap();
    assert!(store.claim(1).await.unwrap().is_empty(), "an old claim frees nothing");
}

pub(crate) async fn an_older_claim_cannot_commit(store: impl Store) {
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let old = claim_one(&store).await;
    store.release(old.clone()).await.unwrap();
    let new = claim_one(&store).await;
    let late = store.commit(old.clone(), turn(&old, at(1), &["old"])).await;
    assert_eq!(late.unwrap_err(), StoreError::Lost);
    let turn = turn(&new, at(1), &["new"]);
    assert_eq!(said(&store.commit(new, turn).await.unwrap().head.unwrap()), "new");
    assert_eq!(store.history(&key("a")).await.unwrap().replies.len(), 1);
}

pub(crate) async fn committing_twice_is_lost_and_writes_nothing(store: impl Store) {
    store.accept(at(0), vec![says("a", "1"), says("a", "2")]).await.unwrap();
    let work = claim_one(&store).await;
    let turn = turn(&work, at(1), &["hello"]);
    let next = store.commit(work.clone(), turn.clone()).await.unwrap().next.unwrap();
    assert_eq!(store.commit(work, turn).await.unwrap_err(), StoreError::Lost);
    assert_eq!(store.history(&key("a")).await.unwrap().replies.len(), 1);
    let turn = super::kit::turn(&next, at(2), &[]);
    store.commit(next, turn).await.expect("the next claim is untouched");
}

pub(crate) async fn a_conversation_at_another_version_is_lost_and_free(store: impl Store) {
    store.accept(at(0), vec![says("a", "1")]).await.unwrap();
    let mut work = claim_one(&store).await;
    work.conversation.version += 1;
    let turn = turn(&work, at(1), &["hello"]);
    assert_eq!(store.commit(work, turn).await.unwrap_err(), StoreError::Lost);
    assert_eq!(claim_one(&store).await.conversation.version, 0);
    assert!(store.history(&key("a")).await.unwrap().replies.is_empty());
}

pub(crate) async fn outcomes_are_the_final_states_of_inputs(store: impl Store) {
    let batch = ["1", "2", "3"].map(|text| says("a", text)).to_vec();
    store.accept(at(0), batch).await.unwrap();
    let first = claim_one(&store).await;
    let done = turn(&first, at(1), &[]);
    let second = store.commit(first, done).await.unwrap().next.unwrap();
    let skipped = saywhen::words::turn::Turn {
        outcome: Outcome::Skipped(Reason::Muted),
        ..turn(&second, at(1), &[])
    };
    let third = store.commit(second, skipped).await.unwrap().next.unwrap();
    let dead =
        saywhen::words::turn::Turn { outcome: Outcome::Dead(fault()), ..turn(&third, at(1), &[]) };
    assert!(store.commit(third, dead).await.unwrap().next.is_none());
    let inputs = store.history(&key("a")).await.unwrap().inputs;
    let states: Vec<_> = inputs.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["done", "skipped(muted)", "dead"]);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.queued, counts.done, counts.skipped, counts.dead), (0, 1, 1, 1));
    assert_eq!(counts.oldest, None);
}

pub(crate) async fn a_conversation_that_fetches_gets_only_its_deadline(store: impl Store) {
    store.accept(at(0), vec![says("a", "1"), says("a", "2")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut asks = turn(&work, at(1), &[]);
    let fetch = Fetching { fetch: "f".into(), until: at(20), event: Vars::new(), held: None };
    asks.after.fetching = Some(fetch);
    asks.timers = vec![timer("later:a", at(10)), timer("deadline:f", at(20))];
    assert!(store.commit(work, asks).await.unwrap().next.is_none());
    assert_eq!(store.due(at(10), 9).await.unwrap(), 1);
    store.accept(at(11), vec![says("a", "3")]).await.unwrap();
    assert!(store.claim(9).await.unwrap().is_empty());
    assert_eq!(store.due(at(20), 9).await.unwrap(), 1);
    let work = claim_one(&store).await;
    assert_eq!(work.input.seq, 5);
    let mut over = turn(&work, at(21), &[]);
    over.after.fetching = None;
    let next = store.commit(work, over).await.unwrap().next.unwrap();
    assert_eq!(next.input.seq, 2, "then the others, in order");
}

pub(crate) async fn a_timer_fires_once_and_never_early(store: impl Store) {
    store.accept(at(0), vec![says("a", "1")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut turn = turn(&work, at(1), &[]);
    turn.timers = vec![
        timer("nudge:1", at(50)),
        timer("later:b", at(40)),
        timer("gone", at(5)),
        timer("later:b", at(30)),
        TimerChange::Drop(TimerKey::from("gone")),
    ];
    store.commit(work, turn).await.unwrap();
    assert_eq!(store.counts().await.unwrap().timers, 2);
    assert_eq!(store.next_due().await.unwrap(), Some(at(30)));
    assert_eq!(store.due(at(29), 9).await.unwrap(), 0);
    assert_eq!(store.due(at(60), 9).await.unwrap(), 2);
    assert_eq!(store.due(at(99), 9).await.unwrap(), 0);
    assert_eq!(store.next_due().await.unwrap(), None);
    let inputs = store.history(&key("a")).await.unwrap().inputs;
    let kinds: Vec<_> =
        inputs.iter().map(|(i, _)| serde_json::to_value(&i.kind).unwrap()).collect();
    assert_eq!(kinds[1]["timer"]["key"], "later:b");
    assert_eq!(
        (&kinds[2]["timer"]["key"], &kinds[2]["timer"]["serial"]),
        (&"nudge:1".into(), &3.into())
    );
}

pub(crate) async fn values_are_remembered(store: impl Store) {
    assert_eq!(store.meta("app").await.unwrap(), None);
    store.set_meta("app", "1").await.unwrap();
    store.set_meta("app", "2").await.unwrap();
    assert_eq!(store.meta("app").await.unwrap().as_deref(), Some("2"));
    assert_eq!(store.conversation(&key("nobody")).await.unwrap(), None);
}
