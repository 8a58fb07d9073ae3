//! Runs `tests/cases/sendapi.json`: what Graph answers, and what becomes of the reply. Every key of an
//! expectation is checked, or named with the reason why not; so is every case.

use std::collections::BTreeSet;

use saywhen::fake::script::Step;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use serde_json::Value;

use crate::app::{ECHO, MINUTE, Plan, TestApp, rush};

/// Cases with a test of their own, and where it is: they need more than one visitor, an hour, another
/// process, or a server with TLS.
const OWN_TEST: [(&str, &str, &str); 5] = [
    (
        "gr-200-then-kill9",
        "tests/kill.rs",
        "a_kill_between_graphs_yes_and_its_arrival_loses_nothing_and_costs_one_copy_at_most",
    ),
    (
        "gr-tls-bad-cert",
        "tests/messenger/graph.rs",
        "a_certificate_that_nobody_vouches_for_gets_no_message_and_no_token",
    ),
    (
        "gr-down-1h",
        "tests/service/order.rs",
        "an_hour_without_graph_loses_nothing_and_keeps_the_order",
    ),
    (
        "gr-order-under-retry",
        "tests/service/order.rs",
        "the_second_message_waits_while_the_first_is_tried_again",
    ),
    (
        "gr-hol-other-user",
        "tests/service/order.rs",
        "a_call_that_hangs_delays_its_own_visitor_alone",
    ),
];

/// Expectations that are not looked at.
const NOT_CHECKED: [(&str, &str); 13] = [
    ("backoff", "a matter of outbox::backoff's own tests"),
    ("diag_names_flow_step", "the log line of the send names it: see `dead_letter`"),
    ("expired", "only in cases with a test of their own"),
    ("lost", "only in cases with a test of their own"),
    ("max_rss_delta_mb", "a matter of load tests"),
    ("no_hot_loop", "attempts are counted"),
    ("no_retry_storm", "attempts are counted"),
    ("note", "for people"),
    ("order", "only in cases with a test of their own"),
    ("other_pages_unaffected", "there is one Page so far"),
    ("p99_ms_others", "only in cases with a test of their own"),
    ("user_state", "whether a visitor can be reached is not kept yet"),
    ("users_unaffected", "only in cases with a test of their own"),
];

/// Expectations that are looked at.
const CHECKED: [&str; 16] = [
    "alert",
    "attempts",
    "attempts_max",
    "delivered",
    "delivered_claim",
    "duplicates_max",
    "following_messages",
    "min_wait_s",
    "outbox",
    "outbox_flag",
    "page_state",
    "pauses",
    "redirect_followed",
    "resend",
    "slows_before_limit",
    "token_leaked",
];

fn cases() -> Vec<Value> {
    let text = std::fs::read_to_string("tests/cases/sendapi.json").unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

#[test]
fn every_case_and_every_expectation_is_run_or_named() {
    let cases = cases();
    let ids: BTreeSet<_> = cases.iter().map(id).collect();
    for (id, file, test) in OWN_TEST {
        assert!(ids.contains(id), "the case {id} is gone");
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains(&format!("async fn {test}()")), "{id}: no {test} in {file}");
    }
    for case in &cases {
        for key in case["expect"].as_object().unwrap().keys() {
            let named = NOT_CHECKED.iter().any(|(known, _)| known == key);
            assert!(named != CHECKED.contains(&key.as_str()), "{}: {key}", id(case));
        }
    }
}

#[tokio::test]
async fn every_case_comes_out_as_it_should() {
    rush();
    let mut wrong = Vec::new();
    for case in cases() {
        if OWN_TEST.iter().any(|(own, ..)| *own == id(&case)) {
            continue;
        }
        if let Err(why) = run(&case).await {
            wrong.push(format!("{}: {why}", id(&case)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What one entry of a script does.
fn step(entry: &Value) -> Step {
    let body = entry["raw"].as_str().map_or_else(|| body(&entry["json"]), str::to_owned);
    let header = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().into());
    let headers = entry["headers"].as_object().into_iter().flatten().map(header).collect();
    match (entry["accept_then"].as_str(), entry["conn"].as_str(), entry["status"].as_u64()) {
        (Some("hang"), _, _) => Step::TakeThenHang,
        (Some("reset"), _, _) => Step::TakeThenReset,
        (_, Some("reset_on_accept"), _) => Step::Reset,
        (_, _, Some(200)) if entry["raw_gen"].is_object() => Step::Flood(8 * 1024 * 1024),
        (_, _, Some(200)) if entry["headers"].is_null() && !body.is_empty() => {
            Step::TakeAndAnswer(body)
        }
        (_, _, Some(200)) if body.is_empty() => Step::TakeWith(headers),
        (_, _, Some(status)) => {
            Step::Answer { status: u16::try_from(status).unwrap(), headers, body }
        }
        _ => panic!("no step for {entry}"),
    }
}

fn body(json: &Value) -> String {
    if json.is_null() { String::new() } else { json.to_string() }
}

async fn run(case: &Value) -> Result<(), String> {
    let app = Plan::of(ECHO).start_on(Memory::new()).await;
    let expect = &case["expect"];
    let script: Vec<Step> = case["graph_script"].as_array().unwrap().iter().map(step).collect();
    // A code that nobody knows stays unknown, however often it is tried.
    let times = if id(case) == "gr-unknown-code" { 6 } else { 1 };
    app.fake.script_for("2001", std::iter::repeat_n(script, times).flatten());
    app.say("2001", "one").await;
    let held = expect["page_state"].is_string();
    if held {
        app.until(|counts| counts.done == 1 && counts.waiting == 1).await;
        // Long enough for many tries, if there were any.
        tokio::time::sleep(std::time::Duration::from_secs(30)).await;
    } else {
        app.quiet().await;
    }
    for (key, wanted) in expect.as_object().unwrap() {
        if CHECKED.contains(&key.as_str()) {
            check(&app, key, wanted).await.map_err(|why| format!("{key}: {why}"))?;
        }
    }
    if held {
        // Whatever held the Page is over, after some more tries that fail in the same way.
        while app.store.counts().await.unwrap().waiting > 0 {
            app.store.hold(app.key("2001").page, None).await.unwrap();
            app.hand.advance(61 * MINUTE);
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        }
        app.quiet().await;
    }
    Ok(())
}

async fn check(app: &TestApp<Memory>, key: &str, wanted: &Value) -> Result<(), String> {
    let calls = app.fake.calls_since(0);
    let delivered = calls.iter().filter(|call| call.mid.is_some()).count() as u64;
    let tries = calls.len() as u64;
    let number = wanted.as_u64().unwrap_or_default();
    let logs = app.logs.text();
    let counts = app.store.counts().await.unwrap();
    let word = wanted.as_str().unwrap_or_default();
    let (fine, found) = match key {
        "attempts" => (tries == number, tries.to_string()),
        "attempts_max" => (tries <= number, tries.to_string()),
        "delivered" => (delivered == number, delivered.to_string()),
        "duplicates_max" => (delivered <= number + 1, delivered.to_string()),
        "delivered_claim" => (tries > 1, "claimed as sent after one try".to_owned()),
        "resend" => (tries == 1, tries.to_string()),
        "min_wait_s" => {
            let gap = calls[1].at.since(calls[0].at);
            (gap.0 >= number * 1000, format!("{gap:?}"))
        }
        "alert" => (logs.contains("alert="), logs),
        "pauses" => (counts.sent == 1, format!("{counts:?}")),
        "page_state" => (counts.waiting == 1 && logs.contains("alert="), logs),
        "outbox_flag" => (logs.contains(&format!("state=\"{word}\"")), logs),
        "outbox" if word.starts_with("held") => (counts.waiting == 1, format!("{counts:?}")),
        "outbox" => {
            let state = app.store.history(&app.key("2001")).await.unwrap().replies[0].1.clone();
            let place = word != "dead_letter" || logs.contains("place=flows/flows.yaml:");
            (counts.unsent == 1 && place, format!("{state} {logs}"))
        }
        "following_messages" => {
            app.say("2001", "two").await;
            app.quiet().await;
            let replies = app.replies_to("2001");
            (replies == ["you said: two"], format!("{replies:?}"))
        }
        "slows_before_limit" => {
            for visitor in ["2002", "2003", "2004", "2005"] {
                app.say(visitor, "next").await;
            }
            app.quiet().await;
            let calls = app.fake.calls_since(0);
            let gaps: Vec<_> = calls.windows(2).map(|two| two[1].at.since(two[0].at).0).collect();
            (gaps.len() == 4 && gaps[1..].iter().all(|gap| *gap >= 200), format!("{gaps:?}"))
        }
        // An answer that was followed would have another status.
        "redirect_followed" => (logs.contains("code=\"http 302\""), logs),
        "token_leaked" => (!logs.contains(crate::app::TOKEN), logs),
        other => panic!("nobody knows {other}"),
    };
    if fine { Ok(()) } else { Err(format!("{found}, not {wanted}")) }
}
