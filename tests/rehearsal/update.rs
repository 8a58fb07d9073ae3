//! `saywhen test --update`.

use crate::played::{codes, play, play_with};

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
fn update_keeps_comments_inside_a_bubble_and_of_bubbles_that_are_gone() {
    let old = "\
# A
You: shop
Bot: Hello  # greets
  # what it offers
     [Buy]  # first
     [Pay]  # second
Bot: ~ time
You: quiet
Bot: One  # loud
     [Two]  # louder
You: hi
Bot: Hi
Bot: Ho  # too much
     [No]  # more
";
    let new = "\
# A
You: shop
Bot: Welcome  # greets
  # what it offers
     [Buy -> shop.size] [Site -> https://shop.example]  # first
     # second
Bot: ~ time
You: quiet
Bot: nothing  # loud
     # louder
You: hi
Bot: Hi
     # too much
     # more
";
    let played = play(old);
    assert_eq!(played.updated(), new);
    assert_eq!(codes(&play(new)), Vec::<&str>::new());
}

#[test]
fn update_writes_all_that_the_notation_can_say() {
    let old = "# A\nYou: ana\nBot: ~ a\nYou: verse\nBot: ?  # two lines\n";
    let new = "\
# A
You: ana
Bot (Ana Lopez): It is me
Bot image: https://x.example/a.png | https://x.example/b.png
     [One] [Two]
You: verse
Bot: \"Roses are red,
  \\\"violets\\\" are blue\"  # two lines
";
    assert_eq!(play(old).updated(), new);
    let played = play(new);
    assert_eq!(codes(&played), Vec::<&str>::new(), "{}", played.told);
    assert_eq!(played.updated(), new);
}
