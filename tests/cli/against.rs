//! `saywhen check --against`: an edited bot, held against the people in a store.

use std::path::Path;
use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::engine;
use saywhen::files::read;
use saywhen::store::Store;
use saywhen::store::sqlite::Sqlite;
use saywhen::time::Timestamp;
use saywhen::words::arrival::{Arrival, Identity, What};
use saywhen::words::event::{Event, EventKind, Text};
use saywhen::words::name::{Channel, ConversationKey, VisitorId};
use saywhen::words::turn::{Dice, Moment};
use tempfile::TempDir;

use crate::life::{End, Life};
use crate::stage;

const BEFORE: &str = "\
lunch:
  when: lunch
  say: What would you like?
  buttons: {Pick a size: pizza.size, The day: pizza.day, Talk: person}
pizza:
  when: pizza
  steps:
    - ask: Which day?
      save: day
    - ask: Which size?
      save: size
    - say: '{{ size }} on {{ day or 1 }}.'
person:
  when: person
  say: Somebody will write.
fallback:
  when: any message
  say: Sorry?
";

/// The question for the size is another flow's, nobody is talked to, nothing leads to the day.
const AFTER: &str = "\
lunch:
  when: lunch
  say: What would you like?
pizza:
  when: pizza
  steps:
    - ask: Which day?
      save: day
    - call: menu
    - say: Fine, {{ day or 1 }}.
menu:
  steps:
    - ask: Which size?
      save: size
    - return: size
fallback:
  when: any message
  say: Sorry?
";

const MOVED: &str = "moved: {pizza.size: menu.size, person: lunch, pizza.day: pizza.day}\n";
const NOW: Timestamp = Timestamp(1_768_478_400_000);

fn bot(flows: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    stage::write(folder.path(), "flows/shop.yaml", flows);
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> End {
    Life::start(stage::bare(folder).arg("check").args(arguments)).end()
}

fn arrival(visitor: usize, nth: usize, text: &str) -> Arrival {
    let visitor = VisitorId::new(format!("{visitor}"));
    let key = ConversationKey { channel: Channel::Messenger, page: "1".into(), visitor };
    let identity = Identity::of(&[key.visitor.as_str(), &nth.to_string()]);
    let kind = EventKind::Text(Text { text: text.to_owned(), ..Text::default() });
    let raw = serde_json::Value::Null;
    let event = Event { sent_at: Some(NOW), raw, ..Event::new(kind) };
    Arrival { key, identity, at: NOW, what: What::Event(Box::new(event)) }
}

/// What each visitor says, with the bot of a folder.
fn talk(folder: &Path, store: &Sqlite, visitors: &[&[&str]]) {
    let bot = Bot::compile(Arc::new(read::folder(folder).unwrap().sources)).0.unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for (visitor, texts) in visitors.iter().enumerate() {
            for (nth, text) in texts.iter().enumerate() {
                store.accept(NOW, vec![arrival(visitor, nth, text)]).await.unwrap();
                let work = store.claim(1).await.unwrap().remove(0);
                let key = work.key.clone();
                let at = Moment { key, now: NOW, dice: Dice::Seed(1), tracing: false };
                let turn = engine::turn(&bot, &work.conversation, &work.input, &at);
                store.commit(work, turn).await.unwrap();
            }
        }
    });
}

/// Two wait for the size, one for the day; two have the buttons before their eyes, one of them twice.
const PEOPLE: [&[&str]; 5] =
    [&["pizza", "Frogday"], &["pizza", "Frogday"], &["pizza"], &["lunch"], &["lunch", "lunch"]];

#[test]
fn a_deploy_tells_who_loses_their_place_while_the_store_is_in_use() {
    let folder = bot(BEFORE);
    let path = folder.path().join("live.db");
    let store = Sqlite::open(&path).unwrap();
    talk(folder.path(), &store, &PEOPLE);
    let end = check(folder.path(), &["--against", "live.db", "--strict"]);
    assert_eq!(end.status.code(), Some(0), "{}{}", end.out, end.err);
    let right = "Everything is right. 3 people are in the middle of something, and go on there.\n";
    assert_eq!(end.out, right);

    stage::write(folder.path(), "flows/shop.yaml", AFTER);
    let end = check(folder.path(), &["--against", "sqlite:live.db"]);
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
    for told in [
        "warning[R310]: 2 people stand on \"pizza.size\", which is gone",
        "note: When they write next: 2 are asked \"pizza.day\" again.",
        "Fix: moved: {pizza.size: menu.size}",
        "warning[R308]: 3 buttons people may still have on screen point to \"pizza.size\", which is gone",
        "Fix: keep an alias: moved: {pizza.size: menu.size}, or answer such taps",
        "3 buttons people may still have on screen point to \"person\", which is gone",
        "point to \"pizza.day\", to which no button leads any more",
        "4 warnings\n",
    ] {
        assert!(end.out.contains(told), "{told}: {}", end.out);
    }
    let end = check(folder.path(), &["--against", "live.db", "--strict", "--format", "json"]);
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
    assert!(!end.out.contains("Frogday") && !end.err.contains("Frogday"), "{}", end.out);
    let told: serde_json::Value = serde_json::from_str(&end.out).unwrap();
    let codes: Vec<_> = told.as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["R308", "R308", "R308", "R310"]);

    // Without the store nothing is told, and with `moved:` nobody loses anything.
    assert_eq!(check(folder.path(), &[]).out, "Everything is right.\n");
    stage::write(folder.path(), "bot.yaml", MOVED);
    let end = check(folder.path(), &["--against", "live.db", "--strict"]);
    assert_eq!(end.status.code(), Some(0), "{}{}", end.out, end.err);
    assert_eq!(end.out, right);
    drop(store);
}

#[test]
fn who_answers_unknown_buttons_is_not_told_of_them() {
    let folder = bot(BEFORE);
    let store = Sqlite::open(&folder.path().join("live.db")).unwrap();
    talk(folder.path(), &store, &PEOPLE);
    let old = "old:\n  when: {event: unknown_button}\n  say: That button is an old one.\n";
    stage::write(folder.path(), "flows/shop.yaml", &format!("{AFTER}{old}"));
    let end = check(folder.path(), &["--against", "live.db"]);
    assert!(end.out.contains("R310") && !end.out.contains("R308"), "{}", end.out);
}

#[test]
fn buttons_that_never_came_to_anybody_do_not_count() {
    let folder = bot(BEFORE);
    let path = folder.path().join("live.db");
    talk(folder.path(), &Sqlite::open(&path).unwrap(), &[&["lunch", "lunch", "lunch"]]);
    stage::write(folder.path(), "flows/shop.yaml", AFTER);
    let counted = |sql: &str, count: &str| {
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let end = check(folder.path(), &["--against", "live.db"]);
        let told = format!("{count} people may still have on screen point");
        assert!(end.out.contains(&told), "{sql}: {}", end.out);
    };
    counted("update outbox set state = 'sent'", "3 buttons");
    counted("update outbox set state = 'failed' where seq = 1", "2 buttons");
    // What the store has swept is still in the conversation, if it was the last.
    counted("delete from outbox", "1 button");
}

#[test]
fn what_is_no_store_of_ours_is_told_and_left_alone() {
    let folder = bot(BEFORE);
    let path = folder.path().join("live.db");
    talk(folder.path(), &Sqlite::open(&path).unwrap(), &[&["pizza"]]);
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let other = rusqlite::Connection::open(folder.path().join("other.db")).unwrap();
    other.execute_batch("create table person (name text)").unwrap();
    drop(other);
    stage::write(folder.path(), "empty.db", "");
    stage::write(folder.path(), "text.db", &"no database at all\n".repeat(100));
    for (store, why) in [
        ("live.db", "a newer saywhen has written it"),
        ("other.db", "it is no store of saywhen's"),
        ("empty.db", "it is no store of saywhen's"),
        ("text.db", "file is not a database"),
        ("none.db", "No such file"),
    ] {
        for command in [["check", "--against", store], ["replay", "--from", store]] {
            let end = Life::start(stage::bare(folder.path()).args(command)).end();
            assert_eq!(end.status.code(), Some(74), "{store}: {}{}", end.out, end.err);
            assert!(end.err.contains(store) && end.err.contains(why), "{}", end.err);
            assert!(end.out.is_empty(), "{}", end.out);
        }
    }
    assert!(!folder.path().join("none.db").exists());
    assert_eq!(std::fs::metadata(folder.path().join("empty.db")).unwrap().len(), 0);
}

#[test]
fn an_older_store_can_be_looked_at_as_well() {
    let folder = bot(BEFORE);
    let path = folder.path().join("live.db");
    talk(folder.path(), &Sqlite::open(&path).unwrap(), &PEOPLE);
    let older = rusqlite::Connection::open(&path).unwrap();
    older.execute_batch("alter table conversation drop column unreachable").unwrap();
    older.pragma_update(None, "user_version", 2).unwrap();
    drop(older);
    stage::write(folder.path(), "flows/shop.yaml", AFTER);
    let end = check(folder.path(), &["--against", "live.db"]);
    assert!(end.out.contains("2 people stand on \"pizza.size\""), "{}{}", end.out, end.err);
}

#[test]
fn a_bot_with_mistakes_shows_them_and_looks_at_nobody() {
    let folder = bot("a:\n  when: hi\n  goto: nowhere\n");
    let end = check(folder.path(), &["--against", "none.db"]);
    assert_eq!(end.status.code(), Some(1), "{}", end.err);
    assert!(end.out.contains("R301"), "{}", end.out);
    assert!(end.err.contains("is not held against a store"), "{}", end.err);
}
