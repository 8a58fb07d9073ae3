//! `image`, `video`, `audio`, `file`: something to look at or listen to.

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::{buttons, say};
use crate::flow::model::media::Media;
use crate::limits::{IMAGES_MAX, INSTAGRAM_IMAGES_MAX};
use crate::words::name::Channel;
use crate::words::reply::{MediaKind, MediaSource, ReplyKind};
use crate::words::turn::Fault;

/// Shows the files, in one message, or as many as Instagram takes; one whose address comes out empty
/// is left out.
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
    let most = match run.at.key.channel {
        Channel::Messenger => IMAGES_MAX,
        Channel::Instagram => INSTAGRAM_IMAGES_MAX,
    };
    let voice = Voice::of(op);
    while sources.len() > most {
        let rest = sources.split_off(most);
        let first = std::mem::replace(&mut sources, rest);
        run.emit(&voice, bare(media.kind, first))?;
    }
    run.emit(&voice, ReplyKind::Media { kind: media.kind, sources, buttons, quick_replies })
}

fn bare(kind: MediaKind, sources: Vec<MediaSource>) -> ReplyKind {
    ReplyKind::Media { kind, sources, buttons: Vec::new(), quick_replies: Vec::new() }
}

/// Where a file is.
pub(super) fn source(address: String) -> MediaSource {
    if address.starts_with("https://") || address.starts_with("http://") {
        MediaSource::Url(address)
    } else {
        MediaSource::Local(address)
    }
}
