//! Every limit of Messenger's, by the table in `fixtures/limits.json`: what is just within it is taken
//! by the fake, what is just beyond it is refused with Meta's code; or the reason why it is not.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "tests"
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use reqwest::Client;
use saywhen::fake::{Config, Fake, HookError};
use saywhen::messenger::signature::proof;
use saywhen::secret::Secret;
use saywhen::time::{Clock, Timestamp};
use saywhen::words::name::PageId;
use serde_json::{Value, json};

const NOW: i64 = 1_793_000_000_000;
const HOUR: i64 = 3_600_000;
/// A visitor on Instagram.
const ON_INSTAGRAM: &str = "918273645546372";

/// Limits that no call of the Graph API runs into, each with the reason; a name stands for all below it, one with `$` for itself.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/graph_api_version", "calls of a version that has expired are served by another one"),
    ("/webhook", "what Meta wants of us, not what it refuses"),
    ("/text/ig_max_chars_doc", "letters are one byte or more, and bytes are counted"),
    ("/quick_replies/title_max_chars", "Meta cuts what is longer"),
    ("/quick_replies/image_min_px", "the fake fetches no pictures"),
    ("/button/title_max_chars", "Meta cuts what is longer"),
    ("/template/generic/image_ratio_horizontal", "a picture of another shape is cut"),
    ("/template/customer_feedback/free_form_answer_max_chars", "a limit for visitors"),
    ("/attachments/image_url_max_mb", "the fake fetches no files"),
    ("/attachments/fetch_timeout_s", "the fake fetches no files"),
    ("/attachments/ig/image_mb", "the fake fetches no files"),
    ("/attachments/ig/image$", "the fake fetches no files"),
    ("/attachments/ig/audio", "the fake fetches no files"),
    ("/attachments/ig/video", "the fake fetches no files"),
    ("/attachments/ig/file", "the fake fetches no files"),
    ("/windows/account_linking_token_minutes", "nothing here asks who a token is of"),
    ("/windows/thread_control_hours", "an idle thread is nobody's, and everybody may write"),
    ("/windows/extend_thread_control_max_days", "nothing here keeps a thread for longer"),
    ("/rate/messenger_calls_24h", "the fake does not know how many people a Page has"),
    ("/rate/conversations_per_s_per_page", "nothing here reads conversations"),
    ("/rate/private_replies_per_hour", "far beyond what 300 sends a second leave open"),
    ("/rate/ig_", "nothing here is live, and Meta's inbox refuses nothing"),
    ("/rate/page_inbox_high_volume_msgs_per_s", "Meta's inbox suffers, nothing is refused"),
    ("/rate/user_menu_calls_per_10min_per_user", "nothing here makes one visitor's own menu"),
    ("/batch", "nothing here sends batches; the fake refuses them as it does any unknown path"),
    ("/profile/greeting_vars", "other words are shown as they stand"),
    ("/profile/persistent_menu/recommended_max", "an advice"),
    ("/profile/persistent_menu/page_level_propagation_hours", "how long it takes to be seen"),
    ("/persona/picture_max_mb", "the fake fetches no pictures"),
    ("/mme_ref", "Meta hands such links to the webhook; no call carries them"),
    ("/app_ids", "names, not limits"),
    ("/stickers", "names, not limits"),
];

/// A fake whose clock is in the hand, and who calls it.
struct Graph {
    fake: Fake,
    now: Arc<AtomicI64>,
    client: Client,
    proof: String,
}

impl Graph {
    async fn start() -> Self {
        let now = Arc::new(AtomicI64::new(NOW));
        let hand = now.clone();
        let secret = |text: &str| Secret::new(text.to_owned());
        let (token, app_secret) = (secret("token"), secret("secret"));
        let proof = proof(&app_secret, &token);
        let clock = Clock::new(move || Timestamp(hand.load(Ordering::Relaxed)));
        let (page, app) = (PageId::from("1001"), "42".to_owned());
        let config = Config { port: 0, page, token, app_secret, app, echoes: false, clock };
        let fake = Fake::start(config).await.unwrap();
        // Nobody hears it, but from now on the fake knows where the visitor is.
        let said = fake.say_on_instagram("17841400111222333", ON_INSTAGRAM, "hi").await;
        assert_eq!(said, Err(HookError::NoWebhook));
        let client = Client::builder().no_proxy().build().unwrap();
        Self { fake, now, client, proof }
    }

    fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    /// Graph's code and subcode for a call; none if it is taken.
    async fn call(&self, edge: &str, body: &Value) -> Option<String> {
        let url = format!("{}/v26.0/1001/{edge}?appsecret_proof={}", self.fake.url(), self.proof);
        let request = self.client.post(url).bearer_auth("token").body(body.to_string());
        let answer = request.send().await.unwrap().text().await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let error = answer.get("error")?;
        let subcode = error.get("error_subcode").map_or_else(String::new, |it| format!("/{it}"));
        Some(format!("{}{subcode}", error["code"]))
    }

    /// Uploads a file of so many bytes.
    async fn upload(&self, bytes: usize) -> Result<String, String> {
        let message = r#"{"attachment":{"type":"image","payload":{"is_reusable":true}}}"#;
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{message}\r\n--x\r\n\
            Content-Disposition: form-data; name=\"filedata\"; filename=\"a.png\"\r\n\r\n"
        );
        let body = [head.into_bytes(), vec![0; bytes], b"\r\n--x--\r\n".to_vec()].concat();
        let url = self.fake.url();
        let url = format!("{url}/v26.0/1001/message_attachments?appsecret_proof={}", self.proof);
        let request = self.client.post(url).bearer_auth("token");
        let request = request.header("Content-Type", "multipart/form-data; boundary=x").body(body);
        let answer = request.send().await.unwrap().text().await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        match answer["attachment_id"].as_str() {
            Some(id) => Ok(id.to_owned()),
            None => Err(answer["error"]["error_subcode"].to_string()),
        }
    }
}

/// Two calls of an edge: one within a limit, one beyond it, and the code for that.
struct Pair {
    edge: &'static str,
    within: Vec<Value>,
    beyond: Vec<Value>,
    code: &'static str,
}

fn pair(edge: &'static str, within: Vec<Value>, beyond: Vec<Value>) -> Option<Pair> {
    Some(Pair { edge, within, beyond, code: "100" })
}

/// Of a limit of so many: that many, and one more.
fn most(limit: &Value, made: impl Fn(usize) -> Value) -> Option<Pair> {
    let most = usize::try_from(limit.as_u64().unwrap()).unwrap();
    pair("messages", vec![made(most)], vec![made(most + 1)])
}

/// Of a limit from so many to so many: both ends, and one beyond each.
fn span(limit: &Value, made: impl Fn(usize) -> Value) -> Option<Pair> {
    let end = |at: usize| usize::try_from(limit[at].as_u64().unwrap()).unwrap();
    let (least, most) = (end(0), end(1));
    pair("messages", vec![made(least), made(most)], vec![made(least - 1), made(most + 1)])
}

/// Of a list of words: each of them, and another one.
fn words(limit: &Value, made: impl Fn(&str) -> Value) -> Option<Pair> {
    let known = limit.as_array().unwrap().iter().map(|word| made(word.as_str().unwrap()));
    pair("messages", known.collect(), vec![made("nobody_knows")])
}

fn profile(pair: Option<Pair>) -> Option<Pair> {
    pair.map(|pair| Pair { edge: "messenger_profile", ..pair })
}

fn a(length: usize) -> String {
    "a".repeat(length)
}

fn send(message: Value) -> Value {
    json!({"recipient": {"id": "2001"}, "messaging_type": "RESPONSE", "message": message})
}

fn text() -> Value {
    send(json!({"text": "x"}))
}

fn with(mut body: Value, at: &str, value: Value) -> Value {
    let (place, key) = at.rsplit_once('/').unwrap();
    body.pointer_mut(place).unwrap()[key] = value;
    body
}

fn without(mut body: Value, at: &str) -> Value {
    let (place, key) = at.rsplit_once('/').unwrap();
    body.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(key).unwrap();
    body
}

fn template(payload: &Value) -> Value {
    send(json!({"attachment": {"type": "template", "payload": payload}}))
}

fn quick(reply: &Value, count: usize) -> Value {
    send(json!({"text": "x", "quick_replies": vec![reply.clone(); count]}))
}

fn reply() -> Value {
    json!({"content_type": "text", "title": "a", "payload": "b"})
}

fn postback() -> Value {
    json!({"type": "postback", "title": "a", "payload": "b"})
}

fn under(buttons: &[Value]) -> Value {
    template(&json!({"template_type": "button", "text": "x", "buttons": buttons}))
}

fn buttons(count: usize) -> Value {
    json!(vec![postback(); count])
}

/// A button of a type, with what that type needs.
fn button(kind: &str) -> Value {
    match kind {
        "web_url" => json!({"type": kind, "title": "a", "url": "https://example.org/"}),
        "account_link" => json!({"type": kind, "url": "https://example.org/"}),
        "account_unlink" => json!({ "type": kind }),
        "phone_number" => json!({"type": kind, "title": "a", "payload": "+33123456789"}),
        _ => json!({"type": kind, "title": "a", "payload": "b"}),
    }
}

const FORM: &str = "/message/attachment/payload";

/// A template of a type that Meta takes.
fn form(kind: &str) -> Value {
    let more = match kind {
        "button" => json!({"text": "x", "buttons": [postback()]}),
        "generic" => json!({"elements": [{"title": "a", "subtitle": "b"}]}),
        "media" => json!({"elements": [
            {"media_type": "image", "url": "https://www.facebook.com/photo/1"}]}),
        "receipt" => json!({"recipient_name": "a", "order_number": "1", "currency": "EUR",
            "payment_method": "Visa", "summary": {"total_cost": 1}, "elements": [{"title": "a"}]}),
        "product" => json!({"elements": [{"id": "1"}]}),
        "coupon" => json!({"title": "a", "subtitle": "b", "coupon_code": "A"}),
        "customer_feedback" => json!({"title": "a", "subtitle": "b", "button_title": "c",
            "feedback_screens": [{"questions": [{"id": "q", "type": "csat", "title": "How so?",
                "follow_up": {"type": "free_form", "placeholder": "a"}}]}],
            "business_privacy": {"url": "https://example.org/"}, "expires_in_days": 1}),
        "image_grid" => json!({"elements": [{"title": "a", "subtitle": "b",
            "images": [{"url": "https://example.org/1"}, {"url": "https://example.org/2"}]}]}),
        "customer_information" => json!({"countries": ["US"], "expires_in_days": 1}),
        other => panic!("{other}"),
    };
    let mut payload = json!({ "template_type": kind });
    payload.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    template(&payload)
}

/// A template with something else at a place of its own.
fn but(kind: &str, at: &str, value: Value) -> Value {
    with(form(kind), &format!("{FORM}{at}"), value)
}

/// As often as said.
fn elements(kind: &str, count: usize) -> Value {
    let one = form(kind).pointer(FORM).unwrap()["elements"][0].clone();
    but(kind, "/elements", json!(vec![one; count]))
}

fn messages(name: &str, limit: &Value) -> Option<Pair> {
    match name {
        "/text/max_chars" => most(limit, |n| send(json!({"text": a(n)}))),
        // Fewer than a thousand.
        "/metadata_max_chars" => {
            let made =
                |n: u64| send(json!({"text": "x", "metadata": a(usize::try_from(n).unwrap())}));
            let most = limit.as_u64().unwrap();
            pair("messages", vec![made(most - 1)], vec![made(most)])
        }
        "/quick_replies/max" => most(limit, |n| quick(&reply(), n)),
        "/quick_replies/payload_max_chars" => {
            most(limit, |n| quick(&with(json!({"r": reply()}), "/r/payload", json!(a(n)))["r"], 1))
        }
        "/quick_replies/content_types" => words(limit, |kind| {
            quick(&with(json!({"r": reply()}), "/r/content_type", json!(kind))["r"], 1)
        }),
        "/button/postback_payload_max_chars" => {
            most(limit, |n| under(&[json!({"type": "postback", "title": "a", "payload": a(n)})]))
        }
        "/button/types" => words(limit, |kind| under(&[button(kind)])),
        "/button/webview_height_ratio" => words(limit, |height| {
            let link = json!({"b": button("web_url")});
            under(&[with(link, "/b/webview_height_ratio", json!(height))["b"].clone()])
        }),
        "/attachments/types" => words(limit, |kind| {
            send(json!({"attachment": {"type": kind, "payload": {"url": "https://example.org/a"}}}))
        }),
        "/attachments/multi_image_max" => most(limit, |n| {
            let image = json!({"type": "image", "payload": {"url": "https://example.org/a.png"}});
            send(json!({"attachments": vec![image; n]}))
        }),
        "/tags/valid" => words(limit, tagged).map(dead_tag),
        "/tags/retired_2026_04_27" | "/tags/retired_2020_03_04" => {
            let tags = limit.as_array().unwrap().iter().map(|tag| tagged(tag.as_str().unwrap()));
            pair("messages", vec![tagged("HUMAN_AGENT")], tags.collect()).map(dead_tag)
        }
        "/messaging_type" => {
            words(limit, |kind| with(tagged("HUMAN_AGENT"), "/messaging_type", json!(kind)))
        }
        "/notification_type" => {
            words(limit, |kind| with(text(), "/notification_type", json!(kind)))
        }
        "/sender_action" => words(limit, |action| {
            let payload = json!({"message_id": "m_1", "reaction": "love"});
            json!({"recipient": {"id": "2001"}, "sender_action": action, "payload": payload})
        }),
        "/reactions/messenger" => words(limit, |reaction| {
            let payload = json!({"message_id": "m_1", "reaction": reaction});
            json!({"recipient": {"id": "2001"}, "sender_action": "react", "payload": payload})
        }),
        "/reactions/instagram" => words(limit, |reaction| {
            let payload = json!({"message_id": "m_1", "reaction": reaction});
            json!({"recipient": {"id": ON_INSTAGRAM}, "sender_action": "react", "payload": payload})
        }),
        "/text/ig_max_bytes" => most(limit, |n| on_instagram(&json!({"text": a(n)}))),
        "/attachments/ig/images_max" => most(limit, |n| {
            let image = json!({"type": "image", "payload": {"url": "https://example.org/a.png"}});
            on_instagram(&json!({"attachments": vec![image; n]}))
        }),
        _ => None,
    }
}

fn on_instagram(message: &Value) -> Value {
    json!({"recipient": {"id": ON_INSTAGRAM}, "message": message})
}

fn tagged(tag: &str) -> Value {
    json!({"recipient": {"id": "2001"}, "messaging_type": "MESSAGE_TAG", "tag": tag,
        "message": {"text": "x"}})
}

fn dead_tag(pair: Pair) -> Pair {
    Pair { code: "100/1893061", ..pair }
}

fn templates(name: &str, limit: &Value) -> Option<Pair> {
    let (kind, what) = name.strip_prefix("/template/")?.split_once('/')?;
    match (kind, what) {
        ("button", "text_max_chars") => most(limit, |n| but(kind, "/text", json!(a(n)))),
        ("button", "buttons_min") => {
            let least = usize::try_from(limit.as_u64().unwrap()).unwrap();
            let made = |n| but(kind, "/buttons", buttons(n));
            pair("messages", vec![made(least)], vec![made(least - 1)])
        }
        ("button", "buttons_max") => most(limit, |n| but(kind, "/buttons", buttons(n))),
        (_, "elements_max") => most(limit, |n| elements(kind, n)),
        ("image_grid", "elements_exact") => most(limit, |n| elements(kind, n)),
        (_, "buttons_max") => most(limit, |n| but(kind, "/elements/0/buttons", buttons(n))),
        ("generic" | "image_grid", "title_max_chars") => {
            most(limit, |n| but(kind, "/elements/0/title", json!(a(n))))
        }
        ("generic" | "image_grid", "subtitle_max_chars") => {
            most(limit, |n| but(kind, "/elements/0/subtitle", json!(a(n))))
        }
        (_, "title_max_chars") => most(limit, |n| but(kind, "/title", json!(a(n)))),
        (_, "subtitle_max_chars") => most(limit, |n| but(kind, "/subtitle", json!(a(n)))),
        ("generic", "at_least_one_beside_title") => {
            let alone = without(form(kind), &format!("{FORM}/elements/0/subtitle"));
            pair("messages", vec![form(kind)], vec![alone])
        }
        ("generic", "image_aspect_ratio") => {
            words(limit, |shape| but(kind, "/image_aspect_ratio", json!(shape)))
        }
        ("media", "media_type") => {
            words(limit, |media| but(kind, "/elements/0/media_type", json!(media)))
        }
        ("media", "exactly_one_of") => {
            let neither = without(form(kind), &format!("{FORM}/elements/0/url"));
            let both = but(kind, "/elements/0/attachment_id", json!("1"));
            let code = "100/2018182";
            Some(Pair { code, ..pair("messages", vec![form(kind)], vec![neither, both])? })
        }
        ("media", "url_must_be_facebook") => {
            let elsewhere = but(kind, "/elements/0/url", json!("https://example.org/a.png"));
            Some(Pair { code: "100/2018182", ..pair("messages", vec![], vec![elsewhere])? })
        }
        ("customer_feedback" | "customer_information", "expires_in_days") => {
            span(limit, |n| but(kind, "/expires_in_days", json!(n)))
        }
        ("customer_feedback", _) => feedback(what, limit),
        _ => forms(kind, what, limit),
    }
}

fn forms(kind: &str, what: &str, limit: &Value) -> Option<Pair> {
    match (kind, what) {
        ("receipt", "required") => {
            let keys = limit.as_array().unwrap().iter().map(|key| key.as_str().unwrap());
            let lacks =
                |key: &str| without(form(kind), &format!("{FORM}/{}", key.replace('.', "/")));
            pair("messages", vec![form(kind)], keys.map(lacks).collect())
        }
        ("coupon", "one_of") => {
            let neither = without(form(kind), &format!("{FORM}/coupon_code"));
            let other =
                with(neither.clone(), &format!("{FORM}/coupon_url"), json!("https://a.example"));
            pair("messages", vec![form(kind), other], vec![neither])
        }
        ("coupon", "coupon_code_no_spaces") => {
            pair("messages", vec![form(kind)], vec![but(kind, "/coupon_code", json!("A B"))])
        }
        ("image_grid", "images") => span(limit, |n| {
            but(kind, "/elements/0/images", json!(vec![json!({"url": "https://a.example/1"}); n]))
        }),
        ("image_grid", "button_types") => words(limit, |button_type| {
            but(kind, "/elements/0/buttons", json!([button(button_type)]))
        }),
        ("image_grid", "hero_max") => most(limit, |n| {
            let image = |at| json!({"url": "https://a.example/1", "is_hero_image": at < n});
            but(kind, "/elements/0/images", (0..3).map(image).collect())
        }),
        _ => None,
    }
}

fn feedback(what: &str, limit: &Value) -> Option<Pair> {
    const KIND: &str = "customer_feedback";
    const ASKED: &str = "/feedback_screens/0/questions/0";
    let question = |key: &str, value: Value| but(KIND, &format!("{ASKED}/{key}"), value);
    match what.split_once('/').unwrap_or((what, "")) {
        ("button_title_max_chars", _) => most(limit, |n| but(KIND, "/button_title", json!(a(n)))),
        ("screens_max", _) => most(limit, |n| {
            let screen = form(KIND).pointer(FORM).unwrap()["feedback_screens"][0].clone();
            but(KIND, "/feedback_screens", json!(vec![screen; n]))
        }),
        ("questions_per_screen_max", _) => most(limit, |n| {
            let one = form(KIND).pointer(&format!("{FORM}{ASKED}")).unwrap().clone();
            but(KIND, "/feedback_screens/0/questions", json!(vec![one; n]))
        }),
        ("question_id_regex", _) => {
            let ids = ["", "a b", "é", &a(81)].map(|id| question("id", json!(id)));
            pair("messages", vec![question("id", json!(a(80)))], ids.to_vec())
        }
        ("question_title", _) => span(limit, |n| question("title", json!(a(n)))),
        ("placeholder_max_chars", _) => {
            most(limit, |n| question("follow_up/placeholder", json!(a(n))))
        }
        ("types", kind) => {
            let of = |scale: &str| {
                with(
                    question("type", json!(kind)),
                    &format!("{FORM}{ASKED}/score_option"),
                    json!(scale),
                )
            };
            let known = limit.as_array().unwrap().iter().map(|scale| of(scale.as_str().unwrap()));
            let unknown = question("type", json!("smiles"));
            pair("messages", known.collect(), vec![of("nobody_knows"), unknown])
        }
        ("score_labels", _) => words(limit, |label| question("score_label", json!(label))),
        _ => None,
    }
}

fn profiles(name: &str, limit: &Value) -> Option<Pair> {
    let starts = |more: Value| {
        let mut body = json!({"get_started": {"payload": "GET_STARTED"}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let menu = |items: Vec<Value>| {
        starts(json!({"persistent_menu": [{"locale": "default", "call_to_actions": items}]}))
    };
    let command = |name: &str, told: &str| json!({"name": name, "description": told});
    let commands = |all: Vec<Value>| json!({"commands": [{"locale": "default", "commands": all}]});
    let pair = match name.strip_prefix("/profile/")? {
        "greeting_max_chars" => {
            most(limit, |n| json!({"greeting": [{"locale": "default", "text": a(n)}]}))
        }
        "ice_breakers_max" => most(limit, |n| {
            let asked = vec![json!({"question": "a", "payload": "b"}); n];
            json!({"ice_breakers": [{"locale": "default", "call_to_actions": asked}]})
        }),
        "persistent_menu/top_level_max" => most(limit, |n| menu(vec![postback(); n])),
        "persistent_menu/title_max_chars" => {
            most(limit, |n| menu(vec![json!({"type": "postback", "title": a(n), "payload": "b"})]))
        }
        "persistent_menu/payload_max_chars" => {
            most(limit, |n| menu(vec![json!({"type": "postback", "title": "a", "payload": a(n)})]))
        }
        "persistent_menu/types" => words(limit, |kind| menu(vec![button(kind)])),
        "persistent_menu/default_locale_required" => {
            let french = json!([{"locale": "fr_FR", "call_to_actions": [postback()]}]);
            pair("", vec![menu(vec![postback()])], vec![starts(json!({"persistent_menu": french}))])
        }
        "persistent_menu/needs_get_started" => {
            let alone = without(menu(vec![postback()]), "/get_started");
            // A fake that has no "Get Started" yet.
            pair("", vec![], vec![alone])
        }
        "commands/per_locale" => span(limit, |n| commands(vec![command("a", "b"); n])),
        "commands/name_chars" => span(limit, |n| commands(vec![command(&a(n), "b")])),
        "commands/description_chars" => span(limit, |n| commands(vec![command("a", &a(n))])),
        "commands/no_leading_slash" => pair(
            "",
            vec![commands(vec![command("a", "b")])],
            vec![commands(vec![command("/a", "b")])],
        ),
        _ => None,
    };
    profile(pair)
}

/// Limits with a test of their own below.
const OWN_TESTS: [&str; 11] = [
    "/attachments/max_mb",
    "/attachments/attachment_id_ttl_days",
    "/windows/standard_hours",
    "/windows/human_agent_days",
    "/windows/customer_feedback_tag_days",
    "/windows/private_reply_days",
    "/windows/private_replies_per_comment",
    "/rate/send_text_per_s_per_page",
    "/rate/send_av_per_s_per_page",
    "/rate/messenger_profile_calls_per_10min_per_page",
    "/persona/name_max_chars",
];

fn leaves(value: &Value, at: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, inner)| leaves(inner, &format!("{at}/{key}"), found));
        }
        other => found.push((at.to_owned(), other.clone())),
    }
}

fn limits() -> Value {
    serde_json::from_slice(&std::fs::read("tests/fixtures/limits.json").unwrap()).unwrap()
}

fn limit(at: &str) -> i64 {
    limits().pointer(at).unwrap().as_i64().unwrap()
}

#[tokio::test]
async fn what_is_just_within_a_limit_is_taken_and_what_is_beyond_it_refused_with_metas_code() {
    let mut found = Vec::new();
    leaves(&limits(), "", &mut found);
    let (mut wrong, mut idle) =
        (Vec::new(), ELSEWHERE.iter().map(|it| it.0).collect::<BTreeSet<_>>());
    for (name, limit) in &found {
        let is_of = |prefix: &str| {
            prefix.strip_suffix('$').map_or(name.starts_with(prefix), |whole| name == whole)
        };
        let elsewhere = ELSEWHERE.iter().find(|(prefix, _)| is_of(prefix));
        let own = OWN_TESTS.contains(&name.as_str());
        let pair = messages(name, limit).or_else(|| templates(name, limit));
        let pair = pair.or_else(|| profiles(name, limit));
        match (elsewhere, own, pair) {
            (Some((prefix, _)), false, None) => {
                idle.remove(prefix);
            }
            (None, true, None) => {}
            (None, false, Some(pair)) => hold(name, pair, &mut wrong).await,
            (_, _, pair) => {
                wrong.push(format!("{name}: {} ways to look at it", i32::from(pair.is_some())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(idle.is_empty() && found.len() > 120, "{idle:?} {}", found.len());
}

async fn hold(name: &str, pair: Pair, wrong: &mut Vec<String>) {
    let graph = Graph::start().await;
    for body in pair.within {
        if let Some(code) = graph.call(pair.edge, &body).await {
            wrong.push(format!("{name}: {code} for {body:.300}"));
        }
        graph.pass(HOUR);
    }
    assert!(!pair.beyond.is_empty(), "{name}");
    for body in pair.beyond {
        let code = graph.call(pair.edge, &body).await;
        if code.as_deref() != Some(pair.code) {
            wrong.push(format!("{name}: {code:?}, not {}, for {body:.300}", pair.code));
        }
        graph.pass(HOUR);
    }
}

#[tokio::test]
async fn an_upload_has_a_size_and_a_life() {
    let graph = Graph::start().await;
    let most = usize::try_from(limit("/attachments/max_mb")).unwrap() * 1024 * 1024;
    assert_eq!(graph.upload(most + 1).await, Err("2018109".to_owned()));
    let id = graph.upload(most).await.unwrap();
    let image = send(json!({"attachment": {"type": "image", "payload": {"attachment_id": id}}}));
    graph.pass(limit("/attachments/attachment_id_ttl_days") * 24 * HOUR - 1);
    assert_eq!(graph.call("messages", &image).await, None);
    graph.pass(1);
    assert_eq!(graph.call("messages", &image).await.as_deref(), Some("100/2018074"));
}

#[tokio::test]
async fn the_windows_of_answers_and_of_tags_close() {
    let hours = |name: &str, each: i64| limit(&format!("/windows/{name}")) * each * HOUR;
    for (body, open) in [
        (text(), hours("standard_hours", 1)),
        (tagged("HUMAN_AGENT"), hours("human_agent_days", 24)),
        (tagged("CUSTOMER_FEEDBACK"), hours("customer_feedback_tag_days", 24)),
    ] {
        let graph = Graph::start().await;
        // Nobody listens: what counts is that the visitor has written.
        assert!(graph.fake.say("2001", "hi").await.is_err());
        graph.pass(open);
        assert_eq!(graph.call("messages", &body).await, None, "{body}");
        graph.pass(1);
        assert_eq!(graph.call("messages", &body).await.as_deref(), Some("10/2018278"), "{body}");
    }
}

#[tokio::test]
async fn a_comment_has_one_private_answer_within_a_week() {
    let comment = |id: &str| {
        let value = json!({"item": "comment", "verb": "add", "comment_id": id, "message": "x"});
        let changes = json!([{"field": "feed", "value": value}]);
        json!({"object": "page", "entry": [{"id": "1001", "time": 1, "changes": changes}]})
    };
    let answer = |id: &str| json!({"recipient": {"comment_id": id}, "message": {"text": "x"}});
    let graph = Graph::start().await;
    for id in ["77_1", "77_2"] {
        assert!(graph.fake.post(&comment(id)).await.is_err());
    }
    assert_eq!(limit("/windows/private_replies_per_comment"), 1);
    graph.pass(limit("/windows/private_reply_days") * 24 * HOUR);
    assert_eq!(graph.call("messages", &answer("77_1")).await, None);
    assert_eq!(graph.call("messages", &answer("77_1")).await.as_deref(), Some("10900"));
    graph.pass(1);
    assert_eq!(graph.call("messages", &answer("77_2")).await.as_deref(), Some("10903"));
}

#[tokio::test]
async fn sends_beyond_what_a_page_may_are_refused_until_the_second_is_over() {
    let film = json!({"type": "video", "payload": {"url": "https://example.org/a.mp4"}});
    for (name, body) in [
        ("send_text_per_s_per_page", text()),
        ("send_av_per_s_per_page", send(json!({"attachment": film}))),
    ] {
        let graph = Graph::start().await;
        graph.fake.count_sends();
        for _ in 0..limit(&format!("/rate/{name}")) {
            assert_eq!(graph.call("messages", &body).await, None);
        }
        assert_eq!(graph.call("messages", &body).await.as_deref(), Some("613"));
        graph.pass(1_000);
        assert_eq!(graph.call("messages", &body).await, None);
    }
}

#[tokio::test]
async fn a_profile_is_changed_so_often_and_a_speakers_name_has_a_length() {
    let graph = Graph::start().await;
    let greeting = json!({"greeting": [{"locale": "default", "text": "Hi"}]});
    for _ in 0..limit("/rate/messenger_profile_calls_per_10min_per_page") {
        assert_eq!(graph.call("messenger_profile", &greeting).await, None);
    }
    assert_eq!(graph.call("messenger_profile", &greeting).await.as_deref(), Some("613"));
    graph.pass(600_000);
    assert_eq!(graph.call("messenger_profile", &greeting).await, None);
    let most = usize::try_from(limit("/persona/name_max_chars")).unwrap();
    assert_eq!(graph.call("personas", &json!({"name": a(most)})).await, None);
    assert_eq!(graph.call("personas", &json!({"name": a(most + 1)})).await.as_deref(), Some("100"));
}

#[tokio::test]
async fn a_thread_that_another_app_has_takes_no_messages() {
    let graph = Graph::start().await;
    let passed = json!({"recipient": {"id": "2001"}, "target_app_id": "263902037430900"});
    assert_eq!(graph.call("pass_thread_control", &passed).await, None);
    assert_eq!(graph.call("messages", &text()).await.as_deref(), Some("2018300"));
    let taken = json!({"recipient": {"id": "2001"}, "metadata": "x"});
    assert_eq!(graph.call("take_thread_control", &taken).await, None);
    assert_eq!(graph.call("messages", &text()).await, None);
    assert!(graph.fake.take_thread("2001").await.is_err(), "nobody listens");
    assert_eq!(graph.call("messages", &text()).await.as_deref(), Some("2018300"));
    assert!(graph.fake.give_thread("2001").await.is_err(), "nobody listens");
    assert_eq!(graph.call("messages", &text()).await, None);
}
