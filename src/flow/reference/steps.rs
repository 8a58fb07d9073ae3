//! What all steps share.

use crate::flow::every;
use crate::flow::reference::concept::{Concept, Example, table};

/// Keys of every step.
pub(super) const EVERY: Concept = Concept {
    title: "",
    intro: "\
A step is one verb with its keys. Beside them every step may have these:",
    tables: &[table("every", "Every step", every::KEYS)],
    examples: &[
        Example {
            about: "",
            bot: "",
            flow: "
order:
  when: order
  steps:
    - id: question
      ask: What would you like?
      save: item
      note: We have no drinks.
    - if: item == \"nothing\"
      then: end
    - say: \"{{ item }}, with pleasure.\"
      on_error: sorry
",
        },
        Example {
            about: "Somebody else speaks:",
            bot: "\npersonas: {ana: {name: Ana}}\n",
            flow: "
advice:
  when: advice
  steps:
    - say: I ask Ana.
    - say: Hello! What can I do for you?
      persona: ana
",
        },
    ],
    ..Concept::EMPTY
};
