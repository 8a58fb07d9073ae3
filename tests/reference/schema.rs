//! The schemas take what the parser takes, and refuse what it does not know.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use saywhen::flow::check::everything;
use saywhen::flow::reference::concept::Example;
use saywhen::flow::reference::concepts;
use saywhen::flow::schema;
use saywhen::source::diagnostic::any_error;
use saywhen::source::{Source, Sources};
use serde_json::Value;

/// Both schemas, ready to be held against files.
pub struct Schemas {
    flow: Validator,
    bot: Validator,
}

impl Schemas {
    pub fn new() -> Self {
        let ready = |schema: &Value| {
            assert!(jsonschema::meta::is_valid(schema), "this is not a schema");
            jsonschema::validator_for(schema).unwrap()
        };
        Self { flow: ready(&schema::flows()), bot: ready(&schema::settings()) }
    }

    /// What is wrong with a file, as an editor reads it; nothing if it is right.
    pub fn mistake(&self, path: &str, text: &str) -> Option<String> {
        let file: Value = match serde_yaml::from_str(text) {
            Ok(file) => file,
            Err(error) => return Some(error.to_string()),
        };
        let schema = match path {
            _ if path.ends_with("bot.yaml") => &self.bot,
            _ if path.contains("flows/") => &self.flow,
            _ => return None,
        };
        schema
            .validate(&file)
            .err()
            .map(|error| format!("{path}{}: {error}", error.instance_path()))
    }
}

/// The YAML files of every bot below a folder, which is one itself or not, by bot.
fn bots(below: &Path, bots: &mut Vec<Vec<PathBuf>>) {
    let mut own = Vec::new();
    yaml(below, &mut own, bots);
    if below.join("bot.yaml").exists() || below.join("flows").exists() {
        bots.push(own);
    }
}

fn yaml(below: &Path, files: &mut Vec<PathBuf>, others: &mut Vec<Vec<PathBuf>>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !["target", ".git", "reference", "fixtures"].contains(&name) {
            if path.join("bot.yaml").exists() || path.join("flows").exists() || name == "tests" {
                bots(&path, others);
            } else {
                yaml(&path, files, others);
            }
        } else if path.extension().is_some_and(|kind| kind == "yaml") {
            files.push(path);
        }
    }
}

/// Every bot of this repository that can be taken, and every example: path and text of each file.
pub fn good_bots() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    bots(root, &mut found);
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Some((name, fs::read_to_string(path).ok()?))
    };
    let written = found.iter().map(|files| files.iter().filter_map(read).collect::<Vec<_>>());
    let shown = concepts().flat_map(|concept| concept.examples);
    let shown = shown.map(files);
    written.chain(shown).filter(|files| compiles(files)).collect()
}

fn files(example: &Example) -> Vec<(String, String)> {
    let sources = example.sources();
    sources.iter().map(|(_, file)| (file.path.to_string(), file.text.to_string())).collect()
}

/// Whether the checker takes a bot.
pub fn compiles(files: &[(String, String)]) -> bool {
    !any_error(&everything(&sources(files)).1)
}

/// The files as the checker wants them: from the bot's folder.
pub fn sources(files: &[(String, String)]) -> Sources {
    let inside = |path: &str| {
        let folder = path.find("flows/").or_else(|| path.find("data/"));
        let at = folder.unwrap_or_else(|| path.rfind('/').map_or(0, |at| at + 1));
        path[at..].to_owned()
    };
    let file = |(path, text): &(String, String)| Source {
        path: inside(path).into(),
        text: text.as_str().into(),
    };
    Sources::new(files.iter().map(file).collect())
}

#[test]
fn the_bots_of_this_repository_and_all_examples_are_taken() {
    let schemas = Schemas::new();
    let bots = good_bots();
    assert!(bots.len() > 60, "the bots are gone: {}", bots.len());
    let files = bots.iter().flatten();
    let wrong: Vec<_> = files.filter_map(|(path, text)| schemas.mistake(path, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn typical_mistakes_are_refused_by_schema_and_checker_alike() {
    let schemas = Schemas::new();
    let mut wrong = Vec::new();
    for (path, list) in [
        ("bot.yaml", include_str!("mistakes/bot.txt")),
        ("flows/a.yaml", include_str!("mistakes/flow.txt")),
    ] {
        for mistake in list.split("---\n") {
            let (title, text) = mistake.split_once('\n').unwrap();
            let files = [(path.to_owned(), text.to_owned())];
            if schemas.mistake(path, text).is_none() {
                wrong.push(format!("the schema of {path} takes {title}"));
            }
            if compiles(&files) {
                wrong.push(format!("the checker takes {title} in {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
