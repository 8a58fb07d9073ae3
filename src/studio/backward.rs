//! The clock put back. What has happened in the time that is to come again is taken back with it, for
//! every visitor: nobody has a past that is still to come.

use crate::rehearsal::again::Take;
use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::did;
use crate::studio::tape::Tape;
use crate::studio::travel::{Lost, nowhere};
use crate::time::{Millis, Timestamp};

/// A move of the clock that can be taken back: after which turn, when, and by how much.
type Move = (u64, Timestamp, u64);

impl<S: Store> Desk<S> {
    /// Takes the last move of the clock back, if nobody has done anything since.
    pub(super) async fn unmove(&self, visitor: &str, moved: Move) -> Result<(), Lost> {
        let by = moved.2;
        let then = self.clock.now().minus(Millis(by));
        let acted =
            |tape: &Tape| tape.takes.iter().any(|take| is_visitor(take) && is_behind(take, then));
        let busy = {
            let kept = self.kept();
            let mut others = kept.tapes.iter().filter(|(other, _)| other.as_str() != visitor);
            others.find(|(_, tape)| acted(tape)).map(|(other, _)| other.clone())
        };
        if let Some(other) = busy {
            return nowhere(format!(
                "visitor {other} has done something since the clock was put forward; undo that first, \
                 or go back to now"
            ));
        }
        for tape in self.kept().tapes.values_mut() {
            tape.moves.retain(|(_, at, far)| (*at, *far) != (moved.1, by));
        }
        self.set_back(Millis(by), false).await
    }

    /// Lets the clock show the time that it is.
    pub(super) async fn now_again(&self) -> Result<(), Lost> {
        let by = self.ahead.by();
        if by == Millis(0) {
            return nowhere("the clock shows the time that it is");
        }
        self.kept().tapes.values_mut().for_each(|tape| tape.moves.clear());
        self.set_back(by, true).await
    }

    /// `afresh` when timers are not to be as late any more as going back has made them.
    async fn set_back(&self, by: Millis, afresh: bool) -> Result<(), Lost> {
        self.ahead.back(by);
        let now = self.clock.now();
        let visitors: Vec<String> = self.kept().tapes.keys().cloned().collect();
        for visitor in visitors {
            let mut tape = self.tape(&visitor);
            let is_shifted = afresh && !tape.later.is_empty();
            if !before(&mut tape, now) && !is_shifted {
                continue;
            }
            if is_shifted || tape.timers().values().any(|timer| timer.due <= now) {
                tape.rest(now);
            }
            let later = tape.later.clone();
            let back = |old: &mut Tape| {
                before(old, now);
                old.later = later;
            };
            self.put(&visitor, tape.stand(), back).await?;
        }
        self.stir.notify_one();
        self.tell();
        Ok(())
    }
}

/// Leaves only what has happened by then; whether there was more.
fn before(tape: &mut Tape, now: Timestamp) -> bool {
    let Some(count) = tape.takes.iter().position(|take| is_behind(take, now)) else { return false };
    tape.keep(count);
    true
}

fn is_behind(take: &Take, then: Timestamp) -> bool {
    take.turn.journal.now > then
}

fn is_visitor(take: &Take) -> bool {
    did::from(&take.input.kind) == "visitor"
}

/// The last move of the clock, if the visitor has done nothing since; `ahead` is how much there is to
/// take back.
pub(super) fn last_move(tape: &Tape, ahead: Millis) -> Option<Move> {
    let moved = tape.moves.last().copied().filter(|(.., by)| *by <= ahead.0)?;
    let done = tape.takes.iter().rposition(is_visitor);
    let after = tape.find(moved.0);
    (done.is_none() || after >= done).then_some(moved)
}
