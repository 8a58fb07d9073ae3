//! Yes or no, in the words of several languages.

use crate::engine::answer::filler;
use crate::pattern::fold::Message;
use crate::words::name::Value;

/// Folded words that mean yes.
const YES: [&str; 31] = [
    "absolutely",
    "claro",
    "correct",
    "d accord",
    "da",
    "definitely",
    "genau",
    "gerne",
    "ja",
    "jawohl",
    "k",
    "of course",
    "ok",
    "okay",
    "oui",
    "right",
    "si",
    "sim",
    "sure",
    "sure thing",
    "true",
    "why not",
    "y",
    "ya",
    "yea",
    "yeah",
    "yep",
    "yes",
    "yes please",
    "yup",
    "はい",
];

/// Folded words that mean no.
const NO: [&str; 21] = [
    "n",
    "nah",
    "nao",
    "nee",
    "negative",
    "nein",
    "never",
    "no",
    "no thank you",
    "no thanks",
    "no way",
    "non",
    "non merci",
    "nope",
    "not really",
    "not now",
    "false",
    "wrong",
    "いいえ",
    "не",
    "нет",
];

/// The whole message is yes or no.
pub(super) fn exactly(message: &Message) -> Option<Value> {
    meaning(&message.folded.text)
}

/// Nothing but yes or no and filler words.
pub(super) fn whole(message: &Message) -> Option<Value> {
    let words = filler::telling(message.folded.text.split(' '));
    let all = |list: &[&str]| !words.is_empty() && words.iter().all(|word| list.contains(word));
    match (all(&YES), all(&NO)) {
        (true, _) => Some(true.into()),
        (_, true) => Some(false.into()),
        (false, false) => exactly(message).or_else(|| thumb(message)),
    }
}

/// Yes is in the message and no is not, or the other way round.
pub(super) fn contained(message: &Message) -> Option<Value> {
    let text = format!(" {} ", message.folded.text);
    let any = |list: &[&str]| list.iter().any(|word| text.contains(&format!(" {word} ")));
    match (any(&YES), any(&NO)) {
        (true, false) => Some(true.into()),
        (false, true) => Some(false.into()),
        (true, true) | (false, false) => None,
    }
}

fn meaning(folded: &str) -> Option<Value> {
    if YES.contains(&folded) {
        Some(true.into())
    } else {
        NO.contains(&folded).then(|| false.into())
    }
}

fn thumb(message: &Message) -> Option<Value> {
    match message.typed.chars().next()? {
        '👍' | '✅' => Some(true.into()),
        '👎' | '❌' => Some(false.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_say_yes_and_no_in_many_ways() {
        let yes = ["yes", "Yes!", "yeah", "OK", "Sí", "oui", "Ja gerne", "yes please", "👍"];
        for text in yes {
            assert_eq!(whole(&Message::new(text)), Some(true.into()), "{text}");
        }
        for text in ["no", "No, thanks", "nope", "não", "nein", "👎"] {
            assert_eq!(whole(&Message::new(text)), Some(false.into()), "{text}");
        }
        assert_eq!(whole(&Message::new("yes and no")), None);
        assert_eq!(contained(&Message::new("hm, yes, I think so")), Some(true.into()));
        assert_eq!(contained(&Message::new("no, well, yes")), None);
    }
}
