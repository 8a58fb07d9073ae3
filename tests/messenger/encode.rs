//! Replies as calls of Graph, in the very shape of Meta's samples.

use std::fs;

use saywhen::messenger::encode::{
    Edge, Facts, Stored, Token, Unsendable, call, metadata, outbox_id, typing,
};
use saywhen::source::Place;
use saywhen::time::Millis;
use saywhen::words::event::ThreadChange;
use saywhen::words::name::{Channel, ConversationKey, Mid, OutboxId};
use saywhen::words::reply::{
    Action, Button, Card, Lane, MediaKind, MediaSource, QuickReply, Reply, ReplyKind,
};
use serde_json::{Value, json};

const ID: OutboxId = OutboxId([0xAB; 16]);

fn key(visitor: &str) -> ConversationKey {
    let channel = Channel::Messenger;
    ConversationKey { channel, page: "104857612345678".into(), visitor: visitor.into() }
}

fn visitor() -> ConversationKey {
    key("6543210987654321")
}

fn reply(kind: ReplyKind) -> Reply {
    let (place, pause) = (Place::unknown(), Millis(0));
    Reply {
        id: ID,
        ordinal: 0,
        place,
        kind,
        pause,
        lane: Lane::Response,
        persona: None,
        speaker: None,
        types: false,
    }
}

fn text(text: &str) -> ReplyKind {
    ReplyKind::Text { text: text.to_owned(), quick_replies: vec![] }
}

/// The body of a sample, with our metadata and without `is_reusable`: what is sent once with its
/// upload must not be marked so.
fn sample(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/send/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let mut file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut body = file["body"].take();
    if let Some(payload) = body.pointer_mut("/message/attachment/payload") {
        payload.as_object_mut().unwrap().remove("is_reusable");
    }
    body
}

fn with_metadata(mut body: Value) -> Value {
    body["message"]["metadata"] = Value::from(format!("sw1:{}", "ab".repeat(16)));
    body
}

/// Compares as text, so that the order of keys counts.
fn same(name: &str, key: &ConversationKey, reply: &Reply, facts: &Facts) {
    let sample = with_metadata(sample(name));
    let made = call(key, reply, facts).unwrap();
    assert_eq!(made.edge, Edge::Messages, "{name}");
    assert_eq!(made.body.to_string(), sample.to_string(), "{name}");
}

fn is(name: &str, kind: ReplyKind) {
    same(name, &visitor(), &reply(kind), &Facts::default());
}

fn button(label: &str, action: Action) -> Button {
    Button { label: label.to_owned(), action }
}

fn payload(label: &str, payload: &str) -> Button {
    button(label, Action::Payload(payload.to_owned()))
}

fn link(label: &str, url: &str, height: Option<&str>) -> Button {
    let height = height.map(str::to_owned);
    button(label, Action::Link { url: url.to_owned(), height, extensions: false })
}

fn media(kind: MediaKind, source: MediaSource, quick_replies: Vec<QuickReply>) -> ReplyKind {
    ReplyKind::Media { kind, sources: vec![source], buttons: vec![], quick_replies }
}

fn url(text: &str) -> MediaSource {
    MediaSource::Url(text.to_owned())
}

fn quick(label: &str, payload: &str, image: Option<&str>) -> QuickReply {
    let image = image.map(str::to_owned);
    QuickReply::Text { label: label.to_owned(), payload: payload.to_owned(), image }
}

#[test]
fn texts() {
    is("01_text", text("Hello, world!"));
    is("04_text_metadata", text("We open at 9"));
    let lane = |lane, kind| Reply { lane, ..reply(kind) };
    let facts = Facts::default();
    same("03_text_update", &visitor(), &lane(Lane::Update, text("Your table is ready")), &facts);
    let human = lane(Lane::Tag("HUMAN_AGENT".to_owned()), text("I checked your case"));
    same("08_text_human_agent_tag", &visitor(), &human, &facts);
    let persona = Facts { persona: Some("2233445566".to_owned()), ..Facts::default() };
    let made = call(&visitor(), &reply(text("Hi, Ana here")), &persona).unwrap();
    assert_eq!(made.body, with_metadata(sample("06_text_persona")));
}

#[test]
fn quick_replies() {
    let red = quick("Red", "COLOR_RED", Some("https://example.org/red.png"));
    let colors = vec![red, quick("Green", "COLOR_GREEN", None)];
    let asked =
        |text: &str, quick_replies| ReplyKind::Text { text: text.to_owned(), quick_replies };
    is("09_quick_replies_text", asked("Pick a color:", colors));
    let both = vec![QuickReply::Email, QuickReply::Phone];
    is("10_quick_replies_email_phone", asked("How can we reach you?", both));
    let nice = vec![quick("Nice", "NICE", None)];
    let image = media(MediaKind::Image, url("https://example.org/a.png"), nice);
    is("11_quick_replies_on_attachment", image);
}

#[test]
fn files() {
    let one = |kind, address: &str| media(kind, url(address), vec![]);
    is("12_image_url", one(MediaKind::Image, "https://example.org/a.png"));
    is("13_audio_url", one(MediaKind::Audio, "https://example.org/a.mp3"));
    is("14_video_url", one(MediaKind::Video, "https://example.org/a.mp4"));
    is("15_file_url", one(MediaKind::File, "https://example.org/a.pdf"));
    let known = || MediaSource::Attachment("1857777774821032".to_owned());
    is("16_image_attachment_id", media(MediaKind::Image, known(), vec![]));
    let sources = vec![url("https://example.org/1.png"), url("https://example.org/2.png")];
    let (kind, quick_replies) = (MediaKind::Image, vec![]);
    is("18_images_multiple", ReplyKind::Media { kind, sources, buttons: vec![], quick_replies });
    let buttons = vec![link("View", "https://example.org/", None)];
    let sources = vec![known()];
    let media = ReplyKind::Media { kind, sources, buttons, quick_replies: vec![] };
    is("27_media_template_attachment_id", media);
    is("19_sticker", ReplyKind::Sticker("369239263222822".to_owned()));
}

#[test]
fn buttons() {
    let under = |text: &str, buttons| ReplyKind::Buttons {
        text: text.to_owned(),
        buttons,
        quick_replies: vec![],
    };
    let three = vec![
        payload("Track order", "ORDER_TRACK"),
        link("Open shop", "https://example.org/", Some("tall")),
        button("Call us", Action::Phone("+420700111222".to_owned())),
    ];
    is("20_button_template", under("What do you want to do next?", three));
    let login = button("", Action::Login("https://example.org/fb/link".to_owned()));
    let account = vec![login, button("", Action::Logout)];
    is("21_button_login_logout", under("Your account", account));
}

#[test]
fn a_page_with_messengers_own_script() {
    let action = Action::Link {
        url: "https://example.org/seats".to_owned(),
        height: Some("compact".to_owned()),
        extensions: true,
    };
    let (text, buttons) = ("Pick seats".to_owned(), vec![button("Seats", action)]);
    let kind = ReplyKind::Buttons { text, buttons, quick_replies: vec![] };
    let made = call(&visitor(), &reply(kind), &Facts::default()).unwrap().body;
    let mut sample = sample("22_button_web_url_extensions");
    let button = sample.pointer_mut("/message/attachment/payload/buttons/0").unwrap();
    for more in ["fallback_url", "webview_share_button"] {
        button.as_object_mut().unwrap().shift_remove(more);
    }
    assert_eq!(made.to_string(), with_metadata(sample).to_string());
}

#[test]
fn a_film_of_facebooks_with_buttons_and_quick_replies() {
    let film = "https://business.facebook.com/mypage/videos/1234567890";
    let buttons = vec![payload("More", "MORE")];
    let kind = ReplyKind::Media {
        kind: MediaKind::Video,
        sources: vec![url(film)],
        buttons,
        quick_replies: vec![quick("Nice", "NICE", None), QuickReply::Phone],
    };
    let made = call(&visitor(), &reply(kind), &Facts::default()).unwrap().body;
    let mut sample = sample("28_media_template_facebook_url");
    sample["message"]["attachment"]["payload"]["elements"][0]["buttons"] =
        json!([{"type": "postback", "title": "More", "payload": "MORE"}]);
    sample["message"]["quick_replies"] = json!([
        {"content_type": "text", "title": "Nice", "payload": "NICE"},
        {"content_type": "user_phone_number"}
    ]);
    assert_eq!(made.to_string(), with_metadata(sample).to_string());
}

#[test]
fn pictures_and_cards_with_quick_replies() {
    let replies = || vec![quick("Nice", "NICE", None), QuickReply::Email];
    let sources = vec![url("https://example.org/1.png"), url("https://example.org/2.png")];
    let kind = MediaKind::Image;
    let pictures = ReplyKind::Media { kind, sources, buttons: vec![], quick_replies: replies() };
    let title = "Mug 1".to_owned();
    let card = Card { title, subtitle: Some("$11".to_owned()), ..Card::default() };
    let cards = ReplyKind::Cards { cards: vec![card], square: false, quick_replies: replies() };
    let wanted = json!([
        {"content_type": "text", "title": "Nice", "payload": "NICE"},
        {"content_type": "user_email"}
    ]);
    for kind in [pictures, cards] {
        let made = call(&visitor(), &reply(kind), &Facts::default()).unwrap().body;
        assert_eq!(made["message"]["quick_replies"], wanted, "{made}");
    }
}

#[test]
fn a_speaker_whose_id_is_not_known_is_left_out() {
    let spoken = Reply { persona: Some("ana".into()), ..reply(text("Hi, Ana here")) };
    let made = call(&visitor(), &spoken, &Facts::default()).unwrap().body;
    let mut sample = with_metadata(sample("06_text_persona"));
    sample.as_object_mut().unwrap().shift_remove("persona_id");
    assert_eq!(made.to_string(), sample.to_string());
}

#[test]
fn cards() {
    let card = Card {
        title: "Mug 1".to_owned(),
        subtitle: Some("$11".to_owned()),
        image: Some(url("https://example.org/1.jpg")),
        link: Some("https://example.org/".to_owned()),
        buttons: vec![payload("Buy", "BUY_1")],
    };
    let cards = ReplyKind::Cards { cards: vec![card], square: true, quick_replies: vec![] };
    let made = call(&visitor(), &reply(cards), &Facts::default()).unwrap().body;
    let mut sample = sample("26_generic_carousel_square");
    let elements = sample.pointer_mut("/message/attachment/payload/elements").unwrap();
    let mut first = elements[0].take();
    first["default_action"] = json!({"type": "web_url", "url": "https://example.org/"});
    *elements = json!([first]);
    assert_eq!(made, with_metadata(sample));
}

#[test]
fn forms_in_metas_own_words_pass_through() {
    let of = |name: &str| {
        let mut payload = sample(name)["message"]["attachment"]["payload"].take();
        payload.as_object_mut().unwrap().shift_remove("template_type");
        payload
    };
    is("29_receipt_template", ReplyKind::Receipt(of("29_receipt_template")));
    is("31_coupon_template", ReplyKind::Coupon(of("31_coupon_template")));
    let feedback = "32_customer_feedback_template";
    is(feedback, ReplyKind::Feedback(of(feedback)));
    is("33_image_grid_template", ReplyKind::Grid(of("33_image_grid_template")));
    let optin = "38_notification_messages_optin_request";
    is(optin, ReplyKind::Optin(of(optin)));
    is("30_product_template", ReplyKind::Products(vec!["5001".to_owned(), "5002".to_owned()]));
    let utility = sample("36_utility_message_template")["message"]["template"].take();
    is("36_utility_message_template", ReplyKind::Utility(utility));
    is("01_text", ReplyKind::Raw(json!({"text": "Hello, world!"})));
}

#[test]
fn recipients_of_all_kinds() {
    let say = |name: &str, visitor: &str, words: &str| {
        same(name, &key(visitor), &reply(text(words)), &Facts::default());
    };
    say("42_private_reply_comment", "comment:77_8801", "Thanks! I sent you the price here.");
    say("43_private_reply_post", "post:104857612345678_78", "Yes, we ship to Brno.");
    say("44_user_ref_checkbox", "ref:uref-991-abc", "Thanks for signing up");
    let weekly = Reply { lane: Lane::Optin("deals".to_owned()), ..reply(text("Deal of the week")) };
    let facts =
        Facts { token: Some(Token::Lasting("7700112233445566".to_owned())), ..Facts::default() };
    same("39_notification_messages_send", &visitor(), &weekly, &facts);
    let back = Reply { lane: Lane::Optin("sku9".to_owned()), ..reply(text("It is back")) };
    let facts = Facts { token: Some(Token::Once("5811123344".to_owned())), ..Facts::default() };
    same("41_one_time_notif_send", &visitor(), &back, &facts);
    let missing = call(&visitor(), &weekly, &Facts::default());
    assert_eq!(missing.unwrap_err(), Unsendable::NoToken("deals".to_owned()));
    let nobody = call(&key("page"), &reply(ReplyKind::Seen), &Facts::default());
    assert_eq!(nobody.unwrap_err(), Unsendable::Nobody);
}

#[test]
fn instagram_gets_no_metadata_and_no_persona() {
    let key = ConversationKey { channel: Channel::Instagram, ..key("918273645546372") };
    let facts = Facts { persona: Some("1".to_owned()), ..Facts::default() };
    let made = call(&key, &reply(text("hi")), &facts).unwrap().body;
    assert_eq!(made.to_string(), sample("79_ig_text").to_string());
    let human = Reply { lane: Lane::Tag("HUMAN_AGENT".to_owned()), ..reply(text("hi")) };
    let made = call(&key, &human, &facts).unwrap().body;
    assert_eq!(made.to_string(), sample("84_ig_human_agent").to_string());
}

#[test]
fn actions() {
    let body = |kind| call(&visitor(), &reply(kind), &Facts::default()).unwrap().body.to_string();
    let react = |reaction: Option<&str>| {
        let (mid, reaction) = (Mid::from("m_Txt01aa"), reaction.map(str::to_owned));
        ReplyKind::React { mid, reaction }
    };
    assert_eq!(body(ReplyKind::Seen), sample("47_action_mark_seen").to_string());
    assert_eq!(body(react(Some("😊"))), sample("48_action_react").to_string());
    let love = sample("48_action_react").to_string().replace('😊', "❤️");
    assert_eq!(body(react(Some("love"))), love, "a name is a sign there");
    assert_eq!(body(react(None)), sample("49_action_unreact").to_string());
    let typing = |on| typing(&visitor(), on).unwrap().body.to_string();
    assert_eq!(typing(true), sample("45_action_typing_on").to_string());
    assert_eq!(typing(false), sample("46_action_typing_off").to_string());
}

#[test]
fn threads_have_edges_of_their_own() {
    let some = |text: &str| Some(text.to_owned());
    let pass = ThreadChange::Pass {
        to: some("263902037430900"),
        from: None,
        metadata: some("reason=agent"),
        ours: None,
    };
    let take = ThreadChange::Take { to: None, from: None, metadata: some("x"), ours: None };
    let request = ThreadChange::Request { by: None, metadata: some("x") };
    let cases = [
        (pass, Edge::Pass, "70_pass_thread_control"),
        (take, Edge::Take, "71_take_thread_control"),
        (request, Edge::Request, "72_request_thread_control"),
        (ThreadChange::Release, Edge::Release, "73_release_thread_control"),
    ];
    for (change, edge, name) in cases {
        let made = call(&visitor(), &reply(ReplyKind::Thread(change)), &Facts::default()).unwrap();
        assert_eq!((made.edge, made.body.to_string()), (edge, sample(name).to_string()));
        assert!(name.ends_with(edge.as_str()));
    }
}

#[test]
fn files_of_the_bot_need_an_address() {
    let local = || media(MediaKind::Image, MediaSource::Local("menu.png".to_owned()), vec![]);
    let none = call(&visitor(), &reply(local()), &Facts::default());
    assert_eq!(none.unwrap_err(), Unsendable::NoAddress("menu.png".to_owned()));
    let media = Some("https://bot.example/media/".to_owned());
    let facts = Facts { media, ..Facts::default() };
    let made = call(&visitor(), &reply(local()), &facts).unwrap().body;
    let address = &made["message"]["attachment"]["payload"]["url"];
    assert_eq!(address, "https://bot.example/media/menu.png");
}

#[test]
fn what_was_uploaded_goes_by_its_id_and_what_is_served_by_its_address() {
    let known = |id: Option<&str>, address: Option<&str>| {
        let stored = Stored { id: id.map(str::to_owned), address: address.map(str::to_owned) };
        Facts { files: [("media/a.png".to_owned(), stored)].into(), ..Facts::default() }
    };
    let local = || MediaSource::Local("media/a.png".to_owned());
    let uploaded = media(MediaKind::Image, local(), vec![]);
    let facts = known(Some("1857777774821032"), None);
    same("16_image_attachment_id", &visitor(), &reply(uploaded), &facts);
    let (title, image) = ("Mug".to_owned(), Some(local()));
    let card = Card { title, image, ..Card::default() };
    let cards = ReplyKind::Cards { cards: vec![card], square: false, quick_replies: vec![] };
    let facts = known(None, Some("https://bot.example/media/ab.png"));
    let made = call(&visitor(), &reply(cards), &facts).unwrap().body;
    let url = &made["message"]["attachment"]["payload"]["elements"][0]["image_url"];
    assert_eq!(url, "https://bot.example/media/ab.png");
}

/// The message of a sample, with what stands beside it in the request, as authors write it in `raw`.
fn raw_of(name: &str) -> ReplyKind {
    let body = sample(name);
    let mut message = body["message"].clone();
    for beside in ["reply_to", "notification_type", "thread_control"] {
        if let Some(value) = body.get(beside) {
            message[beside] = value.clone();
        }
    }
    ReplyKind::Raw(message)
}

#[test]
fn every_sample_of_a_message_can_be_said_with_raw() {
    for name in [
        "05_text_reply_to",
        "07_text_notification_no_push",
        "12_image_url",
        "19_sticker",
        "22_button_web_url_extensions",
        "23_button_game_play",
        "24_button_audio_call",
        "25_generic_single",
        "26_generic_carousel_square",
        "29_receipt_template",
        "33_image_grid_template",
        "34_customer_information_template",
        "35_instant_form_template",
        "36_utility_message_template",
        "37_utility_message_named",
        "40_one_time_notif_request",
        "50_thread_control_pass_with_message",
        "51_thread_control_release_with_message",
    ] {
        is(name, raw_of(name));
    }
}

#[test]
fn metadata_brings_the_outbox_id_back() {
    assert_eq!(outbox_id(&metadata(ID)), Some(ID));
    assert_eq!(metadata(ID), format!("sw1:{ID}"));
    for other in ["", "sw1:", "sw1:xyz", &ID.to_string(), "eng:v1:run=42"] {
        assert_eq!(outbox_id(other), None, "{other}");
    }
}
