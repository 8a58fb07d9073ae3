//! Lengths as Messenger counts them: UTF-16 units, never cutting through what people see as one
//! letter.

use unicode_segmentation::UnicodeSegmentation;

/// The length of a text in UTF-16 units.
#[must_use]
pub fn len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The longest start of a text that has at most `max` units and ends between two letters as people
/// see them (grapheme clusters). Empty if not even the first letter fits.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    letters(text, Room { max, size: len }).to_owned()
}

/// The same with at most `max` bytes, as UTF-8.
#[must_use]
pub fn cut_bytes(text: &str, max: usize) -> String {
    letters(text, Room { max, size: str::len }).to_owned()
}

/// A text in pieces of at most `max` units: cut after a sentence where possible, else after a
/// word, else after a letter. White space at the cuts is dropped; nothing else is. A blank text
/// has no pieces.
#[must_use]
pub fn split(text: &str, max: usize) -> Vec<String> {
    pieces(text, Room { max, size: len })
}

/// The same in pieces of at most `max` bytes, as UTF-8.
#[must_use]
pub fn split_bytes(text: &str, max: usize) -> Vec<String> {
    pieces(text, Room { max, size: str::len })
}

/// How much fits, and how that is counted.
#[derive(Clone, Copy)]
struct Room {
    max: usize,
    size: fn(&str) -> usize,
}

fn pieces(text: &str, room: Room) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let piece = if (room.size)(rest) <= room.max { rest } else { head(rest, room) };
        pieces.push(piece.trim_end().to_owned());
        rest = rest.get(piece.len()..).unwrap_or("").trim_start();
    }
    pieces
}

/// The best first piece of a text that does not fit; never empty.
fn head(text: &str, room: Room) -> &str {
    let sentences = prefix(text, room, text.split_sentence_bounds());
    if !sentences.trim_end().is_empty() {
        return sentences;
    }
    let letters = letters(text, room);
    let words = letters.rfind(char::is_whitespace).and_then(|at| letters.get(..at)).unwrap_or("");
    match (words.is_empty(), letters.is_empty()) {
        (false, _) => words,
        (true, false) => letters,
        (true, true) => scalars(text, room),
    }
}

/// As many whole letters as people see them (grapheme clusters) as fit.
fn letters(text: &str, room: Room) -> &str {
    prefix(text, room, text.graphemes(true))
}

/// For a single letter that does not fit (marks piled on marks): cut between scalars, one at least so
/// that splitting always ends.
fn scalars(text: &str, room: Room) -> &str {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let fitting = prefix(text, room, text.split_inclusive(|_| true));
    if fitting.is_empty() { text.get(..first).unwrap_or(text) } else { fitting }
}

/// As many whole `parts` from the start of `text` as fit.
fn prefix<'t>(text: &'t str, room: Room, parts: impl Iterator<Item = &'t str>) -> &'t str {
    let (mut bytes, mut taken) = (0_usize, 0_usize);
    for part in parts {
        taken = taken.saturating_add((room.size)(part));
        if taken > room.max {
            break;
        }
        bytes = bytes.saturating_add(part.len());
    }
    text.get(..bytes).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn astral_letters_count_twice() {
        assert_eq!(len("a🐎"), 3);
        assert_eq!(cut("a🐎b", 2), "a");
        assert_eq!(cut("a🐎b", 3), "a🐎");
    }

    #[test]
    fn a_family_is_never_cut() {
        let family = "👨‍👩‍👧";
        assert_eq!(cut(&format!("ab{family}"), 6), "ab");
        assert_eq!(split(&format!("ab{family}"), 9), ["ab", family]);
    }

    #[test]
    fn sentences_come_before_words() {
        assert_eq!(split("One two. Three four. Five", 21), ["One two. Three four.", "Five"]);
    }

    #[test]
    fn words_come_before_letters() {
        assert_eq!(split("one two three", 8), ["one two", "three"]);
        assert_eq!(split("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    #[test]
    fn bytes_are_counted_where_they_count() {
        assert_eq!(split("Grüß dich", 9), ["Grüß dich"]);
        assert_eq!(split_bytes("Grüß dich", 9), ["Grüß", "dich"]);
        assert_eq!(split_bytes("ありがとう", 7), ["あり", "がと", "う"]);
    }

    #[test]
    fn a_byte_too_much_makes_a_second_piece_and_cuts_no_letter() {
        let fits = format!("{}🐎", "a".repeat(996));
        assert_eq!((fits.len(), split_bytes(&fits, 1_000)), (1_000, vec![fits.clone()]));
        let more = format!("a{fits}");
        assert_eq!(split_bytes(&more, 1_000), ["a".repeat(997), "🐎".to_owned()]);
        assert_eq!(cut_bytes(&more, 1_000), "a".repeat(997));
    }

    #[test]
    fn blank_texts_have_no_pieces() {
        assert!(split(" \n ", 10).is_empty());
        assert_eq!(split(" hi ", 10), ["hi"]);
    }

    #[test]
    fn a_tower_of_marks_still_ends() {
        let tower = format!("e{}", "\u{301}".repeat(50));
        let pieces = split(&tower, 10);
        assert_eq!(pieces.concat(), tower);
        assert!(pieces.iter().all(|piece| len(piece) <= 10));
        assert_eq!(split("🐎", 1), ["🐎"]);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "(?s)[a-z .!?\n🐎é👨‍👩\u{301}]{0,200}", max in 2_usize..40) {
            let pieces = split(&text, max);
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&pieces.concat()), solid(&text));
            for piece in &pieces {
                prop_assert!(len(piece) <= max && !piece.is_empty());
            }
        }
    }
}
