//! What is wrong with a template, in the author's words and at the author's place.

use std::ops::Range;

use crate::limits::{ELIFS_MAX, LOOP_NESTING_MAX, TEMPLATE_CALLS_DEPTH_MAX};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::suggest::suggest;
use crate::template::notes::{Named, Refusal};
use crate::template::token::Torn;

/// What a loop knows of itself.
pub(super) const LOOP: [&str; 5] = ["index", "index0", "first", "last", "length"];

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
    pub(super) fn new(code: &'static str, at: &Range<usize>, headline: impl Into<String>) -> Self {
        let (label, fix) = (String::new(), String::new());
        Self { code: Code(code), at: at.clone(), headline: headline.into(), label, fix, edit: None }
    }

    pub(super) fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    pub(super) fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    pub(super) fn edit(self, text: impl Into<String>) -> Self {
        Self { edit: Some(text.into()), ..self }
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
pub(super) fn refused(text: &str, refusal: &Refusal) -> Mistake {
    match refusal {
        Refusal::Torn(torn) => self::torn(text, torn),
        Refusal::Word(at, word) => self::word(at, word),
        Refusal::Unknown(at, word) => unknown_word(at, word),
        Refusal::Macro(at) => {
            Mistake::new("T510", at, "Macros were replaced by components in this template language")
                .fix("{% component price(x) %} … {% endcomponent price %}")
        }
        Refusal::Nesting(at) => {
            let many = format!("More than {LOOP_NESTING_MAX} loops inside one another");
            Mistake::new("T513", at, many).label("this is one too many")
        }
        Refusal::Elifs(at) => {
            let headline = format!("More than {ELIFS_MAX} elif behind one another");
            Mistake::new("T513", at, headline).fix("look it up in a list or map instead")
        }
        Refusal::Open(at, word) => {
            let (open, end) = ends(word);
            Mistake::new("T504", at, format!("This {open} is never closed"))
                .label(format!("add {end}"))
        }
        Refusal::Stray(at, word) => {
            Mistake::new("T504", at, format!("This {{% {word} %}} has no beginning"))
                .label("nothing before it is open")
        }
        Refusal::Assign(at) => {
            Mistake::new("T505", at, "\"=\" sets a value; to compare write \"==\"").edit("==")
        }
        Refusal::Theirs { at, written, ours } => {
            let said = format!("\"{written}\" is written \"{}\" here", ours.trim());
            Mistake::new("T505", at, said).edit(ours)
        }
        Refusal::Then(at) => {
            Mistake::new("T505", at, "\"then\" does not stand behind the condition")
                .label("leave it out here; what happens then has a line of its own, then: …")
        }
        Refusal::Unnamed(at) => Mistake::new("T500", at, "What is handed over in ( ) needs a name")
            .label("a name and = stand before it, as in range(end=5) or default(value=\"…\")"),
        Refusal::Dash(at, written) => {
            let (path, second) = written.rsplit_once('-').unwrap_or((written, ""));
            let first = path.rsplit('.').next().unwrap_or_default();
            let said =
                format!("Names can't contain \"-\": this means \"{first}\" minus \"{second}\"");
            let mended = format!("{path}_{second}");
            Mistake::new("T506", at, said).edit(mended)
        }
        Refusal::Bracket(at) => Mistake::new("T500", at, "This bracket has no twin")
            .label("each ( [ { needs its ) ] }; }}} reads as the end of the tag: write } }}"),
        Refusal::Foreign(at, name) => {
            let said = format!("A component knows only what it is given, and not \"{name}\"");
            Mistake::new("V601", at, said)
                .fix("name it in the ( ) of the component and hand it over")
        }
        Refusal::Loop(at, field) => of_loop(at, field),
        Refusal::Complex(at) => Mistake::new("T514", at, "This is too much for one tag")
            .label("here it becomes too long or too deep")
            .fix("cut it into several {% set %}"),
        Refusal::Size => Mistake::new("T514", &(0..0), "This template is longer than 64 KiB")
            .fix("cut it into several files and include them"),
    }
}

fn of_loop(at: &Range<usize>, field: &str) -> Mistake {
    let told = Mistake::new("V601", at, format!("A loop has no \"{field}\""));
    match suggest(field, LOOP) {
        Some(near) => told.label(format!("did you mean \"loop.{near}\"?")).edit(near),
        None => told.label(format!("it has: {}", LOOP.join(", "))),
    }
}

fn torn(text: &str, torn: &Torn) -> Mistake {
    match torn {
        Torn::Unclosed(at) => {
            let here = text.get(at.clone()).unwrap_or_default();
            let before = text.get(..at.end).unwrap_or_default();
            let (output, block) = (before.rfind("{{"), before.rfind("{%"));
            let close = if output >= block { "}}" } else { "%}" };
            if here == "}" {
                Mistake::new("T501", at, "One } is missing")
                    .label(format!("write {close}"))
                    .edit(close)
            } else {
                Mistake::new("T501", at, format!("The {close} is missing"))
                    .label(format!("this is opened and never closed: write {close}"))
            }
        }
        Torn::Nested(at) => Mistake::new("T501", at, "{{ }} cannot stand inside an expression")
            .label("names stand here without braces"),
        Torn::Quote(at) => {
            Mistake::new("T501", at, "This text in quotes has no end").label("write the same quote")
        }
        Torn::Letter(at) => {
            let here = text.get(at.clone()).unwrap_or_default();
            let said = format!("\"{here}\" means nothing in an expression");
            match here {
                "&" => double_and(text, at),
                "“" | "”" | "„" | "‘" | "’" | "«" | "»" => {
                    Mistake::new("T500", at, said)
                        .label("texts stand in straight quotes: \"…\" or '…'")
                }
                "?" => Mistake::new("T500", at, said)
                    .label("one of two is written: \"…\" if … else \"…\""),
                "$" | "#" => Mistake::new("T500", at, said).label("names stand here without it"),
                _ => Mistake::new("T500", at, said).label("texts stand in quotes: \"…\""),
            }
        }
    }
}

/// `&&`, or a single one.
fn double_and(text: &str, at: &Range<usize>) -> Mistake {
    let rest = text.get(at.end..).unwrap_or_default();
    let at = at.start..at.end.saturating_add(usize::from(rest.starts_with('&')));
    let written = text.get(at.clone()).unwrap_or_default().to_owned();
    refused(text, &Refusal::Theirs { at, written, ours: "and".to_owned() })
}

fn word(at: &Range<usize>, word: &str) -> Mistake {
    let told = Mistake::new("T512", at, format!("{word} is not part of this template language"));
    match word {
        "extends" => told.fix("{% include \"name\" %}, or a component"),
        "set_global" => told.fix("{% set %}; what a flow is to remember belongs into its own set:"),
        _ => told.label("such names are saywhen's own"),
    }
}

fn unknown_word(at: &Range<usize>, word: &str) -> Mistake {
    const WORDS: [&str; 16] = [
        "for",
        "if",
        "elif",
        "else",
        "set",
        "include",
        "component",
        "filter",
        "break",
        "continue",
        "endfor",
        "endif",
        "endset",
        "endfilter",
        "endcomponent",
        "raw",
    ];
    let told = Mistake::new("T515", at, format!("I don't know the word \"{word}\" after {{%"));
    match suggest(word, WORDS) {
        Some(other) => told.label(format!("did you mean \"{other}\"?")).edit(other),
        None => told.fix("for, if, set, include, component or filter"),
    }
}

fn ends(word: &str) -> (String, String) {
    match word {
        "<" => ("{% <component> %}".to_owned(), "{% </component> %}".to_owned()),
        word => (format!("{{% {word} %}}"), format!("{{% end{word} %}}")),
    }
}

/// Tera could not read it.
pub(super) fn syntax(at: &Range<usize>, message: &str) -> Mistake {
    if message.contains("too complex") || message.contains("too deep") {
        return refused("", &Refusal::Complex(at.clone()));
    }
    let label = if message.contains("end of input") {
        "something is missing here".to_owned()
    } else {
        plain(message)
    };
    Mistake::new("T500", at, "This is not how an expression is written").label(label)
}

/// Something that nobody knows: a filter, function, test or component.
pub(super) fn unknown<'n>(
    what: &str,
    named: &Named,
    known: impl IntoIterator<Item = &'n str>,
) -> Mistake {
    const ESCAPES: [&str; 5] = ["safe", "escape", "escape_html", "escape_xml", "newlines_to_br"];
    let name = &named.name;
    let told = Mistake::new("T502", &named.at, format!("I don't know the {what} \"{name}\""));
    if ESCAPES.contains(&name.as_str()) {
        return told.label("leave it out: texts are sent as they are, nothing is escaped");
    }
    let known: Vec<_> = known.into_iter().collect();
    let called = ELSEWHERE.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name));
    let called = called.map(|(_, ours)| *ours).filter(|ours| known.contains(ours));
    let called = called.or_else(|| suggest(name, known));
    let given = GIVEN.iter().find(|(filter, _)| called == Some(filter) && what == "filter");
    if let Some((_, given)) = given {
        return told.label(format!("did you mean \"{given}\"?"));
    }
    match called {
        Some(other) => told.label(format!("did you mean \"{other}\"?")).edit(other),
        None => told,
    }
}

/// Filters that want to be told something, with what.
const GIVEN: [(&str, &str); 3] = [
    ("money", "money(currency=\"EUR\")"),
    ("date", "date(format=\"%d.%m.%Y\")"),
    ("truncate", "truncate(length=20)"),
];

/// Filters and functions as other tools call them.
const ELSEWHERE: [(&str, &str); 22] = [
    ("uppercase", "upper"),
    ("toUpperCase", "upper"),
    ("upcase", "upper"),
    ("lowercase", "lower"),
    ("toLowerCase", "lower"),
    ("downcase", "lower"),
    ("capitalise", "capitalize"),
    ("titlecase", "title"),
    ("size", "length"),
    ("count", "length"),
    ("len", "length"),
    ("currency", "money"),
    ("price", "money"),
    ("strftime", "date"),
    ("format_date", "date"),
    ("strip", "trim"),
    ("url_encode", "urlencode"),
    ("substring", "truncate"),
    ("shorten", "truncate"),
    ("random", "pick"),
    ("choose", "pick"),
    ("translate", "tr"),
];

/// An `include` of a file that is not there.
pub(super) fn no_template(named: &Named, files: &[&str]) -> Mistake {
    let told = Mistake::new("T503", &named.at, format!("There is no template \"{}\"", named.name));
    match suggest(&named.name, files.iter().copied()) {
        Some(other) => told.label(format!("did you mean templates/{other}.tera?")),
        None => told,
    }
}

/// Two components of one name.
pub(super) fn twice(named: &Named) -> Mistake {
    let said = format!("There is another component called \"{}\"", named.name);
    Mistake::new("T502", &named.at, said).label("rename one of them")
}

/// Templates that include one another in a circle, or too deep.
pub(super) fn circle(named: &Named, way: &[String], round: bool) -> Mistake {
    let mut way = way.iter();
    let first = way.next().map_or("", String::as_str);
    let rest: Vec<&str> = way.map(String::as_str).collect();
    let way = format!("{first} includes {}", rest.join(", which includes "));
    if round {
        Mistake::new("T511", &named.at, way).label("this would never end")
    } else {
        let deep =
            format!("Templates include each other more than {TEMPLATE_CALLS_DEPTH_MAX} deep");
        Mistake::new("T511", &named.at, deep).label(way)
    }
}

/// Anything else that Tera says.
pub(super) fn other(message: &str) -> Mistake {
    Mistake::new("T500", &(0..0), "This template cannot be used").label(plain(message))
}

/// Tera's words in an author's.
fn plain(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    if line.starts_with("Function calls are only allowed") {
        return "a value has no functions of its own; filters stand behind |, as in name | upper"
            .to_owned();
    }
    let found = line.strip_prefix("Found ").and_then(|line| line.split(" but ").next());
    let Some(found) = found else { return line.replace('`', "\"") };
    let found = match found {
        "identifier" => {
            return "this word cannot stand here; texts stand in quotes: \"…\"".to_owned();
        }
        "string" => "this text",
        "integer" | "float" => "this number",
        "bool" => "this true or false",
        sign => sign,
    };
    format!("{} cannot stand here", found.replace('`', "\""))
}
