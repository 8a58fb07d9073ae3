//! Our spanned tree says what serde says of the same file, wherever both may speak: authors who know
//! YAML from elsewhere are not surprised.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "a test")]

use proptest::prelude::*;
use saywhen::source::SourceId;
use saywhen::source::yaml::{Node, NodeKind, parse};
use serde_json::Value;

/// Our tree as JSON; every text is a text.
fn ours(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Text(text) => Value::from(text.value.as_str()),
        NodeKind::List(items) => items.iter().map(ours).collect(),
        NodeKind::Map(entries) => {
            let pairs = entries.iter().map(|one| (one.key.value.clone(), ours(&one.value)));
            Value::Object(pairs.collect())
        }
    }
}

fn assert_same(text: &str) {
    let (tree, mistakes) = parse(SourceId(0), text);
    assert_eq!(mistakes, [], "{text}");
    let theirs: Value = serde_yaml::from_str(text).unwrap();
    assert_eq!(ours(&tree.unwrap()), theirs, "{text}");
}

#[test]
fn the_bots_of_this_repository_read_alike() {
    for path in ["flows/order.yaml", "flows/welcome.yaml", "examples/hello/flows/hello.yaml"] {
        let text =
            std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (tree, mistakes) = parse(SourceId(0), &text);
        assert_eq!(mistakes, [], "{path}");
        let theirs: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(as_texts(&ours(&tree.unwrap())), as_texts(&theirs), "{path}");
    }
}

/// Numbers and truths as the texts that they are written as.
fn as_texts(value: &Value) -> Value {
    match value {
        Value::Null => Value::from("null"),
        Value::Bool(truth) => Value::from(truth.to_string()),
        Value::Number(number) => Value::from(number.to_string()),
        Value::String(text) => Value::from(text.as_str()),
        Value::Array(items) => items.iter().map(as_texts).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), as_texts(value))).collect()
        }
    }
}

#[test]
fn every_way_to_write_a_text_reads_alike() {
    for text in [
        "a: plain text\nb: 'it''s quoted'\nc: \"tab \\t and \\u00e4\"\n",
        "a: |\n  two\n  lines\nb: >\n  folded\n  text\n\n  here\nc: |-\n  no end\n",
        "- one\n- - nested\n  - list\n- {x: yy, z: [u, v]}\n",
        "a: over\n  two lines\nb: 'over\n  two lines'\n",
    ] {
        assert_same(text);
    }
}

proptest! {
    #[test]
    fn quoted_texts_read_alike(texts in prop::collection::vec("[a-zA-Z0-9 äé€:#,{}-]{0,30}", 1..6)) {
        let lines: String = texts
            .iter()
            .enumerate()
            .map(|(n, text)| format!("key{n}: {}\n", serde_json::to_string(text).unwrap()))
            .collect();
        assert_same(&lines);
    }
}
