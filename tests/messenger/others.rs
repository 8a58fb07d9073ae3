//! Events of kinds that no flow can want: they have words of ours all the same, and are recorded.

use saywhen::words::arrival::What;
use saywhen::words::event::{Event, EventKind};
use saywhen::words::turn::Reason;
use serde_json::{Value, json};

use crate::arrivals::{NOW, VISITOR, event, only, request};

/// What comes of a messaging item with one key of its own.
fn of(key: &str, value: Value) -> What {
    let mut item =
        json!({"sender": {"id": "2001"}, "recipient": {"id": "1001"}, "timestamp": NOW.0});
    item[key] = value;
    let entry = json!([{"id": "1001", "time": NOW.0, "messaging": [item]}]);
    request(json!({"object": "page", "entry": entry}).to_string().as_bytes())
        .arrivals
        .remove(0)
        .what
}

fn told(key: &str, value: Value) -> Event {
    match of(key, value) {
        What::Event(event) => *event,
        other => panic!("{key}: {other:?}"),
    }
}

#[test]
fn forms_games_and_labels_have_words_of_their_own() {
    let some = |text: &str| Some(text.to_owned());
    let form = EventKind::Form { id: "88112233".to_owned() };
    assert_eq!(event("096_instant_form_submit").kind, form);
    let EventKind::Game(game) = event("093_game_play").kind else { panic!() };
    assert_eq!(game["score"], 100);
    let label = EventKind::Label { added: true, id: some("4411"), name: some("VIP") };
    assert_eq!(event("105_inbox_labels").kind, label);
    assert_eq!(only("105_inbox_labels").key.visitor.as_str(), VISITOR);
    let EventKind::Wall(wall) = event("104_feed_reaction").kind else { panic!() };
    assert_eq!((wall.item.as_str(), wall.name.as_deref()), ("reaction", Some("Ana K")));
    assert_eq!(event("104_feed_reaction").more["value"]["reaction_type"], "love");
}

#[test]
fn coupons_thumbs_data_and_orders_have_too() {
    let some = |text: &str| Some(text.to_owned());
    let coupon = json!({"type": "coupon", "payload": "SPRING", "coupon_code": "X7"});
    let seen = EventKind::Coupon { code: some("X7"), payload: some("SPRING") };
    assert_eq!(told("template", coupon).kind, seen);
    let rated = told("response_feedback", json!({"feedback": "Good response", "mid": "m_9"}));
    assert_eq!(rated.kind, EventKind::Rated { rating: "Good response".to_owned() });
    assert_eq!(rated.mid.unwrap().as_str(), "m_9");
    let responses = json!([{"key": "email", "value": "a@b"}]);
    let data = json!({"screens": [{"screen_id": 1, "responses": responses}]});
    let EventKind::CustomerData { answers } = told("messaging_customer_information", data).kind
    else {
        panic!()
    };
    let [answer] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!((answer.key.as_str(), answer.value.as_str()), ("email", "a@b"));
    assert_eq!(answer.screen.as_deref(), Some("1"));
    let order = told("order", json!({"products": [{"id": 1}], "note": "soon"})).kind;
    let EventKind::Order { products, note } = order else { panic!() };
    assert_eq!((products.len(), note.as_deref()), (1, Some("soon")));
}

#[test]
fn what_nobody_knows_keeps_its_key_and_all_it_says() {
    let What::Skipped(event, Reason::UnknownKind) = of("template", json!({"type": "x", "a": 1}))
    else {
        panic!()
    };
    assert_eq!(event.kind, EventKind::Unknown { name: "template".to_owned() });
    assert_eq!(event.more, json!({"template": {"type": "x", "a": 1}}));
    let What::Skipped(event, Reason::UnknownKind) = of("message", json!("a text")) else {
        panic!()
    };
    assert_eq!(event.more, json!({"message": "a text"}));
    let message = json!({"mid": "m", "text": "hi", "brand_new": [1]});
    assert_eq!(told("message", message).more, json!({"message": {"brand_new": [1]}}));
}
