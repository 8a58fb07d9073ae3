//! Who has the thread, and what Meta decides about the Page.

use serde_json::Value;

use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::field::{Map, filled, object, text_of};
use crate::words::event::{EventKind, ThreadChange};

pub(super) fn read(map: &Map) -> Option<Told> {
    change(map).map(EventKind::Thread).or_else(|| policy(map)).map(|kind| Told::new("", None, kind))
}

fn change(map: &Map) -> Option<ThreadChange> {
    if let Some(pass) = object(map, "pass_thread_control") {
        let (to, from, metadata) = owners(pass);
        return Some(ThreadChange::Pass { to, from, metadata });
    }
    if let Some(take) = object(map, "take_thread_control") {
        let (to, from, metadata) = owners(take);
        return Some(ThreadChange::Take { to, from, metadata });
    }
    if let Some(request) = object(map, "request_thread_control") {
        let by = filled(request, "requested_owner_app_id");
        return Some(ThreadChange::Request { by, metadata: filled(request, "metadata") });
    }
    let roles = object(map, "app_roles")?;
    Some(ThreadChange::Roles(Value::Object(roles.clone())))
}

fn owners(change: &Map) -> (Option<String>, Option<String>, Option<String>) {
    let part = |key| filled(change, key);
    (part("new_owner_app_id"), part("previous_owner_app_id"), part("metadata"))
}

fn policy(map: &Map) -> Option<EventKind> {
    let policy = object(map, "policy_enforcement").or_else(|| object(map, "policy-enforcement"))?;
    let action = text_of(policy, "action").unwrap_or_default();
    Some(EventKind::Policy { action, reason: filled(policy, "reason") })
}
