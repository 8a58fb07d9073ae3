//! What the fake remembers of threads, comments, its own profile and the pace of calls.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::fake::check::Refusal;
use crate::limits::{
    HEAVY_RATE, PAGE_RATE_MAX, PRIVATE_REPLY_WINDOW, PROFILE_CALLS_MAX, PROFILE_CALLS_TIME,
};
use crate::time::{Millis, Timestamp};
use crate::words::name::PageId;

/// Webhook requests that can be posted once more.
const POSTED_MAX: usize = 256;
/// In which time Meta counts sends.
const SECOND: Millis = Millis::from_secs(1);

/// Its own lock, never held across an await.
#[derive(Default)]
pub(super) struct Ledger(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Visitors of a Page whose thread another app has.
    away: BTreeSet<(PageId, String)>,
    /// When comments and posts came.
    comments: BTreeMap<String, Timestamp>,
    /// Comments and posts that have had their one private reply.
    answered: BTreeSet<String>,
    /// Whether sends are counted.
    counts: bool,
    sends: VecDeque<Timestamp>,
    heavy: VecDeque<Timestamp>,
    profile_calls: BTreeMap<PageId, VecDeque<Timestamp>>,
    posted: VecDeque<Vec<u8>>,
}

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread is another app's from now on, or ours.
    pub(super) fn give(&self, page: &PageId, visitor: &str, away: bool) {
        let (mut kept, thread) = (self.lock(), (page.clone(), visitor.to_owned()));
        if away {
            kept.away.insert(thread);
        } else {
            kept.away.remove(&thread);
        }
    }

    /// Whether another app has the thread.
    pub(super) fn is_ours(&self, page: &PageId, visitor: &str) -> Result<(), Refusal> {
        let message = "Message failed to send because another app is controlling this thread now.";
        let refusal = Refusal { message, code: 2_018_300, subcode: 0 };
        let thread = (page.clone(), visitor.to_owned());
        if self.lock().away.contains(&thread) { Err(refusal) } else { Ok(()) }
    }

    /// Somebody commented or posted.
    pub(super) fn commented(&self, id: &str, at: Timestamp) {
        self.lock().comments.insert(id.to_owned(), at);
    }

    /// Whether a comment or post can still be answered; of those that it has never heard of the fake
    /// knows nothing but that one answer is enough.
    pub(super) fn can_answer(&self, id: &str, now: Timestamp) -> Result<(), Refusal> {
        let kept = self.lock();
        if kept.answered.contains(id) {
            let message = "(#10900) Activity already replied to";
            return Err(Refusal { message, code: 10_900, subcode: 0 });
        }
        let old = kept.comments.get(id).is_some_and(|at| now.since(*at) > PRIVATE_REPLY_WINDOW);
        let message = "(#10903) This user cant reply to this activity";
        if old { Err(Refusal { message, code: 10_903, subcode: 0 }) } else { Ok(()) }
    }

    /// A comment or post has had its answer.
    pub(super) fn answered(&self, id: &str) {
        self.lock().answered.insert(id.to_owned());
    }

    /// From now on sends are counted.
    pub(super) fn count(&self) {
        self.lock().counts = true;
    }

    /// Takes a send into account, unless there were too many in the last second.
    pub(super) fn pace(&self, heavy: bool, now: Timestamp) -> Result<(), Refusal> {
        let mut kept = self.lock();
        if !kept.counts {
            return Ok(());
        }
        let (most, sends) =
            if heavy { (HEAVY_RATE, &mut kept.heavy) } else { (PAGE_RATE_MAX, &mut kept.sends) };
        let message = "(#613) Calls to this api have exceeded the rate limit.";
        let many = Refusal { message, code: 613, subcode: 0 };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        if fits(sends, most, (SECOND, now)) { Ok(()) } else { Err(many) }
    }

    /// A Page's profile is changed, unless that was done too often.
    pub(super) fn changes_profile(&self, page: &PageId, now: Timestamp) -> Result<(), Refusal> {
        let mut kept = self.lock();
        let calls = kept.profile_calls.entry(page.clone()).or_default();
        if fits(calls, PROFILE_CALLS_MAX, (PROFILE_CALLS_TIME, now)) {
            return Ok(());
        }
        let message = "(#613) Calls to this api have exceeded the rate limit.";
        Err(Refusal { message, code: 613, subcode: 0 })
    }

    /// A webhook request was posted.
    pub(super) fn posted(&self, body: Vec<u8>) {
        let mut kept = self.lock();
        kept.posted.push_back(body);
        if kept.posted.len() > POSTED_MAX {
            kept.posted.pop_front();
        }
    }

    /// All webhook requests so far, the newest first.
    pub(super) fn backwards(&self) -> Vec<Vec<u8>> {
        self.lock().posted.iter().rev().cloned().collect()
    }
}

/// Whether one call more fits into the time; if so, it is counted.
fn fits(calls: &mut VecDeque<Timestamp>, most: usize, (time, now): (Millis, Timestamp)) -> bool {
    while calls.front().is_some_and(|at| now.since(*at) >= time) {
        calls.pop_front();
    }
    let fits = calls.len() < most;
    if fits {
        calls.push_back(now);
    }
    fits
}
