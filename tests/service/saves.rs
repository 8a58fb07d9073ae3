//! A thousand saves as editors, scripts and copies do them, while people talk: nobody ever gets an
//! answer of a bot that nobody wrote (PROMISES P14).

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::app::Plan;

const SAVES: u32 = 1_000;

/// A whole bot: cut anywhere, something in it leads nowhere.
fn bot(version: u32) -> String {
    format!(
        "hello:\n  when: any message\n  goto: answer\n  with: {{n: \"{version}\"}}\n\
         middle:\n  external: true\n  say: [a, b]\n\
         answer:\n  say: \"version {{{{ n }}}} of the bot, version {version}\"\n"
    )
}

/// Saves one version in the way whose turn it is; the last thing it does makes it whole.
fn save(flows: &Path, version: u32) {
    let (file, new) = (flows.join("a.yaml"), bot(version));
    let half = new.len() / 2 + usize::try_from(version).unwrap() % 40;
    let cut = |at: usize| new.as_bytes().split_at(at).0;
    match version % 8 {
        0 => fs::write(&file, &new).unwrap(),
        1 => {
            fs::write(&file, cut(half)).unwrap();
            pause();
            fs::write(&file, &new).unwrap();
        }
        2 => {
            fs::write(flows.join(".a.yaml.swp"), &new).unwrap();
            fs::rename(flows.join(".a.yaml.swp"), &file).unwrap();
        }
        3 => {
            fs::rename(&file, flows.join("a.yaml~")).unwrap();
            pause();
            fs::write(&file, &new).unwrap();
        }
        4 => {
            fs::write(&file, "").unwrap();
            pause();
            fs::write(&file, &new).unwrap();
        }
        5 => {
            let (beside, old) = (flows.with_file_name("next"), flows.with_file_name("old"));
            fs::create_dir(&beside).unwrap();
            fs::write(beside.join("a.yaml"), &new).unwrap();
            fs::rename(flows, &old).unwrap();
            pause();
            fs::rename(&beside, flows).unwrap();
            fs::remove_dir_all(&old).unwrap();
        }
        6 => {
            fs::write(&file, new.replace("goto:", "gotoo:")).unwrap();
            pause();
            fs::write(&file, &new).unwrap();
        }
        _ => {
            // Wrong in itself: beside a file that is empty for a moment it would be a whole bot.
            fs::write(flows.join("b.yaml"), "answer:\n  goto: nowhere\n").unwrap();
            fs::write(&file, &new).unwrap();
            pause();
            fs::remove_file(flows.join("b.yaml")).unwrap();
        }
    }
}

fn pause() {
    std::thread::sleep(Duration::from_millis(2));
}

/// The version of an answer, if it is one that somebody wrote.
fn version(answer: &str) -> Option<u32> {
    let (first, second) = answer.strip_prefix("version ")?.split_once(" of the bot, version ")?;
    first.parse().ok().filter(|_| first == second)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_saves_under_load_bring_no_wrong_answer() {
    let folder = tempfile::tempdir().unwrap();
    let flows = folder.path().join("flows");
    fs::create_dir(&flows).unwrap();
    fs::write(flows.join("a.yaml"), bot(0)).unwrap();
    let app = Plan::folder(folder.path()).start().await;
    let (begun, over) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let saver = {
        let (begun, over, flows) = (begun.clone(), over.clone(), flows.clone());
        tokio::task::spawn_blocking(move || {
            for number in 1..=SAVES {
                begun.store(number, Ordering::SeqCst);
                save(&flows, number);
                // A rest now and then, so that versions are taken in the middle as well.
                let rest = if number % 50 == 0 { 400 } else { 3 };
                std::thread::sleep(Duration::from_millis(rest));
            }
            over.store(true, Ordering::SeqCst);
        })
    };
    let (mut said, mut last, mut seen) = (0_usize, 0, 0);
    loop {
        let ending = over.load(Ordering::SeqCst);
        app.say(&format!("v{said}"), "hello").await;
        app.quiet().await;
        said += 1;
        let replies = app.replies();
        let logs = || app.logs.text().lines().rev().take(20).collect::<Vec<_>>().join("\n");
        assert_eq!(replies.len(), said, "every message has one answer\n{}", logs());
        let answer = &replies[said - 1].1;
        let shown = version(answer).unwrap_or_else(|| panic!("nobody wrote: {answer}"));
        assert!(shown >= last && shown <= begun.load(Ordering::SeqCst), "{shown} after {last}");
        seen += u32::from(shown > last);
        last = shown;
        if ending && shown == SAVES {
            break;
        }
        assert!(said < 200_000, "the last save is never taken; {last} answers");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    saver.await.unwrap();
    assert!(seen > 5, "only {seen} versions were taken on the way");
}
