//! `saywhen serve`: the real thing.

use std::path::PathBuf;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::settings::{self, Database, Given, Settings};
use crate::cli::{BotPath, check, logs, say};
use crate::outbox::pump;
use crate::service::app::{App, Setup, StartError};
use crate::store::memory::Memory;
use crate::store::sqlite::Sqlite;
use crate::store::{Store, StoreError};
use crate::time::{Clock, Timestamp};

/// Answers on Messenger.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  export PAGE_ACCESS_TOKEN=… APP_SECRET=… VERIFY_TOKEN=…
  saywhen serve                     the bot of this folder, on port 8080
  saywhen serve my-bot --port 9000
Tokens come from the environment only, or from files: PAGE_ACCESS_TOKEN_FILE and so on.")]
pub(super) struct Serve {
    #[command(flatten)]
    bot: BotPath,
    #[command(flatten)]
    settings: Given,
    #[command(flatten)]
    logs: logs::Logs,
}

/// Runs the command.
pub(super) fn run(serve: &Serve) -> Exit {
    logs::start(&serve.logs);
    let (settings, found) = settings::check(&serve.settings);
    found.warnings.iter().for_each(|warning| say(&format!("warning: {warning}")));
    found.problems.iter().for_each(|problem| say(&format!("error: {problem}")));
    let Some(settings) = settings else { return Exit::Configuration };
    let bot = match check::runnable(&serve.bot.path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let Ok(runtime) = runtime else { return Exit::System };
    let folder = serve.bot.path.clone();
    runtime.block_on(async {
        match settings.database.clone() {
            Database::Memory => with(Memory::new(), settings, bot, folder).await,
            Database::Sqlite(path) => match Sqlite::open(&path) {
                Ok(store) => with(store, settings, bot, folder).await,
                Err(error) => unusable(&error),
            },
        }
    })
}

async fn with<S: Store>(store: S, settings: Settings, bot: Bot, folder: PathBuf) -> Exit {
    let listener = match TcpListener::bind(settings.listen).await {
        Ok(listener) => listener,
        Err(error) => {
            say(&format!("error: port {} cannot be used: {error}", settings.listen.port()));
            return Exit::System;
        }
    };
    let setup = Setup {
        store,
        bot,
        folder: Some(folder),
        graph: settings.graph,
        secrets: settings.secrets,
        verify: settings.verify,
        stale_after: settings.stale_after,
        outbox: pump::Config {
            resend_uncertain: settings.resend_uncertain,
            page_rate: settings.page_rate,
            pseudonyms: settings.pseudonyms,
            clock: wall_clock(),
        },
    };
    match App::start(listener, setup).await {
        Ok(app) => until_told(app).await,
        Err(StartError::Store(error)) => unusable(&error),
        Err(StartError::Listen(error)) => {
            say(&format!("error: {error}"));
            Exit::System
        }
    }
}

/// Runs until somebody ends it: once in peace, twice at once.
async fn until_told(app: App) -> Exit {
    let left = app.recovered;
    let (accepted, waiting, sending) = (left.accepted, left.waiting, left.sending);
    say(&format!("listening on {}", app.address));
    say(&format!("recovered accepted={accepted} waiting={waiting} sending={sending}"));
    let (Ok(mut ended), Ok(mut interrupted)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return Exit::System;
    };
    tokio::select! {
        _ = ended.recv() => {}
        _ = interrupted.recv() => {}
    }
    tracing::info!("stopping: what is under way is finished first");
    tokio::select! {
        () = app.stop() => Exit::Ok,
        _ = ended.recv() => Exit::Interrupted,
        _ = interrupted.recv() => Exit::Interrupted,
    }
}

/// Says why a store is of no use.
pub(super) fn unusable(error: &StoreError) -> Exit {
    say(&format!("error: {error}"));
    match error {
        StoreError::InUse => Exit::TryAgain,
        StoreError::NotWritable(_) => Exit::CannotCreate,
        StoreError::Unavailable(_)
        | StoreError::Lost
        | StoreError::Unknown(_)
        | StoreError::Corrupt(_)
        | StoreError::Full
        | StoreError::Foreign(_) => Exit::Io,
    }
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is where the clock comes from")]
pub(super) fn wall_clock() -> Clock {
    Clock::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let ms = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        Timestamp(ms)
    })
}
