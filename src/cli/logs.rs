//! Logs: one line per event, turn and send, for people or as JSON, on standard error.

mod escape;

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::util::SubscriberInitExt;

use self::escape::{Json, write_field};

/// How logs look.
#[derive(Debug, clap::Args)]
pub(super) struct Logs {
    /// What is logged: error, warn, info or debug.
    #[arg(long, env = "SAYWHEN_LOG", value_name = "LEVEL", default_value = "info")]
    log: String,
    /// How: text or json.
    #[arg(long, env = "LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: String,
}

/// Starts logging; what is wrong with the settings of it is added to `problems`.
pub(super) fn start(logs: &Logs, problems: &mut Vec<String>) {
    let known = ["error", "warn", "info", "debug"].into_iter().find(|level| *level == logs.log);
    if known.is_none() {
        problems.push("SAYWHEN_LOG must be error, warn, info or debug".to_owned());
    }
    let level = known.unwrap_or("info");
    let started = match logs.log_format.as_str() {
        "json" => json(level, std::io::stderr).try_init(),
        "text" => text(level, std::io::stderr).try_init(),
        _ => {
            problems.push("LOG_FORMAT must be text or json".to_owned());
            return;
        }
    };
    if started.is_err() {
        tracing::debug!("logging had been started already");
    }
}

/// What is logged at this level. Of the libraries below only warnings: in detail they show what
/// they send.
fn filter(level: &str) -> EnvFilter {
    let below = if level == "error" { "error" } else { "warn" };
    EnvFilter::new(format!("{below},saywhen={level}"))
}

fn text<W>(level: &str, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt().with_env_filter(filter(level)).with_writer(to);
    let lines = lines.with_target(false).with_ansi(false);
    lines.fmt_fields(debug_fn(write_field).delimited(" ")).finish()
}

fn json<W>(level: &str, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt().with_env_filter(filter(level)).with_writer(Json(to));
    lines.with_target(false).with_ansi(false).json().flatten_event(true).finish()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::escape::is_harmful;
    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Paper {
        fn read(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    /// As ids of Pages and Graph's codes may come from outside.
    const EVIL: &str =
        "1\n2026-11-23T09:00:00Z  INFO forged\r\u{1b}[31m\u{9b}\u{7f}\u{202e}é\u{2028}";

    fn written<S: Subscriber + Send + Sync + 'static>(subscriber: impl Fn(Paper) -> S) -> String {
        let paper = Paper::default();
        tracing::subscriber::with_default(subscriber(paper.clone()), || {
            tracing::info!(page = %EVIL, code = EVIL, debug = ?EVIL, n = 7, "send {EVIL}");
        });
        paper.read()
    }

    #[test]
    fn nothing_in_a_field_ends_the_line_or_reaches_the_terminal() {
        let told = written(|paper| text("info", move || paper.clone()));
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 2, "{told}");
        assert!(lines[0].contains(" INFO send 1"), "{told}");
        assert!(lines[1].starts_with("    2026"), "a forged line begins like a real one: {told}");
        assert!(
            lines[1].contains(r"page=1\n2026-11-23T09:00:00Z  INFO forged\r\u{1b}[31m"),
            "{told}"
        );
        assert!(lines[1].contains("n=7") && told.contains('é'), "{told}");
        assert!(!told.trim_end().replace('\n', "").contains(is_harmful), "{told:?}");
    }

    #[test]
    fn json_stays_one_line_that_can_be_read() {
        let told = written(|paper| json("info", move || paper.clone()));
        assert_eq!(told.lines().count(), 1, "{told}");
        let line: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(line["page"], EVIL);
        assert_eq!(line["n"], 7);
        assert!(!told.trim_end().contains(is_harmful), "{told:?}");
    }

    #[test]
    fn a_level_speaks_of_saywhen_alone() {
        let paper = Paper::default();
        let to = paper.clone();
        tracing::subscriber::with_default(text("debug", move || to.clone()), || {
            tracing::debug!(target: "hyper::proto", "authorization: Bearer x");
            tracing::debug!("ours");
        });
        let told = paper.read();
        assert!(told.contains("ours") && !told.contains("Bearer"), "{told}");
    }

    #[test]
    fn levels_that_do_not_exist_are_told() {
        let logs = Logs { log: "inof".to_owned(), log_format: "xml".to_owned() };
        let mut problems = Vec::new();
        start(&logs, &mut problems);
        assert_eq!(problems.len(), 2, "{problems:?}");
    }
}
