//! Everything that a bot's texts and expressions read.

use crate::flow::model::trigger::Trigger;
use crate::flow::model::{Checked, Flow};
use crate::flow::parts::{self, Part};
use crate::template::render::{Read, Templates};

/// One read.
pub(super) struct Seen<'t> {
    /// What is read, and where.
    pub read: &'t Read,
    /// Whether a plain name may stand there for what nothing in the bot sets: a field of an item, a
    /// value that another system tells.
    pub from_outside: bool,
    /// The flow that reads it.
    pub flow: Option<&'t Flow>,
}

/// All reads, in no order.
pub(super) fn all<'t>(checked: &'t Checked, templates: &'t Templates) -> Vec<Seen<'t>> {
    let said = checked.settings.cancel_say.iter().flat_map(|id| templates.text_reads(*id));
    let mut found: Vec<_> =
        said.map(|read| Seen { read, from_outside: false, flow: None }).collect();
    for flow in &checked.flows {
        of_flow(flow, templates, &mut found);
    }
    found
}

fn of_flow<'t>(flow: &'t Flow, templates: &'t Templates, found: &mut Vec<Seen<'t>>) {
    let told = flow.triggers.iter().any(Trigger::is_told_by_another_system);
    let mut add = |reads: &'t [Read], of_item: bool| {
        let from_outside = of_item || told;
        found.extend(reads.iter().map(|read| Seen { read, from_outside, flow: Some(flow) }));
    };
    let triggers = flow.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
    for condition in triggers.chain(&flow.condition) {
        add(templates.expr_reads(condition.expr), false);
    }
    parts::walk(&flow.steps, &mut |part| match part {
        Part::Text(id) => add(templates.text_reads(id), false),
        Part::Expr(id) => add(templates.expr_reads(id), false),
        Part::ItemText(id) => add(templates.text_reads(id), true),
        Part::ItemExpr(id) => add(templates.expr_reads(id), true),
        Part::Sets(..) | Part::Button(_) | Part::Leads(_) | Part::Calls(_) | Part::Step(_) => {}
    });
}
