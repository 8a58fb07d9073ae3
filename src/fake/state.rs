//! What all connections and handles of a fake share.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::Client;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, watch};

use crate::fake::ledger::Ledger;
use crate::fake::script::Step;
use crate::fake::{Call, Config, FakeError};
use crate::limits::ATTACHMENT_TTL;
use crate::messenger::graph::client;
use crate::messenger::signature::proof;
use crate::secret::Secret;
use crate::time::{Millis, Timestamp};
use crate::words::name::{Mid, PageId};

/// Echoes that wait to be posted; beyond that they are lost, as Meta loses some.
const ECHOES_MAX: usize = 4_096;

/// Shared by all; the lock is never held across an await.
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) client: Client,
    /// Echoes on their way to the webhook.
    pub(super) echoes: mpsc::Sender<Value>,
    pub(super) ledger: Ledger,
    state: Mutex<State>,
    /// How many calls there have been.
    count: watch::Sender<usize>,
    /// Part of every mid, so that two lives of a fake never name two messages alike.
    birth: Timestamp,
}

#[derive(Default)]
struct State {
    /// The newest calls.
    calls: VecDeque<Call>,
    /// How many older ones are forgotten.
    forgotten: usize,
    /// How many are remembered; all of them if nobody says.
    kept: Option<usize>,
    script: VecDeque<Step>,
    scripts: BTreeMap<String, VecDeque<Step>>,
    /// What calls meet that no script speaks of.
    mood: Option<Step>,
    webhook: Option<String>,
    mids: u64,
    /// Every Page with its token.
    pages: BTreeMap<PageId, Secret>,
    /// What stands on each.
    page_profiles: BTreeMap<PageId, Map<String, Value>>,
    /// Ids of uploads, whose they are, and when they came.
    attachments: BTreeMap<String, (PageId, Timestamp)>,
    /// Ids of speakers, and whose they are.
    personas: BTreeMap<String, PageId>,
    /// When each visitor did something last.
    heard: BTreeMap<String, Timestamp>,
    profiles: BTreeMap<String, Value>,
    /// Visitors on Instagram, and comments there, with the account.
    on_instagram: BTreeMap<String, String>,
    /// Usage headers that come with every answer.
    usage: Vec<(String, String)>,
}

impl Shared {
    pub(super) fn new(config: Config) -> Result<(Self, mpsc::Receiver<Value>), FakeError> {
        let (echoes, waiting) = mpsc::channel(ECHOES_MAX);
        let (client, birth) = (client()?, config.clock.now());
        let pages = BTreeMap::from([(config.page.clone(), config.token.clone())]);
        let state = Mutex::new(State { pages, ..State::default() });
        let (count, ledger) = (watch::Sender::new(0), Ledger::default());
        Ok((Self { config, client, echoes, ledger, state, count, birth }, waiting))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.config.clock.now()
    }

    /// A message id that was never used.
    pub(super) fn mid(&self) -> Mid {
        let mut state = self.lock();
        state.mids = state.mids.saturating_add(1);
        Mid::new(format!("m_{:x}_{}", self.birth.0, state.mids))
    }

    pub(super) fn add_page(&self, page: &PageId, token: &Secret) {
        self.lock().pages.insert(page.clone(), token.clone());
    }

    /// The Page that a token is of, and the `appsecret_proof` that has to come with it.
    pub(super) fn page_of(&self, token: &str) -> Option<(PageId, String)> {
        let state = self.lock();
        let (page, token) = state.pages.iter().find(|(_, own)| own.is(token))?;
        Some((page.clone(), proof(&self.config.app_secret, token)))
    }

    pub(super) fn page_profile(&self, page: &PageId) -> Map<String, Value> {
        self.lock().page_profiles.get(page).cloned().unwrap_or_default()
    }

    pub(super) fn set_page_profile(&self, page: &PageId, profile: Map<String, Value>) {
        self.lock().page_profiles.insert(page.clone(), profile);
    }

    pub(super) fn new_attachment(&self, page: &PageId) -> String {
        let now = self.now();
        let mut state = self.lock();
        let id = format!("18577777748{:05}", state.attachments.len());
        state.attachments.insert(id.clone(), (page.clone(), now));
        id
    }

    pub(super) fn has_attachment(&self, page: &PageId, id: &str) -> bool {
        let now = self.now();
        let state = self.lock();
        let upload = state.attachments.get(id);
        upload.is_some_and(|(own, at)| own == page && now.since(*at) < ATTACHMENT_TTL)
    }

    pub(super) fn forget_attachments(&self) {
        self.lock().attachments.clear();
    }

    pub(super) fn new_persona(&self, page: &PageId) -> String {
        let mut state = self.lock();
        let id = format!("22334455{:05}", state.personas.len());
        state.personas.insert(id.clone(), page.clone());
        id
    }

    pub(super) fn forget_personas(&self) {
        self.lock().personas.clear();
    }

    pub(super) fn has_persona(&self, page: &PageId, id: &str) -> bool {
        self.lock().personas.get(id) == Some(page)
    }

    /// A visitor did something.
    pub(super) fn hear(&self, visitor: &str) {
        let now = self.now();
        self.lock().heard.insert(visitor.to_owned(), now);
    }

    pub(super) fn silent_for(&self, visitor: &str) -> Option<Millis> {
        let now = self.now();
        self.lock().heard.get(visitor).map(|last| now.since(*last))
    }

    pub(super) fn hear_on_instagram(&self, visitor: &str, account: &str) {
        self.lock().on_instagram.insert(visitor.to_owned(), account.to_owned());
    }

    /// The account of Instagram that a visitor talks with, if it is one.
    pub(super) fn account_of(&self, visitor: &str) -> Option<String> {
        self.lock().on_instagram.get(visitor).cloned()
    }

    pub(super) fn introduce(&self, visitor: &str, profile: Value) {
        self.lock().profiles.insert(visitor.to_owned(), profile);
    }

    pub(super) fn profile(&self, visitor: &str) -> Option<Value> {
        self.lock().profiles.get(visitor).cloned()
    }

    pub(super) fn set_usage(&self, headers: Vec<(String, String)>) {
        self.lock().usage = headers;
    }

    pub(super) fn usage(&self) -> Vec<(String, String)> {
        self.lock().usage.clone()
    }

    pub(super) fn subscribe(&self, url: &str) {
        self.lock().webhook = Some(url.to_owned());
    }

    pub(super) fn webhook(&self) -> Option<String> {
        self.lock().webhook.clone()
    }

    pub(super) fn calls_since(&self, n: usize) -> Vec<Call> {
        let state = self.lock();
        state.calls.iter().skip(n.saturating_sub(state.forgotten)).cloned().collect()
    }

    pub(super) fn keep_calls(&self, most: usize) {
        self.lock().kept = Some(most);
    }

    /// Returns when there have been this many calls.
    pub(super) async fn reach(&self, count: usize) {
        let mut counts = self.count.subscribe();
        // The sender lives in `self`: waiting ends only with the count.
        if counts.wait_for(|have| *have >= count).await.is_err() {
            tracing::debug!("the fake Messenger is gone");
        }
    }

    pub(super) fn record(&self, mut call: Call) {
        let count = {
            let mut state = self.lock();
            call.n = state.forgotten.saturating_add(state.calls.len());
            let count = call.n.saturating_add(1);
            state.calls.push_back(call);
            if state.kept.is_some_and(|most| state.calls.len() > most) {
                state.calls.pop_front();
                state.forgotten = state.forgotten.saturating_add(1);
            }
            count
        };
        self.count.send_replace(count);
    }

    pub(super) fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.lock().script.extend(steps);
    }

    pub(super) fn script_for(&self, visitor: &str, steps: impl IntoIterator<Item = Step>) {
        self.lock().scripts.entry(visitor.to_owned()).or_default().extend(steps);
    }

    pub(super) fn set_mood(&self, mood: Option<Step>) {
        self.lock().mood = mood;
    }

    pub(super) fn forget_script(&self) {
        let mut state = self.lock();
        state.script.clear();
        state.scripts.clear();
    }

    /// What the call to this visitor meets.
    pub(super) fn step(&self, visitor: &str) -> Step {
        let mut state = self.lock();
        let own = state.scripts.get_mut(visitor).and_then(VecDeque::pop_front);
        let scripted = own.or_else(|| state.script.pop_front());
        scripted.or_else(|| state.mood.clone()).unwrap_or(Step::Take)
    }

    /// Whether the next step breaks connections that have not been read from; if so, it is done.
    pub(super) fn breaks_at_once(&self) -> bool {
        let mut state = self.lock();
        let breaks = state.script.front().is_some_and(Step::breaks_at_once);
        if breaks {
            state.script.pop_front();
        }
        breaks
    }
}
