//! Functions and filters: Tera's own where they cannot grow without bound, ours in place of those
//! that can, and the counters that `guard` puts into every template.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use std::collections::BTreeSet;
use std::fmt::Write;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::limits::{LOOP_ITEMS_MAX, VALUE_BYTES_MAX};
use crate::template::meter;

/// Filters and functions that authors may name, for suggestions.
pub(super) const KNOWN: [&str; 46] = [
    "abs",
    "capitalize",
    "default",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "join_and",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "plural",
    "pluralize",
    "range",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "values",
    "wordcount",
    "defined",
    "number",
    "string",
    "odd",
    "even",
    "containing",
];

/// Values of up to this many bytes are not counted when a loop makes them.
const SMALL: usize = 256;

/// A Tera with our library and no escaping.
pub(super) fn tera() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<&str>::new());
    tera.register_function("__tick", tick);
    tera.register_filter("__items", items);
    tera.register_filter("__kept", kept);
    tera.register_filter("__made", made);
    tera.register_filter("__json", json);
    tera.register_function("range", range);
    tera.register_function("plural", plural);
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("join_and", join_and);
    tera.register_filter("indent", indent);
    tera.register_filter("truncate", truncate);
    tera.register_filter("urlencode", urlencode);
    tera
}

/// Stands at the head of every loop body, component and file: `n` is what one round costs.
fn tick(kwargs: Kwargs, _: &State<'_>) -> TeraResult<bool> {
    let ticks = kwargs.must_get::<u64>("n")?;
    meter::spend(u32::try_from(ticks).unwrap_or(u32::MAX)).map(|()| false)
}

/// Stands behind what a loop goes over.
fn items(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("is not defined"));
    }
    if value.len().is_some_and(|items| items > LOOP_ITEMS_MAX) {
        return Err(meter::exhausted());
    }
    Ok(value)
}

/// Stands behind what a `set` keeps.
fn kept(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if size(&value, VALUE_BYTES_MAX) > VALUE_BYTES_MAX {
        Err(meter::exhausted())
    } else {
        Ok(value)
    }
}

/// Stands behind what a loop shows.
fn made(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("is not defined"));
    }
    let bytes = size(&value, VALUE_BYTES_MAX);
    if bytes > VALUE_BYTES_MAX {
        return Err(meter::exhausted());
    }
    if bytes > SMALL {
        meter::spend(meter::ticks_of(bytes))?;
    }
    Ok(value)
}

/// The value as JSON, to be read back with its type.
fn json(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    if value.is_undefined() {
        return Err(Error::message("is not defined"));
    }
    if size(&value, VALUE_BYTES_MAX) > VALUE_BYTES_MAX {
        return Err(meter::exhausted());
    }
    serde_json::to_string(&value).map_err(Error::message)
}

/// Bytes of a value, counted no further than a little beyond `enough`.
fn size(value: &Value, enough: usize) -> usize {
    if let Some(text) = value.as_str() {
        return text.len();
    }
    let mut sum = 8_usize;
    let add = |sum: usize, value: &Value| {
        let rest = enough.saturating_sub(sum);
        if sum > enough { sum } else { sum.saturating_add(size(value, rest)) }
    };
    if let Some(list) = value.as_array() {
        sum = list.iter().fold(sum, add);
    } else if let Some(map) = value.as_map() {
        let keys = map.keys().map(|key| key.as_str().map_or(8, str::len)).sum::<usize>();
        sum = map.values().fold(sum.saturating_add(keys), add);
    }
    sum
}

fn range(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0);
    let step = step.ok_or_else(|| Error::message("`step_by` of `range` must be 1 or more"))?;
    let numbers: Vec<i64> =
        (start..end).step_by(step).take(LOOP_ITEMS_MAX.saturating_add(1)).collect();
    if numbers.len() > LOOP_ITEMS_MAX { Err(meter::exhausted()) } else { Ok(numbers) }
}

/// The word for a number, by the rules of English; catalogues bring other languages' own.
fn plural(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let n = kwargs.must_get::<f64>("n")?;
    let one = (n - 1.0).abs() < f64::EPSILON;
    let word = if one { kwargs.get::<Value>("one")? } else { None };
    word.map_or_else(|| kwargs.must_get::<Value>("other"), Ok)
}

fn replace(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let (old, new) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
    let grown = new.len().saturating_sub(old.len()).saturating_mul(text.matches(old).count());
    bounded(text.len().saturating_add(grown))?;
    Ok(text.replace(old, new))
}

fn join(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let between = kwargs.get::<&str>("sep")?.unwrap_or_default();
    joined(list, |_| between)
}

/// `a, b and c`.
fn join_and(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let end = list.len().saturating_sub(1);
    joined(list, |index| if index == end { " and " } else { ", " })
}

fn joined<'a>(list: &[Value], between: impl Fn(usize) -> &'a str) -> TeraResult<String> {
    let mut text = String::new();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            text.push_str(between(index));
        }
        write!(text, "{item}").map_err(Error::message)?;
        bounded(text.len())?;
    }
    Ok(text)
}

fn indent(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4);
    let first = kwargs.get::<bool>("first")?.unwrap_or(false);
    bounded(text.len().saturating_add(width.saturating_mul(text.lines().count())))?;
    let margin = " ".repeat(width);
    let line = |(index, line): (usize, &str)| {
        let plain = line.trim().is_empty() || (index == 0 && !first);
        if plain { line.to_owned() } else { format!("{margin}{line}") }
    };
    Ok(text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n"))
}

/// Cuts a text to `length` letters, the last of them `…`.
fn truncate(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let length = kwargs.get::<usize>("length")?.unwrap_or(255);
    let end = kwargs.get::<&str>("end")?.unwrap_or("…");
    if text.chars().count() <= length {
        return Ok(text.to_owned());
    }
    let kept = length.saturating_sub(end.chars().count());
    Ok(text.chars().take(kept).chain(end.chars()).collect())
}

/// Everything but letters, digits and `-._~` as `%XX` of its UTF-8.
fn urlencode(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
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

fn bounded(bytes: usize) -> TeraResult<()> {
    if bytes > VALUE_BYTES_MAX {
        Err(meter::exhausted())
    } else {
        meter::spend(meter::ticks_of(bytes))
    }
}

/// The names once, for suggestions.
pub(super) fn names() -> BTreeSet<&'static str> {
    KNOWN.into_iter().collect()
}
