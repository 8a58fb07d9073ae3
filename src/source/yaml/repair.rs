//! Texts that need quotes, or other ones: what is wrong with a line, and how it should be.

use granit_parser::ErrorKind;

use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::events::Stop;
use crate::source::yaml::line::{Line, leading};
use crate::source::yaml::mistakes;
use crate::source::yaml::page::Page;
use crate::source::yaml::quote::{quote, single};
use crate::source::yaml::texts::glued_colon;

/// Offers the line with its value in quotes.
fn requoted(page: Page<'_>, line: Line<'_>, text: &str, made: Diagnostic) -> Diagnostic {
    let quoted = quote(text);
    let span = page.span(line.value, line.value_end);
    mistakes::unless_comment(made.fix(line.with_value(&quoted)).edit(span, quoted), text)
}

fn is_curly(letter: char) -> bool {
    matches!(letter, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚')
}

/// `say: “Hi: there”`.
pub(super) fn curly(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let value = line.value();
    let first = value.chars().next().filter(|&letter| is_curly(letter))?;
    let span = page.span(line.value, line.value.saturating_add(first.len_utf8()));
    let headline = "These are curly “quotes”, which do not count as quotes";
    let made = Diagnostic::error(Code("Y109"), span, headline)
        .label("they often come from Word or a phone");
    Some(requoted(page, line, value.trim_matches(is_curly), made))
}

/// A regex that is cut at its `#`, or stands in double quotes.
pub(super) fn regex(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let at = line.text().find("regex:")?;
    let after = line.start.saturating_add(at).saturating_add("regex:".len());
    let end = after.saturating_add(before_comment(page.slice(after, line.end)).len());
    let start = end.saturating_sub(page.slice(after, end).trim_start().len());
    let written = page.slice(start, end);
    if let Some(inside) = written.strip_prefix('"') {
        let close =
            inside.find('"').map_or(end, |length| start.saturating_add(length).saturating_add(2));
        let backslash = page.slice(start, close).contains('\\');
        return backslash.then(|| mistakes::regex_in_double(&page, start, close));
    }
    if written.starts_with('\'') {
        return None;
    }
    let cut = start.saturating_add(written.find(" #")?);
    let braces = line.text().get(..at)?.matches('{').count();
    let text = written.trim_end();
    let closing = text.len().saturating_sub(braces);
    let text = match text.get(closing..) {
        Some(end) if end.chars().all(|c| c == '}') => text.get(..closing)?.trim_end(),
        _ => text,
    };
    let end = start.saturating_add(text.len());
    let lost = page.span(cut.saturating_add(1), end);
    let made = Diagnostic::error(Code("Y104"), lost, "This regex is cut at the #")
        .label("in YAML, a space followed by # starts a comment")
        .fix(format!("regex: {}   always put a regex in single quotes", single(text)))
        .edit(page.span(start, end), single(text));
    Some(mistakes::unless_comment(made, text))
}

/// What stands on a line before a comment, which has two spaces before it.
fn before_comment(text: &str) -> &str {
    text.find("  #").and_then(|comment| text.get(..comment)).unwrap_or(text)
}

/// A text that starts with `{{` or `{%`.
pub(super) fn template(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let value = line.value();
    let (code, sign) = match value {
        _ if value.starts_with("{{") => ("Y105", "{{"),
        _ if value.starts_with("{%") => ("Y106", "{%"),
        _ => return None,
    };
    let span = page.span(line.value, line.value.saturating_add(2));
    let headline = format!("A text that starts with {sign} needs quotes");
    let made = Diagnostic::error(Code(code), span, headline);
    Some(requoted(page, line, value, made))
}

/// Where the quote that a value begins with closes, counted from the value's start.
fn close_of(value: &str) -> Option<usize> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut letters = value.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if quote == '"' => {
                letters.next();
            }
            _ if letter == quote => {
                let doubled = letters.peek().is_some_and(|&(_, next)| next == '\'');
                if quote == '"' || !doubled {
                    return Some(at);
                }
                letters.next();
            }
            _ => {}
        }
    }
    None
}

/// `'It's great'`.
pub(super) fn closes_early(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let value = line.value();
    let close = close_of(value)?;
    let after = value.get(close.saturating_add(1)..)?.trim_start();
    if after.is_empty() || after.starts_with([':', '#', ',', ']', '}']) {
        return None;
    }
    let mark = value.chars().next()?;
    let inside = value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let text = inside.unwrap_or(value);
    let at = line.value.saturating_add(close);
    let name = if mark == '\'' { "apostrophe" } else { "quote" };
    let span = page.span(at, at.saturating_add(1));
    let made = Diagnostic::error(Code("Y108"), span, "The quote closes too early")
        .label(format!("this {name} ends the text"));
    Some(requoted(page, line, text, made))
}

/// `"C:\new"`: a backslash that says nothing.
pub(super) fn backslash(page: Page<'_>, line: Line<'_>, stop: &Stop) -> Option<Diagnostic> {
    let value = line.value();
    let about = matches!(
        stop.kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidUnicodeEscape
    );
    let inside = value.strip_prefix('"').filter(|_| about)?.strip_suffix('"')?;
    let at = line.value.saturating_add(1).saturating_add(inside.find('\\')?);
    let headline = "A backslash has a special meaning in double quotes";
    let quoted = single(&inside.replace("\\\"", "\""));
    let made = Diagnostic::error(Code("Y126"), page.span(at, at.saturating_add(1)), headline)
        .label("in single quotes it is a letter like any other")
        .fix(line.with_value(&quoted))
        .edit(page.span(line.value, line.value_end), quoted);
    Some(mistakes::unless_comment(made, value))
}

/// A text that starts with a letter that means something to YAML.
pub(super) fn reserved(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let value = line.value();
    let mut letters = value.chars();
    let (first, second) = (letters.next()?, letters.next());
    let kept = match first {
        '*' | '&' | '!' | '%' | '@' | '`' | ',' | ']' | '}' => true,
        '-' | '?' => line.key_end.is_some() && second == Some(' '),
        '|' | '>' => second.is_some_and(|c| !matches!(c, '+' | '-' | '0'..='9')),
        '[' => goes_on_after(value, '[', ']'),
        '{' => goes_on_after(value, '{', '}'),
        _ => false,
    };
    let made = kept.then(|| mistakes::reserved(&page, line.value, line.value_end))?;
    Some(requoted(page, line, value, made))
}

/// `[New] pizza`: brackets that close before the text ends.
fn goes_on_after(value: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    for (at, letter) in value.char_indices() {
        if letter == open {
            depth = depth.saturating_add(1);
        } else if letter == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let rest = value.get(at..).unwrap_or("").trim_start_matches([close, ' ']);
                return rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '!' | '.'));
            }
        }
    }
    false
}

/// A ` #` inside brackets: what closes them became a comment.
pub(super) fn cut(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let value = line.value();
    if !value.starts_with(['{', '[']) {
        return None;
    }
    let cut = value.find(" #")?;
    let before = value.get(..cut)?;
    let quotes = before.matches(['"', '\'']).count();
    if quotes > 0 || !value.ends_with(['}', ']']) {
        return None;
    }
    let start = line.value.saturating_add(cut).saturating_add(1);
    let headline = "The end of this line is being ignored";
    let made = Diagnostic::error(Code("Y103"), page.span(start, line.value_end), headline)
        .label("in YAML, a space followed by # starts a comment")
        .fix("put the text with the # in quotes (a real comment? two spaces before the #)");
    Some(made)
}

/// `say: Opening hours: 9 to 5`.
pub(super) fn colon(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    line.key_end?;
    let value = line.value();
    if value.starts_with(['"', '\'', '{', '[', '|', '>', '#']) {
        return None;
    }
    let at = value.find(": ").or_else(|| value.strip_suffix(':').map(str::len))?;
    let word = value.get(..at)?;
    let start = line.value.saturating_add(at);
    let end = start.saturating_add(2).min(line.value_end);
    let span = page.span(start, end);
    let made = Diagnostic::error(Code("Y102"), span, "There is a \": \" inside this text")
        .label(format!("YAML thinks \"{word}\" is a new word of the bot language"));
    Some(requoted(page, line, value, made))
}

/// `say:hi`.
pub(super) fn glued(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let text = page.slice(line.inner, line.value_end);
    let colon = line.inner.saturating_add(glued_colon(text)?);
    line.key_end.is_none().then(|| mistakes::glued(&page, line.inner, colon, line.value_end))
}

/// `when hi`, where an entry of a map begins.
pub(super) fn no_colon(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let text = page.slice(line.inner, line.value_end);
    let length = leading(text, |c| c.is_ascii_lowercase() || c == '_');
    let goes_on = line
        .above()
        .next()
        .is_some_and(|above| !above.value().is_empty() && line.indent() > above.inner_column());
    let after = text.get(length..)?;
    let word = length > 0 && (after.is_empty() || after.starts_with(' '));
    if !word || goes_on || line.has_dash() || line.key_end.is_some() {
        return None;
    }
    let end = line.inner.saturating_add(length);
    let word = page.slice(line.inner, end);
    let span = page.span(line.inner, end);
    let made =
        Diagnostic::error(Code("Y127"), span, format!("Is a colon missing after \"{word}\"?"))
            .label("a word of the bot language ends with a colon and a space")
            .fix(format!("{word}:{after}"))
            .edit(page.span(end, end), ":");
    Some(made)
}

/// A quote that nothing closes.
pub(super) fn open_quote(page: Page<'_>, line: Line<'_>, stop: &Stop) -> Option<Diagnostic> {
    let about = matches!(
        stop.kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
    );
    let value = line.value();
    let quote = value.chars().next().filter(|c| about && matches!(c, '"' | '\''))?;
    if close_of(value).is_some() {
        return None;
    }
    let fixed = format!("{value}{quote}");
    let span = page.span(line.value, line.value.saturating_add(1));
    let made = Diagnostic::error(Code("Y124"), span, "This quote is never closed")
        .label("the text would go on to the end of the file")
        .fix(line.with_value(&fixed))
        .edit(page.span(line.value_end, line.value_end), quote.to_string());
    Some(mistakes::unless_comment(made, value))
}

/// A bracket that nothing closes.
pub(super) fn open_bracket(page: Page<'_>, at: usize) -> Option<Diagnostic> {
    let bracket = page.rest(at).chars().next()?;
    let (close, what) = if bracket == '[' { (']', "list") } else { ('}', "map") };
    let line = Line::at(page, at);
    if let Some(made) = bracket_in_text(page, line) {
        return Some(made);
    }
    let headline = format!("This {bracket} is never closed");
    let made = Diagnostic::error(Code("Y125"), page.span(at, at.saturating_add(1)), headline)
        .label(format!("write {close} where the {what} ends"));
    let whole = page.slice(line.value, line.value_end);
    let alone = whole.matches(['[', '{', '"', '\'']).count() == 1 && line.value == at;
    if alone {
        return Some(made.fix(line.with_value(&format!("{whole}{close}"))));
    }
    Some(made)
}

/// A text in a list or map on one line that has a bracket in it, as in `[cart = [], more]`.
fn bracket_in_text(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let (from, to) = text_with_bracket(line.value())?;
    let span = page.span(line.value.saturating_add(from), line.value.saturating_add(to));
    let quoted = quote(line.value().get(from..to)?);
    let fixed =
        format!("{}{quoted}{}", line.value().get(..from)?, line.value().get(to..).unwrap_or(""));
    let made =
        Diagnostic::error(Code("Y128"), span, "A text with a bracket in it needs quotes here")
            .label("inside [ ] and { } a bracket begins another list or map")
            .fix(line.with_value(&fixed))
            .edit(span, quoted);
    Some(made)
}

/// Where an unquoted text within brackets stands that holds a bracket itself; all brackets are closed.
fn text_with_bracket(value: &str) -> Option<(usize, usize)> {
    let mut open: Vec<bool> = Vec::new();
    let (mut begun, mut found, mut quote) = (None, None, None);
    for (at, sign) in value.char_indices() {
        let in_text = open.last() == Some(&true);
        match sign {
            _ if quote.is_some() => quote = quote.filter(|open| *open != sign),
            '"' | '\'' if begun.is_none() => {
                quote = Some(sign);
                begun = Some(at);
            }
            '[' | '{' => {
                let within = in_text || (begun.is_some() && !open.is_empty());
                if within && found.is_none() {
                    found = begun.map(|from| (from, value.len(), open.len()));
                }
                open.push(within);
                begun = begun.filter(|_| within);
            }
            ']' | '}' | ',' => {
                let ends =
                    found.filter(|(_, to, depth)| *to == value.len() && *depth == open.len());
                found = ends.map(|(from, _, depth)| (from, at, depth)).or(found);
                if sign != ',' {
                    open.pop()?;
                }
                begun = begun.filter(|_| open.last() == Some(&true) || in_text);
            }
            ':' if !in_text && value.get(at.saturating_add(1)..)?.starts_with(' ') => begun = None,
            ' ' => {}
            _ => begun = begun.or(Some(at)),
        }
    }
    let (from, to, _) = found.filter(|_| open.is_empty() && quote.is_none())?;
    Some((from, value.get(..to)?.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::text_with_bracket;

    #[test]
    fn a_text_with_a_bracket_is_found_where_all_brackets_are_closed() {
        for (value, text) in [
            ("[cart = [], more = true]", Some("cart = []")),
            ("[more = true, cart = [1, 2] ]", Some("cart = [1, 2]")),
            ("{say: hi {name}, goto: x}", Some("hi {name}")),
            ("[[a], b{c}]", Some("b{c}")),
            ("[a, [b, c], {d: [e]}]", None),
            ("['a [b]', \"c {d}\"]", None),
            ("[hi, hello", None),
            ("[a [b, c]", None),
        ] {
            let found = text_with_bracket(value).and_then(|(from, to)| value.get(from..to));
            assert_eq!(found, text, "{value}");
        }
    }
}
