//! What the bot's own tests know: what other systems say, when it matters, and steps that fail
//! because a test is about that (a server that tells nonsense, say) and so are no news.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::bot::Bot;
use crate::rehearsal::chats;
use crate::rehearsal::explore::finding;
use crate::rehearsal::given;
use crate::rehearsal::suite;
use crate::script::line::{Given, LineKind};

/// What was found, and the author's line.
pub(super) type Known = (String, (Arc<str>, u32));

/// What happens in them, and what they give.
pub(super) fn lines(bot: &Bot) -> Vec<LineKind> {
    let (chats, _) = chats::read(bot);
    let tests = chats.iter().flat_map(|chat| &chat.script.tests);
    tests.flat_map(|test| &test.lines).map(|line| line.kind.clone()).collect()
}

/// What they give.
pub(super) fn given(lines: &[LineKind]) -> impl Iterator<Item = &Given> {
    lines.iter().flat_map(given::items)
}

/// All that fails in tests that pass.
pub(super) fn known(bot: &Bot) -> BTreeSet<Known> {
    let (chats, _) = chats::read(bot);
    let played = suite::all(bot, &chats, true, &|| {});
    let passed = played.iter().flat_map(|file| &file.tested).filter(|is| is.failures.is_empty());
    let turns = passed.flat_map(|test| &test.scenes).flat_map(|scene| &scene.watched);
    let found = turns.flat_map(|turn| finding::of(bot, turn)).filter_map(|(_, what, place)| {
        let place = place?;
        Some((what, (place.file, place.line)))
    });
    found.collect()
}

/// Whether something is among them.
pub(super) fn is(known: &BTreeSet<Known>, what: &str, line: Option<&(Arc<str>, u32)>) -> bool {
    line.is_some_and(|line| known.contains(&(what.to_owned(), line.clone())))
}
