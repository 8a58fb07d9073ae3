//! `http`, `notify`: other systems.

use crate::flow::http;
use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Example, Form, flow, table};

/// Calls of other servers.
pub(super) const HTTP: Concept = Concept {
    title: "http",
    intro: "\
Asks another server. `save` gets what it answers, and fields of JSON are behind its dots. The host stands in `http.allow` of `bot.yaml` and
is written out, or is an `env` variable; values in the path and the query are encoded. Other messages of the visitor wait for the answer, 20 s
at most. `secret.X` may stand in the address and in values of `headers`, `query`, `form`, `body` and `json`, also within a longer text, by
itself in its braces; `bot.yaml` lists it. Its value is put in where the call is made; conversations, the store and tests only have its name.",
    verbs: &["http"],
    tables: &[table("http", "A call", http::KEYS)],
    forms: &[
        ("headers", Form::Each(Shape::Text)),
        ("query", Form::Each(Shape::Text)),
        ("form", Form::Each(Shape::Text)),
        ("errors", Form::Told(Shape::Cases, "a map like {404: …, 5xx: …, timeout: …, any: …}")),
    ],
    examples: &[
        Example {
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
        },
        Example {
            about: "A server that wants its key in the JSON:",
            bot: "\nhttp: {allow: [shop.example.com]}\nsecrets: [SHOP_KEY]\n",
            flow: "
order:
  when: {regex: 'order (?<item>[a-z]+)'}
  steps:
    - http: POST https://shop.example.com/orders
      json: {item: \"{{ item }}\", count: 1, auth: {token: \"Bearer {{ secret.SHOP_KEY }}\"}}
      save: order
      errors: {any: [{say: The shop is closed.}, end]}
    - say: \"Your order has the number {{ order.id }}.\"
",
        },
    ],
    ..Concept::EMPTY
};

/// What others are told.
pub(super) const NOTES: Concept = Concept {
    title: "notify, track, log",
    intro: "\
`notify` tells another system: a webhook of `bot.yaml` gets `with:` as JSON by POST. No reply waits for it. One that does not answer with 2xx
is told five times, with longer and longer pauses; each time the header `Idempotency-Key` is the same, so that the other side can leave out
copies. What one conversation tells a webhook arrives in order. `track` counts an event. `log` writes a line into the conversation's log;
the log of the process shows the line as you wrote it, without what the variables hold.",
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
