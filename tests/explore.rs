//! The walk over a bot finds what was planted, and nothing where nothing is wrong.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::files::read;
use saywhen::flow::check::everything;
use saywhen::rehearsal::explore::{Bounds, Explored, explore};
use saywhen::rehearsal::run::{Library, run};
use saywhen::script::parse::parse;
use saywhen::source::{Source, SourceId, Sources};

const BOUNDS: Bounds = Bounds { states: 1_500, depth: 16, seed: 0 };

fn bot(name: &str) -> Bot {
    let folder = read::folder(&Path::new("tests/explore").join(name)).unwrap();
    let (bot, told) = Bot::compile(Arc::new(folder.sources));
    bot.unwrap_or_else(|| panic!("{told:#?}"))
}

fn walk(bot: &Bot, bounds: Bounds) -> Explored {
    let (checked, _) = everything(&bot.sources).0.unwrap();
    explore(bot, &checked.flows, bounds, &mut || ControlFlow::Continue(()))
}

/// Line and kind of everything that is planted.
fn planted(bot: &Bot) -> Vec<(u32, String)> {
    let (_, file) = bot.sources.iter().find(|(_, file)| file.path.ends_with("pizza.yaml")).unwrap();
    let lines = (1..).zip(file.text.lines());
    lines
        .filter_map(|(line, text)| Some((line, text.split_once("# bug: ")?.1.to_owned())))
        .collect()
}

#[test]
fn everything_that_was_planted_is_found() {
    let bot = bot("planted");
    let explored = walk(&bot, BOUNDS);
    let planted = planted(&bot);
    assert_eq!(planted.len(), 10);
    let mut found: Vec<(u32, String)> = explored
        .findings
        .iter()
        .map(|one| (one.place.as_ref().map_or(0, |p| p.line), one.problem.as_str().to_owned()))
        .chain(explored.unreached.iter().map(|unit| (unit.place.line, "unreached".to_owned())))
        .collect();
    found.sort();
    found.dedup();
    for one in &planted {
        assert!(found.contains(one), "{one:?} is missing among {found:#?}");
    }
    // The other half of the circle of gotos, and a label in the same line as its message.
    assert!(found.len() <= planted.len() + 2, "{found:#?}");
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let explored = walk(&bot("right"), BOUNDS);
    assert_eq!(explored.findings, []);
    let unreached: Vec<_> = explored.unreached.iter().map(|unit| unit.flow.to_string()).collect();
    assert_eq!(unreached, ["sorry"]);
    assert!(explored.states > 50, "{}", explored.states);
}

#[test]
fn servers_answer_as_in_the_tests_and_fail_in_every_way() {
    let bot = bot("shop");
    let explored = walk(&bot, BOUNDS);
    let found: Vec<_> = explored.findings.iter().map(|one| one.problem.as_str()).collect();
    assert_eq!(found, ["exceeded limit"], "{:#?}", explored.findings);
    let chat = &explored.findings[0].chat;
    assert!(chat.contains("Given: GET https://shop.example/stock/qx%20zz answers 500"), "{chat}");
    assert!(explored.paths.join("\n").contains("Only 3 are left."), "{:?}", explored.paths);
    let unreached: Vec<_> = explored.unreached.iter().map(|unit| &unit.what).collect();
    assert!(unreached.is_empty(), "{unreached:?}");
}

#[test]
fn each_finding_comes_with_a_conversation_that_can_be_played() {
    let bot = bot("planted");
    for finding in walk(&bot, BOUNDS).findings {
        let (script, mistakes) = parse(SourceId(0), &finding.chat);
        assert_eq!(mistakes, [], "{}", finding.chat);
        let failures = run(&bot, &script, &Library::new()).remove(0).failures;
        // What was recorded is what the bot says; only an endless round says nothing at all.
        assert_eq!(failures, [], "{}", finding.chat);
    }
}

#[test]
fn the_same_seed_gives_the_same_walk_and_bounds_are_kept() {
    let bot = bot("right");
    let bounds = Bounds { states: 40, depth: 4, seed: 7 };
    let (one, two) = (walk(&bot, bounds), walk(&bot, bounds));
    assert_eq!((one.states, &one.paths), (two.states, &two.paths));
    assert!(one.bounded && one.states <= 40);
}

#[test]
fn paths_are_tests_that_pass() {
    let bot = bot("right");
    let explored = walk(&bot, Bounds { states: 120, depth: 6, seed: 0 });
    assert!(explored.paths.len() > 5, "{}", explored.paths.len());
    let (script, mistakes) = parse(SourceId(0), &explored.paths.join("\n"));
    assert_eq!(mistakes, []);
    let failed: Vec<_> = run(&bot, &script, &Library::new())
        .into_iter()
        .filter(|t| !t.failures.is_empty())
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_event_and_every_hour_is_tried() {
    let bot = bot("events");
    let explored = walk(&bot, BOUNDS);
    assert_eq!(explored.findings, []);
    let unreached: Vec<_> = explored.unreached.iter().map(|unit| &unit.what).collect();
    assert!(unreached.is_empty(), "{unreached:?}");
    assert!(!explored.bounded);
}

#[test]
fn what_fails_in_a_test_that_passes_is_no_news() {
    let flows = "go:\n  when: go\n  steps:\n    - say: On {{ event.text | date(format='%A') }}.\n\
                 sorry:\n  when: any message\n  say: Pardon?\n";
    let found = |test: &str| {
        let files = [("flows/a.yaml", flows), ("tests/a.chat", test)];
        let all = files.map(|(path, text)| Source { path: path.into(), text: text.into() });
        let (bot, told) = Bot::compile(Arc::new(Sources::new(all.into())));
        let bot = bot.unwrap_or_else(|| panic!("{told:#?}"));
        walk(&bot, BOUNDS).findings.len()
    };
    assert_eq!(found("# Another\nYou: hello\nBot: Pardon?\n"), 1);
    assert_eq!(found("# No date\nYou: go\nBot: ~ went wrong\n"), 0);
    assert_eq!(
        found("# No date\nYou: go\nBot: On Monday.\n"),
        1,
        "a test that fails proves nothing"
    );
}

#[test]
fn a_walk_can_be_ended_and_shows_what_it_has() {
    let bot = bot("planted");
    let (checked, _) = everything(&bot.sources).0.unwrap();
    let mut left = 40;
    let explored = explore(&bot, &checked.flows, BOUNDS, &mut || {
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(explored.bounded && left == 0);
    assert!(!explored.findings.is_empty() && !explored.paths.is_empty());
}
