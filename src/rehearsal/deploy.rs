//! A bot that is about to take another's place, held against the people who talk with that one: who
//! stands on steps that it does not have, and which buttons on their screens lead nowhere.
//!
//! Nothing that anybody wrote is told: only names of flows and steps, and numbers.

mod alias;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::bot::Bot;
use crate::engine::edited::{self, DeadEnd, Then};
use crate::flow::model::event::EventName;
use crate::rehearsal::deploy::alias::{alias, nearest, target};
use crate::source::diagnostic::{Code, Diagnostic, Severity};
use crate::words::name::{StepKey, Target};
use crate::words::person::Person;
use crate::words::reply::Action;

/// What is found while one person after the other is looked at.
#[derive(Debug)]
pub struct Deploy<'b> {
    bot: &'b Bot,
    /// Steps that are gone, and who stands there.
    stranded: BTreeMap<StepKey, Crowd>,
    /// Steps that would have run later, and for how many people.
    laters: BTreeMap<StepKey, usize>,
    buttons: BTreeMap<DeadEnd, usize>,
    choices: BTreeMap<Target, usize>,
    open: usize,
}

/// People who stand on one step.
#[derive(Debug, Default)]
struct Crowd {
    people: usize,
    /// Where they go on.
    then: BTreeMap<Then, usize>,
    /// Whether they are asked something there; a call runs otherwise.
    asked: bool,
    /// The step that most likely is the same one.
    alias: Option<StepKey>,
}

impl<'b> Deploy<'b> {
    /// Begins with a bot.
    #[must_use]
    pub fn new(bot: &'b Bot) -> Self {
        Self {
            bot,
            stranded: BTreeMap::new(),
            laters: BTreeMap::new(),
            buttons: BTreeMap::new(),
            choices: BTreeMap::new(),
            open: 0,
        }
    }

    /// Looks at one person.
    pub fn person(&mut self, person: &Person) {
        let talk = &person.conversation;
        self.open = self.open.saturating_add(usize::from(!talk.stack.is_empty()));
        let mut seen = BTreeSet::new();
        for run in edited::stranded(self.bot, talk) {
            let at = &run.frame.at;
            if !seen.insert(at) {
                continue;
            }
            let crowd = self.stranded.entry(at.clone()).or_insert_with(|| Crowd {
                asked: run.frame.open.is_some(),
                alias: alias::of_run(self.bot, run.frame),
                ..Crowd::default()
            });
            crowd.people = crowd.people.saturating_add(1);
            count(&mut crowd.then, run.then);
        }
        let forgotten: BTreeSet<_> = edited::forgotten(self.bot, talk).collect();
        for step in forgotten {
            count(&mut self.laters, step.clone());
        }
        for end in payloads(person).filter_map(|payload| edited::dead_end(self.bot, payload)) {
            count(&mut self.buttons, end);
        }
        for to in edited::dead_choices(self.bot, talk) {
            count(&mut self.choices, to.clone());
        }
    }

    /// How many people are in the middle of something.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open
    }

    /// What is worth a thought before the bot takes the other's place.
    #[must_use]
    pub fn told(&self) -> Vec<Diagnostic> {
        let mut told: Vec<_> =
            self.stranded.iter().map(|(at, crowd)| self.gone(at, crowd)).collect();
        told.extend(self.laters.iter().map(|(step, people)| self.later(step, *people)));
        if !self.bot.routes.events.has(&EventName::UnknownButton) {
            told.extend(self.buttons.iter().map(|(end, buttons)| self.button(end, *buttons)));
        }
        told.extend(self.choices.iter().map(|(to, choices)| self.choice(to, *choices)));
        told
    }

    fn gone(&self, at: &StepKey, crowd: &Crowd) -> Diagnostic {
        let stand = many(crowd.people, ["person stands", "people stand"]);
        let what = match (self.bot.find(at), crowd.asked) {
            (None, _) => "is gone",
            (Some(_), true) => "asks nothing any more",
            (Some(_), false) => "calls nothing any more",
        };
        let then: Vec<_> = crowd.then.iter().map(|(then, people)| goes_on(then, *people)).collect();
        let more = match self.bot.moved.get(&target(at)) {
            Some(to) => format!(" `moved:` leads to \"{to}\", where nobody can go on."),
            None if edited::is_digest(at.step.as_str()) => NAMELESS.to_owned(),
            None => String::new(),
        };
        let note = format!("When they write next: {}.{more}", then.join(", "));
        let fix = match &crowd.alias {
            Some(to) => format!("moved: {{{at}: {to}}}"),
            None => no_alias(at),
        };
        warning("R310", format!("{stand} on \"{at}\", which {what}")).note(note).fix(fix)
    }

    fn later(&self, step: &StepKey, people: usize) -> Diagnostic {
        let wait = many(people, ["person waits", "people wait"]);
        let laters: Vec<_> = edited::laters(self.bot).collect();
        let fix = match alias(&target(step), &laters) {
            Some(to) => format!("moved: {{{step}: {to}}}"),
            None => no_alias(step),
        };
        warning("R310", format!("{wait} for the `later` \"{step}\", which is gone"))
            .note("It does not run when its time comes.")
            .fix(fix)
    }

    fn button(&self, end: &DeadEnd, buttons: usize) -> Diagnostic {
        let who = many(buttons, ["button", "buttons"]);
        let of_them = |one: &str, more: &str| {
            let does = if buttons == 1 { one } else { more };
            format!("{who} people may still have on screen {does}")
        };
        let told = |headline: String| warning("R308", headline).note(UNKNOWN);
        match end {
            DeadEnd::Gone(to) => {
                let headline =
                    format!("{} \"{to}\", which is gone", of_them("points to", "point to"));
                told(headline).fix(self.keep(to))
            }
            DeadEnd::Unoffered(to) => {
                let headline = of_them("points to", "point to");
                told(format!("{headline} \"{to}\", to which no button leads any more"))
                    .fix(format!("moved: {{{to}: {to}}} keeps it open, or {ANSWER}"))
            }
            DeadEnd::Unset(to) => {
                let headline = of_them("sets", "set");
                told(format!("{headline} at \"{to}\" what no button sets there any more"))
                    .fix(format!("keep a button there with the same `set:`, or {ANSWER}"))
            }
            DeadEnd::Unheard => {
                let headline = of_them("sends", "send");
                told(format!("{headline} a payload that no flow waits for"))
                    .fix(format!("keep its `when: {{payload: …}}`, or {ANSWER}"))
            }
        }
    }

    fn choice(&self, to: &Target, choices: usize) -> Diagnostic {
        let lead = many(choices, ["choice", "choices"]);
        let does = if choices == 1 { "leads" } else { "lead" };
        let headline =
            format!("{lead} people may still have on screen {does} to \"{to}\", which is gone");
        let fix = match self.near(to) {
            Some(near) => format!("moved: {{{to}: {near}}}"),
            None => no_alias(to),
        };
        warning("R308", headline).note("The flow ends quietly behind such an answer.").fix(fix)
    }

    /// How taps on a destination that is gone are kept from being lost.
    fn keep(&self, to: &Target) -> String {
        if alias::is_word(to) {
            return ANSWER.to_owned();
        }
        match self.near(to) {
            Some(near) => format!("keep an alias: moved: {{{to}: {near}}}, or {ANSWER}"),
            None => format!("{ANSWER}, or keep an alias: moved: {{{to}: …}}"),
        }
    }

    /// What most likely took a destination's place; the same for buttons and for who stands there.
    fn near(&self, to: &Target) -> Option<String> {
        let of_run = self.stranded.iter().find(|(at, _)| target(at) == *to);
        let alias = of_run.and_then(|(_, crowd)| crowd.alias.as_ref());
        alias.map(ToString::to_string).or_else(|| nearest(self.bot, to))
    }
}

/// Why a step may be gone that is still there.
const NAMELESS: &str = " Without an `id`, a step is another one as soon as its words are.";
/// What becomes of a tap that leads nowhere.
const UNKNOWN: &str = "A tap is an unknown button then: the open question is asked again, or the \
                       fallback answers.";
/// How such taps are answered.
const ANSWER: &str = "answer such taps in a flow with when: {event: unknown_button}";

fn count<T: Ord>(counts: &mut BTreeMap<T, usize>, what: T) {
    let count = counts.entry(what).or_default();
    *count = count.saturating_add(1);
}

/// `1 button`, `12 buttons`.
fn many(count: usize, [one, more]: [&str; 2]) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

fn goes_on(then: &Then, people: usize) -> String {
    match then {
        Then::Asked(key) => format!("{} asked \"{key}\" again", many(people, ["is", "are"])),
        Then::On(key) => format!("{} on at \"{key}\"", many(people, ["goes", "go"])),
        Then::Told => {
            format!(
                "{} to the flow that wants {{event: bot_updated}}",
                many(people, ["goes", "go"])
            )
        }
        Then::Over => format!("for {people} the conversation ends quietly"),
    }
}

fn no_alias(gone: impl Display) -> String {
    format!("keep it, or name what took its place: moved: {{{gone}: …}}")
}

/// What taps on the buttons send that a person has before their eyes. What was shown last is in the
/// conversation, also where the store has forgotten the message.
fn payloads(person: &Person) -> impl Iterator<Item = &str> {
    let sent = person.replies.iter().flat_map(|reply| reply.kind.buttons());
    let sent: Vec<_> = sent
        .filter_map(|button| match &button.action {
            Action::Payload(payload) => Some((button.label.as_str(), payload.as_str())),
            Action::Link { .. } | Action::Phone(_) | Action::Login(_) | Action::Logout => None,
        })
        .collect();
    let known = sent.clone();
    let shown = person.conversation.shown.iter().filter(move |shown| {
        shown.quick || !known.contains(&(shown.label.as_str(), shown.payload.as_str()))
    });
    let sent = sent.into_iter().map(|(_, payload)| payload);
    sent.chain(shown.map(|shown| shown.payload.as_str()))
}

/// A warning about people, who stand in no file.
fn warning(code: &'static str, headline: String) -> Diagnostic {
    Diagnostic {
        code: Code(code),
        severity: Severity::Warning,
        span: None,
        headline,
        label: String::new(),
        related: Vec::new(),
        note: String::new(),
        fix: String::new(),
        edit: None,
    }
}
