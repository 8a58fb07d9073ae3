//! The shared list of hostile templates, as far as templates alone can show it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use saywhen::template::around::Die;
use saywhen::template::render::Scope;
use saywhen::words::name::Value;

use crate::stage::{budget, stage};

/// What the dice of a turn begin with.
const SEED: usize = 7;

/// What later pieces show: whole turns, chunks of a message, the clock.
const ELSEWHERE: [&str; 10] = [
    "process_alive",
    "max_rss_delta_mb",
    "reply_is",
    "conversation_continues",
    "replies",
    "diag_code",
    "chunks",
    "chunk_max",
    "no_grapheme_split",
    "note",
];

/// The same in our words: a filter of ours wants to be told its format, the clock is a variable, and
/// what is random is picked.
const OURS: [(&str, &str); 3] = [
    ("tp-date-garbage", "{{ 'x' | date(format='%d.%m.%Y') }}"),
    (
        "tp-now-frozen",
        "{{ now }} {% for n in range(end=3) %}{{ now | plus(hours=n) }} {% endfor %}",
    ),
    (
        "tp-random-seeded",
        "{% for n in range(end=40) %}{{ pick(from=['a', 'b', 'c']) }}{% endfor %}",
    ),
];

/// What a turn knows: a clock that stands, and dice that fall as they were told.
struct Turn {
    vars: Value,
    dice: Rc<Told>,
}

struct Told(Cell<usize>);

impl Die for Told {
    fn roll(&self, sides: usize) -> usize {
        let next = self.0.get().wrapping_mul(75).wrapping_add(74) % 65_537;
        self.0.set(next);
        next % sides
    }
}

impl Turn {
    fn new(seed: usize, mut vars: Value) -> Self {
        if let Some(vars) = vars.as_object_mut() {
            vars.entry("now").or_insert_with(|| "2026-01-15T12:00:00Z".into());
        }
        Self { vars, dice: Rc::new(Told(Cell::new(seed))) }
    }
}

impl Scope for Turn {
    fn get(&self, root: &str) -> Option<Value> {
        self.vars.get(root).cloned()
    }

    fn die(&self) -> Option<Rc<dyn Die>> {
        Some(self.dice.clone())
    }
}

/// How much slower an unoptimised build may be.
const SLOWER: u64 = if cfg!(debug_assertions) { 20 } else { 1 };

#[test]
fn every_case_ends_as_it_should() {
    let list: Value = serde_json::from_str(include_str!("../cases/templates.json")).unwrap();
    let cases = list["cases"].as_array().unwrap();
    assert!(cases.len() >= 22, "cases went missing");
    for case in cases {
        let id = case["id"].as_str().unwrap();
        check(id, case);
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
    let outcome = run(id, &template, &Turn::new(SEED, case["context"].clone()));
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
            "deterministic_with_clock" => {
                let wanted = "2026-01-15T12:00:00Z 2026-01-15T12:00:00+00:00 \
                              2026-01-15T13:00:00+00:00 2026-01-15T14:00:00+00:00 ";
                assert_eq!(outcome.text, wanted, "{id}");
            }
            "same_after_crash_replay" => {
                let again =
                    |seed| run(id, &template, &Turn::new(seed, case["context"].clone())).text;
                assert_eq!(
                    (again(SEED), again(SEED)),
                    (outcome.text.clone(), outcome.text.clone())
                );
                assert_ne!(again(SEED + 1), outcome.text, "{id}: the dice count for nothing");
            }
            other => assert!(ELSEWHERE.contains(&other), "{id} expects {other}: unknown"),
        }
    }
}

fn run(id: &str, template: &str, turn: &Turn) -> Outcome {
    let stage = stage(&[(id, template)], &[template], &[]);
    if !stage.mistakes.is_empty() {
        let text = stage.told().join("\n");
        return Outcome { result: "load_error", text, code: String::new() };
    }
    let rendered = stage.templates.render(stage.texts[0], turn, &mut budget());
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
