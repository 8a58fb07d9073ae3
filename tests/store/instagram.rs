//! Echoes on Instagram, which name neither an app nor a reply: none of our own words is taken for a
//! person's, and none of a person's for ours.

use saywhen::limits::ECHO_LATE;
use saywhen::store::{Accepted, Fate, Outgoing, Store};
use saywhen::words::arrival::{Arrival, What};
use saywhen::words::event::{Attachment, AttachmentKind, Echo, Event, EventKind};
use saywhen::words::name::{Channel, ConversationKey};
use saywhen::words::reply::{Action, Button, MediaKind, MediaSource, ReplyKind};

use super::kit::*;

fn there(visitor: &str) -> ConversationKey {
    ConversationKey { channel: Channel::Instagram, ..key(visitor) }
}

fn echo(visitor: &str, mid: &str, echo: Echo) -> Arrival {
    let event = Event { mid: Some(mid.into()), ..Event::new(EventKind::HumanEcho(echo)) };
    let identity = saywhen::store::NO_IDENTITY;
    Arrival { identity, ..arrival(&there(visitor), "", What::Echo(Box::new(event))) }
}

fn words(text: &str) -> Echo {
    Echo { text: Some(text.to_owned()), ..Echo::default() }
}

fn attached(kind: AttachmentKind) -> Echo {
    let (url, title, place, sticker) = (None, None, None, None);
    let more = serde_json::Value::Null;
    let attachments = vec![Attachment { kind, url, title, place, sticker, more }];
    Echo { attachments, ..Echo::default() }
}

async fn hear(store: &impl Store, ms: i64, arrival: Arrival) -> Accepted {
    store.accept(at(ms), vec![arrival]).await.unwrap()
}

/// Takes a message, answers it with these, and hands over the first, claimed.
async fn says_there(store: &impl Store, visitor: &str, kinds: Vec<ReplyKind>) -> Outgoing {
    let asked = What::Event(Box::new(event("asked")));
    let asked = arrival(&there(visitor), &format!("{visitor} asked {}", kinds.len()), asked);
    store.accept(at(0), vec![asked]).await.unwrap();
    let work = claim_one(store).await;
    let mut turn = turn(&work, at(0), &vec![""; kinds.len()]);
    for (reply, kind) in turn.replies.iter_mut().zip(kinds) {
        reply.kind = kind;
    }
    store.commit(work, turn).await.unwrap().head.expect("the first reply is claimed")
}

fn text(text: &str) -> ReplyKind {
    ReplyKind::Text { text: text.to_owned(), quick_replies: Vec::new() }
}

fn pictures(count: usize) -> ReplyKind {
    let sources = vec![MediaSource::Url("https://example.org/1.png".into()); count];
    let (buttons, quick_replies) = (Vec::new(), Vec::new());
    ReplyKind::Media { kind: MediaKind::Image, sources, buttons, quick_replies }
}

async fn states(store: &impl Store, visitor: &str) -> Vec<String> {
    let history = store.history(&there(visitor)).await.unwrap();
    history.replies.into_iter().map(|(_, state, _, _)| state).collect()
}

fn failed(code: &str) -> Fate {
    Fate::Retry { not_before: at(500), code: code.to_owned() }
}

pub(crate) async fn a_persons_words_are_heard_though_nobody_knows_our_app(store: impl Store) {
    says_there(&store, "a", vec![text("One"), text("Two")]).await;
    let heard = hear(&store, 1, echo("a", "m_ana", words("Ana here"))).await;
    assert_eq!((heard.queued, heard.settled), (1, 0));
    assert_eq!(states(&store, "a").await, ["sending", "cancelled(human)"]);
    // Our own app's number, where Meta should tell one, is no person's.
    let named = Echo { app: Some("42".into()), ..words("Two") };
    let heard = hear(&store, 2, echo("a", "m_app", named)).await;
    assert_eq!((heard.queued, heard.counted), (0, 1));
}

pub(crate) async fn every_kind_of_reply_is_known_before_graph_has_answered(store: impl Store) {
    let buttons = vec![Button { label: "Yes".into(), action: Action::Payload("YES".into()) }];
    let under = ReplyKind::Buttons { text: "Well?".into(), buttons, quick_replies: Vec::new() };
    let own = serde_json::json!({"attachment": {"type": "like_heart"}});
    let kinds = [
        ("text", text("Hi  there"), words("Hi  there ")),
        ("picture", pictures(1), attached(AttachmentKind::Image)),
        ("link", pictures(1), words("https://example.org/1.png")),
        ("template", under.clone(), attached(AttachmentKind::Template)),
        ("words", under.clone(), words("Well?")),
        ("silent", under, Echo::default()),
        ("heart", ReplyKind::Raw(own), attached(AttachmentKind::Other)),
    ];
    for (visitor, kind, heard) in kinds {
        says_there(&store, visitor, vec![kind]).await;
        let heard = hear(&store, 1, echo(visitor, &format!("m_{visitor}"), heard)).await;
        assert_eq!((heard.settled, heard.queued), (1, 0), "{visitor}");
        assert_eq!(states(&store, visitor).await, ["sent"], "{visitor}");
    }
}

pub(crate) async fn what_graph_had_taken_before_it_failed_is_not_said_again(store: impl Store) {
    let out = says_there(&store, "a", vec![text("Hi"), text("Hi")]).await;
    settle(&store, at(1), &out, failed("2")).await.unwrap();
    let heard = hear(&store, 2, echo("a", "m_1", words("Hi"))).await;
    assert_eq!((heard.settled, heard.queued), (1, 0));
    assert_eq!(states(&store, "a").await, ["sent", "waiting"]);
    let next = store.sends(at(3), 9).await.unwrap().pop().unwrap();
    settle(&store, at(4), &next, sent("m_2")).await.unwrap();
    let heard = hear(&store, 5, echo("a", "m_2", words("Hi"))).await;
    assert_eq!((heard.counted, heard.queued), (1, 0), "the second one's own");
    // A person may say it, too.
    let heard = hear(&store, 6, echo("a", "m_ana", words("Hi"))).await;
    assert_eq!(heard.queued, 1);
}

pub(crate) async fn late_copies_of_what_was_in_doubt_are_no_persons(store: impl Store) {
    let out = says_there(&store, "a", vec![text("Hi")]).await;
    settle(&store, at(1), &out, uncertain(at(100))).await.unwrap();
    let again = store.sends(at(100), 9).await.unwrap().pop().unwrap();
    settle(&store, at(101), &again, sent("m_2")).await.unwrap();
    let heard = hear(&store, 102, echo("a", "m_1", words("Hi"))).await;
    assert_eq!((heard.counted, heard.queued), (1, 0), "both have arrived");

    let out = says_there(&store, "b", vec![text("Hi")]).await;
    settle(&store, at(1), &out, Fate::Sent { mid: None }).await.unwrap();
    let heard = hear(&store, 2, echo("b", "m_3", words("Hi"))).await;
    assert_eq!(heard.queued, 0, "Graph's answer was cut off before the mid");
    let heard = hear(&store, 3, echo("b", "m_3", words("Hi"))).await;
    assert_eq!(heard.queued, 0, "it is known now");

    let out = says_there(&store, "c", vec![pictures(2)]).await;
    settle(&store, at(1), &out, sent("m_4")).await.unwrap();
    for mid in ["m_4", "m_5"] {
        let heard = hear(&store, 2, echo("c", mid, attached(AttachmentKind::Image))).await;
        assert_eq!(heard.queued, 0, "{mid}");
    }

    let late = 200 + i64::try_from(ECHO_LATE.0).unwrap();
    let heard = hear(&store, late, echo("a", "m_ana", words("Hi"))).await;
    assert_eq!(heard.queued, 1, "hours later somebody says the same");
}

pub(crate) async fn a_private_answer_to_a_comment_mutes_nobody_it_reaches(store: impl Store) {
    says_there(&store, "comment:17", vec![text("I wrote to you.")]).await;
    let heard = hear(&store, 1, echo("345", "m_1", words("I wrote to you."))).await;
    assert_eq!((heard.settled, heard.queued), (1, 0));
    assert_eq!(states(&store, "comment:17").await, ["sent"]);
    let heard = hear(&store, 2, echo("345", "m_2", words("Ana here"))).await;
    assert_eq!(heard.queued, 1);
}

pub(crate) async fn on_standby_an_echo_settles_and_a_person_is_only_recorded(store: impl Store) {
    says_there(&store, "a", vec![text("Bye"), text("Really")]).await;
    let standby = |mid: &str, said: &str| {
        let mut arrival = echo("a", mid, words(said));
        if let What::Echo(event) = &mut arrival.what {
            event.standby = true;
        }
        arrival
    };
    let heard = hear(&store, 1, standby("m_1", "Bye")).await;
    assert_eq!((heard.settled, heard.queued, heard.skipped), (1, 0, 0));
    let heard = hear(&store, 2, standby("m_ana", "Ana here")).await;
    assert_eq!((heard.settled, heard.queued, heard.skipped), (0, 0, 1));
    assert_eq!(states(&store, "a").await, ["sent", "waiting"]);
    let history = store.history(&there("a")).await.unwrap();
    let inputs: Vec<_> = history.inputs.into_iter().map(|(_, state)| state).collect();
    assert_eq!(inputs, ["done", "skipped(standby)"]);
}
