//! `Given:`: what holds before the conversation goes on.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::limits::WINDOW;
use crate::rehearsal::stage::Stage;
use crate::rehearsal::told;
use crate::script::line::{Clock, Given, Line, LineKind};
use crate::source::Span;
use crate::source::diagnostic::Diagnostic;
use crate::words::conversation::{PROFILE_FIELDS, Profile};
use crate::words::name::{Channel, VarName, Vars};

/// The one field of the profile that the bot itself fills.
const TAGS: &str = "tags";

/// `env.*` as a test gives it.
pub(super) fn environment<'t>(lines: impl Iterator<Item = &'t Line>) -> BTreeMap<String, String> {
    let env = lines.flat_map(|line| items(&line.kind)).filter_map(|given| match given {
        Given::Var(path, value) => Some((path.strip_prefix("env.")?.to_owned(), plain(value))),
        Given::Now(_)
        | Given::Locale(_)
        | Given::Answers(_)
        | Given::Pick(_)
        | Given::GraphFails(_) => None,
    });
    env.collect()
}

/// What a line gives.
pub(super) fn items(line: &LineKind) -> &[Given] {
    match line {
        LineKind::Given(items) => items.as_slice(),
        LineKind::Include(_)
        | LineKind::You(_)
        | LineKind::App(..)
        | LineKind::Person(_)
        | LineKind::After(_)
        | LineKind::Bot(_)
        | LineKind::Nothing
        | LineKind::Then(_) => &[],
    }
}

/// A value as it is written without quotes.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Makes it hold; or why it cannot.
pub(super) fn set(stage: &mut Stage<'_>, given: &Given, span: Span) -> Result<(), Diagnostic> {
    match given {
        Given::Var(path, value) => variable(stage, path, value.clone(), span)?,
        Given::Now(now) => {
            let now = match *now {
                Clock::Is(now) => Some(now),
                Clock::Shows(shown) => stage.bot().settings.zone.moment(shown),
            };
            let unclear = || told::wrong(span, "there is no such day");
            stage.now = now.ok_or_else(unclear)?;
            let now = stage.now;
            if let Profile::Known { at, .. } = &mut stage.own().profile {
                *at = now;
            }
        }
        Given::Locale(locale) => {
            stage.own().locale = (locale != "none").then(|| locale.as_str().into());
        }
        Given::Pick(arms) => stage.picks.clone_from(arms),
        Given::Answers(answer) => stage.answers.push(answer.clone()),
        Given::GraphFails(_) => stage.refuses = true,
    }
    Ok(())
}

fn variable(stage: &mut Stage<'_>, path: &str, value: Value, span: Span) -> Result<(), Diagnostic> {
    match path.split_once('.') {
        Some(("user", TAGS)) => put(&mut stage.own().user, TAGS, as_list(value)),
        Some(("user", field)) if PROFILE_FIELDS.contains(&field) => profile(stage, field, value),
        Some(("user", name)) => put(&mut stage.own().user, name, value),
        Some(("chat", "misses")) => {
            let misses = value.as_u64().and_then(|misses| u16::try_from(misses).ok());
            let unclear = || told::wrong(span, "chat.misses is a whole number");
            stage.own().misses = misses.ok_or_else(unclear)?;
        }
        Some(("chat", "channel")) => {
            let here = value.as_str().and_then(Channel::parse);
            let here = here.filter(|here| stage.bot().settings.channels.contains(here));
            let unclear = || told::wrong(span, "chat.channel is one of the channels in bot.yaml");
            stage.channel = here.ok_or_else(unclear)?;
        }
        Some(("chat", "window_open")) => {
            let until = (value == Value::Bool(true)).then(|| stage.now.plus(WINDOW));
            stage.own().window_until = until;
        }
        Some(("chat", name)) => put(&mut stage.own().chat, name, value),
        // The bot has it already.
        Some(("env", name)) if stage.bot().settings.env.iter().any(|own| own == name) => {}
        Some(_) | None => {
            return Err(told::wrong(span, format!("{path} is not on the list in bot.yaml")));
        }
    }
    Ok(())
}

/// What Meta tells; the visitor's language is then for the profile to decide.
fn profile(stage: &mut Stage<'_>, field: &str, value: Value) {
    let (now, own) = (stage.now, stage.own());
    if field == "locale" {
        own.locale = None;
    }
    let mut fields = match std::mem::take(&mut own.profile) {
        Profile::Known { fields, .. } => fields,
        Profile::Unknown | Profile::Silent { .. } => Vars::new(),
    };
    put(&mut fields, field, value);
    own.profile = Profile::Known { fields, at: now };
}

/// Sets a variable, or what lies deeper in it; `none` takes it away.
fn put(vars: &mut Vars, path: &str, value: Value) {
    let (name, inner) = path.split_once('.').unwrap_or((path, ""));
    let name = VarName::new(name);
    if inner.is_empty() && value.is_null() {
        vars.remove(&name);
        return;
    }
    let mut place = vars.entry(name).or_insert(Value::Null);
    for key in inner.split('.').filter(|key| !key.is_empty()) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[key];
    }
    *place = value;
}

/// One tag is a list of one.
fn as_list(value: Value) -> Value {
    match value {
        Value::Array(_) | Value::Null => value,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Value::Array(vec![value])
        }
    }
}
