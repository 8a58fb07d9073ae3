//! `saywhen script FLOW`: a flow as a screenplay, for people who review or translate it.

mod play;

use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, graph, print, say};
use crate::flow::check::everything;
use crate::words::name::FlowName;

/// Prints a flow as a screenplay, for reviewers and translators.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen script order             the flow of this name
  saywhen script order my-bot      in another folder")]
pub(super) struct ScriptCommand {
    /// The flow.
    #[arg(value_name = "FLOW")]
    flow: String,
    #[command(flatten)]
    bot: BotPath,
}

/// Runs the command.
pub(super) fn run(script: &ScriptCommand) -> Exit {
    let bot = match check::runnable(&script.bot.path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let name = FlowName::new(script.flow.as_str());
    let checked = everything(&bot.sources).0;
    let found = checked.as_ref().and_then(|(checked, texts)| {
        checked.flows.iter().find(|flow| flow.name == name).map(|flow| (flow, texts))
    });
    let Some((flow, texts)) = found else {
        say(&format!("error: {}", graph::unknown(&bot, &script.flow)));
        return Exit::Usage;
    };
    print(&play::screenplay(&bot.sources, flow, texts));
    Exit::Ok
}
