//! A Messenger of our own on loopback: it takes calls of the Graph API as Meta would, and posts
//! signed webhook requests as Meta would. `dev` talks to the bot through it, tests make it misbehave.

mod check;
mod edges;
mod event;
mod form;
mod graph;
mod hook;
mod instagram;
mod ledger;
mod profile;
mod server;
mod state;
mod template;

pub mod script;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::messenger::graph::GraphError;
use crate::secret::Secret;
use crate::time::{Clock, Timestamp};
use crate::words::event::Via;
use crate::words::name::{Mid, PageId};

use self::script::Step;
use self::state::Shared;

/// Who the fake is, and what it knows.
#[derive(Clone)]
pub struct Config {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The Page that visitors write to, unless it is said otherwise.
    pub page: PageId,
    /// The token that calls in its name must bring.
    pub token: Secret,
    /// Signs webhook requests, and the token of calls.
    pub app_secret: Secret,
    /// The app's id, as echoes name it; empty if Graph does not tell it.
    pub app: String,
    /// Whether what is sent comes back as an echo.
    pub echoes: bool,
    /// What time it is.
    pub clock: Clock,
}

/// A running fake. Clones are handles of the same one; it stops when the last of them is dropped.
#[derive(Clone)]
pub struct Fake {
    address: SocketAddr,
    shared: Arc<Shared>,
    tasks: TaskTracker,
    _stop: Arc<DropGuard>,
}

/// One call of the Graph API, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its number, from 0.
    pub n: usize,
    /// The Page whose token it brought; none if it was nobody's.
    pub page: Option<PageId>,
    /// When it came.
    pub at: Timestamp,
    /// `messages`, `pass_thread_control` …
    pub edge: String,
    /// The body; null if it was no JSON.
    pub body: Value,
    /// The status it was answered with; none for calls that got no answer.
    pub status: Option<u16>,
    /// The message's id, if a message reached the visitor.
    pub mid: Option<Mid>,
    /// Whether it took effect: a message reached the visitor, or the action happened.
    pub accepted: bool,
}

/// The fake could not start.
#[derive(Debug, thiserror::Error)]
pub enum FakeError {
    /// The port is taken, or the like.
    #[error("the fake Messenger could not listen: {0}")]
    Listen(#[from] std::io::Error),
    /// The client for webhooks could not be made.
    #[error(transparent)]
    Client(#[from] GraphError),
}

/// A webhook request was not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// Nobody said where: call [`Fake::subscribe`] first.
    #[error("the fake Messenger has no webhook to post to")]
    NoWebhook,
    /// The other side did not answer.
    #[error("the webhook did not answer: {0}")]
    Unanswered(String),
}

impl Fake {
    /// Starts listening on loopback.
    pub async fn start(config: Config) -> Result<Self, FakeError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let (shared, echoes) = Shared::new(config)?;
        let (shared, stop, tasks) =
            (Arc::new(shared), CancellationToken::new(), TaskTracker::new());
        let serving = server::run(listener, shared.clone(), tasks.clone(), stop.clone());
        tasks.spawn(stop.clone().run_until_cancelled_owned(serving));
        let echoing = hook::echo_all(shared.clone(), echoes);
        tasks.spawn(stop.clone().run_until_cancelled_owned(echoing));
        Ok(Self { address, shared, tasks, _stop: Arc::new(stop.drop_guard()) })
    }

    /// Its address, for `GRAPH_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on webhook requests go to this address.
    pub fn subscribe(&self, url: &str) {
        self.shared.subscribe(url);
    }

    /// From now on only the newest calls are remembered, at most this many.
    pub fn keep_calls(&self, most: usize) {
        self.shared.keep_calls(most);
    }

    /// The calls from number `n` on.
    #[must_use]
    pub fn calls_since(&self, n: usize) -> Vec<Call> {
        self.shared.calls_since(n)
    }

    /// The calls from number `n` on, as soon as there is one.
    pub async fn next_calls(&self, n: usize) -> Vec<Call> {
        self.shared.reach(n.saturating_add(1)).await;
        self.calls_since(n)
    }

    /// All calls, as soon as there are `count` of them or `patience` is at an end.
    pub async fn wait_for(&self, count: usize, patience: Duration) -> Vec<Call> {
        let reached = tokio::time::timeout(patience, self.shared.reach(count)).await;
        if reached.is_err() {
            tracing::debug!(count, "fewer calls came than were waited for");
        }
        self.calls_since(0)
    }

    /// From now on there is a Page with this token. A Page that is there already has this token
    /// instead, and its old one is revoked.
    pub fn add_page(&self, page: &PageId, token: &Secret) {
        self.shared.add_page(page, token);
    }

    /// A visitor writes to one of several Pages; the webhook's status.
    pub async fn say_to(&self, page: &PageId, visitor: &str, text: &str) -> Result<u16, HookError> {
        let body = event::text(&self.shared, [visitor, page.as_str()], text);
        self.post(&body).await
    }

    /// A visitor writes to an account of Instagram; the webhook's status.
    pub async fn say_on_instagram(
        &self,
        account: &str,
        visitor: &str,
        text: &str,
    ) -> Result<u16, HookError> {
        self.post(&instagram::text(&self.shared, [account, visitor], text)).await
    }

    /// What stands on a Page, as Graph shows it.
    #[must_use]
    pub fn page_profile(&self, page: &PageId) -> Value {
        Value::Object(self.shared.page_profile(page))
    }

    /// What stands on a Page's account of Instagram, as Graph shows it.
    #[must_use]
    pub fn instagram_profile(&self, page: &PageId) -> Value {
        Value::Object(self.shared.page_profile(&profile::on_instagram(page)))
    }

    /// What the next calls meet, one step each; then all is well again.
    pub fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.shared.script(steps);
    }

    /// As [`Self::script`], for the calls to one visitor; these steps come before the others.
    pub fn script_for(&self, visitor: &str, steps: impl IntoIterator<Item = Step>) {
        self.shared.script_for(visitor, steps);
    }

    /// From now on all is well.
    pub fn forget_script(&self) {
        self.shared.forget_script();
    }

    /// A visitor writes; the webhook's status.
    pub async fn say(&self, visitor: &str, text: &str) -> Result<u16, HookError> {
        self.say_to(&self.shared.config.page, visitor, text).await
    }

    /// A visitor taps a button, menu item or quick reply; the webhook's status.
    pub async fn tap(
        &self,
        visitor: &str,
        payload: &str,
        title: &str,
        via: Via,
    ) -> Result<u16, HookError> {
        let body = event::tap(&self.shared, visitor, [payload, title], via);
        self.post(&body).await
    }

    /// A visitor presses "Get Started"; the webhook's status.
    pub async fn start_chat(&self, visitor: &str) -> Result<u16, HookError> {
        self.tap(visitor, "GET_STARTED", "Get Started", Via::Postback).await
    }

    /// Something happens in a visitor's conversation, as Meta would tell it; the webhook's status.
    /// Sender, recipient, moment and message id are put in where they are missing.
    pub async fn happens(&self, visitor: &str, item: Value) -> Result<u16, HookError> {
        let page = &self.shared.config.page;
        let body = event::item(&self.shared, [page.as_str(), visitor], item);
        self.post(&body).await
    }

    /// From now on every call meets this that no script speaks of; with none all is well.
    pub fn mood(&self, mood: Option<Step>) {
        self.shared.set_mood(mood);
    }

    /// Tells who a visitor is: what a look-up of the profile shows.
    pub fn introduce(&self, visitor: &str, profile: Value) {
        self.shared.introduce(visitor, profile);
    }

    /// From now on calls that are taken are answered with these headers, such as `X-App-Usage`.
    pub fn usage(&self, headers: Vec<(String, String)>) {
        self.shared.set_usage(headers);
    }

    /// Forgets all speakers, as a Page does whose owner deletes them.
    pub fn forget_personas(&self) {
        self.shared.forget_personas();
    }

    /// Forgets uploads, as Meta does after 90 days.
    pub fn forget_attachments(&self) {
        self.shared.forget_attachments();
    }

    /// The phone has got all messages so far; the webhook's status.
    pub async fn deliver(&self, visitor: &str) -> Result<u16, HookError> {
        let calls = self.calls_since(0).into_iter();
        let mids = calls.filter(|call| check::visitor(&call.body) == visitor);
        let mids: Vec<Mid> = mids.filter_map(|call| call.mid).collect();
        self.post(&event::receipt(&self.shared, visitor, Some(&mids))).await
    }

    /// The visitor has read all messages so far; the webhook's status.
    pub async fn read(&self, visitor: &str) -> Result<u16, HookError> {
        self.post(&event::receipt(&self.shared, visitor, None)).await
    }

    /// A colleague takes the thread in the Page's inbox: messages to the visitor are refused until it is given back.
    pub async fn take_thread(&self, visitor: &str) -> Result<u16, HookError> {
        self.shared.ledger.give(&self.shared.config.page, visitor, true);
        self.post(&event::thread(&self.shared, visitor, Some(event::INBOX))).await
    }

    /// The colleague gives the thread back; the webhook's status.
    pub async fn give_thread(&self, visitor: &str) -> Result<u16, HookError> {
        self.shared.ledger.give(&self.shared.config.page, visitor, false);
        self.post(&event::thread(&self.shared, visitor, None)).await
    }

    /// Posts every webhook request so far once more, the newest first: copies, out of order, as Meta
    /// sends them after an outage.
    pub async fn repeat(&self) -> Result<(), HookError> {
        for body in self.shared.ledger.backwards() {
            self.post_raw(body).await?;
        }
        Ok(())
    }

    /// From now on more sends a second than Meta takes are refused.
    pub fn count_sends(&self) {
        self.shared.ledger.count();
    }

    /// Posts a body of Meta's, signed, in Meta's way of writing JSON; the webhook's status.
    pub async fn post(&self, body: &Value) -> Result<u16, HookError> {
        for (visitor, account) in instagram::people(body) {
            self.shared.hear_on_instagram(visitor, account);
        }
        for visitor in event::heard(body) {
            self.shared.hear(visitor);
        }
        for id in event::commented(body) {
            self.shared.ledger.commented(id, self.shared.now());
        }
        hook::post(&self.shared, hook::wire(body)).await
    }

    /// Posts these very bytes, signed; the webhook's status.
    pub async fn post_raw(&self, body: Vec<u8>) -> Result<u16, HookError> {
        hook::post(&self.shared, body).await
    }

    /// How many messages each visitor has got.
    #[must_use]
    pub fn delivered(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for call in self.calls_since(0).iter().filter(|call| call.mid.is_some()) {
            let count: &mut usize = counts.entry(check::visitor(&call.body)).or_default();
            *count = count.saturating_add(1);
        }
        counts
    }

    /// Connections and echoes that are still being worked on.
    #[must_use]
    pub fn busy(&self) -> usize {
        self.tasks.len()
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fake({})", self.address)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config(page {})", self.page)
    }
}
