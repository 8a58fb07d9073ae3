//! Who signed a webhook request (PROMISES P9), and the proof that goes out with our own calls.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::secret::Secret;

/// The one header that counts; `X-Hub-Signature` (SHA-1) is never looked at.
pub const HEADER: &str = "x-hub-signature-256";

const PREFIX: &[u8] = b"sha256=";

/// The app secrets that may sign webhook requests: the current one first, older ones after it while
/// they are being rotated.
#[derive(Clone)]
pub struct Secrets {
    keys: Vec<Hmac<Sha256>>,
}

/// A list of secrets that would let anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// There is none at all.
    #[error("there is no app secret")]
    None,
    /// One is empty; anybody can sign with an empty key.
    #[error("an app secret is empty")]
    Empty,
}

impl Secrets {
    /// Takes the secrets; none of them may be empty.
    pub fn new(secrets: &[Secret]) -> Result<Self, SecretsError> {
        if secrets.is_empty() {
            return Err(SecretsError::None);
        }
        if secrets.iter().any(|secret| secret.expose().is_empty()) {
            return Err(SecretsError::Empty);
        }
        Ok(Self { keys: secrets.iter().map(keyed).collect() })
    }

    /// The index of the secret that signed `body`; none if nobody we know did.
    ///
    /// `values` are all values of [`HEADER`]: more than one is refused, as are lists, other
    /// algorithms, a missing prefix and hexadecimal digits in capitals (Meta sends small ones).
    /// Takes the same time whichever secret fits and however much of the digest is right.
    #[must_use]
    pub fn verify(&self, values: &[&[u8]], body: &[u8]) -> Option<usize> {
        let &[value] = values else { return None };
        let claimed = digest(value)?;
        let mut found = None;
        for (index, key) in self.keys.iter().enumerate() {
            let fits = key.clone().chain_update(body).verify_slice(&claimed).is_ok();
            found = found.or(fits.then_some(index));
        }
        found
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.keys.len())
    }
}

/// The header's value for a body, as Meta would send it.
#[must_use]
pub fn sign(secret: &Secret, body: &[u8]) -> String {
    format!("sha256={}", hex(&keyed(secret).chain_update(body).finalize().into_bytes()))
}

/// `appsecret_proof`: shows Graph that whoever holds the token also holds the app's secret.
#[must_use]
pub fn proof(secret: &Secret, token: &Secret) -> String {
    hex(&keyed(secret).chain_update(token.expose()).finalize().into_bytes())
}

/// HMAC's own rule for keys: longer than a block is hashed, shorter is filled with zeros.
fn keyed(secret: &Secret) -> Hmac<Sha256> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    let text = secret.expose().as_bytes();
    let hashed = Sha256::digest(text);
    let key = if text.len() > block.len() { hashed.as_slice() } else { text };
    for (slot, byte) in block.iter_mut().zip(key) {
        *slot = *byte;
    }
    Hmac::new(&block)
}

/// The 32 bytes of `sha256=` and 64 small hexadecimal digits.
fn digest(value: &[u8]) -> Option<[u8; 32]> {
    let digits = value.strip_prefix(PREFIX)?;
    let mut bytes = [0; 32];
    if digits.len() != bytes.len().saturating_mul(2) {
        return None;
    }
    for (slot, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *slot = nibble(high)?.checked_shl(4)? | nibble(low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a')?.checked_add(10),
        _ => None,
    }
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        // Writing into a String cannot fail.
        if write!(text, "{byte:02x}").is_err() {
            text.clear();
        }
        text
    })
}
