//! `saywhen new`: what it writes is right and passes its own tests.

use std::path::Path;

use crate::life::{End, Life};
use crate::stage;

fn run(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).args(arguments)).end()
}

fn works(folder: &Path, bot: &str) {
    let check = run(folder, &["check", "--strict", bot]);
    assert_eq!(check.status.code(), Some(0), "{bot}: {}{}", check.out, check.err);
    let test = run(folder, &["test", bot]);
    assert_eq!(test.status.code(), Some(0), "{bot}: {}{}", test.out, test.err);
    assert!(!test.out.starts_with("0 passed"), "{bot}: {}", test.out);
}

#[test]
fn a_new_bot_runs_passes_its_test_and_helps_editors() {
    let folder = tempfile::tempdir().unwrap();
    let end = run(folder.path(), &["new", "my-shop", "--name", "Ada's {{ \"Books\" }}"]);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    assert!(end.out.contains("Talk to it:   saywhen chat my-shop"), "{}", end.out);
    works(folder.path(), "my-shop");
    let read =
        |name: &str| std::fs::read_to_string(folder.path().join("my-shop").join(name)).unwrap();
    let first = "# yaml-language-server: $schema=../.schema/flow.json\n";
    assert!(read("flows/shop.yaml").starts_with(first));
    assert!(read("flows/shop.yaml").contains("I am the bot of Ada's Books."));
    let schema: serde_json::Value = serde_json::from_str(&read(".schema/flow.json")).unwrap();
    assert!(schema.is_object());
    let settings: serde_json::Value = serde_json::from_str(&read(".vscode/settings.json")).unwrap();
    assert_eq!(settings["yaml.schemas"]["./.schema/bot.json"], "bot.yaml");
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "shop/bot.yaml", "name: mine\n");
    let end = run(folder.path(), &["new", "shop"]);
    assert_eq!(end.status.code(), Some(73), "{}", end.err);
    assert!(end.err.contains("bot.yaml is there already"), "{}", end.err);
    assert!(!folder.path().join("shop/flows").exists());
    assert_eq!(run(folder.path(), &["new"]).status.code(), Some(64));
}

#[test]
fn every_example_can_be_taken_whole() {
    let folder = tempfile::tempdir().unwrap();
    let list = run(folder.path(), &["new", "--list"]).out;
    let mut names: Vec<_> = std::fs::read_dir("examples")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let listed: Vec<_> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(listed, names);
    for name in &names {
        let end = run(folder.path(), &["new", name, "--example", name]);
        assert_eq!(end.status.code(), Some(0), "{name}: {}", end.err);
        for file in files(&Path::new("examples").join(name)) {
            let copy = folder.path().join(file.strip_prefix("examples").unwrap());
            assert!(copy.exists(), "{} is not among the files of {name}", file.display());
        }
        let test = run(folder.path(), &["test", name]);
        assert_eq!(test.status.code(), Some(0), "{name}: {}{}", test.out, test.err);
    }
    let end = run(folder.path(), &["new", "x", "--example", "none"]);
    assert!(end.err.contains("there is: faq, hello"), "{}", end.err);
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
