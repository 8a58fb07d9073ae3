//! The printed files.

use std::fs;
use std::path::{Path, PathBuf};

use saywhen::flow::{reference, schema};
use saywhen::script::reference::chapter;
use serde_json::Value;

/// Every printed file with what it should hold.
fn printed() -> Vec<(PathBuf, String)> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let schema = |schema: &Value| format!("{schema:#}\n");
    vec![
        (docs.join("language.md"), reference::page(&chapter())),
        (docs.join("schema/flow.json"), schema(&schema::flows())),
        (docs.join("schema/bot.json"), schema(&schema::settings())),
    ]
}

#[test]
fn what_is_printed_is_up_to_date() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    assert!(!update || std::env::var_os("CI").is_none(), "golden files are never written in CI");
    for (path, now) in printed() {
        if update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, now).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != now {
            panic!("{} is old: UPDATE_GOLDEN=1 cargo test --test reference", path.display());
        }
    }
}
