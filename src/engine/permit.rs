//! What visitors allow beyond Messenger's window, and for how long.

use crate::engine::run::Run;
use crate::limits::PERMITS_MAX;
use crate::time::Timestamp;
use crate::words::conversation::Permit;
use crate::words::event::Optin;
use crate::words::name::Value;

/// Remembers the token that allows later messages, or forgets it where they are no longer wanted.
pub(super) fn remember(run: &mut Run<'_>, optin: &Optin) {
    let title = || optin.more.get("title").and_then(Value::as_str).map(str::to_owned);
    let Some(name) = optin.payload.clone().or_else(title) else { return };
    let status = optin.more.get("notification_messages_status").and_then(Value::as_str);
    let permits = &mut run.state.permits;
    if status.is_some_and(|status| status.starts_with("STOP")) {
        permits.remove(&name);
    } else if let Some(token) = optin.token.clone() {
        let once = optin.kind.as_deref() == Some("one_time_notif_req");
        let until = optin.more.get("token_expiry_timestamp").and_then(Value::as_i64);
        if permits.len() >= PERMITS_MAX && !permits.contains_key(&name) {
            permits.pop_first();
        }
        permits.insert(name, Permit { token, once, until: until.map(Timestamp) });
    }
}
