//! Addresses in the web, as people write them: with or without `https://`.

use url::Url;

use crate::pattern::answer::email::is_domain;
use crate::pattern::answer::reading::{Company, Parsed, Reading};
use crate::pattern::letters::is_spaceless;
use crate::words::name::Value;

/// The longest address that is one, in bytes; browsers take about as many.
const URL_BYTES_MAX: usize = 2_048;

/// Ends of names that people write without more around them; those of countries are two letters.
const TOPS: [&str; 40] = [
    "agency", "app", "art", "bar", "biz", "blog", "cafe", "care", "cat", "club", "com", "design",
    "dev", "edu", "eu", "events", "fm", "gov", "hotel", "info", "int", "io", "link", "live",
    "menu", "mobi", "net", "news", "online", "org", "page", "pizza", "pro", "shop", "site",
    "store", "studio", "tech", "tv", "xyz",
];

/// Ends of names that are words as well: "good.so what" lacks a space, not a scheme.
const WORDS: [&str; 28] = [
    "al", "am", "as", "at", "be", "by", "da", "de", "do", "el", "es", "et", "id", "il", "im", "in",
    "is", "it", "la", "me", "my", "no", "pa", "se", "so", "to", "us", "va",
];

/// An address at a place; `https://` is put before one without a scheme.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let start = reading.token(at)?.at.start;
    let (before, rest) = reading.typed.split_at_checked(start)?;
    reading.token(at)?.text()?;
    if before.ends_with(is_inside) && !before.ends_with(['(', '\'', '=', ':', ',']) {
        return None;
    }
    let end = rest.find(|letter: char| !is_inside(letter)).unwrap_or(rest.len());
    let text = trimmed(rest.get(..end).filter(|text| text.len() <= URL_BYTES_MAX)?);
    let url = complete(text, reading.company)?;
    let end = reading.behind_byte(at, start.saturating_add(text.len()));
    Some(Parsed::new(Value::from(url), end))
}

/// Letters that may stand in an address; writing without spaces goes on behind it.
fn is_inside(letter: char) -> bool {
    let outside = letter.is_whitespace() || letter.is_control() || is_spaceless(letter);
    let sign = !letter.is_ascii() && !letter.is_alphanumeric();
    !outside && !sign && !matches!(letter, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^')
}

/// Without the punctuation of the sentence around it.
fn trimmed(text: &str) -> &str {
    let text = text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
    match text.strip_suffix([')', ']']) {
        Some(inner) if !inner.contains(['(', '[']) => trimmed(inner),
        Some(_) | None => text,
    }
}

/// The address with its scheme, if it is one.
fn complete(text: &str, company: Company) -> Option<String> {
    let lower = text.get(..text.len().min(8)).unwrap_or(text).to_lowercase();
    let has_scheme = lower.starts_with("http://") || lower.starts_with("https://");
    let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).ok()?;
    let host = url.host_str()?;
    let plain = url.username().is_empty() && url.password().is_none() && !text.contains('@');
    let named = is_domain(host) || (has_scheme && host.contains(['.', ':']));
    let shows = has_scheme || shows(text, host, company);
    (named && shows && (plain || has_scheme)).then_some(whole)
}

/// Whether a name without a scheme is meant as an address.
fn shows(text: &str, host: &str, company: Company) -> bool {
    let top = host.rsplit('.').next().unwrap_or_default();
    let more = text.contains('/') || host.starts_with("www.");
    let country = top.len() == 2 && (company != Company::Words || more || !WORDS.contains(&top));
    more || country || top.starts_with("xn--") || TOPS.contains(&top)
}
