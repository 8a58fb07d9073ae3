//! Several Pages of one bot: each speaks with its own token, waits on its own and keeps its own files,
//! speakers and visitors; what is told of Pages that are not ours is only recorded (PROMISES P12).

use saywhen::fake::Call;
use saywhen::fake::script::Step;
use saywhen::store::memory::Memory;
use saywhen::store::{Hold, Store};
use saywhen::time::{Millis, Timestamp};
use saywhen::words::name::{Channel, ConversationKey, PageId, VisitorId};
use serde_json::{Value, json};

use crate::app::{APP_SECRET, MINUTE, NOW, PAGE, Plan, TOKEN, TestApp, bot_of, rush, secret};
use crate::apps::tell;

/// Another Page of the bot's.
const OTHER: &str = "1002";
const OTHER_TOKEN: &str = "EAAtest_other_token";
/// A Page of somebody else's.
const FOREIGN: &str = "6006";

const FLOWS: &str = "\
count:
  when: count
  steps:
    - set: user.times = (user.times or 0) + 1
    - say: \"{{ user.times }}\"
fallback:
  when: any message
  say: \"you said: {{ event.text }}\"
";

fn plan() -> Plan {
    let bot = bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", FLOWS)]);
    Plan { pages: vec![(PAGE, TOKEN), (OTHER, OTHER_TOKEN)], ..Plan::with(bot) }
}

async fn say(app: &TestApp<Memory>, page: &str, visitor: &str, text: &str) {
    let said = app.fake.say_to(&PageId::from(page), visitor, text).await;
    assert_eq!(said.unwrap(), 200);
}

/// Messages that arrived: by whose token, and their text.
fn arrived(app: &TestApp<Memory>) -> Vec<(String, String)> {
    let calls = app.fake.calls_since(0).into_iter().filter(|call| call.mid.is_some());
    let told = |call: Call| {
        let text = call.body["message"]["text"].as_str().unwrap_or_default().to_owned();
        (call.page.unwrap().to_string(), text)
    };
    calls.map(told).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(page, text)| ((*page).to_owned(), (*text).to_owned())).collect()
}

#[tokio::test]
async fn each_page_answers_with_its_own_token_and_knows_its_own_visitors() {
    let app = plan().start().await;
    // The same number is another person on another Page.
    for (page, text) in [(PAGE, "count"), (OTHER, "count"), (PAGE, "count"), (OTHER, "hi")] {
        say(&app, page, "2001", text).await;
        app.quiet().await;
    }
    let expected = [(PAGE, "1"), (OTHER, "1"), (PAGE, "2"), (OTHER, "you said: hi")];
    assert_eq!(arrived(&app), pairs(&expected));
    assert!(app.fake.calls_since(0).iter().all(|call| call.accepted));
    assert!(!app.logs.text().contains("EAA"), "tokens are in no log");
}

#[tokio::test]
async fn a_dead_token_holds_its_own_page_until_that_page_has_another() {
    rush();
    let app = plan().start().await;
    app.fake.add_page(&PageId::from(OTHER), &secret("EAAtest_new_token"));
    say(&app, OTHER, "1", "one").await;
    app.until(|counts| counts.waiting == 1).await;
    say(&app, OTHER, "2", "two").await;
    say(&app, PAGE, "1", "three").await;
    app.until(|counts| counts.sent == 1 && counts.waiting == 2).await;
    assert_eq!(arrived(&app), pairs(&[(PAGE, "you said: three")]));
    // The other Page's new token is none of its.
    let tried = app.fake.calls_since(0).len();
    app.app().token_is_new(Some(PageId::from(PAGE)));
    tokio::time::sleep(Millis::from_secs(5).into()).await;
    assert_eq!(app.fake.calls_since(0).len(), tried, "a Page that waits is left alone");

    let (graph, page) = (app.app().graph(), PageId::from(OTHER));
    graph.renew(Some(&page), &secret("EAAtest_new_token"), Some(&secret(APP_SECRET))).unwrap();
    app.app().token_is_new(Some(page));
    app.quiet().await;
    let mut rest = arrived(&app).split_off(1);
    rest.sort();
    assert_eq!(rest, pairs(&[(OTHER, "you said: one"), (OTHER, "you said: two")]));
}

#[tokio::test]
async fn a_page_that_meta_slows_or_that_is_held_delays_no_other() {
    rush();
    let app = plan().start().await;
    app.fake.script_for("1", [Step::error(400, 613, 0)]);
    let held = Hold { why: "policy".into(), until: Some(Timestamp(NOW + 60 * MINUTE)) };
    app.store.hold(OTHER.into(), Some(held)).await.unwrap();
    say(&app, OTHER, "1", "held").await;
    say(&app, PAGE, "2", "free").await;
    app.until(|counts| counts.sent == 1 && counts.waiting == 1).await;
    assert_eq!(arrived(&app), pairs(&[(PAGE, "you said: free")]));
    app.store.hold(OTHER.into(), None).await.unwrap();
    app.until(|counts| counts.waiting == 1 && counts.sending == 0).await;
    say(&app, PAGE, "2", "still free").await;
    app.quiet().await;
    let own = arrived(&app).into_iter().filter(|(page, _)| page == PAGE).count();
    assert_eq!((own, arrived(&app).len()), (2, 3));
}

#[tokio::test]
async fn files_and_speakers_are_made_once_for_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("flows")).unwrap();
    std::fs::create_dir(folder.path().join("media")).unwrap();
    write("bot.yaml", "typing: off\npersonas: {ana: {name: Ana}}\n");
    write("media/tour.png", "a tour");
    let flow = "tour:\n  when: any message\n  steps:\n    - image: media/tour.png\n    \
                - {say: Hello!, persona: ana}\n";
    write("flows/a.yaml", flow);
    let plan = Plan { pages: plan().pages, ..Plan::folder(folder.path()) };
    let app = plan.start().await;
    for (page, visitor) in [(PAGE, "1"), (OTHER, "1"), (PAGE, "2"), (OTHER, "2")] {
        say(&app, page, visitor, "hi").await;
        app.quiet().await;
    }
    let calls = app.fake.calls_since(0);
    // The fake refuses ids of another Page's.
    assert!(calls.iter().all(|call| call.accepted), "{calls:?}");
    let made = |edge: &str| -> Vec<String> {
        let of = calls.iter().filter(|call| call.edge == edge);
        of.map(|call| call.page.clone().unwrap().to_string()).collect()
    };
    assert_eq!(made("message_attachments"), [PAGE, OTHER]);
    assert_eq!(made("personas"), [PAGE, OTHER]);
    assert_eq!(made("messages").len(), 8);
}

/// What a store has recorded of a visitor of somebody else's Page.
async fn recorded(app: &TestApp<Memory>) -> Vec<String> {
    let (page, visitor) = (PageId::from(FOREIGN), VisitorId::from("1"));
    let key = ConversationKey { channel: Channel::Messenger, page, visitor };
    let history = app.store.history(&key).await.unwrap();
    history.inputs.into_iter().map(|(_, state)| state).collect()
}

#[tokio::test]
async fn what_is_told_of_somebody_elses_page_is_recorded_and_never_answered() {
    let one = Plan { pages: Vec::new(), ..plan() };
    for plan in [plan(), one] {
        let app = plan.start().await;
        say(&app, FOREIGN, "1", "hi").await;
        let counts = app.quiet().await;
        assert_eq!((counts.skipped, counts.done, app.fake.calls_since(0).len()), (1, 0, 0));
        assert_eq!(recorded(&app).await, ["skipped(unknown_page)"]);
        let said = app.logs.text();
        assert!(said.contains("a Page that is not ours"), "{said}");
        say(&app, PAGE, "1", "hi").await;
        app.quiet().await;
        assert_eq!(arrived(&app), pairs(&[(PAGE, "you said: hi")]));
    }
}

fn echo_of(app: &str) -> Value {
    let message = json!({"mid": format!("m_of_{app}"), "is_echo": true, "app_id": app,
        "text": "Ana here"});
    let item = json!({"sender": {"id": PAGE}, "recipient": {"id": "1"}, "timestamp": NOW,
        "message": message});
    json!({"object": "page", "entry": [{"id": PAGE, "time": NOW, "messaging": [item]}]})
}

#[tokio::test]
async fn our_app_is_known_before_the_first_echo_where_graph_tells_it() {
    // The bot is silent after a person's words, and not after those of its own app.
    for (app_id, echo, answered) in [("42", "42", 1), ("42", "77", 0), ("", "77", 1)] {
        let app = Plan { app_id, ..plan() }.start().await;
        assert_eq!(app.fake.post(&echo_of(echo)).await.unwrap(), 200);
        app.quiet().await;
        say(&app, PAGE, "1", "hi").await;
        app.quiet().await;
        assert_eq!(arrived(&app).len(), answered, "{app_id} {echo}: {}", app.logs.text());
    }
}

#[tokio::test]
async fn a_token_of_another_page_is_noticed() {
    let app = plan();
    let app = Plan { pages: app.pages, ..app }.start().await;
    let (graph, page) = (app.app().graph(), PageId::from(OTHER));
    graph.renew(Some(&page), &secret(TOKEN), Some(&secret(APP_SECRET))).unwrap();
    app.app().token_is_new(Some(page));
    let began = std::time::Instant::now();
    while !app.logs.text().contains("belongs to another one") {
        assert!(began.elapsed().as_secs() < 20, "{}", app.logs.text());
        tokio::time::sleep(Millis(5).into()).await;
    }
}

#[tokio::test]
async fn a_page_whose_token_is_not_there_yet_says_what_it_has_to_say_later() {
    let app = Plan { pages: vec![(PAGE, TOKEN)], ..plan() }.start().await;
    let (graph, page) = (app.app().graph(), PageId::from(OTHER));
    app.fake.add_page(&page, &secret(OTHER_TOKEN));
    graph.await_token(&page);
    say(&app, OTHER, "1", "hi").await;
    app.until(|counts| counts.waiting == 1 && counts.sending == 0).await;
    graph.renew(Some(&page), &secret(OTHER_TOKEN), Some(&secret(APP_SECRET))).unwrap();
    app.app().token_is_new(Some(page));
    app.quiet().await;
    assert_eq!(arrived(&app), pairs(&[(OTHER, "you said: hi")]));
}

/// What went to Messenger, but for dots: by whose token, and where.
fn edges(app: &TestApp<Memory>) -> Vec<(String, String)> {
    let calls = app.fake.calls_since(0).into_iter();
    let calls = calls.filter(|call| call.body.get("sender_action").is_none());
    calls.map(|call| (call.page.unwrap().to_string(), call.edge)).collect()
}

#[tokio::test]
async fn each_page_hands_its_threads_to_its_own_inbox_and_takes_them_back() {
    let flows = "person:\n  when: a person\n  steps:\n    - handover: page_inbox\n      \
                 tell_agent: \"{{ event.text }}\"\n      back_after: 1h\nfallback:\n  \
                 when: any message\n  say: \"you said: {{ event.text }}\"\n";
    let bot = bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", flows)]);
    let app = Plan { pages: plan().pages, ..Plan::with(bot) }.start().await;
    say(&app, OTHER, "1", "a person").await;
    app.quiet().await;
    assert_eq!(edges(&app), pairs(&[(OTHER, "pass_thread_control")]));
    let pass = app.fake.calls_since(0).remove(0);
    assert!(pass.accepted, "{pass:?}");
    let inbox = json!({"recipient": {"id": "1"}, "target_app_id": "263902037430900",
        "metadata": "a person"});
    assert_eq!(pass.body, inbox);
    // The person of that number on the first Page is somebody else.
    for page in [OTHER, PAGE] {
        say(&app, page, "1", "hi").await;
        app.quiet().await;
    }
    assert_eq!(arrived(&app), pairs(&[(PAGE, "you said: hi")]));
    app.hand.advance(60 * MINUTE);
    app.fake.next_calls(app.fake.calls_since(0).len()).await;
    app.quiet().await;
    say(&app, OTHER, "1", "hi").await;
    app.quiet().await;
    let rest = [(OTHER, "take_thread_control"), (OTHER, "messages")];
    assert_eq!(edges(&app)[2..], pairs(&rest));
}

#[tokio::test]
async fn an_event_told_for_a_page_reaches_the_visitor_of_that_page() {
    let flows = "shipped:\n  when: {event: app.order_shipped}\n  say: Order {{ number }} is on its \
                 way.\nfallback:\n  when: any message\n  say: Hello!\n";
    let bot = bot_of(&[("bot.yaml", "typing: off\n"), ("flows/a.yaml", flows)]);
    let app = Plan { pages: plan().pages, ..Plan::with(bot) }.start().await;
    for page in [PAGE, OTHER] {
        say(&app, page, "1", "hi").await;
        app.quiet().await;
    }
    for (page, number) in [(OTHER, 7), (PAGE, 8)] {
        let told = json!({"page": page, "visitor": "1", "event": "order_shipped",
            "with": {"number": number}});
        assert_eq!(tell(&app, &told).await, (200, json!({"queued": true})));
        app.quiet().await;
    }
    let wanted = [
        (PAGE, "Hello!"),
        (OTHER, "Hello!"),
        (OTHER, "Order 7 is on its way."),
        (PAGE, "Order 8 is on its way."),
    ];
    assert_eq!(arrived(&app), pairs(&wanted));
    let nobodys = json!({"page": FOREIGN, "visitor": "1", "event": "order_shipped"});
    assert_eq!(tell(&app, &nobodys).await.0, 404);
}
