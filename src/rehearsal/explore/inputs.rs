//! What may happen in a place.

use std::collections::BTreeSet;

use crate::bot::Bot;
use crate::bot::op::OpKind;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::event::EventName;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::pattern::answer::Type;
use crate::rehearsal::chats;
use crate::rehearsal::explore::says;
use crate::rehearsal::stage::Stage;
use crate::script::line::{Act, Answer, Given, LineKind, Reply, Sent};
use crate::time::Millis;
use crate::words::name::StepKey;

/// What a server answers that knows nothing, and one that is broken.
const BROKEN: [u16; 2] = [404, 500];

/// Words that answer nothing.
const NONSENSE: &str = "qx zz";

/// What may happen anywhere.
pub(super) struct Inputs {
    /// A message or event for each trigger.
    triggers: Vec<LineKind>,
    /// Arms of the draw with the most of them.
    pub(super) arms: u32,
    /// What the bot's own tests let other servers answer.
    servers: Vec<Answer>,
    seed: u64,
}

impl Inputs {
    pub(super) fn new(bot: &Bot, triggers: &[&Trigger], seed: u64) -> Self {
        let mut lines: Vec<LineKind> = Vec::new();
        for line in triggers.iter().filter_map(|trigger| witness(&trigger.kind)) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.push(says(NONSENSE));
        let arms = bot.flows.values().flat_map(|flow| &flow.code).filter_map(|op| {
            let OpKind::OneOf(arms, _) = &op.kind else { return None };
            Some(u32::try_from(arms.len()).unwrap_or(u32::MAX))
        });
        Self { triggers: lines, arms: arms.max().unwrap_or(1), servers: servers(bot), seed }
    }

    /// What a server may answer to a call: as the bot's tests have it, and when it does not do it.
    pub(super) fn of_server(&self, method: &str, url: &str) -> Vec<Answer> {
        let path = url.split('?').next().unwrap_or_default();
        let alike = |own: &&Answer| own.method == method && likeness(&own.url, url);
        let told = self.servers.iter().filter(alike).map(|own| own.reply.clone());
        let broken = BROKEN.map(|status| Reply::Status { status, body: None });
        let silent = [Reply::Timeout, Reply::Nothing];
        let mut all: Vec<Answer> = Vec::new();
        for reply in told.chain(broken).chain(silent) {
            let answer = Answer { method: method.to_owned(), url: path.to_owned(), reply };
            if !all.contains(&answer) {
                all.push(answer);
            }
        }
        all
    }

    /// Everything that is tried in a place; `whole` also tries to lead the visitor elsewhere.
    pub(super) fn of(&self, bot: &Bot, stage: &Stage<'_>, whole: bool) -> Vec<LineKind> {
        let now = stage.conversation();
        if now.mute.is_some() {
            return Vec::new();
        }
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        let taps = now.shown.iter().filter(|shown| labels.insert(&shown.label));
        let mut lines: Vec<LineKind> = taps
            .map(|shown| LineKind::You(Act::Tap { label: shown.label.clone(), nth: None }))
            .collect();
        match now.stack.last().filter(|frame| frame.open.is_some()) {
            Some(frame) => lines.extend(answers(bot, &frame.at)),
            None if now.last_input.is_none() && bot.settings.start.is_some() => {
                lines.push(LineKind::You(Act::Start(None)));
            }
            None => {}
        }
        if now.stack.is_empty() || whole {
            lines.extend(self.triggers.iter().cloned());
        }
        let due = stage.next_due();
        lines.extend(due.map(|due| LineKind::After(Millis(minutes(due)))));
        let mut once = Vec::new();
        lines.retain(|line| {
            let new = !once.contains(line);
            once.push(line.clone());
            new
        });
        // Another seed begins elsewhere, which matters where a bound cuts the walk short.
        let turn = usize::try_from(self.seed).unwrap_or(0).checked_rem(lines.len()).unwrap_or(0);
        lines.rotate_left(turn);
        lines
    }

    /// Whether right answers to a question are known, so that none being taken means something.
    pub(super) fn knows(bot: &Bot, key: &StepKey) -> bool {
        asked(bot, key).is_some_and(|ask| ask.holds.regex.is_none())
    }
}

/// Answers that the bot's own tests give.
fn servers(bot: &Bot) -> Vec<Answer> {
    let (chats, _) = chats::read(bot);
    let tests = chats.iter().flat_map(|chat| &chat.script.tests);
    let lines = tests.flat_map(|test| &test.lines);
    let given = lines.filter_map(|line| match &line.kind {
        LineKind::Given(items) => Some(items),
        LineKind::Include(_)
        | LineKind::You(_)
        | LineKind::App(..)
        | LineKind::Person(_)
        | LineKind::After(_)
        | LineKind::Bot(_)
        | LineKind::Nothing
        | LineKind::Then(_) => None,
    });
    let answers = given.flatten().filter_map(|item| match item {
        Given::Answers(answer) => Some(answer.clone()),
        Given::Var(..)
        | Given::Now(_)
        | Given::Locale(_)
        | Given::Pick(_)
        | Given::GraphFails(_) => None,
    });
    answers.collect()
}

/// Whether two addresses may be those of one step: the same server, and paths that differ in no more
/// than one part.
fn likeness(one: &str, other: &str) -> bool {
    let parts = |url: &str| -> Vec<String> {
        let path = url.split('?').next().unwrap_or_default();
        path.split('/').map(str::to_owned).collect()
    };
    let (one, other) = (parts(one), parts(other));
    let differ = one.iter().zip(&other).filter(|(a, b)| a != b).count();
    one.len() == other.len() && one.get(2) == other.get(2) && differ <= 1
}

/// Whole minutes, and one more.
fn minutes(due: Millis) -> u64 {
    (due.0 / 60_000 + 1) * 60_000
}

/// The question of a step.
pub(super) fn asked<'b>(bot: &'b Bot, key: &StepKey) -> Option<&'b Ask> {
    let ops = &bot.flows.get(&key.flow)?.code;
    ops.iter().filter(|op| op.key == *key).find_map(|op| op.kind.as_ask()).map(|(ask, _)| ask)
}

/// Right and wrong answers to a question.
fn answers(bot: &Bot, key: &StepKey) -> Vec<LineKind> {
    let Some(ask) = asked(bot, key) else { return Vec::new() };
    let mut lines = vec![says(NONSENSE)];
    for kind in &ask.takes.kinds {
        lines.extend(samples(*kind));
    }
    let bounds = ask.holds.min.iter().chain(&ask.holds.max).map(|id| bot.texts.written(*id));
    lines.extend(bounds.filter(|text| !text.contains("{{") && !text.is_empty()).map(says));
    if let (Choices::Written(choices), false) = (&ask.choices, ask.shown) {
        lines.extend(choices.iter().map(|choice| says(bot.texts.written(choice.label))));
    }
    lines
}

fn samples(kind: AnswerKind) -> Vec<LineKind> {
    let said = |texts: &[&str]| texts.iter().map(|text| says(*text)).collect();
    let sent = |what: Sent| vec![LineKind::You(Act::Send(vec![what]))];
    match kind {
        AnswerKind::Said(Type::Text) => said(&["Ada"]),
        AnswerKind::Said(Type::YesNo) => said(&["yes", "no"]),
        AnswerKind::Said(Type::Integer) => said(&["0", "1", "2", "5", "50", "1000"]),
        AnswerKind::Said(Type::Number) => said(&["0", "1.5", "5", "50", "1000"]),
        AnswerKind::Said(Type::Money) => said(&["0", "5", "50", "1000"]),
        AnswerKind::Said(Type::Email) => said(&["ada@example.com"]),
        AnswerKind::Said(Type::Phone) => said(&["+33612345678"]),
        AnswerKind::Said(Type::Url) => said(&["https://example.com"]),
        AnswerKind::Said(Type::Date) => said(&["tomorrow", "in 2 months", "1 January 2000"]),
        AnswerKind::Said(Type::Time) => said(&["9:00", "8 pm", "23:30"]),
        AnswerKind::Said(Type::DateTime) => said(&["tomorrow at 8 pm", "tomorrow at 3:00"]),
        AnswerKind::Said(Type::Duration) => said(&["10 minutes", "2 hours", "3 days"]),
        AnswerKind::Location => sent(Sent::Location(48.1, 11.5)),
        AnswerKind::Image => sent(Sent::Image("cat.jpg".to_owned())),
        AnswerKind::File => sent(Sent::File("list.pdf".to_owned())),
        // They are on the screen.
        AnswerKind::Choice => Vec::new(),
    }
}

/// Something that a trigger takes.
fn witness(kind: &TriggerKind) -> Option<LineKind> {
    let sent = |what: Sent| Some(LineKind::You(Act::Send(vec![what])));
    match kind {
        TriggerKind::Text(rule) => rule.witness().map(says),
        TriggerKind::Referral(referral) => {
            Some(LineKind::You(Act::Open(referral.pattern.example())))
        }
        TriggerKind::Event(event) => match &event.name {
            EventName::Image | EventName::Attachment => sent(Sent::Image("cat.jpg".to_owned())),
            EventName::Video => sent(Sent::Video("cat.mp4".to_owned())),
            EventName::Audio => sent(Sent::Audio("cat.mp3".to_owned())),
            EventName::File => sent(Sent::File("list.pdf".to_owned())),
            EventName::Sticker => sent(Sent::Sticker),
            EventName::Location => sent(Sent::Location(48.1, 11.5)),
            EventName::Reaction => Some(LineKind::You(Act::React("👍".to_owned()))),
            EventName::GetStarted => Some(LineKind::You(Act::Start(None))),
            EventName::Comment => Some(LineKind::You(Act::Comment("hello".to_owned()))),
            EventName::App(name) => {
                Some(LineKind::App(name.clone(), serde_json::Value::Object(serde_json::Map::new())))
            }
            EventName::Unreaction
            | EventName::Optin
            | EventName::Referral
            | EventName::Read
            | EventName::Delivered
            | EventName::Edited
            | EventName::Deleted
            | EventName::AccountLinked
            | EventName::AccountUnlinked
            | EventName::Handover
            | EventName::HumanDone
            | EventName::Post
            | EventName::Feedback
            | EventName::Order
            | EventName::UnknownButton
            | EventName::QuestionExpired
            | EventName::BotUpdated
            | EventName::Unsupported => None,
        },
        TriggerKind::Payload(_) | TriggerKind::Intent(_) | TriggerKind::AnyMessage => None,
    }
}
