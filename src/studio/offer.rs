//! What Messenger itself shows beside a conversation: greeting, ice breakers, menu, commands.

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::engine::on_page;
use crate::words::name::Locale;
use crate::words::profile::{MenuItem, MenuTap, Versions};

/// As somebody sees it who reads this language and of whom Messenger knows these things.
pub(super) fn offer(bot: &Bot, locale: Option<&Locale>, profile: Option<&Value>) -> [Value; 4] {
    // A text that cannot be worked out is told by `check`.
    let page = on_page::profile(bot).unwrap_or_default();
    let greeting = version(&page.greeting, locale).map(|text| addressed(text, profile));
    let asks = version(&page.ice_breakers, locale).map(Vec::as_slice).unwrap_or_default();
    let asks = asks.iter().map(|ask| json!({"label": ask.question, "payload": ask.payload}));
    let lines = version(&page.menu, locale).map(Vec::as_slice).unwrap_or_default();
    let commands = version(&page.commands, locale).map(Vec::as_slice).unwrap_or_default();
    let commands = commands.iter().map(|one| json!({"name": one.name, "description": one.label}));
    [json!(greeting), asks.collect(), lines.iter().map(line).collect(), commands.collect()]
}

fn line(item: &MenuItem) -> Value {
    match &item.does {
        MenuTap::Payload(payload) => json!({"label": item.title, "payload": payload}),
        MenuTap::Link(url) => json!({"label": item.title, "url": url}),
    }
}

/// The version of a locale or of its language, else the one that everybody else sees.
fn version<'v, T>(versions: &'v Versions<T>, locale: Option<&Locale>) -> Option<&'v T> {
    let of = |wanted: Option<&Locale>| {
        let found = versions.iter().find(|(own, _)| own.as_ref() == wanted);
        found.map(|(_, version)| version)
    };
    let language = locale.and_then(|locale| locale.as_str().split(['_', '-']).next());
    of(locale).or_else(|| of(language.map(Locale::new).as_ref())).or_else(|| of(None))
}

/// Messenger puts the visitor's name in itself. It knows everybody's, also where it tells the bot
/// nothing: such a word stays, and the page shows a name in its place.
fn addressed(greeting: &str, profile: Option<&Value>) -> String {
    let fields = [
        ("{{user_first_name}}", "first_name"),
        ("{{user_last_name}}", "last_name"),
        ("{{user_full_name}}", "name"),
    ];
    fields.iter().fold(greeting.to_owned(), |text, (word, field)| {
        let value = profile.and_then(|profile| profile.get(*field)).and_then(Value::as_str);
        text.replace(word, value.filter(|value| !value.is_empty()).unwrap_or(word))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{Source, Sources};

    #[test]
    fn everybody_is_greeted_in_their_language_and_by_their_name() {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let settings = "locales: [en, fr]\ngreeting: Hi {{ user.first_name }}!\n\
            menu: {Tea: tea, Site: 'https://tea.example.com'}\nice_breakers: {What is there?: tea}\n\
            commands: {tea: Shows tea}\n";
        let french = "Hi {{ user.first_name }}!: Salut {{ user.first_name }} !\nTea: Thé\n";
        let files = vec![
            source("bot.yaml", settings),
            source("flows/a.yaml", "tea:\n  say: Tea\n"),
            source("locales/fr.yaml", french),
        ];
        let (bot, told) = Bot::compile(Arc::new(Sources::new(files)));
        let bot = bot.unwrap_or_else(|| panic!("{told:?}"));
        let ada = json!({"first_name": "Ada"});
        let [greeting, asks, menu, commands] = offer(&bot, Some(&"fr".into()), Some(&ada));
        assert_eq!(greeting, "Salut Ada !");
        assert_eq!(asks, json!([{"label": "What is there?", "payload": "go:tea"}]));
        assert_eq!(menu[0], json!({"label": "Thé", "payload": "go:tea"}));
        assert_eq!(menu[1], json!({"label": "Site", "url": "https://tea.example.com"}));
        assert_eq!(commands, json!([{"name": "tea", "description": "Shows tea"}]));
        let [greeting, _, menu, _] = offer(&bot, Some(&"fr_FR".into()), Some(&ada));
        assert_eq!((greeting, &menu[0]["label"]), (json!("Salut Ada !"), &json!("Thé")));
        let [greeting, _, menu, _] = offer(&bot, Some(&"en".into()), None);
        let unknown = json!("Hi {{user_first_name}}!");
        assert_eq!((greeting, &menu[0]["label"]), (unknown, &json!("Tea")));
    }
}
