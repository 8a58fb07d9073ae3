//! A Graph that is not well: nothing is lost, and what one visitor is told stays in order.

use std::time::Duration;

use saywhen::fake::script::Step;
use saywhen::store::Store;

use crate::app::{ECHO, Plan, TestApp, rush};

const VISITORS: usize = 40;
const ROUNDS: usize = 10;

/// Three in a hundred calls are throttled, three fail, three find no connection, one is taken and
/// its answer lost: `429=.03,500=.03,reset=.03,lost=.01`.
fn fault(call: usize) -> Step {
    // A walk over all hundred that looks like chance and is the same in every run.
    match call.wrapping_mul(37) % 100 {
        0..3 => Step::status(429),
        3..6 => Step::status(500),
        6..9 => Step::Reset,
        9 => Step::TakeThenReset,
        _ => Step::Take,
    }
}

async fn everybody_says<S: Store>(app: &TestApp<S>, round: usize) {
    for visitor in 0..VISITORS {
        app.say(&format!("9{visitor:03}"), &format!("{round}")).await;
    }
}

/// Every visitor got every answer in order, some perhaps twice in a row; how many copies there were.
fn copies<S: Store>(app: &TestApp<S>) -> usize {
    let mut copies = 0;
    for visitor in 0..VISITORS {
        let mut told = app.replies_to(&format!("9{visitor:03}"));
        let all = told.len();
        told.dedup();
        copies += all - told.len();
        let wanted: Vec<_> = (0..ROUNDS).map(|round| format!("you said: {round}")).collect();
        assert_eq!(told, wanted, "visitor {visitor}");
    }
    copies
}

#[tokio::test]
async fn one_answer_in_ten_is_faulty_and_nothing_is_lost_doubled_or_out_of_order() {
    rush();
    let app = Plan { echoes: true, ..Plan::of(ECHO) }.start().await;
    app.fake.script((0..2_000).map(fault));
    for round in 0..ROUNDS {
        everybody_says(&app, round).await;
    }
    let counts = app.quiet().await;
    assert_eq!(counts.unsent, 0);
    assert_eq!(copies(&app), 0, "Meta's echoes tell what has arrived");
}

#[tokio::test]
async fn throttles_now_and_then_cost_a_moment_each() {
    rush();
    let app = Plan { page_rate: Some(40), ..Plan::of(ECHO) }.start().await;
    app.fake.script((0..2_000).map(
        |call| {
            if call % 33 == 32 { Step::status(429) } else { Step::Take }
        },
    ));
    let began = app.hand.now();
    for round in 0..ROUNDS {
        everybody_says(&app, round).await;
    }
    app.quiet().await;
    assert_eq!(copies(&app), 0);
    let seconds = (app.hand.now() - began) / 1_000;
    // 400 replies at 40 a second, and a dozen short pauses.
    assert!(seconds <= 30, "{seconds} s");
}

#[tokio::test]
async fn a_graph_that_is_dead_for_a_minute_is_waited_for() {
    rush();
    let app = Plan::of(ECHO).start().await;
    let mut said = 0;
    let began = app.hand.now();
    while app.hand.now() - began < 60_000 {
        // More than can be used up in this minute.
        app.fake.script(std::iter::repeat_n(Step::Reset, 200));
        if said < ROUNDS {
            everybody_says(&app, said).await;
            said += 1;
        }
        tokio::time::sleep(Duration::from_secs(6)).await;
    }
    assert_eq!(app.replies(), [], "nothing gets through");
    while said < ROUNDS {
        everybody_says(&app, said).await;
        said += 1;
    }
    app.fake.forget_script();
    let counts = app.quiet().await;
    assert_eq!((counts.unsent, counts.sent), (0, 400));
    assert_eq!(copies(&app), 0);
}

#[tokio::test]
async fn a_page_that_goes_on_being_throttled_is_asked_ever_less() {
    rush();
    let app = Plan::of(ECHO).start().await;
    app.fake.script(std::iter::repeat_n(Step::error(400, 613, 0), 12));
    for visitor in 0..5 {
        app.say(&format!("9{visitor:03}"), "0").await;
    }
    app.quiet().await;
    let calls = app.fake.calls_since(0);
    let refused: Vec<_> =
        calls.iter().filter(|call| call.mid.is_none()).map(|call| call.at).collect();
    let tail = refused.windows(2).map(|two| two[1].since(two[0]).0).max().unwrap();
    assert!(tail >= 500, "{refused:?}");
    assert_eq!(calls.iter().filter(|call| call.mid.is_some()).count(), 5);
}
