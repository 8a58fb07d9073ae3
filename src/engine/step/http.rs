//! `http`: another server is asked, and the run rests until it has answered (MODEL 7).

mod json;

use std::fmt::Write;

use crate::bot::op::Op;
use crate::engine::exec::Next;
use crate::engine::fetched;
use crate::engine::run::Run;
use crate::engine::scope::event;
use crate::engine::variables::size;
use crate::flow::model::http::{Base, Body, Http, Part};
use crate::limits::{
    FETCH_EVENT_BYTES_MAX, FETCH_TURN_MAX, FETCHES_IN_A_ROW_MAX, RENDERED_BYTES_MAX,
};
use crate::words::address::Origin;
use crate::words::conversation::Fetching;
use crate::words::name::{FetchId, Value, VarName, Vars};
use crate::words::turn::{Fault, Piece, Request, TimerChange, Want};

/// Ends the turn with a call.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, http: &Http) -> Result<Next, Fault> {
    if run.top().is_some_and(|frame| frame.open.is_some()) {
        return Err(fault(op, "another server cannot be asked while a question is open"));
    }
    // A turn that goes on with an answer goes on counting.
    let made = if run.kept.is_some() { run.state.calls } else { 0 };
    if made >= FETCHES_IN_A_ROW_MAX {
        let text = format!("more than {FETCHES_IN_A_ROW_MAX} calls come of one message");
        return Err(Fault { code: "F820".into(), ..fault(op, &text) });
    }
    let request = request(run, op, http)?;
    run.state.calls = made.saturating_add(1);
    let (fetch, until) = (request.fetch.clone(), run.at.now.plus(FETCH_TURN_MAX));
    let key = fetched::deadline(&fetch);
    run.timers.push(TimerChange::Set { key, serial: 0, due: until, vars: Vars::new() });
    run.state.fetching = Some(Fetching { fetch, until, event: kept(run), held: None });
    run.wants = Some(Want::Http(request));
    Ok(Next::Rest)
}

/// `event.*` for the steps behind the call; of what Meta said as a whole only so much.
fn kept(run: &Run<'_>) -> Vars {
    let Value::Object(mut fields) = event::view(run.about(), run.at.now) else {
        return Vars::new();
    };
    for large in ["raw", "attachments", "nlp"] {
        if fields.values().map(size).sum::<usize>() > FETCH_EVENT_BYTES_MAX {
            fields.remove(large);
        }
    }
    fields.into_iter().map(|(name, value)| (VarName::new(name), value)).collect()
}

fn request(run: &mut Run<'_>, op: &Op, http: &Http) -> Result<Request, Fault> {
    let (origin, before) = origin(run, op, &http.base)?;
    let mut path = vec![Piece::Text(before)];
    path.extend(encoded(run, &http.path)?);
    query(run, &http.query, &mut path)?;
    stays(op, &path)?;
    let (content, body) = body(run, &http.body)?;
    let mut headers = Vec::with_capacity(http.headers.len());
    let given = |(name, _): &&(String, Vec<Part>)| name.eq_ignore_ascii_case("content-type");
    if let Some(content) = content.filter(|_| !http.headers.iter().any(|h| given(&h))) {
        headers.push(("Content-Type".to_owned(), vec![Piece::Text(content.to_owned())]));
    }
    for (name, parts) in &http.headers {
        let pieces = plain(run, parts)?.into_iter().map(one_line);
        headers.push((name.clone(), pieces.collect()));
    }
    let request = Request {
        fetch: FetchId::new(run.seq.to_string()),
        method: http.method.clone(),
        origin,
        path,
        headers,
        body,
        timeout: http.timeout.unwrap_or(run.bot.settings.http.timeout),
        retries: http.retries,
        cache: http.cache,
    };
    let headers = request.headers.iter().flat_map(|(_, pieces)| pieces);
    let pieces = request.path.iter().chain(headers).chain(request.body.iter().flatten());
    if pieces.map(length).sum::<usize>() > RENDERED_BYTES_MAX {
        return Err(fault(op, &format!("this call has more than {RENDERED_BYTES_MAX} bytes")));
    }
    Ok(request)
}

/// The server, and a path that an environment variable may have behind it.
fn origin(run: &Run<'_>, op: &Op, base: &Base) -> Result<(Origin, String), Fault> {
    let name = match base {
        Base::Origin(origin) => return Ok((origin.clone(), String::new())),
        Base::Env(name) => name,
    };
    let value = run.bot.env.get(name.as_str()).and_then(Value::as_str);
    let value = value.ok_or_else(|| fault(op, &format!("env.{name} is not set")))?;
    let value = value.trim_end_matches('/');
    let behind = value.find("://").map_or(0, |at| at.saturating_add(3));
    let slash = value.get(behind..).and_then(|rest| rest.find('/'));
    let end = slash.map_or(value.len(), |at| behind.saturating_add(at));
    let (server, path) = value.split_at_checked(end).unwrap_or((value, ""));
    let origin = Origin::parse(server).filter(|_| !path.contains(['?', '#']));
    let origin = origin.ok_or_else(|| fault(op, &format!("env.{name} is no address")))?;
    Ok((origin, path.to_owned()))
}

/// A text in pieces.
fn plain(run: &mut Run<'_>, parts: &[Part]) -> Result<Vec<Piece>, Fault> {
    let piece = |part: &Part| {
        Ok(match part {
            Part::Literal(text) => Piece::Text(text.clone()),
            Part::Text(id) => Piece::Text(run.text(*id)?),
            Part::Secret(name) => Piece::Secret(name.clone()),
        })
    };
    parts.iter().map(piece).collect()
}

/// A part of an address: what the author wrote stays, values are encoded.
fn encoded(run: &mut Run<'_>, parts: &[Part]) -> Result<Vec<Piece>, Fault> {
    let piece = |part: &Part| {
        Ok(match part {
            Part::Literal(text) => Piece::Text(text.clone()),
            Part::Text(id) => Piece::Text(percent(&run.text(*id)?)),
            Part::Secret(name) => Piece::EncodedSecret(name.clone()),
        })
    };
    parts.iter().map(piece).collect()
}

/// Names and values one behind another, as forms and queries have them.
fn fields(run: &mut Run<'_>, given: &[(String, Vec<Part>)]) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    for (name, parts) in given {
        let and = if pieces.is_empty() { "" } else { "&" };
        pieces.push(Piece::Text(format!("{and}{}=", percent(name))));
        for part in parts {
            pieces.push(match part {
                Part::Literal(text) => Piece::Text(percent(text)),
                Part::Text(id) => Piece::Text(percent(&run.text(*id)?)),
                Part::Secret(name) => Piece::EncodedSecret(name.clone()),
            });
        }
    }
    Ok(pieces)
}

fn query(
    run: &mut Run<'_>,
    given: &[(String, Vec<Part>)],
    path: &mut Vec<Piece>,
) -> Result<(), Fault> {
    let more = fields(run, given)?;
    if !more.is_empty() {
        let asked = path.iter().any(|piece| text_of(piece).contains('?'));
        path.push(Piece::Text(if asked { "&" } else { "?" }.to_owned()));
        path.extend(more);
    }
    Ok(())
}

/// Refuses values that would lead to another folder of the server than the author wrote.
fn stays(op: &Op, path: &[Piece]) -> Result<(), Fault> {
    let whole: String = path.iter().map(text_of).collect();
    let folders = whole.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let folders = folders.replace("%2e", ".");
    if folders.split(['/', '\\']).any(|folder| folder == "." || folder == "..") {
        return Err(fault(op, "a value would lead to another path of that server"));
    }
    Ok(())
}

fn text_of(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        Piece::Secret(_) | Piece::EncodedSecret(_) | Piece::JsonSecret(_) => "secret",
    }
}

fn length(piece: &Piece) -> usize {
    text_of(piece).len()
}

type Sent = (Option<&'static str>, Option<Vec<Piece>>);

/// What kind of body it is, and the body.
fn body(run: &mut Run<'_>, body: &Body) -> Result<Sent, Fault> {
    Ok(match body {
        Body::None => (None, None),
        Body::Json(json) => (Some("application/json"), Some(json::pieces(run, json)?)),
        Body::Form(given) => (Some("application/x-www-form-urlencoded"), Some(fields(run, given)?)),
        Body::Text(parts) => (Some("text/plain; charset=utf-8"), Some(plain(run, parts)?)),
    })
}

/// A header is one line, whatever a visitor typed.
fn one_line(piece: Piece) -> Piece {
    match piece {
        Piece::Text(text) => Piece::Text(text.replace(char::is_control, " ")),
        Piece::Secret(_) | Piece::EncodedSecret(_) | Piece::JsonSecret(_) => piece,
    }
}

/// Everything but letters, digits and `-._~` of ASCII as `%XX`.
fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else if write!(encoded, "%{byte:02X}").is_err() {
            break;
        }
    }
    encoded
}

fn fault(op: &Op, text: &str) -> Fault {
    Fault { code: "F817".into(), place: Some(op.place.clone()), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_break_out_of_their_place() {
        assert_eq!(percent("a b/c?d&e=f#g%"), "a%20b%2Fc%3Fd%26e%3Df%23g%25");
        assert_eq!(percent("Zürich-1.2_~"), "Z%C3%BCrich-1.2_~");
        let line = one_line(Piece::Text("a\r\nX-Evil: 1".into()));
        assert_eq!(line, Piece::Text("a  X-Evil: 1".into()));
    }
}
