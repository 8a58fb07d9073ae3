//! `say`: words, with buttons and quick replies on the last bubble.

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::buttons;
use crate::flow::model::say::{Bubbles, Say};
use crate::limits::{
    BUTTON_TEXT_UNITS_MAX, INSTAGRAM_TEXT_BYTES_MAX, PAYLOAD_UNITS_MAX, QUICK_REPLIES_MAX,
    TEXT_UNITS_MAX, units,
};
use crate::source::Place;
use crate::words::name::{Channel, Vars};
use crate::words::reply::{self, QuickReply, ReplyKind};
use crate::words::turn::Fault;

/// Says it.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, said: &Say) -> Result<(), Fault> {
    let quick = buttons::quick_replies(run, &said.replies)?;
    say(run, op, said, quick)
}

/// Says it, with these quick replies in place of its own.
pub(in crate::engine) fn say(
    run: &mut Run<'_>,
    op: &Op,
    said: &Say,
    mut quick: Vec<QuickReply>,
) -> Result<(), Fault> {
    let texts = bubbles(run, &said.bubbles)?;
    let buttons = buttons::buttons(run, &said.buttons)?;
    run.only(&mut quick, QUICK_REPLIES_MAX, "quick replies");
    bubble_by_bubble(run, &Voice::of(op), texts, Hung { buttons, quick })
}

/// What hangs on the last bubble.
pub(in crate::engine) struct Hung {
    pub(in crate::engine) buttons: Vec<reply::Button>,
    pub(in crate::engine) quick: Vec<QuickReply>,
}

impl Hung {
    fn is_empty(&self) -> bool {
        self.buttons.is_empty() && self.quick.is_empty()
    }
}

/// Sends bubbles; an empty one is left out, unless something hangs on it.
pub(in crate::engine) fn bubble_by_bubble(
    run: &mut Run<'_>,
    voice: &Voice<'_>,
    texts: Vec<String>,
    hung: Hung,
) -> Result<(), Fault> {
    let all = texts.len();
    let mut texts: Vec<String> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    if texts.len() < all {
        run.note(|| "an empty bubble is not sent".to_owned());
    }
    let last = match texts.pop() {
        Some(last) => last,
        None if hung.is_empty() => return Ok(()),
        None => return Err(nothing_to_hang_on(voice.place)),
    };
    for text in texts {
        plain(run, voice, &text, Vec::new())?;
    }
    if hung.buttons.is_empty() {
        return plain(run, voice, &last, hung.quick);
    }
    let text = run.shortened(last, BUTTON_TEXT_UNITS_MAX, "the text above the buttons");
    run.emit(voice, ReplyKind::Buttons { text, buttons: hung.buttons, quick_replies: hung.quick })
}

/// Buttons without a bubble above them.
pub(in crate::engine) fn nothing_to_hang_on(place: &Place) -> Fault {
    Fault {
        code: "M717".into(),
        place: Some(place.clone()),
        text: "what stands above the buttons came out empty".into(),
    }
}

/// One bubble, in as many messages as it takes; quick replies hang on the last of them.
fn plain(
    run: &mut Run<'_>,
    voice: &Voice<'_>,
    text: &str,
    quick: Vec<QuickReply>,
) -> Result<(), Fault> {
    let mut parts = match run.at.key.channel {
        Channel::Messenger => units::split(text, TEXT_UNITS_MAX),
        Channel::Instagram => units::split_bytes(text, INSTAGRAM_TEXT_BYTES_MAX),
    };
    let last = parts.pop().unwrap_or_default();
    for text in parts {
        run.emit(voice, ReplyKind::Text { text, quick_replies: Vec::new() })?;
    }
    run.emit(voice, ReplyKind::Text { text: last, quick_replies: quick })
}

fn bubbles(run: &mut Run<'_>, bubbles: &Bubbles) -> Result<Vec<String>, Fault> {
    match bubbles {
        Bubbles::Texts(ids) => ids.iter().map(|&id| run.text(id)).collect(),
        Bubbles::Template { file, with } => {
            let with: Vars = run.all_given(with)?;
            Ok(cut_at_rules(&run.text_with(*file, &with)?))
        }
    }
}

/// Cuts a rendered template at its lines `---`.
fn cut_at_rules(text: &str) -> Vec<String> {
    let mut bubbles = vec![String::new()];
    for line in text.lines() {
        match bubbles.last_mut() {
            Some(bubble) if line.trim_end() != "---" => {
                bubble.push_str(line);
                bubble.push('\n');
            }
            _ => bubbles.push(String::new()),
        }
    }
    bubbles.iter().map(|bubble| bubble.trim().to_owned()).collect()
}

/// Messenger refuses labels without a letter.
pub(in crate::engine) fn is_blank(label: &str) -> bool {
    label.trim().is_empty()
}

/// Refuses a payload that Messenger would not take.
pub(in crate::engine) fn bounded(payload: String, place: &Place) -> Result<String, Fault> {
    if units::len(&payload) <= PAYLOAD_UNITS_MAX {
        return Ok(payload);
    }
    Err(Fault {
        code: "M716".into(),
        place: Some(place.clone()),
        text: format!("the payload of this button is longer than {PAYLOAD_UNITS_MAX} characters"),
    })
}
