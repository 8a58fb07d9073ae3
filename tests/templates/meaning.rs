//! What texts and expressions mean.

use serde_json::json;

use crate::stage::{Vars, budget, eval, holds, render, stage};

#[test]
fn or_takes_over_from_what_is_not_set_empty_or_nothing() {
    let user = json!({"user": {"first_name": "", "last_name": null, "age": 3}, "nothing": null});
    for text in [
        "{{ x or \"there\" }}",
        "{{ user.first_name or \"there\" }}",
        "{{ user.last_name or \"there\" }}",
        "{{ user.nope or \"there\" }}",
        "{{ user.nope.deeper or \"there\" }}",
        "{{ x.y.z or \"there\" }}",
        "{{ nothing.x or \"there\" }}",
        "{{ x[\"y\"] or \"there\" }}",
        "{{ x[0].y or \"there\" }}",
        "{{ x | default(value=\"there\") }}",
        "{% if x %}{{ x }}{% else %}there{% endif %}",
        "{% if x.y and user.age %}{{ x }}{% else %}there{% endif %}",
        "{% if x is defined %}{{ x }}{% else %}there{% endif %}",
        "{% set y = x or \"there\" %}{{ y }}",
    ] {
        assert_eq!(render(text, user.clone()).unwrap(), "there", "{text}");
    }
    assert_eq!(eval("x or user.age", user.clone()).unwrap(), json!(3));
    assert_eq!(eval("x.y or user.last_name", user).unwrap(), json!(null));
}

#[test]
fn what_nobody_set_fails_where_its_value_is_wanted() {
    let vars = || json!({"user": {"name": "Ann"}, "list": [1, 2], "x": 1});
    for (text, col, path) in [
        ("Hi {{ nope }}", 7, "nope"),
        ("Hi {{ user.nope }}", 7, "user.nope"),
        ("Hi {{ user.nope.deeper }}!", 7, "user.nope.deeper"),
        ("{{ nope | upper }}!", 4, "nope"),
        ("{{ x ~ nope }}!", 8, "nope"),
        ("{{ nope ~ x }}!", 4, "nope"),
        ("{{ x + nope }}!", 8, "nope"),
        ("{% if nope == 1 %}{% endif %}", 7, "nope"),
        ("{% if x != nope.y %}{% endif %}", 12, "nope.y"),
        ("{% if nope in list %}{% endif %}", 7, "nope"),
        ("{% if x in nope %}{% endif %}", 12, "nope"),
        ("{% if nope > 1 %}{% endif %}", 7, "nope"),
        ("{% for a in nope %}{% endfor %}", 13, "nope"),
        ("{% set y = nope %}", 12, "nope"),
        ("{{ plural(n=x, one=nope, other=\"b\") }}!", 20, "nope"),
        ("{{ [x, nope] | join }}!", 8, "nope"),
        ("{% set y %}{{ nope }}{% endset %}", 15, "nope"),
        ("Zoë 😀 {{ nope }}", 10, "nope"),
        ("{{ nope or nope2 }}", 12, "nope2"),
    ] {
        let fault = render(text, vars()).unwrap_err();
        let told = (fault.code.as_str(), fault.place.unwrap().col, fault.text);
        assert_eq!(told, ("V601", col, format!("nothing has set \"{path}\"")), "{text}");
    }
    assert_eq!(eval("nope", vars()).unwrap_err().code, "V601");
    assert_eq!(eval("x == nope", vars()).unwrap_err().code, "V601");
}

#[test]
fn a_condition_takes_a_bare_variable_that_nobody_set_for_no() {
    let vars = || json!({"size": "L", "count": 2, "zero": 0, "empty": [], "user": {}});
    for yes in
        ["size", "not coupon", "not user.coupon.code", "size == \"L\" and count > 1", "count"]
    {
        assert!(holds(yes, vars()), "{yes}");
    }
    for no in ["coupon", "user.coupon", "coupon.code", "zero", "empty", "coupon and size", "user"] {
        assert!(!holds(no, vars()), "{no}");
    }
}

#[test]
fn values_keep_their_types_and_their_order() {
    let vars = json!({"z": {"b": 1, "a": [true, null, 2.5]}, "n": 3, "t": "3", "i": 0});
    let stage = stage(
        &[],
        &[
            "{{ z }}",
            "{{ n }}",
            "{{ t }}",
            "{{ n + 1 }}",
            "n {{ n }}",
            " {{ n + 1 }}\n",
            "{{ z.a[i] }}",
        ],
        &[],
    );
    let value = |n: usize| {
        stage.templates.value(stage.texts[n], &Vars(vars.clone()), &mut budget()).unwrap()
    };
    assert_eq!(value(0).to_string(), r#"{"b":1,"a":[true,null,2.5]}"#);
    assert_eq!((value(1), value(2), value(3)), (json!(3), json!("3"), json!(4)));
    assert_eq!((value(4), value(5), value(6)), (json!("n 3"), json!(4), json!(true)));
    let shown = |n: usize| {
        stage.templates.render(stage.texts[n], &Vars(vars.clone()), &mut budget()).unwrap()
    };
    assert_eq!(shown(5), " 4\n");
    assert_eq!(shown(3), "4");
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let vars = || json!({"price": 6.5, "count": 4, "whole": 26.0, "list": [1.0, 2.5]});
    for (text, shown) in [
        ("{{ price * count }} €", "26 €"),
        ("{{ whole }} €", "26 €"),
        ("{{ count / 2 }}", "2"),
        ("{{ count / 8 }}", "0.5"),
        ("{{ 4 / 2 }}x", "2x"),
        ("{{ (count / 2) ~ \"!\" }}", "2!"),
        ("{% set t = price * 2 %}{{ t }}", "13"),
        ("{{ list | join(sep=\"+\") }}", "1+2.5"),
        ("{{ price | round }}.", "7."),
        ("{{ -count }}", "-4"),
    ] {
        assert_eq!(render(text, vars()).unwrap(), shown, "{text}");
    }
}

#[test]
fn filters_and_functions_of_our_own() {
    let vars = || {
        json!({"list": ["a", "b", "c"], "one": ["a"], "n": 1, "m": 2, "q": "a b&c/ö", "x": [],
            "rows": [{"k": "z", "v": 1}, {"k": "a", "v": 2}, {"k": "z", "v": 3}]})
    };
    for (text, shown) in [
        ("{{ list | join_and }}", "a, b and c"),
        ("{{ one | join_and }}", "a"),
        ("[{{ x | join_and }}]", "[]"),
        ("{{ q | urlencode }}", "a%20b%26c%2F%C3%B6"),
        ("{{ n | urlencode }}", "1"),
        ("{{ n }} {{ plural(n=n, one=\"egg\", other=\"eggs\") }}", "1 egg"),
        ("{{ m }} {{ plural(n=m, one=\"egg\", other=\"eggs\") }}", "2 eggs"),
        ("{{ \"Hello there\" | truncate(length=20) }}", "Hello there"),
        ("{{ \"Hello there\" | truncate(length=8) }}", "Hello t…"),
        ("{{ \"Hello there\" | truncate(length=7) }}", "Hello…"),
        ("{{ \"👨‍👩‍👧‍👦👨‍👩‍👧‍👦\" | truncate(length=12) }}", "👨‍👩‍👧‍👦…"),
        ("{{ \"ab\" | truncate(length=0) }}", ""),
        (
            "{% for k, v in rows | group_by(attribute=\"k\") %}{{ k }}{{ v | length }}{% endfor %}",
            "z2a1",
        ),
        ("{{ [1, 2, 1, 3] | unique | join(sep=\",\") }}", "1,2,3"),
        ("{{ q | json_encode }}", "\"a b&c/ö\""),
        ("{{ [x for x in list if x != \"b\"] | join }}", "ac"),
        (
            "{{ list[0] }}{{ list[-1] }}{{ list[1:] | length }}{{ q[0] }}{{ q[::-1] }}",
            "ac2aö/c&b a",
        ),
        (
            "{% for a in list %}{{ loop.index }}{{ a }}{% if not loop.last %},{% endif %}{% endfor %}",
            "1a,2b,3c",
        ),
        ("{%- for a in list -%}  {{ a }} {%- endfor -%}  !", "abc!"),
        ("{% filter upper %}{{ list | first }}b{% endfilter %}", "AB"),
        ("{% set s | upper | trim %} x {% endset %}[{{ s }}]", "[X]"),
    ] {
        assert_eq!(render(text, vars()).unwrap(), shown, "{text}");
    }
}

#[test]
fn what_a_visitor_types_is_never_read_as_a_template() {
    let vars = || json!({"text": "{{ 7 * 7 }}{% for x in y %}", "html": "<b>&</b>"});
    assert_eq!(render("{{ text }}!", vars()).unwrap(), "{{ 7 * 7 }}{% for x in y %}!");
    assert_eq!(render("{{ text | upper }}", vars()).unwrap(), "{{ 7 * 7 }}{% FOR X IN Y %}");
    assert_eq!(render("{{ html }}{{ html | upper }}", vars()).unwrap(), "<b>&</b><B>&</B>");
}

#[test]
fn faults_do_not_repeat_what_a_visitor_typed() {
    let vars = || json!({"text": "my secret", "n": 1});
    for text in [
        "{{ text | int }}",
        "{{ text + n }}",
        "{{ text * 2 }}!",
        "{% if text > n %}{% endif %}",
        "{{ text | round }}",
        "{% for x in n %}{% endfor %}",
        "{{ n | first }}",
        "{{ text | get(key=\"a\") }}",
        "{{ 1 // 0 }}",
        "{{ n[text] }}!",
    ] {
        if let Err(fault) = render(text, vars()) {
            assert!(!fault.text.contains("secret"), "{text}: {}", fault.text);
            assert!(fault.place.is_some() && !fault.text.contains("__"), "{text}: {fault:?}");
        }
    }
    assert_eq!(render("{{ text + n }}", vars()).unwrap_err().code, "V604");
}

#[test]
fn a_name_that_is_set_on_some_ways_is_looked_up_outside_on_the_others() {
    let text = "{% if a %}{% set x = 1 %}{% endif %}{{ x }}";
    assert_eq!(render(text, json!({"a": false, "x": 7})).unwrap(), "7");
    assert_eq!(render(text, json!({"a": true, "x": 7})).unwrap(), "1");
}

#[test]
fn reads_are_told_with_their_places() {
    let stage = stage(
        &[],
        &[
            "{{ user.name | truncate(length=limits.name) }} {% set y = a.b %}{% for x in list %}{{ x.z }}{{ y }}\
           {% endfor %}{{ x }}{{ [i.k for i in rows if i.v == w] | join }}{{ user[\"k\"].z }}",
        ],
        &["not a.b is defined and c in d or f(e=g) | h(i=j[k])"],
    );
    let paths = |reads: &[saywhen::template::render::Read]| -> Vec<String> {
        for read in reads {
            assert!(stage.sources.slice(read.span).starts_with(&read.path), "{read:?}");
        }
        reads.iter().map(|read| read.path.clone()).collect()
    };
    let mut of_text = paths(stage.templates.text_reads(stage.texts[0]));
    of_text.sort();
    assert_eq!(of_text, ["a.b", "limits.name", "list", "rows", "user", "user.name", "w", "x"]);
    assert_eq!(stage.told().len(), 2, "{:?}", stage.told());
}
