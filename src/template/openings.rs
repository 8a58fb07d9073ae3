//! `open_now` and `opens_at`: the hours of `bot.yaml`.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use tera::{Error, Kwargs, State, TeraResult};

use crate::source::suggest::suggest;
use crate::template::around::{self, Clocks};
use crate::template::mistake::Mistake;
use crate::template::notes::Call;
use crate::time::calendar::{Calendar, OWN};

/// Whether it is open.
pub(super) fn open_now(kwargs: Kwargs, _: &State<'_>) -> TeraResult<bool> {
    let clocks = around::clocks();
    Ok(calendar(&clocks, &kwargs)?.is_open(clocks.home.local(clocks.now)))
}

/// When it opens next, with the distance from UTC of where it is; empty if it never does.
pub(super) fn opens_at(kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let clocks = around::clocks();
    let opening = calendar(&clocks, &kwargs)?.opens_after(clocks.home.local(clocks.now));
    let opening = opening.and_then(|opening| clocks.home.moment(opening));
    Ok(opening.map(|opening| clocks.home.written(opening)).unwrap_or_default())
}

fn calendar<'c>(clocks: &'c Clocks, kwargs: &Kwargs) -> TeraResult<&'c Calendar> {
    let name = kwargs.get::<&str>("at")?.unwrap_or(OWN);
    let known = clocks.calendars.get(name);
    known.ok_or_else(|| Error::message("there is no calendar of that name"))
}

/// A call of one of them for a calendar that `bot.yaml` does not have.
pub(super) fn unknown(call: &Call, calendars: &[String]) -> Option<Mistake> {
    let function = call.named.name.as_str();
    if !["open_now", "opens_at"].contains(&function) {
        return None;
    }
    let Some(at) = call.given.iter().find(|given| given.name == "at") else {
        let own = calendars.iter().any(|known| known == OWN);
        let said = format!("\"{function}\" needs `hours:` in bot.yaml");
        let told = || Mistake::new("T502", &call.named.at, said);
        return (!own).then(|| told().fix("hours: {mon-fri: 9:00-18:00}"));
    };
    let (name, place) = at.text.as_ref().filter(|(name, _)| !calendars.contains(name))?;
    let told = Mistake::new("T502", place, format!("There is no calendar \"{name}\""));
    let named = || calendars.iter().map(String::as_str).filter(|known| *known != OWN);
    Some(match suggest(name, named()) {
        Some(near) => told.label(format!("did you mean \"{near}\"?")).edit(near),
        None => told.fix(format!("calendars: {{{name}: {{mon-fri: 9:00-18:00}}}} in bot.yaml")),
    })
}
