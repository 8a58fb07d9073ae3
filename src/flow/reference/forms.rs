//! What stands after keys: texts, names, lengths of time, destinations, expressions.

use crate::flow::reference::concept::{Concept, Example, flow};

/// What stands after keys.
pub(super) const VALUES: Concept = Concept {
    title: "What stands after a key",
    intro: "\
- **A text** stays exactly as typed: `yes`, `0123` and `1.10` are texts. `{{ }}` inside it stands for a value.
  Quotes are needed where a text begins with a sign such as `{` or `[`, or holds `: `.
- **A name** is small letters, digits and `_`. A variable may begin with `user.` or `chat.`.
- **Yes or no** is `yes`, `no`, `true` or `false`.
- **A duration** is `30s`, `15m`, `2h`, `1d`, or several of them: `1h 30m`.
- **A destination** is `flow`, `flow.step`, `.step` in the same flow, or `end`, `back`, `restart`; on buttons also a link:
  `https:`, `tel:`, `mailto:`. A step is called by its `id`, a question also by the variable that it saves.
- **A condition** is a bare expression, without `{{ }}`: `count > 3 and not sure`.
- **Steps** are a list, or one step. A bare text is a `say`.",
    examples: &[
        flow(
            "",
            "
table:
  when: table
  steps:
    - ask: For how many?
      save: seats
      type: integer
      retry: How many people will come?
      expires: 1h 30m
    - id: sure
      ask: \"{{ seats }} people, right?\"
      save: right
      type: yes_no
    - if: not right
      goto: .seats
    - Until then!

big:
  when: a big table
  say: How many people will come?
  replies: {Up to eight: table, More: hours, Never mind: end}
",
        ),
        Example {
            about: "Any text may stand there in several languages:",
            bot: "\nlocales: [en, fr]\n",
            flow: "
hello:
  when: hello
  say: {en: Hello!, fr: Bonjour !}
",
        },
    ],
    ..Concept::EMPTY
};
