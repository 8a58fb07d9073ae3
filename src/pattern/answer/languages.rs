//! The languages that answers are understood in, one file each.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod hi;
mod it;
mod ja;
mod others;
mod pt;
mod th;
mod zh;

use crate::pattern::answer::language::Language;

/// Every language. Where two of a bot's read a word differently, the bot's order decides, not this.
pub(super) const LANGUAGES: &[Language] = &[
    en::ENGLISH,
    es::SPANISH,
    fr::FRENCH,
    de::GERMAN,
    pt::PORTUGUESE,
    it::ITALIAN,
    ar::ARABIC,
    hi::HINDI,
    th::THAI,
    ja::JAPANESE,
    zh::CHINESE,
    others::OTHERS,
];
