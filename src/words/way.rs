//! Where a button, a choice or a `goto` leads: a flow, a step, or one of the bare words.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::name::{FlowName, StepName, Target};

/// A destination within the bot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A flow or a step.
    Go(Target),
    /// The end of this flow.
    End,
    /// The question before.
    Back,
    /// The beginning of everything.
    Restart,
}

impl Way {
    /// The bare word of a destination that is one.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Go(_) => None,
            Self::End => Some("end"),
            Self::Back => Some("back"),
            Self::Restart => Some("restart"),
        }
    }

    /// The destination that a bare word means.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::End, Self::Back, Self::Restart].into_iter().find(|way| way.word() == Some(word))
    }

    /// What a payload says for it: a bare word keeps the flow whose button it is, because no step is
    /// ever called so.
    #[must_use]
    pub fn target(&self, flow: Option<&FlowName>) -> Target {
        match (self, self.word(), flow) {
            (Self::Go(target), ..) => target.clone(),
            (_, word, Some(flow)) => Target { flow: flow.clone(), step: word.map(Into::into) },
            (_, word, None) => Target { flow: word.unwrap_or_default().into(), step: None },
        }
    }

    /// The destination that a payload's target means, and the flow whose bare word it is.
    #[must_use]
    pub fn of_target(target: &Target) -> (Self, Option<FlowName>) {
        let step = target.step.as_ref().map(StepName::as_str);
        match step.map_or_else(|| Self::of_word(target.flow.as_str()), Self::of_word) {
            Some(way) => (way, step.map(|_| target.flow.clone())),
            None => (Self::Go(target.clone()), None),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target(None).fmt(f)
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Way {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let (flow, step) = text.split_once('.').map_or((&*text, None), |(f, s)| (f, Some(s)));
        let target = Target { flow: flow.into(), step: step.map(Into::into) };
        Ok(Self::of_target(&target).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_read_back_as_written() {
        let size = Target { flow: "pizza".into(), step: Some("size".into()) };
        for way in [Way::Go(size), Way::End, Way::Back, Way::Restart] {
            let text = serde_json::to_string(&way).unwrap();
            assert_eq!(serde_json::from_str::<Way>(&text).unwrap(), way, "{text}");
            let target = way.target(Some(&"pizza".into()));
            assert_eq!(Way::of_target(&target).0, way);
        }
        let (way, flow) = Way::of_target(&Way::End.target(Some(&"pizza".into())));
        assert_eq!((way, flow), (Way::End, Some("pizza".into())));
    }
}
