//! What a bot wants to stand on its Page, in all of its languages.

use crate::bot::Bot;
use crate::engine::payload;
use crate::engine::step::say::bounded;
use crate::engine::tap::GET_STARTED;
use crate::flow::model::on_page::{Does, Line};
use crate::flow::model::set::Given;
use crate::limits::TEMPLATE_TICKS_MAX;
use crate::template::batch::TextId;
use crate::template::render::{Budget, Scope};
use crate::words::name::{Locale, Value};
use crate::words::profile::{Command, IceBreaker, MenuItem, MenuTap, Profile, Versions};
use crate::words::turn::Fault;

/// What anybody reads of a language: nobody in particular, so that the visitor's name is Messenger's
/// own word for it.
struct Anybody<'b> {
    bot: &'b Bot,
    locale: &'b Locale,
}

impl Scope for Anybody<'_> {
    fn get(&self, root: &str) -> Option<Value> {
        match root {
            "user" => Some(serde_json::json!({
                "first_name": "{{user_first_name}}",
                "last_name": "{{user_last_name}}",
                "name": "{{user_full_name}}",
            })),
            "bot" => Some(serde_json::json!({"name": self.bot.settings.name})),
            "env" => Some(Value::Object(
                self.bot
                    .env
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect(),
            )),
            _ => None,
        }
    }

    fn locale(&self) -> Option<&str> {
        Some(self.locale.as_str())
    }
}

/// Anybody, without the words that Messenger makes a name of.
struct Nameless<'a>(&'a Anybody<'a>);

impl Scope for Nameless<'_> {
    fn get(&self, root: &str) -> Option<Value> {
        self.0.get(root).filter(|_| root != "user")
    }

    fn locale(&self) -> Option<&str> {
        self.0.locale()
    }
}

impl Anybody<'_> {
    fn text(&self, id: TextId) -> Result<String, Fault> {
        self.bot.texts.render(id, self, &mut Budget { ticks: TEMPLATE_TICKS_MAX })
    }

    /// A value that a tap sets: the same for everybody, for Messenger puts no name into a payload.
    fn given(&self, given: &Given) -> Result<Value, Fault> {
        match given {
            Given::Value(value) => Ok(value.clone()),
            Given::Text(id) => {
                let mut budget = Budget { ticks: TEMPLATE_TICKS_MAX };
                self.bot.texts.value(*id, &Nameless(self), &mut budget)
            }
        }
    }

    fn payload(&self, line: &Line) -> Result<Option<String>, Fault> {
        Ok(match &line.does {
            Does::Go(way, set) => {
                let set = set.iter().map(|(slot, given)| Ok((slot.clone(), self.given(given)?)));
                let payload = payload::go(&way.target(None), &set.collect::<Result<Vec<_>, _>>()?);
                Some(bounded(payload, &line.place)?)
            }
            Does::Payload(own) => Some(self.text(*own)?),
            Does::Link(_) => None,
        })
    }

    fn ask(&self, line: &Line) -> Result<Option<IceBreaker>, Fault> {
        let Some(payload) = self.payload(line)? else { return Ok(None) };
        Ok(Some(IceBreaker { question: self.text(line.label)?, payload }))
    }

    fn item(&self, line: &Line) -> Result<MenuItem, Fault> {
        let does = match &line.does {
            Does::Link(url) => MenuTap::Link(self.text(*url)?),
            Does::Go(..) | Does::Payload(_) => {
                MenuTap::Payload(self.payload(line)?.unwrap_or_default())
            }
        };
        Ok(MenuItem { title: self.text(line.label)?, does })
    }
}

/// The profile of a bot's Page; a fault if a text needs to know who reads it.
pub fn profile(bot: &Bot) -> Result<Profile, Fault> {
    let on_page = &bot.settings.on_page;
    let started = bot.settings.start.is_some() || !on_page.menu.is_empty();
    let greeting = on_page.greeting;
    Ok(Profile {
        get_started: started.then(|| GET_STARTED.to_owned()),
        greeting: versions(bot, |to| greeting.map(|id| to.text(id)).transpose())?,
        ice_breakers: versions(bot, |to| {
            let asks = on_page.ice_breakers.iter().filter_map(|line| to.ask(line).transpose());
            some(asks.collect())
        })?,
        menu: versions(bot, |to| some(on_page.menu.iter().map(|line| to.item(line)).collect()))?,
        commands: versions(bot, |to| {
            let one = |(name, label): &(String, TextId)| {
                Ok(Command { name: name.clone(), label: to.text(*label)? })
            };
            some(on_page.commands.iter().map(one).collect())
        })?,
        domains: on_page.domains.clone(),
    })
}

/// A list, if anything is in it.
fn some<T>(list: Result<Vec<T>, Fault>) -> Result<Option<Vec<T>>, Fault> {
    list.map(|list| Some(list).filter(|list| !list.is_empty()))
}

/// What everybody reads, and those languages that read something else.
fn versions<T: PartialEq>(
    bot: &Bot,
    make: impl Fn(&Anybody<'_>) -> Result<Option<T>, Fault>,
) -> Result<Versions<T>, Fault> {
    let mut versions: Versions<T> = Vec::new();
    for locale in &bot.settings.locales {
        let Some(version) = make(&Anybody { bot, locale })? else { continue };
        match versions.first() {
            None => versions.push((None, version)),
            Some((_, own)) if *own == version => {}
            Some(_) => versions.push((Some(locale.clone()), version)),
        }
    }
    Ok(versions)
}
