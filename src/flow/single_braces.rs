//! `{name}` and `${name}` in a text, where `name` is a variable: people would read the braces (T518).

use crate::flow::gate::Gate;
use crate::flow::http::address::next_tag;
use crate::flow::known::{self, Known};
use crate::flow::model::Checked;
use crate::flow::sets;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;

/// A name in single braces, as it is written, and where.
#[derive(Debug)]
pub(super) struct Braced {
    written: String,
    path: String,
    span: Span,
}

impl Gate<'_> {
    /// Remembers names in single braces; which of them are variables is known once all is read.
    pub(super) fn single_braces(&mut self, text: &Text, span: Span) {
        let value = text.value.as_str();
        let mut at = 0;
        while let Some((start, end)) = braced(value, at) {
            at = end;
            let written = value.get(start..end).unwrap_or_default();
            let path = written.trim_start_matches('$').trim_matches(['{', '}']).trim();
            let (written, path) = (written.to_owned(), path.to_owned());
            let span = self.part(span, text, start..end);
            self.braced.push(Braced { written, path, span });
        }
    }
}

/// The next `{name}` that is no part of a tag, with a `$` in front of it.
fn braced(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let open = text.get(at..)?.find('{')?.saturating_add(at);
        if let Some(tag) = next_tag(text, at..text.len()).filter(|tag| tag.start == open) {
            at = tag.end;
            continue;
        }
        at = open.saturating_add(1);
        let rest = text.get(at..)?;
        let Some(length) = rest.find('}') else { continue };
        let name = rest.get(..length)?;
        let end = at.saturating_add(length).saturating_add(1);
        let before = text.get(..open)?;
        let single = !before.ends_with('{') && !text.get(end..)?.starts_with('}');
        if single && is_path(name.trim()) {
            let dollar = before.ends_with('$');
            return Some((open.saturating_sub(usize::from(dollar)), end));
        }
    }
}

/// Whether it may be a variable: `name`, `user.first_name`.
fn is_path(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let name =
        |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase()) && part.chars().all(letter);
    text.split('.').all(name)
}

/// Tells those that are variables.
pub(super) fn look(braced: &[Braced], checked: &Checked) -> Vec<Diagnostic> {
    if braced.is_empty() {
        return Vec::new();
    }
    let (set, beside) = (sets::all(checked), sets::beside(checked));
    let is_variable = |path: &str| {
        let (root, field) = path.split_once('.').map_or((path, None), |(r, f)| (r, Some(f)));
        match known::root(root, field, checked) {
            Known::Set(slot) => set.contains_key(&slot) || beside.contains_key(root),
            Known::Yes => field.is_some(),
            _ => false,
        }
    };
    let told = braced.iter().filter(|one| is_variable(&one.path)).map(|one| {
        let headline = format!("\"{}\" is sent as it stands here", one.written);
        let meant = format!("{{{{ {} }}}}", one.path);
        Diagnostic::warning(Code("T518"), one.span, headline)
            .label(format!("the value of a variable is written {meant}"))
            .edit(one.span, meant)
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_braces_are_told_from_those_of_templates() {
        let found = |text: &str| {
            let (start, end) = braced(text, 0)?;
            text.get(start..end).map(str::to_owned)
        };
        for (text, first) in [
            ("Hi {name}!", "{name}"),
            ("Hi ${name}!", "${name}"),
            ("{{ x }} and { user.first_name }", "{ user.first_name }"),
            ("{ :-) {name}", "{name}"),
        ] {
            assert_eq!(found(text).as_deref(), Some(first), "{text}");
        }
        for text in ["Hi {{ name }}", "{% if x %}", "{}", "{Name}", "{a b}", "{{name}", "{name}}"] {
            assert!(found(text).is_none(), "{text}");
        }
    }
}
