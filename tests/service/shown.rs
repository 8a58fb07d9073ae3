//! Everything that a step can show goes over the wire in its order, and Messenger takes it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::{Plan, bot_of};

const SETTINGS: &str = "typing: off\npersonas: {ana: {name: Ana}}\nlocales: [en, fr]\n";

const SHOW: &str = r#"
show:
  when: any message
  steps:
    - seen
    - react: love
    - say: {en: Hello, fr: Bonjour}
      replies: [{ask_for: phone}, {label: More, payload: MORE}]
      persona: ana
    - say: Pick.
      buttons:
        - {label: "{{ n }}", goto: show, set: {n: "{{ n }}"}, for: n in range(end=2)}
        - {login: https://example.com/login}
    - typing
    - cards: {title: "Card {{ n }}", subtitle: "of many {{ name }}", for: n in range(end=20)}
      shape: square
    - images: [https://example.com/1.png, https://example.com/2.png]
    - video: https://www.facebook.com/page/videos/1
      buttons: {Again: show}
    - raw: {sticker_id: 369239263222822}
    - receipt:
        recipient_name: Ana
        order_number: "1"
        currency: EUR
        payment_method: cash
        summary: {total_cost: 3}
    - coupon: {title: Sale, coupon_code: TEN}
    - product: ["5001"]
    - feedback:
        title: Rate
        feedback_screens: [{questions: [{id: q1, type: csat, title: How was it?}]}]
        business_privacy: {url: https://example.com/privacy}
    - optin: {title: Weekly, payload: weekly}
    - optin: {title: Back in stock, payload: stock, once: yes}
    - tag: seen_it
    - track: shown
    - log: everything was shown
more:
  when: {payload: MORE}
  say: More.
"#;

#[tokio::test]
async fn whatever_a_step_shows_is_taken_in_its_order() {
    let long = "long ".repeat(40);
    let show = SHOW.replace("{{ name }}", "{{ 'x' or event.text }} {{ event.text }}");
    let files = [("bot.yaml", SETTINGS), ("flows/show.yaml", show.as_str())];
    let app = Plan::with(bot_of(&files)).start().await;
    app.fake.introduce("2001", json!({}));
    app.say("2001", &long).await;
    app.quiet().await;
    let calls = app.fake.calls_since(0);
    let said = calls.iter().filter(|call| call.edge == "messages");
    let shown: Vec<Value> = said.map(|call| call.body.clone()).filter(is_shown).collect();
    let refused: Vec<_> = calls.iter().filter(|call| !call.accepted).collect();
    assert!(refused.is_empty(), "{refused:?}");
    let kinds: Vec<String> = shown.iter().map(kind).collect();
    let wanted = ["mark_seen", "react", "text", "button", "generic", "attachments", "media"];
    let forms = ["receipt", "coupon", "product", "customer_feedback"];
    let asks = ["notification_messages", "one_time_notif_req"];
    assert_eq!(kinds, [&wanted[..], &["sticker_id"], &forms, &asks].concat());
    assert!(shown[1]["payload"]["message_id"].as_str().unwrap().starts_with("m_"));
    let cards = shown[4].pointer("/message/attachment/payload/elements").unwrap();
    assert_eq!(cards.as_array().unwrap().len(), 10);
    assert!(cards[0]["subtitle"].as_str().unwrap().ends_with('…'));
    let lanes: BTreeSet<&str> =
        shown.iter().filter_map(|body| body["messaging_type"].as_str()).collect();
    assert_eq!(lanes, BTreeSet::from(["RESPONSE"]));
}

/// Whether it is what a step shows, and not three dots that the pump sends meanwhile.
fn is_shown(body: &Value) -> bool {
    body["sender_action"] != "typing_on"
}

fn kind(body: &Value) -> String {
    if let Some(action) = body["sender_action"].as_str() {
        return action.to_owned();
    }
    if let Some(kind) = body.pointer("/message/attachment/payload/template_type") {
        return kind.as_str().unwrap().to_owned();
    }
    let parts = ["text", "attachments", "sticker_id"];
    parts.into_iter().find(|part| body["message"].get(part).is_some()).unwrap_or("?").to_owned()
}
