//! Messages that are in Meta's words already: what can be tapped on them.

use saywhen::messenger::message::{buttons, quick_replies};
use saywhen::words::reply::{Action, Button, QuickReply};
use serde_json::json;

fn button(label: &str, action: Action) -> Button {
    Button { label: label.to_owned(), action }
}

#[test]
fn buttons_stand_below_a_text_and_on_cards() {
    let all = [
        json!({"type": "postback", "title": "Buy", "payload": "BUY"}),
        json!({"type": "phone_number", "title": "Call", "payload": "+15550100"}),
        json!({"type": "web_url", "title": "Site", "url": "https://x.example",
            "webview_height_ratio": "tall", "messenger_extensions": true}),
        json!({"type": "account_link", "url": "https://x.example/login"}),
        json!({"type": "game_play", "title": "Play"}),
        json!({"type": "postback", "title": "No payload"}),
    ];
    let (url, height) = ("https://x.example".to_owned(), Some("tall".to_owned()));
    let read = [
        button("Buy", Action::Payload("BUY".to_owned())),
        button("Call", Action::Phone("+15550100".to_owned())),
        button("Site", Action::Link { url, height, extensions: true }),
    ];
    let below = json!({"attachment": {"payload": {"text": "Hi", "buttons": all}}});
    assert_eq!(buttons(&below), read);
    let cards = json!([{"buttons": [all[0]]}, {"title": "None"}, {"buttons": [all[1], all[2]]}]);
    assert_eq!(buttons(&json!({"attachment": {"payload": {"elements": cards}}})), read);
    assert_eq!(buttons(&json!({"text": "Hi"})), []);
}

#[test]
fn quick_replies_are_words_or_ask_for_something() {
    let message = json!({"text": "Hi", "quick_replies": [
        {"content_type": "text", "title": "Yes", "payload": "Y", "image_url": "https://x.example"},
        {"content_type": "user_phone_number"},
        {"content_type": "user_email"},
        {"content_type": "text", "title": "No"},
        {"content_type": "location"},
    ]});
    let image = Some("https://x.example".to_owned());
    let yes = QuickReply::Text { label: "Yes".to_owned(), payload: "Y".to_owned(), image };
    assert_eq!(quick_replies(&message), [yes, QuickReply::Phone, QuickReply::Email]);
    assert_eq!(quick_replies(&json!({"text": "Hi"})), []);
}
