//! `saywhen schema`: what editors read is what lies in `docs/schema/`.

use std::path::Path;

use crate::life::{End, Life};
use crate::stage;

fn run(arguments: &[&str]) -> End {
    let folder = stage::folder();
    Life::start(stage::bare(folder.path()).args(arguments)).end()
}

fn written(name: &str) -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    std::fs::read_to_string(docs.join(name)).unwrap()
}

#[test]
fn schemas_are_printed_as_they_lie_in_the_docs() {
    for (arguments, name) in [
        (&["schema"][..], "flow.json"),
        (&["schema", "flow"], "flow.json"),
        (&["schema", "bot"], "bot.json"),
    ] {
        let end = run(arguments);
        assert_eq!(end.status.code(), Some(0), "{arguments:?}: {}", end.err);
        assert!(end.out == written(name), "{arguments:?} prints something else than {name}");
    }
}

#[test]
fn there_is_no_schema_of_anything_else() {
    let end = run(&["schema", "flows"]);
    assert_eq!(end.status.code(), Some(64));
    assert!(end.err.contains("flow, bot"), "{}", end.err);
}
