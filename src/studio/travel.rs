//! Travelling through a conversation: back, aside, ahead, and into worse weather.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::fake::HookError;
use crate::fake::script::Step;
use crate::limits::{AHEAD_MAX, GRAPH_SLOW};
use crate::rehearsal::again::Take;
use crate::store::{Stand, Store, StoreError};
use crate::studio::backward::last_move;
use crate::studio::desk::{Desk, Health};
use crate::studio::did;
use crate::studio::tape::Tape;
use crate::time::Millis;
use crate::words::input::InputKind;
use crate::words::name::Locale;

/// How much longer than the window somebody is silent for whom it is closed.
const AFTER_WINDOW: Millis = Millis::from_secs(600);
/// How much older a late message is than the one that came before it.
const LATE_BY: Millis = Millis::from_secs(60);
/// Meta's own inbox, as an app.
const INBOX: &str = "263902037430900";
/// Letters of a locale.
const LOCALE_CHARS_MAX: usize = 16;

/// Where to, and who.
#[derive(Debug, Deserialize)]
pub(super) struct Travel {
    pub(super) visitor: String,
    #[serde(flatten)]
    pub(super) go: Go,
}

/// Where to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "go")]
pub(super) enum Go {
    Undo,
    Restart,
    Back {
        turn: u64,
    },
    Branch {
        turn: u64,
        #[serde(rename = "as")]
        name: String,
    },
    Again {
        turn: u64,
    },
    Clock {
        by: u64,
    },
    Now,
    Locale {
        locale: String,
    },
    Profile {
        profile: Value,
    },
    Window {
        open: bool,
    },
    Graph {
        is: Health,
    },
    Duplicate,
    Late {
        text: String,
    },
    Human {
        text: String,
    },
    HandBack,
}

/// Why somebody did not get there.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    /// There is no such place.
    #[error("{0}")]
    Nowhere(String),
    /// The webhook did not take it.
    #[error("the webhook answered {0}")]
    Refused(u16),
    #[error(transparent)]
    Hook(#[from] HookError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) fn nowhere<T>(why: impl Into<String>) -> Result<T, Lost> {
    Err(Lost::Nowhere(why.into()))
}

impl<S: Store> Desk<S> {
    /// Goes there.
    pub(super) async fn travel(&self, Travel { visitor, go }: Travel) -> Result<(), Lost> {
        let _alone = self.alone.lock().await;
        let (visitor, tape) = (visitor.as_str(), self.tape(&visitor));
        match go {
            Go::Undo => self.undo(visitor, tape).await,
            Go::Restart => self.restart(visitor, &tape).await,
            Go::Back { turn } => {
                let count = behind(&tape, turn)?;
                self.back(visitor, tape, count).await
            }
            Go::Branch { turn, name } => self.branch(tape, turn, &name).await,
            Go::Again { turn } => {
                let position = position(&tape, turn)?;
                let Some(item) = tape.takes.get(position).and_then(fresh) else {
                    return nowhere("only what came through Messenger can be done again");
                };
                self.back(visitor, tape, position).await?;
                self.happen(visitor, item).await
            }
            Go::Clock { by } => self.forward(Millis(by)).await,
            Go::Now => self.now_again().await,
            Go::Locale { locale } => self.speak(visitor, tape, locale).await,
            Go::Profile { profile } => self.introduce(visitor, tape, profile).await,
            Go::Window { open } => self.window(visitor, open).await,
            Go::Graph { is } => {
                self.weather(is);
                Ok(())
            }
            Go::Duplicate => match tape.takes.iter().rev().find_map(raw) {
                Some(item) => self.happen(visitor, item.clone()).await,
                None => nowhere("nothing has come yet that could come twice"),
            },
            Go::Late { text } => {
                let newest =
                    tape.takes.iter().rev().find_map(|take| raw(take)?.get("timestamp")?.as_i64());
                let at = newest.map_or(self.clock.now(), crate::time::Timestamp).minus(LATE_BY);
                self.happen(visitor, json!({"timestamp": at, "message": {"text": text}})).await
            }
            Go::Human { text } => {
                self.happen(visitor, json!({"message": {"is_echo": true, "text": text}})).await
            }
            Go::HandBack => {
                let change = json!({"previous_owner_app_id": INBOX, "new_owner_app_id": self.app,
                    "metadata": "from the inbox"});
                self.happen(visitor, json!({ "pass_thread_control": change })).await
            }
        }
    }

    async fn happen(&self, visitor: &str, item: Value) -> Result<(), Lost> {
        match self.fake.happens(visitor, item).await? {
            200 => Ok(()),
            status => Err(Lost::Refused(status)),
        }
    }

    /// Takes back what was done last: the visitor's deed, or a move of the clock.
    async fn undo(&self, visitor: &str, tape: Tape) -> Result<(), Lost> {
        if let Some(moved) = last_move(&tape, self.ahead.by()) {
            return self.unmove(visitor, moved).await;
        }
        let theirs = |take: &Take| did::from(&take.input.kind) == "visitor";
        match tape.takes.iter().rposition(theirs) {
            Some(position) => self.back(visitor, tape, position).await,
            None => nowhere("the visitor has done nothing that could be taken back"),
        }
    }

    /// Forgets all turns from a position on.
    async fn back(&self, visitor: &str, mut tape: Tape, count: usize) -> Result<(), Lost> {
        let now = self.clock.now();
        tape.keep(count);
        tape.rest(now);
        let stand = tape.stand();
        let back = |old: &mut Tape| {
            old.keep(count);
            old.rest(now);
        };
        Ok(self.put(visitor, stand, back).await?)
    }

    async fn restart(&self, visitor: &str, tape: &Tape) -> Result<(), Lost> {
        let stand = Stand { conversation: tape.beginning(), ..Stand::default() };
        let (locale, profile) = (tape.locale.clone(), tape.profile.clone());
        let begin = |old: &mut Tape| *old = Tape { locale, profile, ..Tape::default() };
        Ok(self.put(visitor, stand, begin).await?)
    }

    async fn branch(&self, mut tape: Tape, turn: u64, name: &str) -> Result<(), Lost> {
        if name.is_empty() || !self.tape(name).takes.is_empty() {
            return nowhere("the other visitor has to be somebody who has done nothing yet");
        }
        tape.keep(behind(&tape, turn)?);
        tape.rest(self.clock.now());
        if let Some(profile) = &tape.profile {
            self.fake.introduce(name, profile.clone());
        }
        Ok(self.put(name, tape.stand(), |other| *other = tape).await?)
    }

    async fn forward(&self, by: Millis) -> Result<(), Lost> {
        if by == Millis(0) || self.ahead.by().0.saturating_add(by.0) > AHEAD_MAX.0 {
            return nowhere("the clock goes forward only, and no more than ten years");
        }
        self.put_forward(by).await;
        Ok(())
    }

    async fn speak(&self, visitor: &str, tape: Tape, locale: String) -> Result<(), Lost> {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if locale.is_empty() || locale.len() > LOCALE_CHARS_MAX || !locale.chars().all(fits) {
            return nowhere("a language is written like `en` or `pt_BR`");
        }
        let mut profile = tape.profile.clone().unwrap_or_else(|| json!({}));
        if let Some(fields) = profile.as_object_mut() {
            fields.insert("locale".to_owned(), locale.into());
        }
        self.introduce(visitor, tape, profile).await
    }

    /// The visitor is somebody else from now on.
    async fn introduce(&self, visitor: &str, mut tape: Tape, profile: Value) -> Result<(), Lost> {
        if !profile.is_object() {
            return nowhere("a profile is an object, such as {\"first_name\": \"Ada\"}");
        }
        self.fake.introduce(visitor, profile.clone());
        if let Some(locale) = profile.get("locale").and_then(Value::as_str) {
            tape.locale = Some(Locale::new(locale));
        }
        tape.profile = Some(profile);
        let kept = self.store.conversation(&self.key(visitor)).await?;
        let mut stand = tape.stand();
        stand.conversation = kept.unwrap_or(stand.conversation);
        tape.dress(&mut stand.conversation);
        let (locale, profile) = (tape.locale, tape.profile);
        Ok(self.put(visitor, stand, |old| (old.locale, old.profile) = (locale, profile)).await?)
    }

    /// Lets the time pass after which Messenger takes no messages any more.
    async fn window(&self, visitor: &str, open: bool) -> Result<(), Lost> {
        if open {
            return nowhere("only something that the visitor does opens the window");
        }
        let kept = self.store.conversation(&self.key(visitor)).await?;
        let until = kept.and_then(|state| state.window_until);
        let left = until.map(|until| until.since(self.clock.now())).filter(|left| left.0 > 0);
        let Some(left) = left else { return nowhere("the window is closed already") };
        self.forward(Millis(left.0.saturating_add(AFTER_WINDOW.0))).await
    }

    fn weather(&self, is: Health) {
        self.fake.mood(match is {
            Health::Well => None,
            Health::Failing => Some(Step::error(500, 2, 0)),
            Health::Slow => Some(Step::TakeLate(GRAPH_SLOW.into())),
        });
        self.kept().health = is;
        self.stir.notify_one();
        self.tell();
    }
}

fn position(tape: &Tape, turn: u64) -> Result<usize, Lost> {
    tape.find(turn).map_or_else(|| nowhere(format!("there is no turn {turn}")), Ok)
}

/// How many turns there are up to this one, with the answers of other systems that it waited for.
fn behind(tape: &Tape, turn: u64) -> Result<usize, Lost> {
    let count = position(tape, turn)?.saturating_add(1);
    let answers = tape.takes.iter().skip(count);
    let answers = answers.take_while(|take| matches!(take.input.kind, InputKind::Fetched { .. }));
    Ok(count.saturating_add(answers.count()))
}

/// Meta's own words of what came.
pub(super) fn raw(take: &Take) -> Option<&Value> {
    match &take.input.kind {
        InputKind::Visitor(event) => Some(&event.raw).filter(|raw| raw.is_object()),
        InputKind::Timer { .. }
        | InputKind::Fetched { .. }
        | InputKind::Operator(_)
        | InputKind::App { .. } => None,
    }
}

/// The same, as something that happens now for the first time.
fn fresh(take: &Take) -> Option<Value> {
    let mut item = raw(take)?.clone();
    let fields = item.as_object_mut()?;
    fields.remove("timestamp");
    for key in ["message", "postback"] {
        if let Some(Value::Object(said)) = fields.get_mut(key) {
            said.remove("mid");
        }
    }
    Some(item)
}
