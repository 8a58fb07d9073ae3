//! Compiled templates, and rendering them within a budget.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use tera::{Context, Tera};

use crate::limits::RENDERED_BYTES_MAX;
use crate::source::Span;
use crate::template::around::{self, Around, Clocks, Die};
use crate::template::batch::{ExprId, TextId};
use crate::template::compiled::{self, Compiled, Outside, alone, find, reads};
use crate::template::found::Found;
use crate::template::meter::{self, Bounded};
use crate::template::origin::{Origins, Written};
use crate::template::pieces::{Piece, Variable, read_that_is_unset};
use crate::template::sentences::Sentences;
use crate::template::tables::{self, Tables};
use crate::template::{convert, fault, languages, library};
use crate::words::name::{Locale, Value};
use crate::words::turn::Fault;

/// Where templates find their variables.
pub trait Scope {
    /// The value of a root: a plain variable, or `chat`, `user`, `event`, `bot` … as a map.
    fn get(&self, root: &str) -> Option<Value>;

    /// The bot's tables, which `data` stands for.
    fn tables(&self) -> Option<&Tables> {
        None
    }

    /// The turn's dice.
    fn die(&self) -> Option<Rc<dyn Die>> {
        None
    }

    /// The turn's clocks.
    fn clocks(&self) -> Clocks {
        Clocks::default()
    }

    /// The language that people read, once it is known.
    fn locale(&self) -> Option<&str> {
        None
    }
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
    /// Whether it is read whenever the text is: no condition, loop or other operand decides.
    pub certain: bool,
}

/// Every text and expression of a bot, compiled.
pub struct Templates {
    tera: Tera,
    pub(super) texts: Vec<Compiled>,
    pub(super) exprs: Vec<Compiled>,
    pub(super) origins: Origins,
    /// The language that texts are written in if they say no other.
    own: Locale,
    /// What sentences are called in other languages.
    pub(super) sentences: Arc<Sentences>,
    /// What the author wrote, by the number of its text.
    pub(super) written: Vec<Option<Arc<Written>>>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Templates({} texts, {} expressions)", self.texts.len(), self.exprs.len())
    }
}

impl Templates {
    pub(super) fn new(
        (tera, own): (Tera, Locale),
        (mut texts, mut exprs): (Vec<Compiled>, Vec<Compiled>),
        origins: Origins,
        mut outside: BTreeMap<String, Outside>,
    ) -> Self {
        for compiled in texts.iter_mut().chain(&mut exprs) {
            if let Compiled::Template { name, roots, reads, .. } = compiled
                && let Some(found) = outside.remove(name)
            {
                (*roots, *reads) = (found.roots, found.reads);
            }
        }
        compiled::join_languages(&mut texts);
        let (sentences, written) = (Arc::default(), Vec::new());
        Self { tera, texts, exprs, origins, own, sentences, written }
    }

    /// The version of a text in the bot's own language.
    #[must_use]
    pub fn own(&self, id: TextId) -> TextId {
        match find(&self.texts, id.0) {
            Compiled::Languages { versions, .. } => {
                languages::pick(versions, None).copied().unwrap_or(id)
            }
            Compiled::Literal(_) | Compiled::Pieces { .. } | Compiled::Template { .. } => id,
        }
    }

    /// A text as its author wrote it, in the bot's own language.
    #[must_use]
    pub fn written(&self, id: TextId) -> &str {
        let place = usize::try_from(self.own(id).0).unwrap_or(usize::MAX);
        self.written.get(place).and_then(Option::as_ref).map_or("", |written| written.body())
    }

    /// The version of a text that people read.
    fn text(&self, id: TextId, scope: &dyn Scope) -> &Compiled {
        let found = find(&self.texts, id.0);
        let Compiled::Languages { versions, .. } = found else { return found };
        languages::pick(versions, scope.locale()).map_or(found, |id| find(&self.texts, id.0))
    }

    /// Renders a text.
    pub fn render(
        &self,
        id: TextId,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        match self.text(id, scope) {
            Compiled::Literal(text) => Ok(text.clone()),
            Compiled::Pieces { pieces, reads } => self.pieces((pieces, reads), scope, budget),
            compiled @ Compiled::Template { name, around: Some((before, after)), .. } => {
                let value = self.wanted(compiled, scope, budget)?;
                self.lone(name, &value, (before, after), budget)
            }
            compiled @ Compiled::Template { around: None, .. } => self.run(compiled, scope, budget),
            Compiled::Languages { .. } => Ok(String::new()),
        }
    }

    /// Renders a text; one that is nothing but `{{ x }}` keeps the type of `x`.
    pub fn value(
        &self,
        id: TextId,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<Value, Fault> {
        let compiled = self.text(id, scope);
        match compiled {
            Compiled::Pieces { pieces, .. } if alone(pieces).is_none() => {
                self.render(id, scope, budget).map(Value::from)
            }
            Compiled::Literal(_)
            | Compiled::Template { around: None, .. }
            | Compiled::Languages { .. } => self.render(id, scope, budget).map(Value::from),
            Compiled::Pieces { .. } | Compiled::Template { around: Some(_), .. } => {
                let found = self.found(compiled, scope, budget)?;
                found.kept().ok_or_else(|| self.unwieldy(compiled))
            }
        }
    }

    /// Works out an expression.
    pub fn eval(&self, id: ExprId, scope: &dyn Scope, budget: &mut Budget) -> Result<Value, Fault> {
        let compiled = find(&self.exprs, id.0);
        let found = self.found(compiled, scope, budget)?;
        found.kept().ok_or_else(|| self.unwieldy(compiled))
    }

    /// Works out an expression that should be a list: its first items. What else it is comes as
    /// it is; of a long table no more is copied than is wanted.
    pub fn list(
        &self,
        id: ExprId,
        scope: &dyn Scope,
        budget: &mut Budget,
        max: usize,
    ) -> Result<Value, Fault> {
        let compiled = find(&self.exprs, id.0);
        let value = match self.found(compiled, scope, budget)?.items(max) {
            Ok(items) => items.map(Value::Array),
            Err(other) => other.kept(),
        };
        value.ok_or_else(|| self.unwieldy(compiled))
    }

    /// Whether an expression holds; a variable that nothing set does not.
    pub fn holds(&self, id: ExprId, scope: &dyn Scope, budget: &mut Budget) -> Result<bool, Fault> {
        match find(&self.exprs, id.0) {
            Compiled::Literal(_) | Compiled::Languages { .. } => Ok(false),
            Compiled::Pieces { pieces, .. } => {
                let value = alone(pieces).and_then(|variable| variable.value(scope));
                Ok(value.is_some_and(|value| value.holds()))
            }
            compiled @ Compiled::Template { .. } => {
                Ok(self.worked_out(compiled, scope, budget)?.is_truthy())
            }
        }
    }

    fn pieces(
        &self,
        (pieces, reads): (&[Piece], &[Read]),
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        let place = || reads.first().map(|read| self.origins.place(read.span));
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Variable(variable) => {
                    let value = variable.value(scope);
                    let value = value.ok_or_else(|| {
                        let path = variable.path();
                        self.unset(reads.iter().find(|read| read.path == path))
                    })?;
                    text.push_str(&value.shown().ok_or_else(|| fault::too_much(place()))?);
                }
            }
            if text.len() > RENDERED_BYTES_MAX {
                return Err(fault::too_much(place()));
            }
        }
        let paid = budget.ticks.checked_sub(meter::ticks_of(text.len()));
        budget.ticks = paid.unwrap_or_default();
        paid.map(|_| text).ok_or_else(|| fault::too_much(place()))
    }

    /// A text that is one expression, with what stands around it.
    fn lone(
        &self,
        name: &str,
        value: &tera::Value,
        (before, after): (&str, &str),
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        let bytes = library::size(value, RENDERED_BYTES_MAX);
        let paid = budget.ticks.checked_sub(meter::ticks_of(bytes));
        budget.ticks = paid.unwrap_or_default();
        if bytes > RENDERED_BYTES_MAX || paid.is_none() {
            return Err(fault::too_much(self.origins.whole(name)));
        }
        let value = convert::whole(value.clone());
        Ok(format!("{before}{value}{after}"))
    }

    /// The value of a variable or expression that must have one.
    fn found(
        &self,
        compiled: &Compiled,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<Found, Fault> {
        match compiled {
            Compiled::Literal(_) | Compiled::Languages { .. } => Ok(Found::Own(Value::Null)),
            Compiled::Pieces { pieces, reads } => {
                let value = alone(pieces).and_then(|variable| variable.value(scope));
                value.ok_or_else(|| self.unset(reads.first()))
            }
            Compiled::Template { .. } => self.wanted(compiled, scope, budget).map(Found::Shared),
        }
    }

    /// The value of an expression that must have one.
    fn wanted(
        &self,
        compiled: &Compiled,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<tera::Value, Fault> {
        let value = self.worked_out(compiled, scope, budget)?;
        if value.is_undefined() {
            return Err(self.unset(read_that_is_unset(reads(compiled), scope)));
        }
        Ok(value)
    }

    fn worked_out(
        &self,
        compiled: &Compiled,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<tera::Value, Fault> {
        meter::made();
        self.run(compiled, scope, budget)?;
        Ok(meter::made().unwrap_or_else(tera::Value::undefined))
    }

    fn run(
        &self,
        compiled: &Compiled,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<String, Fault> {
        let Compiled::Template { name, roots, ticks, locale, .. } = compiled else {
            return Ok(String::new());
        };
        let Some(left) = budget.ticks.checked_sub(*ticks) else {
            budget.ticks = 0;
            return Err(fault::too_much(self.origins.whole(name)));
        };
        let mut context = Context::new();
        for root in roots {
            if let Some(value) = value(scope, root) {
                context.insert_value(root.clone(), value);
            }
        }
        let mut out = Bounded::default();
        let render = || self.tera.render_to(name, &context, &mut out);
        let locale = locale.as_ref().unwrap_or(&self.own).clone();
        let (die, clocks) = (scope.die(), scope.clocks());
        let (whose, sentences) = (scope.locale().map(Locale::new), self.sentences.clone());
        let around = Around { die, clocks, locale: Some(locale), reader: whose, sentences };
        let (result, left, spent) = around::within(around, || meter::within(left, render));
        budget.ticks = left;
        let cut = |_not_text| fault::too_much(self.origins.whole(name));
        match result {
            Ok(()) => String::from_utf8(out.bytes).map_err(cut),
            Err(error) if spent => Err(fault::ended(&self.origins, name, &error)),
            Err(error) => {
                let is_unset = |path: &str| Variable::read(path).value(scope).is_none();
                Err(fault::fault(&self.origins, name, &error, &is_unset))
            }
        }
    }

    fn unset(&self, read: Option<&Read>) -> Fault {
        let path = read.map_or("a value of this text", |read| &read.path);
        fault::unset(read.map(|read| self.origins.place(read.span)), path)
    }

    /// A value that no variable could hold.
    fn unwieldy(&self, compiled: &Compiled) -> Fault {
        let place = match compiled {
            Compiled::Literal(_) | Compiled::Pieces { .. } | Compiled::Languages { .. } => {
                reads(compiled).first().map(|read| self.origins.place(read.span))
            }
            Compiled::Template { name, .. } => self.origins.whole(name),
        };
        fault::unwieldy(place)
    }
}

/// The value of a root; tables are shared.
fn value(scope: &dyn Scope, root: &str) -> Option<tera::Value> {
    match scope.tables() {
        Some(tables) if root == tables::ROOT => Some(tables.all()),
        Some(_) | None => scope.get(root).map(|value| convert::to_tera(&value)),
    }
}
