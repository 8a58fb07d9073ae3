//! Every table of keys is part of the reference: it is a verb's, or a concept names it.

use std::fs;
use std::path::{Path, PathBuf};

fn rust(below: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The tables that a source file declares.
fn declared(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (before, _) = line.split_once(": &[Key]")?;
        before.rsplit_once("const ").map(|(_, name)| name.trim())
    })
}

#[test]
fn every_table_of_keys_is_in_the_reference() {
    let flow = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/flow");
    let mut files = Vec::new();
    rust(&flow, &mut files);
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let reference = |path: &&PathBuf| path.starts_with(flow.join("reference"));
    let verbs = fs::read_to_string(flow.join("verb.rs")).unwrap();
    let told: String = files.iter().filter(reference).map(read).chain([verbs]).collect();
    let (mut count, mut missing) = (0, Vec::new());
    for path in &files {
        let module = path.file_stem().unwrap().to_str().unwrap();
        for name in declared(&read(path)) {
            count += 1;
            let named = [format!("{module}::{name}"), format!("=> {name},")];
            let told = named.iter().any(|named| told.contains(named));
            missing.extend((!told).then(|| format!("{}: {name}", path.display())));
        }
    }
    assert!(count > 40, "the tables are gone: {count}");
    let advice = "name them in a concept of src/flow/reference/";
    assert!(missing.is_empty(), "{advice}:\n{}", missing.join("\n"));
}
