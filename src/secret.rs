//! A text that cannot be printed: tokens and keys on their way from the environment to their use.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A token or key; `Debug` shows only that there is one.
#[derive(Clone, Debug)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes the text over; nothing but [`Secret::expose`] shows it again.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// The text itself, for the one call that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether a text is the same, in constant time; an empty secret is nobody's. Digests are compared
    /// so that the length does not show either.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        let expected = self.expose();
        let equal = Sha256::digest(given).ct_eq(&Sha256::digest(expected));
        !expected.is_empty() && bool::from(equal)
    }
}

/// Names for visitors that logs may show: the same visitor has the same name, and nobody without the
/// key can tell who it is (PROMISES P22).
#[derive(Clone)]
pub struct Pseudonyms(Hmac<Sha256>);

impl Pseudonyms {
    /// Names made with a key, usually the app secret.
    #[must_use]
    pub fn new(key: &Secret) -> Self {
        let block = <Hmac<Sha256> as KeyInit>::new_from_slice(key.expose().as_bytes());
        Self(block.unwrap_or_else(|_any_length_is_fine| {
            Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())
        }))
    }

    /// The visitor's name: 8 hexadecimal digits.
    #[must_use]
    pub fn of(&self, visitor: &str) -> String {
        let digest = self.0.clone().chain_update(visitor.as_bytes()).finalize().into_bytes();
        let (head, _) = digest.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        format!("{:08x}", u32::from_be_bytes(*head))
    }
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms")
    }
}
