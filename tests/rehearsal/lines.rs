//! Every kind of line does something: a test that passes with it fails with another one.

use crate::played::{codes, play};

/// A test that passes; what is put in place of a part of it, and what is told then.
type Line = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const ACTS: &[Line] = &[
    (
        "You open: ref=summer\nBot: Back by summer\nYou open: ref=winter\nBot: nothing\n",
        &[("=summer", "=winter", "X1101"), ("open: ref=winter", "start: ref=winter", "X1101")],
    ),
    (
        "You react: 👍\nBot: Thanks for 👍\n",
        &[("react: 👍", "react: 👎", "X1101"), ("You react", "You", "X1101")],
    ),
    (
        "You: hi\nBot: Hi\nYou comment: nice\nBot privately: You wrote nice\n     [Buy]\n\
         Then: flow is commented ended; flow.previous is commented\nYou tap: Buy\nBot: ~ size\n",
        &[
            ("comment: nice", "comment: good", "X1101"),
            (" privately", "", ""),
            ("Bot: Hi", "Bot privately: Hi", "X1101"),
            ("You comment: nice", "You: nice", "X1101"),
        ],
    ),
    (
        "You: hi\nBot: Hi\nApp: paid {\"amount\": 7}\nBot: 7 € for app.paid\n",
        &[
            ("7}", "8}", "X1101"),
            ("App: paid", "App: sold", "X1101"),
            ("App: paid {\"amount\": 7}\n", "", "X1101"),
        ],
    ),
    (
        "You: hi\nBot: Hi\nPerson: I am here\nYou: hi\nBot: nothing\nAfter: 1h\nYou: hi\nBot: Hi\n",
        &[("Person: I am here\n", "", "X1101"), ("1h", "10m", "X1101")],
    ),
    (
        "You: /help me\nBot: Help is here\nYou: /helping\nBot: What?\n",
        &[("/help me", "/helps", "X1101")],
    ),
    ("You start\nBot: Welcome you, by yourself\n", &[("You start", "You: hi", "X1101")]),
    (
        "You: nudged\nBot: Still there?\nYou: yes\nBot: Good.\n\
         You: nudged\nBot: Still there?\nAfter: 30s\nBot: Hello?\nYou: yes\nBot: Good.\n",
        &[("30s", "29s", "X1101"), ("After: 30s\n", "", "X1101")],
    ),
    (
        "You: phone\nBot: Your number?\nYou tap: +1 650 555 0100\nBot: +1 650 555 0100!\n\
         You: phone\nBot: Your number?\nYou tap: ada@x.example\nBot: ada@x.example!\n",
        &[("tap: +1", "tap: 1", "X1102"), ("tap: ada@", "tap: ada ", "X1102")],
    ),
    (
        "You start: ref=spring\nBot: Welcome you, by spring\n",
        &[("=spring", "=autumn", "X1101"), (": ref=spring\n", "\n", "X1101")],
    ),
    (
        "You tap: Get Started\nBot: ~ Welcome\nYou: hi\nBot: Hi\n",
        &[("You: hi\nBot: Hi", "You tap: Get Started", "X1102")],
    ),
    (
        "Then: chat.window_open is false\nYou react: 👍\nBot: Thanks for 👍\nThen: chat.window_open is true\n",
        &[("You react: 👍\nBot: Thanks for 👍\n", "", "X1103")],
    ),
    (
        "You send: image cat.jpg\nBot: Got image https://scontent.example/cat.jpg\n",
        &[("cat.jpg\n", "dog.jpg\n", "X1101"), ("image cat", "video cat", "X1101")],
    ),
    (
        "You send: file https://x.example/a.pdf | location 48.1,-11.5 | sticker\n\
         Bot: ~ Got file https://x.example/a.pdf location 48.1,-11.5 sticker https://\n",
        &[
            (" | sticker", "", "X1101"),
            ("-11.5 |", "11.5 |", "X1101"),
            ("file https", "audio https", "X1101"),
        ],
    ),
    (
        "You post: {\"sender\": {\"id\": \"77\"}, \"message\": {\"mid\": \"m\", \"text\": \"shop\"}}\n\
         Bot: Welcome\nBot: ...\nYou tap: Buy\nBot: ~ size\n\
         You post: {\"message\": {\"mid\": \"n\", \"text\": \"Large\"}}\nBot: Thanks!\n",
        &[
            ("\"shop\"", "\"hi\"", "X1101"),
            ("\"Large\"", "\"hi\"", "X1101"),
            (
                "You post: {\"message\": {\"mid\": \"n\", \"text\": \"Large\"}}",
                "You post: 3",
                "X1103",
            ),
        ],
    ),
    (
        "You: twice\nBot: Which?\nYou tap: Go\nBot: Hi\nYou tap: 2. Go\nBot: It is me\nBot: ...\n",
        &[("tap: Go", "tap: 2. Go", "X1101"), ("2. Go", "3. Go", "X1102")],
    ),
    (
        "You: ana\nBot: ...\nBot: ...\nYou tap: One\nBot: Hi\n",
        &[("You tap: One", "You: hi\nBot: Hi\nYou tap: One", "X1102")],
    ),
];

const GIVEN: &[Line] = &[
    (
        "Given: user.first_name = Ada, env.SHOP = Paris, locale = fr, now = 2026-12-24 17:00\n\
         Given: chat.count = 3, user.tags = [vip, \"two, words\"], user.order.size = L\n\
         You: known\nBot: Bonjour\nBot: ~ Ada in Paris at 2026-12-24T17:00:15\nBot: 4 vip+two, words L\n\
         Then: user.order.size is L; user.tags.1 is two, words; chat.count is 3; user.first_name is Ada\n",
        &[
            ("= Ada", "= Bob", "X1101"),
            ("= Paris", "= Rome", "X1101"),
            ("env.SHOP = Paris, ", "", "X1101"),
            ("env.SHOP", "env.HOME", "X1103"),
            ("= fr", "= en", "X1101"),
            ("17:00\n", "18:00\n", "X1101"),
            ("= 3", "= 4", "X1101"),
            ("[vip, ", "[", "X1101"),
            ("order.size = L", "order.size = S", "X1101"),
            ("order.size is L", "order.size is S", "X1103"),
            ("tags.1", "tags.2", "X1103"),
        ],
    ),
    (
        "Given: user.locale = fr_FR\nYou: known\nBot: Bonjour\nBot: ...\nBot: Sorry\n",
        &[("fr_FR", "en_GB", "X1101")],
    ),
    (
        "Given: user.tags = vip\nThen: user.tags has vip\n",
        &[("has vip", "has gold", "X1103"), ("= vip", "= gold", "X1103")],
    ),
    (
        "Given: pick 2, 2\nYou: dice\nBot: Second\nBot: Right\nYou: dice\nBot: First\nBot: Left\n\
         Given: pick 3\nYou: dice\nBot: Third\nBot: Left\n",
        &[("pick 2, 2", "pick 2", "X1101"), ("Given: pick 3\n", "", "X1101")],
    ),
    (
        "Given: chat.window_open = true, chat.misses = 2\nThen: chat.window_open is true\n\
         You: hm\nBot: What?\nThen: chat.misses is 3\n",
        &[
            ("open = true", "open = false", "X1103"),
            ("= 2", "= 1", "X1103"),
            ("= 2", "= two", "X1103"),
        ],
    ),
    (
        "Given: chat.channel = messenger\nThen: chat.channel is messenger\n",
        &[("= messenger", "= instagram", "X1103"), ("= messenger", "= 3", "X1103")],
    ),
];

const THEN: &[Line] = &[
    (
        "Then: user.plan is free; user.first_name is \"\"; user.email is none\nYou: shop\nBot: ...\nBot: ...\n\
         Then: flow is shop ended; flow.previous is shop\n",
        &[
            ("is free", "is gold", "X1103"),
            ("email is none", "email is \"\"", "X1103"),
            ("flow.previous is shop", "flow.previous is greet", "X1103"),
        ],
    ),
    (
        "You: noted\nThen: user.tags has vip; tracked bought; flow is noted ended\n",
        &[
            ("has vip", "has gold", "X1103"),
            ("bought", "sold", "X1103"),
            ("You: noted", "You: quiet", "X1103"),
        ],
    ),
    (
        "You: phone\nBot: ...\nYou: cancel\nBot: Dropped.\nThen: flow is phone ended\n",
        &[("phone ended", "shop ended", "X1103"), ("You: cancel\nBot: Dropped.\n", "", "X1103")],
    ),
    ("You: hi\nBot: Hi\n", &[("Bot: Hi\n", "Bot: Hi\nThen: handed over\n", "X1103")]),
    (
        "Given: chat.total = 26.0, chat.code = \"26\"\nThen: chat.total is 26; chat.code is 26\n",
        &[("26.0", "26.5", "X1103"), ("\"26\"", "\"26.0\"", "X1103")],
    ),
];

const BUBBLES: &[Line] = &[
    (
        "You: cards\nBot:\n     [Later]\n     [card: Small | 9 € | https://x.example/s.png]\n\
         [Buy -> shop.size]\n     [card: Large | | https://x.example/l.png]\n     [card: None]\n",
        &[
            ("     [Later]\n", "", ""),
            ("[Buy -> shop.size]\n", "", ""),
            (" | 9 € | https://x.example/s.png", "", ""),
            ("Bot:", "Bot: ...", ""),
            ("Later", "Never", "X1101"),
            ("Small", "Tiny", "X1101"),
            ("9 €", "8 €", "X1101"),
            ("s.png", "t.png", "X1101"),
            ("Large | |", "Large | big |", "X1101"),
            ("Buy ->", "Sell ->", "X1101"),
            ("-> shop.size", "-> shop", "X1101"),
            ("     [card: None]\n", "", "X1101"),
            ("[card: None]", "[card: None | more]", "X1101"),
            ("You: cards", "You: hi", "X1101"),
        ],
    ),
    (
        "You: raw\nBot raw: {\"text\": \"One\"}\nYou tap: More\nBot: Two\n",
        &[("One", "Two", "X1101"), ("tap: More", "tap: Less", "X1102")],
    ),
    (
        "You: ana\nBot raw: {\"sender_action\": \"mark_seen\"}\nBot (Ana Lopez): It is me\n\
         Bot image: https://x.example/a.png | https://x.example/b.png\n     [One -> greet] [Two]\n",
        &[
            ("Bot raw: {\"sender_action\": \"mark_seen\"}\n", "", ""),
            ("Bot (Ana Lopez)", "Bot (ana)", ""),
            ("Bot (Ana Lopez)", "Bot", ""),
            ("mark_seen", "react", "X1101"),
            ("Bot (Ana Lopez)", "Bot (Bob)", "X1101"),
            ("a.png | https://x.example/b.png", "a.png", "X1101"),
            ("/b.png", "/c.png", "X1101"),
            ("-> greet", "-> shop", "X1101"),
            (" [Two]", "", "X1101"),
            ("Bot image", "Bot video", "X1101"),
            ("Bot (Ana Lopez):", "Bot privately:", "X1101"),
        ],
    ),
    (
        "You: hi\nBot raw: {\"text\": \"Hi\"}\n\
         You: hi\nBot raw: {\"messaging_type\": \"RESPONSE\", \"message\": {\"text\": \"Hi\"}}\n",
        &[
            ("{\"text\": \"Hi\"}", "{\"text\": \"Ho\"}", "X1101"),
            ("RESPONSE", "UPDATE", "X1101"),
            (
                "\"message\": {\"text\": \"Hi\"}",
                "\"message\": {\"text\": \"Hi\", \"x\": 1}",
                "X1101",
            ),
        ],
    ),
    (
        "You: twice\nBot raw: {\"attachment\": {\"payload\": {\"buttons\": [{\"title\": \"Go\"}, {}]}}}\n",
        &[(", {}]", "]", "X1101"), ("Go", "Stay", "X1101")],
    ),
];

/// Plays each test as it is, and with each part replaced.
fn check(lines: &[Line]) {
    for (right, wrong) in lines {
        let right = format!("# A\n{right}");
        let played = play(&right);
        assert_eq!(codes(&played), Vec::<&str>::new(), "{right}\n{}", played.told);
        for (old, new, code) in *wrong {
            let text = right.replacen(old, new, 1);
            let played = play(&text);
            let first = codes(&played).first().copied().unwrap_or_default();
            assert_eq!(first, *code, "{text}\n{}", played.told);
        }
    }
}

#[test]
fn whatever_a_visitor_does_is_done() {
    check(ACTS);
}

#[test]
fn whatever_is_given_holds() {
    check(GIVEN);
}

#[test]
fn whatever_should_hold_is_looked_at() {
    check(THEN);
}

#[test]
fn bubbles_are_compared_in_all_that_the_test_says() {
    check(BUBBLES);
}
