//! `wait`, `typing`, `seen`, `react`, `later`: when and how something is said.

use crate::flow::reference::concept::{Concept, Form, Words, flow};

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

/// What takes a `later` away.
const CANCEL_ON: Words = Words {
    of: "`cancel_on`",
    list: &[("message", "a text, a tap or an attachment of the visitor's")],
    probe: flow("", "a:\n  when: hi\n  steps:\n    - {later: 1h, steps: Hi., cancel_on: WORD}\n"),
};

/// What lets it speak beyond 24 hours.
const MESSAGE_TAG: Words = Words {
    of: "`message_tag`",
    list: &[(
        "HUMAN_AGENT",
        "a person's answer, within 7 days; Messenger must have allowed it to the app",
    )],
    probe: flow("", "a:\n  when: hi\n  steps:\n    - {later: 1h, steps: Hi., message_tag: WORD}\n"),
};

/// Another day.
pub(super) const LATER: Concept = Concept {
    title: "later, at, cancel_later",
    intro: "\
Steps that run another time, with a copy of the run's variables: after so long (`later`), or `at` a time on the visitor's clock,
written as people do. A time alone is the next one, a day alone its beginning; days keep the time of day when summer time comes or
goes. What would be in the past does not happen. The same step run again takes the place of the old one. `unless` is worked out
then. An open question stays open; it is asked again only if the steps asked something. Beyond 24 hours after the visitor's last
message Messenger wants a `message_tag` or an `optin`; `after_24h` of `bot.yaml` says what happens without. `cancel_later` takes it
away: every one of that `id`, in this flow if it has one; `flow.id` is one of another flow.",
    verbs: &["later", "cancel_later"],
    forms: &[("cancel_on", Form::Word(&CANCEL_ON)), ("message_tag", Form::Word(&MESSAGE_TAG))],
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
    ), flow(
        "",
        "
visit:
  when: visit
  steps:
    - ask: When will you come?
      save: day
      type: datetime
      retry: A day and a time, please.
    - at: 2 hours before {{ day }}
      id: soon
      unless: chat.called_off
      steps:
        - say: See you soon!
        - set: chat.reminded = true
    - say: See you then.

called_off:
  when: call it off
  steps:
    - set: chat.called_off = true
    - say: Called off.
",
    )],
    ..Concept::EMPTY
};
