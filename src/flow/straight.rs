//! What runs one behind another without an answer of the visitor's between: how much that is.

use crate::flow::gate::Gate;
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::cards::Cards;
use crate::flow::model::media::Media;
use crate::flow::model::pause::Pause;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::model::{Step, StepKind};
use crate::flow::outline;
use crate::limits::{BUBBLES_IN_A_ROW_MAX, PAUSE_PER_TURN_MAX};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};

/// Steps one behind another, as written and as checked; what could not be read is a gap.
pub(super) type Row<'a> = Vec<(&'a outline::Step<'a>, Option<Step>)>;

/// What has come together since the visitor last could answer.
#[derive(Default)]
struct Straight {
    /// Bubbles without a pause, and where they begin.
    bubbles: usize,
    first: Option<Span>,
    waited: u64,
}

impl Gate<'_> {
    /// Tells what is too much in one turn, of steps that certainly run, and buttons that nobody
    /// has the time to tap.
    pub(super) fn straight(&mut self, row: &[(&outline::Step<'_>, Option<Step>)]) {
        let mut so_far = Straight::default();
        for (at, (source, step)) in row.iter().enumerate() {
            let Some(step) = step.as_ref().filter(|step| step.condition.is_none()) else {
                continue;
            };
            self.counted(&mut so_far, source.span, &step.kind);
            let behind = row.get(at.saturating_add(1)..).unwrap_or_default();
            if let Some(next) = next_bubble(behind).filter(|_| offers_a_way(&step.kind)) {
                self.does_not_wait(source, next);
            }
        }
        self.in_a_row(&so_far);
    }

    fn counted(&mut self, so_far: &mut Straight, span: Span, kind: &StepKind) {
        match pace(kind) {
            Pace::Says(bubbles) => {
                so_far.bubbles = so_far.bubbles.saturating_add(bubbles);
                so_far.first = so_far.first.or(Some(span));
            }
            Pace::Quiet => {}
            Pace::Pauses(pause) => {
                self.in_a_row(so_far);
                let waited = self.waited(so_far.waited, span, pause);
                *so_far = Straight { waited, ..Straight::default() };
            }
            Pace::Leaves => {
                self.in_a_row(so_far);
                *so_far = Straight::default();
            }
        }
    }

    fn waited(&mut self, before: u64, span: Span, pause: Pause) -> u64 {
        let Pause::Wait(pause) = pause else { return before };
        let waited = before.saturating_add(pause.0);
        if waited > PAUSE_PER_TURN_MAX.0 && before <= PAUSE_PER_TURN_MAX.0 {
            self.too_long(span, &format!("These pauses are {} s together", waited / 1_000));
        }
        waited
    }

    fn in_a_row(&mut self, so_far: &Straight) {
        let bubbles = so_far.bubbles;
        let Some(span) = so_far.first.filter(|_| bubbles > BUBBLES_IN_A_ROW_MAX) else { return };
        let headline =
            format!("{bubbles} bubbles without a pause; people get {bubbles} notifications");
        self.tell(
            Diagnostic::warning(Code("F809"), span, headline)
                .fix("say less at once, ask something in between, or `wait: 2s`"),
        );
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

/// What a step means for those who wait for the next one.
enum Pace {
    /// It says so much, and goes on.
    Says(usize),
    /// Nobody sees it.
    Quiet,
    /// It lets the next bubble come later.
    Pauses(Pause),
    /// It waits for the visitor, or what comes next is not certain.
    Leaves,
}

fn pace(kind: &StepKind) -> Pace {
    match kind {
        StepKind::Say(said) => Pace::Says(bubbles(said)),
        StepKind::Media(_) | StepKind::Cards(_) | StepKind::Raw(_) | StepKind::Form(_) => {
            Pace::Says(1)
        }
        StepKind::Pause(pause) => Pace::Pauses(*pause),
        StepKind::Set(_)
        | StepKind::Forget(_)
        | StepKind::Seen
        | StepKind::React(_)
        | StepKind::TakeBack
        | StepKind::Tag(_)
        | StepKind::Language(_)
        | StepKind::Notify(_)
        | StepKind::Track(_)
        | StepKind::Log(_)
        | StepKind::Later(_)
        | StepKind::CancelLater(_)
        | StepKind::Http(_) => Pace::Quiet,
        StepKind::Ask(_)
        | StepKind::If(_)
        | StepKind::Handover(_)
        | StepKind::Switch(_)
        | StepKind::OneOf(_)
        | StepKind::Repeat(_)
        | StepKind::Once(_)
        | StepKind::Call(_)
        | StepKind::Return(_)
        | StepKind::EndAll
        | StepKind::Goto(_) => Pace::Leaves,
    }
}

fn bubbles(said: &Say) -> usize {
    match &said.bubbles {
        Bubbles::Texts(texts) => texts.len(),
        Bubbles::Template { .. } => 1,
    }
}

/// The step that speaks next, if nothing comes before it that a visitor would wait for.
fn next_bubble<'s>(
    behind: &[(&'s outline::Step<'s>, Option<Step>)],
) -> Option<&'s outline::Step<'s>> {
    let quiet = |pace: &Pace| matches!(pace, Pace::Quiet | Pace::Pauses(Pause::Typing));
    let mut row = behind.iter().map(|(source, step)| Some((*source, pace(&step.as_ref()?.kind))));
    let (source, pace) = row.find(|one| one.as_ref().is_none_or(|(_, pace)| !quiet(pace)))??;
    matches!(pace, Pace::Says(_)).then_some(source)
}

/// Whether people are asked to tap before the bot goes on: a button that leads on in the bot.
fn offers_a_way(kind: &StepKind) -> bool {
    let leads = |buttons: &[Button]| buttons.iter().any(|b| matches!(b.tap, Tap::Go { .. }));
    if let StepKind::Cards(Cards { cards, replies, .. }) = kind {
        return cards.iter().any(|card| leads(&card.buttons)) || leads(replies);
    }
    if let StepKind::Say(Say { buttons, replies, .. })
    | StepKind::Media(Media { buttons, replies, .. }) = kind
    {
        return leads(buttons) || leads(replies);
    }
    false
}
