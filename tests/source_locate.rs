//! Each letter of a text's value is found again where the author wrote it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use proptest::prelude::*;
use saywhen::source::yaml::{self, NodeKind, Style, Text};
use saywhen::source::{Source, SourceId, Sources, Span};

/// The value of `say:` in a file, with its place.
fn value(file: &str) -> Option<(Sources, Span, Text)> {
    let (node, told) = yaml::parse(SourceId(0), file);
    if !told.is_empty() {
        return None;
    }
    let NodeKind::Map(flows) = node?.kind else { return None };
    let NodeKind::Map(keys) = &flows[0].value.kind else { return None };
    let entry = keys.iter().find(|entry| entry.key.value == "say")?;
    let NodeKind::Text(text) = &entry.value.kind else { return None };
    let source = Source { path: "a.yaml".into(), text: file.into() };
    Some((Sources::new(vec![source]), entry.value.span, text.clone()))
}

/// What each letter of the value was written with.
fn written(file: &str) -> Option<(Text, Vec<(char, String)>)> {
    let (sources, span, text) = value(file)?;
    let letters = text.value.char_indices().map(|(at, letter)| {
        let found = yaml::locate(&sources, span, &text, at..at + letter.len_utf8());
        (letter, sources.slice(found).to_owned())
    });
    let letters = letters.collect();
    Some((text, letters))
}

/// Letters stand for themselves; spaces and line ends for the line ends and spaces that made them.
fn assert_stands(file: &str, style: Style) {
    let (text, letters) = written(file).unwrap_or_else(|| panic!("{file:?} is not read"));
    assert_eq!(text.style, style, "{file:?}");
    let mut from = 0;
    for (letter, here) in letters {
        let blank = here.chars().all(|c| c.is_ascii_whitespace());
        match letter {
            ' ' | '\n' => assert!(blank, "{file:?}: {letter:?} from {here:?}"),
            _ => assert_eq!(here, letter.to_string(), "{file:?}"),
        }
        let rest = &file[from..];
        from += rest.find(&here).unwrap_or_else(|| panic!("{file:?}: {here:?} is out of order"));
    }
}

fn indented(lines: &[String], spaces: usize) -> String {
    let pad = " ".repeat(spaces);
    let line = |line: &String| if line.is_empty() { "\n".into() } else { format!("{pad}{line}\n") };
    lines.iter().map(line).collect()
}

fn line() -> impl Strategy<Value = String> {
    "[a-zé{}|:.😀][a-zé {}|.,😀]{0,8}[a-zé}😀]"
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![4 => line(), 1 => Just(String::new()), 1 => line().prop_map(|l| format!("  {l}"))];
    (line_start(), prop::collection::vec(line, 0..5)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        rest
    })
}

fn line_start() -> impl Strategy<Value = String> {
    "[a-zé][a-zé .,😀]{0,8}[a-zé😀]"
}

proptest! {
    #[test]
    fn in_blocks(lines in lines(), folded: bool, chomp in "[-+]?", spaces in 4_usize..7, after: bool) {
        let sign = if folded { '>' } else { '|' };
        let tail = if after { "\n\n  when: hi\n" } else { "" };
        let file = format!("hi:\n  say: {sign}{chomp}  # why\n{}{tail}", indented(&lines, spaces));
        assert_stands(&file, if folded { Style::Folded } else { Style::Literal });
    }

    #[test]
    fn in_blocks_that_say_how_far_they_are_indented(lines in lines(), folded: bool) {
        let sign = if folded { '>' } else { '|' };
        let file = format!("hi:\n  say: {sign}2\n{}", indented(&lines, 5));
        assert_stands(&file, if folded { Style::Folded } else { Style::Literal });
    }

    #[test]
    fn without_quotes(lines in prop::collection::vec(line_start(), 1..4), gap in 0_usize..3) {
        let between = format!("\n{}    ", "\n".repeat(gap));
        assert_stands(&format!("hi:\n  say: {}\n  when: x\n", lines.join(&between)), Style::Plain);
    }

    #[test]
    fn in_quotes_over_lines(
        lines in prop::collection::vec(line(), 1..4),
        gap in 0_usize..3,
        double: bool,
        trail in " {0,2}",
    ) {
        let between = format!("{trail}\n{}    ", "\n".repeat(gap));
        let quote = if double { '"' } else { '\'' };
        let style = if double { Style::Double } else { Style::Single };
        let text = lines.join(&between);
        assert_stands(&format!("hi:\n  say: {quote}{text}{quote}\n  when: x\n"), style);
    }

    #[test]
    fn in_quotes_that_stand_twice(parts in prop::collection::vec("[a-z\" ]{0,4}[a-z]", 1..5)) {
        let file = format!("hi:\n  say: '{}'\n", parts.join("''"));
        let (text, letters) = written(&file).unwrap();
        prop_assert_eq!(text.value, parts.join("'"));
        for (letter, here) in letters {
            prop_assert_eq!(here, if letter == '\'' { "''".into() } else { letter.to_string() });
        }
    }

    #[test]
    fn behind_backslashes(letters in prop::collection::vec(escaped(), 1..12)) {
        let source: String = letters.iter().map(|(_, source)| source.as_str()).collect();
        let (text, found) = written(&format!("hi:\n  say: \"x{source}x\"\n")).unwrap();
        let expected: String = letters.iter().map(|(letter, _)| *letter).collect();
        prop_assert_eq!(&text.value, &format!("x{expected}x"));
        prop_assert_eq!(&found[1..=letters.len()], &letters[..]);
    }

    #[test]
    fn whatever_the_place_nothing_panics(file in "(?s).{0,40}", start: u32, end: u32, a: usize, b: usize) {
        let sources = Sources::new(vec![Source { path: "a".into(), text: file.into() }]);
        for style in [Style::Plain, Style::Single, Style::Double, Style::Literal, Style::Folded] {
            let span = Span { source: SourceId(0), start: start % 50, end: end % 50 };
            let text = Text { value: "some text".into(), style };
            let found = yaml::locate(&sources, span, &text, a..b);
            prop_assert_eq!(found.source, SourceId(0));
        }
    }
}

/// A letter and one way to write it in double quotes.
fn escaped() -> impl Strategy<Value = (char, String)> {
    prop_oneof![
        "[a-z{}éя]".prop_map(|text| (text.chars().next().unwrap(), text.clone())),
        any::<char>().prop_map(|c| (c, format!("\\U{:08x}", u32::from(c)))),
        prop::char::range('\u{10000}', '\u{10ffff}').prop_map(|c| {
            let mut units = [0; 2];
            c.encode_utf16(&mut units);
            (c, format!("\\u{:04X}\\u{:04x}", units[0], units[1]))
        }),
        prop::char::range(' ', '~').prop_map(|c| (c, format!("\\x{:02x}", u32::from(c)))),
        prop::sample::select(vec![
            ('\n', "\\n"),
            ('\t', "\\t"),
            ('"', "\\\""),
            ('\\', "\\\\"),
            ('/', "\\/"),
            ('\0', "\\0"),
            ('\u{7}', "\\a"),
            ('\u{8}', "\\b"),
            ('\u{b}', "\\v"),
            ('\u{c}', "\\f"),
            ('\r', "\\r"),
            ('\u{1b}', "\\e"),
            (' ', "\\ "),
            ('\u{85}', "\\N"),
            ('\u{a0}', "\\_"),
            ('\u{2028}', "\\L"),
            ('\u{2029}', "\\P"),
        ])
        .prop_map(|(c, source)| (c, source.to_owned())),
    ]
}

#[test]
fn a_stretch_runs_from_its_first_letter_to_its_last() {
    let file = "hi:\n  say: >\n    Hi {{ user.\n    name }}\n";
    let (sources, span, text) = value(file).unwrap();
    assert_eq!(text.value, "Hi {{ user. name }}\n");
    let found = yaml::locate(&sources, span, &text, 3..19);
    assert_eq!(sources.slice(found), "{{ user.\n    name }}");
    assert_eq!(sources.place(found).to_string(), "a.yaml:3:8");
    let empty = yaml::locate(&sources, span, &text, 6..6);
    assert_eq!((sources.slice(empty), sources.place(empty).col), ("", 11));
}

#[test]
fn a_joined_line_leaves_no_space() {
    let file = "hi:\n  say: \"one \\\n    two\"\n";
    let (text, letters) = written(file).unwrap();
    assert_eq!(text.value, "one two");
    assert_eq!(letters[4], ('t', "t".to_owned()));
}

#[test]
fn another_texts_place_is_the_whole_of_it() {
    let (sources, span, mut text) = value("hi:\n  say: Hello\n").unwrap();
    text.value = "Something else".into();
    assert_eq!(yaml::locate(&sources, span, &text, 0..4), span);
}
