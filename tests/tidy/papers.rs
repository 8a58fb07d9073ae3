//! The papers around the code say what is so.

use std::collections::BTreeMap;

use crate::scan;
use crate::tree::{self, File, Finding};

const A_TURN: &str = "told when a turn runs, so that no check of a file shows it";

/// Codes that a check of flows cannot show, with the reason.
const WITHOUT_A_FOLDER: [(&str, &str); 10] = [
    ("F811", A_TURN),
    ("F812", A_TURN),
    ("F813", A_TURN),
    ("F817", A_TURN),
    ("F818", A_TURN),
    ("M716", A_TURN),
    ("M717", A_TURN),
    ("T516", A_TURN),
    ("T517", A_TURN),
    ("V608", A_TURN),
];

/// Promises that have a row, and so a test. The list only grows.
const PROMISES: [&str; 22] = [
    "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13a", "P14",
    "P15", "P16", "P17", "P18", "P20", "P21", "P22", "P24",
];

/// Every code in `src/` has a folder of golden files, and every folder a code.
pub fn diagnostics(sources: &[File], all: &[File]) -> Vec<Finding> {
    let mut codes = BTreeMap::new();
    for file in sources.iter().filter(|file| !file.is_test()) {
        for (line, text) in scan::scan(&file.text).strings {
            if is_code(&text) {
                codes.entry(text).or_insert_with(|| (file, line));
            }
        }
    }
    let folder = |code: &str| format!("tests/diagnostics/{code}/");
    let lacks = |code: &str| !all.iter().any(|file| file.path.starts_with(&folder(code)));
    let excused = |code: &str| WITHOUT_A_FOLDER.iter().any(|(other, _)| *other == code);
    let missing = codes.iter().filter(|(code, _)| lacks(code) && !excused(code));
    let mut findings: Vec<_> = missing
        .map(|(code, (file, line))| {
            let text = format!("{code} has no folder {}: add a file that shows it", folder(code));
            file.finding(*line, text)
        })
        .collect();
    let idle = WITHOUT_A_FOLDER.iter().filter(|(code, _)| !lacks(code));
    findings.extend(idle.map(|(code, why)| Finding {
        path: "tests/tidy/papers.rs".to_owned(),
        line: 1,
        message: format!("{code} has a folder: take it out of WITHOUT_A_FOLDER ({why})"),
    }));
    findings.extend(all.iter().filter_map(|file| {
        let code = file.path.strip_prefix("tests/diagnostics/")?.split_once('/')?.0;
        let unknown = is_code(code) && !codes.contains_key(code);
        unknown.then(|| file.finding(1, format!("no code {code} in src/: remove the folder")))
    }));
    findings
}

fn is_code(text: &str) -> bool {
    let digits = text.get(1..).unwrap_or("");
    text.starts_with(|c| "YKRWTVMFLBX".contains(c))
        && (3..=4).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Every row `| P1 | sentence | tests/x.rs::name | figure |` names tests that exist.
pub fn promises(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = Vec::new();
    for (line, text) in file.lines().filter(|(_, text)| text.starts_with("| P")) {
        let cells: Vec<_> = text.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, tests, _] = cells[..] else {
            if text != "| Promise | What it says | Test | Last figure |" {
                findings.push(
                    file.finding(line, "a row is `| P1 | sentence | tests/x.rs::name | figure |`"),
                );
            }
            continue;
        };
        if id == "Promise" {
            continue;
        }
        seen.push(id.to_owned());
        findings.extend(promise(id, tests).map(|text| file.finding(line, text)));
    }
    let lost = PROMISES.iter().filter(|id| !seen.iter().any(|other| other == *id));
    findings.extend(lost.map(|id| file.finding(1, format!("the row of {id} is missing"))));
    findings
}

fn promise(id: &str, tests: &str) -> Option<String> {
    if tests == "none yet" {
        return Some(format!("{id} has no test: name one, `tests/x.rs::name`"));
    }
    tests.split("<br>").find_map(|test| missing_test(test.trim().trim_matches('`')))
}

fn missing_test(test: &str) -> Option<String> {
    let Some((path, name)) = test.split_once("::") else {
        return Some(format!("`{test}` is not `tests/x.rs::name`"));
    };
    let tokens = scan::tokens(&scan::scan(&tree::read(path).text).code);
    let found = tokens.windows(2).any(|pair| pair[0].text == "fn" && pair[1].text == name);
    (!found).then(|| format!("there is no `fn {name}` in {path}"))
}

/// No tracked file depends on one machine's folders or on one registry.
pub fn machines(file: &File) -> Vec<Finding> {
    // Written in halves, so that this file passes its own test.
    let banned = [
        concat!("/ho", "me/"),
        concat!("/Use", "rs/"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("C:\\Us", "ers"),
        concat!("index.crates", ".io"),
        concat!("static.crates", ".io"),
        concat!("sparse", "+http"),
        concat!("registry", "+http"),
        concat!("replace", "-with"),
    ];
    if file.path == "Cargo.lock" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, text) in file.lines() {
        if let Some(word) = banned.iter().find(|word| text.contains(*word)) {
            findings.push(file.finding(line, format!("`{word}` is of one machine: leave it out")));
        }
    }
    findings
}

/// What changed since the last release has a heading.
pub fn changelog(file: &File) -> Vec<Finding> {
    let first = file.text.lines().find(|line| line.starts_with("## "));
    let text = "the first heading is `## [Unreleased]`: add it";
    if first == Some("## [Unreleased]") { Vec::new() } else { vec![file.finding(1, text)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_code_without_a_folder_and_a_folder_without_a_code_are_found() {
        let source = file("src/flow.rs", "// \"K299\"\nfn f() { g(\"R301\"); g(\"B1002\"); }\n");
        let tests =
            [file("tests/diagnostics/R301/a.yaml", ""), file("tests/diagnostics/Y101/x", "")];
        let found = diagnostics(&[source], &tests);
        let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("src/flow.rs:2: B1002 has no folder"));
        assert!(lines[1].contains("no code Y101"));
    }

    #[test]
    fn a_promise_needs_a_test_that_exists() {
        assert_eq!(promise("P99", "tests/tidy/papers.rs::promises"), None);
        assert_eq!(
            promise("P99", "`tests/tidy/papers.rs::promises`<br>tests/tidy/scan.rs::scan"),
            None
        );
        assert!(promise("P99", "tests/tidy/papers.rs::gone").unwrap().contains("`fn gone`"));
        assert!(promise("P99", "tests/no.rs::scan").unwrap().contains("tests/no.rs"));
        assert!(promise("P99", "none yet").unwrap().contains("no test"));
        assert!(promise("P99", "soon").unwrap().contains("not `tests"));
    }

    #[test]
    fn a_table_without_a_promise_is_found() {
        let found = promises(&file(
            "docs/promises.md",
            "| Promise | What it says | Test | Last figure |\n",
        ));
        assert_eq!(found.len(), PROMISES.len());
    }

    #[test]
    fn machine_paths_are_found_but_not_in_the_lock_file() {
        let text = concat!("a\nsee /ho", "me/ada\n");
        assert_eq!(machines(&file("README.md", text))[0].line, 2);
        assert_eq!(machines(&file("Cargo.lock", text)), []);
    }

    #[test]
    fn the_changelog_begins_with_unreleased() {
        assert_eq!(changelog(&file("C", "# C\n## [Unreleased]\n## [1.0.0]\n")), []);
        assert!(changelog(&file("C", "# C\n## [1.0.0]\n## [Unreleased]\n"))[0].line == 1);
    }
}
