//! Whether anything tells people that they talk to a bot (M714). Some countries demand it.

use std::collections::BTreeSet;

use crate::flow::model::on_page::Does;
use crate::flow::model::trigger::TriggerKind;
use crate::flow::model::{Checked, Flow, StepKind};
use crate::flow::parts::{self, Part};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::batch::TextId;
use crate::template::render::Templates;
use crate::words::name::FlowName;
use crate::words::way::Way;

/// Parts of words that say it, in small letters.
const STEMS: [&str; 37] = [
    "robot",
    "automat",
    "automát",
    "assistant",
    "assistent",
    "asistent",
    "virtual",
    "virtuel",
    "robô",
    "روبوت",
    "بوت",
    "آلي",
    "مساعد",
    "افتراضي",
    "बॉट",
    "रोबोट",
    "सहायक",
    "असिस्टेंट",
    "स्वचालित",
    "वर्चुअल",
    "आभासी",
    "ボット",
    "ロボット",
    "自動",
    "アシスタント",
    "バーチャル",
    "บอท",
    "บอต",
    "หุ่นยนต์",
    "อัตโนมัติ",
    "ผู้ช่วย",
    "เสมือน",
    "机器人",
    "機器人",
    "自动",
    "助手",
    "虚拟",
];
/// Words that say it where they stand alone, in capitals.
const CAPITALS: [&str; 3] = ["AI", "KI", "IA"];

/// Tells a bot that greets people, or is begun by a button, and never says what it is; `at` is where it
/// does so first.
pub(super) fn look(
    checked: &Checked,
    templates: &Templates,
    at: Option<Span>,
) -> Option<Diagnostic> {
    let at = at?;
    let texts = first_texts(checked);
    if texts.into_iter().any(|id| says_it(templates.written(id))) {
        return None;
    }
    let headline = "Nothing tells people that they talk to a bot";
    Some(
        Diagnostic::warning(Code("M714"), at, headline)
            .note("In some countries that is a legal duty.")
            .fix("greeting: Hi! I'm the bot of … and answer at any hour."),
    )
}

/// What people read first: the greeting, what Get Started and the ice breakers say, and the fallback.
fn first_texts(checked: &Checked) -> BTreeSet<TextId> {
    let (settings, page) = (&checked.settings, &checked.settings.on_page);
    let mut texts: BTreeSet<TextId> = page.greeting.into_iter().collect();
    let mut flows: Vec<&FlowName> = settings.start.iter().map(|to| &to.flow).collect();
    flows.extend(page.ice_breakers.iter().filter_map(|line| match &line.does {
        Does::Go(Way::Go(to), _) => Some(&to.flow),
        Does::Go(..) | Does::Payload(_) | Does::Link(_) => None,
    }));
    let falls =
        |flow: &&Flow| flow.triggers.iter().any(|t| matches!(t.kind, TriggerKind::AnyMessage));
    flows.extend(checked.flows.iter().filter(falls).map(|flow| &flow.name));
    let mut seen = BTreeSet::new();
    while let Some(name) = flows.pop() {
        let Some(flow) = checked.flows.iter().find(|flow| flow.name == *name) else { continue };
        if !seen.insert(name) {
            continue;
        }
        parts::walk(&flow.steps, &mut |part| match part {
            Part::Text(id) => {
                texts.insert(id);
            }
            Part::Calls(called) => flows.push(called),
            Part::Step(step) => {
                if let StepKind::Goto(goto) = &step.kind
                    && let Way::Go(to) = &goto.to
                {
                    flows.push(&to.flow);
                }
            }
            _ => {}
        });
    }
    texts
}

/// Whether a text says that a machine speaks.
fn says_it(text: &str) -> bool {
    let small = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let word = |word: &str| {
        let lower = word.to_lowercase();
        lower.ends_with("bot") || lower.ends_with("bots") || CAPITALS.contains(&word)
    };
    STEMS.iter().any(|stem| small.contains(stem)) || words.any(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bots_say_what_they_are_in_every_shipped_language() {
        for text in [
            "I'm the Pizza Palace bot.",
            "Our chatbot answers at any hour",
            "I am an AI",
            "Your virtual helper",
            "Automatische Antwort",
            "Ich bin die KI des Ladens",
            "Soy tu asistente",
            "Je suis un assistant",
            "Sou um robô",
            "Sono un assistente",
            "أنا مساعدك",
            "मैं एक बॉट हूँ",
            "自動応答です",
            "ฉันเป็นบอท",
            "我是机器人",
        ] {
            assert!(says_it(text), "{text}");
        }
        for text in ["Both bottles", "Hello! What can I do for you?", "J'ai faim", "ki", "Botany"] {
            assert!(!says_it(text), "{text}");
        }
    }
}
