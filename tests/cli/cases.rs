//! `tests/cases/cli.json`, case by case. A case that cannot run yet stands in a table with its reason.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use tempfile::TempDir;

use crate::life::{End, Life};
use crate::stage;

/// Cases that are not run here, and why.
const NOT_HERE: [(&str, &str); 8] = [
    ("cf-print-config", "no command shows settings; a unit test looks at their `Debug`"),
    ("cf-panic-redact", "no command panics on demand; a unit test looks at the last words"),
    ("cf-proc-environ-child", "saywhen starts no other programs"),
    ("cf-nfs", "needs a network file system; a unit test reads a table of mounts"),
    ("cf-sigterm", "needs a Messenger and load; see `stop`"),
    ("cf-sigterm-twice", "needs a Messenger and load; see `stop`"),
    ("cf-delete-user", "there is no `user` command yet"),
    ("cf-delete-unknown", "there is no `user` command yet"),
];

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    env: BTreeMap<String, String>,
    args: Vec<String>,
    files: BTreeMap<String, String>,
    expect: Expect,
}

/// Everything that may be expected; another key fails the run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys belong to cases that are not run here")]
#[expect(clippy::struct_excessive_bools, reason = "the file says so")]
struct Expect {
    no_leak: Vec<String>,
    no_panic: bool,
    exit: Option<i32>,
    #[serde(default)]
    ready: bool,
    #[serde(default)]
    stderr_contains: Vec<String>,
    #[serde(default)]
    stdout_contains: Vec<String>,
    #[serde(default)]
    output_not_contains: Vec<String>,
    #[serde(default)]
    all_problems_at_once: bool,
    rlimit_core: Option<u64>,
    #[serde(default)]
    no_silent_recreate: bool,
    max_s: Option<u64>,
    lost: Option<u64>,
    rows_for_user: Option<u64>,
    audit_row: Option<u64>,
    wal_free_of: Option<String>,
}

#[test]
fn cases() {
    let text = std::fs::read_to_string("tests/cases/cli.json").unwrap();
    let all: Cases = serde_json::from_str(&text).unwrap();
    for (id, _) in NOT_HERE {
        assert!(all.cases.iter().any(|case| case.id == id), "{id} is in no case any more");
    }
    let here = |case: &&Case| NOT_HERE.iter().all(|(id, _)| *id != case.id);
    let mut run = 0;
    for case in all.cases.iter().filter(here) {
        case.run();
        run += 1;
    }
    assert_eq!(run + NOT_HERE.len(), all.cases.len());
    assert!(run >= 16, "only {run} cases were run");
}

/// A case's folder, and what has to stay alive while it runs.
struct Scene {
    folder: TempDir,
    /// Where the store is, if the case has prepared one.
    store: PathBuf,
    /// The store before, to see that it is left alone.
    before: Option<Vec<u8>>,
    env: Vec<(&'static str, String)>,
    listener: Option<TcpListener>,
    other: Option<Life>,
    /// Where the store is, if it is not beside the bot.
    elsewhere: Option<TempDir>,
}

impl Case {
    fn run(&self) {
        let scene = self.prepare();
        let mut life = Life::start(&mut self.command(&scene));
        if self.expect.ready || self.expect.rlimit_core.is_some() {
            assert!(life.address().is_some(), "{}: {}", self.id, life.err());
            self.check_core_limit(life.id());
            life.terminate();
        }
        let end = life.end();
        self.judge(&end, &scene);
        if self.id == "cf-readonly-fs" {
            let files = walk(scene.folder.path());
            assert_eq!(files.len(), 1, "something was written beside the bot: {files:?}");
        }
    }

    fn prepare(&self) -> Scene {
        let folder = stage::folder();
        for (name, text) in &self.files {
            stage::write(folder.path(), name, text);
        }
        let store = folder.path().join(stage::STORE);
        let mut scene = Scene {
            folder,
            store,
            before: None,
            env: vec![],
            listener: None,
            other: None,
            elsewhere: None,
        };
        scene.set(&self.id);
        scene
    }

    fn command(&self, scene: &Scene) -> Command {
        let mut command = stage::bare(scene.folder.path());
        command.args(&self.args).envs(&self.env).envs(scene.env.iter().cloned());
        command
    }

    fn check_core_limit(&self, process: u32) {
        let Some(most) = self.expect.rlimit_core else { return };
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[4..6], [most.to_string(), most.to_string()], "{line}");
    }

    fn judge(&self, end: &End, scene: &Scene) {
        let (id, expect, both) = (&self.id, &self.expect, format!("{}{}", end.out, end.err));
        let exit = expect.exit.or(expect.ready.then_some(0));
        if let Some(exit) = exit {
            assert_eq!(end.status.code(), Some(exit), "{id}: {both}");
        }
        for text in &expect.stderr_contains {
            assert!(end.err.contains(text), "{id}: no {text:?} in {}", end.err);
        }
        for text in &expect.stdout_contains {
            assert!(end.out.contains(text), "{id}: no {text:?} in {}", end.out);
        }
        for text in expect.no_leak.iter().chain(&expect.output_not_contains) {
            assert!(!both.contains(text), "{id}: {text:?} leaked into {both}");
        }
        assert!(!expect.no_panic || !both.contains("mistake of saywhen's own"), "{id}: {both}");
        assert!(!both.contains("panicked"), "{id}: {both}");
        if expect.no_silent_recreate {
            let before = scene.before.as_ref().unwrap();
            assert!(*before == std::fs::read(&scene.store).unwrap(), "{id}: the store has changed");
        }
        canaries(id, scene.folder.path(), &expect.no_leak);
    }
}

impl Scene {
    fn set(&mut self, id: &str) {
        match id {
            "cf-port-taken" => {
                let listener = TcpListener::bind("0.0.0.0:0").unwrap();
                self.env.push(("PORT", listener.local_addr().unwrap().port().to_string()));
                self.listener = Some(listener);
            }
            // Below a file nothing can be made, whoever we are.
            "cf-readonly-data" => {
                self.env.push(("DATABASE_URL", "sqlite:flows/hello.yaml/saywhen.db".to_owned()));
            }
            "cf-db-corrupt" => self.damage(),
            "cf-two-processes" => {
                let folder = stage::folder();
                self.env.push(("DATABASE_URL", format!("sqlite:{}", path(&folder))));
                let mut life = Life::start(&mut stage::serve(folder.path()));
                assert!(life.address().is_some(), "{}", life.err());
                self.other = Some(life);
                self.elsewhere = Some(folder);
            }
            // Nothing but the store's folder may be written to.
            "cf-readonly-fs" => {
                let folder = tempfile::tempdir().unwrap();
                self.env.push(("DATABASE_URL", format!("sqlite:{}", path(&folder))));
                set_mode(self.folder.path(), 0o555);
                self.elsewhere = Some(folder);
            }
            "cf-file-world-readable" => set_mode(&self.folder.path().join("s.txt"), 0o644),
            _ => {}
        }
    }

    /// A store that was sound, with one page of it overwritten.
    fn damage(&mut self) {
        let mut life = Life::start(&mut stage::serve(self.folder.path()));
        assert!(life.address().is_some(), "{}", life.err());
        life.terminate();
        assert_eq!(life.end().status.code(), Some(0));
        let mut bytes = std::fs::read(&self.store).unwrap();
        bytes[4096..8192].fill(0xa5);
        std::fs::write(&self.store, &bytes).unwrap();
        self.before = Some(bytes);
    }
}

fn path(folder: &TempDir) -> String {
    folder.path().join(stage::STORE).to_str().unwrap().to_owned()
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// No secret is in any file that the process has written.
fn canaries(id: &str, folder: &Path, secrets: &[String]) {
    for entry in walk(folder) {
        if entry.ends_with("s.txt") {
            continue;
        }
        let bytes = std::fs::read(&entry).unwrap();
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{id}: {secret:?} is in {}", entry.display());
        }
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
