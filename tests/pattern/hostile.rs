//! Texts that people send to see what breaks.

use saywhen::pattern::fold::{Message, fold};
use saywhen::pattern::rule::Rule;
use saywhen::pattern::synonyms::Synonyms;

/// What is sent, and what it folds to.
const TEXTS: [(&str, &str); 8] = [
    ("\u{1b}[31mred\u{1b}[0m", "31mred 0m"),
    ("a\0b", "a b"),
    ("👨‍👩‍👧‍👦 family", "family"),
    ("\u{200b}\u{200c}\u{200d}\u{feff}", ""),
    ("\u{202e}evil\u{202c}", "evil"),
    ("{{ secret.KEY }}", "secret key"),
    ("'; DROP TABLE users; --", "drop table users"),
    ("\u{fdfa}", "صلى الله عليه وسلم"),
];

#[test]
fn hostile_texts_fold_to_their_words() {
    for (text, folded) in TEXTS {
        assert_eq!(fold(text).text, folded, "{text:?}");
    }
}

#[test]
fn a_megabyte_is_looked_at_only_where_it_begins() {
    let regex = Rule::regex("(a*)*b", &[]).unwrap();
    let words = Rule::words("a a b", &Synonyms::new()).unwrap();
    for unit in ["a", "a ", "é", "e\u{301}\u{302}", "👍", "\u{200d}", "'s"] {
        let text = format!("{}b", unit.repeat(1_000_000 / unit.len()));
        let message = Message::new(&text);
        assert!(regex.find(&message).is_none() && words.find(&message).is_none(), "{unit:?}");
    }
}

#[test]
fn a_megabyte_of_spaces_before_a_word_is_trimmed() {
    let message = Message::new(&format!("{}stop", " ".repeat(1_000_000)));
    assert_eq!(message.folded.text, "stop");
}
