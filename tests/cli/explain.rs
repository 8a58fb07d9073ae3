//! `saywhen explain`: the contest for a message, and a code's page.

use crate::life::{End, Life};
use crate::stage;

const FLOWS: &str = "\
pizza:
  when: [pizza, a large pizza]
  steps:
    - ask: How many?
      save: count
      type: integer
    - say: '{{ count }} pizzas!'
hours:
  when: [open]
  say: Nine to five.
vip:
  when: [pizza]
  if: user.vip
  say: For you, two.
fallback:
  when: any message
  say: Sorry?
";

const CHAT: &str = "\
# Two of them
You: pizza
Bot: How many?
You: 2
Bot: 2 pizzas!
";

fn run(arguments: &[&str]) -> End {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", FLOWS);
    stage::write(folder.path(), "bot.yaml", "variables: {user.vip: {type: yes_no, default: no}}\n");
    stage::write(folder.path(), "tests/shop.chat", CHAT);
    Life::start(stage::bare(folder.path()).arg("explain").args(arguments)).end()
}

#[test]
fn the_contest_shows_who_won_and_why_the_others_did_not() {
    let end = run(&["are you open for a large pizza"]);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    for line in [
        "Before it, nothing is open.",
        "+ pizza     flows/shop.yaml:2   11 letters of it",
        "- vip       flows/shop.yaml:12  5 letters of it",
        "- hours     flows/shop.yaml:9   4 letters of it",
        "- fallback  flows/shop.yaml:16  any message",
        "It starts \"pizza\".",
        "Bot: How many?  # flows/shop.yaml:4",
    ] {
        assert!(end.out.contains(line), "{line}: {}", end.out);
    }
    assert!(end.out.contains("loses: the winner matches more letters"), "{}", end.out);
    assert!(end.out.contains("was not asked"), "{}", end.out);
    assert!(!end.out.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn a_condition_that_does_not_hold_is_named() {
    let end = run(&["pizza"]);
    assert!(end.out.contains("refused: `user.vip` does not hold"), "{}", end.out);
}

#[test]
fn a_line_of_a_test_is_where_the_message_comes() {
    let end = run(&["open 3", "--after", "tests/shop.chat:3"]);
    assert!(end.out.contains("Before it, pizza.count has asked something."), "{}", end.out);
    assert!(end.out.contains("It starts \"hours\"."), "{}", end.out);
    let end = run(&["three", "--after", "shop.chat:3"]);
    assert!(end.out.contains("It answers the question pizza.count."), "{}", end.out);
    assert!(end.out.contains("- fallback"), "{}", end.out);
    let end = run(&["three", "--after", "tests/shop.chat:400"]);
    assert_eq!((end.status.code(), end.out.as_str()), (Some(64), ""), "{}", end.err);
    let told = "error: tests/shop.chat has no line 400; its last one is 5\n";
    assert!(end.err.ends_with(told), "{}", end.err);
    assert_eq!(run(&["three", "--after", "tests/shop.chat:5"]).status.code(), Some(0));
    let end = run(&["three", "--after", "none.chat:3"]);
    assert_eq!(end.status.code(), Some(64));
    assert!(end.err.contains("there is: tests/shop.chat"), "{}", end.err);
}

#[test]
fn programs_read_the_trace() {
    let end = run(&["a large pizza", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&end.out).unwrap();
    assert_eq!(told["trace"]["contest"][0]["flow"], "pizza");
    assert_eq!(told["says"][0], "Bot: How many?");
}

#[test]
fn every_code_has_a_page_with_its_example() {
    let mut seen = 0;
    for entry in std::fs::read_dir("tests/diagnostics").unwrap() {
        let folder = entry.unwrap().path();
        let code = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if code.contains('_') {
            continue;
        }
        let end = run(&[&code]);
        assert_eq!(end.status.code(), Some(0), "{code}: {}", end.err);
        assert!(end.out.starts_with(&format!("{code}: ")), "{code}: {}", end.out);
        assert!(end.out.contains("\nWhat to do: "), "{code}: {}", end.out);
        let told = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        let first = told.lines().take_while(|line| !line.is_empty());
        for line in first {
            assert!(
                end.out.contains(format!("  {line}\n").trim_end()),
                "{code}: {line}: {}",
                end.out
            );
        }
        seen += 1;
    }
    assert!(seen > 90, "only {seen} codes have a page");
}

#[test]
fn codes_that_only_a_turn_tells_have_a_page_too_and_others_are_not_made_up() {
    let end = run(&["f811"]);
    assert!(end.out.starts_with("F811: "), "{}", end.out);
    let end = run(&["K200"]);
    assert_eq!(end.status.code(), Some(64));
    assert!(end.err.contains("did you mean K201 or K202"), "{}", end.err);
}
