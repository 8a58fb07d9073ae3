//! What variables can be: of every flow, what its steps and triggers put into each of them.

mod compared;
mod never;
mod rows;
pub(super) mod sources;
mod untyped;

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::Checked;
use crate::flow::model::slot::Slot;
use crate::flow::values::rows::Rows;
use crate::flow::values::untyped::Untyped;
use crate::source::diagnostic::{Diagnostic, sort};
use crate::template::render::Templates;
use crate::words::name::{Value, VarName};

/// What a variable can be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// One of these.
    One(Vec<Value>),
    /// An item of a table.
    Row(String),
    /// Nobody knows before it runs.
    Unknown,
}

/// What stands in variables, as far as it is known.
struct Variables<'a> {
    /// Of one run of the flow.
    own: Known,
    /// Of the conversation and the person, the same in every flow.
    everywhere: &'a Known,
}

/// What is known of some variables.
struct Known {
    /// What each can be.
    kinds: BTreeMap<Slot, Kind>,
    /// Those that nothing but one question without a `type` sets.
    untyped: BTreeMap<Slot, Untyped>,
}

impl Variables<'_> {
    fn get(&self, slot: &Slot) -> Option<&Kind> {
        self.own.kinds.get(slot).or_else(|| self.everywhere.kinds.get(slot))
    }

    fn untyped(&self, slot: &Slot) -> Option<&Untyped> {
        self.own.untyped.get(slot).or_else(|| self.everywhere.untyped.get(slot))
    }
}

/// What is certain about a bot's values: texts that are reckoned with (V604), comparisons that never
/// hold (T508), and fields that no row of a table has (V601).
///
/// Words of `doubtful` parts may be set there, to whatever; what is `brought` comes into a flow from
/// elsewhere.
pub(super) fn look(
    checked: &Checked,
    templates: &Templates,
    (doubtful, brought): (&BTreeSet<String>, &BTreeSet<VarName>),
) -> Vec<Diagnostic> {
    let mut everywhere = sources::everywhere(checked, templates);
    everywhere.kinds.retain(|slot, _| !doubtful.contains(slot.name.as_str()));
    let rows = Rows::new(&checked.tables);
    let mut told = rows.in_loops(&checked.sources, templates);
    let mut seen = BTreeSet::new();
    for flow in &checked.flows {
        let mut own = sources::of_flow(flow, templates, brought);
        own.kinds.retain(|slot, _| !doubtful.contains(slot.name.as_str()));
        let variables = Variables { own, everywhere: &everywhere };
        let bot = Bot { checked, templates, variables: &variables, rows: &rows };
        told.extend(bot.compared(flow));
        told.extend(bot.fields(flow));
    }
    told.retain(|one: &Diagnostic| seen.insert((one.span, one.code)));
    sort(&mut told);
    offer_once(&mut told);
    told
}

/// Leaves a change that mends several mistakes with the first of them.
fn offer_once(told: &mut [Diagnostic]) {
    let mut offered = BTreeSet::new();
    for one in told {
        if one.edit.as_ref().is_some_and(|edit| !offered.insert(edit.span)) {
            one.edit = None;
        }
    }
}

/// A bot, and what is known of the variables of one of its flows.
struct Bot<'a> {
    checked: &'a Checked,
    templates: &'a Templates,
    variables: &'a Variables<'a>,
    rows: &'a Rows<'a>,
}
