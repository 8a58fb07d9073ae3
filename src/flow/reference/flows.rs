//! Flows.

use crate::flow::files;
use crate::flow::often;
use crate::flow::reference::concept::{Concept, Form, Table, Words, flow};

/// How a tie is settled.
const PRIORITY: Words = Words {
    of: "`priority`",
    list: &[("high", "before other flows"), ("low", "after other flows")],
    probe: flow("", "a:\n  when: hi\n  priority: WORD\n  say: Hi\n"),
};

/// How often a flow runs.
pub(in crate::flow) const OFTEN: Table =
    Table { name: "often", of: "`once` of a flow", keys: often::KEYS, needs: &["per"] };

/// In what a flow runs only once.
const PER: Words = Words {
    of: "`per`",
    list: &[
        ("user", "once for each person"),
        ("day", "once a day for each person"),
        ("conversation", "once in each conversation"),
    ],
    probe: flow("", "a:\n  when: hi\n  once: {per: WORD}\n  say: Hi\n"),
};

/// A flow with a list of steps.
pub(in crate::flow) const TABLE: Table =
    Table { name: "flow", of: "A flow", keys: files::FLOW, needs: &["steps"] };

/// A flow.
pub(super) const FLOW: Concept = Concept {
    title: "Flows",
    intro: "\
A flow has a name, and says what starts it and what the bot does then. Names are small letters, digits and `_`. Any
number of flows stand in a file, and any number of files in `flows/`; the order of flows and files never matters.

A flow with several steps lists them under `steps`. A flow with a single step may have the keys of that step itself: the
short form. There `if`, `expires`, `note` and `on_error` belong to the flow.",
    tables: &[TABLE, OFTEN],
    forms: &[("priority", Form::Word(&PRIORITY)), ("per", Form::Word(&PER))],
    examples: &[
        flow(
            "The short form:",
            "
hello:
  when: [hello, good morning]
  say: Hello! What can I do for you?
",
        ),
        flow(
            "Several steps, and messages that `check` holds against the triggers:",
            "
order:
  when: [order, buy]
  examples: [I want to order a pizza]
  not_examples: [good evening]
  expires: 30m
  steps:
    - ask: What would you like?
      save: item
      choices: [Pizza, Salad]
    - say: \"{{ item }}, with pleasure.\"
",
        ),
        flow(
            "Help that is there in the middle of anything:",
            "
help:
  when: {exact: help}
  interrupts: yes
  say: I can take an order, or tell you when we are open.
",
        ),
        flow(
            "A topic: these words mean this only right after that flow:",
            "
opening:
  when: opening times
  say: We are open from 9 to 5.

opening_sunday:
  when: and on sundays
  after: opening
  say: On Sundays we are closed.
",
        ),
        flow(
            "Answers that are in the first message already are not asked for:",
            "
table:
  when: book a table
  prefill: yes
  steps:
    - ask: For how many?
      save: seats
      type: integer
      retry: How many people will come?
    - say: \"A table for {{ seats }}, then.\"
",
        ),
        flow(
            "Once for each person:",
            "
gift:
  when: surprise
  once: {per: user, else: hours}
  say: This coffee is on the house!
",
        ),
    ],
    ..Concept::EMPTY
};
