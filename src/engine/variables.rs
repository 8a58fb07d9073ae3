//! Writing variables, each into the life that its name asks for.

use crate::engine::run::Run;
use crate::flow::model::{Life, Slot};
use crate::limits::VALUE_BYTES_MAX;
use crate::source::Place;
use crate::words::name::Value;
use crate::words::turn::Fault;

impl Run<'_> {
    /// Sets a variable of the top run, the conversation or the visitor.
    pub(super) fn set(&mut self, slot: &Slot, value: Value) {
        self.wrote(slot, &value);
        let vars = match slot.life {
            Life::Chat => &mut self.state.chat,
            Life::User => &mut self.state.user,
            Life::Run => match self.state.stack.last_mut() {
                Some(frame) => &mut frame.vars,
                None => return,
            },
        };
        vars.insert(slot.name.clone(), value);
    }

    fn wrote(&mut self, slot: &Slot, value: &Value) {
        let Some(step) = self.steps.last_mut() else { return };
        step.writes.push((spelled(slot), value.clone()));
    }
}

/// A variable's name as authors write it.
pub(super) fn spelled(slot: &Slot) -> String {
    match slot.life {
        Life::Run => slot.name.to_string(),
        Life::Chat => format!("chat.{}", slot.name),
        Life::User => format!("user.{}", slot.name),
    }
}

/// Refuses values that are too large to be kept (PROMISES P17).
pub(super) fn sized(value: Value, place: &Place) -> Result<Value, Fault> {
    let size = match &value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(_) | Value::Object(_) => value.to_string().len(),
    };
    if size <= VALUE_BYTES_MAX {
        return Ok(value);
    }
    Err(Fault {
        code: "V608".into(),
        place: Some(place.clone()),
        text: format!(
            "a value of {size} bytes is more than a variable can hold ({VALUE_BYTES_MAX})"
        ),
    })
}
