//! What Graph's answers mean: every code that is known, and everything that is not Graph's.

use std::fs;

use proptest::prelude::*;
use reqwest::header::{HeaderMap, HeaderName};
use saywhen::messenger::answer::{Scope, Verdict, classify};
use saywhen::messenger::hints::Hints;
use saywhen::time::Millis;
use serde_json::{Value, json};

fn plain(status: u16, body: &str) -> Verdict {
    classify(status, Hints::default(), body.as_bytes())
}

fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Sent { .. } => "sent",
        Verdict::Transient { .. } => "transient",
        Verdict::Uncertain { .. } => "ambiguous",
        Verdict::Throttled { scope: Scope::App, .. } => "throttle_app",
        Verdict::Throttled { scope: Scope::Page, .. } => "throttle_page",
        Verdict::Throttled { scope: Scope::Visitor, .. } => "throttle_user",
        Verdict::TokenDead { .. } => "auth",
        Verdict::WindowClosed { .. } => "window",
        Verdict::Gone { .. } => "recipient",
        Verdict::NotOurs { .. } => "thread",
        Verdict::Attachment { .. } => "attachment",
        Verdict::Refused { .. } => "request",
        Verdict::Forbidden { .. } => "permission",
        Verdict::Policy { .. } => "policy",
        Verdict::Unknown { .. } => "unknown",
    }
}

#[test]
fn every_known_code_has_its_class_whatever_the_status() {
    let path = format!("{}/tests/fixtures/error/codes.json", env!("CARGO_MANIFEST_DIR"));
    let table: Vec<Value> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert_eq!(table.len(), 82);
    for row in table {
        let body = row["body"].to_string();
        // 17 counts the calls of whoever made the token; for us that is the Page.
        let user_of_the_token = row["body"]["error"]["code"] == 17;
        let expected =
            if user_of_the_token { "throttle_page" } else { row["class"].as_str().unwrap() };
        for status in [200, 400, 403, 500] {
            assert_eq!(class(&plain(status, &body)), expected, "{status} {body}");
        }
    }
}

/// What each of Meta's error bodies means, one file each.
const BODIES: &str = "\
1 transient · 10 permission · 100 request · 100_1893061 request · 100_2018001 recipient · \
100_2018014 request · 100_2018047 attachment · 100_2018109 attachment · 100_2018164 request · \
100_2018320 request · 100_2534013 auth · 100_2534014 recipient · 100_2534015 request · \
100_2534025 request · 100_2534029 policy · 100_2534037 thread · 100_33 request · 102 auth · \
10303 request · 10900 request · 10903 request · 10_1893015 recipient · 10_2018065 window · \
10_2018108 recipient · 10_2018278 window · 10_2018336 recipient · 10_2534022 window · \
17 throttle_page · 190_458 auth · 190_459 auth · 190_460 auth · 190_463 auth · 190_464 auth · \
190_492 auth · 1_1357046 ambiguous · 1_2018382 request · 1_99 permission · 2 transient · \
200_2018021 permission · 200_2018027 permission · 200_2534041 auth · 2018144 throttle_user · \
2018171 thread · 2018218 recipient · 2018247 permission · 2018300 thread · 2018321 thread · \
2022 policy · 230 permission · 2635 request · 2_2018344 permission · 3 permission · \
32 throttle_page · 341 throttle_app · 368 policy · 4 throttle_app · 4_2018022 throttle_app · \
4_2018354 throttle_user · 506 request · 551 recipient · 551_1545041 recipient · \
613_2018338 policy · 613_2534040 throttle_page · 80006 throttle_page · 9000001 request · \
9_2018352 throttle_user";

#[test]
fn every_sample_of_an_error_has_its_class() {
    let folder = format!("{}/tests/fixtures/error/bodies", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(&folder).unwrap().count();
    let wanted: Vec<_> = BODIES.split(" · ").collect();
    assert_eq!(wanted.len(), files, "every file is named once");
    for (name, class_of) in wanted.iter().map(|one| one.split_once(' ').unwrap()) {
        let file = fs::read(format!("{folder}/{name}.json")).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        let body = file.get("body").unwrap_or(&file).to_string();
        for status in [400, 500] {
            assert_eq!(class(&plain(status, &body)), class_of, "{name} {status}");
        }
    }
}

#[test]
fn samples_that_are_no_error_of_messengers_are_told_apart() {
    let path = format!("{}/tests/fixtures/error/misc.json", env!("CARGO_MANIFEST_DIR"));
    let misc: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut looked_at = 0;
    for (name, sample) in misc.as_object().unwrap() {
        looked_at += 1;
        match name.as_str() {
            "non_json_502" | "html_title_error" => {
                let page = sample.as_str().unwrap();
                assert_eq!(class(&plain(502, page)), "transient", "{name}");
                assert_eq!(class(&plain(200, page)), "ambiguous", "{name}");
            }
            // A code of WhatsApp's means nothing here.
            "whatsapp_131047" => assert_eq!(class(&plain(400, &sample.to_string())), "unknown"),
            "headers_x_app_usage" => assert_eq!(of_sample(sample).used, 28),
            "headers_x_buc_usage" => {
                let hints = of_sample(sample);
                let minutes = Some(Millis::from_secs(19 * 60));
                assert_eq!((hints.used, hints.wait), (97, minutes));
            }
            other => panic!("nothing looks at {other}"),
        }
    }
    assert_eq!(looked_at, 5);
}

fn of_sample(headers: &Value) -> Hints {
    let all = headers.as_object().unwrap().iter();
    hints(&all.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect::<Vec<_>>())
}

#[test]
fn codes_are_named_with_their_subcode() {
    let body = |code: Value, subcode: Value| {
        json!({"error": {"code": code, "error_subcode": subcode}}).to_string()
    };
    let gone = Verdict::Gone { code: "100/2018001".to_owned() };
    assert_eq!(plain(400, &body(json!(100), json!(2_018_001))), gone);
    assert_eq!(plain(400, &body(json!("100"), json!("2018001"))), gone);
    let refused = Verdict::Refused { code: "100".to_owned() };
    assert_eq!(plain(400, &body(json!(100), json!(0))), refused);
    let unknown_subcode = Verdict::TokenDead { code: "190/7".to_owned() };
    assert_eq!(plain(400, &body(json!(190), json!(7))), unknown_subcode);
}

#[test]
fn unknown_codes_go_by_is_transient_then_by_status() {
    let body = |transient: bool| {
        json!({"error": {"code": 424_242, "is_transient": transient}}).to_string()
    };
    assert_eq!(class(&plain(400, &body(true))), "transient");
    assert_eq!(class(&plain(400, &body(false))), "unknown");
    assert_eq!(class(&plain(500, &body(false))), "transient");
    assert_eq!(class(&plain(429, &body(false))), "throttle_page");
    assert_eq!(class(&plain(400, r#"{"error":{"message":"x"}}"#)), "unknown");
}

#[test]
fn answers_that_are_not_graphs_go_by_status() {
    for status in [500, 502, 503, 504, 408] {
        assert_eq!(class(&plain(status, "<html>502 Bad Gateway</html>")), "transient");
    }
    assert_eq!(class(&plain(429, "")), "throttle_page");
    for status in [301, 302, 400, 404] {
        let code = format!("http {status}");
        assert_eq!(plain(status, "<html>"), Verdict::Unknown { code });
    }
}

#[test]
fn a_2xx_counts_only_if_it_is_graphs() {
    let sent = |mid: Option<&str>| Verdict::Sent { mid: mid.map(Into::into), slow: None };
    assert_eq!(plain(200, r#"{"recipient_id":"2","message_id":"m_1"}"#), sent(Some("m_1")));
    assert_eq!(plain(200, r#"{"recipient_id":"20"#), sent(None));
    for body in ["", "{}", "<html>captive portal</html>", "[1]", "ok"] {
        assert_eq!(plain(200, body), Verdict::Uncertain { code: "http 200".to_owned() }, "{body}");
    }
}

fn hints(headers: &[(&str, &str)]) -> Hints {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
    Hints::of(&pairs.collect::<HeaderMap>())
}

#[test]
fn headers_say_how_long_to_wait() {
    let seconds = hints(&[("Retry-After", "7")]);
    assert_eq!(seconds.wait, Some(Millis::from_secs(7)));
    let usage = r#"{"104":[{"type":"messenger","call_count":97,"total_time":20,"estimated_time_to_regain_access":19}]}"#;
    let minutes = hints(&[("X-Business-Use-Case-Usage", usage)]);
    assert_eq!((minutes.wait, minutes.used), (Some(Millis::from_secs(19 * 60)), 97));
    let both = hints(&[("X-Business-Use-Case-Usage", usage), ("Retry-After", "7")]);
    assert_eq!(both.wait, minutes.wait);
    let app = hints(&[("X-App-Usage", r#"{"call_count":28,"total_time":25,"total_cputime":25}"#)]);
    assert_eq!((app.wait, app.used), (None, 28));
    let (at, later) = ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:29:30 GMT");
    let moment = hints(&[("Retry-After", later), ("Date", at)]);
    assert_eq!(moment.wait, Some(Millis::from_secs(90)));
    assert_eq!(hints(&[("Retry-After", at), ("Date", later)]).wait, None, "it is over");
    for odd in ["soon", "-1", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        assert_eq!(hints(&[("Retry-After", odd), ("X-App-Usage", odd)]), Hints::default());
    }
    let verdict = classify(429, seconds, b"");
    let (code, wait) = ("http 429".to_owned(), seconds.wait);
    assert_eq!(verdict, Verdict::Throttled { code, scope: Scope::Page, wait });
}

#[test]
fn a_quota_nearly_spent_is_told_beforehand() {
    let usage = r#"{"1":[{"call_count":98,"estimated_time_to_regain_access":5}]}"#;
    let near = hints(&[("X-Business-Use-Case-Usage", usage)]);
    let Verdict::Sent { slow, .. } = classify(200, near, br#"{"recipient_id":"1"}"#) else {
        panic!()
    };
    assert_eq!(slow, Some(Millis::from_secs(300)));
    let far = hints(&[("X-App-Usage", r#"{"call_count":89}"#)]);
    let Verdict::Sent { slow, .. } = classify(200, far, br#"{"recipient_id":"1"}"#) else {
        panic!()
    };
    assert_eq!(slow, None);
}

proptest! {
    #[test]
    fn no_answer_panics(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _judged = classify(status, Hints::default(), &body);
    }

    #[test]
    fn a_cut_answer_of_graphs_is_never_uncertain(cut in 3_usize..60) {
        let whole = r#"{"recipient_id":"6543210987654321","message_id":"m_OUT001abc"}"#;
        let verdict = plain(200, &whole[..cut]);
        prop_assert_eq!(class(&verdict), "sent");
    }
}
