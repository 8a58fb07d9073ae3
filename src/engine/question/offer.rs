//! The choices of a question as they are shown: as quick replies, or as numbered text.

use crate::bot::op::Op;
use crate::engine::open::Asked;
use crate::engine::payload;
use crate::engine::question::notes::Notes;
use crate::engine::question::{stock, take};
use crate::engine::run::Run;
use crate::engine::step::say;
use crate::flow::model::ask::{AnswerKind, Ask, Choices, Drawn};
use crate::limits::{LOOP_ITEMS_MAX, QUICK_REPLIES_MAX};
use crate::source::Place;
use crate::words::conversation::Choice;
use crate::words::name::{StepKey, Value, VarName, Vars};
use crate::words::reply::QuickReply;
use crate::words::turn::Fault;

/// What hangs on a question.
pub(in crate::engine) struct Offer {
    /// What can be chosen.
    pub(in crate::engine) choices: Vec<Choice>,
    /// Quick replies for it.
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
        Choices::From(each) => made(run, op, ask, each)?,
    };
    let done = ask.takes.list && take::is_enough(run, asked, notes.items.len())?;
    let left = QUICK_REPLIES_MAX.saturating_sub(ask.say.replies.len());
    let open = shown.iter().filter(|shown| !notes.items.contains(&shown.choice.value));
    let mut quick = quick_replies(run, op, ask, open)?;
    let list = (quick.len().saturating_add(usize::from(done)) > left).then(|| numbered(&shown));
    if list.is_some() {
        quick.clear();
    }
    if done && left > 0 {
        quick.push(done_reply(run, op)?);
    }
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
        let image = choice.image.map(|id| run.text(id)).transpose()?;
        let (synonyms, goto) = (choice.synonyms.clone(), choice.goto.clone());
        let choice = Choice { label, value: typed(ask, value), synonyms, goto };
        shown.push(Shown { choice, image });
    }
    Ok(shown)
}

/// One choice for each item; one without a label is left out.
fn made(run: &mut Run<'_>, op: &Op, ask: &Ask, each: &Drawn) -> Result<Vec<Shown>, Fault> {
    let Value::Array(items) = run.eval(each.from)? else {
        return Err(fault(&op.place, "choices are made of a list, and this is none".to_owned()));
    };
    let mut shown = Vec::new();
    for item in items {
        let with = fields(item);
        let fits = match &each.condition {
            Some(condition) => run.holds_with(condition, &with)?,
            None => true,
        };
        if fits && shown.len() >= LOOP_ITEMS_MAX {
            let text = format!("a question may have {LOOP_ITEMS_MAX} choices at most");
            return Err(fault(&op.place, text));
        }
        if fits {
            shown.extend(one(run, ask, each, &with)?);
        }
    }
    Ok(shown)
}

fn one(run: &mut Run<'_>, ask: &Ask, each: &Drawn, with: &Vars) -> Result<Option<Shown>, Fault> {
    let item = with.get("item").cloned().unwrap_or_default();
    let label = match each.label {
        Some(id) => run.text_with(id, with)?,
        None => plain(&item),
    };
    if say::is_blank(&label) {
        return Ok(None);
    }
    let value = match (&each.value, each.label) {
        (Some(given), _) => run.given_with(given, with)?,
        (None, Some(id)) => Value::from(run.own_text_with(id, with)?),
        (None, None) => item,
    };
    let mut synonyms = Vec::new();
    for id in &each.synonyms {
        match run.value_with(*id, with)? {
            Value::Array(words) => synonyms.extend(words.iter().map(plain)),
            word => synonyms.push(plain(&word)),
        }
    }
    let image = each.image.map(|id| run.text_with(id, with)).transpose()?;
    let choice = Choice { label, value: typed(ask, value), synonyms, goto: each.goto.clone() };
    Ok(Some(Shown { choice, image }))
}

/// What texts of a choice see of its item.
fn fields(item: Value) -> Vars {
    let mut with = Vars::new();
    if let Value::Object(fields) = &item {
        with.extend(fields.iter().map(|(name, value)| (VarName::new(&**name), value.clone())));
    }
    with.insert("item".into(), item);
    with
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
fn typed(ask: &Ask, value: Value) -> Value {
    let Value::String(text) = &value else { return value };
    let mut kinds = ask.takes.kinds.iter().filter(|kind| kind.is_typed());
    kinds.find_map(|kind| kind.parse(text)).unwrap_or(value)
}

/// Quick replies for choices; for a yes-or-no question without any of the author's own, both words.
fn quick_replies<'s>(
    run: &Run<'_>,
    op: &Op,
    ask: &Ask,
    shown: impl Iterator<Item = &'s Shown>,
) -> Result<Vec<QuickReply>, Fault> {
    if !ask.shown {
        return Ok(Vec::new());
    }
    let own = !ask.say.replies.is_empty() || !ask.say.buttons.is_empty();
    if ask.takes.takes(AnswerKind::YesNo) && ask.choices.is_empty() && !own {
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
pub(in crate::engine) fn yes_no(run: &Run<'_>, op: &Op) -> Result<Vec<QuickReply>, Fault> {
    let key = key(run, op);
    let both = [(stock::yes(run), true), (stock::no(run), false)];
    both.into_iter().map(|(label, value)| reply(&key, op, &label, &value.into(), None)).collect()
}

/// The word that ends a list.
fn done_reply(run: &Run<'_>, op: &Op) -> Result<QuickReply, Fault> {
    reply(&key(run, op), op, &stock::done(run), &Value::Null, None)
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

fn fault(place: &Place, text: String) -> Fault {
    Fault { code: "V608".into(), place: Some(place.clone()), text }
}
