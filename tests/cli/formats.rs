//! `saywhen check --format sarif` and `github`, for those who look at changes on GitHub.

use std::path::Path;

use serde_json::{Value, json};

use crate::life::{End, Life};
use crate::stage;

const FLOW: &str = "hello:\n  when: hi\n  say: é {{ user.first_name | uper }}\n  goto: 50%, no\n";

fn check(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).arg("check").args(arguments)).end()
}

fn bot() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "my bot/flows/a, b.yaml", FLOW);
    folder
}

fn sarif(end: &End) -> Value {
    serde_json::from_str(&end.out).unwrap_or_else(|_| panic!("{}{}", end.out, end.err))
}

#[test]
fn sarif_has_rules_places_and_changes() {
    let folder = bot();
    let end = check(folder.path(), &["my bot", "--format", "sarif"]);
    assert_eq!(end.status.code(), Some(1));
    let log = sarif(&end);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!((&driver["name"], &driver["version"]), (&json!("saywhen"), &json!("0.1.0")));
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let rule =
            &driver["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["shortDescription"]["text"].is_string() && rule["help"]["text"].is_string());
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20bot/flows/a%2C%20b.yaml");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
    let filter = results.iter().find(|result| result["ruleId"] == "T502").unwrap();
    let region = json!({"startLine": 3, "startColumn": 31, "endLine": 3, "endColumn": 35});
    assert_eq!(filter["locations"][0]["physicalLocation"]["region"], region);
    let change = &filter["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "my%20bot/flows/a%2C%20b.yaml");
    let replacement = json!([{"deletedRegion": region, "insertedContent": {"text": "upper"}}]);
    assert_eq!(change["replacements"], replacement);
}

#[test]
fn sarif_of_a_bot_that_is_right_has_no_results() {
    let folder = stage::folder();
    let end = check(folder.path(), &["--format", "sarif"]);
    assert_eq!(end.status.code(), Some(0));
    assert_eq!(sarif(&end)["runs"][0]["results"], json!([]));
}

#[test]
fn a_mistake_without_a_line_has_a_place_in_sarif_and_none_on_github() {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/a.yaml", "hello:\n  when: hi\n  say: Hi\n");
    let log = sarif(&check(folder.path(), &["--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let silence = results.iter().find(|result| result["ruleId"] == "W408").unwrap();
    let place = json!({"artifactLocation": {"uri": "flows/a.yaml"}, "region": {"startLine": 1}});
    assert_eq!(silence["locations"][0]["physicalLocation"], place);
    let end = check(folder.path(), &["--format", "github"]);
    assert!(end.out.contains("::warning title=W408::"), "{}", end.out);
}

#[test]
fn github_reads_a_command_for_each_mistake() {
    let folder = bot();
    let end = check(folder.path(), &["my bot", "--format", "github"]);
    assert_eq!(end.status.code(), Some(1));
    let line = "::error file=my bot/flows/a%2C b.yaml,line=3,endLine=3,col=31,endColumn=35,title=T502::\
        I don't know the filter \"uper\"%0Adid you mean \"upper\"?%0AFix: ";
    assert!(end.out.lines().any(|one| one.starts_with(line)), "{}", end.out);
    assert!(end.out.lines().all(|one| one.starts_with("::")), "{}", end.out);
    assert!(end.out.contains("50%25"), "{}", end.out);
}

#[test]
fn what_was_mended_does_not_stand_among_what_programs_read() {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/a.yaml", "hello:\n  when: any message\n  text: Hi\n");
    let end = check(folder.path(), &["--fix", "--format", "sarif"]);
    assert_eq!(sarif(&end)["runs"][0]["results"], json!([]));
    assert_eq!(end.err, "flows/a.yaml:3:3 K202 text → say\n");
}
