//! `saywhen chat`: talk with the bot in a terminal. An edit of its files counts at once (in a pipe: at the
//! next line), and the conversation stays where it is.

mod draw;
mod input;
mod order;
mod show;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use crate::bot::Bot;
use crate::cli::chat::draw::Screen;
use crate::cli::chat::input::{Input, News, Words};
use crate::cli::chat::order::Order;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, print, say, secrets};
use crate::files::read;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::talk::{Differs, Happened, Talk};
use crate::rehearsal::title;
use crate::script::line::LineKind;
use crate::script::print;
use crate::source::Sources;
use crate::source::diagnostic;

/// Talks with the bot in this terminal; edits count at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen chat                               the bot of this folder
  saywhen chat my-bot --record my-bot/tests/new.chat    keep the conversation as a test
  printf 'hello\\n/1\\n' | saywhen chat        two lines, without a terminal

Whatever you write is said to the bot. Lines that begin with / are for saywhen; /help shows them.
Nothing leaves this machine.")]
pub(super) struct ChatCommand {
    #[command(flatten)]
    bot: BotPath,
    /// Writes the conversation as a test, behind the tests that are in the file already.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

/// What goes on while bots come and go.
struct Session<'c> {
    chat: &'c ChatCommand,
    input: Input,
    screen: Screen,
    /// What is in the file of `--record` already.
    before: String,
    /// Files as they were when they were looked at last, so that a mistake is told once.
    seen: Arc<Sources>,
    /// Whether they were wrong then.
    wrong: bool,
}

/// Why a bot is not asked any more.
enum Ending {
    /// It has been edited.
    Edited(Box<Bot>, Vec<Happened>),
    /// The person has gone.
    Gone(Exit),
}

/// Runs the command.
pub(super) fn run(chat: &ChatCommand) -> Exit {
    let mut bot = match check::runnable(&chat.bot.path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let before = match recorded(chat) {
        Ok(before) => before,
        Err(exit) => return exit,
    };
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let input = match Input::open(terminal, &chat.bot.path, &bot) {
        Ok(input) => input,
        Err(error) => {
            say(&format!("error: this terminal cannot be read: {error}"));
            return Exit::Io;
        }
    };
    let seen = bot.sources.clone();
    let mut session =
        Session { chat, input, screen: Screen::new(terminal), before, seen, wrong: false };
    if terminal {
        print("Write to your bot. /help shows what else there is; Ctrl-D ends it.");
        print(&format!(
            "{}; /given now = 2026-12-24 17:00 changes it.",
            show::clock(&Stage::new(&bot))
        ));
    }
    let mut done = Vec::new();
    loop {
        match session.with(&bot, &done) {
            Ending::Edited(next, so_far) => (bot, done) = (*next, so_far),
            Ending::Gone(exit) => return exit,
        }
    }
}

/// What the file of `--record` holds before.
fn recorded(chat: &ChatCommand) -> Result<String, Exit> {
    let Some(path) = &chat.record else { return Ok(String::new()) };
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            say(&format!("error: {} cannot be read: {error}", path.display()));
            Err(Exit::Io)
        }
    }
}

impl Session<'_> {
    /// Talks with one bot.
    fn with(&mut self, bot: &Bot, before: &[Happened]) -> Ending {
        let (mut talk, differs) = Talk::again(bot, before);
        self.again(&talk, before, differs);
        self.release();
        loop {
            let words = Words { labels: talk.stage.labels(), bot: commands(bot) };
            match self.input.next(words) {
                Ok(News::Line(None)) => return Ending::Gone(Exit::Ok),
                Ok(News::Line(Some(line))) => {
                    if let Some(next) = self.edited(bot) {
                        self.input.hold(line);
                        return Ending::Edited(Box::new(next), talk.done);
                    }
                    match self.obey(&mut talk, &line) {
                        Ok(true) => {}
                        Ok(false) => return Ending::Gone(Exit::Ok),
                        Err(exit) => return Ending::Gone(exit),
                    }
                }
                Ok(News::Saved) => {
                    // A line may be half written: what is to be said stands above it.
                    self.screen.hold();
                    if let Some(next) = self.edited(bot) {
                        return Ending::Edited(Box::new(next), talk.done);
                    }
                    self.release();
                }
                Err(error) => {
                    say(&format!("error: {error}"));
                    return Ending::Gone(Exit::Io);
                }
            }
        }
    }

    /// Shows what was held back while somebody writes.
    fn release(&mut self) {
        if let Some(held) = self.screen.take().filter(|held| !held.is_empty()) {
            self.input.above(held);
        }
    }

    /// Tells what an edit has changed, and shows again where the conversation stands.
    fn again(&mut self, talk: &Talk<'_>, before: &[Happened], differs: Option<Differs>) {
        let Some(last) = talk.done.last() else { return };
        let line =
            |index: usize| before.get(index).map(|one| print::line(&one.line)).unwrap_or_default();
        let told = match differs {
            None => "Your edit counts. Nothing that was said is different.".to_owned(),
            Some(Differs::Says(index)) => {
                format!("Your edit counts. It changes the answer to \"{}\".", line(index))
            }
            Some(Differs::Stops(index, why)) => {
                format!("Your edit counts. \"{}\" and the rest are gone: {why}.", line(index))
            }
        };
        self.screen.note(&told);
        self.screen.show(&last.said);
    }

    /// The bot as its files are now, if they are others and it can run.
    fn edited(&mut self, bot: &Bot) -> Option<Bot> {
        let folder = read::folder(&self.chat.bot.path).ok()?;
        // `--record` writes a test, which is no edit of the bot.
        if folder.sources.make_the_bot_of(&self.seen) {
            return None;
        }
        let sources = Arc::new(folder.sources);
        self.seen = sources.clone();
        let (next, mut mistakes) = Bot::compile(sources.clone());
        let next = next.filter(|_| folder.mistakes.is_empty());
        mistakes.extend(folder.mistakes);
        let was_wrong = std::mem::replace(&mut self.wrong, next.is_none());
        let same = next.as_ref().is_some_and(|next| next.hash == bot.hash);
        if was_wrong && same {
            self.screen.note("Everything is right again.");
        }
        let next = next.filter(|_| !same);
        if self.wrong && diagnostic::any_error(&mistakes) {
            diagnostic::sort(&mut mistakes);
            self.screen.note(&diagnostic::render_all(&mistakes, &sources, self.screen.colours()));
            self.screen.note("The bot goes on as it was before this edit.");
        }
        next.map(|next| next.within(secrets::environment()))
    }

    /// Does what a line says; whether to go on.
    fn obey(&mut self, talk: &mut Talk<'_>, line: &str) -> Result<bool, Exit> {
        match order::read(talk.stage.bot(), line, self.screen.numbered()) {
            Order::Nothing => {}
            Order::Quit => return Ok(false),
            Order::Unclear(why) => self.screen.note(&why),
            Order::Help => self.screen.note(order::HELP),
            Order::Vars => self.screen.note(&show::vars(&talk.stage)),
            Order::Why => self.screen.note(&show::why(talk.done.last(), self.screen.paint())),
            Order::Undo => {
                match talk.undo() {
                    Some(gone) => {
                        let line = print::line(&gone.line);
                        self.screen.note(&format!("Taken back: {line}"));
                        talk.done.last().iter().for_each(|last| self.screen.show(&last.said));
                    }
                    None => self.screen.note("There is nothing to take back."),
                }
                self.keep(talk)?;
            }
            Order::Reset => {
                *talk = Talk::new(talk.stage.bot());
                self.screen.note("Nobody has said anything yet.");
                self.keep(talk)?;
            }
            Order::Do(line) => self.happen(talk, line)?,
        }
        Ok(true)
    }

    fn happen(&mut self, talk: &mut Talk<'_>, line: LineKind) -> Result<(), Exit> {
        self.screen.echo(&line);
        let quiet = matches!(line, LineKind::Given(_));
        match talk.give(line) {
            Ok(_) if quiet => self.screen.note("So be it."),
            Ok(happened) => {
                self.screen.show(&happened.said);
                if let Some(fault) = &talk.stage.fault {
                    self.screen.note(&show::fault(fault));
                }
            }
            Err(why) => self.screen.note(&why),
        }
        self.keep(talk)
    }

    /// Writes the conversation so far into the file of `--record`.
    fn keep(&self, talk: &Talk<'_>) -> Result<(), Exit> {
        let Some(path) = &self.chat.record else { return Ok(()) };
        let gap = if self.before.is_empty() || self.before.ends_with("\n\n") { "" } else { "\n" };
        let title = title::title(&talk.done, &self.before);
        let new = if talk.done.is_empty() { String::new() } else { talk.test(&title) };
        let text = format!("{}{gap}{new}", self.before);
        let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        folder.and_then(|()| std::fs::write(path, text)).map_err(|error| {
            say(&format!("error: {} cannot be written: {error}", path.display()));
            Exit::CannotCreate
        })
    }
}

/// The commands that the bot itself has.
fn commands(bot: &Bot) -> Vec<String> {
    bot.settings.commands.iter().map(|(name, _)| name.clone()).collect()
}
