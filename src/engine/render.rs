//! Rendering within the turn's budget, against what the top run sees.

use crate::engine::dice::Cup;
use crate::engine::run::Run;
use crate::engine::scope::View;
use crate::flow::model::Condition;
use crate::flow::model::set::Given;
use crate::template::batch::{ExprId, TextId};
use crate::template::render::Budget;
use crate::words::name::{Value, VarName, Vars};
use crate::words::turn::Fault;

impl Run<'_> {
    /// Renders a text.
    pub(super) fn text(&mut self, id: TextId) -> Result<String, Fault> {
        self.within(None, |bot, view, budget| bot.texts.render(id, view, budget))
    }

    /// Renders a template with variables of its own.
    pub(super) fn text_with(&mut self, id: TextId, with: &Vars) -> Result<String, Fault> {
        self.within(Some(with), |bot, view, budget| bot.texts.render(id, view, budget))
    }

    /// Works out an expression.
    pub(super) fn eval(&mut self, id: ExprId) -> Result<Value, Fault> {
        self.within(None, |bot, view, budget| bot.texts.eval(id, view, budget))
    }

    /// Works out what should be a list; of a long table no more than `max` rows are copied.
    pub(super) fn list(&mut self, id: ExprId, max: usize) -> Result<Value, Fault> {
        self.within(None, |bot, view, budget| bot.texts.list(id, view, budget, max))
    }

    /// Whether a condition holds.
    pub(super) fn holds(&mut self, condition: &Condition) -> Result<bool, Fault> {
        self.within(None, |bot, view, budget| bot.texts.holds(condition.expr, view, budget))
    }

    /// Whether a trigger's condition holds, with nothing but its captures in view of plain
    /// variables; what cannot be worked out counts as no (5.4).
    pub(super) fn may_start(&mut self, condition: &Condition, captures: &Vars) -> bool {
        let cup = Cup::new(&self.at.dice, None, (self.rolls, self.picks));
        let Self { bot, state, event, at, budget, .. } = self;
        let with = Some(captures);
        let view = View { bot, state, run: None, event: *event, now: at.now, with, cup };
        let holds = bot.texts.holds(condition.expr, &view, budget).unwrap_or(false);
        (self.rolls, self.picks) = view.cup.rolled();
        holds
    }

    /// The value of an entry in a map of the author's.
    pub(super) fn given(&mut self, given: &Given) -> Result<Value, Fault> {
        match given {
            Given::Value(value) => Ok(value.clone()),
            Given::Text(id) => {
                self.within(None, |bot, view, budget| bot.texts.value(*id, view, budget))
            }
        }
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
        let Self { bot, state, event, at, budget, .. } = self;
        let run = state.stack.last();
        let view = View { bot, state, run, event: *event, now: at.now, with, cup };
        let result = work(bot, &view, budget);
        (self.rolls, self.picks) = view.cup.rolled();
        result
    }
}
