//! Which messages of one rule another one takes for certain.

use crate::pattern::phrase::Phrase;
use crate::pattern::rule::{Kind, Rule, Scope};

/// Ways to say a rule that are looked at one by one.
const WAYS_MAX: usize = 16;

impl Rule {
    /// Whether it takes every message that the other one takes.
    ///
    /// Only what is certain: of regexes, signs and words with typos nothing is.
    #[must_use]
    pub fn always_takes(&self, other: &Self) -> bool {
        match &other.kind {
            Kind::Any(rules) => rules.iter().all(|rule| self.always_takes(rule)),
            Kind::All(rules) => rules.iter().any(|rule| self.always_takes(rule)),
            Kind::Phrase(scope, phrase) => {
                let texts = phrase.texts(WAYS_MAX);
                texts.is_some_and(|texts| texts.iter().all(|text| self.takes_around(text, *scope)))
            }
            Kind::Like(_) | Kind::Symbols(..) | Kind::Regex(_) => false,
        }
    }

    /// Every message that it takes, folded; none if other words may stand around, or if there are
    /// too many.
    #[must_use]
    pub fn whole_messages(&self) -> Option<Vec<String>> {
        let Kind::Phrase(Scope::Whole, phrase) = &self.kind else { return None };
        phrase.texts(WAYS_MAX)
    }

    /// Whether messages that fold to the same are the same to it.
    #[must_use]
    pub fn sees_words_only(&self) -> bool {
        match &self.kind {
            Kind::Phrase(..) | Kind::Like(_) => true,
            Kind::All(rules) | Kind::Any(rules) => rules.iter().all(Self::sees_words_only),
            Kind::Symbols(..) | Kind::Regex(_) => false,
        }
    }

    /// Whether it takes every message in which a folded text stands in such a way.
    fn takes_around(&self, text: &str, stands: Scope) -> bool {
        match &self.kind {
            Kind::Phrase(scope, phrase) => phrase_around(*scope, phrase, text, stands),
            Kind::Like(like) => stands == Scope::Whole && like.find(text).is_some(),
            Kind::All(rules) => rules.iter().all(|rule| rule.takes_around(text, stands)),
            Kind::Any(rules) => rules.iter().any(|rule| rule.takes_around(text, stands)),
            Kind::Symbols(..) | Kind::Regex(_) => false,
        }
    }
}

fn phrase_around(scope: Scope, phrase: &Phrase, text: &str, stands: Scope) -> bool {
    match scope {
        Scope::Whole => stands == Scope::Whole && phrase.is_all_of(text),
        Scope::Start => {
            matches!(stands, Scope::Whole | Scope::Start) && phrase.at_start(text).is_some()
        }
        Scope::Anywhere | Scope::Alike(_) => phrase.find(text).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::synonyms::Synonyms;

    fn all(first: &str, second: &str) -> Rule {
        Rule::all(&[first, second], &Synonyms::new()).unwrap()
    }

    fn rules(text: &str) -> [Rule; 4] {
        let no = Synonyms::new();
        [
            Rule::words(text, &no).unwrap(),
            Rule::starts(text, &no).unwrap(),
            Rule::exact(text, &no).unwrap(),
            Rule::like(text, None, &no).unwrap(),
        ]
    }

    #[test]
    fn words_take_all_messages_with_more_words() {
        let [stop, stop_first, stop_only, stopp] = rules("stop");
        let [now, now_first, now_only, _] = rules("stop it now");
        for other in [&now, &now_first, &now_only, &all("pizza", "stop")] {
            assert!(stop.always_takes(other));
        }
        assert!(stop_first.always_takes(&now_first) && stop_first.always_takes(&now_only));
        assert!(stopp.always_takes(&now_only) && stop.always_takes(&stop_only));
        assert!(!stop_first.always_takes(&now) && !stop_only.always_takes(&now_only));
        assert!(!now.always_takes(&stop) && !stop.always_takes(&stopp));
        assert!(!stopp.always_takes(&now));
    }

    #[test]
    fn of_words_that_may_be_said_in_several_ways_all_must_be_taken() {
        let mut synonyms = Synonyms::new();
        synonyms.insert("pizza", vec!["pie".to_owned()]);
        let pizza = Rule::words("pizza", &synonyms).unwrap();
        let [plain, ..] = rules("pizza");
        let [longer, ..] = rules("my pizza");
        assert!(pizza.always_takes(&plain) && pizza.always_takes(&longer));
        assert!(!plain.always_takes(&pizza));
    }

    #[test]
    fn only_the_whole_message_can_be_listed() {
        let [words, starts, exact, like] = rules("Stop!");
        assert_eq!(exact.whole_messages(), Some(vec!["stop".to_owned()]));
        assert!([words, starts, like].iter().all(|rule| rule.whole_messages().is_none()));
    }
}
