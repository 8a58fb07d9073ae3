//! What Meta tells of the visitor: asked for once, before the first turn that reads it (MODEL 7).
//!
//! A turn is a value. One that has read a field which nobody has asked Meta for is thrown away; in its
//! place comes one that asks, and keeps the input. The answer, or the end of waiting for it, lets the
//! input be worked on as if it had just arrived, with the profile known or known to be empty.

use crate::bot::Bot;
use crate::bot::profile::LOCALE;
use crate::engine::fetched;
use crate::engine::route::done;
use crate::engine::run::Run;
use crate::limits::{FETCH_TURN_MAX, PROFILE_HELD_BYTES_MAX, PROFILE_KEEP, PROFILE_SILENT};
use crate::template::batch::{ExprId, TextId};
use crate::template::render::Read;
use crate::time::Timestamp;
use crate::words::conversation::{Conversation, Fetching, Held, Profile, TOLD_FIELDS};
use crate::words::input::{Answer, Input, InputKind};
use crate::words::name::{Channel, ConversationKey, FetchId, Value, VarName, Vars};
use crate::words::turn::{Moment, TimerChange, Took, Turn, Want};

/// An input that has waited long enough, and the conversation that it meets now.
pub(super) struct Told {
    pub(super) fetch: FetchId,
    pub(super) before: Conversation,
    pub(super) input: Input,
}

/// What to go on with, if the input is the answer that another one waits for.
pub(super) fn told(before: &Conversation, input: &Input, now: Timestamp) -> Option<Told> {
    let fetching = before.fetching.as_ref().filter(|_| fetched::answers(before, &input.kind))?;
    let held = fetching.held.as_deref()?;
    let profile = match &input.kind {
        InputKind::Fetched { answer: Answer::Profile(told), .. } => {
            Profile::Known { fields: fields(held, told), at: now }
        }
        InputKind::Fetched { .. }
        | InputKind::Timer { .. }
        | InputKind::Visitor(_)
        | InputKind::Operator(_)
        | InputKind::App { .. } => Profile::Silent { at: now },
    };
    let before = Conversation { profile, fetching: held.fetching.clone(), ..before.clone() };
    let input = Input { kind: held.kind.clone(), ..input.clone() };
    Some(Told { fetch: fetching.fetch.clone(), before, input })
}

/// What was told; what was asked for and not told is empty.
fn fields(held: &Held, told: &Vars) -> Vars {
    let field = |name: &String| {
        let name = VarName::from(name.as_str());
        let value = told.get(&name).cloned().unwrap_or_else(|| Value::from(""));
        (name, value)
    };
    held.fields.iter().map(field).collect()
}

/// The turn that asks Meta and keeps the input. None where Meta cannot be asked: the conversation is
/// not with a person's own account, it waits already, or the input is too large to be kept.
pub(super) fn wait(bot: &Bot, before: &Conversation, input: &Input, at: &Moment) -> Option<Turn> {
    let waits = before.fetching.as_ref().is_some_and(|fetching| fetching.held.is_some());
    let size = serde_json::to_vec(&input.kind).map_or(usize::MAX, |json| json.len());
    if waits || !has_profile(&at.key) || size > PROFILE_HELD_BYTES_MAX {
        return None;
    }
    let mut run = Run::new(bot, before, input, at);
    let (fetch, until) = (FetchId::new(input.seq.to_string()), at.now.plus(FETCH_TURN_MAX));
    let key = fetched::deadline(&fetch);
    run.timers.push(TimerChange::Set { key, serial: 0, due: until, vars: Vars::new() });
    let asked = || TOLD_FIELDS.iter().filter(|(own, _)| bot.profile.contains(own));
    let held = Held {
        kind: input.kind.clone(),
        fields: asked().map(|(own, _)| (*own).to_owned()).collect(),
        fetching: before.fetching.clone(),
    };
    let (event, held) = (Vars::new(), Some(Box::new(held)));
    run.state.fetching = Some(Fetching { fetch: fetch.clone(), until, event, held });
    let fields = asked().map(|(_, metas)| (*metas).to_owned()).collect();
    run.wants = Some(Want::Profile { fetch, fields });
    Some(run.finish(done(Took::Waits), before))
}

/// Whether Meta knows the visitor by this key: not the author of a comment or post, nor somebody whom
/// only a plugin has named.
fn has_profile(key: &ConversationKey) -> bool {
    let visitor = key.visitor.as_str();
    key.channel == Channel::Messenger && !visitor.is_empty() && !visitor.contains(':')
}

/// Whether a field that Meta tells is as well known as it can be.
fn is_known(run: &Run<'_>, field: &str) -> bool {
    let within = |at: Timestamp, keep| run.at.now.since(at) < keep;
    match &run.state.profile {
        _ if run.state.user.contains_key(&VarName::from(field)) => true,
        Profile::Unknown => false,
        Profile::Known { fields, at } => {
            within(*at, PROFILE_KEEP) && fields.contains_key(&VarName::from(field))
        }
        Profile::Silent { at } => within(*at, PROFILE_SILENT),
    }
}

impl Run<'_> {
    /// The turn reads a field of the profile.
    pub(super) fn consults(&self, field: &str) {
        if !self.lacks.get() && self.bot.profile.contains(field) && !is_known(self, field) {
            self.lacks.set(true);
        }
    }

    /// The turn reads a text.
    pub(super) fn consults_text(&self, id: TextId) {
        let texts = &self.bot.texts;
        if self.state.locale.is_none() && texts.own(id) != id {
            self.consults(LOCALE);
        }
        self.consults_all(texts.text_reads(id));
    }

    /// The turn reads an expression.
    pub(super) fn consults_expr(&self, id: ExprId) {
        self.consults_all(self.bot.texts.expr_reads(id));
    }

    fn consults_all(&self, reads: &[Read]) {
        for read in reads.iter().filter(|_| !self.lacks.get()) {
            self.bot.profile.of(&read.path).for_each(|field| self.consults(field));
        }
    }
}
