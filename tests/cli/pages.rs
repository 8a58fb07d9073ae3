//! `serve` with several Pages: their tokens come from the variables that `bot.yaml` names.

use std::time::{Duration, Instant};

use saywhen::fake::Fake;
use saywhen::secret::Secret;

use crate::life::Life;
use crate::stage;
use crate::stop::fake;

const TWO: &str = "\
pages:
  \"1002\": {token_env: SHOP_TOKEN}
  \"1003\": {token_env: HOTEL_TOKEN}
";

fn serve(folder: &std::path::Path) -> std::process::Command {
    let mut command = stage::serve(folder);
    command.env_remove("PAGE_ACCESS_TOKEN");
    command
}

/// The Pages that messages left from, as soon as there are so many.
async fn speakers(fake: &Fake, count: usize) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let calls = fake.calls_since(0).into_iter().filter(|call| call.mid.is_some());
        let pages: Vec<_> = calls.filter_map(|call| call.page).map(|it| it.to_string()).collect();
        if pages.len() >= count {
            return pages;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", fake.calls_since(0));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn pages() -> Fake {
    let fake = fake().await;
    fake.add_page(&"1002".into(), &Secret::new("EAAshop".to_owned()));
    fake.add_page(&"1003".into(), &Secret::new("EAAhotel".to_owned()));
    fake
}

#[test]
fn tokens_that_are_missing_are_told_together_with_all_that_is_wrong() {
    let folder = stage::folder();
    let wrong = format!("{TWO}  \"1004\": {{token_env: APP_SECRET}}\nsecrets: [SHOP_KEY]\n");
    stage::write(folder.path(), "bot.yaml", &wrong);
    let mut command = serve(folder.path());
    command.env_remove("VERIFY_TOKEN").env("PAGE_ACCESS_TOKEN", "EAAcanary").env("PORT", "http");
    let end = Life::start(&mut command).end();
    assert_eq!(end.status.code(), Some(78), "{}", end.err);
    for told in [
        "SHOP_TOKEN is not set: the token of the Page 1002",
        "HOTEL_TOKEN is not set: the token of the Page 1003",
        "APP_SECRET for a Page's token",
        "VERIFY_TOKEN is not set",
        "SHOP_KEY is not set",
        "PORT must be",
        "PAGE_ACCESS_TOKEN is not used",
    ] {
        assert!(end.err.contains(told), "{told}: {}", end.err);
    }
    assert!(!end.err.contains("EAA"), "{}", end.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_has_its_variable_or_its_file_and_waits_for_its_own() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", TWO);
    stage::write(folder.path(), "hotel", "EAAold\n");
    let fake = pages().await;
    let mut command = serve(folder.path());
    command.env("SHOP_TOKEN", "EAAshop").env("HOTEL_TOKEN_FILE", "hotel");
    let mut life = Life::start(command.env("GRAPH_URL", fake.url()));
    fake.subscribe(&format!("http://{}/webhook", life.address().unwrap()));
    assert_eq!(fake.say_to(&"1003".into(), "1", "hello").await, Ok(200));
    assert_eq!(fake.say_to(&"1002".into(), "1", "hello").await, Ok(200));
    assert_eq!(speakers(&fake, 1).await, ["1002"]);
    stage::write(folder.path(), "hotel", "EAAhotel\n");
    assert_eq!(speakers(&fake, 2).await, ["1002", "1003"]);
    assert!(!life.err().contains("EAA"), "{}", life.err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_an_edit_names_is_answered_from_then_on() {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", "pages: {\"1002\": {token_env: SHOP_TOKEN}}\n");
    let fake = pages().await;
    let mut command = serve(folder.path());
    command.env("SHOP_TOKEN", "EAAshop").env("HOTEL_TOKEN", "EAAhotel");
    let mut life = Life::start(command.env("GRAPH_URL", fake.url()));
    fake.subscribe(&format!("http://{}/webhook", life.address().unwrap()));
    assert_eq!(fake.say_to(&"1003".into(), "1", "too early").await, Ok(200));
    stage::write(folder.path(), "bot.yaml", TWO);
    let begun = Instant::now();
    while !life.err().contains("HOTEL_TOKEN") {
        assert!(begun.elapsed() < Duration::from_mins(1), "{}", life.err());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(fake.say_to(&"1003".into(), "1", "hello").await, Ok(200));
    assert_eq!(speakers(&fake, 1).await, ["1003"]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(speakers(&fake, 1).await.len(), 1, "what came too early is only recorded");
}
