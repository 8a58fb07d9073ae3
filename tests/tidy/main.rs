//! The rules of the house, as tests: floors, sizes, names, words, and papers that match the code.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "tests"
)]

mod commands;
mod floors;
mod papers;
mod planted;
mod rules;
mod scan;
mod tree;

use tree::Finding;

fn none(findings: &[Finding]) {
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} rules are broken:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn modules_name_only_lower_floors() {
    none(&tree::sources().iter().flat_map(floors::check).collect::<Vec<_>>());
}

#[test]
fn the_list_of_modules_stands_by_floor() {
    none(&floors::check_lib(&tree::read("src/lib.rs")));
}

#[test]
fn architecture_shows_the_floors() {
    none(&floors::check_architecture(&tree::read("ARCHITECTURE.md")));
}

#[test]
fn sources_keep_the_rules() {
    none(&tree::sources().iter().flat_map(rules::check).collect::<Vec<_>>());
}

#[test]
fn every_diagnostic_has_a_golden_folder() {
    none(&papers::diagnostics(&tree::sources(), &tree::all()));
}

#[test]
fn every_promise_names_a_test_that_exists() {
    none(&papers::promises(&tree::read("docs/promises.md")));
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    none(&tree::all().iter().flat_map(papers::machines).collect::<Vec<_>>());
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    none(&papers::changelog(&tree::read("CHANGELOG.md")));
}

#[test]
fn commands_in_the_papers_exist() {
    none(&commands::check());
}

#[test]
fn the_table_of_commands_is_that_of_the_help() {
    none(&commands::table());
}

#[test]
fn bots_of_this_repository_pass_check_and_their_own_conversations() {
    none(&commands::bots());
}
