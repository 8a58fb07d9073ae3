//! What people typed in the address of a link: signs such as `&`, `+` and spaces would change where it
//! leads (B1006). The engine sends links as they come out, because a value may be a whole address.

use std::collections::BTreeSet;

use crate::flow::model::button::Tap;
use crate::flow::model::{Checked, Step, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::typed::{Typed, What};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::batch::TextId;
use crate::template::render::Templates;

/// Tells every value that somebody typed and that stands in a link as it was typed.
pub(super) fn look(checked: &Checked, templates: &Templates) -> Vec<Diagnostic> {
    let typed = Typed::new(checked, templates);
    let (mut told, mut seen) = (Vec::new(), BTreeSet::new());
    for flow in &checked.flows {
        parts::walk(&flow.steps, &mut |part| {
            let links = links(&part);
            for read in links.into_iter().flat_map(|id| templates.text_reads(id)) {
                let what = typed.what(&flow.name, &read.path);
                let (Some(what), Some(shown)) = (what, typed.shown(read)) else { continue };
                if is_behind_the_host(shown.before) && seen.insert(read.span) {
                    let headline =
                        format!("The address of this link will contain {} unescaped", called(what));
                    let told_now = Diagnostic::warning(Code("B1006"), read.span, headline);
                    let mended = shown.through(read, "urlencode");
                    told.push(
                        told_now
                            .label("a space, & or + in it would change where the link leads")
                            .edit(shown.span, mended),
                    );
                }
            }
        });
    }
    told
}

/// The links of a part; those of buttons and of steps within come with their own part.
fn links(part: &Part<'_>) -> Vec<TextId> {
    match part {
        Part::Button(button) => match &button.tap {
            Tap::Link { url, .. } | Tap::Login(url) => vec![*url],
            Tap::Go { .. } | Tap::Payload(_) | Tap::Phone(_) | Tap::Logout | Tap::AskFor(_) => {
                Vec::new()
            }
        },
        Part::Step(Step { kind: StepKind::Cards(cards), .. }) => {
            cards.cards.iter().filter_map(|card| card.link).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a link has come to its path, query or fragment; before that a value is no part of it.
fn is_behind_the_host(before: &str) -> bool {
    let address = before.rsplit_once("https://").map(|(_, rest)| rest);
    address.is_some_and(|rest| rest.contains(['/', '?', '#']))
}

fn called(what: What) -> &'static str {
    match what {
        What::Email => "the e-mail address",
        What::Phone => "the phone number",
        What::Name | What::FullName => "a person's name",
        What::Words(_) => "what people type",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_behind_the_host_is_part_of_the_way() {
        assert!(is_behind_the_host("link: https://a.example/?q="));
        assert!(is_behind_the_host("link: https://a.example/"));
        for other in ["link: ", "link: https://", "link: https://a.", "mailto:", "a/b: https://"] {
            assert!(!is_behind_the_host(other), "{other}");
        }
    }
}
