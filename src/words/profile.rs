//! What stands on a Page itself, before anybody has written: Get Started, the greeting, the menu, ice
//! breakers, commands, and the sites that its buttons may open inside Messenger.

use crate::words::name::Locale;

/// Versions of something for people of some languages; no language stands for everybody else.
pub type Versions<T> = Vec<(Option<Locale>, T)>;

/// What a bot wants to stand on its Page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The payload of the Get Started button.
    pub get_started: Option<String>,
    /// What people read before they begin; `{{user_first_name}}` is Messenger's own.
    pub greeting: Versions<String>,
    /// Questions to begin with.
    pub ice_breakers: Versions<Vec<IceBreaker>>,
    /// The persistent menu.
    pub menu: Versions<Vec<MenuItem>>,
    /// Commands behind a slash.
    pub commands: Versions<Vec<Command>>,
    /// Sites whose pages buttons may open with Messenger's extensions: `https://shop.example.com`.
    pub domains: Vec<String>,
}

/// A question to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceBreaker {
    /// What people read and ask by a tap.
    pub question: String,
    /// What comes back.
    pub payload: String,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// What people read.
    pub title: String,
    /// What it does.
    pub does: MenuTap,
}

/// What a line of the menu does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuTap {
    /// A payload comes back.
    Payload(String),
    /// A page opens.
    Link(String),
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What people type behind the slash.
    pub name: String,
    /// What stands beside it.
    pub label: String,
}
