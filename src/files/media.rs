//! The bot's own pictures, sounds and films: files in `media/`, known by a hash of their content.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::limits::MEDIA_BYTES_MAX;

/// Endings of files that are shown, and their types.
const TYPES: [(&str, &str); 17] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("avi", "video/x-msvideo"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("wav", "audio/wav"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("zip", "application/zip"),
];

/// A bot's folder `media/`.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Option<PathBuf>);

/// A file of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name without folders.
    pub name: String,
    /// Its type, such as `image/png`.
    pub mime: &'static str,
    /// Its ending, which goes with the type.
    pub ending: &'static str,
    /// The digest of its content, in hexadecimal digits.
    pub hash: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Why a file cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// Its path leads elsewhere.
    #[error("the file \"{0}\" does not lie in media/")]
    Elsewhere(String),
    /// It is none that may be shown.
    #[error("the file \"{0}\" is of no type that Messenger shows")]
    Type(String),
    /// It is not there, or cannot be read.
    #[error("the file \"{0}\" cannot be read")]
    Unread(String),
    /// It is too large.
    #[error("the file \"{0}\" is larger than 25 MB")]
    TooLarge(String),
}

impl Shelf {
    /// The shelf of the bot in this folder; a bot without one has no files.
    #[must_use]
    pub fn of(bot: Option<&Path>) -> Self {
        let folder = bot.map(|bot| if bot.is_dir() { bot } else { bot.parent().unwrap_or(bot) });
        Self(folder.map(|folder| folder.join("media")))
    }

    /// Reads a file by the path that the bot names, `media/…`. Blocks.
    pub fn read(&self, path: &str) -> Result<MediaFile, MediaError> {
        let elsewhere = || MediaError::Elsewhere(path.to_owned());
        let unread = || MediaError::Unread(path.to_owned());
        let inner = path.strip_prefix("media/").ok_or_else(elsewhere)?;
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if inner.is_empty()
            || inner.contains(['\\', '\0'])
            || !Path::new(inner).components().all(plain)
        {
            return Err(elsewhere());
        }
        let (ending, mime) = kind(inner).ok_or_else(|| MediaError::Type(path.to_owned()))?;
        let root = self.0.as_ref().ok_or_else(unread)?;
        let real = root.join(inner).canonicalize().map_err(|_absent| unread())?;
        // A link must not lead out of the folder.
        let root = root.canonicalize().map_err(|_absent| unread())?;
        let about = fs::metadata(&real).map_err(|_absent| unread())?;
        if !real.starts_with(&root) || !about.is_file() {
            return Err(elsewhere());
        }
        if about.len() > MEDIA_BYTES_MAX {
            return Err(MediaError::TooLarge(path.to_owned()));
        }
        let bytes = fs::read(&real).map_err(|_unreadable| unread())?;
        let hash = digest(&bytes);
        let name = inner.rsplit('/').next().unwrap_or(inner).to_owned();
        Ok(MediaFile { name, mime, ending, hash, bytes })
    }
}

/// Endings of files that may be shown.
pub fn endings() -> impl Iterator<Item = &'static str> {
    TYPES.into_iter().map(|(ending, _)| ending)
}

/// The ending and type of a file that may be shown.
#[must_use]
pub fn kind(name: &str) -> Option<(&'static str, &'static str)> {
    let (_, ending) = name.rsplit_once('.')?;
    TYPES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(ending))
}

fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a `String` cannot fail.
        if write!(text, "{byte:02x}").is_err() {
            text.clear();
        }
        text
    })
}
