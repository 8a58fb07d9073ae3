//! Plays tests against a small bot.

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::rehearsal::run::{Library, Tested, run};
use saywhen::rehearsal::update::update;
use saywhen::script::parse::parse;
use saywhen::source::diagnostic::{any_error, render_all};
use saywhen::source::{Source, Sources};

const BOT: &str = include_str!("bot.yaml");
const FLOWS: &str = include_str!("flows.yaml");

pub(crate) struct Played {
    pub(crate) text: String,
    pub(crate) tested: Vec<Tested>,
    pub(crate) told: String,
}

impl Played {
    pub(crate) fn updated(&self) -> String {
        let passages: Vec<_> = self.tested.iter().flat_map(|one| one.passages.clone()).collect();
        update(&self.text, &passages)
    }
}

/// Plays a test; `login` is another file that it may include.
pub(crate) fn play_with(text: &str, login: &str) -> Played {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let files = vec![
        source("bot.yaml", BOT),
        source("flows/a.yaml", FLOWS),
        source("tests/a.chat", text),
        source("tests/login.chat", login),
    ];
    let sources = Arc::new(Sources::new(files));
    let (bot, diagnostics) = Bot::compile(sources.clone());
    assert!(!any_error(&diagnostics), "{}", render_all(&diagnostics, &sources, false));
    let script = |path: &str| {
        let (id, source) = sources.iter().find(|(_, source)| &*source.path == path).unwrap();
        let (script, mistakes) = parse(id, &source.text);
        assert_eq!(mistakes, []);
        script
    };
    let library = Library::from([("login.chat".to_owned(), script("tests/login.chat"))]);
    let tested = run(&bot.unwrap(), &script("tests/a.chat"), &library);
    let failures: Vec<_> = tested.iter().flat_map(|one| one.failures.clone()).collect();
    Played { text: text.to_owned(), told: render_all(&failures, &sources, false), tested }
}

pub(crate) fn play(text: &str) -> Played {
    play_with(text, "")
}

pub(crate) fn codes(played: &Played) -> Vec<&str> {
    let failures = played.tested.iter().flat_map(|one| &one.failures);
    failures.map(|failure| failure.code.0).collect()
}
