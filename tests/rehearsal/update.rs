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
