//! The pump: sends what is claimed, settles it, and goes on with the conversation's next reply.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::messenger::answer::Verdict;
use crate::messenger::encode::{self, Facts};
use crate::messenger::graph::Graph;
use crate::outbox::fate::{self, Now, Ruling};
use crate::outbox::pace::Pace;
use crate::outbox::throttle::Refused;
use crate::outbox::wardrobe::{Dresser, Undressed, Wardrobe};
use crate::secret::Pseudonyms;
use crate::store::{Fate, Outgoing, Settled, Store, StoreError};
use crate::time::{Clock, Millis, Timestamp};
use crate::words::name::{ConversationKey, PageId, PersonaName};
use crate::words::reply::ReplyKind;

/// Sends at once, over all conversations.
const IN_FLIGHT_MAX: usize = 512;
/// Heads of conversations claimed in one go.
const CLAIM_MAX: usize = 128;
/// Graph's code for a parameter that it does not take.
const PARAMETER: &str = "100";
/// How long the pump sleeps at most.
const NAP_MAX: Millis = Millis(1_000);
/// How long the pump sleeps at least, so that a held Page does not keep it running.
const NAP_MIN: Millis = Millis(20);

/// What the pump is told by its operator.
#[derive(Clone, Debug)]
pub struct Config {
    /// Send once more what may have been lost (true), or leave it.
    pub resend_uncertain: bool,
    /// Replies a second and Page; none for no limit.
    pub page_rate: Option<u32>,
    /// Names of visitors for the log.
    pub pseudonyms: Pseudonyms,
    /// The clock.
    pub clock: Clock,
    /// Where the world reaches us, without a `/` at its end; for files that Meta fetches.
    pub public_url: Option<String>,
}

/// A handle of the pump; clones are the same pump.
#[derive(Debug)]
pub struct Pump<S>(Arc<Shared<S>>);

impl<S> Clone for Pump<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
struct Shared<S> {
    store: S,
    graph: Graph,
    wardrobe: Wardrobe,
    config: Config,
    wake: Notify,
    slots: Semaphore,
    /// Held only to look at it or to change it, never across an await.
    pace: Mutex<Pace>,
    /// What somebody was told about each Page; held as `pace` is.
    alerted: Mutex<HashMap<PageId, BTreeSet<&'static str>>>,
    /// Speakers that were made anew; held as `pace` is.
    renewed: Mutex<BTreeSet<(PageId, PersonaName)>>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl<S: Store> Pump<S> {
    /// A pump that sends through `graph`; [`Pump::run`] sets it going. It ends with `stop`; what it
    /// is sending then is finished, as `tasks` shows.
    #[must_use]
    pub fn new(
        store: S,
        (graph, wardrobe): (Graph, Wardrobe),
        config: Config,
        ends: (TaskTracker, CancellationToken),
    ) -> Self {
        let (wake, slots) = (Notify::new(), Semaphore::new(IN_FLIGHT_MAX));
        let (pace, alerted) = (Mutex::new(Pace::new(config.page_rate)), Mutex::default());
        let (tasks, stop) = ends;
        Self(Arc::new(Shared {
            store,
            graph,
            wardrobe,
            config,
            wake,
            slots,
            pace,
            alerted,
            renewed: Mutex::default(),
            tasks,
            stop,
        }))
    }

    /// There may be something to send.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Sends a reply that a commit has already claimed.
    pub fn send(&self, outgoing: Outgoing) {
        let pump = self.clone();
        self.0.tasks.spawn(async move { pump.drive(outgoing).await });
    }

    /// Claims and sends whatever is due, until it is stopped.
    pub async fn run(self) {
        while !self.0.stop.is_cancelled() {
            match self.0.store.sends(self.0.config.clock.now(), CLAIM_MAX).await {
                Ok(sends) if sends.is_empty() => self.nap().await,
                Ok(sends) => sends.into_iter().for_each(|outgoing| self.send(outgoing)),
                Err(error) => {
                    tracing::error!(%error, "outbox: the store could not be read");
                    tokio::time::sleep(NAP_MAX.into()).await;
                }
            }
        }
    }

    async fn nap(&self) {
        let now = self.0.config.clock.now();
        let due = self.0.store.next_due().await.ok().flatten();
        let nap = due.map_or(NAP_MAX, |due| due.since(now).clamp(NAP_MIN, NAP_MAX));
        tokio::select! {
            () = self.0.wake.notified() => {}
            () = tokio::time::sleep(Duration::from(nap)) => {}
            () = self.0.stop.cancelled() => {}
        }
    }

    /// Sends one reply and then those of its conversation that are free to follow.
    async fn drive(&self, outgoing: Outgoing) {
        let mut waiting = vec![outgoing];
        while let Some(outgoing) = waiting.pop() {
            let settled = self.one(&outgoing).await;
            let untried = settled.fate == Fate::Untried;
            if outgoing.reply.types && matches!(settled.fate, Fate::Sent { .. }) {
                self.type_on(&outgoing.key);
            }
            let next = self.settle(settled).await;
            if untried {
                return;
            }
            waiting.extend(next);
        }
    }

    /// Shows the three dots, if there is room for it; they are worth no second try.
    pub fn type_on(&self, key: &ConversationKey) {
        let now = self.0.config.clock.now();
        let rests = self.pace().rests(&key.page, now).is_some();
        let taken = self.pace().take(&key.page, &ReplyKind::Seen, now);
        let (Ok(Millis(0)), false, Ok(call)) = (taken, rests, encode::typing(key, true)) else {
            return;
        };
        let (pump, key) = (self.clone(), key.clone());
        self.0.tasks.spawn(async move {
            let Ok(_slot) = pump.0.slots.acquire().await else { return };
            if pump.is_held(&key.page).await {
                return;
            }
            let began = pump.0.config.clock.now();
            let verdict = pump.0.graph.send(&key.page, &call).await;
            let now = Now { at: pump.0.config.clock.now(), dice: 0 };
            pump.paced(&key.page, verdict, (began, now));
        });
    }

    /// Whether a Page waits for somebody or for Meta; nobody knows while the store is away.
    async fn is_held(&self, page: &PageId) -> bool {
        let now = self.0.config.clock.now();
        let held = self.0.store.held(page).await;
        held.is_ok_and(|held| held.is_some_and(|held| held.until.is_none_or(|until| until > now)))
    }

    async fn one(&self, outgoing: &Outgoing) -> Settled {
        let mut ruling = self.rule(outgoing).await;
        self.once(&outgoing.key.page, &mut ruling);
        self.log(outgoing, &ruling);
        if let Some(hold) = ruling.hold {
            let page = outgoing.key.page.clone();
            if let Err(error) = self.0.store.hold(page, Some(hold)).await {
                tracing::error!(%error, "outbox: a page could not be held");
            }
        }
        Settled { id: outgoing.reply.id, key: outgoing.key.clone(), fate: ruling.fate }
    }

    /// Somebody is told once that a Page needs care, and again only after something has been sent.
    fn once(&self, page: &PageId, ruling: &mut Ruling) {
        let mut alerted = self.0.alerted.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(ruling.fate, Fate::Sent { .. }) {
            alerted.remove(page);
        } else if let Some(alert) = ruling.alert {
            let known = alerted.entry(page.clone()).or_default();
            ruling.alert = known.insert(alert).then_some(alert);
        }
    }

    async fn rule(&self, outgoing: &Outgoing) -> Ruling {
        let clock = &self.0.config.clock;
        if let Some(fate) = fate::beforehand(outgoing, clock.now()) {
            return fate.into();
        }
        if outgoing.uncertain && !self.0.config.resend_uncertain {
            return Fate::Failed { code: "uncertain".into() }.into();
        }
        if let Err(ruling) = self.turn_has_come(outgoing).await {
            return ruling;
        }
        let Ok(_slot) = self.0.slots.acquire().await else { return Fate::Untried.into() };
        let (began, page) = (clock.now(), &outgoing.key.page);
        if let Some(until) = self.pace().rests(page, began) {
            return fate::resting("throttle", until);
        }
        let verdict = match self.try_it(outgoing).await {
            Ok(verdict) => verdict,
            Err(fate) => return fate.into(),
        };
        let now = Now { at: clock.now(), dice: dice(outgoing) };
        fate::after(outgoing, self.paced(page, verdict, (began, now)), now)
    }

    /// Sends it; an error if it can never be sent, and what becomes of it. Where Meta cannot take a file, it is
    /// uploaded once more, and then its link has to do.
    async fn try_it(&self, outgoing: &Outgoing) -> Result<Verdict, Fate> {
        let Shared { store, graph, wardrobe, config, .. } = &*self.0;
        let dresser = Dresser { store, graph, wardrobe, now: config.clock.now() };
        let mut facts = match dresser.facts(outgoing).await {
            Ok(facts) => facts,
            Err(Undressed::Graph(Verdict::Attachment { code })) => {
                return self.link_instead(&dresser, outgoing, code).await;
            }
            Err(Undressed::Graph(verdict)) => return Ok(verdict),
            Err(Undressed::Never(code)) => return Err(Fate::Failed { code }),
        };
        let mut verdict = self.post(outgoing, &facts).await?;
        if facts.persona.is_some() && self.may_have_lost_speaker(outgoing, &verdict) {
            verdict = match dresser.reintroduce(outgoing, &mut facts).await {
                Ok(true) => self.post(outgoing, &facts).await?,
                Ok(false) => verdict,
                Err(refused) => refused,
            };
        }
        let Verdict::Attachment { code } = verdict else { return Ok(verdict) };
        let again = match dresser.renew(outgoing, &mut facts).await {
            Ok(true) => self.post(outgoing, &facts).await?,
            Err(Undressed::Graph(verdict)) => verdict,
            Ok(false) | Err(Undressed::Never(_)) => Verdict::Attachment { code: code.clone() },
        };
        match again {
            Verdict::Attachment { .. } | Verdict::Refused { .. } => {
                self.link_instead(&dresser, outgoing, code).await
            }
            other => Ok(other),
        }
    }

    /// Whether Meta may not know a reply's speaker any more. A parameter that it refuses may be any, so
    /// each speaker is made anew once at most.
    fn may_have_lost_speaker(&self, outgoing: &Outgoing, verdict: &Verdict) -> bool {
        let Verdict::Refused { code } = verdict else { return false };
        let name = outgoing.reply.persona.as_ref().filter(|_| code == PARAMETER);
        let mut renewed = self.0.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        name.is_some_and(|name| renewed.insert((outgoing.key.page.clone(), name.clone())))
    }

    async fn post(&self, outgoing: &Outgoing, facts: &Facts) -> Result<Verdict, Fate> {
        let call = encode::call(&outgoing.key, &outgoing.reply, facts);
        let call = call.map_err(|unsendable| fate::never(&unsendable))?;
        Ok(self.0.graph.send(&outgoing.key.page, &call).await)
    }

    /// Sends a text with the link of a file that Meta could not take.
    async fn link_instead(
        &self,
        dresser: &Dresser<'_, S>,
        outgoing: &Outgoing,
        code: String,
    ) -> Result<Verdict, Fate> {
        let links = dresser.links(&outgoing.reply.kind).await;
        let channel = outgoing.key.channel;
        let Some(kind) = fate::as_link(channel, &outgoing.reply.kind, &links) else {
            return Ok(Verdict::Attachment { code });
        };
        tracing::warn!(page = %outgoing.key.page, id = %outgoing.reply.id, code,
            place = %outgoing.reply.place, "send: Meta cannot take the file; its link is sent");
        let mut instead = outgoing.clone();
        instead.reply.kind = kind;
        let facts = dresser.facts(&instead).await.unwrap_or_default();
        self.post(&instead, &facts).await
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.0.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a verdict set the pace: a throttle says how long its scope rests.
    fn paced(&self, page: &PageId, verdict: Verdict, (began, now): (Timestamp, Now)) -> Verdict {
        let mut own = self.pace();
        match verdict {
            Verdict::Throttled { code, scope, wait } => {
                let call = Refused { began, now: now.at, told: wait, dice: now.dice };
                let until = own.refused(page, scope, call);
                Verdict::Throttled { code, scope, wait: until.map(|at| at.since(now.at)).or(wait) }
            }
            Verdict::Sent { mid, slow } => {
                own.passed(page, began);
                if let Some(slow) = slow {
                    own.slow_down(page, now.at.plus(slow));
                }
                Verdict::Sent { mid, slow }
            }
            other => other,
        }
    }

    /// Waits for the Page's pace; an error if the reply is given back instead.
    async fn turn_has_come(&self, outgoing: &Outgoing) -> Result<(), Ruling> {
        let (page, now) = (&outgoing.key.page, self.0.config.clock.now());
        let taken = self.pace().take(page, &outgoing.reply.kind, now);
        let wait = taken.map_err(|until| fate::resting("pace", until))?;
        if wait.0 > 0 {
            tokio::select! {
                () = tokio::time::sleep(wait.into()) => {}
                () = self.0.stop.cancelled() => {}
            }
        }
        if self.0.stop.is_cancelled() { Err(Fate::Untried.into()) } else { Ok(()) }
    }

    /// Writes a fate down; a store that is away is waited for, since the reply is already out.
    async fn settle(&self, settled: Settled) -> Vec<Outgoing> {
        loop {
            match self.0.store.settle(self.0.config.clock.now(), vec![settled.clone()]).await {
                Ok(next) => return next,
                Err(StoreError::Lost) => return Vec::new(),
                Err(error) => tracing::error!(%error, "outbox: a fate could not be written"),
            }
            if self.0.stop.is_cancelled() {
                return Vec::new();
            }
            tokio::time::sleep(NAP_MAX.into()).await;
        }
    }

    fn log(&self, outgoing: &Outgoing, ruling: &Ruling) {
        let (state, code) = told(&ruling.fate);
        let visitor = self.0.config.pseudonyms.of(outgoing.key.visitor.as_str());
        let reply = &outgoing.reply;
        let (id, place, tries) = (reply.id, &reply.place, outgoing.tries.saturating_add(1));
        let page = outgoing.key.page.as_str();
        match (&ruling.fate, ruling.alert) {
            (_, Some(alert)) => {
                tracing::error!(page, %visitor, %id, state, code, tries, alert, %place, "send");
            }
            (Fate::Failed { .. }, None) => {
                tracing::warn!(page, %visitor, %id, state, code, tries, %place, "send");
            }
            _ => tracing::info!(page, %visitor, %id, state, code, tries, "send"),
        }
    }
}

/// A fate's word, and Graph's code or the reason.
fn told(fate: &Fate) -> (&'static str, &str) {
    match fate {
        Fate::Sent { .. } => ("sent", ""),
        Fate::Retry { code, .. } => ("retry", code),
        Fate::Uncertain { code, .. } => ("uncertain", code),
        Fate::Expired { why } => ("expired", why),
        Fate::Failed { code } => ("failed", code),
        Fate::Unreachable { code } => ("unreachable", code),
        Fate::Parked { why, until: _ } => ("parked", why),
        Fate::Untried => ("untried", ""),
    }
}

/// Dice of a reply's own, so that replies that failed together do not come back together.
fn dice(outgoing: &Outgoing) -> u64 {
    let (head, _) = outgoing.reply.id.0.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*head).rotate_left(u32::from(outgoing.tries))
}
