//! Logs: one line per event, turn and send, for people or as JSON, on standard error.

use tracing_subscriber::EnvFilter;

/// How logs look.
#[derive(Debug, clap::Args)]
pub(super) struct Logs {
    /// What is logged: error, warn, info, debug.
    #[arg(long, env = "SAYWHEN_LOG", default_value = "info")]
    log: String,
    /// How: text or json.
    #[arg(long, env = "LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    log_format: String,
}

/// Starts logging.
pub(super) fn start(logs: &Logs) {
    let filter = EnvFilter::try_new(&logs.log).unwrap_or_else(|_unreadable| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false);
    let started = if logs.log_format == "json" {
        lines.json().flatten_event(true).try_init()
    } else {
        lines.try_init()
    };
    if started.is_err() {
        tracing::debug!("logging had been started already");
    }
}
