//! One webhook request: signature, items, commit (PROMISES P1 to P3, P9). Only then is it received.

use tokio::sync::Notify;

use crate::bot::Bot;
use crate::messenger::graph::Graph;
use crate::messenger::signature::Secrets;
use crate::messenger::webhook::{self, BadBody};
use crate::outbox::pump::Pump;
use crate::secret::Pseudonyms;
use crate::service::live::Live;
use crate::service::quiet::Quiet;
use crate::service::stale::Stale;
use crate::service::wanted;
use crate::store::{Accepted, Hold, Store, StoreError};
use crate::time::{Clock, Millis};
use crate::words::arrival::{Arrival, What};
use crate::words::event::EventKind;
use crate::words::name::{Channel, PageId};
use crate::words::turn::Reason;

/// The Page that the "Test" button of Meta's dashboard writes in the name of.
const TEST_PAGE: &str = "0";

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Every event of it is durable: 200.
    Received,
    /// Nobody we know signed it: 401.
    Unsigned,
    /// It is no webhook request: 400.
    Malformed,
    /// It holds more items than any batch of Meta's: 413.
    TooMany,
    /// It cannot be stored now; Meta will send it again: 503.
    Unavailable,
}

/// Takes requests.
#[derive(Debug)]
pub struct Intake<S> {
    pub(super) store: S,
    /// The bot, whose flows want some events and others not.
    pub(super) live: Live,
    /// Whether the bot's channels do not count.
    pub(super) everywhere: bool,
    /// Knows which Pages are ours.
    pub(super) graph: Graph,
    /// None only for `--insecure-no-signature` on loopback.
    pub(super) secrets: Option<Secrets>,
    pub(super) pseudonyms: Pseudonyms,
    pub(super) clock: Clock,
    pub(super) stale: Stale,
    pub(super) refused: Quiet,
    /// Lines about what could not be stored: a full disk is not filled with them.
    pub(super) unstored: Quiet,
    /// Lines about Pages that are not ours.
    pub(super) foreign: Quiet,
    pub(super) work: std::sync::Arc<Notify>,
    pub(super) pump: Pump<S>,
}

impl<S: Store> Intake<S> {
    /// Everything a new intake needs; `stale_after` none switches the rule of P3 off, `everywhere` the
    /// bot's channels.
    #[must_use]
    pub fn new(
        (store, live, graph): (S, Live, Graph),
        (secrets, stale_after, everywhere): (Option<Secrets>, Option<Millis>, bool),
        wakes: (std::sync::Arc<Notify>, Pump<S>),
        names: (Pseudonyms, Clock),
    ) -> Self {
        let stale = Stale::new(stale_after);
        let (refused, unstored, foreign) = Default::default();
        let ((work, pump), (pseudonyms, clock)) = (wakes, names);
        Self {
            store,
            live,
            everywhere,
            graph,
            secrets,
            pseudonyms,
            clock,
            stale,
            refused,
            unstored,
            foreign,
            work,
            pump,
        }
    }

    /// Takes a request's body, signed by one of the values of its signature header.
    pub async fn take(&self, signatures: &[&[u8]], body: &[u8]) -> Taken {
        let now = self.clock.now();
        let signed = |secrets: &Secrets| secrets.verify(signatures, body).is_some();
        if !self.secrets.as_ref().is_none_or(signed) {
            if let Some(times) = self.refused.count(now) {
                tracing::warn!(
                    times,
                    "webhook: a request was not signed by our app; check APP_SECRET"
                );
            }
            return Taken::Unsigned;
        }
        let bot = self.live.bot();
        let ours = |channel: Channel, page: &PageId| {
            page.as_str() != TEST_PAGE && self.serves(&bot, channel, page)
        };
        let mut request = match webhook::read(body, now, &ours) {
            Ok(request) => request,
            Err(error) => return unread(error),
        };
        if request.unknown_pages > 0
            && let Some(times) = self.foreign.count(now)
        {
            let mut channels = request.arrivals.iter().map(|arrival| arrival.key.channel);
            match channels.find(|&channel| !self.answers_on(&bot, channel)) {
                None => tracing::warn!(
                    times,
                    "webhook: events of a Page that is not ours are only recorded"
                ),
                Some(channel) => {
                    let told = "webhook: events are only recorded; channels in bot.yaml has no";
                    tracing::warn!(times, "{told} {}", channel.as_str());
                }
            }
        }
        wanted::sort(&bot, &mut request.arrivals);
        if self.stale.mark(&mut request.arrivals, now) {
            tracing::error!(
                "webhook: most events look older than a day; check this machine's clock"
            );
        }
        if request.arrivals.is_empty() || self.keep(request.arrivals).await.is_some() {
            Taken::Received
        } else {
            Taken::Unavailable
        }
    }

    /// Whether a bot answers on a Page, or for an account of Instagram, as far as that is known. What
    /// `bot.yaml` says of an account counts at once.
    pub(super) fn serves(&self, bot: &Bot, channel: Channel, page: &PageId) -> bool {
        let named = || bot.settings.accounts.contains_key(page) && channel == Channel::Instagram;
        self.answers_on(bot, channel) && (self.graph.serves(channel, page) || named())
    }

    fn answers_on(&self, bot: &Bot, channel: Channel) -> bool {
        self.everywhere || bot.settings.channels.contains(&channel)
    }

    /// Makes arrivals durable and wakes whoever works on them; none if that is impossible now.
    pub(super) async fn keep(&self, arrivals: Vec<Arrival>) -> Option<Accepted> {
        let lines: Vec<Line> = arrivals.iter().map(|arrival| self.line(arrival)).collect();
        match self.store.accept(self.clock.now(), arrivals).await {
            Ok(accepted) => {
                self.received(&accepted, lines);
                Some(accepted)
            }
            Err(error) => {
                self.unstored(&error);
                None
            }
        }
    }

    fn received(&self, accepted: &Accepted, lines: Vec<Line>) {
        if accepted.queued > 0 {
            self.work.notify_one();
        }
        if accepted.wake_sends {
            self.pump.wake();
        }
        for Line { page, visitor, kind, policy } in lines {
            tracing::info!(page, %visitor, kind, "event");
            if let Some((action, reason)) = policy {
                decided(&page, &action, &reason);
            }
        }
        if accepted.duplicates > 0 {
            tracing::info!(copies = accepted.duplicates, "event: known already, left out");
        }
    }

    fn unstored(&self, error: &StoreError) {
        if let Some(times) = self.unstored.count(self.clock.now()) {
            let told = "an event could not be stored; whoever sent it is asked to send it again";
            tracing::error!(%error, times, "{told}");
        }
    }

    fn line(&self, arrival: &Arrival) -> Line {
        let key = &arrival.key;
        let page = key.page.to_string();
        let visitor = self.pseudonyms.of(key.visitor.as_str());
        Line { page, visitor, kind: kind(&arrival.what), policy: policy(&arrival.what) }
    }
}

/// One log line of an event.
struct Line {
    page: String,
    visitor: String,
    kind: &'static str,
    /// What Meta decided about the Page, and why.
    policy: Option<(String, String)>,
}

/// What Meta decided about the Page, if this says so.
fn policy(what: &What) -> Option<(String, String)> {
    let (What::Event(event) | What::Skipped(event, Reason::Unwanted)) = what else { return None };
    let EventKind::Policy { action, reason } = &event.kind else { return None };
    Some((action.clone(), reason.clone().unwrap_or_default()))
}

/// Somebody has to see to it, unless it is good news.
fn decided(page: &str, action: &str, reason: &str) {
    if action == "unblock" {
        tracing::info!(page, "webhook: Meta has unblocked the Page; its replies go on");
    } else {
        let alert = Hold::POLICY;
        tracing::error!(
            page,
            alert,
            action,
            reason,
            "webhook: Meta acts against the Page; see its Page Quality"
        );
    }
}

fn unread(error: BadBody) -> Taken {
    match error {
        BadBody::NotText | BadBody::NotAnObject => {
            tracing::warn!(%error, "webhook: a request could not be read");
            Taken::Malformed
        }
        BadBody::TooMany => {
            tracing::error!(%error, "webhook: a request was too large; Meta will repeat it");
            Taken::TooMany
        }
    }
}

/// The word for an arrival in logs.
fn kind(what: &What) -> &'static str {
    match what {
        What::Event(event) => event_kind(&event.kind),
        What::Skipped(_, reason) => reason.as_str(),
        What::Echo(..) => "echo",
        What::Receipt { read: true, .. } => "read",
        What::Receipt { read: false, .. } => "delivered",
        What::App { .. } => "app",
        What::Dead(_) => "dead",
    }
}

fn event_kind(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Text(_) => "text",
        EventKind::Tap(_) => "tap",
        EventKind::Attachments(_) => "attachments",
        EventKind::Reaction(_) => "reaction",
        EventKind::Referral => "referral",
        EventKind::Optin(_) => "optin",
        EventKind::Read { .. } => "read",
        EventKind::Delivered { .. } => "delivered",
        EventKind::Edited { .. } => "edited",
        EventKind::Deleted => "deleted",
        EventKind::AccountLink { .. } => "account_link",
        EventKind::Thread(_) => "thread",
        EventKind::HumanEcho(_) => "human_echo",
        EventKind::Comment(_) => "comment",
        EventKind::Post(_) => "post",
        EventKind::Feedback { .. } => "feedback",
        EventKind::Order { .. } => "order",
        EventKind::Command { .. } => "command",
        EventKind::Unsupported => "unsupported",
        EventKind::Policy { .. } => "policy",
        EventKind::Rated { .. } => "rated",
        EventKind::Form { .. } => "form",
        EventKind::CustomerData { .. } => "customer_data",
        EventKind::Coupon { .. } => "coupon",
        EventKind::Game(_) => "game",
        EventKind::Wall(_) => "wall",
        EventKind::Label { .. } => "label",
        EventKind::Unknown { .. } => "unknown",
    }
}
