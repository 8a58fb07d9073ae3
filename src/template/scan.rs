//! Where the tags of a template are, before Tera sees it.

use std::ops::Range;

use crate::template::token::{self, Close, Token, Torn};

/// What kind of tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`
    Output,
    /// `{% … %}`
    Block,
    /// A comment, or a `{% raw %}` stretch with its end.
    Inert,
}

/// One tag, in bytes of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) kind: Kind,
    /// With its braces.
    pub(super) outer: Range<usize>,
    /// The end of its last word.
    pub(super) inner_end: usize,
    /// Whether it trims the white space before or behind it.
    pub(super) trims: (bool, bool),
    pub(super) tokens: Vec<Token<'a>>,
}

impl Tag<'_> {
    /// The first word: `for`, `set`, `endif` …
    pub(super) fn word(&self) -> &str {
        self.tokens.first().filter(|_| self.kind == Kind::Block).map_or("", |token| token.text)
    }
}

/// Finds all tags.
pub(super) fn tags(text: &str) -> Result<Vec<Tag<'_>>, Torn> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = next_open(text, at) {
        let tag = match open {
            b'#' => comment(text, start)?,
            b'%' => match raw(text, start)? {
                Some(raw) => raw,
                None => tag(text, start, Kind::Block, Close::Block)?,
            },
            _ => tag(text, start, Kind::Output, Close::Output)?,
        };
        at = tag.outer.end;
        tags.push(tag);
    }
    Ok(tags)
}

fn next_open(text: &str, from: usize) -> Option<(usize, u8)> {
    let rest = text.get(from..)?;
    let mut pairs = rest.as_bytes().windows(2).enumerate();
    pairs.find_map(|(offset, pair)| match pair {
        [b'{', open @ (b'{' | b'%' | b'#')] => Some((from.saturating_add(offset), *open)),
        _ => None,
    })
}

fn dashed(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'-')
}

fn tag(text: &str, start: usize, kind: Kind, close: Close) -> Result<Tag<'_>, Torn> {
    let mut from = start.saturating_add(2);
    let trims = dashed(text, from);
    if trims {
        from = from.saturating_add(1);
    }
    let words = token::words(text, from, close)
        .map_err(|torn| where_line_ends(text, start, close, torn))?;
    Ok(Tag {
        kind,
        outer: start..words.end,
        inner_end: words.inner_end,
        trims: (trims, words.trims),
        tokens: words.tokens,
    })
}

/// A tag whose own line does not close it was most likely forgotten there: later lines only make the
/// splitter stumble over an apostrophe.
fn where_line_ends(text: &str, start: usize, close: Close, torn: Torn) -> Torn {
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let line_end = start.saturating_add(line.trim_end().len());
    let stumbled = match &torn {
        Torn::Unclosed(at) => at.start > line_end || at.is_empty(),
        Torn::Nested(_) => false,
        Torn::Quote(_) | Torn::Letter(_) => !line.contains(close.sign()),
    };
    if stumbled && !line.contains(close.sign()) { Torn::Unclosed(start..line_end) } else { torn }
}

fn comment(text: &str, start: usize) -> Result<Tag<'_>, Torn> {
    let open = start.saturating_add(2);
    let trims = dashed(text, open);
    let from = if trims { open.saturating_add(1) } else { open };
    let end = text.get(from..).and_then(|rest| rest.find("#}"));
    let end = end.ok_or(Torn::Unclosed(start..open))?.saturating_add(from);
    let trims_after = end > from && dashed(text, end.saturating_sub(1));
    Ok(inert(start..end.saturating_add(2), (trims, trims_after)))
}

fn inert<'a>(outer: Range<usize>, trims: (bool, bool)) -> Tag<'a> {
    Tag { kind: Kind::Inert, inner_end: outer.end, outer, trims, tokens: Vec::new() }
}

/// `{% raw %}` to `{% endraw %}`; none if it is another tag.
fn raw(text: &str, start: usize) -> Result<Option<Tag<'_>>, Torn> {
    let open = start.saturating_add(2);
    let skip = usize::from(dashed(text, open));
    let Some((mut at, _)) = bare_tag(text, open.saturating_add(skip), "raw") else {
        return Ok(None);
    };
    let first = start..at;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("{%")) {
        let inside = at.saturating_add(found).saturating_add(2);
        if let Some((end, trims)) = bare_tag(text, inside, "endraw") {
            return Ok(Some(inert(start..end, (skip == 1, trims))));
        }
        at = inside;
    }
    Err(Torn::Unclosed(first))
}

/// The end of a tag that is one word, and whether it trims behind it.
fn bare_tag(text: &str, from: usize, word: &str) -> Option<(usize, bool)> {
    let blank = |c: char| c.is_ascii_whitespace();
    let rest = text.get(from..)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches(blank);
    let rest = rest.strip_prefix(word)?.trim_start_matches(blank);
    let trimmed = rest.strip_prefix('-');
    let rest = trimmed.unwrap_or(rest).strip_prefix("%}")?;
    Some((text.len().saturating_sub(rest.len()), trimmed.is_some()))
}

/// The expression of a text that is nothing but `{{ … }}`.
pub(super) fn lone(body: &str, tags: &[Tag<'_>]) -> Option<Range<usize>> {
    let [tag] = tags else { return None };
    let (first, last) = (tag.tokens.first()?, tag.tokens.last()?);
    let alone = body.trim().len() == tag.outer.len() && !first.is("<");
    (tag.kind == Kind::Output && alone).then(|| first.start..last.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Vec<(Kind, &str)> {
        let tags = tags(text).unwrap();
        let shown = |tag: &Tag<'_>| (tag.kind, text.get(tag.outer.clone()).unwrap().to_owned());
        let shown: Vec<_> = tags.iter().map(shown).collect();
        shown
            .iter()
            .map(|(kind, outer)| {
                (*kind, text.get(text.find(outer).unwrap()..).unwrap().get(..outer.len()).unwrap())
            })
            .collect()
    }

    #[test]
    fn tags_are_found() {
        assert_eq!(
            first("a {{ b }} c {%- if d -%}e{% endif %}"),
            [
                (Kind::Output, "{{ b }}"),
                (Kind::Block, "{%- if d -%}"),
                (Kind::Block, "{% endif %}")
            ]
        );
        assert_eq!(
            first("{# {{ no }} #}{{ '}}' }}"),
            [(Kind::Inert, "{# {{ no }} #}"), (Kind::Output, "{{ '}}' }}")]
        );
        assert_eq!(
            first("{%- raw -%}{{ no }}{% if %}{%endraw%}{{ x }}"),
            [(Kind::Inert, "{%- raw -%}{{ no }}{% if %}{%endraw%}"), (Kind::Output, "{{ x }}")]
        );
    }

    #[test]
    fn a_quote_in_a_quoted_text_hides_no_tag() {
        let tags = tags(r"{{ '\'' }}{% for a in b %}{{ '\'' }}{% endfor %}").unwrap();
        assert_eq!(tags.len(), 4);
    }

    #[test]
    fn a_tag_without_an_end_is_told() {
        assert_eq!(tags("hi {{ name").unwrap_err(), Torn::Unclosed(3..10));
        assert_eq!(tags("hi {{ name }.").unwrap_err(), Torn::Unclosed(11..12));
        assert_eq!(tags("hi {{ name\nit's {{ x }}").unwrap_err(), Torn::Unclosed(3..10));
        assert_eq!(tags("{% raw %} x").unwrap_err(), Torn::Unclosed(0..9));
    }
}
