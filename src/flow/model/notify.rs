//! Webhooks, and what they are told.

use crate::flow::model::set::Given;
use crate::words::name::{Value, VarName, Vars};
use crate::words::turn::Piece;

/// A `notify` step.
#[derive(Clone, Debug)]
pub struct Notify {
    /// The webhook's name in `bot.yaml`.
    pub webhook: String,
    /// What it is told.
    pub with: Vec<(VarName, Given)>,
}

/// A webhook of `bot.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Webhook {
    /// Its address.
    pub url: Vec<Stretch>,
    /// Further headers.
    pub headers: Vec<(String, Vec<Stretch>)>,
}

/// A stretch of a text of a webhook: nothing that a visitor typed has a part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// As it stands.
    Literal(String),
    /// An environment variable, by its name.
    Env(String),
    /// A secret, by its name.
    Secret(String),
}

/// What is sent, secrets still by their names; none if a variable is not set.
#[must_use]
pub fn pieces(stretches: &[Stretch], env: &Vars) -> Option<Vec<Piece>> {
    let piece = |stretch: &Stretch| match stretch {
        Stretch::Literal(text) => Some(Piece::Text(text.clone())),
        Stretch::Env(name) => {
            env.get(name.as_str()).and_then(Value::as_str).map(|text| Piece::Text(text.to_owned()))
        }
        Stretch::Secret(name) => Some(Piece::Secret(name.clone())),
    };
    stretches.iter().map(piece).collect()
}
