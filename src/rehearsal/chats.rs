//! The conversation tests of a bot, as its folder has them.

use std::path::Path;

use crate::bot::Bot;
use crate::rehearsal::run::Library;
use crate::script::Script;
use crate::script::parse::parse;
use crate::source::diagnostic::Diagnostic;
use crate::source::{Source, SourceId};

/// One file.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The file.
    pub source: Source,
    /// Its path below `tests/`.
    pub name: String,
    /// What it says.
    pub script: Script,
}

/// All conversations of a bot, and what cannot be understood in them.
#[must_use]
pub fn read(bot: &Bot) -> (Vec<Chat>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let chats = bot.sources.iter().filter_map(|(id, source): (SourceId, &Source)| {
        let name = source.path.strip_prefix("tests/")?;
        Path::new(name).extension().filter(|ending| *ending == "chat")?;
        let (script, mut found) = parse(id, &source.text);
        mistakes.append(&mut found);
        Some(Chat { source: source.clone(), name: name.to_owned(), script })
    });
    (chats.collect(), mistakes)
}

/// What tests may include.
#[must_use]
pub fn library(chats: &[Chat]) -> Library {
    chats.iter().map(|chat| (chat.name.clone(), chat.script.clone())).collect()
}
