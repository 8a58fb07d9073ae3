//! Triggers made of words (LANGUAGE, "Triggers").

use saywhen::pattern::fold::Message;
use saywhen::pattern::rule::{Problem, Rule};
use saywhen::pattern::synonyms::Synonyms;
use saywhen::words::trace::Class;

fn none() -> Synonyms {
    Synonyms::new()
}

fn synonyms(entries: &[(&str, &[&str])]) -> Synonyms {
    let texts = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    entries.iter().map(|(key, values)| ((*key).to_owned(), texts(values))).collect()
}

fn words(text: &str) -> Rule {
    Rule::words(text, &none()).unwrap()
}

fn takes(rule: &Rule, text: &str) -> bool {
    rule.find(&Message::new(text)).is_some()
}

/// Class, covered and start of a hit.
fn hit(rule: &Rule, text: &str) -> (Class, u32, u32) {
    let hit = rule.find(&Message::new(text)).unwrap();
    assert_eq!(hit.captures, []);
    (hit.class, hit.covered, hit.start)
}

#[test]
fn words_stand_together_in_order_as_whole_words_anywhere() {
    let rule = words("opening hours");
    for text in
        ["opening hours", "What are your OPENING hours?", "opening, hours", "ópening  hours!"]
    {
        assert!(takes(&rule, text), "{text}");
    }
    for text in
        ["hours opening", "opening our hours", "reopening hours", "opening hoursx", "opening", ""]
    {
        assert!(!takes(&rule, text), "{text}");
    }
}

#[test]
fn a_later_whole_word_counts_after_a_part_of_one() {
    assert!(takes(&words("ha ha"), "haha ha ha"));
    assert_eq!(hit(&words("no"), "know no"), (Class::Words, 2, 4));
}

#[test]
fn covered_leaves_gaps_out_and_start_counts_letters() {
    assert_eq!(hit(&words("opening hours"), "Hi! Your opening hours?"), (Class::Words, 12, 6));
    assert_eq!(hit(&words("table 12"), "table 12"), (Class::Words, 7, 0));
}

#[test]
fn exact_is_the_whole_message() {
    let rule = Rule::exact("Stop", &none()).unwrap();
    assert_eq!(hit(&rule, "STOP!!! 🛑"), (Class::Exact, 4, 0));
    for text in ["stop it", "please stop", "stopp", ""] {
        assert!(!takes(&rule, text), "{text}");
    }
}

#[test]
fn starts_begins_the_message() {
    let rule = Rule::starts("order", &none()).unwrap();
    assert_eq!(hit(&rule, "Order a pizza"), (Class::Words, 5, 0));
    for text in ["I order", "orders", "reorder order"] {
        assert!(!takes(&rule, text), "{text}");
    }
}

#[test]
fn all_takes_any_order_and_place_and_sums_up() {
    let rule = Rule::all(&["cancel", "my order"], &none()).unwrap();
    assert_eq!(hit(&rule, "so my order, cancel it"), (Class::Words, 13, 2));
    assert!(!takes(&rule, "cancel my big order"));
    assert!(!takes(&rule, "cancel"));
}

#[test]
fn any_takes_the_one_that_covers_most() {
    let rule = Rule::any(&["hi", "good morning"], &none()).unwrap();
    assert_eq!(hit(&rule, "hi, good morning"), (Class::Words, 11, 2));
    assert_eq!(hit(&rule, "oh hi"), (Class::Words, 2, 2));
    assert!(!takes(&rule, "good"));
}

#[test]
fn synonyms_hold_in_one_direction() {
    let pie = synonyms(&[("pizza", &["Pizzas", "flat bread pie"])]);
    let rule = Rule::words("order pizza now", &pie).unwrap();
    for text in ["order pizza now", "order pizzas now", "please order flat bread pie now"] {
        assert!(takes(&rule, text), "{text}");
    }
    assert!(!takes(&rule, "order pie now"));
    assert!(!takes(&Rule::words("pizzas", &pie).unwrap(), "pizza"));
    assert!(!takes(&Rule::words("pizzaz", &pie).unwrap(), "pizzasz"), "keys are whole words");
}

#[test]
fn synonyms_of_several_words_and_scripts_without_spaces() {
    let wide =
        synonyms(&[("opening hours", &["open"]), ("披萨", &["比萨"]), ("opening", &["start"])]);
    let rule = Rule::words("your opening hours", &wide).unwrap();
    assert!(
        takes(&rule, "your open?") && !takes(&rule, "your start hours"),
        "the longest key counts"
    );
    assert!(takes(&Rule::words("我要披萨", &wide).unwrap(), "你好我要比萨吗"));
}

#[test]
fn of_several_ways_to_say_it_the_longest_counts() {
    let pie = synonyms(&[("pie", &["pie pan", "an apple pie"])]);
    let rule = Rule::words("pie", &pie).unwrap();
    assert_eq!(hit(&rule, "pie and pie pan"), (Class::Words, 6, 6));
    assert_eq!(hit(&rule, "an apple pie pan"), (Class::Words, 10, 0));
    let exact = Rule::exact("pie", &pie).unwrap();
    assert_eq!(hit(&exact, "Pie pan!").0, Class::Exact);
}

#[test]
fn scripts_without_spaces_match_as_substrings() {
    for (trigger, text) in [
        ("营业时间", "请问营业时间是什么"),
        ("ราคา", "ขอราคาหน่อย"),
        ("ラーメン", "このラーメンは"),
        ("pizza", "我要pizza吗"),
    ] {
        assert!(takes(&words(trigger), text), "{trigger} in {text}");
    }
    assert!(!takes(&words("ก"), "กี่"), "a letter without its vowel is another");
    assert!(!takes(&words("hour"), "hours"));
}

#[test]
fn a_trigger_of_signs_is_compared_as_typed() {
    let thumb = words("👍");
    for text in ["👍", "great 👍👍", "👍🏽"] {
        assert!(takes(&thumb, text), "{text}");
    }
    assert!(!takes(&thumb, "👎"));
    assert!(takes(&words("❤"), "❤️") && takes(&words("❤️"), "❤"));
    assert!(!takes(&words("👨"), "👨‍👩‍👧"), "a family is one sign");
    assert!(!takes(&words("🇷🇩"), "🇫🇷🇩🇪"), "a flag is one sign");
    assert_eq!(hit(&words("?"), "what?"), (Class::Words, 1, 4));
    let exact = Rule::exact("??", &none()).unwrap();
    assert_eq!(hit(&exact, " ?? "), (Class::Exact, 2, 0));
    assert!(!takes(&exact, "???") && !takes(&exact, "what??"));
    let starts = Rule::starts("!", &none()).unwrap();
    assert!(takes(&starts, "!help") && !takes(&starts, "help!"));
}

#[test]
fn a_trigger_without_anything_is_a_mistake() {
    for text in ["", "  ", "\u{200b}"] {
        let Problem { code, at, .. } = Rule::words(text, &none()).unwrap_err();
        assert_eq!((code, at), ("W405", 0..text.len()), "{text:?}");
    }
    assert!(Rule::all(&[], &none()).is_err() && Rule::any(&["hi", ""], &none()).is_err());
}

#[test]
fn a_message_that_folds_to_nothing_fits_no_words() {
    for rule in [words("hi"), Rule::exact("hi", &none()).unwrap()] {
        assert!(!takes(&rule, "🤷") && !takes(&rule, ""));
    }
}
