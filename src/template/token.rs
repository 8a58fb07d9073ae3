//! The words of an expression, enough of them to know what it reads and what it calls.

use std::ops::Range;

/// A word of an expression, with its bytes in the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) what: What,
    pub(super) at: Range<usize>,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A name or keyword.
    Name(String),
    /// A text or number.
    Literal,
    /// Anything else, letter by letter; `==`, `!=`, `<=` and `>=` are one.
    Sign(String),
}

impl Token {
    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(&self.what, What::Sign(own) if own == sign)
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        self.name() == Some(name)
    }

    pub(super) fn name(&self) -> Option<&str> {
        match &self.what {
            What::Name(name) => Some(name),
            What::Literal | What::Sign(_) => None,
        }
    }
}

/// Splits a stretch of a template.
pub(super) fn tokens(text: &str, range: Range<usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some(rest) = text.get(at..range.end) else { break };
        let Some(first) = rest.chars().next() else { break };
        let (what, length) = one(rest, first);
        let end = at.saturating_add(length);
        if let Some(what) = what {
            tokens.push(Token { what, at: at..end });
        }
        at = end;
    }
    tokens
}

fn one(rest: &str, first: char) -> (Option<What>, usize) {
    let run = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
    if first.is_whitespace() {
        (None, run(char::is_whitespace))
    } else if first.is_alphabetic() || first == '_' {
        let length = run(|c| c.is_alphanumeric() || c == '_');
        (Some(What::Name(rest.get(..length).unwrap_or_default().to_owned())), length)
    } else if first.is_ascii_digit() {
        (Some(What::Literal), run(|c| c.is_ascii_digit() || c == '.' || c == '_'))
    } else if matches!(first, '"' | '\'' | '`') {
        (Some(What::Literal), quoted(rest, first))
    } else {
        let two = rest.get(..2).filter(|two| ["==", "!=", "<=", ">=", "//"].contains(two));
        let sign = two.map_or_else(|| first.to_string(), str::to_owned);
        let length = sign.len();
        (Some(What::Sign(sign)), length)
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let body = rest.get(1..).unwrap_or_default();
    body.find(quote).map_or(rest.len(), |end| end.saturating_add(2))
}

/// Names that stand for themselves.
const KEYWORDS: [&str; 19] = [
    "and", "as", "break", "continue", "elif", "else", "false", "False", "for", "if", "in", "is",
    "loop", "none", "None", "not", "null", "or", "true",
];

/// A variable that an expression reads: its dotted path and where it stands.
pub(super) type Path = (String, Range<usize>);

/// The variables that are read, in order.
pub(super) fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(index.saturating_add(1));
        index = index.saturating_add(1);
        let Some(name) = token.name().filter(|name| is_variable(name, before, after)) else {
            continue;
        };
        let (mut path, mut at) = (name.to_owned(), token.at.clone());
        while let [dot, field, ..] = tokens.get(index..).unwrap_or_default() {
            let Some(name) = field.name().filter(|_| dot.is(".")) else { break };
            path = format!("{path}.{name}");
            at.end = field.at.end;
            index = index.saturating_add(2);
        }
        paths.push((path, at));
    }
    paths
}

fn is_variable(name: &str, before: Option<&Token>, after: Option<&Token>) -> bool {
    let named = |token: Option<&Token>, sign: &str| token.is_some_and(|token| token.is(sign));
    let test = before.is_some_and(|token| token.is_name("is"));
    let called = named(after, "(") || named(after, "=");
    let part = named(before, ".") || named(before, "|") || named(before, "<");
    !KEYWORDS.contains(&name) && name != "True" && !test && !called && !part
}

/// How many filters, functions and components are called.
pub(super) fn calls(tokens: &[Token]) -> u32 {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let calls = pairs.filter(|(one, next)| {
        let filter = one.is("|") && next.name().is_some();
        let function = one.name().is_some() && next.is("(");
        let component = one.is("<") && next.name().is_some();
        filter || function || component
    });
    u32::try_from(calls.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        paths(&tokens(text, 0..text.len())).into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn variables_are_told_from_everything_else() {
        assert_eq!(read("user.first_name or \"x.y\""), ["user.first_name"]);
        assert_eq!(
            read("count * price | money(currency=cur) + f(a=b.c)"),
            ["count", "price", "cur", "b.c"]
        );
        assert_eq!(read("not x is defined and true and 3.5 > y"), ["x", "y"]);
        assert_eq!(read("items[0].name == 'a'"), ["items"]);
    }

    #[test]
    fn calls_are_counted() {
        let count = |text: &str| calls(&tokens(text, 0..text.len()));
        assert_eq!(count("a | b | c(x=1) + f()"), 4);
        assert_eq!(count("a + b"), 0);
    }
}
