//! What variables can be: of every flow, what its steps and triggers put into each of them.

mod compared;
mod rows;
pub(super) mod sources;

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::slot::Slot;
use crate::flow::model::{Checked, Flow};
use crate::flow::values::rows::Rows;
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
#[derive(Default)]
struct Variables {
    kinds: BTreeMap<Slot, Kind>,
}

/// What is certain about a bot's values: texts that are reckoned with (V604), comparisons that never
/// hold (T508), and fields that no row of a table has (V601).
///
/// Words of `doubtful` parts may be set there, to whatever.
pub(super) fn look(
    checked: &Checked,
    templates: &Templates,
    doubtful: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let everywhere = sources::everywhere(checked, templates);
    let brought = sources::brought(checked);
    let rows = Rows::new(&checked.tables);
    let mut told = Vec::new();
    let mut seen = BTreeSet::new();
    for flow in &checked.flows {
        let mut variables = of_flow(flow, (&everywhere, &brought), templates);
        variables.kinds.retain(|slot, _| !doubtful.contains(slot.name.as_str()));
        let bot = Bot { checked, templates, variables: &variables, rows: &rows };
        told.extend(bot.compared(flow));
        told.extend(bot.fields(flow));
    }
    told.retain(|one: &Diagnostic| seen.insert((one.span, one.code)));
    sort(&mut told);
    told
}

fn of_flow(
    flow: &Flow,
    (everywhere, brought): (&BTreeMap<Slot, Kind>, &BTreeSet<VarName>),
    templates: &Templates,
) -> Variables {
    let mut kinds = sources::of_flow(flow, templates, brought);
    kinds.extend(everywhere.iter().map(|(slot, kind)| (slot.clone(), kind.clone())));
    Variables { kinds }
}

/// A bot, and what is known of the variables of one of its flows.
struct Bot<'a> {
    checked: &'a Checked,
    templates: &'a Templates,
    variables: &'a Variables,
    rows: &'a Rows<'a>,
}
