//! What `saywhen test` tells of conversations that go otherwise, and how `--update` rewrites them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::sync::Arc;

use saywhen::bot::Bot;
use saywhen::rehearsal::run::{Library, Tested, run};
use saywhen::rehearsal::update::update;
use saywhen::script::parse::parse;
use saywhen::source::diagnostic::{any_error, render_all};
use saywhen::source::{Source, Sources};

const FLOWS: &str = "\
shop:
  when: shop
  steps:
    - say: Welcome
      buttons: {Buy: .size, Site: https://shop.example}
    - say: Take your time
    - end
    - ask: Which size?
      save: size
      choices: [Small, Large]
    - set: chat.size = size
    - say: Thanks!
quiet:
  when: quiet
  steps:
    - set: chat.quiet = 1
greet:
  when: [hi, hello]
  say: Hi
fallback:
  when: any message
  say: What?
";

struct Played {
    text: String,
    tested: Vec<Tested>,
    told: String,
}

impl Played {
    fn updated(&self) -> String {
        let passages: Vec<_> = self.tested.iter().flat_map(|one| one.passages.clone()).collect();
        update(&self.text, &passages)
    }
}

/// Plays a test; `login` is another file that it may include.
fn play_with(text: &str, login: &str) -> Played {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let files = vec![
        source("flows/a.yaml", FLOWS),
        source("tests/a.chat", text),
        source("tests/login.chat", login),
    ];
    let sources = Arc::new(Sources::new(files));
    let (bot, diagnostics) = Bot::compile(sources.clone());
    assert!(!any_error(&diagnostics), "{}", render_all(&diagnostics, &sources, false));
    let script = |path: &str| {
        let (id, source) = sources.iter().find(|(_, source)| &*source.path == path).unwrap();
        let (script, mistakes) = parse(id, &source.text);
        assert_eq!(mistakes, []);
        script
    };
    let library = Library::from([("login.chat".to_owned(), script("tests/login.chat"))]);
    let tested = run(&bot.unwrap(), &script("tests/a.chat"), &library);
    let failures: Vec<_> = tested.iter().flat_map(|one| one.failures.clone()).collect();
    Played { text: text.to_owned(), told: render_all(&failures, &sources, false), tested }
}

fn play(text: &str) -> Played {
    play_with(text, "")
}

fn codes(played: &Played) -> Vec<&str> {
    let failures = played.tested.iter().flat_map(|one| &one.failures);
    failures.map(|failure| failure.code.0).collect()
}

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
Then: flow is shop ended; size is Large; chat.size is Large; user.plan is none
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
        ("user.plan is none", "user.plan is free", "X1103"),
        ("Then: ", "Then: called GET /x; ", "K299"),
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
fn update_rewrites_only_what_differs_and_keeps_comments_and_claims() {
    let old = "\
# A
  # first the shop
You: shop  # it opens
Bot: Hello
     [Buy]
Then: flow is shop ended
  # MODEL 5.4
Bot: ~ your time  # stays
You: hi
You: quiet
Bot: One
  # between
Bot: Two
You: hello
Bot: nothing  # no more
";
    let new = "\
# A
  # first the shop
You: shop  # it opens
Bot: Welcome
     [Buy -> shop.size] [Site -> https://shop.example]
Then: flow is shop ended
  # MODEL 5.4
Bot: ~ your time  # stays
You: hi
Bot: Hi
You: quiet
Bot: nothing
  # between
You: hello
Bot: Hi  # no more
";
    let played = play(old);
    assert_eq!(played.updated(), new);
    assert_eq!(codes(&play(new)), Vec::<&str>::new());
}

#[test]
fn update_leaves_included_files_to_their_own_tests() {
    let own = "# A\nInclude: login.chat\nYou: hi\nBot: Hello\n";
    let played = play_with(own, "# Long title of the other file\nYou: hi\nBot: Good day to you\n");
    assert_eq!(codes(&played), ["X1101", "X1101"]);
    assert!(played.told.contains("tests/login.chat:3:1"), "{}", played.told);
    assert_eq!(played.updated(), "# A\nInclude: login.chat\nYou: hi\nBot: Hi\n");
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
fn what_cannot_run_yet_says_so() {
    for line in ["Given: GET https://x.example answers 200", "Given: Graph fails with 613"] {
        assert_eq!(codes(&play(&format!("# A\n{line}\n"))), ["K299"], "{line}");
    }
}
