//! Everything that a bot's texts and expressions read.

use crate::flow::model::Checked;
use crate::flow::parts::{self, Part};
use crate::template::render::{Read, Templates};

/// One read.
pub(super) struct Seen<'t> {
    /// What is read, and where.
    pub read: &'t Read,
    /// Whether fields of an item can be read there by their own names.
    pub of_item: bool,
}

/// All reads, in no order.
pub(super) fn all<'t>(checked: &Checked, templates: &'t Templates) -> Vec<Seen<'t>> {
    let (mut found, mut of_items) = (Vec::new(), Vec::new());
    found.extend(checked.settings.cancel_say.iter().flat_map(|id| templates.text_reads(*id)));
    for flow in &checked.flows {
        let triggers = flow.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
        found.extend(triggers.flat_map(|is| templates.expr_reads(is.expr)));
        found.extend(flow.condition.iter().flat_map(|is| templates.expr_reads(is.expr)));
        parts::walk(&flow.steps, &mut |part| match part {
            Part::Text(id) => found.extend(templates.text_reads(id)),
            Part::Expr(id) => found.extend(templates.expr_reads(id)),
            Part::ItemText(id) => of_items.extend(templates.text_reads(id)),
            Part::ItemExpr(id) => of_items.extend(templates.expr_reads(id)),
            Part::Sets(..) | Part::Button(_) | Part::Leads(_) | Part::Calls(_) | Part::Step(_) => {}
        });
    }
    let found = found.into_iter().map(|read| Seen { read, of_item: false });
    found.chain(of_items.into_iter().map(|read| Seen { read, of_item: true })).collect()
}
