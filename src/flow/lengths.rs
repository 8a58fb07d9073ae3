//! What people typed on titles, subtitles, buttons and quick replies, of which Messenger shows so many
//! letters only (M715).

use std::collections::BTreeSet;

use crate::flow::http::address::next_tag;
use crate::flow::model::Checked;
use crate::flow::model::StepKind;
use crate::flow::model::ask::Choices;
use crate::flow::parts::{self, Part};
use crate::flow::typed::{Typed, What};
use crate::limits::{CARD_TEXT_UNITS_MAX, LABEL_UNITS_MAX, units};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::batch::TextId;
use crate::template::render::Templates;

/// A text of which people see so many letters, and what it is.
type Short = (TextId, usize, &'static str);

/// Letters below which nothing of a value is left to read.
const ROOM_MIN: usize = 4;

/// Tells every value that somebody typed and that can be longer than there is room for.
pub(super) fn look(checked: &Checked, templates: &Templates) -> Vec<Diagnostic> {
    let typed = Typed::new(checked, templates);
    let (mut told, mut seen) = (Vec::new(), BTreeSet::new());
    for flow in &checked.flows {
        parts::walk(&flow.steps, &mut |part| {
            for short in shorts(&part) {
                let Some((all, room)) = room(templates, short) else { continue };
                for read in templates.text_reads(short.0) {
                    let what = typed.what(&flow.name, &read.path);
                    let Some(what) = what.filter(|what| is_longer(*what, all)) else { continue };
                    let Some(shown) = typed.shown(read).filter(|_| seen.insert(read.span)) else {
                        continue;
                    };
                    let now = one(what, &read.path, short, read.span);
                    let filter = format!("truncate(length={room})");
                    let mended = shown.through(read, &filter);
                    told.push(if room < ROOM_MIN {
                        now.fix("say it in the text above, where there is room")
                    } else {
                        now.edit(shown.span, mended)
                    });
                }
            }
        });
    }
    told
}

/// The texts of a part that are cut; those of steps within come with their own part.
fn shorts(part: &Part<'_>) -> Vec<Short> {
    match part {
        Part::Button(button) => {
            button.label.map(|label| (label, LABEL_UNITS_MAX, "button")).into_iter().collect()
        }
        Part::Step(step) => match &step.kind {
            StepKind::Cards(cards) => {
                let title = |id| (id, CARD_TEXT_UNITS_MAX, "title");
                let subtitle = |id| (id, CARD_TEXT_UNITS_MAX, "subtitle");
                let titles = cards.cards.iter().map(|card| title(card.title));
                titles.chain(cards.cards.iter().filter_map(|c| c.subtitle).map(subtitle)).collect()
            }
            StepKind::Ask(ask) => match &ask.choices {
                Choices::Written(choices) if ask.shown => {
                    choices.iter().map(|choice| (choice.label, LABEL_UNITS_MAX, "choice")).collect()
                }
                Choices::Written(_) | Choices::From(_) => Vec::new(),
            },
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The letters that are left for all values of a text, and for each of them; none where that depends
/// on something.
fn room(templates: &Templates, (id, max, _): Short) -> Option<(usize, usize)> {
    let text = templates.written(id);
    if text.contains("{%") || text.contains("{#") {
        return None;
    }
    let (mut own, mut values, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(tag) = next_tag(text, at..text.len()) {
        own = own.saturating_add(units::len(text.get(at..tag.start)?));
        values = values.saturating_add(1);
        at = tag.end;
    }
    own = own.saturating_add(units::len(text.get(at..)?));
    let all = max.saturating_sub(own);
    Some((all, all.checked_div(values)?))
}

/// Whether a value may be longer than there is room for.
fn is_longer(what: What, room: usize) -> bool {
    match what {
        What::Words(Some(max)) => max > room,
        What::Words(None) | What::FullName => true,
        What::Email | What::Phone | What::Name => false,
    }
}

fn one(what: What, path: &str, short: Short, span: crate::source::Span) -> Diagnostic {
    let (_, max, name) = short;
    let whose = if what == What::FullName { "name" } else { "answer" };
    let limit = match what {
        What::Words(Some(max)) => format!("may have {max} letters"),
        _ => "has no limit".to_owned(),
    };
    let headline = format!("A person's {whose} can make this {name} too long: \"{path}\" {limit}");
    let told = Diagnostic::warning(Code("M715"), span, headline);
    told.label(format!("people see {max} letters of a {name}"))
}
