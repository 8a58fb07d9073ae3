//! `seen`, `react`: what the bot does without saying anything.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::suggest::nearest;
use crate::source::diagnostic::{Code, Diagnostic};

/// What `seen` reads.
pub(super) const SEEN: &[Key] =
    &[key("seen", Shape::Nothing, "marks the visitor's message as seen")];

/// What `react` reads.
pub(super) const REACT: &[Key] =
    &[key("react", Shape::Name, "a reaction to the visitor's message: love, like … or an emoji")];

/// Reactions with a name (limits.json).
const NAMES: [&str; 7] = ["smile", "angry", "sad", "wow", "love", "like", "dislike"];

impl Gate<'_> {
    /// A reaction: a name of Messenger's, or an emoji.
    pub(super) fn reaction(&mut self, field: &Field<'_>) -> Option<String> {
        let text = self.plain(field)?;
        let word = text.value.as_str();
        if NAMES.contains(&word) || is_emoji(word) {
            return Some(word.to_owned());
        }
        let headline = format!("\"{word}\" is no reaction");
        let told = Diagnostic::error(Code("K205"), field.node.span, headline);
        self.tell(match nearest(word, NAMES) {
            Some(near) => {
                told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
            }
            None => told.label(format!("an emoji, or one of {}", NAMES.join(", "))),
        });
        None
    }
}

/// One or more signs, none of which is a letter; people write some with digits (1️⃣).
fn is_emoji(text: &str) -> bool {
    let sign = |c: char| !c.is_alphabetic() && !c.is_whitespace() && !c.is_ascii_punctuation();
    !text.is_ascii() && text.chars().all(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_told_from_words() {
        for emoji in ["👍", "❤️", "😊", "👨‍👩‍👧", "1️⃣", "🇫🇷"] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for word in ["", "lovely", "hé", "+1", "👍 ok", "👍!"] {
            assert!(!is_emoji(word), "{word}");
        }
    }
}
