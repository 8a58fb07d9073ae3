//! A template's mistake is told where it stands in the author's YAML, however the text is quoted.

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::source::decode::decode;
use saywhen::source::{SourceId, Sources};

/// What stands behind `say:`, and the line, the column and the letters of its mistake.
const CASES: [(&str, u32, u32, &str); 17] = [
    // Plain.
    (" Hi {{ user.name | uper }}", 3, 26, "uper"),
    (" Grüße 😀 漢字 {{ user.name | uper }}", 3, 34, "uper"),
    (" Hi\n    there, {{ user.name\n    | uper }}", 5, 7, "uper"),
    (" Hi\n\n    {{ user.name | uper }}", 5, 20, "uper"),
    // Single quotes.
    (" 'It''s {{ user.name | uper }}'", 3, 30, "uper"),
    (" 'It''s\n    ''so'', {{ user.name | uper }}'", 4, 28, "uper"),
    (" 'é\n\n    😀 {{ user.name | uper }}'", 5, 22, "uper"),
    // Double quotes.
    (r#" "Hi {{ user.name | uper }}""#, 3, 27, "uper"),
    (r#" "\u00e9\t\"\U0001F600\" {{ user.name | uper }}""#, 3, 47, "uper"),
    (" \"one \\\n    two {{ user.name | uper }}\"", 4, 24, "uper"),
    (r#" "Hi {{ user.name | u\u0070er }}""#, 3, 27, r"u\u0070er"),
    // A block that keeps its lines.
    (" |\n    Hi\n    {{ user.name | uper }}\n", 5, 20, "uper"),
    (" |-\n      é 😀 \"quoted\" # no comment\n\n        {{ user.name | uper }}", 6, 24, "uper"),
    (" |2+\n      {{ user.name | uper }}\n\n", 4, 22, "uper"),
    // A block that is folded.
    (" >\n    Hi\n    {{ user.name\n    | uper }}\n", 6, 7, "uper"),
    (" >-\n    漢字\n\n      more\n    {{ user.name | uper }}", 7, 20, "uper"),
    (" >  # why\n    Hi {{ user.name | uper }}\n", 4, 23, "uper"),
];

/// `T502 3:24 uper`, one for each mistake of a file as it lies on the disk.
fn told(file: &str) -> Vec<String> {
    let (source, odd) = decode(SourceId(0), "flows/a.yaml".into(), file.as_bytes());
    assert!(odd.is_empty(), "{file}");
    let sources = Arc::new(Sources::new(vec![source]));
    let (bot, told) = Bot::compile(sources.clone());
    assert!(bot.is_none(), "{file}");
    let mistakes = told.iter().filter(|told| told.code.0.starts_with('T'));
    let shown = mistakes.map(|told| {
        let span = told.span.unwrap();
        let (place, here) = (sources.place(span), sources.slice(span));
        format!("{} {}:{} {here}", told.code, place.line, place.col)
    });
    shown.collect()
}

#[test]
fn a_mistake_points_into_the_yaml_in_all_five_styles() {
    for (text, line, col, here) in CASES {
        let file = format!("hi:\n  when: any message\n  say:{text}\n");
        let wanted = [format!("T502 {line}:{col} {here}")];
        assert_eq!(told(&file), wanted, "{file}");
        assert_eq!(told(&file.replace('\n', "\r\n")), wanted, "with CRLF: {file}");
        assert_eq!(told(&format!("\u{feff}{file}")), wanted, "with a byte order mark: {file}");
    }
}

#[test]
fn one_style_is_as_good_as_another_in_conditions_and_maps() {
    for (file, wanted) in [
        ("hi:\n  when: any message\n  if: 'user.name = \"A\"'\n  say: x\n", "T505 3:18 ="),
        ("hi:\n  when: any message\n  if: >-\n    user.name\n    = 'A'\n  say: x\n", "T505 5:5 ="),
        ("hi:\n  when: any message\n  say: [x, 'é {{ user.name | uper }}']\n", "T502 3:30 uper"),
        (
            "hi:\n  when: any message\n  say:\n    - x\n    - |\n      é\n      {{ user.name | uper }}\n",
            "T502 7:22 uper",
        ),
    ] {
        assert_eq!(told(file), [wanted], "{file}");
    }
}
