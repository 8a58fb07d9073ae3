//! Everything that `dev` runs, in one process: the fake Messenger, the app, the page.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bot::Bot;
use crate::fake::{Config, Fake, FakeError};
use crate::fetch::Gate;
use crate::limits::{AHEAD_MAX, DEV_CALLS_MAX, WATCHED_TURNS_MAX};
use crate::messenger::graph::{Graph, GraphError};
use crate::messenger::signature::{Secrets, SecretsError};
use crate::outbox::pump;
use crate::secret::{Pseudonyms, Secret};
use crate::service::app::{App, Setup, StartError};
use crate::service::gate;
use crate::service::seen::Watch;
use crate::store::Store;
use crate::studio::ahead::Ahead;
use crate::studio::desk::{Desk, Kept};
use crate::studio::lock::Lock;
use crate::studio::past::{Past, newest, recall};
use crate::studio::routes;
use crate::time::{Clock, Millis};

/// The Page that the fake Messenger has.
const PAGE: &str = "100000000000001";
/// The app's id there.
const APP: &str = "200000000000002";

/// What `dev` is made of.
#[derive(Debug)]
pub struct Parts<S> {
    /// Where conversations are kept.
    pub store: S,
    /// The bot that answers first.
    pub bot: Bot,
    /// Its folder, which is watched.
    pub folder: PathBuf,
    /// The page's port; 0 takes any free one.
    pub port: u16,
    /// Opens the page; made anew at every start.
    pub key: Secret,
    /// The clock; the page may put it forward.
    pub clock: Clock,
    /// The gate of `http` steps.
    pub gate: Gate,
    /// The address that opens a file in the author's editor; empty for none.
    pub editor: String,
    /// What the store remembers of turns.
    pub past: Past,
}

/// A running `dev`.
#[derive(Debug)]
pub struct Dev {
    /// Where the page is.
    pub address: SocketAddr,
    /// The app behind it.
    pub app: App,
    /// The Messenger that the app talks to.
    pub fake: Fake,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Why `dev` did not start.
#[derive(Debug, thiserror::Error)]
pub enum DevError {
    /// The page's port is taken, or the like.
    #[error("the page cannot be shown: {0}")]
    Listen(#[from] std::io::Error),
    /// The app did not start.
    #[error(transparent)]
    App(#[from] StartError),
    /// The fake Messenger did not start.
    #[error(transparent)]
    Fake(#[from] FakeError),
    /// The client did not start.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The key makes no app secret.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
}

impl Dev {
    /// Starts everything, on loopback only.
    pub async fn start<S: Store>(mut parts: Parts<S>) -> Result<Self, DevError> {
        let page = TcpListener::bind((Ipv4Addr::LOCALHOST, parts.port)).await?;
        let address = page.local_addr()?;
        let ahead = Ahead::default();
        parts.clock = ahead.clock(parts.clock);
        let fake = Fake::start(Config {
            port: 0,
            page: PAGE.into(),
            token: parts.key.clone(),
            app_secret: parts.key.clone(),
            app: APP.to_owned(),
            echoes: true,
            clock: parts.clock.clone(),
        })
        .await?;
        fake.keep_calls(DEV_CALLS_MAX);
        let lock = Lock::new(parts.key.clone(), address);
        let (watch, turns) = mpsc::channel(WATCHED_TURNS_MAX);
        let (store, clock) = (parts.store.clone(), parts.clock.clone());
        let root = std::path::absolute(&parts.folder)?;
        let editor = std::mem::take(&mut parts.editor);
        let past = parts.past.clone();
        let tapes = recall(&past, &store, &parts.bot, PAGE).await;
        // Nobody's past is still to come: the clock goes on where an earlier `dev` had put it.
        let newest = newest(&tapes).map_or(Millis(0), |newest| newest.since(clock.now()));
        ahead.forward(newest.min(AHEAD_MAX));
        let app = start_app(parts, &fake, watch).await?;
        fake.subscribe(&format!("http://{}/webhook", app.address));
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let desk = Arc::new(Desk {
            store,
            fake: fake.clone(),
            live: app.live.clone(),
            lock,
            clock,
            ahead,
            page: PAGE,
            app: APP,
            root,
            editor,
            past,
            stir: app.stir(),
            changed: watch::Sender::new(0),
            typing: broadcast::Sender::new(WATCHED_TURNS_MAX),
            tasks: tasks.clone(),
            stop: stop.clone(),
            alone: tokio::sync::Mutex::default(),
            kept: Mutex::new(Kept { tapes, ..Kept::default() }),
        });
        tasks.spawn(stop.clone().run_until_cancelled_owned(desk.clone().watch(turns)));
        tasks.spawn(stop.clone().run_until_cancelled_owned(desk.clone().follow()));
        tasks.spawn(stop.clone().run_until_cancelled_owned(desk.clone().stay()));
        let routes = warp::service(routes::routes(desk));
        tasks.spawn(gate::run(page, routes, tasks.clone(), stop.clone()));
        tasks.close();
        Ok(Self { address, app, fake, tasks, stop })
    }

    /// Ends everything.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
        self.app.stop().await;
    }
}

async fn start_app<S: Store>(parts: Parts<S>, fake: &Fake, watch: Watch) -> Result<App, DevError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let graph = Graph::new(&fake.url(), "v26.0", &parts.key, Some(&parts.key))?;
    let outbox = pump::Config {
        resend_uncertain: true,
        page_rate: None,
        pseudonyms: Pseudonyms::new(&parts.key),
        clock: parts.clock,
        // Our own Messenger fetches the bot's files from this machine.
        public_url: Some(format!("http://{}", listener.local_addr()?)),
    };
    let setup = Setup {
        store: parts.store,
        bot: parts.bot,
        folder: Some(parts.folder),
        graph,
        secrets: Some(Secrets::new(std::slice::from_ref(&parts.key))?),
        verify: parts.key,
        stale_after: Some(Millis::from_hours(24)),
        gate: parts.gate,
        outbox,
        events: None,
        watch: Some(watch),
    };
    Ok(App::start(listener, setup).await?)
}
