//! Runs tests, line by line.

use std::collections::BTreeMap;

use crate::bot::Bot;
use crate::rehearsal::stage::{NotStorable, Stage};
use crate::rehearsal::update::Passage;
use crate::rehearsal::{bubble, claim, told};
use crate::script::bubble::Bubble;
use crate::script::line::{Act, Given, Line, LineKind, Sent};
use crate::script::{Script, Test};
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;
use crate::words::event::{Attachment, AttachmentKind, EventKind, Text, Via};
use crate::words::name::{Value, VarName};

/// Other files that tests include, by their path below `tests/`.
pub type Library = BTreeMap<String, Script>;

/// How one test went.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// Its title.
    pub title: String,
    /// What did not hold; nothing if it passed.
    pub failures: Vec<Diagnostic>,
    /// What the bot said where the test expects something else.
    pub passages: Vec<Passage>,
}

/// Runs all tests of a file, each with a visitor nobody has seen before.
#[must_use]
pub fn run(bot: &Bot, script: &Script, library: &Library) -> Vec<Tested> {
    script.tests.iter().flat_map(variants).map(|test| one(bot, &test, library)).collect()
}

/// A test for each variant of `You say each of`.
fn variants(test: &Test) -> Vec<Test> {
    let each = test.lines.iter().enumerate().find_map(|(index, line)| match &line.kind {
        LineKind::You(Act::SayEach(texts)) => Some((index, texts.clone())),
        _ => None,
    });
    let Some((index, texts)) = each else { return vec![test.clone()] };
    let with = |text: String| {
        let mut variant = test.clone();
        variant.title = format!("{} ({text})", test.title);
        if let Some(line) = variant.lines.get_mut(index) {
            line.kind = LineKind::You(Act::Say(text));
        }
        variant
    };
    texts.into_iter().map(with).collect()
}

fn one(bot: &Bot, test: &Test, library: &Library) -> Tested {
    let mut player = Player {
        bot,
        library,
        test: test.span,
        stage: Stage::new(bot),
        failures: Vec::new(),
        passages: Vec::new(),
        passage: Passage::new(test.span),
    };
    player.lines(&test.lines, 0);
    player.close();
    Tested { title: test.title.clone(), failures: player.failures, passages: player.passages }
}

struct Player<'a> {
    bot: &'a Bot,
    library: &'a Library,
    /// The test's title.
    test: Span,
    stage: Stage<'a>,
    failures: Vec<Diagnostic>,
    passages: Vec<Passage>,
    /// What the bot says to the last thing that happened, expected and real.
    passage: Passage,
}

/// Files that include one another, at most.
const INCLUDES_MAX: u32 = 8;

impl Player<'_> {
    fn lines(&mut self, lines: &[Line], depth: u32) {
        for line in lines {
            match &line.kind {
                LineKind::Bot(bubble) => self.bot_says(line, bubble),
                LineKind::Nothing => self.nothing(line),
                LineKind::Then(claims) => {
                    let failed =
                        claims.iter().filter_map(|is| claim::check(&self.stage, is, line.span));
                    self.failures.extend(failed.collect::<Vec<_>>());
                }
                LineKind::Include(path) => self.include(path, line.span, depth),
                LineKind::Given(items) => {
                    for item in items {
                        self.given(item, line.span);
                    }
                }
                LineKind::You(_) | LineKind::After(_) => self.happens(line),
                LineKind::App(..) => self.fail(told::not_yet(line.span, "App")),
                LineKind::Person(_) => self.fail(told::not_yet(line.span, "Person")),
            }
        }
    }

    fn include(&mut self, path: &str, span: Span, depth: u32) {
        let tests = self.library.get(path).map(|script| script.tests.clone());
        match tests {
            Some(tests) if depth < INCLUDES_MAX => {
                for test in tests {
                    self.lines(&test.lines, depth.saturating_add(1));
                }
            }
            Some(_) => self.fail(told::wrong(span, "These files include one another")),
            None => self.fail(told::wrong(span, format!("There is no tests/{path}"))),
        }
    }

    fn bot_says(&mut self, line: &Line, bubble: &Bubble) {
        let reply = self.stage.said.pop_front();
        let fits = reply.as_ref().is_some_and(|reply| bubble::fits(bubble, reply));
        if !fits && !self.passage.differs() {
            self.fail(told::other(self.bot, line.span, reply.as_ref()));
        }
        self.passage.expect(line.span, reply.as_ref().map(told::expected), fits);
    }

    fn nothing(&mut self, line: &Line) {
        let reply = self.stage.said.pop_front();
        if reply.is_some() && !self.passage.differs() {
            self.fail(told::other(self.bot, line.span, reply.as_ref()));
        }
        self.passage.expect(line.span, reply.as_ref().map(told::expected), reply.is_none());
    }

    /// Something new happens: whatever the bot said before must have been expected.
    fn happens(&mut self, line: &Line) {
        self.close();
        self.passage.after = line.span;
        let done = match &line.kind {
            LineKind::You(act) => self.act(act, line.span),
            LineKind::After(span) => self.stage.passes(*span),
            LineKind::Include(_)
            | LineKind::Given(_)
            | LineKind::App(..)
            | LineKind::Person(_)
            | LineKind::Bot(_)
            | LineKind::Nothing
            | LineKind::Then(_) => Ok(()),
        };
        if let Err(error) = done {
            self.fail(told::wrong(line.span, error.to_string()));
        }
    }

    fn close(&mut self) {
        let mut passage = std::mem::replace(&mut self.passage, Passage::new(self.test));
        if let Some(reply) = self.stage.said.front()
            && !passage.differs()
        {
            self.failures.push(told::unexpected(self.bot, passage.after, reply));
        }
        passage.more = self.stage.said.drain(..).map(|reply| told::expected(&reply)).collect();
        self.passages.extend(passage.own(self.test));
    }

    fn act(&mut self, act: &Act, span: Span) -> Result<(), NotStorable> {
        match act {
            Act::Say(text) => {
                self.stage.does(EventKind::Text(Text { text: text.clone(), ..Text::default() }))
            }
            Act::Tap { label, nth } => self.tap(label, *nth, span),
            Act::Start(None) => {
                self.stage.taps("GET_STARTED".to_owned(), "Get Started", Via::Postback)
            }
            Act::Send(sent) => self.stage.does(EventKind::Attachments(vec![attachment(sent)])),
            Act::Post(item) => self.stage.posts(item).map(|_| ()),
            Act::SayEach(_) => self.not_yet(span, "a second You say each of"),
            Act::Start(Some(_)) | Act::Open(_) => self.not_yet(span, "ref"),
            Act::React(_) => self.not_yet(span, "You react"),
            Act::Comment(_) => self.not_yet(span, "You comment"),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands beside what can fail")]
    fn not_yet(&mut self, span: Span, what: &str) -> Result<(), NotStorable> {
        self.fail(told::not_yet(span, what));
        Ok(())
    }

    fn tap(&mut self, label: &str, nth: Option<u32>, span: Span) -> Result<(), NotStorable> {
        let nth = usize::try_from(nth.unwrap_or(1)).unwrap_or(1);
        if let Some((payload, via)) = self.stage.payload(label, nth) {
            return self.stage.taps(payload, label, via);
        }
        let told = told::no_label(span, label, self.stage.labels());
        self.fail(told);
        Ok(())
    }

    fn given(&mut self, given: &Given, span: Span) {
        match given {
            Given::Var(path, value) => self.variable(path, value.clone(), span),
            Given::Now(at) => self.stage.now = *at,
            Given::Locale(locale) => {
                self.stage.conversation.locale = Some(locale.as_str().into());
            }
            Given::Answers(_) => self.fail(told::not_yet(span, "answers")),
            Given::Pick(_) => self.fail(told::not_yet(span, "pick")),
            Given::GraphFails(_) => self.fail(told::not_yet(span, "Graph fails")),
        }
    }

    fn variable(&mut self, path: &str, value: Value, span: Span) {
        let state = &mut self.stage.conversation;
        if let Some(name) = path.strip_prefix("user.") {
            state.user.insert(VarName::from(name), value);
        } else if let Some(name) = path.strip_prefix("chat.") {
            state.chat.insert(VarName::from(name), value);
        } else {
            self.fail(told::not_yet(span, path));
        }
    }

    fn fail(&mut self, diagnostic: Diagnostic) {
        self.failures.push(diagnostic);
    }
}

fn attachment(sent: &Sent) -> Attachment {
    let (kind, url, place) = match sent {
        Sent::Image(name) => (AttachmentKind::Image, Some(name), None),
        Sent::Video(name) => (AttachmentKind::Video, Some(name), None),
        Sent::Audio(name) => (AttachmentKind::Audio, Some(name), None),
        Sent::File(name) => (AttachmentKind::File, Some(name), None),
        Sent::Sticker => (AttachmentKind::Sticker, None, None),
        Sent::Location(lat, long) => (AttachmentKind::Location, None, Some((*lat, *long))),
    };
    Attachment { kind, url: url.cloned(), title: None, place, sticker: None, more: Value::Null }
}
