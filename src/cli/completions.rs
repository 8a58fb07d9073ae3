//! `saywhen completions SHELL`: what a shell needs to complete commands and flags.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::exit::Exit;
use crate::cli::{Arguments, print};

/// Prints completions for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen completions bash > ~/.local/share/bash-completion/completions/saywhen
  saywhen completions zsh > ~/.zfunc/_saywhen
  saywhen completions fish > ~/.config/fish/completions/saywhen.fish")]
pub(super) struct CompletionsCommand {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(completions: &CompletionsCommand) -> Exit {
    let mut written = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "saywhen", &mut written);
    print(String::from_utf8_lossy(&written).trim_end());
    Exit::Ok
}
