//! Files are laid out alike, and say what they said before.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::string_slice, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use saywhen::flow::fmt::{Entries, Left, format};
use saywhen::source::SourceId;

fn laid_out(text: &str) -> Result<String, Left> {
    format(SourceId(0), text, Entries::Apart)
}

/// Every YAML file below a folder.
fn files(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !["target", ".git"].contains(&name) {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
}

/// The files of this repository that are YAML.
fn texts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(Path::new(env!("CARGO_MANIFEST_DIR")), &mut found);
    found.sort();
    let texts = found.into_iter().filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((path, text))
    });
    texts.filter(|(_, text)| !matches!(laid_out(text), Err(Left::Mistakes(_)))).collect()
}

/// Before, `---` and after: one file for each case.
#[test]
fn files_are_laid_out_as_the_goldens_show() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fmt");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (before, after) = case.split_once("=====\n").unwrap();
        assert_eq!(laid_out(before).as_deref(), Ok(after), "{}", path.display());
        assert_eq!(laid_out(after).as_deref(), Ok(after), "{} again", path.display());
        count += 1;
    }
    assert!(count >= 6, "the cases are gone: {count}");
}

#[test]
fn every_file_of_this_repository_can_be_laid_out_and_stays_as_it_is_then() {
    let texts = texts();
    assert!(texts.len() > 100, "the files are gone: {}", texts.len());
    for (path, text) in texts {
        let once = laid_out(&text).unwrap_or_else(|left| panic!("{}: {left:?}", path.display()));
        assert_eq!(laid_out(&once), Ok(once.clone()), "{}", path.display());
    }
}

#[test]
fn the_bots_that_people_begin_from_are_laid_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("bot.yaml")];
    files(&root.join("flows"), &mut found);
    files(&root.join("examples"), &mut found);
    for path in found {
        let shown = path.display().to_string();
        if shown.contains("/data/") {
            continue;
        }
        let entries = if shown.contains("/flows/") { Entries::Apart } else { Entries::AsTheyAre };
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(format(SourceId(0), &text, entries), Ok(text.clone()), "{shown}");
    }
}

#[test]
fn a_file_that_is_no_yaml_is_left_with_its_mistakes() {
    let Err(Left::Mistakes(mistakes)) = laid_out("a:\n  say: [1, 2\n") else {
        panic!("it is none")
    };
    assert_eq!(mistakes.len(), 1);
}

/// The text with other white space: deeper, with more empty lines, and with spaces at ends.
fn spread(text: &str, times: usize, wide: bool, empty: usize) -> String {
    let line = |line: &str| {
        let body = line.trim_start_matches(' ');
        let indent = " ".repeat((line.len() - body.len()) * times);
        let dash = format!("-{}", " ".repeat(2 * times - 1));
        let body = body.strip_prefix("- ").map_or(body.to_owned(), |body| dash + body);
        let end = if wide { "  " } else { "" };
        let more = if line.is_empty() { "\n".repeat(empty) } else { String::new() };
        format!("{indent}{body}{end}\n{more}")
    };
    text.lines().map(line).collect()
}

/// Whether all that stands there is on lines of its own: a text over several lines is not spread.
fn is_plain(text: &str) -> bool {
    let whole = |line: &str| {
        let open = line.matches(['[', '{']).count() != line.matches([']', '}']).count();
        !line.contains(['|', '>']) && !open && line.matches(['"', '\'']).count().is_multiple_of(2)
    };
    let ends = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line.starts_with('-') || line.contains(':')
    };
    text.lines().all(|line| whole(line) && ends(line))
}

static PLAIN: LazyLock<Vec<(PathBuf, String)>> =
    LazyLock::new(|| texts().into_iter().filter(|(_, text)| is_plain(text)).collect());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn white_space_makes_no_difference(
        at in any::<prop::sample::Index>(),
        times in 1..4_usize,
        wide in any::<bool>(),
        empty in 0..3_usize,
    ) {
        let (path, text) = at.get(&PLAIN);
        let spread = spread(text, times, wide, empty);
        prop_assert_eq!(laid_out(&spread), laid_out(text), "{}\n{}", path.display(), spread);
    }
}
