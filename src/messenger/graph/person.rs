//! Who a visitor is, as far as Meta tells (platform.md D). Not told is an answer like any other: it
//! comes of missing permissions, of visitors who do not want it, and of bad days.

use reqwest::Url;
use reqwest::header::AUTHORIZATION;
use serde_json::Value;

use crate::limits::PROFILE_FIELD_BYTES_MAX;
use crate::messenger::answer::{Verdict, classify};
use crate::messenger::graph::{Graph, lost, read};
use crate::time::Millis;
use crate::words::conversation::TOLD_FIELDS;
use crate::words::name::{PageId, VarName, Vars, VisitorId};

/// Why Meta told nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// Graph's code, or what went wrong on the way; never a text of Graph's.
    pub code: String,
}

/// Fields that need a permission of their own; asking for them without it may leave all untold.
const GUARDED: [&str; 3] = ["locale", "timezone", "gender"];

/// Codes of people whom Meta does not know, or does not speak of: asking for less does not help.
const NOBODY: [&str; 2] = ["100/33", "2018218"];

/// Why one try told nothing.
enum Failed {
    /// The same may work now.
    Briefly(String),
    /// Fewer fields may.
    Asking(String),
    /// Nothing will.
    Surely(String),
}

impl Graph {
    /// Asks for fields of a visitor's profile, by Meta's names; what is told, by its name in
    /// `user.*`. Two tries at most, both within `patience`.
    pub async fn person(
        &self,
        (page, visitor): (&PageId, &VisitorId),
        fields: &[String],
        patience: Millis,
    ) -> Result<Vars, Untold> {
        let tries = self.tries((page, visitor), fields);
        let told = tokio::time::timeout(patience.into(), tries).await;
        told.unwrap_or_else(|_elapsed| Err(Untold { code: "time-out".to_owned() }))
    }

    async fn tries(&self, whom: (&PageId, &VisitorId), fields: &[String]) -> Result<Vars, Untold> {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let open: Vec<&str> =
            fields.iter().copied().filter(|field| !GUARDED.contains(field)).collect();
        let fewer = !open.is_empty() && open.len() < fields.len();
        let again = match self.ask(whom, &fields).await {
            Ok(told) => return Ok(told),
            Err(Failed::Briefly(_)) => fields,
            Err(Failed::Asking(_)) if fewer => open,
            Err(Failed::Asking(code) | Failed::Surely(code)) => return Err(Untold { code }),
        };
        self.ask(whom, &again).await.map_err(|failed| match failed {
            Failed::Briefly(code) | Failed::Asking(code) | Failed::Surely(code) => Untold { code },
        })
    }

    async fn ask(
        &self,
        (page, visitor): (&PageId, &VisitorId),
        fields: &[&str],
    ) -> Result<Vars, Failed> {
        let access = self.tokens.load().of(page);
        let access = access.ok_or_else(|| Failed::Surely("no token".to_owned()))?;
        let url = self.address_of(visitor.as_str(), fields, &access.query);
        let url = url.ok_or_else(|| Failed::Surely("visitor id".to_owned()))?;
        let request = self.client.get(url).header(AUTHORIZATION, access.bearer.clone());
        let answer = match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => return Err(failed(lost(&error, false))),
        };
        let json = serde_json::from_slice::<Value>(&answer.body).ok();
        let told = json.filter(|json| json.is_object() && json.get("error").is_none());
        match told.filter(|_| (200..300).contains(&answer.status)) {
            Some(told) => Ok(fields_of(&told)),
            None => Err(failed(classify(answer.status, answer.hints, &answer.body))),
        }
    }

    fn address_of(&self, visitor: &str, fields: &[&str], query: &str) -> Option<Url> {
        let plain = !visitor.is_empty() && visitor.bytes().all(|b| b.is_ascii_alphanumeric());
        let (base, fields) = (&self.base, fields.join(","));
        let and = if query.is_empty() { "" } else { "&" };
        Url::parse(&format!("{base}{visitor}?fields={fields}{and}{query}")).ok().filter(|_| plain)
    }
}

fn failed(verdict: Verdict) -> Failed {
    match verdict {
        Verdict::Transient { code, .. } => Failed::Briefly(code),
        Verdict::Gone { code } | Verdict::TokenDead { code } | Verdict::Throttled { code, .. } => {
            Failed::Surely(code)
        }
        Verdict::Sent { .. } => Failed::Surely("no profile".to_owned()),
        Verdict::Uncertain { code }
        | Verdict::WindowClosed { code }
        | Verdict::NotOurs { code }
        | Verdict::Attachment { code }
        | Verdict::Refused { code }
        | Verdict::Forbidden { code }
        | Verdict::Policy { code }
        | Verdict::Unknown { code } => {
            if NOBODY.contains(&code.as_str()) {
                Failed::Surely(code)
            } else {
                Failed::Asking(code)
            }
        }
    }
}

/// What an answer tells: texts that are not empty, and the hours of the clock.
fn fields_of(told: &Value) -> Vars {
    let field = |(own, metas): &(&str, &str)| {
        let value = told.get(metas)?;
        let text = value.as_str();
        let fits = text.is_some_and(|text| (1..=PROFILE_FIELD_BYTES_MAX).contains(&text.len()));
        let hours = *metas == "timezone" && value.is_number();
        (fits || hours).then(|| (VarName::from(*own), value.clone()))
    };
    TOLD_FIELDS.iter().filter_map(field).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_told_counts() {
        let told = json!({
            "id": "2001", "first_name": "Ada", "last_name": "", "profile_pic": "https://x.example/p",
            "timezone": 5.5, "locale": 7, "gender": null, "name": "n".repeat(3_000),
        });
        let told = fields_of(&told);
        let names: Vec<&str> = told.keys().map(VarName::as_str).collect();
        assert_eq!(names, ["first_name", "picture", "timezone"]);
        assert!(fields_of(&json!({})).is_empty());
    }
}
