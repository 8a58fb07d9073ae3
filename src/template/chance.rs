//! `pick`: an item of a list, by the turn's own dice.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::template::around;

/// An item of a list by chance; nothing of the list is copied.
pub(super) fn pick(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let list = kwargs.must_get::<&[Value]>("from")?;
    if list.is_empty() {
        return Err(Error::message("there is nothing to pick from"));
    }
    let item = list.get(around::roll(list.len()));
    item.cloned().ok_or_else(|| Error::message("there is nothing to pick from"))
}
