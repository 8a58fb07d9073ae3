//! `saywhen profile`: what stands on the Pages of a bot, compared and changed.

use crate::bot::Bot;
use crate::cli::exit::Exit;
use crate::cli::keys;
use crate::cli::secrets::Found;
use crate::cli::{BotPath, check, print, process, say, say_each, settings};
use crate::engine::on_page;
use crate::messenger::answer::Verdict;
use crate::messenger::graph::{self, Graph};
use crate::messenger::profile::Change;
use crate::words::name::{Channel, PageId};
use crate::words::profile::Profile;

/// Compares or changes what stands on the bot's Page: Get Started, greeting, menu, ice breakers, commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen profile diff        what would be changed; 1 if anything would
  saywhen profile push        makes the Page say what bot.yaml says
  saywhen profile pull        prints what stands on the Page
Tokens come from the environment, as for saywhen serve. People may see a new menu only after a day.")]
pub(super) struct ProfileCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Shows what differs between bot.yaml and the Page.
    Diff(On),
    /// Makes the Page say what bot.yaml says.
    Push(On),
    /// Prints what stands on the Page, as Graph tells it.
    Pull(On),
}

#[derive(Debug, clap::Args)]
struct On {
    #[command(flatten)]
    bot: BotPath,
    /// Meta's Graph API; plain http only on this machine.
    #[arg(
        long,
        value_name = "URL",
        env = "GRAPH_URL",
        hide_env_values = true,
        default_value = "https://graph.facebook.com"
    )]
    graph_url: String,
    /// Its version.
    #[arg(long, value_name = "VERSION", env = "GRAPH_VERSION", default_value = "v26.0")]
    graph_version: String,
}

/// Runs the command.
pub(super) fn run(command: &ProfileCommand) -> Exit {
    let (What::Diff(on) | What::Push(on) | What::Pull(on)) = &command.what;
    let bot = match check::runnable(&on.bot.path) {
        Ok(bot) => bot,
        Err(exit) => return exit,
    };
    let mut found = Found::default();
    let graph = graph(on, &bot, &mut found);
    say_each("warning", &found.warnings);
    say_each("error", &found.problems);
    let Some(graph) = graph.filter(|_| found.problems.is_empty()) else {
        return Exit::Configuration;
    };
    let wanted = match on_page::profile(&bot) {
        Ok(wanted) => wanted,
        Err(fault) => {
            let place = fault.place.map(|place| format!(" {place}")).unwrap_or_default();
            say(&format!("error:{place} a text on the Page cannot be worked out: {}", fault.text));
            return Exit::Mistakes;
        }
    };
    process::run(async {
        let mut exit = Exit::Ok;
        for place in places(&bot, &graph) {
            let done = of_page(&command.what, &graph, &place, &wanted).await;
            exit = match (done, exit) {
                (Ok(false), Exit::Ok) => Exit::Mistakes,
                (Ok(_), exit) => exit,
                (Err(verdict), _) => {
                    say(&format!("error: {}: Graph says {verdict:?}", place.name()));
                    Exit::System
                }
            };
        }
        exit
    })
}

fn graph(on: &On, bot: &Bot, found: &mut Found) -> Option<Graph> {
    let faults = graph::faults(&on.graph_url, &on.graph_version);
    found.problems.extend(faults.iter().map(ToString::to_string));
    let (tokens, app) = keys::for_calls(&bot.settings.pages, found)?;
    if !faults.is_empty() {
        return None;
    }
    settings::graph_of((&on.graph_url, &on.graph_version), &tokens, app.as_ref(), found)
}

/// A Page, or its account of Instagram.
struct Place {
    channel: Channel,
    page: Option<PageId>,
}

impl Place {
    fn at(&self) -> (Channel, Option<&PageId>) {
        (self.channel, self.page.as_ref())
    }

    fn name(&self) -> String {
        let page = self.page.as_ref();
        let page = page.map_or_else(|| "The Page".to_owned(), |page| format!("The Page {page}"));
        match self.channel {
            Channel::Messenger => page,
            Channel::Instagram => format!("{page} on Instagram"),
        }
    }
}

/// All places where the bot answers.
fn places(bot: &Bot, graph: &Graph) -> Vec<Place> {
    let mut places = Vec::new();
    for page in graph.holders() {
        let accounts = &bot.settings.accounts;
        let linked = page.as_ref().is_none_or(|page| accounts.values().any(|own| own == page));
        let channels = bot.settings.channels.iter();
        let here = channels.filter(|channel| **channel == Channel::Messenger || linked);
        places.extend(here.map(|&channel| Place { channel, page: page.clone() }));
    }
    places
}

/// Does it for one of them; false if it differs and stays so.
async fn of_page(
    what: &What,
    graph: &Graph,
    place: &Place,
    wanted: &Profile,
) -> Result<bool, Verdict> {
    let live = graph.page_profile(place.at()).await?;
    let name = place.name();
    if let What::Pull(_) = what {
        let live = serde_json::Value::Object(live);
        print(&format!("{name}: {live:#}"));
        return Ok(true);
    }
    let change = Change::between(place.channel, &live, wanted);
    if change.is_empty() {
        print(&format!("{name} says what bot.yaml says."));
        return Ok(true);
    }
    for property in &change.remove {
        print(&format!("{name}: - {property}"));
    }
    for (property, value) in &change.set {
        let sign = if live.contains_key(property) { '~' } else { '+' };
        print(&format!("{name}: {sign} {property}: {value}"));
    }
    if let What::Diff(_) = what {
        return Ok(false);
    }
    let pushed = graph.push_profile(place.at(), &change).await?;
    if let Some(verdict) = pushed.greeting {
        say(&format!("warning: {name}: Graph did not take the greeting: {verdict:?}"));
    }
    print(&format!("{name}: changed."));
    Ok(true)
}
