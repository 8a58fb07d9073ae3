//! Save and stay: after a save, what has happened is played again on the new bot, and the
//! conversation goes on from there (MODEL 11).

use std::sync::Arc;
use std::time::Duration;

use crate::bot::Bot;
use crate::rehearsal::again::{self, Played};
use crate::rehearsal::apart::{self, Apart};
use crate::store::{Stand, Store, StoreError};
use crate::studio::desk::Desk;
use crate::studio::tape::{Mark, Parted, Tape};
use crate::words::conversation::Conversation;
use crate::words::name::ConversationKey;

/// How often a conversation is played again in which something happens meanwhile.
const PLAYS_MAX: u32 = 5;
/// How often we look whether a turn that is under way has been told of.
const SETTLE_TRIES_MAX: u32 = 20;
/// How long between two looks.
const SETTLE_EVERY: Duration = Duration::from_millis(10);

impl<S: Store> Desk<S> {
    /// Plays every conversation again after every save that was taken.
    pub(super) async fn stay(self: Arc<Self>) {
        let mut saves = self.live.saves();
        while saves.changed().await.is_ok() {
            if self.live.last().taken {
                let _alone = self.alone.lock().await;
                let visitors: Vec<String> = self.kept().tapes.keys().cloned().collect();
                for visitor in visitors {
                    if let Err(error) = self.play_again(&visitor).await {
                        tracing::error!(%error, "the conversation stays as it was");
                    }
                }
            }
            self.tell();
        }
    }

    async fn play_again(&self, visitor: &str) -> Result<(), StoreError> {
        for _ in 0..PLAYS_MAX {
            if self.played_again(visitor).await? {
                return Ok(());
            }
        }
        tracing::warn!("so much happens that the conversation stays as it was");
        Ok(())
    }

    /// Plays a conversation again; false if somebody did something meanwhile, which must not be lost.
    async fn played_again(&self, visitor: &str) -> Result<bool, StoreError> {
        let (tape, state) = self.settled(visitor).await?;
        if tape.done().is_empty() {
            return Ok(true);
        }
        let (bot, key, last) = (self.live.bot(), self.key(visitor), tape.last());
        let played = tokio::task::spawn_blocking(move || again(&bot, &key, &tape)).await;
        let Ok((tape, played)) = played else {
            tracing::error!("the new version could not play the conversation again");
            return Ok(true);
        };
        if alike(played, &state) {
            // Nothing that waits has to be dropped, and places are new.
            self.kept().tape(visitor).retell_until(tape, last);
            return Ok(true);
        }
        let now = self.store.conversation(&self.key(visitor)).await?.unwrap_or_default();
        if now.version != state.version {
            return Ok(false);
        }
        // What the visitor did in the meantime is heard by the new version.
        let stand = Stand { hears: true, ..tape.stand() };
        self.put(visitor, stand, |old| old.retell(tape)).await.map(|()| true)
    }

    /// The past and the state of a conversation, as soon as one knows of the other.
    async fn settled(&self, visitor: &str) -> Result<(Tape, Conversation), StoreError> {
        let key = self.key(visitor);
        for _ in 0..SETTLE_TRIES_MAX {
            let state = self.store.conversation(&key).await?.unwrap_or_default();
            let tape = self.tape(visitor);
            let last = tape.takes.last().map_or(0, |take| take.turn.after.version);
            if state.version == last.max(tape.since) {
                return Ok((tape, state));
            }
            tokio::time::sleep(SETTLE_EVERY).await;
        }
        let state = self.store.conversation(&key).await?.unwrap_or_default();
        Ok((self.tape(visitor), state))
    }
}

/// The past as the bot plays it now, and where it ends if nothing at all is different.
fn again(bot: &Bot, key: &ConversationKey, tape: &Tape) -> (Tape, Option<Conversation>) {
    let done = tape.done();
    let mut from = done.first().map_or_else(Conversation::default, |take| take.before.clone());
    tape.dress(&mut from);
    let Played { takes, stands, parted } = again::play(bot, key, (from, tape.person()), done);
    let differences = apart::apart(bot, key, done, &takes);
    let same = parted.is_none() && differences.is_empty();
    let mut new = Tape { takes, ..tape.clone() };
    new.marks.clear();
    new.gone.clear();
    for difference in differences {
        match difference {
            Apart::Changed(id, was) => drop(new.marks.insert(id, Mark::Changed(was))),
            Apart::New(id) => drop(new.marks.insert(id, Mark::New)),
            Apart::Gone(turn, reply) => new.gone.push((turn, reply)),
        }
    }
    new.parted = parted.map(|(played, why)| {
        let whole = done.to_vec();
        Parted { after: new.last(), why, whole, played }
    });
    (new, same.then_some(stands))
}

/// Whether a state is the one that the store has, but for its counting and the bot.
fn alike(played: Option<Conversation>, kept: &Conversation) -> bool {
    let played =
        played.map(|state| Conversation { version: kept.version, bot: kept.bot.clone(), ..state });
    played.as_ref() == Some(kept)
}
