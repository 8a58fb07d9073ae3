//! Outward calls: handed out once, answered ahead of all else, and after a crash only what may be done
//! twice is done again (PROMISES P4, P19).

use saywhen::store::{Call, Store};
use saywhen::time::Millis;
use saywhen::words::address::Origin;
use saywhen::words::conversation::Fetching;
use saywhen::words::input::{Answer, InputKind};
use saywhen::words::name::Vars;
use saywhen::words::turn::{Piece, Request, Want, Whom};

use super::kit::*;

fn request(fetch: &str, method: &str) -> Request {
    Request {
        fetch: fetch.into(),
        method: method.to_owned(),
        origin: Origin::parse("https://shop.example.com").unwrap(),
        path: vec![Piece::Text("/orders".to_owned())],
        headers: Vec::new(),
        body: None,
        timeout: Millis::from_secs(5),
        retries: 0,
        cache: None,
    }
}

/// A visitor writes twice; the first turn asks and waits until 20.
async fn asked(store: &impl Store, visitor: &str, method: &str) {
    wanted(store, visitor, Want::Http(request("f", method))).await;
}

async fn wanted(store: &impl Store, visitor: &str, want: Want) {
    store.accept(at(0), vec![says(visitor, "1"), says(visitor, "2")]).await.unwrap();
    let work = claim_one(store).await;
    let mut asks = turn(&work, at(1), &[]);
    asks.after.fetching =
        Some(Fetching { fetch: "f".into(), until: at(20), event: Vars::new(), held: None });
    asks.wants = Some(want);
    assert!(store.commit(work, asks).await.unwrap().next.is_none());
}

fn good() -> Answer {
    Answer::Status { code: 200, body: "ok".into() }
}

async fn only(store: &impl Store) -> Call {
    let mut calls = store.calls(at(2), Whom::Server, 9).await.unwrap();
    assert_eq!(calls.len(), 1);
    calls.remove(0)
}

/// What the answer was that comes next.
async fn heard(store: &impl Store) -> Answer {
    let work = claim_one(store).await;
    let InputKind::Fetched { answer, .. } = &work.input.kind else { panic!("{work:?}") };
    let answer = answer.clone();
    let mut goes_on = turn(&work, at(4), &[]);
    goes_on.after.fetching = None;
    let next = store.commit(work, goes_on).await.unwrap().next.unwrap();
    assert_eq!(next.input.seq, 2, "then what arrived meanwhile");
    answer
}

pub(crate) async fn a_call_is_handed_out_once_and_its_answer_comes_first(store: impl Store) {
    asked(&store, "a", "POST").await;
    let call = only(&store).await;
    assert_eq!((call.want.fetch().as_str(), call.until), ("f", at(20)));
    assert!(store.calls(at(2), Whom::Server, 9).await.unwrap().is_empty(), "it is under way");
    assert!(store.claim(9).await.unwrap().is_empty(), "the second message waits");
    assert!(store.answer(at(3), call.clone(), good()).await.unwrap());
    assert!(!store.answer(at(3), call, Answer::Timeout).await.unwrap(), "it has its answer");
    assert_eq!(heard(&store).await, good());
}

pub(crate) async fn after_a_crash_only_what_may_be_done_twice_is_called_again(store: impl Store) {
    asked(&store, "a", "POST").await;
    let lost = only(&store).await;
    store.recover(at(3)).await.unwrap();
    assert!(
        store.calls(at(3), Whom::Server, 9).await.unwrap().is_empty(),
        "an order is never placed twice"
    );
    assert!(!store.answer(at(3), lost, good()).await.unwrap(), "the old life is over");
    assert_eq!(heard(&store).await, Answer::Timeout);
}

pub(crate) async fn after_a_crash_a_question_to_a_shop_is_asked_again(store: impl Store) {
    asked(&store, "a", "GET").await;
    only(&store).await;
    store.recover(at(3)).await.unwrap();
    let call = only(&store).await;
    assert!(store.answer(at(3), call, good()).await.unwrap());
    assert_eq!(heard(&store).await, good());
}

pub(crate) async fn a_call_that_nobody_waits_for_any_more_is_not_made(store: impl Store) {
    asked(&store, "a", "GET").await;
    assert!(store.calls(at(20), Whom::Server, 9).await.unwrap().is_empty());
    assert!(store.calls(at(2), Whom::Server, 9).await.unwrap().is_empty(), "it is over for good");
}

pub(crate) async fn who_is_asked_for_profiles_is_not_asked_for_orders(store: impl Store) {
    let fields = vec!["first_name".to_owned()];
    wanted(&store, "a", Want::Profile { fetch: "f".into(), fields }).await;
    asked(&store, "b", "GET").await;
    let shops = store.calls(at(2), Whom::Server, 9).await.unwrap();
    assert_eq!(shops.iter().map(|call| call.key.visitor.as_str()).collect::<Vec<_>>(), ["b"]);
    let metas = store.calls(at(2), Whom::Meta, 9).await.unwrap();
    assert_eq!(metas.iter().map(|call| call.key.visitor.as_str()).collect::<Vec<_>>(), ["a"]);
    assert!(store.calls(at(2), Whom::Meta, 9).await.unwrap().is_empty(), "it is under way");
}

pub(crate) async fn after_a_crash_a_profile_is_asked_for_again(store: impl Store) {
    let fields = vec!["first_name".to_owned()];
    wanted(&store, "a", Want::Profile { fetch: "f".into(), fields }).await;
    store.calls(at(2), Whom::Meta, 9).await.unwrap();
    store.recover(at(3)).await.unwrap();
    let mut calls = store.calls(at(3), Whom::Meta, 9).await.unwrap();
    let told = Answer::Profile([("first_name".into(), "Ada".into())].into());
    assert!(store.answer(at(3), calls.remove(0), told.clone()).await.unwrap());
    assert_eq!(heard(&store).await, told);
}
