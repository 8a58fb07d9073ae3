//! The rounds of `check --fix`: make changes, compile again, and keep only what makes nothing worse.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::limits::{FIX_ROUNDS_AHEAD, FIX_ROUNDS_MAX};
use crate::source::decode::decode;
use crate::source::diagnostic::{Code, Diagnostic, Edit, Severity, mendable, sort};
use crate::source::mend::{apply, together};
use crate::source::{SourceId, Sources, Span, yaml};

/// What is told of a bot.
pub(super) struct Told {
    /// Its mistakes; once they are sorted, those that are proved are among them.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many errors were proved: nobody looks for those before all others are gone.
    pub(super) proved: usize,
}

/// A way to compile a bot.
pub(super) type Compile<'c> = dyn Fn(&Arc<Sources>) -> Told + 'c;

/// A bot's files between two rounds.
#[derive(Clone)]
pub(super) struct State {
    /// The files as they are read.
    pub(super) sources: Arc<Sources>,
    /// The files that may be changed, as they are saved.
    pub(super) saved: BTreeMap<SourceId, String>,
    /// What is wrong with them.
    pub(super) told: Arc<Told>,
}

/// A change, with the files as they were before it.
pub(super) struct Made {
    /// Of what mistake.
    pub(super) code: Code,
    /// What it is.
    pub(super) edit: Edit,
    /// The files before it.
    pub(super) sources: Arc<Sources>,
}

/// Changes that are not tried again: file, first byte and new text.
type Refused = BTreeSet<(SourceId, u32, String)>;

/// How bad it is, the worst first: what is further down may only show once what is above is gone.
type Rank = [usize; 6];

impl State {
    /// The files of a bot, compiled.
    pub(super) fn new(
        sources: Arc<Sources>,
        saved: BTreeMap<SourceId, String>,
        compile: &Compile<'_>,
    ) -> Self {
        let mut told = compile(&sources);
        sort(&mut told.diagnostics);
        Self { sources, saved, told: Arc::new(told) }
    }

    /// The changes that can be made, with their mistakes.
    pub(super) fn offered(&self) -> impl Iterator<Item = (&Diagnostic, &Edit)> {
        let all = self.told.diagnostics.iter();
        let offered = all.filter_map(|one| Some((one, mendable(one, &self.sources)?)));
        offered.filter(|(_, edit)| self.saved.contains_key(&edit.span.source))
    }

    /// Those that can be made together and have not been refused.
    fn next(&self, refused: &Refused) -> Vec<Diagnostic> {
        let free = self.offered().filter(|(_, edit)| !refused.contains(&key(edit)));
        let free: Vec<_> = free.map(|(one, _)| one.clone()).collect();
        together(&free, &self.sources).into_iter().cloned().collect()
    }

    fn with(&self, chosen: &[Diagnostic], compile: &Compile<'_>) -> Self {
        let mut saved = self.saved.clone();
        let mut texts = Vec::new();
        for file in files(chosen) {
            let (Some(text), Some(source)) = (saved.get_mut(&file), self.sources.get(file)) else {
                continue;
            };
            let own = |edit: &&Edit| edit.span.source == file;
            *text = apply(text, &edits(chosen).filter(own).collect::<Vec<_>>());
            texts.push((file, decode(file, source.path.clone(), text.as_bytes()).0.text));
        }
        Self::new(Arc::new(self.sources.with_texts(texts)), saved, compile)
    }

    fn rank(&self, changed: &BTreeSet<SourceId>) -> Rank {
        let torn = changed.iter().filter(|&&file| self.is_torn(file)).count();
        let errors = self.told.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let count = |letter: fn(char) -> bool| {
            let of = |one: &&Diagnostic| one.code.0.starts_with(letter);
            errors.clone().filter(of).count()
        };
        let rest = count(|letter| !"YKT".contains(letter)).saturating_sub(self.told.proved);
        let (yaml, words) = (count(|letter| letter == 'Y'), count(|letter| letter == 'K'));
        [torn, yaml, words, count(|letter| letter == 'T'), rest, self.told.proved]
    }

    /// Whether nothing of a YAML file can be read.
    fn is_torn(&self, file: SourceId) -> bool {
        let yaml = |path: &str| [Some("yaml"), Some("yml")].contains(&path.rsplit('.').next());
        let source = self.sources.get(file).filter(|source| yaml(&source.path));
        source.is_some_and(|source| yaml::parse(file, &source.text).0.is_none())
    }

    /// How bad it should be once these mistakes are gone: a file that is torn shows the next one.
    fn without(&self, chosen: &[Diagnostic]) -> Rank {
        let [torn, yaml, words, templates, rest, proved] = self.rank(&files(chosen));
        let count = |letters: fn(char) -> bool| {
            let errors = chosen.iter().filter(|one| one.severity == Severity::Error);
            let whole = |one: &&Diagnostic| {
                let file = one.edit.as_ref().map(|edit| edit.span.source);
                one.code.0.starts_with(letters) && !file.is_some_and(|file| self.is_torn(file))
            };
            errors.filter(whole).count()
        };
        [
            torn,
            yaml.saturating_sub(count(|letter| letter == 'Y')),
            words.saturating_sub(count(|letter| letter == 'K')),
            templates.saturating_sub(count(|letter| letter == 'T')),
            rest.saturating_sub(count(|letter| !"YKT".contains(letter))),
            proved,
        ]
    }

    /// Whether a file that cannot be read breaks off where it was changed, or before.
    fn breaks_off_there(&self, chosen: &[Diagnostic]) -> bool {
        files(chosen).into_iter().filter(|&file| self.is_torn(file)).any(|file| {
            let own = edits(chosen).filter(|edit| edit.span.source == file);
            let changed = own.map(|edit| moved(file, edit.span.start, chosen)).max().unwrap_or(0);
            let changed = self.sources.place(Span { source: file, start: changed, end: changed });
            let all = self.told.diagnostics.iter();
            let first = all
                .filter_map(|one| Some((one, one.span?)))
                .find(|(one, span)| span.source == file && one.severity == Severity::Error);
            first.is_some_and(|(one, span)| {
                let line = self.sources.place(span).line;
                line < changed.line || (line == changed.line && one.edit.is_none())
            })
        })
    }

    /// Whether a change is offered once more in what it has written.
    fn is_offered_again(&self, chosen: &[Diagnostic]) -> bool {
        let pairs = chosen.iter().filter_map(|one| Some((one.code, one.edit.as_ref()?)));
        pairs.into_iter().any(|(code, edit)| {
            let start = moved(edit.span.source, edit.span.start, chosen);
            let end = start.saturating_add(length(&edit.text));
            let there = |again: &Edit| {
                let at = again.span.start;
                let inside =
                    (start..end).contains(&at) || (edit.span.start == edit.span.end && at == end);
                inside && again.span.source == edit.span.source && again.text == edit.text
            };
            self.offered().any(|(one, again)| one.code == code && there(again))
        })
    }
}

/// Makes all changes that are offered, until none is left that makes nothing worse.
pub(super) fn mend(start: State, compile: &Compile<'_>) -> (State, Vec<Made>) {
    let (mut now, mut all) = (start, Vec::new());
    let mut bench = Bench { compile, refused: Refused::new() };
    let mut seen = vec![now.sources.clone()];
    for _ in 0..FIX_ROUNDS_MAX {
        let chosen = now.next(&bench.refused);
        if chosen.is_empty() {
            break;
        }
        let Some((next, chosen)) = bench.take(&now, &chosen) else { continue };
        if seen.contains(&next.sources) {
            bench.refused.extend(edits(&chosen).map(key));
            continue;
        }
        let made = |one: &Diagnostic| {
            let edit = one.edit.clone()?;
            Some(Made { code: one.code, edit, sources: now.sources.clone() })
        };
        all.extend(chosen.iter().filter_map(made));
        let shifted =
            |(file, at, text): (SourceId, u32, String)| (file, moved(file, at, &chosen), text);
        bench.refused = std::mem::take(&mut bench.refused).into_iter().map(shifted).collect();
        seen.push(next.sources.clone());
        now = next;
    }
    (now, all)
}

struct Bench<'c> {
    compile: &'c Compile<'c>,
    refused: Refused,
}

impl Bench<'_> {
    /// The files after these changes, or after some of them if not each takes its mistake away.
    fn take(&mut self, now: &State, chosen: &[Diagnostic]) -> Option<(State, Vec<Diagnostic>)> {
        let next = now.with(chosen, self.compile);
        let worse = next.is_offered_again(chosen) || next.breaks_off_there(chosen);
        if !worse && self.is_better(now, &next, chosen) {
            return Some((next, chosen.to_vec()));
        }
        if chosen.len() < 2 {
            self.refused.extend(edits(chosen).map(key));
            return None;
        }
        let (first, second) = chosen.split_at(chosen.len().div_euclid(2));
        self.take(now, first).or_else(|| self.take(now, second))
    }

    /// Whether mistakes went away; by a single change, whether no others came.
    fn is_better(&self, now: &State, next: &State, chosen: &[Diagnostic]) -> bool {
        let changed = files(chosen);
        let after = next.rank(&changed);
        if after <= now.without(chosen) {
            return true;
        }
        let before = now.rank(&changed);
        chosen.len() < 2 && (after <= before || self.mends_itself(next, &changed, &before))
    }

    /// Whether what a change has brought to light goes away, and more with it.
    fn mends_itself(&self, next: &State, changed: &BTreeSet<SourceId>, before: &Rank) -> bool {
        let mut ahead = next.clone();
        for _ in 0..FIX_ROUNDS_AHEAD {
            let chosen = ahead.next(&self.refused);
            if chosen.is_empty() {
                return false;
            }
            ahead = ahead.with(&chosen, self.compile);
            if ahead.rank(changed) < *before {
                return true;
            }
        }
        false
    }
}

fn edits(chosen: &[Diagnostic]) -> impl Iterator<Item = &Edit> {
    chosen.iter().filter_map(|one| one.edit.as_ref())
}

fn files(chosen: &[Diagnostic]) -> BTreeSet<SourceId> {
    edits(chosen).map(|edit| edit.span.source).collect()
}

fn key(edit: &Edit) -> (SourceId, u32, String) {
    (edit.span.source, edit.span.start, edit.text.clone())
}

/// Where a place of a file is once these changes are made.
fn moved(file: SourceId, at: u32, chosen: &[Diagnostic]) -> u32 {
    let before = edits(chosen).filter(|edit| edit.span.source == file && edit.span.end < at);
    let (new, old) = before.fold((0_u32, 0_u32), |(new, old), Edit { span, text }| {
        let Span { start, end, .. } = span;
        (new.saturating_add(length(text)), old.saturating_add(end.saturating_sub(*start)))
    });
    at.saturating_add(new).saturating_sub(old)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// A bot whose words are its mistakes: each offers another word, or none.
    fn mended(text: &str, rules: &[(&'static str, &str, &str)]) -> (String, usize) {
        mended_in("a.tera", text, rules)
    }

    fn mended_in(path: &str, text: &str, rules: &[(&'static str, &str, &str)]) -> (String, usize) {
        let compile = |sources: &Arc<Sources>| {
            let (id, source) = sources.iter().next().unwrap();
            let found = rules.iter().flat_map(|&(code, word, better)| {
                source.text.match_indices(word).map(move |(at, _)| {
                    let start = u32::try_from(at).unwrap();
                    let span = Span { source: id, start, end: start + length(word) };
                    let told = Diagnostic::error(Code(code), span, word);
                    if better.is_empty() { told } else { told.edit(span, better) }
                })
            });
            Told { diagnostics: found.collect(), proved: 0 }
        };
        let source = Source { path: path.into(), text: text.into() };
        let saved = BTreeMap::from([(SourceId(0), text.to_owned())]);
        let start = State::new(Arc::new(Sources::new(vec![source])), saved, &compile);
        let (end, made) = mend(start, &compile);
        (end.saved[&SourceId(0)].clone(), made.len())
    }

    #[test]
    fn changes_are_made_until_none_is_left() {
        let rules = [("K1", "aks", "ask"), ("K2", "hte", "the")];
        assert_eq!(mended("aks hte aks", &rules), ("ask the ask".into(), 3));
        assert_eq!(mended("ab", &[("K1", "a", "b"), ("K2", "b", "c")]), ("cc".into(), 3));
    }

    #[test]
    fn a_change_that_makes_it_worse_is_put_back_and_the_others_are_made() {
        let rules = [("K1", "good", "fine"), ("K2", "bad", "worse worse"), ("K3", "worse", "")];
        assert_eq!(mended("good bad good bad", &rules), ("fine bad fine bad".into(), 2));
    }

    #[test]
    fn what_only_shows_once_something_worse_is_gone_does_not_count() {
        let rules = [("Y1", "torn", "read read"), ("K1", "read", "")];
        assert_eq!(mended("torn", &rules), ("read read".into(), 1));
    }

    #[test]
    fn a_file_that_breaks_off_must_be_read_further_than_before() {
        let rules = [("Y1", "bad", "odd"), ("Y2", "odd", "")];
        assert_eq!(mended_in("a.yaml", "[\nbad\n", &rules), ("[\nbad\n".into(), 0));
        assert_eq!(mended_in("a.yaml", "[\nbad\nodd\n", &rules), ("[\nbad\nodd\n".into(), 0));
        let rules = [("Y1", "bad", "good"), ("Y2", "odd", "")];
        assert_eq!(mended_in("a.yaml", "[\nbad\nodd\n", &rules), ("[\ngood\nodd\n".into(), 1));
    }

    #[test]
    fn what_comes_to_light_may_mend_itself() {
        let rules = [("K1", "one", "two two"), ("K2", "two", "2")];
        assert_eq!(mended("one", &rules), ("2 2".into(), 3));
    }

    #[test]
    fn changes_that_chase_one_another_end() {
        let rules = [("K1", "x", "y"), ("K2", "y", "x")];
        assert_eq!(mended("x", &rules), ("y".into(), 1));
        assert_eq!(mended("x", &[("K1", "x", "xx")]), ("x".into(), 0));
        assert_eq!(mended("x", &[("K1", "x", "- x")]).1, 0);
        assert!(mended("x", &[("K1", "x", "y."), ("K1", "y", "x")]).1 <= FIX_ROUNDS_MAX);
    }
}
