//! What stands behind `Then:`.

use crate::script::given::is_path;
use crate::script::line::{Claim, Ended};
use crate::script::mistake::{Read, mistake};
use crate::script::reader::Piece;
use crate::script::text;

pub(super) fn parse(piece: Piece<'_>) -> Read<Vec<Claim>> {
    piece.split_outside(';').into_iter().map(claim).collect()
}

fn claim(piece: Piece<'_>) -> Read<Claim> {
    if piece.text == "handed over" {
        return Ok(Claim::HandedOver);
    }
    if let Some(name) = piece.strip_prefix("tracked ") {
        return Ok(Claim::Tracked(name.text.to_owned()));
    }
    if let Some(name) = piece.strip_prefix("notified ") {
        return Ok(Claim::Notified(name.text.to_owned()));
    }
    let found = match piece.strip_prefix("called ") {
        Some(call) => called(call),
        None => state(piece)?,
    };
    found.ok_or_else(|| {
        mistake(piece.span, "I don't understand what should hold here")
            .label("flow is NAME [ended], VARIABLE is VALUE, user.tags has TAG")
            .fix("Then: flow is pizza ended")
    })
}

fn state(piece: Piece<'_>) -> Read<Option<Claim>> {
    if let Some((name, tag)) = piece.split_once(" has ").filter(|(n, _)| n.text == "user.tags") {
        return Ok((!tag.is_empty() && !name.is_empty()).then(|| Claim::Tag(tag.text.to_owned())));
    }
    let Some((name, value)) = piece.split_once(" is ").filter(|(name, _)| is_path(name.text))
    else {
        return Ok(None);
    };
    if name.text == "flow" {
        return Ok(flow(value));
    }
    let incomplete = || mistake(value.span, "This value is not complete").fix("\"text\", 3, none");
    let value = text::value(value.text).ok_or_else(incomplete)?;
    Ok(Some(Claim::Var(name.text.to_owned(), value)))
}

fn flow(piece: Piece<'_>) -> Option<Claim> {
    let mut words = piece.text.split_whitespace();
    let name = words.next().filter(|name| is_path(name))?;
    let ended = match words.next() {
        Some("ended") => Ended::Yes,
        Some(_) => return None,
        None => Ended::No,
    };
    words.next().is_none().then(|| Claim::Flow(name.into(), ended))
}

/// `POST /orders once`.
fn called(piece: Piece<'_>) -> Option<Claim> {
    let mut words = piece.text.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let times = match (words.next(), words.next()) {
        (None, None) => None,
        (Some("once"), None) => Some(1),
        (Some(count), Some("times")) => Some(count.parse().ok()?),
        (Some(_), _) | (None, Some(_)) => return None,
    };
    words.next().is_none().then_some(Claim::Called { method, path, times })
}
