//! The reference of the notation: every kind of line, and a conversation that shows it.

/// A kind of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// A line of that kind, perhaps below the one that it belongs to.
    pub line: &'static str,
    /// What it means.
    pub doc: &'static str,
}

const INTRO: &str = "\
Files `tests/**/*.chat` are conversations that must keep working; `saywhen test` plays them. `# title` begins a conversation with
somebody nobody has seen before, at noon of a fixed day. Every bubble of the bot must be expected. Waits of up to a minute pass by
themselves. Two blanks before a `#` begin a comment.";

/// Every kind of line.
pub const LINES: &[Row] = &[
    row("Given: user.first_name = Ada, chat.greeted = true", "what holds before"),
    row("Given: now = 2026-12-24 17:00", "what the clock shows"),
    row("Given: locale = fr", "the visitor's language"),
    row("Given: env.SHOP_URL = https://shop.example.com", "an environment variable"),
    row(
        "Given: pick 2, 1",
        "what chance takes: the second, then the first; without it always the first",
    ),
    row(
        "Given: GET https://shop.example.com/stock answers 200 {\"count\": 3}",
        "what another server answers",
    ),
    row(
        "Given: POST https://shop.example.com/orders answers timeout",
        "that it does not answer in time; `answers nothing`: it cannot be reached",
    ),
    row("Given: Graph fails with 613", "that Messenger takes nothing"),
    row("Include: login.chat", "the lines of another file"),
    row("You: I'd like a pizza", "the visitor writes this"),
    row(
        "You say each of: hi | hello",
        "the visitor writes one of these; each is a test of its own",
    ),
    row(
        "You tap: Large",
        "the visitor taps this; `2. Large` is the second of that label in a message",
    ),
    row("You start", "the visitor taps Get Started"),
    row("You start: ref=spring", "the same, brought by a link or an ad"),
    row("You open: ref=spring", "the visitor comes back through a link or an ad"),
    row("You send: image cat.jpg", "a file is sent; also `video`, `audio`, `file`"),
    row("You send: location 48.1,11.5", "a place is sent; also `sticker`"),
    row("You react: 👍", "the visitor reacts to the last message"),
    row("You comment: How much is it?", "the visitor comments below a post of the Page"),
    row(
        "You post: {\"message\": {\"mid\": \"m\", \"text\": \"hi\"}}",
        "what Messenger would tell, word for word",
    ),
    row("App: order_shipped {\"id\": 7}", "another system tells the bot something"),
    row("Person: Hello, this is Ana.", "a person of the Page writes"),
    row("After: 6h", "time passes"),
    row("Bot: What would you like?", "the bot says exactly this"),
    row("Bot: \"Two\nlines\"", "exactly this, on several lines or with blanks around it"),
    row("Bot: ~ like", "the bot says something with these words in it"),
    row("Bot: /order \\d+/", "something that this regular expression matches"),
    row("Bot: one of Hi! | Hello!", "one of these"),
    row("Bot: not Sorry", "anything without these words"),
    row("Bot: ...", "any one bubble"),
    row("Bot: nothing", "the bot is silent"),
    row(
        "Bot: Which one?\n     [Small] [Large -> pizza.large]",
        "buttons or quick replies, all of them, perhaps with where they lead",
    ),
    row(
        "Bot:\n     [card: Soup | Tomatoes]",
        "a card: title, subtitle, picture; its buttons stand below",
    ),
    row("Bot image: https://shop.example.com/cake.jpg", "a picture"),
    row("Bot video: https://shop.example.com/film.mp4", "a film"),
    row("Bot audio: https://shop.example.com/song.mp3", "a sound"),
    row("Bot file: https://shop.example.com/menu.pdf", "another file"),
    row("Bot raw: {\"text\": \"Hi\"}", "a message with these keys in it"),
    row("Bot (Ana): Hello!", "somebody speaks for the Page"),
    row("Bot privately: 9 €", "an answer to a comment or post"),
    row("Then: flow is order", "the flow that is open; `flow is order ended`: it is over"),
    row("Then: user.orders is 3; chat.greeted is true", "values"),
    row("Then: user.tags has customer", "tags"),
    row("Then: called GET /stock once", "calls of `http`; also `2 times`"),
    row("Then: tracked order", "events of `track`"),
    row("Then: notified sales", "webhooks of `notify`"),
    row("Then: handed over", "a person has taken over"),
];

/// A bot for the conversation below.
pub const FLOW: &str = "\
order:
  when: order
  steps:
    - ask: What size?
      save: size
      choices: [Small, Large]
      expires: 30m
    - set: user.size = size
    - say: \"{{ size }}, with pleasure.\"

fallback:
  when: any message
  say: I did not get that.
";

/// A conversation with that bot.
pub const CHAT: &str = "\
# An order
You: I'd like to order
Bot: What size?
     [Small] [Large]
You tap: Large
Bot: Large, with pleasure.
Then: flow is order ended; user.size is Large

# Nobody answers
You: order
Bot: What size?
After: 31m
You: Large
Bot: ~ did not get
";

const fn row(line: &'static str, doc: &'static str) -> Row {
    Row { line, doc }
}

/// The chapter.
#[must_use]
pub fn chapter() -> String {
    let shown = |row: &Row| {
        let line = row.line.lines().last().unwrap_or_default().trim();
        let line = if row.line.starts_with("Bot: \"") { "Bot: \"…\"" } else { line };
        format!("| `{}` | {} |\n", line.replace('|', "\\|"), row.doc)
    };
    let rows: String = LINES.iter().map(shown).collect();
    format!(
        "\n## Conversation tests\n\n{INTRO}\n\n| Line | Meaning |\n|---|---|\n{rows}\n\
         With this flow:\n\n```yaml\n{FLOW}```\n\nthese conversations pass:\n\n```\n{CHAT}```\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::heads::HEADS;
    use crate::script::parse::parse;
    use crate::source::SourceId;

    #[test]
    fn every_line_of_the_reference_is_understood() {
        for row in LINES {
            let (script, mistakes) = parse(SourceId(0), &format!("# title\n{}\n", row.line));
            assert_eq!(mistakes, [], "{}", row.line);
            assert_eq!(script.tests[0].lines.len(), 1, "{}", row.line);
        }
    }

    #[test]
    fn every_word_that_begins_a_line_is_in_the_reference() {
        for (word, _) in HEADS {
            let begins = |row: &Row| row.line == word || row.line.starts_with(&format!("{word}:"));
            assert!(LINES.iter().any(begins), "{word}");
        }
    }
}
