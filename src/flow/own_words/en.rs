//! English.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Yes",
        OwnWord::No => "No",
        OwnWord::Done => "Done",
        OwnWord::More => "Anything else?",
        OwnWord::YesOrNo => "Please answer yes or no.",
        OwnWord::Choose => "Please choose one of these.",
        OwnWord::Whole => "Please send a whole number, such as 3.",
        OwnWord::Number => "Please send a number, such as 3 or 2.5.",
        OwnWord::Money => "Please send an amount, such as 20.",
        OwnWord::Email => "That does not look like an e-mail address.",
        OwnWord::Phone => "That does not look like a phone number.",
        OwnWord::Link => "That does not look like a link.",
        OwnWord::Date => "Please send a date, such as 24 December.",
        OwnWord::Time => "Please send a time, such as 9:30.",
        OwnWord::DateTime => "Please send a date and a time, such as tomorrow at 9:30.",
        OwnWord::Duration => "Please send a length of time, such as 2 hours.",
        OwnWord::Location => "Please send a place.",
        OwnWord::Image => "Please send a picture.",
        OwnWord::File => "Please send a file.",
        OwnWord::Words => "Please answer in words.",
        OwnWord::Apology => "Sorry, something went wrong on our side. Please try again.",
    }
}
