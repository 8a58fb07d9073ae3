//! The bot that somebody begins with.

use crate::cli::new::Written;

const FLOWS: &str = r#"welcome:
  when: [hello, hi, hey]
  say: GREETING
  replies: {Order something: order, Opening hours: hours}

hours:
  when: [open, opening hours]
  say: We are open from nine to five, Monday to Friday.

order:
  when: [order, buy]
  steps:
    - ask: What would you like?
      save: what
    - ask: How many?
      save: count
      type: integer
      min: 1
      retry: A number, please, such as 2.
    - say: "{{ count }} x {{ what }}. Thank you!"

not_understood:
  when: any message
  say: Sorry, I did not understand that.
  replies: {Order something: order, Opening hours: hours}
"#;

const TESTS: &str = r"# Somebody says hello and orders
You: hello
Bot: GREETING
     [Order something] [Opening hours]
You tap: Order something
Bot: What would you like?
You: Books
Bot: How many?
You: some
Bot: A number, please, such as 2.
You: 3
Bot: 3 x Books. Thank you!
Then: flow is order ended

# Nobody understands
You: zzz
Bot: ~ did not understand
";

/// Its files.
pub(super) fn files(name: &str) -> Vec<Written> {
    // What opens an expression in a text is no part of a name.
    let name: String = name.chars().filter(|letter| !"{}\\\"".contains(*letter)).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = |text: &str| format!("\"{text}\"");
    let greeting = quoted(&format!("Hi! I am the bot of {name}. What can I do for you?"));
    let file = |path: &str, text: String| (path.to_owned(), text);
    vec![
        file("bot.yaml", format!("name: {}\nstart: welcome\n", quoted(&name))),
        file("flows/shop.yaml", FLOWS.replace("GREETING", &greeting)),
        file("tests/shop.chat", TESTS.replace("GREETING", &greeting)),
    ]
}
