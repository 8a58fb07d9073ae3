//! For each trigger something that it takes, as Meta would tell it.

use serde_json::{Value, json};

use crate::flow::model::event::EventName;
use crate::flow::model::trigger::{Event, Intent, Only, Origin, TriggerKind};
use crate::rehearsal::explore::says;
use crate::script::line::{Act, LineKind, Sent};

/// A reference that says nothing.
const ANY: &str = "x";
/// A payload that no button of the bot has.
const UNKNOWN: &str = "an unknown button";

/// What a trigger takes; nothing where only time or a save brings it.
pub(super) fn of(kind: &TriggerKind) -> Vec<LineKind> {
    let one = match kind {
        TriggerKind::Text(rule) => rule.witness().map(says),
        TriggerKind::Payload(pattern) => Some(tap(&pattern.example())),
        TriggerKind::Referral(referral) => Some(open(&referral.pattern.example(), &referral.from)),
        // A flow of its own may take pictures.
        TriggerKind::Event(Event { name: EventName::Attachment, .. }) => {
            return vec![sent(Sent::Image("cat.jpg".to_owned())), shared()];
        }
        TriggerKind::Event(event) => event_of(event),
        TriggerKind::Intent(intent) => Some(meant(intent)),
        TriggerKind::AnyMessage => None,
    };
    one.into_iter().collect()
}

/// What returns the thread to a bot that is silent.
pub(super) fn human_done() -> LineKind {
    let from = json!({"previous_owner_app_id": "1", "new_owner_app_id": null, "metadata": ""});
    post(&json!({ "pass_thread_control": from }))
}

fn event_of(event: &Event) -> Option<LineKind> {
    let of_message = |field: &str| post(&json!({"message": {"mid": "m_1", field: true}}));
    Some(match &event.name {
        EventName::Image => sent(Sent::Image("cat.jpg".to_owned())),
        EventName::Video => sent(Sent::Video("cat.mp4".to_owned())),
        EventName::Audio => sent(Sent::Audio("cat.mp3".to_owned())),
        EventName::File => sent(Sent::File("list.pdf".to_owned())),
        EventName::Sticker => sent(Sent::Sticker),
        EventName::Location => sent(Sent::Location(48.1, 11.5)),
        EventName::Reaction => reaction(&event.only),
        EventName::Unreaction => post(&json!({"reaction": {"action": "unreact", "mid": "m_1"}})),
        EventName::GetStarted => LineKind::You(Act::Start(None)),
        EventName::Comment => LineKind::You(Act::Comment("hello".to_owned())),
        EventName::App(name) => LineKind::App(name.clone(), Value::Object(serde_json::Map::new())),
        EventName::Optin => optin(&event.only),
        EventName::Referral => match &event.only {
            Only::From(from) => open(ANY, from),
            Only::All | Only::Emoji(_) | Only::Payload(_) => open(ANY, &Origin::default()),
        },
        EventName::Read => post(&json!({"read": {"watermark": 1}})),
        EventName::Delivered => post(&json!({"delivery": {"mids": ["m_1"], "watermark": 1}})),
        EventName::Edited => {
            post(&json!({"message_edit": {"mid": "m_1", "text": "hello", "num_edit": 1}}))
        }
        EventName::Deleted => of_message("is_deleted"),
        EventName::Unsupported => of_message("is_unsupported"),
        EventName::AccountLinked => {
            post(&json!({"account_linking": {"status": "linked", "authorization_code": ANY}}))
        }
        EventName::AccountUnlinked => post(&json!({"account_linking": {"status": "unlinked"}})),
        EventName::Handover => {
            post(&json!({"request_thread_control": {"requested_owner_app_id": "1"}}))
        }
        EventName::Post => post(&json!({"field": "feed", "value": {
            "from": {"id": "3"}, "item": "post", "verb": "add", "post_id": "1_9", "message": "hello",
        }})),
        EventName::Feedback => post(&json!({"messaging_feedback": {"feedback_screens": [
            {"screen_id": 0, "questions": {"q": {"type": "csat", "payload": "5"}}},
        ]}})),
        EventName::Order => post(&json!({"order": {"products": [{"id": "1"}]}})),
        EventName::UnknownButton => tap(UNKNOWN),
        // Silence and saves are tried where somebody is asked something; a bot that is silent is
        // given the thread back.
        EventName::HumanDone | EventName::QuestionExpired | EventName::BotUpdated => return None,
        EventName::Attachment => shared(),
    })
}

fn sent(what: Sent) -> LineKind {
    LineKind::You(Act::Send(vec![what]))
}

/// A page that somebody shares.
fn shared() -> LineKind {
    let page = json!({"type": "fallback", "payload": {"title": ANY, "url": "https://example.com"}});
    post(&json!({"message": {"attachments": [page]}}))
}

fn post(item: &Value) -> LineKind {
    LineKind::You(Act::Post(item.clone()))
}

fn tap(payload: &str) -> LineKind {
    post(&json!({"postback": {"title": payload, "payload": payload}}))
}

fn open(reference: &str, from: &Origin) -> LineKind {
    if *from == Origin::default() {
        return LineKind::You(Act::Open(reference.to_owned()));
    }
    let source = from.source.as_deref().unwrap_or("SHORTLINK");
    let kind = from.kind.as_deref().unwrap_or("OPEN_THREAD");
    post(&json!({"referral": {"ref": reference, "source": source, "type": kind}}))
}

fn reaction(only: &Only) -> LineKind {
    let any = "👍".to_owned();
    match only {
        // An author writes the emoji itself, or Meta's name for it.
        Only::Emoji(name) if name.is_ascii() => {
            post(&json!({"reaction": {"action": "react", "reaction": name, "mid": "m_1"}}))
        }
        Only::Emoji(emoji) => LineKind::You(Act::React(emoji.clone())),
        Only::All | Only::Payload(_) | Only::From(_) => LineKind::You(Act::React(any)),
    }
}

fn optin(only: &Only) -> LineKind {
    match only {
        Only::Payload(pattern) => post(&json!({"optin": {
            "type": "notification_messages", "payload": pattern.example(),
            "notification_messages_token": "1",
        }})),
        Only::All | Only::Emoji(_) | Only::From(_) => post(&json!({"optin": {"ref": ANY}})),
    }
}

/// A message that Messenger's own understanding has made something of.
fn meant(intent: &Intent) -> LineKind {
    let found = |name: &str| json!({"name": name, "confidence": 1.0});
    let entities = intent.entities.iter().map(|(_, entity)| {
        (entity.clone(), json!([{"confidence": 1.0, "value": ANY, "body": ANY}]))
    });
    let entities: serde_json::Map<String, Value> = entities.collect();
    let nlp = json!({"intents": [found(&intent.name)], "entities": entities});
    post(&json!({"message": {"text": ANY, "nlp": nlp}}))
}
