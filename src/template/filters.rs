//! Filters and functions of ours: those that LANGUAGE adds, and those of Tera's that could grow
//! without bound, or whose order would be a matter of chance.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use std::borrow::Cow;
use std::fmt::Write;

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{BYTES_PER_TICK, LOOP_ITEMS_MAX, VALUE_BYTES_MAX};
use crate::template::convert::whole;
use crate::template::library::size;
use crate::template::{chance, dates, distance, grammar, meter, money, openings, phone, sentences};

pub(super) fn register(tera: &mut Tera) {
    tera.register_function("range", range);
    tera.register_function("plural", grammar::plural);
    tera.register_function("open_now", openings::open_now);
    tera.register_function("opens_at", openings::opens_at);
    tera.register_function("pick", chance::pick);
    tera.register_function("distance", distance::distance);
    tera.register_function("tr", sentences::tr);
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("join_and", grammar::join_and);
    tera.register_filter("money", money::money);
    tera.register_filter("date", dates::date);
    tera.register_filter("plus", dates::plus);
    tera.register_filter("phone", phone::phone);
    tera.register_filter("indent", indent);
    tera.register_filter("truncate", truncate);
    tera.register_filter("urlencode", urlencode);
    tera.register_filter("json_encode", json_encode);
    tera.register_filter("str", text);
    tera.register_filter("unique", unique);
    tera.register_filter("group_by", group_by);
}

/// Pays for so many bytes that are made; refuses more than a value may have.
pub(super) fn bounded(bytes: usize) -> TeraResult<()> {
    if bytes > VALUE_BYTES_MAX {
        Err(meter::exhausted())
    } else {
        meter::spend(meter::ticks_of(bytes))
    }
}

fn known(value: &Value) -> TeraResult<()> {
    if value.is_undefined() { Err(Error::message("is not defined")) } else { Ok(()) }
}

fn range(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0);
    let step = step.ok_or_else(|| Error::message("`step_by` of `range` must be 1 or more"))?;
    let numbers: Vec<i64> =
        (start..end).step_by(step).take(LOOP_ITEMS_MAX.saturating_add(1)).collect();
    if numbers.len() > LOOP_ITEMS_MAX {
        return Err(meter::exhausted());
    }
    meter::spend_each(numbers.len() / 16)?;
    Ok(numbers)
}

fn replace(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let (old, new) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
    if old.is_empty() {
        return Err(Error::message("`from` of `replace` is empty"));
    }
    bounded(text.len())?;
    let found = text.matches(old).count();
    let grown = new.len().saturating_sub(old.len()).saturating_mul(found);
    bounded(text.len().saturating_add(grown))?;
    Ok(text.replace(old, new))
}

fn join(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let between = kwargs.get::<&str>("sep")?.unwrap_or_default();
    let mut text = String::new();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        let room = VALUE_BYTES_MAX.saturating_sub(text.len());
        if size(item, room) > room {
            return Err(meter::exhausted());
        }
        write!(text, "{}", whole(item.clone())).map_err(Error::message)?;
    }
    bounded(text.len())?;
    meter::spend_each(list.len() / 16)?;
    Ok(text)
}

fn indent(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4);
    let first = kwargs.get::<bool>("first")?.unwrap_or(false);
    let lines = text.split('\n').count();
    bounded(text.len().saturating_add(width.saturating_mul(lines)))?;
    let margin = " ".repeat(width);
    let line = |(index, line): (usize, &str)| {
        let plain = line.trim().is_empty() || (index == 0 && !first);
        if plain { line.to_owned() } else { format!("{margin}{line}") }
    };
    Ok(text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n"))
}

/// Cuts a text so that it fits into `length` UTF-16 units with `…` behind it, which is how Messenger
/// counts; no letter is cut in two.
fn truncate(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let length = kwargs.must_get::<usize>("length")?;
    let end = kwargs.get::<&str>("end")?.unwrap_or("…");
    bounded(text.len().min(VALUE_BYTES_MAX))?;
    let units = |text: &str| text.encode_utf16().count();
    if units(text) <= length {
        return Ok(text.to_owned());
    }
    let Some(room) = length.checked_sub(units(end)) else { return Ok(String::new()) };
    let mut taken = 0_usize;
    let fits = |letter: &&str| {
        taken = taken.saturating_add(units(letter));
        taken <= room
    };
    let kept: String = text.graphemes(true).take_while(fits).collect();
    Ok(kept.trim_end().to_owned() + end)
}

/// Everything but letters, digits and `-._~` as `%XX` of its UTF-8.
fn urlencode(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let text = shown(value)?;
    bounded(text.len().saturating_mul(3))?;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").map_err(Error::message)?;
        }
    }
    Ok(encoded)
}

fn json_encode(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    known(value)?;
    bounded(size(value, VALUE_BYTES_MAX))?;
    serde_json::to_string(value).map_err(Error::message)
}

fn text(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let text = shown(value)?;
    bounded(text.len())?;
    Ok(text.into_owned())
}

/// A value as it would be written, if it is not too large.
pub(super) fn shown(value: &Value) -> TeraResult<Cow<'_, str>> {
    known(value)?;
    if size(value, VALUE_BYTES_MAX) > VALUE_BYTES_MAX {
        return Err(meter::exhausted());
    }
    Ok(match value.as_str() {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(whole(value.clone()).to_string()),
    })
}

/// Each item once, the first of equal ones.
fn unique(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    if list.len() > LOOP_ITEMS_MAX {
        return Err(meter::exhausted());
    }
    let compared = list.len().saturating_mul(list.len());
    meter::spend_each(list.len().saturating_add(compared / BYTES_PER_TICK))?;
    let mut once: Vec<Value> = Vec::new();
    for item in list {
        if !once.contains(item) {
            once.push(item.clone());
        }
    }
    Ok(once)
}

/// Lists by the value of an attribute, in the order in which the values come.
fn group_by(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Map> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    meter::spend_each(list.len())?;
    let mut groups: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    let mut places: std::collections::HashMap<Key<'static>, usize> =
        std::collections::HashMap::new();
    for item in list {
        let Some(value) = item.get_from_path(attribute) else {
            return Err(Error::message("an item lacks the attribute that it is grouped by"));
        };
        if value.is_none() {
            continue;
        }
        let place = *places.entry(key(value)?).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((key(value)?, vec![item.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(key, group)| (key, Value::from(group))).collect())
}

fn key(value: &Value) -> TeraResult<Key<'static>> {
    if let Some(text) = value.as_str() {
        return Ok(Key::String(text.into()));
    }
    let number = value.as_i64().map(Key::I64);
    number
        .or_else(|| value.as_bool().map(Key::Bool))
        .ok_or_else(|| Error::message("lists are grouped by texts, whole numbers and yes or no"))
}
