//! Events → tree, with exact places and the mistakes that only a tree shows.

use crate::limits::YAML_DEPTH_MAX;
use crate::source::diagnostic::Diagnostic;
use crate::source::yaml::entries;
use crate::source::yaml::events::{Event, Told};
use crate::source::yaml::mistakes;
use crate::source::yaml::page::Page;
use crate::source::yaml::{Entry, Node, NodeKind, Style};

/// A tree that grows with every event.
pub(super) struct Tree<'t> {
    page: Page<'t>,
    open: Vec<Open>,
    root: Option<Node>,
    begun: bool,
    done: bool,
    /// Where the last event ended: everything before is read.
    last: usize,
    /// Where the last event began.
    last_start: usize,
    /// Lists and maps that were open when a `{{` was taken for a map; nothing within is told.
    muted: Option<usize>,
    misled: bool,
    mistakes: Vec<Diagnostic>,
}

/// A list or map that has not ended yet.
struct Open {
    start: usize,
    end: usize,
    flow: bool,
    parts: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Node> },
}

/// What a tree came to.
pub(super) struct Grown {
    /// The tree; none if the file holds nothing, or broke off before its end.
    pub(super) root: Option<Node>,
    /// Mistakes that do not keep the rest from being read.
    pub(super) mistakes: Vec<Diagnostic>,
    /// Where the last event began: what is wrong may be a part of it.
    pub(super) last: usize,
    /// Whether the tree says something else than the author meant, so that it is not worth checking.
    pub(super) misled: bool,
    /// The innermost `[` or `{` that nothing closes.
    pub(super) bracket: Option<usize>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(page: Page<'t>) -> Self {
        Self {
            page,
            open: Vec::new(),
            root: None,
            begun: false,
            done: false,
            last: 0,
            last_start: 0,
            muted: None,
            misled: false,
            mistakes: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, told: Told) {
        if self.done {
            return;
        }
        let Told { event, start, end } = told;
        match event {
            Event::Text { value, style } => self.text(value, style, (start, end)),
            Event::List { flow } => self.begin(Parts::List(Vec::new()), flow, start),
            Event::Map { flow } => {
                self.begin(Parts::Map { entries: Vec::new(), key: None }, flow, start);
            }
            Event::End => self.finish(end),
            Event::Alias => self.alias(start, end),
            Event::Anchor => self.tell(mistakes::anchor(&self.page, start, end)),
            Event::Tag => self.tell(mistakes::tag(&self.page, start, end)),
            Event::Document => self.document(start),
        }
        self.last = self.last.max(end);
        self.last_start = start;
    }

    pub(super) fn grown(self) -> Grown {
        let bracket = |open: &Open| {
            let found = open.flow && self.page.rest(open.start).starts_with(['[', '{']);
            found.then_some(open.start)
        };
        Grown {
            bracket: self.open.iter().rev().find_map(bracket),
            root: self.root,
            mistakes: self.mistakes,
            last: self.last_start,
            misled: self.misled,
        }
    }

    fn tell(&mut self, mistake: Diagnostic) {
        if self.muted.is_none() {
            self.mistakes.push(mistake);
        }
    }

    fn document(&mut self, start: usize) {
        if self.begun {
            self.done = true;
            self.tell(mistakes::second_document(&self.page, start));
        }
        self.begun = true;
    }

    fn text(&mut self, value: String, style: Style, (start, end): (usize, usize)) {
        let node = match style {
            Style::Literal | Style::Folded => {
                let start = self.page.find_block_header(self.last, start);
                let end = self.page.trim_block_end(start, end);
                self.page.text(value, style, (start, end))
            }
            Style::Plain if start == end => self.page.text(String::new(), style, (start, end)),
            Style::Plain | Style::Single | Style::Double => {
                self.page.text(value, style, (start, end))
            }
        };
        self.put(node);
    }

    fn alias(&mut self, start: usize, end: usize) {
        self.tell(mistakes::alias(&self.page, start, end));
        let slice = self.page.slice(start, end).to_owned();
        let node = self.page.text(slice, Style::Plain, (start, end));
        self.put(node);
    }

    fn begin(&mut self, parts: Parts, flow: bool, start: usize) {
        let mut start = start;
        if let (Parts::List(_), false) = (&parts, flow)
            && self.expects_value()
        {
            start = self.page.find_dash(self.last, start);
        }
        if self.page.rest(start).starts_with("{{") && self.muted.is_none() {
            self.muted = Some(self.open.len());
        }
        if self.open.len() >= YAML_DEPTH_MAX {
            self.tell(mistakes::too_deep(&self.page, start));
            self.done = true;
        }
        self.open.push(Open { start, end: start, flow, parts });
    }

    /// Whether what comes next belongs to a key.
    fn expects_value(&self) -> bool {
        matches!(self.open.last(), Some(Open { parts: Parts::Map { key: Some(_), .. }, .. }))
    }

    fn finish(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let end = if open.flow { end.max(open.end) } else { open.end };
        let span = self.page.span(open.start, end);
        if self.muted == Some(self.open.len()) {
            self.muted = None;
            self.tell(mistakes::braces(&self.page, open.start, end));
            let slice = self.page.slice(open.start, end).to_owned();
            let node = self.page.text(slice, Style::Plain, (open.start, end));
            return self.put(node);
        }
        let kind = match open.parts {
            Parts::List(items) => NodeKind::List(items),
            Parts::Map { entries, .. } => NodeKind::Map(self.checked(entries, open.flow)),
        };
        self.put(Node { span, kind });
    }

    fn checked(&mut self, entries: Vec<Entry>, flow: bool) -> Vec<Entry> {
        if self.muted.is_some() {
            return entries;
        }
        let odd = |entry: &Entry| entries::is_merge(entry) || entries::lacks_key(entry);
        self.misled |= entries.iter().any(odd);
        entries::check(&self.page, entries, flow, &mut self.mistakes)
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, node: Node) {
        let end = usize::try_from(node.span.end).unwrap_or(usize::MAX);
        let Some(open) = self.open.last_mut() else {
            self.root = Page::something(node);
            return;
        };
        open.end = open.end.max(end);
        match &mut open.parts {
            Parts::List(items) => {
                if node.is_missing() && self.muted.is_none() {
                    self.mistakes.push(mistakes::no_entry(&self.page, end));
                }
                items.push(node);
            }
            Parts::Map { entries, key } => match key.take() {
                None => *key = Some(node),
                Some(key) => {
                    if !key.is_text() && self.muted.is_none() {
                        self.mistakes.push(mistakes::key_not_text(key.span));
                        self.misled = true;
                    }
                    let (key_span, key) = self.page.key(key);
                    entries.push(Entry { key, key_span, value: node });
                }
            },
        }
    }
}
