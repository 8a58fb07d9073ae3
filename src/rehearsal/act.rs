//! What happens in a line of a test, or of `chat`.

use crate::rehearsal::event;
use crate::rehearsal::screen::GET_STARTED;
use crate::rehearsal::stage::{Stage, Trouble};
use crate::script::line::{Act, LineKind};
use crate::words::event::Via;
use crate::words::name::{Value, Vars};

impl Stage<'_> {
    /// Lets happen what a line says. One that says what is given or expected changes nothing.
    pub fn happens(&mut self, line: &LineKind) -> Result<(), Trouble> {
        match line {
            LineKind::You(act) => self.act(act),
            LineKind::After(time) => self.passes(*time),
            LineKind::App(name, with) => self.app(name, vars(with)),
            LineKind::Person(text) => self.does(event::person(text), None),
            LineKind::Include(_)
            | LineKind::Given(_)
            | LineKind::Bot(_)
            | LineKind::Nothing
            | LineKind::Then(_) => Ok(()),
        }
    }

    /// The visitor does something.
    pub fn act(&mut self, act: &Act) -> Result<(), Trouble> {
        match act {
            Act::Say(text) => self.does(event::text(self.bot(), text), None),
            Act::Tap { label, nth } => self.tap(label, *nth),
            Act::Start(reference) => {
                let tap = event::tap(GET_STARTED, "Get Started", Via::Postback);
                self.does(tap, reference.as_deref().map(event::referral))
            }
            Act::Open(reference) => self.does(event::opened(), Some(event::referral(reference))),
            Act::Send(sent) => self.does(event::sent(sent), None),
            Act::React(emoji) => self.reacts(emoji),
            Act::Comment(text) => self.comments(text),
            Act::Post(item) => self.posts(item),
            // Each of them is a test of its own.
            Act::SayEach(_) => Ok(()),
        }
    }

    fn tap(&mut self, label: &str, nth: Option<u32>) -> Result<(), Trouble> {
        let nth = usize::try_from(nth.unwrap_or(1)).unwrap_or(1);
        match self.screen.find(label, nth) {
            Some((payload, via)) => self.does(event::tap(&payload, label, via), None),
            None => Err(Trouble::NoLabel { label: label.to_owned(), there: self.screen.labels() }),
        }
    }

    /// Menu and ice breakers, as far as they are to be seen now.
    pub(super) fn offered(&self) -> impl Iterator<Item = String> {
        self.screen.offered()
    }

    /// Everything that can be tapped now, the newest first.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.screen.labels()
    }
}

/// The values of an `App:` line.
fn vars(with: &Value) -> Vars {
    let values = with.as_object().into_iter().flatten();
    values.map(|(name, value)| (name.as_str().into(), value.clone())).collect()
}
