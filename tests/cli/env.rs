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
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", life.err());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    say_hello(&fake, "2001", 2).await;
    assert_eq!(texts(&fake, 2).await.last().unwrap(), "now at Paris, hidden, hidden");
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
        assert!(begun.elapsed() < Duration::from_secs(20), "{calls:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
