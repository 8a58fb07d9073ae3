//! Whatever is done in whatever order, both stores show the same.

use proptest::collection::vec;
use proptest::prelude::*;

use saywhen::store::memory::Memory;
use saywhen::store::sqlite::Sqlite;
use saywhen::store::{Fate, Hold, Outgoing, Store, Work};
use saywhen::time::{Millis, Timestamp};

use super::kit::*;

/// One thing to do: which, and three dice for it.
type Step = (u8, u8, u8, u8);

#[derive(Default)]
struct Hand {
    now: i64,
    works: Vec<Work>,
    outs: Vec<Outgoing>,
    log: Vec<String>,
}

impl Hand {
    fn work(&self, die: u8) -> Option<Work> {
        let index = usize::from(die).checked_rem(self.works.len())?;
        Some(self.works[index].clone())
    }

    fn out(&self, die: u8) -> Option<Outgoing> {
        let index = usize::from(die).checked_rem(self.outs.len())?;
        Some(self.outs[index].clone())
    }

    fn note(&mut self, what: &impl std::fmt::Debug) {
        self.log.push(format!("{} {what:?}", self.now));
    }
}

fn fate(die: u8, now: Timestamp) -> Fate {
    let code = format!("{die}");
    match die % 8 {
        0 | 1 => Fate::Sent { mid: Some(code.as_str().into()) },
        2 => Fate::Retry { not_before: now.plus(Millis(5)), code },
        3 => Fate::Uncertain { until: now.plus(Millis(9)), code },
        4 => Fate::Failed { code },
        5 => Fate::Unreachable { code },
        6 => Fate::Parked { why: code, until: None },
        _ => Fate::Untried,
    }
}

async fn take_in(store: &impl Store, hand: &mut Hand, (_, a, b, c): Step) {
    let visitor = format!("v{}", a % 3);
    let batch = match b % 4 {
        0 | 1 => vec![says(&visitor, &format!("{}", c % 32)), says("v0", &format!("{}", b % 32))],
        2 => match hand.out(c) {
            Some(out) => vec![own_echo(&visitor, &out, &format!("e{c}"))],
            None => vec![echo(&visitor, None, Some("nobody's"))],
        },
        _ => vec![receipt(&visitor, c % 2 == 0, &["0", "1"], Some(at(hand.now - 3)))],
    };
    let took = store.accept(at(hand.now), batch).await;
    hand.note(&took);
}

async fn write(store: &impl Store, hand: &mut Hand, (_, a, b, c): Step) {
    let Some(work) = hand.work(a) else { return };
    if c % 8 == 0 {
        let freed = store.release(work).await;
        return hand.note(&freed);
    }
    let mut turn = turn(&work, at(hand.now), &["1", "2", "3"][..usize::from(b % 4)]);
    for reply in &mut turn.replies {
        reply.pause = Millis(u64::from(c % 3) * 2);
    }
    if b % 5 == 0 {
        turn.timers = vec![timer(&format!("later:{}", c % 2), at(hand.now + 4))];
    }
    let written = store.commit(work, turn).await;
    hand.note(&written);
    if let Ok(written) = written {
        hand.works.extend(written.next);
        hand.outs.extend(written.head);
    }
}

async fn send(store: &impl Store, hand: &mut Hand, (_, a, b, c): Step) {
    let now = at(hand.now);
    let claimed = match hand.out(a).filter(|_| b % 3 > 0) {
        Some(out) => settle(store, now, &out, fate(c, now)).await,
        None => store.sends(now, usize::from(c % 4)).await,
    };
    hand.note(&claimed);
    hand.outs.extend(claimed.unwrap_or_default());
}

async fn manage(store: &impl Store, hand: &mut Hand, (_, a, b, c): Step) {
    let now = at(hand.now);
    match a % 6 {
        0 => hand.note(&store.due(now, usize::from(b % 3)).await),
        1 => {
            let until = (c % 3 > 0).then(|| now.plus(Millis(u64::from(c % 9))));
            let hold = (b % 2 == 0).then(|| Hold { why: "throttle".to_owned(), until });
            hand.note(&store.hold("page".into(), hold).await);
        }
        2 => hand.note(&store.hold("page".into(), None).await),
        3 if c % 4 == 0 => hand.note(&store.recover(now).await),
        4 if c % 4 == 0 => hand.now += 3_600_000 * i64::from(b % 80),
        5 => hand.note(&store.sweep(now).await),
        _ => {
            let works = store.claim(usize::from(b % 3)).await;
            hand.note(&works);
            hand.works.extend(works.unwrap_or_default());
        }
    }
}

/// Does it all; what could be seen on the way and at the end.
async fn play(store: &impl Store, steps: &[Step]) -> Vec<String> {
    let mut hand = Hand::default();
    for step in steps {
        hand.now += i64::from(step.3 % 4);
        match step.0 % 5 {
            0 => take_in(store, &mut hand, *step).await,
            1 | 2 => write(store, &mut hand, *step).await,
            3 => send(store, &mut hand, *step).await,
            _ => manage(store, &mut hand, *step).await,
        }
        hand.note(&(store.counts().await, store.next_due().await));
        check_order(store).await;
    }
    for visitor in ["v0", "v1", "v2"] {
        hand.note(&store.history(&key(visitor)).await);
        hand.note(&store.conversation(&key(visitor)).await);
    }
    hand.log
}

/// No reply is on its way while one before it is not settled (P5).
async fn check_order(store: &impl Store) {
    for visitor in ["v0", "v1", "v2"] {
        let fates = fates(store, visitor).await;
        let is_open = |fate: &&String| {
            ["waiting", "sending", "uncertain", "parked"].iter().any(|open| fate.starts_with(open))
        };
        let later = fates.iter().filter(is_open).skip(1);
        assert!(later.clone().all(|fate| fate.starts_with("waiting")), "{fates:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_show_the_same(steps in vec(any::<Step>(), 1..120)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Sqlite::open(&folder.path().join("saywhen.db")).unwrap();
        let in_memory = runtime.block_on(play(&Memory::new(), &steps));
        let in_file = runtime.block_on(play(&sqlite, &steps));
        prop_assert_eq!(in_memory, in_file);
    }
}
