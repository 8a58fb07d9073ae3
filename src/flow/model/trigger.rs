//! What starts a flow.

use crate::flow::model::Condition;
use crate::flow::model::event::EventName;
use crate::pattern::payload::PayloadPattern;
use crate::pattern::rule::Rule;
use crate::source::{Place, Span};
use crate::words::event::{self, Reaction};
use crate::words::name::{Locale, VarName};

/// One trigger of a flow.
#[derive(Debug)]
pub struct Trigger {
    /// Where it stands.
    pub span: Span,
    /// The same for people.
    pub place: Place,
    /// What it takes.
    pub kind: TriggerKind,
    /// Its own `if`, which must hold as well as the flow's.
    pub condition: Option<Condition>,
    /// The language it is written in; none for one that stands for all of them.
    pub locale: Option<Locale>,
    /// Equal for triggers that take exactly the same; none where only messages can tell.
    pub alike: Option<String>,
}

/// What a trigger takes.
#[derive(Debug)]
pub enum TriggerKind {
    /// A message's text.
    Text(Rule),
    /// A payload.
    Payload(PayloadPattern),
    /// The reference of a link, an ad or a plugin.
    Referral(Referral),
    /// Something that is not a message.
    Event(Event),
    /// What Messenger's own language understanding made of a message.
    Intent(Intent),
    /// `any message`.
    AnyMessage,
}

/// `{referral: campaign-<source>}`.
#[derive(Clone, Debug)]
pub struct Referral {
    /// The reference.
    pub pattern: PayloadPattern,
    /// Where it comes from.
    pub from: Origin,
}

/// Where a visitor may come from; what is not said is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// `type:`
    pub kind: Option<String>,
    /// `source:`
    pub source: Option<String>,
}

/// `{event: NAME}`.
#[derive(Clone, Debug)]
pub struct Event {
    /// Which.
    pub name: EventName,
    /// Which of that name.
    pub only: Only,
}

/// Which events of one name a trigger takes.
#[derive(Clone, Debug)]
pub enum Only {
    /// All of them.
    All,
    /// Reactions with this emoji, or of Meta's name for it.
    Emoji(String),
    /// Opt-ins with such a payload.
    Payload(PayloadPattern),
    /// Referrals from there.
    From(Origin),
}

/// `{intent: book_table}`.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The intent, entity or trait, without a `wit$` prefix.
    pub name: String,
    /// How sure Messenger must be, from 0 to 1.
    pub min: f64,
    /// Variables, and the entities that they take their values from.
    pub entities: Vec<(VarName, String)>,
}

impl Trigger {
    /// Whether another system sets variables of the run that it starts.
    #[must_use]
    pub fn is_told_by_another_system(&self) -> bool {
        matches!(&self.kind, TriggerKind::Event(Event { name: EventName::App(_), .. }))
    }
}

impl TriggerKind {
    /// The variables that it sets.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        match self {
            Self::Text(rule) => rule.captures(),
            Self::Payload(pattern)
            | Self::Referral(Referral { pattern, .. })
            | Self::Event(Event { only: Only::Payload(pattern), .. }) => pattern.captures(),
            Self::Intent(intent) => intent.entities.iter().map(|(name, _)| name.clone()).collect(),
            Self::Event(_) | Self::AnyMessage => Vec::new(),
        }
    }

    /// Those of them that are texts.
    #[must_use]
    pub fn texts(&self) -> Vec<VarName> {
        match self {
            Self::Text(rule) => {
                let texts = rule.groups().into_iter().filter(|taken| !taken.number);
                texts.map(|taken| taken.name).collect()
            }
            Self::Payload(pattern)
            | Self::Referral(Referral { pattern, .. })
            | Self::Event(Event { only: Only::Payload(pattern), .. }) => pattern.texts(),
            Self::Intent(_) | Self::Event(_) | Self::AnyMessage => Vec::new(),
        }
    }

    /// Those of them that are set whenever it starts a flow.
    #[must_use]
    pub fn certain(&self) -> Vec<VarName> {
        match self {
            Self::Text(rule) => {
                let certain = rule.groups().into_iter().filter(|taken| !taken.optional);
                certain.map(|taken| taken.name).collect()
            }
            Self::Payload(_)
            | Self::Referral(_)
            | Self::Intent(_)
            | Self::Event(_)
            | Self::AnyMessage => self.captures(),
        }
    }
}

impl Origin {
    /// Whether it says anything.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.kind.is_some() || self.source.is_some()
    }

    /// Whether the visitor came from there; ASCII case is ignored.
    #[must_use]
    pub fn fits(&self, referral: &event::Referral) -> bool {
        let fits = |wanted: &Option<String>, told: &Option<String>| {
            wanted.as_deref().is_none_or(|wanted| {
                told.as_deref().is_some_and(|told| told.eq_ignore_ascii_case(wanted))
            })
        };
        fits(&self.kind, &referral.kind) && fits(&self.source, &referral.source)
    }
}

/// Whether a reaction is the one that is meant: by its emoji in any presentation, or by Meta's word
/// for it, such as `love`.
#[must_use]
pub fn is_reaction(wanted: &str, reaction: &Reaction) -> bool {
    // What asks for the colourful form of a sign says nothing about which sign it is.
    let plain = |emoji: &str| emoji.replace('\u{fe0f}', "");
    let named = reaction.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
    named || reaction.emoji.as_deref().is_some_and(|emoji| plain(emoji) == plain(wanted))
}
