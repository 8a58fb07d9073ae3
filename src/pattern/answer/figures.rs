//! Numbers in figures, with the signs that people put between them.

use crate::pattern::answer::decimal::Decimal;
use crate::pattern::answer::reading::{Company, Parsed, Reading};

/// Groups of figures that one number may have.
const GROUPS_MAX: usize = 12;

/// Figures with the signs between them: `1.234,50` is 1, 234 behind `.` and 50 behind `,`.
struct Groups<'r> {
    first: &'r str,
    rest: Vec<(char, &'r str)>,
}

/// What a single sign before three figures means: `1.234`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    /// Thousands, always: whole numbers and money have no three decimals.
    Thousands,
    /// Decimals if it is this sign, else thousands; nobody knows if it is none.
    Decimals(Option<char>),
}

/// A number in figures, without a sign before it.
pub(super) fn figures(reading: &Reading<'_>, at: usize, single: Single) -> Option<Parsed<Decimal>> {
    if let Some(number) = headless(reading, at) {
        return Some(number);
    }
    let (groups, end) = groups(reading, at)?;
    groups.read(single).map(|value| Parsed::new(value, end))
}

/// Decimals without a nought before the point: `.5`.
fn headless(reading: &Reading<'_>, at: usize) -> Option<Parsed<Decimal>> {
    let next = at.saturating_add(1);
    reading.sign(at).filter(|sign| matches!(sign, '.' | ','))?;
    let digits =
        reading.digits(next).filter(|_| reading.is_tight(next) && !reading.is_tight(at))?;
    Some(Parsed::new(Decimal::of_digits("", digits)?, next.saturating_add(1)))
}

fn groups<'r>(reading: &'r Reading<'_>, at: usize) -> Option<(Groups<'r>, usize)> {
    let first = reading.digits(at)?;
    let mut rest = Vec::new();
    let mut end = at.saturating_add(1);
    while let Some((group, next)) = next_group(reading, end, first, &rest) {
        rest.push(group);
        end = next;
        if rest.len() > GROUPS_MAX {
            return None;
        }
    }
    Some((Groups { first, rest }, end))
}

fn next_group<'r>(
    reading: &'r Reading<'_>,
    at: usize,
    first: &str,
    rest: &[(char, &str)],
) -> Option<((char, &'r str), usize)> {
    let next = at.saturating_add(1);
    if let Some(mark) = reading.sign(at).and_then(mark) {
        let tight = reading.is_tight(at) && reading.is_tight(next);
        return Some(((mark, reading.digits(next).filter(|_| tight)?), next.saturating_add(1)));
    }
    let group = reading.digits(at).filter(|group| group.len() == 3 && first.len() <= 3)?;
    let spaced = rest.iter().all(|(mark, _)| *mark == ' ') && may_space(reading, at);
    spaced.then_some(((' ', group), next))
}

/// Whether a space before three figures parts thousands: between other words only a space that does
/// not break the line does.
fn may_space(reading: &Reading<'_>, at: usize) -> bool {
    let end = reading.bytes(at, at).start;
    let before = reading.typed.get(..end).unwrap_or_default();
    let hard = before.ends_with(['\u{a0}', '\u{202f}', '\u{2009}']);
    hard || (reading.company == Company::Alone && before.ends_with(' ') && !before.ends_with("  "))
}

/// The signs inside numbers, alike ones as one.
fn mark(sign: char) -> Option<char> {
    match sign {
        '.' | ',' | '\'' | '٫' => Some(sign),
        '٬' | '،' => Some('٬'),
        _ => None,
    }
}

impl Groups<'_> {
    fn read(&self, single: Single) -> Option<Decimal> {
        let Some(((last, decimals), before)) = self.rest.split_last() else {
            return Decimal::of_digits(self.first, "");
        };
        let can_point = matches!(last, '.' | ',' | '٫');
        let same = before.iter().all(|(mark, _)| mark == last);
        match before {
            [] if *last == '٫' => Decimal::of_digits(self.first, decimals),
            [] if !can_point => self.thousands(&self.rest),
            [] if self.looks_grouped() => match single {
                Single::Decimals(None) => None,
                Single::Decimals(Some(point)) if point == *last => {
                    Decimal::of_digits(self.first, decimals)
                }
                Single::Decimals(Some(_)) | Single::Thousands => self.thousands(&self.rest),
            },
            [] => Decimal::of_digits(self.first, decimals),
            [..] if same => self.thousands(&self.rest),
            [..] if can_point => self.thousands(before)?.plus(Decimal::of_digits("", decimals)?),
            [..] => None,
        }
    }

    /// Whether thousands could be meant: one to three figures, not a nought, and three more.
    fn looks_grouped(&self) -> bool {
        let three = self.rest.first().is_some_and(|(_, group)| group.len() == 3);
        three && (1..=3).contains(&self.first.len()) && !self.first.starts_with('0')
    }

    /// The whole number of groups that are parted alike: in threes, or as in India, 12,34,567.
    fn thousands(&self, rest: &[(char, &str)]) -> Option<Decimal> {
        let (last, middle) = rest.split_last()?;
        let alike = middle.iter().all(|(mark, _)| *mark == last.0) && last.1.len() == 3;
        let all = |len: usize| middle.iter().all(|(_, group)| group.len() == len);
        let first_max = if all(3) { 3 } else { 2 };
        let fits = (1..=first_max).contains(&self.first.len()) && (all(3) || all(2));
        let digits: String =
            std::iter::once(self.first).chain(rest.iter().map(|(_, group)| *group)).collect();
        (alike && fits).then(|| Decimal::of_digits(&digits, ""))?
    }
}

/// A common fraction: `1/2`, `½`.
pub(super) fn fraction(reading: &Reading<'_>, at: usize) -> Option<Parsed<Decimal>> {
    if let Some((part, of)) = reading.sign(at).and_then(vulgar) {
        return Decimal::of_fraction(part, of)
            .map(|value| Parsed::new(value, at.saturating_add(1)));
    }
    let slash = at.saturating_add(1);
    let below = slash.saturating_add(1);
    let tight = reading.is_tight(slash) && reading.is_tight(below);
    reading.sign(slash).filter(|sign| tight && matches!(sign, '/' | '\u{2044}'))?;
    let part: i64 = reading.digits(at)?.parse().ok()?;
    let of: i64 = reading.digits(below)?.parse().ok()?;
    let usual = part > 0 && part < of && matches!(of, 2..=10);
    let value = usual.then(|| Decimal::of_fraction(part, of))??;
    Some(Parsed::new(value, below.saturating_add(1)))
}

/// The parts of a fraction that is one letter; a third has no end as a decimal.
fn vulgar(letter: char) -> Option<(i64, i64)> {
    match letter {
        '½' => Some((1, 2)),
        '¼' => Some((1, 4)),
        '¾' => Some((3, 4)),
        '⅕' => Some((1, 5)),
        '⅖' => Some((2, 5)),
        '⅗' => Some((3, 5)),
        '⅘' => Some((4, 5)),
        '⅛' => Some((1, 8)),
        '⅜' => Some((3, 8)),
        '⅝' => Some((5, 8)),
        '⅞' => Some((7, 8)),
        _ => None,
    }
}
