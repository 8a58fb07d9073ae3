//! Every outward call that is not Graph's, through one gate: to hosts that `bot.yaml` lists and nobody
//! else, at addresses that are public (PROMISES P19).

mod body;
mod cache;
mod clients;
mod filled;
pub mod resolve;
pub mod tell;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};
use reqwest::header::{HeaderValue, USER_AGENT};
use reqwest::{Method, Response, Url};

use crate::fetch::cache::Cache;
use crate::fetch::clients::Clients;
use crate::fetch::resolve::Resolver;
use crate::limits::FETCH_RETRY;
use crate::secret::Secret;
use crate::time::Millis;
use crate::words::address::{Allowed, Origin, is_public};
use crate::words::input::Answer;
use crate::words::turn::{Piece, Request};

/// Secrets by name, handed down by whoever may look at the environment.
pub type Keys = Arc<dyn Fn(&str) -> Option<Secret> + Send + Sync>;

/// The gate; clones share connections and what is remembered.
#[derive(Clone)]
pub struct Gate(Arc<Shared>);

struct Shared {
    resolver: Box<dyn Resolver>,
    keys: Keys,
    /// Whether this machine itself may be asked: in `dev`, and in tests.
    local: bool,
    clients: Clients,
    cache: Cache,
}

/// Why a call was not made, or is of no use.
enum Failed {
    Timeout,
    Refused(&'static str),
    /// It did not arrive, or the server is in trouble: worth another try.
    Again(&'static str),
}

impl Gate {
    /// A gate.
    #[must_use]
    pub fn new(resolver: impl Resolver + 'static, keys: Keys, local: bool) -> Self {
        let (clients, cache) = (Clients::default(), Cache::default());
        Self(Arc::new(Shared { resolver: Box::new(resolver), keys, local, clients, cache }))
    }

    /// Makes a call, with as many tries as it may have. Never takes longer than `within`.
    pub async fn call(&self, request: &Request, allow: &[Allowed], within: Millis) -> Answer {
        if let Some(known) = self.0.cache.get(request) {
            return known;
        }
        let tries = self.tries(request, allow);
        let answer = tokio::time::timeout(within.into(), tries).await;
        let answer = answer.unwrap_or(Answer::Timeout);
        self.0.cache.put(request, &answer);
        answer
    }

    async fn tries(&self, request: &Request, allow: &[Allowed]) -> Answer {
        let mut left = if request.is_repeatable() { request.retries } else { 0 };
        let mut pause = FETCH_RETRY;
        loop {
            let tried = self.one(request, allow);
            let tried = tokio::time::timeout(request.timeout.into(), tried).await;
            let tried = tried.unwrap_or(Err(Failed::Timeout));
            let answer = match tried {
                Ok(Answer::Status { code, body }) if code < 500 && code != 429 => {
                    return Answer::Status { code, body };
                }
                Ok(answer) => answer,
                Err(Failed::Refused(why)) => return Answer::Refused { why: why.to_owned() },
                Err(Failed::Again(why)) => Answer::Refused { why: why.to_owned() },
                Err(Failed::Timeout) => Answer::Timeout,
            };
            let Some(fewer) = left.checked_sub(1) else { return answer };
            left = fewer;
            tokio::time::sleep(pause.into()).await;
            pause = Millis(pause.0.saturating_mul(2));
        }
    }

    async fn one(&self, request: &Request, allow: &[Allowed]) -> Result<Answer, Failed> {
        let origin = &request.origin;
        if !allow.iter().any(|allowed| allowed.covers(origin)) {
            return Err(Failed::Refused("its host is not on the list http.allow"));
        }
        let url = self.url(request)?;
        let headers = self.headers(&request.headers)?;
        let body = request.body.as_ref().map(|pieces| self.filled(pieces)).transpose()?;
        let addresses = self.addresses(origin).await?;
        let client = self.0.clients.get(origin, &addresses).ok_or(Failed::Refused("client"))?;
        let method = Method::from_bytes(request.method.as_bytes());
        let method = method.map_err(|_unknown| Failed::Refused("its method is unknown"))?;
        let call = client.request(method, url).headers(headers);
        let call = body.into_iter().fold(call, reqwest::RequestBuilder::body);
        let response = call.send().await.map_err(|error| {
            if error.is_timeout() { Failed::Timeout } else { Failed::Again("no connection") }
        })?;
        read(response).await
    }

    /// The address, with its secrets; its server is still the one that was asked for.
    fn url(&self, request: &Request) -> Result<Url, Failed> {
        let path = self.filled(&request.path)?;
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        let mut url = Url::parse(&format!("{}{path}", request.origin))
            .map_err(|_unreadable| Failed::Refused("its address cannot be read"))?;
        url.set_fragment(None);
        let same = Origin::parse(&url.origin().ascii_serialization());
        if same.as_ref() != Some(&request.origin) || !url.username().is_empty() {
            return Err(Failed::Refused("its address names another server"));
        }
        Ok(url)
    }

    fn headers(&self, given: &[(String, Vec<Piece>)]) -> Result<HeaderMap, Failed> {
        let mut headers = HeaderMap::new();
        let ours = HeaderValue::from_static(concat!("saywhen/", env!("CARGO_PKG_VERSION")));
        headers.insert(USER_AGENT, ours);
        for (name, pieces) in given {
            let name = HeaderName::from_bytes(name.as_bytes());
            let value = HeaderValue::from_str(&self.filled(pieces)?);
            let (Ok(name), Ok(mut value)) = (name, value) else {
                return Err(Failed::Refused("a header holds what no header may hold"));
            };
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        // Nothing is unpacked, so nothing small can become large.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        Ok(headers)
    }

    /// Where the server is, every number of it looked at.
    async fn addresses(&self, origin: &Origin) -> Result<Vec<SocketAddr>, Failed> {
        let found = match origin.ip() {
            Some(ip) => vec![ip],
            None => self.0.resolver.resolve(&origin.host).await,
        };
        let here = self.0.local && found.iter().all(IpAddr::is_loopback);
        if found.is_empty() {
            return Err(Failed::Again("its host is unknown"));
        }
        if !here && (!origin.secure || !found.iter().copied().all(is_public)) {
            return Err(Failed::Refused("its host is an internal address, or not https"));
        }
        Ok(found.into_iter().map(|ip| SocketAddr::new(ip, origin.port)).collect())
    }
}

/// Nothing of secrets.
impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

async fn read(response: Response) -> Result<Answer, Failed> {
    let code = response.status().as_u16();
    let headers = response.headers();
    if headers.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Failed::Refused("its answer is packed, which it was asked not to be"));
    }
    let json = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let json = json.is_some_and(|kind| kind.contains("json"));
    let bytes = body::whole(response).await?;
    let body = body::value(&bytes, json && (200..300).contains(&code))?;
    Ok(Answer::Status { code, body })
}
