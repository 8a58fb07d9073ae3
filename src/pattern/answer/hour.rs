//! Which hour of the day is meant: nine in the morning, or in the evening?

use crate::pattern::answer::locale::counts_to_twelve;
use crate::pattern::answer::meaning::Part;
use crate::pattern::answer::reading::{Company, Reading};

/// An hour as it was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// 0 to 24.
    pub(super) hour: i8,
    pub(super) part: Option<Part>,
    /// How it was written.
    pub(super) form: Form,
}

/// How an hour is written, which tells how people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With a nought before it, or counted from another hour: nothing is left open.
    Exact,
    /// In figures with minutes: 3:30.
    Figures,
    /// As it is spoken: "three", "half past three", "3 o'clock".
    Spoken,
}

/// The hour from 0 to 23; none if the part of the day contradicts it.
///
/// Without a part of the day the hours from one to six are those after noon, because nobody books
/// for the small hours; but 3:30 is what it says where people count to 24, and so is 03:30
/// everywhere. Seven to eleven are in the morning.
pub(super) fn hour(reading: &Reading<'_>, said: Said) -> Option<i8> {
    let hour = said.hour;
    match said.part {
        Some(Part::Morning) => match hour {
            0..=11 => Some(hour),
            12 => Some(0),
            _ => None,
        },
        Some(Part::Afternoon) => match hour {
            1..=11 => hour.checked_add(12),
            12..=23 => Some(hour),
            _ => None,
        },
        Some(Part::Evening) => match hour {
            1..=11 => hour.checked_add(12),
            16..=23 => Some(hour),
            _ => None,
        },
        Some(Part::Night) => match hour {
            0..=5 | 18..=23 => Some(hour),
            6..=11 => hour.checked_add(12),
            12 | 24 => Some(0),
            _ => None,
        },
        None => undivided(reading, said),
    }
}

/// The hour without a part of the day.
fn undivided(reading: &Reading<'_>, said: Said) -> Option<i8> {
    let literal = match said.form {
        Form::Exact => true,
        Form::Figures => reading.company == Company::Author || !counts_to_twelve(reading.hint),
        Form::Spoken => reading.company == Company::Author,
    };
    match said.hour {
        24 => Some(0),
        1..=6 if !literal => said.hour.checked_add(12),
        hour => Some(hour),
    }
}
