//! Steps of any kind: what they share, and what follows what.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::goto::Goto;
use crate::flow::model::media::Media;
use crate::flow::model::say::Say;
use crate::flow::model::{Step, StepKind};
use crate::flow::outline;
use crate::flow::verb::Verb;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::{FlowName, StepKey};
use crate::words::reply::MediaKind;
use crate::words::way::Way;

impl Gate<'_> {
    /// A list of steps.
    pub(super) fn steps(&mut self, steps: &[outline::Step<'_>]) -> Vec<Step> {
        let mut checked: Vec<Step> = Vec::new();
        let mut before: Option<&outline::Step<'_>> = None;
        for step in steps {
            let found = self.step(step);
            if let (Some(last), Some(now), Some(source)) = (checked.last(), &found, before)
                && offers_a_way(&last.kind)
                && last.condition.is_none()
                && speaks(&now.kind)
            {
                self.does_not_wait(source, step);
            }
            before = found.as_ref().map(|_| step);
            checked.extend(found);
        }
        checked
    }

    fn step(&mut self, step: &outline::Step<'_>) -> Option<Step> {
        if let Some(note) = step.fields.get("note") {
            self.plain(note);
        }
        let condition = step.fields.get("if").filter(|_| step.verb != Verb::If);
        let has_condition = condition.is_some();
        let condition = condition.and_then(|field| self.condition(field));
        let on_error = step.fields.get("on_error").and_then(|f| self.flow_name(f, Code("R301")));
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
        Some(Step { key, place, named, condition, on_error, persona: None, kind: kind? })
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
        match step.verb {
            Verb::Say => {
                let verb = step.fields.get("say")?;
                self.say(verb, &step.fields).map(StepKind::Say)
            }
            Verb::Image => media(self, MediaKind::Image),
            Verb::Video => media(self, MediaKind::Video),
            Verb::Audio => media(self, MediaKind::Audio),
            Verb::File => media(self, MediaKind::File),
            Verb::Ask => self.ask(step).map(|ask| StepKind::Ask(Box::new(ask))),
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
            Verb::Back => self.alone(step.fields.get("back")?, Way::Back),
            Verb::Restart => self.alone(step.fields.get("restart")?, Way::Restart),
        }
    }

    fn end(&mut self, field: &Field<'_>) -> Option<StepKind> {
        let text = self.plain(field)?;
        match text.value.as_str() {
            "all" => Some(StepKind::EndAll),
            _ => self.alone(field, Way::End),
        }
    }

    /// A word that stands alone.
    fn alone(&mut self, field: &Field<'_>, to: Way) -> Option<StepKind> {
        let text = self.plain(field)?;
        let word = field.key.name;
        if [word, "", "~"].contains(&text.value.as_str()) {
            return Some(StepKind::Goto(Goto { to, with: Vec::new() }));
        }
        let headline = format!("\"{word}\" stands alone");
        let told = Diagnostic::error(Code("K205"), field.node.span, headline);
        self.tell(told.fix(format!("- {word}")));
        None
    }

    fn does_not_wait(&mut self, buttons: &outline::Step<'_>, next: &outline::Step<'_>) {
        let line = self.place(next.span).line;
        let after = self.place(buttons.span).line;
        let hung = buttons.fields.get("buttons").or_else(|| buttons.fields.get("replies"));
        let span = hung.map_or(buttons.span, |field| field.span);
        let headline =
            format!("The buttons don't wait for an answer: line {line} is sent right away");
        self.tell(
            Diagnostic::warning(Code("F802"), span, headline)
                .related(next.span, "sent right away")
                .fix(format!(
                    "use `ask:` with `choices:`, or put `- end` after the step of line {after}"
                )),
        );
    }
}

/// Whether people are asked to tap before the bot goes on: a button that leads on in the bot.
fn offers_a_way(kind: &StepKind) -> bool {
    let leads = |buttons: &[Button]| buttons.iter().any(|b| matches!(b.tap, Tap::Go { .. }));
    if let StepKind::Say(Say { buttons, replies, .. })
    | StepKind::Media(Media { buttons, replies, .. }) = kind
    {
        return leads(buttons) || leads(replies);
    }
    false
}

fn speaks(kind: &StepKind) -> bool {
    matches!(kind, StepKind::Say(_) | StepKind::Media(_))
}
