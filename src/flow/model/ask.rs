//! Questions, and what answers them.

use std::collections::BTreeMap;

use crate::flow::model::answer::AnswerKind;
use crate::flow::model::each::Each;
use crate::flow::model::say::Say;
use crate::flow::model::set::Given;
use crate::flow::model::slot::Slot;
use crate::flow::model::{Condition, Step};
use crate::pattern::rule::Rule;
use crate::pattern::stretch::Stretch;
use crate::source::{Place, Span};
use crate::template::batch::TextId;
use crate::time::Millis;
use crate::words::way::Way;

/// A question.
#[derive(Debug)]
pub struct Ask {
    /// The question itself; its `replies` are the author's own, `choices` come after them.
    pub say: Say,
    /// Where the answer goes.
    pub save: Option<Slot>,
    /// Where `type` may be written, if any text is an answer only because nothing else is said.
    pub untyped: Option<Span>,
    /// What counts as an answer.
    pub takes: Takes,
    /// What can be chosen.
    pub choices: Choices,
    /// Whether choices are shown as quick replies.
    pub shown: bool,
    /// What must hold of an answer.
    pub holds: Holds,
    /// What is said after a wrong answer.
    pub retry: Retry,
    /// Wrong answers until it gives up.
    pub tries: Option<u16>,
    /// What happens then; without it the question is dropped.
    pub give_up: Option<GiveUp>,
    /// Words that skip it.
    pub skip_words: Vec<Rule>,
    /// What is stored when it expires.
    pub default: Option<Given>,
    /// How long it waits.
    pub expires: Option<Millis>,
    /// What is said meanwhile, the first first.
    pub nudges: Vec<Nudge>,
    /// Whether other flows may come between.
    pub detours: Detours,
    /// Whether a cancel word drops it.
    pub cancel: bool,
    /// Whether it is not asked when the answer is known.
    pub skip_known: bool,
    /// Asks yes or no about the answer before it counts.
    pub confirm: Option<TextId>,
}

impl Ask {
    /// Whether any text is an answer (5.3.5).
    #[must_use]
    pub fn is_free(&self) -> bool {
        let free = self.holds.regex.is_none() && self.holds.must.is_none();
        self.takes.takes(AnswerKind::TEXT) && free
    }
}

/// What counts as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Answers of any of these kinds; never empty.
    pub kinds: Vec<AnswerKind>,
    /// Several of them, until the visitor says that this is all.
    pub list: bool,
}

impl Takes {
    /// Whether answers of this kind count.
    #[must_use]
    pub fn takes(&self, kind: AnswerKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// What must hold of an answer.
#[derive(Debug, Default)]
pub struct Holds {
    /// It is the stretch of the message that this finds.
    pub regex: Option<Stretch>,
    /// This holds of `value`.
    pub must: Option<Condition>,
    /// It is at least this; of free text the letters are counted, of a list the items.
    pub min: Option<TextId>,
    /// It is at most this.
    pub max: Option<TextId>,
}

/// What can be chosen.
#[derive(Clone, Debug)]
pub enum Choices {
    /// As written; perhaps none.
    Written(Vec<Choice>),
    /// One for each item of a list that is worked out when the question is asked.
    From(Box<Drawn>),
}

impl Choices {
    /// Whether there is nothing to choose from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Written(choices) => choices.is_empty(),
            Self::From(_) => false,
        }
    }
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where it stands.
    pub place: Place,
    /// What the visitor reads.
    pub label: TextId,
    /// What is saved instead of the label.
    pub value: Option<Given>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// A small picture beside the label.
    pub image: Option<TextId>,
    /// Where it leads once it is saved.
    pub goto: Option<Way>,
}

/// Choices made of a list's items. Their texts see the item as `item`, and its fields by name.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The list.
    pub from: Each,
    /// Which items; sees their fields by name.
    pub only: Option<Condition>,
    /// What the visitor reads; without it the item itself.
    pub label: Option<TextId>,
    /// What is saved instead of the label.
    pub value: Option<Given>,
    /// Other words for it; one that is a list stands for all its words.
    pub synonyms: Vec<TextId>,
    /// A small picture beside the label.
    pub image: Option<TextId>,
    /// Where they lead once they are saved.
    pub goto: Option<Way>,
}

/// What is said after a wrong answer.
#[derive(Clone, Debug, Default)]
pub struct Retry {
    /// After the first, second … wrong answer; the last one repeats.
    pub texts: Vec<TextId>,
    /// The same where there are words for what is wrong.
    pub because: BTreeMap<Reason, Vec<TextId>>,
}

impl Retry {
    /// Whether the author has no word for wrong answers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.because.is_empty()
    }

    /// Everything that may be said.
    pub fn all(&self) -> impl Iterator<Item = TextId> {
        self.texts.iter().chain(self.because.values().flatten()).copied()
    }

    /// What is said after the `nth` wrong answer, from 1.
    #[must_use]
    pub fn after(&self, nth: u16, reason: Reason) -> Option<TextId> {
        let texts = self.because.get(&reason).unwrap_or(&self.texts);
        let index = usize::from(nth).saturating_sub(1);
        texts.get(index).or(texts.last()).copied()
    }
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is none.
    Type,
    /// It is less than `min`.
    Min,
    /// It is more than `max`.
    Max,
    /// `must` does not hold of it.
    Must,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Type, Self::Min, Self::Max, Self::Must];

    /// The author's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Min => "min",
            Self::Max => "max",
            Self::Must => "must",
        }
    }
}

/// Something said while the visitor is silent.
#[derive(Debug)]
pub struct Nudge {
    /// How long after the question.
    pub after: Millis,
    /// What is done; the question stays open.
    pub steps: Vec<Step>,
}

/// What becomes of a question while another flow starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detours {
    /// It waits, and is asked again afterwards.
    #[default]
    Yes,
    /// No trigger starts another flow; what does so all the same takes the place of everything.
    No,
    /// It is dropped.
    Leave,
}

/// Whether messages answer a flow's questions before they are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefill {
    /// They do not.
    #[default]
    No,
    /// The one that starts the flow.
    Start,
    /// That one, and any that comes while the flow is open.
    Always,
}

/// What happens after too many wrong answers.
#[derive(Debug)]
pub enum GiveUp {
    /// It goes elsewhere.
    Goto(Way),
    /// These steps run; then the flow goes on after the question.
    Steps(Vec<Step>),
}
