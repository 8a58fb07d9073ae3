//! Everything that a bot's texts and expressions read.

use crate::flow::model::{
    Assigned, Bubbles, Button, Checked, Condition, Flow, GiveUp, Given, Media, Say, Step, StepKind,
    Tap,
};
use crate::template::batch::{ExprId, TextId};
use crate::template::render::{Read, Templates};

/// All reads, in no order.
pub(super) fn all<'t>(checked: &Checked, templates: &'t Templates) -> Vec<&'t Read> {
    let mut reads = Reads { templates, found: Vec::new() };
    reads.texts(&checked.settings.cancel_say);
    for flow in &checked.flows {
        reads.flow(flow);
    }
    reads.found
}

struct Reads<'t> {
    templates: &'t Templates,
    found: Vec<&'t Read>,
}

impl Reads<'_> {
    fn text(&mut self, id: TextId) {
        self.found.extend(self.templates.text_reads(id));
    }

    fn texts<'a>(&mut self, ids: impl IntoIterator<Item = &'a TextId>) {
        ids.into_iter().for_each(|id| self.text(*id));
    }

    fn expr(&mut self, id: ExprId) {
        self.found.extend(self.templates.expr_reads(id));
    }

    fn conditions<'a>(&mut self, conditions: impl IntoIterator<Item = &'a Condition>) {
        conditions.into_iter().for_each(|condition| self.expr(condition.expr));
    }

    fn given(&mut self, given: &Given) {
        match given {
            Given::Text(id) => self.text(*id),
            Given::Value(_) => {}
        }
    }

    fn flow(&mut self, flow: &Flow) {
        self.conditions(&flow.condition);
        self.steps(&flow.steps);
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.conditions(&step.condition);
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Say(say) => self.say(say),
            StepKind::Media(media) => self.media(media),
            StepKind::Ask(ask) => {
                self.say(&ask.say);
                self.texts(&ask.retry);
                for choice in &ask.choices {
                    self.text(choice.label);
                    if let Some(value) = &choice.value {
                        self.given(value);
                    }
                }
                if let Some(GiveUp::Steps(steps)) = &ask.give_up {
                    self.steps(steps);
                }
            }
            StepKind::Set(assigns) => assigns.iter().for_each(|assign| match &assign.value {
                Assigned::Expr(id) => self.expr(*id),
                Assigned::Given(given) => self.given(given),
            }),
            StepKind::If(block) => {
                for (condition, steps) in &block.arms {
                    self.expr(condition.expr);
                    self.steps(steps);
                }
                self.steps(&block.otherwise);
            }
            StepKind::Goto(goto) => goto.with.iter().for_each(|(_, given)| self.given(given)),
            StepKind::End => {}
        }
    }

    fn say(&mut self, say: &Say) {
        match &say.bubbles {
            Bubbles::Texts(ids) => self.texts(ids),
            Bubbles::Template { file, with } => {
                self.text(*file);
                for (_, given) in with {
                    self.given(given);
                }
            }
        }
        self.buttons(&say.buttons);
        self.buttons(&say.replies);
    }

    fn media(&mut self, media: &Media) {
        self.texts(&media.sources);
        self.buttons(&media.buttons);
        self.buttons(&media.replies);
    }

    fn buttons(&mut self, buttons: &[Button]) {
        for button in buttons {
            self.text(button.label);
            self.texts(&button.image);
            self.conditions(&button.condition);
            match &button.tap {
                Tap::Go { set, .. } => set.iter().for_each(|(_, given)| self.given(given)),
                Tap::Payload(id) | Tap::Phone(id) => self.text(*id),
                Tap::Link { url, .. } => self.text(*url),
            }
        }
    }
}
