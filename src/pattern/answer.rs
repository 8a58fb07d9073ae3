//! Answers as people write them: what a message says, if a number, a date or yes was asked for.
//!
//! Pure and linear: no clock, no I/O; [`Hint`] says what time it is for the visitor and which
//! languages are read. A value is found in three ways, from strict to free:
//!
//! * [`exactly`]: the whole message is yes or no;
//! * [`whole`]: nothing but the value, filler words and punctuation. Here a value need not show what
//!   it is: "9" is a time if a time was asked for;
//! * [`all`]: every stretch that shows what it is, among any other words: "at 9", "9 pm". A message
//!   that is [`whole`] has exactly one.
//!
//! What could mean two things is no answer.

mod amount;
mod compose;
mod date;
mod datetime;
mod decimal;
mod denial;
mod duration;
mod email;
mod figures;
mod hour;
mod integer;
mod language;
mod languages;
mod lexicon;
pub mod locale;
mod meaning;
mod minutes;
mod money;
mod number;
mod numeral;
mod phone;
pub mod place;
mod reading;
mod scan;
mod time;
mod tokens;
mod url;
mod yes_no;

use std::cmp::Ordering;
use std::ops::Range;

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::place::Place;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::pattern::fold::Message;
use crate::words::name::{Locale, Value};

/// A kind of answer that words can give (LANGUAGE, "`ask` types").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Anything; never looked for, because everything is one.
    Text,
    /// `true` or `false`.
    YesNo,
    /// A whole number of at most 64 bits.
    Integer,
    /// A number, with decimals perhaps; whole ones are JSON integers.
    Number,
    /// A number without its currency.
    Money,
    /// An e-mail address as typed.
    Email,
    /// A phone number as E.164 has it: `+4930123456`.
    Phone,
    /// An address in the web, with its scheme.
    Url,
    /// A day: `2026-12-24`.
    Date,
    /// A time of day: `09:00`.
    Time,
    /// A day and a time of day: `2026-12-24T09:00`.
    DateTime,
    /// A length of time as authors write it, largest units first: `1h 30m`.
    Duration,
}

/// What is known about who wrote a message, and when.
#[derive(Clone, Copy, Debug)]
pub struct Hint<'a> {
    /// The visitor's own date and time.
    pub now: jiff::civil::DateTime,
    /// The visitor's locale, then the bot's. Words of their languages count; among equally good
    /// readings the first wins, as it does for the order of day and month and the decimal point.
    pub locales: &'a [Locale],
    /// ISO 3166: whose phone numbers need no `+`, and who writes the month first.
    /// [`locale::country`] finds it in a locale.
    pub country: Option<&'a str>,
    /// The country where the clock is that the visitor goes by: whose phone numbers need no `+`
    /// either, if no locale's can be meant.
    pub home: Option<&'a str>,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The value, as variables hold it.
    pub value: Value,
    /// Its bytes in [`Message::typed`], filler words not included.
    pub at: Range<usize>,
}

/// Yes or no, if the message is nothing else (MODEL 5.3.1); no other type is taken this early.
#[must_use]
pub fn exactly(kind: Type, message: &Message, hint: &Hint<'_>) -> Option<Value> {
    if kind != Type::YesNo {
        return None;
    }
    let reading = Reading::new(&message.typed, hint, Company::Alone);
    scan::only(&reading, yes_no::at)
}

/// The value, if there is nothing else in the message but filler words (MODEL 5.3.4).
#[must_use]
pub fn whole(kind: Type, message: &Message, hint: &Hint<'_>) -> Option<Value> {
    alone(kind, message, hint).map(|found| found.value)
}

/// Read in one language after the other, the visitor's first: nobody mixes them, and a word of one
/// is often another word of the next.
fn alone(kind: Type, message: &Message, hint: &Hint<'_>) -> Option<Found> {
    one_by_one(hint)
        .find_map(|hint| scan::alone(&Reading::new(&message.typed, &hint, Company::Alone), kind))
}

/// The hint for each language on its own; itself, if it names none.
fn one_by_one<'a>(hint: &Hint<'a>) -> impl Iterator<Item = Hint<'a>> {
    let whole = *hint;
    let locales = hint.locales;
    let none = locales.is_empty().then_some(*hint);
    none.into_iter().chain(locales.chunks(1).map(move |locales| Hint { locales, ..whole }))
}

/// Every stretch of the message that is clearly a value, from left to right (MODEL 5.3.7, 5.5).
///
/// Yes and no count once each, however often they are said. The stretch of a message that is
/// nothing but an answer is that answer.
#[must_use]
pub fn all(kind: Type, message: &Message, hint: &Hint<'_>) -> Vec<Found> {
    if let Some(found) = alone(kind, message, hint) {
        return vec![found];
    }
    let scattered = |(nth, hint): (usize, Hint<'_>)| {
        let reading = Reading::new(&message.typed, &hint, Company::Words);
        let mut found = scan::scattered(&reading, kind);
        found.retain(|found| nth == 0 || is_plain(message.typed.get(found.at.clone())));
        (!found.is_empty()).then_some(found)
    };
    one_by_one(hint).enumerate().find_map(scattered).unwrap_or_default()
}

/// Whether a stretch among the words of another language can hardly be one of those words: short ones
/// are, such as `once` and `sam`.
fn is_plain(stretch: Option<&str>) -> bool {
    let stretch = stretch.unwrap_or_default();
    let short = stretch.is_ascii() && stretch.len() < SURE_LETTERS_MIN;
    !short || stretch.contains(|letter: char| letter.is_numeric())
}

/// Letters of a word that is taken for one of another language than the visitor's.
const SURE_LETTERS_MIN: usize = 5;

/// The value of a text that an author wrote for `min`, `max` or `default`.
///
/// Numbers are read as machines write them (`1.5`) before they are read as people do.
#[must_use]
pub fn parse(kind: Type, text: &str, hint: &Hint<'_>) -> Option<Value> {
    let message = Message::new(text);
    match kind {
        Type::Text => return Some(Value::from(message.typed)),
        Type::Integer => {
            if let Ok(number) = message.typed.parse::<i64>() {
                return Some(Value::from(number));
            }
        }
        Type::Number | Type::Money => {
            let number = serde_json::from_str::<Value>(&message.typed).ok();
            if let Some(number) = number.as_ref().and_then(Decimal::of_json) {
                return number.json();
            }
        }
        Type::YesNo
        | Type::Email
        | Type::Phone
        | Type::Url
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Duration => {}
    }
    let reading = Reading::new(&message.typed, hint, Company::Author);
    scan::alone(&reading, kind).map(|found| found.value)
}

/// The order of two values of a type; none where it has no order, or one is not of the type.
#[must_use]
pub fn compare(kind: Type, one: &Value, other: &Value) -> Option<Ordering> {
    let texts = || Some((one.as_str()?, other.as_str()?));
    match kind {
        Type::Integer | Type::Number | Type::Money => {
            Decimal::of_json(one)?.partial_cmp(&Decimal::of_json(other)?)
        }
        Type::Date => order::<jiff::civil::Date>(texts()?),
        Type::Time => order::<jiff::civil::Time>(texts()?),
        Type::DateTime => order::<jiff::civil::DateTime>(texts()?),
        Type::Duration => {
            let (one, other) = texts()?;
            Some(duration::seconds(one)?.cmp(&duration::seconds(other)?))
        }
        Type::Text | Type::YesNo | Type::Email | Type::Phone | Type::Url => None,
    }
}

/// The seconds of a length of time that was read: `1h 30m`.
#[must_use]
pub fn seconds(duration: &str) -> Option<i64> {
    duration::seconds(duration)
}

/// The order of two texts as what they are read as.
fn order<T: std::str::FromStr + Ord>((one, other): (&str, &str)) -> Option<Ordering> {
    Some(one.parse::<T>().ok()?.cmp(&other.parse::<T>().ok()?))
}

/// Whether the message says that a list is complete.
#[must_use]
pub fn is_done(message: &Message, hint: &Hint<'_>) -> bool {
    let reading = Reading::new(&message.typed, hint, Company::Alone);
    scan::is_done(&reading)
}

/// The words of a text that say something: all but the filler words of the hint's languages.
///
/// Writing without spaces comes in runs, without the filler at its beginning and end.
#[must_use]
pub fn telling(text: &str, hint: &Hint<'_>) -> Vec<String> {
    scan::telling(&Reading::new(text, hint, Company::Alone))
}

/// Which stretches of a text, from left to right, it says are not meant: "no ham, please".
#[must_use]
pub fn denied(text: &str, stretches: &[Range<usize>], hint: &Hint<'_>) -> Vec<bool> {
    let reading = Reading::new(text, hint, Company::Words);
    let pieces = stretches.iter().map(|stretch| reading.pieces(stretch));
    denial::denied(&reading, &pieces.collect::<Vec<_>>())
}

/// The places among several things that a message is nothing but: "the first and the last".
#[must_use]
pub fn places(message: &Message, hint: &Hint<'_>) -> Option<Vec<Place>> {
    let alone = |hint: Hint<'_>| place::alone(&Reading::new(&message.typed, &hint, Company::Alone));
    one_by_one(hint).find_map(alone)
}

/// Whether a text tells a place, or a number that may stand for one.
#[must_use]
pub fn tells_place(text: &str, place: Place, hint: &Hint<'_>) -> bool {
    let reading = Reading::new(text, hint, Company::Alone);
    let counts = |at| match (place, integer::at(&reading, at)) {
        (Place::Nth(place), Some(found)) => found.value.as_u64() == Some(place),
        (Place::Nth(_) | Place::Last, _) => false,
    };
    place::is_told(&reading, place) || (0..reading.len()).any(counts)
}

/// How a type is read at a place; none where nothing but the whole message can be one.
fn value(kind: Type, reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    match kind {
        Type::YesNo => yes_no::at(reading, at),
        Type::Integer => integer::at(reading, at),
        Type::Number => number::at(reading, at),
        Type::Money => money::at(reading, at),
        Type::Email => email::at(reading, at),
        Type::Phone => phone::at(reading, at),
        Type::Url => url::at(reading, at),
        Type::Date => date::at(reading, at),
        Type::Time => time::at(reading, at),
        Type::DateTime => datetime::at(reading, at),
        Type::Duration => duration::at(reading, at),
        Type::Text => None,
    }
}
