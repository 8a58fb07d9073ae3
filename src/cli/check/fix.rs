//! `check --fix`: what a mistake's change says is done, and told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::cli::check::mend::{self, Made, State, Told};
use crate::files::read;
use crate::files::rewrite::{self, RewriteError};
use crate::limits::FIX_LINE_LETTERS_MAX;
use crate::proof;
use crate::source::decode::{UTF_16, decode, recoded};
use crate::source::diagnostic::{Code, Edit, Severity, mendable};
use crate::source::{Place, Source, SourceId, Sources, Span};

/// What was mended, and what was not.
#[derive(Default)]
pub(super) struct Report {
    mended: Vec<Change>,
    /// What would make it worse.
    stays: Vec<Change>,
    /// Files that were not touched, with the reason.
    alone: Vec<(Arc<str>, String)>,
    /// Whether a file could not be written.
    pub(super) failed: bool,
}

/// A change as people read it.
struct Change {
    place: Place,
    code: Code,
    was: String,
    now: String,
}

/// A file that may be changed.
struct Held {
    file: PathBuf,
    bytes: Vec<u8>,
    /// The same as text, in UTF-8.
    saved: String,
}

/// Why a file is left alone.
enum Alone {
    /// Another name of a file that is changed already.
    Twin,
    Encoding,
    Unwritten(RewriteError),
}

/// Mends what can be mended in the files of a bot; none if they cannot be read.
pub(super) fn run(bot: &Path) -> Option<Report> {
    let folder = read::folder(bot).ok()?;
    let sources = Arc::new(folder.sources);
    let (held, mut alone) = hold(bot, &sources);
    loop {
        let free = held.iter().filter(|(id, _)| !alone.contains_key(*id));
        let saved = free.map(|(id, held)| (*id, held.saved.clone())).collect();
        let start = State::new(sources.clone(), saved, &compile);
        let (end, made) = mend::mend(start, &compile);
        let mut ready = Vec::new();
        let left = alone.len();
        for (id, saved) in &end.saved {
            let Some(held) = held.get(id).filter(|held| held.bytes != saved.as_bytes()) else {
                continue;
            };
            match rewrite::prepare(held.file.clone(), held.bytes.clone(), saved.as_bytes()) {
                Ok(file) => ready.push((*id, file)),
                Err(why) => drop(alone.insert(*id, Alone::Unwritten(why))),
            }
        }
        // What belongs together in two files is mended in both or in none.
        if alone.len() == left {
            let put = ready.into_iter().filter_map(|(id, file)| Some((id, file.put().err()?)));
            alone.extend(put.map(|(id, why)| (id, Alone::Unwritten(why))));
            let mut report = Report::new(&end, &made, &alone);
            let recoded =
                held.iter().filter(|(id, held)| held.is_recoded() && !alone.contains_key(id));
            let recoded = recoded.map(|(id, _)| Change::recoded(*id, &sources));
            report.mended.splice(..0, recoded);
            return Some(report);
        }
    }
}

fn compile(sources: &Arc<Sources>) -> Told {
    let (bot, mut diagnostics) = Bot::compile(sources.clone());
    let proved = bot.map(|bot| proof::prove(&bot)).unwrap_or_default();
    let errors = proved.iter().filter(|one| one.severity == Severity::Error).count();
    diagnostics.extend(proved);
    Told { diagnostics, proved: errors }
}

/// The files that can be changed without loss, and why others cannot.
fn hold(bot: &Path, sources: &Sources) -> (BTreeMap<SourceId, Held>, BTreeMap<SourceId, Alone>) {
    let (mut held, mut alone) = (BTreeMap::new(), BTreeMap::new());
    let mut seen = BTreeSet::new();
    for (id, source) in sources.iter() {
        match held_of(bot, id, source) {
            Ok(one) if !seen.insert(one.file.clone()) => drop(alone.insert(id, Alone::Twin)),
            Ok(one) => drop(held.insert(id, one)),
            Err(why) => drop(alone.insert(id, why)),
        }
    }
    (held, alone)
}

/// A file as it is saved, if that is what was read a moment ago.
fn held_of(bot: &Path, id: SourceId, source: &Source) -> Result<Held, Alone> {
    let failed = |error| Alone::Unwritten(RewriteError::Io(error));
    let file = rewrite::file(bot, &source.path).map_err(failed)?;
    let bytes = std::fs::read(&file).map_err(failed)?;
    let (now, _mistakes) = decode(id, source.path.clone(), &bytes);
    if now.text != source.text {
        return Err(Alone::Unwritten(RewriteError::Changed));
    }
    let plain = || String::from_utf8(bytes.clone()).ok();
    let saved = recoded(&bytes).or_else(plain).ok_or(Alone::Encoding)?;
    Ok(Held { file, bytes, saved })
}

impl Held {
    /// Whether it is saved as UTF-16, and will be saved as UTF-8.
    fn is_recoded(&self) -> bool {
        recoded(&self.bytes).is_some()
    }
}

impl Report {
    fn new(end: &State, made: &[Made], alone: &BTreeMap<SourceId, Alone>) -> Self {
        let mut report = Self::default();
        for one in made.iter().filter(|one| !alone.contains_key(&one.edit.span.source)) {
            report.mended.push(Change::new(one.code, &one.edit, &one.sources));
        }
        let stays = end.offered().filter(|(_, edit)| !alone.contains_key(&edit.span.source));
        report.stays = stays.map(|(one, edit)| Change::new(one.code, edit, &end.sources)).collect();
        let offered = end.told.diagnostics.iter().filter_map(|one| mendable(one, &end.sources));
        let offered = offered.map(|edit| edit.span.source);
        let wanted: BTreeSet<_> =
            offered.chain(made.iter().map(|one| one.edit.span.source)).collect();
        for (id, why) in alone.iter().filter(|(id, _)| wanted.contains(id)) {
            let Some(source) = end.sources.get(*id) else { continue };
            let why = match why {
                Alone::Twin => continue,
                Alone::Encoding => "it is not saved as UTF-8".to_owned(),
                Alone::Unwritten(why) => why.to_string(),
            };
            report.alone.push((source.path.clone(), why));
        }
        let failed = |why: &Alone| match why {
            Alone::Unwritten(RewriteError::ReadOnly | RewriteError::Io(_)) => true,
            Alone::Unwritten(RewriteError::Changed) | Alone::Twin | Alone::Encoding => false,
        };
        report.failed = alone.iter().any(|(id, why)| wanted.contains(id) && failed(why));
        report
    }

    /// A line for each change, and for what could not be changed.
    pub(super) fn lines(&self) -> Vec<String> {
        let mended = self.mended.iter().map(Change::line);
        let stays = self.stays.iter().map(|one| {
            let (place, code) = (&one.place, one.code);
            format!("{place} {code} stays: to write \"{}\" would bring other mistakes", one.now)
        });
        let alone = self.alone.iter().map(|(file, why)| format!("{file} stays as it is: {why}"));
        mended.chain(stays).chain(alone).collect()
    }

    /// The same for other programs, with what is left.
    pub(super) fn json(&self, left: &Value) -> Value {
        let all = |changes: &[Change]| changes.iter().map(Change::json).collect::<Vec<_>>();
        let alone = self.alone.iter().map(|(file, why)| json!({"file": &**file, "why": why}));
        json!({
            "mended": all(&self.mended),
            "stays": all(&self.stays),
            "alone": alone.collect::<Vec<_>>(),
            "left": left,
        })
    }
}

impl Change {
    fn new(code: Code, edit: &Edit, sources: &Sources) -> Self {
        let (was, now) = sides(edit, sources);
        Self { place: sources.place(edit.span), code, was, now }
    }

    fn recoded(id: SourceId, sources: &Sources) -> Self {
        let place = sources.place(Span { source: id, start: 0, end: 0 });
        Self { place, code: UTF_16, was: "UTF-16".to_owned(), now: "UTF-8".to_owned() }
    }

    fn line(&self) -> String {
        format!("{} {} {} → {}", self.place, self.code, self.was, self.now)
    }

    fn json(&self) -> Value {
        let Place { file, line, col } = &self.place;
        let (code, was, now) = (self.code.0, &self.was, &self.now);
        json!({"file": &**file, "line": line, "col": col, "code": code, "was": was, "now": now})
    }
}

/// What stood there and what stands there now; all of the line where a word alone would say too little.
fn sides(edit: &Edit, sources: &Sources) -> (String, String) {
    let was = sources.slice(edit.span);
    let says = |text: &str| !text.trim().is_empty() && !text.contains('\n');
    if says(was) && says(&edit.text) && was.trim() != edit.text.trim() {
        return (shown(was), shown(&edit.text));
    }
    let text = sources.get(edit.span.source).map_or("", |source| &*source.text);
    let range = edit.span.range().unwrap_or_default();
    let before = text.get(..range.start).and_then(|text| text.rsplit('\n').next());
    let after = text.get(range.end..).and_then(|text| text.split('\n').next());
    let line = |part: &str| format!("{}{part}{}", before.unwrap_or(""), after.unwrap_or(""));
    let (was, now) = (line(was), line(&edit.text));
    if was.trim() == now.trim() {
        return (format!("{was:?}"), format!("{now:?}"));
    }
    (shown(&was), shown(&now))
}

/// A text on one line of a terminal.
fn shown(text: &str) -> String {
    let lines: Vec<_> = text.trim().lines().map(str::trim).collect();
    let line = lines.join(" ⏎ ").replace(char::is_control, "\u{fffd}");
    if line.chars().count() <= FIX_LINE_LETTERS_MAX {
        return line;
    }
    let cut: String = line.chars().take(FIX_LINE_LETTERS_MAX).collect();
    format!("{cut}…")
}
