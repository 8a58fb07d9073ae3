//! What happens in public: on the Page's wall and below its posts.

use serde::{Deserialize, Serialize};

use crate::words::name::PageId;

/// A comment or post in public.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// The comment or post itself.
    pub id: String,
    /// The post it stands below.
    pub post: Option<String>,
    /// The comment that it answers, or the post.
    #[serde(default)]
    pub parent: Option<String>,
    /// What it says.
    pub text: String,
    /// Who wrote it, by public id.
    pub author: Option<PageId>,
    /// Who wrote it, by name.
    #[serde(default)]
    pub name: Option<String>,
    /// `add`, `edited`, `remove` …
    pub verb: String,
}

impl Comment {
    /// Whether it has just been written, not changed or taken back.
    #[must_use]
    pub fn is_new(&self) -> bool {
        ["add", ""].contains(&self.verb.as_str())
    }
}

/// Something else on the Page's wall.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WallChange {
    /// `reaction`, `like` …
    pub item: String,
    /// `add`, `remove` …
    pub verb: String,
    /// The post it is about.
    pub post: Option<String>,
    /// Who did it, by public id.
    pub author: Option<PageId>,
    /// Who did it, by name.
    pub name: Option<String>,
}
