//! Results in the format that build servers read.

use std::fmt::Write as _;

use crate::bot::Bot;
use crate::cli::markup::escaped;
use crate::rehearsal::run::Tested;
use crate::rehearsal::suite::Played;
use crate::source::diagnostic;

/// One suite for each file.
pub(super) fn page(bot: &Bot, played: &[Played<'_>]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for one in played {
        let failed = one.tested.iter().filter(|is| !is.failures.is_empty()).count();
        let (file, all) = (escaped(&one.chat.source.path), one.tested.len());
        writeln!(text, "  <testsuite name=\"{file}\" tests=\"{all}\" failures=\"{failed}\">").ok();
        one.tested.iter().for_each(|is| text.push_str(&case(bot, &file, is)));
        text.push_str("  </testsuite>\n");
    }
    text + "</testsuites>\n"
}

fn case(bot: &Bot, file: &str, tested: &Tested) -> String {
    let head = format!("    <testcase classname=\"{file}\" name=\"{}\"", escaped(&tested.title));
    let Some(first) = tested.failures.first() else { return head + "/>\n" };
    let told = diagnostic::render_all(&tested.failures, &bot.sources, false);
    let (what, told) = (escaped(&first.headline), escaped(&told));
    format!("{head}>\n      <failure message=\"{what}\">{told}</failure>\n    </testcase>\n")
}
