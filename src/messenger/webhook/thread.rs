//! Who has the thread, and what Meta decides about the Page.

use serde_json::Value;

use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::part::Part;
use crate::words::event::{EventKind, ThreadChange};

pub(super) fn pass(pass: &Part<'_>) -> Told {
    let (to, from, metadata) = owners(pass);
    changed(ThreadChange::Pass { to, from, metadata, ours: None })
}

pub(super) fn take(take: &Part<'_>) -> Told {
    let (to, from, metadata) = owners(take);
    changed(ThreadChange::Take { to, from, metadata, ours: None })
}

pub(super) fn request(request: &Part<'_>) -> Told {
    let by = request.filled("requested_owner_app_id");
    changed(ThreadChange::Request { by, metadata: request.filled("metadata") })
}

pub(super) fn roles(roles: &Part<'_>) -> Told {
    changed(ThreadChange::Roles(Value::Object(roles.take_rest())))
}

pub(super) fn policy(policy: &Part<'_>) -> Told {
    let action = policy.text("action").unwrap_or_default();
    Told::new("", None, EventKind::Policy { action, reason: policy.filled("reason") })
}

fn changed(change: ThreadChange) -> Told {
    Told::new("", None, EventKind::Thread(change))
}

fn owners(change: &Part<'_>) -> (Option<String>, Option<String>, Option<String>) {
    let part = |key| change.filled(key);
    (part("new_owner_app_id"), part("previous_owner_app_id"), part("metadata"))
}
