//! Addresses of other servers: which host an address names, and which numbers of the net are public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use url::Url;

/// Where a server is: how it is spoken to, its name and its port. The name is what DNS is asked for,
/// so `①②⑦.0.0.1` and `0x7f000001` are `127.0.0.1` here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Whether it is spoken to by TLS.
    pub secure: bool,
    /// Its name, or its number; IPv6 in brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl Origin {
    /// Reads `https://shop.example.com` or `http://localhost:3000`, with nothing behind it; none if
    /// it is something else, or names a person.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains(['@', '\\', '#', '?']) || text.chars().any(char::is_whitespace) {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let plain = url.path() == "/" && url.username().is_empty() && url.password().is_none();
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        let port = url.port_or_known_default()?;
        (plain && !host.is_empty()).then_some(Self { secure, host, port })
    }

    /// Its number, if it is named by nothing else.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// Whether it is this very machine, by its name.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let named = self.host == "localhost" || self.host.ends_with(".localhost");
        named || self.ip().is_some_and(|ip| ip.is_loopback())
    }

    /// Whether it cannot be a server of the net, by its name alone.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.is_local() || self.ip().is_some_and(|ip| !is_public(ip))
    }
}

/// As authors write it.
impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheme, usual) = if self.secure { ("https", 443) } else { ("http", 80) };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == usual { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

/// A host that a bot may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Its name, as in [`Origin`].
    pub host: String,
    /// Its port; none is the usual one.
    pub port: Option<u16>,
}

impl Allowed {
    /// Reads `shop.example.com` or `shop.example.com:8443`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains('/') {
            return None;
        }
        let host = Origin::parse(&format!("https://{text}"))?.host;
        let port = text.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.contains(']'));
        let port = port.map(str::parse).transpose().ok()?;
        Some(Self { host, port })
    }

    /// Whether it is this server.
    #[must_use]
    pub fn covers(&self, origin: &Origin) -> bool {
        let usual = if origin.secure { 443 } else { 80 };
        self.host == origin.host && self.port.unwrap_or(usual) == origin.port
    }
}

/// Whether a number of the net is one that anybody may have: not private, not this machine or its
/// network, not for many at once, not for examples. What stands for an IPv4 number counts as that.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    !matches!(
        ip.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..128, ..]
            | [169, 254, ..]
            | [172, 16..32, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match ip.segments() {
        // Translated by the network into the IPv4 number at its end.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        // Tunnels and numbers for protocols and for examples.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x2002, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_host_and_nothing_else() {
        let shown = |text: &str| Origin::parse(text).map(|origin| origin.to_string());
        for (text, is) in [
            ("https://shop.example.com", "https://shop.example.com"),
            ("https://Shop.Example.com.:8443/", "https://shop.example.com:8443"),
            ("http://2130706433", "http://127.0.0.1"),
            ("http://0x7f000001", "http://127.0.0.1"),
            ("http://①②⑦.0.0.1", "http://127.0.0.1"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(is), "{text}");
        }
        for text in [
            "https://a@b.example",
            "https://a.example/x",
            "https://a.example?x",
            "https://a.example#x",
            "http://127.0.0.1\\@example.com",
            "ftp://a.example",
            "data:text/plain,x",
            "shop.example.com",
            "https://",
            "",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_host_is_allowed_at_its_port() {
        let origin = |text: &str| Origin::parse(text).unwrap();
        let usual = Allowed::parse("shop.example.com").unwrap();
        assert!(usual.covers(&origin("https://SHOP.example.com")));
        assert!(!usual.covers(&origin("https://shop.example.com:8443")));
        assert!(!usual.covers(&origin("https://x.shop.example.com")));
        let other = Allowed::parse("shop.example.com:8443").unwrap();
        assert!(other.covers(&origin("https://shop.example.com:8443")));
        assert!(!other.covers(&origin("https://shop.example.com")));
        assert_eq!(Allowed::parse("https://shop.example.com"), None);
        assert_eq!(Allowed::parse("shop.example.com/x"), None);
    }

    #[test]
    fn only_public_numbers_are_public() {
        for ip in ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        assert!(is_public("64:ff9b::808:808".parse().unwrap()));
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
