//! What two versions of a conversation say differently: like is put beside like.

use crate::bot::Bot;
use crate::rehearsal::again::Take;
use crate::rehearsal::said::Said;
use crate::rehearsal::written;
use crate::script::line::LineKind;
use crate::script::print;
use crate::words::name::{ConversationKey, OutboxId};
use crate::words::reply::Reply;

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Apart {
    /// A reply that was something else.
    Changed(OutboxId, Box<Reply>),
    /// A reply that was not there.
    New(OutboxId),
    /// A reply that is not there any more, with the number of the turn that it would follow.
    Gone(u64, Reply),
}

/// A bubble with the turn that said it.
struct Bubble<'t> {
    turn: u64,
    reply: &'t Reply,
    /// What people read of it.
    shown: String,
}

/// All differences, in order; turns of `old` that `new` does not have are left out.
#[must_use]
pub fn apart(bot: &Bot, key: &ConversationKey, old: &[Take], new: &[Take]) -> Vec<Apart> {
    let mut apart = Vec::new();
    for (turn, new) in deeds(new) {
        let old = deeds(old).into_iter().find(|(number, _)| *number == turn);
        let old = old.map_or(Vec::new(), |(_, old)| bubbles(bot, key, old));
        differences(&old, &bubbles(bot, key, new), turn, &mut apart);
    }
    apart
}

/// What somebody did, with all turns that came of it.
fn deeds(takes: &[Take]) -> Vec<(u64, &[Take])> {
    let groups = takes.chunk_by(|_, next| !next.is_deed());
    groups.filter_map(|group| Some((group.first()?.input.seq, group))).collect()
}

fn bubbles<'t>(bot: &Bot, key: &ConversationKey, takes: &'t [Take]) -> Vec<Bubble<'t>> {
    let replies =
        takes.iter().flat_map(|take| take.turn.replies.iter().map(|reply| (take.input.seq, reply)));
    let bubbles = replies.filter_map(|(turn, reply)| {
        let said = Said::new(bot, key, reply.clone()).ok().filter(Said::is_bubble)?;
        let shown = print::line(&LineKind::Bot(written::bubble(&said)));
        Some(Bubble { turn, reply, shown })
    });
    bubbles.collect()
}

/// Bubbles that are alike stand side by side; of what lies between them, each takes the place of one.
fn differences(old: &[Bubble<'_>], new: &[Bubble<'_>], turn: u64, apart: &mut Vec<Apart>) {
    let (mut from, mut to, mut after) = (0, 0, turn);
    for (left, right) in alike(old, new).into_iter().chain([(old.len(), new.len())]) {
        let olds = old.get(from..left).unwrap_or_default();
        let news = new.get(to..right).unwrap_or_default();
        for (index, bubble) in news.iter().enumerate() {
            after = bubble.turn;
            apart.push(match olds.get(index) {
                Some(was) => Apart::Changed(bubble.reply.id, Box::new(was.reply.clone())),
                None => Apart::New(bubble.reply.id),
            });
        }
        let gone = olds.iter().skip(news.len());
        apart.extend(gone.map(|bubble| Apart::Gone(after, bubble.reply.clone())));
        after = new.get(right).map_or(after, |bubble| bubble.turn);
        (from, to) = (left.saturating_add(1), right.saturating_add(1));
    }
}

/// The longest row of pairs that are alike, in order.
fn alike(old: &[Bubble<'_>], new: &[Bubble<'_>]) -> Vec<(usize, usize)> {
    // Lengths of such rows from each pair of positions on; replies of a turn are few.
    let width = new.len().saturating_add(1);
    let mut lengths = vec![0_usize; old.len().saturating_add(1).saturating_mul(width)];
    let at = |left: usize, right: usize| left.saturating_mul(width).saturating_add(right);
    for (left, one) in old.iter().enumerate().rev() {
        for (right, two) in new.iter().enumerate().rev() {
            let get = |left, right| lengths.get(at(left, right)).copied().unwrap_or(0);
            let longest = if one.shown == two.shown {
                get(left + 1, right + 1).saturating_add(1)
            } else {
                get(left + 1, right).max(get(left, right + 1))
            };
            if let Some(length) = lengths.get_mut(at(left, right)) {
                *length = longest;
            }
        }
    }
    let get = |left, right| lengths.get(at(left, right)).copied().unwrap_or(0);
    let (mut left, mut right, mut pairs) = (0, 0, Vec::new());
    while let (Some(one), Some(two)) = (old.get(left), new.get(right)) {
        if one.shown == two.shown {
            pairs.push((left, right));
            (left, right) = (left + 1, right + 1);
        } else if get(left + 1, right) >= get(left, right + 1) {
            left += 1;
        } else {
            right += 1;
        }
    }
    pairs
}
