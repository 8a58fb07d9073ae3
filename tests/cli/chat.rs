//! `saywhen chat` through a pipe and on a terminal: what people write, and what they read.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::stage;

const FLOWS: &str = "\
welcome:
  when: {event: get_started}
  say: Welcome!
pizza:
  when: [pizza]
  steps:
    - ask: Which size?
      save: size
      choices: [Small, Large]
      retry: Small or large?
    - say: 'A {{ size }} one!'
      buttons: {Again: pizza, Shop: https://shop.example}
picture:
  when: {event: image}
  say: Nice picture.
campaign:
  when: {referral: spring}
  say: Spring!
slow:
  when: [nap]
  steps:
    - ask: Still there?
      expires: 1h
      retry: Yes or no?
      type: yes_no
    - say: Good.
fallback:
  when: any message
  say: Sorry?
";

fn bot() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", FLOWS);
    stage::write(folder.path(), "bot.yaml", "locales: [en, fr]\nstart: welcome\n");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = stage::bare(folder);
    command.arg("chat").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}

/// Everything that is said to these lines.
fn chat(folder: &Path, arguments: &[&str], lines: &str) -> String {
    let mut child = command(folder, arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_conversation_reads_as_a_test_with_numbers_to_tap() {
    let told = chat(bot().path(), &[], "/start\npizza\n/2\n/tap Again\nhuge\n/1\n");
    let expected = "\
You start
Bot: Welcome!
You: pizza
Bot: Which size?
     1 [Small]  2 [Large]
You tap: Large
Bot: A Large one!
     1 [Again]  [Shop -> https://shop.example]
You tap: Again
Bot: Which size?
     1 [Small]  2 [Large]
You: huge
Bot: Small or large?
     1 [Small]  2 [Large]
You tap: Small
Bot: A Small one!
     1 [Again]  [Shop -> https://shop.example]
";
    assert_eq!(told, expected);
}

#[test]
fn other_things_than_words_can_be_sent_and_time_passes() {
    let told =
        chat(bot().path(), &[], "/image cat.jpg\n/ref spring\nnap\n/wait 2h\nyes\n/location x\n");
    assert!(told.contains("You send: image cat.jpg\nBot: Nice picture."), "{told}");
    assert!(told.contains("You open: ref=spring\nBot: Spring!"), "{told}");
    assert!(told.contains("After: 2h\nBot: nothing\nYou: yes\nBot: Sorry?"), "{told}");
    assert!(told.contains("- Where?"), "{told}");
}

#[test]
fn what_is_remembered_and_why_is_shown() {
    let told = chat(bot().path(), &[], "pizza\n/vars\n/1\n/why\n/as fr\n/as de\n/vars\n/dance\n");
    assert!(told.contains("- in pizza.size, where an answer is waited for"), "{told}");
    assert!(told.contains("It answers the question pizza.size."), "{told}");
    assert!(told.contains("-   flows/shop.yaml:11  pizza."), "{told}");
    assert!(told.contains("-   language: fr"), "{told}");
    assert!(told.contains("- The bot speaks en, fr; write one of them."), "{told}");
    assert!(told.contains("- There is no /dance; /help shows what there is."), "{told}");
}

#[test]
fn who_lost_stands_below_who_won() {
    let told = chat(bot().path(), &[], "pizza\n/why\n");
    assert!(told.contains("\n  - ") && !told.contains("- - "), "{told}");
}

#[test]
fn lines_can_be_taken_back() {
    let told = chat(bot().path(), &[], "pizza\n/1\n/undo\nLarge\n/reset\nLarge\n");
    assert!(told.contains("- Taken back: You tap: Small\nBot: Which size?"), "{told}");
    assert!(told.contains("You: Large\nBot: A Large one!"), "{told}");
    assert!(told.ends_with("You: Large\nBot: Sorry?\n"), "{told}");
}

#[test]
fn a_recorded_conversation_is_a_test_that_passes() {
    let folder = bot();
    stage::write(folder.path(), "tests/mine.chat", "# Mine\nYou: hm\nBot: Sorry?\n");
    let record = ["--record", "tests/mine.chat"];
    chat(folder.path(), &record, "/start\npizza\n/2\n/wait 6h\n/as fr\n/image a.png\n");
    let text = std::fs::read_to_string(folder.path().join("tests/mine.chat")).unwrap();
    assert!(text.starts_with("# Mine\nYou: hm\nBot: Sorry?\n\n# Get Started\n"), "{text}");
    assert!(text.contains("You tap: Large\nBot: A Large one!\n"), "{text}");
    chat(folder.path(), &record, "/start\n");
    let text = std::fs::read_to_string(folder.path().join("tests/mine.chat")).unwrap();
    assert!(text.contains("\n\n# Get Started (2)\nYou start\n"), "{text}");
    let output = stage::bare(folder.path()).arg("test").output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("3 passed, 0 failed"), "{told}\n{text}");
}

#[test]
fn an_edit_counts_and_the_conversation_stays_where_it_is() {
    let folder = bot();
    let mut child = command(folder.path(), &[]).spawn().unwrap();
    let mut lines = child.stdin.take().unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    writeln!(lines, "pizza").unwrap();
    assert_eq!(told.by_ref().nth(2).unwrap(), "     1 [Small]  2 [Large]");
    let edit = |from: &str, to: &str| {
        stage::write(folder.path(), "flows/shop.yaml", &FLOWS.replace(from, to));
    };
    edit("A {{ size }} one!", "Size {{ size }}.");
    writeln!(lines, "/2").unwrap();
    let all: Vec<String> = told.by_ref().take(5).collect();
    assert_eq!(all[0], "- Your edit counts. Nothing that was said is different.");
    assert_eq!(all[3..], ["You tap: Large", "Bot: Size Large."]);
    edit("say:", "sya:");
    writeln!(lines, "hm").unwrap();
    let rest: Vec<String> = told.by_ref().take_while(|line| line != "Bot: Sorry?").collect();
    let rest = rest.join("\n");
    assert!(rest.contains("K201") && rest.contains("The bot goes on as it was"), "{rest}");
    edit("Which size?", "What size?");
    writeln!(lines, "hm").unwrap();
    let line = told.by_ref().next().unwrap();
    assert_eq!(line, "- Your edit counts. It changes the answer to \"You: pizza\".");
    drop(lines);
    assert!(child.wait().unwrap().success());
}

#[test]
fn on_a_terminal_an_edit_is_shown_while_nobody_writes() {
    let folder = bot();
    let saywhen = env!("CARGO_BIN_EXE_saywhen");
    // Debian's `script` gives a terminal to a command that is run by a program.
    let mut command = Command::new("timeout");
    command.args([
        "60",
        "script",
        "--quiet",
        "--return",
        "--command",
        &format!("{saywhen} chat"),
        "/dev/null",
    ]);
    command.current_dir(folder.path()).env_clear().env("TERM", "xterm");
    command.env("PATH", "/usr/local/bin:/usr/bin:/bin").stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut shown = String::new();
    let mut until = |wanted: &str| {
        while !shown.contains(wanted) {
            let mut part = [0; 4096];
            let read = out.read(&mut part).unwrap();
            assert!(read > 0, "{wanted} is missing: {shown}");
            shown.push_str(&String::from_utf8_lossy(&part[..read]));
        }
    };
    let edit = |from: &str, to: &str| {
        stage::write(folder.path(), "flows/shop.yaml", &FLOWS.replace(from, to));
    };
    keys.write_all(b"pizza\r").unwrap();
    until("2 [Large]");
    keys.write_all(b"half a li").unwrap();
    until("half a li");
    edit("Which size?", "What size?");
    until("It changes the answer to \"You: pizza\".");
    until("What size?");
    edit("say:", "sya:");
    until("The bot goes on as it was before this edit.");
    edit("Which size?", "What size?");
    until("Everything is right again.");
    keys.write_all(b"\x15la\t\r").unwrap();
    until("A Large one!");
    keys.write_all(b"/quit\r").unwrap();
    assert!(child.wait().unwrap().success());
}
