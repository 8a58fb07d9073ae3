//! The `.chat` notation: what is printed reads back as it was, and every mistake points.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

#[path = "script/make.rs"]
mod make;

use jiff::civil::date;
use proptest::prelude::*;
use saywhen::script::bubble::{Expect, Label};
use saywhen::script::line::{Act, Claim, Clock, Ended, Given, LineKind, Sent};
use saywhen::script::parse::parse;
use saywhen::script::print::print;
use saywhen::script::{Script, Test};
use saywhen::source::diagnostic::Diagnostic;
use saywhen::source::{SourceId, Span};
use saywhen::time::Millis;
use serde_json::json;

fn read(text: &str) -> (Script, Vec<Diagnostic>) {
    let (script, mistakes) = parse(SourceId(0), text);
    (make::unplaced(script), mistakes)
}

/// The lines of the only test of a text without mistakes.
fn lines(text: &str) -> Vec<LineKind> {
    let (script, mistakes) = read(&format!("# It\n{text}"));
    assert_eq!(mistakes, [], "{text}");
    assert_eq!(script.tests.len(), 1);
    script.tests[0].lines.iter().map(|line| line.kind.clone()).collect()
}

fn only(text: &str) -> LineKind {
    let lines = lines(text);
    assert_eq!(lines.len(), 1, "{text}");
    lines[0].clone()
}

fn expected(text: &str) -> Expect {
    match only(text) {
        LineKind::Bot(bubble) => bubble.expect,
        other => panic!("{other:?}"),
    }
}

fn said(text: &str) -> LineKind {
    LineKind::You(Act::Say(text.to_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back_as_it_was(script in make::script()) {
        let text = print(&script);
        let (back, mistakes) = read(&text);
        prop_assert!(mistakes.is_empty(), "{}\n{:?}", text, mistakes);
        prop_assert_eq!(back, script, "{}", text);
    }

    #[test]
    fn printing_twice_changes_nothing(script in make::script()) {
        let once = print(&script);
        prop_assert_eq!(print(&read(&once).0), once);
    }

    #[test]
    fn no_text_stops_the_reader_and_spans_lie_in_it(text in "(# T\n)?((You|Bot|Given|Then|After|You tap|Bot raw|Bot image|You send)(:| )?[ \"\\[\\]|/~a-z\\\\{}#=,;:0-9é>-]{0,24}\n){0,8}") {
        let (script, mistakes) = parse(SourceId(0), &text);
        for span in make::spans(&script).into_iter().chain(mistakes.iter().filter_map(|m| m.span)) {
            prop_assert!(text.get(span.range().unwrap()).is_some(), "{span:?} in {text:?}");
        }
    }
}

#[test]
fn the_page_in_the_language_reads() {
    let text = include_str!("script/language.txt");
    let (script, mistakes) = read(text);
    assert_eq!(mistakes, []);
    let titles: Vec<&str> = script.tests.iter().map(|test| test.title.as_str()).collect();
    assert_eq!(titles, ["A pizza in one sentence", "Nobody answers"]);
    assert_eq!(script.tests[1].lines[2].kind, LineKind::After(Millis::from_secs(31 * 60)));
    assert_eq!(
        script.tests[0].lines.last().unwrap().kind,
        LineKind::Then(vec![
            Claim::Flow("pizza".into(), Ended::Yes),
            Claim::Tag("customer".to_owned()),
            Claim::Called { method: "POST".into(), path: "/orders".into(), times: Some(1) },
        ])
    );
}

#[test]
fn two_spaces_and_a_hash_start_a_comment() {
    assert_eq!(lines("You: hi  # a comment\n  # another\n\n"), [said("hi")]);
    assert_eq!(only("You: we are #1"), said("we are #1"));
    assert_eq!(only("You: \"a  # b\"  # c"), said("a  # b"));
    assert_eq!(expected("Bot: /a  # b/  # see x/y"), Expect::Regex("a  # b".into()));
    assert_eq!(
        only("Given: chat.a = \"x  # y\"  # z"),
        LineKind::Given(vec![Given::Var("chat.a".into(), json!("x  # y"))])
    );
}

#[test]
fn a_text_in_quotes_may_have_several_lines() {
    let text = "Bot: \"One\n  two \\\"three\\\"\n\nfour\"  # a comment\n     [Yes]\nYou: hi";
    let lines = lines(text);
    let LineKind::Bot(bubble) = &lines[0] else { panic!() };
    assert_eq!(bubble.expect, Expect::Exact("One\n  two \"three\"\n\nfour".into()));
    assert_eq!(bubble.labels.as_ref().unwrap()[0].text, "Yes");
    assert_eq!(lines[1], said("hi"));
}

#[test]
fn bubbles_are_expected_in_many_ways() {
    assert_eq!(expected("Bot: Hi: you"), Expect::Exact("Hi: you".into()));
    assert_eq!(expected("Bot: ~ Total"), Expect::Contains("Total".into()));
    assert_eq!(expected("Bot: /^a|b$/"), Expect::Regex("^a|b$".into()));
    assert_eq!(expected("Bot: /help"), Expect::Exact("/help".into()));
    assert_eq!(
        expected("Bot: one of a | \"b | c\""),
        Expect::OneOf(vec!["a".into(), "b | c".into()])
    );
    assert_eq!(expected("Bot: not sorry"), Expect::Not("sorry".into()));
    assert_eq!(expected("Bot: nothing like it"), Expect::Exact("nothing like it".into()));
    assert_eq!(expected("Bot: \"nothing\""), Expect::Exact("nothing".into()));
    assert_eq!(expected("Bot: ..."), Expect::Any);
    assert_eq!(only("Bot: nothing"), LineKind::Nothing);
    assert_eq!(
        expected("Bot raw: {\n  \"text\": \"a\"\n}  # it"),
        Expect::Raw(json!({"text": "a"}))
    );
    let LineKind::Bot(bubble) = only("Bot (Ana) privately: hi") else { panic!() };
    assert_eq!((bubble.speaker.as_deref(), bubble.privately), (Some("Ana"), true));
}

#[test]
fn labels_may_stand_on_several_lines_and_lead_somewhere() {
    let text = "Bot: a\n     [A -> b -> pizza.size] [ B\\] ]\n     [C -> https://x.example]  # end";
    let LineKind::Bot(bubble) = only(text) else { panic!() };
    let label = |text: &str, leads: Option<&str>| Label {
        span: Span::default(),
        text: text.into(),
        leads: leads.map(str::to_owned),
    };
    let all = [
        label("A -> b", Some("pizza.size")),
        label("B]", None),
        label("C", Some("https://x.example")),
    ];
    assert_eq!(bubble.labels.unwrap(), all);
}

#[test]
fn labels_below_a_card_are_the_cards() {
    let text = "Bot:\n     [card: Margherita | 9 € | m.jpg]\n     [Buy]\n     [card: Salami]";
    let LineKind::Bot(bubble) = only(text) else { panic!() };
    assert_eq!((bubble.expect, bubble.labels), (Expect::Cards, None));
    assert_eq!(bubble.cards[0].parts, ["Margherita", "9 €", "m.jpg"]);
    assert_eq!(bubble.cards[0].labels.as_ref().unwrap()[0].text, "Buy");
    assert_eq!(bubble.cards[1].labels, None);
}

#[test]
fn visitors_do_many_things() {
    let act = |text: &str| match only(text) {
        LineKind::You(act) => act,
        other => panic!("{other:?}"),
    };
    let tap = |label: &str, nth| Act::Tap { label: label.to_owned(), nth };
    assert_eq!(act("You tap: 2. Buy"), tap("Buy", Some(2)));
    assert_eq!(act("You tap: \"2. Buy\""), tap("2. Buy", None));
    assert_eq!(act("You tap: 2.5 kg"), tap("2.5 kg", None));
    assert_eq!(act("You start"), Act::Start(None));
    assert_eq!(act("You start: ref=spring"), Act::Start(Some("spring".into())));
    assert_eq!(act("You send: location 48.1,-11.5"), Act::Send(vec![Sent::Location(48.1, -11.5)]));
    assert_eq!(act("You say each of: a | b"), Act::SayEach(vec!["a".into(), "b".into()]));
}

#[test]
fn values_are_texts_but_for_plain_numbers_truth_and_json() {
    let text = "Given: chat.a = 1 Main St, Paris, chat.b = 3, chat.c = 0123, chat.d = [1, \"x, chat.y = 2\"], user.e = true, chat.f = \"3\", pick 2, 1, now = 2026-12-24 17:00";
    let var = |path: &str, value| Given::Var(path.to_owned(), value);
    let all = vec![
        var("chat.a", json!("1 Main St, Paris")),
        var("chat.b", json!(3)),
        var("chat.c", json!("0123")),
        var("chat.d", json!([1, "x, chat.y = 2"])),
        var("user.e", json!(true)),
        var("chat.f", json!("3")),
        Given::Pick(vec![2, 1]),
        Given::Now(Clock::Shows(date(2026, 12, 24).at(17, 0, 0, 0))),
    ];
    assert_eq!(only(text), LineKind::Given(all));
}

#[test]
fn what_hangs_on_a_line_that_is_not_understood_is_passed_over() {
    let (script, mistakes) = parse(SourceId(0), "# A\nBto: hi\n     [Yes] [No]\nYou: ok\n");
    assert_eq!(mistakes.len(), 1);
    let Test { lines, .. } = &script.tests[0];
    assert_eq!(lines.len(), 1);
}
