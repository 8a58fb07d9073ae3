//! E-mail addresses, as far as a machine can tell: something@domain.tld.

use crate::pattern::answer::reading::{Parsed, Reading};
use crate::pattern::letters::is_spaceless;
use crate::words::name::Value;

/// The longest address that mail servers take, in bytes (RFC 5321).
const ADDRESS_BYTES_MAX: usize = 254;

/// An address at a place, as typed.
pub(super) fn at(reading: &Reading<'_>, at: usize) -> Option<Parsed<Value>> {
    let start = reading.token(at)?.at.start;
    let (before, rest) = reading.typed.split_at_checked(start)?;
    if let Some(address) = rest.strip_prefix("mailto:") {
        let end = start.saturating_add(rest.len().saturating_sub(address.len()));
        return self::at(reading, reading.behind_byte(at, end));
    }
    let is_edge = |letter: char| !letter.is_alphanumeric() && letter != '_';
    let outside = before.trim_end_matches(|letter: char| is_edge(letter) && is_inside(letter));
    if rest.starts_with(is_edge) || outside.ends_with(is_inside) {
        return None;
    }
    let end = rest.find(|letter: char| !is_inside(letter)).unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(is_edge);
    let end = reading.behind_byte(at, start.saturating_add(address.len()));
    is_address(address).then(|| Parsed::new(Value::from(address), end))
}

/// Whether a letter may stand in an address.
fn is_inside(letter: char) -> bool {
    is_of_name(letter) || letter == '@'
}

/// Whether a letter may stand before the `@`.
fn is_of_name(letter: char) -> bool {
    (letter.is_alphanumeric() && !is_spaceless(letter)) || "!#$%&*+/=?^_`{|}~.-'".contains(letter)
}

/// One `@`; a name without blanks; a domain of at least two labels, the last of letters.
fn is_address(word: &str) -> bool {
    let Some((name, domain)) = word.split_once('@') else { return false };
    let name_ok = (1..=64).contains(&name.len())
        && name.chars().all(is_of_name)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    name_ok && word.len() <= ADDRESS_BYTES_MAX && is_domain(domain)
}

/// Labels of letters, digits and hyphens, at least two; the last of letters.
pub(super) fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty()
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let named = top.starts_with("xn--") || top.chars().all(char::is_alphabetic);
    domain.contains('.') && domain.split('.').all(label) && top.chars().count() >= 2 && named
}
