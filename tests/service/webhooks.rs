//! Webhooks that `notify` tells: slow, refusing, throttling, redirecting, gone. Replies never wait for
//! them, each try has the same key, and after five it is given up with a word (PROMISES P6, P19, P22).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use saywhen::store::Store;
use saywhen::store::memory::Memory;
use saywhen::store::sqlite::Sqlite;

use crate::app::{CANARY, HOUR, Plan, TestApp, bot_of, rush};

/// What a webhook got: the head in small letters, and the body.
#[derive(Clone, Debug)]
struct Got {
    head: String,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }
}

/// A webhook: the n-th call gets the n-th answer, and the last one for ever.
#[derive(Clone)]
struct Hook {
    address: String,
    got: Arc<Mutex<Vec<Got>>>,
}

impl Hook {
    async fn open(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let hook = Self { address, got: Arc::default() };
        let got = hook.got.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answers, got.clone()));
            }
        });
        hook
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// Waits until it was told so often.
    async fn told(&self, times: usize) -> Vec<Got> {
        for _ in 0..3_000 {
            if self.got().len() >= times {
                return self.got();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("told {} times and not {times}", self.got().len());
    }
}

async fn serve(mut stream: TcpStream, answers: &[&str], all: Arc<Mutex<Vec<Got>>>) {
    let Some(got) = read(&mut stream).await else { return };
    let nth = {
        let mut all = all.lock().unwrap();
        all.push(got);
        (all.len() - 1).min(answers.len() - 1)
    };
    let status = match answers[nth] {
        "reset" => return,
        "slow" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            "200 OK"
        }
        other => other,
    };
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let _gone = stream.write_all(answer.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Got> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let got = Got { head: head.to_ascii_lowercase(), body: body.to_owned() };
            if got.header("content-length").parse() == Ok(body.len()) {
                return Some(got);
            }
        }
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
    }
}

fn plan(hook: &Hook) -> Plan {
    plan_of(hook, hook)
}

fn plan_of(crm: &Hook, desk: &Hook) -> Plan {
    let settings = format!(
        "typing: off\nnotify:\n  crm:\n    url: http://{}/leads?from=bot\n    \
         headers: {{X-Shop: main}}\n  desk: {{url: \"http://{}/desk\"}}\n",
        crm.address, desk.address
    );
    let flows = "\
lead:
  when: {regex: 'I am (?<name>\\w+)'}
  steps:
    - notify: crm
      with: {text: \"{{ name }} is here\", name: \"{{ name }}\", chat: 7}
    - track: lead
    - log: \"a lead: {{ name }}\"
    - say: Thank you, {{ name }}.
desk:
  when: desk
  steps:
    - notify: desk
      with: {text: Somebody is here}
    - say: They know.
fallback:
  when: any message
  say: Pardon?
";
    Plan::with(bot_of(&[("bot.yaml", &settings), ("flows/a.yaml", flows)]))
}

async fn settled<S: Store>(app: &TestApp<S>) {
    app.until(|counts| counts.errands == 0).await;
    app.quiet().await;
}

/// Lets the lane look around, and sees that it told nobody.
async fn nobody_is_told(hook: &Hook, times: usize) {
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(hook.got().len(), times);
}

#[tokio::test]
async fn a_webhook_gets_json_and_a_key_and_the_log_gets_no_text_of_visitors() {
    let hook = Hook::open(&["204 No Content"]).await;
    let app = plan(&hook).start().await;
    app.say("7", "I am Adalbert").await;
    settled(&app).await;
    assert_eq!(app.replies_to("7"), ["Thank you, Adalbert."]);
    let got = hook.told(1).await;
    assert!(got[0].head.starts_with("post /leads?from=bot http/1.1"), "{}", got[0].head);
    assert_eq!(got[0].header("content-type"), "application/json");
    assert_eq!(got[0].header("x-shop"), "main");
    assert_eq!(got[0].header("idempotency-key").len(), 32);
    let body: serde_json::Value = serde_json::from_str(&got[0].body).unwrap();
    let wanted = serde_json::json!(
        {"text": "Adalbert is here", "name": "Adalbert", "chat": 7}
    );
    assert_eq!(body, wanted);
    let tracked = app.store.tracked().await.unwrap();
    assert_eq!((tracked.len(), &*tracked[0].name, tracked[0].count), (1, "lead", 1));
    assert!(!app.logs.text().contains("Adalbert"), "{}", app.logs.text());
    for line in ["line=\"a lead: {{ name }}\"", "event=\"lead\"", "webhook=\"crm\""] {
        let lines = app.logs.lines(line);
        assert!(lines.len() == 1 && lines[0].contains("visitor"), "{line}: {}", app.logs.text());
    }
}

#[tokio::test]
async fn a_slow_or_broken_webhook_is_told_again_and_no_reply_waits_for_it() {
    let hook = Hook::open(&["slow", "500 Oops", "reset", "200 OK"]).await;
    rush();
    let app = plan(&hook).start().await;
    app.say("7", "I am Ada").await;
    app.until(|counts| counts.sent == 1).await;
    assert_eq!(app.replies_to("7"), ["Thank you, Ada."], "while the webhook sleeps");
    settled(&app).await;
    let keys: Vec<_> =
        hook.got().iter().map(|got| got.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys.len(), 4);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    assert_eq!(app.logs.lines("notify: not taken").len(), 3, "{}", app.logs.text());
}

#[tokio::test]
async fn a_hanging_webhook_with_a_long_queue_keeps_no_other_waiting() {
    let (crm, desk) = (Hook::open(&["slow"]).await, Hook::open(&["200 OK"]).await);
    let app = plan_of(&crm, &desk).start().await;
    for visitor in 0..100 {
        app.say(&format!("9{visitor}"), "I am Ada").await;
    }
    crm.told(8).await;
    app.say("7", "desk").await;
    desk.told(1).await;
    assert!(crm.got().len() < 20, "one webhook must not take all the room");
    app.until(|counts| counts.sent == 101).await;
    app.stop().await;
}

#[tokio::test]
async fn a_webhook_that_asks_for_patience_gets_it() {
    let hook = Hook::open(&["429 Slow down\r\nRetry-After: 600", "200 OK"]).await;
    let app = plan(&hook).start().await;
    app.say("7", "I am Ada").await;
    hook.told(1).await;
    app.hand.advance(590_000);
    nobody_is_told(&hook, 1).await;
    app.hand.advance(11_000);
    settled(&app).await;
    assert_eq!(hook.got().len(), 2);
}

#[tokio::test]
async fn after_five_tries_a_webhook_is_given_up_with_a_word_and_the_next_one_goes_on() {
    // The last answer is for the second lead.
    let gone = "410 Gone";
    let answers: &[&str] = &[gone, gone, gone, gone, gone, "200 OK"];
    let hook = Hook::open(Box::leak(answers.to_vec().into_boxed_slice())).await;
    let app = plan(&hook).start().await;
    app.say("7", "I am Ada").await;
    app.say("7", "I am Bob").await;
    for times in 1..=5 {
        hook.told(times).await;
        assert!(times == 5 || app.logs.lines("given up").is_empty(), "not before the fifth");
        app.until(|counts| counts.errands == 2 || counts.given_up == 1).await;
        nobody_is_told(&hook, times + usize::from(times == 5)).await;
        app.hand.advance(HOUR);
    }
    settled(&app).await;
    let told = hook.got();
    assert!(told[..5].iter().all(|got| got.body.contains("Ada")));
    assert!(told[5].body.contains("Bob") && told.len() == 6);
    let lines = app.logs.lines("notify: given up");
    assert!(lines.len() == 1 && lines[0].contains("ERROR") && lines[0].contains("answered 410"));
    let health = app.get("/healthz").await.text();
    assert!(health.contains("notify 0\n") && health.contains("given_up 1\n"), "{health}");
    app.hand.advance(5 * HOUR);
    nobody_is_told(&hook, 6).await;
}

#[tokio::test]
async fn redirects_are_not_followed_and_a_dead_webhook_ends_as_well() {
    let inner = Hook::open(&["200 OK"]).await;
    let moved = format!("302 Found\r\nLocation: http://{}/inner", inner.address);
    let answers: &'static [&'static str] = Box::leak(Box::new([&*moved.leak()]));
    let hook = Hook::open(answers).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let dead = Hook { address: closed.to_string(), got: Arc::default() };
    for (hook, why) in [(hook, "answered 302"), (dead, "no connection")] {
        let app = plan(&hook).start().await;
        app.say("7", "I am Ada").await;
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(700)).await;
            app.hand.advance(HOUR);
        }
        settled(&app).await;
        assert_eq!(app.store.counts().await.unwrap().given_up, 1);
        assert!(app.logs.lines("given up")[0].contains(why), "{}", app.logs.text());
    }
    assert!(inner.got().is_empty());
}

async fn is_told_in_the_next_life<S: Store>(open: impl Fn() -> S) {
    let hook = Hook::open(&["503 Down", "200 OK"]).await;
    let app = plan(&hook).start_on(open()).await;
    app.say("7", "I am Ada").await;
    app.say("7", "I am Bob").await;
    hook.told(1).await;
    app.quiet().await;
    let world = app.stop().await;
    world.hand.advance(HOUR);
    let app = plan(&hook).start_in(open(), world).await;
    settled(&app).await;
    let told = hook.got();
    let bodies: Vec<_> = told.iter().map(|got| got.body.contains("Ada")).collect();
    assert_eq!(bodies, [true, true, false], "Ada twice, then Bob");
    let key = |nth: usize| told[nth].header("idempotency-key");
    assert!(key(0) == key(1) && key(1) != key(2));
    assert_eq!(app.store.counts().await.unwrap().given_up, 0);
}

#[tokio::test]
async fn what_was_not_taken_is_told_in_the_next_life() {
    let folder = tempfile::tempdir().unwrap();
    is_told_in_the_next_life(|| Sqlite::open(&folder.path().join("saywhen.db")).unwrap()).await;
    let memory = Memory::new();
    is_told_in_the_next_life(|| memory.clone()).await;
}

#[tokio::test]
async fn a_secret_reaches_its_webhook_and_neither_the_store_nor_a_line_of_the_log() {
    let hook = Hook::open(&["500 Oops", "200 OK"]).await;
    let settings = format!(
        "typing: off\nsecrets: [CANARY]\nnotify:\n  crm:\n    \
         url: \"http://{}/{{{{ secret.CANARY }}}}\"\n    \
         headers: {{Authorization: \"Bearer {{{{ secret.CANARY }}}}\"}}\n",
        hook.address
    );
    let flows = "lead:\n  when: any message\n  steps:\n    - notify: crm\n    - say: Thanks.\n";
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("saywhen.db")).unwrap();
    let files = [("bot.yaml", &*settings), ("flows/a.yaml", flows)];
    let app = Plan::with(bot_of(&files)).start_on(store).await;
    app.say("7", "hello").await;
    hook.told(1).await;
    app.hand.advance(HOUR);
    settled(&app).await;
    for got in hook.told(2).await {
        assert_eq!(got.header("authorization"), format!("bearer {CANARY}"));
        assert!(got.head.starts_with(&format!("post /{CANARY} ")), "{}", got.head);
    }
    assert!(!app.logs.text().contains(CANARY) && !app.logs.json().contains(CANARY));
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes());
        assert!(!found, "{}", file.display());
    }
}

#[tokio::test]
async fn a_webhook_whose_secret_is_not_set_is_given_up_and_the_secret_is_named_nowhere() {
    let settings = "typing: off\nsecrets: [HOOK]\nnotify: {crm: {url: \"{{ secret.HOOK }}\"}}\n";
    let flows = "lead:\n  when: any message\n  steps:\n    - notify: crm\n    - say: Thanks.\n";
    let app = Plan::with(bot_of(&[("bot.yaml", settings), ("flows/a.yaml", flows)])).start().await;
    app.say("7", "hello").await;
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        app.hand.advance(HOUR);
    }
    settled(&app).await;
    assert_eq!(app.replies_to("7"), ["Thanks."]);
    assert!(app.logs.lines("given up")[0].contains("a secret of it is not set"));
}
