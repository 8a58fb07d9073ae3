//! Mistakes as people and other programs see them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use proptest::prelude::*;
use saywhen::limits::DIAGNOSTICS_SHOWN_MAX;
use saywhen::source::diagnostic::{Code, Diagnostic, render, render_all, to_json};
use saywhen::source::{Place, Source, SourceId, Sources, Span};

fn sources(texts: &[(&str, &str)]) -> Sources {
    let file = |(path, text): &(&str, &str)| Source { path: (*path).into(), text: (*text).into() };
    Sources::new(texts.iter().map(file).collect())
}

/// Where a word stands first in a file.
fn of(sources: &Sources, file: u32, word: &str) -> Span {
    let text = &sources.get(SourceId(file)).unwrap().text;
    let start = u32::try_from(text.find(word).unwrap()).unwrap();
    Span { source: SourceId(file), start, end: start + u32::try_from(word.len()).unwrap() }
}

#[test]
fn a_frame_shows_all_that_is_known() {
    let sources = sources(&[
        ("flows/menu.yaml", "menu:\n  say: Hi\n  buttons:\n    Order: piza\n"),
        ("flows/pizza.yaml", "pizza:\n  say: What size?\n"),
    ]);
    let mistake =
        Diagnostic::error(Code("R301"), of(&sources, 0, "piza"), "No flow is called \"piza\"")
            .label("did you mean \"pizza\"?")
            .related(of(&sources, 1, "pizza"), "this one")
            .note("People would tap it and see nothing.")
            .fix("Order: pizza");
    assert_eq!(
        render(&mistake, &sources),
        "\
error[R301]: No flow is called \"piza\"
 --> flows/menu.yaml:4:12
  |
4 |     Order: piza
  |            ^^^^ did you mean \"pizza\"?
  |
 ::: flows/pizza.yaml:1:1
  |
1 | pizza:
  | ----- this one
  |
  = note: People would tap it and see nothing.
  = Fix: Order: pizza"
    );
    let plain = render_all(std::slice::from_ref(&mistake), &sources, false);
    let coloured = render_all(&[mistake], &sources, true);
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
}

#[test]
fn a_span_of_many_lines_is_marked_on_its_first() {
    let sources = sources(&[("a.yaml", "é: |\n  one\n  two\nb: c\n")]);
    let span = Span { source: SourceId(0), start: 4, end: 17 };
    let drawn = render(&Diagnostic::warning(Code("W1"), span, "Long"), &sources);
    assert_eq!(drawn, "warning[W1]: Long\n --> a.yaml:1:4\n  |\n1 | é: |\n  |    ^");
}

#[test]
fn what_has_no_place_has_no_frame() {
    let sources = sources(&[]);
    let lost = Span { source: SourceId(7), start: 3, end: 9 };
    let mut mistake = Diagnostic::error(Code("W408"), lost, "No fallback").fix("add one");
    assert_eq!(render(&mistake, &sources), "error[W408]: No fallback\n |\n = Fix: add one");
    mistake.span = None;
    assert_eq!(render(&mistake, &sources), "error[W408]: No fallback\n |\n = Fix: add one");
}

#[test]
fn each_mistake_is_drawn_once_in_order_and_counted() {
    let sources = sources(&[("a.yaml", "a: b\nc: d\n"), ("b.yaml", "e: f\n")]);
    let error = |file, word| Diagnostic::error(Code("K201"), of(&sources, file, word), word);
    let warning = Diagnostic::warning(Code("K208"), of(&sources, 0, "d"), "d");
    let all = [error(1, "e"), warning.clone(), error(0, "a"), error(1, "e")];
    let drawn = render_all(&all, &sources, false);
    let heads: Vec<_> = drawn.lines().filter(|line| line.contains(']')).collect();
    assert_eq!(heads, ["error[K201]: a", "warning[K208]: d", "error[K201]: e"]);
    assert_eq!(drawn.lines().last(), Some("2 mistakes and 1 warning in 2 files"));
    assert!(render_all(&[warning], &sources, false).ends_with("\n\n1 warning in 1 file\n"));
    assert_eq!(render_all(&[], &sources, false), "");
}

#[test]
fn the_rest_is_counted() {
    let text = "a: b\n".repeat(DIAGNOSTICS_SHOWN_MAX + 20);
    let sources = sources(&[("a.yaml", &text)]);
    let at = |line: usize| {
        let start = u32::try_from(line * 5).unwrap();
        let span = Span { source: SourceId(0), start, end: start + 1 };
        Diagnostic::error(Code("Y112"), span, "twice")
    };
    let all: Vec<_> = (0..DIAGNOSTICS_SHOWN_MAX + 20).map(at).collect();
    let drawn = render_all(&all, &sources, false);
    assert_eq!(drawn.matches("error[Y112]").count(), DIAGNOSTICS_SHOWN_MAX);
    assert!(drawn.ends_with("\n120 mistakes in 1 file; the first 100 are shown\n"));
}

#[test]
fn other_programs_get_every_part() {
    let sources = sources(&[("a.yaml", "hi:\n  sey: é\n")]);
    let mistake = Diagnostic::error(Code("K201"), of(&sources, 0, "sey: é"), "head")
        .label("label")
        .note("note")
        .fix("say: é")
        .edit(of(&sources, 0, "sey"), "say");
    let json = to_json(&mistake, &sources);
    let expected = serde_json::json!({
        "code": "K201", "severity": "error", "headline": "head", "label": "label", "note": "note",
        "fix": "say: é", "related": [],
        "edit": {"file": "a.yaml", "line": 2, "col": 3, "end_line": 2, "end_col": 6, "text": "say"},
        "file": "a.yaml", "line": 2, "col": 3, "end_line": 2, "end_col": 9,
    });
    assert_eq!(json, expected);
}

#[test]
fn a_word_is_found_again_at_its_place() {
    let sources = sources(&[("a.yaml", "a:\n  - goto: b\n"), ("b.yaml", "é: 日本_1 x\n")]);
    let word = |file: &str, line, col| {
        let place = Place { file: file.into(), line, col };
        sources.word_at(&place).map(|span| (sources.slice(span), sources.place(span) == place))
    };
    assert_eq!(word("a.yaml", 2, 5), Some(("goto", true)));
    assert_eq!(word("b.yaml", 1, 4), Some(("日本_1", true)));
    assert_eq!(word("a.yaml", 2, 3), Some(("-", true)), "a sign stands for itself");
    for (file, line, col) in
        [("a.yaml", 2, 1), ("a.yaml", 2, 99), ("a.yaml", 9, 1), ("c.yaml", 1, 1), ("a.yaml", 0, 0)]
    {
        assert_eq!(word(file, line, col), None, "{file}:{line}:{col}");
    }
}

#[test]
fn places_count_lines_and_letters() {
    let text = "é😀a\n\nb";
    let sources = sources(&[("a.yaml", text)]);
    let place = |start| sources.place(Span { source: SourceId(0), start, end: start }).to_string();
    assert_eq!(place(0), "a.yaml:1:1");
    assert_eq!(place(6), "a.yaml:1:3");
    assert_eq!(place(7), "a.yaml:1:4");
    assert_eq!(place(8), "a.yaml:2:1");
    assert_eq!(place(10), "a.yaml:3:2");
}

proptest! {
    #[test]
    fn nothing_of_an_authors_steers_a_terminal(text in "(?s)[\\x00-\\x20a-c\u{7f}-\u{a0}\u{200b}-\u{202e}é\n😀]{0,40}", a in 0..60_u32, b in 0..60_u32) {
        let sources = sources(&[(&text.replace('\n', ""), &text)]);
        let span = Span { source: SourceId(0), start: a.min(b), end: a.max(b) };
        let mistake = Diagnostic::error(Code("Y100"), span, text.clone())
            .label(text.clone())
            .note(text.clone())
            .fix(text);
        let drawn = render(&mistake, &sources);
        prop_assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{drawn:?}");
        prop_assert!(!drawn.contains(['\u{202e}', '\u{200b}']), "{drawn:?}");
    }
}
