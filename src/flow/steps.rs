//! Steps of any kind: what they share, and what follows what.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::form::FormKind;
use crate::flow::model::goto::Goto;
use crate::flow::model::pause::Pause;
use crate::flow::model::{Step, StepKind};
use crate::flow::outline;
use crate::flow::straight::Row;
use crate::flow::verb::Verb;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::{FlowName, StepKey};
use crate::words::reply::MediaKind;
use crate::words::way::Way;

impl Gate<'_> {
    /// A list of steps.
    pub(super) fn steps(&mut self, steps: &[outline::Step<'_>]) -> Vec<Step> {
        let checked = steps.iter().map(|step| (step, self.step(step)));
        let checked: Row<'_> = checked.collect();
        self.straight(&checked);
        checked.into_iter().filter_map(|(_, step)| step).collect()
    }

    fn step(&mut self, step: &outline::Step<'_>) -> Option<Step> {
        if let Some(note) = step.fields.get("note") {
            self.plain(note);
        }
        let condition = step.fields.get("if").filter(|_| step.verb != Verb::If);
        let has_condition = condition.is_some();
        let condition = condition.and_then(|field| self.condition(field));
        let on_error = step.fields.get("on_error").and_then(|f| self.flow_name(f, Code("R301")));
        let persona = step.fields.get("persona").and_then(|field| self.persona(field));
        let before = self.told.diagnostics.len();
        let kind = self.kind(step);
        if kind.is_none() {
            self.never_silently(step, before);
            for field in &step.fields.0 {
                self.told.doubt(field.node);
            }
        }
        let flow = self.flow.clone().unwrap_or_else(|| FlowName::new(""));
        let key = StepKey { flow, step: step.name.clone() };
        let place = self.place(step.span);
        let named = step.id().is_some();
        (!has_condition || condition.is_some()).then_some(())?;
        Some(Step { key, place, named, condition, on_error, persona, kind: kind? })
    }

    /// A step that cannot be read is told, whatever the reason: nothing of a bot gets lost unseen.
    fn never_silently(&mut self, step: &outline::Step<'_>, before: usize) {
        let elsewhere = !self.names.whole || !self.names.doubtful.is_empty();
        if self.told.diagnostics.len() > before || elsewhere {
            return;
        }
        if let Some(field) = step.fields.0.first() {
            self.tell(wrong_shape(field));
        }
    }

    fn kind(&mut self, step: &outline::Step<'_>) -> Option<StepKind> {
        let media = |gate: &mut Self, kind| gate.media(step, kind).map(StepKind::Media);
        let form = |gate: &mut Self, kind: FormKind| {
            let field = *step.fields.get(kind.word())?;
            gate.form(&field, kind).map(StepKind::Form)
        };
        match step.verb {
            Verb::Say => {
                let verb = step.fields.get("say")?;
                self.meant_as_a_step(step);
                self.say(verb, &step.fields).map(StepKind::Say)
            }
            Verb::Image => media(self, MediaKind::Image),
            Verb::Video => media(self, MediaKind::Video),
            Verb::Audio => media(self, MediaKind::Audio),
            Verb::File => media(self, MediaKind::File),
            Verb::Ask => self.ask(step).map(|ask| StepKind::Ask(Box::new(ask))),
            Verb::Cards => self.cards(&step.fields).map(StepKind::Cards),
            Verb::Raw => self.raw(step.fields.get("raw")?).map(StepKind::Raw),
            Verb::Receipt => form(self, FormKind::Receipt),
            Verb::Coupon => form(self, FormKind::Coupon),
            Verb::Product => form(self, FormKind::Product),
            Verb::Feedback => form(self, FormKind::Feedback),
            Verb::Optin => form(self, FormKind::Optin),
            Verb::Set => self.set(step.fields.get("set")?),
            Verb::If => self.branch(step),
            Verb::Goto => self.goto(&step.fields),
            Verb::End => self.end(step.fields.get("end")?),
            Verb::Forget => self.forget(step.fields.get("forget")?),
            Verb::Switch => self.switch(step),
            Verb::OneOf => self.one_of(step),
            Verb::Repeat => self.repeat(step),
            Verb::Once => self.once(step),
            Verb::Call => self.call(&step.fields),
            Verb::Return => self.give_back(step.fields.get("return")?),
            Verb::Back => self.alone(step.fields.get("back")?).then(|| leave(Way::Back)),
            Verb::Restart => self.alone(step.fields.get("restart")?).then(|| leave(Way::Restart)),
            Verb::Later => self.later(step),
            Verb::CancelLater => self.cancel_later(step.fields.get("cancel_later")?),
            Verb::Wait => self.wait(step.fields.get("wait")?).map(StepKind::Pause),
            Verb::Typing => {
                let alone = self.alone(step.fields.get("typing")?);
                alone.then_some(StepKind::Pause(Pause::Typing))
            }
            Verb::Seen => self.alone(step.fields.get("seen")?).then_some(StepKind::Seen),
            Verb::React => self.reaction(step.fields.get("react")?).map(StepKind::React),
            Verb::Handover => self.handover(&step.fields).map(StepKind::Handover),
            Verb::TakeBack => {
                self.alone(step.fields.get("take_back")?).then_some(StepKind::TakeBack)
            }
            Verb::Tag => self.tag(step.fields.get("tag")?, true).map(StepKind::Tag),
            Verb::Untag => self.tag(step.fields.get("untag")?, false).map(StepKind::Tag),
            Verb::Language => self.language(step.fields.get("language")?).map(StepKind::Language),
            Verb::Notify => self.notify(&step.fields).map(StepKind::Notify),
            Verb::Track => self.track(&step.fields).map(StepKind::Track),
            Verb::Http => self.http(step).map(|http| StepKind::Http(Box::new(http))),
            Verb::Log => self.log(step.fields.get("log")?).map(StepKind::Log),
        }
    }

    fn end(&mut self, field: &Field<'_>) -> Option<StepKind> {
        let text = self.plain(field)?;
        match text.value.as_str() {
            "all" => Some(StepKind::EndAll),
            _ => self.alone(field).then(|| leave(Way::End)),
        }
    }

    /// Whether a word that stands bare does so; `seen:` and `seen: ~` are bare, too.
    fn alone(&mut self, field: &Field<'_>) -> bool {
        let Some(text) = self.plain(field) else { return false };
        let word = field.key.name;
        let alone = ["", "~", word].contains(&text.value.as_str());
        if !alone {
            let headline = format!("\"{word}\" stands alone");
            let told = Diagnostic::error(Code("K205"), field.node.span, headline);
            self.tell(told.fix(format!("- {word}")));
        }
        alone
    }
}

fn leave(to: Way) -> StepKind {
    StepKind::Goto(Goto { to, with: Vec::new() })
}
