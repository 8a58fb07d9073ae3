//! `saywhen dev`: talk to the bot in a browser; nothing to configure.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::serve::{unusable, wall_clock};
use crate::cli::signals::Signals;
use crate::cli::{BotPath, check, logs, process, say, say_each, secrets};
use crate::fetch::Gate;
use crate::fetch::resolve::System;
use crate::secret::Secret;
use crate::service::app::StartError;
use crate::store::sqlite::Sqlite;
use crate::store::sqlite::journals::journals;
use crate::store::{Store, StoreError};
use crate::studio::dev::{Dev, DevError, Parts};
use crate::studio::past::Past;

/// Shows a page on this machine on which one can talk to the bot; edits count at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen dev                 the bot of this folder
  saywhen dev my-bot --port 9000
No message leaves this machine: a Messenger of our own stands in for the real one. An `http` step does
ask its server, if `http: allow:` of bot.yaml lists it; `notify` reaches webhooks on this machine alone.")]
pub(super) struct DevCommand {
    #[command(flatten)]
    bot: BotPath,
    /// Port of the page; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where conversations are kept.
    #[arg(long, default_value = ".saywhen/dev.db")]
    store: PathBuf,
    /// The address that opens a file in your editor; empty for no such links.
    #[arg(long, value_name = "TEMPLATE", default_value = "vscode://file/{file}:{line}:{col}")]
    editor: String,
    #[command(flatten)]
    logs: logs::Logs,
}

/// Runs the command.
pub(super) fn run(dev: &DevCommand) -> Exit {
    let mut problems = Vec::new();
    logs::start(&dev.logs, &mut problems);
    if !problems.is_empty() {
        say_each("error", &problems);
        return Exit::Configuration;
    }
    let bot = match check::runnable(&dev.bot.path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let key = match fresh_key() {
        Ok(key) => key,
        Err(error) => {
            say(&format!("error: no random numbers: {error}"));
            return Exit::System;
        }
    };
    let store = match Sqlite::open(&dev.store) {
        Ok(store) => store,
        Err(StoreError::InUse) => return taken(&dev.store),
        Err(error) => return unusable(&error),
    };
    process::run(with(store, bot, dev, key))
}

async fn with<S: Store>(store: S, bot: Bot, dev: &DevCommand, key: Secret) -> Exit {
    let (folder, port, clock) = (dev.bot.path.clone(), dev.port, wall_clock());
    let shown = key.expose().to_owned();
    let gate = Gate::new(System, secrets::keys(), true);
    let editor = dev.editor.clone();
    let kept = dev.store.clone();
    let past = Past::new(move || journals(&kept).unwrap_or_default());
    let parts = Parts { store, bot, folder, port, key, clock, gate, editor, past };
    let dev = match Dev::start(parts).await {
        Ok(dev) => dev,
        Err(error) => return refused(&error),
    };
    let Ok(mut signals) = Signals::catch() else { return Exit::System };
    say(&format!("Talk to your bot: http://{}/?key={shown}", dev.address));
    say("Edit flows/*.yaml while it runs; Ctrl-C ends it.");
    signals.next().await;
    signals.finish(dev.stop()).await
}

fn taken(store: &Path) -> Exit {
    let store = store.display();
    say(&format!(
        "error: the store {store} is already in use by another process: another `saywhen dev`, most likely\n\
         End that one, or keep the conversations of this one in another file: --store FILE"
    ));
    Exit::TryAgain
}

fn refused(error: &DevError) -> Exit {
    if let DevError::App(StartError::Store(error)) = error {
        return unusable(error);
    }
    say(&format!("error: {error}"));
    Exit::System
}

/// 128 random bits as hexadecimal digits.
fn fresh_key() -> std::io::Result<Secret> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(Secret::new(format!("{:032x}", u128::from_be_bytes(bytes))))
}
