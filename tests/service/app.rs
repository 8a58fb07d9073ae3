//! An app at its rim: a real listener, a real store, and a Messenger of our own that shows everything
//! that left. Dropping it fails the test if work is left.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use saywhen::bot::Bot;
use saywhen::fake::{Call, Config, Fake};
use saywhen::fetch::Gate;
use saywhen::fetch::resolve::System;
use saywhen::files::read;
use saywhen::messenger::graph::Graph;
use saywhen::messenger::signature::Secrets;
use saywhen::outbox::pump;
use saywhen::secret::{Pseudonyms, Secret};
use saywhen::service::app::{App, Setup};
use saywhen::source::{Source, Sources};
use saywhen::store::Store;
use saywhen::store::counts::Counts;
use saywhen::store::memory::Memory;
use saywhen::time::{Clock, Millis, Timestamp};
use saywhen::words::name::{Channel, ConversationKey, PageId, VisitorId};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::logs::Logs;
use crate::wire::{self, Answer};

pub const NOW: i64 = 1_793_000_000_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const PAGE: &str = "1001";
pub const APP_SECRET: &str = "test_app_secret";
pub const TOKEN: &str = "EAAtest_page_token";
pub const VERIFY_TOKEN: &str = "test_verify_token";
pub const EVENTS_TOKEN: &str = "test_events_token";
/// Nothing in these tests takes longer, unless something hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Says back what it hears.
pub const ECHO: &str = "echo:\n  when: any message\n  say: \"you said: {{ event.text }}\"\n";

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// A clock in the hand that goes on by itself as tokio's does.
#[derive(Clone)]
pub struct Hand {
    base: Arc<AtomicI64>,
    start: tokio::time::Instant,
}

impl Hand {
    fn new(now: i64) -> Self {
        Self { base: Arc::new(AtomicI64::new(now)), start: tokio::time::Instant::now() }
    }

    pub fn now(&self) -> i64 {
        let gone = i64::try_from(self.start.elapsed().as_millis()).unwrap();
        self.base.load(Ordering::Relaxed) + gone
    }

    pub fn advance(&self, ms: i64) {
        self.base.fetch_add(ms, Ordering::Relaxed);
    }

    fn clock(&self) -> Clock {
        let hand = self.clone();
        Clock::new(move || Timestamp(hand.now()))
    }
}

/// From now on a millisecond counts for twenty-five, so that nobody waits for a back-off.
///
/// tokio's stopped clock jumps to the next timer whenever nothing else is to be done; a blocking task
/// keeps it from jumping for a moment, so that what is on its way through a socket arrives first.
pub fn rush() {
    tokio::time::pause();
    tokio::spawn(async {
        loop {
            let moment = || std::thread::sleep(Duration::from_millis(1));
            tokio::task::spawn_blocking(moment).await.unwrap();
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    });
}

/// The one secret that bots of these tests may have, as their environment would.
pub const CANARY: &str = "c4n4ry-of-the-webhook";

fn key(name: &str) -> Option<Secret> {
    (name == "CANARY").then(|| secret(CANARY))
}

/// A bot of one flow file.
pub fn bot(flows: &str) -> Bot {
    bot_of(&[("flows/flows.yaml", flows)])
}

/// A bot of these files.
pub fn bot_of(files: &[(&str, &str)]) -> Bot {
    let files = files
        .iter()
        .map(|(path, text)| Source { path: (*path).into(), text: (*text).into() })
        .collect();
    compile(Sources::new(files))
}

fn compile(sources: Sources) -> Bot {
    let (bot, diagnostics) = Bot::compile(Arc::new(sources));
    bot.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// What an app is started with.
pub struct Plan {
    pub bot: Bot,
    /// Watched for changes, if there is one.
    pub folder: Option<PathBuf>,
    pub page: String,
    /// Pages that `bot.yaml` would name, with their tokens; none for the one Page whose token is [`TOKEN`].
    pub pages: Vec<(&'static str, &'static str)>,
    /// What Graph says when it is asked which app is ours.
    pub app_id: &'static str,
    pub secrets: Vec<&'static str>,
    pub now: i64,
    pub echoes: bool,
    pub resend_uncertain: bool,
    pub page_rate: Option<u32>,
    pub public_url: Option<String>,
    /// Where Graph is, if not at the fake Messenger's own address.
    pub graph: Option<String>,
}

impl Plan {
    /// A bot of one flow file.
    pub fn of(flows: &str) -> Self {
        Self::with(bot(flows))
    }

    /// The bot of a folder, which is watched.
    pub fn folder(path: &Path) -> Self {
        let folder = read::folder(path).unwrap();
        assert_eq!(folder.mistakes, []);
        Self { folder: Some(path.to_owned()), ..Self::with(compile(folder.sources)) }
    }

    pub fn with(bot: Bot) -> Self {
        let (page, secrets) = (PAGE.to_owned(), vec![APP_SECRET]);
        let (folder, now, echoes, resend_uncertain) = (None, NOW, false, true);
        let (page_rate, public_url, graph) = (None, None, None);
        let (pages, app_id) = (Vec::new(), "42");
        Self {
            bot,
            folder,
            page,
            pages,
            app_id,
            secrets,
            now,
            echoes,
            resend_uncertain,
            page_rate,
            public_url,
            graph,
        }
    }

    pub async fn start(self) -> TestApp<Memory> {
        Box::pin(self.start_on(Memory::new())).await
    }

    /// Starts it on a store, with a Messenger of its own.
    pub async fn start_on<S: Store>(self, store: S) -> TestApp<S> {
        let world = self.world().await;
        Box::pin(self.start_in(store, world)).await
    }

    /// A world for it to start in.
    pub async fn world(&self) -> World {
        let hand = Hand::new(self.now);
        let config = Config {
            port: 0,
            page: PageId::from(self.page.as_str()),
            token: secret(TOKEN),
            app_secret: secret(APP_SECRET),
            app: self.app_id.to_owned(),
            echoes: self.echoes,
            clock: hand.clock(),
        };
        let fake = Fake::start(config).await.unwrap();
        for (page, token) in &self.pages {
            fake.add_page(&PageId::from(*page), &secret(token));
        }
        World { fake, hand }
    }

    /// Starts it in a world that was there before.
    pub async fn start_in<S: Store>(self, store: S, world: World) -> TestApp<S> {
        let logs = Logs::capture();
        let World { fake, hand } = world;
        let signing = secret(APP_SECRET);
        let graph = self.graph.unwrap_or_else(|| fake.url());
        let secrets: Vec<_> = self.secrets.iter().map(|text| secret(text)).collect();
        let setup = Setup {
            store: store.clone(),
            bot: self.bot,
            folder: self.folder,
            graph: graph_at(&graph, &self.pages),
            secrets: Some(Secrets::new(&secrets).unwrap()),
            verify: secret(VERIFY_TOKEN),
            stale_after: Some(Millis::from_hours(24)),
            gate: Gate::new(System, Arc::new(key), true),
            outbox: pump::Config {
                resend_uncertain: self.resend_uncertain,
                page_rate: self.page_rate,
                pseudonyms: Pseudonyms::new(&signing),
                clock: hand.clock(),
                public_url: self.public_url,
            },
            events: None,
            watch: None,
        };
        let events = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let setup = Setup { events: Some((events, secret(EVENTS_TOKEN))), ..setup };
        let app = Box::pin(App::start(listener, setup)).await.unwrap();
        fake.subscribe(&format!("http://{}/webhook", app.address));
        TestApp { app: Some(app), store, fake, hand, logs, page: self.page, leaves: false }
    }
}

fn graph_at(url: &str, pages: &[(&str, &str)]) -> Graph {
    let signing = secret(APP_SECRET);
    if pages.is_empty() {
        return Graph::new(url, "v26.0", &secret(TOKEN), Some(&signing)).unwrap();
    }
    let graph = Graph::bare(url, "v26.0").unwrap();
    for (page, token) in pages {
        graph.renew(Some(&PageId::from(*page)), &secret(token), Some(&signing)).unwrap();
    }
    graph
}

/// A line to the fake Messenger that can be cut: then nobody listens at its address.
pub struct Line {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Line {
    /// A line at this address to the fake's port.
    pub async fn lay(address: &str, port: u16) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move {
            let mut calls = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                calls.spawn(async move {
                    let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
                    tokio::io::copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
        Self { address, task }
    }

    pub async fn cut(self) -> SocketAddr {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
        self.address
    }
}

/// What is there without the app: Messenger and the time.
pub struct World {
    pub fake: Fake,
    pub hand: Hand,
}

/// A running app.
pub struct TestApp<S: Store> {
    app: Option<App>,
    pub store: S,
    pub fake: Fake,
    pub hand: Hand,
    pub logs: Logs,
    page: String,
    /// Whether it may be dropped with work left.
    leaves: bool,
}

impl<S: Store> TestApp<S> {
    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    /// One request over a connection of its own.
    pub async fn http(&self, request: &[u8]) -> Answer {
        wire::exchange(self.app().address, request).await
    }

    pub async fn get(&self, target: &str) -> Answer {
        self.http(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await
    }

    /// A visitor writes.
    pub async fn say(&self, visitor: &str, text: &str) {
        assert_eq!(self.fake.say(visitor, text).await.unwrap(), 200);
    }

    /// Messages that reached visitors: to whom, and their text.
    pub fn replies(&self) -> Vec<(String, String)> {
        let told = |call: &Call| {
            let part = |at: &str| call.body.pointer(at).and_then(Value::as_str).map(str::to_owned);
            let text = part("/message/text").or_else(|| part("/message/attachment/payload/text"));
            (part("/recipient/id").unwrap_or_default(), text.unwrap_or_default())
        };
        let calls = self.fake.calls_since(0);
        calls.iter().filter(|call| call.mid.is_some()).map(told).collect()
    }

    /// Messages that reached one visitor.
    pub fn replies_to(&self, visitor: &str) -> Vec<String> {
        let replies = self.replies().into_iter();
        replies.filter(|(to, _)| to == visitor).map(|(_, text)| text).collect()
    }

    /// Waits until nothing waits any more; the counts then.
    pub async fn quiet(&self) -> Counts {
        self.until(|counts| idle(&counts.clone()) && counts.calls == 0).await
    }

    /// Waits until the counts are as wanted.
    pub async fn until(&self, wanted: impl Fn(&Counts) -> bool) -> Counts {
        let began = Instant::now();
        loop {
            let counts = self.store.counts().await.unwrap();
            if wanted(&counts) {
                return counts;
            }
            assert!(began.elapsed() < PATIENCE, "{counts:?}\n{}", self.logs.text());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn key(&self, visitor: &str) -> ConversationKey {
        let (page, visitor) = (PageId::from(self.page.as_str()), VisitorId::from(visitor));
        ConversationKey { channel: Channel::Messenger, page, visitor }
    }

    /// Stops the app as a signal would; what is left may be left.
    pub async fn stop(mut self) -> World {
        self.leaves = true;
        self.app.take().unwrap().stop().await;
        World { fake: self.fake.clone(), hand: self.hand.clone() }
    }

    /// A body with one text message per triple of visitor, mid and text.
    pub fn texts(&self, at: i64, texts: &[(&str, &str, &str)]) -> Value {
        let item = |(visitor, mid, text): &(&str, &str, &str)| {
            json!({"sender": {"id": visitor}, "recipient": {"id": self.page}, "timestamp": at,
                "message": {"mid": mid, "text": text}})
        };
        let items: Vec<Value> = texts.iter().map(item).collect();
        json!({"object": "page", "entry": [{"id": self.page, "time": at, "messaging": items}]})
    }
}

fn idle(counts: &Counts) -> bool {
    counts.queued + counts.waiting + counts.sending + counts.uncertain == 0
}

impl<S: Store> Drop for TestApp<S> {
    fn drop(&mut self) {
        if !self.leaves && !std::thread::panicking() {
            let counts = now(self.store.counts()).unwrap();
            assert!(idle(&counts), "work is left: {counts:?}");
        }
    }
}

/// What a future of a store's brings, where nobody may await it.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::yield_now();
    }
}
