//! Everything that a bot's texts and expressions read.

use crate::flow::model::ask::Choices;
use crate::flow::model::trigger::Trigger;
use crate::flow::model::{Checked, Flow, Step, StepKind};
use crate::flow::parts::{self, Part};
use crate::template::render::{Read, Templates};

/// One read.
pub(super) struct Seen<'t> {
    /// What is read, and where.
    pub read: &'t Read,
    /// Whether a plain name may stand there for what nothing in the bot sets: a field of an item, a
    /// value that another system tells.
    pub from_outside: bool,
    /// The table whose rows' fields are known by their names there.
    pub of_table: Option<String>,
    /// The step that reads it.
    pub step: Option<&'t Step>,
    /// The flow that reads it.
    pub flow: Option<&'t Flow>,
}

/// All reads of variables, in no order; names that stand for something of their own are none.
pub(super) fn all<'t>(checked: &'t Checked, templates: &'t Templates) -> Vec<Seen<'t>> {
    let said = checked.settings.cancel_say.iter().flat_map(|id| templates.text_reads(*id));
    let mut found: Vec<_> = said
        .map(|read| Seen { read, from_outside: false, of_table: None, step: None, flow: None })
        .collect();
    for flow in &checked.flows {
        of_flow(flow, templates, &mut found);
    }
    found
}

fn of_flow<'t>(flow: &'t Flow, templates: &'t Templates, found: &mut Vec<Seen<'t>>) {
    let told = flow.triggers.iter().any(Trigger::is_told_by_another_system);
    let mut reader = Reader { flow, told, open: Vec::new(), step: None, table: None, found };
    let triggers = flow.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
    for condition in triggers.chain(&flow.condition) {
        reader.add(templates.expr_reads(condition.expr), false);
    }
    parts::walk(&flow.steps, &mut |part| match part {
        Part::Text(id) => reader.add(templates.text_reads(id), false),
        Part::Expr(id) => reader.add(templates.expr_reads(id), false),
        Part::ItemText(id) => reader.add(templates.text_reads(id), true),
        Part::ItemExpr(id) => reader.add(templates.expr_reads(id), true),
        Part::Opens(own) => reader.open.push(own.name),
        Part::Closes(name) => {
            let last = reader.open.iter().rposition(|open| *open == name);
            if let Some(at) = last {
                reader.open.remove(at);
            }
        }
        Part::Step(step) => {
            reader.table = drawn_from(step, templates);
            reader.step = Some(step);
        }
        Part::Sets(..) | Part::Button(_) | Part::Leads(_) | Part::Calls(_) => {}
    });
}

/// The table that a question's choices come from.
fn drawn_from(step: &Step, templates: &Templates) -> Option<String> {
    let StepKind::Ask(ask) = &step.kind else { return None };
    let Choices::From(drawn) = &ask.choices else { return None };
    let path = templates.variable(drawn.from.list)?;
    path.strip_prefix("data.").map(str::to_owned)
}

/// Goes through a flow.
struct Reader<'t, 'f> {
    flow: &'t Flow,
    /// Whether another system tells what stands in its plain variables.
    told: bool,
    /// Names of their own here.
    open: Vec<&'t str>,
    /// The step whose parts these are.
    step: Option<&'t Step>,
    /// The table that the choices of the step come from.
    table: Option<String>,
    found: &'f mut Vec<Seen<'t>>,
}

impl<'t> Reader<'t, '_> {
    fn add(&mut self, reads: &'t [Read], of_item: bool) {
        for read in reads {
            if self.is_open(read) {
                continue;
            }
            let of_table = self.table.clone().filter(|_| of_item);
            let from_outside = self.told || (of_item && of_table.is_none());
            let (step, flow) = (self.step, Some(self.flow));
            self.found.push(Seen { read, from_outside, of_table, step, flow });
        }
    }

    fn is_open(&self, read: &Read) -> bool {
        let root = read.path.split(['.', '[']).next();
        root.is_some_and(|root| self.open.contains(&root))
    }
}
