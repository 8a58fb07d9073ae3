//! What stands behind `Given:`.

use jiff::civil::DateTime;

use crate::script::line::{Answer, Clock, Given, Reply};
use crate::script::mistake::{Read, mistake};
use crate::script::reader::Piece;
use crate::script::text;
use crate::time::Timestamp;

pub(super) fn parse(piece: Piece<'_>) -> Read<Vec<Given>> {
    if let Some(answer) = answers(piece) {
        return Ok(vec![Given::Answers(answer?)]);
    }
    let mut items: Vec<Piece<'_>> = Vec::new();
    for part in piece.split_outside(',') {
        match items.last_mut().filter(|_| !begins(part)) {
            Some(last) => last.span.end = part.span.end,
            None => items.push(part),
        }
    }
    items.into_iter().map(|item| given(whole(piece, item))).collect()
}

/// The piece of a span that lies in `outer`.
fn whole<'a>(outer: Piece<'a>, item: Piece<'a>) -> Piece<'a> {
    let offset = |at: u32| usize::try_from(at.saturating_sub(outer.span.start)).unwrap_or(0);
    outer.part(offset(item.span.start), offset(item.span.end))
}

/// Whether a part behind a comma is an item of its own, and not the rest of the one before it.
fn begins(piece: Piece<'_>) -> bool {
    piece.text.starts_with("pick ")
        || piece.text.starts_with("Graph ")
        || piece.split_once("=").is_some_and(|(name, _)| is_path(name.text))
}

/// Whether it is a variable's name, with its dots.
pub(super) fn is_path(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.chars().all(fits)
}

fn given(piece: Piece<'_>) -> Read<Given> {
    if let Some(arms) = piece.strip_prefix("pick ") {
        let arms: Option<Vec<u32>> = arms
            .text
            .split(',')
            .map(|arm| arm.trim().parse().ok().filter(|arm| *arm > 0))
            .collect();
        let unclear = || mistake(piece.span, "Which arms?").fix("Given: pick 2, 1");
        return arms.map(Given::Pick).ok_or_else(unclear);
    }
    if let Some(code) = piece.strip_prefix("Graph fails with ") {
        let unclear = || mistake(code.span, "Which code?").fix("Given: Graph fails with 613");
        return code.text.parse().map(Given::GraphFails).ok().ok_or_else(unclear);
    }
    match piece.split_once("=") {
        Some((name, value)) if is_path(name.text) => assigned(name, value),
        Some(_) | None => Err(mistake(piece.span, "I don't understand what is given here")
            .label("a variable = its value, now = …, locale = …, pick …, METHOD address answers …")
            .fix("Given: user.first_name = Ada")),
    }
}

fn assigned(name: Piece<'_>, piece: Piece<'_>) -> Read<Given> {
    let incomplete =
        || mistake(piece.span, "This value is not complete").fix("\"text\", 3, [\"a\"]");
    match name.text {
        "now" => clock(piece),
        "locale" if !piece.is_empty() => Ok(Given::Locale(piece.text.to_owned())),
        path if lives(path) && !piece.is_empty() => text::value(piece.text)
            .map(|value| Given::Var(path.to_owned(), value))
            .ok_or_else(incomplete),
        path if lives(path) => Err(incomplete()),
        _ => Err(mistake(name.span, "This cannot be given")
            .label("user.…, chat.… or env.…; plain variables live only in a run of a flow")
            .fix(format!("Given: user.{} = {}", name.text, piece.text))),
    }
}

fn lives(path: &str) -> bool {
    ["user.", "chat.", "env."].iter().any(|life| path.starts_with(life) && path.len() > life.len())
}

fn clock(piece: Piece<'_>) -> Read<Given> {
    let text = piece.text;
    let moment = || {
        let at = text.parse::<jiff::Timestamp>().ok();
        let at = at.map(|at| Clock::Is(Timestamp(at.as_millisecond())));
        at.or_else(|| DateTime::strptime("%Y-%m-%d %H:%M", text).ok().map(Clock::Shows))
            .or_else(|| text.parse().ok().map(Clock::Shows))
    };
    let unclear = || mistake(piece.span, "What time is it?").fix("Given: now = 2026-12-24 17:00");
    moment().map(Given::Now).ok_or_else(unclear)
}

/// `POST https://… answers 201 {"id": 77}`; none if it is something else.
fn answers(piece: Piece<'_>) -> Option<Read<Answer>> {
    let (method, rest) = piece.split_once(" ")?;
    let (url, answer) = rest.split_once(" answers ")?;
    if method.text.is_empty() || !method.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let (method, url) = (method.text.to_owned(), url.text.to_owned());
    match answer.text.trim() {
        "timeout" => return Some(Ok(Answer { method, url, reply: Reply::Timeout })),
        "nothing" => return Some(Ok(Answer { method, url, reply: Reply::Nothing })),
        _ => {}
    }
    let (status, body) = answer.split_once(" ").unwrap_or((answer, answer.from(answer.text.len())));
    let code = status.text.parse::<u16>().ok().filter(|code| (100..600).contains(code));
    let body =
        if body.is_empty() { Some(None) } else { serde_json::from_str(body.text).ok().map(Some) };
    let unclear = || {
        mistake(answer.span, "What is the answer?")
            .label("a status and perhaps JSON, or `timeout`, or `nothing`: it cannot be reached")
            .fix("answers 201 {\"id\": 77}")
    };
    let reply = code.zip(body).map(|(status, body)| Reply::Status { status, body });
    let read = reply.map(|reply| Answer { method, url, reply });
    Some(read.ok_or_else(unclear))
}
