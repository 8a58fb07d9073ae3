//! The files of the repository, and what a rule says about one.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file that rules are held against.
pub struct File {
    /// From the repository's root, with `/`.
    pub path: String,
    /// All of it; empty for what is not text.
    pub text: String,
}

/// A rule that is broken.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do instead.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl File {
    /// A finding in this file.
    pub fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, message: message.into() }
    }

    /// The module's path from the crate's root: `src/flow/model.rs` is `flow`, `model`.
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').collect()
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below the root but for what is built or belongs to git.
pub fn all() -> Vec<File> {
    let mut files = Vec::new();
    walk(root(), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The Rust files below `src/`.
pub fn sources() -> Vec<File> {
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    files.retain(|file| Path::new(&file.path).extension().is_some_and(|kind| kind == "rs"));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// One file; a missing one is empty.
pub fn read(path: &str) -> File {
    let text = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    File { path: path.to_owned(), text }
}

fn walk(folder: &Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", ".git", ".saywhen", ".idea", ".vscode"].contains(&name.as_str()) {
                walk(&path, files);
            }
        } else if name != ".git" {
            files.push(load(&path));
        }
    }
}

fn load(path: &PathBuf) -> File {
    let inside = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    File { path: inside, text: std::fs::read_to_string(path).unwrap_or_default() }
}
