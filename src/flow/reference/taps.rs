//! Buttons and quick replies.

use crate::flow::buttons;
use crate::flow::reference::concept::{Concept, Form, Table, Words, flow, table};

/// How much of the screen a page takes.
const HEIGHT: Words = Words {
    of: "`height`",
    list: &[("compact", "half of the screen"), ("tall", "most of it"), ("full", "all of it")],
    probe: flow(
        "",
        "a:\n  when: hi\n  say: Hi\n  buttons: [{label: B, link: 'https://x.example.com', height: WORD}]\n",
    ),
};

/// What a quick reply can ask for.
const ASK_FOR: Words = Words {
    of: "`ask_for`",
    list: &[("phone", "the visitor's own number"), ("email", "the visitor's own address")],
    probe: flow("", "a:\n  when: hi\n  say: Hi\n  replies: [{ask_for: WORD}]\n"),
};

/// A button in a list.
pub(in crate::flow) const BUTTON: Table = table("button", "A button in a list", buttons::BUTTON);

/// A quick reply in a list.
pub(in crate::flow) const REPLY: Table = table("reply", "A quick reply in a list", buttons::REPLY);

/// What people can tap.
pub(super) const TAPS: Concept = Concept {
    title: "Buttons and quick replies",
    intro: "\
`buttons` stay under their message, at most three. `replies` are quick replies, at most thirteen; they are gone once somebody
answers. Both are a map from label to destination, or a list of maps for everything beyond that. `replies` can also be the name
of a list in `bot.yaml`. Messenger cuts labels of more than 20 letters. Typing a label that is on the screen counts as a tap.",
    tables: &[BUTTON, REPLY],
    forms: &[("height", Form::Word(&HEIGHT)), ("ask_for", Form::Word(&ASK_FOR))],
    words: &[&HEIGHT],
    examples: &[
        flow(
            "",
            "
start:
  when: {exact: menu}
  say: What would you like to know?
  buttons:
    Opening hours: hours
    Our page: https://shop.example.com
    Call us: tel:+33123456789
",
        ),
        flow(
            "A tap that sets a variable, and a button that is not always there:",
            "
size:
  when: pizza
  say: How big?
  replies:
    - {label: Small, goto: bake, set: {size: small}}
    - {label: Large, goto: bake, set: {size: large}}
    - {label: As always, goto: bake, set: {size: \"{{ user.size }}\"}, if: user.size}

bake:
  steps:
    - set: user.size = size
    - say: \"One {{ size }} pizza!\"
",
        ),
        flow(
            "The visitor's own address, with one tap:",
            "
newsletter:
  when: newsletter
  steps:
    - ask: Where may we write to?
      save: email
      type: email
      retry: It should look like ada@example.com.
      replies: [{ask_for: email}]
    - say: Thank you!
",
        ),
        flow(
            "A button for each item of a list:",
            "
sizes:
  when: sizes
  steps:
    - set: list = [\"S\", \"M\", \"L\"]
    - say: Which one?
      replies:
        - {for: size in list, label: \"{{ size }}\", goto: take, set: {chosen: \"{{ size }}\"}}

take:
  say: \"{{ chosen }}, then.\"
",
        ),
        flow(
            "Linking an account:",
            "
account:
  when: my account
  say: Please log in.
  buttons:
    - {login: https://shop.example.com/login}
    - {logout: yes}
",
        ),
    ],
    ..Concept::EMPTY
};
