//! Our examples, as they lie in the binary.

use crate::cli::new::Written;

/// The files of an example.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($name:literal: $($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/examples/", $name, "/", $file
        )))),*]
    };
}

/// Name, what it shows, files.
pub(super) const EXAMPLES: &[(&str, &str, Files)] = &[
    (
        "faq",
        "forty questions whose words overlap",
        files!("faq": "bot.yaml", "flows/around.yaml", "flows/faq.yaml", "tests/faq.chat", "tests/week.chat"),
    ),
    (
        "hello",
        "the smallest bot",
        files!("hello": "bot.yaml", "flows/hello.yaml", "tests/hello.chat", "tests/week.chat"),
    ),
    (
        "hotel",
        "rooms in English, French, Arabic and Japanese",
        files!("hotel": "bot.yaml", "data/rooms.yaml", "flows/book.yaml", "flows/house.yaml", "locales/ar.yaml", "locales/fr.yaml", "locales/ja.yaml", "tests/every_button.chat", "tests/every_way.chat", "tests/languages.chat", "tests/week.chat"),
    ),
    (
        "leads",
        "questions that qualify a visitor, with follow-ups",
        files!("leads": "bot.yaml", "flows/qualify.yaml", "tests/every_way.chat", "tests/qualify.chat"),
    ),
    (
        "newsletter",
        "signing up and off, in steps",
        files!("newsletter": "bot.yaml", "flows/news.yaml", "tests/stop.chat"),
    ),
    (
        "pizza",
        "orders with extras, opening hours and a week of conversations",
        files!("pizza": "bot.yaml", "data/extras.csv", "data/pizzas.yaml", "flows/order.yaml", "flows/welcome.yaml", "templates/summary.tera", "tests/around.chat", "tests/every_way.chat", "tests/order.chat", "tests/week.chat"),
    ),
    (
        "quiz",
        "questions from a table",
        files!("quiz": "bot.yaml", "data/questions.csv", "data/ranks.yaml", "flows/quiz.yaml", "tests/quiz.chat"),
    ),
    (
        "reservation",
        "a table for four tomorrow, corrected in mid-form",
        files!("reservation": "bot.yaml", "flows/table.yaml", "tests/table.chat"),
    ),
    (
        "support",
        "orders looked up in a shop's own system, and people who take over",
        files!("support": "bot.yaml", "flows/orders.yaml", "flows/people.yaml", "flows/welcome.yaml", "tests/every_way.chat", "tests/orders.chat", "tests/week.chat"),
    ),
    (
        "survey",
        "questions one after the other, with a summary",
        files!("survey": "bot.yaml", "flows/survey.yaml", "tests/survey.chat"),
    ),
];

/// The files of an example, as they are to be written.
pub(super) fn find(name: &str) -> Option<Vec<Written>> {
    let (_, _, files) = EXAMPLES.iter().find(|(own, ..)| *own == name)?;
    Some(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}
