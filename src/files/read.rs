//! Folder → [`Sources`]: the files of one bot, and nothing else that lies beside them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::media;
use crate::limits::{BOT_FILE_BYTES_MAX, BOT_FILES_MAX, FOLDER_DEPTH_MAX};
use crate::source::decode::decode;
use crate::source::diagnostic::Diagnostic;
use crate::source::{Shown, SourceId, Sources};

/// A bot's files, with what is wrong with them already as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The files.
    pub sources: Sources,
    /// Files that are no text, by path.
    pub mistakes: Vec<Diagnostic>,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not there, or may not be read.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no bot in it.
    #[error("{path} holds no bot: neither bot.yaml nor flows/*.yaml", path = path.display())]
    NoBot {
        /// The folder.
        path: PathBuf,
    },
    /// It is a file of another kind.
    #[error(
        "{path} is no bot: that is a folder, or a single flow file whose name ends in .yaml",
        path = path.display()
    )]
    NotYaml {
        /// The file.
        path: PathBuf,
    },
    /// A file is too large.
    #[error("{path} is larger than {BOT_FILE_BYTES_MAX} bytes", path = path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// There are too many files.
    #[error("{path} holds more than {BOT_FILES_MAX} files", path = path.display())]
    TooMany {
        /// The folder.
        path: PathBuf,
    },
}

/// Sub-folders of a bot, and the endings of the files in them that count.
pub(super) const ROOMS: [(&str, &[&str]); 5] = [
    ("flows", &["yaml", "yml"]),
    ("templates", &["tera"]),
    ("locales", &["yaml", "yml"]),
    ("data", &["yaml", "yml", "json", "csv"]),
    ("tests", &["chat"]),
];

/// The sub-folder of pictures, sounds and films.
const MEDIA: &str = "media";

/// Reads a bot: a folder, or a single flow file.
pub fn folder(path: &Path) -> Result<Folder, ReadError> {
    let about = fs::metadata(path).map_err(at(path))?;
    let yaml = |ending: &OsStr| ending == "yaml" || ending == "yml";
    if about.is_file() && !path.extension().is_some_and(yaml) {
        return Err(ReadError::NotYaml { path: path.to_owned() });
    }
    let mut files = if about.is_file() { single(path) } else { walk(path)? };
    files.sort();
    let bot = |(name, _): &(String, PathBuf)| name == "bot.yaml" || name.starts_with("flows/");
    if !files.iter().any(bot) {
        return Err(ReadError::NoBot { path: path.to_owned() });
    }
    let mut sources = Vec::with_capacity(files.len());
    let mut mistakes = Vec::new();
    for (id, (name, path)) in (0..).map(SourceId).zip(files) {
        let (source, mut found) = decode(id, name.into(), &bytes(&path)?);
        sources.push(source);
        mistakes.append(&mut found);
    }
    let mut sources = Sources::new(sources);
    if !about.is_file() {
        sources = sources.with_shown(shown(path)?);
    }
    Ok(Folder { sources, mistakes })
}

/// The files in `media/` that can be shown.
fn shown(root: &Path) -> Result<Vec<Shown>, ReadError> {
    let (folder, mut files, mut visited) = (root.join(MEDIA), Vec::new(), BTreeSet::new());
    if folder.is_dir() {
        let endings: Vec<_> = media::endings().collect();
        let mut found = Found { endings: &endings, files: &mut files, visited: &mut visited };
        found.collect(MEDIA, &folder, 0)?;
    }
    if files.len() > BOT_FILES_MAX {
        return Err(ReadError::TooMany { path: root.to_owned() });
    }
    let sized = |(name, path): (String, PathBuf)| {
        let bytes = fs::metadata(&path).map_err(at(&path))?.len();
        Ok(Shown { path: name, bytes })
    };
    files.into_iter().map(sized).collect()
}

/// A file alone is a bot whose only flow file it is.
fn single(path: &Path) -> Vec<(String, PathBuf)> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    vec![(format!("flows/{}", name.unwrap_or_default()), path.to_owned())]
}

fn walk(root: &Path) -> Result<Vec<(String, PathBuf)>, ReadError> {
    let mut files = Vec::new();
    let settings = root.join("bot.yaml");
    if settings.is_file() {
        files.push(("bot.yaml".to_owned(), settings));
    }
    for (room, endings) in ROOMS {
        let folder = root.join(room);
        if folder.is_dir() {
            let mut visited = BTreeSet::new();
            let mut found = Found { endings, files: &mut files, visited: &mut visited };
            found.collect(room, &folder, 0)?;
        }
    }
    if files.len() > BOT_FILES_MAX {
        return Err(ReadError::TooMany { path: root.to_owned() });
    }
    Ok(files)
}

struct Found<'a> {
    endings: &'a [&'a str],
    files: &'a mut Vec<(String, PathBuf)>,
    /// Real paths of folders seen, so that a link cannot lead round in circles.
    visited: &'a mut BTreeSet<PathBuf>,
}

impl Found<'_> {
    fn collect(&mut self, name: &str, folder: &Path, depth: usize) -> Result<(), ReadError> {
        let real = folder.canonicalize().map_err(at(folder))?;
        if depth > FOLDER_DEPTH_MAX || !self.visited.insert(real) {
            return Ok(());
        }
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            let Some(own) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if is_passing(own) {
                continue;
            }
            let inner = format!("{name}/{own}");
            if path.is_dir() {
                if !path.join("bot.yaml").exists() {
                    self.collect(&inner, &path, depth.saturating_add(1))?;
                }
            } else if path.is_file() && self.counts(&path) && self.files.len() <= BOT_FILES_MAX {
                self.files.push((inner, path));
            }
        }
        Ok(())
    }

    fn counts(&self, path: &Path) -> bool {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| self.endings.contains(&ending))
    }
}

/// What editors and systems leave lying about: hidden files, back-ups, swap files.
fn is_passing(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || ending.is_some_and(|ending| ["swp", "swx", "tmp", "bak"].contains(&ending))
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let size = fs::metadata(path).map_err(at(path))?.len();
    if size > u64::try_from(BOT_FILE_BYTES_MAX).unwrap_or(u64::MAX) {
        return Err(ReadError::TooLarge { path: path.to_owned() });
    }
    fs::read(path).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    let path = path.to_owned();
    move |error| ReadError::Io { path, error }
}
