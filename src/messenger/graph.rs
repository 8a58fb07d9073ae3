//! The client of the Graph API: one connection pool for ever, every answer a [`Verdict`].

mod access;
mod body;
mod me;
pub mod person;
pub mod profile;
pub mod upload;

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response, Url, redirect};

use crate::limits::{CONNECT_TIMEOUT, GRAPH_ANSWER_BYTES_MAX, SEND_TIMEOUT};
use crate::messenger::answer::{Verdict, classify};
use crate::messenger::encode::Call;
use crate::messenger::hints::Hints;
use crate::secret::Secret;
use crate::time::Millis;
use crate::words::name::{Channel, PageId};

use self::access::{Access, Tokens};
use self::body::Outgoing;

/// Idle connections are closed after this, before the other side does and a send runs into it.
const IDLE: Millis = Millis::from_secs(30);

/// A connection that many calls share is asked this often whether it still lives …
const PING: Millis = Millis::from_secs(10);
/// … and given up if it has not said so after this, long before the calls on it time out.
const PONG: Millis = Millis::from_secs(5);

/// A client of the Graph API with the tokens of Pages. Cheap to clone; clones share connections and
/// tokens.
#[derive(Clone)]
pub struct Graph {
    client: Client,
    /// `https://graph.facebook.com/v26.0/`
    base: String,
    /// Others after [`Graph::renew`].
    tokens: Arc<ArcSwap<Tokens>>,
}

/// Settings with which there can be no client.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// `GRAPH_URL` is no address.
    #[error("GRAPH_URL is not an address such as https://graph.facebook.com")]
    Url,
    /// `GRAPH_URL` would send the token in the clear.
    #[error("GRAPH_URL must be https; plain http is for this machine only (127.0.0.1, localhost)")]
    PlainHttp,
    /// `GRAPH_VERSION` is no version.
    #[error("GRAPH_VERSION must look like v26.0")]
    Version,
    /// The token holds letters that no header may hold, or nothing.
    #[error("the token is empty or holds line breaks or other letters that no token has")]
    Token,
    /// The system's certificates could not be read, or the like.
    #[error("the client for Graph could not be made: {0}")]
    Client(#[from] reqwest::Error),
}

impl Graph {
    /// Makes the client with one token, of whatever Page that is. `secret` is the app's first secret;
    /// it signs the token of every call.
    pub fn new(
        url: &str,
        version: &str,
        token: &Secret,
        secret: Option<&Secret>,
    ) -> Result<Self, GraphError> {
        let graph = Self::bare(url, version)?;
        graph.renew(None, token, secret)?;
        Ok(graph)
    }

    /// Makes the client without any token; [`Graph::renew`] gives it some.
    pub fn bare(url: &str, version: &str) -> Result<Self, GraphError> {
        let base = base(url, version)?;
        let tokens = Arc::new(ArcSwap::from_pointee(Tokens::default()));
        Ok(Self { client: client()?, base, tokens })
    }

    /// From now on calls in the name of a Page bring another token; those of all clones too. Without a
    /// Page it is the token of all, and no Page has one of its own any more.
    pub fn renew(
        &self,
        page: Option<&PageId>,
        token: &Secret,
        secret: Option<&Secret>,
    ) -> Result<(), GraphError> {
        let access = Some(Arc::new(Access::new(token, secret)?));
        self.change(|tokens| tokens.set(page, access.clone()));
        Ok(())
    }

    /// A Page is ours whose token is not there yet: what it has to say waits.
    pub fn await_token(&self, page: &PageId) {
        self.change(|tokens| tokens.set(Some(page), None));
    }

    /// A Page is not ours any more.
    pub fn forget(&self, page: &PageId) {
        self.change(|tokens| tokens.forget(page));
    }

    /// The one token of a set-up that names no Pages is this Page's.
    pub fn learn(&self, page: &PageId) {
        self.change(|tokens| tokens.learn(page.clone()));
    }

    /// From now on these accounts of Instagram, and no others, are spoken for by these Pages; those
    /// that were by another Page, or by none. The one token of a set-up that names no Pages speaks for
    /// any.
    #[must_use]
    pub fn link(&self, accounts: &BTreeMap<PageId, PageId>) -> Vec<PageId> {
        let known = self.tokens.load();
        let new = accounts.iter().filter(|(account, page)| !known.links(account, page));
        let new = new.map(|(account, _)| account.clone()).collect();
        self.change(|tokens| tokens.link(accounts));
        new
    }

    /// Whether a Page, or an account of Instagram, is ours, as far as that is known: before Graph has
    /// said whose the only token is, every Page may be.
    #[must_use]
    pub fn serves(&self, channel: Channel, page: &PageId) -> bool {
        self.tokens.load().serve(channel, page)
    }

    /// The Pages that are known to be ours.
    #[must_use]
    pub fn pages(&self) -> Vec<PageId> {
        self.tokens.load().pages()
    }

    /// Whose the tokens are; no Page for the one of whatever Page it belongs to.
    #[must_use]
    pub fn holders(&self) -> Vec<Option<PageId>> {
        self.tokens.load().whose()
    }

    fn change(&self, change: impl Fn(&mut Tokens)) {
        self.tokens.rcu(|tokens| {
            let mut tokens = (**tokens).clone();
            change(&mut tokens);
            tokens
        });
    }

    /// Posts a call in the name of a Page and says what became of it; never fails otherwise.
    ///
    /// Takes at most [`SEND_TIMEOUT`]. Dropping it in the middle leaves the outcome unknown.
    pub async fn send(&self, page: &PageId, call: &Call) -> Verdict {
        let json = HeaderValue::from_static("application/json");
        let body = Bytes::from(call.body.to_string());
        let (edge, channel) = (call.edge.as_str(), call.channel);
        let post = Post { channel, edge, kind: json, body, patience: SEND_TIMEOUT };
        match self.post(page, post).await {
            Ok(Answer { status, hints, body }) => classify(status, hints, &body),
            Err(verdict) => verdict,
        }
    }

    /// Posts anything to one of a Page's edges; an error is the verdict over a call without an
    /// answer, or with one that says that the token is dead.
    async fn post(&self, page: &PageId, post: Post) -> Result<Answer, Verdict> {
        let tokens = self.tokens.load();
        let Some(access) = tokens.of(page) else {
            return Err(Verdict::TokenDead { code: "no token".to_owned() });
        };
        let home = tokens.home(post.channel, page);
        let Some(url) = self.url(home, post.edge, &access.query) else {
            return Err(Verdict::Refused { code: "page id".to_owned() });
        };
        let (body, gone) = Outgoing::new(post.body);
        let request = self
            .client
            .post(url)
            .timeout(post.patience.into())
            .header(AUTHORIZATION, access.bearer.clone())
            .header(CONTENT_TYPE, post.kind)
            .body(reqwest::Body::wrap(body));
        let answer = match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => return Err(lost(&error, gone.begun())),
        };
        match classify(answer.status, answer.hints, &answer.body) {
            // The token was replaced while the call was under way: the new one has to be tried.
            Verdict::TokenDead { code } if !self.is_current(page, &access) => {
                Err(Verdict::Transient { code, wait: None })
            }
            Verdict::TokenDead { code } => Err(Verdict::TokenDead { code }),
            _ => Ok(answer),
        }
    }

    fn is_current(&self, page: &PageId, access: &Arc<Access>) -> bool {
        self.tokens.load().of(page).is_some_and(|current| Arc::ptr_eq(access, &current))
    }

    fn url(&self, page: &str, edge: &str, query: &str) -> Option<Url> {
        let plain = !page.is_empty() && page.bytes().all(|b| b.is_ascii_alphanumeric());
        let base = &self.base;
        Url::parse(&format!("{base}{page}/{edge}?{query}")).ok().filter(|_| plain)
    }
}

/// Neither tokens nor their proofs are shown.
impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Graph({})", self.base)
    }
}

/// All that is wrong with an address and a version of the API.
#[must_use]
pub fn faults(url: &str, version: &str) -> Vec<GraphError> {
    let both = [address(url).map(drop), edition(version)];
    both.into_iter().filter_map(Result::err).collect()
}

/// Whether an address is one of this machine, on which no Messenger is but our own.
#[must_use]
pub fn is_local(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(loopback))
}

/// `{url}/{version}/`, checked.
fn base(url: &str, version: &str) -> Result<String, GraphError> {
    let parsed = address(url)?;
    edition(version)?;
    Ok(format!("{}/{version}/", parsed.as_str().trim_end_matches('/')))
}

fn address(url: &str) -> Result<Url, GraphError> {
    let parsed = Url::parse(url).map_err(|_no_address| GraphError::Url)?;
    let plain = parsed.query().is_none() && parsed.fragment().is_none();
    let host = parsed.host_str().filter(|_| plain && parsed.username().is_empty());
    let host = host.ok_or(GraphError::Url)?;
    match parsed.scheme() {
        "https" => {}
        "http" if loopback(host) => {}
        "http" => return Err(GraphError::PlainHttp),
        _ => return Err(GraphError::Url),
    }
    Ok(parsed)
}

fn edition(version: &str) -> Result<(), GraphError> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts = version.strip_prefix('v').and_then(|number| number.split_once('.'));
    let known = parts.is_some_and(|(major, minor)| digits(major) && digits(minor));
    known.then_some(()).ok_or(GraphError::Version)
}

fn loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// A client that follows nothing, trusts no proxy and gives up in time.
pub(crate) fn client() -> Result<Client, GraphError> {
    // Another part of the process may have installed the same provider already.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a crypto provider was installed before");
    }
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT.into())
        .timeout(SEND_TIMEOUT.into())
        .pool_idle_timeout(Duration::from(IDLE))
        .http2_keep_alive_interval(Duration::from(PING))
        .http2_keep_alive_timeout(PONG.into())
        .user_agent(concat!("saywhen/", env!("CARGO_PKG_VERSION")))
        .build()?;
    Ok(client)
}

/// What is posted to an edge.
struct Post {
    channel: Channel,
    edge: &'static str,
    /// The type of the body.
    kind: HeaderValue,
    body: Bytes,
    /// How long it may take.
    patience: Millis,
}

/// What Graph answered.
struct Answer {
    status: u16,
    hints: Hints,
    body: Vec<u8>,
}

/// Reads as much of an answer as counts. Where reading breaks off, what was read decides.
async fn read(mut response: Response) -> Answer {
    let (status, hints) = (response.status().as_u16(), Hints::of(response.headers()));
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = GRAPH_ANSWER_BYTES_MAX.saturating_sub(body.len());
        body.extend(chunk.iter().take(room));
        if chunk.len() >= room {
            break;
        }
    }
    Answer { status, hints, body }
}

/// A call without an answer. It did not arrive for certain only if no connection stood or nothing
/// of its body had been handed to one; hyper cannot tell how much of it the other side has read.
fn lost(error: &reqwest::Error, begun: bool) -> Verdict {
    if error.is_builder() {
        return Verdict::Refused { code: "request".to_owned() };
    }
    let code = match () {
        () if error.is_connect() => "connect",
        () if error.is_timeout() => "time-out",
        () => "reset",
    };
    let code = code.to_owned();
    if error.is_connect() || !begun {
        return Verdict::Transient { code, wait: None };
    }
    Verdict::Uncertain { code }
}
