//! Bubbles on a terminal, and in a pipe.

use std::cell::RefCell;
use std::io::Write;
use std::time::Duration;

use crate::cli::colour::Paint;
use crate::cli::print;
use crate::rehearsal::said::Said;
use crate::rehearsal::written;
use crate::script::bubble::{Bubble, Label};
use crate::script::line::LineKind;
use crate::script::print;
use crate::words::reply::{Action, Button, QuickReply, ReplyKind};

/// Letters of a line of a bubble.
const WIDTH: usize = 64;
/// Typing takes no longer than this here.
const TYPING_MAX: Duration = Duration::from_millis(1_200);

/// What has been drawn, as far as it can be tapped by number.
pub(super) struct Screen {
    terminal: bool,
    paint: Paint,
    /// Labels by number, from 1, each with its place among equal ones of its message.
    numbered: Vec<(String, u32)>,
    /// What is not to be printed yet.
    held: RefCell<Option<String>>,
}

impl Screen {
    pub(super) fn new(terminal: bool) -> Self {
        let (paint, numbered) = (Paint::new(&std::io::stdout()), Vec::new());
        Self { terminal, paint, numbered, held: RefCell::default() }
    }

    /// Prints nothing from now on, until it is taken.
    pub(super) fn hold(&self) {
        *self.held.borrow_mut() = Some(String::new());
    }

    /// All that was not printed.
    pub(super) fn take(&self) -> Option<String> {
        self.held.borrow_mut().take()
    }

    fn print(&self, text: &str) {
        match &mut *self.held.borrow_mut() {
            Some(held) => held.extend([text, "\n"]),
            None => print(text),
        }
    }

    pub(super) fn paint(&self) -> Paint {
        self.paint
    }

    pub(super) fn colours(&self) -> bool {
        self.paint.is_on()
    }

    pub(super) fn numbered(&self) -> &[(String, u32)] {
        &self.numbered
    }

    /// Something that saywhen says, and not the bot.
    pub(super) fn note(&self, text: &str) {
        let line = |line: &str| match line.strip_prefix("- ") {
            Some(item) => self.paint.faint(&format!("  - {item}")),
            None => self.paint.faint(&format!("- {line}")),
        };
        let lines: Vec<String> = text.lines().map(line).collect();
        self.print(&lines.join("\n"));
    }

    /// What the person did; on a terminal it stands there already.
    pub(super) fn echo(&self, line: &LineKind) {
        if !self.terminal {
            self.print(&print::line(line));
        }
    }

    /// What the bot said; silence is shown as well.
    pub(super) fn show(&mut self, said: &[Said]) {
        if said.iter().any(|one| !labels(one).is_empty()) {
            self.numbered.clear();
        }
        for one in said {
            self.typing(one);
            match (one.is_bubble(), self.terminal) {
                (true, true) => self.bubble(one),
                (true, false) => self.line(one),
                (false, _) => self.action(one),
            }
        }
        if said.is_empty() {
            let nothing = print::line(&LineKind::Nothing);
            self.print(&if self.terminal { self.paint.faint("(silence)") } else { nothing });
        }
    }

    /// Dots, for as long as the bot types.
    fn typing(&self, said: &Said) {
        let pause = Duration::from_millis(said.reply.pause.0).min(TYPING_MAX);
        if !self.terminal || pause.is_zero() || self.held.borrow().is_some() {
            return;
        }
        let mut out = std::io::stdout().lock();
        write!(out, "  {}", self.paint.faint("…")).ok();
        out.flush().ok();
        #[expect(
            clippy::disallowed_methods,
            reason = "a person watches; there is no runtime here"
        )]
        std::thread::sleep(pause);
        write!(out, "\r   \r").ok();
    }

    fn bubble(&mut self, said: &Said) {
        let bubble = written::bubble(said);
        let mut lines = Vec::new();
        lines.extend(bubble.speaker.iter().map(|name| self.paint.strong(name)));
        let words = said.reply.kind.words();
        match (words, &said.reply.kind) {
            (Some(text), _) => lines.extend(text.lines().flat_map(|line| wrapped(line, WIDTH))),
            (None, ReplyKind::Cards { .. }) => {}
            (None, _) => lines.push(written::one_line(without_labels(&bubble))),
        }
        for card in &bubble.cards {
            let title = card.parts.first().map(String::as_str).unwrap_or_default();
            lines.push(self.paint.strong(&format!("▪ {title}")));
            let more = card.parts.iter().skip(1).filter(|part| !part.is_empty());
            lines.extend(more.map(|part| format!("  {}", self.paint.faint(part))));
            let labels = card.labels.as_deref().unwrap_or_default();
            lines.extend(self.buttons(labels).map(|line| format!("  {line}")));
        }
        lines.extend(self.buttons(&labels(said)));
        self.print(&format!("  ╭ {}", lines.join("\n  │ ")));
    }

    /// Labels with their numbers, for a terminal.
    fn buttons(&mut self, labels: &[Label]) -> Option<String> {
        let shown: Vec<String> = labels.iter().map(|label| self.button(label)).collect();
        (!shown.is_empty()).then(|| shown.join("  "))
    }

    fn button(&mut self, label: &Label) -> String {
        let paint = self.paint;
        if opens_elsewhere(label) {
            let leads = label.leads.as_deref().unwrap_or_default();
            return format!("[{}] {}", label.text, paint.faint(leads));
        }
        let number = self.number(&label.text);
        paint.tappable(&format!("{number} [{}]", label.text))
    }

    fn number(&mut self, label: &str) -> usize {
        let same = self.numbered.iter().filter(|(own, _)| own == label).count();
        let nth = u32::try_from(same).unwrap_or(u32::MAX).saturating_add(1);
        self.numbered.push((label.to_owned(), nth));
        self.numbered.len()
    }

    /// The notation of tests, with numbers before what can be tapped.
    fn line(&mut self, said: &Said) {
        let bubble = written::bubble(said);
        let mut bare = without_labels(&bubble);
        let cards = std::mem::take(&mut bare.cards);
        self.print(&print::line(&LineKind::Bot(bare)));
        for card in &cards {
            self.print(&format!("     [card: {}]", card.parts.join(" | ")));
            self.tapped(card.labels.as_deref().unwrap_or_default());
        }
        self.tapped(bubble.labels.as_deref().unwrap_or_default());
    }

    fn tapped(&mut self, labels: &[Label]) {
        let label = |label: &Label| {
            if opens_elsewhere(label) {
                format!("[{} -> {}]", label.text, label.leads.as_deref().unwrap_or_default())
            } else {
                format!("{} [{}]", self.number(&label.text), label.text)
            }
        };
        let shown: Vec<String> = labels.iter().map(label).collect();
        if !shown.is_empty() {
            self.print(&format!("     {}", shown.join("  ")));
        }
    }

    /// A reaction, a handover and the like.
    fn action(&self, said: &Said) {
        let kind = &said.reply.kind;
        if matches!(kind, ReplyKind::Seen) {
            self.note("seen");
        } else if matches!(kind, ReplyKind::React { .. } | ReplyKind::Thread(_)) {
            self.note(&said.action().to_string());
        }
    }
}

fn without_labels(bubble: &Bubble) -> Bubble {
    Bubble { labels: None, ..bubble.clone() }
}

/// Whether a label opens a page or a telephone, which nobody hears of.
fn opens_elsewhere(label: &Label) -> bool {
    label.leads.as_deref().is_some_and(|leads| leads.contains("://") || leads.starts_with("tel:"))
}

/// Everything below a bubble that can be tapped, without buttons of cards.
fn labels(said: &Said) -> Vec<Label> {
    let span = crate::source::Span::default();
    let quick = said.quick_replies().into_iter().filter_map(|one| match one {
        QuickReply::Text { label, .. } => Some(Label { span, text: label, leads: None }),
        QuickReply::Phone | QuickReply::Email => None,
    });
    let button = |button: Button| {
        let leads = match &button.action {
            Action::Payload(_) | Action::Logout => None,
            Action::Link { url, .. } | Action::Login(url) => Some(url.clone()),
            Action::Phone(number) => Some(format!("tel:{number}")),
        };
        Label { span, text: button.label, leads }
    };
    let cards = matches!(said.reply.kind, ReplyKind::Cards { .. });
    let own = if cards { Vec::new() } else { said.buttons() };
    own.into_iter().map(button).chain(quick).collect()
}

/// A line in pieces that fit, cut at spaces.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let Some(last) = lines.last_mut() else { continue };
        let long = last.chars().count().saturating_add(word.chars().count()) >= width;
        if long && !last.is_empty() {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_at_spaces() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("", 8), [""]);
        assert_eq!(wrapped("incomprehensible", 8), ["incomprehensible"]);
    }
}
