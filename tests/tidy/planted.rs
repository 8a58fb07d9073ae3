//! The rules held against files that break them on purpose.
//!
//! A fixture begins with `at: PATH` and a line `finds: LINE WORDS` for each finding, then `---`.
//! What the rules say must be exactly that: nothing missing, nothing more.

use crate::tree::{self, File, Finding};
use crate::{floors, rules};

struct Planted {
    file: File,
    expected: Vec<(usize, String)>,
}

fn planted(text: &str) -> Planted {
    let (head, body) = text.split_once("---\n").unwrap();
    let mut file = File { path: String::new(), text: body.to_owned() };
    let mut expected = Vec::new();
    for line in head.lines() {
        match line.split_once(": ").unwrap() {
            ("at", path) => path.clone_into(&mut file.path),
            ("finds", rest) => {
                let (number, words) = rest.split_once(' ').unwrap();
                expected.push((number.parse().unwrap(), words.to_owned()));
            }
            (other, _) => panic!("a fixture has `at` and `finds`, not `{other}`"),
        }
    }
    Planted { file, expected }
}

fn findings(file: &File) -> Vec<Finding> {
    if file.path == "src/lib.rs" {
        return floors::check_lib(file);
    }
    let mut found = floors::check(file);
    found.extend(rules::check(file));
    found.sort();
    found
}

/// What is wrong with the verdict over one fixture; nothing if it is right.
fn difference(planted: &Planted) -> Vec<String> {
    let found = findings(&planted.file);
    let meant = |finding: &Finding, (line, words): &(usize, String)| {
        finding.line == *line && finding.message.contains(words)
    };
    let extra = found.iter().filter(|f| !planted.expected.iter().any(|want| meant(f, want)));
    let missing = planted.expected.iter().filter(|want| !found.iter().any(|f| meant(f, want)));
    extra
        .map(|finding| format!("not expected: {finding}"))
        .chain(missing.map(|(line, words)| format!("not found: line {line} {words}")))
        .collect()
}

#[test]
fn every_planted_violation_is_found_and_nothing_else() {
    let mut files = tree::all();
    files.retain(|file| file.path.starts_with("tests/tidy/fixtures/"));
    assert!(files.len() >= 12, "the fixtures are gone");
    let mut wrong = Vec::new();
    for file in &files {
        let differences = difference(&planted(&file.text));
        wrong.extend(differences.into_iter().map(|text| format!("{}: {text}", file.path)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn some_fixture_is_clean() {
    let clean = planted(&tree::read("tests/tidy/fixtures/clean.txt").text);
    assert!(clean.expected.is_empty() && clean.file.text.lines().count() > 20);
    assert_eq!(findings(&clean.file), []);
}
