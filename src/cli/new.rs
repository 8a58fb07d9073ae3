//! `saywhen new`: a bot that runs, with a test and what editors need.

mod examples;
mod starter;

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::exit::Exit;
use crate::cli::{print, say};
use crate::flow::schema;

/// Writes a bot that runs, with a test and settings for editors.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen new my-bot                          a small shop to begin with
  saywhen new my-bot --name 'Ada Books'       with a name of its own
  saywhen new my-quiz --example quiz          one of our examples
  saywhen new --list                          all of them")]
pub(super) struct NewCommand {
    /// The folder to make.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// What the bot is called.
    #[arg(long)]
    name: Option<String>,
    /// One of our examples instead.
    #[arg(long, value_name = "EXAMPLE", conflicts_with = "name")]
    example: Option<String>,
    /// Shows all examples.
    #[arg(long)]
    list: bool,
}

/// A file by its path in the bot's folder.
type Written = (String, String);

/// Where editors find what may stand in flow files and in bot.yaml.
const FLOW_SCHEMA: &str = ".schema/flow.json";
const BOT_SCHEMA: &str = ".schema/bot.json";

/// Runs the command.
pub(super) fn run(new: &NewCommand) -> Exit {
    if new.list {
        for (name, what, _) in examples::EXAMPLES {
            print(&format!("{name:12} {what}"));
        }
        return Exit::Ok;
    }
    let asked = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let folder = match (&new.folder, asked) {
        (Some(folder), _) => folder.clone(),
        (None, true) => PathBuf::from(ask("Which folder shall it live in?", "my-bot")),
        (None, false) => {
            say("error: name a folder: saywhen new my-bot");
            return Exit::Usage;
        }
    };
    let files = match &new.example {
        Some(example) => {
            let Some(files) = examples::find(example) else {
                let names: Vec<_> = examples::EXAMPLES.iter().map(|(name, ..)| *name).collect();
                say(&format!("error: no example {example}; there is: {}", names.join(", ")));
                return Exit::Usage;
            };
            files
        }
        None => starter::files(&name(new, &folder, asked)),
    };
    make(&folder, &files)
}

/// What the bot is called; only somebody who has named nothing yet is asked.
fn name(new: &NewCommand, folder: &Path, asked: bool) -> String {
    let own = called(folder);
    match &new.name {
        Some(name) => name.clone(),
        None if asked && new.folder.is_none() => ask("What is it called?", &own),
        None => own,
    }
}

/// A question with an answer that Enter takes.
fn ask(question: &str, default: &str) -> String {
    let mut out = std::io::stderr().lock();
    write!(out, "{question} [{default}] ").and_then(|()| out.flush()).ok();
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).ok();
    Some(line.trim()).filter(|line| !line.is_empty()).unwrap_or(default).to_owned()
}

/// A name for people, made of a folder's.
fn called(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| "My bot".to_owned()).replace(['-', '_'], " ");
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or(name)
}

fn make(folder: &Path, files: &[Written]) -> Exit {
    let all: Vec<Written> = files.iter().map(told).chain(for_editors()).collect();
    if let Some((name, _)) = all.iter().find(|(name, _)| folder.join(name).exists()) {
        say(&format!("error: {} is there already", folder.join(name).display()));
        return Exit::CannotCreate;
    }
    for (name, text) in &all {
        let path = folder.join(name);
        let parent = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = parent.and_then(|()| std::fs::write(&path, text)) {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            return Exit::CannotCreate;
        }
        if !name.starts_with('.') {
            print(&path.display().to_string());
        }
    }
    let folder = folder.display();
    print(&format!("\nTalk to it:   saywhen chat {folder}\nOr a browser: saywhen dev {folder}"));
    print(&format!("Its tests:    saywhen test {folder}"));
    Exit::Ok
}

/// A file with the line that tells editors what may stand in it.
fn told((name, text): &Written) -> Written {
    let schema = match name.split('/').count() {
        1 if name == "bot.yaml" => BOT_SCHEMA.to_owned(),
        depth if name.starts_with("flows/") => {
            format!("{}{FLOW_SCHEMA}", "../".repeat(depth.saturating_sub(1)))
        }
        _ => return (name.clone(), text.clone()),
    };
    (name.clone(), format!("# yaml-language-server: $schema={schema}\n{text}"))
}

/// Settings of editors, and what they read.
fn for_editors() -> Vec<Written> {
    let settings = serde_json::json!({
        "yaml.schemas": {
            format!("./{FLOW_SCHEMA}"): "flows/**/*.yaml",
            format!("./{BOT_SCHEMA}"): "bot.yaml",
        },
        "files.associations": {"*.chat": "plaintext"},
        "editor.tabSize": 2,
        "editor.insertSpaces": true,
    });
    let extensions = serde_json::json!({"recommendations": ["redhat.vscode-yaml"]});
    vec![
        (FLOW_SCHEMA.to_owned(), format!("{:#}\n", schema::flows())),
        (BOT_SCHEMA.to_owned(), format!("{:#}\n", schema::settings())),
        (".vscode/settings.json".to_owned(), format!("{settings:#}\n")),
        (".vscode/extensions.json".to_owned(), format!("{extensions:#}\n")),
        (".gitignore".to_owned(), ".saywhen/\n".to_owned()),
    ]
}
