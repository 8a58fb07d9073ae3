//! What runs one behind another without an answer of the visitor's between: how much that is.

use crate::flow::gate::Gate;
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::media::Media;
use crate::flow::model::pause::Pause;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::model::{Step, StepKind};
use crate::flow::outline;
use crate::limits::{BUBBLES_IN_A_ROW_MAX, PAUSE_PER_TURN_MAX};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::time::Millis;

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
        match kind {
            StepKind::Say(said) => so_far.says(bubbles(said), span),
            StepKind::Media(_) => so_far.says(1, span),
            StepKind::Ask(ask) => {
                so_far.says(bubbles(&ask.say), span);
                self.in_a_row(so_far);
                *so_far = Straight::default();
            }
            StepKind::Pause(pause) => {
                self.in_a_row(so_far);
                let waited = match pause {
                    Pause::Wait(pause) => so_far.waited.saturating_add(pause.0),
                    Pause::Typing => so_far.waited,
                };
                if waited > PAUSE_PER_TURN_MAX.0 && so_far.waited <= PAUSE_PER_TURN_MAX.0 {
                    let all = Millis(waited).0 / 1_000;
                    self.too_long(span, &format!("These pauses are {all} s together"));
                }
                *so_far = Straight { waited, ..Straight::default() };
            }
            StepKind::Set(_)
            | StepKind::Seen
            | StepKind::React(_)
            | StepKind::Tag(_)
            | StepKind::Track(_)
            | StepKind::Log(_) => {}
            StepKind::If(_) | StepKind::Goto(_) => {
                self.in_a_row(so_far);
                *so_far = Straight::default();
            }
        }
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

impl Straight {
    fn says(&mut self, bubbles: usize, span: Span) {
        self.bubbles = self.bubbles.saturating_add(bubbles);
        self.first = self.first.or(Some(span));
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
    let quiet = |kind: &StepKind| match kind {
        StepKind::Set(_)
        | StepKind::Pause(Pause::Typing)
        | StepKind::Seen
        | StepKind::React(_)
        | StepKind::Tag(_)
        | StepKind::Track(_)
        | StepKind::Log(_) => true,
        StepKind::Say(_)
        | StepKind::Media(_)
        | StepKind::Ask(_)
        | StepKind::If(_)
        | StepKind::Goto(_)
        | StepKind::Pause(Pause::Wait(_)) => false,
    };
    let mut row = behind.iter().map(|(source, step)| Some((*source, &step.as_ref()?.kind)));
    let (source, kind) = row.find(|one| one.is_none_or(|(_, kind)| !quiet(kind)))??;
    speaks(kind).then_some(source)
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
