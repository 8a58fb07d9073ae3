//! Which questions of a flow a message can answer before they are asked (MODEL 5.5).

use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Ask;
use crate::flow::model::{Step, StepKind};
use crate::words::name::StepKey;

/// Its questions from the top on that can be answered so, until the first branch, loop, call or
/// question for free text.
pub(super) fn questions(steps: &[Step]) -> Vec<StepKey> {
    let mut keys = Vec::new();
    for step in steps {
        if step.condition.is_some() || !goes_on(&step.kind) {
            break;
        }
        if let StepKind::Ask(ask) = &step.kind
            && is_typed(ask)
        {
            keys.push(step.key.clone());
        }
    }
    keys
}

/// Whether the next step comes for certain, and may be answered before this one has run.
fn goes_on(kind: &StepKind) -> bool {
    match kind {
        StepKind::Say(_)
        | StepKind::Media(_)
        | StepKind::Cards(_)
        | StepKind::Raw(_)
        | StepKind::Form(_)
        | StepKind::Set(_)
        | StepKind::Forget(_)
        | StepKind::Pause(_)
        | StepKind::Seen
        | StepKind::React(_)
        | StepKind::TakeBack
        | StepKind::Tag(_)
        | StepKind::Language(_)
        | StepKind::Notify(_)
        | StepKind::Track(_)
        | StepKind::Log(_)
        | StepKind::Later(_)
        | StepKind::CancelLater(_) => true,
        StepKind::Ask(ask) => !ask.is_free(),
        StepKind::Http(_)
        | StepKind::If(_)
        | StepKind::Handover(_)
        | StepKind::Switch(_)
        | StepKind::OneOf(_)
        | StepKind::Repeat(_)
        | StepKind::Once(_)
        | StepKind::Call(_)
        | StepKind::Return(_)
        | StepKind::EndAll
        | StepKind::Goto(_) => false,
    }
}

/// Whether a stretch of a message can be its answer.
fn is_typed(ask: &Ask) -> bool {
    !ask.takes.list && ask.takes.kinds.iter().copied().any(AnswerKind::may_be_prefilled)
}
