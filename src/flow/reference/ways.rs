//! `goto`, `call` and their like: how a conversation goes on elsewhere.

use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Form, flow};

/// Going somewhere else.
pub(super) const GOTO: Concept = Concept {
    title: "goto, end, back, restart",
    intro: "\
`goto` goes on elsewhere: the other flow takes the place of this one. It begins without this flow's plain variables, but for those
of `with`. `end` ends this flow; a question that it had interrupted is asked again. `back` asks the question before this one once
more. `restart` forgets the conversation and runs `start` of `bot.yaml`.",
    verbs: &["goto", "end", "back", "restart"],
    forms: &[
        ("goto", Form::Told(Shape::Destination, "a flow, a step, or `end`, `back`, `restart`")),
        ("end", Form::Bare(&["all"])),
    ],
    examples: &[flow(
        "",
        "
order:
  when: order
  steps:
    - ask: How many?
      save: count
      type: integer
      retry: How many?
    - if: count > 20
      goto: large
      with: {count: \"{{ count }}\"}
    - ask: Is that all?
      save: all
      type: yes_no
    - if: not all
      goto: .count
    - end

large:
  say: \"{{ count }}? Please call us.\"

again:
  when: {exact: [start again, back]}
  steps:
    - if: event.text == \"back\"
      then: back
    - restart
",
    )],
    ..Concept::EMPTY
};

/// Calling a flow.
pub(super) const CALL: Concept = Concept {
    title: "call, return",
    intro: "\
`call` runs another flow and goes on here when that one ends. The other flow says in `params` what it takes. `return` ends it,
perhaps with a value.",
    verbs: &["call", "return"],
    forms: &[("return", Form::Told(Shape::Expression, "nothing, or an expression"))],
    examples: &[flow(
        "",
        "
order:
  when: order
  steps:
    - call: ask_size
      with: {what: pizza}
      save: size
    - say: \"A {{ size }} pizza.\"

ask_size:
  params: [what]
  steps:
    - ask: \"How big shall the {{ what }} be?\"
      save: answer
      choices: [Small, Large]
    - return: answer
",
    )],
    ..Concept::EMPTY
};
