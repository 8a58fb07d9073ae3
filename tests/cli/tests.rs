//! `saywhen test`: what the conversations come to, and reports for people and build servers.

use std::path::Path;

use tempfile::TempDir;

use crate::life::{End, Life};
use crate::stage;

const FLOWS: &str = "\
pizza:
  when: [pizza]
  on_error: sorry
  steps:
    - ask: Which size?
      save: size
      choices: [Small, Large]
      retry: Small or large?
      tries: 2
      give_up: sorry
    - if: size == \"Large\"
      then:
        - say: A big one!
      else:
        - say: A small one!
    - say: More?
      buttons: {Again: pizza, Enough: sorry}
sorry:
  say: Sorry.
fallback:
  when: any message
  say: What?
";

const CHAT: &str = "\
# Small
You: pizza
Bot: Which size?
You: huge
Bot: Small or large?
You: small
Bot: A small one!
Bot: More?
You tap: Enough
Bot: Sorry.
";

fn bot(more: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", FLOWS);
    stage::write(folder.path(), "tests/a.chat", CHAT);
    stage::write(folder.path(), "tests/b.chat", more);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).arg("test").args(arguments)).end()
}

#[test]
fn what_no_conversation_comes_to_is_named_with_its_line() {
    let folder = bot("");
    let end = run(folder.path(), &["--coverage"]);
    assert_eq!(end.status.code(), Some(0), "{}{}", end.out, end.err);
    let missing: Vec<&str> = end.out.lines().filter(|line| line.starts_with("  flows/")).collect();
    let expected = [
        "  flows/shop.yaml:1  error arm: a step fails: on_error leads to sorry",
        "  flows/shop.yaml:5  retry: give_up, after the last try",
        "  flows/shop.yaml:7  button: [Large]",
        "  flows/shop.yaml:11  branch: if: size == \"Large\" holds",
        "  flows/shop.yaml:13  step: say: A big one!",
        "  flows/shop.yaml:17  button: [Again]",
        "  flows/shop.yaml:22  step: say: What?",
    ];
    assert_eq!(missing, expected, "{}", end.out);
    let row = |name: &str| {
        let line = end.out.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(row("pizza")[1..], ["4/5", "1/2", "2/4", "1/2", "0/1"], "{}", end.out);
    assert_eq!(row("fallback")[1..], ["0/1", "-", "-", "-", "-"], "{}", end.out);
}

#[test]
fn another_conversation_takes_what_it_comes_to_off_the_list() {
    let more = "# Large\nYou: pizza\nBot: ...\nYou: x\nBot: ...\nYou: Large\nBot: ...\nBot: ...\n\
                You tap: Again\nBot: ...\nYou: x\nBot: ...\nYou: x\nBot: Sorry.\nYou: y\nBot: What?\n";
    let end = run(bot(more).path(), &["--coverage", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&end.out).unwrap();
    assert_eq!(told["failed"], 0, "{}", end.out);
    let units = told["coverage"]["units"].as_array().unwrap();
    let missing: Vec<_> = units.iter().filter(|unit| unit["times"] == 0).collect();
    assert_eq!(missing.len(), 1, "{missing:#?}");
    assert_eq!(missing[0]["kind"], "error arm");
}

#[test]
fn a_step_that_fails_exercises_its_error_arm() {
    let folder = bot("# Broken\nYou: pizza\nBot: Sorry.\n");
    let broken = FLOWS.replace("ask: Which size?", "ask: 'Which {{ 1 / (chat.misses) }}?'");
    stage::write(folder.path(), "flows/shop.yaml", &broken);
    stage::write(folder.path(), "tests/a.chat", "");
    let end = run(folder.path(), &["--coverage"]);
    assert!(end.out.contains("1 passed, 0 failed"), "{}{}", end.out, end.err);
    assert!(!end.out.contains("error arm:"), "{}", end.out);
}

#[test]
fn build_servers_read_junit() {
    let folder = bot("# A <wrong> one\nYou: pizza\nBot: Which \"colour\"?\n");
    let end = run(folder.path(), &["--junit", "out.xml"]);
    assert_eq!(end.status.code(), Some(1));
    let xml = std::fs::read_to_string(folder.path().join("out.xml")).unwrap();
    assert!(xml.contains("<testsuite name=\"tests/a.chat\" tests=\"1\" failures=\"0\">"), "{xml}");
    assert!(xml.contains("<testsuite name=\"tests/b.chat\" tests=\"1\" failures=\"1\">"), "{xml}");
    assert!(xml.contains("name=\"A &lt;wrong&gt; one\""), "{xml}");
    assert!(xml.contains("<failure message=\"The bot said something else\">"), "{xml}");
}

#[test]
fn a_page_shows_bubbles_and_the_lines_behind_them() {
    let folder = bot("# A <wrong> one\nYou: pizza\nBot: Which colour?\n");
    run(folder.path(), &["--html", "out.html"]);
    let page = std::fs::read_to_string(folder.path().join("out.html")).unwrap();
    for part in [
        "<p class=\"you\">pizza</p>",
        "<p class=\"you tap\">Enough</p>",
        "Which size?<span class=\"tap\">Small</span>",
        "<summary>flows/shop.yaml:15</summary>",
        "<details class=\"failed\" open><summary>✗ A &lt;wrong&gt; one</summary>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("<code>- say: A small one!</code>"), "{page}");
    assert!(!page.contains("http://") && !page.contains("https://"), "the page needs nothing else");
}

#[test]
fn results_stand_in_the_order_of_files_however_many_run_at_once() {
    let many: Vec<String> =
        (0..40).map(|n| format!("# Test {n}\nYou: a\nBot: answer {n}\n\n")).collect();
    let folder = bot(&many.concat());
    let first = run(folder.path(), &["--format", "json"]).out;
    let second = run(folder.path(), &["--format", "json"]).out;
    assert_eq!(first, second);
    let told: serde_json::Value = serde_json::from_str(&first).unwrap();
    let lines: Vec<u64> =
        told["failures"].as_array().unwrap().iter().map(|f| f["line"].as_u64().unwrap()).collect();
    assert_eq!(lines.len(), 40);
    assert!(lines.is_sorted(), "{lines:?}");
}

/// Two flows that both take "pizza please", and a test that the wrong one answers.
fn contested() -> TempDir {
    let folder = bot("# Wrong\nYou: pizza please\nBot: Which sort would you like?\n");
    let flows = FLOWS.replace(
        "sorry:\n",
        "please:\n  when: pizza please\n  say: Which size would you like?\nsorry:\n",
    );
    stage::write(folder.path(), "flows/shop.yaml", &flows);
    folder
}

#[test]
fn a_failing_conversation_says_what_was_expected_and_which_rule_answered() {
    let end = run(contested().path(), &[]);
    assert_eq!(end.status.code(), Some(1), "{}{}", end.out, end.err);
    let expected = "\
error[X1101]: The bot said something else
 --> tests/b.chat:3:1
  |
3 | Bot: Which sort would you like?
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it said: Which size would you like?
  |
  = note: expected: Which «sort» would you like?
               got: Which «size» would you like?
          because of flows/shop.yaml:20: say: Which size would you like?
          \"pizza please\": It starts \"please\" (flows/shop.yaml:19)
          Not \"pizza\" (flows/shop.yaml:2, 5 letters of it): loses: the winner matches more letters
  = Fix: accept the new answer: the same command with --update

1 mistake in 1 file

1 passed, 1 failed
";
    assert_eq!(end.out, expected);
}

#[test]
fn update_rewrites_what_it_can_and_tells_the_rest() {
    let folder =
        bot("# Tap\nYou: pizza\nBot: Which colour?\nYou tap: Huge\nBot: What is that?\n\n\
         # Claim\nYou: pizza\nBot: Which colour?\nThen: flow is sorry\n");
    let end = run(folder.path(), &["--update"]);
    assert_eq!(end.status.code(), Some(1), "{}{}", end.out, end.err);
    let now = std::fs::read_to_string(folder.path().join("tests/b.chat")).unwrap();
    let expected = "# Tap\nYou: pizza\nBot: Which size?\n     [Small] [Large]\nYou tap: Huge\n\
                    Bot: What is that?\n\n# Claim\nYou: pizza\nBot: Which size?\n     [Small] [Large]\n\
                    Then: flow is sorry\n";
    assert_eq!(now, expected);
    assert!(end.out.contains("error[X1102]") && end.out.contains("error[X1103]"), "{}", end.out);
    assert!(!end.out.contains("error[X1101]"), "{}", end.out);
    let unreadable = bot("# Claim\nYou: pizza\nBot: ...\nThen: nothing happens\n");
    let end = run(unreadable.path(), &["--update"]);
    assert_eq!(end.status.code(), Some(1), "{}{}", end.out, end.err);
    assert!(end.out.contains("error[X1100]"), "{}", end.out);
    let right = bot("# Words\nYou: pizza\nBot: Which colour?\n");
    assert_eq!(run(right.path(), &["--update"]).status.code(), Some(0));
    assert_eq!(run(right.path(), &[]).status.code(), Some(0));
}
