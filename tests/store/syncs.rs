//! Sixty-four at once share their syncs: the cycles of `crowd` once more, under `strace`. Without it
//! nothing is shown, which under CI is a failure.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a test that runs a process")]

use std::process::Command;

/// Events of [`crate::store::crowd::sixty_four_cycles_at_once`].
const EVENTS: usize = 64 * 20;

/// At most one sync for five events, opening the file and checkpoints included.
#[test]
fn sixty_four_at_once_share_their_syncs() {
    let folder = tempfile::tempdir().unwrap();
    let calls = folder.path().join("calls");
    let run = Command::new("strace")
        .args(["-f", "-e", "trace=fdatasync,fsync", "-o"])
        .arg(&calls)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite::sixty_four_cycles_at_once"])
        .output();
    let traced = run.is_ok_and(|run| run.status.success());
    if !traced {
        println!("NOT TESTED: strace is missing or may not trace here");
        assert!(std::env::var_os("CI").is_none(), "CI needs strace");
        return;
    }
    let calls = std::fs::read_to_string(calls).unwrap();
    let syncs = calls.lines().filter(|call| call.contains("sync(")).count();
    println!("{syncs} syncs for {EVENTS} events");
    assert!(syncs > 0 && syncs * 5 <= EVENTS, "{syncs} syncs for {EVENTS} events");
}
