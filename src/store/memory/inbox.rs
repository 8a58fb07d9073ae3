//! Inputs in memory.

use crate::store::memory::tables::Tables;
use crate::store::rows::{Inbox, Result};
use crate::store::rules::{InputState, passes_fetch};
use crate::time::Timestamp;
use crate::words::arrival::Identity;
use crate::words::input::Input;
use crate::words::name::ConversationKey;
use crate::words::turn::{Fault, Turn};

impl Inbox for Tables {
    fn remember(&mut self, identity: Identity, at: Timestamp) -> Result<bool> {
        let unknown = !self.identities.contains_key(&identity);
        self.identities.entry(identity).or_insert(at);
        Ok(unknown)
    }

    fn push(&mut self, conversation: i64, input: &Input, state: InputState) -> Result<()> {
        self.inbox.insert((conversation, input.seq), (input.clone(), state));
        Ok(())
    }

    fn next(&mut self, conversation: i64, ahead: bool) -> Result<Option<Input>> {
        let all = self.inbox.range((conversation, 0)..=(conversation, u64::MAX));
        let mut queued = all.filter(|(_, (_, state))| *state == InputState::Queued);
        let found = queued.find(|(_, (input, _))| !ahead || passes_fetch(&input.kind));
        Ok(found.map(|(_, (input, _))| input.clone()))
    }

    fn finish(&mut self, conversation: i64, seq: u64, state: InputState) -> Result<bool> {
        match self.inbox.get_mut(&(conversation, seq)) {
            Some((_, old)) if *old == InputState::Queued => {
                *old = state;
                Ok(true)
            }
            Some(_) | None => Ok(false),
        }
    }

    fn bury(&mut self, key: &ConversationKey, at: Timestamp, fault: &Fault) -> Result<()> {
        self.dead.push((key.clone(), at, fault.clone()));
        Ok(())
    }

    fn journal(&mut self, conversation: i64, seq: u64, turn: &Turn) -> Result<()> {
        self.turns.insert((conversation, seq), turn.journal.now);
        Ok(())
    }
}
