//! Webhook bodies: every fixture of Meta's shapes becomes the right event.

use std::fs;

use saywhen::time::Timestamp;
use saywhen::words::arrival::{Arrival, What};
use saywhen::words::aside::{FeedbackAnswer, FollowUp};
use saywhen::words::event::{AttachmentKind, Echo, Event, EventKind, ThreadChange, Via};
use saywhen::words::name::Channel;
use saywhen::words::turn::Reason;
use serde_json::json;

use crate::arrivals::{NOW, PAGE, VISITOR, batch, body, event, item, only, request, skipped};

#[test]
fn every_fixture_becomes_arrivals() {
    let folder = format!("{}/tests/fixtures/webhook", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "_index" {
            continue;
        }
        let request = request(&fs::read(&path).unwrap());
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
    assert!(text.attachments.is_empty());
}

#[test]
fn texts_come_in_many_forms() {
    let text = |name: &str| match event(name).kind {
        EventKind::Text(text) => text,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(text("002_message_text_unicode").text, "žluťoučký kůň 🐎 äöå / < % @");
    let reply_to = event("006_message_reply_to").reply_to.unwrap();
    assert_eq!((reply_to.mid.unwrap().as_str(), reply_to.own), ("m_Old77", Some(false)));
    let story = event("122_ig_story_reply").reply_to.unwrap().story.unwrap();
    assert_eq!(story.id.as_deref(), Some("1789"));
    let prior = event("034_message_prior_message_checkbox").prior.unwrap();
    assert_eq!(prior.identifier.as_deref(), Some("uref-991-abc"));
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
        EventKind::Command {
            name: "flights".to_owned(),
            others: Vec::new(),
            text: "find flights from PRG to LIS".to_owned()
        }
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
    let idle =
        ThreadChange::Pass { to: some("332211445566778"), from: None, metadata: None, ours: None };
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
    let follow_up = FollowUp { kind: Some("free_form".to_owned()), text: "very fast!".to_owned() };
    let answer = FeedbackAnswer {
        screen: Some("0".to_owned()),
        question: "q_csat_1".to_owned(),
        kind: Some("csat".to_owned()),
        answer: "5".to_owned(),
        follow_up: Some(follow_up),
    };
    assert_eq!(answers, [answer]);
    assert_eq!(event("091_messaging_feedback").sent_at, Some(Timestamp(1_793_000_000_535)));
    let EventKind::Comment(comment) = event("098_feed_comment_add").kind else { panic!() };
    assert_eq!((comment.text.as_str(), comment.verb.as_str()), ("price?", "add"));
    assert_eq!(only("098_feed_comment_add").key.visitor.as_str(), "comment:77_8801");
    assert_eq!(only("103_feed_visitor_post").key.visitor.as_str(), "post:104857612345678_78");
    assert_eq!(only("138_ig_comment").key.visitor.as_str(), "comment:17900001");
}

fn heard(arrival: Arrival) -> (Echo, Event) {
    let What::Echo(event) = arrival.what else { panic!("{arrival:?}") };
    let EventKind::HumanEcho(echo) = &event.kind else { panic!("{event:?}") };
    (echo.clone(), *event)
}

#[test]
fn echoes_and_receipts_speak_of_replies() {
    let arrival = only("038_echo_text_metadata");
    assert_eq!(arrival.key.visitor.as_str(), VISITOR);
    let (echo, event) = heard(arrival);
    assert_eq!(event.mid.unwrap().as_str(), "m_Ec01");
    assert_eq!(echo.app.as_deref(), Some("332211445566778"));
    assert_eq!(echo.metadata.as_deref(), Some("eng:v1:run=42;step=hours"));
    let (echo_of_nobody, _) = heard(only("039_echo_no_app_id_page_inbox"));
    assert_eq!(echo_of_nobody.text.as_deref(), Some("Hi, Ana from support here"));
    assert!(echo_of_nobody.app.is_none() && !echo_of_nobody.inbox);
    assert!(heard(only("040_echo_page_inbox_app_id")).0.inbox);
    let (picture, _) = heard(only("041_echo_image"));
    assert_eq!(picture.attachments[0].kind, AttachmentKind::Image);
    let What::Receipt { read, mids, watermark, .. } = only("068_delivery").what else { panic!() };
    assert!(!read && mids.len() == 1 && watermark == Some(Timestamp(1_793_000_000_073)));
    let What::Receipt { read, mids, .. } = only("132_ig_seen").what else { panic!() };
    assert!(read && mids.len() == 1);
}

#[test]
fn what_is_not_for_us_is_recorded_and_left_alone() {
    for name in ["085_standby_read", "086_standby_echo"] {
        assert_eq!(skipped(name).1, Reason::Standby, "{name}");
    }
    assert_eq!(skipped("102_feed_comment_by_page_itself").1, Reason::Own);
    assert_eq!(skipped("106_dashboard_test_messages").1, Reason::UnknownPage);
    assert_eq!(skipped("082_app_roles").1, Reason::Unwanted);
    let block = EventKind::Policy { action: "block".to_owned(), reason: Some("x".to_owned()) };
    assert_eq!(skipped("090_policy_block_hyphen_legacy"), (block, Reason::Unwanted));
    let unknown = EventKind::Unknown { name: "brand_new_event".to_owned() };
    assert_eq!(skipped("115_unknown_event"), (unknown, Reason::UnknownKind));
    assert!(event("083_standby_message").standby, "it opens the window, and is not answered");
    assert!(event("084_standby_postback_no_payload").standby);
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
    let error = event("033_message_nlp_error").nlp.unwrap();
    assert!(error.found.is_empty());
    assert_eq!(error.more["errors"][0]["code"], "msg-invalid");
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
