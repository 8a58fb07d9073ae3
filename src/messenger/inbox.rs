//! The apps behind Meta's own inboxes, in which people answer.

use crate::words::name::Channel;

/// The app of a Page's inbox.
const PAGE_INBOX: &str = "263902037430900";
/// The same as one page of Meta's writes it for echoes; nobody knows whether it is a slip, so both
/// count (platform.md F).
const PAGE_INBOX_IN_ECHOES: &str = "26390203743090";
/// The app of an Instagram account's inbox.
const INSTAGRAM_INBOX: &str = "1217981644879628";

/// The word that authors use for the inbox of a Page.
const WORD: &str = "page_inbox";

/// Whether an app is an inbox in which people answer.
pub(super) fn is_inbox(app: &str) -> bool {
    [PAGE_INBOX, PAGE_INBOX_IN_ECHOES, INSTAGRAM_INBOX].contains(&app)
}

/// The app that a thread is passed to, by the author's word for it or its own number.
pub(super) fn app(to: &str, channel: Channel) -> &str {
    match channel {
        Channel::Messenger if to == WORD => PAGE_INBOX,
        Channel::Instagram if to == WORD => INSTAGRAM_INBOX,
        Channel::Messenger | Channel::Instagram => to,
    }
}
