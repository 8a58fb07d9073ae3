//! Which language counts: the visitor's, as far as it is known.

use crate::engine::run::Run;
use crate::words::conversation::{Conversation, Profile};
use crate::words::name::Locale;

/// How far a trigger's language is from the visitor's; the nearer wins ties (5.4).
///
/// The visitor's own, then the same language elsewhere, then triggers for all languages, then the
/// order of `locales:`. As long as nobody knows the visitor's, that order alone counts.
pub(super) fn distance(run: &Run<'_>, locale: Option<&Locale>) -> usize {
    let own = known(&run.state);
    let Some(locale) = locale else { return if own.is_some() { 2 } else { 0 } };
    let listed = run.bot.settings.locales.iter().position(|one| one == locale);
    let listed = listed.unwrap_or(usize::MAX).saturating_add(3);
    match own {
        Some(own) if own == locale.as_str() => 0,
        Some(own) if language(own) == language(locale.as_str()) => 1,
        Some(_) | None => listed,
    }
}

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

fn language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or(locale)
}
