//! `image`, `video`, `audio`, `file`: something to look at or listen to.

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::{buttons, say};
use crate::flow::model::media::Media;
use crate::words::reply::{MediaSource, ReplyKind};
use crate::words::turn::Fault;

/// Shows the files, in one message; one whose address comes out empty is left out.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, media: &Media) -> Result<(), Fault> {
    let mut sources = Vec::with_capacity(media.sources.len());
    for &id in &media.sources {
        let address = run.text(id)?;
        sources.extend((!address.trim().is_empty()).then(|| source(address)));
    }
    let buttons = buttons::buttons(run, &media.buttons)?;
    let quick_replies = buttons::quick_replies(run, &media.replies)?;
    if sources.is_empty() {
        let alone = buttons.is_empty() && quick_replies.is_empty();
        return if alone { Ok(()) } else { Err(say::nothing_to_hang_on(&op.place)) };
    }
    let kind = ReplyKind::Media { kind: media.kind, sources, buttons, quick_replies };
    run.emit(&Voice::of(op), kind)
}

/// Where a file is.
pub(super) fn source(address: String) -> MediaSource {
    if address.starts_with("https://") || address.starts_with("http://") {
        MediaSource::Url(address)
    } else {
        MediaSource::Local(address)
    }
}
