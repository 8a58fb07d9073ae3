//! What is not a message, and the triggers that take it.

use std::collections::BTreeMap;

use crate::bot::patterns;
use crate::bot::routes::{Contender, Entrance, plain};
use crate::flow::model::event::EventName;
use crate::flow::model::trigger::{self, Only, is_reaction};
use crate::words::event::{Event, EventKind};
use crate::words::trace::Class;

/// Event triggers by name.
#[derive(Debug, Default)]
pub struct EventRoutes(BTreeMap<EventName, Vec<(Only, Entrance)>>);

impl EventRoutes {
    /// Whether some flow wants events of this name.
    #[must_use]
    pub fn has(&self, name: &EventName) -> bool {
        self.0.contains_key(name)
    }

    /// What other systems may tell: the `NAME` of every `app.NAME` that some flow wants.
    pub fn told_by_apps(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| match name {
            EventName::App(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Every trigger that takes an event of this name; `event` is what Meta told, if it was Meta.
    pub fn hits<'a>(
        &'a self,
        name: &EventName,
        event: Option<&'a Event>,
    ) -> impl Iterator<Item = Contender<'a>> + 'a {
        let named = self.0.get(name).into_iter().flatten();
        named.filter_map(move |(only, to)| contender(only, event, to))
    }

    pub(super) fn add(&mut self, event: trigger::Event, to: Entrance) {
        self.0.entry(event.name).or_default().push((event.only, to));
    }
}

/// A trigger that says which event of a name it means stands before one that takes all of them.
fn contender<'a>(only: &Only, event: Option<&Event>, to: &'a Entrance) -> Option<Contender<'a>> {
    let narrow = |fits: bool| fits.then(|| Contender::new((to, plain(Class::Exact, 0))));
    match only {
        Only::All => Some(Contender::new((to, plain(Class::Words, 0)))),
        Only::Emoji(wanted) => {
            let EventKind::Reaction(reaction) = &event?.kind else { return None };
            narrow(is_reaction(wanted, reaction))
        }
        Only::Payload(pattern) => {
            let EventKind::Optin(optin) = &event?.kind else { return None };
            patterns::contender(pattern, optin.payload.as_deref().unwrap_or_default(), to)
        }
        Only::From(from) => narrow(from.fits(event?.referral.as_ref()?)),
    }
}
