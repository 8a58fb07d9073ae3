//! Templates with one file or text, and variables to render them with.

use std::sync::Arc;

use saywhen::limits::TEMPLATE_TICKS_MAX;
use saywhen::source::diagnostic::Diagnostic;
use saywhen::source::yaml::{Style, Text};
use saywhen::source::{Source, Sources, Span};
use saywhen::template::batch::{Batch, ExprId, TextId};
use saywhen::template::render::{Budget, Scope, Templates};
use saywhen::words::name::{Locale, Value};
use saywhen::words::turn::Fault;

/// Variables as JSON.
pub(crate) struct Vars(pub(crate) Value);

impl Scope for Vars {
    fn get(&self, root: &str) -> Option<Value> {
        self.0.get(root).cloned()
    }
}

/// Files `templates/NAME.tera`, and texts and expressions in files of their own.
pub(crate) struct Stage {
    pub(crate) templates: Templates,
    pub(crate) texts: Vec<TextId>,
    pub(crate) exprs: Vec<ExprId>,
    pub(crate) files: Vec<TextId>,
    pub(crate) mistakes: Vec<Diagnostic>,
    pub(crate) sources: Sources,
}

pub(crate) fn stage(files: &[(&str, &str)], texts: &[&str], exprs: &[&str]) -> Stage {
    speaking("en", files, texts, exprs)
}

/// A stage of texts in a language.
pub(crate) fn speaking(
    locale: &str,
    files: &[(&str, &str)],
    texts: &[&str],
    exprs: &[&str],
) -> Stage {
    let named = |folder: &str, name: &str, text: &str| Source {
        path: format!("{folder}/{name}").into(),
        text: Arc::from(text),
    };
    let mut all: Vec<Source> = files
        .iter()
        .map(|(name, text)| named("templates", &format!("{name}.tera"), text))
        .collect();
    let number = |(n, text): (usize, &&str)| (format!("{n:05}.yaml"), (*text).to_owned());
    let numbered: Vec<_> = texts.iter().chain(exprs).enumerate().map(number).collect();
    all.extend(numbered.iter().map(|(name, text)| named("flows", name, text)));
    let sources = Sources::new(all);
    let mut batch = Batch::default();
    batch.speaks(Locale::new(locale));
    let find = |path: &str| sources.iter().find(|(_, source)| &*source.path == path).unwrap().0;
    let files = files
        .iter()
        .map(|(name, _)| batch.file(name, find(&format!("templates/{name}.tera"))))
        .collect();
    let place = |n: usize, text: &str| Span {
        source: find(&format!("flows/{n:05}.yaml")),
        start: 0,
        end: text.len() as u32,
    };
    let plain = |text: &str| Text { value: text.to_owned(), style: Style::Plain };
    let text_ids = texts
        .iter()
        .enumerate()
        .map(|(n, text)| batch.text(&plain(text), place(n, text)))
        .collect();
    let expr = |(n, text): (usize, &&str)| {
        batch.expr(&plain(text), place(texts.len() + n, text), 0..text.len())
    };
    let expr_ids = exprs.iter().enumerate().map(expr).collect();
    let (templates, mistakes) = batch.compile(&sources);
    Stage { templates, texts: text_ids, exprs: expr_ids, files, mistakes, sources }
}

impl Stage {
    /// `T501 1:3 headline | what the caret stands under`, one for each mistake.
    pub(crate) fn told(&self) -> Vec<String> {
        let told = |is: &Diagnostic| {
            let span = is.span.unwrap();
            let place = self.sources.place(span);
            let here = self.sources.slice(span);
            format!("{} {}:{} {} | {here}", is.code, place.line, place.col, is.headline)
        };
        self.mistakes.iter().map(told).collect()
    }
}

pub(crate) fn budget() -> Budget {
    Budget { ticks: TEMPLATE_TICKS_MAX }
}

/// Renders one good text.
pub(crate) fn render(text: &str, vars: Value) -> Result<String, Fault> {
    let stage = stage(&[], &[text], &[]);
    assert_eq!(stage.told(), Vec::<String>::new(), "{text}");
    stage.templates.render(stage.texts[0], &Vars(vars), &mut budget())
}

/// Works out one good expression.
pub(crate) fn eval(expr: &str, vars: Value) -> Result<Value, Fault> {
    let stage = stage(&[], &[], &[expr]);
    assert_eq!(stage.told(), Vec::<String>::new(), "{expr}");
    stage.templates.eval(stage.exprs[0], &Vars(vars), &mut budget())
}

/// Whether one good expression holds.
pub(crate) fn holds(expr: &str, vars: Value) -> bool {
    let stage = stage(&[], &[], &[expr]);
    assert_eq!(stage.told(), Vec::<String>::new(), "{expr}");
    stage.templates.holds(stage.exprs[0], &Vars(vars), &mut budget()).unwrap()
}
