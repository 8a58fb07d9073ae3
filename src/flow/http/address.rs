//! Where an `http` step goes. The address is taken apart before anything in it is rendered, so the
//! host is what the author wrote, whatever a visitor types (PROMISES P19).

use std::ops::Range;

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::http::{Base, Part};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;
use crate::words::address::Origin;

impl Gate<'_> {
    /// An address, taken apart: its server, and what stands behind it.
    pub(super) fn address_of(
        &mut self,
        text: &Text,
        span: Span,
        part: Range<usize>,
    ) -> Option<(Base, Vec<Part>)> {
        let address = text.value.get(part.clone()).unwrap_or_default();
        let (base, end) = if let Some((name, end)) = environment(address) {
            (self.told_by_environment(name, address, (span, end))?, end)
        } else {
            let end = end_of_server(address);
            (self.written_out(address, address.get(..end)?, span)?, end)
        };
        let from = part.start.saturating_add(end);
        Some((base, self.path(text, span, from..part.end)?))
    }

    /// The server as the author wrote it.
    fn written_out(&mut self, address: &str, server: &str, span: Span) -> Option<Base> {
        if server.contains("{{") || server.contains("{%") {
            let headline = format!("What the person typed would choose the server: {address}");
            self.tell(
                Diagnostic::error(Code("B1005"), span, headline)
                    .label("write the host out; values may stand behind the first / of the path")
                    .fix("https://shop.example.com/orders/{{ number }}"),
            );
            return None;
        }
        let Some(origin) = Origin::parse(server) else {
            let headline = format!("This is no address of a server: {address}");
            self.tell(
                Diagnostic::error(Code("M708"), span, headline)
                    .label("https:, the host, and a path; no user, no password")
                    .fix("https://shop.example.com/stock"),
            );
            return None;
        };
        self.may_reach(&origin, span)?;
        Some(Base::Origin(origin))
    }

    fn may_reach(&mut self, origin: &Origin, span: Span) -> Option<()> {
        let listed = self.outside.allow.iter().any(|allowed| allowed.covers(origin));
        let internal = origin.is_internal();
        if internal && !(listed && origin.is_local()) {
            let headline = format!("http to {} (an internal address) is blocked", origin.host);
            let told = Diagnostic::error(Code("B1004"), span, headline);
            let port = origin.port;
            self.tell(if origin.is_local() {
                told.label("only `saywhen dev` may reach this machine, where bot.yaml lists it")
                    .fix(format!("http: {{allow: [\"{}:{port}\"]}}", origin.host))
            } else {
                told.label("a server that everybody can reach can be asked, and no other")
            });
            return None;
        }
        if internal {
            let headline = format!("Only `saywhen dev` reaches {}; `serve` does not", origin.host);
            self.tell(Diagnostic::warning(Code("B1004"), span, headline));
            return Some(());
        }
        if !origin.secure {
            let headline = format!("This link is not https:  {origin}");
            self.tell(Diagnostic::error(Code("M708"), span, headline));
            return None;
        }
        if !listed {
            let named = origin.to_string();
            let host = named.trim_start_matches("https://").to_owned();
            let headline = format!("{host} is not on the list `http.allow` in bot.yaml");
            self.tell(
                Diagnostic::error(Code("B1007"), span, headline)
                    .note("Only listed servers are asked, so that nothing leaves by accident.")
                    .fix(format!("http: {{allow: [\"{host}\"]}}")),
            );
            return None;
        }
        Some(())
    }

    /// The server that an environment variable names.
    fn told_by_environment(
        &mut self,
        name: &str,
        address: &str,
        (span, end): (Span, usize),
    ) -> Option<Base> {
        self.is_listed_env(name, span)?;
        let rest = address.get(end..).unwrap_or_default();
        if !rest.is_empty() && !rest.starts_with(['/', '?']) {
            let headline = format!("The server does not end where env.{name} ends: {address}");
            self.tell(
                Diagnostic::error(Code("B1005"), span, headline)
                    .label("a / comes behind it")
                    .fix(format!("{{{{ env.{name} }}}}/…")),
            );
            return None;
        }
        Some(Base::Env(name.to_owned()))
    }

    /// Tells an environment variable that `bot.yaml` does not list.
    pub(in crate::flow) fn is_listed_env(&mut self, name: &str, span: Span) -> Option<()> {
        let listed = self.outside.env.iter().any(|known| known == name);
        if !listed {
            let headline = format!("env.{name} is not on the list in bot.yaml");
            self.tell(
                Diagnostic::error(Code("V605"), span, headline)
                    .note("Only listed ones can be read, so that nothing leaks by accident.")
                    .fix(format!("env: [{name}]")),
            );
        }
        listed.then_some(())
    }

    /// Path and query: what the author wrote stays, each value stands by itself.
    fn path(&mut self, text: &Text, span: Span, part: Range<usize>) -> Option<Vec<Part>> {
        let path = text.value.get(part.clone()).unwrap_or_default();
        if path.contains("{%") || path.contains("{#") {
            let headline = "Only {{ }} may stand in an address";
            self.tell(Diagnostic::error(Code("K205"), span, headline));
            return None;
        }
        Some(self.parts(text, span, (part, true)))
    }

    /// A text that is sent elsewhere.
    pub(super) fn sent(&mut self, field: &Field<'_>) -> Option<Vec<Part>> {
        let text = self.plain(field)?;
        Some(self.stretches_of(text, field.node.span))
    }

    /// Its stretches.
    pub(super) fn stretches_of(&mut self, text: &Text, span: Span) -> Vec<Part> {
        self.parts(text, span, (0..text.value.len(), false))
    }

    /// A text in stretches: secrets, and what stands between them; with `each`, every value by itself.
    fn parts(&mut self, text: &Text, span: Span, (part, each): (Range<usize>, bool)) -> Vec<Part> {
        let (mut parts, mut at, mut looked) = (Vec::new(), part.start, part.start);
        while let Some(tag) = next_tag(&text.value, looked..part.end) {
            looked = tag.end;
            let secret = text.value.get(tag.clone()).and_then(secret);
            if secret.is_none() && !each {
                continue;
            }
            self.between(text, span, (at..tag.start, each), &mut parts);
            at = tag.end;
            parts.push(match secret {
                Some(name) => self.secret(name, span),
                None => Part::Text(self.batch.stretch(text, span, tag)),
            });
        }
        self.between(text, span, (at..part.end, each), &mut parts);
        parts
    }

    fn between(
        &mut self,
        text: &Text,
        span: Span,
        (part, literal): (Range<usize>, bool),
        parts: &mut Vec<Part>,
    ) {
        let stretch = text.value.get(part.clone()).unwrap_or_default();
        if stretch.is_empty() {
            return;
        }
        parts.push(if literal || !stretch.contains('{') {
            Part::Literal(stretch.to_owned())
        } else {
            Part::Text(self.batch.stretch(text, span, part))
        });
    }

    fn secret(&mut self, name: &str, span: Span) -> Part {
        self.is_listed_secret(name, span);
        Part::Secret(name.to_owned())
    }

    /// Tells a secret that `bot.yaml` does not list.
    pub(in crate::flow) fn is_listed_secret(&mut self, name: &str, span: Span) {
        if !self.outside.secrets.iter().any(|known| known == name) {
            let headline = format!("secret.{name} is not on the list in bot.yaml");
            self.tell(
                Diagnostic::error(Code("V605"), span, headline)
                    .note("Only listed ones can be read, so that secrets cannot leak by accident.")
                    .fix(format!("secrets: [{name}]")),
            );
        }
    }
}

/// Where the server ends: before path, query and fragment.
pub(in crate::flow) fn end_of_server(address: &str) -> usize {
    let behind = address.find("://").map_or(0, |at| at.saturating_add(3));
    let rest = address.get(behind..).unwrap_or_default();
    rest.find(['/', '?', '#']).map_or(address.len(), |at| behind.saturating_add(at))
}

/// The variable of an address that begins with `{{ env.NAME }}`, and where that ends.
fn environment(address: &str) -> Option<(&str, usize)> {
    let tag = next_tag(address, 0..address.len()).filter(|tag| tag.start == 0)?;
    Some((inside(address.get(tag.clone())?)?.strip_prefix("env.").filter(|n| is_name(n))?, tag.end))
}

/// The name in `{{ secret.NAME }}`.
fn secret(tag: &str) -> Option<&str> {
    inside(tag)?.strip_prefix("secret.").filter(|name| is_name(name))
}

/// The first secret of a text.
pub(super) fn secret_in(text: &str) -> Option<&str> {
    let mut looked = 0;
    while let Some(tag) = next_tag(text, looked..text.len()) {
        looked = tag.end;
        let name = text.get(tag).and_then(secret);
        if name.is_some() {
            return name;
        }
    }
    None
}

pub(in crate::flow) fn inside(tag: &str) -> Option<&str> {
    Some(tag.strip_prefix("{{")?.strip_suffix("}}")?.trim())
}

pub(in crate::flow) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The next `{{ … }}` within a stretch of a text.
pub(in crate::flow) fn next_tag(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let stretch = text.get(part.clone())?;
    let start = stretch.find("{{")?;
    let end = stretch.get(start..)?.find("}}")?.saturating_add(start).saturating_add(2);
    Some(part.start.saturating_add(start)..part.start.saturating_add(end))
}
