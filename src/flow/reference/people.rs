//! `handover`, `tag`, `language`: people.

use crate::flow::reference::concept::{Concept, flow};

/// A person takes over.
pub(super) const HANDOVER: Concept = Concept {
    title: "handover, take_back",
    intro: "\
Gives the conversation to a person. The bot is silent until that person is done, `back_after` is over, or `take_back` runs.",
    verbs: &["handover", "take_back"],
    examples: &[flow(
        "",
        "
person:
  when: [a person, a human]
  steps:
    - say: I get somebody.
    - handover: page_inbox
      tell_agent: '{{ user.name or event.text }} asks for a person.'
      back_after: 12h

returned:
  when: {event: human_done}
  say: I am back.

asked_for:
  when: {event: handover}
  steps:
    - take_back
    - say: I stay with you.
",
    )],
    ..Concept::EMPTY
};

/// What is noted about the visitor.
pub(super) const VISITOR: Concept = Concept {
    title: "tag, untag, language",
    intro: "\
`tag` and `untag` note something about the visitor, seen in `user.tags`. `language` is the visitor's language from now on.",
    verbs: &["tag", "untag", "language"],
    examples: &[
        flow(
            "",
            "
subscribe:
  when: subscribe
  steps:
    - tag: [customer, newsletter]
    - untag: stranger
    - if: '\"customer\" in user.tags'
      say: Thank you!
",
        ),
        flow(
            "",
            "
english:
  when: english please
  steps:
    - language: en
    - say: With pleasure.
",
        ),
    ],
    ..Concept::EMPTY
};
