//! `bot.yaml`.

use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Example, Form, Table, Words, bot, table};
use crate::flow::{commands, declared, http, human, pages, personas, settings, webhook};

/// What happens to what cannot be sent because the visitor wrote too long ago.
const AFTER_24H: Words = Words {
    of: "`after_24h`",
    list: &[
        ("drop", "what a `later` would say is not said"),
        ("queue", "the `later` runs when the visitor writes again, before what they wrote"),
        ("error", "as `drop`, and the log says so as of a failed step"),
    ],
    probe: bot("", "after_24h: WORD\n"),
};

/// Where the bot answers.
const CHANNELS: Words = Words {
    of: "`channels`",
    list: &[("messenger", "Facebook Messenger"), ("instagram", "Instagram")],
    probe: bot("", "channels: WORD\n"),
};

const CANCEL: Table = table("cancel", "`cancel`", settings::CANCEL);
const LIMITS: Table = table("limits", "`limits`", settings::LIMITS);
const VARIABLE: Table = table("variable", "One of `variables`", declared::VARIABLE);

const HTTP: Table = table("http_settings", "`http`", http::settings::SETTINGS);
const COMMAND: Table = table("command", "One of `commands`", commands::KEYS);
const WEBHOOK: Table =
    Table { name: "webhook", of: "One of `notify`", keys: webhook::WEBHOOK, needs: &["url"] };
const HUMAN: Table = table("human", "`human`", human::KEYS);
const PERSONA: Table =
    Table { name: "persona", of: "One of `personas`", keys: personas::PERSONA, needs: &["name"] };

const PAGE: Table =
    Table { name: "page", of: "One of `pages`", keys: pages::PAGE, needs: &["token_env"] };

/// Types of variables.
const TYPES: Words = Words {
    of: "`type` of a variable",
    list: &[
        ("text", "a text, whatever it looks like"),
        ("number", "a number"),
        ("integer", "a whole number"),
        ("yes_no", "yes or no"),
    ],
    probe: bot("", "variables: {user.plan: {type: WORD}}\n"),
};

/// The keys of `bot.yaml`.
pub(in crate::flow) const KEYS: Table = table("bot", "`bot.yaml`", settings::KEYS);

/// All of `bot.yaml`.
pub(super) const SETTINGS: Concept = Concept {
    title: "",
    tables: &[KEYS, CANCEL, COMMAND, PERSONA, PAGE, VARIABLE, HTTP, WEBHOOK, HUMAN, LIMITS],
    forms: &[
        ("after_24h", Form::Word(&AFTER_24H)),
        ("channels", Form::Words(&CHANNELS)),
        ("cancel", Form::Keys(&CANCEL)),
        ("limits", Form::Keys(&LIMITS)),
        ("http", Form::Keys(&HTTP)),
        ("notify", Form::EachKeys(&WEBHOOK)),
        ("variables", Form::EachOrKeys(Shape::Expression, &VARIABLE)),
        ("type", Form::Word(&TYPES)),
        ("hours", Form::Each(Shape::Words)),
        ("calendars", Form::Told(Shape::Map, "a map like {opera: {mon-sun: 11:00-23:00}}")),
        ("commands", Form::EachOrKeys(Shape::Text, &COMMAND)),
        ("personas", Form::EachKeys(&PERSONA)),
        ("pages", Form::EachKeys(&PAGE)),
        ("human", Form::Keys(&HUMAN)),
        ("mute_on_echo", Form::OrNo(Shape::Duration)),
        (
            "ice_breakers",
            Form::Told(Shape::Buttons, "a map like {When are you open?: hours}, or a list"),
        ),
        ("replies", Form::Each(Shape::Replies)),
        ("synonyms", Form::Each(Shape::Words)),
        ("moved", Form::Each(Shape::Destination)),
    ],
    words: &[&AFTER_24H],
    examples: &[
        Example {
            about: "",
            bot: "
name: Corner Shop
locales: [en, fr]
timezone: Europe/Paris
hours: {mon-fri: [9:00-12:00, 14:00-18:00], sat: 10:00-14:00, closed: [12-25, 2027-01-01]}
calendars: {night: {mon-sun: 18:00-2:00}}
greeting: Hi! I'm the bot of the Corner Shop.
start: welcome
cancel: {words: [cancel, stop], say: \"Okay, dropped.\"}
expires: 24h
synonyms: {pizza: [pizzas, pie]}
replies:
  main: {Order a pizza: order, Opening hours: hours}
variables:
  user.orders: {type: integer, default: 0}
env: [SHOP_URL]
on_error: sorry
moved: {lunch: order}
limits: {steps_per_message: 50}
",
            flow: "
order:
  when: pizza
  say: \"Order it at {{ env.SHOP_URL }}. You did so {{ user.orders }} times.\"
  replies: main
",
        },
        Example {
            about: "Several Pages, each with its own token:",
            bot: "
pages:
  \"1234567890\": {token_env: SHOP_TOKEN}
  \"2345678901\": {token_env: HOTEL_TOKEN}
",
            flow: "
hello:
  when: hello
  say: Hello!
",
        },
        Example {
            about: "On Messenger and on the Instagram account of the Page. What one of them cannot show is \
                    left to the other:",
            bot: "
channels: [messenger, instagram]
pages:
  \"1234567890\": {token_env: SHOP_TOKEN, instagram: \"17841400000000000\"}
",
            flow: "
offer:
  when: offer
  steps:
    - if: chat.channel == \"messenger\"
      coupon: {title: Ten percent off, coupon_code: TEN}
    - if: chat.channel == \"instagram\"
      say: Say TEN at the counter and pay ten percent less.
",
        },
    ],
    ..Concept::EMPTY
};
