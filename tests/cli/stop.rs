//! SIGTERM under load: what is acknowledged is answered, in this life or the next (cases cf-sigterm
//! and cf-sigterm-twice).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use saywhen::fake::script::Step;
use saywhen::fake::{Config, Fake};
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use serde_json::json;
use tempfile::TempDir;

use crate::life::Life;
use crate::stage;

const PAGE: &str = "1001";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_under_load_ends_in_peace_and_nothing_is_lost() {
    let (folder, fake) = (stage::folder(), fake().await);
    fake.script(std::iter::repeat_n(Step::TakeLate(Duration::from_millis(300)), 10_000));
    let life = serve(&folder, &fake);
    let load = Load::start(&fake);
    tokio::time::sleep(Duration::from_millis(700)).await;
    life.terminate();
    let begun = Instant::now();
    let end = tokio::task::spawn_blocking(|| life.end()).await.unwrap();
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    next_life_answers_the_rest(&folder, &fake, load.stop().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_never_answers_holds_the_end_up_for_less_than_ten_seconds() {
    let (folder, fake) = (stage::folder(), fake().await);
    fake.script([Step::Hang]);
    let life = serve(&folder, &fake);
    say_hello(&fake, "2001", 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    life.terminate();
    let begun = Instant::now();
    let end = tokio::task::spawn_blocking(|| life.end()).await.unwrap();
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    let took = begun.elapsed();
    assert!(took > Duration::from_secs(5) && took < Duration::from_secs(15), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_signal_ends_at_once_and_nothing_is_lost() {
    let (folder, fake) = (stage::folder(), fake().await);
    fake.script(std::iter::repeat_n(Step::TakeLate(Duration::from_secs(3)), 30));
    let mut life = serve(&folder, &fake);
    let load = Load::start(&fake);
    tokio::time::sleep(Duration::from_millis(500)).await;
    life.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(life.is_running(), "sends are under way: {}", life.err());
    life.terminate();
    let begun = Instant::now();
    let end = tokio::task::spawn_blocking(|| life.end()).await.unwrap();
    assert_eq!(end.status.code(), Some(130), "{}", end.err);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    next_life_answers_the_rest(&folder, &fake, load.stop().await).await;
}

fn serve(folder: &TempDir, fake: &Fake) -> Life {
    let mut command = stage::serve(folder.path());
    command.env("GRAPH_URL", fake.url()).env("PAGE_RATE", "off").env("SAYWHEN_LOG", "warn");
    let mut life = Life::start(&mut command);
    fake.subscribe(&format!("http://{}/webhook", life.address().unwrap()));
    life
}

async fn next_life_answers_the_rest(folder: &TempDir, fake: &Fake, acked: BTreeSet<String>) {
    assert!(acked.len() > 10, "there was no load: {acked:?}");
    let life = serve(folder, fake);
    let begun = Instant::now();
    let open = || {
        let delivered = fake.delivered();
        acked.iter().filter(|visitor| !delivered.contains_key(*visitor)).count()
    };
    while open() > 0 && begun.elapsed() < Duration::from_secs(30) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(open(), 0, "of {} acknowledged: {}", acked.len(), life.err());
}

/// Visitors who write, one after the other, until the load is stopped.
struct Load {
    stop: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<BTreeSet<String>>,
}

impl Load {
    fn start(fake: &Fake) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (fake, ended) = (fake.clone(), stop.clone());
        let task = tokio::spawn(async move {
            let mut acked = BTreeSet::new();
            let mut n = 2_000_u64;
            while !ended.load(Ordering::Relaxed) {
                n += 1;
                let visitor = n.to_string();
                if fake.post(&event(&visitor, 1)).await == Ok(200) {
                    acked.insert(visitor);
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            acked
        });
        Self { stop, task }
    }

    /// The visitors whose messages were acknowledged.
    async fn stop(self) -> BTreeSet<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap()
    }
}

pub async fn say_hello(fake: &Fake, visitor: &str, n: u64) {
    assert_eq!(fake.post(&event(visitor, n)).await, Ok(200));
}

fn event(visitor: &str, n: u64) -> serde_json::Value {
    let now = now().0;
    json!({"object": "page", "entry": [{"id": PAGE, "time": now, "messaging": [{
        "sender": {"id": visitor}, "recipient": {"id": PAGE}, "timestamp": now,
        "message": {"mid": format!("m_{visitor}_{n}"), "text": "hello"},
    }]}]})
}

pub async fn fake() -> Fake {
    let config = Config {
        port: 0,
        page: PAGE.into(),
        token: Secret::new(stage::TOKEN.to_owned()),
        app_secret: Secret::new(stage::SECRET.to_owned()),
        app: "2002".to_owned(),
        echoes: true,
        clock: Clock::new(now),
    };
    Fake::start(config).await.unwrap()
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}
