//! Variables that always exist, filters, functions and tests.

use crate::flow::reference::concept::{Concept, Example, Words, flow};

const VARIABLES: Words = Words {
    of: "Variable",
    list: &[
        ("user.first_name", "the visitor's first name, empty if Messenger does not tell"),
        ("user.last_name", "the last name"),
        ("user.name", "both"),
        ("user.locale", "the language, such as `fr_FR`"),
        (
            "user.timezone",
            "hours from UTC, as Messenger tells; or a name that a flow has set, such as `Europe/Paris`",
        ),
        ("user.gender", "empty where Messenger does not tell"),
        ("user.picture", "the address of the picture"),
        ("user.tags", "the visitor's tags"),
        ("user.first_seen", "when the visitor first wrote"),
        ("user.last_seen", "when the visitor last wrote"),
        ("chat.channel", "where the visitor is: `messenger` or `instagram`"),
        ("chat.misses", "how many messages in a row nobody took, 1 at the first"),
        ("chat.window_open", "whether the visitor wrote within 24 hours"),
        ("event.text", "the message as typed"),
        ("event.payload", "the payload of a tap"),
        ("event.attachments", "what was sent along"),
        ("event.nlp", "what Messenger understood"),
        ("event.referral", "what brought the visitor here"),
        ("event.optin", "what the visitor opted in to"),
        ("event.comment", "the comment below a post"),
        ("event.time", "when it happened"),
        ("event.kind", "what happened"),
        ("event.emoji", "the reaction"),
        ("event.raw", "all that Messenger told"),
        ("flow.name", "the flow that runs"),
        ("flow.previous", "the one before it"),
        ("flow.step", "the step that runs"),
        ("error.text", "what went wrong, in a flow of `on_error`"),
        ("error.place", "where"),
        ("bot.name", "the name of `bot.yaml`"),
        ("bot.link", "the bot's m.me link"),
        ("persona.name", "who speaks"),
        ("now", "this moment, in the visitor's time zone"),
        ("today", "this day"),
        ("env.SHOP_URL", "an environment variable that `bot.yaml` lists in `env`"),
        ("data.menu", "a table of `data/`"),
    ],
    probe: Example {
        about: "",
        bot: "env: [SHOP_URL]\npersonas: {ana: {name: Ana}}\n",
        flow: "a:\n  when: hi\n  say: \"{{ WORD }}\"\n",
    },
};

const FILTERS: Words = Words {
    of: "Filter",
    list: &[
        ("name | default(value=\"you\")", "another value where there is none"),
        ("name | upper", "capital letters"),
        ("name | lower", "small letters"),
        ("name | capitalize", "a capital letter at the beginning"),
        ("name | title", "a capital letter at the beginning of every word"),
        ("name | trim", "without blanks around it; also `trim_start`, `trim_end`"),
        ("name | truncate(length=20)", "at most so many letters"),
        ("name | replace(from=\"a\", to=\"b\")", "another text in the place of one"),
        ("name | split(pat=\",\")", "a list of its parts"),
        ("name | wordcount", "how many words"),
        ("name | length", "how many letters; of a list how many items"),
        ("name | urlencode", "as part of a web address"),
        ("name | indent", "every line further in"),
        ("name | fold", "as triggers compare it: small letters, without accents"),
        ("number | round", "a whole number; `precision=2` keeps two digits"),
        ("number | abs", "without its sign"),
        ("number | int", "as a whole number"),
        ("number | float", "as a number"),
        ("number | str", "as a text"),
        ("number | pluralize", "`s`, if it is not one"),
        ("number | money(currency=\"EUR\")", "an amount as people write it"),
        ("name | phone", "a telephone number as people write it"),
        ("now | date(format=\"%d.%m.%Y\")", "a day or a time as people write it"),
        ("now | plus(days=2)", "so much later; also `hours`"),
        ("list | join(sep=\", \")", "the items in one text"),
        ("list | join_and", "the items as `a, b and c`"),
        ("list | first", "the first item"),
        ("list | last", "the last item"),
        ("list | nth(n=2)", "the item at a place, from 0"),
        ("list | sort", "in order"),
        ("list | unique", "each item once"),
        ("list | reverse", "from the end"),
        ("list | group_by(attribute=\"kind\")", "maps, by what they have in common"),
        ("map | get(key=\"size\")", "the value of a key"),
        ("map | keys", "the keys; also `values` and `pairs`"),
        ("list | json_encode", "as JSON"),
    ],
    probe: SET,
};

const FUNCTIONS: Words = Words {
    of: "Function",
    list: &[
        ("plural(n=number, one=\"day\", other=\"days\")", "the word for a number"),
        ("range(end=5)", "0, 1, 2, 3, 4"),
        ("open_now()", "whether it is open by `hours`; `at` names one of `calendars`"),
        ("opens_at()", "when it opens next, on the clock of the place; empty if it never does"),
        ("pick(from=list)", "an item by chance"),
        ("tr(text=\"Hello\")", "a sentence in the visitor's language"),
        ("distance(from=map, lat=48.1, lon=11.5)", "kilometres between two places"),
    ],
    probe: SET,
};

const TESTS: Words = Words {
    of: "Test",
    list: &[
        ("name is defined", "it has a value; also `undefined`, `none`"),
        (
            "number is number",
            "its type; also `integer`, `float`, `string`, `bool`, `array`, `map`, `iterable`",
        ),
        ("number is odd", "also `even`"),
        ("number is divisible_by(divisor=3)", "without rest"),
        ("name is starting_with(pat=\"A\")", "its beginning; also `ending_with`"),
        ("list is containing(pat=\"a\")", "what is in it"),
    ],
    probe: SET,
};

/// A bot with a text, a number, a list and a map.
const SET: Example = Example {
    about: "",
    bot: "hours: {mon-fri: 9:00-17:00}\n",
    flow: "\
a:
  when: hi
  steps:
    - set: [name = \"Ada\", number = 3, 'list = [\"a\"]', 'map = {\"size\": \"L\"}']
    - if: chat.never
      say: \"{{ name }} {{ number }} {{ list | join }} {{ map | keys | join }}\"
    - set: user.never = 1
    - set: chat.never = 1
    - set: result = WORD
    - say: \"{{ result }}\"
",
};

/// Variables.
pub(super) const NAMES: Concept = Concept {
    title: "Names",
    intro: "\
A plain name lives for this run of the flow: what triggers capture, answers, loop items. `chat.NAME` lives for this conversation,
`user.NAME` for this person, for ever. Reading a variable that nothing sets is a mistake that `check` finds; `or` names another value.

These always exist:",
    words: &[&VARIABLES],
    examples: &[flow(
        "",
        "
hello:
  when: {regex: '^i am (?<name>[a-z]+)'}
  steps:
    - set: user.nickname = name | title
    - set: chat.greetings = (chat.greetings or 0) + 1
    - say: \"Hello {{ user.nickname }}!\"
    - if: chat.greetings > 3
      say: You said so {{ chat.greetings }} times.

who:
  when: who am i
  say: \"{{ user.nickname or user.first_name or 'somebody' }}\"
",
    )],
    ..Concept::EMPTY
};

/// What Tera brings along, and what saywhen adds.
pub(super) const LIBRARY: Concept = Concept {
    title: "Filters, functions and tests",
    intro: "\
Texts and expressions are [Tera](https://keats.github.io/tera/). There is no function that reads files, the environment or the
network. What a visitor wrote is only ever a value, and nothing is escaped.

Times are the visitor's own: as a flow has set `user.timezone`, else as Messenger tells, else by `timezone` of `bot.yaml`. `date` shows
a moment on the clock that it is told by (`now` on the visitor's, `opens_at()` on that of the place; `…Z` tells none, and is shown on
the visitor's). With `plus`, days keep the time of day and hours are counted, whether or not summer time comes or goes. Hours of
`bot.yaml` are told by its `timezone`; a day by itself counts more than a range, and an end that is not after the beginning lies in
the next day.",
    words: &[&FILTERS, &FUNCTIONS, &TESTS],
    examples: &[Example {
        about: "",
        bot: "
timezone: Europe/Paris
hours: {mon-fri: [9:00-12:00, 14:00-18:00], sat: 10:00-14:00, closed: [12-25, 2027-01-01]}
calendars: {bar: {fri-sat: 18:00-2:00}}
",
        flow: "
opening:
  when: open
  if: open_now()
  say: We are open. So come in!

closed:
  when: open
  steps:
    - say: \"We open on {{ opens_at() | date(format='%A at %H:%M') }}.\"
    - if: open_now(at=\"bar\")
      say: But our bar is open.
",
    }, flow(
        "",
        "
bill:
  when: bill
  steps:
    - set: items = [\"tea\", \"cake\"]
    - say: \"{{ items | join_and }}: {{ items | length }} {{ plural(n=items | length, one='thing', other='things') }}\"
",
    )],
    ..Concept::EMPTY
};
