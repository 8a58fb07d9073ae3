//! What authors are told: one folder of `tests/diagnostics` is one small bot and `expected.txt`.
//!
//! `UPDATE_GOLDEN=1` writes `expected.txt` anew; never where `CI` is set.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::flow::check::everything;
use saywhen::proof::compile;
use saywhen::rehearsal::deploy::Deploy;
use saywhen::rehearsal::run::{Library, run, up_to};
use saywhen::script::parse::parse;
use saywhen::source::decode::decode;
use saywhen::source::diagnostic::{Diagnostic, render_all};
use saywhen::source::{Shown, Source, SourceId, Sources};
use saywhen::words::person::Person;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut folders: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// Every file of a bot but `expected.txt`, by its path from the bot's folder.
fn read(folder: &Path, below: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(folder, &path, files);
        } else if path.file_name().unwrap() != "expected.txt" {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn told(folder: &Path) -> (Sources, Vec<Diagnostic>) {
    let mut files = Vec::new();
    read(folder, folder, &mut files);
    files.sort();
    let (before, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| name.starts_with("before/"));
    let (shown, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| name.starts_with("media/"));
    let shown =
        shown.into_iter().map(|(path, bytes)| Shown { path, bytes: size(&bytes) }).collect();
    let decoded =
        (0..).map(SourceId).zip(files).map(|(id, (name, bytes))| decode(id, name.into(), &bytes));
    let (files, mut told): (Vec<_>, Vec<_>) = decoded.unzip();
    let sources = Sources::new(files).with_shown(shown);
    told.push(compile(Arc::new(sources.clone())).1);
    told.extend(conversations(&sources));
    told.extend(deployed(&sources, before));
    (sources, told.concat())
}

/// How large a file is; one that holds nothing but `41 MB` stands for one of that size.
fn size(bytes: &[u8]) -> u64 {
    let words = std::str::from_utf8(bytes).unwrap_or_default().trim().strip_suffix(" MB");
    let megabytes = words.and_then(|words| words.parse::<u64>().ok());
    megabytes.map_or(u64::try_from(bytes.len()).unwrap(), |megabytes| megabytes * 1024 * 1024)
}

/// What is wrong with the bot's conversation tests, or goes otherwise in them.
fn conversations(sources: &Sources) -> Option<Vec<Diagnostic>> {
    let bot = Bot::compile(Arc::new(sources.clone())).0?;
    let mut told = Vec::new();
    for (id, source) in sources.iter().filter(|(_, source)| source.path.ends_with(".chat")) {
        let (script, mistakes) = parse(id, &source.text);
        let tested = if mistakes.is_empty() { run(&bot, &script, &Library::new()) } else { vec![] };
        told.extend(mistakes);
        told.extend(tested.into_iter().flat_map(|test| test.failures));
    }
    Some(told)
}

/// What the bot would do to the people of `before/talk.chat`, who talk with the bot of `before/`.
fn deployed(sources: &Sources, before: Vec<(String, Vec<u8>)>) -> Option<Vec<Diagnostic>> {
    let bot = Bot::compile(Arc::new(sources.clone())).0?;
    let files = before.into_iter().map(|(name, bytes)| Source {
        path: name.strip_prefix("before/").unwrap().into(),
        text: String::from_utf8(bytes).unwrap().into(),
    });
    let old = Sources::new(files.collect());
    let (id, talk) = old.iter().find(|(_, source)| &*source.path == "talk.chat")?;
    let (script, mistakes) = parse(id, &talk.text);
    let (old, told) = Bot::compile(Arc::new(old.clone()));
    let old = old.unwrap_or_else(|| panic!("{told:?}"));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let mut deploy = Deploy::new(&bot);
    for test in &script.tests {
        let (stage, failures) = up_to(&old, test, &Library::new(), u32::MAX);
        assert!(failures.is_empty(), "{failures:?}");
        let conversation = stage.conversation().clone();
        deploy.person(&Person { conversation, replies: Vec::new() });
    }
    Some(deploy.told())
}

fn name(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap()
}

#[test]
fn authors_are_told_what_the_golden_files_say() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    assert!(!update || std::env::var_os("CI").is_none(), "golden files are never written in CI");
    let mut wrong = Vec::new();
    for folder in folders() {
        let (sources, told) = told(&folder);
        let now = render_all(&told, &sources, false);
        let golden = folder.join("expected.txt");
        if update {
            fs::write(&golden, &now).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != now {
            wrong.push(format!("{}:\n{now}", name(&folder)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_with_a_codes_name_shows_that_code_and_no_other() {
    for folder in folders() {
        let code = name(&folder).split('_').next().unwrap().to_owned();
        if !code.ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let (_, told) = told(&folder);
        assert!(!told.is_empty(), "{code}: nothing is told");
        for one in told {
            assert_eq!(one.code.0, code, "{}: {}", name(&folder), one.headline);
        }
    }
}

#[test]
fn every_offered_edit_takes_its_mistake_away() {
    for folder in folders() {
        let (sources, told) = told(&folder);
        for one in told.iter().filter(|one| one.edit.is_some()) {
            let edit = one.edit.as_ref().unwrap();
            let files = sources.iter().map(|(id, source)| {
                let mut text = source.text.to_string();
                if id == edit.span.source {
                    text.replace_range(edit.span.range().unwrap(), &edit.text);
                }
                Source { path: source.path.clone(), text: text.into() }
            });
            let after = everything(&Sources::new(files.collect())).1;
            let same = |other: &&Diagnostic| other.code == one.code;
            let count = |list: &[Diagnostic]| list.iter().filter(same).count();
            assert!(count(&after) < count(&told), "{}: {}", name(&folder), one.headline);
            let torn = |list: &[Diagnostic]| {
                list.iter().filter(|one| one.code.0 < "Z" && one.code.0 > "Y").count()
            };
            assert!(torn(&after) <= torn(&told), "{}: {}: {after:?}", name(&folder), one.headline);
        }
    }
}

#[test]
fn five_mistakes_of_five_kinds_in_one_file_are_five_messages_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/five_at_once");
    let (_, told) = told(&folder);
    let codes: Vec<_> = told.iter().map(|one| one.code.0).collect();
    assert_eq!(codes, ["W401", "K201", "K206", "R301", "M701"]);
}
