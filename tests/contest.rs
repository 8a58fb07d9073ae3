//! Who wins, and why the others lose (LANGUAGE, "Who wins"; MODEL 5.1 to 5.4): every rule with its
//! losers, as the trace of a turn lists them.
#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a test")]

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine::turn;
use saywhen::source::diagnostic::render_all;
use saywhen::source::{Source, Sources};
use saywhen::time::Timestamp;
use saywhen::words::conversation::{Conversation, Profile};
use saywhen::words::event::{
    Attachment, AttachmentKind, Event, EventKind, Finding, Nlp, Optin, Reaction, Referral, Tap,
    Text, Via,
};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, Value};
use saywhen::words::trace::{Class, Lost};
use saywhen::words::turn::{Dice, Moment, Turn};

const NOON: Timestamp = Timestamp(1_768_478_400_000);

/// A bot whose flows say nothing but their names; `settings` is its `bot.yaml`.
fn bot_with(settings: &str, flows: &[(&str, &str)]) -> Bot {
    let mut text = String::new();
    for (name, keys) in flows {
        text.push_str(&format!("{name}:\n  {}\n  say: {name}\n", keys.replace('\n', "\n  ")));
    }
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let files = vec![file("bot.yaml", settings), file("flows/a.yaml", &text)];
    let sources = Arc::new(Sources::new(files));
    let (bot, told) = Bot::compile(sources.clone());
    bot.unwrap_or_else(|| panic!("{}", render_all(&told, &sources, false)))
}

fn bot(flows: &[(&str, &str)]) -> Bot {
    bot_with("name: test\n", flows)
}

fn event(kind: EventKind) -> Event {
    Event::new(kind)
}

fn text(text: &str) -> Event {
    event(EventKind::Text(Text { text: text.to_owned(), ..Text::default() }))
}

fn tap(payload: &str) -> Event {
    let payload = Some(payload.to_owned());
    event(EventKind::Tap(Tap { payload, label: None, via: Via::Postback }))
}

fn referral(reference: &str, source: &str) -> Event {
    let source = Some(source.to_owned());
    let brought = Referral { reference: reference.to_owned(), source, ..Referral::default() };
    Event { referral: Some(brought), ..event(EventKind::Referral) }
}

fn give(bot: &Bot, before: &Conversation, event: Event) -> Turn {
    let input = Input { seq: 1, at: NOON, kind: InputKind::Visitor(Box::new(event)) };
    let key =
        ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
    turn(bot, before, &input, &Moment { key, now: NOON, dice: Dice::Seed(1), tracing: true })
}

/// Everybody who could have taken it, the best first, each with why it lost; the winner has no reason.
fn contest_of(turn: &Turn) -> Vec<(String, Option<Lost>)> {
    let trace = turn.trace.as_ref().unwrap();
    trace.contest.iter().map(|one| (one.flow.to_string(), one.lost.clone())).collect()
}

#[track_caller]
fn is(bot: &Bot, before: &Conversation, event: Event, expected: &[(&str, Option<Lost>)]) {
    let found = contest_of(&give(bot, before, event));
    let expected: Vec<_> =
        expected.iter().map(|(flow, lost)| ((*flow).to_owned(), lost.clone())).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn wins(bot: &Bot, event: Event, expected: &[(&str, Option<Lost>)]) {
    is(bot, &stranger(), event, expected);
}

fn condition(text: &str) -> Lost {
    Lost::Condition(text.to_owned())
}

#[test]
fn the_stronger_class_wins_whatever_it_covers() {
    let bot = bot(&[
        ("exact", "when: {exact: stop it now}"),
        ("anchored", "when: {regex: '^stop \\w+ now$'}"),
        ("words", "when: stop it"),
        ("like", "when: {like: stoop}"),
        ("meant", "when: {intent: stop}"),
    ]);
    let found =
        Finding { name: "stop".into(), confidence: 1.0, value: Value::Null, more: Value::Null };
    let nlp = Some(Nlp { found: vec![found], locale: None, more: Value::Null });
    let turn = give(&bot, &stranger(), Event { nlp, ..text("Stop it now!") });
    let classes = turn.trace.as_ref().unwrap().contest.iter().map(|one| one.class);
    let order = [Class::Exact, Class::Words, Class::Like, Class::Intent];
    assert_eq!(classes.collect::<Vec<_>>(), order);
    let lost = Some(Lost::Class);
    let expected =
        [("exact", None), ("words", lost.clone()), ("like", lost.clone()), ("meant", lost.clone())];
    assert_eq!(contest_of(&turn), expected.map(|(flow, lost)| (flow.to_owned(), lost)));
    wins(&bot, text("stop xx now"), &[("anchored", None), ("like", lost)]);
}

#[test]
fn more_letters_win_words_summed_and_gaps_not_counted() {
    let bot = bot(&[
        ("phrase", "when: opening hours"),
        ("all", "when: {all: [opening, hours, pizza]}"),
        ("starts", "when: {starts: pizza}"),
        ("some", "when: {any: [hours, times]}"),
    ]);
    let covered = Some(Lost::Covered);
    wins(
        &bot,
        text("pizza and then your opening hours"),
        &[
            ("all", None),
            ("phrase", covered.clone()),
            ("starts", covered.clone()),
            ("some", covered),
        ],
    );
}

#[test]
fn of_equal_matches_the_earlier_wins() {
    let bot = bot(&[("cats", "when: cats"), ("dogs", "when: dogs")]);
    let start = Some(Lost::Start);
    wins(&bot, text("dogs and cats"), &[("dogs", None), ("cats", start.clone())]);
    wins(&bot, text("cats and dogs"), &[("cats", None), ("dogs", start)]);
}

#[test]
fn fewer_typos_win_before_more_letters() {
    let bot =
        bot(&[("long", "when: {like: delivery charges}"), ("short", "when: {like: delivery}")]);
    let message = text("delivery chargs");
    wins(&bot, message, &[("short", None), ("long", Some(Lost::Edits))]);
}

#[test]
fn of_intents_the_surer_wins() {
    let bot = bot(&[
        ("book", "when: {intent: book}"),
        ("thanks", "when: {intent: thanks, min: 0.5}"),
        ("never", "when: {intent: never, min: 0.9}"),
    ]);
    let found = [("thanks", 0.7), ("book", 0.9), ("never", 0.85)];
    let found = found.map(|(name, confidence)| Finding {
        name: name.to_owned(),
        confidence,
        value: Value::Null,
        more: Value::Null,
    });
    let nlp = Some(Nlp { found: found.to_vec(), locale: None, more: Value::Null });
    let message = Event { nlp, ..text("well") };
    wins(&bot, message, &[("book", None), ("thanks", Some(Lost::Confidence))]);
}

#[test]
fn a_tie_is_settled_by_priority_then_by_an_if_then_by_name() {
    let flows = [
        ("a_plain", "when: {regex: 'h.llo'}"),
        ("b_plain", "when: {regex: 'he.lo'}"),
        ("c_if", "when: hello\nif: chat.misses == 0"),
        ("d_low", "when: {regex: 'hel.o'}\nif: chat.misses == 0\npriority: low"),
        ("e_high", "when: {regex: 'hell.'}\npriority: high"),
    ];
    let (has_if, priority) = (Some(Lost::HasIf), Some(Lost::Priority));
    let all = [
        ("e_high", None),
        ("c_if", priority.clone()),
        ("a_plain", priority.clone()),
        ("b_plain", priority.clone()),
        ("d_low", priority.clone()),
    ];
    wins(&bot(&flows), text("hello"), &all);
    let without = &flows[..4];
    let rest =
        [("c_if", None), ("a_plain", has_if.clone()), ("b_plain", has_if), ("d_low", priority)];
    wins(&bot(without), text("hello"), &rest);
    wins(&bot(&flows[..2]), text("hello"), &[("a_plain", None), ("b_plain", Some(Lost::Name))]);
}

#[test]
fn one_whose_if_fails_lets_the_next_one_through() {
    let bot = bot(&[
        ("flow_if", "when: hello there you\nif: chat.misses > 0"),
        ("trigger_if", "when: {exact: hello there you, if: chat.misses > 1}"),
        ("unclear", "when: hello there\nif: event.text | int > 1"),
        ("plain", "when: hello"),
    ]);
    let turn = give(&bot, &stranger(), text("hello there you"));
    let mut contest = contest_of(&turn);
    let (_, why) = contest.remove(2);
    assert!(
        matches!(&why, Some(Lost::Unclear { condition, why })
            if condition == "event.text | int > 1" && !why.is_empty()),
        "{why:?}"
    );
    let expected = [
        ("trigger_if", Some(condition("chat.misses > 1"))),
        ("flow_if", Some(condition("chat.misses > 0"))),
        ("plain", None),
    ];
    assert_eq!(contest, expected.map(|(flow, lost)| (flow.to_owned(), lost)));
}

#[test]
fn the_ifs_of_a_trigger_and_its_flow_must_both_hold_the_triggers_first() {
    let bot = bot(&[("both", "when: {exact: hello, if: chat.misses > 1}\nif: chat.misses > 2")]);
    let lost = [("both", Some(condition("chat.misses > 1")))];
    let hello = || text("hello");
    is(&bot, &Conversation { misses: 1, ..stranger() }, hello(), &lost);
    let lost = [("both", Some(condition("chat.misses > 2")))];
    is(&bot, &Conversation { misses: 2, ..stranger() }, hello(), &lost);
    is(&bot, &Conversation { misses: 3, ..stranger() }, hello(), &[("both", None)]);
}

#[test]
fn conditions_behind_the_winner_are_not_worked_out() {
    let bot = bot(&[
        ("first", "when: {exact: hello}"),
        ("second", "when: hello\nif: event.text | int > 1"),
    ]);
    wins(&bot, text("hello"), &[("first", None), ("second", Some(Lost::Class))]);
}

#[test]
fn a_flow_with_after_takes_part_only_behind_its_topic() {
    let bot = bot(&[
        ("joke", "when: joke"),
        ("why", "when: why\nafter: joke"),
        ("fallback", "when: any message"),
    ]);
    let lost = Some(Lost::After("joke".into()));
    wins(&bot, text("why"), &[("why", lost.clone()), ("fallback", None)]);
    let told = give(&bot, &stranger(), text("joke")).after;
    is(&bot, &told, text("why"), &[("why", None), ("fallback", Some(Lost::Earlier))]);
    let later = give(&bot, &told, text("what")).after;
    is(&bot, &later, text("why"), &[("why", lost), ("fallback", None)]);
}

#[test]
fn a_flow_that_had_its_turn_takes_no_part_unless_it_says_what_else() {
    let bot = bot(&[
        ("coupon", "when: {exact: coupon}\nonce: {per: user}"),
        ("daily", "when: {exact: daily}\nonce: {per: day, else: other}"),
        ("other", "when: coupon"),
        ("fallback", "when: any message"),
    ]);
    let again = |word: &str| give(&bot, &stranger(), text(word)).after;
    let last = ("fallback", Some(Lost::Earlier));
    let coupon = [("coupon", Some(Lost::Once)), ("other", None), last.clone()];
    is(&bot, &again("coupon"), text("coupon"), &coupon);
    is(&bot, &again("daily"), text("daily"), &[("daily", None), last]);
}

#[test]
fn among_equals_the_visitors_language_wins() {
    let bot = bot_with(
        "locales: [en, fr, fr_CA]\n",
        &[
            ("all", "when: chat"),
            ("canadian", "when: {fr_CA: chat}"),
            ("english", "when: {en: chat}"),
            ("french", "when: {fr: chat}"),
        ],
    );
    let speaks = |locale: &str| Conversation { locale: Some(locale.into()), ..stranger() };
    let lost = Some(Lost::Locale);
    let order = |flows: [&'static str; 4]| {
        let [winner, rest @ ..] = flows;
        let mut all = vec![(winner, None)];
        all.extend(rest.map(|loser| (loser, lost.clone())));
        all
    };
    let chat = || text("chat");
    is(&bot, &speaks("fr"), chat(), &order(["french", "canadian", "all", "english"]));
    is(&bot, &speaks("fr_CA"), chat(), &order(["canadian", "french", "all", "english"]));
    is(&bot, &speaks("en_GB"), chat(), &order(["english", "all", "french", "canadian"]));
    wins(&bot, chat(), &order(["all", "english", "french", "canadian"]));
}

#[test]
fn flows_that_interrupt_hold_a_contest_of_their_own_before_all_others() {
    let bot = bot(&[
        ("stop", "when: stop\ninterrupts: true\nif: chat.misses > 0"),
        ("person", "when: [person, {intent: person}]\ninterrupts: true"),
        ("exact", "when: {exact: stop person}"),
    ]);
    let lost = Some(condition("chat.misses > 0"));
    let exact = ("exact", Some(Lost::Earlier));
    wins(&bot, text("stop person"), &[("person", None), ("stop", Some(Lost::Covered)), exact]);
    wins(&bot, text("stop"), &[("stop", lost)]);
}

#[test]
fn fallbacks_with_an_if_come_before_the_one_without() {
    let bot = bot(&[
        ("a_low", "when: any message\nif: chat.misses < 9\npriority: low"),
        ("b_plain", "when: any message"),
        ("c_often", "when: any message\nif: chat.misses >= 3"),
        ("d_high", "when: any message\nif: chat.misses >= 2\npriority: high"),
    ]);
    let (has_if, priority) = (Some(Lost::HasIf), Some(Lost::Priority));
    let missed = |misses| Conversation { misses, ..stranger() };
    let what = || text("what");
    let (thrice, twice) =
        (Some(condition("chat.misses >= 3")), Some(condition("chat.misses >= 2")));
    let first =
        [("d_high", twice), ("c_often", thrice), ("a_low", None), ("b_plain", has_if.clone())];
    wins(&bot, what(), &first);
    let third =
        [("d_high", None), ("c_often", priority.clone()), ("a_low", priority), ("b_plain", has_if)];
    is(&bot, &missed(2), what(), &third);
}

#[test]
fn literal_payloads_win_then_more_letters_then_fewer_captures() {
    let bot = bot(&[
        ("literal", "when: {payload: ORDER/1/x}"),
        ("longer", "when: {payload: 'ORDER/<id>/x'}"),
        ("wide", "when: {payload: 'ORDER/<rest*>'}"),
        ("wider", "when: {payload: '<a>RDER/<b>/<c>'}"),
        ("anything", "when: {payload: '<all*>'}"),
    ]);
    let (class, covered, open) = (Some(Lost::Class), Some(Lost::Covered), Some(Lost::Open));
    let mut expected = vec![
        ("literal", None),
        ("longer", class.clone()),
        ("wide", class.clone()),
        ("wider", class.clone()),
        ("anything", class),
    ];
    wins(&bot, tap("ORDER/1/x"), &expected);
    expected = vec![("wide", None), ("wider", open), ("anything", covered)];
    wins(&bot, tap("ORDER/1/y"), &expected);
}

#[test]
fn of_equal_payloads_the_one_whose_if_holds_wins() {
    let bot = bot(&[
        ("a_plain", "when: {payload: BUY}"),
        ("b_if", "when: {payload: BUY, if: chat.misses == 0}"),
        ("c_no", "when: {payload: BUY}\nif: chat.misses > 0"),
    ]);
    let expected = [("b_if", None), ("c_no", Some(Lost::Name)), ("a_plain", Some(Lost::HasIf))];
    wins(&bot, tap("BUY"), &expected);
}

#[test]
fn references_win_like_payloads_and_the_one_that_says_where_from_before_its_equal() {
    let bot = bot(&[
        ("ads", "when: {referral: 'spring-<who>', source: ADS}"),
        ("some", "when: {referral: 'spring-<who>'}"),
        ("came", "when: {event: referral}"),
        ("literal", "when: {referral: SPRING-me}"),
    ]);
    let (class, open) = (Some(Lost::Class), Some(Lost::Open));
    let told = [("literal", None), ("ads", class.clone()), ("some", class)];
    wins(&bot, referral("spring-ME", "ads"), &told);
    wins(&bot, referral("spring-you", "ADS"), &[("ads", None), ("some", open)]);
    wins(&bot, referral("spring-you", "SHORTLINK"), &[("some", None)]);
    wins(&bot, referral("winter", "SHORTLINK"), &[("came", None)]);
}

#[test]
fn a_tap_with_a_reference_asks_for_that_first_and_get_started_then_for_its_event() {
    let bot = bot(&[
        ("reference", "when: {referral: spring}\nif: chat.misses > 0"),
        ("payload", "when: {payload: 'GET_<what>'}\nif: chat.misses > 0"),
        ("started", "when: {event: get_started}"),
    ]);
    let brought = Referral { reference: "spring".into(), ..Referral::default() };
    let start = Event { referral: Some(brought), ..tap("GET_STARTED") };
    let no = Some(condition("chat.misses > 0"));
    wins(&bot, start.clone(), &[("reference", no.clone()), ("payload", no), ("started", None)]);
    let quick = Tap { payload: Some("GET_STARTED".into()), label: None, via: Via::QuickReply };
    let reply = Event { kind: EventKind::Tap(quick), ..start };
    let no = Some(condition("chat.misses > 0"));
    wins(&bot, reply, &[("payload", no), ("started", None)]);
}

#[test]
fn an_event_that_is_named_more_closely_wins() {
    let bot = bot(&[
        ("some", "when: {event: reaction}"),
        ("heart", "when: {event: reaction, emoji: ❤}"),
        ("news", "when: {event: optin, payload: 'NEWS/<what>'}"),
        ("optin", "when: {event: optin}"),
        ("todays", "when: {event: optin, payload: NEWS/today}"),
    ]);
    let class = Some(Lost::Class);
    let emoji = Some("❤\u{fe0f}".to_owned());
    let heart = EventKind::Reaction(Reaction { added: true, name: Some("love".into()), emoji });
    wins(&bot, event(heart), &[("heart", None), ("some", class.clone())]);
    let optin = |payload: &str| {
        let (payload, more) = (Some(payload.to_owned()), Value::Null);
        event(EventKind::Optin(Optin { kind: None, reference: None, payload, token: None, more }))
    };
    let all = [("todays", None), ("news", class.clone()), ("optin", class)];
    wins(&bot, optin("NEWS/today"), &all);
    wins(&bot, optin("NEWS/sport"), &[("news", None), ("optin", Some(Lost::Covered))]);
}

#[test]
fn the_first_attachment_with_a_flow_of_its_own_wins() {
    let bot = bot(&[
        ("some", "when: {event: attachment}"),
        ("film", "when: {event: video}"),
        ("picture", "when: {event: image}\nif: chat.misses > 0"),
    ]);
    let one = |kind| Attachment {
        kind,
        url: None,
        title: None,
        place: None,
        sticker: None,
        more: Value::Null,
    };
    let kinds = [AttachmentKind::Reel, AttachmentKind::Image, AttachmentKind::Video];
    let sent = event(EventKind::Attachments(kinds.map(one).to_vec()));
    let expected = [
        ("picture", Some(condition("chat.misses > 0"))),
        ("film", None),
        ("some", Some(Lost::Class)),
    ];
    wins(&bot, sent, &expected);
}

#[test]
fn without_tracing_nothing_is_listed_and_the_same_flow_wins() {
    let bot = bot(&[("cats", "when: cats"), ("dogs", "when: dogs")]);
    let input = Input { seq: 1, at: NOON, kind: InputKind::Visitor(Box::new(text("dogs, cats"))) };
    let key =
        ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor: "2".into() };
    let at = Moment { key, now: NOON, dice: Dice::Seed(1), tracing: false };
    let quiet = turn(&bot, &stranger(), &input, &at);
    assert_eq!(quiet.trace, None);
    let traced = give(&bot, &stranger(), text("dogs, cats"));
    assert_eq!((&quiet.outcome, &quiet.replies), (&traced.outcome, &traced.replies));
}

/// A visitor of whom Meta tells nothing, whenever that was asked.
fn stranger() -> Conversation {
    let profile = Profile::Silent { at: Timestamp(i64::MAX) };
    Conversation { profile, ..Conversation::default() }
}
