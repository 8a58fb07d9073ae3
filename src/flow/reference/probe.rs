//! Whether something of the language is one for the checker, too.

use crate::flow::check;
use crate::flow::reference::concept::{Example, Words};
use crate::source::diagnostic::any_error;
use crate::source::{Source, Sources};

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

    /// Whether the checker takes it.
    #[must_use]
    pub fn runs(&self) -> bool {
        runs(&self.sources())
    }
}

impl Words {
    /// Whether the checker takes one of the words.
    #[must_use]
    pub fn runs(&self, word: &str) -> bool {
        let with = |text: &str| text.replace("WORD", &word.replace("NAME", "name"));
        runs(&self.probe.files(&with(self.probe.bot), &with(self.probe.flow)))
    }
}

fn runs(sources: &Sources) -> bool {
    !any_error(&check::everything(sources).1)
}
