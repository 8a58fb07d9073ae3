//! The shared list of hostile templates, as far as templates alone can show it.

use std::time::Instant;

use saywhen::words::name::Value;

use crate::stage::{Vars, budget, stage};

/// What later pieces show: whole turns, chunks of a message, the clock.
const ELSEWHERE: [&str; 12] = [
    "process_alive",
    "max_rss_delta_mb",
    "reply_is",
    "conversation_continues",
    "replies",
    "diag_code",
    "chunks",
    "chunk_max",
    "no_grapheme_split",
    "deterministic_with_clock",
    "same_after_crash_replay",
    "note",
];

/// Cases for functions and variables that come with a clock or a turn.
const LATER: [&str; 2] = ["tp-now-frozen", "tp-random-seeded"];

/// The same in our words: a filter of ours wants to be told its format.
const OURS: [(&str, &str); 1] = [("tp-date-garbage", "{{ 'x' | date(format='%d.%m.%Y') }}")];

/// How much slower an unoptimised build may be.
const SLOWER: u64 = if cfg!(debug_assertions) { 20 } else { 1 };

#[test]
fn every_case_ends_as_it_should() {
    let list: Value = serde_json::from_str(include_str!("../cases/templates.json")).unwrap();
    let cases = list["cases"].as_array().unwrap();
    assert!(cases.len() >= 22, "cases went missing");
    for case in cases {
        let id = case["id"].as_str().unwrap();
        if !LATER.contains(&id) {
            check(id, case);
        }
    }
}

struct Outcome {
    result: &'static str,
    text: String,
    code: String,
}

fn check(id: &str, case: &Value) {
    let started = Instant::now();
    let template = case["template"].as_str().map_or_else(|| made(&case["gen"]), str::to_owned);
    let ours = OURS.iter().find(|(ours, _)| *ours == id);
    let template = ours.map_or(template, |(_, ours)| (*ours).to_owned());
    let outcome = run(id, &template, &case["context"]);
    let took = started.elapsed().as_millis() as u64;
    for (key, want) in case["expect"].as_object().unwrap() {
        match key.as_str() {
            "no_panic" => {}
            "max_ms" => {
                assert!(took <= want.as_u64().unwrap() * SLOWER, "{id} took {took} ms");
            }
            "result" => {
                let wanted = want.as_array().cloned().unwrap_or_else(|| vec![want.clone()]);
                assert!(wanted.iter().any(|want| want == outcome.result), "{id}: {}", outcome.text);
            }
            "text" => assert_eq!(outcome.text, want.as_str().unwrap(), "{id}"),
            "text_not_contains" => assert!(!outcome.text.contains(want.as_str().unwrap()), "{id}"),
            "output_not_contains" => {
                for secret in want.as_array().unwrap() {
                    assert!(!outcome.text.contains(secret.as_str().unwrap()), "{id}");
                }
            }
            "valid_json" => {
                serde_json::from_str::<Value>(&outcome.text).unwrap();
            }
            "reason" => {
                assert_eq!(
                    (want.as_str(), outcome.code.as_str()),
                    (Some("budget"), "T516"),
                    "{id}"
                );
            }
            "diag" => diag(id, &template, want),
            other => assert!(ELSEWHERE.contains(&other), "{id} expects {other}: unknown"),
        }
    }
}

fn run(id: &str, template: &str, context: &Value) -> Outcome {
    let stage = stage(&[(id, template)], &[template], &[]);
    if !stage.mistakes.is_empty() {
        let text = stage.told().join("\n");
        return Outcome { result: "load_error", text, code: String::new() };
    }
    let rendered = stage.templates.render(stage.texts[0], &Vars(context.clone()), &mut budget());
    match rendered {
        Ok(text) => Outcome { result: "ok", text, code: String::new() },
        Err(fault) => {
            assert!(fault.place.is_some(), "{id}");
            Outcome { result: "error", text: fault.text, code: fault.code }
        }
    }
}

fn diag(id: &str, template: &str, want: &Value) {
    let stage = stage(&[], &[template], &[]);
    let first = &stage.mistakes[0];
    let place = stage.sources.place(first.span.unwrap());
    assert_eq!(Some(u64::from(place.line)), want["line"].as_u64(), "{id}");
    assert!(u64::from(place.col) >= want["col_min"].as_u64().unwrap(), "{id}");
    let hint = format!("{} {} {}", first.headline, first.label, first.fix);
    assert!(hint.contains(want["hint_contains"].as_str().unwrap()), "{id}: {hint}");
}

fn made(recipe: &Value) -> String {
    let n = recipe["n"].as_u64().unwrap_or_default() as usize;
    match recipe["type"].as_str().unwrap() {
        "chain" => format!("{{{{ {}1 }}}}", "1 + ".repeat(n)),
        "parens" => format!("{{{{ {}1{} }}}}", "(".repeat(n), ")".repeat(n)),
        "ifs" => format!("{}x{}", "{% if true %}".repeat(n), "{% endif %}".repeat(n)),
        "text" => {
            let count = recipe["count"].as_u64().unwrap() as usize;
            recipe["unit"].as_str().unwrap().repeat(count)
        }
        other => panic!("{other}: unknown recipe"),
    }
}
