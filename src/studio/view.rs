//! What the page shows of one conversation.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::engine;
use crate::rehearsal::again::{Take, Timer};
use crate::rehearsal::said::Said;
use crate::source::Place;
use crate::studio::did;
use crate::studio::offer::offer;
use crate::studio::tape::{Mark, Parted, Tape};
use crate::studio::travel::raw;
use crate::time::{Millis, Timestamp};
use crate::words::conversation::{Conversation, Mute, MuteReason};
use crate::words::input::InputKind;
use crate::words::name::{Channel, ConversationKey, Mid, OutboxId, StepKey, TimerKey};
use crate::words::reply::{Reply, ReplyKind};
use crate::words::turn::{Outcome, Turn};

/// All that a view is made of.
#[derive(Debug)]
pub(super) struct Seen<'v> {
    pub(super) bot: &'v Bot,
    pub(super) key: &'v ConversationKey,
    pub(super) tape: &'v Tape,
    /// The conversation as the store has it.
    pub(super) state: &'v Conversation,
    /// Replies with their states, as the store has them.
    pub(super) states: &'v BTreeMap<OutboxId, String>,
    /// Messenger's ids of what was sent, as the store has them: calls are known of this life only.
    pub(super) mids: &'v BTreeMap<OutboxId, Mid>,
    pub(super) now: Timestamp,
    pub(super) ahead: Millis,
    pub(super) graph: &'static str,
}

impl Seen<'_> {
    /// The whole view.
    pub(super) fn view(&self) -> Value {
        let Self { bot, tape, state, .. } = self;
        let items = self.items();
        let quick = quick(&items);
        let begun = !tape.takes.is_empty() || state.last_input.is_some();
        let locale = state.locale.as_ref().or(bot.settings.locales.first());
        let [greeting, asks, menu, commands] = offer(bot, locale, tape.profile.as_ref());
        json!({
            "visitor": self.key.visitor,
            "version": state.version,
            "now": self.now,
            "ahead": self.ahead,
            "window_until": state.window_until,
            "locale": locale,
            "muted": state.mute.as_ref().map(|mute| json!({"until": mute.until, "why": mute.why})),
            "thread": thread(state.mute.as_ref()),
            "open": self.open(),
            "timers": self.timers(),
            "vars": self.vars(),
            "profile": tape.profile,
            "graph": self.graph,
            "greeting": greeting,
            "get_started": !begun,
            "ice_breakers": asks,
            "menu": menu,
            "composer": true,
            "commands": commands,
            "quick": quick,
            "items": items,
            "parted": tape.parted.as_ref().map(parted),
        })
    }

    fn open(&self) -> Value {
        let frame = self.state.stack.last().filter(|frame| frame.open.is_some());
        frame.map_or(
            Value::Null,
            |frame| json!({"step": frame.at, "place": place_of(self.bot, &frame.at)}),
        )
    }

    fn timers(&self) -> Vec<Value> {
        let mut timers: Vec<_> = self.tape.timers().into_iter().collect();
        timers.sort_by_key(|(_, timer)| timer.due);
        let told = |(key, timer): &(TimerKey, Timer)| json!({"key": key, "due": timer.due, "what": did::timer(self.state, key)});
        timers.iter().map(told).collect()
    }

    fn vars(&self) -> Value {
        let state = (Channel::Messenger, self.state);
        let look = |root| engine::look(self.bot, state, self.now, root);
        let flow = self.state.stack.last().map(|frame| &frame.vars);
        json!({"user": look("user"), "chat": look("chat"), "flow": flow.map_or(json!({}), |vars| json!(vars))})
    }

    /// Everything that has happened, oldest first.
    fn items(&self) -> Vec<Value> {
        let mut items = Vec::new();
        self.moved(0, &mut items);
        for (index, take) in self.tape.takes.iter().enumerate() {
            let before = self.tape.takes.get(..index).unwrap_or_default();
            items.push(self.done(take, before));
            items.extend(take.turn.replies.iter().map(|reply| self.said(take, reply)));
            let seq = take.input.seq;
            let gone = self.tape.gone.iter().filter(|(turn, _)| *turn == seq);
            items.extend(gone.map(|(_, reply)| self.lost(take, reply)));
            self.moved(seq, &mut items);
        }
        items
    }

    fn moved(&self, after: u64, items: &mut Vec<Value>) {
        let moves = self.tape.moves.iter().enumerate().filter(|(_, (turn, ..))| *turn == after);
        items.extend(moves.map(|(n, (_, at, by))| {
            let did = json!({"kind": "clock", "by": by});
            json!({"id": format!("c{n}"), "turn": null, "at": at, "from": "system", "did": did,
                "state": "sent"})
        }));
    }

    fn done(&self, take: &Take, before: &[Take]) -> Value {
        let mid = match &take.input.kind {
            InputKind::Visitor(event) => event.mid.clone(),
            InputKind::Timer { .. }
            | InputKind::Fetched { .. }
            | InputKind::Operator(_)
            | InputKind::App { .. } => None,
        };
        let first = take.turn.trace.as_ref().and_then(|trace| trace.steps.first());
        let reaction = mid.as_ref().and_then(|mid| self.reacted(mid.as_str()));
        let mut item = json!({
            "id": format!("i{}", take.input.seq),
            "turn": take.input.seq,
            "at": take.input.at,
            "from": did::from(&take.input.kind),
            "did": did::did(take, before),
            "message": null,
            "action": null,
            "persona": null,
            "mid": mid,
            "state": "sent",
            "code": code(&take.turn),
            "reaction": reaction,
            "late": late(take, before),
            "step": first.map(|step| &step.key),
            "place": first.map(|step| spot(&step.place)),
        });
        unmarked(&mut item);
        item
    }

    /// The bot's reaction to a visitor's message.
    fn reacted(&self, to: &str) -> Option<String> {
        let replies = self.tape.takes.iter().flat_map(|take| &take.turn.replies);
        let mut reactions = replies.filter_map(|reply| match &reply.kind {
            ReplyKind::React { mid, reaction } if mid.as_str() == to => Some(reaction.clone()),
            _ => None,
        });
        reactions.next_back().flatten()
    }

    fn said(&self, take: &Take, reply: &Reply) -> Value {
        let sent = self.tape.sends.get(&reply.id).into_iter().flatten();
        let taken = sent.clone().rev().find(|call| call.accepted);
        let mid = taken.and_then(|call| call.mid.as_ref()).or_else(|| self.mids.get(&reply.id));
        let (state, code) = self.state_of(reply, taken.is_some());
        let (mark, was) = match self.tape.marks.get(&reply.id) {
            Some(Mark::Changed(was)) => ("changed".into(), self.message(was)),
            Some(Mark::New) => ("new".into(), Value::Null),
            None => (Value::Null, Value::Null),
        };
        let reaction = mid.and_then(|mid| self.tape.reactions.get(mid.as_str()));
        let mut item = self.spoken(take, reply, &format!("i{}.{}", take.input.seq, reply.ordinal));
        let more = json!({"mid": mid, "state": state, "code": code, "reaction": reaction,
            "mark": mark, "was": was});
        merge(&mut item, more);
        item
    }

    /// A reply that the last save took away.
    fn lost(&self, take: &Take, reply: &Reply) -> Value {
        let mut item = self.spoken(take, reply, &format!("g{}.{}", take.input.seq, reply.ordinal));
        let more = json!({"mid": null, "state": "replayed", "code": null, "reaction": null,
            "mark": "gone", "was": null});
        merge(&mut item, more);
        item
    }

    fn spoken(&self, take: &Take, reply: &Reply, id: &str) -> Value {
        let steps = take.turn.trace.iter().flat_map(|trace| &trace.steps);
        let mut said_by = steps.filter(|step| {
            let (first, count) = step.replies;
            (first..first.saturating_add(count)).contains(&reply.ordinal)
        });
        let persona = reply.persona.as_ref().and_then(|name| {
            let persona = self.bot.settings.personas.get(name)?;
            Some(json!({"name": persona.name, "picture": persona.picture}))
        });
        json!({
            "id": id,
            "turn": take.input.seq,
            "at": take.turn.journal.now,
            "from": "bot",
            "did": null,
            "message": self.message(reply),
            "action": action(&reply.kind),
            "persona": persona,
            "step": said_by.next_back().map(|step| &step.key),
            "place": spot(&reply.place),
        })
    }

    /// Meta's message object.
    fn message(&self, reply: &Reply) -> Value {
        let said = Said::new(self.bot, self.key, reply.clone()).ok();
        said.filter(Said::is_bubble).map_or(Value::Null, |said| said.message())
    }

    fn state_of(&self, reply: &Reply, taken: bool) -> (&'static str, Value) {
        let mid = self.tape.sends.get(&reply.id).into_iter().flatten();
        let mut mids = mid.clone().filter_map(|call| call.mid.as_ref());
        let delivered = mids.any(|mid| self.tape.delivered.contains(mid));
        let sent_at = mid.filter(|call| call.accepted).map(|call| call.at).max();
        if taken && sent_at.is_some_and(|at| self.tape.read.is_some_and(|read| at <= read)) {
            return ("read", Value::Null);
        }
        if taken {
            return (if delivered { "delivered" } else { "sent" }, Value::Null);
        }
        let Some(kept) = self.states.get(&reply.id) else { return ("replayed", Value::Null) };
        let (word, why) = kept.split_once('(').unwrap_or((kept, ""));
        let why = why.trim_end_matches(')');
        let code = if why.is_empty() { Value::Null } else { graph_code(why).into() };
        let state = match word {
            "sent" => "sent",
            "failed" => "failed",
            "expired" => "expired",
            "parked" => "parked",
            "cancelled" => "replayed",
            _ => "waiting",
        };
        (state, code)
    }
}

/// Graph's codes are shown as Meta writes them.
fn graph_code(why: &str) -> String {
    if why.starts_with(|first: char| first.is_ascii_digit()) {
        format!("#{why}")
    } else {
        why.to_owned()
    }
}

fn merge(item: &mut Value, more: Value) {
    if let (Some(item), Value::Object(more)) = (item.as_object_mut(), more) {
        item.extend(more);
    }
}

/// When something happened that came after what happened later; none for what came in order.
fn late(take: &Take, before: &[Take]) -> Option<i64> {
    let happened = |take: &Take| raw(take)?.get("timestamp")?.as_i64();
    let own = happened(take)?;
    before.iter().filter_map(happened).any(|other| other > own).then_some(own)
}

fn unmarked(item: &mut Value) {
    merge(item, json!({"mark": null, "was": null}));
}

/// Quick replies of the newest message, as long as nobody has said anything since.
fn quick(items: &[Value]) -> Value {
    let newest = items.iter().rev().find(|item| {
        let spoken = !item.get("message").is_none_or(Value::is_null);
        let quiet =
            item.pointer("/did/kind").is_some_and(|kind| kind == "reaction" || kind == "other");
        let from = item.get("from").filter(|_| !quiet);
        spoken || from.is_some_and(|from| from == "visitor" || from == "person")
    });
    let quick = newest.and_then(|item| item.pointer("/message/quick_replies"));
    quick.cloned().unwrap_or_else(|| json!([]))
}

fn thread(mute: Option<&Mute>) -> &'static str {
    match mute.map(|mute| mute.why) {
        Some(MuteReason::Handover | MuteReason::ThreadLost) => "theirs",
        Some(MuteReason::Human | MuteReason::Breaker) | None => "ours",
    }
}

fn parted(parted: &Parted) -> Value {
    let left = parted.left();
    let deeds = left.iter().enumerate().filter(|(_, take)| take.is_deed());
    let left: Vec<Value> =
        deeds.map(|(index, take)| did::did(take, left.get(..index).unwrap_or_default())).collect();
    let after = (parted.after > 0).then(|| format!("i{}", parted.after));
    json!({"after": after, "why": parted.why, "left": left})
}

/// What went wrong in a turn: the first code.
fn code(turn: &Turn) -> Value {
    match &turn.outcome {
        Outcome::Done { faults, .. } => {
            faults.first().map_or(Value::Null, |fault| fault.code.clone().into())
        }
        Outcome::Dead(fault) => fault.code.clone().into(),
        Outcome::Skipped(_) => Value::Null,
    }
}

fn action(kind: &ReplyKind) -> Value {
    match kind {
        ReplyKind::Seen => "mark_seen".into(),
        ReplyKind::React { .. } => "react".into(),
        ReplyKind::Thread(_) => "thread".into(),
        _ => Value::Null,
    }
}

/// A place in the page's words.
pub(super) fn spot(place: &Place) -> Value {
    json!({"file": &*place.file, "line": place.line, "col": place.col})
}

/// Where a step stands in the author's files.
pub(super) fn place_of(bot: &Bot, key: &StepKey) -> Value {
    let flow = bot.flows.get(&key.flow);
    let op = flow.and_then(|flow| flow.code.iter().find(|op| op.key == *key));
    op.map_or(Value::Null, |op| spot(&op.place))
}
