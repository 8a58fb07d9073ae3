//! Rendering within the turn's budget, against what the top run sees.

use crate::engine::dice::Cup;
use crate::engine::run::Run;
use crate::engine::scope::View;
use crate::flow::model::Condition;
use crate::flow::model::set::Given;
use crate::template::batch::{ExprId, TextId};
use crate::template::render::{Budget, Scope};
use crate::words::name::{Value, VarName, Vars};
use crate::words::turn::Fault;

impl Run<'_> {
    /// Renders a text.
    pub(super) fn text(&mut self, id: TextId) -> Result<String, Fault> {
        self.consults_text(id);
        self.within(None, |bot, view, budget| bot.texts.render(id, view, budget))
    }

    /// A text in the bot's own language, where `read` is what the visitor reads of it.
    pub(super) fn own_text(&mut self, id: TextId, read: &str) -> Result<String, Fault> {
        let own = self.bot.texts.own(id);
        if own == id { Ok(read.to_owned()) } else { self.text(own) }
    }

    /// Renders a template with variables of its own.
    pub(super) fn text_with(&mut self, id: TextId, with: &Vars) -> Result<String, Fault> {
        self.consults_text(id);
        self.within(Some(with), |bot, view, budget| bot.texts.render(id, view, budget))
    }

    /// Works out an expression.
    pub(super) fn eval(&mut self, id: ExprId) -> Result<Value, Fault> {
        self.consults_expr(id);
        self.within(None, |bot, view, budget| bot.texts.eval(id, view, budget))
    }

    /// Works out what should be a list; of a long table no more than `max` rows are copied.
    pub(super) fn list(&mut self, id: ExprId, max: usize) -> Result<Value, Fault> {
        self.consults_expr(id);
        self.within(None, |bot, view, budget| bot.texts.list(id, view, budget, max))
    }

    /// Whether a condition holds.
    pub(super) fn holds(&mut self, condition: &Condition) -> Result<bool, Fault> {
        self.consults_expr(condition.expr);
        self.saw(condition.expr);
        self.within(None, |bot, view, budget| bot.texts.holds(condition.expr, view, budget))
    }

    /// Notes in the trace what an expression reads just now.
    pub(super) fn saw(&mut self, id: ExprId) {
        if self.steps.is_empty() {
            return;
        }
        let seen = self.within(None, |bot, view, _| {
            let paths = bot.texts.expr_reads(id).iter().map(|read| read.path.as_str());
            let seen = paths.filter_map(|path| Some((path.to_owned(), behind(view, path)?)));
            seen.collect::<Vec<_>>()
        });
        let Some(step) = self.steps.last_mut() else { return };
        for (path, value) in seen {
            if step.reads.iter().all(|(known, _)| *known != path) {
                step.reads.push((path, value));
            }
        }
    }

    /// Whether a trigger's condition holds, with nothing but its captures in view of plain
    /// variables (5.4).
    pub(super) fn may_start(
        &mut self,
        condition: &Condition,
        captures: &Vars,
    ) -> Result<bool, Fault> {
        self.consults_expr(condition.expr);
        let cup = Cup::new(&self.at.dice, None, (self.rolls, self.picks));
        let (about, spoken) = (self.about(), self.spoken.clone());
        let Self { bot, state, at, budget, items, .. } = self;
        let (now, with, spoken) = (at.now, Some(captures), spoken.as_ref());
        let channel = at.key.channel;
        let view = View { bot, channel, state, run: None, about, spoken, now, with, items, cup };
        let holds = bot.texts.holds(condition.expr, &view, budget);
        (self.rolls, self.picks) = view.cup.rolled();
        holds
    }

    /// The value of an entry in a map of the author's.
    pub(super) fn given(&mut self, given: &Given) -> Result<Value, Fault> {
        match given {
            Given::Value(value) => Ok(value.clone()),
            Given::Text(id) => self.text_value(*id),
        }
    }

    /// Renders a text; one that is nothing but `{{ x }}` keeps the type of `x`.
    pub(super) fn text_value(&mut self, id: TextId) -> Result<Value, Fault> {
        self.consults_text(id);
        self.within(None, |bot, view, budget| bot.texts.value(id, view, budget))
    }

    /// Whether a condition holds, with variables of its own.
    pub(super) fn holds_with(&mut self, condition: &Condition, with: &Vars) -> Result<bool, Fault> {
        self.consults_expr(condition.expr);
        self.within(Some(with), |bot, view, budget| bot.texts.holds(condition.expr, view, budget))
    }

    /// The values of a `with:`.
    pub(super) fn all_given(&mut self, with: &[(VarName, Given)]) -> Result<Vars, Fault> {
        with.iter().map(|(name, given)| Ok((name.clone(), self.given(given)?))).collect()
    }

    fn within<T>(
        &mut self,
        with: Option<&Vars>,
        work: impl FnOnce(&crate::bot::Bot, &View<'_>, &mut Budget) -> T,
    ) -> T {
        let cup = Cup::new(&self.at.dice, self.top(), (self.rolls, self.picks));
        let about = self.about();
        let Self { bot, state, at, budget, items, spoken, .. } = self;
        let (run, spoken) = (state.stack.last(), spoken.as_ref());
        let (channel, now) = (at.key.channel, at.now);
        let view = View { bot, channel, state, run, about, spoken, now, with, items, cup };
        let result = work(bot, &view, budget);
        (self.rolls, self.picks) = view.cup.rolled();
        result
    }
}

/// The value behind a path with dots, null where there is none; tables are too large to be told.
fn behind(view: &View<'_>, path: &str) -> Option<Value> {
    let mut parts = path.split('.');
    let root = parts.next().filter(|root| *root != "data")?;
    let found = view.get(root).and_then(|value| {
        parts.try_fold(value, |value, part| match value {
            Value::Object(mut fields) => fields.remove(part),
            Value::Array(mut items) => {
                let at = part.parse().ok().filter(|at| *at < items.len())?;
                Some(items.swap_remove(at))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    });
    Some(found.unwrap_or_default())
}
