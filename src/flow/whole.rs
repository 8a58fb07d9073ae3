//! One whole flow, from source model to checked model.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::ask::Prefill;
use crate::flow::model::{Example, Flow, Priority};
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
        let prefill = fields.get("prefill").and_then(|field| self.prefill(field));
        let params = fields.get("params").map(|field| self.params(field)).unwrap_or_default();
        for key in ["title", "note"] {
            if let Some(field) = fields.get(key) {
                self.plain(field);
            }
        }
        let persona = fields.get("persona").and_then(|field| self.persona(field));
        let after = fields.get("after").and_then(|field| self.after(field));
        let often = fields.get("once").and_then(|field| self.often(field));
        let examples = fields.get("examples").map(|field| self.examples(field));
        let not_examples = fields.get("not_examples").map(|field| self.examples(field));
        let steps = self.steps(&flow.steps);
        self.flow = None;
        Flow {
            name,
            span: flow.span,
            place: self.place(flow.span),
            triggers,
            condition,
            after,
            often,
            examples: examples.unwrap_or_default(),
            not_examples: not_examples.unwrap_or_default(),
            steps,
            interrupts,
            priority: priority.unwrap_or_default(),
            expires,
            persona,
            on_error,
            params,
            prefill: prefill.unwrap_or_default(),
            external,
        }
    }

    fn prefill(&mut self, field: &Field<'_>) -> Option<Prefill> {
        match self.plain(field)?.value.to_lowercase().as_str() {
            "yes" | "true" => Some(Prefill::Start),
            "no" | "false" => Some(Prefill::No),
            "always" => Some(Prefill::Always),
            _ => {
                self.tell(wrong_shape(field).fix("prefill: yes"));
                None
            }
        }
    }

    fn params(&mut self, field: &Field<'_>) -> Vec<VarName> {
        let names = self.texts(field);
        names.iter().filter_map(|(at, name)| self.run_variable(&name.value, at.node.span)).collect()
    }

    fn examples(&mut self, field: &Field<'_>) -> Vec<Example> {
        let texts = self.texts(field).into_iter();
        texts.map(|(at, text)| Example { text: text.value.clone(), span: at.node.span }).collect()
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
