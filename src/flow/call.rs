//! `call` and `return`: another flow runs, then this one goes on.

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::control::Call;
use crate::flow::suggest::nearest;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;
use crate::words::name::FlowName;

/// What `call` reads.
pub(super) const CALL: &[Key] = &[
    key("call", Shape::Name, "a flow that runs before this one goes on"),
    key("with", Shape::Values, "values for the params of that flow"),
    key("save", Shape::Name, "the variable that takes what it returns"),
];

/// What `return` reads.
pub(super) const RETURN: &[Key] =
    &[key("return", Shape::Expression, "ends a called flow with this value, or with none")];

impl Gate<'_> {
    /// A `call`.
    pub(super) fn call(&mut self, fields: &Fields<'_>) -> Option<StepKind> {
        let with = fields.get("with").map(|field| self.with(field)).unwrap_or_default();
        let save = fields.get("save").and_then(|field| self.slot(field));
        let verb = fields.get("call")?;
        let flow = self.flow_name(verb, Code("R301"))?;
        self.arguments(&flow, verb, fields.get("with"));
        Some(StepKind::Call(Call { flow, with, save }))
    }

    /// A `return`, with or without a value.
    pub(super) fn give_back(&mut self, field: &Field<'_>) -> Option<StepKind> {
        let text = self.plain(field)?;
        if ["return", "", "~"].contains(&text.value.as_str()) {
            return Some(StepKind::Return(None));
        }
        self.condition(field).map(|value| StepKind::Return(Some(value.expr)))
    }

    /// Compares what is given with the params of the called flow.
    fn arguments(&mut self, flow: &FlowName, verb: &Field<'_>, with: Option<&Field<'_>>) {
        let names = self.names;
        let Some(known) = names.flows.get(flow.as_str()) else { return };
        let given: Vec<(&str, Span)> = match with.map(|field| &field.node.kind) {
            Some(NodeKind::Map(entries)) => {
                entries.iter().map(|entry| (entry.key.value.as_str(), entry.key_span)).collect()
            }
            Some(NodeKind::Text(_) | NodeKind::List(_)) | None => Vec::new(),
        };
        let unknown = given.iter().filter(|(name, _)| !known.params.contains(name));
        let unknown: Vec<_> = unknown.collect();
        for (name, span) in &unknown {
            self.no_such_param(flow, name, *span, &known.params);
        }
        if !unknown.is_empty() {
            return;
        }
        let missing = |param: &&&str| !given.iter().any(|(name, _)| name == *param);
        if let Some(param) = known.params.iter().find(missing) {
            let headline =
                format!("\"call: {flow}\" gives nothing for \"{param}\"; it will be empty");
            let told = Diagnostic::warning(Code("R307"), verb.node.span, headline)
                .label(format!("params of {flow}: {}", known.params.join(", ")));
            self.tell(told.fix(format!("with: {{{param}: …}}")));
        }
    }

    fn no_such_param(&mut self, flow: &FlowName, name: &str, span: Span, params: &[&str]) {
        let headline = format!("\"{flow}\" has no param \"{name}\"");
        let told = Diagnostic::error(Code("R307"), span, headline);
        self.tell(match nearest(name, params.iter().copied()) {
            Some(near) => told.label(format!("did you mean \"{near}\"?")).edit(span, near),
            None if params.is_empty() => told.fix(format!("params: [{name}]")),
            None => told.label(format!("params of {flow}: {}", params.join(", "))),
        });
    }
}
