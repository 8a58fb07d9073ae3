//! What came while Messenger took no message, and waits for the visitor to write (`after_24h: queue`).

use crate::engine::run::Run;
use crate::engine::variables::size;
use crate::engine::{event, later};
use crate::flow::model::settings::After24h;
use crate::limits::HELD_MAX;
use crate::source::Place;
use crate::time::Timestamp;
use crate::words::conversation::Told;
use crate::words::name::{TimerKey, Vars};
use crate::words::turn::{Fault, Outcome, Reason, Took};

/// Another system told something that Messenger would take no reply to.
pub(super) fn told(run: &mut Run<'_>, name: &str, with: &Vars) -> Outcome {
    let after = run.bot.settings.after_24h;
    if after == After24h::Drop {
        return Outcome::Skipped(Reason::WindowClosed);
    }
    let Some(winner) = event::told(run, name, with) else {
        return Outcome::Skipped(Reason::Unwanted);
    };
    let place = run.bot.flows.get(&winner.flow).map(|flow| flow.place.clone());
    if after == After24h::Error {
        run.faults.push(too_late(place));
    } else if let Err(fault) = keep(run, name, with) {
        run.faults.push(Fault { place, ..fault });
    }
    Outcome::Done { took: Took::Trigger(winner.flow), faults: Vec::new() }
}

fn keep(run: &mut Run<'_>, name: &str, with: &Vars) -> Result<(), Fault> {
    run.room(with.values().map(size).sum(), &Place::unknown())?;
    if run.state.told.len() >= HELD_MAX {
        let text = format!("more than {HELD_MAX} events wait for the visitor to write");
        return Err(Fault { code: "F818".into(), place: None, text });
    }
    run.state.told.push(Told { name: name.to_owned(), with: with.clone(), at: run.at.now });
    Ok(())
}

/// That something could not be said any more.
pub(super) fn too_late(place: Option<Place>) -> Fault {
    let text = "the visitor wrote more than 24 hours ago, so Messenger takes no message".to_owned();
    Fault { code: "M710".into(), place, text }
}

/// One thing that waits.
enum Held<'a> {
    Step(TimerKey, Vars),
    Told(&'a Told),
}

/// The visitor writes: what waits for that runs now, in the order in which it came.
pub(super) fn catch_up(run: &mut Run<'_>) {
    let before = run.before;
    run.state.told.clear();
    let steps = later::held(run).into_iter();
    let steps = steps.map(|(due, key, vars)| (due, Held::Step(key, vars)));
    let told = before.told.iter().map(|told| (told.at, Held::Told(told)));
    let mut all: Vec<(Timestamp, Held<'_>)> = steps.chain(told).collect();
    all.sort_by_key(|(at, _)| *at);
    for (_, held) in all {
        match held {
            Held::Step(key, vars) => later::catch_up(run, &key, &vars),
            Held::Told(told) => tell(run, told),
        }
    }
}

/// Gives the flow that wants it what another system had told.
fn tell<'a>(run: &mut Run<'a>, told: &'a Told) {
    let kept = (run.event.take(), run.app.replace((&told.name, &told.with)));
    if let Some(winner) = event::told(run, &told.name, &told.with) {
        event::begin(run, winner);
    }
    (run.event, run.app) = kept;
}
