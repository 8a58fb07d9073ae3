//! `repeat` and `while`.

use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Form, flow};

/// Rounds.
pub(super) const REPEAT: Concept = Concept {
    title: "repeat, while",
    intro: "\
The same steps in several rounds: for each item of a list, so many times, or as long as something holds. A `while` needs a
question inside. Steps inside are reached only from inside.",
    verbs: &["repeat"],
    forms: &[("repeat", Form::Told(Shape::Expression, "`item in list`, or a number"))],
    examples: &[flow(
        "",
        "
cart:
  when: my cart
  steps:
    - set: cart = [\"tea\", \"cake\"]
    - repeat: item in cart
      steps: \"- {{ item }}\"
    - repeat: 2
      steps: Thank you!
    - set: more = true
    - while: more
      max: 10
      steps:
        - ask: Is there anything else?
          save: more
          type: yes_no
",
    )],
    ..Concept::EMPTY
};
