//! "Words are compared after folding" (LANGUAGE, "Triggers").

use saywhen::limits::MATCHED_CHARS_MAX;
use saywhen::pattern::fold::{Message, fold};

fn folds(cases: &[(&str, &str)]) {
    for (text, folded) in cases {
        assert_eq!(fold(text).text, *folded, "{text:?}");
    }
}

#[test]
fn case_is_ignored_in_every_script() {
    folds(&[
        ("HELLO", "hello"),
        ("ПРИВЕТ", "привет"),
        ("ΓΕΙΆ ΣΑΣ", "γεια σασ"),
        ("İSTANBUL", "istanbul"),
    ]);
}

#[test]
fn accents_of_latin_greek_and_cyrillic_vanish() {
    folds(&[
        ("Crème brûlée", "creme brulee"),
        ("cre\u{301}me", "creme"),
        ("tiếng Việt", "tieng viet"),
        ("Καλημέρα", "καλημερα"),
        ("ёлка", "елка"),
        ("Z̸̢̛a̵l̶g̷o̴", "zalgo"),
    ]);
}

#[test]
fn strokes_and_ties_become_what_people_type_instead() {
    folds(&[("Łódź", "lodz"), ("Straße", "strasse"), ("œuf", "oeuf"), ("KAPI kapı", "kapi kapi")]);
}

#[test]
fn other_scripts_keep_their_marks() {
    folds(&[
        ("हिन्दी", "हिन्दी"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("น้ำ", "น\u{e49}\u{e4d}า"),
        ("が", "が"),
        ("한국어", "한국어"),
    ]);
    assert_ne!(fold("か"), fold("が"));
}

#[test]
fn arabic_hamza_forms_and_tatweel_fold() {
    folds(&[("أهلا", "اهلا"), ("إلى آخر", "الى اخر"), ("مؤمن", "مومن"), ("سلـــام", "سلام")]);
}

#[test]
fn punctuation_and_emoji_break_words() {
    folds(&[
        ("hi,there", "hi there"),
        ("opening-hours?!", "opening hours"),
        ("pizza🍕now", "pizza now"),
        ("a_b", "a b"),
        ("Foo™ bar", "foo bar"),
        ("see ℹ️ here", "see here"),
        ("¿qué?", "que"),
    ]);
}

#[test]
fn runs_of_three_equal_letters_are_one() {
    folds(&[
        ("hellooooo", "hello"),
        ("good", "good"),
        ("gooood", "god"),
        ("ラーーーメン", "ラーメン"),
    ]);
}

#[test]
fn digits_do_not_run_together() {
    folds(&[("1000", "1000"), ("١٠٠٠", "١٠٠٠"), ("１２３４４４", "123444")]);
}

#[test]
fn apostrophes_join_english_endings_and_break_elsewhere() {
    folds(&[
        ("What's up", "whats up"),
        ("don’t", "dont"),
        ("we're, they'll, I've, I'm, he'd", "were theyll ive im hed"),
        ("l'heure", "l heure"),
        ("aujourd’hui", "aujourd hui"),
        ("rock 'n' roll", "rock n roll"),
        ("'stop'", "stop"),
        ("5's", "5 s"),
        ("м’ята", "м ята"),
    ]);
}

#[test]
fn nothing_visible_folds_to_nothing() {
    for text in ["", "  ", "👍🏽", "?!", "👨‍👩‍👧", "\u{200b}\u{feff}", "❤️", "…", "\u{301}", "\0\u{1b}"]
    {
        assert_eq!(fold(text).text, "", "{text:?}");
    }
}

#[test]
fn invisible_letters_do_not_split_words() {
    folds(&[("s\u{200b}t\u{ad}o\u{200d}p", "stop"), ("\u{202e}stop\u{202c}", "stop"), ("1️⃣", "1")]);
}

#[test]
fn scripts_without_spaces_stand_apart_from_others() {
    folds(&[
        ("24小时营业", "24 小时营业"),
        ("我要pizza吗", "我要 pizza 吗"),
        ("カレーを1つ", "カレーを 1 つ"),
    ]);
}

#[test]
fn words_are_what_stands_between_spaces() {
    let folded = fold("Hello, big  world");
    assert_eq!(folded.words().collect::<Vec<_>>(), ["hello", "big", "world"]);
    assert_eq!(fold("?").words().count(), 0);
}

#[test]
fn a_message_is_trimmed_and_cut() {
    let message = Message::new("  Hi  ");
    assert_eq!((message.typed.as_str(), message.folded.text.as_str()), ("Hi", "hi"));
    let long = format!("{}STOP", "é ".repeat(MATCHED_CHARS_MAX));
    let message = Message::new(&long);
    assert_eq!(message.typed.chars().count(), MATCHED_CHARS_MAX - 1, "cut, then trimmed");
    assert!(!message.folded.text.contains("stop"));
    let fits = "xy".repeat(MATCHED_CHARS_MAX / 2);
    assert_eq!(Message::new(&fits).typed, fits);
}
