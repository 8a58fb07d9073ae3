//! What stands behind `You tap:`, `You send:`, `After:` and their like.

use crate::script::line::{Act, LineKind, Sent};
use crate::script::mistake::{Read, mistake};
use crate::script::reader::Piece;
use crate::script::text;
use crate::time::Millis;
use crate::words::name::Value;

/// The units of a duration, longest first, in milliseconds.
pub(super) const UNITS: [(&str, u64); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// `6h`, `1d 2h`, `90s`.
pub(super) fn duration(piece: Piece<'_>) -> Read<Millis> {
    let unclear = || {
        mistake(piece.span, "How long?").label("like 30s, 15m, 2h, 1d or 1h 30m").fix("After: 6h")
    };
    let parts: Option<Vec<u64>> = piece.text.split_whitespace().map(span_of).collect();
    let sum = parts.and_then(|parts| parts.into_iter().try_fold(0_u64, u64::checked_add));
    match sum {
        Some(sum) if sum > 0 => Ok(Millis(sum)),
        Some(_) | None => Err(unclear()),
    }
}

fn span_of(part: &str) -> Option<u64> {
    let digits = part.find(|letter: char| !letter.is_ascii_digit())?;
    let (count, unit) = part.split_at_checked(digits)?;
    let (_, length) = UNITS.iter().find(|(name, _)| *name == unit)?;
    count.parse::<u64>().ok()?.checked_mul(*length)
}

/// `ref=spring`, or nothing.
pub(super) fn reference(piece: Piece<'_>) -> Read<Option<String>> {
    match piece.strip_prefix("ref=") {
        Some(reference) => Ok(Some(reference.text.to_owned())),
        None if piece.is_empty() => Ok(None),
        None => Err(mistake(piece.span, "Which reference?").fix("You start: ref=spring")),
    }
}

pub(super) fn open(piece: Piece<'_>) -> Read<Act> {
    let missing = || mistake(piece.span, "Which reference?").fix("You open: ref=spring");
    reference(piece)?.map(Act::Open).ok_or_else(missing)
}

/// `Label`, or `2. Label`.
pub(super) fn tap(piece: Piece<'_>) -> Read<Act> {
    if piece.is_empty() {
        return Err(mistake(piece.span, "Which label?").fix("You tap: Yes"));
    }
    if piece.text.starts_with('"') {
        let whole = text::quoted(piece.text).filter(|(_, len)| *len == piece.text.len());
        let unclosed = || mistake(piece.span, "This quote is not closed at the end");
        return whole.map(|(label, _)| Act::Tap { label, nth: None }).ok_or_else(unclosed);
    }
    let numbered = piece.split_once(". ").and_then(|(number, label)| {
        let digits = number.text.bytes().all(|byte| byte.is_ascii_digit());
        let nth = number.text.parse::<u32>().ok().filter(|nth| digits && *nth > 0)?;
        (!label.is_empty()).then_some((nth, label))
    });
    Ok(match numbered {
        Some((nth, label)) => Act::Tap { label: label.text.to_owned(), nth: Some(nth) },
        None => Act::Tap { label: piece.text.to_owned(), nth: None },
    })
}

/// `image cat.jpg`, `location 48.1,11.5 | sticker`.
pub(super) fn send(piece: Piece<'_>) -> Read<Vec<Sent>> {
    piece.split_outside('|').into_iter().map(one).collect()
}

fn one(piece: Piece<'_>) -> Read<Sent> {
    let (kind, what) = piece.split_once(" ").unwrap_or((piece, piece.from(piece.text.len())));
    let named = !what.is_empty();
    match kind.text {
        "image" if named => Ok(Sent::Image(what.text.to_owned())),
        "video" if named => Ok(Sent::Video(what.text.to_owned())),
        "audio" if named => Ok(Sent::Audio(what.text.to_owned())),
        "file" if named => Ok(Sent::File(what.text.to_owned())),
        "sticker" if !named => Ok(Sent::Sticker),
        "location" => location(what),
        _ => Err(mistake(piece.span, "What is sent?")
            .label("image, video, audio or file with a name; sticker; location")
            .fix("You send: image cat.jpg")),
    }
}

fn location(piece: Piece<'_>) -> Read<Sent> {
    let degrees = |piece: Piece<'_>| piece.text.parse::<f64>().ok().filter(|n| n.is_finite());
    let found = piece.split_once(",").and_then(|(lat, lon)| degrees(lat).zip(degrees(lon)));
    let unclear = || mistake(piece.span, "Where?").fix("You send: location 48.1,11.5");
    found.map(|(lat, lon)| Sent::Location(lat, lon)).ok_or_else(unclear)
}

/// `order_shipped {"id": 7}`.
pub(super) fn app(piece: Piece<'_>) -> Read<LineKind> {
    let (name, with) = piece.split_once(" ").unwrap_or((piece, piece.from(piece.text.len())));
    let values = if with.is_empty() {
        Some(Value::Object(serde_json::Map::new()))
    } else {
        serde_json::from_str::<Value>(with.text).ok().filter(Value::is_object)
    };
    match values {
        Some(values) if !name.is_empty() => Ok(LineKind::App(name.text.to_owned(), values)),
        Some(_) | None => Err(mistake(piece.span, "A name and its values are wanted here")
            .fix("App: order_shipped {\"id\": 7}")),
    }
}
