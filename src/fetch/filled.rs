//! Secrets, put in where the call is made and nowhere before.

use crate::fetch::{Failed, Gate};
use crate::limits::RENDERED_BYTES_MAX;
use crate::secret::Secret;
use crate::words::quoted;
use crate::words::turn::Piece;

impl Gate {
    /// A text with its secrets, no longer than one without any may be.
    pub(super) fn filled(&self, pieces: &[Piece]) -> Result<String, Failed> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(own) => text.push_str(own),
                Piece::Secret(name) => text.push_str(self.key(name)?.expose()),
                Piece::EncodedSecret(name) => text.push_str(&encoded(self.key(name)?.expose())),
                Piece::JsonSecret(name) => {
                    text.push_str(&quoted::inside(self.key(name)?.expose()));
                }
            }
            if text.len() > RENDERED_BYTES_MAX {
                return Err(Failed::Refused("it is too large with its secrets"));
            }
        }
        Ok(text)
    }

    fn key(&self, name: &str) -> Result<Secret, Failed> {
        (self.0.keys)(name).ok_or(Failed::Refused("a secret of it is not set"))
    }
}

/// As values of addresses are.
fn encoded(secret: &str) -> String {
    form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>().replace('+', "%20")
}
