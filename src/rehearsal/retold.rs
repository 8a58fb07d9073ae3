//! A conversation that took place, as a test that expects the same once more.

use std::collections::BTreeSet;

use jiff::Unit;
use serde_json::Value;

use crate::bot::Bot;
use crate::rehearsal::said::Said;
use crate::rehearsal::screen::GET_STARTED;
use crate::rehearsal::stage::{WAIT, is_about_silence, key};
use crate::rehearsal::talk::{Talk, bubbles, printed, spoken, test_lines};
use crate::script::bubble::{Bubble, Expect};
use crate::script::line::{self, Act, Clock, Given, LineKind, Reply, Sent};
use crate::time::{Millis, Timestamp};
use crate::words::event::{Attachment, AttachmentKind, Event, EventKind};
use crate::words::input::{Answer, Input, InputKind};
use crate::words::name::{Channel, VisitorId};
use crate::words::turn::{Turn, Want};

/// Silence of this length is worth a line of its own.
const SILENCE: Millis = Millis::from_secs(30 * 60);
/// Arms of a draw that are tried until the bot says what it said.
const ARMS_TRIED: u32 = 12;
/// What Meta puts into every item.
const EVERYWHERE: [&str; 3] = ["sender", "recipient", "timestamp"];

/// A test made of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retold {
    /// The test.
    pub text: String,
    /// After how many of the visitor's deeds the bot now says something else than it did.
    pub differs: usize,
}

/// Something that happened, and what the bot said to it.
#[derive(Debug, Default)]
struct Deed {
    given: Vec<Given>,
    line: Option<LineKind>,
    said: Vec<String>,
    rolls: u32,
    at: Timestamp,
}

/// The test of a conversation's turns. Bubbles in `loose`, counted from 0, may say anything.
///
/// # Errors
/// One sentence, where something that happened has no words in tests.
pub fn retold(
    bot: &Bot,
    title: &str,
    past: &[(&Input, &Turn)],
    loose: &BTreeSet<usize>,
) -> Result<Retold, String> {
    let deeds = deeds(bot, past);
    let (talk, differs) = play(bot, &deeds, None)?;
    let first = past.first().map(|(_, turn)| turn.journal.now);
    let dated = first.filter(|_| differs > 0).map(|now| play(bot, &deeds, Some(now)));
    let better = dated.transpose()?.filter(|(_, others)| *others < differs);
    let (talk, differs) = better.unwrap_or((talk, differs));
    let mut lines = test_lines(&talk.done);
    let said = lines.iter_mut().filter_map(|line| {
        let LineKind::Bot(bubble) = line else { return None };
        Some(bubble)
    });
    for (_, bubble) in said.enumerate().filter(|(at, _)| loose.contains(at)) {
        *bubble = anything(bubble);
    }
    Ok(Retold { text: printed(title, lines), differs })
}

fn anything(bubble: &Bubble) -> Bubble {
    Bubble { expect: Expect::Any, labels: None, cards: Vec::new(), ..bubble.clone() }
}

/// Plays the deeds; how many of them get another answer than they did.
fn play<'a>(
    bot: &'a Bot,
    deeds: &[Deed],
    now: Option<Timestamp>,
) -> Result<(Talk<'a>, usize), String> {
    let mut talk = Talk::new(bot);
    let (channels, here) = (&bot.settings.channels, Channel::Messenger);
    if channels.first() != Some(&here) && channels.contains(&here) {
        // Conversations are kept in `dev`, which is on Messenger; a test begins on the first channel.
        let given = Given::Var("chat.channel".to_owned(), Value::from(here.as_str()));
        talk.give(LineKind::Given(vec![given]))?;
    }
    if let Some(now) = now {
        let shown = bot.settings.zone.local(now).round(Unit::Minute);
        let shown = shown.map_err(|error| error.to_string())?;
        talk.give(LineKind::Given(vec![Given::Now(Clock::Shows(shown))]))?;
    }
    let mut differs = 0_usize;
    for deed in deeds {
        if !deed.given.is_empty() {
            talk.give(LineKind::Given(deed.given.clone()))?;
        }
        let Some(line) = &deed.line else { continue };
        let same = bubbles(&talk.give(line.clone())?.said) == deed.said;
        let found = same || (deed.rolls > 0 && drawn(&mut talk, line, deed)?);
        if !found {
            differs = differs.saturating_add(1);
        }
    }
    Ok((talk, differs))
}

/// Looks for the arm that was drawn; whether it was found. The talk then goes on with it.
fn drawn(talk: &mut Talk<'_>, line: &LineKind, deed: &Deed) -> Result<bool, String> {
    for arm in 1..=ARMS_TRIED {
        talk.undo();
        talk.give(LineKind::Given(vec![Given::Pick(vec![arm])]))?;
        if bubbles(&talk.give(line.clone())?.said) == deed.said {
            return Ok(true);
        }
        talk.undo();
        talk.undo();
        talk.give(line.clone())?;
    }
    Ok(false)
}

fn deeds(bot: &Bot, past: &[(&Input, &Turn)]) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    let mut asked: Option<&Want> = None;
    for (input, turn) in past {
        let now = turn.journal.now;
        let since = deeds.last().map_or(Millis(0), |last| now.since(last.at));
        match &input.kind {
            InputKind::Visitor(event) => {
                if let Some(line) = did(event) {
                    if since > SILENCE {
                        deeds.push(Deed { line: Some(after(since)), at: now, ..Deed::default() });
                    }
                    deeds.push(Deed { line: Some(line), at: now, ..Deed::default() });
                }
            }
            InputKind::App { name, with } => {
                let values = with.iter().map(|(name, value)| (name.to_string(), value.clone()));
                let line = LineKind::App(name.clone(), Value::Object(values.collect()));
                deeds.push(Deed { line: Some(line), at: now, ..Deed::default() });
            }
            InputKind::Timer { key, .. } => {
                if is_about_silence(key) || since > WAIT {
                    deeds.push(Deed { line: Some(after(since)), at: now, ..Deed::default() });
                }
            }
            InputKind::Fetched { answer, .. } => {
                let given = asked.take().and_then(|want| answered(want, answer));
                deeds.last_mut().into_iter().for_each(|deed| deed.given.extend(given.clone()));
            }
            InputKind::Operator(_) => {}
        }
        asked = turn.wants.as_ref();
        if let Some(deed) = deeds.last_mut() {
            deed.said.extend(words(bot, turn));
            deed.rolls = deed.rolls.saturating_add(turn.rolls);
        }
    }
    deeds
}

/// Whole minutes, so that a test does not depend on how fast somebody typed.
fn after(span: Millis) -> LineKind {
    LineKind::After(Millis(span.0.div_ceil(60_000).saturating_mul(60_000)))
}

/// What the bot said in a turn, as tests write it.
fn words(bot: &Bot, turn: &Turn) -> Vec<String> {
    let key = key(Channel::Messenger, &VisitorId::from("2"));
    let said = turn.replies.iter().cloned().filter_map(|reply| Said::new(bot, &key, reply).ok());
    let said: Vec<Said> = said.collect();
    spoken(&said).map(|bubble| crate::script::print::line(&LineKind::Bot(bubble))).collect()
}

fn answered(want: &Want, answer: &Answer) -> Option<Given> {
    let Want::Http(request) = want else { return None };
    let reply = match answer {
        Answer::Status { code, body } => Reply::Status {
            status: *code,
            body: Some(body.clone()).filter(|body| body.as_str() != Some("")),
        },
        Answer::Timeout => Reply::Timeout,
        Answer::Refused { .. } => Reply::Nothing,
        Answer::Profile(_) => return None,
    };
    let (method, url) = (request.method.clone(), request.address());
    Some(Given::Answers(line::Answer { method, url, reply }))
}

/// What somebody did, as tests write it; none of what changes no conversation.
pub(super) fn did(event: &Event) -> Option<LineKind> {
    let reference = event.referral.as_ref().map(|referral| referral.reference.clone());
    let act = match &event.kind {
        EventKind::Text(text) if text.attachments.is_empty() => Act::Say(text.text.clone()),
        EventKind::Command { text, .. } => Act::Say(text.clone()),
        EventKind::Tap(tap) if tap.payload.as_deref() == Some(GET_STARTED) => Act::Start(reference),
        EventKind::Tap(tap) => Act::Tap { label: tap.label.clone()?, nth: None },
        EventKind::Attachments(all) => match all.iter().map(sent).collect() {
            Some(sent) => Act::Send(sent),
            None => post(event)?,
        },
        EventKind::Reaction(reaction) if reaction.added => Act::React(reaction.emoji.clone()?),
        EventKind::Referral => Act::Open(reference?),
        EventKind::Comment(comment) => Act::Comment(comment.text.clone()),
        EventKind::HumanEcho(echo) => return Some(LineKind::Person(echo.text.clone()?)),
        EventKind::Read { .. } | EventKind::Delivered { .. } => return None,
        EventKind::Text(_)
        | EventKind::Reaction(_)
        | EventKind::Optin(_)
        | EventKind::Edited { .. }
        | EventKind::Deleted
        | EventKind::AccountLink { .. }
        | EventKind::Thread(_)
        | EventKind::Post(_)
        | EventKind::Feedback { .. }
        | EventKind::Rated { .. }
        | EventKind::Form { .. }
        | EventKind::CustomerData { .. }
        | EventKind::Coupon { .. }
        | EventKind::Game(_)
        | EventKind::Wall(_)
        | EventKind::Label { .. }
        | EventKind::Order { .. }
        | EventKind::Unsupported
        | EventKind::Policy { .. }
        | EventKind::Unknown { .. } => post(event)?,
    };
    Some(LineKind::You(act))
}

/// Meta's item, without what is in every item.
fn post(event: &Event) -> Option<Act> {
    let mut item = event.raw.as_object()?.clone();
    item.retain(|name, _| !EVERYWHERE.contains(&name.as_str()));
    Some(Act::Post(Value::Object(item)))
}

fn sent(attachment: &Attachment) -> Option<Sent> {
    let url = attachment.url.clone();
    match attachment.kind {
        AttachmentKind::Image => url.map(Sent::Image),
        AttachmentKind::Video => url.map(Sent::Video),
        AttachmentKind::Audio => url.map(Sent::Audio),
        AttachmentKind::File => url.map(Sent::File),
        AttachmentKind::Sticker => Some(Sent::Sticker),
        AttachmentKind::Location => attachment.place.map(|(lat, long)| Sent::Location(lat, long)),
        AttachmentKind::Reel
        | AttachmentKind::Post
        | AttachmentKind::Template
        | AttachmentKind::Appointment
        | AttachmentKind::Fallback
        | AttachmentKind::StoryMention
        | AttachmentKind::Other => None,
    }
}
