//! PROMISES P21 under `kill -9`: a real process dies as soon as it has told another system that it has
//! an event. The event is not lost, and however often it is told, it counts once.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that runs processes"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use saywhen::fake::{Config, Fake};
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use serde_json::{Value, json};

/// Lives that end right after an answer; each takes one event.
const KILLS: usize = 8;
const PATIENCE: Duration = Duration::from_mins(1);
const PAGE: &str = "1001";
const VISITOR: &str = "2001";
const TOKEN: &str = "5f0c1d2e3a4b59687786a5b4c3d2e1f0";

const FLOWS: &str = "\
shipped:
  when: {event: app.order_shipped}
  steps:
    - set: user.numbers += number
    - track: shipped
hello:
  when: any message
  say: Numbers {{ user.numbers or 0 }}
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_was_taken_is_there_after_a_kill_and_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("bot/flows")).unwrap();
    std::fs::write(folder.path().join("bot/bot.yaml"), "name: Shop\ntyping: off\n").unwrap();
    std::fs::write(folder.path().join("bot/flows/a.yaml"), FLOWS).unwrap();
    let fake = fake().await;
    let mut life = Life::start(folder.path(), &fake.url());
    fake.subscribe(&format!("http://{}/webhook", life.webhook));
    assert_eq!(fake.post(&hello(1)).await, Ok(200));
    fake.wait_for(1, PATIENCE).await;
    // Until it is known to have arrived; else the next life would wait for Meta's echo.
    tokio::time::sleep(Duration::from_millis(500)).await;
    // Their flow sends nothing: what a kill does to a send is shown elsewhere, and takes its time.
    for number in 1..=KILLS {
        assert_eq!(life.tell(number).await, (200, json!({"queued": true})));
        life.kill();
        life = Life::start(folder.path(), &fake.url());
        // Who did not hear the answer tells it again.
        assert_eq!(life.tell(number).await, (200, json!({"queued": false})));
    }
    fake.subscribe(&format!("http://{}/webhook", life.webhook));
    assert_eq!(fake.post(&hello(2)).await, Ok(200));
    let sum: usize = (1..=KILLS).sum();
    let begun = Instant::now();
    while !said(&fake).contains(&format!("Numbers {sum}")) {
        assert!(begun.elapsed() < PATIENCE, "{:?}", said(&fake));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(life.counted().await, KILLS);
}

/// What reached the visitor, in order.
fn said(fake: &Fake) -> Vec<String> {
    let calls = fake.calls_since(0).into_iter().filter(|call| call.accepted);
    let texts = calls.filter_map(|call| call.body["message"]["text"].as_str().map(str::to_owned));
    texts.collect()
}

fn hello(nth: u32) -> Value {
    json!({"object": "page", "entry": [{"id": PAGE, "time": now().0, "messaging": [{
        "sender": {"id": VISITOR}, "recipient": {"id": PAGE}, "timestamp": now().0,
        "message": {"mid": format!("m_{nth}"), "text": "hello"},
    }]}]})
}

/// One life of the process.
struct Life {
    child: Child,
    webhook: String,
    events: String,
}

impl Life {
    fn start(folder: &Path, graph: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_saywhen"))
            .args(["serve", "bot"])
            .current_dir(folder)
            .env_clear()
            .env("PAGE_ACCESS_TOKEN", "page-token")
            .env("APP_SECRET", "app-secret")
            .env("VERIFY_TOKEN", "verify-token")
            .env("EVENTS_TOKEN", TOKEN)
            .env("PORT", "0")
            .env("ADMIN_LISTEN", "127.0.0.1:0")
            .env("GRAPH_URL", graph)
            .env("PAGE_RATE", "off")
            .env("SAYWHEN_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut address = |before: &str| {
            let line = lines.by_ref().inspect(|line| println!("{line}"));
            let mut line = line.filter_map(|line| line.strip_prefix(before).map(str::to_owned));
            line.next().unwrap().replace("0.0.0.0", "127.0.0.1")
        };
        let webhook = address("listening on ");
        let events = address("events of other systems on ");
        // The rest is read as well, so that the process never waits for us.
        std::thread::spawn(move || lines.for_each(|line| println!("{line}")));
        Self { child, webhook, events }
    }

    async fn tell(&self, number: usize) -> (u16, Value) {
        let told = json!({
            "page": PAGE, "visitor": VISITOR, "event": "order_shipped",
            "with": {"number": number}, "id": format!("order-{number}"),
        });
        let request = reqwest::Client::new().post(format!("http://{}/events", self.events));
        let request = request.bearer_auth(TOKEN).timeout(PATIENCE);
        let request = request.header("Content-Type", "application/json").body(told.to_string());
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }

    /// How often the flow of the events has run.
    async fn counted(&self) -> usize {
        let request = reqwest::Client::new().get(format!("http://{}/tracked", self.events));
        let answer = request.bearer_auth(TOKEN).timeout(PATIENCE).send().await.unwrap();
        let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        usize::try_from(told[0]["count"].as_u64().unwrap()).unwrap()
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

async fn fake() -> Fake {
    Fake::start(Config {
        port: 0,
        page: PAGE.into(),
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
