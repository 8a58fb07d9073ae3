//! Timers of the running app: they outlive restarts and clocks that jump, come in order, once, and
//! never early (P7).

use std::path::Path;
use std::time::Duration;

use saywhen::store::Store;
use saywhen::store::sqlite::Sqlite;

use crate::app::{HOUR, MINUTE, Plan, TestApp};

const VISITOR: &str = "2001";

const FLOWS: &str = "\
remind:
  when: {regex: '^remind (?<what>.+)$'}
  steps:
    - later: 2h
      steps: \"Two hours are over, {{ what }}.\"
    - later: 1h
      steps: \"One hour is over, {{ what }}.\"
    - say: I will.
";

const ALL: [&str; 3] = ["I will.", "One hour is over, Ada.", "Two hours are over, Ada."];

fn open(folder: &Path) -> Sqlite {
    Sqlite::open(&folder.join("saywhen.db")).unwrap()
}

/// Waits until so many timers are left and all else is done.
async fn left<S: Store>(app: &TestApp<S>, timers: u64) {
    app.until(|counts| counts.timers == timers).await;
    app.quiet().await;
}

/// Longer than the app takes to look for timers.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(1_200)).await;
}

#[tokio::test]
async fn timers_that_fell_due_while_the_app_was_away_come_in_order_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = Plan::of(FLOWS).start_on(open(folder.path())).await;
    app.say(VISITOR, "remind Ada").await;
    app.quiet().await;
    left(&app, 2).await;
    let world = app.stop().await;
    world.hand.advance(3 * HOUR);

    let app = Plan::of(FLOWS).start_in(open(folder.path()), world).await;
    left(&app, 0).await;
    assert_eq!(app.replies_to(VISITOR), ALL);
    let world = app.stop().await;
    world.hand.advance(3 * HOUR);

    let app = Plan::of(FLOWS).start_in(open(folder.path()), world).await;
    a_moment().await;
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ALL);
}

#[tokio::test]
async fn timers_are_never_early_though_the_clock_goes_back_and_forth() {
    let app = Plan::of(FLOWS).start().await;
    app.say(VISITOR, "remind Ada").await;
    app.quiet().await;
    app.hand.advance(HOUR - MINUTE);
    a_moment().await;
    assert_eq!(app.replies_to(VISITOR), &ALL[..1]);
    app.hand.advance(2 * MINUTE);
    left(&app, 1).await;
    assert_eq!(app.replies_to(VISITOR), &ALL[..2]);
    app.hand.advance(-2 * HOUR);
    a_moment().await;
    app.hand.advance(2 * HOUR);
    a_moment().await;
    assert_eq!(app.replies_to(VISITOR), &ALL[..2]);
    app.hand.advance(HOUR);
    left(&app, 0).await;
    assert_eq!(app.replies_to(VISITOR), ALL);
}
