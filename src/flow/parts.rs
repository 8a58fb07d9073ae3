//! What steps are made of, for everything that looks at all steps alike: reads, sets, offers, reach.
//! A new kind of step says here what it holds, and nowhere else.

use crate::flow::model::ask::{Ask, Choices, Drawn, GiveUp};
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::cards::Cards;
use crate::flow::model::control::{Over, Repeat};
use crate::flow::model::each::Each;
use crate::flow::model::http::{Body, Http, Part as Sent, rendered};
use crate::flow::model::later::{Later, When};
use crate::flow::model::media::Media;
use crate::flow::model::raw::Raw;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::model::set::{Assign, Assigned, Given};
use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::{Step, StepKind};
use crate::source::Place;
use crate::template::batch::{ExprId, TextId};
use crate::words::name::{FlowName, Target, VarName};
use crate::words::way::Way;

/// One part of a step.
#[derive(Debug)]
pub enum Part<'a> {
    /// A text that is rendered.
    Text(TextId),
    /// A bare expression that is worked out.
    Expr(ExprId),
    /// A text that sees the fields of an item by their names.
    ItemText(TextId),
    /// An expression that sees them.
    ItemExpr(ExprId),
    /// A variable that is set, and where.
    Sets(Slot, &'a Place),
    /// A name that the parts up to its end know beside all variables.
    Opens(Own<'a>),
    /// Its end.
    Closes(&'a str),
    /// A button or quick reply; its own parts follow.
    Button(&'a Button),
    /// Where the step itself leads.
    Leads(&'a Target),
    /// The flow that it calls.
    Calls(&'a FlowName),
    /// A step inside it; that step's own parts follow.
    Step(&'a Step),
}

/// A name that stands for something in a few parts only, and in nothing else of the flow.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// The name.
    pub name: &'a str,
    /// What it stands for.
    pub what: What,
    /// The step or button that gives it.
    pub place: &'a Place,
}

/// What a name of its own stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An item of a list.
    Item,
    /// A value that is handed to a template.
    Handed,
    /// The answer that is weighed.
    Answer,
}

/// Calls `see` for every part of every step, a step before those inside it.
pub fn walk<'a>(steps: &'a [Step], see: &mut impl FnMut(Part<'a>)) {
    for step in steps {
        see(Part::Step(step));
        if let Some(condition) = &step.condition {
            see(Part::Expr(condition.expr));
        }
        kind(step, see);
    }
}

fn kind<'a>(step: &'a Step, see: &mut impl FnMut(Part<'a>)) {
    let place = &step.place;
    match &step.kind {
        StepKind::Say(said) => say(said, place, see),
        StepKind::Media(shown) => media(shown, see),
        StepKind::Cards(shown) => cards(shown, see),
        StepKind::Raw(message) => raw(message, see),
        StepKind::Form(form) => raw(&form.parts, see),
        StepKind::Ask(asked) => ask(asked, place, see),
        StepKind::Set(assigns) => set(assigns, place, see),
        StepKind::If(block) => {
            for (condition, steps) in &block.arms {
                see(Part::Expr(condition.expr));
                walk(steps, see);
            }
            walk(&block.otherwise, see);
        }
        StepKind::Switch(block) => {
            see(Part::Expr(block.on));
            block.cases.iter().for_each(|case| walk(&case.steps, see));
            walk(&block.otherwise, see);
        }
        StepKind::OneOf(block) => block.arms.iter().for_each(|arm| walk(&arm.steps, see)),
        StepKind::Repeat(block) => repeat(block, place, see),
        StepKind::Once(block) => {
            walk(&block.steps, see);
            walk(&block.otherwise, see);
        }
        StepKind::Call(call) => {
            with(&call.with, place, see);
            call.save.iter().for_each(|slot| see(Part::Sets(slot.clone(), place)));
            see(Part::Calls(&call.flow));
        }
        StepKind::Return(value) => value.iter().for_each(|id| see(Part::Expr(*id))),
        StepKind::Later(waiting) => later(waiting, see),
        StepKind::Forget(_)
        | StepKind::CancelLater(_)
        | StepKind::EndAll
        | StepKind::Pause(_)
        | StepKind::Seen
        | StepKind::TakeBack
        | StepKind::React(_) => {}
        StepKind::Goto(goto) => {
            with(&goto.with, place, see);
            way(&goto.to, see);
        }
        StepKind::Handover(handover) => handover.tell.iter().for_each(|id| see(Part::Text(*id))),
        StepKind::Tag(tag) => tag.names.iter().for_each(|id| see(Part::Text(*id))),
        StepKind::Language(to) => see(Part::Text(to.text)),
        StepKind::Notify(notify) => notify.with.iter().for_each(|(_, value)| given(value, see)),
        StepKind::Track(track) => track.with.iter().for_each(|(_, value)| given(value, see)),
        StepKind::Log(line) => see(Part::Text(line.text)),
        StepKind::Http(call) => http(call, place, see),
    }
}

fn set<'a>(assigns: &'a [Assign], place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    for assign in assigns {
        match &assign.value {
            Assigned::Expr(id) | Assigned::Added(id) => see(Part::Expr(*id)),
            Assigned::Given(value) => given(value, see),
        }
        see(Part::Sets(assign.slot.clone(), place));
    }
}

fn later<'a>(later: &'a Later, see: &mut impl FnMut(Part<'a>)) {
    match later.when {
        When::After(_) => {}
        When::Told(id) | When::At(id) => see(Part::Text(id)),
    }
    later.how.unless.iter().for_each(|unless| see(Part::Expr(unless.expr)));
    walk(&later.steps, see);
}

fn http<'a>(call: &'a Http, place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    let fields = call.query.iter().chain(&call.headers).map(|(_, parts)| parts);
    let mut texts: Vec<&[Sent]> = fields.map(Vec::as_slice).collect();
    texts.push(&call.path);
    match &call.body {
        Body::None => {}
        Body::Json(json) => json.texts(&mut |id| see(Part::Text(id))),
        Body::Form(fields) => texts.extend(fields.iter().map(|(_, parts)| parts.as_slice())),
        Body::Text(parts) => texts.push(parts),
    }
    texts.into_iter().flat_map(rendered).for_each(|id| see(Part::Text(id)));
    call.save.iter().for_each(|slot| see(Part::Sets(slot.clone(), place)));
    call.errors.iter().for_each(|(_, steps)| walk(steps, see));
}

fn repeat<'a>(block: &'a Repeat, place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    match &block.rounds.over {
        Over::Items(item, list) => {
            see(Part::Expr(*list));
            see(Part::Sets(Slot { life: Life::Run, name: item.clone() }, place));
        }
        Over::Times(id) => see(Part::Expr(*id)),
        Over::While(condition) => see(Part::Expr(condition.expr)),
    }
    walk(&block.steps, see);
}

fn ask<'a>(ask: &'a Ask, place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    say(&ask.say, place, see);
    ask.holds.min.iter().chain(&ask.holds.max).for_each(|id| see(Part::Text(*id)));
    see(Part::Opens(Own { name: "value", what: What::Answer, place }));
    ask.retry.all().chain(ask.confirm).for_each(|id| see(Part::Text(id)));
    ask.holds.must.iter().for_each(|must| see(Part::Expr(must.expr)));
    see(Part::Closes("value"));
    match &ask.choices {
        Choices::Written(choices) => {
            for choice in choices {
                see(Part::Text(choice.label));
                choice.image.iter().for_each(|id| see(Part::Text(*id)));
                choice.value.iter().for_each(|value| given(value, see));
                choice.goto.iter().for_each(|to| way(to, see));
            }
        }
        Choices::From(from) => {
            let name = opens(&from.from, place, see);
            drawn(from, see);
            see(Part::Closes(name));
        }
    }
    ask.default.iter().for_each(|value| given(value, see));
    ask.save.iter().for_each(|slot| see(Part::Sets(slot.clone(), place)));
    ask.nudges.iter().for_each(|nudge| walk(&nudge.steps, see));
    match &ask.give_up {
        Some(GiveUp::Steps(steps)) => walk(steps, see),
        Some(GiveUp::Goto(to)) => way(to, see),
        None => {}
    }
}

fn drawn<'a>(drawn: &'a Drawn, see: &mut impl FnMut(Part<'a>)) {
    drawn.only.iter().for_each(|only| see(Part::ItemExpr(only.expr)));
    let texts = drawn.label.iter().chain(&drawn.synonyms).chain(&drawn.image);
    texts.for_each(|id| see(Part::ItemText(*id)));
    match &drawn.value {
        Some(Given::Text(id)) => see(Part::ItemText(*id)),
        Some(Given::Value(_)) | None => {}
    }
    drawn.goto.iter().for_each(|to| way(to, see));
}

fn say<'a>(say: &'a Say, place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    match &say.bubbles {
        Bubbles::Texts(ids) => ids.iter().for_each(|id| see(Part::Text(*id))),
        Bubbles::Template { file, with: values } => {
            for (_, value) in values {
                given(value, see);
            }
            let names = values.iter().map(|(name, _)| name.as_str());
            let opened = |name| Part::Opens(Own { name, what: What::Handed, place });
            names.clone().for_each(|name| see(opened(name)));
            see(Part::Text(*file));
            names.for_each(|name| see(Part::Closes(name)));
        }
    }
    buttons(say.buttons.iter().chain(&say.replies), see);
}

fn media<'a>(media: &'a Media, see: &mut impl FnMut(Part<'a>)) {
    media.sources.iter().for_each(|id| see(Part::Text(*id)));
    buttons(media.buttons.iter().chain(&media.replies), see);
}

fn cards<'a>(cards: &'a Cards, see: &mut impl FnMut(Part<'a>)) {
    for card in &cards.cards {
        let item = card.each.as_ref().map(|each| opens(each, &card.place, see));
        let texts = [Some(card.title), card.subtitle, card.image, card.link];
        texts.into_iter().flatten().for_each(|id| see(Part::Text(id)));
        buttons(&card.buttons, see);
        if let Some(name) = item {
            see(Part::Closes(name));
        }
    }
    buttons(&cards.replies, see);
}

fn raw<'a>(part: &Raw, see: &mut impl FnMut(Part<'a>)) {
    match part {
        Raw::Value(_) => {}
        Raw::Text(id) | Raw::Given(id) => see(Part::Text(*id)),
        Raw::List(items) => items.iter().for_each(|item| raw(item, see)),
        Raw::Map(entries) => entries.iter().for_each(|(_, entry)| raw(entry, see)),
    }
}

/// Buttons, each with what it shows, sets and sends.
fn buttons<'a>(buttons: impl IntoIterator<Item = &'a Button>, see: &mut impl FnMut(Part<'a>)) {
    for button in buttons {
        see(Part::Button(button));
        let item = button.each.as_ref().map(|each| opens(each, &button.place, see));
        button.label.iter().chain(&button.image).for_each(|id| see(Part::Text(*id)));
        button.condition.iter().for_each(|condition| see(Part::Expr(condition.expr)));
        match &button.tap {
            Tap::Go { to, set } => {
                way(to, see);
                for (slot, value) in set {
                    given(value, see);
                    see(Part::Sets(slot.clone(), &button.place));
                }
            }
            Tap::Payload(id) | Tap::Phone(id) | Tap::Login(id) => see(Part::Text(*id)),
            Tap::Link { url, .. } => see(Part::Text(*url)),
            Tap::Logout | Tap::AskFor(_) => {}
        }
        if let Some(name) = item {
            see(Part::Closes(name));
        }
    }
}

/// A list; from here on its item has a name, which is to be closed.
fn opens<'a>(each: &'a Each, place: &'a Place, see: &mut impl FnMut(Part<'a>)) -> &'a str {
    see(Part::Expr(each.list));
    let name = each.item.as_str();
    see(Part::Opens(Own { name, what: What::Item, place }));
    each.only.iter().for_each(|condition| see(Part::Expr(condition.expr)));
    name
}

fn way<'a>(way: &'a Way, see: &mut impl FnMut(Part<'a>)) {
    match way {
        Way::Go(target) => see(Part::Leads(target)),
        Way::End | Way::Back | Way::Restart => {}
    }
}

fn given<'a>(given: &Given, see: &mut impl FnMut(Part<'a>)) {
    match given {
        Given::Text(id) => see(Part::Text(*id)),
        Given::Value(_) => {}
    }
}

/// Variables of a run that a `with:` sets.
fn with<'a>(with: &'a [(VarName, Given)], place: &'a Place, see: &mut impl FnMut(Part<'a>)) {
    for (name, value) in with {
        given(value, see);
        see(Part::Sets(Slot { life: Life::Run, name: name.clone() }, place));
    }
}
