//! `track`, `log`: what those who run the bot want to know; neither delays a reply.

use crate::engine::run::Run;
use crate::flow::model::track::Track;
use crate::template::batch::TextId;
use crate::words::turn::{Fault, Side};

/// Counts an event.
pub(in crate::engine) fn track(run: &mut Run<'_>, track: &Track) -> Result<(), Fault> {
    let with = run.all_given(&track.with)?;
    run.side.push(Side::Track { name: track.name.clone(), with });
    Ok(())
}

/// Writes a line into the conversation's log.
pub(in crate::engine) fn log(run: &mut Run<'_>, id: TextId) -> Result<(), Fault> {
    let text = run.text(id)?;
    run.side.push(Side::Log { text });
    Ok(())
}
