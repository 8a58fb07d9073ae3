//! Webhook bodies nobody should send, copies, and properties of all bodies.

use proptest::prelude::*;
use saywhen::messenger::webhook::{BadBody, read};
use saywhen::words::arrival::What;
use saywhen::words::event::EventKind;
use serde_json::{Value, json};

use crate::arrivals::{NOW, batch, fixture, item, only, ours, request};

#[test]
fn copies_are_known_and_others_are_not() {
    let twice = fixture("110_batch_duplicate_mid");
    assert_eq!(twice[0].identity, twice[1].identity);
    let names = [
        "001_message_text",
        "046_postback_button",
        "071_reaction_react",
        "072_reaction_other",
        "073_reaction_unreact",
        "074_message_edit",
        "075_message_edit_num_string",
        "068_delivery",
        "069_delivery_no_mids",
        "083_standby_message",
        "098_feed_comment_add",
        "100_feed_comment_edited",
        "061_optin_send_to_messenger",
        "055_referral_mme",
    ];
    let mut seen = std::collections::BTreeMap::new();
    for name in names {
        let other = seen.insert(only(name).identity, name);
        // Reactions with other letters but the same mid, moment and action are one by definition.
        let known = (name == "072_reaction_other").then_some("071_reaction_react");
        assert_eq!(other, known, "{name}");
    }
}

#[test]
fn standby_does_not_hide_the_message_itself() {
    let message = item(json!({"mid": "m_1", "text": "hi"}));
    let entry = json!([{"id": "1001", "standby": [message], "messaging": [message]}]);
    let both = request(json!({"object": "page", "entry": entry}).to_string().as_bytes()).arrivals;
    assert_ne!(both[0].identity, both[1].identity);
}

#[test]
fn an_item_nested_too_deeply_dies_alone() {
    let deep = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    let item = |extra: String| {
        format!(r#"{{"sender":{{"id":"2001"}},"message":{{"mid":"m","text":"hi","x":{extra}}}}}"#)
    };
    for (levels, dead) in [(62, 0), (63, 1), (5_000, 1), (100_000, 1)] {
        let items = format!("{},{}", item(deep(levels)), item("1".to_owned()));
        let body =
            format!(r#"{{"object":"page","entry":[{{"id":"1001","messaging":[{items}]}}]}}"#);
        let request = request(body.as_bytes());
        assert_eq!((request.arrivals.len(), request.malformed), (2, dead), "{levels}");
        assert!(matches!(request.arrivals[1].what, What::Event(_)));
        assert_eq!(request.arrivals[0].key, request.arrivals[1].key);
    }
}

#[test]
fn items_that_are_none_die_alone() {
    let items =
        [json!(5), json!(null), json!([]), json!("x"), item(json!({"mid": "m", "text": "hi"}))];
    let request = request(&batch(&items));
    assert_eq!((request.arrivals.len(), request.malformed), (5, 4));
    assert!(matches!(request.arrivals[4].what, What::Event(_)));
    let odd = br#"{"object":"page","entry":[7,{"id":"1001","messaging":5},{"id":"1001","messaging":null}]}"#;
    assert_eq!(read(odd, NOW, &ours).unwrap().malformed, 2);
}

#[test]
fn bodies_that_are_no_request_are_refused() {
    let deep = "[".repeat(100_000);
    let not_objects = [
        "null",
        "[]",
        "",
        "5",
        "{",
        "object=page",
        "\u{feff}{\"object\":\"page\"}",
        &deep,
        r#"{"object":"page","entry":[{"id":"1001","time":NaN}]}"#,
    ];
    for text in not_objects {
        assert_eq!(read(text.as_bytes(), NOW, &ours), Err(BadBody::NotAnObject), "{text:.20}");
    }
    let not_text = b"{\"object\":\"page\",\"entry\":[],\"x\":\"\xc3\x28\"}";
    assert_eq!(read(not_text, NOW, &ours), Err(BadBody::NotText));
    let many = vec![json!({}); 10_001];
    assert_eq!(read(&batch(&many), NOW, &ours), Err(BadBody::TooMany));
}

#[test]
fn letters_that_nothing_can_hold_are_mended() {
    let text = |escaped: &str| {
        let body = format!(
            r#"{{"object":"page","entry":[{{"id":"1001","messaging":[{{"sender":{{"id":"20\u000001"}},"message":{{"mid":"m","text":"{escaped}"}}}}]}}]}}"#
        );
        let arrival = request(body.as_bytes()).arrivals.remove(0);
        assert_eq!(arrival.key.visitor.as_str(), "2001");
        let What::Event(event) = arrival.what else { panic!() };
        let EventKind::Text(text) = event.kind else { panic!() };
        text.text
    };
    assert_eq!(text(r"a\ud800b"), "a\u{fffd}b");
    assert_eq!(text(r"a\u0000b"), "ab");
    assert_eq!(text(r"\ud83d\udc0e \u00e4 \/"), "🐎 ä /");
}

#[test]
fn clocks_that_cannot_be_right_are_not_believed() {
    let sent_at = |stamp: Value| {
        let mut item = item(json!({"mid": "m", "text": "hi"}));
        item["timestamp"] = stamp;
        let What::Event(event) = request(&batch(&[item])).arrivals.remove(0).what else { panic!() };
        event.sent_at
    };
    for stamp in [json!(-1), json!(0), json!(1), json!("soon"), json!(NOW.0 + 700_000), json!({})] {
        assert_eq!(sent_at(stamp.clone()), None, "{stamp}");
    }
    assert_eq!(sent_at(json!(null)), Some(NOW));
    assert_eq!(sent_at(json!(NOW.0.to_string())), Some(NOW));
}

#[test]
fn ids_keep_all_their_digits() {
    let body = br#"{"object":"page","entry":[{"id":1001,"messaging":[{"sender":{"id":9007199254740993},"recipient":{"id":1001},"message":{"mid":"m_n","text":"x"}}]}]}"#;
    let arrival = request(body).arrivals.remove(0);
    assert_eq!(arrival.key.page.as_str(), "1001");
    assert_eq!(arrival.key.visitor.as_str(), "9007199254740993");
}

fn any_json() -> impl Strategy<Value = Value> {
    let keys = "sender|recipient|id|user_ref|message|mid|text|attachments|payload|type|quick_reply|postback|referral|optin|delivery|read|watermark|timestamp|reaction|is_echo|nlp|entities|value|field|from|changes|commands|message_edit";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((keys, inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _judged = read(&bytes, NOW, &ours);
    }

    #[test]
    fn no_text_panics(text in r#"[{}\[\]:,"\\ud80a-fnul0-9é]{0,200}"#) {
        let _judged = read(text.as_bytes(), NOW, &ours);
    }

    #[test]
    fn a_batch_equals_its_singles(items in prop::collection::vec(any_json(), 1..6)) {
        for list in ["messaging", "standby", "changes"] {
            let of = |items: &[Value]| {
                let body = json!({"object": "page", "entry": [{"id": "1001", "time": NOW.0, list: items}]});
                request(body.to_string().as_bytes()).arrivals
            };
            let singles: Vec<_> = items.iter().flat_map(|item| of(std::slice::from_ref(item))).collect();
            prop_assert_eq!(of(&items), singles);
        }
    }
}
