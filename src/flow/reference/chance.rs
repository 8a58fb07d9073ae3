//! `one_of` and `once`: not the same every time.

use crate::flow::once;
use crate::flow::reference::concept::{Concept, Table, flow, table};

/// What stands inside `once`.
pub(in crate::flow) const FIRST_TIME: Table = table("first_time", "Inside `once`", once::INSIDE);

/// `one_of`.
pub(super) const ONE_OF: Concept = Concept {
    title: "one_of",
    intro: "One of several steps, or lists of steps, by chance. Everywhere else a list means *in this order*.",
    verbs: &["one_of"],
    examples: &[flow(
        "",
        "
joke:
  when: joke
  steps:
    - one_of: [What's brown and sticky? A stick., I'm a bot. I don't joke.]
      no_repeat: yes
    - id: offer
      one_of: [Would you like a coffee?, Would you like a tea?]
      weights: [70, 30]
      sticky: yes
",
    )],
    ..Concept::EMPTY
};

/// `once`.
pub(super) const ONCE: Concept = Concept {
    title: "once",
    intro: "Steps that run only the first time that somebody comes by. It needs an `id`, which must stay the same.",
    verbs: &["once"],
    tables: &[FIRST_TIME],
    examples: &[flow(
        "",
        "
hello:
  when: hello
  steps:
    - id: introduction
      once:
        steps: Hello! I'm a bot, so please be patient.
        else: Hello again!
",
    )],
    ..Concept::EMPTY
};
