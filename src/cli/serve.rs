//! `saywhen serve`: the real thing.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::net::TcpListener;

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::secrets::{self, Found};
use crate::cli::settings::{self, Database, Given, Settings};
use crate::cli::signals::Signals;
use crate::cli::token::Tokens;
use crate::cli::{BotPath, check, logs, process, say, say_each};
use crate::fetch::Gate;
use crate::fetch::resolve::System;
use crate::outbox::pump;
use crate::secret::Secret;
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
Tokens come from the environment only, or from files: PAGE_ACCESS_TOKEN_FILE and so on.
Several Pages: bot.yaml names them, and the variable that each one's token is in.")]
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
    let mut found = Found::default();
    logs::start(&serve.logs, &mut found.problems);
    // What the bot says of Pages and secrets is a part of what is wrong with the settings.
    let bot = check::runnable(&serve.bot.path);
    let pages = bot.as_ref().ok().map(|bot| &bot.settings.pages);
    let settings = settings::check(&serve.settings, pages, &mut found);
    if let Ok(bot) = &bot {
        secrets::check_listed(&bot.settings.secrets, &mut found);
    }
    say_each("warning", &found.warnings);
    say_each("error", &found.problems);
    if !found.problems.is_empty() {
        return Exit::Configuration;
    }
    let bot = match bot {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let Some(settings) = settings else { return Exit::Configuration };
    let folder = serve.bot.path.clone();
    process::run(async {
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
    let events = match events(settings.events.as_ref()).await {
        Ok(events) => events,
        Err(error) => {
            say(&format!("error: ADMIN_LISTEN cannot be used: {error}"));
            return Exit::System;
        }
    };
    let Ok(signals) = Signals::catch() else { return Exit::System };
    let (tokens, app_secret) = (settings.tokens.clone(), settings.app_secret.clone());
    let setup = Setup { events, ..setup(store, settings, bot, folder) };
    match App::start(listener, setup).await {
        Ok(app) => {
            let tokens = Tokens::new(&app, tokens, app_secret);
            until_told(app, tokens, signals).await
        }
        Err(StartError::Store(error)) => unusable(&error),
        Err(StartError::Listen(error)) => {
            say(&format!("error: {error}"));
            Exit::System
        }
    }
}

fn setup<S: Store>(store: S, settings: Settings, bot: Bot, folder: PathBuf) -> Setup<S> {
    Setup {
        store,
        bot,
        folder: Some(folder),
        graph: settings.graph,
        secrets: settings.secrets,
        verify: settings.verify,
        stale_after: settings.stale_after,
        gate: Gate::new(System, secrets::keys(), false),
        outbox: pump::Config {
            resend_uncertain: settings.resend_uncertain,
            page_rate: settings.page_rate,
            pseudonyms: settings.pseudonyms,
            clock: wall_clock(),
            public_url: settings.public_url,
        },
        events: None,
        watch: None,
    }
}

/// The listener of other systems, if they may tell events.
async fn events(
    wanted: Option<&(SocketAddr, Secret)>,
) -> std::io::Result<Option<(TcpListener, Secret)>> {
    let Some((address, token)) = wanted else { return Ok(None) };
    Ok(Some((TcpListener::bind(address).await?, token.clone())))
}

/// Runs until somebody ends it; tokens of Pages that are replaced meanwhile are taken.
async fn until_told(app: App, tokens: Tokens, mut signals: Signals) -> Exit {
    let left = app.recovered;
    let (accepted, waiting, sending) = (left.accepted, left.waiting, left.sending);
    say(&format!("listening on {}", app.address));
    if let Some(address) = app.events {
        say(&format!("events of other systems on {address}"));
    }
    say(&format!("recovered accepted={accepted} waiting={waiting} sending={sending}"));
    tokio::select! {
        () = signals.next() => {}
        () = tokens.follow(|page| app.token_is_new(page)) => {}
    }
    signals.finish(app.stop()).await
}

/// Says why a store is of no use.
pub(super) fn unusable(error: &StoreError) -> Exit {
    let (exit, advice) = match error {
        StoreError::InUse => (Exit::TryAgain, ""),
        StoreError::NotWritable(_) => {
            (Exit::CannotCreate, "\nThe place is not writable for us: see DATABASE_URL.")
        }
        StoreError::Corrupt(_) => {
            (Exit::Io, "\nIts integrity check failed; it was left as it is. Restore a copy of it.")
        }
        StoreError::Unavailable(_)
        | StoreError::Lost
        | StoreError::Unknown(_)
        | StoreError::Full
        | StoreError::Foreign(_) => (Exit::Io, ""),
    };
    say(&format!("error: {error}{advice}"));
    exit
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
