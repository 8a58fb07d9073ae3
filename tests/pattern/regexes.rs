//! `{regex: …}` (LANGUAGE, "Triggers"; MODEL 5.4).

use saywhen::pattern::fold::Message;
use saywhen::pattern::rule::{Hit, Rule};
use saywhen::words::name::{Value, VarName};
use saywhen::words::trace::Class;
use serde_json::json;

fn regex(text: &str) -> Rule {
    Rule::regex(text, &[]).unwrap()
}

fn find(rule: &Rule, text: &str) -> Option<Hit> {
    rule.find(&Message::new(text))
}

fn captures(rule: &Rule, text: &str) -> Vec<(String, Value)> {
    let taken = find(rule, text).unwrap().captures;
    taken.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

/// Code, the bytes that are pointed at, headline and fix.
fn problem(text: &str) -> (&'static str, String, String, String) {
    let problem = Rule::regex(text, &[]).unwrap_err();
    (problem.code, text[problem.at].to_owned(), problem.headline, problem.fix)
}

#[test]
fn found_anywhere_as_typed_ignoring_case() {
    let rule = regex(r"order #?(\d+)");
    let hit = find(&rule, "  My ORDER #12, please").unwrap();
    assert_eq!((hit.class, hit.covered, hit.start), (Class::Words, 7, 2));
    assert!(find(&rule, "order").is_none());
    assert!(find(&regex("crème"), "CRÈME").is_some());
    assert!(find(&regex("creme"), "crème").is_none(), "not folded");
    assert!(find(&regex("^hi$"), "  hi ").is_some(), "trimmed");
}

#[test]
fn named_groups_become_texts_or_numbers() {
    let rule =
        Rule::regex(r"(?<what>\w+) (?<n>[^ ]+)( (?P<more>\w+))?", &[VarName::from("n")]).unwrap();
    let names: Vec<_> = rule.captures().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["what", "n", "more"]);
    let both = |n| vec![("what".to_owned(), json!("Table")), ("n".to_owned(), n)];
    for (typed, number) in
        [("12", json!(12)), ("-007", json!(-7)), ("2.50", json!(2.5)), ("١٢", json!(12))]
    {
        assert_eq!(captures(&rule, &format!("Table {typed}")), both(number), "{typed}");
    }
    for typed in ["two", "1,5", "1e3", "99999999999999999999", "1.2.3", "--1", "inf", "."] {
        assert_eq!(captures(&rule, &format!("Table {typed}")), both(json!(0))[..1], "{typed}");
    }
    assert_eq!(captures(&rule, "Table 1 now")[2], ("more".to_owned(), json!("now")));
}

#[test]
fn a_group_that_took_nothing_is_an_empty_text() {
    assert_eq!(captures(&regex("a(?<x>b*)"), "a"), [("x".to_owned(), json!(""))]);
}

#[test]
fn anchored_at_both_ends_of_every_branch_is_stronger() {
    for strong in [
        "^hi$",
        "^hi$|^ho$",
        "^(hi|ho)$",
        "(^hi$)",
        r"^order \d+$",
        r"\Ahi\z",
        "^.$",
        "^a{2}$",
        "^[^/]+$",
    ] {
        assert_eq!(class(strong), Class::Anchored, "{strong}");
    }
    for weak in [
        "hi",
        "^hi",
        "hi$",
        "^hi|ho$",
        "^hi$|ho",
        "^(hi$|ho)",
        "^hi.*$",
        "^.*$",
        "^.+$",
        "^(.)*$",
        r"^[\s\S]*$",
        "^(?<x>.{2,})$",
        "(?m)^hi$",
    ] {
        assert_eq!(class(weak), Class::Words, "{weak}");
    }
}

fn class(text: &str) -> Class {
    let rule = regex(text);
    let texts = ["hi", "ho", "order 1", "aa", "x"];
    texts.iter().find_map(|text| find(&rule, text)).unwrap().class
}

#[test]
fn regexes_that_match_everything_are_known() {
    for wide in ["(order)?", "", ".*", "^.*$", "^", "a|", "$"] {
        assert!(regex(wide).matches_everything(), "{wide}");
    }
    for narrow in ["order", "^$", ".", "^(hi)?$", r"\b", "^[0-9]*$", r"^\w*$"] {
        assert!(!regex(narrow).matches_everything(), "{narrow}");
    }
    assert!(
        !Rule::words("hi", &saywhen::pattern::synonyms::Synonyms::new())
            .unwrap()
            .matches_everything()
    );
}

#[test]
fn mistakes_point_and_say_what_to_type() {
    for (text, at, headline, fix) in [
        (r"order (\d+", "(", "This regex has an opening ( without a )", r"'order (\d+)'"),
        (r"order \d+)", ")", "This regex has a closing ) without a (", r"'order \d+\)'"),
        ("it's [ab", "[", "This regex has an opening [ without a ]", "'it''s [ab]'"),
        ("*hi", "*", "There is nothing in front of this sign that it could repeat", r"'\*hi'"),
        ("hi{", "{", "A { in a regex begins a count such as {2,5}", r"'hi\{'"),
        (r"a\q", r"\q", r"\q means nothing in a regex", "'aq'"),
        (r"hi\", r"\", r"This regex ends in the middle of a \ sign", r"'hi\\'"),
        ("[z-a]", "z-a", "The letters of z-a are in the wrong order", ""),
        (r"\p{Klingon}", r"\p{Klingon}", r"No kind of letters is called \p{Klingon}", ""),
        ("é(?<Id>x)", "Id", "\"Id\" can't be a variable: small letters, digits and _ only", "id"),
        ("(?<>x)", ">", "This group has no name", "(?<name>…)"),
        ("(?<_1>x)", "_1", "\"_1\" can't be a variable: small letters, digits and _ only", "n1"),
    ] {
        let expected = ("W401", at.to_owned(), headline.to_owned(), fix.to_owned());
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn what_would_not_be_linear_is_refused() {
    let (code, at, headline, fix) = problem("order(?=.*now)");
    assert_eq!((code, at.as_str()), ("W402", "(?=.*now)"));
    assert_eq!(headline, "Regexes here can't look ahead: (?=…)");
    assert_eq!(fix, "when: {all: [order, now]}");
    for (text, at) in [
        (r"(?!a[)](\))b)c", r"(?!a[)](\))b)"),
        ("x(?<=a)b", "(?<=a)"),
        ("(?<!a", "(?<!a"),
        (r"(a)\1", r"\1"),
        (r"(?<x>a)\k<x>", r"\k"),
    ] {
        let (code, wrong, headline, fix) = problem(text);
        assert_eq!((code, wrong.as_str()), ("W402", at), "{text}: {headline}");
        assert!(!fix.is_empty() && !fix.contains("all:"), "{text}: {fix}");
    }
}

#[test]
fn two_groups_of_one_name_are_a_mistake() {
    let text = "(?<id>a)|(?<id>b)";
    let problem = Rule::regex(text, &[]).unwrap_err();
    assert_eq!((problem.code, problem.at), ("W409", 12..14));
    assert_eq!(problem.headline, "Two captures with the same name \"id\"");
}

#[test]
fn size_and_nesting_have_limits() {
    let (code, at, headline, _) = problem(r"(\w{500}){500}");
    assert_eq!((code, at.as_str()), ("W401", r"(\w{500}){500}"));
    assert!(headline.contains("too large"), "{headline}");
    let deep = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    let (code, _, headline, _) = problem(&deep(65));
    assert_eq!((code, headline.contains("more than 64 groups")), ("W401", true), "{headline}");
    assert!(find(&regex(&deep(60)), "a").is_some());
}
