//! What may happen in a place.

use std::collections::BTreeSet;

use crate::bot::Bot;
use crate::bot::op::OpKind;
use crate::flow::model::Flow;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Choices};
use crate::pattern::answer::Type;
use crate::rehearsal::explore::{clock, own, says, witness};
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
    pub(super) fn new(bot: &Bot, flows: &[Flow], seed: u64) -> Self {
        let own = own::lines(bot);
        let told = own.iter().filter(|line| matches!(line, LineKind::App(..)));
        let mut lines: Vec<LineKind> = told.cloned().collect();
        let examples = flows.iter().flat_map(|flow| &flow.examples);
        lines.extend(examples.map(|example| says(example.text.clone())));
        for line in
            flows.iter().flat_map(|flow| &flow.triggers).flat_map(|one| witness::of(&one.kind))
        {
            // What another system tells along, tests know.
            let is_told = |own: &LineKind| {
                let (LineKind::App(own, _), LineKind::App(name, _)) = (own, &line) else {
                    return *own == line;
                };
                own == name
            };
            if !lines.iter().any(is_told) {
                lines.push(line);
            }
        }
        let commands = bot.settings.commands.iter();
        lines.extend(commands.map(|(name, _)| says(format!("/{name}"))));
        lines.push(says(NONSENSE));
        let arms = bot.flows.values().flat_map(|flow| &flow.code).filter_map(|op| {
            let OpKind::OneOf(arms, _) = &op.kind else { return None };
            Some(u32::try_from(arms.len()).unwrap_or(u32::MAX))
        });
        Self { triggers: lines, arms: arms.max().unwrap_or(1), servers: servers(&own), seed }
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
        let due = stage.next_due().map(|due| LineKind::After(Millis(minutes(due))));
        if now.mute.is_some() {
            return due.into_iter().chain([witness::human_done()]).collect();
        }
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        let taps = now.shown.iter().filter(|shown| labels.insert(&shown.label));
        let mut lines: Vec<LineKind> = taps.map(|shown| tap(shown.label.clone())).collect();
        match now.stack.last().filter(|frame| frame.open.is_some()) {
            Some(frame) => lines.extend(answers(bot, &frame.at)),
            None if now.last_input.is_none() && bot.settings.start.is_some() => {
                lines.push(LineKind::You(Act::Start(None)));
            }
            None => {}
        }
        if now.stack.is_empty() || whole {
            lines.extend(self.triggers.iter().cloned());
            lines.extend(stage.offered().map(tap));
        }
        lines.extend(due);
        if now.stack.is_empty() {
            let change = clock::until_change(bot, stage.now);
            lines.extend(change.map(|until| LineKind::After(Millis(minutes(until)))));
        }
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

fn tap(label: String) -> LineKind {
    LineKind::You(Act::Tap { label, nth: None })
}

/// Answers that the bot's own tests give.
fn servers(lines: &[LineKind]) -> Vec<Answer> {
    let answers = own::given(lines).filter_map(|item| match item {
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
