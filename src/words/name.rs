//! Names and ids, one type each, so that a page is never taken for a visitor.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value of a variable, as JSON has it: text, number, truth, list, map or nothing.
pub type Value = serde_json::Value;

/// Variables by name, in name order.
pub type Vars = BTreeMap<VarName, Value>;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is.
            #[must_use]
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// A Facebook Page or Instagram account, as Meta numbers it.
    PageId;
    /// Who talks to a Page: a page-scoped id, `ref:U` for a checkbox user, `comment:C` and `post:P`
    /// for a comment or post, `page` for what is about the Page itself.
    VisitorId;
    /// A flow: `[a-z][a-z0-9_]*`, unique in a bot.
    FlowName;
    /// A step within its flow: its `id`, its `save`, or `KIND~HASH` (MODEL 2.2).
    StepName;
    /// A variable without its `chat.` or `user.`.
    VarName;
    /// A message of Messenger's, ours or a visitor's.
    Mid;
    /// A speaker listed in `bot.yaml`.
    PersonaName;
    /// A language with an optional region: `en`, `pt_BR`.
    Locale;
    /// The digest of everything a bot was compiled from.
    BotHash;
    /// The digest of one arm of `one_of`, for `sticky`.
    ArmKey;
    /// A timer within its conversation: `expire:RUN`, `nudge:RUN`, `later:STEP`.
    TimerKey;
    /// An outward call that a turn waits for.
    FetchId;
}

/// Where Meta's message came from; decides limits and wire shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Facebook Messenger.
    Messenger,
    /// Instagram Direct.
    Instagram,
}

impl Channel {
    /// The word for it in logs, stores and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messenger => "messenger",
            Self::Instagram => "instagram",
        }
    }

    /// Its own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Messenger => "Messenger",
            Self::Instagram => "Instagram",
        }
    }

    /// The channel of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Messenger, Self::Instagram].into_iter().find(|channel| channel.as_str() == word)
    }
}

/// One conversation: one visitor on one Page of one channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConversationKey {
    /// Messenger or Instagram.
    pub channel: Channel,
    /// The Page that is talked to.
    pub page: PageId,
    /// Who talks to it.
    pub visitor: VisitorId,
}

/// A step's full name, `flow.step`; what a conversation rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    /// The flow.
    pub flow: FlowName,
    /// The step in it.
    pub step: StepName,
}

impl fmt::Display for StepKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.flow, self.step)
    }
}

impl Serialize for StepKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StepKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let (flow, step) = text
            .split_once('.')
            .ok_or_else(|| serde::de::Error::custom("a step key is `flow.step`"))?;
        Ok(Self { flow: flow.into(), step: step.into() })
    }
}

/// Where a tap or `goto` leads: a flow, or a step of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The flow.
    pub flow: FlowName,
    /// The step; the flow's first if there is none.
    pub step: Option<StepName>,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Some(step) => write!(f, "{}.{step}", self.flow),
            None => self.flow.fmt(f),
        }
    }
}

/// A reply's id: 128 bits of a digest of conversation, input and ordinal, so that a turn that is
/// worked out twice names its replies alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxId(pub [u8; 16]);

impl OutboxId {
    /// Reads the 32 hexadecimal digits that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let well_formed = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u128::from_str_radix(hex, 16).ok().filter(|_| well_formed)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for OutboxId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OutboxId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an outbox id is 32 hex digits"))
    }
}
