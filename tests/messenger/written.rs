//! Every sample of a call of Meta's: how authors write it, and that what leaves is the sample.
//!
//! `written/flows/words.yaml` has those with words of the language, `written/flows/raw.yaml` those
//! without, each with the reason, and `written/unsaid.txt` those that no flow says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::files::read;
use saywhen::messenger::encode::{Call, Facts, Stored, Token, call, metadata, typing};
use saywhen::source::diagnostic::render_all;
use saywhen::time::{Millis, Timestamp};
use saywhen::words::conversation::Conversation;
use saywhen::words::event::{Event, EventKind, Optin, Tap, Via};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, Mid, Vars};
use saywhen::words::turn::{Dice, Moment, TimerChange, Turn};
use saywhen::words::wall::Comment;
use serde_json::Value;

const NOW: Timestamp = Timestamp(1_793_000_000_000);

fn path(of: &str) -> PathBuf {
    PathBuf::from(format!("{}/tests/{of}", env!("CARGO_MANIFEST_DIR")))
}

fn bot() -> Bot {
    let sources = std::sync::Arc::from(read::folder(&path("messenger/written")).unwrap().sources);
    let (bot, told) = Bot::compile(std::sync::Arc::clone(&sources));
    bot.unwrap_or_else(|| panic!("{}", render_all(&told, &sources, false)))
}

/// The samples by their number, with their names.
fn samples() -> BTreeMap<String, (String, Value)> {
    let files = fs::read_dir(path("fixtures/send")).unwrap();
    let sample = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        (name.split_once('_').unwrap().0.to_owned(), (name, json))
    };
    files.map(|file| sample(file.unwrap().path())).collect()
}

/// The numbers of samples that no flow says.
fn unsaid() -> BTreeSet<String> {
    let text = fs::read_to_string(path("messenger/written/unsaid.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let number = |line: &str| {
        let (number, why) = line.split_once("  ").unwrap_or_else(|| panic!("no reason: {line}"));
        assert!(why.len() > 10, "no reason: {line}");
        number.to_owned()
    };
    lines.map(number).collect()
}

/// The flows of a file, by their sample's number.
fn flows(file: &str) -> BTreeMap<String, Value> {
    let text = fs::read_to_string(path(&format!("messenger/written/flows/{file}.yaml"))).unwrap();
    let flows: BTreeMap<String, Value> = serde_yaml::from_str(&text).unwrap();
    flows.into_iter().map(|(name, flow)| (name[1..].to_owned(), flow)).collect()
}

/// Whom a sample is for: who stands in its `recipient`, on Instagram if it is one of its samples.
fn whom(name: &str, sample: &Value) -> ConversationKey {
    let channel = if name.contains("_ig_") { Channel::Instagram } else { Channel::Messenger };
    let recipient = &sample["body"]["recipient"];
    let known = |kind: &str| recipient[kind].as_str();
    let visitor = match (known("comment_id"), known("post_id"), known("user_ref")) {
        (Some(id), _, _) => format!("comment:{id}"),
        (_, Some(id), _) => format!("post:{id}"),
        (_, _, Some(id)) => format!("ref:{id}"),
        // A token stands for somebody whom we know by an id.
        _ => known("id").unwrap_or("6543210987654321").to_owned(),
    };
    ConversationKey { channel, page: "104857612345678".into(), visitor: visitor.as_str().into() }
}

/// What makes a flow say its sample: what the trigger names, else a tap.
fn cause(number: &str, key: &ConversationKey, flow: &Value) -> InputKind {
    let (kind, id) = key.visitor.as_str().split_once(':').unwrap_or(("", ""));
    let wall = || Comment { id: id.to_owned(), verb: "add".to_owned(), ..Comment::default() };
    let named = flow["when"]["event"].as_str().unwrap_or_default();
    let kind = match (kind, named) {
        ("comment", _) => EventKind::Comment(wall()),
        ("post", _) => EventKind::Post(wall()),
        (_, "optin") => {
            let payload = flow["when"]["payload"].as_str().map(str::to_owned);
            let (kind, token) = match number {
                "39" => ("notification_messages", "7700112233445566"),
                "41" => ("one_time_notif_req", "5811123344"),
                _ => ("checkbox", ""),
            };
            let (kind, token) = (Some(kind.to_owned()), Some(token.to_owned()));
            let (reference, more) = (None, Value::Null);
            EventKind::Optin(Optin { kind, reference, payload, token, more })
        }
        (_, app) if app.starts_with("app.") => {
            let name = app["app.".len()..].to_owned();
            return InputKind::App { name, with: Vars::new() };
        }
        _ => {
            let payload = Some(format!("sample/{number}"));
            EventKind::Tap(Tap { payload, label: None, via: Via::Postback })
        }
    };
    let mid = if key.channel == Channel::Instagram { "aWdf1" } else { "m_Txt01aa" };
    InputKind::Visitor(Box::new(Event { mid: Some(Mid::from(mid)), ..Event::new(kind) }))
}

fn run(
    bot: &Bot,
    before: &Conversation,
    key: &ConversationKey,
    at: (u64, Timestamp, InputKind),
) -> Turn {
    let (seq, now, kind) = at;
    let moment = Moment { key: key.clone(), now, dice: Dice::Seed(0), tracing: false };
    turn(bot, before, &Input { seq, at: now, kind }, &moment)
}

/// The turn in which a flow says its sample: the first one, or that of the timer it set.
fn said(bot: &Bot, number: &str, key: &ConversationKey, flow: &Value) -> Turn {
    // Another system is heard within the window alone.
    let window_until = Some(NOW.plus(Millis::from_hours(1)));
    let fresh = Conversation { window_until, ..Conversation::default() };
    let first = run(bot, &fresh, key, (1, NOW, cause(number, key, flow)));
    let later = first.timers.iter().find_map(|change| match change {
        TimerChange::Set { key, serial, due, vars } if key.as_str().starts_with("later:") => {
            let (key, vars) = (key.clone(), vars.clone());
            Some((*due, InputKind::Timer { key, serial: *serial, vars }))
        }
        TimerChange::Set { .. } | TimerChange::Drop(_) => None,
    });
    match later {
        Some((due, timer)) => run(bot, &first.after, key, (2, due, timer)),
        None => first,
    }
}

/// What only the moment of sending knows, as the samples have it.
fn facts(turn: &Turn, number: &str) -> Facts {
    let token = turn.after.permits.values().next().map(|permit| {
        let token = permit.token.clone();
        if permit.once { Token::Once(token) } else { Token::Lasting(token) }
    });
    let id = if number == "80" { "55" } else { "1857777774821032" };
    let files = [("media/a.png".to_owned(), Stored { id: Some(id.to_owned()), address: None })];
    let speaks = turn.replies.iter().any(|reply| reply.persona.is_some());
    let persona = speaks.then(|| "2233445566".to_owned());
    Facts { persona, token, files: files.into(), media: None }
}

/// The sample as it should leave, with the reason for each difference.
fn wanted(number: &str, mut body: Value, turn: &Turn, key: &ConversationKey) -> Value {
    if let ("12" | "13" | "14" | "15", Some(file)) =
        (number, body.pointer_mut("/message/attachment/payload"))
    {
        // What Meta fetches for one message alone is not to be kept.
        file.as_object_mut().unwrap().shift_remove("is_reusable");
    }
    if number == "29" {
        // What is empty is not sent.
        let at = body.pointer_mut("/message/attachment/payload/address").unwrap();
        assert_eq!(at.as_object_mut().unwrap().shift_remove("street_2"), Some(Value::from("")));
    }
    if body.get("message").is_some() && key.channel == Channel::Messenger {
        // The outbox's id, which echoes bring back (PROMISES P5).
        body["message"]["metadata"] = metadata(turn.replies[0].id).into();
    }
    body
}

#[test]
fn every_sample_is_said_by_a_flow_or_named_with_the_reason() {
    let (words, raw, unsaid) = (flows("words"), flows("raw"), unsaid());
    for (number, (name, _)) in samples() {
        let ways =
            [words.contains_key(&number), raw.contains_key(&number), unsaid.contains(&number)];
        assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{name}: {ways:?}");
    }
    let known = samples();
    let all = words.keys().chain(raw.keys()).chain(&unsaid);
    assert!(all.clone().all(|number| known.contains_key(number)), "{all:?}");
    let says = |flow: &Value| flow.get("raw").is_some();
    assert!(!words.values().any(says) && raw.values().all(says));
    for (number, flow) in raw {
        assert!(flow["note"].as_str().is_some_and(|why| why.len() > 10), "{number}: no reason");
    }
}

#[test]
fn what_authors_write_leaves_as_the_sample() {
    let (bot, samples) = (bot(), samples());
    let mut wrong = Vec::new();
    for (number, flow) in flows("words").into_iter().chain(flows("raw")) {
        let (name, sample) = &samples[&number];
        let key = whom(name, sample);
        let turn = said(&bot, &number, &key, &flow);
        let Call { edge, body, .. } = match (turn.replies.as_slice(), number.as_str()) {
            // The dots are shown by whoever sends, while the bubble behind them waits.
            ([bubble], "45") if bubble.pause.0 > 0 => typing(&key, true).unwrap(),
            ([reply], _) => call(&key, reply, &facts(&turn, &number)).unwrap(),
            _ => {
                wrong.push(format!("{name}: {:?} {:?}", turn.outcome, turn.replies));
                continue;
            }
        };
        let address = sample["path"].as_str().unwrap();
        let wanted = wanted(&number, sample["body"].clone(), &turn, &key);
        if !address.ends_with(edge.as_str()) || body != wanted {
            wrong.push(format!("{name}:\n  {body}\n  {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
