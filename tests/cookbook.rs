//! The cookbook: every recipe is right without a warning, laid out, tried by conversations and listed.
//! The conversations themselves are played with all others, in `conversations.rs`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use saywhen::files::read;
use saywhen::flow::fmt::{Entries, format};
use saywhen::proof;
use saywhen::source::diagnostic::render_all;

#[test]
fn every_recipe_is_right_laid_out_tried_and_listed() {
    let cookbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cookbook");
    let list = fs::read_to_string(cookbook.join("README.md")).unwrap();
    let listed = |line: &str| {
        line.strip_prefix("- [").map(|line| line.split(']').next().unwrap().to_owned())
    };
    let listed: BTreeSet<String> = list.lines().filter_map(listed).collect();
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(&cookbook).unwrap().map(Result::unwrap) {
        if !entry.path().is_dir() {
            continue;
        }
        let name = entry.file_name().into_string().unwrap();
        let sources = read::folder(&entry.path()).unwrap().sources;
        let is_flow = |path: &str| path.starts_with("flows/");
        for (id, source) in sources.iter().filter(|(_, source)| is_flow(&source.path)) {
            let text = format(id, &source.text, Entries::Apart);
            assert_eq!(text.as_deref(), Ok(&*source.text), "{name}/{}", source.path);
            assert!(source.text.starts_with("# "), "{name} does not say what it is for");
        }
        assert!(sources.iter().any(|(_, source)| source.path.ends_with(".chat")), "{name}");
        let sources = std::sync::Arc::new(sources);
        let (_, told) = proof::compile(sources.clone());
        assert!(told.is_empty(), "{name}:\n{}", render_all(&told, &sources, false));
        found.insert(name);
    }
    assert_eq!(found, listed, "the list in README.md");
    assert!(found.len() >= 20, "recipes are gone: {}", found.len());
}
