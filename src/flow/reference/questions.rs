//! `ask`: questions, what counts as an answer, and choices.

use crate::flow::ask;
use crate::flow::choices;
use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Form, Table, Words, flow, table};

/// A choice in a list.
pub(in crate::flow) const CHOICE: Table =
    Table { name: "choice", of: "A choice in a list", keys: choices::CHOICE, needs: &["label"] };

/// Choices made of a list's items.
pub(in crate::flow) const EACH: Table = Table {
    name: "drawn",
    of: "Choices for each item of a list",
    keys: choices::drawn::EACH,
    needs: &["from"],
};

/// What is said about each kind of wrong answer.
pub(in crate::flow) const REASONS: Table =
    table("reasons", "`retry` by what is wrong", ask::retry::REASONS);

/// What counts as an answer.
const TYPES: Words = Words {
    of: "`type`",
    list: &[
        ("text", "anything that is written; if nothing is said"),
        ("yes_no", "yes or no, in many words; saves true or false"),
        ("integer", "a whole number, in digits or in words"),
        ("number", "a number"),
        ("money", "an amount, perhaps with its currency"),
        ("email", "an e-mail address"),
        ("phone", "a telephone number"),
        ("url", "a web address"),
        ("date", "a day, as people write it: tomorrow, next friday, 24/12"),
        ("time", "a time of day"),
        ("datetime", "a day with a time"),
        ("duration", "a length of time"),
        ("location", "a place that is sent"),
        ("image", "a picture that is sent"),
        ("file", "a file that is sent"),
        ("choice", "one of `choices`, beside other types"),
        ("list", "several answers, until the visitor says that is all"),
    ],
    probe: flow(
        "",
        "a:\n  when: hi\n  steps:\n    - ask: Well?\n      save: it\n      type: WORD\n      choices: [A, B]\n      retry: Sorry?\n",
    ),
};

/// A question.
pub(super) const ASK: Concept = Concept {
    title: "ask",
    intro: "\
Asks, and waits for the answer. The question takes every form that `say` takes. After a wrong answer the bot says `retry` and
waits again; after `tries` wrong answers it gives up. Other flows may come in between; then the question is asked again.",
    verbs: &["ask"],
    forms: &[("type", Form::Words(&TYPES))],
    examples: &[
        flow(
            "",
            "
order:
  when: order
  steps:
    - ask: How many would you like?
      save: count
      type: integer
      retry: Please send me a number, such as 2.
      tries: 3
      give_up: person
      expires: 1h
    - say: \"{{ count }}, with pleasure.\"
",
        ),
        flow(
            "What the answer must look like, and what must hold of it:",
            "
voucher:
  when: voucher
  steps:
    - ask: What is its code?
      save: code
      regex: '[A-Z]{3}-\\d{4}'
      retry: It looks like ABC-1234.
    - ask: And how much is left on it?
      save: left
      type: integer
      must: value <= 100
      retry: A voucher has at most 100 €.
    - say: \"{{ code }}: {{ left }} €\"
",
        ),
        flow(
            "A question that need not be answered, and one that may be answered already:",
            "
address:
  when: deliver
  steps:
    - ask: Where do you live?
      save: user.address
      if_known: skip
      confirm: \"{{ value }}, is that right?\"
    - ask: Anything we should know?
      save: remark
      skip_words: [no, nothing]
      detours: no
      cancel: no
    - say: \"{{ user.address }} it is.\"
",
        ),
        flow(
            "Somebody who falls silent:",
            "
survey:
  when: survey
  steps:
    - ask: How was it?
      save: opinion
      nudge: {15m: Are you still there?}
      expires: 2h
      default: no answer
    - say: Thank you!
",
        ),
    ],
    ..Concept::EMPTY
};

/// What is said after a wrong answer.
pub(super) const WRONG: Concept = Concept {
    title: "Wrong answers",
    intro: "\
`retry` is a text, several for the first, the second … wrong answer, or a map from what is wrong to either.",
    tables: &[REASONS],
    examples: &[flow(
        "",
        "
table:
  when: book a table
  steps:
    - ask: For how many?
      save: seats
      type: integer
      min: 1
      max: 8
      retry: {max: We have no table for more than 8., else: How many people will come?}
    - say: \"A table for {{ seats }}.\"
",
    )],
    ..Concept::EMPTY
};

/// Types of answers.
pub(super) const ANSWERS: Concept = Concept {
    title: "Types of answers",
    intro: "\
`type` says what counts as an answer. What the visitor wrote is understood and saved as a value of that type.",
    words: &[&TYPES],
    examples: &[
        flow(
            "",
            "
signup:
  when: sign up
  steps:
    - ask: What is your e-mail address?
      save: email
      type: email
      retry: It should look like ada@example.com.
    - ask: Shall we write to you?
      save: wanted
      type: yes_no
    - if: wanted
      say: \"We write to {{ email }}.\"
",
        ),
        flow(
            "Any of several types:",
            "
where:
  when: where to
  steps:
    - ask: Where are you?
      save: place
      type: [location, choice]
      choices: [Paris, Lyon]
      retry: Send me your location, or choose a city.
    - say: Thank you!
",
        ),
    ],
    ..Concept::EMPTY
};

/// Choices.
pub(super) const CHOICES: Concept = Concept {
    title: "Choices",
    intro: "\
What can be chosen: a list; a map from label to other words for it; or a list of maps. Choices are shown as quick replies.
They are taken by tap, by label and by synonym. Without `value` the label is saved.",
    tables: &[CHOICE, EACH],
    forms: &[("goto", Form::Told(Shape::Destination, "a flow, a step, or `end`, `back`, `restart`"))],
    examples: &[
        flow(
            "",
            "
pizza:
  when: pizza
  steps:
    - ask: Which one?
      save: pizza
      choices: {Margherita: [plain, cheese], Funghi: [mushrooms]}
      retry: We have Margherita and Funghi.
    - ask: How big?
      save: size
      choices:
        - {label: Small, value: S, synonyms: [little]}
        - {label: Large, value: L}
        - {label: Tell me more, goto: hours}
    - say: \"{{ pizza }}, {{ size }}.\"
",
        ),
        flow(
            "A choice for each item of a list:",
            "
book:
  when: book
  steps:
    - set: days = [\"Monday\", \"Friday\"]
    - ask: When?
      save: day
      choices: {from: days}
    - say: \"On {{ day }}.\"
",
        ),
    ],
    ..Concept::EMPTY
};
