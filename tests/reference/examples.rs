//! Every example is a bot without mistakes, and everything has one.

use std::collections::BTreeSet;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::flow::check::everything;
use saywhen::flow::key::Key;
use saywhen::flow::reference::concept::Concept;
use saywhen::flow::reference::concepts;
use saywhen::flow::verb::{self, Verb};
use saywhen::source::diagnostic::{Code, Diagnostic, render_all};
use saywhen::source::yaml::{Node, NodeKind, parse};
use saywhen::source::{Source, SourceId, Sources};

#[test]
fn every_example_compiles_without_a_mistake() {
    let mut wrong = String::new();
    for example in concepts().flat_map(|concept| concept.examples) {
        let sources = Arc::new(example.sources());
        let (bot, mut told) = Bot::compile(sources.clone());
        // An example asks what the rest of a bot would use.
        told.retain(|one| one.code.0 != "V603");
        if bot.is_none() || !told.is_empty() {
            wrong.push_str(&render_all(&told, &sources, false));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every key of the maps of a text.
fn keys_of(text: &str) -> BTreeSet<String> {
    let (tree, mistakes) = parse(SourceId(0), text);
    assert_eq!(mistakes, [], "{text}");
    let mut keys = BTreeSet::new();
    if let Some(tree) = &tree {
        gather(tree, &mut keys);
    }
    keys
}

/// Keys, and words that stand bare.
fn gather(node: &Node, keys: &mut BTreeSet<String>) {
    match &node.kind {
        NodeKind::Text(text) => {
            keys.insert(text.value.clone());
        }
        NodeKind::List(items) => items.iter().for_each(|item| gather(item, keys)),
        NodeKind::Map(entries) => entries.iter().for_each(|entry| {
            keys.insert(entry.key.value.clone());
            gather(&entry.value, keys);
        }),
    }
}

fn shown(concept: &Concept) -> BTreeSet<String> {
    let examples = concept.examples.iter();
    examples.flat_map(|example| keys_of(&format!("{}{}", example.bot, example.flow))).collect()
}

#[test]
fn every_verb_is_shown_in_an_example() {
    for concept in concepts() {
        let shown = shown(concept);
        let verbs =
            concept.verbs.iter().filter(|word| verb::ALL.iter().any(|v| v.word() == **word));
        let missing: Vec<_> = verbs.filter(|word| !shown.contains(**word)).collect();
        assert!(missing.is_empty(), "\"{}\" shows no {missing:?}", concept.title);
    }
}

#[test]
fn every_key_of_a_trigger_is_shown_in_an_example() {
    let concept = concepts().find(|one| one.title == "Triggers").unwrap();
    let shown = shown(concept);
    let ready = |key: &&Key| !shown.contains(key.name);
    let missing: Vec<_> = concept.tables[0].keys.iter().filter(ready).map(|key| key.name).collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}

#[test]
fn every_verb_of_the_language_belongs_to_one_concept() {
    let known: BTreeSet<&str> = verb::ALL.iter().map(|verb| verb.word()).collect();
    let listed: Vec<&str> = concepts().flat_map(|concept| concept.verbs).copied().collect();
    let listed_once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(listed.len(), listed_once.len(), "a verb is told twice");
    assert_eq!(listed_once, known);
    assert!(Verb::of("say").is_some());
}

#[test]
fn every_word_of_a_list_is_one_for_the_checker() {
    let mut wrong = Vec::new();
    for words in concepts().flat_map(|concept| concept.words) {
        let unknown = words.list.iter().filter(|(word, _)| !words.runs(word));
        wrong.extend(unknown.map(|(word, _)| format!("{}: {word}", words.of)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A word that nobody knows.
const NONSENSE: &str = "nonsense";

#[test]
fn every_word_that_the_checker_proposes_is_on_its_list() {
    let mut proposed = 0;
    for words in concepts().flat_map(|concept| concept.words) {
        let with = |text: &'static str| text.replace("WORD", NONSENSE);
        let text = format!("{}{}", with(words.probe.bot), with(words.probe.flow));
        let path = if words.probe.flow.is_empty() { "bot.yaml" } else { "flows/a.yaml" };
        let sources = Sources::new(vec![Source { path: path.into(), text: text.into() }]);
        let told = everything(&sources).1;
        let of_list =
            |one: &&Diagnostic| one.code == Code("K201") && one.headline.contains(NONSENSE);
        let notes = told.iter().filter(of_list);
        for known in notes.filter_map(|one| one.note.split_once(" can be: ")) {
            for word in known.1.split(", ") {
                let listed = words.list.iter().any(|(other, _)| *other == word);
                assert!(listed, "{word} is not on the list of {}", words.of);
                proposed += 1;
            }
        }
    }
    assert!(proposed > 20, "the checker proposes hardly anything: {proposed}");
}
