//! Who we are at Meta: the Page that a token belongs to, and our own app.

use reqwest::Url;
use reqwest::header::AUTHORIZATION;
use serde_json::Value;

use crate::messenger::answer::{Verdict, classify};
use crate::messenger::graph::{Graph, lost, read};
use crate::words::name::PageId;

impl Graph {
    /// The Page that a token belongs to: a named Page's, or the one of whatever Page it is.
    pub async fn whose(&self, page: Option<&PageId>) -> Result<PageId, Verdict> {
        Ok(PageId::new(self.id_of("me", page).await?))
    }

    /// The id of the app that a token was made for.
    pub async fn app(&self, page: Option<&PageId>) -> Result<String, Verdict> {
        self.id_of("app", page).await
    }

    async fn id_of(&self, whom: &str, page: Option<&PageId>) -> Result<String, Verdict> {
        let access = self.tokens.load().by(page);
        let access = access.ok_or_else(|| Verdict::TokenDead { code: "no token".to_owned() })?;
        let url = Url::parse(&format!("{}{whom}?fields=id&{}", self.base, access.query));
        let url = url.map_err(|_no_url| Verdict::Refused { code: "address".to_owned() })?;
        let request = self.client.get(url).header(AUTHORIZATION, access.bearer.clone());
        let answer = request.send().await.map_err(|error| lost(&error, false))?;
        let answer = read(answer).await;
        let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
        // Ids are texts by now, and were numbers once.
        match json.as_ref().and_then(|json| json.get("id")).filter(|_| answer.status == 200) {
            Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
            Some(Value::Number(id)) => Ok(id.to_string()),
            _ => Err(classify(answer.status, answer.hints, &answer.body)),
        }
    }
}
