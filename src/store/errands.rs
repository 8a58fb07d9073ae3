//! What turns leave to be done beside the replies. Counting and noting is done by the turn's own
//! commit; only webhooks are left to a lane of their own, one after another for each conversation and
//! webhook (PROMISES P6).

use crate::limits::ERRAND_TRIES_MAX;
use crate::store::StoreError;
use crate::store::rows::{Result, Row, Rows};
use crate::time::Timestamp;
use crate::words::arrival::Identity;
use crate::words::name::{ConversationKey, OutboxId, PageId, Vars};
use crate::words::turn::Side;

/// The place of an errand: conversation, input, ordinal.
pub type ErrandPlace = (i64, u64, usize);

/// A webhook that this process tells something.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// Where it stands.
    pub place: ErrandPlace,
    /// Whose.
    pub key: ConversationKey,
    /// By what the other side knows it again: the same for each try, in each life.
    pub id: OutboxId,
    /// The webhook's name in `bot.yaml`.
    pub webhook: String,
    /// What it is told.
    pub with: Vars,
    /// Tries before this one.
    pub tries: u16,
}

/// What became of an errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// The other side has it.
    Done,
    /// It did not work; after the last try it is given up, else it is tried again at this moment.
    Failed {
        /// When.
        not_before: Timestamp,
        /// What went wrong.
        why: String,
    },
    /// It will never work.
    GivenUp {
        /// Why.
        why: String,
    },
    /// Given back: the process stops.
    Untried,
}

/// How often an event was counted on a Page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// The Page.
    pub page: PageId,
    /// The event's name.
    pub name: String,
    /// How often.
    pub count: u64,
    /// The last time.
    pub last: Timestamp,
}

/// Where an errand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrandState {
    Waiting,
    Running,
    Done,
    GivenUp,
}

impl ErrandState {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::GivenUp => "given_up",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::GivenUp];
        all.into_iter().find(|state| state.as_str() == word)
    }

    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }

    pub(super) fn is_given_up(self) -> bool {
        self == Self::GivenUp
    }
}

/// An errand's row without what it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ErrandRow {
    pub(super) place: ErrandPlace,
    /// The webhook; empty for what is done here.
    pub(super) lane: String,
    pub(super) state: ErrandState,
    pub(super) tries: u16,
    /// Not before; none until everything before it in its lane has ended.
    pub(super) not_before: Option<Timestamp>,
    /// The clock of its turn.
    pub(super) made: Timestamp,
    /// When it ended.
    pub(super) settled: Option<Timestamp>,
    /// What went wrong the last time.
    pub(super) why: Option<String>,
}

impl ErrandRow {
    fn new(place: ErrandPlace, side: &Side, made: Timestamp) -> Self {
        let lane = match side {
            Side::Notify { name, .. } => name.clone(),
            Side::Track { .. } | Side::Log { .. } | Side::Tag { .. } => String::new(),
        };
        let (state, not_before, settled, why) = (ErrandState::Waiting, None, None, None);
        Self { place, lane, state, tries: 0, not_before, made, settled, why }
    }

    fn wait(&mut self, not_before: Timestamp, why: Option<String>) {
        self.state = ErrandState::Waiting;
        self.not_before = Some(not_before);
        self.why = why;
    }

    fn end(&mut self, state: ErrandState, why: Option<&str>, now: Timestamp) {
        self.state = state;
        self.settled = Some(now);
        self.why = why.map(str::to_owned);
    }
}

/// Writes what a turn leaves, and does what can be done here.
pub(super) fn append(
    rows: &mut impl Rows,
    row: &Row,
    (seq, now): (u64, Timestamp),
    sides: &[Side],
) -> Result<()> {
    for (ordinal, side) in sides.iter().enumerate() {
        let mut errand = ErrandRow::new((row.id, seq, ordinal), side, now);
        match side {
            Side::Notify { .. } => {
                if rows.next_errand(row.id, &errand.lane)?.is_none() {
                    errand.not_before = Some(now);
                }
            }
            Side::Track { name, .. } => {
                rows.track(&row.key.page, name, now)?;
                errand.end(ErrandState::Done, None, now);
            }
            Side::Log { .. } | Side::Tag { .. } => errand.end(ErrandState::Done, None, now),
        }
        rows.add_errand(&errand, side)?;
    }
    Ok(())
}

pub(super) fn errands(
    rows: &mut impl Rows,
    now: Timestamp,
    max: usize,
    full: &[String],
) -> Result<Vec<Errand>> {
    let mut found = Vec::new();
    for mut errand in rows.due_errands(now, max, full)? {
        let place = errand.place;
        let side = match rows.side(place) {
            Err(StoreError::Corrupt(why)) => {
                tracing::error!(?place, why, "a notify cannot be read and is given up");
                None
            }
            side => Some(side?),
        };
        let row = rows.row(place.0)?;
        let (Some(Side::Notify { name, with }), Some(row)) = (side, row) else {
            end(rows, &mut errand, (ErrandState::GivenUp, Some("corrupt")), now)?;
            continue;
        };
        errand.state = ErrandState::Running;
        rows.save_errand(&errand)?;
        let (id, tries) = (id(&row.key, &errand), errand.tries);
        found.push(Errand { place, key: row.key, id, webhook: name, with, tries });
    }
    Ok(found)
}

/// A conversation may be forgotten and begin anew with the same numbers, so the moment counts too.
fn id(key: &ConversationKey, errand: &ErrandRow) -> OutboxId {
    let (_, seq, ordinal) = errand.place;
    let numbers = format!("{seq} {ordinal} {}", errand.made.0);
    let parts = ["errand", key.channel.as_str(), key.page.as_str(), key.visitor.as_str(), &numbers];
    OutboxId(Identity::of(&parts).0)
}

/// Writes what became of an errand; true if it has just been given up.
pub(super) fn ran(
    rows: &mut impl Rows,
    now: Timestamp,
    place: ErrandPlace,
    ran: Ran,
) -> Result<bool> {
    let errand = rows.errand(place)?.filter(|errand| errand.state == ErrandState::Running);
    let Some(mut errand) = errand else { return Ok(false) };
    if ran != Ran::Untried {
        errand.tries = errand.tries.saturating_add(1);
    }
    match ran {
        Ran::Done => end(rows, &mut errand, (ErrandState::Done, None), now)?,
        Ran::GivenUp { why } => {
            end(rows, &mut errand, (ErrandState::GivenUp, Some(&why)), now)?;
        }
        Ran::Failed { why, .. } if errand.tries >= ERRAND_TRIES_MAX => {
            end(rows, &mut errand, (ErrandState::GivenUp, Some(&why)), now)?;
        }
        Ran::Failed { not_before, why } => {
            errand.wait(not_before, Some(why));
            rows.save_errand(&errand)?;
        }
        Ran::Untried => {
            errand.wait(now, errand.why.clone());
            rows.save_errand(&errand)?;
        }
    }
    Ok(errand.state == ErrandState::GivenUp)
}

/// Ends an errand; the next one of its conversation and webhook may go.
fn end(
    rows: &mut impl Rows,
    errand: &mut ErrandRow,
    (state, why): (ErrandState, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    errand.end(state, why, now);
    rows.save_errand(errand)?;
    if let Some(mut next) = rows.next_errand(errand.place.0, &errand.lane)? {
        next.wait(now, None);
        rows.save_errand(&next)?;
    }
    Ok(())
}

/// What another life was telling is told again, under the same id; the try does not count.
pub(super) fn recover(rows: &mut impl Rows, now: Timestamp) -> Result<()> {
    for mut errand in rows.running_errands()? {
        errand.wait(now, errand.why.clone());
        rows.save_errand(&errand)?;
    }
    Ok(())
}
