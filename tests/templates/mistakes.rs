//! Mistakes at load: code, place and words.

use std::time::Instant;

use crate::stage::stage;

fn told(text: &str) -> Vec<String> {
    stage(&[], &[text], &[]).told()
}

fn told_of_expr(expr: &str) -> Vec<String> {
    stage(&[], &[], &[expr]).told()
}

#[test]
fn each_mistake_is_told_where_it_stands() {
    for (text, want) in [
        ("See you at {{ place }.", "T501 1:21 One } is missing | }"),
        ("Hi {{ name", "T501 1:4 The }} is missing | {{ name"),
        ("{% if a }x{% endif %}", "T501 1:9 One } is missing | }"),
        ("{% if {{ a }} %}x{% endif %}", "T501 1:7 {{ }} cannot stand inside an expression | {{"),
        ("{{ \"abc }}", "T501 1:4 This text in quotes has no end | \"abc }}"),
        ("HELLO {{ name | uper }}", "T502 1:17 I don't know the filter \"uper\" | uper"),
        ("{{ rang(end=3) }}", "T502 1:4 I don't know the function \"rang\" | rang"),
        ("{{ a is definde }}", "T502 1:9 I don't know the test \"definde\" | definde"),
        ("{{ a | safe }}", "T502 1:8 I don't know the filter \"safe\" | safe"),
        ("{% include \"x\" %}", "T503 1:12 There is no template \"x\" | \"x\""),
        ("{% for p in list %}x", "T504 1:1 This {% for %} is never closed | {% for p in list %}"),
        ("a{%- if b %}x", "T504 1:2 This {% if %} is never closed | {%- if b %}"),
        (
            "{% for a in b %}{% if c %}{% endfor %}",
            "T504 1:17 This {% if %} is never closed | {% if c %}",
        ),
        ("x{% endif %}", "T504 1:2 This {% endif %} has no beginning | {% endif %}"),
        ("{% else %}", "T504 1:1 This {% else %} has no beginning | {% else %}"),
        ("{% raw %}x", "T501 1:1 The %} is missing | {% raw %}"),
        (
            "{% if size = 'L' %}x{% endif %}",
            "T505 1:12 \"=\" sets a value; to compare write \"==\" | =",
        ),
        (
            "Hi {{ user.first-name }}",
            "T506 1:7 Names can't contain \"-\": this means \"first\" minus \"name\" | user.first-name",
        ),
        (
            "{% macro price(x) %}{% endmacro %}",
            "T510 1:1 Macros were replaced by components in this template language | {% macro price(x) %}",
        ),
        (
            "{% set_global x = 1 %}",
            "T512 1:1 set_global is not part of this template language | {% set_global x = 1 %}",
        ),
        (
            "{% extends \"x\" %}",
            "T512 1:1 extends is not part of this template language | {% extends \"x\" %}",
        ),
        (
            "{{ __tick(n=0) }}{{ __tera_context }}",
            "T512 1:21 a name that starts with __ is not part of this template language | __tera_context",
        ),
        ("{% fro x in y %}", "T515 1:4 I don't know the word \"fro\" after {% | fro"),
        ("{{ range(5) }}", "T500 1:10 What is handed over in ( ) needs a name | 5"),
        ("{{ (a }}", "T500 1:4 This bracket has no twin | ("),
        ("{{ {\"a\": 1}}}", "T500 1:4 This bracket has no twin | {"),
        ("{{ a b }}", "T500 1:6 This is not how an expression is written | b"),
        ("{{ a € }}", "T500 1:6 \"€\" means nothing in an expression | €"),
    ] {
        assert_eq!(told(text).first().map(String::as_str), Some(want), "{text}");
    }
}

#[test]
fn expressions_are_told_the_same_way() {
    for (expr, want) in [
        ("size = \"L\"", "T505 1:6 \"=\" sets a value; to compare write \"==\" | ="),
        ("a and", "T500"),
        ("", "T500"),
        ("a %}x{% if b", "T501"),
        ("a }} {{ b", "T501"),
        ("user.first-name", "T506"),
        ("a | nope", "T502"),
        ("[x for x in]", "T500"),
    ] {
        let told = told_of_expr(expr);
        assert!(told.first().is_some_and(|told| told.starts_with(want)), "{expr}: {told:?}");
    }
    assert_eq!(told_of_expr("total - discount").len(), 0);
    assert_eq!(told_of_expr("count-1 > 2").len(), 0);
}

#[test]
fn hints_say_what_to_type() {
    let label = |text: &str| stage(&[], &[text], &[]).mistakes[0].clone();
    assert_eq!(label("{{ name | uper }}").label, "did you mean \"upper\"?");
    assert_eq!(label("{{ name | uper }}").edit.unwrap().text, "upper");
    assert_eq!(label("{{ a.first-name }}").edit.unwrap().text, "a.first_name");
    assert_eq!(label("{{ place }.").edit.unwrap().text, "}}");
    assert!(label("{{ a | safe }}").label.contains("leave it out"));
    assert!(label("{{ a b }}").label.contains("this word cannot stand here"));
}

#[test]
fn every_mistake_of_a_large_bot_is_told_in_one_go() {
    let started = Instant::now();
    let texts: Vec<String> = (0..2_000)
        .map(|n| match n % 100 {
            0 => format!("{n} {{{{ a | nope{n} }}}}"),
            1 => format!("{n} {{{{ a + }}}}"),
            2 => format!("{n} {{{{ a }}"),
            3 => format!("{n} {{% if a %}}"),
            _ => format!("{n} {{% if a %}}{{{{ user.name or \"x\" }}}}{{% endif %}}"),
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let stage = stage(&[], &texts, &[]);
    assert_eq!(stage.mistakes.len(), 80);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_mistake_in_a_file_does_not_spread_to_who_includes_it() {
    let stage =
        stage(&[("a", "{{ x "), ("b", "{% include \"a\" %}")], &["{% include \"b\" %}"], &[]);
    assert_eq!(stage.told(), ["T501 1:1 The }} is missing | {{ x"]);
}
