//! `saywhen script FLOW`: a flow as a screenplay, for people who review or translate it.

mod play;

use std::path::Path;

use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, graph, print, say};
use crate::flow::check::everything;
use crate::flow::model::Flow;

/// Prints flows as a screenplay, for reviewers and translators.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen script                   every flow of this folder's bot
  saywhen script order             the flow of this name
  saywhen script order my-bot      in another folder
  saywhen script my-bot            every flow there")]
pub(super) struct ScriptCommand {
    /// The flow; without it all of them.
    #[arg(value_name = "FLOW")]
    flow: Option<String>,
    #[command(flatten)]
    bot: BotPath,
}

/// Runs the command.
pub(super) fn run(script: &ScriptCommand) -> Exit {
    let (flow, path) = match script.flow.as_deref() {
        // A name of a flow has no slash, and hardly anybody calls a folder as a flow of another.
        Some(folder) if script.bot.path == Path::new(".") && is_bot(folder) => {
            (None, Path::new(folder))
        }
        flow => (flow, script.bot.path.as_path()),
    };
    let bot = match check::runnable(path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let checked = everything(&bot.sources).0;
    let Some((checked, texts)) = checked.as_ref() else { return Exit::Mistakes };
    let wanted = |one: &&Flow| flow.is_none_or(|name| one.name.as_str() == name);
    let plays = checked.flows.iter().filter(wanted);
    let plays: Vec<_> = plays.map(|flow| play::screenplay(&bot.sources, flow, texts)).collect();
    if let (Some(name), true) = (flow, plays.is_empty()) {
        say(&format!("error: {}", graph::unknown(&bot, name)));
        return Exit::Usage;
    }
    print(&plays.join("\n\n"));
    Exit::Ok
}

/// Whether a bot lies there.
fn is_bot(path: &str) -> bool {
    let path = Path::new(path);
    path.join("bot.yaml").is_file() || path.join("flows").is_dir()
}
