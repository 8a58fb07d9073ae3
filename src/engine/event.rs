//! What is not a message (MODEL 5.2): it goes to the flow that wants it, else it is left alone.

use crate::bot::routes::Contender;
use crate::engine::contest::{self, Winner};
use crate::engine::run::Run;
use crate::engine::{exec, fetched, reload, stack, tap};
use crate::flow::model::event::EventName;
use crate::pattern::rule::Hit;
use crate::words::conversation::Entered;
use crate::words::event::Attachment;
use crate::words::name::Vars;
use crate::words::trace::Class;
use crate::words::turn::Took;

/// The flow that wants an event of this name.
pub(super) fn winner(run: &mut Run<'_>, name: &EventName) -> Option<Winner> {
    let (bot, event) = (run.bot, run.event);
    contest::hold(run, bot.routes.events.hits(name, event))
}

/// Gives an event to the flow that wants it.
pub(super) fn raise(run: &mut Run<'_>, name: &EventName) -> Option<Took> {
    let winner = winner(run, name)?;
    reload::settle(run);
    Some(begin(run, winner))
}

/// Starts a flow over whatever is open. The visitor did not ask to go elsewhere: an open question
/// waits for it, even one without detours.
pub(super) fn begin(run: &mut Run<'_>, winner: Winner) -> Took {
    run.state.misses = 0;
    let over = !run.state.stack.is_empty();
    let entered = if over { Entered::Detour } else { Entered::Trigger };
    let pc = stack::start(run, &winner.flow, winner.vars, entered);
    exec::go(run, pc);
    Took::Trigger(winner.flow)
}

/// Gives attachments to the flow that wants them; one that wants their kind comes before one that
/// wants any.
pub(super) fn attachments(run: &mut Run<'_>, attachments: &[Attachment]) -> Option<Took> {
    let (bot, event) = (run.bot, run.event);
    let mut contenders: Vec<Contender<'_>> = Vec::new();
    let mut kinds: Vec<EventName> = Vec::new();
    for (place, attachment) in (0..).zip(attachments) {
        let special = EventName::of_attachment(attachment.kind);
        let Some(kind) = special.filter(|kind| !kinds.contains(kind)) else { continue };
        contenders.extend(bot.routes.events.hits(&kind, event).map(
            |Contender { to, hit, open }| {
                let hit = Hit { class: Class::Exact, start: place, ..hit };
                Contender { to, hit, open }
            },
        ));
        kinds.push(kind);
    }
    contenders.extend(bot.routes.events.hits(&EventName::Attachment, event));
    let winner = contest::hold(run, contenders)?;
    Some(tap::begin(run, winner))
}

/// The flow that wants what another system tells, which is in view of its conditions.
pub(super) fn told(run: &mut Run<'_>, name: &str, with: &Vars) -> Option<Winner> {
    let bot = run.bot;
    let name = EventName::App(name.to_owned());
    let values = || with.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let contenders = bot.routes.events.hits(&name, None).map(|Contender { to, hit, open }| {
        Contender { to, hit: Hit { captures: values(), ..hit }, open }
    });
    contest::hold(run, contenders)
}

/// Runs a flow beside the conversation: what is open stays as it is, and what the flow asks is not
/// waited for. Events that nobody sees, such as reads, must not move anybody elsewhere (MODEL 4).
pub(super) fn aside(run: &mut Run<'_>, winner: Winner) -> Took {
    let open = std::mem::take(&mut run.state.stack);
    let kept = (run.state.topic.clone(), run.state.previous.clone());
    let pc = stack::start(run, &winner.flow, winner.vars, Entered::Trigger);
    exec::go(run, pc);
    fetched::give_up(run);
    stack::drop_all(run);
    run.state.stack = open;
    (run.state.topic, run.state.previous) = kept;
    Took::Trigger(winner.flow)
}
