//! Whether something of the language runs yet: the checker is asked, so that nobody keeps a list.

use crate::flow::check;
use crate::flow::reference::concept::{Example, Words};
use crate::source::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Source, Sources};

/// What the checker says of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It runs.
    Runs,
    /// It is of the language and does not run yet.
    NotYet,
    /// There is a mistake in it.
    Wrong,
}

/// Told of words of the language that do not run yet.
const NOT_YET: Code = Code("K299");

/// Told of words that the checker has not heard of.
const NOT_KNOWN: Code = Code("K201");

/// Told of filters and functions that are not there.
const NOT_IN_LIBRARY: Code = Code("T502");

/// Flows that examples may lead to without showing them.
const OTHERS: &[(&str, &str)] = &[
    ("welcome", "welcome:\n  external: true\n  say: Welcome!\n"),
    ("menu", "menu:\n  external: true\n  say: What can I do for you?\n"),
    ("hours", "hours:\n  external: true\n  say: We are open from 9 to 5.\n"),
    ("person", "person:\n  external: true\n  say: Our people are here from 9 to 5.\n"),
    ("sorry", "sorry:\n  external: true\n  say: Something went wrong. Please try again.\n"),
];

/// The fallback of examples that show none.
const FALLBACK: &str = "fallback:\n  when: any message\n  say: Sorry?\n";

/// The table of examples that read one.
const MENU: &str = "- {name: Margherita, price: 9}\n- {name: Funghi, price: 11}\n";

impl Example {
    /// The files of its bot, with the flows that it leads to and does not show.
    #[must_use]
    pub fn sources(&self) -> Sources {
        self.files(self.bot, self.flow)
    }

    fn files(&self, bot: &str, flow: &str) -> Sources {
        let shown = |name: &str| self.flow.lines().any(|line| line == format!("{name}:"));
        let others = OTHERS.iter().filter(|(name, _)| !shown(name)).map(|(_, text)| *text);
        let fallback = [FALLBACK].into_iter().filter(|_| !flow.contains("any message"));
        let others: String = others.chain(fallback).collect();
        let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let table = if flow.contains("data.menu") { MENU } else { "" };
        let files = [
            ("bot.yaml", bot),
            ("flows/example.yaml", flow),
            ("flows/others.yaml", &others),
            ("data/menu.yaml", table),
        ];
        let written = files.into_iter().filter(|(_, text)| !text.is_empty());
        Sources::new(written.map(|(path, text)| file(path, text)).collect())
    }

    /// What the checker says of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        verdict(&self.sources(), &[NOT_YET])
    }
}

impl Words {
    /// What the checker says of one of the words.
    #[must_use]
    pub fn verdict(&self, word: &str) -> Verdict {
        let with = |text: &str| text.replace("WORD", &word.replace("NAME", "name"));
        let files = self.probe.files(&with(self.probe.bot), &with(self.probe.flow));
        verdict(&files, &[NOT_YET, NOT_KNOWN, NOT_IN_LIBRARY])
    }

    /// The words that run, each with its line.
    pub fn ready(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        self.list.iter().filter(|(word, _)| self.verdict(word) == Verdict::Runs)
    }
}

fn verdict(sources: &Sources, later: &[Code]) -> Verdict {
    let (_, told) = check::everything(sources);
    let wrong = |one: &&Diagnostic| one.severity == Severity::Error;
    let mut mistakes = told.iter().filter(wrong).peekable();
    if mistakes.peek().is_none() {
        return Verdict::Runs;
    }
    let waits = mistakes.all(|one| later.contains(&one.code));
    if waits { Verdict::NotYet } else { Verdict::Wrong }
}
