//! `http`, `notify`: other systems.

use crate::flow::reference::concept::{Concept, Example, flow};

/// Calls of other servers.
pub(super) const HTTP: Concept = Concept {
    title: "http",
    intro: "\
Asks another server. `save` gets what it answers. The host is always written out; values in the path and the query are encoded.",
    verbs: &["http"],
    examples: &[Example {
        about: "",
        bot: "\nhttp: {allow: [shop.example.com], timeout: 5s}\n",
        flow: "
stock:
  when: {regex: 'is (?<item>[a-z]+) there'}
  steps:
    - http: GET https://shop.example.com/stock
      query: {item: \"{{ item }}\"}
      save: stock
      errors: {any: I cannot see that now.}
    - say: \"We have {{ stock.count }}.\"
",
    }],
    ..Concept::EMPTY
};

/// What others are told.
pub(super) const NOTES: Concept = Concept {
    title: "notify, track, log",
    intro: "\
`notify` tells another system: a webhook of `bot.yaml`. `track` counts an event. `log` writes a line into the conversation's log.",
    verbs: &["notify", "track", "log"],
    examples: &[
        flow(
            "",
            "
ordered:
  when: done
  steps:
    - track: order
      with: {size: L}
    - log: \"{{ user.first_name }} has ordered\"
    - say: Thank you!
",
        ),
        Example {
            about: "",
            bot: "\nsecrets: [SALES_WEBHOOK]\nnotify: {sales: {url: \"{{ secret.SALES_WEBHOOK }}\"}}\n",
            flow: "
call_me:
  when: call me
  steps:
    - notify: sales
      with: {name: \"{{ user.first_name }}\"}
    - say: We call you.
",
        },
    ],
    ..Concept::EMPTY
};
