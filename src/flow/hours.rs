//! `timezone`, `hours` and `calendars` of `bot.yaml`: where the bot is at home, and when which place
//! is open.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::suggest::{did_you_mean, nearest};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Text};
use crate::time::calendar::{Calendar, Calendars, Closed, DAY, Hours, OWN};
use crate::time::zone::Zone;

/// Days of the week, Monday first; the first three letters will do.
const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The short names, as authors mostly write them.
const SHORT: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The word for days on which it is closed, and for a weekday without hours.
const CLOSED: &str = "closed";

/// A year that has all days.
const LEAP_YEAR: i16 = 2024;

impl Gate<'_> {
    /// The clock where the bot is at home.
    pub(super) fn timezone(&mut self, field: &Field<'_>) -> Option<Zone> {
        let text = self.plain(field)?;
        let zone = Zone::named(&text.value);
        if zone.is_none() {
            let near = like(&text.value);
            let headline = format!("There is no time zone \"{}\"", text.value);
            let told = Diagnostic::error(Code("K205"), field.node.span, headline)
                .label(did_you_mean(near.as_deref()));
            self.tell(match near {
                Some(near) => told.edit(field.node.span, near),
                None => told.fix("timezone: Europe/Paris"),
            });
        }
        zone
    }

    /// `hours` and `calendars`, by name.
    pub(super) fn all_hours(
        &mut self,
        hours: Option<&Field<'_>>,
        calendars: Option<&Field<'_>>,
    ) -> Calendars {
        let mut all = Calendars::new();
        if let Some(field) = hours {
            let own = self.calendar(field);
            all.insert(OWN.to_owned(), own);
        }
        let Some(field) = calendars else { return all };
        for entry in self.entries(field) {
            let name = &entry.key.value;
            crate::flow::names::check_name(name, entry.key_span, "calendar", &mut self.told);
            let calendar = self.calendar(&Field { node: &entry.value, ..*field });
            all.insert(name.clone(), calendar);
        }
        all
    }

    /// `{mon-fri: [9:00-12:00, 14:00-18:00], sat: 10:00-14:00, closed: [12-25]}`. The hours of few days
    /// count more than the hours of many: `wed` is what `mon-fri` does not say.
    fn calendar(&mut self, field: &Field<'_>) -> Calendar {
        let mut calendar = Calendar::default();
        let mut written: Vec<(Vec<usize>, Vec<Hours>)> = Vec::new();
        let mut spoken: BTreeSet<Vec<usize>> = BTreeSet::new();
        for entry in self.entries(field) {
            let value = Field { node: &entry.value, ..*field };
            if entry.key.value == CLOSED {
                calendar.closed.extend(self.closed_days(&value));
                continue;
            }
            let Some(days) = self.weekdays(entry, field) else { continue };
            let hours = self.hours_of(&value);
            if !spoken.insert(days.clone()) {
                let headline = format!("\"{}\" is here twice", entry.key.value);
                self.tell(Diagnostic::error(Code("K205"), entry.key_span, headline));
            }
            written.push((days, hours));
        }
        written.sort_by_key(|(days, _)| std::cmp::Reverse(days.len()));
        for (days, hours) in written {
            for day in days {
                if let Some(place) = calendar.week.get_mut(day) {
                    place.clone_from(&hours);
                }
            }
        }
        calendar
    }

    /// `mon`, `mon-fri`, `sat, sun`.
    fn weekdays(&mut self, entry: &Entry, field: &Field<'_>) -> Option<Vec<usize>> {
        let mut days = Vec::new();
        for part in entry.key.value.split(',') {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let first = self.weekday(from, entry.key_span, field)?;
            let last = self.weekday(to, entry.key_span, field)?;
            let count = if last >= first { last - first } else { last + 7 - first };
            days.extend((0..=count).map(|ahead| (first + ahead) % 7));
        }
        days.sort_unstable();
        days.dedup();
        Some(days)
    }

    fn weekday(&mut self, word: &str, span: Span, field: &Field<'_>) -> Option<usize> {
        let word = word.trim().to_lowercase();
        let known = |day: &str| word.len() >= 3 && day.starts_with(&word);
        let found = WEEK.iter().position(|day| known(day));
        if found.is_none() {
            let near = nearest(&word, SHORT.iter().copied().chain(WEEK).chain([CLOSED]));
            let headline = format!("I don't know the day \"{word}\"");
            let told = Diagnostic::error(Code("K201"), span, headline).label(did_you_mean(near));
            let name = field.key.name;
            let told = told.note(format!("{name} can have: {}, closed", SHORT.join(", ")));
            let written = self.sources.slice(span);
            self.tell(match near.filter(|_| written.matches(&word).count() == 1) {
                Some(near) => told.edit(span, written.replace(&word, near)),
                None => told,
            });
        }
        found
    }

    /// `9:00-12:00`, a list of such, or `closed`.
    fn hours_of(&mut self, field: &Field<'_>) -> Vec<Hours> {
        let texts = self.texts(field);
        let (mut hours, many) = (Vec::new(), texts.len() > 1);
        for (item, text) in texts {
            match times(&text.value) {
                Some(span) => hours.push(span),
                None if text.value == CLOSED && !many => {}
                None => self.tell(no_hours(text, item.node.span)),
            }
        }
        hours
    }

    fn closed_days(&mut self, field: &Field<'_>) -> Vec<Closed> {
        let mut days = Vec::new();
        for (item, text) in self.texts(field) {
            let day = closed_day(&text.value);
            days.extend(day);
            if day.is_none() {
                let headline = format!("\"{}\" is no day of the calendar", text.value);
                let told = Diagnostic::error(Code("K205"), item.node.span, headline);
                let told = told.label("12-25 every year, 2027-01-01 once");
                self.tell(told.fix("closed: [12-25, 2027-01-01]"));
            }
        }
        days
    }
}

/// The name of a zone that somebody may have meant: of the city alone, or with typos.
fn like(name: &str) -> Option<String> {
    let city = name.trim().replace(' ', "_");
    let last = |known: &str| known.rsplit('/').next().map(str::to_lowercase);
    let names = Zone::names();
    let found = names.iter().find(|known| last(known) == Some(city.to_lowercase())).cloned();
    found.or_else(|| nearest(name, names.iter().map(String::as_str)).map(str::to_owned))
}

fn no_hours(text: &Text, span: Span) -> Diagnostic {
    let headline = format!("\"{}\" are no opening hours", text.value);
    Diagnostic::error(Code("K205"), span, headline)
        .label("from and to, on a clock of 24 hours")
        .fix("mon-fri: [9:00-12:00, 14:00-18:00]")
}

/// `9:00-12:00`; an end that is not after the beginning lies in the next day.
fn times(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '\u{2013}'])?;
    let (from, to) = (minute(from)?, minute(to)?);
    let end = if to > from { to } else { to.checked_add(DAY)? };
    (from < DAY && from != to).then_some(Hours { from, to: end })
}

/// `9:00`, `9`, `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "00"));
    let digits = |text: &str, least: usize| {
        let plain = (least..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (digits(hours, 1)?, digits(minutes, 2)?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= DAY).then_some(minute)
}

/// `12-25` every year, `2027-01-01` once.
fn closed_day(text: &str) -> Option<Closed> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(Closed::Once(date));
    }
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(LEAP_YEAR, month, day).ok().map(|_| Closed::Yearly { month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_a_beginning_and_an_end() {
        let hours = |from, to| Some(Hours { from, to });
        assert_eq!(times("9:00-12:30"), hours(540, 750));
        assert_eq!(times("9 \u{2013} 18"), hours(540, 1_080));
        assert_eq!(times("0:00-24:00"), hours(0, DAY));
        assert_eq!(times("18:00-2:00"), hours(1_080, DAY + 120));
        for text in
            ["", "9:00", "9:00-9:00", "24:00-25:00", "9:60-10:00", "9am-5pm", "9:0-10:00", "a-b"]
        {
            assert_eq!(times(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_closed_every_year_or_once() {
        assert_eq!(closed_day("12-25"), Some(Closed::Yearly { month: 12, day: 25 }));
        assert_eq!(closed_day("02-29"), Some(Closed::Yearly { month: 2, day: 29 }));
        assert!(matches!(closed_day("2027-01-01"), Some(Closed::Once(_))));
        for text in ["", "12-32", "13-01", "2027-02-29", "25.12.", "monday"] {
            assert_eq!(closed_day(text), None, "{text}");
        }
    }
}
