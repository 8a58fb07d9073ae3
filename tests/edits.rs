//! Edits while people are talking: each folder of `tests/edits` has a bot `before/` an edit, the files
//! that are others `after/` it, and conversations in two parts. `1.chat` meets the old bot; the
//! tests of `2.chat` go on with the same visitors, in order, and meet the new one. An empty file in
//! `after/` is one that was deleted. `UPDATE_GOLDEN=1` rewrites both parts
//! and `told.txt`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::rehearsal::deploy::Deploy;
use saywhen::rehearsal::run::{Library, Tested, run_edited, up_to};
use saywhen::rehearsal::update::update;
use saywhen::script::Script;
use saywhen::script::parse::parse;
use saywhen::source::diagnostic::{any_error, render_all};
use saywhen::source::{Source, Sources};
use saywhen::words::person::Person;

/// A bot with its part of the conversations.
struct Part {
    bot: Bot,
    script: Script,
    chat: PathBuf,
}

/// A bot's files, by their paths below its folder.
type Files = BTreeMap<String, String>;

#[test]
fn conversations_go_on_as_they_are_written() {
    let mut told = Vec::new();
    for case in cases() {
        let [old, new] = parts(&case);
        let tested = play(&old, &new);
        let of = |part: usize| -> Vec<Tested> { tested.iter().map(|t| t[part].clone()).collect() };
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            assert!(std::env::var_os("CI").is_none(), "goldens are not rewritten under CI");
            rewrite(&old, &of(0));
            rewrite(&new, &of(1));
        } else {
            told.extend(wrong(&old, &of(0)));
            told.extend(wrong(&new, &of(1)));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn no_second_part_goes_as_written_without_the_edit() {
    for case in cases() {
        let [old, new] = parts(&case);
        let unedited = Part { bot: Bot::compile(old.bot.sources.clone()).0.unwrap(), ..new };
        let tested = play(&old, &unedited);
        let differs = tested.iter().any(|[_, second]| !second.failures.is_empty());
        assert!(differs, "{}: the edit changes nothing", case.display());
    }
}

/// `told.txt` is what `check --against` tells of the new bot while the first parts stand where they end.
#[test]
fn before_a_deploy_it_is_told_who_loses_their_place() {
    let mut wrong = Vec::new();
    for case in cases() {
        let [old, new] = parts(&case);
        let mut deploy = Deploy::new(&new.bot);
        for test in &old.script.tests {
            let (stage, _) = up_to(&old.bot, test, &Library::new(), u32::MAX);
            let conversation = stage.conversation().clone();
            deploy.person(&Person { conversation, replies: Vec::new() });
        }
        let now = render_all(&deploy.told(), &new.bot.sources, false);
        let golden = case.join("told.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            assert!(std::env::var_os("CI").is_none(), "goldens are not rewritten under CI");
            if now.is_empty() {
                std::fs::remove_file(&golden).ok();
            } else {
                std::fs::write(&golden, &now).unwrap();
            }
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != now {
            wrong.push(format!("{}:\n{now}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn parts(case: &Path) -> [Part; 2] {
    let (mut old, mut edited) = (Files::new(), Files::new());
    read(&case.join("before"), "", &mut old);
    read(&case.join("after"), "", &mut edited);
    let mut new = old.clone();
    new.extend(edited);
    new.retain(|_, text| !text.is_empty());
    [part(old, case.join("1.chat")), part(new, case.join("2.chat"))]
}

fn read(folder: &Path, name: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let own = format!("{name}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{own}/"), files);
        } else {
            files.insert(own, std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn part(mut files: Files, chat: PathBuf) -> Part {
    let name = chat.file_name().unwrap().to_str().unwrap().to_owned();
    files.insert(name.clone(), std::fs::read_to_string(&chat).unwrap());
    let source = |(path, text): (String, String)| Source { path: path.into(), text: text.into() };
    let sources = Arc::new(Sources::new(files.into_iter().map(source).collect()));
    let (bot, mut told) = Bot::compile(sources.clone());
    let (id, source) = sources.iter().find(|(_, source)| *source.path == name).unwrap();
    let (script, mistakes) = parse(id, &source.text);
    told.extend(mistakes);
    let shown = format!("{}\n{}", chat.display(), render_all(&told, &sources, false));
    assert!(!any_error(&told), "{shown}");
    Part { bot: bot.unwrap_or_else(|| panic!("{shown}")), script, chat }
}

/// Plays every test in two parts; their titles say which belong together.
fn play(old: &Part, new: &Part) -> Vec<[Tested; 2]> {
    let titles = |part: &Part| -> Vec<String> {
        part.script.tests.iter().map(|test| test.title.clone()).collect()
    };
    assert_eq!(titles(old), titles(new), "{}", old.chat.display());
    let pairs = old.script.tests.iter().zip(&new.script.tests);
    pairs.flat_map(|(first, second)| run_edited((&old.bot, first), (&new.bot, second))).collect()
}

fn wrong(part: &Part, tested: &[Tested]) -> Option<String> {
    let failures: Vec<_> = tested.iter().flat_map(|test| test.failures.clone()).collect();
    let shown = || render_all(&failures, &part.bot.sources, false);
    (!failures.is_empty()).then(|| format!("{}\n{}", part.chat.display(), shown()))
}

fn rewrite(part: &Part, tested: &[Tested]) {
    let text = std::fs::read_to_string(&part.chat).unwrap();
    let passages: Vec<_> = tested.iter().flat_map(|test| test.passages.clone()).collect();
    std::fs::write(&part.chat, update(&text, &passages)).unwrap();
}
