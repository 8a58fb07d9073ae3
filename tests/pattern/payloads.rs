//! `{payload: …}` and `{referral: …}` (LANGUAGE, "Triggers").

use saywhen::pattern::payload::PayloadPattern;
use saywhen::words::name::Value;
use serde_json::json;

fn pattern(text: &str) -> PayloadPattern {
    PayloadPattern::parse(text).unwrap()
}

fn takes(text: &str, payload: &str) -> Option<Vec<(String, Value)>> {
    let taken = pattern(text).matches(payload)?;
    Some(taken.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

fn one(name: &str, value: Value) -> [(String, Value); 1] {
    [(name.to_owned(), value)]
}

#[test]
fn a_literal_is_the_whole_payload() {
    assert_eq!(takes("BUY.*", "BUY.*"), Some(vec![]));
    for other in ["BUY.x", "buy.*", "BUY.*x", "xBUY.*", ""] {
        assert_eq!(takes("BUY.*", other), None, "{other}");
    }
    assert_eq!(takes("", ""), Some(vec![]));
    assert_eq!(takes("", "x"), None);
    assert_eq!(takes("a>b", "a>b"), Some(vec![]), "a lone > is a letter");
}

#[test]
fn a_capture_takes_one_or_more_characters_but_slashes() {
    assert_eq!(takes("ORDER/<id>", "ORDER/7é").unwrap(), one("id", json!("7é")));
    for other in ["ORDER/", "ORDER/7/8", "ORDER", "order/7"] {
        assert_eq!(takes("ORDER/<id>", other), None, "{other}");
    }
    assert_eq!(takes("<x>", "a\nb").unwrap(), one("x", json!("a\nb")));
}

#[test]
fn captures_take_as_few_as_will_do() {
    let both =
        |a: &str, b: &str| Some(vec![("a".to_owned(), json!(a)), ("b".to_owned(), json!(b))]);
    assert_eq!(takes("<a>-<b>", "x-y-z"), both("x", "y-z"));
    assert_eq!(takes("<a><b>", "xyz"), both("x", "yz"));
    assert_eq!(takes("<a>-<b>", "--y"), both("-", "y"));
    assert_eq!(takes("<a*>/<b>", "x/y/z"), both("x/y", "z"));
}

#[test]
fn numbers_are_digits() {
    assert_eq!(takes("N<n:number>", "N007").unwrap(), one("n", json!(7)));
    assert_eq!(takes("N<n:number>", "N9223372036854775807").unwrap(), one("n", json!(i64::MAX)));
    for other in ["N", "Nx", "N-1", "N1.5", "N٣", "N9223372036854775808"] {
        assert_eq!(takes("N<n:number>", other), None, "{other}");
    }
}

#[test]
fn a_rest_takes_anything_also_nothing() {
    assert_eq!(takes("GO/<rest*>", "GO/a/b\nc").unwrap(), one("rest", json!("a/b\nc")));
    assert_eq!(takes("GO/<rest*>", "GO/").unwrap(), one("rest", json!("")));
    assert_eq!(takes("GO/<rest*>", "GO"), None);
}

#[test]
fn what_the_contest_needs() {
    let mixed = pattern("é/<id>/x<rest*>");
    assert_eq!((mixed.literal_chars(), mixed.is_literal()), (4, false));
    assert_eq!(
        mixed.captures().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["id", "rest"]
    );
    assert_eq!((pattern("BUY").literal_chars(), pattern("BUY").is_literal()), (3, true));
}

#[test]
fn references_ignore_ascii_case_only() {
    let reference = PayloadPattern::parse_reference("Spring-é<x>").unwrap();
    let taken = reference.matches("SPRING-éKm").unwrap();
    assert_eq!(taken[0].1, json!("Km"), "as it came");
    assert!(reference.matches("spring-Éa").is_none());
    let literal = PayloadPattern::parse_reference("Kspring").unwrap();
    assert!(literal.matches("kSPRING").is_some());
    assert!(literal.matches("\u{212a}spring").is_none(), "the Kelvin sign is no ASCII");
    let kelvin = PayloadPattern::parse_reference("k<x>").unwrap();
    assert!(kelvin.matches("Kx").is_some() && kelvin.matches("\u{212a}x").is_none());
}

#[test]
fn mistakes_point() {
    for (text, code, at, fix) in [
        ("ORDER/<id", "W401", "<", "ORDER/<id>"),
        ("é<id>/<id:number>", "W409", "<id:number>", "give each its own name"),
        ("a<>", "W401", "<>", "<id>"),
        ("a<*>", "W401", "<*>", "<id>"),
        ("<Order Id>", "W401", "Order Id", "order_id"),
        ("<n:numbr>", "W401", "numbr", "<n:number> or <n>"),
        ("<a<b>", "W401", "a<b", "a_b"),
    ] {
        let problem = PayloadPattern::parse(text).unwrap_err();
        let found = (problem.code, &text[problem.at.clone()], problem.fix.as_str());
        assert_eq!(found, (code, at, fix), "{text}");
    }
}

#[test]
fn a_payload_beyond_all_limits_matches_no_capture() {
    assert_eq!(takes("<rest*>", &"x".repeat(1_000_000)), None);
    assert_eq!(
        takes("<rest*>", &"x".repeat(4_096)).unwrap(),
        one("rest", json!("x".repeat(4_096)))
    );
}

#[test]
fn a_payload_that_begins_otherwise_is_told_by_its_beginning() {
    assert_eq!(takes("É/<id>", "E"), None);
    assert_eq!(takes("É/<id>", "Ééé/1"), None);
    assert_eq!(takes("É/<id>", "É/1").unwrap(), one("id", json!("1")));
    let reference = PayloadPattern::parse_reference("Shop-<id>").unwrap();
    assert!(reference.matches("sHOP-1").is_some() && reference.matches("stop-1").is_none());
    let many: Vec<_> = (0..500).map(|n| pattern(&format!("FLOW{n}/<id>"))).collect();
    for n in 0..500 {
        let payload = format!("FLOW{n}/1");
        let took = many.iter().filter(|one| one.matches(&payload).is_some()).count();
        assert_eq!(took, 1, "{payload}");
    }
}
