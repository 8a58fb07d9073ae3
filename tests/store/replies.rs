//! Sending and settling.

use saywhen::limits::{ECHO_WAIT, JOURNAL_KEEP, OVERTAKEN_AFTER, POLICY_WAIT};
use saywhen::store::{Fate, Hold, Recovered, Store};
use saywhen::time::Millis;
use saywhen::words::arrival::What;
use saywhen::words::event::{Event, EventKind, ThreadChange};
use saywhen::words::name::Vars;
use saywhen::words::reply::ReplyKind;
use saywhen::words::turn::Reason;

use super::kit::*;

pub(crate) async fn replies_leave_one_by_one_in_order(store: impl Store) {
    let first = answered(&store, "a", at(0), &["1", "2", "3"]).await;
    assert_eq!((said(&first), first.tries, first.uncertain), ("1".into(), 0, false));
    assert!(store.sends(at(9), 9).await.unwrap().is_empty(), "only the head may go");
    let second = settle(&store, at(1), &first, sent("m1")).await.unwrap().pop().unwrap();
    let third = settle(&store, at(2), &second, sent("m2")).await.unwrap().pop().unwrap();
    assert_eq!((said(&second), said(&third)), ("2".into(), "3".into()));
    assert!(settle(&store, at(3), &third, sent("m3")).await.unwrap().is_empty());
    let replies = store.history(&key("a")).await.unwrap().replies;
    let mids: Vec<_> = replies.into_iter().map(|r| (r.1, r.2, r.3.unwrap().to_string())).collect();
    let wanted = ["m1", "m2", "m3"].map(|mid| ("sent".to_owned(), 1, mid.to_owned()));
    assert_eq!(mids, wanted);
    assert_eq!(store.counts().await.unwrap().sent, 3);
}

pub(crate) async fn a_later_turn_waits_for_the_one_before(store: impl Store) {
    let first = answered(&store, "a", at(0), &["1"]).await;
    store.accept(at(1), vec![says("a", "again")]).await.unwrap();
    let work = claim_one(&store).await;
    let turn = turn(&work, at(1), &["2"]);
    assert!(store.commit(work, turn).await.unwrap().head.is_none());
    let next = settle(&store, at(2), &first, sent("m1")).await.unwrap().pop().unwrap();
    assert_eq!(said(&next), "2");
}

pub(crate) async fn a_pause_counts_from_the_settlement_before(store: impl Store) {
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let mut slow = turn(&work, at(0), &["1", "2"]);
    slow.replies[0].pause = Millis(100);
    slow.replies[1].pause = Millis(50);
    assert!(store.commit(work, slow).await.unwrap().head.is_none());
    assert_eq!(store.next_due().await.unwrap(), Some(at(100)));
    assert!(store.sends(at(99), 9).await.unwrap().is_empty());
    let first = store.sends(at(100), 9).await.unwrap().pop().unwrap();
    assert_eq!(store.next_due().await.unwrap(), None, "it is on its way");
    assert!(settle(&store, at(300), &first, sent("m1")).await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), Some(at(350)));
    assert!(store.sends(at(349), 9).await.unwrap().is_empty());
    assert_eq!(said(&store.sends(at(350), 9).await.unwrap()[0]), "2");
}

pub(crate) async fn a_retry_waits_and_counts_its_tries(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    let retry = Fate::Retry { not_before: at(500), code: "2".to_owned() };
    assert!(settle(&store, at(1), &out, retry).await.unwrap().is_empty());
    assert!(store.sends(at(499), 9).await.unwrap().is_empty());
    let again = store.sends(at(500), 9).await.unwrap().pop().unwrap();
    assert_eq!((said(&again), again.tries, again.uncertain), ("1".into(), 1, false));
}

pub(crate) async fn an_uncertain_reply_waits_for_its_echo_and_is_tried_once_more(
    store: impl Store,
) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    assert!(settle(&store, at(1), &out, uncertain(at(100))).await.unwrap().is_empty());
    assert_eq!(store.counts().await.unwrap().uncertain, 1);
    assert_eq!(store.next_due().await.unwrap(), Some(at(100)));
    assert!(store.sends(at(99), 9).await.unwrap().is_empty());
    let again = store.sends(at(100), 9).await.unwrap().pop().unwrap();
    assert_eq!((said(&again), again.tries, again.uncertain), ("1".into(), 1, true));
    let next = settle(&store, at(101), &again, uncertain(at(200))).await.unwrap().pop().unwrap();
    assert_eq!(said(&next), "2");
    assert_eq!(fates(&store, "a").await, ["failed(uncertain)", "sending"]);
    store.accept(at(102), vec![own_echo("a", &again, "m1")]).await.unwrap();
    assert_eq!(fates(&store, "a").await, ["sent", "sending"], "a late echo knows better");
}

pub(crate) async fn an_echo_settles_what_was_uncertain_and_frees_the_next(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    settle(&store, at(1), &out, uncertain(at(100))).await.unwrap();
    let heard = store.accept(at(2), vec![own_echo("a", &out, "m1")]).await.unwrap();
    assert_eq!((heard.settled, heard.counted, heard.wake_sends), (1, 0, true));
    let next = store.sends(at(2), 9).await.unwrap().pop().unwrap();
    assert_eq!(said(&next), "2");
    let again = store.accept(at(3), vec![own_echo("a", &out, "m1")]).await.unwrap();
    assert_eq!((again.settled, again.counted, again.wake_sends), (0, 1, false));
    let by_mid = store.accept(at(3), vec![echo("a", None, Some("m1"))]).await.unwrap();
    assert_eq!((by_mid.settled, by_mid.counted), (0, 1));
}

pub(crate) async fn an_echo_may_be_faster_than_the_answer(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    store.accept(at(1), vec![own_echo("a", &out, "m1")]).await.unwrap();
    let failed = Fate::Failed { code: "100".to_owned() };
    let next = settle(&store, at(2), &out, failed).await.unwrap().pop().unwrap();
    assert_eq!(said(&next), "2");
    assert_eq!(fates(&store, "a").await, ["sent", "sending"]);
    assert!(settle(&store, at(3), &out, sent("m1")).await.unwrap().is_empty());
    assert_eq!(fates(&store, "a").await, ["sent", "sending"]);
}

pub(crate) async fn echoes_of_others_are_only_counted(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1"]).await;
    let strange = format!("sw1:{:032x}", u128::MAX);
    let batch = vec![
        echo("a", None, Some("human")),
        echo("a", Some(strange), Some("other")),
        echo("a", Some(out.reply.id.to_string()), None),
        echo("a", None, None),
    ];
    let heard = store.accept(at(1), batch).await.unwrap();
    assert_eq!((heard.settled, heard.counted, heard.wake_sends), (0, 4, false));
    assert_eq!(fates(&store, "a").await, ["sending"]);
}

pub(crate) async fn receipts_mark_the_replies_they_speak_of(store: impl Store) {
    let first = answered(&store, "a", at(0), &["1", "2"]).await;
    let second = settle(&store, at(10), &first, sent("m1")).await.unwrap().pop().unwrap();
    settle(&store, at(20), &second, sent("m2")).await.unwrap();
    let delivered = receipt("a", false, &["m2", "unknown"], None);
    assert_eq!(store.accept(at(30), vec![delivered]).await.unwrap().settled, 1);
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.delivered, counts.read), (1, 0));
    let read = |to| vec![receipt("a", true, &[], Some(at(to)))];
    store.accept(at(31), read(9)).await.unwrap();
    assert_eq!(store.counts().await.unwrap().read, 1, "the second was sent later");
    store.accept(at(32), read(10)).await.unwrap();
    assert_eq!(store.counts().await.unwrap().read, 2);
    assert_eq!(store.accept(at(33), read(99)).await.unwrap().counted, 1);
}

pub(crate) async fn final_fates_let_the_next_reply_go(store: impl Store) {
    let first = answered(&store, "a", at(0), &["1", "2", "3"]).await;
    let expired = Fate::Expired { why: "window".to_owned() };
    let second = settle(&store, at(1), &first, expired).await.unwrap().pop().unwrap();
    let failed = Fate::Failed { code: "100".to_owned() };
    let third = settle(&store, at(2), &second, failed).await.unwrap().pop().unwrap();
    settle(&store, at(3), &third, sent("m3")).await.unwrap();
    assert_eq!(fates(&store, "a").await, ["expired(window)", "failed(100)", "sent"]);
    assert_eq!(store.counts().await.unwrap().unsent, 2);
}

pub(crate) async fn an_unreachable_visitor_gets_nothing_more(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2", "3"]).await;
    let gone = Fate::Unreachable { code: "551".to_owned() };
    assert!(settle(&store, at(1), &out, gone).await.unwrap().is_empty());
    let wanted = ["failed(551)", "cancelled(unreachable)", "cancelled(unreachable)"];
    assert_eq!(fates(&store, "a").await, wanted);
    assert_eq!(store.next_due().await.unwrap(), None);
    // What a timer says later is not tried either.
    let told = What::App { name: "told".into(), with: Vars::new() };
    store.accept(at(2), vec![arrival(&key("a"), "told", told)]).await.unwrap();
    let work = claim_one(&store).await;
    let mut later = turn(&work, at(2), &["from an app"]);
    later.timers = vec![timer("nudge", at(5))];
    assert_eq!(store.commit(work, later).await.unwrap().head, None);
    assert_eq!(store.due(at(5), 9).await.unwrap(), 1);
    let work = claim_one(&store).await;
    let nudged = turn(&work, at(5), &["still there?"]);
    let committed = store.commit(work, nudged).await.unwrap();
    assert!(committed.unreachable && committed.head.is_none());
    assert_eq!(fates(&store, "a").await[3..], ["cancelled(unreachable)", "cancelled(unreachable)"]);
    assert!(store.sends(at(8), 9).await.unwrap().is_empty());
    // Who writes again can be reached, also by what is said later.
    assert_eq!(said(&answered(&store, "a", at(9), &["hello again"]).await), "hello again");
}

pub(crate) async fn a_parked_reply_goes_when_a_later_turn_speaks(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    let parked = Fate::Parked { why: "2018300".to_owned(), until: None };
    assert!(settle(&store, at(1), &out, parked).await.unwrap().is_empty());
    assert!(store.sends(at(99), 9).await.unwrap().is_empty());
    assert_eq!(store.counts().await.unwrap().waiting, 2);
    assert_eq!(said(&answered(&store, "a", at(100), &["3"]).await), "1");
}

pub(crate) async fn a_parked_reply_goes_when_the_thread_is_given_back(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    let parked = Fate::Parked { why: "2018300".to_owned(), until: None };
    settle(&store, at(1), &out, parked).await.unwrap();
    let given =
        EventKind::Thread(ThreadChange::Pass { to: None, from: None, metadata: None, ours: None });
    let given = Event { kind: given, ..event("") };
    let given = arrival(&key("a"), "given", What::Event(Box::new(given)));
    assert!(store.accept(at(2), vec![given]).await.unwrap().wake_sends);
    let sends = store.sends(at(2), 9).await.unwrap();
    assert_eq!(sends.iter().map(said).collect::<Vec<_>>(), ["1"]);
}

pub(crate) async fn a_parked_reply_is_looked_at_again_when_it_is_too_late(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    let parked = Fate::Parked { why: "2018300".to_owned(), until: Some(at(50)) };
    settle(&store, at(1), &out, parked).await.unwrap();
    assert!(store.sends(at(49), 9).await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), Some(at(50)));
    let sends = store.sends(at(50), 9).await.unwrap();
    assert_eq!(sends.iter().map(said).collect::<Vec<_>>(), ["1"]);
}

pub(crate) async fn a_page_that_meta_blocks_sends_nothing_until_it_is_unblocked(store: impl Store) {
    let policy = |action: &str| {
        let kind = EventKind::Policy { action: action.to_owned(), reason: None };
        let event = Box::new(Event { kind, ..event("") });
        arrival(&key("page"), action, What::Skipped(event, Reason::Unwanted))
    };
    store.accept(at(0), vec![policy("warning")]).await.unwrap();
    assert_eq!(store.held(&key("a").page).await.unwrap(), None);
    store.accept(at(1), vec![policy("block")]).await.unwrap();
    let why = store.held(&key("a").page).await.unwrap().unwrap();
    assert_eq!((why.why.as_str(), why.until), ("blocked", None));
    let pause = Hold { why: "throttle".to_owned(), until: Some(at(2)) };
    store.hold(key("a").page, Some(pause)).await.unwrap();
    store.accept(at(2), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let answer = turn(&work, at(2), &["1"]);
    assert!(store.commit(work, answer).await.unwrap().head.is_none());
    assert!(store.sends(at(99_999), 9).await.unwrap().is_empty());
    // Another life does not forget it; since Meta may have said meanwhile that it is over, it is tried
    // after a while.
    store.recover(at(3)).await.unwrap();
    let why = store.held(&key("a").page).await.unwrap().unwrap();
    assert_eq!((why.why.as_str(), why.until), ("blocked", Some(at(3).plus(POLICY_WAIT))));
    assert!(store.sends(at(3_000), 9).await.unwrap().is_empty());
    assert!(store.accept(at(3), vec![policy("unblock")]).await.unwrap().wake_sends);
    let sends = store.sends(at(3), 9).await.unwrap();
    assert_eq!(sends.iter().map(said).collect::<Vec<_>>(), ["1"]);
}

pub(crate) async fn an_untried_reply_is_due_at_once_and_unchanged(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1"]).await;
    assert!(settle(&store, at(1), &out, Fate::Untried).await.unwrap().is_empty());
    assert_eq!(store.sends(at(1), 9).await.unwrap(), [out]);
}

pub(crate) async fn seen_is_tried_once(store: impl Store) {
    for (visitor, fate, told) in [
        ("a", uncertain(at(99)), "failed(uncertain)"),
        ("b", Fate::Retry { not_before: at(99), code: "2".to_owned() }, "failed(2)"),
    ] {
        store.accept(at(0), vec![says(visitor, "x")]).await.unwrap();
        let work = claim_one(&store).await;
        let mut seen = turn(&work, at(0), &["", "2"]);
        seen.replies[0].kind = ReplyKind::Seen;
        let out = store.commit(work, seen).await.unwrap().head.unwrap();
        let next = settle(&store, at(1), &out, fate).await.unwrap().pop().unwrap();
        assert_eq!(said(&next), "2");
        assert_eq!(fates(&store, visitor).await, [told, "sending"]);
    }
}

pub(crate) async fn old_replies_expire_once_a_later_turn_has_spoken(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    let retry = Fate::Retry { not_before: at(5), code: "2".to_owned() };
    settle(&store, at(1), &out, retry).await.unwrap();
    let later = at(1).plus(OVERTAKEN_AFTER);
    let same = store.sends(later, 9).await.unwrap().pop().unwrap();
    assert_eq!(said(&same), "1", "nobody has overtaken it");
    settle(&store, later, &same, Fate::Untried).await.unwrap();
    assert_eq!(said(&answered(&store, "a", later, &["3"]).await), "3");
    assert_eq!(fates(&store, "a").await, ["expired(old)", "expired(old)", "sending"]);
}

pub(crate) async fn a_held_page_sends_nothing_until_its_time(store: impl Store) {
    let hold = |until| Some(Hold { why: "throttle".to_owned(), until });
    store.hold("page".into(), hold(Some(at(50)))).await.unwrap();
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let turn = turn(&work, at(0), &["1"]);
    assert!(store.commit(work, turn).await.unwrap().head.is_none());
    assert_eq!(store.next_due().await.unwrap(), Some(at(50)));
    assert!(store.sends(at(49), 9).await.unwrap().is_empty());
    store.hold("page".into(), hold(Some(at(20)))).await.unwrap();
    assert_eq!(store.next_due().await.unwrap(), Some(at(50)), "the longer one counts");
    store.hold("page".into(), hold(None)).await.unwrap();
    assert_eq!(store.next_due().await.unwrap(), None);
    store.hold("page".into(), hold(Some(at(60)))).await.unwrap();
    assert!(store.sends(at(999), 9).await.unwrap().is_empty());
    store.hold("other".into(), hold(None)).await.unwrap();
    store.hold("page".into(), None).await.unwrap();
    assert_eq!(store.next_due().await.unwrap(), Some(at(0)));
    assert_eq!(store.sends(at(999), 9).await.unwrap().len(), 1);
}

pub(crate) async fn lifting_a_reason_frees_its_pages_and_no_other(store: impl Store) {
    let hold = |why: &str, until| Some(Hold { why: why.to_owned(), until });
    store.hold("page".into(), hold("token", None)).await.unwrap();
    store.hold("other".into(), hold("policy", Some(at(50)))).await.unwrap();
    store.accept(at(0), vec![says("a", "x")]).await.unwrap();
    let work = claim_one(&store).await;
    let said = turn(&work, at(0), &["1"]);
    assert!(store.commit(work, said).await.unwrap().head.is_none());
    let key = on_page("other", "b");
    store.accept(at(0), vec![arrival(&key, "o", What::Event(Box::new(event("x"))))]).await.unwrap();
    let work = claim_one(&store).await;
    let said = turn(&work, at(0), &["2"]);
    assert!(store.commit(work, said).await.unwrap().head.is_none());
    assert_eq!(store.lift("token", Some(&"other".into())).await.unwrap(), 0);
    assert_eq!(store.lift("token", None).await.unwrap(), 1);
    assert_eq!(store.lift("token", None).await.unwrap(), 0);
    let sends = store.sends(at(1), 9).await.unwrap();
    assert_eq!(sends.iter().map(|out| out.key.page.to_string()).collect::<Vec<_>>(), ["page"]);
    assert_eq!(store.next_due().await.unwrap(), Some(at(50)));
}

pub(crate) async fn lifting_one_page_leaves_others_that_wait_for_the_same(store: impl Store) {
    for (page, visitor) in [("one", "a"), ("two", "b")] {
        let held = Hold { why: "token".to_owned(), until: None };
        store.hold(page.into(), Some(held)).await.unwrap();
        let key = on_page(page, visitor);
        let said = arrival(&key, page, What::Event(Box::new(event("x"))));
        store.accept(at(0), vec![said]).await.unwrap();
        let work = claim_one(&store).await;
        let said = turn(&work, at(0), &["1"]);
        assert!(store.commit(work, said).await.unwrap().head.is_none());
    }
    assert_eq!(store.lift("token", Some(&"two".into())).await.unwrap(), 1);
    let sends = store.sends(at(1), 9).await.unwrap();
    assert_eq!(sends.iter().map(|out| out.key.page.to_string()).collect::<Vec<_>>(), ["two"]);
    assert_eq!(store.lift("token", Some(&"two".into())).await.unwrap(), 0);
    assert_eq!(store.lift("token", Some(&"one".into())).await.unwrap(), 1);
}

pub(crate) async fn another_life_begins_with_doubt(store: impl Store) {
    let first = answered(&store, "a", at(0), &["1", "2"]).await;
    answered(&store, "b", at(0), &["1"]).await;
    let doubtful = answered(&store, "c", at(0), &["1"]).await;
    settle(&store, at(1), &doubtful, uncertain(at(2))).await.unwrap();
    store.accept(at(1), vec![says("d", "x")]).await.unwrap();
    let found = store.recover(at(1_000)).await.unwrap();
    assert_eq!(found, Recovered { accepted: 1, waiting: 1, sending: 2 });
    let until = at(1_000).plus(ECHO_WAIT);
    assert_eq!(store.next_due().await.unwrap(), Some(until));
    assert!(store.sends(until.minus(Millis(1)), 9).await.unwrap().is_empty());
    store.accept(at(1_001), vec![own_echo("a", &first, "m1")]).await.unwrap();
    let mut again = store.sends(until, 9).await.unwrap();
    again.sort_by_key(|out| out.key.clone());
    let told: Vec<_> = again.iter().map(|o| (said(o), o.uncertain, o.tries)).collect();
    assert_eq!(told, [("2".into(), false, 0), ("1".into(), true, 1), ("1".into(), true, 1)]);
    let found = store.recover(until).await.unwrap();
    assert_eq!(found, Recovered { accepted: 1, waiting: 0, sending: 3 });
    assert_eq!(fates(&store, "b").await, ["failed(uncertain)"], "uncertain twice is enough");
    assert_eq!(fates(&store, "a").await, ["sent", "uncertain(restart)"]);
}

pub(crate) async fn settled_rows_are_swept_and_open_ones_are_kept(store: impl Store) {
    let out = answered(&store, "a", at(0), &["1", "2"]).await;
    settle(&store, at(1), &out, sent("m1")).await.unwrap();
    store.accept(at(1), vec![says("a", "waits")]).await.unwrap();
    let later = at(2).plus(JOURNAL_KEEP);
    assert_eq!(store.sweep(later).await.unwrap(), 5, "two identities, turn, input, reply");
    assert_eq!(store.sweep(later).await.unwrap(), 0);
    assert_eq!(fates(&store, "a").await, ["sending"]);
    assert_eq!(store.counts().await.unwrap().queued, 1);
}
