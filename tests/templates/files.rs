//! Template files: inclusion, components, and what they read.

use serde_json::json;

use crate::stage::{Vars, budget, stage};

#[test]
fn a_text_includes_files_that_include_files() {
    let stage = stage(
        &[("order/summary", "{{ count }}x {% include \"size\" %}"), ("size", "[{{ size }}]")],
        &["You: {% include \"order/summary\" %}!"],
        &[],
    );
    assert_eq!(stage.told(), Vec::<String>::new());
    let vars = Vars(json!({"count": 2, "size": "L"}));
    let shown = stage.templates.render(stage.texts[0], &vars, &mut budget()).unwrap();
    assert_eq!(shown, "You: 2x [L]!");
    let reads = stage.templates.text_reads(stage.texts[0]).iter();
    let reads: Vec<_> = reads
        .map(|read| (read.path.as_str(), stage.sources.place(read.span).file.to_string()))
        .collect();
    let file = |name: &str| format!("templates/{name}.tera");
    assert_eq!(reads, [("count", file("order/summary")), ("size", file("size"))]);
}

#[test]
fn what_a_loop_makes_is_known_in_what_it_includes() {
    let stage = stage(
        &[("line", "- {{ item.name }} {{ chat.x }}\n")],
        &["{% for item in cart %}{% include \"line\" %}{% endfor %}"],
        &[],
    );
    let reads = stage.templates.text_reads(stage.texts[0]).iter();
    assert_eq!(reads.map(|read| read.path.as_str()).collect::<Vec<_>>(), ["cart", "chat.x"]);
    let vars = Vars(json!({"cart": [{"name": "a"}, {"name": "b"}], "chat": {"x": 1}}));
    let shown = stage.templates.render(stage.texts[0], &vars, &mut budget()).unwrap();
    assert_eq!(shown, "- a 1\n- b 1\n");
}

#[test]
fn components_take_parameters_a_body_and_what_is_around_them() {
    let stage = stage(
        &[(
            "parts",
            "{% component price(of, currency: string = \"€\") %}{{ of }} {{ currency }}{% endcomponent price %}\
             {% component box(title, @user) -%} <{{ title }}:{{ body }}:{{ user.name }}>{% endcomponent box %}",
        )],
        &[
            "{{ <price of={total}/> }}, {{ <price of={1} currency=\"$\"/> }}",
            "{% <box title=\"T\"> %}hi {{ total }}{% </box> %}",
        ],
        &[],
    );
    assert_eq!(stage.told(), Vec::<String>::new());
    let vars = Vars(json!({"total": 3, "user": {"name": "Ann"}}));
    let shown = |n: usize| stage.templates.render(stage.texts[n], &vars, &mut budget()).unwrap();
    assert_eq!(shown(0), "3 €, 1 $");
    assert_eq!(shown(1), "<T:hi 3:Ann>");
}

#[test]
fn a_fault_inside_a_file_points_into_it() {
    let stage = stage(
        &[("a", "first line\n  {{ nope }}")],
        &["{% if true %}{% include \"a\" %}{% endif %}"],
        &[],
    );
    let fault =
        stage.templates.render(stage.texts[0], &Vars(json!({})), &mut budget()).unwrap_err();
    assert_eq!(fault.code, "V601");
    assert_eq!(fault.text, "nothing has set \"nope\"");
    assert_eq!(fault.place.unwrap().to_string(), "templates/a.tera:2:6");
}

#[test]
fn a_file_can_be_rendered_itself() {
    let stage = stage(&[("a", "Hi {{ name }}"), ("plain", "no tags { }")], &[], &[]);
    let vars = Vars(json!({"name": "Ann"}));
    let shown = |n: usize| stage.templates.render(stage.files[n], &vars, &mut budget()).unwrap();
    assert_eq!((shown(0).as_str(), shown(1).as_str()), ("Hi Ann", "no tags { }"));
}

#[test]
fn a_file_that_is_called_like_a_text_is_no_text() {
    let stage = stage(&[("text 0", "file"), ("expr 0", "file")], &["{{ 1 + 1 }}!"], &["1 + 2"]);
    assert_eq!(stage.told(), Vec::<String>::new());
    let none = Vars(json!({}));
    assert_eq!(stage.templates.render(stage.texts[0], &none, &mut budget()).unwrap(), "2!");
    assert_eq!(stage.templates.eval(stage.exprs[0], &none, &mut budget()).unwrap(), json!(3));
}

#[test]
fn mistakes_between_files_are_told_once_each() {
    let stage = stage(
        &[
            ("a", "{% include \"b\" %}"),
            ("b", "x{% include \"a\" %}"),
            ("c", "{% component same() %}{% endcomponent %}"),
            ("d", "{% component same() %}{% endcomponent %}"),
            ("e", "{% component f(x) %}{{ x }}{{ y }}{% endcomponent %}"),
        ],
        &["{% include \"aa\" %}", "{{ <sane/> }}", "{{ name | uper }}"],
        &[],
    );
    let mut told = stage.told();
    told.sort();
    assert_eq!(
        told,
        [
            "T502 1:14 There is another component called \"same\" | same",
            "T502 1:5 I don't know the component \"sane\" | sane",
            "T502 1:11 I don't know the filter \"uper\" | uper",
            "T503 1:12 There is no template \"aa\" | \"aa\"",
            "T511 1:12 a.tera includes b.tera, which includes a.tera | \"b\"",
            "V601 1:31 A component knows only what it is given, and not \"y\" | y",
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
}
