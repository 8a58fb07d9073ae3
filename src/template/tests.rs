//! Rendering, budgets and mistakes, seen from outside.

use std::sync::Arc;

use serde_json::json;

use crate::limits::TEMPLATE_TICKS_MAX;
use crate::source::yaml::{Style, Text};
use crate::source::{Source, SourceId, Sources, Span};
use crate::template::batch::{Batch, ExprId, TextId};
use crate::template::render::{Budget, Scope, Templates};
use crate::words::name::Value;
use crate::words::turn::Fault;

struct Vars(Value);

impl Scope for Vars {
    fn get(&self, root: &str) -> Option<Value> {
        self.0.get(root).cloned()
    }
}

fn vars() -> Vars {
    Vars(json!({
        "user": {"first_name": "", "n": 3, "tags": ["a", "b"]}, "nothing": null, "size": "L",
        "count": 2, "price": 1.5, "name": "Zoë", "list": [1, 2, 3], "text": "Tom & Jerry <3",
    }))
}

/// A block text in a file of its own, so that its bytes are the file's.
fn written(text: &str) -> (Text, Span, Sources) {
    let source = Source { path: "flows/a.yaml".into(), text: Arc::from(text) };
    let span = Span { source: SourceId(0), start: 0, end: u32::try_from(text.len()).unwrap() };
    (Text { value: text.to_owned(), style: Style::Plain }, span, Sources::new(vec![source]))
}

fn compile(text: &str) -> Result<(Templates, TextId), Vec<String>> {
    let (text, span, sources) = written(text);
    let mut batch = Batch::default();
    let id = batch.text(&text, span);
    let (templates, mistakes) = batch.compile(&sources);
    if mistakes.is_empty() {
        return Ok((templates, id));
    }
    let told = |is: &crate::source::diagnostic::Diagnostic| {
        let col = sources.place(is.span.unwrap()).col;
        format!("{}:{col} {} | {}", is.code, is.headline, sources.slice(is.span.unwrap()))
    };
    Err(mistakes.iter().map(told).collect())
}

fn render(text: &str) -> Result<String, Fault> {
    let (templates, id) = compile(text).unwrap();
    templates.render(id, &vars(), &mut Budget { ticks: TEMPLATE_TICKS_MAX })
}

fn value(text: &str) -> Result<Value, Fault> {
    let (templates, id) = compile(text).unwrap();
    templates.value(id, &vars(), &mut Budget { ticks: TEMPLATE_TICKS_MAX })
}

fn expr(text: &str) -> (Templates, ExprId) {
    let (text, span, sources) = written(text);
    let mut batch = Batch::default();
    let id = batch.expr(&text, span, 0..text.value.len());
    let (templates, mistakes) = batch.compile(&sources);
    assert_eq!(mistakes, []);
    (templates, id)
}

fn eval(text: &str) -> Result<Value, Fault> {
    let (templates, id) = expr(text);
    templates.eval(id, &vars(), &mut Budget { ticks: TEMPLATE_TICKS_MAX })
}

fn holds(text: &str) -> bool {
    let (templates, id) = expr(text);
    templates.holds(id, &vars(), &mut Budget { ticks: TEMPLATE_TICKS_MAX }).unwrap()
}

#[test]
fn texts_are_rendered_and_nothing_is_escaped() {
    assert_eq!(render("Hi {{ name }}").unwrap(), "Hi Zoë");
    assert_eq!(render("{{ text }} & more").unwrap(), "Tom & Jerry <3 & more");
    assert_eq!(render("no tags: } { %").unwrap(), "no tags: } { %");
    assert_eq!(render("[{{ nothing }}]").unwrap(), "[]");
    assert_eq!(render("{% for x in list %}{{ x }},{% endfor %}").unwrap(), "1,2,3,");
    assert_eq!(
        render("{{ user.first_name or \"there\" }} {{ nope or \"x\" }}").unwrap(),
        "there x"
    );
    assert_eq!(render("{%- for x in list -%}  {{ x }} {% endfor %}").unwrap(), "1 2 3 ");
}

#[test]
fn a_text_that_is_one_expression_keeps_its_type() {
    assert_eq!(value("{{ count }}").unwrap(), json!(2));
    assert_eq!(value("{{ list }}").unwrap(), json!([1, 2, 3]));
    assert_eq!(value("{{ count }} pizzas").unwrap(), json!("2 pizzas"));
    assert_eq!(eval("count * price").unwrap(), json!(3));
    assert_eq!(eval("size == 'L'").unwrap(), json!(true));
}

#[test]
fn conditions_take_what_nobody_set_for_no() {
    assert!(holds("size == \"L\" and count > 1"));
    assert!(!holds("coupon") && holds("not coupon") && !holds("user.first_name"));
}

#[test]
fn a_variable_that_nobody_set_is_told_with_its_place() {
    let fault = render("Zoë, hi {{ adress }}").unwrap_err();
    assert_eq!((fault.code.as_str(), fault.text.as_str()), ("V601", "nothing has set \"adress\""));
    assert_eq!(fault.place.unwrap().col, 12);
    let fault = render("{% for x in list %}{{ user.nope }}{% endfor %}").unwrap_err();
    assert_eq!((fault.code.as_str(), fault.place.unwrap().col), ("V601", 23));
    assert_eq!(eval("missing").unwrap_err().code, "V601");
    assert_eq!(value("{{ missing }}").unwrap_err().code, "V601");
}

fn too_much(text: &str) {
    let fault = render(text).unwrap_err();
    assert_eq!(fault.code, "T516", "{text}: {fault:?}");
    assert!(fault.place.is_some());
}

#[test]
fn what_would_never_end_ends_within_its_budget() {
    let range = "range(end=1000)";
    too_much(&format!(
        "{{% for a in {range} %}}{{% for b in {range} %}}{{% for c in {range} %}}{{% endfor %}}{{% endfor %}}{{% endfor %}}"
    ));
    too_much("{% for i in range(end=1000000000) %}x{% endfor %}");
    let doubling = "{% set s = s ~ s %}".repeat(60);
    too_much(&format!("{{% set s = \"0123456789\" %}}{doubling}{{{{ s }}}}"));
    too_much(
        "{% for i in range(end=1000) %}{{ text | replace(from=\"o\", to=text) | replace(from=\"e\", to=text) | replace(from=\"r\", to=text) | replace(from=\"r\", to=text)| replace(from=\"r\", to=text) | replace(from=\"r\", to=text) | replace(from=\"r\", to=text) }}{% endfor %}",
    );
    too_much(&format!(
        "{{% for a in {range} %}}{{% for b in {range} %}}0123456789012345678901234567890123456789012345678901234567890123456789{{% endfor %}}{{% endfor %}}"
    ));
    too_much("{{ text | indent(width=1000000000, first=true) }}");
    too_much(
        "{% set s %}{% for a in range(end=999) %}{% for b in range(end=999) %}{{ text }}{% endfor %}{% endfor %}{% endset %}x",
    );
}

#[test]
fn the_budget_is_the_turns_and_not_the_texts() {
    let (templates, id) = compile("{% for x in range(end=900) %}{% endfor %}").unwrap();
    let mut budget = Budget { ticks: 2_000 };
    assert!(templates.render(id, &vars(), &mut budget).is_ok());
    let spent = 2_000 - budget.ticks;
    assert!((900..960).contains(&spent), "{spent}");
    assert!(templates.render(id, &vars(), &mut budget).is_ok());
    assert_eq!(templates.render(id, &vars(), &mut budget).unwrap_err().code, "T516");
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let one = |text: &str| compile(text).err().unwrap_or_default();
    assert_eq!(one("See you at {{ place }."), ["T501:21 One } is missing | }"]);
    assert_eq!(one("HELLO {{ name | uper }}"), ["T502:17 I don't know the filter \"uper\" | uper"]);
    assert_eq!(
        one("{% for p in list %}x"),
        ["T504:1 This {% for %} is never closed | {% for p in list %}"]
    );
    assert_eq!(
        one("{% if size = 'L' %}x{% endif %}"),
        ["T505:12 \"=\" sets a value; to compare write \"==\" | ="]
    );
    assert_eq!(one("{% macro price(x) %}{% endmacro %}").len(), 1);
    assert_eq!(one("{% set_global x = 1 %}").len(), 1);
    assert_eq!(one("{{ get_env(name='X', default='x') }}").len(), 1);
    assert_eq!(one("{{ text | render }}").len(), 1);
}

#[test]
fn every_mistake_of_a_batch_is_told() {
    let text = "{{ a | uper }}\n{{ b }\n{{ f() }}\n{{ d + }}\n{{ name }}";
    let source = Source { path: "flows/a.yaml".into(), text: Arc::from(text) };
    let sources = Sources::new(vec![source]);
    let mut batch = Batch::default();
    let mut start = 0_u32;
    for line in text.lines() {
        let end = start + u32::try_from(line.len()).unwrap();
        let span = Span { source: SourceId(0), start, end };
        batch.text(&Text { value: line.to_owned(), style: Style::Plain }, span);
        start = end + 1;
    }
    let (_, mistakes) = batch.compile(&sources);
    let mut lines: Vec<u32> =
        mistakes.iter().map(|is| sources.place(is.span.unwrap()).line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [1, 2, 3, 4], "{mistakes:#?}");
}

#[test]
fn hostile_depth_is_refused_and_nothing_falls_over() {
    for deep in [
        format!("{{{{ {}1{} }}}}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{{{{ {}1 }}}}", "1 + ".repeat(15_000)),
        format!("{}x{}", "{% if a %}".repeat(3_000), "{% endif %}".repeat(3_000)),
        format!("{{{{ {} }}}}", "not ".repeat(10_000)),
        format!("{{{{ a{} }}}}", ".b".repeat(20_000)),
        format!("{{% if a %}}x{}{{% endif %}}", "{% elif b %}".repeat(5_400)),
        format!("{}{}", "{% if a %}{% elif b %}{% elif b %}".repeat(60), "{% endif %}".repeat(60)),
    ] {
        assert!(compile(&deep).is_err() || render(&deep).is_err());
    }
}

#[test]
fn a_hundred_elifs_are_still_taken() {
    let chain = format!("{{% if 1 == 2 %}}x{}{{% endif %}}", "{% elif 1 == 1 %}y".repeat(100));
    assert_eq!(render(&chain).unwrap(), "y");
}

#[test]
fn reads_are_what_a_text_takes_from_outside() {
    let (templates, id) = compile(
        "{% set y = a.b %}{% for x in list %}{{ x }}{{ y }}{{ c | default(value=d) }}{% endfor %}",
    )
    .unwrap();
    let reads: Vec<&str> = templates.text_reads(id).iter().map(|read| read.path.as_str()).collect();
    assert_eq!(reads, ["a.b", "list", "c", "d"]);
}
