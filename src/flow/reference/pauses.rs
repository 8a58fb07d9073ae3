//! `wait`, `typing`, `seen`, `react`, `later`: when and how something is said.

use crate::flow::reference::concept::{Concept, flow};

/// Pauses and signs.
pub(super) const PAUSES: Concept = Concept {
    title: "wait, typing, seen, react",
    intro: "\
`wait` is a pause before the next bubble; the bot takes answers meanwhile. `typing` and `seen` stand bare. `react` reacts to the
visitor's message.",
    verbs: &["wait", "typing", "seen", "react"],
    examples: &[flow(
        "",
        "
riddle:
  when: riddle
  steps:
    - seen
    - react: love
    - say: What has keys and opens nothing?
    - wait: 3s
    - typing
    - say: A piano.
",
    )],
    ..Concept::EMPTY
};

/// Another day.
pub(super) const LATER: Concept = Concept {
    title: "later, at, cancel_later",
    intro: "\
Steps that run later. `unless` is worked out then. Beyond 24 hours after the visitor's last message Messenger wants a `message_tag`
or an `optin`.",
    verbs: &["later", "at", "cancel_later"],
    examples: &[flow(
        "",
        "
remind:
  when: remind me
  steps:
    - later: 20h
      id: reminder
      cancel_on: message
      steps: You wanted to be reminded.
    - say: I will.

forget_it:
  when: forget it
  steps:
    - cancel_later: reminder
    - say: I won't.
",
    )],
    ..Concept::EMPTY
};
