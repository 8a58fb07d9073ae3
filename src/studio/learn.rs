//! What nobody understood, and the edit by which a flow learns it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::bot::Bot;
use crate::engine;
use crate::flow::check::everything;
use crate::flow::model::Flow;
use crate::flow::model::trigger::{Trigger, TriggerKind};
use crate::source::{Place, Source, Sources, Span};
use crate::time::Timestamp;
use crate::words::conversation::{Conversation, Profile};
use crate::words::event::{Event, EventKind, Text};
use crate::words::input::{Input, InputKind};
use crate::words::name::{Channel, ConversationKey, FlowName};
use crate::words::turn::{Dice, Moment, Outcome, Took};

/// Flows that are proposed for a message.
const PROPOSED_MAX: usize = 12;
/// Signs with which a word of YAML may not begin.
const BEGINNINGS: &str = "-?:,[]{}#&*!|>'\"%@`~";
/// Words that YAML, or somebody who reads it, takes for something else.
const NO_TEXT: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "null", "any message"];

/// A line of a file, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Where.
    pub(super) place: Place,
    /// The line now.
    pub(super) before: String,
    /// The lines that would stand there.
    pub(super) after: String,
    /// The whole file with them.
    pub(super) text: String,
}

/// Flows that a message may be meant for, the likeliest first.
pub(super) fn likely(bot: &Bot, text: &str) -> Vec<String> {
    let Some((checked, _)) = everything(&bot.sources).0 else { return Vec::new() };
    let text = text.to_lowercase();
    let near = |trigger: Span| {
        let words = bot.sources.slice(trigger).to_lowercase();
        let distance = strsim::normalized_damerau_levenshtein;
        text.split_whitespace().map(|word| distance(word, &words)).fold(0.0, f64::max)
    };
    let mut flows: Vec<(f64, String)> = Vec::new();
    for flow in checked.flows.iter().filter(|flow| plain(bot, flow).is_some()) {
        let worded = |kind: &TriggerKind| matches!(kind, TriggerKind::Text(_));
        let own = flow.triggers.iter().filter(|trigger| worded(&trigger.kind));
        let best = own.map(|trigger| near(trigger.span)).fold(0.0, f64::max);
        flows.push((best, flow.name.to_string()));
    }
    flows.sort_by(|a, b| b.0.total_cmp(&a.0));
    flows.into_iter().take(PROPOSED_MAX).map(|(_, name)| name).collect()
}

/// The edit after which a flow takes a message.
///
/// # Errors
/// One sentence, where that takes a hand.
pub(super) fn taught(bot: &Bot, flow: &str, text: &str) -> Result<Edit, String> {
    let words = written(text).ok_or("a message of several lines is no word of a trigger")?;
    let (checked, _) = everything(&bot.sources).0.ok_or("the bot has mistakes")?;
    let own = checked.flows.iter().find(|own| own.name.as_str() == flow);
    let own = own.ok_or_else(|| format!("no flow is called {flow}"))?;
    let last = plain(bot, own).ok_or_else(|| format!("{flow} has no plain words in its `when`"))?;
    let source = bot.sources.get(last.span.source).ok_or("the file is gone")?;
    let range = last.span.range().ok_or("the trigger is gone")?;
    let (head, tail) = source.text.split_at_checked(range.end).ok_or("the trigger is gone")?;
    let before = head.get(..range.start).unwrap_or_default();
    let new = inserted(before, bot.sources.slice(last.span), tail, &words);
    let edit = shown(source, &last.place, new);
    if takes(bot, source, &edit.text, flow, text) {
        return Ok(edit);
    }
    Err(format!("with \"{text}\" in its `when`, {flow} would still not take it"))
}

/// The last trigger of a flow that is written as words: where it can learn others.
fn plain<'f>(bot: &Bot, flow: &'f Flow) -> Option<&'f Trigger> {
    // Words of a catalogue stand in another file.
    let here = flow.triggers.iter().filter(|trigger| trigger.span.source == flow.span.source);
    let mut worded = here.filter(|trigger| matches!(trigger.kind, TriggerKind::Text(_)));
    worded.rfind(|trigger| own_words(bot.sources.slice(trigger.span)))
}

/// Whether a trigger is written as words and nothing else.
fn own_words(text: &str) -> bool {
    !text.contains(['{', '[', '/', '\n', ':'])
}

/// The file with the words behind a trigger: in its list, or in a list that begins now.
fn inserted(before: &str, own: &str, tail: &str, words: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    if let Some(indent) = line.strip_suffix("- ").filter(|rest| rest.trim().is_empty()) {
        let (rest, below) = tail.split_once('\n').unwrap_or((tail, ""));
        return format!("{before}{own}{rest}\n{indent}- {words}\n{below}");
    }
    let inside = line.rfind('[').is_some_and(|open| line.rfind(']').is_none_or(|end| end < open));
    if inside || line.trim().is_empty() {
        return format!("{before}{own}, {words}{tail}");
    }
    format!("{before}[{own}, {words}]{tail}")
}

/// Words as YAML takes them for words; none if they do not fit on a line.
fn written(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.contains(['\n', '\r']) {
        return None;
    }
    let odd = text.starts_with(|sign| BEGINNINGS.contains(sign))
        || text.contains([':', '#', ',', '[', ']', '{', '}', '"', '\\', '/'])
        || NO_TEXT.contains(&text.to_lowercase().as_str())
        || text.starts_with(|sign: char| sign.is_ascii_digit());
    Some(if odd { serde_json::Value::from(text).to_string() } else { text.to_owned() })
}

fn shown(source: &Source, place: &Place, new: String) -> Edit {
    let old: Vec<&str> = source.text.lines().collect();
    let lines: Vec<&str> = new.lines().collect();
    let same = old.iter().zip(&lines).take_while(|(a, b)| a == b).count();
    let more = lines.len().saturating_sub(old.len());
    let at = |lines: &[&str], from: usize, count: usize| {
        lines.iter().skip(from).take(count).copied().collect::<Vec<_>>().join("\n")
    };
    // A line that is added is shown below the one that it follows.
    let from = if more > 0 { same.saturating_sub(1) } else { same };
    let (before, after) = (at(&old, from, 1), at(&lines, from, more.saturating_add(1)));
    Edit { place: place.clone(), before, after, text: new }
}

/// Whether a flow takes a message once a file reads so.
fn takes(bot: &Bot, edited: &Source, text: &str, flow: &str, message: &str) -> bool {
    let files = bot.sources.iter().map(|(_, source)| {
        let here = source.path == edited.path;
        let new = if here { text.into() } else { source.text.clone() };
        Source { path: source.path.clone(), text: new }
    });
    let sources = Sources::new(files.collect());
    let Some(bot) = Bot::compile(Arc::new(sources)).0 else { return false };
    let (channel, page, visitor) = (Channel::Messenger, "1".into(), "2".into());
    let key = ConversationKey { channel, page, visitor };
    let text = Text { text: message.to_owned(), attachments: Vec::new() };
    let kind = InputKind::Visitor(Box::new(Event::new(EventKind::Text(text))));
    let now = Timestamp::default();
    let at = Moment { key, now, dice: Dice::Seed(0), tracing: true };
    let input = Input { seq: 1, at: now, kind };
    // Somebody of whom Messenger tells nothing: a profile is not waited for.
    let profile = Profile::Silent { at: now };
    let stranger = Conversation { profile, ..Conversation::default() };
    let turn = engine::turn(&bot, &stranger, &input, &at);
    let flow = FlowName::new(flow);
    let among = turn.trace.iter().flat_map(|trace| &trace.contest).any(|one| one.flow == flow);
    match turn.outcome {
        Outcome::Done { took: Took::Trigger(took), .. } => took == flow || among,
        Outcome::Done { .. } | Outcome::Skipped(_) | Outcome::Dead(_) => among,
    }
}

/// Messages and how often nobody took them, the most frequent first.
pub(super) fn sorted(texts: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let count = counts.entry(text).or_default();
        *count = count.saturating_add(1);
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(flows: &str) -> Bot {
        let sources =
            Sources::new(vec![Source { path: "flows/a.yaml".into(), text: flows.into() }]);
        let (bot, mistakes) = Bot::compile(Arc::new(sources));
        bot.unwrap_or_else(|| panic!("{mistakes:?}"))
    }

    fn learnt(flows: &str, text: &str) -> String {
        taught(&bot(flows), "order", text).map_or_else(|why| why, |edit| edit.text)
    }

    #[test]
    fn words_come_into_the_trigger_however_it_is_written() {
        for (before, after) in [
            ("order:\n  when: pizza\n  say: hi\n", "order:\n  when: [pizza, pizzza]\n  say: hi\n"),
            (
                "order:\n  when: [pizza, pasta]  # food\n  say: hi\n",
                "order:\n  when: [pizza, pasta, pizzza]  # food\n  say: hi\n",
            ),
            (
                "order:\n  when:\n    - pizza  # food\n  say: hi\n",
                "order:\n  when:\n    - pizza  # food\n    - pizzza\n  say: hi\n",
            ),
            ("order: {when: pizza, say: hi}\n", "order: {when: [pizza, pizzza], say: hi}\n"),
            (
                "order:\n  when: \"pizza\"\n  say: hi\n",
                "order:\n  when: [\"pizza\", pizzza]\n  say: hi\n",
            ),
            (
                "order:\n  when: [pizza, {all: [want, pie]}]\n  say: hi\n",
                "order:\n  when: [pizza, pizzza, {all: [want, pie]}]\n  say: hi\n",
            ),
            (
                "order:\n  when: [/x+/, pizza]\n  say: hi\n",
                "order:\n  when: [/x+/, pizza, pizzza]\n  say: hi\n",
            ),
        ] {
            assert_eq!(learnt(before, "pizzza"), after);
        }
    }

    #[test]
    fn the_flow_learns_and_not_a_catalogue() {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let files = vec![
            source("bot.yaml", "locales: [en, fr]\n"),
            source("flows/a.yaml", "order:\n  when: [tea]\n  say: hi\n"),
            source("locales/fr.yaml", "tea: thé\nhi: salut\n"),
        ];
        let bot = Bot::compile(Arc::new(Sources::new(files))).0.unwrap();
        let edit = taught(&bot, "order", "cofee").unwrap();
        assert_eq!(edit.text, "order:\n  when: [tea, cofee]\n  say: hi\n");
    }

    #[test]
    fn words_that_yaml_would_misread_are_quoted() {
        let flow = "order:\n  when: pizza\n  say: hi\n";
        assert!(learnt(flow, "yes").contains("[pizza, \"yes\"]"));
        assert!(
            learnt(flow, "one: big").contains("[pizza, \"one: big\"]"),
            "{}",
            learnt(flow, "one: big")
        );
        assert!(learnt(flow, "2 of them").contains("[pizza, \"2 of them\"]"));
    }

    #[test]
    fn an_edit_shows_the_lines_that_change() {
        let edit =
            taught(&bot("order:\n  when:\n    - pizza\n  say: hi\n"), "order", "pie").unwrap();
        assert_eq!(edit.before, "    - pizza");
        assert_eq!(edit.after, "    - pizza\n    - pie");
        assert_eq!((edit.place.line, &*edit.place.file), (3, "flows/a.yaml"));
    }

    #[test]
    fn what_takes_a_hand_is_told() {
        assert_eq!(
            learnt("order:\n  when: /piz+a/\n  say: hi\n", "pie"),
            "order has no plain words in its `when`"
        );
        assert_eq!(learnt("a:\n  when: x\n  say: hi\n", "pie"), "no flow is called order");
        assert_eq!(
            learnt("order:\n  when: pizza\n  say: hi\n", "a\nb"),
            "a message of several lines is no word of a trigger"
        );
    }

    #[test]
    fn the_likeliest_flow_comes_first() {
        let bot = bot(
            "menu:\n  when: menu\n  say: x\norder:\n  when: [pizza]\n  say: y\nall:\n  when: any message\n  say: z\n\
             hours:\n  when: /hours?/\n  say: w\n",
        );
        assert_eq!(likely(&bot, "a pizzza please"), ["order", "menu"]);
        let texts = ["b", "a", "b"].map(str::to_owned).into_iter();
        assert_eq!(sorted(texts), [("b".to_owned(), 2), ("a".to_owned(), 1)]);
    }
}
