//! Scripts at random, with all that the notation can say.

use proptest::prelude::*;
use saywhen::script::bubble::{Bubble, Card, Expect, Label};
use saywhen::script::line::{Act, Answer, Claim, Clock, Ended, Given, Line, LineKind, Reply, Sent};
use saywhen::script::{Script, Test};
use saywhen::source::Span;
use saywhen::time::{Millis, Timestamp};
use saywhen::words::name::Value;
use saywhen::words::reply::MediaKind;
use serde_json::json;

/// The script without its places.
pub(crate) fn unplaced(mut script: Script) -> Script {
    for line in script.tests.iter_mut().flat_map(|test| &mut test.lines) {
        line.gaps.clear();
    }
    for span in spans_mut(&mut script) {
        *span = Span::default();
    }
    script
}

/// Every place in a script.
pub(crate) fn spans(script: &Script) -> Vec<Span> {
    spans_mut(&mut script.clone()).into_iter().map(|span| *span).collect()
}

fn spans_mut(script: &mut Script) -> Vec<&mut Span> {
    let mut all = Vec::new();
    for test in &mut script.tests {
        all.push(&mut test.span);
        for line in &mut test.lines {
            all.push(&mut line.span);
            all.extend(&mut line.gaps);
            let LineKind::Bot(bubble) = &mut line.kind else { continue };
            all.extend(bubble.labels.iter_mut().flatten().map(|label| &mut label.span));
            for card in &mut bubble.cards {
                all.push(&mut card.span);
                all.extend(card.labels.iter_mut().flatten().map(|label| &mut label.span));
            }
        }
    }
    all
}

pub(crate) fn script() -> impl Strategy<Value = Script> {
    prop::collection::vec(test(), 0..3).prop_map(|tests| Script { tests })
}

fn test() -> impl Strategy<Value = Test> {
    let lines = prop::collection::vec(kind(), 1..8);
    (word(), lines).prop_map(|(title, kinds)| {
        let lines = kinds
            .into_iter()
            .map(|kind| Line { span: Span::default(), kind, gaps: vec![] })
            .collect();
        Test { title, span: Span::default(), lines }
    })
}

/// A text with everything in it that could be taken for something else.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zé漢🍕]{1,4}".boxed(),
        prop::sample::select(vec![
            " ", "  #", "#", "\"", "\\", "\n", "\r", "\t", "|", " | ", "~", "/", "...", "nothing",
            "not ", "one of ", "[", "]", "->", " -> ", "card:", "2. ", ": ", "n", "none", "true",
            "3", ",", ";", "=", "{", "}", "\u{a0}", "\u{7}",
        ])
        .prop_map(str::to_owned)
        .boxed(),
    ];
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.concat())
}

/// A text for brackets, which have no way to write a carriage return.
fn label_text() -> impl Strategy<Value = String> {
    text()
}

/// A word that needs no care.
fn word() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_/.]{0,6}[a-z]"
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|n| json!(n)),
        Just(json!(2.5)),
        text().prop_map(Value::String),
        Just(Value::String(String::new())),
        prop::collection::vec(text(), 0..3).prop_map(|texts| json!(texts)),
        text().prop_map(|text| json!({"key": {text: 1}})),
    ]
}

fn kind() -> impl Strategy<Value = LineKind> {
    prop_oneof![
        word().prop_map(LineKind::Include),
        prop::collection::vec(given(), 1..4).prop_map(LineKind::Given),
        answer().prop_map(|answer| LineKind::Given(vec![Given::Answers(answer)])),
        act().prop_map(LineKind::You),
        (word(), value()).prop_map(|(name, value)| LineKind::App(name, json!({"with": value}))),
        text().prop_map(LineKind::Person),
        (1..u64::from(u32::MAX)).prop_map(|ms| LineKind::After(Millis(ms))),
        bubble().prop_map(LineKind::Bot),
        Just(LineKind::Nothing),
        prop::collection::vec(claim(), 1..4).prop_map(LineKind::Then),
    ]
}

fn given() -> impl Strategy<Value = Given> {
    let path = ("(user|chat|env)", word())
        .prop_map(|(life, name)| format!("{life}.{}", name.replace('/', "_")));
    prop_oneof![
        (path, value()).prop_map(|(path, value)| Given::Var(path, value)),
        (0..4_000_000_000_000_i64).prop_map(|at| Given::Now(Clock::Is(Timestamp(at)))),
        (0..4_000_000_000_000_i64).prop_map(|at| Given::Now(Clock::Shows(shown(at)))),
        "[a-z]{2}(_[A-Z]{2})?".prop_map(Given::Locale),
        prop::collection::vec(1..9_u32, 1..3).prop_map(Given::Pick),
        any::<u32>().prop_map(Given::GraphFails),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let status = (100..600_u16, prop::option::of(value()))
        .prop_map(|(status, body)| Reply::Status { status, body });
    let reply = prop_oneof![status, Just(Reply::Timeout), Just(Reply::Nothing)];
    ("[A-Z]{3,6}", word(), reply).prop_map(|(method, path, reply)| Answer {
        method,
        url: format!("https://x.example/{path}"),
        reply,
    })
}

fn act() -> impl Strategy<Value = Act> {
    let nth = (word(), prop::option::of(1..9_u32)).prop_map(|(label, nth)| Act::Tap { label, nth });
    prop_oneof![
        text().prop_map(Act::Say),
        prop::collection::vec(text(), 1..4).prop_map(Act::SayEach),
        text().prop_map(|label| Act::Tap { label, nth: None }),
        nth,
        prop::option::of(word()).prop_map(Act::Start),
        word().prop_map(Act::Open),
        prop::collection::vec(sent(), 1..4).prop_map(Act::Send),
        Just(Act::React("👍".to_owned())),
        text().prop_map(Act::Comment),
        value().prop_map(|value| Act::Post(json!({"message": value}))),
    ]
}

fn sent() -> impl Strategy<Value = Sent> {
    prop_oneof![
        word().prop_map(Sent::Image),
        word().prop_map(Sent::Video),
        word().prop_map(Sent::Audio),
        word().prop_map(Sent::File),
        Just(Sent::Sticker),
        (-90.0..90.0, -180.0..180.0).prop_map(|(lat, lon)| Sent::Location(lat, lon)),
    ]
}

fn claim() -> impl Strategy<Value = Claim> {
    let name = "[a-eg-z][a-z0-9_]{0,5}";
    let called = ("[A-Z]{3,6}", word(), prop::option::of(0..5_u32))
        .prop_map(|(method, path, times)| Claim::Called { method, path, times });
    prop_oneof![
        (name, any::<bool>()).prop_map(|(name, over)| {
            Claim::Flow(name.as_str().into(), if over { Ended::Yes } else { Ended::No })
        }),
        (name, value()).prop_map(|(name, value)| Claim::Var(name, value)),
        word().prop_map(Claim::Tag),
        called,
        word().prop_map(Claim::Tracked),
        word().prop_map(Claim::Notified),
        Just(Claim::HandedOver),
    ]
}

fn bubble() -> impl Strategy<Value = Bubble> {
    let speaker = prop::option::of("[A-Z][a-z]{1,5}");
    let labels = prop::option::of(labels());
    (speaker, any::<bool>(), expect(), labels, prop::collection::vec(card(), 0..3)).prop_map(
        |(speaker, privately, expect, labels, cards)| {
            let expect =
                if expect == Expect::Cards && cards.is_empty() { Expect::Any } else { expect };
            Bubble { speaker, privately, expect, labels, cards }
        },
    )
}

fn expect() -> impl Strategy<Value = Expect> {
    let kinds = vec![MediaKind::Image, MediaKind::Video, MediaKind::Audio, MediaKind::File];
    let media = (prop::sample::select(kinds), prop::collection::vec(text(), 1..3));
    prop_oneof![
        text().prop_map(Expect::Exact),
        Just(Expect::Exact(String::new())),
        text().prop_map(Expect::Contains),
        "[a-z .#|/]{1,12}".prop_map(Expect::Regex),
        prop::collection::vec(text(), 1..4).prop_map(Expect::OneOf),
        text().prop_map(Expect::Not),
        Just(Expect::Any),
        media.prop_map(|(kind, sources)| Expect::Media(kind, sources)),
        value().prop_map(|value| Expect::Raw(json!({"text": value}))),
        Just(Expect::Cards),
    ]
}

fn labels() -> impl Strategy<Value = Vec<Label>> {
    let label = (label_text(), prop::option::of(label_text()));
    let label = label.prop_map(|(text, leads)| Label { span: Span::default(), text, leads });
    prop::collection::vec(label, 1..4)
}

fn card() -> impl Strategy<Value = Card> {
    let parts = prop::collection::vec(label_text(), 1..4);
    (parts, prop::option::of(labels())).prop_map(|(parts, labels)| Card {
        span: Span::default(),
        parts,
        labels,
    })
}

/// What a clock at Greenwich shows.
fn shown(at: i64) -> jiff::civil::DateTime {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap())
}
