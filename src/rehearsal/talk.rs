//! A conversation that somebody leads by hand: it can be taken back, played again under an edited
//! bot, and written down as a test.

use crate::bot::Bot;
use crate::rehearsal::given;
use crate::rehearsal::said::Said;
use crate::rehearsal::stage::{Stage, Trouble};
use crate::rehearsal::watched::Watched;
use crate::rehearsal::written;
use crate::script::line::{Line, LineKind};
use crate::script::{Script, Test, print};
use crate::source::Span;

/// Something that happened, and what came of it.
#[derive(Clone, Debug)]
pub struct Happened {
    /// What happened.
    pub line: LineKind,
    /// What the bot said and did.
    pub said: Vec<Said>,
    /// How its turns came about.
    pub watched: Vec<Watched>,
}

/// A conversation under way.
#[derive(Debug)]
pub struct Talk<'a> {
    /// Where it stands.
    pub stage: Stage<'a>,
    /// All that has happened.
    pub done: Vec<Happened>,
}

/// Where a conversation goes otherwise when it is played again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// The bot says something else to this.
    Says(usize),
    /// This cannot happen any more, so that it and the rest have not been played.
    Stops(usize, String),
}

impl<'a> Talk<'a> {
    /// With a visitor nobody has seen before.
    #[must_use]
    pub fn new(bot: &'a Bot) -> Self {
        let mut stage = Stage::new(bot);
        stage.tracing = true;
        Self { stage, done: Vec::new() }
    }

    /// The same conversation once more, perhaps with another bot.
    #[must_use]
    pub fn again(bot: &'a Bot, before: &[Happened]) -> (Self, Option<Differs>) {
        let mut talk = Self::new(bot);
        let mut differs = None;
        for (index, old) in before.iter().enumerate() {
            match talk.give(old.line.clone()) {
                Ok(new) if differs.is_none() && bubbles(&new.said) != bubbles(&old.said) => {
                    differs = Some(Differs::Says(index));
                }
                Ok(_) => {}
                Err(why) => return (talk, Some(Differs::Stops(index, why))),
            }
        }
        (talk, differs)
    }

    /// Lets something happen; why it cannot.
    pub fn give(&mut self, line: LineKind) -> Result<&Happened, String> {
        if let LineKind::Given(items) = &line {
            let set = |item| given::set(&mut self.stage, item, Span::default());
            items.iter().try_for_each(set).map_err(|wrong| wrong.headline)?;
        }
        let outcome = self.stage.happens(&line);
        let said = self.stage.said.drain(..).collect();
        let watched = std::mem::take(&mut self.stage.watched);
        match outcome {
            Ok(()) => {}
            Err(trouble @ Trouble::NoLabel { .. }) => return Err(trouble.to_string()),
            Err(trouble) => {
                let lines: Vec<Happened> = std::mem::take(&mut self.done);
                *self = Self::again(self.stage.bot(), &lines).0;
                return Err(trouble.to_string());
            }
        }
        self.done.push(Happened { line, said, watched });
        self.done.last().ok_or_else(String::new)
    }

    /// Takes the last thing back that happened, and gives it.
    pub fn undo(&mut self) -> Option<Happened> {
        let mut lines = std::mem::take(&mut self.done);
        let last = lines.pop();
        *self = Self::again(self.stage.bot(), &lines).0;
        last
    }

    /// The conversation as a test.
    #[must_use]
    pub fn test(&self, title: &str) -> String {
        written_test(title, &self.done)
    }
}

/// What happened, as a test that expects what the bot said.
#[must_use]
pub fn written_test(title: &str, done: &[Happened]) -> String {
    printed(title, test_lines(done))
}

/// The lines of such a test.
pub(super) fn test_lines(done: &[Happened]) -> Vec<LineKind> {
    let lines = done.iter().flat_map(|one| {
        let silent = !matches!(one.line, LineKind::Given(_));
        let said: Vec<LineKind> = spoken(&one.said).map(LineKind::Bot).collect();
        let nothing = (said.is_empty() && silent).then_some(LineKind::Nothing);
        std::iter::once(one.line.clone()).chain(said).chain(nothing)
    });
    lines.collect()
}

/// Lines as the text of a test.
pub(super) fn printed(title: &str, lines: Vec<LineKind>) -> String {
    let line = |kind| Line { span: Span::default(), kind, gaps: Vec::new() };
    let lines = lines.into_iter().map(line).collect();
    let test = Test { title: title.to_owned(), span: Span::default(), lines };
    print::print(&Script { tests: vec![test] })
}

pub(super) fn spoken(said: &[Said]) -> impl Iterator<Item = crate::script::bubble::Bubble> {
    said.iter().filter(|said| said.is_bubble()).map(written::bubble)
}

/// What the bot said, as tests write it.
pub(super) fn bubbles(said: &[Said]) -> Vec<String> {
    spoken(said).map(|bubble| print::line(&LineKind::Bot(bubble))).collect()
}

/// What is said on a stage that nobody has looked at yet.
pub(super) fn bubbles_of(stage: &Stage<'_>) -> Vec<String> {
    let said: Vec<Said> = stage.said.iter().cloned().collect();
    bubbles(&said)
}
