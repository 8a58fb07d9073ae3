//! Settings of the operator's: flags and environment, checked, with everything that is wrong at once.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::cli::duration;
use crate::cli::secrets::{self, Found};
use crate::messenger::graph::Graph;
use crate::messenger::signature::Secrets;
use crate::secret::{Pseudonyms, Secret};
use crate::time::Millis;

/// Settings as they are typed.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// Port of the webhook.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub(super) port: u16,
    /// Where conversations are kept: sqlite:FILE, or memory: for a try.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:.saywhen/saywhen.db")]
    pub(super) database_url: String,
    /// Meta's Graph API.
    #[arg(long, env = "GRAPH_URL", default_value = "https://graph.facebook.com")]
    pub(super) graph_url: String,
    /// Its version.
    #[arg(long, env = "GRAPH_VERSION", default_value = "v26.0")]
    pub(super) graph_version: String,
    /// Address of the admin listener; beyond this machine only with `ADMIN_TOKEN`.
    #[arg(long, env = "ADMIN_LISTEN", default_value = "127.0.0.1:8081")]
    pub(super) admin_listen: String,
    /// Events older than this are not answered; `off` answers all.
    #[arg(long, env = "STALE_AFTER", default_value = "24h")]
    pub(super) stale_after: String,
    /// What to do with a reply that may or may not have arrived: resend or drop.
    #[arg(long, env = "ON_UNCERTAIN", default_value = "resend")]
    pub(super) on_uncertain: String,
    /// Replies a second and Page, 1 to 300; `off` only with a Graph API on this machine.
    #[arg(long, env = "PAGE_RATE", default_value = "40")]
    pub(super) page_rate: String,
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
    pub(super) secrets: Option<Secrets>,
    pub(super) verify: Secret,
    pub(super) pseudonyms: Pseudonyms,
    pub(super) stale_after: Option<Millis>,
    pub(super) resend_uncertain: bool,
    pub(super) page_rate: Option<u32>,
}

/// Where conversations are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Database {
    Memory,
    Sqlite(PathBuf),
}

/// Checks everything; all problems at once, and warnings either way.
pub(super) fn check(given: &Given) -> (Option<Settings>, Found) {
    let mut found = Found::default();
    let settings = settle(given, &mut found);
    (settings.filter(|_| found.problems.is_empty()), found)
}

fn settle(given: &Given, found: &mut Found) -> Option<Settings> {
    let token = secrets::needed(
        "PAGE_ACCESS_TOKEN",
        "the Page's token, from the app's Messenger settings",
        found,
    );
    let verify = secrets::needed(
        "VERIFY_TOKEN",
        "any word of yours; Meta shows it when you register the webhook",
        found,
    );
    let keys = app_secrets(given.insecure_no_signature, found);
    let database = database(&given.database_url, found);
    let stale_after = stale_after(&given.stale_after, found);
    let resend_uncertain = on_uncertain(&given.on_uncertain, found);
    let page_rate = page_rate(&given.page_rate, &given.graph_url, found);
    admin(&given.admin_listen, found);
    let local = if given.insecure_no_signature { [127, 0, 0, 1] } else { [0, 0, 0, 0] };
    let (token, verify, keys) = (token?, verify?, keys?);
    let first = keys.first();
    let graph = Graph::new(&given.graph_url, &given.graph_version, &token, first);
    let graph = noted(graph.map_err(|error| error.to_string()), found);
    let checked = (!keys.is_empty()).then(|| Secrets::new(&keys));
    let checked = checked.transpose().map_err(|error| error.to_string());
    Some(Settings {
        listen: SocketAddr::from((local, given.port)),
        database: database?,
        graph: graph?,
        secrets: noted(checked, found)?,
        pseudonyms: Pseudonyms::new(first.unwrap_or(&token)),
        verify,
        stale_after: stale_after?,
        resend_uncertain: resend_uncertain?,
        page_rate: page_rate?,
    })
}

fn noted<T>(result: Result<T, String>, found: &mut Found) -> Option<T> {
    result.map_err(|problem| found.problems.push(problem)).ok()
}

/// `APP_SECRET` is a list while it is being rotated.
fn app_secrets(insecure: bool, found: &mut Found) -> Option<Vec<Secret>> {
    if insecure {
        return Some(secrets::optional("APP_SECRET", found).map_or_else(Vec::new, split));
    }
    let what = "it signs Meta's requests; it is in the app's basic settings";
    let list = split(secrets::needed("APP_SECRET", what, found)?);
    if list.iter().any(|secret| secret.expose().is_empty()) {
        found.problems.push("APP_SECRET is empty in one place of its list".to_owned());
        return None;
    }
    Some(list)
}

#[expect(clippy::needless_pass_by_value, reason = "nobody should keep the undivided secret")]
fn split(list: Secret) -> Vec<Secret> {
    list.expose().split(',').map(|one| Secret::new(one.trim().to_owned())).collect()
}

fn database(url: &str, found: &mut Found) -> Option<Database> {
    let path = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    match path {
        Some(path) if !path.is_empty() => Some(Database::Sqlite(PathBuf::from(path))),
        _ if url == "memory:" => Some(Database::Memory),
        _ => {
            found.problems.push(
                "DATABASE_URL must be sqlite:FILE (this version knows no other store)".to_owned(),
            );
            None
        }
    }
}

fn stale_after(text: &str, found: &mut Found) -> Option<Option<Millis>> {
    if text == "off" {
        return Some(None);
    }
    noted(duration::parse(text).map_err(|error| format!("STALE_AFTER: {error}")), found).map(Some)
}

fn on_uncertain(text: &str, found: &mut Found) -> Option<bool> {
    match text {
        "resend" => Some(true),
        "drop" => Some(false),
        _ => {
            found.problems.push("ON_UNCERTAIN must be resend or drop".to_owned());
            None
        }
    }
}

fn page_rate(text: &str, graph: &str, found: &mut Found) -> Option<Option<u32>> {
    let local = ["http://127.", "http://localhost", "http://[::1]"];
    match text.parse::<u32>() {
        Ok(rate @ 1..=300) => Some(Some(rate)),
        Err(_) if text == "off" && local.iter().any(|prefix| graph.starts_with(prefix)) => {
            Some(None)
        }
        Ok(_) | Err(_) => {
            let problem = "PAGE_RATE must be 1 to 300 (off only with a GRAPH_URL on this machine)";
            found.problems.push(problem.to_owned());
            None
        }
    }
}

/// Nothing listens there yet in this version; what would be unsafe is refused all the same.
fn admin(listen: &str, found: &mut Found) {
    let token = secrets::optional("ADMIN_TOKEN", found);
    match listen.parse::<SocketAddr>() {
        Ok(address) if is_local(address.ip()) || token.is_some() => {}
        Ok(_) => {
            found
                .problems
                .push("ADMIN_LISTEN is open to others: set ADMIN_TOKEN as well".to_owned());
        }
        Err(_) => {
            found.problems.push("ADMIN_LISTEN must look like 127.0.0.1:8081".to_owned());
        }
    }
}

fn is_local(address: IpAddr) -> bool {
    address.is_loopback()
}
