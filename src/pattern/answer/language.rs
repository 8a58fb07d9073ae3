//! What saywhen knows of a language: words, sorted by what they mean.
//!
//! Each text is a list of phrases with commas between them. Case, accents, hyphens, apostrophes and
//! full stops do not matter in them. To add a language, fill one of these in a file of its own and
//! name it in `languages.rs`.

/// The words of a language.
pub(super) struct Language {
    /// ISO 639: the part of a locale before `_`.
    pub(super) code: &'static str,
    pub(super) numbers: Numbers,
    pub(super) calendar: Calendar,
    pub(super) clock: Clock,
    pub(super) money: Money,
    pub(super) talk: Talk,
    pub(super) denial: Denial,
    pub(super) places: Places,
    pub(super) nouns: Nouns,
}

/// How numbers are said.
pub(super) struct Numbers {
    /// Numbers up to 999 with a word of their own.
    pub(super) words: &'static [(i64, &'static str)],
    /// The rest of those up to 99, put together.
    pub(super) composed: fn() -> Vec<(i64, String)>,
    /// Words for one that are articles or pronouns as well.
    pub(super) one: &'static str,
    /// Articles that are no number by themselves, but are in "a dozen".
    pub(super) articles: &'static str,
    /// What multiplies the number before it.
    pub(super) scales: &'static [(i64, &'static str)],
    /// Scales that are written in one word with the numbers around them.
    pub(super) glued: &'static [(i64, &'static str)],
    pub(super) and: &'static str,
    pub(super) minus: &'static str,
    pub(super) point: &'static str,
    pub(super) half: &'static str,
    pub(super) and_half: &'static str,
    /// Whether a last digit stands for tens behind a hundred, for hundreds behind a thousand: "三百五".
    pub(super) short_tail: bool,
    /// What stands between two numbers of which one is meant, or all between: "or", "to".
    pub(super) either: &'static str,
    /// Numbers counted in halves that have a word of their own: "anderthalb" is 3.
    pub(super) halves: &'static [(i64, &'static str)],
    /// Quarters to add to the number that follows: "साढ़े" is 2.
    pub(super) quarters: &'static [(i64, &'static str)],
}

/// How days are named.
pub(super) struct Calendar {
    /// From January on.
    pub(super) months: [&'static str; 12],
    /// From Monday on.
    pub(super) weekdays: [&'static str; 7],
    /// The same in one letter, which counts only in brackets behind a date.
    pub(super) in_brackets: [&'static str; 7],
    /// Days seen from today.
    pub(super) days: &'static [(i32, &'static str)],
    pub(super) now: &'static str,
    /// What stands behind the day of a month: "th".
    pub(super) ordinal: &'static str,
    /// What stands before the day of a month: "the".
    pub(super) the: &'static str,
    /// What stands between day, month and year: "of".
    pub(super) of: &'static str,
    /// What stands behind a year.
    pub(super) year: &'static str,
    /// Second, minute, hour, day, week, month, year.
    pub(super) units: [&'static str; 7],
    /// Lengths of time with a name of their own, in seconds.
    pub(super) spans: &'static [(i64, &'static str)],
    /// Around a length of time from now on: before it, behind it.
    pub(super) ahead: [&'static str; 2],
    /// Around a length of time that has passed.
    pub(super) ago: [&'static str; 2],
    /// Around a weekday of the next calendar week.
    pub(super) next_week: [&'static str; 2],
    /// Around the first such weekday after today.
    pub(super) coming: [&'static str; 2],
    /// Around the first such weekday from today on.
    pub(super) this: [&'static str; 2],
    /// Around a day that is not meant itself: "last" Friday, Friday "after next".
    pub(super) shift: [&'static str; 2],
    /// Behind a weekday: so many days after the first that comes, "en huit" is 7.
    pub(super) later: &'static [(i32, &'static str)],
    /// Between a length of time and the day that it is counted from: a week "from" Friday.
    pub(super) beyond: &'static str,
}

/// How the time of day is told.
pub(super) struct Clock {
    /// Morning, afternoon, evening, night.
    pub(super) parts: [&'static str; 4],
    pub(super) tonight: &'static str,
    pub(super) noon: &'static str,
    pub(super) midnight: &'static str,
    /// What an hour is known by: before it, behind it.
    pub(super) hour: [&'static str; 2],
    /// Hours that have a name of their own: "التاسعة".
    pub(super) names: &'static [(i8, &'static str)],
    /// What an hour is known by that is counted from another: "ทุ่ม" from 18.
    pub(super) from: &'static [(i8, &'static str)],
    /// Minutes to add to the hour that follows.
    pub(super) before: &'static [(i8, &'static str)],
    /// Minutes to add to the hour that stands before.
    pub(super) behind: &'static [(i8, &'static str)],
    /// Ten *past* nine, ten *to* nine.
    pub(super) past: &'static str,
    pub(super) to: &'static str,
    /// Las nueve *y* diez, las nueve *menos* diez.
    pub(super) plus: &'static str,
    pub(super) less: &'static str,
}

/// What money is called; signs and ISO codes are known everywhere.
pub(super) struct Money {
    pub(super) currency: &'static str,
    pub(super) cents: &'static str,
}

/// What people say that is no value, or yes and no.
pub(super) struct Talk {
    pub(super) yes: &'static str,
    /// Yes as a whole message only.
    pub(super) weak_yes: &'static str,
    pub(super) no: &'static str,
    /// No as a whole message only.
    pub(super) weak_no: &'static str,
    /// Neither, though a word for yes or no may be in it.
    pub(super) unsure: &'static str,
    /// The list is complete.
    pub(super) done: &'static str,
    /// Says nothing.
    pub(super) filler: &'static str,
}

/// How something is said not to be meant, among other words.
pub(super) struct Denial {
    /// Before it: "not", "any day but".
    pub(super) before: &'static str,
    /// Behind it: "does not work", "nicht".
    pub(super) behind: &'static str,
    /// What denies nothing though such a word is in it, "why not", and what leads from what is
    /// denied to what is meant: "but", "sondern".
    pub(super) granted: &'static str,
}

/// How one of several things is told by its place among them.
pub(super) struct Places {
    /// First to tenth.
    pub(super) words: [&'static str; 10],
    pub(super) last: &'static str,
    /// Around figures: "number" 2, 2 "nd".
    pub(super) around: [&'static str; 2],
    /// Says nothing beside it: "option".
    pub(super) nouns: &'static str,
}

/// Words that say nothing beside an answer of a type.
pub(super) struct Nouns {
    /// Beside whole numbers: what is counted.
    pub(super) count: &'static str,
    pub(super) money: &'static str,
    pub(super) email: &'static str,
    pub(super) phone: &'static str,
    pub(super) url: &'static str,
    /// Beside dates and times.
    pub(super) when: &'static str,
    pub(super) duration: &'static str,
}

/// A language of which nothing is known.
pub(super) const UNKNOWN: Language = Language {
    code: "",
    numbers: Numbers {
        words: &[],
        composed: Vec::new,
        one: "",
        articles: "",
        scales: &[],
        glued: &[],
        and: "",
        minus: "",
        point: "",
        half: "",
        and_half: "",
        either: "",
        short_tail: false,
        halves: &[],
        quarters: &[],
    },
    calendar: Calendar {
        months: [""; 12],
        weekdays: [""; 7],
        in_brackets: [""; 7],
        days: &[],
        now: "",
        ordinal: "",
        the: "",
        of: "",
        year: "",
        units: [""; 7],
        spans: &[],
        ahead: [""; 2],
        ago: [""; 2],
        next_week: [""; 2],
        coming: [""; 2],
        this: [""; 2],
        shift: [""; 2],
        later: &[],
        beyond: "",
    },
    clock: Clock {
        parts: [""; 4],
        tonight: "",
        noon: "",
        midnight: "",
        hour: [""; 2],
        names: &[],
        from: &[],
        before: &[],
        behind: &[],
        past: "",
        to: "",
        plus: "",
        less: "",
    },
    money: Money { currency: "", cents: "" },
    talk: Talk { yes: "", weak_yes: "", no: "", weak_no: "", unsure: "", done: "", filler: "" },
    denial: Denial { before: "", behind: "", granted: "" },
    places: Places { words: [""; 10], last: "", around: [""; 2], nouns: "" },
    nouns: Nouns { count: "", money: "", email: "", phone: "", url: "", when: "", duration: "" },
};
