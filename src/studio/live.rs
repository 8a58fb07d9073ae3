//! What the page is told as it happens: one stream for each visitor that is looked at.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};
use warp::Reply;
use warp::reply::Response;
use warp::sse::Event;

use crate::limits::{PAGE_CALM, PAGE_GLANCE, PAGE_HEARTBEAT};
use crate::service::live::Reload;
use crate::source::Sources;
use crate::source::diagnostic::{Diagnostic, Severity, render};
use crate::store::Store;
use crate::studio::desk::{Desk, Typing};

/// Events that wait until the page has read those before.
const EVENTS_MAX: usize = 8;

/// The stream of one visitor.
pub(super) fn stream<S: Store>(desk: Arc<Desk<S>>, visitor: String) -> Response {
    let (events, mut waiting) = mpsc::channel(EVENTS_MAX);
    let tasks = desk.tasks.clone();
    let mut follower = Follower::new(desk, visitor);
    tasks.spawn(async move {
        loop {
            let event = tokio::select! {
                event = follower.next() => event,
                () = events.closed() => None,
            };
            let Some(event) = event else { return };
            if events.send(Ok::<_, Infallible>(event)).await.is_err() {
                return;
            }
        }
    });
    let events = futures_util::stream::poll_fn(move |context| waiting.poll_recv(context));
    warp::sse::reply(events).into_response()
}

struct Follower<S> {
    desk: Arc<Desk<S>>,
    visitor: String,
    changed: watch::Receiver<u64>,
    saves: watch::Receiver<u64>,
    typing: broadcast::Receiver<Typing>,
    /// What is to be told next.
    ready: VecDeque<Event>,
    /// The view that was told last, without the time.
    last: Value,
    heartbeat: Instant,
}

/// What has happened.
enum News {
    Look,
    Saved,
    Typing(bool),
    Silence,
    End,
}

impl<S: Store> Follower<S> {
    fn new(desk: Arc<Desk<S>>, visitor: String) -> Self {
        let (mut changed, mut saves) = (desk.changed.subscribe(), desk.live.saves());
        changed.mark_changed();
        if desk.live.last().count > 0 {
            saves.mark_changed();
        }
        let (typing, heartbeat) = (desk.typing.subscribe(), beat());
        let (ready, last) = (VecDeque::new(), Value::Null);
        Self { desk, visitor, changed, saves, typing, ready, last, heartbeat }
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            match self.news().await {
                News::Look => self.look().await,
                News::Saved => self.tell("saved", &saved(&self.desk.live.last())),
                News::Typing(on) => self.tell("typing", &json!({"on": on, "persona": null})),
                News::Silence => {
                    self.heartbeat = beat();
                    return Some(Event::default().comment("still here"));
                }
                News::End => return None,
            }
        }
    }

    async fn news(&mut self) -> News {
        tokio::select! {
            () = self.desk.stop.cancelled() => News::End,
            changed = self.changed.changed() => match changed {
                Ok(()) => {
                    if self.last != Value::Null {
                        sleep(PAGE_CALM.into()).await;
                    }
                    self.changed.mark_unchanged();
                    News::Look
                }
                Err(_gone) => News::End,
            },
            saved = self.saves.changed() => if saved.is_ok() { News::Saved } else { News::End },
            typing = self.typing.recv() => match typing {
                Ok((visitor, on)) if visitor == self.visitor => News::Typing(on),
                Ok(_) | Err(_) => News::Look,
            },
            () = sleep(PAGE_GLANCE.into()) => News::Look,
            () = sleep_until(self.heartbeat) => News::Silence,
        }
    }

    /// Tells the view if it is another one.
    async fn look(&mut self) {
        let mut view = match self.desk.view(&self.visitor).await {
            Ok(view) => view,
            Err(error) => {
                tracing::error!(%error, "the page cannot be told how the conversation stands");
                return;
            }
        };
        let whole = view.clone();
        if let Some(fields) = view.as_object_mut() {
            fields.remove("now");
        }
        if view != self.last {
            self.tell("view", &whole);
            self.last = view;
        }
    }

    fn tell(&mut self, name: &str, data: &Value) {
        self.ready.push_back(Event::default().event(name).data(data.to_string()));
    }
}

fn beat() -> Instant {
    Instant::now() + std::time::Duration::from(PAGE_HEARTBEAT)
}

/// What a save has brought.
fn saved(last: &Reload) -> Value {
    let problems = last.diagnostics.iter().map(|one| problem(one, &last.sources));
    let problems: Vec<Value> = problems.collect();
    json!({"count": last.count, "taken": last.taken, "same": last.same, "problems": problems})
}

fn problem(one: &Diagnostic, sources: &Sources) -> Value {
    let place = one.span.map(|span| sources.place(span));
    json!({
        "code": one.code.0,
        "severity": match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "text": one.headline,
        "file": place.as_ref().map(|place| &*place.file),
        "line": place.as_ref().map(|place| place.line),
        "col": place.as_ref().map(|place| place.col),
        "frame": render(one, sources),
    })
}
