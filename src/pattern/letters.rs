//! What each letter means to folding.

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// Thai's first letter, the first of a script that puts no spaces between words; before it stand
/// only two tone marks of Bopomofo, which belong to no word.
const FIRST_SPACELESS: char = '\u{e01}';

/// Whether a letter leaves no trace: Unicode's `Default_Ignorable_Code_Point`, and Arabic's tatweel,
/// which only stretches a word.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a letter stands for an apostrophe; keyboards and word processors have many.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '‛' | 'ʼ' | '′' | '`' | '´' | '＇')
}

/// Whether a letter, digit or mark belongs to a word; `ℹ` and `Ⓜ` are emoji to everybody but Unicode.
pub(super) fn is_word(letter: char) -> bool {
    (letter.is_alphanumeric() || is_combining_mark(letter)) && !matches!(letter, 'ℹ' | 'Ⓜ')
}

/// Whether a letter is of a script that puts no spaces between words. `ー` belongs to two of them,
/// so that Unicode gives it to none.
pub(super) fn is_spaceless(letter: char) -> bool {
    if letter < FIRST_SPACELESS {
        return false;
    }
    letter == 'ー'
        || matches!(
            letter.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Bopomofo
                | Script::Yi
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
                | Script::Javanese
                | Script::Balinese
                | Script::Tai_Le
                | Script::New_Tai_Lue
                | Script::Tai_Tham
                | Script::Tai_Viet
        )
}

/// The last letter of a text that is no mark on another one.
pub(super) fn last_letter(text: &str) -> Option<char> {
    text.chars().rev().find(|letter| !is_mark(*letter))
}

/// Whether words of a folded text may end or begin here: at spaces, and anywhere between two whole
/// letters of a script without spaces.
pub(super) fn is_word_border(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    match (last_letter(before), after.chars().next()) {
        (Some(before), Some(after)) => is_border(before, after),
        (None, _) | (_, None) => true,
    }
}

/// Where words of a folded text may begin.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    let starts = text.char_indices().filter(move |(_, letter)| {
        let starts = *letter != ' ' && is_border(before, *letter);
        before = if is_mark(*letter) { before } else { *letter };
        starts
    });
    starts.map(|(at, _)| at)
}

fn is_border(before: char, after: char) -> bool {
    let spaceless = || is_spaceless(before) || is_spaceless(after);
    before == ' ' || after == ' ' || (spaceless() && !is_mark(after))
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && is_combining_mark(letter)
}

/// The letters without strokes and ties that people type where their keyboard has no better one.
/// Decomposition does not take these apart.
pub(super) fn plain(letter: char) -> &'static str {
    match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        'ٱ' => "ا",
        _ => "",
    }
}

/// Whether a letter's marks count: those of Latin, Greek, Cyrillic, digits and signs do not.
pub(super) fn keeps_marks(letter: char) -> bool {
    !matches!(
        letter.script(),
        Script::Latin
            | Script::Greek
            | Script::Cyrillic
            | Script::Common
            | Script::Inherited
            | Script::Unknown
    )
}

/// Whether a mark is one that makes a hamza form of an Arabic letter.
pub(super) fn is_hamza(letter: char) -> bool {
    matches!(letter, '\u{653}'..='\u{655}' | '\u{674}')
}
