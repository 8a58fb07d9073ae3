//! A turn as somebody saw it who wants to know why.

use crate::rehearsal::screen::Screen;
use crate::source::Place;
use crate::words::event::EventKind;
use crate::words::input::{Input, InputKind};
use crate::words::trace::Trace;
use crate::words::turn::{Outcome, Took, Turn};

/// One turn.
#[derive(Clone, Debug)]
pub struct Watched {
    /// How it came about.
    pub trace: Trace,
    /// What became of the input.
    pub outcome: Outcome,
    /// The button or choice that the visitor tapped or typed, if it was one.
    pub tapped: Option<Tapped>,
}

/// A button or choice that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tapped {
    /// The step that shows it; none for what Messenger itself shows.
    pub place: Option<Place>,
    /// What stands on it.
    pub label: String,
    /// What it sends.
    pub payload: String,
}

impl Watched {
    /// None of a turn that does not tell how it came about.
    pub(super) fn new(screen: &Screen, input: &Input, turn: &Turn) -> Option<Self> {
        let (trace, outcome) = (turn.trace.clone()?, turn.outcome.clone());
        let tapped = tapped(screen, input, &trace.took);
        Some(Self { trace, outcome, tapped })
    }
}

fn tapped(screen: &Screen, input: &Input, took: &Took) -> Option<Tapped> {
    let InputKind::Visitor(event) = &input.kind else { return None };
    let (label, payload) = if let EventKind::Tap(tap) = &event.kind {
        (tap.label.clone().unwrap_or_default(), tap.payload.clone()?)
    } else if let (EventKind::Text(text), Took::Tap(_) | Took::Answer(_)) = (&event.kind, took) {
        screen.typed(&text.text)?
    } else {
        return None;
    };
    Some(Tapped { place: screen.place(&payload), label, payload })
}
