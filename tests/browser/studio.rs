//! A running `dev` with a copy of a bot, and a browser that looks at its page.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use saywhen::bot::Bot;
use saywhen::fetch::Gate;
use saywhen::fetch::resolve::System;
use saywhen::files::read;
use saywhen::secret::Secret;
use saywhen::store::Store;
use saywhen::store::sqlite::Sqlite;
use saywhen::store::sqlite::journals::journals;
use saywhen::studio::dev::{Dev, Parts};
use saywhen::studio::past::Past;
use saywhen::time::{Clock, Timestamp};
use tempfile::TempDir;

use crate::driver::{Browser, there_is_one};

pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff";
/// 2026-11-26 19:00 in Rome, a Thursday: the pizzeria is open.
const EVENING: i64 = 1_795_716_000_000;

pub(crate) struct Studio {
    pub(crate) browser: Browser,
    dev: Dev,
    store: Sqlite,
    folder: TempDir,
    _kept: TempDir,
}

impl Studio {
    /// Shows a copy of a bot, if there is a browser.
    pub(crate) async fn of(bot: &str) -> Option<Self> {
        if !there_is_one() {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(bot), folder.path());
        let sources = read::folder(folder.path()).unwrap().sources;
        let (compiled, mistakes) = Bot::compile(sources.into());
        let begun = Instant::now();
        let clock = move || {
            let passed = i64::try_from(begun.elapsed().as_millis()).unwrap();
            Timestamp(EVENING + passed)
        };
        let kept = tempfile::tempdir().unwrap();
        let file = kept.path().join("dev.db");
        let store = Sqlite::open(&file).unwrap();
        let parts = Parts {
            store: store.clone(),
            bot: compiled.unwrap_or_else(|| panic!("{mistakes:?}")),
            folder: folder.path().to_owned(),
            port: 0,
            key: Secret::new(KEY.to_owned()),
            clock: Clock::new(clock),
            gate: Gate::new(System, Arc::new(|_| None), true),
            editor: "vscode://file/{file}:{line}:{col}".to_owned(),
            past: Past::new(move || journals(&file).unwrap()),
        };
        let dev = Box::pin(Dev::start(parts)).await.unwrap();
        let browser = Browser::start().await;
        browser.size(1_400, 900).await;
        browser.open(&format!("http://{}/?key={KEY}", dev.address)).await;
        browser.until("document.querySelector('.composer input')").await;
        Some(Self { browser, dev, store, folder, _kept: kept })
    }

    /// The visitor types this.
    pub(crate) async fn says(&self, text: &str) {
        self.browser.write(".phone.active .composer input", &format!("{text}\n")).await;
    }

    /// Somebody edits a file.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.file(file);
        assert!(text.contains(old), "{text}");
        std::fs::write(self.folder.path().join(file), text.replacen(old, new, 1)).unwrap();
    }

    /// Waits until a file of the bot holds this.
    pub(crate) async fn holds(&self, name: &str, text: &str) {
        for _ in 0..400 {
            if self.file(name).contains(text) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{name} never held {text}: {}", self.file(name));
    }

    /// What a file of the bot holds now.
    pub(crate) fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// Replies that went through outbox and Send API.
    pub(crate) async fn sent(&self) -> u64 {
        self.store.counts().await.unwrap().sent
    }

    pub(crate) async fn stop(self) {
        drop(self.browser);
        self.dev.stop().await;
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).unwrap();
        }
    }
}
