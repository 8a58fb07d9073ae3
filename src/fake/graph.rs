//! The Graph API's side: what a call is answered, and what takes effect.

use serde_json::{Value, json};

use crate::fake::script::{Step, error};
use crate::fake::state::Shared;
use crate::fake::{Call, check, edges, event, form, instagram, profile};
use crate::words::name::{Mid, PageId};

/// The edge of what stands on a Page.
const PROFILE: &str = "messenger_profile";

/// A call as it came over the wire.
pub(super) struct Incoming {
    pub(super) path: String,
    pub(super) query: String,
    /// The `Authorization` header.
    pub(super) authorization: String,
    /// The `Content-Type` header.
    pub(super) content: String,
    /// Whether it is a `GET`.
    pub(super) reads: bool,
    /// Whether it is a `DELETE`.
    pub(super) deletes: bool,
    pub(super) body: Vec<u8>,
}

/// What the connection does next.
pub(super) enum Reaction {
    Answer { status: u16, headers: Vec<(String, String)>, body: String },
    Flood(u64),
    Hang,
    Reset,
}

/// Takes a call, or does what the script says; either way it is recorded.
pub(super) async fn call(shared: &Shared, incoming: Incoming) -> Reaction {
    if let Some(who) = who(shared, &incoming) {
        return who;
    }
    let at = shared.now();
    let edge = incoming.path.rsplit('/').next().unwrap_or_default().to_owned();
    let form = form::read(&incoming.content, &incoming.body);
    let json = || serde_json::from_slice(&incoming.body).unwrap_or_default();
    let body: Value = form.unwrap_or_else(json);
    let page = caller(shared, &incoming).ok();
    let mut call = Call { n: 0, page, at, edge, body, status: None, mid: None, accepted: false };
    let visitor = if incoming.reads { call.edge.clone() } else { check::visitor(&call.body) };
    let step = shared.step(&visitor);
    if let Step::TakeLate(pause) = step {
        tokio::time::sleep(pause).await;
    }
    let reaction = react(shared, &incoming, &mut call, step);
    if let Reaction::Answer { status, .. } = &reaction {
        call.status = Some(*status);
    }
    let sent = call.mid.as_ref().zip(call.page.as_ref()).filter(|_| shared.config.echoes);
    let echo = sent.and_then(|(mid, page)| echo(shared, page, &call.body, mid));
    // Whoever has heard the echo finds the call.
    shared.record(call);
    if echo.is_some_and(|echo| shared.echoes.try_send(echo).is_err()) {
        tracing::debug!("an echo is lost: too many wait");
    }
    reaction
}

fn react(shared: &Shared, incoming: &Incoming, call: &mut Call, step: Step) -> Reaction {
    match step {
        Step::Answer { status, headers, body } => Reaction::Answer { status, headers, body },
        Step::Flood(bytes) => Reaction::Flood(bytes),
        Step::Hang => Reaction::Hang,
        Step::Reset => Reaction::Reset,
        Step::Take | Step::TakeLate(_) => take(shared, incoming, call),
        Step::TakeWith(more) => match take(shared, incoming, call) {
            Reaction::Answer { status, mut headers, body } => {
                headers.extend(more);
                Reaction::Answer { status, headers, body }
            }
            other => other,
        },
        Step::TakeAndAnswer(body) => match take(shared, incoming, call) {
            Reaction::Answer { status: 200, headers, .. } => {
                Reaction::Answer { status: 200, headers, body }
            }
            refused => refused,
        },
        Step::TakeThenHang => after(take(shared, incoming, call), Reaction::Hang),
        Step::TakeThenReset => after(take(shared, incoming, call), Reaction::Reset),
    }
}

/// What was refused is answered; what was taken goes on as scripted.
fn after(taken: Reaction, then: Reaction) -> Reaction {
    if matches!(taken, Reaction::Answer { status: 200, .. }) { then } else { taken }
}

fn take(shared: &Shared, incoming: &Incoming, call: &mut Call) -> Reaction {
    let page = match known(shared, incoming) {
        Ok(page) => page,
        Err(refusal) => return refusal,
    };
    if incoming.reads && call.edge != PROFILE {
        return look_up(shared, incoming, call);
    }
    if !incoming.reads && !call.body.is_object() {
        return refuse(400, "(#100) The body is not a JSON object", [100, 0]);
    }
    let made = match call.edge.as_str() {
        "messages" => {
            check::messages(shared, &page, &call.body).map(|()| sent(shared, &page, call))
        }
        "message_attachments" => edges::attachment(shared, &page, &call.body),
        "personas" => edges::persona(shared, &page, &call.body),
        PROFILE => {
            let place = profile::place(&page, &incoming.query);
            match (incoming.reads, incoming.deletes) {
                (true, _) => Ok(profile::shown(shared, &place, &incoming.query)),
                (false, true) => profile::without(shared, &place, &call.body),
                (false, false) => profile::with(shared, &place, &call.body),
            }
        }
        edge => {
            let visitor = check::visitor(&call.body);
            shared.ledger.give(&page, &visitor, edge == "pass_thread_control");
            Ok(json!({"success": true}))
        }
    };
    match made {
        Ok(made) => {
            call.accepted = true;
            let headers = shared.usage();
            Reaction::Answer { status: 200, headers, body: made.to_string() }
        }
        Err(check::Refusal { message, code, subcode }) => refuse(400, message, [code, subcode]),
    }
}

/// A visitor's profile; the last part of the path is the visitor.
fn look_up(shared: &Shared, incoming: &Incoming, call: &mut Call) -> Reaction {
    let fields = form_urlencoded::parse(incoming.query.as_bytes())
        .find_map(|(name, value)| (name == "fields").then_some(value));
    match edges::profile(shared, &call.edge, &fields.unwrap_or_default()) {
        Some(profile) => {
            call.accepted = true;
            Reaction::Answer { status: 200, headers: shared.usage(), body: profile.to_string() }
        }
        None if shared.silent_for(&call.edge).is_some() => {
            refuse(400, "No profile available for this user.", [2_018_218, 0])
        }
        None => {
            let message = "Unsupported get request. Object does not exist, cannot be loaded due to \
                           missing permissions, or does not support this operation";
            refuse(400, message, [100, 33])
        }
    }
}

fn sent(shared: &Shared, page: &PageId, call: &mut Call) -> Value {
    let id = call.body.pointer("/recipient/id").cloned();
    let mut answer = serde_json::Map::new();
    answer.extend(id.clone().map(|id| ("recipient_id".to_owned(), id)));
    if call.body.get("message").is_some() {
        let mid = shared.mid();
        answer.insert("message_id".to_owned(), mid.as_str().into());
        call.mid = Some(mid);
        let visitor = check::visitor(&call.body);
        if id.is_none() {
            shared.ledger.answered(&visitor);
        }
        if call.body.pointer("/thread_control/control_type").is_some_and(|kind| kind == "pass") {
            shared.ledger.give(page, &visitor, true);
        }
    }
    Value::Object(answer)
}

/// The Page whose token a call brings.
fn caller(shared: &Shared, incoming: &Incoming) -> Result<PageId, Reaction> {
    let token = incoming.authorization.strip_prefix("Bearer ").unwrap_or_default();
    let Some((page, expected)) = shared.page_of(token) else {
        return Err(refuse(401, "Invalid OAuth access token.", [190, 0]));
    };
    let proof = form_urlencoded::parse(incoming.query.as_bytes())
        .find_map(|(name, value)| (name == "appsecret_proof").then_some(value));
    if proof.as_deref() != Some(expected.as_str()) {
        return Err(refuse(400, "Invalid appsecret_proof provided in the API argument", [100, 0]));
    }
    Ok(page)
}

/// Who the caller is, if that is asked: the Page of its token or the app. Scripts are about calls that
/// do something, so these are no calls of theirs.
fn who(shared: &Shared, incoming: &Incoming) -> Option<Reaction> {
    let whom = incoming.path.rsplit('/').next().filter(|_| incoming.reads)?;
    if !["me", "app"].contains(&whom) {
        return None;
    }
    let id = match caller(shared, incoming) {
        Ok(page) if whom == "me" => page.to_string(),
        Ok(_) if shared.config.app.is_empty() => {
            return Some(refuse(400, "(#200) Missing Permissions", [200, 0]));
        }
        Ok(_) => shared.config.app.clone(),
        Err(refusal) => return Some(refusal),
    };
    let body = json!({ "id": id }).to_string();
    Some(Reaction::Answer { status: 200, headers: Vec::new(), body })
}

/// The Page that calls this, if it may.
fn known(shared: &Shared, incoming: &Incoming) -> Result<PageId, Reaction> {
    const EDGES: [&str; 8] = [
        PROFILE,
        "messages",
        "message_attachments",
        "personas",
        "pass_thread_control",
        "take_thread_control",
        "request_thread_control",
        "release_thread_control",
    ];
    let caller = caller(shared, incoming)?;
    let parts: Vec<_> = incoming.path.trim_start_matches('/').split('/').collect();
    if let ([version, _visitor], true) = (parts.as_slice(), incoming.reads) {
        let known = version.starts_with('v');
        let unknown = || refuse(400, "Unknown path components", [2_500, 0]);
        return known.then_some(caller).ok_or_else(unknown);
    }
    let &[version, page, edge] = parts.as_slice() else {
        return Err(refuse(400, "Unknown path components", [2_500, 0]));
    };
    if !version.starts_with('v') || !EDGES.contains(&edge) {
        return Err(refuse(400, "Unknown path components", [2_500, 0]));
    }
    if page != caller.as_str() && page != "me" {
        return Err(refuse(400, "Unsupported post request. Object does not exist", [100, 33]));
    }
    Ok(caller)
}

fn refuse(status: u16, message: &str, [code, subcode]: [u32; 2]) -> Reaction {
    Reaction::Answer { status, headers: Vec::new(), body: error(message, code, subcode) }
}

fn echo(shared: &Shared, page: &PageId, body: &Value, mid: &Mid) -> Option<Value> {
    match shared.account_of(&check::visitor(body)) {
        Some(account) => instagram::echo(shared, &account, body, mid),
        None => event::echo(shared, page, body, mid),
    }
}
