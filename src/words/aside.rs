//! What stands beside a message or instead of one: what it answers, whom it comes from, what was
//! filled in.

use serde::{Deserialize, Serialize};

use crate::words::name::Mid;

/// What a message answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// A message.
    pub mid: Option<Mid>,
    /// Whether that message was the writer's own, if Meta says so.
    pub own: Option<bool>,
    /// A story.
    pub story: Option<Story>,
}

/// A story on Instagram.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its number.
    pub id: Option<String>,
    /// Where Meta keeps it; such addresses expire, and must not be kept.
    pub url: Option<String>,
}

/// Whom Meta knew a visitor as before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prior {
    /// `checkbox_plugin` …
    pub source: Option<String>,
    /// The plugin's `user_ref`.
    pub identifier: Option<String>,
}

/// An answer to a question of a feedback template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackAnswer {
    /// The screen it stood on.
    pub screen: Option<String>,
    /// The question.
    pub question: String,
    /// `csat`, `nps`, `ces`.
    pub kind: Option<String>,
    /// What was chosen.
    pub answer: String,
    /// What was added in words.
    pub follow_up: Option<FollowUp>,
}

/// What was added to an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// `free_form`.
    pub kind: Option<String>,
    /// The words.
    pub text: String,
}

/// What was filled in under a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAnswer {
    /// The screen it stood on.
    pub screen: Option<String>,
    /// Meta's key: `email`, `phone_number` …
    pub key: String,
    /// What was filled in.
    pub value: String,
}
