//! A Page's token that is replaced in its file while saywhen runs (PROMISES, the Send API's answers).

use std::time::Duration;

use saywhen::fake::script::Step;

use crate::life::Life;
use crate::stage;
use crate::stop::{fake, say_hello};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_wait_for_a_new_token_and_go_on_by_themselves() {
    let folder = stage::folder();
    let fake = fake().await;
    stage::write(folder.path(), "token", "EAAold\n");
    let mut command = stage::serve(folder.path());
    command.env_remove("PAGE_ACCESS_TOKEN").env("PAGE_ACCESS_TOKEN_FILE", "token");
    let mut life = Life::start(command.env("GRAPH_URL", fake.url()));
    let address = life.address().unwrap();
    fake.subscribe(&format!("http://{address}/webhook"));
    // Meta's word for a token that is not valid any more; the fake's own check would do as well.
    fake.script([Step::error(400, 190, 463)]);
    say_hello(&fake, "2001", 1).await;
    fake.wait_for(1, Duration::from_mins(1)).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(fake.calls_since(0).len(), 1, "a held Page is left alone");

    stage::write(folder.path(), "token", &format!("{}\n", stage::TOKEN));
    fake.wait_for(2, Duration::from_mins(1)).await;
    let calls = fake.calls_since(0);
    assert_eq!(calls.len(), 2, "{calls:?}");
    assert!(calls[1].accepted, "{calls:?}");
    let said = life.err();
    assert!(!said.contains("EAA"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_life_tries_a_held_page_again() {
    let folder = stage::folder();
    let fake = fake().await;
    let mut command = stage::serve(folder.path());
    command.env("GRAPH_URL", fake.url());
    let mut life = Life::start(command.env("PAGE_ACCESS_TOKEN", "EAAold"));
    fake.subscribe(&format!("http://{}/webhook", life.address().unwrap()));
    fake.script([Step::error(400, 190, 463)]);
    say_hello(&fake, "2001", 1).await;
    fake.wait_for(1, Duration::from_mins(1)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    life.terminate();
    assert_eq!(life.end().status.code(), Some(0));

    let mut life = Life::start(command.env("PAGE_ACCESS_TOKEN", stage::TOKEN));
    assert!(life.address().is_some());
    let calls = fake.wait_for(2, Duration::from_mins(1)).await;
    assert!(calls.len() == 2 && calls[1].accepted, "{calls:?}");
}
