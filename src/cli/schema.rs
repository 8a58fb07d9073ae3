//! `saywhen schema`: what editors need to complete and check flows while they are written.

use crate::cli::exit::Exit;
use crate::cli::print;
use crate::flow::schema;

/// Prints the JSON Schema of flow files or of bot.yaml, for editors.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen schema > flow.schema.json        for files in flows/
  saywhen schema bot > bot.schema.json     for bot.yaml

An editor with the YAML language server takes it from the first line of a file:
  # yaml-language-server: $schema=../flow.schema.json")]
pub(super) struct SchemaCommand {
    /// Of which files: flow or bot.
    #[arg(value_name = "FILES", default_value = "flow", value_parser = ["flow", "bot"])]
    of: String,
}

/// Runs the command.
pub(super) fn run(command: &SchemaCommand) -> Exit {
    let schema = if command.of == "bot" { schema::settings() } else { schema::flows() };
    print(&format!("{schema:#}"));
    Exit::Ok
}
