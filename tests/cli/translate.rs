//! `saywhen translate`: what is missing is told and written, and nothing that was there is lost.

use std::path::Path;

use tempfile::TempDir;

use crate::life::{End, Life};
use crate::stage;

fn run(folder: &Path, what: &str) -> End {
    let mut command = stage::bare(folder);
    Life::start(command.args(["translate", what])).end()
}

fn bot(flow: &str, french: Option<&str>) -> TempDir {
    let folder = stage::folder();
    stage::write(folder.path(), "bot.yaml", "locales: [en, fr]\n");
    stage::write(folder.path(), "flows/hello.yaml", flow);
    if let Some(french) = french {
        stage::write(folder.path(), "locales/fr.yaml", french);
    }
    folder
}

fn french(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("locales/fr.yaml")).unwrap()
}

const FLOW: &str = "\
hello:
  when: any message
  say:
    - Hello, how are you?
    - {text: Work, context: place}
    - Work
    - 'Your size: {{ user.size or \"L\" }}'
    - {en: Today, fr: Aujourd'hui}
";

#[test]
fn a_new_catalogue_has_every_sentence_in_order() {
    let folder = bot(FLOW, None);
    let end = run(folder.path(), "extract");
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    assert_eq!(end.out, "locales/fr.yaml: 4 new, 0 changed\n");
    let wanted = r#""Hello, how are you?": ""
Work: [{text: "", context: place}, ""]
"Your size: {{ user.size or \"L\" }}": ""
"#;
    assert_eq!(french(&folder), wanted);
    let again = run(folder.path(), "extract");
    assert_eq!(again.out, "locales/fr.yaml: nothing new\n");
    assert_eq!(french(&folder), wanted);
}

#[test]
fn a_changed_sentence_carries_its_translation_and_comments_stay() {
    let before = "\
# Our French
Hello, how are you: Bonjour, ça va ?   # to friends
Work: Travailler
Nobody: Personne
";
    let folder = bot(FLOW, Some(before));
    let end = run(folder.path(), "extract");
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    assert_eq!(end.out, "locales/fr.yaml: 1 new, 1 changed\n");
    assert_eq!(
        french(&folder),
        r#"# Our French
"Hello, how are you?": {text: "Bonjour, ça va ?", fuzzy: "Hello, how are you"}   # to friends
Work: [Travailler, {text: "", context: place}]
Nobody: Personne
"Your size: {{ user.size or \"L\" }}": ""
"#
    );
    let status = run(folder.path(), "status");
    assert_eq!(
        status.out,
        r#"fr: 2 of 5 translated, 1 to look over again
  flows/hello.yaml:4: changed: Hello, how are you?
  flows/hello.yaml:5: missing: Work (place)
  flows/hello.yaml:7: missing: Your size: {{ user.size or "L" }}
  locales/fr.yaml: nobody says this any more: Nobody
"#
    );
}

#[test]
fn a_bot_with_mistakes_is_not_written_about() {
    let folder = bot("hello:\n  when: any message\n  say: Hi\n  goto: nowhere\n", None);
    let end = run(folder.path(), "extract");
    assert_eq!(end.status.code(), Some(1), "{}", end.out);
    assert!(!folder.path().join("locales").exists());
}
