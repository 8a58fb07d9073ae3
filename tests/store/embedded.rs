//! What only the embedded store has to show: its file.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use saywhen::store::sqlite::Sqlite;
use saywhen::store::{Call, Recovered, Store, StoreError};
use saywhen::words::conversation::Fetching;
use saywhen::words::name::Vars;
use saywhen::words::turn::{Piece, Side, Want, Whom};

use super::kit::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn open(path: &Path) -> Sqlite {
    Sqlite::open(path).unwrap()
}

#[tokio::test]
async fn what_was_answered_outlives_a_crash() {
    let folder = folder();
    let path = folder.path().join("deep/below/saywhen.db");
    let store = open(&path);
    let first = answered(&store, "a", at(0), &["1", "2"]).await;
    store.accept(at(1), vec![says("b", "x"), says("b", "y")]).await.unwrap();
    let lost = claim_one(&store).await;
    drop(store);

    let store = open(&path);
    let found = store.recover(at(10)).await.unwrap();
    assert_eq!(found, Recovered { accepted: 2, waiting: 1, sending: 1 });
    assert_eq!(fates(&store, "a").await, ["uncertain(restart)", "waiting"]);
    let stale = turn(&lost, at(11), &["late"]);
    assert_eq!(store.commit(lost.clone(), stale).await.unwrap_err(), StoreError::Lost);
    assert_eq!(claim_one(&store).await.input, lost.input);
    let copies = store.accept(at(12), vec![says("b", "x")]).await.unwrap();
    assert_eq!((copies.queued, copies.duplicates), (0, 1));
    let echo = store.accept(at(13), vec![own_echo("a", &first, "m1")]).await.unwrap();
    assert_eq!((echo.settled, echo.wake_sends), (1, true));
    assert_eq!(said(&store.sends(at(13), 9).await.unwrap()[0]), "2");
}

#[tokio::test]
async fn a_second_opener_is_refused_until_the_first_is_gone() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    let clone = store.clone();
    assert_eq!(Sqlite::open(&path).unwrap_err(), StoreError::InUse);
    drop(store);
    assert_eq!(Sqlite::open(&path).unwrap_err(), StoreError::InUse);
    clone.set_meta("still", "works").await.unwrap();
    drop(clone);
    assert_eq!(open(&path).meta("still").await.unwrap().as_deref(), Some("works"));
}

#[tokio::test]
async fn an_empty_file_is_brought_up_to_date() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    std::fs::write(&path, "").unwrap();
    open(&path).set_meta("a", "b").await.unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let pragma = |name| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("user_version"), 3);
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn what_an_older_release_noted_is_counted_and_not_done_again() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(
        "drop table tracked; drop index side_open; drop index side_due; drop index side_given_up;
         drop index side_settled; drop table side;
         alter table conversation drop column unreachable;
         create table side (
           conversation integer not null, seq integer not null, ordinal integer not null,
           body text not null, state text not null default 'waiting', tries integer not null
           default 0, not_before integer, primary key (conversation, seq, ordinal)) without rowid;
         insert into side (conversation, seq, ordinal, body) values
           (1, 1, 0, '{\"track\":{\"name\":\"order\",\"with\":{}}}'),
           (1, 1, 1, '{\"log\":{\"text\":\"noted\"}}'),
           (1, 2, 0, '{\"track\":{\"name\":\"order\",\"with\":{\"size\":\"L\"}}}');
         pragma user_version = 1;",
    )
    .unwrap();
    drop(conn);
    let store = open(&path);
    let tracked = store.tracked().await.unwrap();
    assert_eq!((tracked.len(), &*tracked[0].name, tracked[0].count), (1, "order", 2));
    let history = store.history(&key("a")).await.unwrap();
    assert_eq!(history.sides.len(), 3);
    assert!(history.sides.iter().all(|(_, state, _)| state == "done"), "{history:?}");
    assert!(store.errands(at(9), 9, Vec::new()).await.unwrap().is_empty());
}

#[test]
fn a_damaged_file_is_refused_and_left_as_it_is() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let garbage = "this is no database at all. ".repeat(500);
    std::fs::write(&path, &garbage).unwrap();
    assert!(matches!(Sqlite::open(&path), Err(StoreError::Corrupt(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), garbage);

    let cut = folder.path().join("cut.db");
    drop(open(&cut));
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(Sqlite::open(&cut), Err(StoreError::Corrupt(_))));
}

#[test]
fn files_of_others_are_refused() {
    let folder = folder();
    let other = folder.path().join("other.db");
    let conn = rusqlite::Connection::open(&other).unwrap();
    conn.execute_batch("create table mine (id integer)").unwrap();
    drop(conn);
    assert!(matches!(Sqlite::open(&other), Err(StoreError::Foreign(_))));

    let newer = folder.path().join("newer.db");
    drop(open(&newer));
    let conn = rusqlite::Connection::open(&newer).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    drop(conn);
    assert!(matches!(Sqlite::open(&newer), Err(StoreError::Foreign(_))));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = Sqlite::open(&file.join("saywhen.db")).unwrap_err();
    assert!(matches!(&error, StoreError::NotWritable(why) if why.contains("file")), "{error}");
}

#[tokio::test]
async fn a_full_disk_takes_nothing_half_and_gives_everything_back() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = Sqlite::open_with_room(&path, 400 * 1024).unwrap();
    let mut accepted = 0;
    let full = loop {
        let batch = (0..5).map(|n| says("a", &format!("{accepted} {n} {}", "x".repeat(2_000))));
        match store.accept(at(0), batch.collect()).await {
            Ok(took) => accepted += took.queued,
            Err(error) => break error,
        }
        assert!(accepted < 10_000, "the room never ends");
    };
    assert_eq!(full, StoreError::Full);
    assert_eq!(store.counts().await.unwrap().queued, u64::try_from(accepted).unwrap());

    let work = claim_one(&store).await;
    let long = "y".repeat(60_000);
    let turn = turn(&work, at(1), &[&long]);
    let refused = store.commit(work.clone(), turn.clone()).await.unwrap_err();
    assert_eq!(refused, StoreError::Full);
    assert!(store.claim(9).await.unwrap().is_empty(), "the work is still its worker's");
    store.release(work.clone()).await.unwrap();
    assert_eq!(claim_one(&store).await.input, work.input);
    drop(store);

    let store = open(&path);
    let work = claim_one(&store).await;
    assert_eq!(work.conversation.version, 0);
    assert!(store.commit(work, turn).await.unwrap().head.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_batch_gives_its_claims_back() {
    let folder = folder();
    let store = Sqlite::open_with_room(&folder.path().join("saywhen.db"), 400 * 1024).unwrap();
    store.accept(at(0), vec![says("a", "x"), says("b", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let long = "y".repeat(60_000);
    let too_much = turn(&work, at(1), &[long.as_str(); 9]);
    for _ in 0..20 {
        // Something that keeps the writer busy, so that the two after it share a batch.
        let busy = (0..500).map(|n| says("c", &format!("{n} {long}"))).collect();
        let (refused, claimed, committed) = tokio::join!(
            store.accept(at(1), busy),
            store.claim(1),
            store.commit(work.clone(), too_much.clone()),
        );
        assert_eq!(refused.unwrap_err(), StoreError::Full);
        assert_eq!(committed.unwrap_err(), StoreError::Full);
        for work in claimed.unwrap_or_default() {
            store.release(work).await.unwrap();
        }
        let other = claim_one(&store).await;
        assert_eq!(other.key, key("b"));
        store.release(other).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_fails_takes_no_neighbour_along() {
    let folder = folder();
    let store = open(&folder.path().join("saywhen.db"));
    answered(&store, "a", at(0), &["1"]).await;
    store.accept(at(0), vec![says("b", "x"), says("c", "x")]).await.unwrap();
    let mut work = store.claim(9).await.unwrap();
    let (c, b) = (work.pop().unwrap(), work.pop().unwrap());
    let mut bad = turn(&b, at(1), &["1", "2"]);
    bad.replies[1].id = answered(&store, "d", at(1), &["1"]).await.reply.id;
    let good = turn(&c, at(1), &["1"]);
    let (bad_one, good_one, accepted) = tokio::join!(
        store.commit(b.clone(), bad),
        store.commit(c, good),
        store.accept(at(1), vec![says("e", "x")]),
    );
    assert!(matches!(bad_one, Err(StoreError::Corrupt(_))));
    assert!(good_one.unwrap().head.is_some());
    assert_eq!(accepted.unwrap().queued, 1);
    assert!(store.history(&key("b")).await.unwrap().replies.is_empty(), "nothing of it stays");
    let turn = turn(&b, at(2), &["1"]);
    assert!(store.commit(b, turn).await.is_ok(), "and the work is still its worker's");
}

#[tokio::test]
async fn one_unreadable_conversation_stops_no_other() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    store.accept(at(0), vec![says("a", "x"), says("b", "x")]).await.unwrap();
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("update conversation set state = '{' where visitor = 'a'", []).unwrap();
    drop(conn);
    let work = open(&path).claim(9).await.unwrap();
    assert_eq!(work.iter().map(|w| w.key.clone()).collect::<Vec<_>>(), [key("b")]);
}

#[tokio::test]
async fn journal_side_effects_and_wants_are_rows_of_the_turn() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut turn = turn(&work, at(1), &[]);
    turn.after.misses = 4;
    let log = |text: &str| Side::Log { text: text.into(), written: "so".into() };
    let told = Side::Notify { name: "crm".into(), with: [].into() };
    turn.side = vec![log("one"), log("two"), told];
    turn.wants = Some(Want::Profile { fetch: "f".into(), fields: vec!["name".into()] });
    store.commit(work, turn).await.unwrap();
    assert_eq!(store.conversation(&key("a")).await.unwrap().unwrap().misses, 4);
    drop(store);

    let conn = rusqlite::Connection::open(&path).unwrap();
    let one = |sql| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(
        one("select seq || bot || now || seed || before from turn"),
        "1bot1790000000001-1{}"
    );
    let sides = "select group_concat(seq || ordinal || state || body) from side";
    let line = |n, text| format!("1{n}done{{\"log\":{{\"text\":\"{text}\",\"written\":\"so\"}}}}");
    let told = "12waiting{\"notify\":{\"name\":\"crm\",\"with\":{}}}".to_owned();
    assert_eq!(one(sides), [line(0, "one"), line(1, "two"), told].join(","));
    assert!(one("select seq || state || request from outcall").starts_with("1waiting{\"profile\""));
}

#[tokio::test]
async fn nothing_is_promised_once_the_file_was_deleted_or_replaced() {
    for ending in ["", "-wal"] {
        let folder = folder();
        let path = folder.path().join("saywhen.db");
        let store = open(&path);
        store.accept(at(0), vec![says("a", "1")]).await.unwrap();
        std::fs::remove_file(format!("{}{ending}", path.display())).unwrap();
        let refused = store.accept(at(1), vec![says("a", "2")]).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{ending} {refused:?}");
        assert!(store.counts().await.is_err(), "{ending}");
    }
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    std::fs::copy(&path, folder.path().join("copy")).unwrap();
    std::fs::rename(folder.path().join("copy"), &path).unwrap();
    assert!(store.accept(at(1), vec![says("a", "2")]).await.is_err());
}

#[tokio::test]
async fn only_the_owner_reads_a_new_store_and_an_old_one_keeps_its_mode() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let modes = || {
        ["", "-wal", "-shm"].map(|ending| {
            let about = std::fs::metadata(format!("{}{ending}", path.display())).unwrap();
            about.permissions().mode() & 0o777
        })
    };
    let store = open(&path);
    store.accept(at(0), vec![says("a", "my secret")]).await.unwrap();
    assert_eq!(modes(), [0o600; 3]);
    drop(store);

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let store = open(&path);
    store.accept(at(1), vec![says("a", "another")]).await.unwrap();
    assert_eq!(modes(), [0o640; 3]);
}

#[tokio::test]
async fn a_call_that_an_older_release_wanted_is_read() {
    let folder = folder();
    let path = folder.path().join("saywhen.db");
    let store = open(&path);
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut asks = turn(&work, at(1), &[]);
    asks.after.fetching =
        Some(Fetching { fetch: "f".into(), until: at(20), event: Vars::new(), held: None });
    asks.wants = Some(Want::Profile { fetch: "f".into(), fields: Vec::new() });
    store.commit(work, asks).await.unwrap();
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let older = r#"{"http":{"fetch":"f","method":"POST",
        "origin":{"secure":true,"host":"shop.example.com","port":443},
        "path":[{"text":"/orders?key="},{"encoded_secret":"SHOP_KEY"}],
        "headers":[["Content-Type",[{"text":"application/json"}]],
                   ["Authorization",[{"text":"Bearer "},{"secret":"SHOP_KEY"}]]],
        "body":[{"text":"{\"item\":\"tea\"}"}],"timeout":5000,"retries":0,"cache":null}}"#;
    assert_eq!(conn.execute("update outcall set request = ?1", [older]).unwrap(), 1);
    drop(conn);
    let store = open(&path);
    let calls = store.calls(at(2), Whom::Server, 9).await.unwrap();
    let [Call { want: Want::Http(request), .. }] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!(request.address(), "https://shop.example.com/orders?key={{ secret.SHOP_KEY }}");
    assert_eq!(request.body, Some(vec![Piece::Text("{\"item\":\"tea\"}".to_owned())]));
    assert_eq!(request.headers[1].1[1], Piece::Secret("SHOP_KEY".to_owned()));
}
