//! How copies of an event are known (PROMISES P3): 128 bits of a SHA-256 over what makes it one.

use sha2::{Digest, Sha256};

use crate::words::arrival::Identity;

/// The digest of some texts; each goes in with its length, so that no two lists look alike.
pub(super) fn of(parts: &[&str]) -> Identity {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let mut short = [0; 16];
    for (slot, byte) in short.iter_mut().zip(digest.finalize()) {
        *slot = byte;
    }
    Identity(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_between_parts_count() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
