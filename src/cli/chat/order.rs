//! What a line of `chat` means: words for the bot, or an order that begins with `/`.

use crate::bot::Bot;
use crate::script::line::{Act, Given, LineKind};
use crate::script::parse::parse;
use crate::source::SourceId;
use crate::words::name::Locale;

/// Every order, with what it takes.
pub(super) const WORDS: [(&str, &str); 17] = [
    ("/tap", "You tap: "),
    ("/image", "You send: image "),
    ("/video", "You send: video "),
    ("/audio", "You send: audio "),
    ("/file", "You send: file "),
    ("/location", "You send: location "),
    ("/sticker", "You send: sticker"),
    ("/react", "You react: "),
    ("/ref", "You open: ref="),
    ("/wait", "After: "),
    ("/given", "Given: "),
    ("/as", "Given: locale = "),
    ("/start", ""),
    ("/vars", ""),
    ("/why", ""),
    ("/undo", ""),
    ("/reset", ""),
];

/// What `/help` prints.
pub(super) const HELP: &str = "\
/1, /2 …            tap what has that number
/tap Large          tap by its label, also above; /tap 2. Buy is the second \"Buy\"
/start              press Get Started; /start spring comes through a link with ref=spring
/ref spring         come back through such a link
/image cat.jpg      send a picture; /video /audio /file NAME, /sticker, /location 48.1,11.5
/react 👍           react to the bot's last message
/wait 6h            let time pass
/as fr              speak with somebody whose language that is
/given user.x = 1   let something hold, as `Given:` in tests: now = 2026-12-24 17:00 as well
/vars /why          what the bot remembers; why it answered so
/undo /reset        take the last line back; begin anew
/help /quit         this; the end. //menu says \"/menu\" to the bot";

/// What a line means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Order {
    /// Nothing.
    Nothing,
    /// Something happens.
    Do(LineKind),
    /// Show what is remembered.
    Vars,
    /// Show why the last answer came.
    Why,
    /// Take the last line back.
    Undo,
    /// Begin anew.
    Reset,
    /// Show all orders.
    Help,
    /// End.
    Quit,
    /// It makes no sense; why.
    Unclear(String),
}

/// Reads a line; `numbered` are the labels with numbers, from 1.
pub(super) fn read(bot: &Bot, line: &str, numbered: &[(String, u32)]) -> Order {
    let line = line.trim();
    if line.is_empty() {
        return Order::Nothing;
    }
    if let Some(rest) = line.strip_prefix('/').filter(|rest| rest.starts_with('/')) {
        return Order::Do(LineKind::You(Act::Say(rest.to_owned())));
    }
    if !line.starts_with('/') {
        return Order::Do(LineKind::You(Act::Say(line.to_owned())));
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim();
    match word {
        "/vars" => Order::Vars,
        "/why" => Order::Why,
        "/undo" => Order::Undo,
        "/reset" => Order::Reset,
        "/help" if !has(bot, "help") => Order::Help,
        "/quit" | "/exit" => Order::Quit,
        "/start" if rest.is_empty() => Order::Do(LineKind::You(Act::Start(None))),
        "/start" => Order::Do(LineKind::You(Act::Start(Some(reference(rest).to_owned())))),
        "/ref" if !rest.is_empty() => Order::Do(LineKind::You(Act::Open(reference(rest).into()))),
        "/as" => speaks(bot, rest),
        "/tap" => tap(rest, numbered),
        _ => other(bot, (word, rest), line, numbered),
    }
}

fn has(bot: &Bot, name: &str) -> bool {
    bot.settings.commands.iter().any(|(own, _)| own == name)
}

/// `ref=spring` is `spring`.
fn reference(text: &str) -> &str {
    text.strip_prefix("ref=").unwrap_or(text)
}

/// A label, or the number of one.
fn tap(what: &str, numbered: &[(String, u32)]) -> Order {
    let by_label = numbered.iter().any(|(label, _)| label == what);
    match what.parse::<usize>() {
        Ok(number) if !by_label => number_tapped(number, numbered),
        Ok(_) | Err(_) => notation(&format!("You tap: {what}")),
    }
}

fn number_tapped(number: usize, numbered: &[(String, u32)]) -> Order {
    let found = number.checked_sub(1).and_then(|index| numbered.get(index));
    match found {
        Some((label, nth)) => {
            let nth = (*nth > 1).then_some(*nth);
            Order::Do(LineKind::You(Act::Tap { label: label.clone(), nth }))
        }
        None => Order::Unclear(format!("Nothing on the screen has the number {number}.")),
    }
}

/// The visitor's language, one of the bot's.
fn speaks(bot: &Bot, locale: &str) -> Order {
    let all = &bot.settings.locales;
    if locale == "none" || all.iter().any(|own| own.as_str() == locale) {
        return Order::Do(LineKind::Given(vec![Given::Locale(locale.to_owned())]));
    }
    let names: Vec<&str> = all.iter().map(Locale::as_str).collect();
    Order::Unclear(if names.is_empty() {
        "bot.yaml lists no languages; add locales: [en, fr].".to_owned()
    } else {
        format!("The bot speaks {}; write one of them.", names.join(", "))
    })
}

fn other(bot: &Bot, (word, rest): (&str, &str), line: &str, numbered: &[(String, u32)]) -> Order {
    let name = word.trim_start_matches('/');
    if let Ok(number) = name.parse() {
        return number_tapped(number, numbered);
    }
    let known = WORDS.iter().find(|(own, begins)| *own == word && !begins.is_empty());
    if let Some((_, begins)) = known {
        return notation(&format!("{begins}{rest}"));
    }
    if has(bot, name) {
        return Order::Do(LineKind::You(Act::Say(line.to_owned())));
    }
    Order::Unclear(format!("There is no {word}; /help shows what there is."))
}

/// A line of the notation of tests.
fn notation(line: &str) -> Order {
    let (script, mistakes) = parse(SourceId(0), &format!("# chat\n{line}\n"));
    if let Some(mistake) = mistakes.first() {
        let more = if mistake.label.is_empty() { &mistake.fix } else { &mistake.label };
        return Order::Unclear(format!("{} ({more})", mistake.headline));
    }
    let lines = script.tests.into_iter().flat_map(|test| test.lines);
    lines.map(|line| line.kind).next().map_or(Order::Nothing, Order::Do)
}
