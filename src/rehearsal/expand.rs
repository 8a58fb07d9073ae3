//! Tests as they are played: the lines of other files in their places, one test for each variant.

use std::collections::BTreeMap;

use crate::limits::{TEST_INCLUDES_DEPTH_MAX, TEST_LINES_MAX, TEST_VARIANTS_MAX};
use crate::rehearsal::run::Library;
use crate::rehearsal::told;
use crate::script::Test;
use crate::script::line::{Act, Line, LineKind};
use crate::source::diagnostic::Diagnostic;
use crate::source::suggest::suggest;

/// A test ready to be played, and what was wrong with it before.
#[derive(Clone)]
pub(super) struct Expanded {
    pub(super) test: Test,
    pub(super) failures: Vec<Diagnostic>,
}

/// One test for each way to choose among all `You say each of`.
pub(super) fn expand(test: &Test, library: &Library) -> Vec<Expanded> {
    let mut lines = Vec::new();
    let mut failures = Vec::new();
    let mut includes =
        Includes { library, failures: &mut failures, left: TEST_LINES_MAX, circle: false };
    includes.put(&test.lines, &mut lines, 0);
    let whole = Test { lines, ..test.clone() };
    match variants(&whole) {
        Ok(tests) => {
            let expanded = |test| Expanded { test, failures: failures.clone() };
            tests.into_iter().map(expanded).collect()
        }
        Err(many) => {
            failures.push(many);
            vec![Expanded { test: Test { lines: Vec::new(), ..whole }, failures }]
        }
    }
}

struct Includes<'a> {
    library: &'a Library,
    failures: &'a mut Vec<Diagnostic>,
    /// Lines that may still come in.
    left: usize,
    /// Whether they are told already not to end.
    circle: bool,
}

impl Includes<'_> {
    fn put(&mut self, lines: &[Line], all: &mut Vec<Line>, depth: usize) {
        for line in lines {
            if self.circle {
                return;
            }
            self.left = self.left.saturating_sub(1);
            let LineKind::Include(path) = &line.kind else {
                all.push(line.clone());
                continue;
            };
            match self.library.get(path) {
                Some(script) if depth < TEST_INCLUDES_DEPTH_MAX && self.left > 0 => {
                    for test in &script.tests {
                        self.put(&test.lines, all, depth.saturating_add(1));
                    }
                }
                Some(_) => {
                    let what = "These files include one another, or far too much";
                    self.failures.push(told::wrong(line.span, what));
                    self.circle = true;
                }
                None => {
                    let told = told::wrong(line.span, format!("There is no tests/{path}"));
                    let files = self.library.keys().map(String::as_str);
                    let near = suggest(&format!("{path}.chat"), files.clone());
                    self.failures.push(match suggest(path, files).or(near) {
                        Some(near) => told.fix(format!("Include: {near}")),
                        None => told,
                    });
                }
            }
        }
    }
}

/// All of them, the first line's choices outermost; the mistake if there are too many.
fn variants(test: &Test) -> Result<Vec<Test>, Diagnostic> {
    let mut chosen: Vec<BTreeMap<usize, &String>> = vec![BTreeMap::new()];
    for (index, line) in test.lines.iter().enumerate() {
        let LineKind::You(Act::SayEach(texts)) = &line.kind else { continue };
        if chosen.len().saturating_mul(texts.len()) > TEST_VARIANTS_MAX {
            let what = format!("This makes more than {TEST_VARIANTS_MAX} variants of one test");
            return Err(told::wrong(line.span, what));
        }
        let with = |before: &BTreeMap<usize, _>, text| {
            let mut chosen = before.clone();
            chosen.insert(index, text);
            chosen
        };
        chosen = chosen
            .iter()
            .flat_map(|before| texts.iter().map(move |text| with(before, text)))
            .collect();
    }
    Ok(chosen.iter().map(|texts| variant(test, texts)).collect())
}

fn variant(test: &Test, texts: &BTreeMap<usize, &String>) -> Test {
    let mut variant = test.clone();
    for (index, text) in texts {
        if let Some(line) = variant.lines.get_mut(*index) {
            line.kind = LineKind::You(Act::Say((*text).clone()));
        }
    }
    if !texts.is_empty() {
        let words: Vec<&str> = texts.values().map(|text| text.as_str()).collect();
        variant.title = format!("{} ({})", test.title, words.join(", "));
    }
    variant
}
