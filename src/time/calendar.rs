//! Opening hours: when it is open, and when it opens next, on the clock of the place itself.

use indexmap::IndexMap;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// How many days ahead an opening is looked for: a year of closed days, and some more.
const DAYS_AHEAD: i32 = 400;

/// Calendars by name; the bot's own `hours` have none.
pub type Calendars = IndexMap<String, Calendar>;

/// The name of the calendar that needs none.
pub const OWN: &str = "";

/// The hours of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// By weekday, Monday first.
    pub week: [Vec<Hours>; 7],
    /// Days on which it does not open.
    pub closed: Vec<Closed>,
}

/// From one minute of a day to another; the end may lie in the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The first minute.
    pub from: u16,
    /// The first minute that does not count any more, after `from`.
    pub to: u16,
}

/// A day on which it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Every year.
    Yearly {
        /// From 1.
        month: i8,
        /// From 1.
        day: i8,
    },
    /// Once.
    Once(Date),
}

impl Calendar {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self, now: DateTime) -> bool {
        let minute = minute_of(now.time());
        let today = self.on(now.date()).iter().any(|hours| hours.hold(minute));
        let overnight = || {
            let before = now.date().yesterday().ok();
            let late = minute.saturating_add(DAY);
            before.is_some_and(|day| self.on(day).iter().any(|hours| hours.hold(late)))
        };
        today || overnight()
    }

    /// When it opens next, after `now`; none if it never does.
    #[must_use]
    pub fn opens_after(&self, now: DateTime) -> Option<DateTime> {
        (0..=DAYS_AHEAD).find_map(|ahead| {
            let day = now.date().checked_add(ahead.days()).ok()?;
            let openings = self.on(day).iter().filter_map(|hours| at(day, hours.from));
            openings.filter(|opening| *opening > now && self.opens(*opening)).min()
        })
    }

    /// Whether it was closed just before.
    fn opens(&self, opening: DateTime) -> bool {
        opening.checked_sub(1.minute()).is_ok_and(|before| !self.is_open(before))
    }

    /// The hours that begin on a day.
    fn on(&self, day: Date) -> &[Hours] {
        if self.closed.iter().any(|closed| closed.is(day)) {
            return &[];
        }
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.week.get(weekday).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Hours {
    fn hold(self, minute: u16) -> bool {
        self.from <= minute && minute < self.to
    }
}

impl Closed {
    fn is(self, date: Date) -> bool {
        match self {
            Self::Yearly { month, day } => (date.month(), date.day()) == (month, day),
            Self::Once(closed) => closed == date,
        }
    }
}

fn minute_of(time: Time) -> u16 {
    let (hour, minute) = (i16::from(time.hour()), i16::from(time.minute()));
    u16::try_from(hour.saturating_mul(60).saturating_add(minute)).unwrap_or(0)
}

fn at(day: Date, minute: u16) -> Option<DateTime> {
    day.to_datetime(Time::midnight()).checked_add(i64::from(minute).minutes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weekdays 9 to 12 and 14 to 18, Friday night till two; closed on Christmas and one Thursday.
    fn shop() -> Calendar {
        let hours = |from: u16, to: u16| Hours { from: from * 60, to: to * 60 };
        let mut shop = Calendar::default();
        for day in &mut shop.week[..5] {
            *day = vec![hours(9, 12), hours(14, 18)];
        }
        shop.week[4].push(hours(22, 26));
        shop.closed = vec![
            Closed::Yearly { month: 12, day: 25 },
            Closed::Once("2026-01-15".parse().unwrap()),
        ];
        shop
    }

    #[test]
    fn the_end_does_not_count_and_a_night_reaches_into_the_next_day() {
        for (now, open) in [
            ("2026-01-14T08:59:59", false),
            ("2026-01-14T09:00", true),
            ("2026-01-14T11:59:59", true),
            ("2026-01-14T12:00", false),
            ("2026-01-15T10:00", false),
            ("2026-01-16T23:00", true),
            ("2026-01-17T01:59", true),
            ("2026-01-17T02:00", false),
            ("2026-12-25T10:00", false),
            ("2026-12-26T01:00", false),
        ] {
            assert_eq!(shop().is_open(now.parse().unwrap()), open, "{now}");
        }
    }

    #[test]
    fn the_next_opening_is_found_over_closed_days() {
        let next = |now: &str| shop().opens_after(now.parse().unwrap()).map(|at| at.to_string());
        assert_eq!(next("2026-01-14T08:00").as_deref(), Some("2026-01-14T09:00:00"));
        assert_eq!(next("2026-01-14T09:00").as_deref(), Some("2026-01-14T14:00:00"));
        assert_eq!(next("2026-01-14T20:00").as_deref(), Some("2026-01-16T09:00:00"));
        assert_eq!(next("2026-12-24T20:00").as_deref(), Some("2026-12-28T09:00:00"));
        assert_eq!(Calendar::default().opens_after("2026-01-14T08:00".parse().unwrap()), None);
    }

    #[test]
    fn what_never_closes_never_opens() {
        let mut always = Calendar::default();
        always.week.iter_mut().for_each(|day| day.push(Hours { from: 0, to: DAY }));
        assert!(always.is_open("2026-01-14T00:00".parse().unwrap()));
        assert_eq!(always.opens_after("2026-01-14T08:00".parse().unwrap()), None);
    }
}
