//! Webhook bodies: every fixture of Meta's shapes, hostile bodies, and two properties.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    missing_docs,
    reason = "tests"
)]

use std::fs;

use proptest::prelude::*;
use saywhen::messenger::webhook::{BadBody, Request, read};
use saywhen::time::Timestamp;
use saywhen::words::arrival::{Arrival, What};
use saywhen::words::event::{AttachmentKind, Event, EventKind, ThreadChange, Via};
use saywhen::words::name::{Channel, PageId};
use saywhen::words::turn::Reason;
use serde_json::{Value, json};

/// One minute after the moment in all fixtures.
const NOW: Timestamp = Timestamp(1_793_000_060_123);
const PAGE: &str = "104857612345678";
const VISITOR: &str = "6543210987654321";

fn ours(page: &PageId) -> bool {
    ["104857612345678", "209715298765432", "17841400111222333", "1001"].contains(&page.as_str())
}

fn body(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/fixtures/webhook/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn request(body: &[u8]) -> Request {
    read(body, NOW, &ours).unwrap()
}

fn fixture(name: &str) -> Vec<Arrival> {
    request(&body(name)).arrivals
}

fn only(name: &str) -> Arrival {
    let arrivals = fixture(name);
    assert_eq!(arrivals.len(), 1, "{name}");
    arrivals.into_iter().next().unwrap()
}

fn event(name: &str) -> Event {
    match only(name).what {
        What::Event(event) => *event,
        other => panic!("{name}: {other:?}"),
    }
}

fn skipped(name: &str) -> (EventKind, Reason) {
    match only(name).what {
        What::Skipped(event, reason) => (event.kind, reason),
        other => panic!("{name}: {other:?}"),
    }
}

/// A request with these messaging items.
fn batch(items: &[Value]) -> Vec<u8> {
    json!({"object": "page", "entry": [{"id": "1001", "time": NOW.0, "messaging": items}]})
        .to_string()
        .into_bytes()
}

fn item(message: Value) -> Value {
    json!({"sender": {"id": "2001"}, "recipient": {"id": "1001"}, "timestamp": NOW.0, "message": message})
}

#[test]
fn every_fixture_becomes_arrivals() {
    let folder = format!("{}/tests/fixtures/webhook", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let request = request(&fs::read(&path).unwrap());
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let empty = request.unknown_objects == 1 || name == "114_entry_empty";
        assert_eq!(request.arrivals.is_empty(), empty, "{name}");
        assert_eq!(request.malformed, 0, "{name}");
        assert!(request.arrivals.iter().all(|arrival| !arrival.key.visitor.as_str().is_empty()));
        count += 1;
    }
    assert_eq!(count, 115);
}

#[test]
fn a_text_has_all_its_parts() {
    let arrival = only("001_message_text");
    assert_eq!(arrival.key.channel, Channel::Messenger);
    assert_eq!((arrival.key.page.as_str(), arrival.key.visitor.as_str()), (PAGE, VISITOR));
    assert_eq!(arrival.at, NOW);
    let event = event("001_message_text");
    assert_eq!(event.mid.unwrap().as_str(), "m_Txt01aa");
    assert_eq!(event.sent_at, Some(Timestamp(1_793_000_000_123)));
    assert_eq!(event.raw["message"]["text"], "where is my order?");
    let EventKind::Text(text) = event.kind else { panic!() };
    assert_eq!(text.text, "where is my order?");
    assert!(text.attachments.is_empty() && text.reply_to.is_none());
}

#[test]
fn texts_come_in_many_forms() {
    let text = |name: &str| match event(name).kind {
        EventKind::Text(text) => text,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(text("002_message_text_unicode").text, "žluťoučký kůň 🐎 äöå / < % @");
    assert_eq!(text("006_message_reply_to").reply_to.unwrap().as_str(), "m_Old77");
    assert_eq!(text("017_message_fallback_link").attachments[0].kind, AttachmentKind::Fallback);
    assert_eq!(text("117_numeric_ids").text, "ids as numbers");
    assert_eq!(text("118_ig_text").text, "hi from IG");
    assert_eq!(only("118_ig_text").key.channel, Channel::Instagram);
    assert_eq!(only("117_numeric_ids").key, only("001_message_text").key);
}

#[test]
fn taps_carry_payload_and_label() {
    let tap = |name: &str| match event(name).kind {
        EventKind::Tap(tap) => (tap.payload.unwrap(), tap.label, tap.via),
        other => panic!("{name}: {other:?}"),
    };
    let some = |text: &str| Some(text.to_owned());
    let mail = "ana@example.org".to_owned();
    assert_eq!(tap("004_message_quick_reply_email"), (mail.clone(), Some(mail), Via::QuickReply));
    assert_eq!(tap("119_ig_quick_reply"), ("RED".to_owned(), some("Red"), Via::QuickReply));
    let button = ("ORDER_TRACK".to_owned(), some("Track order"), Via::Postback);
    assert_eq!(tap("046_postback_button"), button);
    assert_eq!(tap("051_postback_user_ref_sender").1, None);
    assert_eq!(only("051_postback_user_ref_sender").key.visitor.as_str(), "ref:uref-771-guest");
    assert_eq!(tap("107_dashboard_test_postback"), ("P".to_owned(), some("T"), Via::Postback));
    assert_eq!(event("107_dashboard_test_postback").sent_at, Some(Timestamp(1_527_459_824_000)));
}

#[test]
fn referrals_are_found_wherever_they_stand() {
    let reference = |name: &str| event(name).referral.unwrap().reference;
    assert_eq!(reference("048_postback_get_started_referral_mme"), "flyer_7");
    assert_eq!(reference("055_referral_mme"), "flyer_7");
    assert_eq!(reference("028_message_referral_ad"), "summer_ad");
    assert_eq!(reference("051_postback_user_ref_sender"), "");
    let ad = event("028_message_referral_ad").referral.unwrap();
    assert_eq!(ad.ad.as_deref(), Some("6045246247433"));
    assert_eq!(ad.more["ads_context_data"]["ad_title"], "Summer sale");
    let lead = event("060_referral_lead_incomplete").referral.unwrap();
    assert_eq!(lead.more["lead"]["data"][0]["answer"], "No");
    let seconds = event("058_referral_timestamp_seconds");
    assert_eq!(seconds.sent_at, Some(Timestamp(1_793_000_000_000)));
    assert_eq!(seconds.kind, EventKind::Referral);
}

#[test]
fn attachments_have_kind_and_address() {
    let one = |name: &str| match event(name).kind {
        EventKind::Attachments(mut all) if all.len() == 1 => all.remove(0),
        other => panic!("{name}: {other:?}"),
    };
    let kinds = [
        ("007_message_image", AttachmentKind::Image),
        ("009_message_audio", AttachmentKind::Audio),
        ("010_message_video", AttachmentKind::Video),
        ("011_message_file", AttachmentKind::File),
        ("014_message_sticker_new", AttachmentKind::Sticker),
        ("015_message_sticker_transition", AttachmentKind::Sticker),
        ("021_message_reel", AttachmentKind::Reel),
        ("024_message_ig_post_share", AttachmentKind::Post),
        ("025_message_appointment_booking", AttachmentKind::Appointment),
        ("121_ig_story_mention", AttachmentKind::StoryMention),
        ("128_ig_unsupported_type_attachment", AttachmentKind::Other),
    ];
    for (name, kind) in kinds {
        assert_eq!(one(name).kind, kind, "{name}");
    }
    let place = one("013_message_location_legacy_titled");
    assert_eq!(place.place, Some((50.0875, 14.4213)));
    assert_eq!(place.title.as_deref(), Some("Ana's Location"));
    assert_eq!(one("014_message_sticker_new").sticker.as_deref(), Some("369239263222822"));
    let legacy = one("020_message_fallback_legacy_string_payload");
    assert_eq!(legacy.url.as_deref(), Some("https://example.org/"));
    assert_eq!(one("125_ig_like_heart").more["type"], "like_heart");
}

#[test]
fn what_happens_to_messages_is_told_apart() {
    let EventKind::Reaction(reaction) = event("071_reaction_react").kind else { panic!() };
    assert!(reaction.added && reaction.name.as_deref() == Some("love"));
    let EventKind::Reaction(reaction) = event("073_reaction_unreact").kind else { panic!() };
    assert!(!reaction.added && reaction.emoji.is_none());
    let edited = EventKind::Edited { text: "where is my order 8841?".to_owned(), count: 2 };
    assert_eq!(event("075_message_edit_num_string").kind, edited);
    assert_eq!(event("035_message_deleted").kind, EventKind::Deleted);
    assert_eq!(event("036_message_unsupported").kind, EventKind::Unsupported);
    assert_eq!(
        event("029_message_commands").kind,
        EventKind::Command { name: "flights".to_owned() }
    );
}

#[test]
fn optins_carry_what_allows_later_messages() {
    let optin = |name: &str| match event(name).kind {
        EventKind::Optin(optin) => optin,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(optin("061_optin_send_to_messenger").reference.as_deref(), Some("pricing_page"));
    assert_eq!(only("062_optin_checkbox_user_ref").key.visitor.as_str(), "ref:uref-991-abc");
    assert_eq!(optin("063_optin_one_time_notif").token.as_deref(), Some("5811123344"));
    let weekly = optin("064_optin_notification_messages");
    assert_eq!(weekly.kind.as_deref(), Some("notification_messages"));
    assert_eq!(weekly.payload.as_deref(), Some("WEEKLY_DEALS"));
    assert_eq!(weekly.token.as_deref(), Some("7700112233445566"));
    assert_eq!(weekly.more["title"], "Weekly deals");
}

#[test]
fn threads_and_accounts_change_hands() {
    let some = |text: &str| Some(text.to_owned());
    let idle = ThreadChange::Pass { to: some("332211445566778"), from: None, metadata: None };
    assert_eq!(event("079_pass_thread_control_from_idle").kind, EventKind::Thread(idle));
    let EventKind::Thread(ThreadChange::Take { to, from, .. }) =
        event("080_take_thread_control").kind
    else {
        panic!()
    };
    assert_eq!((to, from), (some("263902037430900"), some("332211445566778")));
    let asked = ThreadChange::Request { by: some("998877"), metadata: some("please") };
    assert_eq!(event("081_request_thread_control").kind, EventKind::Thread(asked));
    let linked = EventKind::AccountLink { linked: true, code: some("auth-7781") };
    assert_eq!(event("076_account_linking_linked").kind, linked);
    let unlinked = EventKind::AccountLink { linked: false, code: None };
    assert_eq!(event("077_account_linking_unlinked").kind, unlinked);
}

#[test]
fn feedback_and_comments_keep_their_words() {
    let EventKind::Feedback { answers } = event("091_messaging_feedback").kind else { panic!() };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(answers, [pair("q_csat_1", "5"), pair("q_csat_1.follow_up", "very fast!")]);
    assert_eq!(event("091_messaging_feedback").sent_at, Some(Timestamp(1_793_000_000_535)));
    let EventKind::Comment(comment) = event("098_feed_comment_add").kind else { panic!() };
    assert_eq!((comment.text.as_str(), comment.verb.as_str()), ("price?", "add"));
    assert_eq!(only("098_feed_comment_add").key.visitor.as_str(), "comment:77_8801");
    assert_eq!(only("103_feed_visitor_post").key.visitor.as_str(), "post:104857612345678_78");
    assert_eq!(only("138_ig_comment").key.visitor.as_str(), "comment:17900001");
}

#[test]
fn echoes_and_receipts_speak_of_replies() {
    let arrival = only("038_echo_text_metadata");
    assert_eq!(arrival.key.visitor.as_str(), VISITOR);
    let What::Echo(echo, Some(mid)) = arrival.what else { panic!() };
    assert_eq!(mid.as_str(), "m_Ec01");
    assert_eq!(echo.app.as_deref(), Some("332211445566778"));
    assert_eq!(echo.metadata.as_deref(), Some("eng:v1:run=42;step=hours"));
    let What::Echo(echo, _) = only("039_echo_no_app_id_page_inbox").what else { panic!() };
    assert_eq!((echo.app, echo.text.as_deref()), (None, Some("Hi, Ana from support here")));
    let What::Receipt { read, mids, watermark } = only("068_delivery").what else { panic!() };
    assert!(!read && mids.len() == 1 && watermark == Some(Timestamp(1_793_000_000_073)));
    let What::Receipt { read, mids, .. } = only("132_ig_seen").what else { panic!() };
    assert!(read && mids.len() == 1);
}

#[test]
fn what_is_not_for_us_is_recorded_and_left_alone() {
    for name in ["083_standby_message", "085_standby_read", "086_standby_echo"] {
        assert_eq!(skipped(name).1, Reason::Standby, "{name}");
    }
    assert_eq!(skipped("102_feed_comment_by_page_itself").1, Reason::Own);
    assert_eq!(skipped("106_dashboard_test_messages").1, Reason::UnknownPage);
    assert_eq!(skipped("082_app_roles").1, Reason::Unwanted);
    let block = EventKind::Policy { action: "block".to_owned(), reason: Some("x".to_owned()) };
    assert_eq!(skipped("090_policy_block_hyphen_legacy"), (block, Reason::Unwanted));
    let unknown = EventKind::Unknown { name: "brand_new_event".to_owned() };
    assert_eq!(skipped("115_unknown_event"), (unknown, Reason::UnknownKind));
    assert_eq!(skipped("093_game_play").1, Reason::UnknownKind);
    assert_eq!(request(&body("116_unknown_object")).unknown_objects, 1);
    assert_eq!(request(&body("106_dashboard_test_messages")).unknown_pages, 1);
}

#[test]
fn our_own_echo_settles_its_reply_even_on_standby() {
    let echo = |metadata: &str| {
        let message = json!({"mid": "m", "is_echo": true, "metadata": metadata});
        let item =
            json!({"sender": {"id": "1001"}, "recipient": {"id": "2001"}, "message": message});
        let entry = json!([{"id": "1001", "standby": [item]}]);
        request(json!({"object": "page", "entry": entry}).to_string().as_bytes()).arrivals.remove(0)
    };
    assert!(matches!(echo("sw1:00").what, What::Echo(..)));
    assert!(matches!(echo("other").what, What::Skipped(_, Reason::Standby)));
}

#[test]
fn a_message_from_the_page_itself_is_not_answered() {
    let own = json!({"sender": {"id": "1001"}, "recipient": {"id": "1001"}, "message": {"mid": "m", "text": "hi"}});
    let arrival = request(&batch(&[own])).arrivals.remove(0);
    assert!(matches!(arrival.what, What::Skipped(_, Reason::Own)));
}

#[test]
fn built_in_understanding_is_read_in_both_forms() {
    let old = event("031_message_nlp").nlp.unwrap();
    assert_eq!(old.found[0].name, "datetime");
    assert_eq!(old.found[1].value, "true");
    assert!(event("033_message_nlp_error").nlp.is_none());
    let new = item(json!({"mid": "m", "text": "x", "nlp": {
        "intents": [{"name": "order", "confidence": 0.9}],
        "entities": {"wit$datetime:datetime": [{"confidence": 0.8, "value": "2026"}]},
        "traits": {"wit$greetings": [{"confidence": 0.7, "value": "true"}]},
        "detected_locales": [{"locale": "en_XX", "confidence": 0.9}]}}));
    let What::Event(event) = request(&batch(&[new])).arrivals.remove(0).what else { panic!() };
    let nlp = event.nlp.unwrap();
    let names: Vec<_> = nlp.found.iter().map(|finding| finding.name.as_str()).collect();
    assert_eq!(names, ["order", "datetime", "greetings"]);
    assert_eq!(nlp.locale.as_deref(), Some("en_XX"));
}

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
