//! Bots that change, loop or fail while people talk to them (PROMISES P12, P14 to P16, P22).

use std::fs;
use std::path::Path;
use std::time::Duration;

use saywhen::store::Store;

use crate::app::{ECHO, MINUTE, Plan, TestApp, bot_of};

const HELLO: &str = "hello:\n  when: any message\n  say: version 1\n";

pub(crate) async fn edited<S: Store>(app: &TestApp<S>, before: u64, taken: bool) {
    for _ in 0..600 {
        let last = app.app().live.last();
        if last.count > before {
            assert_eq!(last.taken, taken, "{}", last.told);
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the edit was not noticed");
}

/// What is answered now.
async fn answer<S: Store>(app: &TestApp<S>, text: &str) -> Vec<String> {
    let before = app.replies().len();
    app.say("2001", text).await;
    app.quiet().await;
    app.replies().into_iter().skip(before).map(|(_, text)| text).collect()
}

pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("flows")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

pub(crate) fn swap(folder: &Path, text: &str) {
    fs::write(folder.join("new"), text).unwrap();
    fs::rename(folder.join("new"), folder.join("flows/hello.yaml")).unwrap();
}

#[tokio::test]
async fn a_good_edit_answers_soon_and_a_bad_one_changes_nothing() {
    let folder = folder(&[("flows/hello.yaml", HELLO)]);
    let file = folder.path().join("flows/hello.yaml");
    let app = Plan::folder(folder.path()).start().await;
    let mut count = 0;
    assert_eq!(answer(&app, "a").await, ["version 1"]);
    let half = HELLO.split_at(HELLO.len() / 2).0;
    for broken in ["hello: [", half, "hello:\n  when: any message\n  says: oops\n"] {
        fs::write(&file, broken).unwrap();
        edited(&app, count, false).await;
        count = app.app().live.last().count;
        assert!(app.app().live.last().told.contains("flows/hello.yaml:"), "{broken}");
        assert_eq!(answer(&app, "b").await, ["version 1"]);
        app.hand.advance(2 * MINUTE);
    }
    swap(folder.path(), &HELLO.replace('1', "2"));
    edited(&app, count, true).await;
    assert_eq!(answer(&app, "c").await, ["version 2"]);
    // Renamed, as some editors do: gone for a moment, and back under the same name.
    fs::rename(&file, folder.path().join("flows/hello.yaml~")).unwrap();
    fs::write(&file, HELLO.replace('1', "3")).unwrap();
    edited(&app, app.app().live.last().count - 1, true).await;
    for _ in 0..300 {
        if answer(&app, "d").await == ["version 3"] {
            return;
        }
        app.hand.advance(2 * MINUTE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the last edit does not answer");
}

#[tokio::test]
async fn an_endless_ring_and_an_example_that_goes_elsewhere_are_not_taken() {
    let folder = folder(&[("flows/hello.yaml", HELLO)]);
    let app = Plan::folder(folder.path()).start().await;
    let ring = format!("a:\n  when: round\n  steps:\n    - say: Round\n    - goto: a\n{HELLO}");
    swap(folder.path(), &ring);
    edited(&app, 0, false).await;
    assert!(app.app().live.last().told.contains("error[F801]"));
    assert_eq!(answer(&app, "round").await, ["version 1"]);
    let count = app.app().live.last().count;
    let lost = "hours:\n  when: hours\n  examples: [when do you open]\n  say: Nine to five.\n";
    swap(folder.path(), &format!("{lost}{}", HELLO.replace('1', "2")));
    edited(&app, count, false).await;
    assert!(app.app().live.last().told.contains("error[W407]"));
    assert_eq!(answer(&app, "when do you open").await, ["version 1"]);
}

#[tokio::test]
async fn a_folder_that_is_emptied_changes_nothing() {
    let folder = folder(&[("flows/hello.yaml", HELLO)]);
    let app = Plan::folder(folder.path()).start().await;
    fs::write(folder.path().join("flows/hello.yaml"), "").unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(answer(&app, "a").await, ["version 1"]);
    fs::remove_dir_all(folder.path().join("flows")).unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(answer(&app, "b").await, ["version 1"]);
}

#[tokio::test]
async fn an_open_question_survives_a_step_put_in_above_it() {
    let question = "    - ask: How many?\n      save: count\n      type: integer\n    - say: \"{{ count }} it is\"\n";
    let before = format!("order:\n  when: order\n  steps:\n{question}");
    let after = format!("order:\n  when: order\n  steps:\n    - say: One moment.\n{question}");
    let folder = folder(&[("flows/hello.yaml", &before)]);
    let app = Plan::folder(folder.path()).start().await;
    assert_eq!(answer(&app, "order").await, ["How many?"]);
    swap(folder.path(), &after);
    edited(&app, 0, true).await;
    assert_eq!(answer(&app, "3").await, ["3 it is"]);
    assert_eq!(answer(&app, "order").await, ["One moment.", "How many?"]);
}

#[tokio::test]
async fn two_machines_that_answer_each_other_are_stopped() {
    let app = Plan::of(ECHO).start().await;
    for n in 0..40 {
        app.say("2001", &format!("number {n}")).await;
        app.say("2002", "the same").await;
    }
    app.quiet().await;
    assert_eq!(app.replies_to("2001").len(), 30);
    assert_eq!(app.replies_to("2002").len(), 6);
    let history = app.store.history(&app.key("2002")).await.unwrap();
    let muted = history.inputs.iter().filter(|(_, state)| state == "skipped(muted)").count();
    assert_eq!(muted, 34);
    app.hand.advance(11 * MINUTE);
    assert_eq!(answer(&app, "are you there?").await, ["you said: are you there?"]);
}

#[tokio::test]
async fn a_failing_step_is_apologised_for_and_the_conversation_goes_on() {
    let flows = "bad:\n  when: bad\n  say: \"{{ event.text | int }}\"\nrescued:\n  when: worse\n  \
                 on_error: sorry\n  say: \"{{ event.text | int }}\"\nsorry:\n  say: our fault\n";
    let files = [("flows/bad.yaml", flows), ("flows/echo.yaml", ECHO)];
    let app = Plan::with(bot_of(&files)).start().await;
    let apology = "Sorry, something went wrong on our side. Please try again.";
    assert_eq!(answer(&app, "bad").await, [apology]);
    assert_eq!(answer(&app, "worse").await, ["our fault"]);
    assert_eq!(answer(&app, "fine").await, ["you said: fine"]);
    let told = app.logs.lines("flows/bad.yaml:3");
    assert_eq!(told.len(), 1, "{}", app.logs.text());
}

#[tokio::test]
async fn logs_hold_no_words_no_tokens_and_one_line_a_thing() {
    let app = Plan::of(ECHO).start().await;
    app.say("7204418833120990", "hush\r\n2026-01-01 ERROR forged \u{1b}[2J").await;
    let odd = app.texts(crate::app::NOW, &[("7204418\u{1b}[31m833120990\n", "m\n1", "hush")]);
    assert_eq!(app.fake.post(&odd).await.unwrap(), 200);
    app.quiet().await;
    let logs = app.logs.text() + &app.logs.json();
    let secrets = [crate::app::APP_SECRET, crate::app::TOKEN, crate::app::VERIFY_TOKEN];
    let words = ["hush", "you said", "forged", "\u{1b}", "\r", "7204418833120990", "833120990"];
    for word in words.iter().chain(&secrets) {
        assert!(!logs.contains(word), "{word:?} in {logs}");
    }
    let shape = |line: &str| line.contains(" INFO ") || line.contains(" WARN ");
    let lines = app.logs.text();
    for what in ["event page=", "turn page=", "send page="] {
        assert!(
            lines.lines().filter(|line| shape(line) && line.contains(what)).count() >= 2,
            "{what} in {lines}"
        );
    }
    for line in app.logs.json().lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[tokio::test]
async fn a_page_id_cannot_forge_a_line_of_the_log() {
    let odd = "1\n2026-01-01 ERROR forged \u{1b}[2J".to_owned();
    let app = Plan { page: odd, ..Plan::of(ECHO) }.start().await;
    app.say("2001", "hello").await;
    app.quiet().await;
    let logs = app.logs.text();
    assert_eq!(
        app.logs.lines("forged").len(),
        4,
        "whose the token is, event, turn and send in {logs}"
    );
    assert!(!logs.contains('\u{1b}') && logs.lines().all(|line| !line.starts_with("2026-01-01 E")));
}
