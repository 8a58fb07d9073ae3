//! What a word or phrase of some language can mean within an answer.

use crate::pattern::answer::Type;

/// One meaning of a phrase; many phrases have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A number, nought to 999.
    Number(i64),
    /// One, in a word that is an article or a pronoun as well: "one", "una", "ein".
    One,
    /// An article that stands for one before a unit: "a" in "a dozen", "an hour".
    Article,
    /// What the number before it is multiplied by: hundred, thousand, dozen.
    Scale(i64),
    /// Joins the parts of a number: "and" in "two hundred and five".
    And,
    /// Below zero.
    Minus,
    /// Parts a number from its decimals.
    Point,
    /// A half: "half", "½".
    Half,
    /// A half more than the number before it: "and a half".
    AndHalf,
    /// Stands between two numbers of which one is meant, or all between: "or", "to".
    Either,
    /// A number counted in halves: "anderthalb" is 3.
    Halves(i64),
    /// Quarters to add to the number behind it: "साढ़े" is 2.
    Quarters(i64),
    /// What follows a day of the month: "th", "º".
    Ordinal,
    /// What stands before a day of the month: "the".
    The,
    /// What stands between day, month and year: "of".
    Of,
    /// What stands behind a year: "年".
    Year,
    /// A month, 1 to 12.
    Month(i8),
    /// A weekday, Monday 1 to Sunday 7.
    Weekday(i8),
    /// A weekday in one letter, which counts only in brackets behind a date.
    InBrackets(i8),
    /// A day seen from today: tomorrow is 1.
    Day(i32),
    /// The evening of today.
    Tonight,
    /// This moment.
    Now,
    /// A unit of time.
    Unit(Unit),
    /// A length of time in seconds: "half an hour".
    Span(i64),
    /// So much from now on: "in", "from now".
    Ahead(Side),
    /// So much before now: "ago".
    Ago(Side),
    /// Of the week that begins next Monday: "next", "来週".
    NextWeek(Side),
    /// The first that comes, today left out: "que viene".
    Coming(Side),
    /// The first that comes, today included: "this".
    This(Side),
    /// Beside a day that is not meant itself: "last" Friday.
    Shift(Side),
    /// Behind a weekday: so many days after the first that comes.
    Later(i32),
    /// Between a length of time and the day that it is counted from.
    Beyond,
    /// A part of the day.
    Part(Part),
    /// Twelve at noon.
    Noon,
    /// Midnight.
    Midnight,
    /// What an hour is known by: "o'clock", "Uhr", "las".
    Hour(Side),
    /// An hour by its own name.
    HourName(i8),
    /// What an hour is known by that is counted from another: "ทุ่ม" from 18.
    HourFrom(i8),
    /// Minutes to add to the hour beside it: "half past" 30, "menos cuarto" -15.
    Offset(Side, i8),
    /// Minutes before it are after the hour behind it: "past".
    Past,
    /// Minutes before it are missing to the hour behind it: "to".
    To,
    /// Minutes behind it are added to the hour before it: "y".
    Plus,
    /// Minutes behind it are taken from the hour before it: "menos".
    Less,
    /// A currency.
    Currency,
    /// The hundredth part of a currency.
    Cents,
    /// Yes.
    Yes,
    /// Yes as a whole message, often something else in a sentence: "right".
    WeakYes,
    /// No.
    No,
    /// No as a whole message, often something else in a sentence.
    WeakNo,
    /// Neither yes nor no, though such a word is in it: "not sure".
    Unsure,
    /// The end of a list.
    Done,
    /// What it stands beside is not meant: "not".
    Not(Side),
    /// Denies nothing, though such a word is in it: "why not"; or leads to what is meant: "but".
    Granted,
    /// A place among several things: "second" is 2.
    Nth(u64),
    /// The last of several things.
    Last,
    /// What stands beside figures that are a place among several things.
    NthMark(Side),
    /// Says nothing beside such a place: "option".
    NthNoun,
    /// Says nothing.
    Filler,
    /// Says nothing beside an answer of this type: "people" beside a whole number.
    Noun(Type),
}

/// On which side of the phrase the thing stands that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The phrase stands before it.
    Before,
    /// The phrase stands behind it.
    Behind,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A part of the day, which tells nine in the morning from nine in the evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Midnight to noon.
    Morning,
    /// Noon to six or so.
    Afternoon,
    /// Six to midnight.
    Evening,
    /// Evening till the small hours.
    Night,
}

impl Unit {
    /// All of them, shortest first.
    pub(super) const ALL: [Self; 7] =
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];
}

impl Part {
    /// All of them, in the order of the day.
    pub(super) const ALL: [Self; 4] = [Self::Morning, Self::Afternoon, Self::Evening, Self::Night];
}
