//! Putting it together: everything that runs, from the first socket to the last send.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bot::Bot;
use crate::fetch::Gate;
use crate::files::media::Shelf;
use crate::limits::TIMERS_MOVED_MAX;
use crate::messenger::graph::Graph;
use crate::messenger::signature::Secrets;
use crate::outbox::fate::TOKEN_HELD;
use crate::outbox::pump::{self, Pump};
use crate::outbox::wardrobe::{Speakers, Wardrobe};
use crate::secret::Secret;
use crate::service::acquaint::{self, Acquaintance};
use crate::service::calls::Calls;
use crate::service::desk::{self, Desk};
use crate::service::errands::Errands;
use crate::service::intake::Intake;
use crate::service::linked::Linked;
use crate::service::live::Live;
use crate::service::quiet::Quiet;
use crate::service::renewed::Renewed;
use crate::service::routes::{self, Front};
use crate::service::seen::Watch;
use crate::service::worker::{Dice, Workers};
use crate::service::{gate, timers};
use crate::store::{Recovered, Store, StoreError};
use crate::time::{Clock, Millis};
use crate::words::name::PageId;
use crate::words::turn::Whom;

/// What an app is made of.
#[derive(Debug)]
pub struct Setup<S> {
    /// Where everything is kept.
    pub store: S,
    /// The bot that answers first.
    pub bot: Bot,
    /// Its folder, to be watched; none for a bot that does not change.
    pub folder: Option<PathBuf>,
    /// The way to Messenger.
    pub graph: Graph,
    /// The app's secrets; none only for `--insecure-no-signature` on loopback.
    pub secrets: Option<Secrets>,
    /// What Meta has to show in its handshake.
    pub verify: Secret,
    /// Events older than this are not answered; none answers all.
    pub stale_after: Option<Millis>,
    /// The gate of `http` steps.
    pub gate: Gate,
    /// How replies leave.
    pub outbox: pump::Config,
    /// Where other systems may tell events, and the token that they have to show.
    pub events: Option<(TcpListener, Secret)>,
    /// Who watches turns; with none they are not traced.
    pub watch: Option<Watch>,
}

/// A running app; [`App::stop`] ends it.
#[derive(Debug)]
pub struct App {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where other systems may tell events.
    pub events: Option<SocketAddr>,
    /// The bot that answers now.
    pub live: Live,
    /// What the last life left behind.
    pub recovered: Recovered,
    graph: Graph,
    renewed: Renewed,
    again: Arc<Notify>,
    moved: Arc<Notify>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Why an app did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The listener is of no use.
    #[error("the address cannot be listened on: {0}")]
    Listen(#[from] std::io::Error),
    /// The store is of no use.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Starts everything on a listener that is bound already.
    ///
    /// What another life was sending is uncertain from now on, since only now can Meta's echoes
    /// reach us (PROMISES P5).
    pub async fn start<S: Store>(
        listener: TcpListener,
        setup: Setup<S>,
    ) -> Result<Self, StartError> {
        let address = listener.local_addr()?;
        let clock = setup.outbox.clock.clone();
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let again = acquaint(&setup, &tasks, &stop).await;
        let recovered = setup.store.recover(clock.now()).await?;
        lift(&setup.store).await?;
        let pseudonyms = setup.outbox.pseudonyms.clone();
        let (store, live) = (setup.store, Live::new(setup.bot));
        let wardrobe = wardrobe(&live, setup.folder.as_deref(), setup.outbox.public_url.clone());
        let graph = setup.graph.clone();
        let linked = Linked::new(live.clone(), graph.clone());
        let (way, ends) = ((setup.graph, wardrobe), (tasks.clone(), stop.clone()));
        let pump = Pump::new(store.clone(), way, setup.outbox, ends);
        let wake = Arc::new(Notify::new());
        let wakes = (wake.clone(), pump.clone());
        let names = (pseudonyms.clone(), clock.clone());
        let kept = (store.clone(), live.clone(), graph.clone());
        // Whoever watches is `dev`, whose page shows every bot as it is on Messenger.
        let how = (setup.secrets, setup.stale_after, setup.watch.is_some());
        let intake = Intake::new(kept, how, wakes, names);
        let front = Arc::new(Front {
            intake,
            live: live.clone(),
            shelf: Shelf::of(setup.folder.as_deref()),
            verify: setup.verify,
            bodies: routes::bodies(),
            large: Quiet::default(),
            strangers: Quiet::default(),
        });
        let routes = warp::service(routes::routes(front.clone()));
        let workers = Arc::new(Workers {
            store: store.clone(),
            live: live.clone(),
            pump: pump.clone(),
            clock: clock.clone(),
            pseudonyms,
            dice: Dice::default(),
            wake: wake.clone(),
            asked: Arc::new(Notify::new()),
            curious: Arc::new(Notify::new()),
            left: Arc::new(Notify::new()),
            tasks: tasks.clone(),
            stop: stop.clone(),
            watch: setup.watch,
        });
        tasks.spawn(gate::run(listener, routes, tasks.clone(), stop.clone()));
        let events = events(setup.events, front, (&tasks, &stop))?;
        let ways = (setup.gate.clone(), graph.clone());
        tasks.spawn(Calls::new(workers.clone(), ways.clone(), Whom::Server).run());
        tasks.spawn(Calls::new(workers.clone(), ways, Whom::Meta).run());
        tasks.spawn(Errands::new(workers.clone(), setup.gate).run());
        tasks.spawn(workers.run());
        tasks.spawn(pump.clone().run());
        let (renewed, moved) = sleepers((store, linked), (wake, pump), &clock, (&tasks, &stop));
        if let Some(folder) = setup.folder {
            tasks.spawn(live.clone().watch(folder, clock, stop.clone()));
        }
        tasks.close();
        Ok(Self { address, events, live, recovered, graph, renewed, again, moved, tasks, stop })
    }

    /// There is a new token, of a Page or of whatever Page it belongs to: replies that waited for it
    /// go on.
    pub fn token_is_new(&self, page: Option<PageId>) {
        let accounts = &self.live.bot().settings.accounts;
        let linked = accounts.iter().filter(|(_, own)| Some(*own) == page.as_ref());
        linked.for_each(|(account, _)| self.renewed.add(Some(account.clone())));
        self.renewed.add(page);
        self.again.notify_one();
    }

    /// The way to Messenger, which takes new tokens.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Somebody moved the clock or wrote into the store: whoever sleeps looks again at once. It can be
    /// called long after.
    #[must_use]
    pub fn stir(&self) -> Arc<Notify> {
        self.moved.clone()
    }

    /// Stops taking requests, finishes what is under way, and returns when nothing runs any more.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

/// Asks Graph who we are, before events come in if it answers at once; what makes it ask again.
async fn acquaint<S: Store>(
    setup: &Setup<S>,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Arc<Notify> {
    let again = Arc::new(Notify::new());
    let (first, heard) = oneshot::channel();
    let (store, graph) = (setup.store.clone(), setup.graph.clone());
    let asking = Acquaintance::new(store, graph, again.clone(), stop.clone());
    tasks.spawn(asking.run(first));
    acquaint::first_round(heard).await;
    again
}

/// Where files and speakers of the bot that answers come from.
fn wardrobe(live: &Live, folder: Option<&Path>, public_url: Option<String>) -> Wardrobe {
    let live = live.clone();
    let speakers = Speakers::new(move |name| {
        let bot = live.bot();
        let persona = bot.settings.personas.get(name)?;
        Some((persona.name.clone(), persona.picture.clone()))
    });
    Wardrobe { shelf: Shelf::of(folder), speakers, public_url }
}

/// Opens the listener of other systems, if they may tell events.
fn events<S: Store>(
    given: Option<(TcpListener, Secret)>,
    front: Arc<Front<S>>,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> std::io::Result<Option<SocketAddr>> {
    let Some((listener, token)) = given else { return Ok(None) };
    let address = listener.local_addr()?;
    let desk = Desk { front, address, token, nameless: AtomicU64::default() };
    let routes = warp::service(desk::routes(Arc::new(desk)));
    tasks.spawn(gate::run(listener, routes, tasks.clone(), stop.clone()));
    Ok(Some(address))
}

/// Whoever starts it anew has seen to it; if not, Graph's next answer says so again.
async fn lift<S: Store>(store: &S) -> Result<(), StoreError> {
    store.lift(TOKEN_HELD, None).await.map(|_| ())
}

/// Starts what sleeps until something comes: a new token or account, a moved clock, a timer.
fn sleepers<S: Store>(
    (store, linked): (S, Linked),
    (wake, pump): (Arc<Notify>, Pump<S>),
    clock: &Clock,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> (Renewed, Arc<Notify>) {
    let (renewed, moved) = (Renewed::default(), Arc::new(Notify::new()));
    tasks.spawn(renewed.clone().run(store.clone(), pump.clone(), stop.clone()));
    tasks.spawn(linked.run(renewed.clone(), stop.clone()));
    let look = look(moved.clone(), (wake.clone(), pump), store.clone(), clock.clone());
    tasks.spawn(stop.clone().run_until_cancelled_owned(look));
    tasks.spawn(timers::run(store, clock.clone(), wake, stop.clone()));
    (renewed, moved)
}

/// Wakes everybody who sleeps until some moment, whenever that is wanted.
async fn look<S: Store>(
    moved: Arc<Notify>,
    (wake, pump): (Arc<Notify>, Pump<S>),
    store: S,
    clock: Clock,
) {
    loop {
        moved.notified().await;
        if let Err(error) = store.due(clock.now(), TIMERS_MOVED_MAX).await {
            tracing::error!(%error, "timers: the store could not be read");
        }
        wake.notify_one();
        pump.wake();
    }
}
