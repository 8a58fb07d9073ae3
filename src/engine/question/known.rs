//! Questions that need not be asked: the answer is known (`if_known`), or was given before.

use crate::engine::question::notes::{self, Notes};
use crate::engine::run::Run;
use crate::engine::step::set;
use crate::flow::model::ask::Ask;
use crate::flow::model::slot::{Life, Slot};
use crate::words::conversation::Profile;
use crate::words::name::{StepKey, Value};

/// Whether a question that the run on top has come upon is passed over. An answer that was given
/// before it was asked counts once.
pub(in crate::engine) fn pass(run: &mut Run<'_>, key: &StepKey, ask: &Ask) -> bool {
    if run.sent_to.as_ref() == Some(key) {
        return false;
    }
    if run.top().is_some_and(|frame| notes::of(frame, key).answered) {
        notes::forget(run, key);
        open(run, key);
        return true;
    }
    ask.skip_known && ask.save.as_ref().is_some_and(|slot| has_value(run, slot))
}

/// Marks a question as answered before it is asked.
pub(in crate::engine) fn answered(run: &mut Run<'_>, key: &StepKey) {
    notes::keep(run, key, &Notes { answered: true, ..Notes::default() });
}

/// `back` leads to what was passed over because the visitor had said it already.
fn open(run: &mut Run<'_>, key: &StepKey) {
    crate::engine::open::remember(run, key);
}

/// Whether something has set the variable; an empty text and none are no values.
fn has_value(run: &Run<'_>, slot: &Slot) -> bool {
    let told = || match (&run.state.profile, slot.life) {
        (Profile::Known { fields, .. }, Life::User) => fields.get(&slot.name).cloned(),
        (Profile::Known { .. } | Profile::Unknown | Profile::Silent { .. }, _) => None,
    };
    if slot.life == Life::User {
        run.consults(slot.name.as_str());
    }
    match set::current(run, slot).or_else(told) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => true,
    }
}
