//! `notify`, `track`, `log`: what others and those who run the bot want to know; none delays a reply.

use crate::bot::op::Op;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized, too_large};
use crate::flow::model::notify::Notify;
use crate::flow::model::track::{Line, Track};
use crate::limits::RENDERED_BYTES_MAX;
use crate::words::turn::{Fault, Side};

/// Leaves word for a webhook.
pub(in crate::engine) fn notify(run: &mut Run<'_>, op: &Op, notify: &Notify) -> Result<(), Fault> {
    let with = run.all_given(&notify.with)?;
    with.values().try_for_each(|value| sized(value, &op.place))?;
    if with.values().map(size).sum::<usize>() > RENDERED_BYTES_MAX {
        let text = format!("a webhook is told at most {RENDERED_BYTES_MAX} bytes");
        return Err(too_large(&op.place, text));
    }
    run.side.push(Side::Notify { name: notify.webhook.clone(), with });
    Ok(())
}

/// Counts an event.
pub(in crate::engine) fn track(run: &mut Run<'_>, track: &Track) -> Result<(), Fault> {
    let with = run.all_given(&track.with)?;
    run.side.push(Side::Track { name: track.name.clone(), with });
    Ok(())
}

/// Writes a line into the conversation's log.
pub(in crate::engine) fn log(run: &mut Run<'_>, line: &Line) -> Result<(), Fault> {
    let text = run.text(line.text)?;
    run.side.push(Side::Log { text, written: line.written.clone() });
    Ok(())
}
