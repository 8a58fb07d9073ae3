//! What can be proved about a compiled bot: who takes which message, and what never ends.
//!
//! Only what is certain is told. A condition may hold or not, so it proves neither a win nor a loss.

mod entries;
mod examples;
mod idle;
mod labels;
mod live;
mod paths;
mod reads;
mod rings;
mod shadows;
mod silence;
mod ties;
mod unset;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::bot::Bot;
use crate::proof::idle::Budget;
use crate::source::Sources;
use crate::source::diagnostic::{Diagnostic, any_error, sort};

/// Compiles a bot and proves what can be proved about it: none if anything is wrong with it, and
/// then every mistake; otherwise what is worth a thought. In the order of files and lines.
#[must_use]
pub fn compile(sources: Arc<Sources>) -> (Option<Bot>, Vec<Diagnostic>) {
    let (bot, mut diagnostics) = Bot::compile(sources);
    let Some(bot) = bot else { return (None, diagnostics) };
    let known: BTreeSet<_> = diagnostics.iter().map(|one| (one.span, one.code)).collect();
    let proved = prove(&bot).into_iter().filter(|one| !known.contains(&(one.span, one.code)));
    diagnostics.extend(proved);
    sort(&mut diagnostics);
    let bot = (!any_error(&diagnostics)).then_some(bot);
    (bot, diagnostics)
}

/// Everything that can be proved about a bot that compiles.
#[must_use]
pub fn prove(bot: &Bot) -> Vec<Diagnostic> {
    let mut budget = Budget::default();
    let mut told = examples::prove(bot);
    told.extend(ties::prove(bot, &mut budget));
    told.extend(shadows::prove(bot, &mut budget));
    told.extend(rings::prove(bot));
    told.extend(unset::prove(bot));
    let known: BTreeSet<_> = told.iter().map(|one| one.span).collect();
    told.extend(entries::prove(bot).into_iter().filter(|one| !known.contains(&one.span)));
    told.extend(labels::prove(bot));
    told.extend(silence::prove(bot));
    sort(&mut told);
    told
}
