//! What `saywhen test` tells of conversations that go otherwise, and how `--update` rewrites them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

#[path = "rehearsal/played.rs"]
mod played;

#[path = "rehearsal/lines.rs"]
mod lines;
#[path = "rehearsal/retold.rs"]
mod retold;
#[path = "rehearsal/update.rs"]
mod update;

use played::{codes, play, play_with};

const RIGHT: &str = "\
# It goes well
You: the shop
Bot: Welcome
     [Buy -> shop.size] [Site -> https://shop.example]
Bot: ...
You tap: Buy
Bot: ~ size
     [Small] [Large -> answer:shop.size \"Large\"]
You tap: Large
Bot: Thanks!
Then: flow is shop ended; size is Large; chat.size is Large; user.nick is none
You: quiet
Bot: nothing
";

#[test]
fn a_conversation_that_goes_as_written_passes() {
    let played = play(RIGHT);
    assert_eq!(codes(&played), Vec::<&str>::new(), "{}", played.told);
    assert_eq!(played.updated(), RIGHT);
}

#[test]
fn each_thing_that_differs_is_told() {
    let wrong = [
        ("Bot: Welcome", "Bot: Hello", "X1101"),
        ("[Buy -> shop.size] [Site", "[Buy -> shop] [Site", "X1101"),
        ("[Small] [Large -> answer:shop.size \"Large\"]", "[Small]", "X1101"),
        ("Bot: ...\n", "", "X1101"),
        ("Bot: ...\n", "Bot: ...\nBot: ...\n", "X1101"),
        ("Bot: ...", "Bot image: a.png", "X1101"),
        ("Bot: nothing", "Bot: ...", "X1101"),
        ("Bot: Thanks!", "Bot: nothing", "X1101"),
        ("You tap: Buy", "You tap: Sell", "X1102"),
        ("You tap: Large", "You tap: 2. Large", "X1102"),
        ("flow is shop ended", "flow is shop", "X1103"),
        ("flow is shop ended", "flow is greet ended", "X1103"),
        ("size is Large;", "size is Small;", "X1103"),
        ("user.nick is none", "user.nick is free", "X1103"),
        ("Then: ", "Then: called GET /x; ", "X1103"),
    ];
    for (old, new, code) in wrong {
        let text = RIGHT.replacen(old, new, 1);
        assert_ne!(text, RIGHT);
        let played = play(&text);
        assert_eq!(codes(&played).first(), Some(&code), "{text}\n{}", played.told);
    }
}

#[test]
fn a_failure_shows_what_was_said_and_the_line_that_said_it() {
    let played = play("# A\nYou: shop\nBot: Hello\nBot: Take your time\nYou tap: Ok\n");
    let told = [
        "error[X1101]: The bot said something else
 --> tests/a.chat:3:1",
        "Bot: Hello",
        "it said: Welcome [Buy -> shop.size] [Site -> https://shop.example]",
        "flows/a.yaml:4: - say: Welcome",
        "error[X1102]: There is no button \"Ok\" on screen (there is: Buy)
 --> tests/a.chat:5:1",
    ];
    for part in told {
        assert!(played.told.contains(part), "{part}\nis not in\n{}", played.told);
    }
}

#[test]
fn each_variant_is_a_test_of_its_own() {
    let played = play("# A\nYou say each of: hi | hello | hm\nBot: Hi\n");
    let titles: Vec<&str> = played.tested.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["A (hi)", "A (hello)", "A (hm)"]);
    let failures: Vec<usize> = played.tested.iter().map(|one| one.failures.len()).collect();
    assert_eq!(failures, [0, 0, 1]);
}

#[test]
fn several_choices_of_words_make_all_combinations() {
    let played =
        play("# A\nYou say each of: hi | shop\nBot: ...\nYou say each of: hello | hm\nBot: Hi\n");
    let titles: Vec<&str> = played.tested.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["A (hi, hello)", "A (hi, hm)", "A (shop, hello)", "A (shop, hm)"]);
    let failed: Vec<bool> = played.tested.iter().map(|one| !one.failures.is_empty()).collect();
    assert_eq!(failed, [false, true, true, true]);
    let eleven = ["hi"; 11].join(" | ");
    let played =
        play(&format!("# A\nYou say each of: {eleven}\nBot: ?\nYou say each of: {eleven}\n"));
    assert_eq!(codes(&played), ["X1103"], "{}", played.told);
}

#[test]
fn variants_of_an_included_file_are_variants_of_the_test() {
    let played = play_with(
        "# A\nInclude: login.chat\nYou: hi\nBot: Hi\n",
        "# B\nYou say each of: hello | hi\nBot: Hi\n",
    );
    let titles: Vec<&str> = played.tested.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["A (hello)", "A (hi)"]);
    assert_eq!(codes(&played), Vec::<&str>::new());
}

#[test]
fn files_that_include_one_another_are_told() {
    let played =
        play_with("# A\nInclude: login.chat\n", "# B\nInclude: login.chat\nInclude: login.chat\n");
    assert_eq!(codes(&played), ["X1103"]);
    assert!(played.told.contains("include one another"), "{}", played.told);
    assert_eq!(codes(&play("# A\nInclude: logout.chat\n")), ["X1103"]);
}

#[test]
fn a_failure_shows_all_that_was_expected_and_a_step_that_failed() {
    let played = play(
        "# A\nYou: shop\nBot: Welcome\n     [Buy]\nBot: ...\nYou: broken\nBot: 3 of something\n",
    );
    let told = [
        "note: expected: Welcome [Buy]\n",
        "     got: Welcome [Buy] «[Site -> https://shop.example]»\n",
        "\"shop\": It starts \"shop\" (flows/a.yaml:2)\n",
        "because of flows/a.yaml:4: - say: Welcome",
        "it said: Sorry",
        "a step failed: flows/a.yaml:",
    ];
    for part in told {
        assert!(played.told.contains(part), "{part}\nis not in\n{}", played.told);
    }
}
