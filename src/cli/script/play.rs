//! Steps as lines of a screenplay.

use crate::flow::model::ask::{Ask, Choices, GiveUp, Reason};
use crate::flow::model::branch::If;
use crate::flow::model::button::{Button, Tap};
use crate::flow::model::cards::Cards;
use crate::flow::model::control::{OneOf, Over, Repeat, Switch};
use crate::flow::model::http::Http;
use crate::flow::model::later::{Later, When};
use crate::flow::model::media::Media;
use crate::flow::model::pause::Pause;
use crate::flow::model::say::{Bubbles, Say};
use crate::flow::model::{Flow, Step, StepKind};
use crate::script::print::duration;
use crate::source::{Place, Sources};
use crate::template::batch::TextId;
use crate::template::render::Templates;
use crate::words::way::Way;

/// The whole flow.
pub(super) fn screenplay(sources: &Sources, flow: &Flow, texts: &Templates) -> String {
    let mut play = Play { sources, texts, lines: Vec::new() };
    let place = &flow.place;
    play.lines.push(format!(
        "{}  ({}:{})",
        flow.name.as_str().to_uppercase(),
        place.file,
        place.line
    ));
    for trigger in &flow.triggers {
        play.line(0, &format!("When somebody says or does: {}", sources.slice(trigger.span)));
    }
    if let Some(condition) = &flow.condition {
        play.line(0, &format!("(only if {})", condition.text));
    }
    play.lines.push(String::new());
    play.steps(&flow.steps, 0);
    play.lines.join("\n")
}

struct Play<'a> {
    sources: &'a Sources,
    texts: &'a Templates,
    lines: Vec<String>,
}

impl Play<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let indent = "    ".repeat(depth);
        self.lines.extend(text.lines().map(|line| format!("{indent}{line}").trim_end().to_owned()));
    }

    fn text(&self, id: TextId) -> String {
        self.texts.written(id).trim_end().to_owned()
    }

    fn steps(&mut self, steps: &[Step], depth: usize) {
        for step in steps {
            let depth = match &step.condition {
                Some(condition) => {
                    self.line(depth, &format!("(if {})", condition.text));
                    depth.saturating_add(1)
                }
                None => depth,
            };
            self.step(step, depth);
        }
    }

    fn step(&mut self, step: &Step, depth: usize) {
        let speaker =
            step.persona.as_ref().map_or("BOT".to_owned(), |name| name.as_str().to_uppercase());
        match &step.kind {
            StepKind::Say(said) => self.say(&speaker, said, depth),
            StepKind::Ask(asked) => self.ask(&speaker, asked, depth),
            StepKind::Media(shown) => self.media(&speaker, shown, depth),
            StepKind::Cards(shown) => self.cards(&speaker, shown, depth),
            StepKind::If(block) => self.branches(block, depth),
            StepKind::Switch(block) => self.switch(block, &step.place, depth),
            StepKind::OneOf(block) => self.one_of(block, depth),
            StepKind::Repeat(block) => self.rounds(block, depth),
            StepKind::Once(block) => {
                self.line(depth, "The first time:");
                self.steps(&block.steps, depth.saturating_add(1));
                self.otherwise("Any other time:", &block.otherwise, depth);
            }
            StepKind::Goto(goto) => {
                let text = format!("→ {}", way(&goto.to));
                self.line(depth, &text);
            }
            StepKind::Call(call) => {
                let text = format!("→ {}, and back here", call.flow);
                self.line(depth, &text);
            }
            StepKind::Return(_) | StepKind::EndAll => self.line(depth, "(the end)"),
            StepKind::Pause(Pause::Wait(span)) => {
                let text = format!("(a pause of {})", duration(*span));
                self.line(depth, &text);
            }
            StepKind::Pause(Pause::Typing) => self.line(depth, "(types)"),
            StepKind::React(emoji) => {
                let text = format!("{speaker} reacts: {emoji}");
                self.line(depth, &text);
            }
            StepKind::Raw(_) => {
                self.line(depth, &format!("{speaker} sends a message of its own form"));
            }
            StepKind::Form(_) => {
                self.line(depth, &format!("{speaker} sends a receipt, a coupon or the like"));
            }
            StepKind::Handover(handover) => {
                self.line(depth, &format!("(a person takes over: {})", handover.to));
            }
            StepKind::Language(to) => {
                let to = self.texts.written(to.text).to_owned();
                self.line(depth, &format!("(goes on in {to})"));
            }
            StepKind::TakeBack => self.line(depth, "(the bot speaks again)"),
            StepKind::Later(later) => self.later(later, depth),
            StepKind::Http(call) => self.http(call, depth),
            StepKind::Set(_)
            | StepKind::CancelLater(_)
            | StepKind::Forget(_)
            | StepKind::Seen
            | StepKind::Tag(_)
            | StepKind::Notify(_)
            | StepKind::Track(_)
            | StepKind::Log(_) => {}
        }
    }

    fn later(&mut self, later: &Later, depth: usize) {
        let when = match &later.when {
            When::After(span) => format!("After {}:", duration(*span)),
            When::Told(id) => format!("After {}:", self.text(*id)),
            When::At(id) => format!("At {}:", self.text(*id)),
        };
        self.line(depth, &when);
        self.steps(&later.steps, depth.saturating_add(1));
    }

    fn http(&mut self, call: &Http, depth: usize) {
        self.line(depth, "(another system is asked)");
        for (failing, steps) in &call.errors {
            self.line(depth, &format!("If that fails ({failing}):"));
            self.steps(steps, depth.saturating_add(1));
        }
    }

    fn media(&mut self, speaker: &str, shown: &Media, depth: usize) {
        for id in &shown.sources {
            let text = format!("{speaker} shows: {}", self.text(*id));
            self.line(depth, &text);
        }
        self.buttons(shown.buttons.iter().chain(&shown.replies), depth);
    }

    fn cards(&mut self, speaker: &str, shown: &Cards, depth: usize) {
        for card in &shown.cards {
            let subtitle = card.subtitle.map(|id| format!(": {}", self.text(id)));
            let title = self.text(card.title);
            let each = if card.each.is_some() { " (one for each)" } else { "" };
            let subtitle = subtitle.unwrap_or_default();
            self.line(depth, &format!("{speaker} shows a card{each}: {title}{subtitle}"));
            self.buttons(card.buttons.iter(), depth);
        }
        self.buttons(shown.replies.iter(), depth);
    }

    fn say(&mut self, speaker: &str, said: &Say, depth: usize) {
        let texts: Vec<TextId> = match &said.bubbles {
            Bubbles::Texts(texts) => texts.clone(),
            Bubbles::Template { file, .. } => vec![*file],
        };
        for id in texts {
            let text = self.text(id);
            let mut lines = text.lines();
            let first = lines.next().unwrap_or_default().to_owned();
            let rest: Vec<String> = lines.map(|line| format!("     {line}")).collect();
            self.line(depth, &format!("{speaker}: {first}"));
            for line in &rest {
                self.line(depth, line);
            }
        }
        self.buttons(said.buttons.iter().chain(&said.replies), depth);
    }

    fn buttons<'b>(&mut self, buttons: impl Iterator<Item = &'b Button>, depth: usize) {
        for button in buttons {
            let label = button.label.map(|id| self.text(id)).unwrap_or_default();
            let leads = match &button.tap {
                Tap::Go { to, .. } => format!(" → {}", way(to)),
                Tap::Link { url, .. } => format!(" → {}", self.text(*url)),
                Tap::Phone(id) => format!(" → telephone {}", self.text(*id)),
                Tap::Payload(_) | Tap::Login(_) | Tap::Logout | Tap::AskFor(_) => String::new(),
            };
            let condition = button.condition.as_ref().map(|is| format!("  (if {})", is.text));
            let text = format!("     [{label}]{leads}{}", condition.unwrap_or_default());
            self.line(depth, &text);
        }
    }

    fn ask(&mut self, speaker: &str, ask: &Ask, depth: usize) {
        self.say(speaker, &ask.say, depth);
        match &ask.choices {
            Choices::Written(choices) => {
                for choice in choices {
                    let leads = choice.goto.as_ref().map(|to| format!(" → {}", way(to)));
                    let text = self.text(choice.label);
                    self.line(depth, &format!("     [{text}]{}", leads.unwrap_or_default()));
                }
            }
            Choices::From(_) => self.line(depth, "     [one for each of a list]"),
        }
        let save = ask.save.as_ref().map(|slot| format!(" ({})", slot.name));
        self.line(depth, &format!("VISITOR answers{}", save.unwrap_or_default()));
        let general = ask.retry.texts.iter().map(|id| ("if that is no answer", *id));
        let because = ask.retry.because.iter();
        let because = because.flat_map(|(why, ids)| ids.iter().map(|id| (wrong(*why), *id)));
        let retries: Vec<(&str, TextId)> = general.chain(because).collect();
        for (when, id) in retries {
            let text = format!("{when}, {speaker}: {}", self.text(id));
            self.line(depth.saturating_add(1), &text);
        }
        for nudge in &ask.nudges {
            self.line(
                depth.saturating_add(1),
                &format!("after {} of silence:", duration(nudge.after)),
            );
            self.steps(&nudge.steps, depth.saturating_add(2));
        }
        match &ask.give_up {
            Some(GiveUp::Goto(to)) => {
                self.line(depth.saturating_add(1), &format!("after the last try → {}", way(to)));
            }
            Some(GiveUp::Steps(steps)) => {
                self.line(depth.saturating_add(1), "after the last try:");
                self.steps(steps, depth.saturating_add(2));
            }
            None => {}
        }
    }

    fn branches(&mut self, block: &If, depth: usize) {
        for (condition, steps) in &block.arms {
            self.line(depth, &format!("If {}:", condition.text));
            self.steps(steps, depth.saturating_add(1));
        }
        self.otherwise("Otherwise:", &block.otherwise, depth);
    }

    fn switch(&mut self, block: &Switch, place: &Place, depth: usize) {
        let at = self.sources.iter().find(|(_, file)| file.path == place.file);
        let line = usize::try_from(place.line).unwrap_or(1).saturating_sub(1);
        let text = at.and_then(|(_, file)| file.text.lines().nth(line)).unwrap_or_default();
        self.line(depth, &format!("({})", text.trim().trim_start_matches("- ")));
        for case in &block.cases {
            self.line(depth, &format!("{}:", case.value));
            self.steps(&case.steps, depth.saturating_add(1));
        }
        self.otherwise("Anything else:", &block.otherwise, depth);
    }

    fn one_of(&mut self, block: &OneOf, depth: usize) {
        for (nth, arm) in (1..).zip(&block.arms) {
            self.line(depth, if nth == 1 { "One of these by chance:" } else { "or:" });
            self.steps(&arm.steps, depth.saturating_add(1));
        }
    }

    fn rounds(&mut self, block: &Repeat, depth: usize) {
        let what = match &block.rounds.over {
            Over::Items(item, _) => format!("For each {item}:"),
            Over::Times(_) => "Several times:".to_owned(),
            Over::While(condition) => format!("As long as {}:", condition.text),
        };
        self.line(depth, &what);
        self.steps(&block.steps, depth.saturating_add(1));
    }

    fn otherwise(&mut self, what: &str, steps: &[Step], depth: usize) {
        if !steps.is_empty() {
            self.line(depth, what);
            self.steps(steps, depth.saturating_add(1));
        }
    }
}

/// What is wrong with an answer, as a screenplay says it.
fn wrong(reason: Reason) -> &'static str {
    match reason {
        Reason::Type => "if that is no answer",
        Reason::Min => "if that is too little or too early",
        Reason::Max => "if that is too much or too late",
        Reason::Must => "if that does not do",
    }
}

fn way(way: &Way) -> String {
    match way {
        Way::Go(target) => target.to_string(),
        Way::End => "the end".to_owned(),
        Way::Back => "back to the question before".to_owned(),
        Way::Restart => "from the beginning".to_owned(),
    }
}
