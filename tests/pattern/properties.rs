//! What holds for any text.

use proptest::prelude::*;
use saywhen::pattern::fold::{Message, fold};
use saywhen::pattern::payload::PayloadPattern;
use saywhen::pattern::rule::Rule;
use saywhen::pattern::synonyms::Synonyms;

#[test]
fn every_single_letter_folds_once_and_for_all() {
    for letter in '\0'..=char::MAX {
        let text = format!("{letter} a{letter} ا{letter}日{letter}ก{letter}");
        let once = fold(&text);
        assert_eq!(fold(&once.text), once, "{text:?}");
    }
}

/// Texts of few letters, so that they often contain one another.
fn dense() -> impl Strategy<Value = String> {
    "[abAB '’!éก日ー\u{301}\u{e34}\u{200d}🍕1s]{0,12}"
}

/// What `words` means, by its definition: the trigger's words are words of the message, in a row.
fn naive(trigger: &str, message: &str) -> bool {
    let (trigger, message) = (fold(trigger), fold(message));
    let trigger: Vec<_> = trigger.words().collect();
    let message: Vec<_> = message.words().collect();
    message.windows(trigger.len()).any(|window| window == trigger)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>(), dense in dense()) {
        for text in [text, dense] {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once.text), &once);
        }
    }

    #[test]
    fn folded_texts_have_single_spaces_between_words(text in dense()) {
        let folded = fold(&text).text;
        prop_assert_eq!(folded.split_whitespace().collect::<Vec<_>>().join(" "), folded);
    }

    #[test]
    fn ascii_folds_alike_with_and_without_the_short_way(text in "[ -~]{0,20}") {
        let long_way = fold(&format!("{text}\u{200b}"));
        prop_assert_eq!(fold(&text), long_way);
    }

    #[test]
    fn no_text_makes_a_rule_panic(trigger in any::<String>(), text in any::<String>(), pattern in dense()) {
        let none = Synonyms::new();
        let some = Synonyms::from([(pattern.clone(), vec![text.clone(), trigger.clone()])]);
        let message = Message::new(&text);
        for trigger in [&trigger, &pattern] {
            let rules = [
                Rule::words(trigger, &none), Rule::words(trigger, &some), Rule::exact(trigger, &some),
                Rule::starts(trigger, &some), Rule::regex(trigger, &[]),
            ];
            for rule in rules {
                match rule {
                    Ok(rule) => prop_assert_eq!(rule.find(&message), rule.find(&message)),
                    Err(problem) => prop_assert!(trigger.get(problem.at.clone()).is_some(), "{problem:?}"),
                }
            }
            match PayloadPattern::parse(trigger) {
                Ok(pattern) => prop_assert_eq!(pattern.matches(&text), pattern.matches(&text)),
                Err(problem) => prop_assert!(trigger.get(problem.at.clone()).is_some(), "{problem:?}"),
            }
        }
    }

    #[test]
    fn words_find_themselves_alone_and_among_others(text in any::<String>(), dense in dense()) {
        for text in [text, dense] {
            let Ok(rule) = Rule::words(&text, &Synonyms::new()) else { continue };
            prop_assert!(rule.find(&Message::new(&text)).is_some());
            let among = format!("well, {text} ok");
            prop_assert!(rule.find(&Message::new(&among)).is_some());
            prop_assert!(Rule::exact(&text, &Synonyms::new()).unwrap().find(&Message::new(&text)).is_some());
        }
    }

    #[test]
    fn words_agree_with_their_definition(trigger in "[ab ,é]{1,6}", text in "[ab ,É'!🍕]{0,16}") {
        let Ok(rule) = Rule::words(&trigger, &Synonyms::new()) else { return Ok(()) };
        prop_assume!(!fold(&trigger).text.is_empty());
        prop_assert_eq!(rule.find(&Message::new(&text)).is_some(), naive(&trigger, &text));
    }

    #[test]
    fn payloads_come_back_as_they_were_put_in(id in "[^/\\-]{1,8}", n in 0_i64.., rest in any::<String>()) {
        let pattern = PayloadPattern::parse("A/<id>-<n:number>/<rest*>").unwrap();
        let taken = pattern.matches(&format!("A/{id}-{n}/{rest}")).unwrap();
        let values: Vec<_> = taken.into_iter().map(|(_, value)| value).collect();
        prop_assert_eq!(values, [serde_json::json!(id), serde_json::json!(n), serde_json::json!(rest)]);
    }
}
