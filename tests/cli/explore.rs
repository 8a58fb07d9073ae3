//! `saywhen explore` and `saywhen completions`.

use std::path::Path;

use crate::life::{End, Life};
use crate::stage;

const FLOWS: &str = "\
pizza:
  when: [pizza]
  steps:
    - ask: How many?
      save: count
      type: integer
      retry: A number, please.
    - say: '{{ 10 / (count - 5) }} each.'
never:
  say: Nobody comes here.
  external: true
fallback:
  when: any message
  say: Sorry?
";

fn run(arguments: &[&str]) -> (End, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", FLOWS);
    (Life::start(stage::bare(folder.path()).args(arguments)).end(), folder)
}

#[test]
fn a_problem_is_shown_with_the_shortest_conversation() {
    let (end, _folder) = run(&["explore"]);
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
    let head = end.out.lines().next().unwrap();
    assert!(head.starts_with("flows/shop.yaml:8  failing step: "), "{}", end.out);
    assert!(end.out.contains("    You: pizza\n    Bot: How many?\n    You: 5\n"), "{}", end.out);
    assert!(
        end.out.contains("Nothing led to:\n    flows/shop.yaml:10  say: Nobody"),
        "{}",
        end.out
    );
    assert!(end.out.trim_end().ends_with("places looked at: 1 problem"), "{}", end.out);
}

#[test]
fn programs_read_findings_and_paths_become_tests() {
    let (end, folder) = run(&["explore", "--format", "json", "--write", "tests/all.chat"]);
    let told: serde_json::Value = serde_json::from_str(&end.out).unwrap();
    assert_eq!(told["findings"][0]["line"], 8);
    assert_eq!(told["bounded"], false);
    let test = Life::start(stage::bare(folder.path()).arg("test")).end();
    assert_eq!(test.status.code(), Some(0), "{}", test.out);
    assert!(!test.out.starts_with("0 passed"), "{}", test.out);
}

#[test]
fn ctrl_c_shows_what_was_found_so_far() {
    let bot = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hotel");
    let mut command = stage::bare(&bot);
    let mut life = Life::start(command.args(["explore", "--states", "10000000"]));
    life.catches_interrupts();
    life.interrupt();
    let end = life.end();
    assert!(end.out.trim_end().ends_with("; you ended it, there is more"), "{}", end.out);
    assert!([Some(1), Some(130)].contains(&end.status.code()), "{:?}", end.status);
}

#[test]
fn shells_complete_commands_and_flags() {
    for shell in ["bash", "zsh", "fish"] {
        let (end, _folder) = run(&["completions", shell]);
        assert_eq!(end.status.code(), Some(0), "{shell}");
        for word in ["explore", "states", "record"] {
            assert!(end.out.contains(word), "{shell}: {word}");
        }
    }
}
