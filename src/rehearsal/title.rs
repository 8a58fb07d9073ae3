//! What a conversation is called as a test: what the visitor did first.

use std::collections::BTreeSet;

use crate::limits::TEST_TITLE_LETTERS_MAX;
use crate::rehearsal::talk::Happened;
use crate::script::line::{Act, LineKind};
use crate::script::print;

/// The title of a conversation in which nobody did anything.
const NOBODY: &str = "A conversation";

/// A title that none of the tests before it in its file has.
#[must_use]
pub fn title(done: &[Happened], before: &str) -> String {
    let first = done.iter().find_map(|one| match &one.line {
        LineKind::You(act) => Some(deed(act)),
        LineKind::Include(_)
        | LineKind::Given(_)
        | LineKind::App(..)
        | LineKind::Person(_)
        | LineKind::After(_)
        | LineKind::Bot(_)
        | LineKind::Nothing
        | LineKind::Then(_) => None,
    });
    let title = first.map(|deed| short(&deed)).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| NOBODY.to_owned());
    let taken: BTreeSet<_> = before.lines().filter_map(|line| line.strip_prefix('#')).collect();
    let is_free = |title: &String| !taken.iter().any(|other| other.trim() == title);
    let numbered = (2_u32..).map(|number| format!("{title} ({number})"));
    std::iter::once(title.clone()).chain(numbered).find(is_free).unwrap_or(title)
}

/// What was done, without the word for doing it.
fn deed(act: &Act) -> String {
    match act {
        Act::Say(text) | Act::Comment(text) => text.clone(),
        Act::SayEach(texts) => texts.join(", "),
        Act::Tap { label, .. } => label.clone(),
        Act::Start(None) => "Get Started".to_owned(),
        Act::Start(Some(reference)) => format!("Get Started by {reference}"),
        Act::Open(reference) => format!("Comes by {reference}"),
        Act::React(reaction) => reaction.clone(),
        Act::Post(_) => "An event of Meta's".to_owned(),
        Act::Send(_) => {
            let line = print::line(&LineKind::You(act.clone()));
            line.split_once(": ").map_or(String::new(), |(_, what)| what.to_owned())
        }
    }
}

/// One line, without the two spaces before a # that would begin a comment, and not too long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_start_matches(['#', ' ']);
    if line.chars().count() <= TEST_TITLE_LETTERS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(TEST_TITLE_LETTERS_MAX.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::line::{Given, Sent};

    fn of(lines: Vec<LineKind>, before: &str) -> String {
        let happened = |line| Happened { line, said: Vec::new(), watched: Vec::new() };
        title(&lines.into_iter().map(happened).collect::<Vec<_>>(), before)
    }

    fn first(act: Act) -> String {
        of(vec![LineKind::Given(vec![Given::GraphFails(613)]), LineKind::You(act)], "")
    }

    #[test]
    fn the_first_thing_that_the_visitor_did_is_the_title() {
        let say = |text: &str| first(Act::Say(text.to_owned()));
        assert_eq!(say("pizza"), "pizza");
        assert_eq!(say("# two\n  lines  # of it"), "two lines # of it");
        assert_eq!(say(&"long ".repeat(30)).chars().count(), TEST_TITLE_LETTERS_MAX);
        assert_eq!(say("  "), NOBODY);
        assert_eq!(first(Act::Start(None)), "Get Started");
        assert_eq!(first(Act::Open("spring".to_owned())), "Comes by spring");
        assert_eq!(first(Act::Tap { label: "Yes".to_owned(), nth: Some(2) }), "Yes");
        assert_eq!(first(Act::Send(vec![Sent::Image("cat.jpg".to_owned())])), "image cat.jpg");
        assert_eq!(of(Vec::new(), ""), NOBODY);
    }

    #[test]
    fn a_title_is_there_once_in_its_file() {
        let pizza = || vec![LineKind::You(Act::Say("pizza".to_owned()))];
        assert_eq!(of(pizza(), "# pizzas\nYou: pizza\n"), "pizza");
        assert_eq!(of(pizza(), "# pizza\nYou: pizza\n"), "pizza (2)");
        assert_eq!(of(pizza(), "# pizza\n\n# pizza (2)\n"), "pizza (3)");
    }
}
