//! Every command of `docs/tutorial.md` works, and every answer there is what it says.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::stage;

/// A block of the page: its language, its text, and the file that is named last before it.
fn blocks(page: &str) -> Vec<(String, String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String, String)> = None;
    let mut named = String::new();
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(language), None) => {
                open = Some((language.to_owned(), String::new(), named.clone()));
            }
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some((language, text, file))) => {
                open = Some((language, text + line + "\n", file));
            }
            (None, None) => {
                let mut files = line.split('`').rev().filter(|part| part.starts_with("shop/"));
                named = files.next().map_or(named, str::to_owned);
            }
        }
    }
    blocks
}

/// Words of a command; quotes keep words together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate().flat_map(|(at, part)| {
        let quoted = at % 2 == 1;
        let words: Vec<&str> = if quoted { vec![part] } else { part.split_whitespace().collect() };
        words.into_iter().map(str::to_owned).collect::<Vec<_>>()
    });
    parts.collect()
}

/// What somebody types who has the conversation that the page shows.
fn typed(answer: &str) -> String {
    let line = |line: &str| {
        let tap = line.strip_prefix("You tap: ").map(|label| format!("/tap {label}\n"));
        tap.or_else(|| line.strip_prefix("You: ").map(|text| format!("{text}\n")))
    };
    answer.lines().filter_map(line).collect()
}

fn run(folder: &Path, line: &str, input: &str) -> String {
    let words = words(line);
    assert_eq!(words[0], "saywhen", "{line}");
    let mut command = stage::bare(folder);
    command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_tutorial_is_true() {
    let page = std::fs::read_to_string("docs/tutorial.md").unwrap();
    let blocks = blocks(&page);
    let folder = tempfile::tempdir().unwrap();
    let mut checked = 0;
    for (at, (language, text, file)) in blocks.iter().enumerate() {
        match language.as_str() {
            // People copy all of it.
            "yaml" => stage::write(folder.path(), file, text),
            "sh" => {
                let next = blocks.get(at + 1).filter(|(language, ..)| language == "text");
                let answer = next.map_or("", |(_, text, _)| text.as_str());
                for line in text.lines() {
                    let told = run(folder.path(), line, &typed(answer));
                    assert!(!told.is_empty() || line.contains("--out"), "{line}");
                    let mut rest = told.as_str();
                    for wanted in answer.lines() {
                        let found = rest.find(wanted);
                        let found = found.unwrap_or_else(|| panic!("{line}: {wanted:?} in {told}"));
                        rest = &rest[found + wanted.len()..];
                    }
                    checked += 1;
                }
            }
            "text" => {}
            other => panic!("what is {other}?"),
        }
    }
    assert!(checked >= 10, "only {checked} commands");
    assert!(folder.path().join("shop.svg").exists() && folder.path().join("tests.html").exists());
}

#[test]
fn the_question_of_the_readme_is_asked() {
    let page = std::fs::read_to_string("README.md").unwrap();
    let block = page.split("   ```yaml\n").find(|block| block.starts_with("   gift:")).unwrap();
    let lines = block.lines().take_while(|line| !line.starts_with("   ```"));
    let lines: Vec<_> = lines.map(|line| line.strip_prefix("   ").unwrap_or(line)).collect();
    let flow = lines.join("\n") + "\n";
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "bot.yaml", &std::fs::read_to_string("bot.yaml").unwrap());
    // It has to stand beside all flows that are there.
    for entry in std::fs::read_dir("flows").unwrap().chain(std::fs::read_dir("templates").unwrap())
    {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        stage::write(folder.path(), path.to_str().unwrap(), &text);
    }
    stage::write(folder.path(), "flows/gift.yaml", &flow);
    run(folder.path(), "saywhen check --strict", "");
    let told = run(folder.path(), "saywhen chat", "a gift\n/tap Blue\n");
    assert!(told.contains("Bot: Blue, then. We wrap it for you."), "{told}");
}
