//! A text that cannot be printed: tokens and keys on their way from the environment to their use.

use secrecy::{ExposeSecret, SecretString};

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
}
