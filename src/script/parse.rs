//! Reads a `.chat` file: every mistake at once, and all that could be understood.

use crate::script::bubble::{Bubble, Card, Expect, Label};
use crate::script::heads::{self, Head, Speaker};
use crate::script::label::{Bracket, bracket};
use crate::script::line::{Act, Line, LineKind};
use crate::script::mistake::{Read, mistake};
use crate::script::reader::{Piece, Reader, comment};
use crate::script::{Script, Test, act, bot, given, text, then};
use crate::source::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::words::name::Value;

/// Reads one file.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (Script, Vec<Diagnostic>) {
    let mut parser = Parser {
        reader: Reader::new(source, text),
        script: Script::default(),
        mistakes: Vec::new(),
        broken: false,
        untitled: false,
    };
    while let Some(line) = parser.reader.line() {
        if let Err(mistake) = parser.line(line) {
            parser.mistakes.push(mistake);
        }
    }
    parser.finish_test();
    (parser.script, parser.mistakes)
}

struct Parser<'a> {
    reader: Reader<'a>,
    script: Script,
    mistakes: Vec<Diagnostic>,
    /// The line before could not be understood; what hangs on it is passed over.
    broken: bool,
    /// Lines stand before the first title, which has been told.
    untitled: bool,
}

impl<'a> Parser<'a> {
    fn line(&mut self, line: Piece<'a>) -> Read<()> {
        if line.text.starts_with('#') {
            return self.title(line);
        }
        if line.uncommented().is_empty() {
            return Ok(());
        }
        let line = line.trim();
        if line.text.starts_with('[') {
            return self.brackets(line);
        }
        self.broken = true;
        let plain = line.uncommented();
        let (word, value) = plain.split_once(":").unwrap_or((plain, plain.from(plain.text.len())));
        let Some((head, speaker)) = heads::find(word.text) else {
            return Err(heads::unknown(plain));
        };
        let colon =
            line.text.get(word.text.len()..).is_some_and(|rest| rest.trim().starts_with(':'));
        let value =
            if colon { line.split_once(":").map_or(value, |(_, value)| value) } else { value };
        let (kind, end) = self.kind(head, speaker, value)?;
        let span = Span { end: end.max(word.span.end), ..word.span };
        self.push(Line { span, kind, gaps: Vec::new() })?;
        self.broken = false;
        Ok(())
    }

    /// What a line means, and where it ends. `value` may have a comment behind it.
    fn kind(&mut self, head: Head, speaker: Speaker, value: Piece<'a>) -> Read<(LineKind, u32)> {
        let plain = value.uncommented();
        let listed = value.uncommented_outside_quotes();
        let kind = match head {
            Head::Include => {
                LineKind::Include(filled(plain, "Include: login.chat")?.text.to_owned())
            }
            Head::Given => LineKind::Given(given::parse(listed)?),
            Head::Then => LineKind::Then(then::parse(listed)?),
            Head::After => LineKind::After(act::duration(plain)?),
            Head::Start => LineKind::You(Act::Start(act::reference(plain)?)),
            Head::Open => LineKind::You(act::open(plain)?),
            Head::Tap if value.text.starts_with('"') => LineKind::You(act::tap(listed)?),
            Head::Tap => LineKind::You(act::tap(plain)?),
            Head::Send => LineKind::You(Act::Send(act::send(plain)?)),
            Head::React => {
                LineKind::You(Act::React(filled(plain, "You react: 👍")?.text.to_owned()))
            }
            Head::App => act::app(listed)?,
            Head::SayEach => {
                LineKind::You(Act::SayEach(list(value, "You say each of: hi | hello")?))
            }
            Head::Say => {
                return self.text(value).map(|(text, end)| (LineKind::You(Act::Say(text)), end));
            }
            Head::Comment => {
                return self
                    .text(value)
                    .map(|(text, end)| (LineKind::You(Act::Comment(text)), end));
            }
            Head::Person => {
                return self.text(value).map(|(text, end)| (LineKind::Person(text), end));
            }
            Head::Post => {
                return self.json(value).map(|(json, end)| (LineKind::You(Act::Post(json)), end));
            }
            Head::BotRaw => {
                let (json, end) = self.json(value)?;
                return Ok((bot::line(speaker, Expect::Raw(json)), end));
            }
            Head::BotMedia(kind) => {
                bot::line(speaker, Expect::Media(kind, list(value, "Bot image: media/cat.jpg")?))
            }
            Head::Bot if value.text.starts_with('"') => {
                let (text, end) = self.text(value)?;
                return Ok((bot::line(speaker, Expect::Exact(text)), end));
            }
            Head::Bot if plain.text == "nothing" => LineKind::Nothing,
            Head::Bot => bot::line(speaker, bot::expect(value)?),
        };
        Ok((kind, listed.span.end))
    }

    /// A text, plain or in quotes, and where it ends.
    fn text(&mut self, value: Piece<'a>) -> Read<(String, u32)> {
        if !value.text.starts_with('"') {
            let plain = filled(value.uncommented(), "You: hello")?;
            return Ok((plain.text.to_owned(), plain.span.end));
        }
        let rest = self.reader.from(value);
        let Some((text, len)) = text::quoted(rest.text) else {
            return Err(mistake(value.until(1).span, "This quote is never closed")
                .note("Everything up to the end of the file would belong to this text.")
                .fix(format!("{}\"", value.text)));
        };
        let piece = rest.until(len);
        self.nothing_behind(piece)?;
        Ok((text, piece.span.end))
    }

    /// JSON, on as many lines as it takes, and where it ends.
    fn json(&mut self, value: Piece<'a>) -> Read<(Value, u32)> {
        let rest = self.reader.from(value);
        let mut values = serde_json::Deserializer::from_str(rest.text).into_iter::<Value>();
        match values.next() {
            Some(Ok(json)) if !value.is_empty() => {
                let piece = rest.until(values.byte_offset());
                self.nothing_behind(piece)?;
                Ok((json, piece.span.end))
            }
            Some(Ok(_) | Err(_)) | None => Err(mistake(value.span, "This is not complete JSON")
                .note("JSON has \"…\" around every name and text, and a } for every {.")),
        }
    }

    fn nothing_behind(&mut self, piece: Piece<'a>) -> Read<()> {
        let behind = self.reader.skip(piece);
        let behind = if comment(behind.text) == Some(0) { behind.until(0) } else { behind.trim() };
        if behind.uncommented().is_empty() {
            return Ok(());
        }
        Err(mistake(behind.span, "This stands behind the end of the text")
            .label("a quote inside a text in quotes is written \\\""))
    }

    fn title(&mut self, line: Piece<'a>) -> Read<()> {
        self.finish_test();
        let title = line.from(1).uncommented();
        self.broken = title.is_empty();
        let test =
            Test { title: title.text.to_owned(), span: line.uncommented().span, lines: vec![] };
        self.script.tests.push(test);
        if !title.is_empty() {
            return Ok(());
        }
        Err(mistake(line.span, "This test has no title").fix("# What it is about"))
    }

    fn finish_test(&mut self) {
        let Some(test) = self.script.tests.last() else { return };
        if test.lines.is_empty() && !self.broken {
            let mistake = mistake(test.span, "Nothing happens in this test")
                .note("A line that begins with # is the title of a test; a comment has two spaces before its #.");
            self.mistakes.push(mistake);
        }
    }

    fn push(&mut self, line: Line) -> Read<()> {
        match self.script.tests.last_mut() {
            Some(test) => {
                test.lines.push(line);
                Ok(())
            }
            None if self.untitled => Ok(()),
            None => {
                self.untitled = true;
                Err(mistake(line.span, "There is no title before this line")
                    .label(
                        "a conversation begins with its title, also in a file that others include",
                    )
                    .fix("# What it is about"))
            }
        }
    }

    fn brackets(&mut self, line: Piece<'a>) -> Read<()> {
        let last = self.script.tests.last_mut().and_then(|test| test.lines.last_mut());
        let (Some(Line { span, kind: LineKind::Bot(bubble), gaps }), false) = (last, self.broken)
        else {
            if self.broken {
                return Ok(());
            }
            return Err(mistake(line.span, "These labels belong to no bubble")
                .note("Labels stand below the Bot line that they belong to."));
        };
        let gap = Span { start: span.end, end: line.span.start, ..*span };
        let mut rest = line;
        while rest.text.starts_with('[') {
            let Some((found, len)) = bracket(rest) else {
                return Err(mistake(rest.uncommented().span, "This label is not complete")
                    .fix("[Label] or [Label -> destination]"));
            };
            add(bubble, found);
            gaps.extend((span.end == gap.start).then_some(gap));
            span.end = rest.until(len).span.end;
            let behind = rest.from(len);
            rest = if comment(behind.text) == Some(0) { behind.until(0) } else { behind.trim() };
        }
        if rest.uncommented().is_empty() {
            return Ok(());
        }
        Err(mistake(rest.span, "Only labels stand on this line").fix("[Label] [Label]"))
    }
}

fn add(bubble: &mut Bubble, found: Bracket) {
    match found {
        Bracket::Card(card) => bubble.cards.push(card),
        Bracket::Label(label) => labels(bubble).get_or_insert_default().push(label),
    }
}

/// Labels below a card are the card's.
fn labels(bubble: &mut Bubble) -> &mut Option<Vec<Label>> {
    match bubble.cards.last_mut() {
        Some(Card { labels, .. }) => labels,
        None => &mut bubble.labels,
    }
}

fn filled<'a>(piece: Piece<'a>, example: &str) -> Read<Piece<'a>> {
    if piece.is_empty() {
        return Err(mistake(piece.span, "Something is missing behind the colon").fix(example));
    }
    Ok(piece)
}

fn list(piece: Piece<'_>, example: &str) -> Read<Vec<String>> {
    text::alternatives(piece).ok_or_else(|| {
        mistake(piece.uncommented().span, "This list is not complete")
            .label("a | stands between two texts")
            .fix(example)
    })
}
