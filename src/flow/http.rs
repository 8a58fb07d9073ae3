//! `http`: another server is asked.

pub(in crate::flow) mod address;
mod arms;
mod body;
pub(in crate::flow) mod settings;

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::http::{Http, Part};
use crate::flow::outline::Step;
use crate::limits::{FETCH_RETRIES_MAX, FETCH_TURN_MAX};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::time::Millis;
use crate::words::turn::IDEMPOTENCY_KEY;

/// What `http` reads.
pub(super) const KEYS: &[Key] = &[
    key("http", Shape::Call, "a method and an address; its host stands in `http.allow`"),
    key("headers", Shape::Map, "headers, each a text"),
    key("query", Shape::Map, "values of the query, each a text"),
    key("json", Shape::Json, "the body as JSON"),
    key("form", Shape::Map, "the body as fields of a form"),
    key("body", Shape::Text, "the body as a text"),
    key("save", Shape::Name, "the variable that takes what it answers"),
    key("timeout", Shape::Duration, "how long one try may take; 20 s at most with all tries"),
    key("retries", Shape::Number, "further tries of a GET, or of a call with an Idempotency-Key"),
    key("cache", Shape::Duration, "how long an equal GET is answered from memory"),
    key("expect", Shape::Words, "fields that the answer must have"),
    key("errors", Shape::Cases, "steps for 404, 5xx, timeout or any; the flow goes on behind them"),
];

/// Methods that a call may have.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// Headers that belong to the connection, and not to the author.
const OURS: [&str; 9] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "keep-alive",
    "accept-encoding",
];

impl Gate<'_> {
    /// An `http`.
    pub(super) fn http(&mut self, step: &Step<'_>) -> Option<Http> {
        let fields = &step.fields;
        let verb = fields.get("http")?;
        let errors = self.failing(step);
        let call = self.call_of(verb);
        let headers = fields.get("headers").map(|field| self.headers(field)).unwrap_or_default();
        let query = fields.get("query").map(|field| self.named_fields(field)).unwrap_or_default();
        let expect = fields.get("expect").map(|field| self.texts(field)).unwrap_or_default();
        let http = Http {
            method: String::new(),
            base: crate::flow::model::http::Base::Env(String::new()),
            path: Vec::new(),
            query,
            headers,
            body: self.body(step),
            save: fields.get("save").and_then(|field| self.slot(field)),
            timeout: fields.get("timeout").and_then(|field| self.patience(field)),
            retries: fields.get("retries").and_then(|field| self.retries(field)).unwrap_or(0),
            cache: fields.get("cache").and_then(|field| self.duration(field)),
            expect: expect.into_iter().map(|(_, text)| text.value.clone()).collect(),
            errors,
        };
        let (method, base, path) = call?;
        let http = Http { method, base, path, ..http };
        self.not_repeatable(step, &http);
        Some(http)
    }

    /// A method, and where it goes.
    fn call_of(
        &mut self,
        verb: &Field<'_>,
    ) -> Option<(String, crate::flow::model::http::Base, Vec<Part>)> {
        let text = self.plain(verb)?;
        let trimmed = text.value.trim_end();
        let method = trimmed.split_whitespace().next().unwrap_or_default();
        let start = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let rest = trimmed.get(start..).unwrap_or_default();
        let start = start.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
        if !METHODS.contains(&method) || rest.trim().is_empty() {
            let told =
                wrong_shape(verb).label(format!("a method is one of {}", METHODS.join(", ")));
            let address = trimmed.split_whitespace().next_back().unwrap_or_default();
            let upper = method.to_uppercase();
            let method = METHODS.iter().find(|own| **own == upper).copied().unwrap_or("GET");
            self.tell(told.fix(if address.starts_with("https:") {
                format!("http: {method} {address}")
            } else {
                "http: GET https://shop.example.com/stock".to_owned()
            }));
            return None;
        }
        let (base, path) = self.address_of(text, verb.node.span, start..trimmed.len())?;
        Some((method.to_owned(), base, path))
    }

    fn headers(&mut self, field: &Field<'_>) -> Vec<(String, Vec<Part>)> {
        self.header_names(field, &[]);
        self.sent_fields(field)
    }

    /// Tells names of headers that no header has, or that saywhen writes itself.
    pub(super) fn header_names(&mut self, field: &Field<'_>, ours: &[&str]) {
        for entry in self.entries(field) {
            let name = entry.key.value.to_ascii_lowercase();
            let letter = |b: u8| b.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&b);
            if name.is_empty() || !name.bytes().all(letter) {
                let headline = format!("\"{}\" can't be the name of a header", entry.key.value);
                self.tell(Diagnostic::error(Code("K205"), entry.key_span, headline));
            } else if OURS.contains(&name.as_str())
                || name.starts_with("proxy-")
                || ours.iter().any(|own| own.eq_ignore_ascii_case(&name))
            {
                let headline = format!("\"{}\" is written by saywhen itself", entry.key.value);
                self.tell(Diagnostic::error(Code("K220"), entry.key_span, headline));
            }
        }
    }

    fn patience(&mut self, field: &Field<'_>) -> Option<Millis> {
        let patience = self.duration(field)?;
        if patience > FETCH_TURN_MAX {
            let headline = "A conversation waits 20 s at most for another server";
            let told = Diagnostic::error(Code("K206"), field.node.span, headline);
            self.tell(told.fix("timeout: 20s"));
        }
        Some(patience)
    }

    fn retries(&mut self, field: &Field<'_>) -> Option<u8> {
        let retries = self.number::<u8>(field)?;
        if retries > FETCH_RETRIES_MAX {
            let headline = format!("\"retries\" wants a number from 0 to {FETCH_RETRIES_MAX}");
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
        }
        Some(retries)
    }

    /// Tells what is never done to a call that would do its work twice.
    fn not_repeatable(&mut self, step: &Step<'_>, http: &Http) {
        let keyed = http.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(IDEMPOTENCY_KEY));
        let reads = ["GET", "HEAD"].contains(&http.method.as_str());
        let of = |name: &str| step.fields.get(name).map(|field| field.span);
        if let Some(span) = of("retries").filter(|_| !reads && !keyed && http.retries > 0) {
            let headline = format!("A {} is not tried again: it could be done twice", http.method);
            self.tell(
                Diagnostic::warning(Code("F816"), span, headline)
                    .fix("headers: {Idempotency-Key: \"{{ order }}\"}, if that server knows it"),
            );
        }
        if let Some(span) = of("cache").filter(|_| !reads) {
            let headline = format!("A {} is never answered from memory", http.method);
            self.tell(Diagnostic::warning(Code("F816"), span, headline).fix("leave out `cache`"));
        }
    }
}
