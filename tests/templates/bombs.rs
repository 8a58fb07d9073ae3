//! Templates that would never end, or fill all memory, end within their budget and at their place.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::stage::{Vars, budget, stage};

/// An unoptimised build on a busy machine takes this long at most.
const LIMIT: Duration = Duration::from_secs(30);

/// 32 KiB of letters, a list of 1,000 numbers.
fn vars() -> Vars {
    let long = "a,".repeat(16 * 1024);
    let list: Vec<u32> = (0..1_000).collect();
    Vars(json!({"long": long, "list": list, "x": "x", "n": 2}))
}

/// Renders a template; it must be refused or end, quickly.
fn ends(files: &[(&str, &str)], text: &str) -> String {
    let started = Instant::now();
    let stage = stage(files, &[text], &[]);
    let shown: String = text.chars().take(120).collect();
    let outcome = if let Some(first) = stage.mistakes.first() {
        assert!(first.span.is_some(), "{shown}");
        first.code.to_string()
    } else {
        match stage.templates.render(stage.texts[0], &vars(), &mut budget()) {
            Ok(text) => {
                assert!(text.len() <= 64 * 1024, "{shown}");
                "ok".to_owned()
            }
            Err(fault) => {
                let place = fault.place.unwrap();
                assert!(place.line > 0 && !place.file.is_empty(), "{shown}");
                fault.code
            }
        }
    };
    assert!(started.elapsed() < LIMIT, "{shown} took {:?}", started.elapsed());
    outcome
}

fn spent(text: &str) {
    let shown: String = text.chars().take(120).collect();
    assert_eq!(ends(&[], text), "T516", "{shown}");
}

fn looped(rounds: &str, body: &str) -> String {
    format!("{{% for i in range(end={rounds}) %}}{body}{{% endfor %}}")
}

/// Twice 1,000 rounds around something.
fn often(body: &str) -> String {
    let inner = looped("1000", body).replace(" i in", " j in");
    looped("1000", &inner)
}

#[test]
fn loops_without_end() {
    let k = "range(end=1000)";
    spent(&format!(
        "{{% for a in {k} %}}{{% for b in {k} %}}{{% for c in {k} %}}{{% endfor %}}{{% endfor %}}{{% endfor %}}"
    ));
    spent(&looped("1001", ""));
    spent(&looped("1000000000", "x"));
    spent(&often("{% if x == 'y' %}{% continue %}{% endif %}"));
    spent(&often(&"{% if x %}{% endif %}".repeat(2_000)));
    spent("{% for c in long %}{% endfor %}");
    spent(&format!("{{% set r = [[a for a in {k}] for b in {k}] %}}"));
    spent(&looped("1000", "{% set s = [1 for a in list if a > 1] | length %}"));
    let four = "{% for a in list %}".repeat(4) + &"{% endfor %}".repeat(4);
    assert_eq!(ends(&[], &four), "T513");
}

#[test]
fn a_quote_inside_quotes_hides_no_loop() {
    let k = "range(end=1000)";
    spent(&format!(
        r"{{{{ '\'' }}}}{{% for a in {k} %}}{{% for b in {k} %}}{{% for c in {k} %}}{{% endfor %}}{{% endfor %}}{{% endfor %}}{{{{ '\'' }}}}"
    ));
    spent(&format!("{{# ' #}}{}{{# ' #}}", often("x")));
    spent(&format!("{{% raw %}}{{{{ ' {{% endraw %}}{}", often("x")));
}

#[test]
fn values_that_double() {
    let start = "{% set s = \"0123456789\" %}";
    for step in [
        "{% set s = s ~ s %}",
        "{% set s %}{{ s }}{{ s }}{% endset %}",
        "{% set s %}{{ s ~ s }}{% endset %}",
        "{% set s | upper %}{{ s }}{{ s }}{% endset %}",
        "{% set s = [s, s] | join %}",
        "{% set s = s | replace(from=\"0\", to=s) %}",
        "{% set s = s | replace(from=\"0\", to=s) | replace(from=\"1\", to=s) %}",
        "{% set s = [s, s] %}",
        "{% set s = {\"a\": s, \"b\": s} %}",
        "{% set s = [s, s] | json_encode %}",
        "{% set s = [s, s] | str %}",
        "{% set s = s | json_encode %}",
    ] {
        spent(&format!("{start}{}", step.repeat(60)));
        let inside = format!("{start}{}", step.repeat(60));
        spent(&looped("1000", &inside));
    }
    let lists = "{% set s = [...s, ...s] %}".repeat(60);
    spent(&format!("{{% set s = [1] %}}{lists}"));
    let shown = "{% filter upper %}{{ s }}{{ s }}{% endfilter %}";
    spent(&format!("{{% set s = long %}}{}", shown.repeat(60)));
}

#[test]
fn one_expression_that_makes_too_much() {
    let many = |joint: &str, times: usize| vec!["long"; times].join(joint);
    let tildes = many(" ~ ", 70);
    spent(&format!("{{% if {tildes} == x %}}{{% endif %}}"));
    spent(&often(&format!("{{% if {} == x %}}{{% endif %}}", many(" ~ ", 10))));
    spent(&format!("{{{{ [{}] | join | length }}}}", many(", ", 60)));
    let spreads = vec!["...list"; 60].join(", ");
    spent(&often(&format!("{{% if [{spreads}] == x %}}{{% endif %}}")));
    spent("{{ x | indent(width=1000000000, first=true) }}");
    spent("{{ long | indent(width=60000, first=true) | indent(width=60000, first=true) }}");
    assert_eq!(ends(&[], "{{ 9223372036854775807 ** 9 }}"), "T517");
    assert_ne!(
        ends(&[], "{{ range(start=0 - 9223372036854775807, end=9223372036854775807) }}"),
        "ok"
    );
}

#[test]
fn work_that_grows_with_its_input() {
    for work in [
        "{% if long == long ~ x %}{% endif %}",
        "{% if x in long %}{% endif %}",
        "{% if long | upper == x %}{% endif %}",
        "{% if long | split(pat=',') | length == 1 %}{% endif %}",
        "{% if long | split(pat=',') | unique | length == 1 %}{% endif %}",
        "{% if long | trim(pat='a,') == x %}{% endif %}",
        "{% if long | reverse == x %}{% endif %}",
        "{% if long | urlencode == x %}{% endif %}",
        "{% if long | wordcount == 7 %}{% endif %}",
        "{% if long is containing(pat=\"b\") %}{% endif %}",
        "{% if long[5] == x %}{% endif %}",
        "{% if long[1:] == x %}{% endif %}",
        "{% if long[:] == x %}{% endif %}",
        "{% if long[::2] == x %}{% endif %}",
        "{% if (long)[3] == x %}{% endif %}",
        "{% if list | sort == x %}{% endif %}",
        "{% if list | unique == x %}{% endif %}",
        "{% if list == list %}{% endif %}",
        "{% if 5000 in list %}{% endif %}",
        "{% set y = long %}",
        "{% set y %}{{ long }}{% endset %}",
        "{% filter upper %}{{ long }}{% endfilter %}",
    ] {
        spent(&often(work));
    }
}

#[test]
fn depth_that_would_break_the_stack() {
    for deep in [
        format!("{{{{ {}1{} }}}}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{{{{ {}1{} }}}}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{{{{ {}1{} }}}}", "{\"a\":".repeat(9_000), "}".repeat(9_000)),
        format!("{{{{ {}1 }}}}", "1 + ".repeat(15_000)),
        format!("{{{{ {}x }}}}", "x ~ ".repeat(15_000)),
        format!("{{{{ {}x }}}}", "x if x else ".repeat(4_000)),
        format!("{{{{ {} x }}}}", "not ".repeat(10_000)),
        format!("{{{{ x{} }}}}", ".b".repeat(20_000)),
        format!("{{{{ x{} }}}}", "[0]".repeat(10_000)),
        format!("{{{{ x{}{} }}}}", "[x".repeat(10_000), "]".repeat(10_000)),
        format!("{{{{ x{} }}}}", " | upper".repeat(8_000)),
        format!("{}x{}", "{% if x %}".repeat(3_000), "{% endif %}".repeat(3_000)),
        format!("{{% if x %}}{}{{% endif %}}", "{% elif x %}".repeat(5_000)),
        format!("{}x{}", "{% filter upper %}".repeat(1_800), "{% endfilter %}".repeat(1_800)),
        format!("{}x{}", "{% set s %}".repeat(2_500), "{% endset %}".repeat(2_500)),
        format!("{}x{}", "{% <c> %}".repeat(3_000), "{% </c> %}".repeat(3_000)),
        "{% for a in list %}".repeat(3_000),
        "{{".repeat(30_000),
        "{%".repeat(30_000),
    ] {
        let shown: String = deep.chars().take(60).collect();
        assert_ne!(ends(&[], &deep), "ok", "{shown}");
    }
}

#[test]
fn components_and_files_that_multiply() {
    let twice = "{% component c(a) %}{{ <c a={a}/> }}{{ <c a={a}/> }}{% endcomponent c %}";
    assert_eq!(ends(&[("c", twice)], "{{ <c a={x}/> }}"), "T511");
    let names: Vec<String> = (0..7).map(|n| format!("f{n}")).collect();
    let body = |n: usize| format!("{{% include \"f{}\" %}}", n + 1).repeat(20);
    let mut files: Vec<(String, String)> = (0..6).map(|n| (names[n].clone(), body(n))).collect();
    files.push((names[6].clone(), "x".to_owned()));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(ends(&files, "{% include \"f0\" %}"), "T516");
    assert_eq!(ends(&files, "{% set s %}{% include \"f0\" %}{% endset %}"), "T516");
    let page = "<".repeat(60_000);
    let copies = "{% set s %}{% include \"page\" %}{% endset %}";
    assert_eq!(ends(&[("page", &page)], &often(copies)), "T516");
    assert_eq!(
        ends(&[("page", &page)], &often("{% filter upper %}{% include \"page\" %}{% endfilter %}")),
        "T516"
    );
    let grown = "{% component g(a) %}{{ a }}{{ a }}{% endcomponent g %}";
    assert_eq!(ends(&[("g", grown)], &often("{% set s = <g a={long}/> %}")), "T516");
    assert_eq!(ends(&[("g", grown)], &often("{% <g a={long}> %}{{ long }}{% </g> %}")), "T516");
}

#[test]
fn a_long_chain_of_files_is_refused_and_not_followed() {
    let chain: Vec<(String, String)> = (0..3_000)
        .map(|n| (format!("f{n:04}"), format!("{{% include \"f{:04}\" %}}", n + 1)))
        .chain([("f3000".to_owned(), "x".to_owned())])
        .collect();
    let files: Vec<(&str, &str)> =
        chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let stage = stage(&files, &["{% include \"f0000\" %}"], &[]);
    assert!(stage.told().iter().all(|told| told.starts_with("T511")));
    assert!(!stage.mistakes.is_empty());
}

#[test]
fn the_budget_belongs_to_the_turn() {
    let stage = stage(&[], &["{% for x in range(end=900) %}{% endfor %}", "{{ x }}"], &["n > 1"]);
    let mut budget = budget();
    let before = budget.ticks;
    let mut renders = 0;
    while stage.templates.render(stage.texts[0], &vars(), &mut budget).is_ok() {
        renders += 1;
        assert!(renders < 30);
    }
    assert!(renders >= before / 1_000 && renders <= before / 900, "{renders}");
    assert_eq!(stage.templates.render(stage.texts[1], &vars(), &mut budget).unwrap(), "x");
}

#[test]
fn the_same_spends_the_same() {
    let text = "{% for x in list %}{{ x | str | upper }}{% if x in list %}!{% endif %}{% endfor %}";
    let stage = stage(&[], &[text], &[]);
    let spend = || {
        let mut budget = budget();
        let ended = stage.templates.render(stage.texts[0], &vars(), &mut budget);
        (budget.ticks, ended)
    };
    assert_eq!(spend(), spend());
}
