//! `env.X`: the environment variables that a bot may read, and no others.

use std::fmt;
use std::sync::Arc;

use crate::bot::Bot;
use crate::words::name::{Value, Vars};

/// An environment, handed down by whoever may look at the real one.
#[derive(Clone)]
pub struct Environment(Arc<Look>);

type Look = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Environment {
    /// An environment in which a variable has the value that `look` says.
    #[must_use]
    pub fn new(look: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }
}

/// An environment without variables.
impl Default for Environment {
    fn default() -> Self {
        Self::new(|_| None)
    }
}

/// Nothing of it: there may be secrets in it.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Bot {
    /// The bot with what `bot.yaml` lists of an environment.
    #[must_use]
    pub fn within(self, environment: Environment) -> Self {
        let look =
            |name: &String| Some((name.as_str().into(), Value::String((environment.0)(name)?)));
        let env: Vars = self.settings.env.iter().filter_map(look).collect();
        Self { env, environment, ..self }
    }
}
