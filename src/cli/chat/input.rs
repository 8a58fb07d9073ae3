//! Lines of the person who talks: with history and completion on a terminal, plain from a pipe.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, ExternalPrinter, Helper};

use crate::bot::Bot;
use crate::cli::chat::order::WORDS;
use crate::cli::print;
use crate::files::read::Folder;
use crate::files::watch::Watcher;

/// Where lines of former chats are kept, beside the store.
const HISTORY: &str = ".saywhen/chat-history";

/// What may be completed just now.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Labels on the screen.
    pub(super) labels: Vec<String>,
    /// The bot's own commands.
    pub(super) bot: Vec<String>,
}

/// What is waited for.
pub(super) enum News {
    /// A line; none when the person has gone.
    Line(Option<String>),
    /// Files of the bot are others than before.
    Saved,
}

/// Where lines come from, and word of edits meanwhile.
pub(super) struct Input {
    from: From,
    /// A line that has been read and not been used.
    held: Option<String>,
}

enum From {
    Terminal(Terminal),
    Pipe,
}

/// Lines are read beside the conversation, so that an edit is shown while nobody writes.
struct Terminal {
    ask: Sender<Words>,
    news: Receiver<Result<News, ReadlineError>>,
    /// Whether a line is being waited for.
    asked: bool,
    printer: Box<dyn ExternalPrinter>,
}

impl Input {
    /// Reads from the terminal, or from a pipe; edits of the folder are news on a terminal only.
    pub(super) fn open(terminal: bool, folder: &Path, bot: &Bot) -> Result<Self, ReadlineError> {
        let from = if terminal { From::Terminal(Terminal::open(folder, bot)?) } else { From::Pipe };
        Ok(Self { from, held: None })
    }

    /// Gives this line once more, before all others.
    pub(super) fn hold(&mut self, line: String) {
        self.held = Some(line);
    }

    /// Shows something above the line that is being written.
    pub(super) fn above(&mut self, text: String) {
        match &mut self.from {
            From::Terminal(terminal) => {
                terminal.printer.print(text).ok();
            }
            From::Pipe => print(text.trim_end_matches('\n')),
        }
    }

    /// What comes next.
    pub(super) fn next(&mut self, words: Words) -> Result<News, ReadlineError> {
        if let Some(line) = self.held.take() {
            return Ok(News::Line(Some(line)));
        }
        match &mut self.from {
            From::Pipe => {
                let mut line = String::new();
                let read = std::io::stdin().lock().read_line(&mut line)?;
                let line = (read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned());
                Ok(News::Line(line))
            }
            From::Terminal(terminal) => terminal.next(words),
        }
    }
}

impl Terminal {
    fn open(folder: &Path, bot: &Bot) -> Result<Self, ReadlineError> {
        let mut editor: Editor<Words, FileHistory> = Editor::new()?;
        // Somebody's first chat has no history.
        editor.load_history(HISTORY).ok();
        let printer = Box::new(editor.create_external_printer()?);
        let (ask, asks) = mpsc::channel();
        let (tell, news) = mpsc::channel();
        // Whoever edits before the watch has begun is noticed all the same.
        let known = Folder { sources: (*bot.sources).clone(), mistakes: Vec::new() };
        watch(folder.to_owned(), known, tell.clone());
        std::thread::spawn(move || {
            for words in asks {
                if tell.send(read(&mut editor, words)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { ask, news, asked: false, printer })
    }

    fn next(&mut self, words: Words) -> Result<News, ReadlineError> {
        if !self.asked {
            self.asked = self.ask.send(words).is_ok();
        }
        let news = self.news.recv().unwrap_or(Ok(News::Line(None)));
        self.asked &= matches!(news, Ok(News::Saved));
        news
    }
}

fn read(editor: &mut Editor<Words, FileHistory>, words: Words) -> Result<News, ReadlineError> {
    editor.set_helper(Some(words));
    match editor.readline("> ") {
        Ok(line) => {
            remember(editor, &line);
            Ok(News::Line(Some(line)))
        }
        Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(News::Line(None)),
        Err(error) => Err(error),
    }
}

/// Tells of edits for as long as somebody listens. Where the system gives no threads for that, they
/// are noticed with the next line.
fn watch(folder: PathBuf, known: Folder, tell: Sender<Result<News, ReadlineError>>) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let mut watcher = Watcher::start(&folder, Some(known));
            loop {
                watcher.changed().await;
                if tell.send(Ok(News::Saved)).is_err() {
                    return;
                }
            }
        });
    });
}

/// Keeps a line for the arrow keys, also of later chats; a folder that cannot be written keeps none.
fn remember(editor: &mut Editor<Words, FileHistory>, line: &str) {
    let added = editor.add_history_entry(line).unwrap_or(false);
    let folder = Path::new(HISTORY).parent().map_or(Ok(()), std::fs::create_dir_all);
    if added && folder.is_ok() {
        editor.append_history(HISTORY).ok();
    }
}

impl Words {
    /// What could stand there, and where it begins.
    fn complete_line(&self, line: &str) -> (usize, Vec<String>) {
        if let Some(begun) = line.strip_prefix("/tap ") {
            let fits = |label: &&String| label.to_lowercase().starts_with(&begun.to_lowercase());
            let labels = self.labels.iter().filter(fits).cloned().collect();
            return (line.len().saturating_sub(begun.len()), labels);
        }
        if !line.is_empty() && !line.starts_with('/') {
            // Typing a label counts as tapping it.
            let fits = |label: &&String| label.to_lowercase().starts_with(&line.to_lowercase());
            return (0, self.labels.iter().filter(fits).cloned().collect());
        }
        let ours = WORDS.iter().map(|(word, _)| (*word).to_owned());
        let all = ours.chain(self.bot.iter().map(|name| format!("/{name}")));
        let fits = |word: &String| line.starts_with('/') && word.starts_with(line);
        (0, all.filter(fits).collect())
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.complete_line(line.get(..pos).unwrap_or(line));
        let pair = |word: String| Pair { display: word.clone(), replacement: word };
        Ok((start, words.into_iter().map(pair).collect()))
    }
}

impl Hinter for Words {
    type Hint = String;
}
impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_labels_are_completed() {
        let words =
            Words { labels: vec!["Large".into(), "Small".into()], bot: vec!["menu".into()] };
        assert_eq!(words.complete_line("/un"), (0, vec!["/undo".to_owned()]));
        assert_eq!(words.complete_line("/me"), (0, vec!["/menu".to_owned()]));
        assert_eq!(words.complete_line("/tap la"), (5, vec!["Large".to_owned()]));
        assert_eq!(words.complete_line("un"), (0, vec![]));
        assert_eq!(words.complete_line("la"), (0, vec!["Large".to_owned()]));
        assert_eq!(words.complete_line(""), (0, vec![]));
    }
}
