//! Stores that a command looks at, and what to say if one of them cannot be read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Where `serve` and `dev` keep their stores.
const FOLDER: &str = ".saywhen";

/// Why there is nothing to read, and the stores that could be meant instead, as an option names them.
pub(super) fn failed(path: &Path, error: &StoreError, option: &str) -> String {
    let shown = path.display();
    let why = match error {
        _ if path.is_dir() => format!("{shown} is a folder, not a store"),
        StoreError::Unavailable(why) | StoreError::Foreign(why) => format!("{shown}: {why}"),
        StoreError::Lost
        | StoreError::Unknown(_)
        | StoreError::Corrupt(_)
        | StoreError::Full
        | StoreError::InUse
        | StoreError::NotWritable(_) => format!("{shown}: {error}"),
    };
    let others = stores(path).into_iter().filter(|store| store != path);
    let others: Vec<String> = others.map(|store| format!("{option} {}", store.display())).collect();
    if others.is_empty() { why } else { format!("{why}; there is: {}", others.join(", ")) }
}

/// The stores where saywhen keeps them, and those of the folder that was named.
fn stores(path: &Path) -> BTreeSet<PathBuf> {
    let named = path.is_dir().then_some(path);
    let folders = [Path::new(FOLDER)].into_iter().chain(named);
    let files = folders.filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let paths = files.map(|file| file.path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "db")).collect()
}
