//! `saywhen fmt`: files are laid out in place, or only looked at, or come through a pipe.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::life::{End, Life};
use crate::stage;

const UNTIDY: &str =
    "# Greets.\nhello:\n    when:   any message   # all\n    say: 'got it, thanks!'\n";
const TIDY: &str = "# Greets.\nhello:\n  when: any message   # all\n  say: 'got it, thanks!'\n";

fn run(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).arg("fmt").args(arguments)).end()
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn files_are_laid_out_in_place_and_named() {
    let folder = stage::folder();
    let here = folder.path();
    stage::write(here, "flows/untidy.yaml", &UNTIDY.replace("hello", "untidy"));
    stage::write(here, "bot.yaml", "name:   Ada\n");
    stage::write(here, "data/menu.yaml", "a:    1\n");
    let looked = run(here, &["--check"]);
    assert_eq!((looked.status.code(), &*looked.out), (Some(1), "bot.yaml\nflows/untidy.yaml\n"));
    assert_eq!(read(here, "bot.yaml"), "name:   Ada\n", "--check changes nothing");
    let done = run(here, &[]);
    assert_eq!((done.status.code(), &*done.out), (Some(0), "bot.yaml\nflows/untidy.yaml\n"));
    assert_eq!(read(here, "flows/untidy.yaml"), TIDY.replace("hello", "untidy"));
    assert_eq!(read(here, "bot.yaml"), "name: Ada\n");
    assert_eq!(read(here, "data/menu.yaml"), "a:    1\n", "tables are their author's own");
    let again = run(here, &["--check"]);
    assert_eq!((again.status.code(), &*again.out), (Some(0), ""));
}

#[test]
fn a_file_with_a_mistake_stays_and_the_others_are_laid_out() {
    let folder = stage::folder();
    let here = folder.path();
    stage::write(here, "flows/broken.yaml", "a:   [1\n");
    stage::write(here, "flows/untidy.yaml", UNTIDY);
    let end = run(here, &[]);
    assert_eq!(end.status.code(), Some(1));
    assert!(end.err.contains("flows/broken.yaml:1"), "{}", end.err);
    assert_eq!(read(here, "flows/broken.yaml"), "a:   [1\n");
    assert_eq!(read(here, "flows/untidy.yaml"), TIDY);
}

#[test]
fn a_flow_file_alone_is_laid_out() {
    let folder = stage::folder();
    stage::write(folder.path(), "one.yaml", UNTIDY);
    assert_eq!(run(folder.path(), &["one.yaml"]).status.code(), Some(0));
    assert_eq!(read(folder.path(), "one.yaml"), TIDY);
}

#[test]
fn a_file_comes_and_goes_through_a_pipe() {
    let folder = stage::folder();
    for (given, code, printed) in [(UNTIDY, 0, TIDY), ("a: [1\n", 1, "")] {
        let mut command = stage::bare(folder.path());
        command.args(["fmt", "-"]).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
        let end = child.wait_with_output().unwrap();
        assert_eq!((end.status.code(), &*end.stdout), (Some(code), printed.as_bytes()));
    }
}
