//! Settings of the operator's: flags and environment, checked, with everything that is wrong at once.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::cli::duration;
use crate::cli::keys::{self, Pages, Token};
use crate::cli::secrets::{self, Found};
use crate::limits::PAGE_RATE_MAX;
use crate::messenger::graph::{self, Graph};
use crate::messenger::signature::Secrets;
use crate::secret::{Pseudonyms, Secret};
use crate::store::sqlite::network::network_file_system;
use crate::time::Millis;

/// Settings as they are typed. Numbers are texts here too: the environment is told of as a whole.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// Port of the webhook; 0 takes any free one.
    #[arg(long, env = "PORT", default_value = "8080")]
    pub(super) port: String,
    /// Where conversations are kept: sqlite:FILE, or memory: for a try.
    #[arg(
        long,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite:.saywhen/saywhen.db"
    )]
    pub(super) database_url: String,
    /// Meta's Graph API; plain http only on this machine.
    #[arg(
        long,
        value_name = "URL",
        env = "GRAPH_URL",
        hide_env_values = true,
        default_value = "https://graph.facebook.com"
    )]
    pub(super) graph_url: String,
    /// Its version.
    #[arg(long, value_name = "VERSION", env = "GRAPH_VERSION", default_value = "v26.0")]
    pub(super) graph_version: String,
    /// Where other systems tell events, with `EVENTS_TOKEN`; beyond this machine only with `ADMIN_TOKEN`.
    #[arg(long, value_name = "ADDRESS", env = "ADMIN_LISTEN", default_value = "127.0.0.1:8081")]
    pub(super) admin_listen: String,
    /// Events older than this are not answered; `off` answers all.
    #[arg(long, value_name = "DURATION", env = "STALE_AFTER", default_value = "24h")]
    pub(super) stale_after: String,
    /// What to do with a reply that may or may not have arrived: resend or drop.
    #[arg(long, value_name = "WHAT", env = "ON_UNCERTAIN", default_value = "resend")]
    pub(super) on_uncertain: String,
    /// Replies a second and Page, 1 to 300; `off` only with a Graph API on this machine.
    #[arg(long, value_name = "NUMBER", env = "PAGE_RATE", default_value = "40")]
    pub(super) page_rate: String,
    /// Where the world reaches this process, https; Meta fetches files in `media/` from there.
    #[arg(long, value_name = "URL", env = "PUBLIC_URL")]
    pub(super) public_url: Option<String>,
    /// Takes requests that nobody signed; only on this machine, for tries.
    #[arg(long)]
    pub(super) insecure_no_signature: bool,
}

/// Settings that make sense.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) listen: SocketAddr,
    pub(super) database: Database,
    pub(super) graph: Graph,
    /// The tokens that `graph` begins with.
    pub(super) tokens: Vec<Token>,
    /// What new tokens are signed with.
    pub(super) app_secret: Option<Secret>,
    pub(super) secrets: Option<Secrets>,
    pub(super) verify: Secret,
    pub(super) pseudonyms: Pseudonyms,
    pub(super) stale_after: Option<Millis>,
    pub(super) resend_uncertain: bool,
    pub(super) page_rate: Option<u32>,
    pub(super) public_url: Option<String>,
    pub(super) events: Option<(SocketAddr, Secret)>,
}

/// Where conversations are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Database {
    Memory,
    Sqlite(PathBuf),
}

/// Checks everything and adds what it finds; there are settings only where nothing is wrong.
/// `pages` are none where the bot has mistakes.
pub(super) fn check(given: &Given, pages: Option<&Pages>, found: &mut Found) -> Option<Settings> {
    let keys = keys::read(given.insecure_no_signature, pages, found);
    let port = port(&given.port, found);
    let database = database(&given.database_url, found);
    let faults = graph::faults(&given.graph_url, &given.graph_version);
    found.problems.extend(faults.iter().map(ToString::to_string));
    let stale_after = stale_after(&given.stale_after, found);
    let resend_uncertain = resend_uncertain(&given.on_uncertain, found);
    let page_rate = page_rate(&given.page_rate, &given.graph_url, found);
    let public_url = given.public_url.as_deref().and_then(|url| public_url(url, found));
    let events = admin(&given.admin_listen, found);
    let local = if given.insecure_no_signature { [127, 0, 0, 1] } else { [0, 0, 0, 0] };
    let (keys, port, database) = (keys?, port?, database?);
    let app_secret = keys.app.first().cloned();
    let graph = faults.is_empty().then(|| {
        let of = (given.graph_url.as_str(), given.graph_version.as_str());
        graph_of(of, &keys.tokens, app_secret.as_ref(), found)
    })??;
    let key = app_secret.as_ref().or(keys.tokens.first().map(|token| &token.secret))?;
    let settings = Settings {
        listen: SocketAddr::from((local, port)),
        database,
        graph,
        secrets: keys.secrets,
        pseudonyms: Pseudonyms::new(key),
        tokens: keys.tokens,
        app_secret,
        verify: keys.verify,
        stale_after,
        resend_uncertain,
        page_rate,
        public_url,
        events,
    };
    found.problems.is_empty().then_some(settings)
}

/// The client with every Page's token; none if one cannot be a token.
pub(super) fn graph_of(
    (url, version): (&str, &str),
    tokens: &[Token],
    app_secret: Option<&Secret>,
    found: &mut Found,
) -> Option<Graph> {
    let graph = Graph::bare(url, version);
    let graph = graph.map_err(|error| found.problems.push(error.to_string())).ok()?;
    for Token { page, variable, secret } in tokens {
        if let Err(error) = graph.renew(page.as_ref(), secret, app_secret) {
            found.problems.push(format!("{variable}: {error}"));
        }
    }
    Some(graph)
}

fn port(text: &str, found: &mut Found) -> Option<u16> {
    let port = text.parse();
    port.map_err(|_no_port| found.problems.push("PORT must be 0 to 65535".to_owned())).ok()
}

/// The file that `sqlite:FILE` names.
fn file_of(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"))
}

/// A store that is to be looked at: a file, or `sqlite:FILE` as in `DATABASE_URL`.
pub(super) fn store(given: &str) -> PathBuf {
    PathBuf::from(file_of(given).unwrap_or(given))
}

fn database(url: &str, found: &mut Found) -> Option<Database> {
    match file_of(url).filter(|path| !path.is_empty()).map(PathBuf::from) {
        Some(path) => {
            if let Some(kind) = network_file_system(&std::path::absolute(&path).unwrap_or_default())
            {
                found.warnings.push(format!(
                    "{} is on a network file system ({kind}), which may lose what was written; \
                     keep DATABASE_URL on a disk of this machine",
                    path.display()
                ));
            }
            Some(Database::Sqlite(path))
        }
        None if url == "memory:" => Some(Database::Memory),
        None => {
            let problem = "DATABASE_URL must be sqlite:FILE; this version knows no other store";
            found.problems.push(problem.to_owned());
            None
        }
    }
}

/// None for `off`, and where a problem was found.
fn stale_after(text: &str, found: &mut Found) -> Option<Millis> {
    if text == "off" {
        return None;
    }
    let age = duration::parse(text);
    age.map_err(|error| found.problems.push(format!("STALE_AFTER: {error}; or off"))).ok()
}

fn resend_uncertain(text: &str, found: &mut Found) -> bool {
    if !["resend", "drop"].contains(&text) {
        found.problems.push("ON_UNCERTAIN must be resend or drop".to_owned());
    }
    text == "resend"
}

/// None for `off`, and where a problem was found.
fn page_rate(text: &str, graph: &str, found: &mut Found) -> Option<u32> {
    if text == "off" && graph::is_local(graph) {
        return None;
    }
    let rate = text.parse().ok().filter(|rate| (1..=PAGE_RATE_MAX).contains(rate));
    if rate.is_none() {
        let problem = "PAGE_RATE must be 1 to 300; off only with a GRAPH_URL on this machine";
        found.problems.push(problem.to_owned());
    }
    rate
}

/// The address without a `/` at its end.
fn public_url(text: &str, found: &mut Found) -> Option<String> {
    let url = url::Url::parse(text).ok();
    let plain = |url: &url::Url| {
        let open = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let https = url.scheme() == "https" || (url.scheme() == "http" && graph::is_local(text));
        open && https && url.has_host()
    };
    let url = url.filter(plain).map(|url| url.as_str().trim_end_matches('/').to_owned());
    if url.is_none() {
        found.problems.push("PUBLIC_URL must look like https://bot.example.com".to_owned());
    }
    url
}

/// Letters that hold 128 bits at least, as PROMISES P21 asks for.
const ADMIN_TOKEN_CHARS_MIN: usize = 22;

/// Where other systems may tell events, with the token that they show; nothing listens there
/// without one.
fn admin(listen: &str, found: &mut Found) -> Option<(SocketAddr, Secret)> {
    let admin = strong("ADMIN_TOKEN", found);
    let events = strong("EVENTS_TOKEN", found);
    let Ok(address) = listen.parse::<SocketAddr>() else {
        found.problems.push("ADMIN_LISTEN must look like 127.0.0.1:8081".to_owned());
        return None;
    };
    if admin.is_none() && !address.ip().is_loopback() {
        found.problems.push("ADMIN_LISTEN is open to others: set ADMIN_TOKEN as well".to_owned());
    }
    Some((address, events?))
}

/// A secret of our own that nobody can guess, if there is one.
fn strong(name: &str, found: &mut Found) -> Option<Secret> {
    let token = secrets::optional(name, found)?;
    if token.expose().chars().count() < ADMIN_TOKEN_CHARS_MIN {
        let problem = format!("{name} is easy to guess; make one with: openssl rand -hex 16");
        found.problems.push(problem);
    }
    Some(token)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        given: Given,
    }

    fn problems(arguments: &[&str]) -> Vec<String> {
        let line = Line::parse_from(["x"].iter().chain(arguments));
        let mut found = Found::default();
        assert!(check(&line.given, None, &mut found).is_none(), "there are no secrets in a test");
        found.problems.retain(|problem| !problem.contains("is not set"));
        found.problems
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = problems(&[
            "--port=http",
            "--database-url=mysql://user:pa55@host/db",
            "--graph-url=http://graph.example",
            "--graph-version=26",
            "--admin-listen=8081",
            "--stale-after=1 day",
            "--on-uncertain=hope",
            "--page-rate=301",
            "--public-url=http://bot.example.com",
        ]);
        for name in [
            "PORT",
            "DATABASE_URL",
            "GRAPH_URL",
            "GRAPH_VERSION",
            "ADMIN_LISTEN",
            "STALE_AFTER",
            "ON_UNCERTAIN",
            "PAGE_RATE",
            "PUBLIC_URL",
        ] {
            assert_eq!(
                wrong.iter().filter(|is| is.starts_with(name)).count(),
                1,
                "{name}: {wrong:?}"
            );
        }
        assert_eq!(wrong.len(), 9, "{wrong:?}");
        assert!(!wrong.concat().contains("pa55"), "{wrong:?}");
    }

    #[test]
    fn what_is_not_set_has_a_sound_value() {
        assert!(problems(&[]).is_empty());
    }

    #[test]
    fn a_page_is_unlimited_only_on_this_machine() {
        assert!(problems(&["--page-rate=off", "--graph-url=http://127.0.0.1:9"]).is_empty());
        assert_eq!(problems(&["--page-rate=off"]).len(), 1);
        assert_eq!(problems(&["--page-rate=0"]).len(), 1);
        let sneaky = ["--page-rate=off", "--graph-url=https://127.0.0.1.example"];
        assert_eq!(problems(&sneaky).len(), 1);
    }

    #[test]
    fn an_address_that_is_open_to_others_needs_a_token() {
        assert_eq!(problems(&["--admin-listen=0.0.0.0:9090"]).len(), 1);
        assert_eq!(problems(&["--admin-listen=[::]:9090"]).len(), 1);
        assert!(problems(&["--admin-listen=[::1]:9090"]).is_empty());
    }

    #[test]
    fn settings_do_not_show_secrets() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let graph =
            Graph::new("http://127.0.0.1:9", "v26.0", &secret("t0ken"), Some(&secret("k3y")));
        let proof = crate::messenger::signature::proof(&secret("k3y"), &secret("t0ken"));
        let settings = Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: Database::Memory,
            graph: graph.unwrap(),
            tokens: vec![Token {
                page: None,
                variable: "PAGE_ACCESS_TOKEN".to_owned(),
                secret: secret("t0ken"),
            }],
            app_secret: Some(secret("k3y")),
            secrets: Secrets::new(&[secret("k3y")]).ok(),
            verify: secret("w0rd"),
            pseudonyms: Pseudonyms::new(&secret("k3y")),
            stale_after: None,
            resend_uncertain: true,
            page_rate: None,
            public_url: None,
            events: None,
        };
        let shown = format!("{settings:?} {settings:#?}");
        for hidden in ["t0ken", "k3y", "w0rd", proof.as_str()] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
