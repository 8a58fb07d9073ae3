//! `later` and `at`: a timer is set that takes the run's variables along.

use crate::bot::op::Op;
use crate::bot::profile::TIMEZONE;
use crate::engine::later;
use crate::engine::run::Run;
use crate::engine::visitor::{self, Visitor};
use crate::flow::model::later::{How, When};
use crate::limits::LATERS_MAX;
use crate::pattern::answer::{self, Type, locale};
use crate::pattern::{answer::Hint, moment};
use crate::time::{Millis, Timestamp};
use crate::words::conversation::Pending;
use crate::words::name::Vars;
use crate::words::turn::{Fault, TimerChange};

/// Sets the timer, in place of the one that this step has set before. What would have been in the past
/// does not happen.
pub(in crate::engine) fn run(
    run: &mut Run<'_>,
    op: &Op,
    (when, how): (When, &How),
) -> Result<(), Fault> {
    let due = due(run, op, when)?;
    let Some(frame) = run.top() else { return Ok(()) };
    let key = later::key(op, &frame.loops);
    let vars: Vars = frame.vars.clone();
    if due <= run.at.now {
        run.note(|| format!("{due} is over, so nothing happens then"));
        later::drop_one(run, &key);
        return Ok(());
    }
    if run.state.later.len() >= LATERS_MAX && !run.state.later.contains_key(&key) {
        let text = format!("more than {LATERS_MAX} steps wait for their time");
        return Err(Fault { code: "F818".into(), place: Some(op.place.clone()), text });
    }
    run.state.serial = run.state.serial.saturating_add(1);
    let (step, serial) = (op.key.clone(), run.state.serial);
    let pending = Pending { step, serial, due, cancelled: how.cancelled, held: None };
    run.state.later.insert(key.clone(), pending);
    run.timers.push(TimerChange::Set { key, serial, due, vars });
    Ok(())
}

fn due(run: &mut Run<'_>, op: &Op, when: When) -> Result<Timestamp, Fault> {
    let now = run.at.now;
    match when {
        When::After(span) => Ok(now.plus(span)),
        When::Told(id) => {
            let text = run.text(id)?;
            let span = length(run, &text);
            span.map(|span| now.plus(span)).ok_or_else(|| unclear(op, "length of time"))
        }
        When::At(id) => {
            let text = run.text(id)?;
            moment(run, &text).ok_or_else(|| unclear(op, "time"))
        }
    }
}

fn unclear(op: &Op, what: &str) -> Fault {
    let text = format!("this is no {what} that can be understood");
    Fault { code: "V604".into(), place: Some(op.place.clone()), text }
}

/// A length of time, as authors or visitors write it.
fn length(run: &Run<'_>, text: &str) -> Option<Millis> {
    let visitor = Visitor::of(run);
    let found = answer::parse(Type::Duration, text, &visitor.hint())?;
    let seconds = answer::seconds(found.as_str()?)?;
    u64::try_from(seconds).ok().map(Millis::from_secs)
}

/// A moment on the visitor's clock, in the bot's languages.
fn moment(run: &Run<'_>, text: &str) -> Option<Timestamp> {
    run.consults(TIMEZONE);
    let zone = visitor::zone(run.bot, &run.state, run.at.now);
    let locales = moment::languages(&run.bot.settings.locales);
    let country = locales.first().and_then(|own| locale::country(own.as_str()));
    let hint = Hint { now: zone.local(run.at.now), locales: &locales, country, home: None };
    moment::read(text, run.at.now, &zone, &hint)
}
