//! Who we are at Meta: the Page that a token belongs to, and our own app.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
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
        let answer = self.about_us(page, Method::GET, (whom, "fields=id"), None).await?;
        // Ids are texts by now, and were numbers once.
        match answer.get("id") {
            Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
            Some(Value::Number(id)) => Ok(id.to_string()),
            _ => Err(Verdict::Unknown { code: "no id".to_owned() }),
        }
    }

    /// A call about ourselves, which says the same however often it is made: nothing of it can be in
    /// doubt. The answer is JSON of Graph's that is no error.
    pub(super) async fn about_us(
        &self,
        page: Option<&PageId>,
        method: Method,
        (path, query): (&str, &str),
        body: Option<&Value>,
    ) -> Result<Value, Verdict> {
        let access = self.tokens.load().by(page);
        let access = access.ok_or_else(|| Verdict::TokenDead { code: "no token".to_owned() })?;
        let url = Url::parse(&format!("{}{path}?{query}&{}", self.base, access.query));
        let url = url.map_err(|_no_url| Verdict::Refused { code: "address".to_owned() })?;
        let request = self.client.request(method, url);
        let request = request.header(AUTHORIZATION, access.bearer.clone());
        let request = match body {
            Some(body) => {
                let json = HeaderValue::from_static("application/json");
                request.header(CONTENT_TYPE, json).body(body.to_string())
            }
            None => request,
        };
        let answer = request.send().await.map_err(|error| lost(&error, false))?;
        let answer = read(answer).await;
        let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let fine = |json: &Value| answer.status == 200 && json.get("error").is_none();
        match json.filter(fine) {
            Some(json) => Ok(json),
            None => Err(match classify(answer.status, answer.hints, &answer.body) {
                Verdict::Sent { .. } | Verdict::Uncertain { .. } => {
                    Verdict::Unknown { code: "answer".to_owned() }
                }
                verdict => verdict,
            }),
        }
    }
}
