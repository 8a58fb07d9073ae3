//! `GET /`: a small page that says which bot is alive.

use crate::bot::Bot;

/// The page. It shows the bot's name and size, nothing that is secret.
pub(super) fn alive(bot: &Bot) -> String {
    let name = escape(&bot.settings.name);
    let flows = bot.flows.len();
    let hash = &bot.hash;
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} is alive</title>\n\
         <style>\nbody {{ font: 1.1rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; \
         padding: 0 1rem; color: #1c1e21; background: #fff }}\n\
         @media (prefers-color-scheme: dark) {{ body {{ color: #e4e6eb; background: #18191a }} }}\n\
         </style>\n</head>\n<body>\n<h1>{name} is alive</h1>\n\
         <p>{flows} flows answer on Messenger. Version {hash}.</p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let safe = |c: char| match c {
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_text_and_never_markup() {
        assert_eq!(super::escape("<b>&\"x\""), "&lt;b&gt;&amp;&quot;x&quot;");
    }
}
