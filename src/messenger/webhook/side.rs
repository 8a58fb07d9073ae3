//! Accounts, feedback, orders and forms: what visitors do outside of the message line.

use serde_json::Value;

use crate::messenger::webhook::event::Told;
use crate::messenger::webhook::part::Part;
use crate::words::aside::{FeedbackAnswer, FollowUp, FormAnswer};
use crate::words::event::EventKind;

fn told(kind: EventKind) -> Told {
    Told::new("", None, kind)
}

pub(super) fn account(account: &Part<'_>) -> Told {
    let linked = account.either("status", ["linked", "unlinked"]) == Some(true);
    told(EventKind::AccountLink { linked, code: account.filled("authorization_code") })
}

pub(super) fn feedback(feedback: &Part<'_>) -> Told {
    let screens = feedback.parts("feedback_screens");
    let answers = screens.iter().flat_map(screen_of_feedback).collect();
    told(EventKind::Feedback { answers })
}

fn screen_of_feedback(part: &Part<'_>) -> Vec<FeedbackAnswer> {
    let screen = part.text("screen_id");
    let Some(questions) = part.part("questions") else { return Vec::new() };
    let answers = questions.keys().filter_map(|id| {
        let question = questions.part(id)?;
        let follow_up = question.part("follow_up").map(|more| FollowUp {
            kind: more.filled("type"),
            text: more.text("payload").unwrap_or_default(),
        });
        Some(FeedbackAnswer {
            screen: screen.clone(),
            question: id.to_owned(),
            kind: question.filled("type"),
            answer: question.text("payload").unwrap_or_default(),
            follow_up,
        })
    });
    answers.collect()
}

/// A thumb below a message of the bot's, which its mid names.
pub(super) fn rating(part: &Part<'_>) -> Told {
    let rating = part.text("feedback").unwrap_or_default();
    Told::new("rating", part.mid(), EventKind::Rated { rating })
}

pub(super) fn game(game: &Part<'_>) -> Told {
    told(EventKind::Game(Value::Object(game.take_rest())))
}

pub(super) fn order(order: &Part<'_>) -> Told {
    let (products, note) = (order.list("products").to_vec(), order.filled("note"));
    told(EventKind::Order { products, note })
}

pub(super) fn form(form: &Part<'_>) -> Told {
    told(EventKind::Form { id: form.text("id").unwrap_or_default() })
}

pub(super) fn coupon(coupon: &Part<'_>) -> Told {
    let (code, payload) = (coupon.filled("coupon_code"), coupon.filled("payload"));
    coupon.text("type");
    let mut told = told(EventKind::Coupon { code, payload });
    coupon.rest_into(&mut told.more, "template");
    told
}

pub(super) fn customer(part: &Part<'_>) -> Told {
    let screens = part.parts("screens");
    let answers = screens.iter().flat_map(|part| {
        let screen = part.text("screen_id");
        let answer = |response: &Part<'_>| FormAnswer {
            screen: screen.clone(),
            key: response.text("key").unwrap_or_default(),
            value: response.text("value").unwrap_or_default(),
        };
        part.parts("responses").iter().map(answer).collect::<Vec<_>>()
    });
    told(EventKind::CustomerData { answers: answers.collect() })
}
