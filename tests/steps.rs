//! What steps leave behind that a `.chat` file does not show: pauses, actions, side effects, and what
//! the trace tells about them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::source::diagnostic::render_all;
use saywhen::source::{Source, Sources};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::conversation::{Conversation, Profile};
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, Mid};
use saywhen::words::reply::{Action, Button, Card, MediaSource, ReplyKind};
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
    let event = Event { mid, ..Event::new(kind) };
    let input = Input { seq: 1, at: NOW, kind: InputKind::Visitor(Box::new(event)) };
    let (page, visitor) = ("1".into(), "2".into());
    let key = ConversationKey { channel: Channel::Messenger, page, visitor };
    let at = Moment { key, now: NOW, dice: Dice::Seed(0), tracing: true };
    turn(bot, before, &input, &at)
}

fn said(settings: &str, steps: &str) -> Turn {
    hears(&bot(settings, steps), &stranger(), Some("m_1"))
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
    let without = hears(&bot("", steps), &stranger(), None);
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
    let (text, written) = ("Wants L".to_owned(), "Wants {{ size }}".to_owned());
    let log = Side::Log { text, written };
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
fn the_trace_tells_of_a_value_that_its_variable_should_never_have() {
    let settings = "variables: {user.plan: {type: text, choices: [free, gold], default: free}}\n";
    let steps =
        |plan: &str| format!("    - set: user.plan = {plan}\n    - say: '{{{{ user.plan }}}}'\n");
    assert_eq!(
        notes(&said(settings, &steps("event.text"))),
        ["user.plan is none of what bot.yaml says of it: free or gold"]
    );
    assert_eq!(
        notes(&said(settings, &steps("event.text | replace(from='hi', to='gold')"))),
        [""; 0]
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

/// Titles of the cards of a reply, each with the labels of its buttons.
fn cards(turn: &Turn, at: usize) -> Vec<(String, Vec<String>)> {
    let ReplyKind::Cards { cards, .. } = &turn.replies[at].kind else { panic!("{turn:?}") };
    let labels = |card: &Card| card.buttons.iter().map(|button| button.label.clone()).collect();
    cards.iter().map(|card| (card.title.clone(), labels(card))).collect()
}

const PRODUCTS: &str = "    - set: 'products = [{\"id\": 1, \"name\": \"Tea\", \"price\": 3, \"sizes\": [\"S\", \"L\"]}, {\"id\": 2, \"name\": \"Cake\", \"price\": 12, \"sizes\": []}, {\"id\": 3, \"name\": \"Pie\", \"price\": 5, \"sizes\": [\"M\"]}]'\n";

#[test]
fn a_card_for_each_item_sees_the_item_in_all_its_parts() {
    let steps = format!(
        "{PRODUCTS}    - cards:\n        title: '{{{{ p.name }}}}'\n        subtitle: '{{{{ p.price }}}} €'\n        image: 'https://example.com/{{{{ p.id }}}}.png'\n        link: 'https://example.com/{{{{ p.id }}}}'\n        for: p in products\n        where: p.price < 10\n        buttons:\n          - {{label: Buy, goto: a, set: {{id: '{{{{ p.id }}}}'}}}}\n          - {{label: '{{{{ s }}}} {{{{ p.name }}}}', payload: 'X', for: s in p.sizes}}\n      shape: square\n      replies: {{None of them: a}}\nx:\n  when: {{payload: X}}\n  say: x\n"
    );
    let turn = said("", &steps);
    let ReplyKind::Cards { cards, square, quick_replies } = &turn.replies[0].kind else { panic!() };
    let first = Card {
        title: "Tea".to_owned(),
        subtitle: Some("3 €".to_owned()),
        image: Some(MediaSource::Url("https://example.com/1.png".to_owned())),
        link: Some("https://example.com/1".to_owned()),
        buttons: vec![
            button("Buy", r#"go:a {"id":1}"#),
            button("S Tea", "X"),
            button("L Tea", "X"),
        ],
    };
    assert_eq!(cards[0], first);
    assert_eq!(cards.len(), 2, "the cake costs too much");
    assert_eq!((*square, quick_replies.len()), (true, 1));
    let shown: Vec<&str> = turn.after.shown.iter().map(|shown| shown.label.as_str()).collect();
    assert_eq!(shown, ["Buy", "S Tea", "L Tea", "Buy", "M Pie", "None of them"]);
}

fn button(label: &str, payload: &str) -> Button {
    Button { label: label.to_owned(), action: Action::Payload(payload.to_owned()) }
}

#[test]
fn a_list_of_cards_keeps_its_order_and_leaves_out_what_is_empty() {
    let steps = "    - cards:\n        - {title: One, subtitle: '{{ user.gender }}', buttons: {Go: a}}\n        - {title: Two, subtitle: '{{ user.gender }}'}\n        - {title: '{{ user.gender }}', subtitle: Three}\n        - {title: Four, link: 'https://example.com/'}\n";
    let turn = said("", steps);
    let names = |at: &str, labels: &[&str]| {
        (at.to_owned(), labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(cards(&turn, 0), [names("One", &["Go"]), names("Four", &[])]);
    let ReplyKind::Cards { cards, square: false, .. } = &turn.replies[0].kind else { panic!() };
    assert_eq!(cards[0].subtitle, None);
    let left_out = "a card without a title, or with nothing else, is left out";
    assert_eq!(notes(&turn), [left_out, left_out]);
}

#[test]
fn no_more_cards_are_sent_than_messenger_shows() {
    let card = |more: &str| {
        format!(
            "    - cards: {{title: '{{{{ n }}}}', subtitle: x, for: n in range(end=20){more}}}\n"
        )
    };
    let turn = said("", &card(""));
    assert_eq!(cards(&turn, 0).len(), 10);
    assert_eq!(notes(&turn), ["only the first 10 cards are sent"]);
    let turn = said("", &card(", where: n is odd, limit: 3"));
    let titles: Vec<String> = cards(&turn, 0).into_iter().map(|(title, _)| title).collect();
    assert_eq!((titles, notes(&turn)), (["1", "3", "5"].map(str::to_owned).to_vec(), vec![]));
    let beside = "    - cards: {title: '{{ n }}', subtitle: x}\n      for: n in range(end=20)\n      limit: 2\n";
    assert_eq!(cards(&said("", beside), 0).len(), 2);
}

#[test]
fn long_lines_of_a_card_are_cut_with_three_dots() {
    let steps = "    - set: x = \"word \"\n    - cards: {title: 'T {% for i in range(end=30) %}{{ x }}{% endfor %}', subtitle: '{% for i in range(end=30) %}{{ x }}{% endfor %}'}\n";
    let turn = said("", steps);
    let ReplyKind::Cards { cards, .. } = &turn.replies[0].kind else { panic!() };
    for line in [&cards[0].title, cards[0].subtitle.as_ref().unwrap()] {
        assert!(line.ends_with('…') && line.encode_utf16().count() <= 80, "{line}");
    }
    assert_eq!(
        notes(&turn),
        [
            "the title of a card had 152 letters and was cut after 80",
            "the subtitle of a card had 150 letters and was cut after 80"
        ]
    );
}

#[test]
fn no_cards_are_no_message_unless_something_hangs_on_them() {
    let none = "    - cards: {title: x, subtitle: y, for: 'n in []'}\n";
    let turn = said("", none);
    assert!(turn.replies.is_empty());
    assert_eq!(notes(&turn), ["there are no cards to send"]);
    let turn = said("", &format!("{none}      replies: {{Go: a}}\n"));
    assert!(matches!(&turn.outcome, Outcome::Done { faults, .. } if faults[0].code == "M717"));
}

#[test]
fn a_message_object_is_sent_as_it_stands_with_its_texts_rendered() {
    let steps = "    - set: 'total = 33'\n    - raw:\n        attachment:\n          type: template\n          payload:\n            template_type: receipt\n            recipient_name: 007\n            order_number: 8841\n            sharable: false\n            summary: {total_cost: '{{ total }}', subtotal: 24.0}\n            elements: [{title: '{{ user.first_name }}', price: 3, quantity: \"2\"}]\n        quick_replies:\n          - {content_type: text, title: Thanks, payload: THANKS}\nthanks:\n  when: {payload: THANKS}\n  say: You are welcome.\n";
    let turn = said("", steps);
    let ReplyKind::Raw(message) = &turn.replies[0].kind else { panic!("{turn:?}") };
    let wanted = json!({
        "attachment": {"type": "template", "payload": {
            "template_type": "receipt", "recipient_name": "007", "order_number": "8841",
            "sharable": false, "summary": {"total_cost": 33, "subtotal": 24.0},
            "elements": [{"title": "", "price": 3, "quantity": "2"}]
        }},
        "quick_replies": [{"content_type": "text", "title": "Thanks", "payload": "THANKS"}]
    });
    assert_eq!(message.to_string(), wanted.to_string(), "in the author's order");
}

#[test]
fn limits_hold_for_message_objects_too() {
    let steps = "    - set: x = \"word \"\n    - raw: {text: '{% for i in range(end=500) %}{{ x }}{% endfor %}'}\n    - raw: {text: '{{ user.first_name }}'}\n    - raw:\n        attachment:\n          type: template\n          payload: {template_type: generic, elements: [{title: '{% for i in range(end=50) %}{{ x }}{% endfor %}', subtitle: x}]}\n";
    let turn = said("", steps);
    assert_eq!(turn.replies.len(), 2, "an empty text is no message");
    let raw = |at: usize| match &turn.replies[at].kind {
        ReplyKind::Raw(message) => message.clone(),
        other => panic!("{other:?}"),
    };
    let text = raw(0)["text"].as_str().unwrap().to_owned();
    assert!(text.ends_with('…') && text.encode_utf16().count() <= 2_000);
    let title = raw(1).pointer("/attachment/payload/elements/0/title").unwrap().clone();
    assert!(title.as_str().unwrap().ends_with('…'));
    let long = "    - set: x = \"word \"\n    - raw: {text: Hi, quick_replies: [{content_type: text, title: A, payload: 'P{% for i in range(end=300) %}{{ x }}{% endfor %}'}]}\nb:\n  when: {payload: P<rest*>}\n  say: x\n";
    let turn = said("", long);
    assert!(matches!(&turn.outcome, Outcome::Done { faults, .. } if faults[0].code == "M716"));
}

/// A visitor of whom Meta tells nothing, whenever that was asked.
fn stranger() -> Conversation {
    let profile = Profile::Silent { at: Timestamp(i64::MAX) };
    Conversation { profile, ..Conversation::default() }
}
