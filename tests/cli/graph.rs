//! `saywhen graph` and `saywhen script`: a bot as a map and as a screenplay.

use std::path::Path;

use crate::life::{End, Life};
use crate::stage;

const FLOWS: &str = "\
pizza:
  when: [pizza, order]
  steps:
    - ask: Which size?
      save: size
      choices: [Small, Large]
      retry: Small or large?
      tries: 2
      give_up: sorry
    - if: size == \"Large\"
      then:
        - say: A big one!
        - goto: thanks
    - say: 'A {{ size }} one.'
      buttons: {Again: pizza, Enough: thanks}
thanks:
  say: Thanks <b>!
sorry:
  say: Sorry.
fallback:
  when: any message
  say: What?
";

fn run(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).args(arguments)).end()
}

fn told(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", FLOWS);
    stage::write(
        folder.path(),
        "tests/a.chat",
        "# A\nYou: pizza\nBot: ...\nYou: Large\nBot: ...\nBot: ...\n",
    );
    let end = run(folder.path(), arguments);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    end.out
}

#[test]
fn the_map_of_a_bot_tells_triggers_taps_and_fallbacks_apart() {
    let map: serde_json::Value =
        serde_json::from_str(&told(&["graph", "--format", "json"])).unwrap();
    let title = |at: &serde_json::Value| {
        map["nodes"][usize::try_from(at.as_u64().unwrap()).unwrap()]["title"].as_str().unwrap()
    };
    let mut edges: Vec<String> = map["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            let (from, to) = (title(&e["from"]), title(&e["to"]));
            format!("{from} {} {to} {}", e["way"].as_str().unwrap(), e["label"].as_str().unwrap())
        })
        .collect();
    edges.sort();
    let expected = [
        "any message fallback fallback ",
        "pizza next thanks ",
        "pizza otherwise sorry gives up",
        "pizza tap pizza Again",
        "pizza tap thanks Enough",
        "when trigger pizza ",
    ];
    assert_eq!(edges, expected);
}

#[test]
fn one_flow_is_drawn_step_by_step_in_every_format() {
    let mermaid = told(&["graph", "--flow", "pizza", "--format", "mermaid"]);
    assert!(mermaid.starts_with("flowchart TD\n"), "{mermaid}");
    assert!(mermaid.contains("[/\"size<br>Which size?\"/]"), "{mermaid}");
    assert!(mermaid.contains("|\"if size == 'Large'\"|"), "{mermaid}");
    let dot = told(&["graph", "--flow", "pizza", "--format", "dot"]);
    assert!(dot.starts_with("digraph") && dot.contains("style=dashed"), "{dot}");
    let svg = told(&["graph", "--flow", "pizza"]);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.contains("class=\"edge tap\"") && svg.contains(">Which size?<"), "{svg}");
    assert_eq!(
        svg.matches("<g>").count(),
        mermaid.matches("\n  n").count()
            - mermaid.matches("> n").count()
            - mermaid.matches("| n").count()
    );
}

#[test]
fn tests_colour_what_they_come_to() {
    let map: serde_json::Value =
        serde_json::from_str(&told(&["graph", "--coverage", "--format", "json"])).unwrap();
    let covered = |name: &str| {
        let nodes = map["nodes"].as_array().unwrap();
        nodes.iter().find(|node| node["title"] == name).unwrap()["covered"].as_bool()
    };
    assert_eq!(covered("pizza"), Some(true));
    assert_eq!(covered("thanks"), Some(true));
    assert_eq!(covered("sorry"), Some(false));
    let svg = told(&["graph", "--coverage"]);
    assert!(svg.contains("node covered") && svg.contains("node missed"), "{svg}");
    assert!(svg.contains("Thanks &lt;b&gt;!"), "{svg}");
}

#[test]
fn a_hundred_steps_have_room() {
    let folder = tempfile::tempdir().unwrap();
    let pair = |n: usize| {
        format!(
            "    - ask: Question {n}?\n      save: v{n}\n      type: yes_no\n      retry: Yes or no?\n    \
             - if: v{n}\n      then:\n        - say: Yes to {n}\n      else:\n        - say: No to {n}\n"
        )
    };
    let steps: Vec<String> = (0..50).map(pair).collect();
    let flow = format!("long:\n  when: [long]\n  steps:\n{}", steps.concat());
    stage::write(folder.path(), "flows/long.yaml", &flow);
    let end = run(folder.path(), &["graph", "--flow", "long", "--out", "long.svg"]);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    let svg = std::fs::read_to_string(folder.path().join("long.svg")).unwrap();
    let boxes: Vec<(f64, f64)> = svg
        .lines()
        .filter_map(|line| line.split("<rect class=\"node").nth(1))
        .map(|rect| {
            let number = |name: &str| {
                let text = rect.split(&format!("{name}=\"")).nth(1).unwrap();
                text.split('"').next().unwrap().parse::<f64>().unwrap()
            };
            (number("x"), number("y"))
        })
        .collect();
    assert!(boxes.len() > 200, "{}", boxes.len());
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[at + 1..] {
            let apart = (one.0 - other.0).abs() >= 190.0 || (one.1 - other.1).abs() >= 50.0;
            assert!(apart, "{one:?} and {other:?} overlap");
        }
    }
}

/// What stands in the picture: for each text its class, its middle, and what it says.
fn texts(svg: &str) -> Vec<(String, f64, f64, String)> {
    let texts = svg.split("<text ").skip(1).map(|rest| {
        let value = |name: &str| {
            let text = rest.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            text.split('"').next().unwrap().to_owned()
        };
        let said = rest.split('>').nth(1).unwrap().split("</text").next().unwrap();
        (value("class"), value("x").parse().unwrap(), value("y").parse().unwrap(), said.to_owned())
    });
    texts.collect()
}

fn letters(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap())
}

fn drawn(flow: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/a.yaml", flow);
    let end = run(folder.path(), arguments);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    end.out
}

#[test]
fn no_two_labels_lie_on_each_other() {
    let menu = "\
a:
  when: [a]
  steps:
    - say: Well?
      buttons: {The first of all: b, The second of all: c, The third of all: d}
    - say: Or?
      buttons: {Back to the first: a, Back to this one: a, Something else: b}
b: {say: B, buttons: {The first of all: a, Go on with it: c}}
c: {say: C, buttons: {The first of all: a, Go on with it: d}}
d: {say: D, buttons: {The first of all: a, Go back to it: b}}
";
    let svg = drawn(menu, &["graph"]);
    let labels: Vec<_> = texts(&svg).into_iter().filter(|text| text.0 == "label").collect();
    assert_eq!(labels.len(), 12, "{svg}");
    for (at, (_, x, y, one)) in labels.iter().enumerate() {
        for (_, other_x, other_y, other) in &labels[at + 1..] {
            let wide = (letters(one) + letters(other)) * 5.0 / 2.0;
            let apart = (x - other_x).abs() >= wide || (y - other_y).abs() >= 10.0;
            assert!(apart, "{one} and {other} lie on each other");
        }
    }
}

#[test]
fn the_legend_has_room_in_a_narrow_picture_and_tells_the_colours_of_tests() {
    let flow = "a: {when: [a], say: Hello there}\n";
    let entries = |svg: &str| -> Vec<(f64, String)> {
        let width = svg.split("width=\"").nth(1).unwrap().split('"').next().unwrap();
        let width: f64 = width.parse().unwrap();
        let legend = texts(svg).into_iter().filter(|text| text.0 == "legend");
        let legend = legend.inspect(|(_, x, _, said)| {
            assert!(x + 6.6 * letters(said) <= width, "{said} is cut off at {width}");
        });
        legend.map(|(_, _, y, said)| (y, said)).collect()
    };
    let plain = entries(&drawn(flow, &["graph"]));
    assert_eq!(plain.len(), 6);
    assert!(plain[0].0 < plain[5].0, "one line: {plain:?}");
    let coloured = entries(&drawn(flow, &["graph", "--coverage"]));
    let said: Vec<&str> = coloured[6..].iter().map(|entry| entry.1.as_str()).collect();
    assert_eq!(said, ["a test comes here", "no test comes here"]);
}

#[test]
fn what_a_failure_leads_to_has_a_line_of_its_own() {
    let flow = "\
a:
  when: [a]
  on_error: sorry
  steps:
    - say: Hello
    - say: Well
      on_error: other
sorry: {say: Sorry}
other: {say: Other}
";
    let ways = |map: &str| -> Vec<String> {
        let map: serde_json::Value = serde_json::from_str(map).unwrap();
        let title = |at: &serde_json::Value| {
            let at = usize::try_from(at.as_u64().unwrap()).unwrap();
            map["nodes"][at]["title"].as_str().unwrap().to_owned()
        };
        let edges = map["edges"].as_array().unwrap().iter().filter(|edge| edge["way"] == "fails");
        edges
            .map(|edge| format!("{} {}", edge["label"].as_str().unwrap(), title(&edge["to"])))
            .collect()
    };
    for arguments in [&["graph"][..], &["graph", "--flow", "a"]] {
        let told = |format: &str| drawn(flow, &[arguments, &["--format", format]].concat());
        assert_eq!(ways(&told("json")), ["fails other", "any step fails sorry"], "{arguments:?}");
        let (svg, mermaid, dot) = (told("svg"), told("mermaid"), told("dot"));
        assert_eq!(
            svg.matches("class=\"edge fails\"").count(),
            3,
            "two lines and the legend: {svg}"
        );
        assert!(svg.contains(">a step fails</text>"), "{svg}");
        assert_eq!(mermaid.matches(" -.-x|\"").count(), 2, "{mermaid}");
        assert_eq!(dot.matches("arrowhead=empty").count(), 2, "{dot}");
    }
}

#[test]
fn a_text_that_has_no_room_ends_with_dots() {
    let flow = "a: {when: [a], say: We are open from Monday to Saturday}\n";
    let svg = drawn(flow, &["graph"]);
    assert!(svg.contains(">We are open from Monday to…<"), "{svg}");
    let short = drawn("a: {when: [a], say: Wait a moment…}\n", &["graph"]);
    assert!(short.contains(">Wait a moment…<"), "{short}");
}

#[test]
fn other_programs_take_no_letter_of_a_text_for_a_sign_of_theirs() {
    let flow = "a: {when: [a], say: '<br> &lt; #60; \\\\ \"'}\n";
    let mermaid = drawn(flow, &["graph", "--format", "mermaid"]);
    assert!(mermaid.contains("[[\"a<br>&lt;br> #38;lt; #35;60; \\\\ '\"]]"), "{mermaid}");
    let dot = drawn(flow, &["graph", "--format", "dot"]);
    assert!(dot.contains(r#"label="a\n<br> &amp;lt; #60; \\\\ \"""#), "{dot}");
}

#[test]
fn a_flow_reads_as_a_screenplay() {
    let play = told(&["script", "pizza"]);
    let expected = "\
PIZZA  (flows/shop.yaml:1)
When somebody says or does: pizza
When somebody says or does: order

BOT: Which size?
     [Small]
     [Large]
VISITOR answers (size)
    if that is no answer, BOT: Small or large?
    after the last try → sorry
If size == \"Large\":
    BOT: A big one!
    → thanks
BOT: A {{ size }} one.
     [Again] → pizza
     [Enough] → thanks
";
    assert_eq!(play, expected);
    let folder = stage::folder();
    let end = run(folder.path(), &["script", "helo"]);
    assert_eq!(end.status.code(), Some(64));
    assert!(end.err.contains("did you mean hello?"), "{}", end.err);
}
