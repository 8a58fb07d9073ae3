//! What all connections and handles of a fake share.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::Client;
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use crate::fake::script::Step;
use crate::fake::{Call, Config, FakeError};
use crate::messenger::graph::client;
use crate::messenger::signature::proof;
use crate::time::Timestamp;
use crate::words::name::Mid;

/// Echoes that wait to be posted; beyond that they are lost, as Meta loses some.
const ECHOES_MAX: usize = 4_096;

/// Shared by all; the lock is never held across an await.
pub(super) struct Shared {
    pub(super) config: Config,
    /// The `appsecret_proof` that calls must bring.
    pub(super) proof: String,
    pub(super) client: Client,
    /// Echoes on their way to the webhook.
    pub(super) echoes: mpsc::Sender<Value>,
    state: Mutex<State>,
    /// How many calls there have been.
    count: watch::Sender<usize>,
    /// Part of every mid, so that two lives of a fake never name two messages alike.
    birth: Timestamp,
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    script: VecDeque<Step>,
    scripts: BTreeMap<String, VecDeque<Step>>,
    webhook: Option<String>,
    mids: u64,
}

impl Shared {
    pub(super) fn new(config: Config) -> Result<(Self, mpsc::Receiver<Value>), FakeError> {
        let (echoes, waiting) = mpsc::channel(ECHOES_MAX);
        let proof = proof(&config.app_secret, &config.token);
        let (client, birth) = (client()?, config.clock.now());
        let (state, count) = (Mutex::default(), watch::Sender::new(0));
        Ok((Self { config, proof, client, echoes, state, count, birth }, waiting))
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

    pub(super) fn subscribe(&self, url: &str) {
        self.lock().webhook = Some(url.to_owned());
    }

    pub(super) fn webhook(&self) -> Option<String> {
        self.lock().webhook.clone()
    }

    pub(super) fn calls_since(&self, n: usize) -> Vec<Call> {
        self.lock().calls.get(n..).unwrap_or_default().to_vec()
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
            call.n = state.calls.len();
            state.calls.push(call);
            state.calls.len()
        };
        self.count.send_replace(count);
    }

    pub(super) fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.lock().script.extend(steps);
    }

    pub(super) fn script_for(&self, visitor: &str, steps: impl IntoIterator<Item = Step>) {
        self.lock().scripts.entry(visitor.to_owned()).or_default().extend(steps);
    }

    /// What the call to this visitor meets.
    pub(super) fn step(&self, visitor: &str) -> Step {
        let mut state = self.lock();
        let own = state.scripts.get_mut(visitor).and_then(VecDeque::pop_front);
        own.or_else(|| state.script.pop_front()).unwrap_or(Step::Take)
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
