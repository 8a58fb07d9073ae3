//! Compiled templates, and rendering them within a budget.

use crate::template::batch::{ExprId, TextId};
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
    pub span: crate::source::Span,
}

/// Every text and expression of a bot, compiled.
#[derive(Debug)]
pub struct Templates {}

impl Templates {
    /// Renders a text.
    pub fn render(
        &self,
        _id: TextId,
        _scope: &dyn Scope,
        _budget: &mut Budget,
    ) -> Result<String, Fault> {
        Ok(String::new())
    }

    /// Renders a text; one that is nothing but `{{ x }}` keeps the type of `x`.
    pub fn value(
        &self,
        _id: TextId,
        _scope: &dyn Scope,
        _budget: &mut Budget,
    ) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    /// Works out an expression.
    pub fn eval(
        &self,
        _id: ExprId,
        _scope: &dyn Scope,
        _budget: &mut Budget,
    ) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    /// Whether an expression holds; a variable that nothing set does not.
    pub fn holds(
        &self,
        _id: ExprId,
        _scope: &dyn Scope,
        _budget: &mut Budget,
    ) -> Result<bool, Fault> {
        Ok(false)
    }

    /// What a text reads from outside itself, in its order.
    #[must_use]
    pub fn text_reads(&self, _id: TextId) -> &[Read] {
        &[]
    }

    /// What an expression reads, in its order.
    #[must_use]
    pub fn expr_reads(&self, _id: ExprId) -> &[Read] {
        &[]
    }
}
