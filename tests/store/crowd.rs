//! Many callers at once.

use saywhen::store::{Outgoing, Store};
use saywhen::time::Timestamp;
use tokio::task::JoinSet;

use super::kit::*;

pub(crate) async fn a_thousand_accepts_at_once_are_numbered_without_gaps(store: impl Store) {
    let mut tasks = JoinSet::new();
    for n in 0..1_000 {
        let store = store.clone();
        let batch = vec![says(&format!("v{}", n % 10), &format!("{n}"))];
        tasks.spawn(async move { store.accept(at(n), batch).await.unwrap().queued });
    }
    let queued: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!((queued, store.counts().await.unwrap().queued), (1_000, 1_000));
    for visitor in 0..10 {
        let inputs = store.history(&key(&format!("v{visitor}"))).await.unwrap().inputs;
        let numbers: Vec<_> = inputs.iter().map(|(input, _)| input.seq).collect();
        assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
    }
}

pub(crate) async fn workers_side_by_side_apply_every_input_once_and_in_order(store: impl Store) {
    for n in 0..200 {
        let one = says(&format!("v{}", n % 7), &format!("{n}"));
        store.accept(at(n), vec![one]).await.unwrap();
    }
    let mut workers = JoinSet::new();
    for _ in 0..4 {
        let store = store.clone();
        workers.spawn(async move {
            let mut seen = Vec::new();
            while let Some(work) = store.claim(1).await.unwrap().pop() {
                let mut next = Some(work);
                while let Some(work) = next {
                    assert_eq!(work.conversation.version + 1, work.input.seq);
                    seen.push((work.key.clone(), work.input.seq));
                    let turn = turn(&work, at(0), &["x"]);
                    next = store.commit(work, turn).await.unwrap().next;
                }
            }
            seen
        });
    }
    let mut seen: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(seen.len(), 200);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 200, "no input is worked on twice");
    assert_eq!(store.counts().await.unwrap().done, 200);
}

/// The whole way of an event, 64 at a time; under `strace -f -c -e trace=fdatasync` it shows how
/// many syncs an event costs.
pub(crate) async fn sixty_four_cycles_at_once(store: impl Store) {
    const ROUNDS: i64 = 20;
    let mut tasks = JoinSet::new();
    for visitor in 0..64 {
        let store = store.clone();
        tasks.spawn(async move {
            let visitor = format!("v{visitor}");
            for round in 0..ROUNDS {
                let one = vec![says(&visitor, &format!("{round}"))];
                store.accept(at(round), one).await.unwrap();
                let mut next = store.claim(1).await.unwrap().pop();
                while let Some(work) = next {
                    let turn = turn(&work, at(round), &["x"]);
                    let committed = store.commit(work, turn).await.unwrap();
                    send_all(&store, at(round), committed.head).await;
                    next = committed.next;
                }
            }
        });
    }
    tasks.join_all().await;
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.queued, counts.done, counts.sent), (0, 64 * 20, 64 * 20));
}

/// Sends a reply, and whatever its settlement hands over.
async fn send_all(store: &impl Store, now: Timestamp, mut head: Option<Outgoing>) {
    while let Some(out) = head {
        let fate = sent(&out.reply.id.to_string());
        head = settle(store, now, &out, fate).await.unwrap().pop();
    }
}
