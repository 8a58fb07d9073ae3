//! A file of a bot gets another content: all of it or nothing, and only if nobody else has changed it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::{Path, PathBuf};

/// Why a file stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// It is not what it was when it was read.
    #[error("somebody else has changed it in the meantime")]
    Changed,
    /// Nobody may write it.
    #[error("it is read-only")]
    ReadOnly,
    /// The system does not allow it.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// A new content that lies ready beside its file; unless it is put, it is gone in the end.
#[derive(Debug)]
pub struct Ready {
    beside: PathBuf,
    file: PathBuf,
    before: Vec<u8>,
}

/// The file of a bot: where it lies, links followed to their end.
pub fn file(bot: &Path, name: &str) -> io::Result<PathBuf> {
    let path = if bot.is_file() { bot.to_owned() } else { bot.join(name) };
    path.canonicalize()
}

/// Writes a new content beside a file that holds `before`; it has the file's owner and permissions.
pub fn prepare(file: PathBuf, before: Vec<u8>, after: &[u8]) -> Result<Ready, RewriteError> {
    let about = fs::symlink_metadata(&file)?;
    if about.permissions().readonly() {
        return Err(RewriteError::ReadOnly);
    }
    // Whoever may not write the file may still be allowed to put another into its place.
    OpenOptions::new().write(true).open(&file)?;
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = file.with_file_name(name);
    let mut new = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let ready = Ready { beside, file, before };
    own(&new, &about)?;
    new.set_permissions(about.permissions())?;
    new.write_all(after)?;
    new.sync_all()?;
    ready.unchanged()?;
    Ok(ready)
}

/// Gives a new file to the owner of the old one, if it is another.
fn own(new: &File, about: &fs::Metadata) -> io::Result<()> {
    let now = new.metadata()?;
    if (now.uid(), now.gid()) == (about.uid(), about.gid()) {
        return Ok(());
    }
    fchown(new, Some(about.uid()), Some(about.gid()))
}

impl Ready {
    /// Puts the new content into the place of the old one.
    pub fn put(self) -> Result<(), RewriteError> {
        self.unchanged()?;
        Ok(fs::rename(&self.beside, &self.file)?)
    }

    /// Whether the file is still the one that was read.
    fn unchanged(&self) -> Result<(), RewriteError> {
        let same =
            fs::symlink_metadata(&self.file)?.is_file() && fs::read(&self.file)? == self.before;
        if same { Ok(()) } else { Err(RewriteError::Changed) }
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        fs::remove_file(&self.beside).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_gets_its_new_content_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.yaml", folder.path().join("link.yaml")).unwrap();
        let found = file(folder.path(), "link.yaml").unwrap();
        prepare(found, b"old".to_vec(), b"new").unwrap().put().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(folder.path().join("link.yaml")).unwrap().is_symlink());
        assert_eq!(names(folder.path()), ["a.yaml", "link.yaml"]);
    }

    #[test]
    fn a_file_that_somebody_has_changed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "mine").unwrap();
        let early = prepare(path.clone(), b"old".to_vec(), b"new");
        assert!(matches!(early, Err(RewriteError::Changed)), "{early:?}");
        let ready = prepare(path.clone(), b"mine".to_vec(), b"new").unwrap();
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(ready.put(), Err(RewriteError::Changed)));
        let ready = prepare(path.clone(), b"theirs".to_vec(), b"new").unwrap();
        fs::rename(&path, folder.path().join("b.yaml")).unwrap();
        symlink("b.yaml", &path).unwrap();
        assert!(matches!(ready.put(), Err(RewriteError::Changed)), "a link came into its place");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(names(folder.path()), ["a.yaml", "b.yaml"]);
    }
}
