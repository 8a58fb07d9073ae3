//! Opening hours, which make two places of one.

use crate::bot::Bot;
use crate::time::{Millis, Timestamp};

/// How often it is looked whether something opens or closes.
const LOOKS_EVERY: Millis = Millis(15 * 60_000);
/// For how long: what opens less often than every week is looked for by tests.
const LOOKS: u64 = 7 * 24 * 4;

/// Whether each of the bot's calendars is open.
pub(super) fn open(bot: &Bot, now: Timestamp) -> Vec<bool> {
    let shown = bot.settings.zone.local(now);
    bot.settings.calendars.values().map(|calendar| calendar.is_open(shown)).collect()
}

/// How long until one of them opens or closes.
pub(super) fn until_change(bot: &Bot, now: Timestamp) -> Option<Millis> {
    if bot.settings.calendars.is_empty() {
        return None;
    }
    let before = open(bot, now);
    let spans = (1..=LOOKS).map(|look| Millis(LOOKS_EVERY.0.saturating_mul(look)));
    spans.into_iter().find(|span| open(bot, now.plus(*span)) != before)
}
