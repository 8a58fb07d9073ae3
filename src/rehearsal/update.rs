//! `test --update`: writes what the bot says now where a test expects something else, and leaves all
//! other lines and comments as they are.

use crate::script::bubble::Bubble;
use crate::script::line::{Line, LineKind};
use crate::script::print;
use crate::source::Span;

/// What the bot says to one thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The line of what happened.
    pub after: Span,
    /// From the first to the last line that the test expects; none if it expects nothing.
    pub expected: Option<Span>,
    /// What the bot says.
    pub said: Vec<Bubble>,
    /// Whether that differs.
    pub differs: bool,
}

impl Passage {
    pub(super) fn new(after: Span) -> Self {
        Self { after, expected: None, said: Vec::new(), differs: false }
    }

    pub(super) fn expect(&mut self, line: &Line) {
        if !matches!(line.kind, LineKind::Bot(_) | LineKind::Nothing) {
            return;
        }
        self.expected = Some(
            self.expected
                .map_or(line.span, |span| Span { end: line.span.end.max(span.end), ..span }),
        );
    }
}

/// The file with what the bot says now.
#[must_use]
pub fn update(text: &str, passages: &[Passage]) -> String {
    let mut passages: Vec<&Passage> = passages.iter().filter(|passage| passage.differs).collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.after.start));
    passages.dedup_by_key(|passage| passage.after);
    let mut text = text.to_owned();
    for passage in passages {
        let said = print_all(&passage.said);
        let (range, new) = if let Some(range) = passage.expected.and_then(Span::range) {
            (range, said)
        } else {
            let end = passage.after.range().map_or(0, |range| range.end);
            let end = text
                .get(end..)
                .and_then(|rest| rest.find('\n'))
                .map_or(text.len(), |at| end.saturating_add(at));
            (end..end, format!("\n{said}"))
        };
        if text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            text.replace_range(range, &new);
        }
    }
    text
}

fn print_all(bubbles: &[Bubble]) -> String {
    if bubbles.is_empty() {
        return print::line(&LineKind::Nothing);
    }
    let lines = bubbles.iter().map(|bubble| print::line(&LineKind::Bot(bubble.clone())));
    lines.collect::<Vec<_>>().join("\n")
}
