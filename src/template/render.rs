//! Compiled templates, and rendering them within a budget.

use std::fmt;

use tera::{Context, ErrorKind, Tera};

use crate::limits::RENDERED_BYTES_MAX;
use crate::source::Span;
use crate::template::batch::{ExprId, TextId};
use crate::template::meter::{self, Bounded};
use crate::template::origin::Origins;
use crate::words::name::Value;
use crate::words::turn::Fault;

/// Where templates find their variables.
pub trait Scope {
    /// The value of a root: a plain variable, or `chat`, `user`, `event`, `bot` … as a map.
    fn get(&self, root: &str) -> Option<Value>;
}

/// What is left of a turn's template ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Ticks left.
    pub ticks: u32,
}

/// A variable that a text or expression reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// With its dots: `user.first_name`.
    pub path: String,
    /// Where it stands.
    pub span: Span,
}

/// One text or expression, compiled.
#[derive(Debug)]
pub(super) enum Compiled {
    /// It holds no tags.
    Literal(String),
    /// Tera has it.
    Template {
        /// Its name there.
        name: String,
        /// The name of its twin that keeps the value's type.
        typed: Option<String>,
        /// What it reads.
        reads: Vec<Read>,
        /// Variables to look up beforehand.
        roots: Vec<String>,
        /// What it costs before its first loop.
        ticks: u32,
    },
}

impl Compiled {
    pub(super) fn literal(text: &str) -> Self {
        Self::Literal(text.to_owned())
    }

    pub(super) fn template(
        name: String,
        typed: Option<String>,
        reads: Vec<Read>,
        ticks: u32,
    ) -> Self {
        Self::Template { name, typed, reads, roots: Vec::new(), ticks }
    }
}

/// Every text and expression of a bot, compiled.
pub struct Templates {
    tera: Tera,
    texts: Vec<Compiled>,
    exprs: Vec<Compiled>,
    origins: Origins,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Templates({} texts, {} expressions)", self.texts.len(), self.exprs.len())
    }
}

impl Templates {
    pub(super) fn new(
        tera: Tera,
        texts: Vec<Compiled>,
        exprs: Vec<Compiled>,
        origins: Origins,
    ) -> Self {
        let mut templates = Self { tera, texts, exprs, origins };
        let lists = [&mut templates.texts, &mut templates.exprs];
        for compiled in lists.into_iter().flatten() {
            if let Compiled::Template { name, roots, .. } = compiled {
                let found = templates.tera.get_template_variables(name).unwrap_or_default();
                *roots = found.into_iter().map(str::to_owned).collect();
                roots.sort();
            }
        }
        templates
    }

    /// Renders a text.
    pub fn render(
        &self,
        id: TextId,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        match self.get(id) {
            Compiled::Literal(text) => Ok(text.clone()),
            compiled @ Compiled::Template { name, .. } => self.run(compiled, name, scope, budget),
        }
    }

    /// Renders a text; one that is nothing but `{{ x }}` keeps the type of `x`.
    pub fn value(
        &self,
        id: TextId,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<Value, Fault> {
        match self.get(id) {
            compiled @ Compiled::Template { typed: Some(typed), .. } => {
                self.json(compiled, typed, scope, budget)
            }
            Compiled::Literal(_) | Compiled::Template { typed: None, .. } => {
                self.render(id, scope, budget).map(Value::from)
            }
        }
    }

    /// Works out an expression.
    pub fn eval(&self, id: ExprId, scope: &dyn Scope, budget: &mut Budget) -> Result<Value, Fault> {
        match self.expr(id) {
            compiled @ Compiled::Template { typed: Some(typed), .. } => {
                self.json(compiled, typed, scope, budget)
            }
            Compiled::Literal(_) | Compiled::Template { typed: None, .. } => Ok(Value::Null),
        }
    }

    /// Whether an expression holds; a variable that nothing set does not.
    pub fn holds(&self, id: ExprId, scope: &dyn Scope, budget: &mut Budget) -> Result<bool, Fault> {
        match self.expr(id) {
            compiled @ Compiled::Template { name, .. } => {
                self.run(compiled, name, scope, budget).map(|text| !text.is_empty())
            }
            Compiled::Literal(_) => Ok(false),
        }
    }

    /// What a text reads from outside itself, in its order.
    #[must_use]
    pub fn text_reads(&self, id: TextId) -> &[Read] {
        reads(self.get(id))
    }

    /// What an expression reads, in its order.
    #[must_use]
    pub fn expr_reads(&self, id: ExprId) -> &[Read] {
        reads(self.expr(id))
    }

    fn get(&self, id: TextId) -> &Compiled {
        find(&self.texts, id.0)
    }

    fn expr(&self, id: ExprId) -> &Compiled {
        find(&self.exprs, id.0)
    }

    fn json(
        &self,
        compiled: &Compiled,
        name: &str,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<Value, Fault> {
        let text = self.run(compiled, name, scope, budget)?;
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    fn run(
        &self,
        compiled: &Compiled,
        name: &str,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        let Compiled::Template { roots, ticks, reads, .. } = compiled else {
            return Ok(String::new());
        };
        let Some(left) = budget.ticks.checked_sub(*ticks) else {
            budget.ticks = 0;
            return Err(self.too_much(name));
        };
        let mut context = Context::new();
        for root in roots {
            if let Some(value) = scope.get(root) {
                context.insert_value(root.clone(), tera::Value::from_serializable(&value));
            }
        }
        let mut out = Bounded::default();
        let render = || self.tera.render_to(name, &context, &mut out);
        let (result, left, spent) = meter::within(left, render);
        budget.ticks = left;
        match result {
            Ok(()) => String::from_utf8(out.bytes).map_err(|_not_text| self.too_much(name)),
            Err(_) if spent => Err(self.too_much(name)),
            Err(error) => Err(self.fault(name, &error, &|| unset(reads, scope))),
        }
    }

    fn too_much(&self, name: &str) -> Fault {
        let text = format!(
            "this template does too much: it goes over its budget of loop rounds, or makes more \
             than {RENDERED_BYTES_MAX} bytes"
        );
        Fault { code: "T516".into(), place: self.origins.whole(name), text }
    }

    /// What Tera complains of; where it points at a counter of ours, `unset` knows the variable.
    fn fault<'a>(
        &self,
        name: &str,
        error: &tera::Error,
        unset: &dyn Fn() -> Option<&'a Read>,
    ) -> Fault {
        let ErrorKind::RenderingError(report) = error.kind() else {
            let text = "this template cannot be rendered".to_owned();
            return Fault { code: "T500".into(), place: self.origins.whole(name), text };
        };
        let found = self.origins.find(report.filename(), &report.span().range);
        let (place, here) = match found {
            Some((place, here)) => (Some(place), here),
            None => (self.origins.whole(name), ""),
        };
        let message = report.message();
        if message.contains("not defined") || message.contains("undefined") {
            let unset = unset().filter(|_| here.trim().is_empty());
            let place = unset.map_or(place, |read| Some(self.origins.place(read.span)));
            let text = format!("nothing has set {}", shown(unset.map_or(here, |read| &read.path)));
            return Fault { code: "V601".into(), place, text };
        }
        Fault { code: "T517".into(), place, text: format!("{} cannot be worked out", shown(here)) }
    }
}

/// The first variable that a text reads and nobody has set.
fn unset<'a>(reads: &'a [Read], scope: &dyn Scope) -> Option<&'a Read> {
    reads.iter().find(|read| {
        let mut parts = read.path.split('.');
        let root = parts.next().and_then(|root| scope.get(root));
        parts.fold(root, |value, part| value?.get(part).cloned()).is_none()
    })
}

/// An author's words in a sentence.
fn shown(here: &str) -> String {
    let here = here.trim();
    if here.is_empty() { "a value of this text".to_owned() } else { format!("\"{here}\"") }
}

fn reads(compiled: &Compiled) -> &[Read] {
    match compiled {
        Compiled::Literal(_) => &[],
        Compiled::Template { reads, .. } => reads,
    }
}

fn find(list: &[Compiled], index: u32) -> &Compiled {
    static NOTHING: Compiled = Compiled::Literal(String::new());
    usize::try_from(index).ok().and_then(|index| list.get(index)).unwrap_or(&NOTHING)
}
