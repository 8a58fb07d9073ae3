//! `for` and `where`: the same for each item of a list, while texts see the item.

use crate::engine::run::Run;
use crate::flow::model::each::Each;
use crate::limits::LOOP_ITEMS_MAX;
use crate::source::Place;
use crate::words::name::Value;
use crate::words::turn::Fault;

impl Run<'_> {
    /// Makes one thing, or one for each item of the list that it stands for. It ends as soon as
    /// `most` are there.
    pub(super) fn make<T>(
        &mut self,
        each: Option<&Each>,
        place: &Place,
        (made, most): (&mut Vec<T>, usize),
        one: &mut dyn FnMut(&mut Self) -> Result<Option<T>, Fault>,
    ) -> Result<(), Fault> {
        let Some(each) = each else {
            if made.len() < most {
                made.extend(one(self)?);
            }
            return Ok(());
        };
        let items = self.items_of(each, place)?;
        let before = self.items.remove(&each.item);
        let done = items.into_iter().try_for_each(|item| {
            if made.len() >= most {
                return Ok(());
            }
            self.round(place)?;
            self.items.insert(each.item.clone(), item);
            let counts = each.only.as_ref().map_or(Ok(true), |only| self.holds(only))?;
            made.extend(if counts { one(self)? } else { None });
            Ok(())
        });
        self.items.remove(&each.item);
        self.items.extend(before.map(|value| (each.item.clone(), value)));
        done
    }

    fn items_of(&mut self, each: &Each, place: &Place) -> Result<Vec<Value>, Fault> {
        let fault = |code: &str, text: String| {
            let (code, place) = (code.to_owned(), Some(place.clone()));
            Err(Fault { code, place, text })
        };
        match self.list(each.list, LOOP_ITEMS_MAX.saturating_add(1))? {
            Value::Array(items) if items.len() > LOOP_ITEMS_MAX => fault(
                "T516",
                format!("a list of more than {LOOP_ITEMS_MAX} items is too long here"),
            ),
            Value::Array(items) => Ok(items),
            Value::Null => Ok(Vec::new()),
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_) => {
                fault("V604", "`for` and `from` go over a list, and this is none".to_owned())
            }
        }
    }

    /// Each round costs what a template's would.
    fn round(&mut self, place: &Place) -> Result<(), Fault> {
        let left = self.budget.ticks.checked_sub(1);
        self.budget.ticks = left.unwrap_or_default();
        left.map(|_| ()).ok_or_else(|| Fault {
            code: "T516".into(),
            place: Some(place.clone()),
            text: "this goes over its budget of rounds".into(),
        })
    }
}
