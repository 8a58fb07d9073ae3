//! What a bot may read of the environment (LANGUAGE, "Variables").

use std::time::{Duration, Instant};

use saywhen::fake::Fake;

use crate::life::Life;
use crate::stage;
use crate::stop::{fake, say_hello};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_reads_what_it_lists_and_never_our_secrets() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", "env: [SHOP, APP_SECRET, VERIFY_TOKEN]\n");
    flow(&folder, "at");
    let fake = fake().await;
    let mut command = stage::serve(folder.path());
    let mut life = Life::start(command.env("GRAPH_URL", fake.url()).env("SHOP", "Paris"));
    fake.subscribe(&format!("http://{}/webhook", life.address().unwrap()));
    say_hello(&fake, "2001", 1).await;
    assert_eq!(texts(&fake, 1).await, ["at Paris, hidden, hidden"]);

    // The bot that takes its place after a save reads the same.
    flow(&folder, "now at");
    let begun = Instant::now();
    while !life.err().contains("the new version answers now") {
        assert!(begun.elapsed() < Duration::from_mins(1), "{}", life.err());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    say_hello(&fake, "2001", 2).await;
    assert_eq!(texts(&fake, 2).await.last().unwrap(), "now at Paris, hidden, hidden");
}

#[test]
fn secrets_of_the_bot_that_are_missing_are_told_at_the_start_all_at_once() {
    let folder = stage::folder();
    let secrets = "secrets: [SHOP_KEY, SALES_KEY, CRM_KEY, OLD_KEY, GOOD_KEY, APP_SECRET]\n";
    stage::write(folder.path(), "bot.yaml", secrets);
    let mut command = stage::serve(folder.path());
    command.env("SALES_KEY", "").env("CRM_KEY_FILE", "nowhere");
    command.env("OLD_KEY", "c4nary-one").env("OLD_KEY_FILE", "old").env("GOOD_KEY", "c4nary-two");
    let end = Life::start(&mut command).end();
    assert_eq!(end.status.code(), Some(78), "{}", end.err);
    for told in [
        "SHOP_KEY is not set: bot.yaml lists it under secrets",
        "SALES_KEY is empty",
        "CRM_KEY_FILE: nowhere cannot be read",
        "OLD_KEY and OLD_KEY_FILE (old, which does not exist) are both set",
        "bot.yaml lists APP_SECRET under secrets, which is saywhen's own",
    ] {
        assert!(end.err.contains(told), "{told}: {}", end.err);
    }
    assert!(!end.err.contains("GOOD_KEY") && !end.err.contains("c4nary"), "{}", end.err);
}

#[test]
fn a_secret_of_the_bot_may_be_in_a_file() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", "secrets: [SHOP_KEY]\n");
    stage::write(folder.path(), "key", "c4nary\n");
    let mut command = stage::serve(folder.path());
    let mut life = Life::start(command.env("SHOP_KEY_FILE", "key"));
    assert!(life.address().is_some(), "{}", life.err());
    assert!(!life.err().contains("c4nary"));
}

fn flow(folder: &tempfile::TempDir, word: &str) {
    let read =
        "{{ env.SHOP }}, {{ env.APP_SECRET or 'hidden' }}, {{ env.VERIFY_TOKEN or 'hidden' }}";
    let text = format!("hello:\n  when: any message\n  say: \"{word} {read}\"\n");
    stage::write(folder.path(), "flows/hello.yaml", &text);
}

/// The texts that were sent, as soon as there are so many.
async fn texts(fake: &Fake, count: usize) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let calls = fake.calls_since(0);
        let texts = calls.iter().filter_map(|call| call.body["message"]["text"].as_str());
        let texts: Vec<String> = texts.map(str::to_owned).collect();
        if texts.len() >= count {
            return texts;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{calls:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
