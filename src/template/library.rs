//! A Tera with our library, and the counters that `guard` puts into templates.
#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "Tera calls with values, and wants results"
)]

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::limits::CONVERSATION_BYTES_MAX;
use crate::limits::{BYTES_PER_TICK, BYTES_READ_PER_TICK, LOOP_ITEMS_MAX, VALUE_BYTES_MAX};
use crate::template::batch::Folding;
use crate::template::convert::whole;
use crate::template::{filters, meter};

/// A Tera with our library and no escaping.
pub(super) fn tera(fold: Folding) -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<&str>::new());
    tera.register_function("__tick", tick);
    tera.register_filter("__items", items);
    tera.register_filter("__kept", kept);
    tera.register_filter("__made", made);
    tera.register_filter("__shown", shown);
    tera.register_filter("__value", value);
    tera.register_filter("__sized", sized);
    tera.register_filter("__letters", letters);
    tera.register_filter("__there", there);
    tera.register_filter("__seen", seen);
    tera.register_filter("__joined", joined);
    tera.register_filter("__spread", spread);
    tera.register_filter("__at", at);
    filters::register(&mut tera);
    tera.register_filter("fold", move |text: &str, _: Kwargs, _: &State<'_>| {
        filters::bounded(text.len()).map(|()| fold.0(text))
    });
    tera
}

/// Stands at the head of every component and file: `n` is what it costs.
fn tick(kwargs: Kwargs, _: &State<'_>) -> TeraResult<&'static str> {
    meter::spend(kwargs.must_get::<u32>("n")?).map(|()| "")
}

fn set(value: &Value) -> TeraResult<()> {
    if value.is_undefined() { Err(Error::message("is not defined")) } else { Ok(()) }
}

/// Stands behind what a loop goes over: its rounds are paid at once, `n` ticks each.
fn items(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    let rounds = value.len().unwrap_or_default();
    if rounds > LOOP_ITEMS_MAX {
        return Err(meter::exhausted());
    }
    let each = kwargs.must_get::<usize>("n")?;
    meter::spend_each(rounds.saturating_mul(each))?;
    Ok(value.clone())
}

/// Stands behind what a `set` keeps.
fn kept(value: &Value, kwargs: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    made(value, kwargs, state)
}

/// Stands behind what is written where Tera keeps it.
fn made(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    filters::bounded(size(value, VALUE_BYTES_MAX))?;
    Ok(whole(value.clone()))
}

/// Stands behind a sum or product that is written.
fn shown(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    Ok(whole(value.clone()))
}

/// Stands behind an expression that is wanted for its value.
fn value(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<&'static str> {
    meter::make(value.clone());
    Ok("")
}

/// Stands before a filter that goes through all of its input.
fn sized(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    match value.as_str() {
        Some(text) => meter::spend_each(text.len() / BYTES_PER_TICK)?,
        None => meter::spend_each(value.len().unwrap_or_default())?,
    }
    Ok(value.clone())
}

/// Stands before a filter that goes through the letters of a text, and takes a list as a whole.
fn letters(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    meter::spend_each(value.as_str().map_or(0, str::len) / BYTES_PER_TICK)?;
    Ok(value.clone())
}

/// Stands behind what is handed over to a function that takes a single item of it.
fn there(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    Ok(value.clone())
}

/// Stands behind what is compared, searched, handed over or put into a list.
fn seen(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    let bytes = size(value, CONVERSATION_BYTES_MAX);
    if bytes > CONVERSATION_BYTES_MAX && value.as_str().is_none() {
        return Err(meter::exhausted());
    }
    meter::spend_each(bytes / BYTES_READ_PER_TICK)?;
    Ok(value.clone())
}

/// Stands at both sides of `~`: `n` of them are in the expression, and each copies what is before.
fn joined(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    let bytes = size(value, VALUE_BYTES_MAX);
    if bytes > VALUE_BYTES_MAX {
        return Err(meter::exhausted());
    }
    let times = kwargs.must_get::<usize>("n")?;
    meter::spend_each((bytes / BYTES_PER_TICK).saturating_mul(times))?;
    Ok(whole(value.clone()))
}

/// Stands behind `...list`: its items are copied.
fn spread(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    set(value)?;
    meter::spend_each(value.len().unwrap_or_default())?;
    Ok(value.clone())
}

/// Stands behind an index into `v`.
fn at(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let whole = kwargs.must_get::<&Value>("v")?;
    let letters = whole.as_str().map_or_else(|| whole.len().unwrap_or_default(), str::len);
    meter::spend_each(letters / BYTES_PER_TICK)?;
    Ok(value.clone())
}

/// Bytes of a value, counted no further than a little beyond `enough`.
pub(super) fn size(value: &Value, enough: usize) -> usize {
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
