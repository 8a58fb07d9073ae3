//! `saywhen replay`: recorded conversations with an edited bot.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine;
use saywhen::files::read;
use saywhen::store::sqlite::Sqlite;
use saywhen::store::{Store, Work};
use saywhen::time::Timestamp;
use saywhen::words::arrival::{Arrival, Identity, What};
use saywhen::words::conversation::Conversation;
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::input::{Input, InputKind};
use saywhen::words::name::{Channel, ConversationKey, VisitorId};
use saywhen::words::recorded::Recorded;
use saywhen::words::turn::{Dice, Moment};
use tempfile::TempDir;

use crate::life::{End, Life};
use crate::stage;

const FLOWS: &str = "\
pizza:
  when: [pizza]
  steps:
    - ask: Which size?
      save: size
      choices: [Small, Large]
      retry: Small or large?
    - say: A {{ size }} one.
hours:
  when: [open]
  say: Nine to five.
fallback:
  when: any message
  say: Sorry?
";
const NOW: Timestamp = Timestamp(1_768_478_400_000);

fn bot(flows: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", flows);
    folder
}

fn compiled(folder: &Path) -> Bot {
    Bot::compile(Arc::new(read::folder(folder).unwrap().sources)).0.unwrap()
}

fn key(visitor: usize) -> ConversationKey {
    let visitor = VisitorId::new(format!("{visitor}"));
    ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor }
}

fn event(text: &str) -> Event {
    let kind = EventKind::Text(Text { text: text.to_owned(), ..Text::default() });
    let raw = serde_json::Value::Null;
    Event { sent_at: Some(NOW), raw, ..Event::new(kind) }
}

fn moment(key: ConversationKey) -> Moment {
    Moment { key, now: NOW, dice: Dice::Seed(1), tracing: false }
}

/// What a visitor says, one turn after the other.
fn conversation(bot: &Bot, visitor: usize, texts: &[&str]) -> Vec<Recorded> {
    let key = key(visitor);
    let mut state = Conversation::default();
    let mut all = Vec::new();
    for (seq, text) in (1..).zip(texts) {
        let input = Input { seq, at: NOW, kind: InputKind::Visitor(Box::new(event(text))) };
        let turn = engine::turn(bot, &state, &input, &moment(key.clone()));
        let before = std::mem::replace(&mut state, turn.after);
        let (outcome, replies, key) = (turn.outcome, turn.replies, key.clone());
        all.push(Recorded { key, input, before, now: NOW, seed: 1, outcome, replies });
    }
    all
}

fn exported(folder: &Path, turns: &[Recorded]) {
    let lines = turns.iter().map(|turn| serde_json::to_string(turn).unwrap() + "\n");
    stage::write(folder, "turns.jsonl", &lines.collect::<String>());
}

fn run(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).arg("replay").args(arguments)).end()
}

/// A thousand conversations of four kinds.
fn thousand(bot: &Bot) -> Vec<Recorded> {
    let kinds: [&[&str]; 4] =
        [&["pizza", "Large"], &["pizza", "huge", "small"], &["open"], &["cake", "open"]];
    (0..1_000).flat_map(|n| conversation(bot, n, kinds[n % 4])).collect()
}

#[test]
fn a_thousand_conversations_show_exactly_what_an_edit_changes() {
    let folder = bot(FLOWS);
    let turns = thousand(&compiled(folder.path()));
    exported(folder.path(), &turns);
    let end = run(folder.path(), &["--from", "turns.jsonl", "--fail"]);
    assert_eq!(end.status.code(), Some(0), "{}{}", end.out, end.err);
    assert!(end.out.contains("2000 turns, 0 would go otherwise"), "{}", end.out);

    // A line is moved, which nobody sees; a text is another; a flow takes what had no answer.
    let edited = FLOWS.replace("Nine to five.", "Ten to six.");
    let edited = format!("# A comment\n{edited}cakes:\n  when: [cake]\n  say: No cakes.\n");
    stage::write(folder.path(), "flows/shop.yaml", &edited);
    let end = run(folder.path(), &["--from", "turns.jsonl", "--fail", "--format", "json"]);
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
    let told: serde_json::Value = serde_json::from_str(&end.out).unwrap();
    let causes: Vec<_> = told["causes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cause| {
            let line = cause["line"].as_u64().unwrap();
            let what = cause["what"].as_str().unwrap().to_owned();
            (line, what, cause["turns"].as_array().unwrap().len())
        })
        .collect();
    let expected = [
        (12, "says something else".to_owned(), 500),
        (17, "taken by trigger:cakes instead of fallback:fallback".to_owned(), 250),
    ];
    assert_eq!(causes, expected);
}

#[test]
fn people_read_what_was_and_what_would_be() {
    let folder = bot(FLOWS);
    let turns = conversation(&compiled(folder.path()), 1, &["pizza", "Large"]);
    exported(folder.path(), &turns);
    stage::write(
        folder.path(),
        "flows/shop.yaml",
        &FLOWS.replace("A {{ size }}", "One {{ size }}"),
    );
    let end = run(folder.path(), &["--from", "turns.jsonl"]);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    let expected = "\
flows/shop.yaml:8  says something else, once
    You: Large
    - Bot: A Large one.
    + Bot: One Large one.

2 turns, 1 would go otherwise
";
    assert_eq!(end.out, expected);
}

#[test]
fn a_store_gives_its_turns_while_it_is_in_use() {
    let folder = bot(FLOWS);
    let bot = compiled(folder.path());
    let path = folder.path().join("live.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Sqlite::open(&path).unwrap();
    runtime.block_on(async {
        let what = What::Event(Box::new(event("open")));
        let arrival = Arrival { key: key(7), identity: Identity([7; 16]), at: NOW, what };
        store.accept(NOW, vec![arrival]).await.unwrap();
        let work: Work = store.claim(1).await.unwrap().remove(0);
        let at = moment(work.key.clone());
        let turn = engine::turn(&bot, &work.conversation, &work.input, &at);
        store.commit(work, turn).await.unwrap();
    });
    let end = run(folder.path(), &["--from", "live.db", "--export", "turns.jsonl"]);
    assert!(end.out.contains("turns.jsonl: 1 turns"), "{}{}", end.out, end.err);
    let mode = std::fs::metadata(folder.path().join("turns.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "what visitors wrote is for the owner alone");
    for from in ["live.db", "turns.jsonl"] {
        let end = run(folder.path(), &["--from", from]);
        assert!(
            end.out.contains("1 turns, 0 would go otherwise"),
            "{from}: {}{}",
            end.out,
            end.err
        );
    }
    stage::write(folder.path(), "flows/shop.yaml", &FLOWS.replace("Nine", "Eight"));
    let end = run(folder.path(), &["--from", "live.db"]);
    assert!(end.out.contains("- Bot: Nine to five.\n    + Bot: Eight to five."), "{}", end.out);
    let end = run(folder.path(), &["--from", "none.db"]);
    assert_eq!(end.status.code(), Some(74), "{}", end.err);
}

#[test]
fn what_is_no_store_is_told_with_the_stores_that_there_are() {
    let folder = bot(FLOWS);
    let told = |arguments: &[&str]| {
        let end = run(folder.path(), arguments);
        assert_eq!((end.status.code(), end.out.as_str()), (Some(74), ""), "{}", end.err);
        end.err
    };
    let missing = "error: .saywhen/saywhen.db: No such file or directory (os error 2)";
    assert_eq!(told(&[]), format!("{missing}\n"));
    stage::write(folder.path(), "bot.yaml", "name: Shop\n");
    stage::write(folder.path(), "old/kept.db", "");
    drop(Sqlite::open(&folder.path().join(".saywhen/dev.db")).unwrap());
    let there = "there is: --from .saywhen/dev.db";
    assert_eq!(told(&[]), format!("{missing}; {there}\n"));
    let other = format!("error: bot.yaml: it is no store of saywhen's; {there}\n");
    assert_eq!(told(&["--from", "bot.yaml"]), other);
    let itself = format!("error: .saywhen is a folder, not a store; {there}\n");
    assert_eq!(told(&["--from", ".saywhen"]), itself);
    let both = format!("error: old is a folder, not a store; {there}, --from old/kept.db\n");
    assert_eq!(told(&["--from", "old"]), both);
}
