//! PROMISES P1, P3 to P6 under `kill -9`: fifty lives of the real process under load, and a ledger
//! that has posts and acknowledgements on one side and what reached Messenger on the other.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that runs processes"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use saywhen::fake::script::Step;
use saywhen::fake::{Call, Config, Fake};
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use serde_json::{Value, json};

const KILLS: u32 = 50;
/// Connections that Meta posts on.
const POSTERS: u64 = 16;
/// Events of one visitor: fewer than the loop breaker counts.
const EVENTS: u64 = 12;
const PAGE: &str = "1001";

#[derive(Debug, Default)]
struct Hit {
    accepted: u32,
    turned: u32,
    sending: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_lose_nothing_repeat_nothing_and_keep_the_order() {
    let folder = tempfile::tempdir().unwrap();
    bot(folder.path());
    let fake = fake(true).await;
    let port = free_port();
    fake.subscribe(&format!("http://127.0.0.1:{port}/webhook"));
    fake.script(std::iter::repeat_n(Step::TakeLate(Duration::from_millis(4)), 100_000));
    let stop = Arc::new(AtomicBool::new(false));
    let posters: Vec<_> = (0..POSTERS)
        .map(|poster| tokio::spawn(post_until(fake.clone(), poster, stop.clone())))
        .collect();

    let mut hit = Hit::default();
    let mut life = Life::start(folder.path(), &fake.url(), port).await;
    for kill in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(120 + u64::from(kill * 37 % 230))).await;
        life.kill();
        life = Life::start(folder.path(), &fake.url(), port).await;
        hit.count(&life.recovered);
    }
    stop.store(true, Ordering::Relaxed);
    let mut acked = BTreeMap::new();
    for poster in posters {
        acked.append(&mut poster.await.unwrap());
    }
    life.drained(port).await;
    println!("{hit:?}, {} visitors, {} calls", acked.len(), fake.calls_since(0).len());
    let copies = audit(&acked, &arrived(&fake));
    println!("{copies} copies");
    assert!(copies <= usize::try_from(KILLS).unwrap(), "{copies} copies");
    assert!(
        hit.accepted >= 5 && hit.turned >= 5 && hit.sending >= 5,
        "the kills hit too few states to prove anything: {hit:?}"
    );
    life.kill();
}

/// Killed when Messenger has the message and nobody has been told so: the next life hears the echo.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_graphs_yes_and_its_arrival_loses_nothing_and_costs_one_copy_at_most() {
    let folder = tempfile::tempdir().unwrap();
    bot(folder.path());
    let fake = fake(false).await;
    let port = free_port();
    fake.subscribe(&format!("http://127.0.0.1:{port}/webhook"));
    fake.script([Step::TakeThenHang]);
    let mut life = Life::start(folder.path(), &fake.url(), port).await;
    assert_eq!(fake.post(&event_body("7", 1)).await, Ok(200));
    fake.wait_for(1, Duration::from_mins(1)).await;
    life.kill();
    let mut life = Life::start(folder.path(), &fake.url(), port).await;
    assert_eq!(life.recovered[2], 1, "it died while it was sending");
    assert_eq!(fake.post(&echo_of(&fake.calls_since(0)[0])).await, Ok(200));
    life.drained(port).await;
    let texts = &arrived(&fake)["7"];
    let known = [vec!["1 first", "1 second"], vec!["1 first", "1 first", "1 second"]];
    assert!(known.iter().any(|known| known == texts), "{texts:?}");
    life.kill();
}

/// What Meta tells of a message that it has.
fn echo_of(call: &Call) -> Value {
    let (said, mid) = (&call.body["message"], call.mid.as_ref().unwrap().as_str());
    let message = json!({"mid": mid, "is_echo": true, "app_id": 2002, "text": said["text"],
        "metadata": said["metadata"]});
    let item = json!({"sender": {"id": PAGE}, "recipient": call.body["recipient"],
        "timestamp": now().0, "message": message});
    json!({"object": "page", "entry": [{"id": PAGE, "time": now().0, "messaging": [item]}]})
}

/// What was acknowledged arrived, applied once, in order; two bubbles an event. A reply that was under
/// way when the process died may come a second time if Meta's echo of it takes longer than `ECHO_WAIT`
/// (PROMISES P5): such copies are counted, one an incident at most.
fn audit(acked: &BTreeMap<String, u64>, arrived: &BTreeMap<String, Vec<String>>) -> usize {
    let nothing = Vec::new();
    let mut copies = 0;
    for (visitor, events) in acked {
        let expected: Vec<String> =
            (1..=*events).flat_map(|n| [format!("{n} first"), format!("{n} second")]).collect();
        let mut got = arrived.get(visitor).unwrap_or(&nothing).clone();
        let all = got.len();
        got.dedup();
        copies += all - got.len();
        assert_eq!(got, expected, "visitor {visitor}");
    }
    copies
}

fn arrived(fake: &Fake) -> BTreeMap<String, Vec<String>> {
    let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for call in fake.calls_since(0).into_iter().filter(|call| call.accepted) {
        let visitor = call.body["recipient"]["id"].as_str().unwrap().to_owned();
        let text = call.body["message"]["text"].as_str().unwrap().to_owned();
        arrived.entry(visitor).or_default().push(text);
    }
    arrived
}

/// Posts one event after another, each until it is acknowledged; how many of each visitor were.
async fn post_until(fake: Fake, poster: u64, stop: Arc<AtomicBool>) -> BTreeMap<String, u64> {
    let mut acked = BTreeMap::new();
    for n in 0.. {
        let visitor = (1_000_000 * (poster + 1) + n / EVENTS).to_string();
        let event = n % EVENTS + 1;
        // A visitor's events are all posted, so that the ledger knows how many there are.
        if stop.load(Ordering::Relaxed) && event == 1 {
            break;
        }
        let body = event_body(&visitor, event);
        while fake.post(&body).await != Ok(200) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        acked.insert(visitor, event);
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    acked
}

fn event_body(visitor: &str, event: u64) -> Value {
    let now = now().0;
    json!({"object": "page", "entry": [{"id": PAGE, "time": now, "messaging": [{
        "sender": {"id": visitor}, "recipient": {"id": PAGE}, "timestamp": now,
        "message": {"mid": format!("m_{visitor}_{event}"), "text": event.to_string()},
    }]}]})
}

/// One life of the process.
struct Life {
    child: Child,
    /// Inputs, waiting replies and replies under way that the life before left behind.
    recovered: [u32; 3],
}

impl Life {
    async fn start(folder: &Path, graph: &str, port: u16) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_saywhen"))
            .args(["serve", "bot"])
            .current_dir(folder)
            .env_clear()
            .env("PAGE_ACCESS_TOKEN", "page-token")
            .env("APP_SECRET", "app-secret")
            .env("VERIFY_TOKEN", "verify-token")
            .env("PORT", port.to_string())
            .env("GRAPH_URL", graph)
            .env("PAGE_RATE", "off")
            .env("SAYWHEN_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = child.stderr.take().unwrap();
        let recovered = tokio::task::spawn_blocking(move || recovered(stderr)).await.unwrap();
        Self { child, recovered }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until nothing is queued, waiting or uncertain.
    async fn drained(&self, port: u16) {
        let url = format!("http://127.0.0.1:{port}/healthz");
        for _ in 0..600 {
            let health = reqwest::get(&url).await.unwrap().text().await.unwrap();
            let open = ["queued", "waiting", "uncertain"];
            if open.iter().all(|word| health.contains(&format!("{word} 0\n"))) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the outbox was not drained");
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

/// Reads what a life says of the one before it: `recovered accepted=1 waiting=2 sending=3`.
fn recovered(stderr: std::process::ChildStderr) -> [u32; 3] {
    let mut lines = BufReader::new(stderr).lines().map(Result::unwrap);
    let line = lines
        .by_ref()
        .inspect(|line| println!("{line}"))
        .find_map(|line| line.strip_prefix("recovered ").map(str::to_owned));
    // The rest is read as well, so that the process never waits for us.
    std::thread::spawn(move || lines.for_each(|line| println!("{line}")));
    let number = |part: &str| part.split_once('=').unwrap().1.parse().unwrap();
    let numbers: Vec<u32> = line.unwrap().split(' ').map(number).collect();
    numbers.try_into().unwrap()
}

impl Hit {
    fn count(&mut self, [accepted, waiting, sending]: &[u32; 3]) {
        self.accepted += u32::from(*accepted > 0);
        self.turned += u32::from(*waiting > 0);
        self.sending += u32::from(*sending > 0);
    }
}

fn bot(folder: &Path) {
    let flows = folder.join("bot/flows");
    std::fs::create_dir_all(&flows).unwrap();
    std::fs::write(folder.join("bot/bot.yaml"), "name: Echo\ntyping: off\n").unwrap();
    let flow = "echo:\n  when: any message\n  say: [\"{{ event.text }} first\", \"{{ event.text }} second\"]\n";
    std::fs::write(flows.join("echo.yaml"), flow).unwrap();
}

async fn fake(echoes: bool) -> Fake {
    Fake::start(Config {
        port: 0,
        page: PAGE.into(),
        token: Secret::new("page-token".to_owned()),
        app_secret: Secret::new("app-secret".to_owned()),
        app: "2002".to_owned(),
        echoes,
        clock: Clock::new(now),
    })
    .await
    .unwrap()
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
