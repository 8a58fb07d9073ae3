//! Once, in order, and nothing lost (PROMISES P3 to P5).

use std::time::{Duration, Instant};

use saywhen::fake::script::Step;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use saywhen::store::sqlite::Sqlite;

use crate::app::{APP_SECRET, ECHO, HOUR, Line, MINUTE, NOW, Plan, rush};
use crate::wire::signed;

#[tokio::test]
async fn events_of_one_request_are_answered_in_their_order_and_copies_once() {
    let app = Plan::of(ECHO).start().await;
    let mids: Vec<_> = (0..20).map(|n| format!("m_{n}")).collect();
    let texts: Vec<_> = (0..20).map(|n| format!("number {n}")).collect();
    let mut items: Vec<_> =
        mids.iter().zip(&texts).map(|(mid, text)| ("2001", mid.as_str(), text.as_str())).collect();
    items.push(("2002", "m_other", "and I"));
    items.push(items[3]);
    let body = app.texts(NOW, &items);
    for _ in 0..3 {
        assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    }
    app.quiet().await;
    let wanted: Vec<_> = texts.iter().map(|text| format!("you said: {text}")).collect();
    assert_eq!(app.replies_to("2001"), wanted);
    assert_eq!(app.replies_to("2002"), ["you said: and I"]);
}

#[tokio::test]
async fn a_batch_of_a_thousand_is_answered_a_thousand_times() {
    let app = Plan::of(ECHO).start().await;
    let ids: Vec<_> = (0..1_000).map(|n| (format!("3{n:03}"), format!("m_{n}"))).collect();
    let items: Vec<_> =
        ids.iter().map(|(visitor, mid)| (visitor.as_str(), mid.as_str(), "hi")).collect();
    let body = app.texts(NOW, &items).to_string();
    assert_eq!(app.http(&signed(APP_SECRET, body.as_bytes())).await.status, 200);
    let counts = app.quiet().await;
    assert_eq!((counts.done, counts.sent), (1_000, 1_000));
    let delivered = app.fake.delivered();
    assert_eq!(delivered.len(), 1_000);
    assert!(delivered.values().all(|&count| count == 1));
}

#[tokio::test]
async fn one_failing_conversation_keeps_its_order_and_delays_nobody() {
    rush();
    let app = Plan::of(ECHO).start().await;
    app.fake.script_for("2001", [Step::status(500), Step::status(500), Step::status(502)]);
    app.fake.script_for("2003", [Step::Hang]);
    app.say("2003", "into the void").await;
    for text in ["one", "two", "three"] {
        app.say("2001", text).await;
    }
    app.say("2002", "me first").await;
    app.quiet().await;
    let order: Vec<_> = app.replies().into_iter().map(|(_, text)| text).collect();
    let others = ["you said: one", "you said: two", "you said: three", "you said: into the void"];
    assert_eq!(order[0], "you said: me first");
    assert_eq!(app.replies_to("2001"), others[..3]);
    assert_eq!(app.replies_to("2003"), others[3..]);
    let tries = app.fake.calls_since(0).iter().filter(|call| call.status == Some(500)).count();
    assert_eq!(tries, 2);
}

#[tokio::test]
async fn what_meta_sends_again_out_of_order_changes_nothing() {
    let app = Plan::of(ECHO).start().await;
    for text in ["one", "two", "three"] {
        app.say("2001", text).await;
        app.quiet().await;
    }
    assert_eq!(app.fake.deliver("2001").await, Ok(200));
    assert_eq!(app.fake.read("2001").await, Ok(200));
    let before = app.quiet().await;
    assert_eq!((before.sent, before.read), (3, 3));
    app.fake.repeat().await.unwrap();
    assert_eq!(app.quiet().await, before);
    assert_eq!(app.replies_to("2001").len(), 3);
}

#[tokio::test]
async fn the_second_message_waits_while_the_first_is_tried_again() {
    rush();
    let app = Plan::of(ECHO).start().await;
    app.fake.script_for("2001", [Step::status(500)]);
    app.say("2001", "one").await;
    app.say("2001", "two").await;
    app.quiet().await;
    let tried = app.fake.calls_since(0);
    let statuses: Vec<_> = tried.iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(500), Some(200), Some(200)]);
    assert_eq!(app.replies_to("2001"), ["you said: one", "you said: two"]);
}

#[tokio::test]
async fn a_call_that_hangs_delays_its_own_visitor_alone() {
    let app = Plan::of(ECHO).start().await;
    app.fake.script_for("1", [Step::Hang]);
    app.say("1", "into the void").await;
    let mut waits = Vec::new();
    for round in 0..4 {
        for visitor in ('b'..='z').map(String::from) {
            let (before, said) = (app.fake.calls_since(0).len(), Instant::now());
            app.say(&visitor, &format!("hi {round}")).await;
            app.fake.next_calls(before).await;
            waits.push(said.elapsed());
        }
    }
    waits.sort();
    let p99 = waits[waits.len() * 99 / 100 - 1];
    assert!(p99 < Duration::from_millis(300), "{waits:?}");
    assert!(app.replies_to("1").is_empty());
    // The hanging call is given up, and repeated, when its time is over.
    rush();
    app.quiet().await;
    assert_eq!(app.replies_to("1"), ["you said: into the void"]);
}

#[tokio::test]
async fn an_hour_without_graph_loses_nothing_and_keeps_the_order() {
    const VISITORS: u32 = 200;
    rush();
    let flows = "a:\n  when: any message\n  say: [One., Two., Three.]\n";
    let files = [("bot.yaml", "typing: off\n"), ("flows/a.yaml", flows)];
    let mut plan = Plan::with(crate::app::bot_of(&files));
    let world = plan.world().await;
    let (fake, line) = (world.fake.port(), Line::lay("127.0.0.1:0", world.fake.port()).await);
    plan.graph = Some(format!("http://{}", line.address));
    let app = plan.start_in(Memory::new(), world).await;
    // One visitor's window closes before Graph is there again.
    app.say("old", "hi").await;
    app.quiet().await;
    let address = line.cut().await;
    app.say("old", "hi again").await;
    app.hand.advance(23 * HOUR + 30 * MINUTE);
    let resident = resident_mb();
    let visitors: Vec<_> = (0..VISITORS).map(|n| format!("v{n}")).collect();
    for visitor in &visitors {
        app.say(visitor, "hi").await;
    }
    let all = u64::from(VISITORS) + 2;
    app.until(|counts| counts.done == all).await;
    for _ in 0..60 {
        app.hand.advance(MINUTE);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let grown = resident_mb().saturating_sub(resident);
    assert!(grown < 50, "{grown} MB more");
    let _line = Line::lay(&address.to_string(), fake).await;
    app.hand.advance(5 * MINUTE);
    app.quiet().await;
    for visitor in &visitors {
        assert_eq!(app.replies_to(visitor), ["One.", "Two.", "Three."], "{visitor}");
    }
    let history = app.store.history(&app.key("old")).await.unwrap();
    let states: Vec<_> = history.replies.into_iter().map(|(_, state, ..)| state).collect();
    assert_eq!(states[3..], ["expired(window)"; 3]);
    assert_eq!(app.store.counts().await.unwrap().unsent, 3, "only those of a closed window");
}

/// Megabytes of this process.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[tokio::test]
async fn old_events_are_recorded_and_a_replay_is_harmless() {
    let app = Plan::of(ECHO).start().await;
    let body = app.texts(NOW, &[("2001", "m_1", "hi")]);
    app.hand.advance(MINUTE);
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    assert_eq!(app.quiet().await.sent, 1);
    app.hand.advance(36 * HOUR);
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    assert_eq!(app.quiet().await.sent, 1);
    // A request that somebody has kept and changed nothing but the mid of, as only Meta could.
    let late = app.texts(NOW, &[("2001", "m_2", "hi again")]);
    assert_eq!(app.fake.post(&late).await.unwrap(), 200);
    let counts = app.quiet().await;
    assert_eq!((counts.sent, counts.done, counts.skipped), (1, 1, 1));
    let history = app.store.history(&app.key("2001")).await.unwrap();
    let states: Vec<_> = history.inputs.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!(states, ["done", "skipped(stale)"]);
    // Beyond the two days that copies are known by, the age alone protects.
    app.hand.advance(36 * HOUR);
    assert_eq!(app.fake.post(&body).await.unwrap(), 200);
    assert_eq!(app.quiet().await.sent, 1);
}

#[tokio::test]
async fn a_restart_delivers_what_was_left_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bot.db");
    let app = Plan::of(ECHO).start_on(Sqlite::open(&file).unwrap()).await;
    // Graph is down, and says for how long: nothing is tried again before the restart.
    let headers = vec![("Retry-After".to_owned(), "600".to_owned())];
    let down = Step::Answer { status: 503, headers, body: String::new() };
    app.fake.script_for("2001", [down.clone()]);
    app.fake.script_for("2002", [down]);
    for text in ["one", "two", "three"] {
        app.say("2001", text).await;
    }
    app.say("2002", "four").await;
    app.until(|counts| counts.done == 4 && counts.waiting == 4).await;
    assert_eq!((app.replies(), app.fake.calls_since(0).len()), (Vec::new(), 2));
    let world = app.stop().await;

    world.hand.advance(11 * MINUTE);
    let app = Plan::of(ECHO).start_in(Sqlite::open(&file).unwrap(), world).await;
    assert_eq!(app.app().recovered.waiting, 4);
    assert_eq!(app.quiet().await.sent, 4);
    assert_eq!(app.replies_to("2001"), ["you said: one", "you said: two", "you said: three"]);
    assert_eq!(app.replies_to("2002"), ["you said: four"]);
}

#[tokio::test]
async fn a_send_that_nobody_knows_of_is_confirmed_by_its_echo_and_not_repeated() {
    rush();
    let app = Plan { echoes: true, ..Plan::of(ECHO) }.start().await;
    app.fake.script_for("2001", [Step::TakeThenReset]);
    app.say("2001", "one").await;
    app.say("2001", "two").await;
    assert_eq!(app.quiet().await.sent, 2);
    assert_eq!(app.replies_to("2001"), ["you said: one", "you said: two"]);
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open_with_room(&folder.path().join("bot.db"), 160 * 1024).unwrap();
    let app = Plan::of(ECHO).start_on(store).await;
    let (mut taken, mut refused) = (0, 0);
    for n in 0..200 {
        let (visitor, mid) = (format!("3{n:03}"), format!("m_{n}"));
        let text = "x".repeat(2_000);
        let body = app.texts(NOW, &[(&visitor, &mid, &text)]);
        match app.fake.post(&body).await.unwrap() {
            200 => taken += 1,
            503 => refused += 1,
            status => panic!("{status}"),
        }
        if refused > 0 {
            break;
        }
    }
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
    let counts = app.store.counts().await.unwrap();
    let kept = counts.queued + counts.done;
    assert_eq!(kept, taken, "what was refused left nothing behind");
    app.stop().await;
}
