//! The command line: one file per command. Environment, arguments, exit codes and printing live here
//! and nowhere else.

mod chat;
mod check;
mod colour;
mod completions;
mod contest;
mod dev;
mod duration;
pub mod exit;
mod explain;
mod explore;
mod fmt;
mod graph;
mod health;
mod keys;
mod logs;
mod look;
mod markup;
mod new;
mod process;
mod profile;
mod progress;
mod replay;
mod schema;
mod script;
mod secrets;
mod serve;
mod settings;
mod signals;
mod test;
mod token;
mod translate;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::cli::exit::Exit;

/// Builds Facebook Messenger bots from folders of YAML and templates.
#[derive(Debug, Parser)]
#[command(name = "saywhen", version, about, after_help = EXAMPLES, propagate_version = true)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  saywhen new my-bot          A bot to begin with
  saywhen dev                 Talk to the bot of this folder in a browser
  saywhen chat                Talk to it in this terminal
  saywhen explore             Walk every path and report what goes wrong
  saywhen check               Is everything right in the bot of this folder?
  saywhen test                Do its conversations still work?
  saywhen explain \"hi there\"  Which flow takes this message, and why?
  saywhen serve               Answer on Messenger; tokens come from the environment";

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows every mistake in a bot, with what to type instead.
    Check(check::Check),
    /// Shows a page on this machine on which one can talk to the bot; edits count at once.
    Dev(dev::DevCommand),
    /// Plays the conversations of tests/**/*.chat and shows where the bot says something else.
    Test(test::TestCommand),
    /// Writes a bot that runs, with a test and settings for editors.
    New(new::NewCommand),
    /// Talks with the bot in this terminal; edits count at once.
    Chat(chat::ChatCommand),
    /// Shows which flow takes a message and why the others do not, or what a code means.
    Explain(explain::ExplainCommand),
    /// Walks the bot by itself and shows where it goes wrong.
    Explore(explore::ExploreCommand),
    /// Shows what people would have seen differently with the bot as it is now.
    Replay(replay::ReplayCommand),
    /// Prints completions for a shell.
    Completions(completions::CompletionsCommand),
    /// Draws a map of a bot or of one flow.
    Graph(graph::GraphCommand),
    /// Prints a flow as a screenplay, for reviewers and translators.
    Script(script::ScriptCommand),
    /// Lays the files of a bot out alike; comments, quotes and order stay.
    Fmt(fmt::Fmt),
    /// Prints the JSON Schema of flow files or of bot.yaml, for editors.
    Schema(schema::SchemaCommand),
    /// Shows what is not translated yet, or writes it into locales/ to be translated.
    Translate(translate::Translate),
    /// Compares or changes what stands on the bot's Page: Get Started, greeting, menu, ice breakers, commands.
    Profile(profile::ProfileCommand),
    /// Answers on Messenger.
    Serve(serve::Serve),
    /// Asks a running saywhen on this machine how it is.
    Health(health::Health),
}

/// Where a bot lies.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BotPath {
    /// The bot's folder, or a single flow file.
    #[arg(value_name = "BOT", env = "SAYWHEN_BOT", default_value = ".")]
    path: PathBuf,
}

/// Runs the command of these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    process::guard();
    if let Some(name) = secrets::given_as_argument(&arguments) {
        say(&format!(
            "error: {name} is not taken from the command line, which everybody on this machine can \
             read. Set it in the environment, or {name}_FILE to the name of a file that holds it."
        ));
        return Exit::Usage;
    }
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments.command),
        Err(error) => refuse(&error),
    }
}

fn dispatch(command: Command) -> Exit {
    match command {
        Command::Check(check) => check::run(&check),
        Command::Dev(dev) => dev::run(&dev),
        Command::Test(test) => test::run(&test),
        Command::New(new) => new::run(&new),
        Command::Chat(chat) => chat::run(&chat),
        Command::Explain(explain) => explain::run(&explain),
        Command::Explore(explore) => explore::run(&explore),
        Command::Replay(replay) => replay::run(&replay),
        Command::Completions(completions) => completions::run(&completions),
        Command::Graph(graph) => graph::run(&graph),
        Command::Script(script) => script::run(&script),
        Command::Fmt(command) => fmt::run(&command),
        Command::Schema(schema) => schema::run(&schema),
        Command::Translate(command) => translate::run(&command),
        Command::Profile(command) => profile::run(&command),
        Command::Serve(serve) => serve::run(&serve),
        Command::Health(health) => health::run(&health),
    }
}

fn refuse(error: &clap::Error) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let printed = error.print();
    match printed {
        Ok(()) if asked => Exit::Ok,
        Ok(()) => Exit::Usage,
        Err(_closed) => Exit::Io,
    }
}

/// Tells the person at the terminal; one who has left is not told.
pub(in crate::cli) fn say(text: &str) {
    writeln!(std::io::stderr().lock(), "{text}").ok();
}

/// Tells one thing after the other, each with its kind.
pub(in crate::cli) fn say_each(kind: &str, texts: &[String]) {
    for text in texts {
        say(&format!("{kind}: {text}"));
    }
}

/// Prints what was asked for; `saywhen check | head` may have read enough.
pub(in crate::cli) fn print(text: &str) {
    writeln!(std::io::stdout().lock(), "{text}").ok();
}
