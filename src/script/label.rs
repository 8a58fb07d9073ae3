//! Labels in brackets: `[Label]`, `[Label -> destination]`, `[card: title | subtitle | picture]`.

use crate::script::bubble::{Card, Label};
use crate::script::reader::Piece;

/// One pair of brackets.
pub(super) enum Bracket {
    Label(Label),
    Card(Card),
}

/// A letter, and whether a `\` makes it mean nothing but itself.
type Letter = (char, bool);

/// Reads one pair of brackets at the beginning; how many bytes it takes. None if it is not closed
/// or there is nothing in it.
pub(super) fn bracket(piece: Piece<'_>) -> Option<(Bracket, usize)> {
    let (letters, len) = letters(piece.text)?;
    let span = piece.until(len).span;
    let bracket = if let Some(rest) = strip(&letters, "card:") {
        Bracket::Card(Card { span, parts: parts(rest), labels: None })
    } else {
        let (text, leads) = leads(&letters);
        Bracket::Label(Label { span, text: text?, leads })
    };
    Some((bracket, len))
}

fn letters(text: &str) -> Option<(Vec<Letter>, usize)> {
    let mut letters = Vec::new();
    let mut source = text.char_indices().skip(1);
    while let Some((at, letter)) = source.next() {
        match letter {
            ']' => return Some((letters, at + 1)),
            '\n' => return None,
            '\\' => match source.next()?.1 {
                'n' => letters.push(('\n', true)),
                other => letters.push((other, true)),
            },
            other => letters.push((other, false)),
        }
    }
    None
}

fn strip<'l>(letters: &'l [Letter], word: &str) -> Option<&'l [Letter]> {
    let found = letters.iter().zip(word.chars()).filter(|(have, want)| **have == (*want, false));
    (found.count() == word.chars().count()).then(|| letters.split_at(word.chars().count()).1)
}

/// The text before the last ` -> `, and what stands behind it.
fn leads(letters: &[Letter]) -> (Option<String>, Option<String>) {
    let arrow = [' ', '-', '>', ' '].map(|letter| (letter, false));
    match letters.windows(4).rposition(|window| window == arrow) {
        Some(at) => {
            let (text, behind) = letters.split_at(at);
            (trimmed(text), behind.get(4..).and_then(trimmed))
        }
        None => (trimmed(letters), None),
    }
}

fn parts(letters: &[Letter]) -> Vec<String> {
    letters
        .split(|letter| *letter == ('|', false))
        .map(|p| trimmed(p).unwrap_or_default())
        .collect()
}

fn trimmed(letters: &[Letter]) -> Option<String> {
    let solid = |(letter, escaped): &Letter| *escaped || !letter.is_whitespace();
    let (first, last) = (letters.iter().position(solid)?, letters.iter().rposition(solid)?);
    Some(letters.get(first..=last)?.iter().map(|(letter, _)| letter).collect())
}

/// Labels as [`bracket`] reads them, on one line.
pub(super) fn print_labels(labels: &[Label]) -> String {
    let print = |label: &Label| match &label.leads {
        Some(leads) => format!("[{} -> {}]", escape(&label.text), escape(leads)),
        None => format!("[{}]", escape(&label.text)),
    };
    labels.iter().map(print).collect::<Vec<_>>().join(" ")
}

/// A card as [`bracket`] reads it.
pub(super) fn print_card(card: &Card) -> String {
    let parts: Vec<_> = card.parts.iter().map(|p| escape(p).replace('|', "\\|")).collect();
    format!("[card: {}]", parts.join(" | "))
}

fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let mut text = text.replace('\n', "\\n").replace("->", "-\\>");
    if text.starts_with("card:") || text.starts_with(char::is_whitespace) {
        text.insert(0, '\\');
    }
    if let Some(last) = text.pop() {
        let escapes = text.chars().rev().take_while(|&letter| letter == '\\').count();
        if last.is_whitespace() && escapes % 2 == 0 {
            text.push('\\');
        }
        text.push(last);
    }
    text
}
