//! What holds of every turn, whatever the bot and whatever the visitor does (MODEL 14): random bots,
//! random inputs, and an edit of the bot in the middle.
#![allow(
    clippy::format_push_string,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use saywhen::bot::Bot;
use saywhen::bot::op::OpKind;
use saywhen::engine::turn;
use saywhen::limits::{CONVERSATION_BYTES_MAX, STACK_MAX};
use saywhen::source::diagnostic::{any_error, render_all};
use saywhen::source::{Source, Sources};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::conversation::{Conversation, Loop, Mute, MuteReason, Profile};
use saywhen::words::event::{
    Attachment, AttachmentKind, Echo, Event, EventKind, Optin, Reaction, Referral, Tap, Text,
    ThreadChange, Via,
};
use saywhen::words::input::{Command, Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, TimerKey};
use saywhen::words::turn::{Dice, Moment, Outcome, TimerChange, Turn};

const FLOWS: usize = 5;
const ASKS: [&str; 18] = [
    "type: text",
    "type: integer",
    "type: email, tries: 2",
    "type: yes_no, tries: 1",
    "choices: [Red, Green, Blue], tries: 3, give_up: f0",
    "choices: [{label: Left, value: 1, goto: f1}, {label: Right, value: 2}], expires: 1h",
    "type: list, choices: [Red, Green, Blue], max: 2",
    "type: [list, integer], confirm: \"{{ value }}?\", expires: 1h, default: 4",
    "choices: [Green, Go], confirm: \"{{ value }}?\", tries: 2, give_up: [Enough., {goto: f2}]",
    "type: integer, nudge: {1m: Hm?, 2m: [{set: chat.c = (chat.c or 0) + 0.1}, Hm?]}, default: 3",
    "type: integer, nudge: {1m: {goto: f1}, 5m: [{call: f2}, \"{{ 1 / (chat.c or 0) }}\"]}",
    "type: yes_no, nudge: {1m: [{ask: Once more?, save: q9}, back]}, detours: leave",
    "type: integer, detours: no, cancel: no, skip_words: [stop]",
    "type: email, if_known: skip",
    "must: \"value | length > 2\", retry: {must: \"Longer than {{ value }}.\"}",
    "regex: '(\\d)', expires: 1h, default: 7",
    "choices: {from: '[1, 2, 3]'}, default: 2, expires: 1h",
    "type: [location, image, choice], choices: [Go], shown: no",
];
/// Steps that decide what runs next; `ID` is a name of their own.
const CONTROL: [&str; 22] = [
    "{call: fN, save: q0}",
    "{call: f1}",
    "{call: fN, if: chat.c}",
    "back",
    "restart",
    "return",
    "return: chat.c or 1",
    "{end: all}",
    "{goto: restart, if: \"(chat.c or 0) > 0.4\"}",
    "{switch: \"q0 or 'none'\", cases: {yes: True., none: [Nothing., {goto: end}]}, else: {goto: fN}}",
    "{one_of: [One., [Two., end], {call: fN}], weights: [3, 1, 1]}",
    "{id: ID, one_of: [A., B.], sticky: true}",
    "{one_of: [A., B., {goto: back}], no_repeat: true}",
    "{id: ID, once: {steps: [First., {ask: Once?, save: q3}], else: back}}",
    "{forget: [q0, chat.c, user.x]}",
    "{later: 2h, id: ID, steps: [\"Later {{ q0 or 'x' }}.\"]}",
    "{later: 2h, cancel_on: message, unless: \"chat.c\", steps: [{ask: Later?, save: q8}, Good.]}",
    "{at: 1 day before 2026-01-17, steps: {goto: fN}, if: \"not chat.c\"}",
    "{at: \"{{ q0 or 'soon' }}\", steps: [{ask: Now?, save: q7, type: yes_no}, {goto: f1}]}",
    "{later: 20h, message_tag: HUMAN_AGENT, unless: 1 / (chat.c or 0) > 2, steps: [restart]}",
    "{repeat: 'r in [1, 2]', steps: [{later: 1h, steps: ['Round {{ r }}.', {end: all}]}]}",
    "{set: [user.x = 1, user.x += 2, 'l = []', l += q0 or 0]}",
];
/// Rounds around a question.
const ROUNDS: [&str; 5] = [
    "{repeat: 2, steps: [ASK]}",
    "{repeat: 'i in [1, 2, 3]', max: 2, steps: [ASK, '{{ i }}']}",
    "{while: '(chat.c or 0) < 0.5', max: 3, steps: [ASK, {set: chat.c = (chat.c or 0) + 0.1}]}",
    "{repeat: 2, steps: [{repeat: 'j in [1, 2]', steps: [ASK, {call: fN}]}]}",
    "{repeat: 'k in l or []', steps: [ASK]}",
];
/// Steps that show or do something and go on.
const SHOWN: [&str; 13] = [
    "{cards: {title: 'T{{ p }}', subtitle: x, for: 'p in [1, 2]', buttons: [{label: 'C{{ p }}', goto: fN, set: {x: '{{ p }}'}}]}}",
    "{say: For., replies: [{label: 'R{{ p }}', goto: fN, for: 'p in l or []'}]}",
    "{raw: {text: 'Raw {{ chat.c or 0 }}'}}",
    "{images: ['https://example.com/1.png', '{{ x or \"\" }}'], replies: {There: fN}}",
    "{tag: [a, 'b{{ chat.c or 0 }}']}",
    "{untag: [a, b0.1]}",
    "{language: '{{ chat.c or \"en\" }}'}",
    "{track: t, with: {c: '{{ chat.c or 0 }}'}}",
    "{notify: crm, with: {In: '{{ chat.c or 0 }}'}}",
    "{log: 'c is {{ chat.c or 0 }}'}",
    "{react: love}",
    "{wait: 3s}",
    "typing",
];
const TEXTS: [&str; 14] = [
    "w0",
    "w1 please",
    "w2",
    "the w3",
    "w4",
    "stop",
    "3",
    "ada@example.com",
    "yes",
    "green",
    "left or right",
    "Go",
    "🙃",
    "nobody knows",
];
const PAYLOADS: [&str; 12] = [
    "",
    "GET_STARTED",
    "go:f0",
    "go:f1 {\"x\":1}",
    "go:f1 {\"x\":[[[0.1234567890123456789]]],\"chat.c\":-0.0}",
    "go:f2.q1",
    "go:f3.q0 {\"price\":0}",
    "go:nowhere",
    "answer:f0.q0 true",
    "answer:f1.q1 \"Red\"",
    "answer:f2 {",
    "P/1/2",
];

/// Flows that want whatever is not a message, and ask, go elsewhere or begin anew.
const EVENTS: &str = "unseen:
  when: [{event: read}, {event: edited}, {event: unreaction}]
  steps: [{ask: 'Seen?', save: saw, type: yes_no}, Seen.]
happened:
  when: [{event: image}, {event: app.x}, {event: human_done}, {event: question_expired},
    {event: bot_updated}, {event: unknown_button}, {event: handover}, {referral: 'r<n>'}]
  once: {per: conversation, else: again}
  steps: [{ask: 'What happened?', save: what, type: integer, detours: no}, Happened.]
again:
  when: {event: optin}
  once: {per: day, else: f1}
  after: happened
  steps: [Again., {goto: f2}]
";
const KINDS: usize = 13;

/// Flows of steps, in YAML.
fn a_bot() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::collection::vec(a_step(), 1..5), 2..=FLOWS).prop_map(|flows| {
        let count = flows.len();
        let mut yaml = String::from(
            "fallback:\n  when: any message\n  steps:\n    - set: chat.c = (chat.c or 0) + 0.1\n    - Pardon?\n",
        );
        for (name, steps) in flows.into_iter().enumerate() {
            let word = if name == 0 { "  interrupts: true\n" } else { "" };
            let prefill = ["", "  prefill: always\n", "  prefill: yes\n"][name % 3];
            yaml.push_str(&format!(
                "f{name}:\n{word}{prefill}  when: [w{name}, {{payload: P{name}/<x>}}]\n  steps:\n"
            ));
            for (index, step) in steps.into_iter().enumerate() {
                let step = step.replace("fN", &flow(name, count));
                yaml.push_str(&step.replace("ID", &format!("s{index}")));
            }
            yaml.push_str("    - say: The end.\n");
        }
        // Flows that were not drawn are there as well, so that everything that is named exists.
        for name in count..FLOWS {
            yaml.push_str(&format!("f{name}:\n  when: w{name}\n  say: Empty {name}.\n"));
        }
        yaml + EVENTS
    })
}

/// The flow after this one: `goto` in a ring does not return at once.
fn flow(name: usize, count: usize) -> String {
    format!("f{}", (name + 1) % count)
}

fn a_step() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (0..ASKS.len(), 0..4_usize).prop_map(|(kind, save)| {
            format!("    - {{ask: Question {save}?, save: q{save}, {}}}\n", ASKS[kind])
        }),
        1 => Just("    - say: [One., Two.]\n".to_owned()),
        1 => Just("    - {say: Tap., buttons: [{label: Go, goto: fN, set: {x: 5}}]}\n".to_owned()),
        1 => Just("    - {say: Tap., replies: {Here: f1, There: fN}}\n".to_owned()),
        1 => Just("    - set: chat.c = (chat.c or 0) + 0.1\n".to_owned()),
        1 => Just("    - {set: \"x = 1 / chat.c\", if: chat.c}\n".to_owned()),
        1 => Just("    - {if: \"(chat.c or 0) > 0.25\", goto: fN}\n".to_owned()),
        1 => Just("    - {if: \"(chat.c or 0) > 0.15\", then: [More., end]}\n".to_owned()),
        3 => (0..SHOWN.len()).prop_map(|kind| format!("    - {}\n", SHOWN[kind])),
        4 => (0..CONTROL.len()).prop_map(|kind| format!("    - {}\n", CONTROL[kind])),
        2 => (0..ROUNDS.len(), 0..ASKS.len(), 0..4_usize).prop_map(|(rounds, kind, save)| {
            let ask = format!("{{ask: Round {save}?, save: q{save}, {}}}", ASKS[kind]);
            format!("    - {}\n", ROUNDS[rounds].replace("ASK", &ask))
        }),
    ]
}

#[derive(Clone, Debug)]
enum Doing {
    Say(usize),
    TapVisible(usize),
    Forge(usize),
    Send,
    React,
    Happens(usize),
    Timer(usize, bool),
    Restart,
    Wait(u64),
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        8 => (0..TEXTS.len()).prop_map(Doing::Say),
        4 => (0..8_usize).prop_map(Doing::TapVisible),
        3 => (0..PAYLOADS.len()).prop_map(Doing::Forge),
        1 => Just(Doing::Send),
        1 => Just(Doing::React),
        5 => (0..KINDS).prop_map(Doing::Happens),
        2 => (0..4_usize, any::<bool>()).prop_map(|(index, real)| Doing::Timer(index, real)),
        1 => Just(Doing::Restart),
        1 => prop_oneof![Just(1), Just(60), Just(7_200), Just(90_000), Just(3_000_000)]
            .prop_map(Doing::Wait),
    ]
}

fn files(yaml: &str) -> Arc<Sources> {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let settings = "name: Random\nstart: f0\ncommands: {f0: F}\nafter_24h: queue\nhuman: {back_after: 12h}\nnotify: {crm: {url: https://crm.example.com/}}\ncancel: {words: [stop], say: Dropped.}\n";
    let files = vec![source("bot.yaml", settings), source("flows/a.yaml", yaml)];
    Arc::new(Sources::new(files))
}

fn compile(yaml: &str) -> Option<Bot> {
    let (bot, diagnostics) = Bot::compile(files(yaml));
    bot.filter(|_| !any_error(&diagnostics))
}

fn mistakes(yaml: &str) -> String {
    let sources = files(yaml);
    render_all(&Bot::compile(sources.clone()).1, &sources, false)
}

/// A conversation under test, with the timers that a store would keep.
struct Talk {
    state: Conversation,
    timers: BTreeMap<TimerKey, u64>,
    ids: BTreeSet<String>,
    now: Timestamp,
    inputs: u64,
}

impl Talk {
    fn new() -> Self {
        Self {
            state: stranger(),
            timers: BTreeMap::new(),
            ids: BTreeSet::new(),
            now: Timestamp(1_790_000_000_000),
            inputs: 0,
        }
    }

    fn does(&mut self, bot: &Bot, doing: &Doing) {
        let kind = self.input(doing).unwrap();
        self.give(bot, kind).unwrap();
    }

    fn input(&self, doing: &Doing) -> Option<InputKind> {
        let tap = |payload: &str| {
            let payload = Some(payload.to_owned());
            said(EventKind::Tap(Tap { payload, label: None, via: Via::Postback }))
        };
        Some(match doing {
            Doing::Say(index) => {
                said(EventKind::Text(Text { text: TEXTS[*index].to_owned(), ..Text::default() }))
            }
            Doing::TapVisible(index) => {
                let shown = &self.state.shown;
                tap(&shown.get(index % shown.len().max(1))?.payload)
            }
            Doing::Forge(index) => tap(PAYLOADS[*index]),
            Doing::Send => said(EventKind::Attachments(Vec::new())),
            Doing::React => {
                said(EventKind::Reaction(Reaction { added: true, name: None, emoji: None }))
            }
            Doing::Happens(kind) => happens(*kind),
            Doing::Timer(index, real) => {
                let (key, serial) = self.timers.iter().nth(*index)?;
                let serial = serial + u64::from(!real);
                InputKind::Timer { key: key.clone(), serial, vars: BTreeMap::new() }
            }
            Doing::Restart => InputKind::Operator(Command::Restart),
            Doing::Wait(_) => return None,
        })
    }

    fn give(&mut self, bot: &Bot, kind: InputKind) -> Result<(), TestCaseError> {
        self.inputs += 1;
        let input = Input { seq: self.inputs, at: self.now, kind };
        let key =
            ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
        let at = Moment { key, now: self.now, dice: Dice::Seed(7), tracing: false };
        let result = turn(bot, &self.state, &input, &at);
        prop_assert_eq!(&result, &turn(bot, &self.state, &input, &at), "a turn twice is equal");
        self.check(bot, &input, &result)?;
        for change in &result.timers {
            match change {
                TimerChange::Set { key, serial, .. } => self.timers.insert(key.clone(), *serial),
                TimerChange::Drop(key) => self.timers.remove(key),
            };
        }
        self.state = result.after;
        Ok(())
    }

    fn check(&mut self, bot: &Bot, input: &Input, turn: &Turn) -> Result<(), TestCaseError> {
        let after = &turn.after;
        prop_assert_eq!(after.version, self.inputs, "version = inputs done");
        prop_assert!(after.stack.len() <= STACK_MAX);
        for reply in &turn.replies {
            prop_assert!(self.ids.insert(reply.id.to_string()), "ids of replies are unique");
        }
        let json = serde_json::to_string(after).unwrap();
        prop_assert!(json.len() <= CONVERSATION_BYTES_MAX);
        prop_assert_eq!(&serde_json::from_str::<Conversation>(&json).unwrap(), after);
        match (&turn.outcome, &input.kind) {
            (Outcome::Skipped(_), _) => {
                prop_assert!(turn.replies.is_empty() && turn.timers.is_empty());
                let untouched = Conversation {
                    version: after.version,
                    window_until: after.window_until,
                    last_input: after.last_input,
                    // What has come does not come again.
                    later: after.later.clone(),
                    ..self.state.clone()
                };
                let forgot = after.chat.is_empty() && after.parked.is_empty();
                prop_assert!(forgot || &untouched == after, "a skipped input changes nothing");
            }
            // What moves nobody, such as a read, leaves the conversation to the bot that it knows.
            (Outcome::Done { .. }, InputKind::Visitor(_))
                if after.bot.as_ref() == Some(&bot.hash) =>
            {
                prop_assert!(stands(bot, after), "every frame stands on a question: {:?}", after);
            }
            (Outcome::Done { .. }, InputKind::Timer { .. })
                if after.bot.as_ref() == Some(&bot.hash) =>
            {
                prop_assert!(stands(bot, after), "a timer leaves it on a question: {:?}", after);
            }
            (Outcome::Done { .. }, _) => {}
            (Outcome::Dead(fault), _) => prop_assert!(false, "{fault:?}"),
        }
        let silent = |mute: &Mute| mute.until.is_none_or(|until| until > self.now);
        let broken = after.mute.as_ref().is_some_and(|mute| mute.why == MuteReason::Breaker);
        if self.state.mute.as_ref().is_some_and(silent) && after.mute.is_some() && !broken {
            prop_assert!(
                turn.replies.is_empty(),
                "silent while muted: {:?} {:?}",
                self.state,
                turn
            );
        }
        Ok(())
    }
}

/// Every frame has an open question that this bot has, or waits for the one above it: behind a call,
/// or with a question whose default was stored meanwhile.
fn stands(bot: &Bot, conversation: &Conversation) -> bool {
    conversation.stack.iter().enumerate().all(|(index, frame)| {
        let flow = &bot.flows[&frame.flow];
        let mut own = flow.code.iter().filter(|op| op.key == frame.at);
        let top = index + 1 == conversation.stack.len();
        let notes = frame.vars.get(&*format!("_ask.{}", frame.at.step));
        let answered = notes.is_some_and(|notes| notes["answered"] == true);
        let rests = own.any(|op| match &op.kind {
            OpKind::Ask(..) => frame.open.is_some() || (answered && !top),
            OpKind::Call(_) => !top,
            _ => false,
        });
        let around = |round: &Loop| {
            let pc = bot.find(&frame.at).unwrap();
            flow.rounds.iter().any(|body| body.step == round.step.step && body.holds(pc))
        };
        frame.flow == frame.at.flow && rests && frame.loops.iter().all(around)
    })
}

/// Something that is not a message, or an order.
fn happens(kind: usize) -> InputKind {
    let none = || serde_json::Value::Null;
    let image = Attachment {
        kind: AttachmentKind::Image,
        url: None,
        title: None,
        place: None,
        sticker: None,
        more: none(),
    };
    let (to, from, metadata, by) = (None, None, None, None);
    match kind {
        0 => said(EventKind::Referral),
        1 => {
            let InputKind::Visitor(mut event) = said(EventKind::Referral) else { unreachable!() };
            event.referral = Some(Referral { reference: "r7".into(), ..Referral::default() });
            InputKind::Visitor(event)
        }
        2 => said(EventKind::Read { watermark: None }),
        3 => said(EventKind::Edited { text: "w1".into(), count: 1 }),
        4 => said(EventKind::Thread(ThreadChange::Take { to, from, metadata, ours: None })),
        5 => said(EventKind::Thread(ThreadChange::Pass { to, from, metadata, ours: Some(true) })),
        6 => said(EventKind::Thread(ThreadChange::Request { by, metadata })),
        7 => said(EventKind::HumanEcho(Echo::default())),
        8 => said(EventKind::Attachments(vec![image])),
        9 => said(EventKind::Command { name: "f0".into(), others: Vec::new(), text: "/f0".into() }),
        10 => said(EventKind::Optin(Optin {
            kind: None,
            reference: None,
            payload: None,
            token: None,
            more: none(),
        })),
        11 => InputKind::Operator(Command::TakeBack),
        _ => InputKind::App { name: "x".into(), with: BTreeMap::from([("id".into(), 1.into())]) },
    }
}

fn said(kind: EventKind) -> InputKind {
    InputKind::Visitor(Box::new(Event::new(kind)))
}

/// A reaction that nobody wants comes first: the next text must still find the edited bot (2.4).
#[test]
fn an_edit_finds_the_question_that_saves_the_same_variable() {
    let flow = |id: &str| {
        format!(
            "f0:\n  when: w0\n  steps:\n    - {{ask: How many?, save: n, type: integer{id}}}\n    \
             - say: \"{{{{ n }}}}\"\n"
        )
    };
    let (before, edited) = (compile(&flow("")).unwrap(), compile(&flow(", id: count")).unwrap());
    let mut talk = Talk::new();
    talk.does(&before, &Doing::Say(0));
    talk.does(&edited, &Doing::React);
    talk.does(&edited, &Doing::Say(6));
    assert!(talk.state.stack.is_empty(), "{:?}", talk.state.stack);
    assert_eq!(talk.state.parked[0].vars["n"], 3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn turns_keep_their_promises_whatever_happens(
        bots in (a_bot(), a_bot()),
        first in prop::collection::vec(doing(), 1..20),
        second in prop::collection::vec(doing(), 1..20),
    ) {
        let mut talk = Talk::new();
        let (before, edited) = (compile(&bots.0), compile(&bots.1));
        prop_assert!(before.is_some(), "the grammar makes right bots: {}", mistakes(&bots.0));
        prop_assert!(edited.is_some(), "the grammar makes right bots: {}", mistakes(&bots.1));
        for (bot, doings) in [(before, first), (edited, second)] {
            let bot = bot.unwrap();
            for doing in doings {
                if let Doing::Wait(seconds) = doing {
                    talk.now = talk.now.plus(Millis::from_secs(seconds));
                }
                if let Some(kind) = talk.input(&doing) {
                    talk.give(&bot, kind)?;
                }
            }
        }
    }
}

/// A visitor of whom Meta tells nothing, whenever that was asked.
fn stranger() -> Conversation {
    let profile = Profile::Silent { at: Timestamp(i64::MAX) };
    Conversation { profile, ..Conversation::default() }
}
