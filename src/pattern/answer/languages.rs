//! The languages that answers are understood in, one file each.

mod en;

use crate::pattern::answer::language::Language;

/// Every language. Where two of a bot's read a word differently, the bot's order decides, not this.
pub(super) const LANGUAGES: &[Language] = &[en::ENGLISH];
