//! What the command line says of itself, and what it refuses.

use crate::life::{End, Life};
use crate::stage;

fn run(arguments: &[&str]) -> End {
    let folder = stage::folder();
    Life::start(stage::bare(folder.path()).args(arguments)).end()
}

#[test]
fn every_command_is_listed_and_shows_examples() {
    let help = run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for command in [
        "new",
        "check",
        "chat",
        "dev",
        "test",
        "explain",
        "explore",
        "replay",
        "completions",
        "graph",
        "script",
        "schema",
        "fmt",
        "translate",
        "profile",
        "serve",
        "health",
    ] {
        let listed = help.out.lines().any(|line| line.trim_start().starts_with(command));
        assert!(listed, "{command}: {}", help.out);
        let own = run(&[command, "--help"]);
        assert_eq!(own.status.code(), Some(0), "{command}");
        let example = format!("Examples:\n  saywhen {command}");
        let exported = own.out.contains("Examples:\n  export");
        assert!(own.out.contains(&example) || exported, "{command}: {}", own.out);
    }
}

#[test]
fn help_shows_no_values_of_the_environment_that_may_hold_secrets() {
    let folder = stage::folder();
    let mut command = stage::serve(folder.path());
    command.arg("--help").env("DATABASE_URL", "postgres://user:pa55@host/db");
    let end = Life::start(&mut command).end();
    assert!(end.out.contains("DATABASE_URL") && !end.out.contains("pa55"), "{}", end.out);
    assert!(!end.out.contains(stage::SECRET) && !end.out.contains(stage::TOKEN), "{}", end.out);
}

#[test]
fn what_is_not_understood_ends_with_64() {
    for arguments in [&[][..], &["sreve"], &["serve", "--prot", "1"], &["check", "--format", "xml"]]
    {
        let end = run(arguments);
        assert_eq!(end.status.code(), Some(64), "{arguments:?}: {}", end.err);
    }
    assert!(run(&["sreve"]).err.contains("'serve'"));
}

#[test]
fn a_secret_among_the_arguments_is_not_repeated() {
    for form in [
        &["serve", "--page-access-token=EAAcanary"][..],
        &["serve", "--verify_token", "EAAcanary"],
        &["serve", "PAGE_ACCESS_TOKEN=EAAcanary"],
        &["serve", "--page-token=EAAcanary"],
        &["serve", "--token", "EAAcanary"],
    ] {
        let end = run(form);
        assert_eq!(end.status.code(), Some(64), "{form:?}");
        assert!(!end.err.contains("EAAcanary"), "{form:?}: {}", end.err);
    }
}

#[test]
fn a_bot_with_a_mistake_is_not_served() {
    let folder = stage::folder();
    stage::write(folder.path(), "flows/hello.yaml", "hello:\n  when: any message\n  sya: hello\n");
    let end = Life::start(&mut stage::serve(folder.path())).end();
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
    assert!(end.err.contains("flows/hello.yaml:3") && end.err.contains("say"), "{}", end.err);
    assert!(!folder.path().join("data").exists(), "nothing is made for a bot that cannot run");
}

#[test]
fn several_mistakes_in_settings_are_told_together() {
    let folder = stage::folder();
    let mut command = stage::serve(folder.path());
    command.env("PORT", "http").env("STALE_AFTER", "soon").env("SAYWHEN_LOG", "loud");
    command.env("VERIFY_TOKEN", "").env("ADMIN_TOKEN", "1234");
    let end = Life::start(&mut command).end();
    assert_eq!(end.status.code(), Some(78), "{}", end.err);
    for name in ["PORT", "STALE_AFTER", "SAYWHEN_LOG", "VERIFY_TOKEN is empty", "ADMIN_TOKEN"] {
        assert!(end.err.contains(name), "{name}: {}", end.err);
    }
}

#[test]
fn a_saywhen_that_is_not_there_is_not_healthy() {
    let end = run(&["health", "--port", "9"]);
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
}
