//! A folder with a small bot in it, and the secrets of the cases.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

pub const TOKEN: &str = "EAAtest_page_token";
pub const SECRET: &str = "test_app_secret";
pub const VERIFY: &str = "test_verify_token";

/// What `sqlite:` names in every test.
pub const STORE: &str = "data/saywhen.db";

/// A folder with the smallest bot.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "flows/hello.yaml",
        "hello:\n  when: any message\n  say: got it, thanks!\n",
    );
    folder
}

pub fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The binary in a folder, without any environment but what keeps it on this machine.
pub fn bare(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saywhen"));
    command.current_dir(folder).env_clear();
    command.env("PORT", "0").env("GRAPH_URL", "http://127.0.0.1:9");
    command.env("DATABASE_URL", format!("sqlite:{STORE}"));
    command
}

/// `serve` with all secrets in the environment.
pub fn serve(folder: &Path) -> Command {
    let mut command = bare(folder);
    command.arg("serve").env("PAGE_ACCESS_TOKEN", TOKEN);
    command.env("APP_SECRET", SECRET).env("VERIFY_TOKEN", VERIFY);
    command
}
