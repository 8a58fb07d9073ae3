//! `if` and `switch`: what runs only sometimes.

use crate::flow::branch;
use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Form, Table, flow};

/// One item of `elif`.
pub(in crate::flow) const ELIF: Table =
    Table { name: "elif", of: "One item of `elif`", keys: branch::ELIF, needs: &["if"] };

/// `if`.
pub(super) const IF: Concept = Concept {
    title: "if",
    intro: "\
Every step may have an `if`, and runs only if it holds. With `then` it is a step of its own. After `if` stands a bare expression,
without `{{ }}`: `and`, `or`, `not`, `==`, `<`, `in`.",
    verbs: &["if"],
    tables: &[ELIF],
    examples: &[flow(
        "",
        "
price:
  when: {regex: 'price of (?<count>\\d+)', numbers: [count]}
  steps:
    - if: count > 100
      say: That is a lot!
    - if: count >= 20
      then:
        - say: Please call us for so many.
      elif:
        - if: count >= 10
          then: I give you ten percent off.
      else:
        - say: \"{{ count * 3 }} €\"
",
    )],
    ..Concept::EMPTY
};

/// `switch`.
pub(super) const SWITCH: Concept = Concept {
    title: "switch",
    intro: "Compares one value with several; the first that is equal runs.",
    verbs: &["switch"],
    forms: &[("switch", Form::Told(Shape::Expression, "an expression"))],
    examples: &[flow(
        "",
        "
size:
  when: {regex: '^(?<size>small|large)$'}
  steps:
    - switch: size
      cases:
        small: That is 7 €.
        large: [That is 9 €., And worth it.]
      else: We have small and large.
",
    )],
    ..Concept::EMPTY
};
