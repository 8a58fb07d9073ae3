//! What somebody did, in the page's words.

use serde_json::{Value, json};

use crate::rehearsal::again::Take;
use crate::words::conversation::Conversation;
use crate::words::event::{Attachment, AttachmentKind, Event, EventKind, Via};
use crate::words::input::{Answer, InputKind};
use crate::words::name::TimerKey;
use crate::words::turn::{Request, Want};

/// The payload of Get Started.
const GET_STARTED: &str = "GET_STARTED";
/// Graph's code where there is no profile of somebody.
pub(super) const UNKNOWN: &str = "2018218";

/// Who did it.
pub(super) fn from(kind: &InputKind) -> &'static str {
    match kind {
        InputKind::Visitor(event) => match event.kind {
            EventKind::HumanEcho(_) => "person",
            EventKind::Thread(_) | EventKind::Label { .. } | EventKind::Policy { .. } => "system",
            _ => "visitor",
        },
        InputKind::Timer { .. }
        | InputKind::Fetched { .. }
        | InputKind::Operator(_)
        | InputKind::App { .. } => "system",
    }
}

/// What was done; `before` are the turns before it.
pub(super) fn did(take: &Take, before: &[Take]) -> Value {
    match &take.input.kind {
        InputKind::Visitor(event) => of_event(event),
        InputKind::Timer { key, .. } => {
            json!({"kind": "timer", "key": key, "text": timer(&take.before, key)})
        }
        InputKind::Fetched { fetch, answer } => {
            let asked = before.iter().rev().find_map(|take| match &take.turn.wants {
                Some(Want::Http(request)) if request.fetch == *fetch => Some((take, request)),
                _ => None,
            });
            let span = asked.map(|(asked, _)| take.input.at.since(asked.turn.journal.now).0);
            let text = fetched(asked.map(|(_, request)| request), answer, span);
            json!({"kind": "fetched", "text": text})
        }
        InputKind::App { name, .. } => json!({"kind": "app", "name": name}),
        InputKind::Operator(_) => json!({"kind": "other", "text": "an order"}),
    }
}

/// What a timer is for, in words.
pub(super) fn timer(state: &Conversation, key: &TimerKey) -> String {
    let (kind, rest) = key.as_str().split_once(':').unwrap_or((key.as_str(), ""));
    let (run, nth) = rest.split_once(':').unwrap_or((rest, ""));
    let asks = state.stack.iter().find(|frame| frame.run.to_string() == run);
    let step = asks.map(|frame| frame.at.to_string());
    match (kind, step) {
        ("nudge", Some(step)) if nth == "0" => format!("Nudge of {step}"),
        ("nudge", Some(step)) => {
            let nth = nth.parse::<usize>().unwrap_or_default().saturating_add(1);
            format!("Nudge {nth} of {step}")
        }
        ("expire", Some(step)) => format!("{step} expires"),
        ("nudge", None) => "Nudge of a question that is not open any more".to_owned(),
        ("expire", None) => "A question expires that is not open any more".to_owned(),
        ("later", _) => state.later.get(key).map_or_else(
            || "A step that was put off".to_owned(),
            |pending| format!("{}, which was put off", pending.step),
        ),
        ("deadline", _) => "Another system is not waited for any longer".to_owned(),
        ("back", _) => "The bot takes the conversation back".to_owned(),
        _ => key.to_string(),
    }
}

fn fetched(request: Option<&Request>, answer: &Answer, ms: Option<u64>) -> String {
    let Some(request) = request else { return introduced(answer) };
    let called = format!("{} {}", request.method, request.address());
    let came = match answer {
        Answer::Status { code, .. } => code.to_string(),
        Answer::Timeout => "no answer".to_owned(),
        Answer::Refused { why } => why.clone(),
        Answer::Profile(_) => "known".to_owned(),
    };
    ms.map_or_else(|| format!("{called} → {came}"), |ms| format!("{called} → {came}, {ms} ms"))
}

/// What came of the question who the visitor is.
fn introduced(answer: &Answer) -> String {
    match answer {
        Answer::Profile(_) => "Messenger told who the visitor is".to_owned(),
        Answer::Refused { why } if why.contains(UNKNOWN) => {
            "Messenger does not know who the visitor is; Travel introduces somebody".to_owned()
        }
        Answer::Refused { why } => format!("Messenger did not tell who the visitor is: {why}"),
        Answer::Timeout => "Messenger did not tell in time who the visitor is".to_owned(),
        Answer::Status { code, .. } => format!("an earlier call → {code}"),
    }
}

fn of_event(event: &Event) -> Value {
    match &event.kind {
        EventKind::Text(text) => json!({"kind": "text", "text": text.text}),
        EventKind::Command { text, .. } => json!({"kind": "text", "text": text}),
        EventKind::Tap(tap) if tap.payload.as_deref() == Some(GET_STARTED) => {
            json!({"kind": "start"})
        }
        EventKind::Tap(tap) => {
            let quick = tap.via == Via::QuickReply;
            json!({"kind": "tap", "label": tap.label, "quick": quick})
        }
        EventKind::Attachments(list) => list.first().map_or(Value::Null, attachment),
        EventKind::Reaction(reaction) => {
            let emoji = reaction.emoji.as_ref().filter(|_| reaction.added);
            json!({"kind": "reaction", "emoji": emoji})
        }
        EventKind::Referral => {
            let reference = event.referral.as_ref().map(|referral| &referral.reference);
            json!({"kind": "referral", "ref": reference})
        }
        EventKind::HumanEcho(_) => {
            let text = event.raw.pointer("/message/text").cloned().unwrap_or_default();
            json!({"kind": "person", "text": text})
        }
        other => json!({"kind": "other", "text": name(other)}),
    }
}

fn attachment(one: &Attachment) -> Value {
    match (one.kind, one.place) {
        (AttachmentKind::Location, Some((lat, long))) => {
            json!({"kind": "location", "lat": lat, "long": long, "title": one.title})
        }
        (kind, _) => json!({"kind": "media", "type": kind, "url": one.url}),
    }
}

/// The event's word, as flows know it: `read`, `edited` …
fn name(kind: &EventKind) -> String {
    match serde_json::to_value(kind) {
        Ok(Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}
