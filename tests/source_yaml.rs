//! Authors' files become trees whose every part knows where it stands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use proptest::prelude::*;
use saywhen::source::yaml::{self, Node, NodeKind, Style};
use saywhen::source::{SourceId, Span};

fn slice(text: &str, span: Span) -> &str {
    &text[span.range().unwrap()]
}

/// Every part of a tree, one a line: how deep, what, and the bytes it stands on.
fn outline(text: &str, node: &Node) -> Vec<String> {
    fn walk(text: &str, node: &Node, depth: usize, out: &mut Vec<String>) {
        let pad = "  ".repeat(depth);
        let here = slice(text, node.span);
        match &node.kind {
            NodeKind::Text(found) => {
                out.push(format!("{pad}{:?} {:?} = {here:?}", found.style, found.value));
            }
            NodeKind::List(items) => {
                out.push(format!("{pad}list {here:?}"));
                for item in items {
                    walk(text, item, depth + 1, out);
                }
            }
            NodeKind::Map(entries) => {
                out.push(format!("{pad}map {here:?}"));
                for entry in entries {
                    out.push(format!(
                        "{pad}- {} = {:?}",
                        entry.key.value,
                        slice(text, entry.key_span)
                    ));
                    walk(text, &entry.value, depth + 1, out);
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(text, node, 0, &mut out);
    out
}

fn read(text: &str) -> Node {
    let (node, told) = yaml::parse(SourceId(0), text);
    assert_eq!(told, [], "{text}");
    node.unwrap()
}

fn map(node: &Node) -> &[yaml::Entry] {
    let NodeKind::Map(entries) = &node.kind else { panic!("{node:?}") };
    entries
}

#[test]
fn keeps_places_styles_and_order() {
    let text = "b: one  two\na: 'it''s'\n\"c\":\n- \"x\\ty\"\n- {d: e, f: [g, h: i]}\n";
    assert_eq!(
        outline(text, &read(text)),
        [
            r#"map "b: one  two\na: 'it''s'\n\"c\":\n- \"x\\ty\"\n- {d: e, f: [g, h: i]}""#,
            r#"- b = "b""#,
            r#"  Plain "one  two" = "one  two""#,
            r#"- a = "a""#,
            r#"  Single "it's" = "'it''s'""#,
            r#"- c = "\"c\"""#,
            r#"  list "- \"x\\ty\"\n- {d: e, f: [g, h: i]}""#,
            r#"    Double "x\ty" = "\"x\\ty\"""#,
            r#"    map "{d: e, f: [g, h: i]}""#,
            r#"    - d = "d""#,
            r#"      Plain "e" = "e""#,
            r#"    - f = "f""#,
            r#"      list "[g, h: i]""#,
            r#"        Plain "g" = "g""#,
            r#"        map "h: i""#,
            r#"        - h = "h""#,
            r#"          Plain "i" = "i""#,
        ]
    );
}

#[test]
fn blocks_of_text_begin_at_their_sign() {
    let text =
        "a: |  # why | not\n  x\n   y\n\nb: >-\n  folded\n  text\n\n# end\nc:\n- |+\n  z\n\n- 1\n";
    let tree = read(text);
    let found: Vec<_> = map(&tree).iter().map(|entry| slice(text, entry.value.span)).collect();
    assert_eq!(found[0], "|  # why | not\n  x\n   y");
    assert_eq!(found[1], ">-\n  folded\n  text");
    assert_eq!(found[2], "- |+\n  z\n\n- 1");
    let NodeKind::Text(a) = &map(&tree)[0].value.kind else { panic!() };
    assert_eq!((a.value.as_str(), a.style), ("x\n y\n", Style::Literal));
}

#[test]
fn words_stay_text() {
    for word in ["yes", "no", "on", "0123", "1.10", "~", "null", "2026-01-01", "0x1F", "true"] {
        let text = format!("a: {word}\n");
        let tree = read(&text);
        let NodeKind::Text(found) = &map(&tree)[0].value.kind else { panic!("{word}") };
        assert_eq!((found.value.as_str(), found.style), (word, Style::Plain));
    }
}

#[test]
fn nothing_is_nothing() {
    for text in ["", "\n", "  \n\n", "# only\n# comments\n", "---\n", "---\n# x\n"] {
        assert_eq!(yaml::parse(SourceId(0), text), (None, vec![]), "{text:?}");
    }
}

#[test]
fn long_comments_are_fine() {
    let text = format!("a: b\n{}c: d\n", "# words\n".repeat(500));
    assert_eq!(map(&read(&text)).len(), 2);
}

#[test]
fn a_misplaced_letter_is_marked_as_a_whole() {
    let text = "a:\n  b: c\n éé: d\n";
    let (_, told) = yaml::parse(SourceId(0), text);
    assert_eq!((told[0].code.0, slice(text, told[0].span.unwrap())), ("Y110", "é"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "(?s)[-:{}\\[\\],#&*!|>'\"%@`?~ \t\n\u{a0}“”a-e\u{1F600}{{%}]{0,60}") {
        check_any(&text);
    }

    #[test]
    fn any_string_is_read_without_a_panic(text in "(?s).{0,80}") {
        check_any(&text);
    }
}

fn check_any(text: &str) {
    let (node, told) = yaml::parse(SourceId(0), text);
    if let Some(node) = node {
        outline(text, &node);
    }
    for mistake in told {
        slice(text, mistake.span.unwrap());
        if let Some(edit) = mistake.edit {
            slice(text, edit.span);
        }
    }
}
