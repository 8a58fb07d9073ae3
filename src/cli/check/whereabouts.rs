//! Where a bot's files lie for programs that show mistakes beside them.

use std::path::{Component, Path, PathBuf};

/// A bot's folder or file, seen from where the command runs.
pub(super) struct Whereabouts {
    bot: PathBuf,
    single: bool,
}

impl Whereabouts {
    /// Of the bot that the command names.
    pub(super) fn new(bot: &Path) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let inside = bot.strip_prefix(&here).unwrap_or(bot);
        Self { bot: inside.to_owned(), single: bot.is_file() }
    }

    /// The path of a file of the bot, with `/`.
    pub(super) fn path(&self, name: &str) -> String {
        let path = if self.single { self.bot.clone() } else { self.bot.join(name) };
        let parts = path.components().filter(|part| *part != Component::CurDir);
        let path: PathBuf = parts.collect();
        path.to_string_lossy().replace('\\', "/")
    }

    /// The same as an address: relative, but for a bot that lies elsewhere.
    pub(super) fn uri(&self, name: &str) -> String {
        let path = self.path(name);
        let root = if path.starts_with('/') { "file://" } else { "" };
        format!("{root}{}", path.bytes().map(encoded).collect::<String>())
    }
}

fn encoded(byte: u8) -> String {
    let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_where_the_command_runs() {
        let whereabouts = |bot: &str| Whereabouts { bot: bot.into(), single: false };
        assert_eq!(whereabouts(".").path("flows/a.yaml"), "flows/a.yaml");
        assert_eq!(whereabouts("./bots/x/").path("bot.yaml"), "bots/x/bot.yaml");
        assert_eq!(whereabouts("b").uri("flows/é 1:%.yaml"), "b/flows/%C3%A9%201%3A%25.yaml");
        assert_eq!(whereabouts("/b").uri("bot.yaml"), "file:///b/bot.yaml");
        let single = Whereabouts { bot: "./my/one.yaml".into(), single: true };
        assert_eq!(single.path("flows/one.yaml"), "my/one.yaml");
    }
}
