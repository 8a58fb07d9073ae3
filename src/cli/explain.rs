//! `saywhen explain`: who takes a message and why, or what a code means.

pub(super) mod codes;

use serde_json::json;

use crate::bot::Bot;
use crate::bot::env::Environment;
use crate::cli::exit::Exit;
use crate::cli::{BotPath, check, colour, contest, print, say};
use crate::rehearsal::chats;
use crate::rehearsal::run;
use crate::rehearsal::stage::Stage;
use crate::script::Test;
use crate::script::line::Act;
use crate::source::diagnostic;

/// Shows which flow takes a message and why the others do not, or what a code means.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen explain \"i want a pizza\"                    to somebody new
  saywhen explain \"two\" --after tests/order.chat:9    where a test has come to
  saywhen explain K201                                what this code means, and what to do")]
pub(super) struct ExplainCommand {
    /// A message, or a code such as K201.
    #[arg(value_name = "TEXT|CODE")]
    what: String,
    #[command(flatten)]
    bot: BotPath,
    /// A line of a conversation test that has been played before.
    #[arg(long, value_name = "FILE:LINE")]
    after: Option<String>,
    /// How to show it: human or json.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

/// Runs the command.
pub(super) fn run(explain: &ExplainCommand) -> Exit {
    if explain.after.is_none() && codes::is_code(&explain.what) {
        return code(explain);
    }
    let bot = match check::runnable_in(&explain.bot.path, &explain.format) {
        Ok(bot) => bot.within(Environment::default()),
        Err(exit) => return exit,
    };
    let Some(after) = &explain.after else { return message(explain, Stage::new(&bot)) };
    match position(&bot, after) {
        Ok((test, end)) => later(explain, &bot, &test, end),
        Err(why) => {
            say(&format!("error: {why}"));
            Exit::Usage
        }
    }
}

fn code(explain: &ExplainCommand) -> Exit {
    let Some(page) = codes::find(&explain.what) else {
        say(&format!("error: there is no code {}; {}", explain.what, codes::near(&explain.what)));
        return Exit::Usage;
    };
    if explain.format == "json" {
        let (code, means, fix, example) = (page.code, page.means, page.instead, page.example);
        let page = json!({"code": code, "means": means, "do": fix, "example": example});
        print(&page.to_string());
    } else {
        print(&codes::page(&page));
    }
    Exit::Ok
}

/// The test around a line, and the line's number.
fn position(bot: &Bot, after: &str) -> Result<(Test, u32), String> {
    let (file, line) = after.rsplit_once(':').ok_or("write --after FILE:LINE")?;
    let line: u32 = line.parse().map_err(|_no_number| "write --after FILE:LINE".to_owned())?;
    let (chats, _) = chats::read(bot);
    let same = |path: &str| file == path || file.ends_with(&format!("/{path}"));
    let chat = chats.iter().find(|chat| same(&chat.source.path) || same(&chat.name));
    let chat = chat.ok_or_else(|| {
        let all: Vec<_> = chats.iter().map(|chat| &*chat.source.path).collect();
        format!("there is no {file} (there is: {})", all.join(", "))
    })?;
    let lines = chat.source.text.lines().count();
    if usize::try_from(line).unwrap_or(usize::MAX) > lines {
        return Err(format!("{file} has no line {line}; its last one is {lines}"));
    }
    let begins = |test: &&Test| bot.sources.place(test.span).line <= line;
    let test = chat.script.tests.iter().rfind(begins);
    let test = test.ok_or_else(|| format!("no test of {file} has begun on line {line}"))?;
    Ok((test.clone(), line))
}

fn later(explain: &ExplainCommand, bot: &Bot, test: &Test, end: u32) -> Exit {
    let own = run::outfit(bot, test);
    let bot = own.as_ref().unwrap_or(bot);
    let (chats, _) = chats::read(bot);
    let (stage, failures) = run::up_to(bot, test, &chats::library(&chats), end);
    if !failures.is_empty() {
        say(&diagnostic::render_all(&failures, &bot.sources, colour::wanted(&std::io::stderr())));
        say("error: the test fails before that line");
        return Exit::Mistakes;
    }
    message(explain, stage)
}

fn message(explain: &ExplainCommand, mut stage: Stage<'_>) -> Exit {
    stage.tracing = true;
    stage.said.clear();
    stage.watched.clear();
    let open = contest::open(&stage);
    if let Err(trouble) = stage.act(&Act::Say(explain.what.clone())) {
        say(&format!("error: {trouble}"));
        return Exit::Mistakes;
    }
    if explain.format == "json" {
        print(&contest::json(&stage).to_string());
    } else {
        let paint = colour::Paint::new(&std::io::stdout());
        if let Some(turn) = stage.watched.first() {
            print(&contest::show(turn, &explain.what, open.as_deref(), paint));
        }
        print(&format!("\n{}", contest::answers(stage.said.iter()).join("\n")));
    }
    Exit::Ok
}
