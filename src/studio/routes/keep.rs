//! What stays: conversations as tests, and words that triggers learn.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use warp::reply::Response;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::files::read;
use crate::rehearsal::coverage::Coverage;
use crate::rehearsal::retold::retold;
use crate::rehearsal::suite::{self, Played};
use crate::rehearsal::{chats, run::Tested};
use crate::source::Place;
use crate::source::diagnostic::{self, Diagnostic};
use crate::store::Store;
use crate::studio::desk::Desk;
use crate::studio::learn;
use crate::studio::routes::answer::{self, broken, failed};
use crate::studio::tape::Tape;
use crate::studio::view::spot;
use crate::words::event::EventKind;
use crate::words::input::InputKind;
use crate::words::turn::{Outcome, Took};

/// Letters of a test file's name.
const NAME_CHARS_MAX: usize = 60;

/// A conversation that is to be kept.
#[derive(Debug, Deserialize)]
struct Keep {
    visitor: String,
    name: String,
    /// Items of the view that have to be word for word; none means all of them.
    exact: Option<BTreeSet<String>>,
    write: bool,
}

/// Words that a flow is to learn.
#[derive(Debug, Deserialize)]
struct Add {
    text: String,
    flow: String,
    write: bool,
}

/// Shows a conversation as a test, or writes it.
pub(super) async fn keep<S: Store>(desk: &Desk<S>, body: &[u8]) -> Response {
    let keep: Keep = match serde_json::from_slice(body) {
        Ok(keep) => keep,
        Err(error) => return failed(error),
    };
    let tape = desk.tape(&keep.visitor);
    if tape.takes.is_empty() {
        return failed("nothing has been said yet");
    }
    if tape.cut {
        return failed("the beginning of this conversation is forgotten; start over, then keep it");
    }
    let Some((name, title)) = named(&keep.name) else {
        return failed("the test wants a name with letters in it");
    };
    let loose = match &keep.exact {
        Some(exact) => loose(&desk.view(&keep.visitor).await.unwrap_or_default(), exact),
        None => BTreeSet::new(),
    };
    let past: Vec<_> = tape.takes.iter().map(|take| (&take.input, &take.turn)).collect();
    // As tests are played: what they find must not depend on the machine.
    let bot = Bot::compile(desk.live.bot().sources.clone()).0;
    let Some(bot) = bot.map(|bot| bot.within(Environment::default())) else {
        return broken("the bot has mistakes");
    };
    let told = match retold(&bot, &title, &past, &loose) {
        Ok(told) => told,
        Err(why) => return failed(why),
    };
    let file = format!("tests/{name}.chat");
    if keep.write
        && let Err(why) = written(&desk.root, &file, &told.text)
    {
        return failed(why);
    }
    let text = told.text;
    let (differs, written) = (told.differs, keep.write);
    answer::json(&json!({"file": file, "text": text, "differs": differs, "written": written}))
}

/// A file's name and a title, made of what somebody typed.
fn named(name: &str) -> Option<(String, String)> {
    let title = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = title.to_lowercase();
    let parts = letters.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    let file: String = parts.collect::<Vec<_>>().join("-").chars().take(NAME_CHARS_MAX).collect();
    (!file.is_empty()).then_some((file, title))
}

/// Bubbles, counted from 0, that may say anything.
fn loose(view: &Value, exact: &BTreeSet<String>) -> BTreeSet<usize> {
    let items = view.get("items").and_then(Value::as_array).into_iter().flatten();
    let bubbles = items.filter(|item| {
        item.get("message").is_some_and(|message| !message.is_null())
            && item.get("mark").and_then(Value::as_str) != Some("gone")
    });
    let ids = bubbles.map(|item| item.get("id").and_then(Value::as_str).unwrap_or_default());
    ids.enumerate().filter(|(_, id)| !exact.contains(*id)).map(|(at, _)| at).collect()
}

/// Writes a file that is not there yet.
fn written(root: &Path, file: &str, text: &str) -> Result<(), String> {
    let path = root.join(file);
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let made = folder.and_then(|()| std::fs::File::create_new(&path));
    let written = made.and_then(|mut made| std::io::Write::write_all(&mut made, text.as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{file} is there already; choose another name")
        }
        _ => format!("{file} cannot be written: {error}"),
    })
}

/// Plays all tests of the folder as it is now.
pub(super) async fn tests<S: Store>(desk: Arc<Desk<S>>) -> Response {
    let root = desk.root.clone();
    let played = tokio::task::spawn_blocking(move || played(&root));
    match played.await {
        Ok(Ok(results)) => answer::json(&results),
        Ok(Err(why)) => failed(why),
        Err(error) => broken(error),
    }
}

fn played(root: &Path) -> Result<Value, String> {
    let folder = read::folder(root).map_err(|error| error.to_string())?;
    let (bot, _) = Bot::compile(Arc::new(folder.sources));
    let bot = bot.ok_or("the bot has mistakes; mend them first")?.within(Environment::default());
    let (chats, mistakes) = chats::read(&bot);
    if let Some(first) = mistakes.first() {
        return Err(diagnostic::render(first, &bot.sources));
    }
    let played = suite::all(&bot, &chats, true, &|| {});
    let (passed, failed) = suite::count(&played);
    let results: Vec<Value> = played.iter().flat_map(|one| results(&bot, one)).collect();
    let coverage = coverage(&suite::covered(&bot, &played));
    Ok(json!({"passed": passed, "failed": failed, "results": results, "coverage": coverage}))
}

fn results(bot: &Bot, played: &Played<'_>) -> Vec<Value> {
    let file = format!("tests/{}", played.chat.name);
    let result = |test: &Tested| {
        let first = test.failures.iter().find_map(|failure| failure.span);
        let place = first.map(|span| bot.sources.place(span));
        let why = diagnostic::render_all(&test.failures, &bot.sources, false);
        json!({
            "name": test.title, "file": file, "line": place.map(|place: Place| place.line),
            "ok": test.failures.is_empty(), "why": why,
            "same": test.failures.first().map(|failure| same(bot, failure)),
        })
    };
    played.tested.iter().map(result).collect()
}

/// What failures share that are one mistake: what was wanted, and what came instead.
fn same(bot: &Bot, failure: &Diagnostic) -> [String; 3] {
    let wanted = failure.span.map(|span| bot.sources.slice(span).to_owned());
    [failure.headline.clone(), wanted.unwrap_or_default(), failure.label.clone()]
}

fn coverage(coverage: &Coverage) -> Value {
    let (done, all) = coverage.count(None, None);
    let missing = coverage.units.iter().filter(|unit| unit.times == 0);
    let missing: Vec<Value> =
        missing.map(|unit| json!({"what": unit.what, "place": spot(&unit.place)})).collect();
    json!({"steps": [done, all], "missing": missing})
}

/// Messages that nobody took, or only a fallback.
pub(super) fn unmatched<S: Store>(desk: &Desk<S>) -> Response {
    let bot = desk.live.bot();
    let texts: Vec<String> = desk.kept().tapes.values().flat_map(missed).collect();
    let rows = learn::sorted(texts.into_iter()).into_iter().map(|(text, times)| {
        let flows = learn::likely(&bot, &text);
        json!({"text": text, "times": times, "flows": flows})
    });
    answer::json(&Value::Array(rows.collect()))
}

fn missed(tape: &Tape) -> Vec<String> {
    let missed = tape.takes.iter().filter_map(|take| {
        let InputKind::Visitor(event) = &take.input.kind else { return None };
        let EventKind::Text(text) = &event.kind else { return None };
        match &take.turn.outcome {
            Outcome::Done { took: Took::Nobody | Took::Fallback(_), .. } => Some(text.text.clone()),
            Outcome::Done { .. } | Outcome::Skipped(_) | Outcome::Dead(_) => None,
        }
    });
    missed.collect()
}

/// Shows the edit by which a flow learns a message, or makes it.
pub(super) fn add<S: Store>(desk: &Desk<S>, body: &[u8]) -> Response {
    let add: Add = match serde_json::from_slice(body) {
        Ok(add) => add,
        Err(error) => return failed(error),
    };
    let bot = desk.live.bot();
    let edit = match learn::taught(&bot, &add.flow, &add.text) {
        Ok(edit) => edit,
        Err(why) => return failed(why),
    };
    if add.write
        && let Err(why) = changed(&desk.root, &bot, &edit)
    {
        return failed(why);
    }
    let learn::Edit { place, before, after, .. } = edit;
    answer::json(&json!({
        "file": &*place.file, "line": place.line, "before": before, "after": after,
        "written": add.write,
    }))
}

/// Writes an edit, if the file is still what it was made for.
fn changed(root: &Path, bot: &Bot, edit: &learn::Edit) -> Result<(), String> {
    let file = &*edit.place.file;
    let path = root.join(file);
    let now = std::fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
    // As files are read: without a mark at their beginning, and with one kind of line end.
    let plain = now.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let known = bot.sources.iter().find(|(_, source)| source.path == edit.place.file);
    if known.is_none_or(|(_, source)| *source.text != *plain) {
        return Err(format!("{file} has been changed meanwhile; look at the edit again"));
    }
    let windows = now.contains("\r\n");
    let text = if windows { edit.text.replace('\n', "\r\n") } else { edit.text.clone() };
    replaced(&path, &text).map_err(|error| format!("{file}: {error}"))
}

/// Puts a whole new file in the place of one: whoever reads meanwhile, or loses power, has one of the two.
fn replaced(path: &Path, text: &str) -> std::io::Result<()> {
    // What a link names is written, not the link.
    let path = std::fs::canonicalize(path)?;
    let rights = std::fs::metadata(&path)?.permissions();
    // Files of the bot end in .yaml, so nobody takes this one for a flow.
    let beside = path.with_extension("yaml.new");
    let written = (|| {
        let mut new = std::fs::File::create(&beside)?;
        std::io::Write::write_all(&mut new, text.as_bytes())?;
        new.set_permissions(rights)?;
        new.sync_all()?;
        std::fs::rename(&beside, &path)
    })();
    if written.is_err() {
        std::fs::remove_file(&beside).ok();
    }
    written
}
