//! The choices of a question as they are shown: as quick replies, or as numbered text.

use crate::bot::op::Op;
use crate::engine::open::Asked;
use crate::engine::payload;
use crate::engine::question::notes::Notes;
use crate::engine::question::{stock, take};
use crate::engine::run::Run;
use crate::engine::step::{buttons, say};
use crate::engine::visitor::Visitor;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::{Ask, Choices, Drawn};
use crate::flow::model::own_word::OwnWord;
use crate::flow::model::set::Given;
use crate::limits::{LOOP_ITEMS_MAX, QUICK_REPLIES_MAX};
use crate::pattern::answer::Type;
use crate::words::conversation::Choice;
use crate::words::name::{StepKey, Value, VarName};
use crate::words::reply::QuickReply;
use crate::words::turn::Fault;

/// What hangs on a question.
pub(in crate::engine) struct Offer {
    /// What can be chosen.
    pub(in crate::engine) choices: Vec<Choice>,
    /// The author's own quick replies, and those for the choices.
    pub(in crate::engine) quick: Vec<QuickReply>,
    /// More choices than Messenger takes as quick replies, as numbered text.
    pub(in crate::engine) list: Option<String>,
}

/// A choice with its picture.
struct Shown {
    choice: Choice,
    image: Option<String>,
}

/// Works the choices out.
pub(in crate::engine) fn offer(
    run: &mut Run<'_>,
    asked: &Asked<'_>,
    notes: &Notes,
) -> Result<Offer, Fault> {
    let (op, ask) = (asked.op, asked.ask);
    let shown = match &ask.choices {
        Choices::Written(_) => written(run, ask)?,
        Choices::From(list) => made(run, op, ask, list)?,
    };
    let own = buttons::quick_replies(run, &ask.say.replies)?;
    let open = shown.iter().filter(|shown| !notes.items.contains(&shown.choice.value));
    let quick = quick_replies(run, op, ask, open)?;
    let enough = ask.takes.list && take::is_enough(run, asked, notes.items.len())?;
    let done = enough.then(|| done_reply(run, op)).transpose()?;
    let all = own.len().saturating_add(quick.len()).saturating_add(usize::from(enough));
    let list = (all > QUICK_REPLIES_MAX).then(|| numbered(&shown));
    let chosen = quick.into_iter().filter(|_| list.is_none());
    let mut quick: Vec<QuickReply> = own.into_iter().chain(chosen).chain(done).collect();
    run.only(&mut quick, QUICK_REPLIES_MAX, "quick replies");
    let choices = shown.into_iter().map(|shown| shown.choice).collect();
    Ok(Offer { choices, quick, list })
}

fn written(run: &mut Run<'_>, ask: &Ask) -> Result<Vec<Shown>, Fault> {
    let Choices::Written(choices) = &ask.choices else { return Ok(Vec::new()) };
    let mut shown = Vec::with_capacity(choices.len());
    for choice in choices {
        let label = run.text(choice.label)?;
        if say::is_blank(&label) {
            continue;
        }
        let value = match &choice.value {
            Some(given) => run.given(given)?,
            None => Value::from(run.own_text(choice.label, &label)?),
        };
        let image = choice.image.map(|id| buttons::filled(run, id)).transpose()?.flatten();
        let (synonyms, goto) = (choice.synonyms.clone(), choice.goto.clone());
        let choice = Choice { label, value: typed(run, ask, value), synonyms, goto };
        shown.push(Shown { choice, image });
    }
    Ok(shown)
}

/// One choice for each item; one without a label is left out.
fn made(run: &mut Run<'_>, op: &Op, ask: &Ask, made: &Drawn) -> Result<Vec<Shown>, Fault> {
    let mut shown = Vec::new();
    run.make(Some(&made.from), &op.place, (&mut shown, LOOP_ITEMS_MAX), &mut |run| {
        let before = run.items.clone();
        let item = run.items.get("item").cloned().unwrap_or_default();
        if let Value::Object(fields) = &item {
            let named = fields.iter().map(|(name, value)| (VarName::new(&**name), value.clone()));
            run.items.extend(named.filter(|(name, _)| name.as_str() != "item"));
        }
        let choice = one(run, ask, made, item);
        run.items = before;
        choice
    })?;
    Ok(shown)
}

fn one(run: &mut Run<'_>, ask: &Ask, made: &Drawn, item: Value) -> Result<Option<Shown>, Fault> {
    if !made.only.as_ref().map_or(Ok(true), |only| run.holds(only))? {
        return Ok(None);
    }
    let label = made.label.map_or_else(|| Ok(plain(&item)), |id| run.text(id))?;
    if say::is_blank(&label) {
        return Ok(None);
    }
    let value = match (&made.value, made.label) {
        (Some(given), _) => run.given(given)?,
        (None, Some(id)) => Value::from(run.own_text(id, &label)?),
        (None, None) => item,
    };
    let mut synonyms = Vec::new();
    for id in &made.synonyms {
        match run.given(&Given::Text(*id))? {
            Value::Array(words) => synonyms.extend(words.iter().map(plain)),
            word => synonyms.push(plain(&word)),
        }
    }
    let image = made.image.map(|id| buttons::filled(run, id)).transpose()?.flatten();
    let choice = Choice { label, value: typed(run, ask, value), synonyms, goto: made.goto.clone() };
    Ok(Some(Shown { choice, image }))
}

/// An item as people read it.
fn plain(item: &Value) -> String {
    match item {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => item.to_string(),
    }
}

/// A text of one of the question's types becomes that: `choices: [1, 2]` of integers are numbers.
fn typed(run: &Run<'_>, ask: &Ask, value: Value) -> Value {
    let Value::String(text) = &value else { return value };
    let visitor = Visitor::of(run);
    let mut kinds = ask.takes.kinds.iter();
    kinds.find_map(|kind| kind.parse(text, &visitor.hint())).unwrap_or(value)
}

/// Quick replies for choices; for a yes-or-no question without any of the author's own, both words.
fn quick_replies<'s>(
    run: &mut Run<'_>,
    op: &Op,
    ask: &Ask,
    shown: impl Iterator<Item = &'s Shown>,
) -> Result<Vec<QuickReply>, Fault> {
    if !ask.shown {
        return Ok(Vec::new());
    }
    let own = !ask.say.replies.is_empty() || !ask.say.buttons.is_empty();
    if ask.takes.takes(AnswerKind::Said(Type::YesNo)) && ask.choices.is_empty() && !own {
        return yes_no(run, op);
    }
    let key = key(run, op);
    let quick = |shown: &Shown| {
        let (label, value) = (&shown.choice.label, &shown.choice.value);
        reply(&key, op, label, value, shown.image.clone())
    };
    shown.map(quick).collect()
}

/// Both words for a question that wants one of them.
pub(in crate::engine) fn yes_no(run: &mut Run<'_>, op: &Op) -> Result<Vec<QuickReply>, Fault> {
    let key = key(run, op);
    let both = [(stock::say(run, OwnWord::Yes), true), (stock::say(run, OwnWord::No), false)];
    both.into_iter().map(|(label, value)| reply(&key, op, &label, &value.into(), None)).collect()
}

/// The word that ends a list.
fn done_reply(run: &mut Run<'_>, op: &Op) -> Result<QuickReply, Fault> {
    let done = stock::say(run, OwnWord::Done);
    reply(&key(run, op), op, &done, &Value::Null, None)
}

fn reply(
    key: &StepKey,
    op: &Op,
    label: &str,
    value: &Value,
    image: Option<String>,
) -> Result<QuickReply, Fault> {
    let payload = say::bounded(payload::answer(key, value), &op.place)?;
    Ok(QuickReply::Text { label: label.to_owned(), payload, image })
}

fn key(run: &Run<'_>, op: &Op) -> StepKey {
    run.top().map_or(&op.key, |frame| &frame.at).clone()
}

fn numbered(shown: &[Shown]) -> String {
    let lines = (1..).zip(shown).map(|(number, shown)| format!("{number}. {}", shown.choice.label));
    lines.collect::<Vec<_>>().join("\n")
}
