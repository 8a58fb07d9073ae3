//! People and other apps who speak in the Page's name, and receipts that a flow wants.

use saywhen::store::{Store, StoreError, Work};
use saywhen::words::arrival::{Arrival, What};
use saywhen::words::aside::Prior;
use saywhen::words::conversation::{Entered, Frame, Question};
use saywhen::words::event::{Echo, Event, EventKind, ThreadChange};
use saywhen::words::input::InputKind;
use saywhen::words::name::{StepKey, TimerKey, Vars};
use saywhen::words::turn::Turn;

use super::kit::*;

/// An echo of an app's message.
fn of_app(app: Option<&str>, metadata: Option<String>, mid: &str) -> Arrival {
    let (app, text) = (app.map(str::to_owned), Some("Hi".to_owned()));
    of(Echo { app, metadata, text, ..Echo::default() }, mid)
}

fn of(echo: Echo, mid: &str) -> Arrival {
    let event = Event { mid: Some(mid.into()), ..Event::new(EventKind::HumanEcho(echo)) };
    Arrival {
        identity: saywhen::store::NO_IDENTITY,
        ..arrival(&key("a"), "", What::Echo(Box::new(event)))
    }
}

/// Teaches the store the number of our app.
async fn learn(store: &impl Store) {
    let out = answered(store, "known", at(0), &["1"]).await;
    let mut own = of_app(Some("42"), Some(format!("sw1:{}", out.reply.id)), "m_known");
    own.key = key("known");
    store.accept(at(0), vec![own]).await.unwrap();
}

pub(crate) async fn a_persons_words_are_heard_once_our_own_app_is_known(store: impl Store) {
    answered(&store, "a", at(0), &["1", "2", "3"]).await;
    let person = || of_app(Some("263902037430900"), None, "m_person");
    let heard = store.accept(at(1), vec![person()]).await.unwrap();
    assert_eq!((heard.queued, heard.counted), (0, 1), "it may be one of ours");
    learn(&store).await;
    let ours = vec![of_app(Some("42"), None, "m_ours")];
    let heard = store.accept(at(2), ours).await.unwrap();
    assert_eq!((heard.queued, heard.counted), (0, 1));
    let strange = vec![of_app(None, Some("sw1:00".to_owned()), "m_swept")];
    let heard = store.accept(at(2), strange).await.unwrap();
    assert_eq!((heard.queued, heard.counted), (0, 1), "it was one of ours");
    let heard = store.accept(at(3), vec![person()]).await.unwrap();
    assert_eq!((heard.queued, heard.counted), (1, 0));
    let work = claim_one(&store).await;
    let InputKind::Visitor(event) = &work.input.kind else { panic!("{work:?}") };
    let Event { kind: EventKind::HumanEcho(echo), mid, .. } = &**event else { panic!("{event:?}") };
    assert_eq!((echo.text.as_deref(), mid), (Some("Hi"), &Some("m_person".into())));
}

pub(crate) async fn what_waits_is_not_said_after_a_persons_words(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2", "3"]).await;
    learn(&store).await;
    store.accept(at(1), vec![of_app(None, None, "m_inbox")]).await.unwrap();
    let cancelled = "cancelled(human)";
    assert_eq!(fates(&store, "a").await, ["sending", cancelled, cancelled]);
    let next = settle(&store, at(2), &out, sent("m1")).await.unwrap();
    assert!(next.is_empty(), "{next:?}");
    assert!(store.sends(at(9), 9).await.unwrap().is_empty());
    assert_eq!(fates(&store, "a").await, ["sent", cancelled, cancelled]);
}

pub(crate) async fn what_waits_is_not_said_in_a_thread_that_was_taken(store: impl Store) {
    answered(&store, "a", at(0), &["1", "2"]).await;
    let kind = EventKind::Thread(ThreadChange::Take {
        to: Some("7".into()),
        from: None,
        metadata: None,
        ours: None,
    });
    let taken = Event { kind, ..event("") };
    let taken = arrival(&key("a"), "taken", What::Event(Box::new(taken)));
    assert_eq!(store.accept(at(1), vec![taken]).await.unwrap().queued, 1);
    assert_eq!(fates(&store, "a").await, ["sending", "cancelled(human)"]);
    let given =
        EventKind::Thread(ThreadChange::Pass { to: None, from: None, metadata: None, ours: None });
    let given = Event { kind: given, ..event("") };
    let given = arrival(&key("b"), "given", What::Event(Box::new(given)));
    let work = claim_one(&store).await;
    let muted = turn(&work, at(1), &[]);
    store.commit(work, muted).await.unwrap();
    answered(&store, "b", at(2), &["1", "2"]).await;
    store.accept(at(3), vec![given]).await.unwrap();
    assert_eq!(fates(&store, "b").await, ["sending", "waiting"]);
}

pub(crate) async fn who_came_by_a_plugin_goes_on_under_the_pages_own_id(store: impl Store) {
    let prior = Prior { source: None, identifier: Some("U".to_owned()) };
    let message = |visitor: &str, mid: &str| {
        let event = Event { prior: Some(prior.clone()), ..event(mid) };
        arrival(&key(visitor), mid, What::Event(Box::new(event)))
    };
    // Somebody says something by the plugin: it is worked on, a timer is set.
    store.accept(at(0), vec![says("ref:U", "hi")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut first = turn(&work, at(0), &[]);
    first.after.user.insert("size".into(), "L".into());
    first.after.chat.insert("word".into(), "old".into());
    first.timers = vec![timer("nudge", at(50))];
    store.commit(work, first).await.unwrap();
    // The next one is still waiting when Meta says who it is.
    store.accept(at(1), vec![says("ref:U", "more")]).await.unwrap();
    let stale = claim_one(&store).await;
    store.accept(at(2), vec![message("7", "it is me")]).await.unwrap();
    let lost = turn(&stale, at(2), &["to nobody"]);
    assert_eq!(store.commit(stale, lost).await, Err(StoreError::Lost));
    let work = claim_one(&store).await;
    assert_eq!((work.key.clone(), text_of(&work)), (key("7"), "more".to_owned()));
    assert_eq!(work.conversation.user["size"], "L");
    assert_eq!(work.conversation.chat["word"], "old");
    let second = turn(&work, at(2), &[]);
    let next = store.commit(work, second).await.unwrap().next.unwrap();
    assert_eq!(text_of(&next), "it is me");
    let mut third = turn(&next, at(2), &[]);
    third.after.chat.insert("word".into(), "new".into());
    store.commit(next, third).await.unwrap();
    assert_eq!(store.due(at(50), 9).await.unwrap(), 1);
    let work = claim_one(&store).await;
    assert_eq!(work.key, key("7"), "the timer went along");
    let fourth = turn(&work, at(50), &[]);
    store.commit(work, fourth).await.unwrap();
    let left = store.conversation(&key("ref:U")).await.unwrap().unwrap();
    assert!(left.user.is_empty() && left.chat.is_empty());
    // What is known by then counts; the rest is learnt.
    store.accept(at(60), vec![says("ref:U", "again")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut fifth = turn(&work, at(60), &[]);
    fifth.after.chat.insert("word".into(), "later".into());
    fifth.after.chat.insert("more".into(), "x".into());
    store.commit(work, fifth).await.unwrap();
    store.accept(at(61), vec![message("7", "me again")]).await.unwrap();
    let work = claim_one(&store).await;
    let chat = &work.conversation.chat;
    assert_eq!((&chat["word"], &chat["more"]), (&"new".into(), &"x".into()));
}

/// A turn that leaves a question open since this moment, with a timer of its own.
fn asks(work: &Work, step: &str, now: i64) -> Turn {
    let (run, clock) = (work.conversation.runs + 1, TimerKey::new(format!("nudge:{step}")));
    let question = Question { serial: 1, tries: 0, choices: Vec::new(), expires: at(999_999) };
    let at_step = StepKey { flow: step.into(), step: "ask".into() };
    let frame = Frame {
        run,
        flow: step.into(),
        at: at_step,
        vars: Vars::new(),
        loops: Vec::new(),
        asked: Vec::new(),
        open: Some(question),
        entered: Entered::Trigger,
        timers: vec![clock],
    };
    let mut turn = turn(work, at(now), &[]);
    (turn.after.stack, turn.after.last_input) = (vec![frame], Some(at(now)));
    turn.timers = vec![timer(&format!("nudge:{step}"), at(now + 500))];
    turn
}

pub(crate) async fn the_question_of_the_plugin_is_kept_if_it_was_asked_last(store: impl Store) {
    for (name, own, plugin, kept) in [("7", 1, 2, "size"), ("8", 2, 1, "fruit")] {
        let before = format!("ref:{name}");
        for (visitor, step, now) in [(name, "fruit", own), (&*before, "size", plugin)] {
            store.accept(at(now), vec![says(visitor, "hi")]).await.unwrap();
            let work = claim_one(&store).await;
            let turn = asks(&work, step, now);
            store.commit(work, turn).await.unwrap();
        }
        let prior = Prior { source: None, identifier: Some(name.to_owned()) };
        let event = Event { prior: Some(prior), ..event("it is me") };
        let me = arrival(&key(name), &format!("me {name}"), What::Event(Box::new(event)));
        store.accept(at(3), vec![me]).await.unwrap();
        let work = claim_one(&store).await;
        let flows: Vec<_> =
            work.conversation.stack.iter().map(|frame| frame.flow.as_str()).collect();
        assert_eq!(flows, [kept], "{name}");
        let done = turn(&work, at(3), &[]);
        store.commit(work, done).await.unwrap();
        // One question, one timer.
        assert_eq!(store.due(at(5_000), 9).await.unwrap(), 1, "{name}");
        let work = claim_one(&store).await;
        assert_eq!(work.key, key(name));
        let InputKind::Timer { key, .. } = &work.input.kind else { panic!("{work:?}") };
        assert_eq!(key.as_str(), format!("nudge:{kept}"));
        let done = turn(&work, at(6_000), &[]);
        store.commit(work, done).await.unwrap();
    }
}

pub(crate) async fn receipts_become_inputs_only_if_a_flow_wants_them(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1"]).await;
    settle(&store, at(1), &out, sent("m1")).await.unwrap();
    let read = |event| Arrival {
        identity: saywhen::store::NO_IDENTITY,
        ..arrival(
            &key("a"),
            "",
            What::Receipt { read: true, mids: Vec::new(), watermark: Some(at(2)), event },
        )
    };
    let heard = store.accept(at(2), vec![read(None)]).await.unwrap();
    assert_eq!((heard.queued, heard.settled), (0, 1));
    let wanted = Event { kind: EventKind::Read { watermark: Some(at(2)) }, ..event("") };
    let heard = store.accept(at(3), vec![read(Some(Box::new(wanted)))]).await.unwrap();
    assert_eq!(heard.queued, 1);
    let work = claim_one(&store).await;
    assert_eq!(work.input.seq, 2, "the first read left no input");
    assert_eq!(store.counts().await.unwrap().read, 1);
}

pub(crate) async fn an_echo_without_metadata_settles_the_reply_nobody_knew_about(
    store: impl Store,
) {
    let out = answered(&store, "a", at(0), &["Hi", "2"]).await;
    learn(&store).await;
    settle(&store, at(1), &out, uncertain(at(90))).await.unwrap();
    let own = |text: &str, mid: &str| {
        let (app, text) = (Some("42".to_owned()), Some(text.to_owned()));
        of(Echo { app, text, ..Echo::default() }, mid)
    };
    let heard = store.accept(at(2), vec![own("other words", "m_x")]).await.unwrap();
    assert_eq!((heard.settled, heard.counted), (0, 1));
    let heard = store.accept(at(3), vec![own("Hi", "m_1")]).await.unwrap();
    assert_eq!((heard.settled, heard.counted), (1, 0));
    assert_eq!(fates(&store, "a").await, ["sent", "waiting"]);
}

pub(crate) async fn what_a_person_writes_in_the_inbox_counts_before_our_app_is_known(
    store: impl Store,
) {
    answered(&store, "a", at(0), &["1"]).await;
    let text = Some("Ana here".to_owned());
    let person = of(Echo { text, inbox: true, ..Echo::default() }, "m_ana");
    let heard = store.accept(at(1), vec![person]).await.unwrap();
    assert_eq!((heard.queued, heard.counted), (1, 0));
}
