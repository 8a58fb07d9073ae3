//! One line of an author's, taken apart without YAML: spaces, dashes, a word, a value.

use crate::source::yaml::page::Page;

/// The parts of a line, by their bytes in the file.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its first byte.
    pub(super) start: usize,
    /// Where its line end stands.
    pub(super) end: usize,
    /// After its spaces.
    pub(super) body: usize,
    /// After its dashes.
    pub(super) inner: usize,
    /// The word before the colon, if there is one: where it ends.
    pub(super) key_end: Option<usize>,
    /// Where its value begins, or would.
    pub(super) value: usize,
    /// Where its value ends, without a comment.
    pub(super) value_end: usize,
    page: Page<'t>,
}

impl<'t> Line<'t> {
    /// The line that a place is on.
    pub(super) fn at(page: Page<'t>, at: usize) -> Self {
        let (start, end) = page.line(at);
        let text = page.slice(start, end);
        let body = start.saturating_add(leading(text, |c| c == ' '));
        let inner = after_dashes(page, body, end);
        let key = key_length(page.slice(inner, end)).map(|length| inner.saturating_add(length));
        let value = match key {
            Some(key) => {
                let after = key.saturating_add(1);
                after.saturating_add(leading(page.slice(after, end), |c| c == ' '))
            }
            None => inner,
        };
        let written = page.slice(value, end);
        let comment = if written.starts_with('#') { Some(0) } else { written.find("  #") };
        let length = comment.unwrap_or(written.len());
        let length = written.get(..length).unwrap_or("").trim_end().len();
        let value_end = value.saturating_add(length);
        Self { start, end, body, inner, key_end: key, value, value_end, page }
    }

    pub(super) fn text(&self) -> &'t str {
        self.page.slice(self.start, self.end)
    }

    pub(super) fn value(&self) -> &'t str {
        self.page.slice(self.value, self.value_end)
    }

    /// Whether it is an entry of a list.
    pub(super) fn has_dash(&self) -> bool {
        self.inner > self.body
    }

    /// Nothing but spaces, or a comment.
    pub(super) fn is_idle(&self) -> bool {
        self.body >= self.end || self.page.rest(self.body).starts_with('#')
    }

    /// Spaces before the first sign.
    pub(super) fn indent(&self) -> usize {
        self.body.saturating_sub(self.start)
    }

    /// Columns before the word, dashes included.
    pub(super) fn inner_column(&self) -> usize {
        self.inner.saturating_sub(self.start)
    }

    /// The next line that says something; none after the last.
    pub(super) fn next(&self) -> Option<Self> {
        let next = self.end.saturating_add(1);
        (next < self.page.text.len()).then(|| Self::at(self.page, next))
    }

    /// The lines above, the nearest first, that say something.
    pub(super) fn above(&self) -> impl Iterator<Item = Self> + use<'t> {
        let page = self.page;
        let before = move |line: &Self| Some(Self::at(page, line.start.checked_sub(1)?));
        std::iter::successors(before(self), before).filter(|line| !line.is_idle())
    }

    /// The line as it should be: the value in other words.
    pub(super) fn with_value(&self, value: &str) -> String {
        format!("{}{value}", self.page.slice(self.inner, self.value))
    }
}

/// Bytes at the beginning of a text that are such letters.
pub(super) fn leading(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.len().saturating_sub(text.trim_start_matches(wanted).len())
}

/// Whether a ` #` in a text may begin a comment: only what cannot be one, such as `#1`, is surely meant.
pub(super) fn may_hold_comment(text: &str) -> bool {
    let meant = |c: char| c.is_ascii_digit() || "{(?[\\$+*.|^".contains(c);
    text.split(" #").skip(1).any(|after| !after.starts_with(meant))
}

fn after_dashes(page: Page<'_>, body: usize, end: usize) -> usize {
    let mut at = body;
    loop {
        let rest = page.slice(at, end);
        if rest == "-" {
            return end;
        }
        let Some(after) = rest.strip_prefix("- ") else { return at };
        at = end.saturating_sub(after.trim_start_matches(' ').len());
    }
}

fn key_length(text: &str) -> Option<usize> {
    if text.starts_with(['{', '[', '"', '\'', '#', '|', '>']) {
        return None;
    }
    let found = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len));
    found.filter(|&length| length > 0)
}
