//! PROMISES P1 as the system sees it: the file is synced before the 200 leaves, and before the first
//! byte of the send. Needs `strace`; without it nothing is shown,
//! which under CI is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that runs processes"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use saywhen::fake::{Config, Fake};
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_is_synced_before_the_answer_and_before_the_send() {
    let Some(mut traced) = Traced::start("write,writev,sendto,fdatasync,fsync").await else {
        return;
    };
    traced.post(1, 1).await;
    traced.fake.wait_for(1, Duration::from_mins(1)).await;
    let calls = traced.stop();
    let at = |what: &str| {
        let found = calls.iter().position(|call| call.contains(what));
        found.unwrap_or_else(|| panic!("no {what} in {calls:#?}"))
    };
    let (answer, send) = (at("EVENT_RECEIVED"), at("POST /v26.0/"));
    let syncs: Vec<usize> = calls
        .iter()
        .enumerate()
        .filter(|(_, call)| call.contains("sync("))
        .map(|(index, _)| index)
        .collect();
    let before = |limit: usize| syncs.iter().filter(|at| **at < limit).count();
    assert!(before(answer) >= 1, "the answer left before a sync: {calls:#?}");
    assert!(before(send) > before(answer).min(1), "the send left before its own sync: {calls:#?}");
}

/// The real process under `strace`, with a Messenger of our own.
struct Traced {
    child: Child,
    fake: Fake,
    folder: tempfile::TempDir,
}

impl Traced {
    /// None where there is no `strace`, or it may not trace.
    async fn start(calls: &str) -> Option<Self> {
        if !usable() {
            println!("NOT TESTED: strace is missing or may not trace here");
            assert!(std::env::var_os("CI").is_none(), "CI needs strace");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        bot(folder.path());
        let fake = fake().await;
        let mut child = command(folder.path(), &fake.url(), calls).spawn().unwrap();
        let stderr = child.stderr.take().unwrap();
        let address = tokio::task::spawn_blocking(move || address(stderr)).await.unwrap();
        fake.subscribe(&format!("http://{address}/webhook"));
        Some(Self { child, fake, folder })
    }

    async fn post(&self, visitor: u64, event: u64) {
        assert_eq!(self.fake.post(&body(visitor, event)).await.unwrap(), 200);
    }

    /// Ends the process; its system calls in order.
    fn stop(&mut self) -> Vec<String> {
        let pid = self.child.id().to_string();
        let traced = Command::new("pgrep").args(["-P", &pid]).output().unwrap().stdout;
        let traced = String::from_utf8(traced).unwrap();
        Command::new("kill").args(["-TERM", traced.trim()]).status().unwrap();
        self.child.wait().unwrap();
        let log = std::fs::read_to_string(self.folder.path().join("calls")).unwrap();
        log.lines().map(str::to_owned).collect()
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.stop();
        }
    }
}

fn usable() -> bool {
    let run = Command::new("strace").args(["-o", "/dev/null", "true"]).status();
    run.is_ok_and(|status| status.success())
}

fn command(folder: &Path, graph: &str, calls: &str) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-s", "160", "-o", "calls", "-e", &format!("trace={calls}")])
        .args([env!("CARGO_BIN_EXE_saywhen"), "serve", "bot"])
        .current_dir(folder)
        .env("PAGE_ACCESS_TOKEN", "page-token")
        .env("APP_SECRET", "app-secret")
        .env("VERIFY_TOKEN", "verify-token")
        .env("PORT", "0")
        .env("GRAPH_URL", graph)
        .env("PAGE_RATE", "off")
        .env("SAYWHEN_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Reads `listening on ADDRESS`; the rest is read as well, so that the process never waits for us.
fn address(stderr: std::process::ChildStderr) -> String {
    let mut lines = BufReader::new(stderr).lines().map(Result::unwrap);
    let line =
        lines.by_ref().find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    std::thread::spawn(move || lines.for_each(|line| println!("{line}")));
    line.unwrap().replace("0.0.0.0", "127.0.0.1")
}

fn body(visitor: u64, event: u64) -> Value {
    let now = now().0;
    json!({"object": "page", "entry": [{"id": "1001", "time": now, "messaging": [{
        "sender": {"id": visitor.to_string()}, "recipient": {"id": "1001"}, "timestamp": now,
        "message": {"mid": format!("m_{visitor}_{event}"), "text": event.to_string()},
    }]}]})
}

fn bot(folder: &Path) {
    let flows = folder.join("bot/flows");
    std::fs::create_dir_all(&flows).unwrap();
    std::fs::write(folder.join("bot/bot.yaml"), "name: Echo\ntyping: off\n").unwrap();
    std::fs::write(
        flows.join("echo.yaml"),
        "echo:\n  when: any message\n  say: \"{{ event.text }}\"\n",
    )
    .unwrap();
}

async fn fake() -> Fake {
    Fake::start(Config {
        port: 0,
        page: "1001".into(),
        token: Secret::new("page-token".to_owned()),
        app_secret: Secret::new("app-secret".to_owned()),
        app: "2002".to_owned(),
        echoes: false,
        clock: Clock::new(now),
    })
    .await
    .unwrap()
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}
