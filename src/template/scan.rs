//! Where the tags of a template are, before Tera sees it: what is counted, bounded and refused hangs
//! on them.

use std::ops::Range;

/// What kind of tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`
    Output,
    /// `{% … %}`
    Block,
}

/// One tag, in bytes of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: Kind,
    /// With its braces.
    pub(super) outer: Range<usize>,
    /// Without braces and the dashes that trim white space.
    pub(super) inner: Range<usize>,
    /// Whether it trims the white space behind it.
    pub(super) trims: bool,
}

/// A tag that does not end, by the range of what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclosed(pub(super) Range<usize>);

/// Finds all tags; comments and `{% raw %}` stretches hold none.
pub(super) fn tags(text: &str) -> Result<Vec<Tag>, Unclosed> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = next_open(text, at) {
        let body = start.saturating_add(2);
        if open == Open::Comment {
            let end = text.get(body..).and_then(|rest| rest.find("#}"));
            at = end.ok_or(Unclosed(start..body))?.saturating_add(body).saturating_add(2);
            continue;
        }
        let close = if open == Open::Output { "}}" } else { "%}" };
        let end = find_close(text, body, close).ok_or(Unclosed(start..body))?;
        let outer = start..end.saturating_add(2);
        at = outer.end;
        let tag = tag(text, open, outer);
        if word(text, &tag) == "raw" {
            at = end_of_raw(text, at).ok_or(Unclosed(start..body))?;
        }
        tags.push(tag);
    }
    Ok(tags)
}

/// The first word of a tag: `for`, `set`, `endif` …
pub(super) fn word<'a>(text: &'a str, tag: &Tag) -> &'a str {
    let inner = text.get(tag.inner.clone()).unwrap_or_default().trim_start();
    let end = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Output,
    Block,
    Comment,
}

fn next_open(text: &str, from: usize) -> Option<(usize, Open)> {
    let rest = text.get(from..)?;
    let mut pairs = rest.as_bytes().windows(2).enumerate();
    pairs.find_map(|(offset, pair)| {
        let open = match pair {
            b"{{" => Open::Output,
            b"{%" => Open::Block,
            b"{#" => Open::Comment,
            _ => return None,
        };
        Some((from.saturating_add(offset), open))
    })
}

/// The end of a tag; ends inside quotes do not count.
fn find_close(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut quote = None;
    for (offset, c) in text.get(from..)?.char_indices() {
        let at = from.saturating_add(offset);
        match quote {
            Some(open) => quote = quote.filter(|_| c != open),
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text.get(at..)?.starts_with(close) => return Some(at),
            None => {}
        }
    }
    None
}

fn tag(text: &str, open: Open, outer: Range<usize>) -> Tag {
    let (mut start, mut end) = (outer.start.saturating_add(2), outer.end.saturating_sub(2));
    let inner = text.get(start..end).unwrap_or_default();
    if inner.starts_with('-') {
        start = start.saturating_add(1);
    }
    let trims = inner.ends_with('-') && end > start;
    if trims {
        end = end.saturating_sub(1);
    }
    let kind = if open == Open::Output { Kind::Output } else { Kind::Block };
    Tag { kind, outer, inner: start..end, trims }
}

fn end_of_raw(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = text.get(at..)?.find("{%")?.saturating_add(at);
        let end = text.get(start..)?.find("%}")?.saturating_add(start);
        let inner = text.get(start.saturating_add(2)..end)?;
        if inner.trim_matches('-').trim() == "endraw" {
            return Some(end.saturating_add(2));
        }
        at = start.saturating_add(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        tags(text).unwrap().iter().map(|tag| text.get(tag.inner.clone()).unwrap()).collect()
    }

    #[test]
    fn tags_are_found_with_their_insides() {
        assert_eq!(inner("a {{ b }} c {%- if d -%}e{% endif %}"), [" b ", " if d ", " endif "]);
        assert_eq!(inner("{# {{ no }} #}{{ '}}' }}"), [" '}}' "]);
        assert_eq!(inner("{% raw %}{{ no }}{% endraw %}{{ x }}"), [" raw ", " x "]);
    }

    #[test]
    fn a_tag_without_an_end_is_told() {
        assert_eq!(tags("hi {{ name"), Err(Unclosed(3..5)));
        assert_eq!(tags("hi {{ name }"), Err(Unclosed(3..5)));
        assert_eq!(tags("{% raw %} x"), Err(Unclosed(0..2)));
    }
}
