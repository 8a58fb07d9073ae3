//! What steps leave behind that a `.chat` file does not show: pauses, actions, side effects, and what
//! the trace tells about them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::source::diagnostic::render_all;
use saywhen::source::{Source, Sources};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::conversation::Conversation;
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, Mid, Value};
use saywhen::words::reply::ReplyKind;
use saywhen::words::turn::{Dice, Moment, Outcome, Side, Turn};
use serde_json::json;

const NOW: Timestamp = Timestamp(1_768_478_400_000);

/// A bot of one flow that any message starts.
fn bot(settings: &str, steps: &str) -> Bot {
    let flow = format!("a:\n  when: any message\n  steps:\n{steps}");
    let files = [("bot.yaml", settings), ("flows/a.yaml", flow.as_str())];
    let source = |(path, text): (&str, &str)| Source { path: path.into(), text: text.into() };
    let sources = Arc::new(Sources::new(files.map(source).to_vec()));
    let (bot, told) = Bot::compile(sources.clone());
    bot.unwrap_or_else(|| panic!("{}", render_all(&told, &sources, false)))
}

fn hears(bot: &Bot, before: &Conversation, mid: Option<&str>) -> Turn {
    let kind = EventKind::Text(Text { text: "hi".to_owned(), ..Text::default() });
    let mid = mid.map(Mid::new);
    let event = Event { mid, sent_at: None, kind, referral: None, nlp: None, raw: Value::Null };
    let input = Input { seq: 1, at: NOW, kind: InputKind::Visitor(Box::new(event)) };
    let (page, visitor) = ("1".into(), "2".into());
    let key = ConversationKey { channel: Channel::Messenger, page, visitor };
    let at = Moment { key, now: NOW, dice: Dice::Seed(0), tracing: true };
    turn(bot, before, &input, &at)
}

fn said(settings: &str, steps: &str) -> Turn {
    hears(&bot(settings, steps), &Conversation::default(), Some("m_1"))
}

fn pauses(settings: &str, steps: &str) -> Vec<u64> {
    said(settings, steps).replies.iter().map(|reply| reply.pause.0).collect()
}

#[test]
fn a_wait_is_the_pause_before_the_next_bubble() {
    let off = "typing: off\n";
    assert_eq!(pauses(off, "    - wait: 2s\n    - One.\n    - Two.\n"), [2_000, 0]);
    assert_eq!(pauses(off, "    - One.\n    - wait: 2s\n    - wait: 3s\n    - Two.\n"), [0, 5_000]);
    assert_eq!(
        pauses(off, "    - One.\n    - wait: 2s\n    - say: [Two., Three.]\n"),
        [0, 2_000, 0]
    );
    let typed = 400 + 25 * 4;
    assert_eq!(pauses("typing: auto\n", "    - One.\n    - wait: 2s\n    - Two.\n"), [0, 2_000]);
    assert_eq!(pauses("typing: auto\n", "    - One.\n    - Two.\n"), [0, typed]);
}

#[test]
fn all_pauses_of_a_turn_are_twenty_seconds_at_most() {
    let steps = "    - One.\n    - wait: 15s\n    - Two.\n    - if: true\n      then: {wait: 15s}\n    - Three.\n    - wait: 1s\n      if: true\n    - Four.\n";
    assert_eq!(pauses("typing: auto\n", steps), [0, 15_000, 5_000, 0]);
}

#[test]
fn typing_lets_even_the_first_bubble_be_typed() {
    let typed = 400 + 25 * 4;
    assert_eq!(pauses("typing: auto\n", "    - typing\n    - One.\n"), [typed]);
    assert_eq!(pauses("typing: off\n", "    - typing\n    - One.\n    - Two.\n"), [typed, 0]);
    assert_eq!(pauses("typing: 40 chars/s\n", "    - typing\n    - One.\n"), [100]);
    let first = "    - seen\n    - typing\n    - One.\n    - Two.\n";
    assert_eq!(pauses("typing: auto\n", first), [0, typed, typed]);
    assert_eq!(pauses("typing: auto\n", "    - seen\n    - One.\n"), [0, 0]);
}

#[test]
fn seen_and_reactions_are_replies_of_their_own_kind() {
    let steps = "    - seen\n    - react: love\n    - react: 👍\n    - Hi.\n";
    let turn = said("", steps);
    let reaction = |turn: &Turn, at: usize| match &turn.replies[at].kind {
        ReplyKind::React { mid, reaction } => (mid.to_string(), reaction.clone().unwrap()),
        other => panic!("{other:?}"),
    };
    assert_eq!(turn.replies[0].kind, ReplyKind::Seen);
    assert_eq!(reaction(&turn, 1), ("m_1".to_owned(), "love".to_owned()));
    assert_eq!(reaction(&turn, 2), ("m_1".to_owned(), "👍".to_owned()));
    let without = hears(&bot("", steps), &Conversation::default(), None);
    assert_eq!(without.replies.len(), 2, "no message to react to");
    assert!(matches!(without.outcome, Outcome::Done { faults, .. } if faults.is_empty()));
}

#[test]
fn tags_and_counted_events_go_beside_the_replies() {
    let steps = "    - set: size = \"L\"\n    - tag: [customer, '{{ size }}']\n    - tag: customer\n    - untag: [L, M]\n    - track: order\n      with: {size: '{{ size }}', count: 2}\n    - log: Wants {{ size }}\n";
    let turn = said("", steps);
    let tag = |name: &str, add| Side::Tag { name: name.to_owned(), add };
    let with = [("count".into(), json!(2)), ("size".into(), json!("L"))].into();
    let track = Side::Track { name: "order".to_owned(), with };
    let log = Side::Log { text: "Wants L".to_owned() };
    assert_eq!(turn.side, [tag("customer", true), tag("L", true), tag("L", false), track, log]);
    assert_eq!(turn.after.user.get("tags"), Some(&json!(["customer"])));
    assert!(turn.replies.is_empty());
}

#[test]
fn a_persona_speaks_every_bubble_of_its_flow_or_step() {
    let settings = "personas: {ana: {name: Ana}, bo: {name: Bo}}\n";
    let steps = "    - say: [One., Two.]\n      persona: ana\n    - Three.\n";
    let speakers = |turn: &Turn| -> Vec<Option<String>> {
        turn.replies.iter().map(|reply| Some(reply.persona.as_ref()?.to_string())).collect()
    };
    let ana = || Some("ana".to_owned());
    assert_eq!(speakers(&said(settings, steps)), [ana(), ana(), None]);
    let flow = format!("{steps}  persona: bo\n");
    let bo = Some("bo".to_owned());
    assert_eq!(speakers(&said(settings, &flow)), [ana(), ana(), bo]);
    assert_eq!(said(settings, steps).replies[1].pause, Millis(400 + 25 * 4));
}

/// What the trace tells beside the replies.
fn notes(turn: &Turn) -> Vec<String> {
    turn.trace.as_ref().unwrap().steps.iter().flat_map(|step| step.notes.clone()).collect()
}

#[test]
fn the_trace_tells_what_was_left_out() {
    let steps =
        "    - say: Pick.\n      buttons: [{label: '{{ n }}', goto: a, for: n in range(end=9)}]\n";
    assert_eq!(notes(&said("", steps)), ["only the first 3 buttons are sent"]);
    let steps =
        "    - say: Pick.\n      replies: [{label: '{{ n }}', goto: a, for: n in range(end=13)}]\n";
    assert_eq!(notes(&said("", steps)), [""; 0]);
    let steps = "    - say: ['{{ user.first_name }}', Hi]\n      replies: [{label: '{{ user.first_name }}', goto: a}]\n";
    assert_eq!(
        notes(&said("", steps)),
        ["a quick reply without a label is left out", "an empty bubble is not sent"]
    );
}

#[test]
fn a_text_above_buttons_is_cut_with_three_dots() {
    let steps = "    - set: x = \"word \"\n    - say: '{% for i in range(end=200) %}{{ x }}{% endfor %}'\n      buttons: {A: a}\n";
    let turn = said("", steps);
    let ReplyKind::Buttons { text, .. } = &turn.replies[0].kind else { panic!() };
    assert!(text.ends_with("word…") && text.encode_utf16().count() <= 640, "{text}");
    assert_eq!(notes(&turn), ["the text above the buttons had 1000 letters and was cut after 640"]);
}

#[test]
fn items_are_gone_once_everything_is_made_even_if_that_failed() {
    let steps = "    - set: p = 7\n    - say: One.\n      buttons: [{label: '{{ p.x.y }}', goto: a, for: 'p in [1]'}]\n      on_error: b\nb:\n  steps:\n    - set: chat.p = 1\n    - '{{ chat.p }}'\n";
    let turn = said("", steps);
    assert!(matches!(&turn.outcome, Outcome::Done { faults, .. } if faults[0].code == "V601"));
    assert_eq!(turn.replies.len(), 1);
    let long = "    - say: One.\n      buttons: [{label: '{{ p }}', goto: a, for: p in range(end=1001)}]\n";
    let turn = said("", long);
    assert!(matches!(&turn.outcome, Outcome::Done { faults, .. } if faults[0].code == "T516"));
}
