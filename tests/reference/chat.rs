//! The chapter about conversation tests: its conversations pass, and what cannot be played says so.

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::rehearsal::run::{Library, Tested, run};
use saywhen::script::parse::parse;
use saywhen::script::reference::{CHAT, FLOW};
use saywhen::source::{Source, SourceId, Sources};

fn play(chat: &str) -> Vec<Tested> {
    let files = vec![Source { path: "flows/a.yaml".into(), text: FLOW.into() }];
    let (bot, told) = Bot::compile(Arc::new(Sources::new(files)));
    assert_eq!(told, []);
    let (script, mistakes) = parse(SourceId(1), chat);
    assert_eq!(mistakes, []);
    run(&bot.unwrap(), &script, &Library::new())
}

#[test]
fn the_conversations_of_the_reference_pass() {
    let tested = play(CHAT);
    assert_eq!(tested.len(), 2);
    for test in &tested {
        assert_eq!(test.failures, [], "{}", test.title);
    }
}
