//! Talking on the page: everything goes through webhook, engine, store and outbox.

use std::io::Read;

use saywhen::store::Store;
use saywhen::words::name::{Channel, ConversationKey};
use serde_json::json;

use crate::dev::visit::{VISITOR, Visit, lines, messages, texts};

#[tokio::test]
async fn the_page_is_told_where_it_is() {
    let visit = Box::pin(Visit::start()).await;
    let hello = visit.json("/hello").await;
    assert_eq!(hello["flows"], json!(["hello"]));
    assert_eq!(hello["editor"], "edit://{file}:{line}");
    assert!(
        std::path::Path::new(hello["root"].as_str().unwrap()).join("flows/hello.yaml").exists()
    );
    assert!(hello["presets"].as_array().unwrap().len() > 2);
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_bot_that_is_on_instagram_alone_is_shown_as_on_messenger() {
    let settings = "typing: off\nchannels: [instagram]\n";
    let flow = "hello:\n  when: any message\n  say: \"on {{ chat.channel }}\"\n";
    let visit = Box::pin(Visit::of(flow, settings)).await;
    let mut live = visit.live().await;
    visit.say("hi").await;
    let view = live.said(1).await;
    assert_eq!(lines(&view), ["visitor: hi", "bot: on messenger"]);
    visit.dev.stop().await;
}

#[tokio::test]
async fn what_is_said_is_answered_and_arrives() {
    let visit = Box::pin(Visit::start()).await;
    let mut live = visit.live().await;
    let before = live.until(|_| true).await;
    assert_eq!((&before["get_started"], &before["items"]), (&json!(true), &json!([])));
    visit.say("does this work?").await;
    let view = live.said(1).await;
    assert_eq!(lines(&view), ["visitor: does this work?", "bot: got it, thanks!"]);
    assert_eq!(view["get_started"], false);
    let answer = &messages(&view)[0];
    assert_eq!(answer["message"], json!({"text": "got it, thanks!"}));
    assert_eq!(answer["place"], json!({"file": "flows/hello.yaml", "line": 3, "col": 3}));
    assert_eq!(answer["turn"], 1);
    visit.does(json!({"does": "read"})).await;
    live.until(|view| messages(view)[0]["state"] == "read").await;
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_conversation_on_the_page_leaves_its_rows_in_the_store() {
    let visit = Box::pin(Visit::start()).await;
    let mut live = visit.live().await;
    visit.say("one").await;
    live.said(1).await;
    visit.say("two").await;
    live.said(2).await;
    let (channel, page) = (Channel::Messenger, "100000000000001".into());
    let key = ConversationKey { channel, page, visitor: VISITOR.into() };
    let history = visit.store.history(&key).await.unwrap();
    let inputs: Vec<_> =
        history.inputs.iter().map(|(input, state)| (input.seq, state.as_str())).collect();
    assert_eq!(inputs, [(1, "done"), (2, "done")]);
    let replies: Vec<_> =
        history.replies.iter().map(|(_, state, tries, _)| (state.as_str(), *tries)).collect();
    assert_eq!(replies, [("sent", 1), ("sent", 1)]);
    visit.dev.stop().await;
}

#[tokio::test]
async fn one_visitor_does_not_see_what_another_one_gets() {
    let visit = Box::pin(Visit::start()).await;
    let mut live = visit.live().await;
    visit.say("hello").await;
    live.said(1).await;
    let other = visit.live_of("7002").await.until(|_| true).await;
    assert_eq!(other["items"], json!([]));
    visit.dev.stop().await;
}

#[tokio::test]
async fn everything_that_visitors_do_reaches_the_bot() {
    const FLOW: &str = "say:\n  when: any message\n  say: heard\n";
    let visit = Box::pin(Visit::with(FLOW)).await;
    let mut live = visit.live().await;
    let deeds = [
        json!({"does": "image", "url": "https://example.com/a.png"}),
        json!({"does": "sticker"}),
        json!({"does": "location", "lat": 50.1, "long": 14.4, "title": "here"}),
        json!({"does": "tap", "payload": "X", "label": "Some old button", "quick": false}),
        json!({"does": "raw", "item": {"message": {"text": "raw"}}}),
        json!({"does": "referral", "ref": "flyer"}),
        json!({"does": "command", "name": "help"}),
        json!({"does": "react", "mid": "m_1", "emoji": "❤"}),
        json!({"does": "start"}),
    ];
    for deed in &deeds {
        visit.does(deed.clone()).await;
    }
    visit.say("the end").await;
    let end = |view: &serde_json::Value| lines(view).contains(&"visitor: the end".to_owned());
    let view = live.until(end).await;
    let lines = lines(&view);
    for line in ["visitor: media", "visitor: here", "visitor: Some old button", "visitor: raw"] {
        let kind = line == "visitor: here";
        assert!(kind || lines.contains(&line.to_owned()), "{line} in {lines:?}");
    }
    assert!(texts(&view).iter().all(|text| text == "heard"), "{lines:?}");
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_file_that_learns_words_is_another_one_and_whoever_reads_it_has_all_of_it() {
    const FLOW: &str = "tea:\n  when: [tea]\n  say: Tea it is.\n";
    let visit = Box::pin(Visit::with(FLOW)).await;
    let file = visit.file("flows/hello.yaml");
    let mut before = std::fs::File::open(&file).unwrap();
    let add = json!({"text": "chai", "flow": "tea", "write": true});
    visit.posted("/add", &add).await;
    let mut read = String::new();
    before.read_to_string(&mut read).unwrap();
    assert_eq!(read, FLOW, "nobody reads half a file");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), FLOW.replace("[tea]", "[tea, chai]"));
    let files = std::fs::read_dir(visit.file("flows")).unwrap().count();
    assert_eq!(files, 1, "nothing else is left there");
    visit.dev.stop().await;
}

#[tokio::test]
async fn another_test_is_no_other_bot() {
    let visit = Box::pin(Visit::start()).await;
    let mut live = visit.live().await;
    visit.say("hello").await;
    live.said(1).await;
    std::fs::create_dir(visit.file("tests")).unwrap();
    let test = "# Hello\nYou: hello\nBot: got it, thanks!\n";
    std::fs::write(visit.file("tests/hello.chat"), test).unwrap();
    assert_eq!(live.saved().await["same"], true);
    visit.edit("hello:\n  when: any message\n  say: hello\n");
    assert_eq!(live.saved().await["same"], false);
    visit.dev.stop().await;
}

#[tokio::test]
async fn a_broken_save_is_told_and_the_version_before_goes_on() {
    let visit = Box::pin(Visit::start()).await;
    let mut live = visit.live().await;
    visit.say("hello").await;
    let before = live.said(1).await;
    visit.edit("hello:\n  when: any message\n  sya: hello\n");
    let saved = live.saved().await;
    assert_eq!((&saved["count"], &saved["taken"]), (&json!(1), &json!(false)), "{saved}");
    let problem = &saved["problems"][0];
    assert_eq!((&problem["file"], &problem["line"]), (&json!("flows/hello.yaml"), &json!(3)));
    assert!(problem["frame"].as_str().unwrap().contains("say"), "{problem}");
    visit.say("again").await;
    let view = live.said(2).await;
    assert_eq!(texts(&view), ["got it, thanks!", "got it, thanks!"]);
    assert_eq!(view["items"][0], before["items"][0], "nothing has moved");
    visit.dev.stop().await;
}

#[tokio::test]
async fn the_bots_own_pictures_are_shown_and_nothing_else_of_its_folder() {
    let visit =
        Box::pin(Visit::with("cat:\n  when: any message\n  image: media/a cat.png\n")).await;
    let mut live = visit.live().await;
    visit.say("cat").await;
    let view = live.said(1).await;
    let address = messages(&view)[0]["message"]["attachment"]["payload"]["url"].clone();
    assert_eq!(address, "media/a cat.png");
    let shown = visit.get("/media/a%20cat.png").send().await.unwrap();
    assert_eq!(
        (shown.status().as_u16(), shown.headers()["content-type"].to_str().unwrap()),
        (200, "image/png")
    );
    assert_eq!(shown.text().await.unwrap(), "meow");
    for path in
        ["/media/%2e%2e/bot.yaml", "/media/..%2fflows/hello.yaml", "/media/dog.png", "/media/"]
    {
        assert_eq!(visit.get(path).send().await.unwrap().status(), 404, "{path}");
    }
    visit.dev.stop().await;
}
