//! Reading and changing what stands on a Page.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::messenger::answer::Verdict;
use crate::messenger::graph::Graph;
use crate::messenger::profile::{Change, decided};
use crate::words::name::{Channel, PageId};

/// Where it stands.
const EDGE: &str = "me/messenger_profile";
/// Meta's own clients do not know it any more: the rest does not fail with it.
const GREETING: &str = "greeting";

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Pushed {
    /// Why Meta did not take the greeting, if it did not.
    pub greeting: Option<Verdict>,
}

impl Graph {
    /// What stands on a Page, or on its account of Instagram: a named one's, or of the only token's.
    pub async fn page_profile(
        &self,
        (channel, page): (Channel, Option<&PageId>),
    ) -> Result<Map<String, Value>, Verdict> {
        let fields = format!("fields={}{}", decided(channel).join(","), platform(channel, "&"));
        let answer = self.about_us(page, Method::GET, (EDGE, &fields), None).await?;
        let first = answer.get("data").and_then(|data| data.get(0)).and_then(Value::as_object);
        Ok(first.cloned().unwrap_or_default())
    }

    /// Changes what stands on a Page. Meta takes ten such calls in ten minutes: this makes three at
    /// most.
    pub async fn push_profile(
        &self,
        (channel, page): (Channel, Option<&PageId>),
        change: &Change,
    ) -> Result<Pushed, Verdict> {
        let platform = platform(channel, "");
        let edge = (EDGE, platform.as_str());
        if !change.remove.is_empty() {
            let body = json!({ "fields": change.remove });
            self.about_us(page, Method::DELETE, edge, Some(&body)).await?;
        }
        let mut set = change.set.clone();
        let greeting = set.remove(GREETING);
        if !set.is_empty() {
            if channel == Channel::Instagram {
                set.insert("platform".to_owned(), Value::from(channel.as_str()));
            }
            let body = Value::Object(set);
            self.about_us(page, Method::POST, edge, Some(&body)).await?;
        }
        let Some(greeting) = greeting else { return Ok(Pushed { greeting: None }) };
        let body = json!({ GREETING: greeting });
        let pushed = self.about_us(page, Method::POST, (EDGE, ""), Some(&body)).await;
        match pushed {
            Err(refused @ (Verdict::Refused { .. } | Verdict::Unknown { .. })) => {
                Ok(Pushed { greeting: Some(refused) })
            }
            other => other.map(|_| Pushed { greeting: None }),
        }
    }
}

/// What tells Meta which channel is meant.
fn platform(channel: Channel, joint: &str) -> String {
    match channel {
        Channel::Messenger => String::new(),
        Channel::Instagram => format!("{joint}platform=instagram"),
    }
}
