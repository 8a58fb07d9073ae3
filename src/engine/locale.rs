//! Which language counts: the visitor's, as far as it is known.

use crate::engine::run::Run;
use crate::words::conversation::{Conversation, Profile};
use crate::words::name::Locale;

/// A trigger has won: while nobody knows the visitor's language, its own is spoken in this turn.
pub(super) fn heard(run: &mut Run<'_>, locale: Option<&Locale>) {
    if known(&run.state).is_none() {
        run.spoken = locale.cloned();
    }
}

/// The visitor's language, as the bot has set it or as Meta tells it.
pub(super) fn known(state: &Conversation) -> Option<&str> {
    let told = match &state.profile {
        Profile::Known { fields, .. } => fields.get("locale").and_then(|locale| locale.as_str()),
        Profile::Unknown | Profile::Silent { .. } => None,
    };
    state.locale.as_ref().map(Locale::as_str).or(told.filter(|locale| !locale.is_empty()))
}
