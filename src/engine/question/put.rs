//! Saying a question: for the first time, once more, or what is asked about its answer.

use crate::bot::op::Op;
use crate::engine::open::Asked;
use crate::engine::question::notes;
use crate::engine::question::offer::{self, Offer};
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::say::{self, Hung};
use crate::engine::step::set;
use crate::engine::variables::size;
use crate::flow::model::ask::Ask;
use crate::template::batch::TextId;
use crate::words::conversation::Choice;
use crate::words::name::{Value, Vars};
use crate::words::turn::Fault;

/// Says the question, or asks about the answer that is to be confirmed; the choices as they are
/// shown.
pub(in crate::engine) fn put(run: &mut Run<'_>, asked: &Asked<'_>) -> Result<Vec<Choice>, Fault> {
    let notes = notes::on_top(run);
    if let (Some(kept), Some(text)) = (&notes.kept, asked.ask.confirm) {
        let text = with_answer(run, asked.ask, &kept.value, text)?;
        return confirm(run, asked, text);
    }
    let offer = offer::offer(run, asked, &notes)?;
    room(run, asked.op, &offer)?;
    let quick = if offer.list.is_some() { Vec::new() } else { offer.quick.clone() };
    say::say(run, asked.op, &asked.ask.say, quick)?;
    numbered(run, asked.op, offer)
}

/// Says something to the question that is open, with its choices once more.
pub(in crate::engine) fn aside(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    text: String,
) -> Result<Vec<Choice>, Fault> {
    let notes = notes::on_top(run);
    if notes.kept.is_some() {
        return confirm(run, asked, text);
    }
    let offer = offer::offer(run, asked, &notes)?;
    let quick = if offer.list.is_some() { Vec::new() } else { offer.quick.clone() };
    let hung = Hung { buttons: Vec::new(), quick };
    say::bubble_by_bubble(run, &Voice::of(asked.op), vec![text], hung)?;
    numbered(run, asked.op, offer)
}

/// Wants a yes or no.
fn confirm(run: &mut Run<'_>, asked: &Asked<'_>, text: String) -> Result<Vec<Choice>, Fault> {
    let hung = Hung { buttons: Vec::new(), quick: offer::yes_no(run, asked.op)? };
    say::bubble_by_bubble(run, &Voice::of(asked.op), vec![text], hung)?;
    Ok(shown(run))
}

/// Renders a text that sees an answer as `value`, and as if it were saved already.
pub(in crate::engine) fn with_answer(
    run: &mut Run<'_>,
    ask: &Ask,
    value: &Value,
    text: TextId,
) -> Result<String, Fault> {
    let with = Vars::from([("value".into(), value.clone())]);
    let Some(slot) = &ask.save else { return run.text_with(text, &with) };
    let before = set::current(run, slot);
    set::restore(run, slot, Some(value.clone()));
    let text = run.text_with(text, &with);
    set::restore(run, slot, before);
    text
}

/// Says the choices as numbered text, where they are too many for quick replies.
fn numbered(run: &mut Run<'_>, op: &Op, offer: Offer) -> Result<Vec<Choice>, Fault> {
    if let Some(list) = offer.list {
        let hung = Hung { buttons: Vec::new(), quick: offer.quick };
        say::bubble_by_bubble(run, &Voice::of(op), vec![list], hung)?;
    }
    Ok(offer.choices)
}

fn room(run: &Run<'_>, op: &Op, offer: &Offer) -> Result<(), Fault> {
    let more = |choice: &Choice| choice.label.len().saturating_add(size(&choice.value));
    run.room(offer.choices.iter().map(more).sum(), &op.place)
}

/// The choices of the open question as they were shown.
fn shown(run: &Run<'_>) -> Vec<Choice> {
    let open = run.top().and_then(|frame| frame.open.as_ref());
    open.map(|question| question.choices.clone()).unwrap_or_default()
}
