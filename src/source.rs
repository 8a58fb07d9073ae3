//! Authors' files, places in them, and what is wrong with them.

pub mod decode;
pub mod diagnostic;
pub mod mend;
pub mod suggest;
pub mod yaml;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One file of a bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path from the bot's folder, with `/`.
    pub path: Arc<str>,
    /// All of it; LF line ends, no byte order mark.
    pub text: Arc<str>,
}

/// A file of [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of a file, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// File, line and column for people: line and column count from 1, columns in letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's path from the bot's folder.
    pub file: Arc<str>,
    /// The line.
    pub line: u32,
    /// The column.
    pub col: u32,
}

/// All files of one bot, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
    /// The first byte of each line of each file: every compiled step asks for its place.
    lines: Vec<Vec<u32>>,
    /// Files that are shown and not read, `media/…`; none where nobody looked.
    shown: Option<Vec<Shown>>,
}

/// A file that is shown and not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// Its path from the bot's folder, with `/`.
    pub path: String,
    /// How large it is.
    pub bytes: u64,
}

impl Sources {
    /// Takes files in any order and sorts them, so that order on disk never matters.
    #[must_use]
    pub fn new(mut files: Vec<Source>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let lines = files.iter().map(|file| line_starts(&file.text)).collect();
        Self { files, lines, shown: None }
    }

    /// Whether these make the same bot as others: all files are equal but for tests.
    #[must_use]
    pub fn make_the_bot_of(&self, other: &Self) -> bool {
        let of_bot = |file: &&Source| !file.path.starts_with("tests/");
        let (own, others) = (self.files.iter(), other.files.iter());
        self.shown == other.shown && own.filter(of_bot).eq(others.filter(of_bot))
    }

    /// The same with the files that are shown and not read, `media/…`.
    #[must_use]
    pub fn with_shown(self, mut shown: Vec<Shown>) -> Self {
        shown.sort();
        Self { shown: Some(shown), ..self }
    }

    /// The same with other texts in some of the files.
    #[must_use]
    pub fn with_texts(&self, texts: impl IntoIterator<Item = (SourceId, Arc<str>)>) -> Self {
        let mut changed = self.clone();
        for (id, text) in texts {
            let index = usize::try_from(id.0).unwrap_or(usize::MAX);
            let file = changed.files.get_mut(index).zip(changed.lines.get_mut(index));
            if let Some((file, lines)) = file {
                *lines = line_starts(&text);
                file.text = text;
            }
        }
        changed
    }

    /// Files that are shown and not read; none where nobody looked.
    #[must_use]
    pub fn shown(&self) -> Option<&[Shown]> {
        self.shown.as_deref()
    }

    /// The files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.files)
    }

    /// The file of an id; none only for an id of other [`Sources`].
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// The text of a span; empty where the span is not of these files.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let text = self.get(span.source).map_or("", |source| &source.text);
        span.range().and_then(|range| text.get(range)).unwrap_or("")
    }

    /// Where a span begins, for people.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.place_at(span.source, span.start)
    }

    /// The word that begins at a place, or the sign that stands there; none if nothing does.
    #[must_use]
    pub fn word_at(&self, place: &Place) -> Option<Span> {
        let index = self.files.iter().position(|file| file.path == place.file)?;
        let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
        let start = *self.lines.get(index)?.get(line)?;
        let before = usize::try_from(place.col).ok()?.checked_sub(1)?;
        let rest = self.files.get(index)?.text.get(usize::try_from(start).ok()?..)?;
        let (at, _) = rest.char_indices().nth(before)?;
        let word = rest.get(at..)?;
        let first = word.chars().next().filter(|sign| !sign.is_whitespace())?;
        let end = |c: char| !c.is_alphanumeric() && c != '_';
        let len = word.find(end).unwrap_or(word.len()).max(first.len_utf8());
        let start = start.saturating_add(count(at));
        let source = SourceId(count(index));
        Some(Span { source, start, end: start.saturating_add(count(len)) })
    }

    /// Where a span ends, for people: the place after its last letter.
    #[must_use]
    pub fn place_after(&self, span: Span) -> Place {
        self.place_at(span.source, span.end)
    }

    fn place_at(&self, id: SourceId, at: u32) -> Place {
        let Some(source) = self.get(id) else { return Place::unknown() };
        let lines = usize::try_from(id.0).ok().and_then(|index| self.lines.get(index));
        let lines = lines.map_or(&[][..], Vec::as_slice);
        let line = lines.partition_point(|&start| start <= at);
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = Span { source: id, start, end: at };
        let col = self.slice(before).chars().count().saturating_add(1);
        Place { file: source.path.clone(), line: count(line), col: count(col) }
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let after = text.bytes().zip(1..).filter(|&(byte, _)| byte == b'\n').map(|(_, at)| at);
    std::iter::once(0).chain(after).collect()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Span {
    /// The bytes as a range.
    #[must_use]
    pub fn range(self) -> Option<std::ops::Range<usize>> {
        Some(usize::try_from(self.start).ok()?..usize::try_from(self.end).ok()?)
    }

    /// A part of this span, by byte offsets from its start.
    #[must_use]
    pub fn part(self, start: usize, end: usize) -> Self {
        let at = |offset| self.start.saturating_add(count(offset)).min(self.end);
        Self { source: self.source, start: at(start), end: at(end) }
    }
}

impl Place {
    /// For what has no line of the author's.
    #[must_use]
    pub fn unknown() -> Self {
        Self { file: "".into(), line: 0, col: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.col)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let mut parts = text.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        let (Some(col), Some(line)) = (number(), number()) else {
            return Err(serde::de::Error::custom("a place is `file:line:col`"));
        };
        Ok(Self { file: parts.next().unwrap_or("").into(), line, col })
    }
}
