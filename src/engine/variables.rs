//! Writing variables, each into the life that its name asks for.

use crate::engine::run::Run;
use crate::flow::model::slot::{Life, Slot};
use crate::limits::{
    CONVERSATION_BYTES_MAX, CONVERSATION_BYTES_SPARE, CONVERSATION_BYTES_UNSEEN, JSON_DEPTH_MAX,
    VALUE_BYTES_MAX,
};
use crate::source::Place;
use crate::words::name::Value;
use crate::words::turn::Fault;

impl Run<'_> {
    /// Sets a variable of the top run, the conversation or the visitor.
    pub(super) fn set(&mut self, slot: &Slot, value: Value) {
        self.wrote(slot, &value);
        if let Some(known) = self.bot.settings.variables.get(slot).filter(|it| !it.takes(&value)) {
            let says = known.to_string();
            self.note(|| format!("{slot} is none of what bot.yaml says of it: {says}"));
        }
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

    /// Takes a variable away.
    pub(super) fn forget(&mut self, slot: &Slot) {
        let vars = match slot.life {
            Life::Chat => Some(&mut self.state.chat),
            Life::User => Some(&mut self.state.user),
            Life::Run => self.state.stack.last_mut().map(|frame| &mut frame.vars),
        };
        vars.map(|vars| vars.remove(&slot.name));
    }

    /// Refuses to let the conversation grow beyond what may be kept (MODEL 1), with `more` bytes
    /// on their way into it. So little that it cannot matter is not looked at.
    pub(super) fn room(&self, more: usize, place: &Place) -> Result<(), Fault> {
        if more <= CONVERSATION_BYTES_UNSEEN {
            return Ok(());
        }
        let now = serde_json::to_vec(&self.state).map_or(usize::MAX, |json| json.len());
        if now.saturating_add(more)
            <= CONVERSATION_BYTES_MAX.saturating_sub(CONVERSATION_BYTES_SPARE)
        {
            return Ok(());
        }
        Err(too_large(
            place,
            format!("a conversation holds at most {CONVERSATION_BYTES_MAX} bytes"),
        ))
    }

    fn wrote(&mut self, slot: &Slot, value: &Value) {
        if !self.at.tracing {
            return;
        }
        let writes = self.steps.last_mut().map_or(&mut self.answer, |step| &mut step.writes);
        writes.push((slot.to_string(), value.clone()));
    }
}

/// Refuses values that are too large to be kept, or too nested to be read back (PROMISES P17).
pub(super) fn sized(value: &Value, place: &Place) -> Result<(), Fault> {
    let size = size(value);
    if size > VALUE_BYTES_MAX {
        return Err(too_large(
            place,
            format!("a value of {size} bytes is more than a variable can hold ({VALUE_BYTES_MAX})"),
        ));
    }
    if !is_shallow(value, JSON_DEPTH_MAX) {
        return Err(too_large(
            place,
            format!("lists and maps lie more than {JSON_DEPTH_MAX} deep inside this value"),
        ));
    }
    Ok(())
}

/// About as many bytes as the value takes in JSON.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(_) | Value::Object(_) => value.to_string().len(),
    }
}

/// Whether lists and maps lie at most `depth` deep inside one another.
pub(super) fn is_shallow(value: &Value, depth: usize) -> bool {
    let inside = depth.checked_sub(1);
    let fits = |item: &Value| inside.is_some_and(|depth| is_shallow(item, depth));
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::Array(items) => items.iter().all(fits),
        Value::Object(map) => map.values().all(fits),
    }
}

pub(super) fn too_large(place: &Place, text: String) -> Fault {
    Fault { code: "V608".into(), place: Some(place.clone()), text }
}
