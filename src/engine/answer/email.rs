//! E-mail addresses, as far as a machine can tell: something@domain.tld.

use crate::engine::answer::filler;
use crate::pattern::fold::{Message, fold};
use crate::words::name::Value;

/// Nothing but an address and filler words.
pub(super) fn whole(message: &Message) -> Option<Value> {
    let (addresses, others) = sort_out(message);
    let says_nothing =
        others.iter().all(|word| filler::telling(fold(word).text.split(' ')).is_empty());
    only(&addresses).filter(|_| says_nothing)
}

/// Exactly one address in the message.
pub(super) fn contained(message: &Message) -> Option<Value> {
    only(&sort_out(message).0)
}

fn sort_out(message: &Message) -> (Vec<&str>, Vec<&str>) {
    let edge = |c: char| !c.is_alphanumeric() && c != '_';
    let words = message
        .typed
        .split_whitespace()
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word).trim_matches(edge));
    words.partition(|word| is_address(word))
}

fn only(addresses: &[&str]) -> Option<Value> {
    match addresses {
        [one] => Some(Value::from(*one)),
        _ => None,
    }
}

/// One `@`; a name without blanks; a domain of at least two labels, the last of letters.
fn is_address(word: &str) -> bool {
    let Some((name, domain)) = word.split_once('@') else { return false };
    let label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty()
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let named = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let name_ok = (1..=64).contains(&name.len())
        && name.chars().all(named)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    name_ok
        && domain.len() <= 255
        && domain.contains('.')
        && domain.split('.').all(label)
        && top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_only_looks_like_them() {
        for good in ["ada@example.com", "a.b+c@mail.example.co.uk", "jörg@müller.de"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "ada@",
            "@example.com",
            "ada@example",
            "a@b@c.de",
            "ada@ex ample.com",
            ".a@b.de",
            "a..b@c.de",
            "ada@-x.de",
            "ada@1.2",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_may_stand_in_a_sentence() {
        let message = Message::new("It's <Ada@Example.com>, thanks!");
        assert_eq!(whole(&message), Some("Ada@Example.com".into()));
        let message = Message::new("write to ada@example.com when it rains");
        assert_eq!((whole(&message), contained(&message)), (None, Some("ada@example.com".into())));
        assert_eq!(contained(&Message::new("a@b.de or c@d.de")), None);
    }
}
