//! `saywhen check --fix`: what is mended, what is left alone, and that nothing else of a file changes.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

use crate::life::{End, Life};
use crate::stage;

const WRONG: &str = "\
# Greets everybody.
hello:   # the first flow
  when: any message
  # in small steps
  steps:
    - text: Opening hours: 9 to 5   # every day
    - aks: We are #1, aren't we?  # really
      save: yes_or_no

    - goto: helo
";
const MENDED: &str = "\
# Greets everybody.
hello:   # the first flow
  when: any message
  # in small steps
  steps:
    - say: \"Opening hours: 9 to 5\"   # every day
    - ask: \"We are #1, aren't we?\"  # really
      save: yes_or_no

    - goto: hello
";

fn fix(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).args(["check", "--fix"]).args(arguments)).end()
}

fn bot(flow: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/hello.yaml", flow);
    folder
}

fn read(folder: &Path, name: &str) -> String {
    String::from_utf8(fs::read(folder.join(name)).unwrap()).unwrap()
}

fn json(end: &End) -> Value {
    serde_json::from_str(&end.out).unwrap_or_else(|_| panic!("{}{}", end.out, end.err))
}

#[test]
fn mistakes_are_mended_and_told_and_comments_stay() {
    let folder = bot(WRONG);
    let end = fix(folder.path(), &[]);
    assert_eq!(read(folder.path(), "flows/hello.yaml"), MENDED);
    let (told, left) = end.out.split_once("\n\n").unwrap();
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "flows/hello.yaml:6:13 Y102 Opening hours: 9 to 5 → \"Opening hours: 9 to 5\"",
            "flows/hello.yaml:6:7 K202 text → say",
            "flows/hello.yaml:7:7 K201 aks → ask",
            "flows/hello.yaml:7:12 Y103 We are #1, aren't we? → \"We are #1, aren't we?\"",
            "flows/hello.yaml:10:13 R301 helo → hello",
        ]
    );
    let again = fix(folder.path(), &[]);
    assert_eq!(again.out, left, "what is left is told as `check` tells it");
    assert_eq!(again.status.code(), end.status.code());
}

#[test]
fn a_bot_that_is_right_stays_untouched() {
    let folder = bot(&MENDED.replace("    - goto: hello\n", "").replace("\n\n", "\n"));
    let path = folder.path().join("flows/hello.yaml");
    let before = fs::metadata(&path).unwrap();
    let end = fix(folder.path(), &[]);
    let after = fs::metadata(&path).unwrap();
    assert_eq!(end.status.code(), Some(0), "{}", end.out);
    assert_eq!(
        (before.ino(), before.modified().unwrap()),
        (after.ino(), after.modified().unwrap())
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let dos = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let folder = bot(&dos(WRONG));
    fix(folder.path(), &[]);
    assert_eq!(read(folder.path(), "flows/hello.yaml"), dos(MENDED));
}

#[test]
fn a_step_that_needs_its_dash_gets_it_with_the_line_ends_of_its_file() {
    let wrong = "hello:\r\n  when: any message\r\n  steps:\r\n    - say: Hi\r\n    say: there\r\n";
    let folder = bot(wrong);
    assert_eq!(fix(folder.path(), &[]).status.code(), Some(0));
    assert_eq!(read(folder.path(), "flows/hello.yaml"), wrong.replace("    say", "    - say"));
}

#[test]
fn settings_and_templates_are_mended_as_well() {
    let folder = bot("hello:\n  when: any message\n  say: {template: grets}\n");
    stage::write(
        folder.path(),
        "templates/greets.tera",
        "{# Hi #}Hi {{ user.first_name | uper }}!",
    );
    stage::write(folder.path(), "bot.yaml", "# ours\nstrat: helo  # first\n");
    let end = fix(folder.path(), &["--format", "json"]);
    let left = json(&end);
    let mended = left["mended"].as_array().unwrap();
    assert_eq!(mended.len(), 4, "{left}");
    assert_eq!(read(folder.path(), "bot.yaml"), "# ours\nstart: hello  # first\n");
    let template = read(folder.path(), "templates/greets.tera");
    assert_eq!(template, "{# Hi #}Hi {{ user.first_name | upper }}!");
    assert_eq!(end.status.code(), Some(0), "{left}");
}

#[test]
fn json_has_what_was_mended_and_what_is_left() {
    let folder =
        bot("hello:\n  when: any message\n  text: hi\nother:\n  when: two\n  goto: nowhere\n");
    let end = fix(folder.path(), &["--format", "json"]);
    assert_eq!(end.status.code(), Some(1));
    let all = json(&end);
    let mended = serde_json::json!([{
        "file": "flows/hello.yaml", "line": 3, "col": 3, "code": "K202", "was": "text", "now": "say"
    }]);
    assert_eq!(all["mended"], mended);
    assert_eq!((&all["stays"], &all["alone"]), (&serde_json::json!([]), &serde_json::json!([])));
    let plain = Life::start(stage::bare(folder.path()).args(["check", "--format", "json"])).end();
    assert_eq!(all["left"], json(&plain));
    assert_eq!(all["left"][0]["code"], "R301");
}

#[test]
fn a_comment_behind_a_text_that_needs_quotes_stays_one() {
    for (wrong, right) in [
        ("#1 in town", "\"#1 in town\""),
        ("We are #1", "\"We are #1\""),
        ("*New* pizza", "\"*New* pizza\""),
        ("Open: daily", "\"Open: daily\""),
    ] {
        let flow =
            |say| format!("hello: # one\n  when: any message  # two\n  say: {say}  # three\n");
        let folder = bot(&flow(wrong));
        fix(folder.path(), &[]);
        let now = read(folder.path(), "flows/hello.yaml");
        assert_eq!(now, flow(right));
    }
}

#[test]
fn what_may_be_a_comment_is_no_text() {
    for flow in [
        "hello:\n  when: any message\n  say: Hi # greets\n",
        "hello:\n  when: any message\n  say: Open: 9 to 5 # daily\n",
        "hello:\n  when: {regex: ^hi$} # greets\n  say: Hi #greets\n",
    ] {
        let folder = bot(flow);
        let end = fix(folder.path(), &[]);
        assert_eq!(read(folder.path(), "flows/hello.yaml"), flow);
        assert_eq!(end.status.code(), Some(1), "{}", end.out);
        assert!(!end.out.contains("[auto]"), "{}", end.out);
    }
}

#[test]
fn a_change_that_would_make_it_worse_is_not_made() {
    let wrong = "hello:\n  when: any message\n  say: Hi\n  replies: {A: hello}\n  quick_replies: {B: hello}\n";
    let folder = bot(wrong);
    let end = fix(folder.path(), &[]);
    assert_eq!(read(folder.path(), "flows/hello.yaml"), wrong);
    let told =
        "flows/hello.yaml:5:3 K208 stays: to write \"replies\" would bring other mistakes\n\n";
    assert!(end.out.starts_with(told), "{}", end.out);
}

#[test]
fn a_second_fallback_is_not_made_of_what_looks_like_one() {
    let wrong = "a:\n  when: any mesage\n  say: Hi\nb:\n  when: any message\n  say: Hi\n";
    let folder = bot(wrong);
    let end = fix(folder.path(), &[]);
    assert_eq!(
        (end.status.code(), read(folder.path(), "flows/hello.yaml")),
        (Some(0), wrong.into())
    );
    let told =
        "flows/hello.yaml:2:9 W413 stays: to write \"any message\" would bring other mistakes\n";
    assert!(end.out.starts_with(told), "{}", end.out);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let folder = bot("hello:\n  when: any message\n  say: Hi\n  quick_replies: {A: hello}\n");
    stage::write(folder.path(), "flows/other.yaml", "other:\n  when: two\n  text: Hi\n");
    let path = folder.path().join("flows/hello.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let end = fix(folder.path(), &[]);
    assert_eq!(end.status.code(), Some(74), "{}", end.out);
    let told =
        "flows/other.yaml:3:3 K202 text → say\nflows/hello.yaml stays as it is: it is read-only\n";
    assert!(end.out.starts_with(told), "{}", end.out);
    assert!(read(folder.path(), "flows/hello.yaml").contains("quick_replies"));
    assert!(read(folder.path(), "flows/other.yaml").contains("say: Hi"));
    assert_eq!(fs::read_dir(folder.path().join("flows")).unwrap().count(), 2, "nothing lies about");
}

#[test]
fn a_file_that_is_saved_as_utf_16_is_saved_as_utf_8_with_its_line_ends() {
    let folder = bot("hello:\n  when: any message\n  say: Hi\n");
    let text = "other:\r\n  when: two\r\n  text: Grüße\r\n";
    let wide: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("flows/wide.yaml"), &wide).unwrap();
    let end = fix(folder.path(), &[]);
    assert_eq!(end.status.code(), Some(0), "{}", end.out);
    let told = "flows/wide.yaml:1:1 Y117 UTF-16 → UTF-8\nflows/wide.yaml:3:3 K202 text → say\n";
    assert!(end.out.starts_with(told), "{}", end.out);
    let mended = "other:\r\n  when: two\r\n  say: Grüße\r\n";
    assert_eq!(read(folder.path(), "flows/wide.yaml"), mended);
    assert!(fix(folder.path(), &[]).out.starts_with("Everything is right."));
}

#[test]
fn a_file_that_nobody_can_read_is_told_and_stays() {
    let folder = bot("hello:\n  when: any message\n  say: Hi\n");
    let odd = b"other:\n  when: caf\xe9\n  text: Hi\n";
    fs::write(folder.path().join("flows/odd.yaml"), odd).unwrap();
    let end = fix(folder.path(), &[]);
    assert_eq!(end.status.code(), Some(1));
    let told = "flows/odd.yaml stays as it is: it is not saved as UTF-8\n\n";
    assert!(end.out.starts_with(told), "{}", end.out);
    assert_eq!(fs::read(folder.path().join("flows/odd.yaml")).unwrap(), odd);
}

#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    let folder = bot("hello:\n  when: any message\n  say: Hi\n");
    let shared = tempfile::tempdir().unwrap();
    let target = shared.path().join("shared.yaml");
    fs::write(&target, "other:\n  when: two\n  text: Hi\n").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, folder.path().join("flows/a.yaml")).unwrap();
    assert_eq!(fix(folder.path(), &[]).status.code(), Some(0));
    assert!(fs::symlink_metadata(folder.path().join("flows/a.yaml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "other:\n  when: two\n  say: Hi\n");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(shared.path()).unwrap().count(), 1);
}

#[test]
fn a_flow_file_alone_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "one.yaml", WRONG);
    fix(folder.path(), &["one.yaml"]);
    assert_eq!(read(folder.path(), "one.yaml"), MENDED);
}

/// The files of a folder of `tests/diagnostics` that make a bot.
fn files(folder: &Path, below: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(folder, &path, found);
        } else if !path.ends_with("expected.txt") {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
            found.push((name.to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// How often a code is told.
fn count(told: &Value, code: &str) -> usize {
    told.as_array().unwrap().iter().filter(|one| one["code"] == *code).count()
}

#[test]
fn every_change_that_is_offered_can_be_made_and_then_none_is_left() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|one| one.unwrap().path()).collect();
    let expected = |folder: &Path| fs::read_to_string(folder.join("expected.txt"));
    // The one that is not saved as UTF-8 has a test of its own.
    folders.retain(|folder| !folder.ends_with("Y117"));
    folders.retain(|folder| expected(folder).is_ok_and(|told| told.contains("[auto]")));
    assert!(folders.len() > 100, "{}", folders.len());
    let half = |part: &[PathBuf]| -> Vec<String> {
        part.iter().filter_map(|folder| mends(folder).err()).collect()
    };
    let (first, second) = folders.split_at(folders.len() / 2);
    let wrong = thread::scope(|scope| {
        let other = scope.spawn(|| half(first));
        [half(second), other.join().unwrap()].concat()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Mends a folder of `tests/diagnostics`, once as it is and once with the line ends of other systems.
fn mends(folder: &Path) -> Result<(), String> {
    let (unix, dos) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut before = Vec::new();
    files(folder, folder, &mut before);
    for (name, text) in &before {
        stage::write(unix.path(), name, text);
        stage::write(dos.path(), name, &text.replace('\n', "\r\n"));
    }
    let told = json(&fix(unix.path(), &["--format", "json"]));
    let mended = told["mended"].as_array().unwrap();
    let right = |is: bool, what: &str| {
        if is { Ok(()) } else { Err(format!("{} {what}: {told}", folder.display())) }
    };
    right(!mended.is_empty(), "nothing")?;
    let expected = fs::read_to_string(folder.join("expected.txt")).unwrap();
    for code in mended.iter().map(|one| one["code"].as_str().unwrap()) {
        let was = expected.matches(&format!("[{code}]: ")).count();
        right(was == 0 || count(&told["left"], code) < was, code)?;
    }
    fix(dos.path(), &[]);
    for (name, _) in &before {
        let mended = read(unix.path(), name).replace('\n', "\r\n");
        right(read(dos.path(), name) == mended, "with CRLF")?;
    }
    let again = json(&fix(unix.path(), &["--format", "json"]));
    right(again["mended"] == serde_json::json!([]), "again")?;
    right(again["left"] == told["left"], "what is left")
}
