//! Golden conversations: each folder of `tests/conversations` is a bot with its `.chat` files beside it;
//! the bots of this repository bring their own in `tests/`. `UPDATE_GOLDEN=1` rewrites them.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout, reason = "a test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::files::read;
use saywhen::rehearsal::run::{Library, run};
use saywhen::rehearsal::update::update;
use saywhen::script::parse::parse;
use saywhen::source::diagnostic::{any_error, render_all};
use saywhen::source::{Source, Sources};

#[test]
fn golden_conversations_go_as_they_are_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = Vec::new();
    let mut passed = 0;
    for folder in folders(&root.join("tests/conversations")) {
        play(&folder, &folder, &mut passed, &mut told);
    }
    let examples = ["examples", "docs/cookbook"].map(|room| folders(&root.join(room)));
    for bot in [vec![root.to_owned()], examples.concat()].concat() {
        play(&bot, &bot.join("tests"), &mut passed, &mut told);
    }
    println!("{passed} conversations");
    assert!(passed > 30, "only {passed} conversations were found");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Plays all `.chat` files of a folder against a bot.
fn play(bot: &Path, chats: &Path, passed: &mut usize, told: &mut Vec<String>) {
    let folder = read::folder(bot).unwrap();
    let own = folder.sources.iter().map(|(_, source)| source.clone());
    let mut files: Vec<Source> = own.filter(|source| !source.path.ends_with(".chat")).collect();
    let paths = chat_files(chats);
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        files.push(Source { path: name(path).into(), text: text.into() });
    }
    let sources = Arc::new(Sources::new(files));
    let (compiled, diagnostics) = Bot::compile(sources.clone());
    if any_error(&diagnostics) {
        told.push(render_all(&diagnostics, &sources, false));
    }
    let Some(compiled) = compiled else { return };
    let mut library = Library::new();
    for path in &paths {
        let (id, source) = sources.iter().find(|(_, source)| *source.path == name(path)).unwrap();
        let (script, mistakes) = parse(id, &source.text);
        told.extend((!mistakes.is_empty()).then(|| render_all(&mistakes, &sources, false)));
        library.insert(below(chats, path), script);
    }
    for path in &paths {
        let script = library.get(&below(chats, path)).unwrap();
        let (_, source) = sources.iter().find(|(_, source)| *source.path == name(path)).unwrap();
        let tested = run(&compiled, script, &library);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            assert!(std::env::var_os("CI").is_none(), "goldens are not rewritten under CI");
            let passages: Vec<_> = tested.iter().flat_map(|one| one.passages.clone()).collect();
            std::fs::write(path, update(&source.text, &passages)).unwrap();
            continue;
        }
        for one in tested {
            if one.failures.is_empty() {
                *passed += 1;
            } else {
                told.push(format!(
                    "# {}\n{}",
                    one.title,
                    render_all(&one.failures, &sources, false)
                ));
            }
        }
    }
}

/// The name by which other conversations include one.
fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_string_lossy().into_owned()
}

fn name(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    path.strip_prefix(root).unwrap().to_string_lossy().into_owned()
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn chat_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() && path.file_name().unwrap() == "chat" {
            files.extend(chat_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "chat") {
            files.push(path);
        }
    }
    files.sort();
    files
}
