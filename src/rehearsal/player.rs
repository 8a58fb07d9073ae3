//! Plays one test, line by line.

use crate::bot::Bot;
use crate::rehearsal::expand::Expanded;
use crate::rehearsal::run::Tested;
use crate::rehearsal::said::Said;
use crate::rehearsal::stage::{Stage, Trouble};
use crate::rehearsal::talk::Happened;
use crate::rehearsal::update::Passage;
use crate::rehearsal::watched::Watched;
use crate::rehearsal::{bubble, claim, given, told, written};
use crate::script::bubble::Bubble;
use crate::script::line::{Claim, Line, LineKind};
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;

/// Plays a test to its end.
pub(super) fn play<'a>(bot: &'a Bot, stage: &mut Stage<'a>, expanded: Expanded) -> Tested {
    let Expanded { test, failures } = expanded;
    let (span, passage) = (test.span, Passage::new(test.span));
    let (passages, scenes) = (Vec::new(), Vec::new());
    let mut player =
        Player { bot, test: span, stage, failures, passages, passage, scenes, stuck: false };
    for line in &test.lines {
        player.line(line);
        if player.stuck {
            break;
        }
    }
    player.close();
    let Player { failures, passages, scenes, .. } = player;
    Tested { title: test.title, failures, passages, scenes }
}

struct Player<'p, 'a> {
    bot: &'a Bot,
    /// The test's title.
    test: Span,
    stage: &'p mut Stage<'a>,
    failures: Vec<Diagnostic>,
    passages: Vec<Passage>,
    /// What the bot says to the last thing that happened, expected and real.
    passage: Passage,
    scenes: Vec<Happened>,
    /// Something cannot happen, so that what comes behind it says nothing about the bot.
    stuck: bool,
}

impl Player<'_, '_> {
    fn line(&mut self, line: &Line) {
        let span = line.span;
        match &line.kind {
            LineKind::Bot(bubble) => self.says(line, Some(bubble)),
            LineKind::Nothing => self.says(line, None),
            LineKind::Then(claims) => {
                for claim in claims {
                    let failed = claim::check(self.stage, claim, span);
                    let of_flow = matches!(claim, Claim::Flow(..));
                    let failed = failed
                        .map(|told| if of_flow { told::taken(told, self.watched()) } else { told });
                    self.failures.extend(failed);
                }
            }
            LineKind::Given(items) => {
                let failed =
                    items.iter().filter_map(|item| given::set(self.stage, item, span).err());
                self.failures.extend(failed);
            }
            LineKind::You(_) | LineKind::After(_) | LineKind::App(..) | LineKind::Person(_) => {
                self.happens(span, |stage| stage.happens(&line.kind));
                self.scenes.push(Happened {
                    line: line.kind.clone(),
                    said: self.stage.said.iter().cloned().collect(),
                    watched: std::mem::take(&mut self.stage.watched),
                });
            }
            // What was to be included stands in its place already.
            LineKind::Include(_) => {}
        }
    }

    /// The bot's next bubble, or its silence, is expected.
    fn says(&mut self, line: &Line, bubble: Option<&Bubble>) {
        let said = self.next(bubble);
        let fits = match (bubble, &said) {
            (Some(bubble), Some(said)) => bubble::fits(bubble, said),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !fits && !self.passage.differs() {
            let told = told::other(self.bot, line, said.as_ref());
            let told = told::taken(told, self.watched());
            self.fail(told::after(told, self.stage.fault.as_ref()));
        }
        self.passage.expect(line, said.as_ref().map(written::bubble), fits);
    }

    /// The next bubble; or an action before it, if it is the one that is expected.
    fn next(&mut self, bubble: Option<&Bubble>) -> Option<Said> {
        loop {
            let said = self.stage.said.pop_front()?;
            if said.is_bubble() || bubble.is_some_and(|bubble| bubble::fits_action(bubble, &said)) {
                return Some(said);
            }
        }
    }

    /// Something new happens: whatever the bot said before must have been expected.
    fn happens(&mut self, span: Span, what: impl FnOnce(&mut Stage<'_>) -> Result<(), Trouble>) {
        self.close();
        self.passage.after = span;
        let done = what(self.stage);
        self.stuck = done.is_err();
        match done {
            Ok(()) => {}
            Err(Trouble::Outward(method, address)) => {
                let fix = format!("Given: {method} {address} answers 200 {{}}");
                let headline = format!("This test does not say what {method} {address} answers");
                self.fail(told::wrong(span, headline).fix(fix));
            }
            Err(Trouble::NoLabel { label, there }) => {
                let told = told::no_label(span, &label, &there);
                self.fail(told::taken(told, self.watched()));
            }
            Err(trouble) => self.fail(told::wrong(span, trouble.to_string())),
        }
    }

    fn close(&mut self) {
        let mut passage = std::mem::replace(&mut self.passage, Passage::new(self.test));
        let more: Vec<Said> = self.stage.said.drain(..).filter(Said::is_bubble).collect();
        if self.stuck {
            return;
        }
        if let Some(said) = more.first()
            && !passage.differs()
        {
            let told = told::unexpected(self.bot, passage.after, said);
            let told = told::taken(told, self.watched());
            self.failures.push(told::after(told, self.stage.fault.as_ref()));
        }
        passage.more = more.iter().map(written::bubble).collect();
        self.passages.extend(passage.own(self.test));
    }

    /// How the last thing that happened went; nothing if turns do not tell.
    fn watched(&self) -> &[Watched] {
        self.scenes.last().map_or(&[], |scene| scene.watched.as_slice())
    }

    fn fail(&mut self, diagnostic: Diagnostic) {
        self.failures.push(diagnostic);
    }
}
