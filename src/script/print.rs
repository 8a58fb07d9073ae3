//! Writes the notation, one way only: reading what it wrote gives the same script.

use crate::script::Script;
use crate::script::act::UNITS;
use crate::script::bubble::{Bubble, Expect};
use crate::script::label::{print_card, print_labels};
use crate::script::line::{Act, Claim, Clock, Ended, Given, LineKind, Reply, Sent};
use crate::script::text::{is_plain, print_alternatives, print_value, quote, quote_lines};
use crate::time::Millis;
use crate::words::name::Value;
use crate::words::reply::MediaKind;

/// The whole file.
#[must_use]
pub fn print(script: &Script) -> String {
    let tests = script.tests.iter().map(|test| {
        let lines = test.lines.iter().map(|each| line(&each.kind) + "\n");
        format!("# {}\n{}", test.title, lines.collect::<String>())
    });
    tests.collect::<Vec<_>>().join("\n")
}

/// One line, with the lines of its labels, without the end of the last one.
#[must_use]
pub fn line(kind: &LineKind) -> String {
    match kind {
        LineKind::Include(path) => format!("Include: {path}"),
        LineKind::Given(items) => format!("Given: {}", list(items, given, ", ")),
        LineKind::You(act) => you(act),
        LineKind::App(name, with) => format!("App: {name} {with}"),
        LineKind::Person(text) => format!("Person: {}", plain_or_quoted(text)),
        LineKind::After(span) => format!("After: {}", duration(*span)),
        LineKind::Bot(bubble) => bot(bubble),
        LineKind::Nothing => "Bot: nothing".to_owned(),
        LineKind::Then(claims) => format!("Then: {}", list(claims, claim, "; ")),
    }
}

fn list<T>(items: &[T], print: fn(&T) -> String, separator: &str) -> String {
    items.iter().map(print).collect::<Vec<_>>().join(separator)
}

fn plain_or_quoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quote_lines(text) }
}

fn you(act: &Act) -> String {
    match act {
        Act::Say(text) => format!("You: {}", plain_or_quoted(text)),
        Act::SayEach(texts) => format!("You say each of: {}", print_alternatives(texts)),
        Act::Tap { label, nth: Some(nth) } => format!("You tap: {nth}. {label}"),
        Act::Tap { label, nth: None } => format!("You tap: {}", tapped(label)),
        Act::Start(None) => "You start".to_owned(),
        Act::Start(Some(reference)) => format!("You start: ref={reference}"),
        Act::Open(reference) => format!("You open: ref={reference}"),
        Act::Send(sent) => format!("You send: {}", list(sent, send, " | ")),
        Act::React(reaction) => format!("You react: {reaction}"),
        Act::Comment(text) => format!("You comment: {}", plain_or_quoted(text)),
        Act::Post(json) => format!("You post: {json}"),
    }
}

/// A label that begins like `2. ` is quoted, or it would be the second of its name.
fn tapped(label: &str) -> String {
    let numbered = label.starts_with(|letter: char| letter.is_ascii_digit());
    if is_plain(label) && !numbered { label.to_owned() } else { quote(label) }
}

fn send(sent: &Sent) -> String {
    match sent {
        Sent::Image(name) => format!("image {name}"),
        Sent::Video(name) => format!("video {name}"),
        Sent::Audio(name) => format!("audio {name}"),
        Sent::File(name) => format!("file {name}"),
        Sent::Sticker => "sticker".to_owned(),
        Sent::Location(lat, lon) => format!("location {lat},{lon}"),
    }
}

/// A value, as `Given:` and `Then:` write it.
#[must_use]
pub fn value(value: &Value) -> String {
    print_value(value)
}

fn given(given: &Given) -> String {
    match given {
        Given::Var(path, value) => format!("{path} = {}", print_value(value)),
        Given::Now(at) => format!("now = {}", clock(*at)),
        Given::Locale(locale) => format!("locale = {locale}"),
        Given::Answers(answer) => {
            let reply = match &answer.reply {
                Reply::Status { status, body: Some(body) } => format!("{status} {body}"),
                Reply::Status { status, body: None } => status.to_string(),
                Reply::Timeout => "timeout".to_owned(),
                Reply::Nothing => "nothing".to_owned(),
            };
            format!("{} {} answers {reply}", answer.method, answer.url)
        }
        Given::Pick(arms) => format!("pick {}", list(arms, u32::to_string, ", ")),
        Given::GraphFails(code) => format!("Graph fails with {code}"),
    }
}

fn clock(told: Clock) -> String {
    let civil = match told {
        Clock::Is(at) => return at.to_string(),
        Clock::Shows(civil) => civil,
    };
    let minutes = civil.second() == 0 && civil.subsec_nanosecond() == 0;
    if minutes { civil.strftime("%Y-%m-%d %H:%M").to_string() } else { civil.to_string() }
}

/// A length of time: `1h 30m`.
#[must_use]
pub fn duration(span: Millis) -> String {
    let mut rest = span.0;
    let mut parts = Vec::new();
    for (unit, length) in UNITS {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    parts.join(" ")
}

fn claim(claim: &Claim) -> String {
    match claim {
        Claim::Flow(name, Ended::Yes) => format!("flow is {name} ended"),
        Claim::Flow(name, Ended::No) => format!("flow is {name}"),
        Claim::Var(path, value) => format!("{path} is {}", print_value(value)),
        Claim::Tag(tag) => format!("user.tags has {tag}"),
        Claim::Called { method, path, times } => match times {
            None => format!("called {method} {path}"),
            Some(1) => format!("called {method} {path} once"),
            Some(times) => format!("called {method} {path} {times} times"),
        },
        Claim::Tracked(name) => format!("tracked {name}"),
        Claim::Notified(name) => format!("notified {name}"),
        Claim::HandedOver => "handed over".to_owned(),
    }
}

fn bot(bubble: &Bubble) -> String {
    pieces(bubble).join("\n")
}

/// A bubble in pieces, each on lines of its own: what is said, then labels and cards.
#[must_use]
pub fn pieces(bubble: &Bubble) -> Vec<String> {
    let speaker = bubble.speaker.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let privately = if bubble.privately { " privately" } else { "" };
    let (kind, expected) = expect(&bubble.expect);
    let mut lines =
        vec![format!("Bot{speaker}{privately}{kind}: {expected}").trim_end().to_owned()];
    let indented = |text: String| format!("     {text}");
    lines.extend(bubble.labels.as_deref().map(print_labels).map(indented));
    for card in &bubble.cards {
        lines.push(indented(print_card(card)));
        lines.extend(card.labels.as_deref().map(print_labels).map(indented));
    }
    lines
}

/// The words behind `Bot`, and what stands behind the colon.
fn expect(expect: &Expect) -> (&'static str, String) {
    match expect {
        Expect::Exact(text) => ("", exact(text)),
        Expect::Contains(text) => ("", format!("~ {}", inner(text))),
        Expect::Regex(regex) => ("", format!("/{regex}/")),
        Expect::OneOf(texts) => ("", format!("one of {}", print_alternatives(texts))),
        Expect::Not(text) => ("", format!("not {}", inner(text))),
        Expect::Any => ("", "...".to_owned()),
        Expect::Media(kind, sources) => (media(*kind), print_alternatives(sources)),
        Expect::Raw(json) => (" raw", json.to_string()),
        Expect::Cards => ("", String::new()),
    }
}

fn media(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => " image",
        MediaKind::Video => " video",
        MediaKind::Audio => " audio",
        MediaKind::File => " file",
    }
}

fn inner(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quote(text) }
}

/// Quoted, where the words alone would mean something else.
fn exact(text: &str) -> String {
    let special = ["~", "/", "one of ", "not "].iter().any(|start| text.starts_with(start))
        || ["nothing", "...", "…"].contains(&text);
    if is_plain(text) && !special { text.to_owned() } else { quote_lines(text) }
}
