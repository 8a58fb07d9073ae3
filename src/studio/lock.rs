//! The page is for the person who started it (PROMISES P21): a key that every start makes anew, a
//! loopback `Host`, our own `Origin`.

use std::net::SocketAddr;

use subtle::ConstantTimeEq;
use warp::http::header::{COOKIE, HOST, ORIGIN};
use warp::http::{HeaderMap, HeaderValue};

use crate::secret::Secret;

/// The cookie that holds the key.
const COOKIE_NAME: &str = "saywhen_dev";

/// Decides who may use the page.
#[derive(Debug)]
pub(super) struct Lock {
    key: Secret,
    port: u16,
}

impl Lock {
    /// A lock for the page at this address.
    pub(super) fn new(key: Secret, address: SocketAddr) -> Self {
        Self { key, port: address.port() }
    }

    /// Whether somebody with the key asks, by the name of this machine.
    pub(super) fn opens(&self, headers: &HeaderMap) -> bool {
        self.knows_us(headers) && cookie(headers).is_some_and(|key| self.fits(key))
    }

    /// Whether the page itself asks for a change: as [`Lock::opens`], and from our own origin.
    pub(super) fn lets_write(&self, headers: &HeaderMap) -> bool {
        let ours =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.is_ours(host));
        self.opens(headers) && text(headers.get(ORIGIN)).is_some_and(ours)
    }

    /// Whether the name that was asked for is this machine's own.
    pub(super) fn knows_us(&self, headers: &HeaderMap) -> bool {
        text(headers.get(HOST)).is_some_and(|host| self.is_ours(host))
    }

    /// Whether a key is the right one.
    pub(super) fn fits(&self, key: &str) -> bool {
        key.as_bytes().ct_eq(self.key.expose().as_bytes()).into()
    }

    /// The cookie to set once the key was right.
    pub(super) fn cookie(&self) -> Option<HeaderValue> {
        let key = self.key.expose();
        HeaderValue::try_from(format!("{COOKIE_NAME}={key}; HttpOnly; SameSite=Strict; Path=/"))
            .ok()
    }

    fn is_ours(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == format!("{name}:{}", self.port))
    }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|pairs| pairs.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn lock() -> Lock {
        Lock::new(Secret::new("k3y".into()), "127.0.0.1:8080".parse().unwrap())
    }

    #[test]
    fn only_the_key_on_this_machine_opens() {
        let right = headers(&[("host", "localhost:8080"), ("cookie", "a=b; saywhen_dev=k3y")]);
        assert!(lock().opens(&right));
        let rebound = headers(&[("host", "evil.example:8080"), ("cookie", "saywhen_dev=k3y")]);
        assert!(!lock().opens(&rebound));
        let other_port = headers(&[("host", "localhost:9090"), ("cookie", "saywhen_dev=k3y")]);
        assert!(!lock().opens(&other_port));
        let wrong = headers(&[("host", "localhost:8080"), ("cookie", "saywhen_dev=k3z")]);
        assert!(!lock().opens(&wrong) && !lock().opens(&headers(&[("host", "localhost:8080")])));
    }

    #[test]
    fn only_our_own_page_may_change_anything() {
        let with = |origin| {
            let cookie = ("cookie", "saywhen_dev=k3y");
            headers(&[("host", "127.0.0.1:8080"), cookie, ("origin", origin)])
        };
        assert!(lock().lets_write(&with("http://127.0.0.1:8080")));
        assert!(!lock().lets_write(&with("http://evil.example")));
        assert!(!lock().lets_write(&with("null")));
        let silent = headers(&[("host", "127.0.0.1:8080"), ("cookie", "saywhen_dev=k3y")]);
        assert!(!lock().lets_write(&silent));
    }
}
