//! All conversations on one page, as bubbles with the lines behind them.

use std::fmt::Write as _;

use crate::bot::Bot;
use crate::cli::markup::escaped;
use crate::rehearsal::run::Tested;
use crate::rehearsal::said::Said;
use crate::rehearsal::suite::Played;
use crate::rehearsal::talk::Happened;
use crate::rehearsal::written;
use crate::script::bubble::{Expect, Label};
use crate::script::line::{Act, LineKind};
use crate::script::print;
use crate::source::Place;
use crate::source::diagnostic;

const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn page(bot: &Bot, played: &[Played<'_>]) -> String {
    let files: String = played.iter().map(|one| file(bot, one)).collect();
    let name = "Conversations";
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>\n{STYLE}</style></head>\n\
         <body><h1>{name}</h1>\n{files}</body></html>\n"
    )
}

fn file(bot: &Bot, played: &Played<'_>) -> String {
    let tests: String = played.tested.iter().map(|tested| test(bot, tested)).collect();
    format!("<section><h2>{}</h2>\n{tests}</section>\n", escaped(&played.chat.source.path))
}

fn test(bot: &Bot, tested: &Tested) -> String {
    let passed = tested.failures.is_empty();
    let (class, mark) = if passed { ("passed", "✓") } else { ("failed", "✗") };
    let title = escaped(&tested.title);
    let scenes: String = tested.scenes.iter().map(|one| scene(bot, one)).collect();
    let told = if passed {
        String::new()
    } else {
        let told = diagnostic::render_all(&tested.failures, &bot.sources, false);
        format!("<pre class=\"told\">{}</pre>\n", escaped(&told))
    };
    let open = if passed { "" } else { " open" };
    format!(
        "<details class=\"{class}\"{open}><summary>{mark} {title}</summary>\n{scenes}{told}</details>\n"
    )
}

fn scene(bot: &Bot, happened: &Happened) -> String {
    let (class, text) = match &happened.line {
        LineKind::You(Act::Say(text)) => ("you", text.clone()),
        LineKind::You(Act::Tap { label, .. }) => ("you tap", label.clone()),
        LineKind::You(act) => ("you", print::line(&LineKind::You(act.clone()))),
        other => ("event", print::line(other)),
    };
    let bubbles: String = happened
        .said
        .iter()
        .filter(|said| said.is_bubble())
        .map(|said| bubble(bot, said))
        .collect();
    format!("<p class=\"{class}\">{}</p>\n{bubbles}", escaped(&text))
}

fn bubble(bot: &Bot, said: &Said) -> String {
    let bubble = written::bubble(said);
    let text = match &bubble.expect {
        Expect::Exact(text) => text.clone(),
        Expect::Cards => String::new(),
        _ => written::one_line(crate::script::bubble::Bubble { labels: None, ..bubble.clone() }),
    };
    let speaker = bubble.speaker.as_ref().map(|name| format!("<b>{}</b> ", escaped(name)));
    let mut inner = format!("{}{}", speaker.unwrap_or_default(), escaped(&text));
    for card in &bubble.cards {
        let parts: Vec<String> = card.parts.iter().map(|part| escaped(part)).collect();
        let labels = buttons(card.labels.as_deref().unwrap_or_default());
        write!(inner, "<span class=\"card\">{}{labels}</span>", parts.join("<br>")).ok();
    }
    inner.push_str(&buttons(bubble.labels.as_deref().unwrap_or_default()));
    let place = &said.reply.place;
    let behind = format!("{}:{}", place.file, place.line);
    let line = escaped(&line(bot, place));
    format!(
        "<div class=\"bot\"><p>{inner}</p><details class=\"line\"><summary>{}</summary>\
         <code>{line}</code></details></div>\n",
        escaped(&behind)
    )
}

fn buttons(labels: &[Label]) -> String {
    labels.iter().fold(String::new(), |mut shown, label| {
        write!(shown, "<span class=\"tap\">{}</span>", escaped(&label.text)).ok();
        shown
    })
}

/// The author's line.
fn line(bot: &Bot, place: &Place) -> String {
    let file = bot.sources.iter().find(|(_, source)| source.path == place.file);
    let index = usize::try_from(place.line).unwrap_or(0).saturating_sub(1);
    let line = file.and_then(|(_, source)| source.text.lines().nth(index));
    line.unwrap_or_default().trim().to_owned()
}
