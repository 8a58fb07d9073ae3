//! Secrets: from the environment, or from files named there; never from flags (PROMISES P20).

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::bot::env::Environment;
use crate::fetch::Keys;
use crate::limits::SECRET_BYTES_MAX;
use crate::secret::Secret;

/// The settings that are secret.
const NAMES: [&str; 5] =
    ["PAGE_ACCESS_TOKEN", "APP_SECRET", "VERIFY_TOKEN", "ADMIN_TOKEN", "EVENTS_TOKEN"];

/// What was found, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Things that stop the start.
    pub(super) problems: Vec<String>,
    /// Things to think about.
    pub(super) warnings: Vec<String>,
}

/// The secret's name, if somebody tries to give one as an argument; its value is not repeated.
pub(super) fn given_as_argument(arguments: &[OsString]) -> Option<&'static str> {
    arguments.iter().find_map(|argument| {
        let argument = argument.to_string_lossy();
        let is_flag = argument.starts_with('-');
        let name = argument.trim_start_matches('-').split('=').next()?;
        let name = name.replace('-', "_").to_uppercase();
        let name = name.strip_suffix("_FILE").unwrap_or(&name);
        let given = is_flag || argument.contains('=');
        NAMES.into_iter().find(|secret| given && *secret == name)
    })
}

/// What bots may read of the environment: everything they list but our own secrets.
pub(super) fn environment() -> Environment {
    Environment::new(|name| {
        let own = NAMES.iter().any(|secret| name == *secret || name == file_name(secret));
        if own { None } else { variable(name)?.into_string().ok() }
    })
}

/// The secrets of bots, each as it is when it is needed; never one of our own. `NAME_FILE` works too.
pub(super) fn keys() -> Keys {
    Arc::new(|name| {
        let own = NAMES.iter().any(|secret| name == *secret || name == file_name(secret));
        if own { None } else { optional(name, &mut Found::default()) }
    })
}

/// Tells what is wrong with the secrets that a bot lists.
pub(super) fn check_listed(names: &[String], found: &mut Found) {
    for name in names {
        if NAMES.iter().any(|own| own == name) {
            found
                .problems
                .push(format!("bot.yaml lists {name} under secrets, which is saywhen's own"));
        } else {
            needed(name, "bot.yaml lists it under secrets", found);
        }
    }
}

/// Reads a secret that is needed.
pub(super) fn needed(name: &str, what: &str, found: &mut Found) -> Option<Secret> {
    let before = found.problems.len();
    let secret = optional(name, found);
    if secret.is_none() && found.problems.len() == before {
        found.problems.push(format!("{name} is not set: {what} [B1002]"));
    }
    secret
}

/// Reads a secret that may be left out.
pub(super) fn optional(name: &str, found: &mut Found) -> Option<Secret> {
    let file_name = file_name(name);
    let text = match (variable(name), variable(&file_name)) {
        (None, None) => return None,
        (Some(text), None) => plain(name, text, found)?,
        (None, Some(path)) => from_file(Path::new(&path), &file_name, found)?,
        (Some(_), Some(path)) => {
            let path = Path::new(&path);
            let there = if path.exists() { "" } else { ", which does not exist" };
            let path = path.display();
            let problem = format!("{name} and {file_name} ({path}{there}) are both set; keep one");
            found.problems.push(problem);
            return None;
        }
    };
    if text.is_empty() {
        found.problems.push(format!("{name} is empty"));
        return None;
    }
    Some(Secret::new(text))
}

/// Whether a secret is set in one way or the other.
pub(super) fn is_set(name: &str) -> bool {
    variable(name).is_some() || variable(&file_name(name)).is_some()
}

/// Whether a name is one of saywhen's own secrets that is no Page's token.
pub(super) fn is_for_others(name: &str) -> bool {
    let page = NAMES.first().copied();
    NAMES.iter().any(|own| Some(*own) != page && (name == *own || name == file_name(own)))
}

/// Reads a file with one secret; a line break at its end is not part of it.
pub(super) fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(SECRET_BYTES_MAX).read_to_string(&mut text)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

fn file_name(name: &str) -> String {
    format!("{name}_FILE")
}

fn plain(name: &str, text: OsString, found: &mut Found) -> Option<String> {
    let text = text.into_string();
    text.map_err(|_secret| found.problems.push(format!("{name} is no text"))).ok()
}

fn from_file(path: &Path, setting: &str, found: &mut Found) -> Option<String> {
    let shown = path.display();
    match read(path) {
        Ok(text) => {
            if is_open_to_others(path) {
                found.warnings.push(format!(
                    "{setting}: others on this machine may read {shown}; its permissions should be \
                     0600"
                ));
            }
            Some(text)
        }
        Err(_) if path.as_os_str().is_empty() => {
            found.problems.push(format!("{setting} is empty: it names no file"));
            None
        }
        Err(error) => {
            found.problems.push(format!("{setting}: {shown} cannot be read: {error}"));
            None
        }
    }
}

/// Whether others may read a file. Those that a container is given are its own affair.
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let open = path.metadata().is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    let given = ["/run/secrets", "/var/run/secrets"].iter().any(|place| path.starts_with(place));
    open && !given
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_among_the_arguments_is_noticed_in_every_form() {
        let named = |argument: &str| given_as_argument(&["saywhen".into(), argument.into()]);
        for form in ["--app-secret", "--app_secret=x", "-APP_SECRET", "APP_SECRET=x"] {
            assert_eq!(named(form), Some("APP_SECRET"), "{form}");
        }
        assert_eq!(named("--verify-token-file"), Some("VERIFY_TOKEN"));
        for other in ["--port", "app_secret", "--app-secrets-of-mine", "x=APP_SECRET", "--"] {
            assert_eq!(named(other), None, "{other}");
        }
    }

    #[test]
    fn one_line_break_at_the_end_of_a_file_is_not_part_of_the_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        for (text, secret) in
            [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a ", "a "), ("", "")]
        {
            std::fs::write(&path, text).unwrap();
            assert_eq!(read(&path).unwrap(), secret, "{text:?}");
        }
    }
}
