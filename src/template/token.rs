//! The words of a tag, split exactly as Tera splits them: what is counted and refused hangs on both
//! seeing the same.

use std::ops::Range;

/// A word of a tag, with its bytes in the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) what: What,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A name or keyword.
    Name,
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// An operator, bracket or comma.
    Sign,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }

    pub(super) fn at(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// Whether it is this sign or keyword; a text in quotes is neither.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self.what, What::Sign | What::Name) && self.text == word
    }

    /// A name that is no constant.
    pub(super) fn is_name(&self) -> bool {
        self.what == What::Name && !CONSTANTS.contains(&self.text)
    }
}

/// Names that are values.
const CONSTANTS: [&str; 7] = ["true", "True", "false", "False", "none", "None", "null"];

/// Signs of more than one letter, longest first.
const LONG_SIGNS: [&str; 10] = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];

/// Signs of one letter.
const SIGNS: &str = "+-*/%!.,:~|=><()[]{}@";

/// What ends a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// `}}`
    Output,
    /// `%}`
    Block,
    /// The end of the text: a bare expression.
    End,
}

impl Close {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Output => "}}",
            Self::Block => "%}",
            Self::End => "",
        }
    }
}

/// A tag's words, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// The byte after the last that belongs to an expression.
    pub(super) inner_end: usize,
    /// The byte after the closing sign.
    pub(super) end: usize,
    /// Whether white space behind the tag is trimmed.
    pub(super) trims: bool,
}

/// Why a tag cannot be split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Torn {
    /// Its end is missing here.
    Unclosed(Range<usize>),
    /// `{{` inside `{% %}` or a bare expression.
    Nested(Range<usize>),
    /// A quote without its twin.
    Quote(Range<usize>),
    /// A letter that means nothing.
    Letter(Range<usize>),
}

/// Splits a tag from the byte after what opens it.
pub(super) fn words(text: &str, from: usize, close: Close) -> Result<Words<'_>, Torn> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = from;
    let mut braces = 0_usize;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at = at.saturating_add(blank(rest));
        let rest = text.get(at..).unwrap_or_default();
        if rest.is_empty() && close == Close::End {
            let inner_end = tokens.last().map_or(from, Token::end);
            return Ok(Words { tokens, inner_end, end: at, trims: false });
        }
        if let Some(length) = closing(rest, close) {
            let inner_end = tokens.last().map_or(from, Token::end);
            let end = at.saturating_add(length);
            return Ok(Words { tokens, inner_end, end, trims: length == 3 });
        }
        if close != Close::Output && rest.starts_with("{{") {
            return Err(Torn::Nested(at..at.saturating_add(2)));
        }
        if torn(rest, braces) {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            return Err(Torn::Unclosed(at..at.saturating_add(length)));
        }
        let (what, length) = one(rest, at)?;
        let word = rest.get(..length).unwrap_or_default();
        match word {
            "{" => braces = braces.saturating_add(1),
            "}" => braces = braces.saturating_sub(1),
            _ => {}
        }
        tokens.push(Token { what, text: word, start: at });
        at = at.saturating_add(length);
    }
}

/// Bytes of white space; only ASCII's counts.
fn blank(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_whitespace).count()
}

fn closing(rest: &str, close: Close) -> Option<usize> {
    if close == Close::End {
        return None;
    }
    let dashed = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(close.sign()));
    if dashed {
        return Some(3);
    }
    rest.starts_with(close.sign()).then_some(2)
}

/// Whether a tag that is still open cannot go on like this.
fn torn(rest: &str, braces: usize) -> bool {
    let opens = ["{{", "{%", "%}"].iter().any(|sign| rest.starts_with(sign));
    rest.is_empty() || opens || (braces == 0 && rest.starts_with('}'))
}

fn one(rest: &str, at: usize) -> Result<(What, usize), Torn> {
    if let Some(sign) = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((What::Sign, sign.len()));
    }
    let first = rest.chars().next().unwrap_or_default();
    if SIGNS.contains(first) {
        return Ok((What::Sign, 1));
    }
    match first {
        '"' | '\'' | '`' => {
            quoted(rest, first).map(|length| (What::Text, length)).ok_or_else(|| {
                let line = rest.lines().next().unwrap_or_default();
                Torn::Quote(at..at.saturating_add(line.len()))
            })
        }
        '0'..='9' => Ok((What::Number, number(rest))),
        'a'..='z' | 'A'..='Z' | '_' => {
            let named = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
            Ok((What::Name, rest.bytes().take_while(|b| named(b)).count()))
        }
        _ => Err(Torn::Letter(at..at.saturating_add(first.len_utf8()))),
    }
}

fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let body = rest.char_indices().skip(1);
    for (at, c) in body {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at.saturating_add(1)),
            _ => {}
        }
    }
    None
}

/// Digits with at most one point among them.
fn number(rest: &str) -> usize {
    let mut point = false;
    let part = |b: &u8| match b {
        b'.' if !point => {
            point = true;
            true
        }
        _ => b.is_ascii_digit(),
    };
    rest.bytes().take_while(part).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text, 0, Close::Output).unwrap().tokens.iter().map(|token| token.text).collect()
    }

    #[test]
    fn a_tag_is_split_as_tera_splits_it() {
        assert_eq!(split(" a.b?.c[0] -}}"), ["a", ".", "b", "?.", "c", "[", "0", "]"]);
        assert_eq!(split(r#""\"}}" ~ '\'' }}"#), [r#""\"}}""#, "~", r"'\''"]);
        assert_eq!(split("1.5.x ...a //b }}"), ["1.5", ".", "x", "...", "a", "//", "b"]);
        assert_eq!(split("{\"a\": 1} }}"), ["{", "\"a\"", ":", "1", "}"]);
    }

    #[test]
    fn a_tag_without_its_end_is_torn_where_the_end_should_be() {
        assert_eq!(words("{{ a }.", 2, Close::Output), Err(Torn::Unclosed(5..6)));
        assert_eq!(words("{{ a", 2, Close::Output), Err(Torn::Unclosed(4..4)));
        assert_eq!(words("{{ a {{ b }}", 2, Close::Output), Err(Torn::Unclosed(5..6)));
        assert_eq!(words("{{ 'a }}", 2, Close::Output), Err(Torn::Quote(3..8)));
        assert_eq!(words("a %} b", 0, Close::End), Err(Torn::Unclosed(2..3)));
    }
}
