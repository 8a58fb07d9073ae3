//! Tables in all three formats: what values they hold, and that no file brings anything down.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::source::diagnostic::any_error;

/// The table of a file, and the codes of what is wrong with it.
fn read_as(ending: &str, text: &str) -> (Option<Value>, Vec<&'static str>) {
    let source = Source { path: format!("data/t.{ending}").into(), text: Arc::from(text) };
    let mut told = Told::default();
    let (_, format) = table(&source).unwrap();
    let value = whole(SourceId(0), &source, format, &mut told);
    (value, told.diagnostics.iter().map(|one| one.code.0).collect())
}

fn good(ending: &str, text: &str) -> Value {
    let (value, codes) = read_as(ending, text);
    assert_eq!(codes, Vec::<&str>::new(), "{text}");
    value.unwrap()
}

#[test]
fn the_same_table_means_the_same_in_every_format() {
    let written = [
        "3",
        "-4",
        "2.5",
        "0123",
        "1.10",
        "1e3",
        "0x10",
        "1_0",
        "+5",
        ".5",
        "12345678901234567890",
    ];
    for text in written {
        let value = good("csv", &format!("a\n{text}\n"));
        assert_eq!(value, good("yaml", &format!("- a: {text}\n")), "{text}");
        let honest = ["3", "-4", "2.5"].contains(&text);
        assert_eq!(value[0]["a"].is_number(), honest, "{text}");
        assert_eq!(value[0]["a"].to_string().trim_matches('"'), text);
        if serde_json::from_str::<Value>(text).is_ok() {
            assert_eq!(value, good("json", &format!("[{{\"a\": {text}}}]")), "{text}");
        }
        let quoted = json!([{"a": text}]);
        assert_eq!(good("csv", &format!("a\n\"{text}\"\n")), quoted);
        assert_eq!(good("yaml", &format!("- a: \"{text}\"\n- a: '{text}'\n"))[1], quoted[0]);
        assert_eq!(good("json", &quoted.to_string()), quoted);
    }
}

#[test]
fn words_that_yaml_has_an_opinion_of_stay_text() {
    for word in ["yes", "no", "on", "off", "y", "n", "null", "~", "true", "False", ".inf", ".nan"] {
        let text = json!([{"a": word}]);
        assert_eq!(good("yaml", &format!("- a: {word}\n")), text, "{word}");
        assert_eq!(good("csv", &format!("a\n{word}\n")), text, "{word}");
    }
    assert_eq!(good("json", "[true, false, null]"), json!([true, false, null]));
    assert_eq!(good("yaml", "- 2026-12-24\n- 12:30\n"), json!(["2026-12-24", "12:30"]));
}

#[test]
fn a_table_is_a_list_or_a_map_of_anything() {
    assert_eq!(
        good("yaml", "z: {fee: 3}\na:\n  - 1\n  - - x\n    - y: |\n        two\n        lines\n")
            .to_string(),
        r#"{"z":{"fee":3},"a":[1,["x",{"y":"two\nlines\n"}]]}"#
    );
    assert_eq!(good("json", r#"{"b": [], "a": {"": {}}}"#).to_string(), r#"{"b":[],"a":{"":{}}}"#);
    for ending in ["yaml", "json", "csv"] {
        assert_eq!(good(ending, ""), json!([]), "{ending}");
        assert_eq!(good(ending, "\n"), json!([]), "{ending}");
    }
    assert_eq!(good("yaml", "# nothing yet\n"), json!([]));
    assert_eq!(read_as("yaml", "text").1, ["K205"]);
    assert_eq!(read_as("json", "null").1, ["K205"]);
}

#[test]
fn cells_are_cut_as_rfc_4180_says() {
    let table =
        "name, price ,\"note, long\"\nTea, 3,\n\"a \"\"b\"\"\",\"\",\"two\nlines\"\n\n  \nx,,y";
    let rows = json!([
        {"name": "Tea", "price": 3, "note, long": ""},
        {"name": "a \"b\"", "price": "", "note, long": "two\nlines"},
        {"name": "x", "price": "", "note, long": "y"},
    ]);
    assert_eq!(good("csv", table), rows);
    assert_eq!(good("csv", "a\n\"\"\n"), json!([{"a": ""}]));
    assert_eq!(good("csv", "a,b"), json!([]));
    assert_eq!(good("csv", "a\n5\" pipe\n"), json!([{"a": "5\" pipe"}]));
    for (text, codes) in [
        ("a\n\"x", vec!["Y131"]),
        ("a\n\"x\"y\n", vec!["Y131"]),
        ("a,b\n1\n", vec!["Y132"]),
        ("a\n1,2\n3,4,5\n", vec!["Y132", "Y132"]),
        ("a;b\n1;2\n", vec!["Y133"]),
        ("a,a\n1,2\n", vec!["Y112"]),
        (",a\n1,2\n", vec!["K210"]),
    ] {
        assert_eq!(read_as("csv", text), (None, codes), "{text}");
    }
}

#[test]
fn yaml_is_read_by_the_rules_of_flows() {
    for (text, code) in [
        ("- a: 1\n  a: 2\n", "Y112"),
        ("- &x a\n- *x\n", "Y116"),
        ("- a: We are #1\n", "Y103"),
        ("- !!int 3\n", "Y119"),
        ("- a:\n", "Y120"),
        ("a:\n\t- b\n", "Y101"),
        ("a: [b\n", "Y125"),
    ] {
        let (value, codes) = read_as("yaml", text);
        assert_eq!((value, codes.first()), (None, Some(&code)), "{text}");
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_refused() {
    let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
    assert_eq!(read_as("json", &deep(YAML_DEPTH)).1, Vec::<&str>::new());
    for n in [YAML_DEPTH + 1, 500, 50_000] {
        assert_eq!(read_as("json", &deep(n)).1, ["Y122"], "{n}");
    }
    let rows = |n: usize| "a\n".to_owned() + &"1\n".repeat(n);
    assert_eq!(read_as("csv", &rows(TABLE_ROWS_MAX)).1, Vec::<&str>::new());
    assert_eq!(read_as("csv", &rows(TABLE_ROWS_MAX + 1)).1, ["Y134"]);
    let files = (0..5).map(|n| Source {
        path: format!("data/t{n}.json").into(),
        text: Arc::from(format!("[\"{}\"]", "x".repeat(TABLES_BYTES_MAX / 4))),
    });
    let mut told = Told::default();
    let tables = read(&Sources::new(files.collect()), &mut told);
    let codes: Vec<_> = told.diagnostics.iter().map(|one| one.code.0).collect();
    assert_eq!((tables.names().count(), codes), (5, vec!["Y134", "Y134"]));
}

const YAML_DEPTH: usize = crate::limits::YAML_DEPTH_MAX;

#[test]
fn a_table_that_cannot_be_read_keeps_its_name() {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let files = vec![
        file("data/a.json", "{"),
        file("data/sub/b.csv", "x\n1\n"),
        file("data/b.yml", "- 1\n"),
        file("data/Big.csv", "x\n"),
        file("data/notes.txt", "x"),
        file("flows/c.csv", "x"),
    ];
    let mut told = Told::default();
    let tables = read(&Sources::new(files), &mut told);
    let codes: Vec<_> = told.diagnostics.iter().map(|one| one.code.0).collect();
    assert_eq!(codes, ["K210", "Y130", "R306"]);
    assert_eq!(tables.names().collect::<Vec<_>>(), ["a", "b"]);
}

proptest! {
    #[test]
    fn quoted_cells_come_back_as_they_went(cells in prop::collection::vec("[ -~äé€🍕\n]{0,12}", 1..5)) {
        let rows = json!([{"n": "x", "cells": cells}]);
        prop_assert_eq!(good("json", &rows.to_string()), rows.clone());
        prop_assert_eq!(good("yaml", &rows.to_string()), rows);
        let doubled: Vec<_> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let head: Vec<_> = (0..cells.len()).map(|n| format!("c{n}")).collect();
        let table = good("csv", &format!("{}\n{}\n", head.join(","), doubled.join(",")));
        let found: Vec<_> = table[0].as_object().unwrap().values().cloned().collect();
        prop_assert_eq!(Value::from(found), Value::from(cells));
    }

    #[test]
    fn no_text_brings_anything_down(text in "[\\PC\n\t\r\0]{0,80}", soup in "[\\[\\]{}\",:;a1\\\\ \n#'-]{0,60}") {
        for text in [&text, &soup] {
            for ending in ["yaml", "json", "csv"] {
                let (value, codes) = read_as(ending, text);
                prop_assert!(value.is_some() || !codes.is_empty(), "{}: {}", ending, text);
            }
        }
    }
}

#[test]
fn whatever_is_told_has_a_place() {
    let source = Source { path: "data/t.json".into(), text: "[\"é".into() };
    let sources = Sources::new(vec![source]);
    let mut told = Told::default();
    read(&sources, &mut told);
    assert!(any_error(&told.diagnostics));
    let place = sources.place(told.diagnostics[0].span.unwrap());
    assert_eq!((place.line, place.col), (1, 3));
}
