//! Lines of the person who talks: with history and completion on a terminal, plain from a pipe.

use std::io::BufRead;
use std::path::Path;

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};

use crate::cli::chat::order::WORDS;

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

/// Where lines come from.
pub(super) struct Input {
    from: From,
    /// A line that has been read and not been used.
    held: Option<String>,
}

enum From {
    Terminal(Box<Editor<Words, FileHistory>>),
    Pipe,
}

impl Input {
    /// Reads from the terminal, or from a pipe.
    pub(super) fn open(terminal: bool) -> Result<Self, ReadlineError> {
        if !terminal {
            return Ok(Self { from: From::Pipe, held: None });
        }
        let mut editor = Editor::new()?;
        // Somebody's first chat has no history.
        editor.load_history(HISTORY).ok();
        Ok(Self { from: From::Terminal(Box::new(editor)), held: None })
    }

    /// Gives this line once more, before all others.
    pub(super) fn hold(&mut self, line: String) {
        self.held = Some(line);
    }

    /// The next line; none when the person has gone.
    pub(super) fn line(&mut self, words: Words) -> Result<Option<String>, ReadlineError> {
        if let Some(line) = self.held.take() {
            return Ok(Some(line));
        }
        match &mut self.from {
            From::Pipe => {
                let mut line = String::new();
                let read = std::io::stdin().lock().read_line(&mut line)?;
                Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
            }
            From::Terminal(editor) => {
                editor.set_helper(Some(words));
                match editor.readline("> ") {
                    Ok(line) => {
                        remember(editor, &line);
                        Ok(Some(line))
                    }
                    Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }
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
    }
}
