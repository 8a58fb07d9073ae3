//! Triggers: what starts a flow.

use crate::flow::reference::concept::{Concept, Form, Table, Words, flow, table};
use crate::flow::when;

/// Things that happen and are not messages.
const EVENTS: Words = Words {
    of: "`event`",
    list: &[
        ("get_started", "somebody tapped Get Started"),
        ("attachment", "a file of any kind came, and no trigger for its own kind"),
        ("image", "a picture came"),
        ("video", "a film came"),
        ("audio", "a voice message or another sound came"),
        ("file", "another file came"),
        ("sticker", "a sticker came"),
        ("location", "a place came"),
        ("reaction", "somebody reacted to a message; `emoji` says how"),
        ("unreaction", "somebody took a reaction back"),
        ("optin", "somebody opted in; `payload` says to what"),
        ("referral", "somebody came back through a link or an ad"),
        ("read", "somebody read what the bot said"),
        ("delivered", "what the bot said arrived"),
        ("edited", "somebody edited a message"),
        ("deleted", "somebody took a message back"),
        ("account_linked", "somebody linked their account"),
        ("account_unlinked", "somebody ended the linking of their account"),
        ("handover", "another app took over, or gave the conversation back"),
        ("human_done", "a person has finished"),
        ("comment", "somebody commented below a post; steps answer privately"),
        ("post", "somebody wrote on the Page; steps answer privately"),
        ("feedback", "somebody answered a feedback form"),
        ("order", "somebody bought something in Messenger"),
        ("unknown_button", "a tap on a button that leads nowhere any more"),
        ("question_expired", "a question waited too long"),
        ("bot_updated", "an edit took away the place where somebody stood"),
        ("unsupported", "something came that Messenger does not tell bots"),
        ("app.NAME", "another system told the bot something; its values are variables"),
    ],
    probe: flow("", "a:\n  when: {event: WORD}\n  say: Hi\n"),
};

/// The keys of a trigger.
pub(in crate::flow) const KEYS: Table = table("trigger", "A trigger", when::TRIGGER);

/// A trigger.
pub(super) const TRIGGER: Concept = Concept {
    title: "Triggers",
    intro: "\
`when` takes a trigger or a list of triggers; any one of the list starts the flow. A bare text stands for its words:
together, in this order, as whole words, anywhere in the message. Capital letters, accents and punctuation make no
difference. `any message` is what nobody else took: the fallback.

The most exact trigger wins: the whole message, then the trigger that matches more letters, then `like`, `intent`, and in
the end `any message`. A tap goes where its button said. While a question is open, its answers come first.",
    tables: &[KEYS],
    forms: &[("event", Form::Words(&EVENTS))],
    words: &[&EVENTS],
    examples: &[
        flow(
            "Words, and the fallback:",
            "
hours:
  when: [opening hours, are you open]
  say: We are open from 9 to 5.

fallback:
  when: any message
  say: Sorry, I did not get that.
",
        ),
        flow(
            "The whole message and nothing else:",
            "
stop:
  when: {exact: [stop, unsubscribe]}
  say: You won't hear from me again.
",
        ),
        flow(
            "The beginning of a message; all of some words; any of them:",
            "
order:
  when: {starts: order}
  say: What would you like?

cancel_order:
  when: {all: [cancel, order]}
  say: I cancelled your order.

thanks:
  when: {any: [thanks, thank you]}
  say: You're welcome!
",
        ),
        flow(
            "The same words with typos; `typos` says how many letters may be wrong:",
            "
hours:
  when:
    - {like: opening hours}
    - {like: timetable, typos: 1}
  say: We are open from 9 to 5.
",
        ),
        flow(
            "A regular expression; its named groups are variables:",
            "
order_status:
  when: {regex: 'order #?(?<id>\\d+)', numbers: [id]}
  say: \"Order {{ id }} is on its way.\"
",
        ),
        flow(
            "A payload of a button; what stands at `<item>` is a variable:",
            "
add:
  when: {payload: 'ADD/<item>'}
  say: \"{{ item }}, with pleasure.\"

offer:
  when: offer
  say: Today there is pizza.
  buttons:
    - {label: Take it, payload: ADD/pizza}
",
        ),
        flow(
            "A link or an ad that brought somebody here; `type` and `source` narrow it:",
            "
campaign:
  when:
    - {referral: 'spring-<shop>'}
    - {referral: 'ad-<shop>', source: ADS, type: OPEN_THREAD}
  say: \"Welcome to our shop in {{ shop }}!\"
",
        ),
        flow(
            "Something that happens:",
            "
start:
  when: {event: get_started}
  say: Welcome!
",
        ),
        flow(
            "A reaction, told more exactly:",
            "
loved:
  when: {event: reaction, emoji: ❤}
  say: I love you too.
",
        ),
        flow(
            "Messenger's own language understanding; `min` is how sure it must be:",
            "
booking:
  when: {intent: book_table, min: 0.7, entities: {day: datetime}}
  say: For when may I book a table?
",
        ),
        flow(
            "A condition for one trigger:",
            "
night:
  when:
    - {exact: hello, if: chat.misses > 0}
  say: Hello again!
",
        ),
    ],
    ..Concept::EMPTY
};
