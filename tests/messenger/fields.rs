//! No field of Meta's gets lost: whatever is changed in a fixture changes what becomes of it, but for
//! the fields that are listed, with a reason, in `ignored_fields.txt`.

use std::collections::BTreeSet;
use std::fs;

use saywhen::messenger::webhook::{BadBody, Request, read};
use saywhen::words::arrival::{Arrival, Identity, What};
use serde_json::{Value, json};

use crate::arrivals::NOW;

/// The list's lines: a path of keys, and why nothing is read there.
fn ignored() -> Vec<(String, String)> {
    let path = format!("{}/tests/messenger/ignored_fields.txt", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pair = |line: &str| {
        let (path, why) = line.split_once("  ").unwrap_or_else(|| panic!("no reason: {line}"));
        assert!(why.trim().len() > 10, "no reason: {line}");
        (path.to_owned(), why.trim().to_owned())
    };
    lines.map(pair).collect()
}

/// What becomes of a body, without Meta's own words and without what is made of all of them.
fn told(body: &Value) -> Result<Request, BadBody> {
    let mut request = read(body.to_string().as_bytes(), NOW, &|_, page| page.as_str() != "0")?;
    request.arrivals.iter_mut().for_each(plain);
    Ok(request)
}

fn plain(arrival: &mut Arrival) {
    arrival.identity = Identity([0; 16]);
    match &mut arrival.what {
        What::Event(event)
        | What::Skipped(event, _)
        | What::Echo(event)
        | What::Receipt { event: Some(event), .. } => event.raw = Value::Null,
        What::Receipt { event: None, .. } | What::App { .. } | What::Dead(_) => {}
    }
}

/// The pointers of all values that hold no others.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                leaves(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Another value of the same kind.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(yes) => json!(!yes),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => json!(whole - 1_001),
            None => json!(number.as_f64().unwrap() + 0.25),
        },
        Value::String(text) if text.parse::<i64>().is_ok() => json!(format!("{text}1")),
        Value::String(text) => json!(format!("{text}x")),
        _ => json!("x"),
    }
}

/// A pointer without the numbers of list items.
fn path(pointer: &str) -> String {
    let keys = pointer.split('/').skip(1).filter(|key| key.parse::<usize>().is_err());
    keys.collect::<Vec<_>>().join(".")
}

#[test]
fn no_field_of_a_fixture_is_dropped_unless_it_is_listed() {
    let ignored = ignored();
    let listed = |path: &str| ignored.iter().find(|(known, _)| known == path);
    let (mut lost, mut used, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
    let folder = format!("{}/tests/fixtures/webhook", env!("CARGO_MANIFEST_DIR"));
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let body: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        // Other products of Meta's have no conversation here: the whole request is counted.
        if name == "_index" || !["page", "instagram"].contains(&body["object"].as_str().unwrap()) {
            continue;
        }
        let before = told(&body).unwrap();
        let mut pointers = Vec::new();
        leaves(&body, "", &mut pointers);
        for pointer in pointers {
            let mut changed = body.clone();
            let value = changed.pointer_mut(&pointer).unwrap();
            *value = other(value);
            count += 1;
            if told(&changed).as_ref() != Ok(&before) {
                continue;
            }
            match listed(&path(&pointer)) {
                Some((path, _)) => used.insert(path.clone()),
                None => lost.insert(format!("{name}: {pointer}")),
            };
        }
    }
    let lost: Vec<_> = lost.into_iter().collect();
    assert!(lost.is_empty(), "nothing is read of\n{}", lost.join("\n"));
    let idle: Vec<_> = ignored.iter().filter(|(path, _)| !used.contains(path)).collect();
    assert!(idle.is_empty(), "these are read, and listed all the same: {idle:?}");
    assert!(count > 900, "{count}");
}
