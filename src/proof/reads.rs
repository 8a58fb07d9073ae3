//! What an operation certainly reads before it does anything, or as long as it rests: its words, what
//! hangs on them, what it hands over.
//!
//! What a condition, a list or an arm of an expression may leave out is not certain.

use crate::bot::Bot;
use crate::bot::op::{Op, OpKind};
use crate::flow::model::ask::{Ask, Choices};
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::cards::Cards;
use crate::flow::model::control::{Over, Rounds};
use crate::flow::model::http::{Body, Http, Part, rendered};
use crate::flow::model::later::When;
use crate::flow::model::raw::Raw;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::model::set::{Assigned, Given};
use crate::flow::model::slot::Life;
use crate::flow::variables::{has_way_out, is_asked};
use crate::template::batch::{ExprId, TextId};
use crate::template::render::Read;
use crate::words::name::VarName;

/// All of that, but for reads whose author says what holds without a value.
pub(super) fn reads<'a>(bot: &'a Bot, op: &'a Op) -> Vec<&'a Read> {
    let mut reads = Reads { bot, own: Vec::new(), found: Vec::new() };
    reads.op(op);
    let excused = |read: &&Read| has_way_out(&bot.sources, read) || is_asked(&bot.sources, read);
    reads.found.retain(|read| !excused(read));
    reads.found
}

struct Reads<'a> {
    bot: &'a Bot,
    /// Names that stand for something of their own here.
    own: Vec<&'a str>,
    found: Vec<&'a Read>,
}

impl<'a> Reads<'a> {
    fn op(&mut self, op: &'a Op) {
        match &op.kind {
            OpKind::Say(say) => self.say(say),
            OpKind::Ask(ask, _) => self.ask(ask),
            OpKind::Media(media) => {
                self.texts(&media.sources);
                self.buttons(media.buttons.iter().chain(&media.replies));
            }
            OpKind::Cards(cards) => self.cards(cards),
            OpKind::Raw(raw) => self.raw(raw),
            OpKind::Form(form) => self.raw(&form.parts),
            OpKind::Set(assigns) => match assigns.first().map(|assign| &assign.value) {
                Some(Assigned::Expr(id) | Assigned::Added(id)) => self.expr(*id),
                Some(Assigned::Given(value)) => self.given(value),
                None => {}
            },
            OpKind::Switch(id, ..) | OpKind::Return(Some(id)) => self.expr(*id),
            OpKind::Rounds(Rounds { over: Over::Items(_, id) | Over::Times(id), .. }, _) => {
                self.expr(*id);
            }
            OpKind::Call(call) => self.with(&call.with),
            OpKind::Goto(goto) => self.with(&goto.with),
            OpKind::Later(When::Told(id) | When::At(id), ..) => self.text(*id),
            OpKind::Handover(handover) => self.texts(&handover.tell),
            OpKind::Tag(tag) => self.texts(&tag.names),
            OpKind::Language(to) => self.text(to.text),
            OpKind::Notify(notify) => self.with(&notify.with),
            OpKind::Track(track) => self.with(&track.with),
            OpKind::Log(line) => self.text(line.text),
            OpKind::Http(http, _) => self.http(http),
            OpKind::Gate(_)
            | OpKind::Wait
            | OpKind::Unless(..)
            | OpKind::Rounds(..)
            | OpKind::Return(None)
            | OpKind::Later(When::After(_), ..)
            | OpKind::Jump(_)
            | OpKind::OneOf(..)
            | OpKind::Again(_)
            | OpKind::Once(_)
            | OpKind::Forget(_)
            | OpKind::EndAll
            | OpKind::CancelLater(_)
            | OpKind::Pause(_)
            | OpKind::Seen
            | OpKind::React(_)
            | OpKind::TakeBack => {}
        }
    }

    fn add(&mut self, reads: &'a [Read]) {
        let root = |read: &'a Read| read.path.split(['.', '[']).next().unwrap_or_default();
        let outside = |read: &&'a Read| read.certain && !self.own.contains(&root(read));
        self.found.extend(reads.iter().filter(outside));
    }

    fn text(&mut self, id: TextId) {
        self.add(self.bot.texts.text_reads(id));
    }

    fn texts(&mut self, ids: impl IntoIterator<Item = &'a TextId>) {
        ids.into_iter().for_each(|id| self.text(*id));
    }

    fn expr(&mut self, id: ExprId) {
        self.add(self.bot.texts.expr_reads(id));
    }

    fn given(&mut self, value: &'a Given) {
        match value {
            Given::Text(id) => self.text(*id),
            Given::Value(_) => {}
        }
    }

    fn with(&mut self, with: &'a [(VarName, Given)]) {
        for (_, value) in with {
            self.given(value);
        }
    }

    fn say(&mut self, say: &'a Say) {
        match &say.bubbles {
            Bubbles::Texts(ids) => self.texts(ids),
            Bubbles::Template { file, with } => {
                self.with(with);
                self.own.extend(with.iter().map(|(name, _)| name.as_str()));
                self.text(*file);
                self.own.clear();
            }
        }
        self.buttons(say.buttons.iter().chain(&say.replies));
    }

    /// A list may be empty, and a condition may not hold: then nothing else is worked out.
    fn buttons(&mut self, buttons: impl IntoIterator<Item = &'a Button>) {
        for button in buttons {
            if let Some(each) = &button.each {
                self.expr(each.list);
            } else if let Some(condition) = &button.condition {
                self.condition(condition.expr);
            } else {
                self.texts(button.label.iter().chain(&button.image));
                self.tap(&button.tap);
            }
        }
    }

    /// A variable alone may have no value: then it does not hold.
    fn condition(&mut self, id: ExprId) {
        if self.bot.texts.variable(id).is_none() {
            self.expr(id);
        }
    }

    fn tap(&mut self, tap: &'a Tap) {
        match tap {
            Tap::Go { set, .. } => set.iter().for_each(|(_, value)| self.given(value)),
            Tap::Payload(id) | Tap::Phone(id) | Tap::Login(id) | Tap::Link { url: id, .. } => {
                self.text(*id);
            }
            Tap::Logout | Tap::AskFor(_) => {}
        }
    }

    fn cards(&mut self, cards: &'a Cards) {
        for card in &cards.cards {
            if let Some(each) = &card.each {
                self.expr(each.list);
                continue;
            }
            self.text(card.title);
            self.texts([&card.subtitle, &card.image, &card.link].into_iter().flatten());
            self.buttons(&card.buttons);
        }
        self.buttons(&cards.replies);
    }

    /// What is asked, and what is said after a wrong answer: nothing is set in between. A question
    /// that is left out when the answer is known reads nothing for certain.
    fn ask(&mut self, ask: &'a Ask) {
        if ask.skip_known {
            return;
        }
        self.say(&ask.say);
        match &ask.choices {
            Choices::Written(choices) => {
                for choice in choices {
                    self.text(choice.label);
                    self.texts(&choice.image);
                    choice.value.iter().for_each(|value| self.given(value));
                }
            }
            Choices::From(drawn) => self.expr(drawn.from.list),
        }
        self.texts(ask.holds.min.iter().chain(&ask.holds.max));
        self.own.push("value");
        ask.retry.all().for_each(|id| self.text(id));
        let saved = ask.save.as_ref().filter(|slot| slot.life == Life::Run);
        self.own.extend(saved.map(|slot| slot.name.as_str()));
        ask.confirm.into_iter().for_each(|id| self.text(id));
        ask.holds.must.iter().for_each(|must| self.expr(must.expr));
        self.own.clear();
    }

    fn raw(&mut self, part: &'a Raw) {
        match part {
            Raw::Value(_) => {}
            Raw::Text(id) | Raw::Given(id) => self.text(*id),
            Raw::List(items) => items.iter().for_each(|item| self.raw(item)),
            Raw::Map(entries) => entries.iter().for_each(|(_, entry)| self.raw(entry)),
        }
    }

    fn http(&mut self, http: &'a Http) {
        self.parts(&http.path);
        http.query.iter().chain(&http.headers).for_each(|(_, parts)| self.parts(parts));
        match &http.body {
            Body::None => {}
            Body::Json(json) => json.texts(&mut |id| self.text(id)),
            Body::Form(fields) => fields.iter().for_each(|(_, parts)| self.parts(parts)),
            Body::Text(parts) => self.parts(parts),
        }
    }

    fn parts(&mut self, parts: &'a [Part]) {
        rendered(parts).for_each(|id| self.text(id));
    }
}
