//! One whole flow, from source model to checked model.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::{Flow, Priority};
use crate::flow::outline;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::{FlowName, VarName};

impl Gate<'_> {
    /// Checks one flow; every mistake in it is told.
    pub(super) fn whole_flow(&mut self, flow: &outline::Flow<'_>) -> Flow {
        let name = FlowName::new(flow.name);
        self.flow = Some(name.clone());
        let fields = &flow.fields;
        let triggers = fields.get("when").map(|field| self.triggers(field)).unwrap_or_default();
        let condition = fields.get("if").and_then(|field| self.condition(field));
        let yes = |gate: &mut Self, key| fields.get(key).and_then(|field| gate.yes_no(field));
        let interrupts = yes(self, "interrupts").unwrap_or(false);
        let external = yes(self, "external").unwrap_or(false);
        let priority = fields.get("priority").and_then(|field| self.priority(field));
        let expires = fields.get("expires").and_then(|field| self.duration(field));
        let on_error = fields.get("on_error").and_then(|f| self.flow_name(f, Code("R301")));
        let params = fields.get("params").map(|field| self.params(field)).unwrap_or_default();
        for key in ["examples", "not_examples"] {
            if let Some(field) = fields.get(key) {
                self.texts(field);
            }
        }
        for key in ["title", "note"] {
            if let Some(field) = fields.get(key) {
                self.plain(field);
            }
        }
        let steps = self.steps(&flow.steps);
        self.flow = None;
        Flow {
            name,
            span: flow.span,
            place: self.place(flow.span),
            triggers,
            condition,
            steps,
            interrupts,
            priority: priority.unwrap_or_default(),
            expires,
            persona: None,
            on_error,
            params,
            external,
        }
    }

    fn params(&mut self, field: &Field<'_>) -> Vec<VarName> {
        let names = self.texts(field);
        names.iter().filter_map(|(at, name)| self.run_variable(&name.value, at.node.span)).collect()
    }

    fn priority(&mut self, field: &Field<'_>) -> Option<Priority> {
        match self.plain(field)?.value.as_str() {
            "high" => Some(Priority::High),
            "low" => Some(Priority::Low),
            _ => {
                let headline = "\"priority\" is either high or low";
                let told = Diagnostic::error(Code("K205"), field.node.span, headline);
                self.tell(told.fix("priority: high"));
                None
            }
        }
    }
}
