//! No text whatever makes compiling or rendering panic, run on, or exceed its bounds.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;

use crate::stage::{Vars, budget, stage};

const WORDS: [&str; 78] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{-",
    "-}}",
    "{%-",
    "-%}",
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "in",
    "endfor",
    "set",
    "endset",
    "filter",
    "endfilter",
    "component",
    "endcomponent",
    "include",
    "raw",
    "endraw",
    "and",
    "or",
    "not",
    "is",
    "a",
    "user",
    ".",
    "?.",
    "[",
    "]",
    "?[",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    "/>",
    "</",
    "|",
    "~",
    "+",
    "-",
    "*",
    "/",
    "//",
    "**",
    "%",
    "=",
    "==",
    "!=",
    "<=",
    ":",
    ",",
    "...",
    "@",
    "\"",
    "'",
    "\\",
    "`",
    "x",
    "1",
    "2.5",
    "range",
    "end=9",
    "upper",
    "default",
    "value=",
    "\n",
    " ",
    "é",
    "break",
];

/// Whole pieces, so that many texts get past the parser.
const PIECES: [&str; 34] = [
    "{{ a }}",
    "{{ user.name }}",
    "{{ list[0] }}",
    "{{ a ~ b ~ a }}",
    "{{ list | join(sep=a) }}",
    "{% if a %}",
    "{% elif b == a %}",
    "{% else %}",
    "{% endif %}",
    "{% for x in list %}",
    "{% for k, v in user %}",
    "{% endfor %}",
    "{{ x }}",
    "{{ loop.index }}",
    "{% set a = a ~ a %}",
    "{% set b %}",
    "{% endset %}",
    "{{ b }}",
    "{% filter upper %}",
    "{% endfilter %}",
    "{{ [x ~ a for x in list if x > 1] }}",
    "{{ {...user, \"k\": [a, ...list]} }}",
    "{% set list = [...list, ...list] %}",
    "{{ a if b else list }}",
    "{% break %}",
    "{% continue %}",
    "{{ list[1:-1:2] | reverse }}",
    "{{ range(end=n) | length }}",
    "{{ a | replace(from=\"x\", to=a) }}",
    "{{ not a in list }}",
    "{# c #}",
    "{% raw %}{{{% endraw %}",
    "{%- if user -%}",
    " text ' \" ",
];

fn try_it(text: &str) {
    let started = Instant::now();
    let stage = stage(&[("f", text)], &[text], &[text]);
    let vars = Vars(json!({
        "a": "xyz", "b": null, "n": 500, "user": {"name": "Ann", "tags": []}, "list": [1, 2, 3],
    }));
    for id in [stage.texts[0], stage.files[0]] {
        if let Ok(shown) = stage.templates.render(id, &vars, &mut budget()) {
            assert!(shown.len() <= 64 * 1024);
        }
        drop(stage.templates.value(id, &vars, &mut budget()));
    }
    drop(stage.templates.eval(stage.exprs[0], &vars, &mut budget()));
    drop(stage.templates.holds(stage.exprs[0], &vars, &mut budget()));
    assert!(started.elapsed() < Duration::from_secs(30), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_in_any_order(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40)) {
        try_it(&words.join(" "));
        try_it(&words.concat());
    }

    #[test]
    fn words_inside_a_tag(words in prop::collection::vec(prop::sample::select(&WORDS[26..]), 0..14)) {
        try_it(&format!("{{{{ {} }}}}", words.join(" ")));
    }

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30)) {
        try_it(&pieces.concat());
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,60}") {
        try_it(&text);
        try_it(&format!("{{{{ {text} }}}}"));
        try_it(&format!("{{% {text} %}}"));
    }
}
