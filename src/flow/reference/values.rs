//! `set` and `forget`: values that are kept.

use crate::flow::reference::concept::{Concept, flow};

/// Assignments.
pub(super) const SET: Concept = Concept {
    title: "set, forget",
    intro: "\
`set` keeps a value: `name = expression`, `name += expression` to add to a number, a text or a list, or a map of texts. `forget`
takes variables away.",
    verbs: &["set", "forget"],
    examples: &[flow(
        "",
        "
count:
  when: count
  steps:
    - set: user.visits = (user.visits or 0) + 1
    - set:
        - price = 3
        - total = price * 2
    - set: {city: Paris, greeting: \"Hello {{ user.first_name }}\"}
    - say: \"{{ greeting }}! {{ city }}: {{ total }} €\"
    - forget: [city, user.visits]
",
    )],
    ..Concept::EMPTY
};
