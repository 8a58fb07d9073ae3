//! The page is for the person who started it (PROMISES P21): a key that every start makes anew, a
//! loopback `Host`, our own `Origin`.

use std::net::SocketAddr;

use warp::http::header::{COOKIE, HOST, ORIGIN};
use warp::http::{HeaderMap, HeaderValue};

use crate::secret::Secret;

/// The cookie that holds the key; the port follows, since all ports of a machine share their cookies
/// and two bots may be talked to at once.
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
        self.knows_us(headers) && self.brought(headers).is_some_and(|key| self.fits(key))
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
        self.key.is(key)
    }

    /// The cookie to set once the key was right.
    pub(super) fn cookie(&self) -> Option<HeaderValue> {
        let (port, key) = (self.port, self.key.expose());
        let cookie = format!("{COOKIE_NAME}_{port}={key}; HttpOnly; SameSite=Strict; Path=/");
        HeaderValue::try_from(cookie).ok()
    }

    /// The key in the cookie that came.
    fn brought<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let name = format!("{COOKIE_NAME}_{}=", self.port);
        let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = pairs.flat_map(|pairs| pairs.split(';'));
        pairs.find_map(|pair| pair.trim().strip_prefix(name.as_str()))
    }

    fn is_ours(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == format!("{name}:{}", self.port))
    }
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
        let right = headers(&[("host", "localhost:8080"), ("cookie", "a=b; saywhen_dev_8080=k3y")]);
        assert!(lock().opens(&right));
        let rebound = headers(&[("host", "evil.example:8080"), ("cookie", "saywhen_dev_8080=k3y")]);
        assert!(!lock().opens(&rebound));
        let other_port = headers(&[("host", "localhost:9090"), ("cookie", "saywhen_dev_8080=k3y")]);
        assert!(!lock().opens(&other_port));
        let wrong = headers(&[("host", "localhost:8080"), ("cookie", "saywhen_dev_8080=k3z")]);
        assert!(!lock().opens(&wrong) && !lock().opens(&headers(&[("host", "localhost:8080")])));
    }

    #[test]
    fn only_our_own_page_may_change_anything() {
        let with = |origin| {
            let cookie = ("cookie", "saywhen_dev_8080=k3y");
            headers(&[("host", "127.0.0.1:8080"), cookie, ("origin", origin)])
        };
        assert!(lock().lets_write(&with("http://127.0.0.1:8080")));
        assert!(!lock().lets_write(&with("http://evil.example")));
        assert!(!lock().lets_write(&with("null")));
        let silent = headers(&[("host", "127.0.0.1:8080"), ("cookie", "saywhen_dev_8080=k3y")]);
        assert!(!lock().lets_write(&silent));
    }

    #[test]
    fn two_pages_of_one_machine_do_not_take_each_others_cookie() {
        let (here, there) = ("127.0.0.1:8080".parse().unwrap(), "127.0.0.1:9090".parse().unwrap());
        let locks = [("k3y", here), ("s3same", there)];
        let [here, there] = locks.map(|(key, at)| Lock::new(Secret::new(key.into()), at));
        let cookies = [&here, &there].map(|lock| lock.cookie().unwrap());
        let names = cookies.each_ref().map(|cookie| cookie.to_str().unwrap().split('=').next());
        assert_ne!(names[0], names[1]);
        let both = ("cookie", "saywhen_dev_9090=s3same; saywhen_dev_8080=k3y");
        assert!(here.opens(&headers(&[("host", "127.0.0.1:8080"), both])));
        assert!(there.opens(&headers(&[("host", "127.0.0.1:9090"), both])));
    }
}
