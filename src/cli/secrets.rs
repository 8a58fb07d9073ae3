//! Secrets: from the environment, or from files named there; never from flags (PROMISES P20).

use std::ffi::OsString;
use std::fs;
use std::path::Path;

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

/// The flag, if somebody tries to give a secret as one; its value is not repeated.
pub(super) fn given_as_flag(arguments: &[OsString]) -> Option<String> {
    arguments.iter().find_map(|argument| {
        let flag = argument.to_str()?.strip_prefix("--")?;
        let name = flag.split('=').next()?.replace('-', "_").to_uppercase();
        let plain = name.trim_end_matches("_FILE");
        NAMES.contains(&plain).then(|| format!("--{}", plain.to_lowercase().replace('_', "-")))
    })
}

/// Reads a secret that is needed.
pub(super) fn needed(name: &str, what: &str, found: &mut Found) -> Option<Secret> {
    let secret = optional(name, found);
    let told = found.problems.iter().any(|problem| problem.starts_with(name));
    if secret.is_none() && !told {
        found.problems.push(format!("{name} is not set: {what}"));
    }
    secret
}

/// Reads a secret that may be left out.
pub(super) fn optional(name: &str, found: &mut Found) -> Option<Secret> {
    let file_name = format!("{name}_FILE");
    let (direct, file) = (variable(name), variable(&file_name));
    let text = match (direct, file) {
        (None, None) => return None,
        (Some(text), None) => text,
        (None, Some(path)) => read(Path::new(&path), &file_name, found)?,
        (Some(_), Some(path)) => {
            let there = if Path::new(&path).exists() { "" } else { ", which does not exist" };
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

fn read(path: &Path, setting: &str, found: &mut Found) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => {
            if readable_by_all(path) {
                let path = path.display();
                found.warnings.push(format!(
                    "{setting}: everybody on this machine may read {path}; its permissions should be 0600"
                ));
            }
            let text = text.strip_suffix('\n').unwrap_or(&text);
            Some(text.strip_suffix('\r').unwrap_or(text).to_owned())
        }
        Err(error) => {
            let path = path.display();
            found.problems.push(format!("{setting}: {path} cannot be read: {error}"));
            None
        }
    }
}

#[cfg(unix)]
fn readable_by_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let open = fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
    open && !path.starts_with("/run/secrets")
}

#[cfg(not(unix))]
fn readable_by_all(_path: &Path) -> bool {
    false
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
