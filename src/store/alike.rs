//! Echoes that name no reply: they are of the oldest one that reads the same and may be theirs
//! (MODEL 9.5, decision 013).

use crate::limits::{ECHO_LATE, REPLIES_PER_TURN_MAX};
use crate::store::StoreError;
use crate::store::rows::{Result, Row, Rows};
use crate::store::rules::{OutRow, OutState};
use crate::time::Timestamp;
use crate::words::event::{AttachmentKind, Echo};
use crate::words::name::{Channel, ConversationKey, Value};
use crate::words::reply::{MediaKind, ReplyKind};

/// What stands before the id of a comment that is answered in private.
const COMMENT: &str = "comment:";

/// The oldest reply of a conversation that an echo may be of.
///
/// Messenger's echoes name their replies, but for old ones: only what is in doubt is looked at.
/// Instagram's name none, come before the answer to the call or long after it, and tell of private
/// answers to comments under the visitor's own id.
pub(super) fn doubted(
    rows: &mut impl Rows,
    now: Timestamp,
    key: &ConversationKey,
    echo: &Echo,
) -> Result<Option<OutRow>> {
    let mut candidates = match rows.find(key)? {
        Some(row) => own(rows, now, &row)?,
        None => Vec::new(),
    };
    if key.channel == Channel::Instagram {
        candidates.extend(private(rows, key)?);
    }
    for out in candidates {
        if kind(rows, &out)?.is_some_and(|kind| looks_like(&kind, echo)) {
            return Ok(Some(out));
        }
    }
    Ok(None)
}

/// What a reply is; none if it cannot be read any more.
pub(super) fn kind(rows: &mut impl Rows, out: &OutRow) -> Result<Option<ReplyKind>> {
    match rows.reply(out.id) {
        Ok(reply) => Ok(Some(reply.kind)),
        Err(StoreError::Corrupt(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Replies of the conversation that may have arrived without our knowing their mid.
fn own(rows: &mut impl Rows, now: Timestamp, row: &Row) -> Result<Vec<OutRow>> {
    let mut open = rows.open(row.id)?;
    if row.key.channel == Channel::Messenger {
        open.retain(|out| out.state == OutState::Uncertain);
        return Ok(open);
    }
    open.retain(is_under_way);
    for out in rows.latest(row.id, REPLIES_PER_TURN_MAX)?.into_iter().rev() {
        let ended = matches!(out.state, OutState::Sent | OutState::Failed);
        let recent = out.claimed.is_some_and(|at| now.since(at) <= ECHO_LATE);
        if ended && recent && (has_strayed(&out) || kind(rows, &out)?.is_some_and(is_several)) {
            open.push(out);
        }
    }
    Ok(open)
}

/// Answers to comments on the same account that are under way.
fn private(rows: &mut impl Rows, key: &ConversationKey) -> Result<Vec<OutRow>> {
    let mut found = Vec::new();
    for out in rows.in_flight()? {
        let Some(Row { key: other, .. }) = rows.row(out.conversation)? else { continue };
        let here = (other.channel, &other.page) == (key.channel, &key.page);
        if here && other.visitor.as_str().starts_with(COMMENT) {
            found.push(out);
        }
    }
    Ok(found)
}

/// A call of it may have reached Meta, and its end is not known.
fn is_under_way(out: &OutRow) -> bool {
    match out.state {
        OutState::Sending | OutState::Uncertain => true,
        // Graph failed, perhaps after it had taken it.
        OutState::Waiting => out.tries > 0,
        OutState::Parked
        | OutState::Sent
        | OutState::Expired
        | OutState::Failed
        | OutState::Cancelled => false,
    }
}

/// A message may have come of it whose mid we do not know.
fn has_strayed(out: &OutRow) -> bool {
    out.doubtful || out.tries > 1 || out.mid.is_none()
}

/// Several pictures may come as several messages; Meta does not say.
fn is_several(kind: ReplyKind) -> bool {
    matches!(kind, ReplyKind::Media { sources, .. } if sources.len() > 1)
}

/// Whether a reply may be what an echo tells of: its words, where both have some, or the kind of its
/// attachment.
fn looks_like(reply: &ReplyKind, echo: &Echo) -> bool {
    let first = echo.attachments.first().map(|attachment| attachment.kind);
    // Meta does not tell what it has no words for.
    let silent = first.is_none() && echo.text.is_none();
    match reply {
        ReplyKind::Text { text, .. } => first.is_none() && reads(echo, text),
        ReplyKind::Media { kind, buttons, .. } if buttons.is_empty() => {
            let kind = match kind {
                MediaKind::Image => AttachmentKind::Image,
                MediaKind::Video => AttachmentKind::Video,
                MediaKind::Audio => AttachmentKind::Audio,
                MediaKind::File => AttachmentKind::File,
            };
            silent || first == Some(kind) || is_links(echo)
        }
        ReplyKind::Sticker(_) => first == Some(AttachmentKind::Sticker),
        ReplyKind::Buttons { text, .. } => silent || is_template(first) || reads(echo, text),
        ReplyKind::Cards { .. }
        | ReplyKind::Media { .. }
        | ReplyKind::Receipt(_)
        | ReplyKind::Coupon(_)
        | ReplyKind::Products(_)
        | ReplyKind::Feedback(_)
        | ReplyKind::Optin(_)
        | ReplyKind::Grid(_)
        | ReplyKind::Utility(_) => silent || is_template(first),
        // An author's own message may be anything.
        ReplyKind::Raw(message) => match message.get("text").and_then(Value::as_str) {
            Some(text) => reads(echo, text),
            None => echo.text.is_none(),
        },
        ReplyKind::Seen | ReplyKind::React { .. } | ReplyKind::Thread(_) => false,
    }
}

fn is_template(kind: Option<AttachmentKind>) -> bool {
    matches!(kind, Some(AttachmentKind::Template | AttachmentKind::Fallback))
}

/// The same words; white space around them is nobody's.
fn reads(echo: &Echo, text: &str) -> bool {
    echo.text.as_deref().is_some_and(|said| said.trim() == text.trim())
}

/// Links stand for files that Meta could not take.
fn is_links(echo: &Echo) -> bool {
    let link = |line: &str| line.starts_with("https://") || line.starts_with("http://");
    echo.text.as_deref().is_some_and(|text| text.lines().all(link))
}
