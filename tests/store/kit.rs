//! Builders that the store's tests share.

use saywhen::source::Place;
use saywhen::store::{Fate, Outgoing, Settled, Store, StoreError, Work};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::arrival::{Arrival, Identity, What};
use saywhen::words::event::{Echo, Event, EventKind, Text};
use saywhen::words::name::{BotHash, ConversationKey, OutboxId, TimerKey, Vars};
use saywhen::words::name::{Channel, Mid};
use saywhen::words::reply::{Lane, Reply, ReplyKind};
use saywhen::words::turn::{Fault, Journal, Outcome, TimerChange, Took, Turn};

/// Noon of some day, and so many milliseconds.
pub(crate) fn at(ms: i64) -> Timestamp {
    Timestamp(1_790_000_000_000 + ms)
}

pub(crate) fn key(visitor: &str) -> ConversationKey {
    on_page("page", visitor)
}

pub(crate) fn on_page(page: &str, visitor: &str) -> ConversationKey {
    ConversationKey { channel: Channel::Messenger, page: page.into(), visitor: visitor.into() }
}

pub(crate) fn identity(of: &str) -> Identity {
    let mut bytes = [7_u8; 16];
    for (index, byte) in of.bytes().enumerate() {
        bytes[index % 16] = bytes[index % 16].wrapping_mul(31).wrapping_add(byte);
    }
    Identity(bytes)
}

pub(crate) fn event(text: &str) -> Event {
    Event {
        mid: Some(Mid::new(format!("m_{text}"))),
        raw: serde_json::json!({ "text": text }),
        ..Event::new(EventKind::Text(Text { text: text.to_owned(), ..Text::default() }))
    }
}

pub(crate) fn arrival(key: &ConversationKey, name: &str, what: What) -> Arrival {
    Arrival { key: key.clone(), identity: identity(name), at: at(0), what }
}

/// A message whose words are also its identity.
pub(crate) fn says(visitor: &str, text: &str) -> Arrival {
    arrival(&key(visitor), &format!("{visitor}/{text}"), What::Event(Box::new(event(text))))
}

pub(crate) fn echo(visitor: &str, metadata: Option<String>, mid: Option<&str>) -> Arrival {
    let kind = EventKind::HumanEcho(Echo { metadata, ..Echo::default() });
    let what = What::Echo(Box::new(Event { mid: mid.map(Mid::from), ..Event::new(kind) }));
    Arrival { identity: saywhen::store::NO_IDENTITY, ..arrival(&key(visitor), "", what) }
}

/// The echo that Meta sends for a reply of ours.
pub(crate) fn own_echo(visitor: &str, out: &Outgoing, mid: &str) -> Arrival {
    echo(visitor, Some(format!("sw1:{}", out.reply.id)), Some(mid))
}

pub(crate) fn receipt(
    visitor: &str,
    read: bool,
    mids: &[&str],
    watermark: Option<Timestamp>,
) -> Arrival {
    let mids = mids.iter().map(|mid| Mid::from(*mid)).collect();
    let what = What::Receipt { read, mids, watermark, event: None };
    Arrival { identity: saywhen::store::NO_IDENTITY, ..arrival(&key(visitor), "", what) }
}

pub(crate) fn fault() -> Fault {
    Fault { code: "I100".to_owned(), place: None, text: "it cannot be read".to_owned() }
}

pub(crate) fn text_of(work: &Work) -> String {
    serde_json::to_value(&work.input.kind).unwrap()["visitor"]["kind"]["text"]["text"]
        .as_str()
        .unwrap_or("no text")
        .to_owned()
}

pub(crate) fn place() -> Place {
    Place { file: "flows/a.yaml".into(), line: 1, col: 1 }
}

pub(crate) fn reply(work: &Work, ordinal: u16, text: &str) -> Reply {
    let number = (u128::from(work.id.unsigned_abs()) << 64)
        | (u128::from(work.input.seq) << 16)
        | u128::from(ordinal);
    Reply {
        id: OutboxId(number.to_be_bytes()),
        ordinal,
        place: place(),
        kind: ReplyKind::Text { text: text.to_owned(), quick_replies: Vec::new() },
        pause: Millis(0),
        lane: Lane::Response,
        persona: None,
        speaker: None,
        types: false,
    }
}

pub(crate) fn said(out: &Outgoing) -> String {
    match &out.reply.kind {
        ReplyKind::Text { text, .. } => text.clone(),
        other => format!("{other:?}"),
    }
}

/// A turn that says these texts.
pub(crate) fn turn(work: &Work, now: Timestamp, texts: &[&str]) -> Turn {
    let replies = (0_u16..).zip(texts).map(|(n, text)| reply(work, n, text)).collect();
    Turn {
        outcome: Outcome::Done { took: Took::Nobody, faults: Vec::new() },
        after: work.conversation.clone(),
        replies,
        side: Vec::new(),
        timers: Vec::new(),
        wants: None,
        rolls: 0,
        journal: Journal { now, seed: u64::MAX, bot: BotHash::from("bot") },
        trace: None,
    }
}

pub(crate) fn timer(key: &str, due: Timestamp) -> TimerChange {
    TimerChange::Set { key: TimerKey::from(key), serial: 3, due, vars: Vars::new() }
}

pub(crate) async fn claim_one(store: &impl Store) -> Work {
    let mut work = store.claim(1).await.unwrap();
    work.pop().expect("an input waits")
}

/// Takes a message, answers it, and hands over the claimed reply.
pub(crate) async fn answered(
    store: &impl Store,
    visitor: &str,
    now: Timestamp,
    texts: &[&str],
) -> Outgoing {
    store.accept(now, vec![says(visitor, &format!("asked {now:?}"))]).await.unwrap();
    let work = claim_one(store).await;
    let turn = turn(&work, now, texts);
    store.commit(work, turn).await.unwrap().head.expect("the first reply is claimed")
}

pub(crate) async fn settle(
    store: &impl Store,
    now: Timestamp,
    out: &Outgoing,
    fate: Fate,
) -> Result<Vec<Outgoing>, StoreError> {
    let settled = Settled { id: out.reply.id, key: out.key.clone(), fate };
    store.settle(now, vec![settled]).await
}

pub(crate) fn sent(mid: &str) -> Fate {
    Fate::Sent { mid: Some(Mid::from(mid)) }
}

pub(crate) fn uncertain(until: Timestamp) -> Fate {
    Fate::Uncertain { until, code: "timeout".to_owned() }
}

/// The states of a conversation's replies, in order.
pub(crate) async fn fates(store: &impl Store, visitor: &str) -> Vec<String> {
    let history = store.history(&key(visitor)).await.unwrap();
    history.replies.into_iter().map(|(_, state, _, _)| state).collect()
}
