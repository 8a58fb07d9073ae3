//! Variables: what sets them, what reads them, and reads that nothing ever sets (V601).

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::known::{self, Known};
use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::{Checked, StepKind};
use crate::flow::own_names;
use crate::flow::parts::{Own, What};
use crate::flow::reads::{self, Seen};
use crate::flow::sentence;
use crate::flow::sets;
use crate::flow::suggest::nearest;
use crate::source::diagnostic::{Code, Diagnostic, sort};
use crate::source::{Place, Sources, Span};
use crate::template::render::{Read, Templates};

/// Tells reads of variables that nothing in the bot ever sets, in any flow.
///
/// Certain mistakes only: a name that some flow sets is good everywhere, and a read that brings its
/// own way out (`or "…"`, `is defined`, `default`) is good too. In a comparison a bare word that is
/// no variable is told as a text without quotes (T507).
#[must_use]
pub fn check(checked: &Checked, templates: &Templates) -> Vec<Diagnostic> {
    look(checked, &reads::all(checked, templates), &BTreeSet::new())
}

/// The same for a bot with mistakes: words of `doubtful` parts may be set there.
pub(super) fn look(
    checked: &Checked,
    reads: &[Seen<'_>],
    doubtful: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let tables: BTreeSet<_> = reads.iter().filter_map(|seen| seen.of_table.as_deref()).collect();
    let columns = |table| Some((table, checked.tables.columns(table)?.into_keys().collect()));
    let columns = tables.into_iter().filter_map(columns).collect();
    let (set, beside) = (sets::all(checked), sets::beside(checked));
    let bot = Bot { checked, set, beside, columns, doubtful };
    let mut seen = BTreeSet::new();
    let mut told: Vec<_> = reads
        .iter()
        .filter(|seen_at| seen.insert((seen_at.read.span, seen_at.read.path.clone())))
        .filter_map(|seen| bot.tell(seen))
        .collect();
    sort(&mut told);
    told
}

/// What is known of a bot's variables.
struct Bot<'a> {
    checked: &'a Checked,
    set: BTreeMap<Slot, Place>,
    /// Names that only some parts know.
    beside: BTreeMap<&'a str, Own<'a>>,
    /// What rows of tables that choices come from have.
    columns: BTreeMap<&'a str, Vec<String>>,
    doubtful: &'a BTreeSet<String>,
}

impl Bot<'_> {
    fn tell(&self, seen: &Seen<'_>) -> Option<Diagnostic> {
        let read = seen.read;
        let mut parts = read.path.split(['.', '[']).map(|part| part.trim_matches(['"', '\'', ']']));
        let root = parts.next().unwrap_or("");
        let field = parts.next();
        match known::root(root, field, self.checked) {
            Known::Yes => None,
            Known::Set(slot) if self.set.contains_key(&slot) => None,
            Known::Set(slot) if slot.life == Life::Run => self.unset(seen, &slot),
            Known::Set(slot) => self.never_set(read, &slot),
            Known::Secret(name) => Some(secret(&name, seen)),
            Known::Unlisted(name) => Some(unlisted(&name, read.span)),
            Known::NoTable(name) => Some(self.no_table(&name, read.span)),
            Known::NoSuchField(fields) => self.no_such_field(read, fields),
        }
    }

    /// A plain name that no step sets: it may have been meant for one that only other parts know.
    fn unset(&self, seen: &Seen<'_>, slot: &Slot) -> Option<Diagnostic> {
        let (read, name) = (seen.read, slot.name.as_str());
        let fields = seen.of_table.as_deref().map(|table| (table, self.columns.get(table)));
        if seen.from_outside || matches!(fields, Some((_, None))) {
            return None;
        }
        if let Some((table, Some(fields))) = fields {
            let sources = &self.checked.sources;
            let told = || own_names::no_field(sources, read, (table, fields));
            return (!fields.iter().any(|field| field == name) && !self.excused(read, name))
                .then(told);
        }
        match self.beside.get(name) {
            Some(_) if self.excused(read, name) => None,
            // Another step may hand it to the same template, so that only some ways lack it.
            Some(own) if own.what == What::Handed && self.is_in_template(read) => {
                self.not_handed(seen, own)
            }
            Some(own) => Some(own_names::not_here(read, own)),
            None if name == "loop" && !self.excused(read, name) => Some(own_names::of_loop(read)),
            None => self.never_set(read, slot),
        }
    }

    fn not_handed(&self, seen: &Seen<'_>, own: &Own<'_>) -> Option<Diagnostic> {
        let sources = &self.checked.sources;
        let lacks = seen.read.certain && !is_asked(sources, seen.read);
        let step = sources.word_at(&seen.step.filter(|_| lacks)?.place)?;
        Some(own_names::not_handed(seen.read, own, step))
    }

    fn is_in_template(&self, read: &Read) -> bool {
        let source = self.checked.sources.get(read.span.source);
        source.is_some_and(|source| source.path.ends_with(".tera"))
    }

    fn excused(&self, read: &Read, name: &str) -> bool {
        self.doubtful.contains(name) || has_way_out(&self.checked.sources, read)
    }

    fn never_set(&self, read: &Read, slot: &Slot) -> Option<Diagnostic> {
        if self.excused(read, slot.name.as_str()) {
            return None;
        }
        let (name, sources) = (slot.to_string(), &self.checked.sources);
        let near = self.near(slot);
        let word = slot.life == Life::Run && !read.path.contains('.');
        let given = word && sentence::is_whole_value(sources, read);
        let text = given && (near.is_none() || read.path.starts_with(char::is_uppercase));
        if text || (word && is_compared(sources, read)) {
            return Some(word_without_quotes(sources, read));
        }
        let headline = format!("Nothing ever sets \"{name}\"");
        let told = Diagnostic::error(Code("V601"), read.span, headline);
        let Some((near, place)) = near else {
            return Some(told.fix(sentence::way_out(sources, read, &name)));
        };
        let set = place.map(|place| format!(" (set in {}:{})", place.file, place.line));
        let told = told.label(format!("did you mean \"{near}\"{}?", set.unwrap_or_default()));
        let whole = sources.slice(read.span) == name && read.path == name;
        Some(match whole {
            true if self.is_taken(read) => {
                told.fix(format!("{near}, here and as @{near} in the ( ) of the component"))
            }
            true => told.edit(read.span, near),
            false => told,
        })
    }

    /// Whether a component of the file takes the name from where it is called: another name here
    /// would want another name there.
    fn is_taken(&self, read: &Read) -> bool {
        let source = self.checked.sources.get(read.span.source);
        self.is_in_template(read)
            && source.is_some_and(|source| source.text.contains(&format!("@{}", read.path)))
    }

    /// The nearest variable that something sets or that always exists: first of those that live as
    /// long, then with or without `user.` in front.
    fn near(&self, slot: &Slot) -> Option<(String, Option<&Place>)> {
        let name = slot.name.as_str();
        let same = |other: &&Slot| other.life == slot.life;
        let alike = nearest(name, self.set.keys().filter(same).map(|slot| slot.name.as_str()));
        let found = |near: &str, only_same: bool| {
            let set = self.set.iter();
            set.filter(|(slot, _)| !only_same || same(slot))
                .find(|(slot, _)| slot.name.as_str() == near)
                .map(|(slot, place)| (slot.to_string(), Some(place)))
        };
        let fixed = || known::near(slot).map(|near| (near, None));
        let any = || nearest(name, self.set.keys().map(|slot| slot.name.as_str()));
        alike
            .and_then(|near| found(near, true))
            .or_else(fixed)
            .or_else(|| any().and_then(|near| found(near, false)))
    }

    /// No way out excuses it: tables are there for ever, or never.
    fn no_table(&self, name: &str, span: Span) -> Diagnostic {
        let headline = format!("There is no table \"{name}\"");
        let told = Diagnostic::error(Code("V601"), span, headline);
        match nearest(name, self.checked.tables.names()) {
            Some(near) => {
                let told = told.label(format!("did you mean \"data.{near}\"?"));
                let whole = self.checked.sources.slice(span) == format!("data.{name}");
                if whole { told.edit(span, format!("data.{near}")) } else { told }
            }
            None => told.fix(format!("put it into data/{name}.yaml, .json or .csv")),
        }
    }

    fn no_such_field(&self, read: &Read, fields: &[&str]) -> Option<Diagnostic> {
        if has_way_out(&self.checked.sources, read) {
            return None;
        }
        let headline = format!("Nothing ever sets \"{}\"", read.path);
        let (root, field) = read.path.split_once('.').unwrap_or((&read.path, ""));
        let told = Diagnostic::error(Code("V601"), read.span, headline);
        let Some(near) = nearest(field, fields.iter().copied()) else {
            return Some(told.label(format!("{root} has: {}", fields.join(", "))));
        };
        let near = format!("{root}.{near}");
        let told = told.label(format!("did you mean \"{near}\"?"));
        let whole = self.checked.sources.slice(read.span) == read.path;
        Some(if whole { told.edit(read.span, near) } else { told })
    }
}

fn secret(name: &str, seen: &Seen<'_>) -> Diagnostic {
    let told = |headline| Diagnostic::error(Code("V607"), seen.read.span, headline);
    let by_itself = format!("{{{{ secret.{name} }}}}");
    if seen.step.is_some_and(|step| matches!(step.kind, StepKind::Notify(_))) {
        return told(format!("secret.{name} may not stand in what a webhook is told"))
            .label(format!("its `url` and `headers` in bot.yaml may have {by_itself}"));
    }
    told(format!("secret.{name} may stand only in `http` and `notify`: people would see it"))
        .label(format!("and there by itself: {by_itself}"))
        .note(
            "In `http` it may stand in the address and in values of headers, query, form, body \
             and json; a webhook may have it in `url` and `headers`.",
        )
}

fn unlisted(name: &str, span: Span) -> Diagnostic {
    let headline = format!("env.{name} is not on the list in bot.yaml");
    Diagnostic::error(Code("V605"), span, headline)
        .note("Only listed ones can be read, so that nothing leaks by accident.")
        .fix(format!("env: [{name}]"))
}

fn word_without_quotes(sources: &Sources, read: &Read) -> Diagnostic {
    let headline = format!("{} is a word here, not a text", read.path);
    let truth = sentence::truth(&read.path);
    let quoted = truth.map_or_else(|| sentence::quoted(sources, read), str::to_owned);
    let told = Diagnostic::error(Code("T507"), read.span, headline).label(match truth {
        Some(truth) => format!("write {truth}; only a text stands in quotes: \"{}\"", read.path),
        None => "no variable has that name; texts stand in quotes".to_owned(),
    });
    if sources.slice(read.span) == read.path {
        told.edit(read.span, quoted)
    } else {
        told.fix(quoted)
    }
}

/// The text before and behind every place where a read may stand. A span is the read itself, or,
/// where escapes make that impossible, all of the text with the read somewhere in it.
fn around<'s>(sources: &'s Sources, read: &Read) -> Vec<(&'s str, &'s str)> {
    let text = sources.get(read.span.source).map_or("", |source| &*source.text);
    let Some(range) = read.span.range() else { return Vec::new() };
    let (start, slice) = (range.start, sources.slice(read.span));
    let found = slice.match_indices(read.path.as_str()).filter_map(|(at, path)| {
        let at = start.saturating_add(at);
        Some((text.get(..at)?, text.get(at.saturating_add(path.len())..)?))
    });
    found.filter(|(before, after)| is_whole(before, after)).collect()
}

/// Whether what stands between two texts is a name of its own, not part of a longer one.
fn is_whole(before: &str, after: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    !before.ends_with(|c| joins(c) || c == '.') && !after.starts_with(joins)
}

/// Whether a word stands behind `==` or `!=`.
fn is_compared(sources: &Sources, read: &Read) -> bool {
    let compared = |before: &str| before.ends_with("==") || before.ends_with("!=");
    around(sources, read).iter().any(|(before, _)| compared(before.trim_end()))
}

/// Whether a read only asks whether there is a value: `if x`, `x and …`, `not x`.
#[must_use]
pub fn is_asked(sources: &Sources, read: &Read) -> bool {
    let asks = |before: &str| {
        let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next();
        ["if", "elif", "and", "or", "not"].contains(&word.unwrap_or(""))
    };
    let behind = format!("if {}", read.path);
    around(sources, read).iter().any(|(before, after)| {
        let rest = after.split(['}', '\n']).next().unwrap_or("");
        let after = after.trim_start();
        rest.contains(&behind)
            || asks(before)
                && ["%}", "and ", "or ", ")", "\n"].iter().any(|end| after.starts_with(end))
            || after.starts_with("and ")
    })
}

/// Whether the author says what holds without the variable: `x or "…"`, `x is defined`,
/// `x | default(value="…")`.
#[must_use]
pub fn has_way_out(sources: &Sources, read: &Read) -> bool {
    around(sources, read).iter().any(|(_, after)| {
        let after = after.trim_start();
        let next = after.strip_prefix('|').map_or(after, str::trim_start);
        ["or ", "or(", "or\"", "is ", "default"].iter().any(|word| next.starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};

    /// The read of `name` in a text, as templates report it.
    fn read(text: &str, name: &str) -> (Sources, Read) {
        let start = text.find(name).unwrap();
        let at = |n: usize| u32::try_from(n).unwrap();
        let span = Span { source: SourceId(0), start: at(start), end: at(start + name.len()) };
        let file = Source { path: "flows/a.yaml".into(), text: text.into() };
        (Sources::new(vec![file]), Read { path: name.into(), span, certain: true })
    }

    #[test]
    fn a_way_out_stands_behind_the_name() {
        for text in [
            "{{ x or \"none\" }}",
            "{{ x or(y) }}",
            "{% if x is defined %}",
            "{{ x | default(value=1) }}",
            "{{ x|default(value=1) }}",
        ] {
            let (sources, read) = read(text, "x");
            assert!(has_way_out(&sources, &read), "{text}");
        }
        for text in ["{{ x }}", "{{ x | upper }}", "{{ x order }}", "{{ x and y }}", "{{ x"] {
            let (sources, read) = read(text, "x");
            assert!(!has_way_out(&sources, &read), "{text}");
        }
    }

    #[test]
    fn only_the_right_side_of_a_comparison_is_a_word_without_quotes() {
        let compared = |text: &str| {
            let (sources, read) = read(text, "Large");
            is_compared(&sources, &read)
        };
        assert!(compared("if: size == Large") && compared("if: size != Large"));
        assert!(!compared("if: Large == size") && !compared("if: size >= Large"));
    }
}
