//! What is wrong with a template, in the author's words and at the author's place.

use std::ops::Range;

use crate::limits::ELIFS_MAX;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::suggest::suggest;
use crate::template::guard::Refusal;
use crate::template::library;

/// A mistake at bytes of a template's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) code: Code,
    pub(super) at: Range<usize>,
    pub(super) headline: String,
    pub(super) label: String,
    pub(super) fix: String,
    /// What replaces the bytes at `at`.
    pub(super) edit: Option<String>,
}

impl Mistake {
    fn new(code: &'static str, at: Range<usize>, headline: impl Into<String>) -> Self {
        let (label, fix) = (String::new(), String::new());
        Self { code: Code(code), at, headline: headline.into(), label, fix, edit: None }
    }

    fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    /// The diagnostic, once its place in the file is known.
    pub(super) fn at(self, span: Span) -> Diagnostic {
        let told = Diagnostic::error(self.code, span, self.headline);
        let told = told.label(self.label).fix(self.fix);
        match self.edit {
            Some(text) => told.edit(span, text),
            None => told,
        }
    }
}

/// What was refused before Tera saw it.
pub(super) fn refused(refusal: Refusal) -> Mistake {
    match refusal {
        Refusal::Unclosed(at) => Mistake::new("T501", at, "One } is missing")
            .label("this is opened and never closed: write }} or %}"),
        Refusal::Word(at, word) => {
            Mistake::new("T512", at, format!("{word} is not part of this template language"))
                .label("it could run for ever")
                .fix("use {% set %} or {% for %}")
        }
        Refusal::Macro(at) => {
            Mistake::new("T510", at, "Macros were replaced by components in this template language")
                .fix("{% component price(x) %} … {% endcomponent price %}")
        }
        Refusal::Nesting(at) => {
            Mistake::new("T513", at, "More than three loops inside one another")
                .label("this is the fourth")
        }
        Refusal::Elifs(at) => {
            let headline = format!("More than {ELIFS_MAX} elif behind one another");
            Mistake::new("T513", at, headline).fix("look it up in a list or map instead")
        }
        Refusal::Size => Mistake::new("T514", 0..0, "This template is longer than 64 KiB")
            .fix("cut it into several files and include them"),
    }
}

/// Tera could not read it.
pub(super) fn syntax(text: &str, at: Range<usize>, message: &str) -> Mistake {
    let here = text.get(at.clone()).unwrap_or_default();
    if message.contains("Found `=`") {
        let mistake = Mistake::new("T505", at, "\"=\" sets a value; to compare write \"==\"");
        return Mistake { edit: Some("==".to_owned()), ..mistake };
    }
    if message.contains("end of input") || message.contains("Unclosed") {
        return unclosed(text, at);
    }
    if message.contains("Unknown tag") {
        return Mistake::new("T515", at, format!("I don't know the word \"{here}\" after {{%"))
            .fix("for, if, set, include, component or filter");
    }
    Mistake::new("T500", at, "This is not how an expression is written").label(plain(message))
}

fn unclosed(text: &str, at: Range<usize>) -> Mistake {
    for (word, end) in [("for", "endfor"), ("if", "endif"), ("component", "endcomponent")] {
        let opened = text.matches(&format!("{{% {word} ")).count();
        let closed = text.matches(&format!("{end} %}}")).count();
        if opened > closed
            && let Some(start) = text.rfind(&format!("{{% {word} "))
        {
            let length = text.get(start..).and_then(|rest| rest.find("%}")).unwrap_or(2);
            let tag = start..start.saturating_add(length).saturating_add(2);
            return Mistake::new("T504", tag, format!("This {{% {word} %}} is never closed"))
                .label(format!("add {{% {end} %}}"));
        }
    }
    Mistake::new("T501", at, "Something is opened here and never closed")
}

/// A name that nobody knows: a filter, function, test, template or component.
pub(super) fn unknown(text: &str, at: Range<usize>, message: &str) -> Mistake {
    let name = message.split('`').nth(1).unwrap_or_default().to_owned();
    let found = text.get(at.start..).and_then(|rest| rest.find(&name)).unwrap_or(0);
    let start = at.start.saturating_add(found);
    let at = start..start.saturating_add(name.len());
    let (code, what) = if message.contains("template") {
        ("T503", "There is no template")
    } else if message.contains("function") {
        ("T502", "I don't know the function")
    } else if message.contains("test") {
        ("T502", "I don't know the test")
    } else if message.contains("component") {
        ("T502", "I don't know the component")
    } else {
        ("T502", "I don't know the filter")
    };
    let mistake = Mistake::new(code, at, format!("{what} \"{name}\""));
    match suggest(&name, library::names()).filter(|_| code == "T502") {
        Some(other) => {
            let label = format!("did you mean \"{other}\"?");
            Mistake { label, edit: Some(other.to_owned()), ..mistake }
        }
        None => mistake,
    }
}

/// Templates that include one another in a circle.
pub(super) fn circle(names: &[String]) -> Mistake {
    let way = names.join(" includes ");
    Mistake::new("T511", 0..0, way)
}

/// Anything else that Tera says.
pub(super) fn other(message: &str) -> Mistake {
    Mistake::new("T500", 0..0, "This template cannot be used").label(plain(message))
}

/// Tera's own words, without what is ours.
fn plain(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim_end_matches('.').replace("__made", "").replace("__kept", "").replace("__items", "")
}
