//! Why the parser stopped, told from the author's lines rather than from the parser's words.

use granit_parser::ErrorKind;

use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::events::Stop;
use crate::source::yaml::line::Line;
use crate::source::yaml::page::Page;
use crate::source::yaml::tree::Grown;
use crate::source::yaml::{mistakes, repair, texts};

/// Lines that are looked at before the one where the parser stopped.
const LINES_LOOKED_AT_MAX: usize = 100;

/// The one mistake that kept the parser from going on; everything that has grown was right.
pub(super) fn blame(page: Page<'_>, stop: &Stop, grown: &Grown) -> Diagnostic {
    if matches!(stop.kind, ErrorKind::RecursionLimitExceeded) {
        return mistakes::too_deep(&page, stop.at);
    }
    if matches!(stop.kind, ErrorKind::DirectiveDisallowed) {
        let line = Line::at(page, stop.at);
        return mistakes::reserved(&page, line.body, line.key_end.unwrap_or(line.value_end));
    }
    let first = Line::at(page, grown.last.min(stop.at));
    let lines = std::iter::successors(Some(first), Line::next)
        .take_while(|line| line.start <= stop.at)
        .take(LINES_LOOKED_AT_MAX);
    lines
        .filter(|line| !line.is_idle())
        .find_map(|line| cause(page, line, stop))
        .or_else(|| spaces(page, Line::at(page, stop.at).next()?))
        .or_else(|| grown.bracket.and_then(|at| repair::open_bracket(page, at)))
        .or_else(|| layout(page, out_of_place(Line::at(page, stop.at))))
        .unwrap_or_else(|| unknown(page, stop.at))
}

/// What is wrong with one line by itself.
fn cause(page: Page<'_>, line: Line<'_>, stop: &Stop) -> Option<Diagnostic> {
    spaces(page, line)
        .or_else(|| repair::curly(page, line))
        .or_else(|| repair::regex(page, line))
        .or_else(|| repair::template(page, line))
        .or_else(|| repair::closes_early(page, line))
        .or_else(|| repair::backslash(page, line, stop))
        .or_else(|| repair::open_quote(page, line, stop))
        .or_else(|| repair::reserved(page, line))
        .or_else(|| repair::cut(page, line))
        .or_else(|| repair::colon(page, line))
        .or_else(|| repair::glued(page, line))
        .or_else(|| (line.end < stop.at).then(|| repair::no_colon(page, line))?)
}

fn spaces(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    if let Some(odd) = texts::odd_lines(page, line.start..line.end).first() {
        return Some(mistakes::invisible(&page, odd.start, odd.end));
    }
    let text = line.text();
    let blank = text.len().saturating_sub(text.trim_start_matches([' ', '\t']).len());
    let blank = text.get(..blank)?;
    let tab = blank.find('\t')?;
    let end = line.start.saturating_add(blank.len());
    let normal = blank.replace('\t', "  ");
    let at = line.start.saturating_add(tab);
    let headline = "This line starts with a tab";
    let made = Diagnostic::error(Code("Y101"), page.span(at, at.saturating_add(1)), headline)
        .label("press space twice instead; YAML does not accept tabs here")
        .fix(format!("{normal}{}", page.slice(end, line.end)))
        .edit(page.span(line.start, end), normal);
    Some(made)
}

/// The line that may stand in a wrong column: the first one below a word without a value may be anywhere,
/// so it is the next.
fn out_of_place(line: Line<'_>) -> Line<'_> {
    let above = line.above().next();
    let opens = above.is_some_and(|above| {
        above.key_end.is_some() && above.value().is_empty() && line.indent() > above.inner_column()
    });
    if opens { line.next().unwrap_or(line) } else { line }
}

/// A line that does not stand under the ones above it.
fn layout(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let above = line.above().next()?;
    if above.value().starts_with(['|', '>']) && line.indent() <= above.inner_column() {
        return Some(block_not_indented(page, line));
    }
    if !line.has_dash() && above.has_dash() && line.indent() == above.indent() {
        return Some(missing_dash(page, line));
    }
    if let Some(told) = beside_a_list(page, line) {
        return Some(told);
    }
    let here = line.indent();
    let mut nearest: Option<Line<'_>> = None;
    for other in line.above().take(LINES_LOOKED_AT_MAX) {
        if stands_under(&other, here) {
            return None;
        }
        let far = |of: &Line<'_>| column(of, &line).abs_diff(here);
        let fits = other.has_dash() || !line.has_dash();
        if fits && nearest.as_ref().is_none_or(|found| far(&other) < far(found)) {
            nearest = Some(other);
        }
        if other.indent() == 0 {
            break;
        }
    }
    nearest.map(|other| misplaced(page, line, column(&other, &line)))
}

/// A line in the column of a list's dashes that has none itself; and the other way round: a dash in
/// the column of words. A list below a word that has its value already.
fn beside_a_list(page: Page<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let above = line.above().next()?;
    let level = line.above().take(LINES_LOOKED_AT_MAX).find(|one| one.indent() <= line.indent());
    let level = level.filter(|one| one.indent() == line.indent());
    if let Some(first) = level.filter(|one| one.has_dash() && !line.has_dash()) {
        return Some(dash_or_deeper(page, line, first));
    }
    if level.is_some_and(|one| line.has_dash() && !one.has_dash() && one.key_end.is_some()) {
        return level.map(|one| missing_dash(page, one));
    }
    let deeper = if above.has_dash() {
        line.indent() >= above.inner_column()
    } else {
        line.indent() > above.inner_column()
    };
    let valued = above.key_end.is_some() && !above.value().is_empty();
    if line.has_dash() && deeper && valued {
        return Some(second_value(page, above, line));
    }
    let text = above.key_end.is_none() && !above.has_dash();
    (text && line.key_end.is_some() && line.indent() == above.indent())
        .then(|| word_under_text(page, line))
}

/// Whether something of a line above begins in this column.
fn stands_under(above: &Line<'_>, column: usize) -> bool {
    above.indent() == column || (above.key_end.is_some() && above.inner_column() == column)
}

/// Where a line should begin to go with one above it.
fn column(above: &Line<'_>, line: &Line<'_>) -> usize {
    if line.has_dash() { above.indent() } else { above.inner_column() }
}

fn block_not_indented(page: Page<'_>, line: Line<'_>) -> Diagnostic {
    let end = line.body.saturating_add(1);
    let headline = "The text below | or > must stand further to the right";
    Diagnostic::error(Code("Y110"), page.span(line.body, end), headline)
        .label("two more spaces than the word above")
        .fix("put two more spaces before each line of the text")
}

fn missing_dash(page: Page<'_>, line: Line<'_>) -> Diagnostic {
    let end = line.key_end.unwrap_or(line.value_end);
    let plain = line.above().next().is_some_and(|above| above.key_end.is_none());
    if plain && line.key_end.is_some() {
        let headline = "This line stands in the column of the dashes above, without one";
        return Diagnostic::error(Code("Y111"), page.span(line.body, end), headline)
            .label("every entry of that list starts with \"- \"")
            .fix("move it to the left, below the word that it stands beside, or begin it with \"- \"");
    }
    Diagnostic::error(Code("Y111"), page.span(line.body, end), "Is a \"- \" missing here?")
        .label("every step in a list starts with \"- \"")
        .fix(format!("- {}", page.slice(line.body, line.end)))
        .edit(page.span(line.body, line.body), "- ")
}

/// Nobody knows here which words begin a step, so both ways are told.
fn dash_or_deeper(page: Page<'_>, line: Line<'_>, first: Line<'_>) -> Diagnostic {
    let end = line.key_end.unwrap_or(line.value_end);
    let written = page.slice(line.body, line.end);
    let entry = page.span(first.inner, first.key_end.unwrap_or(first.value_end));
    Diagnostic::error(
        Code("Y111"),
        page.span(line.body, end),
        "Is a \"- \" missing here, or are two spaces?",
    )
    .label("in the column of the dashes, every line starts with \"- \"")
    .related(entry, "the entry above")
    .fix(format!(
        "  {written}   if it belongs to the entry above\n- {written}   if it begins a new one"
    ))
}

fn second_value(page: Page<'_>, above: Line<'_>, line: Line<'_>) -> Diagnostic {
    let word = page.slice(above.inner, above.key_end.unwrap_or(above.inner));
    let span = page.span(line.body, line.body.saturating_add(1));
    let headline =
        format!("\"{word}\" has its value already; a list cannot stand under it as well");
    let made = Diagnostic::error(Code("Y110"), span, headline)
        .related(page.span(above.value, above.value_end), "this is the value");
    match word {
        "if" => made.fix("write a line \"then:\" above the list, in the column of \"if:\""),
        _ => made.fix("line the dash up with the one above, or give the list a word of its own"),
    }
}

fn word_under_text(page: Page<'_>, line: Line<'_>) -> Diagnostic {
    let word = page.slice(line.inner, line.key_end.unwrap_or(line.inner));
    let span = page.span(line.inner, line.key_end.unwrap_or(line.inner));
    Diagnostic::error(Code("Y110"), span, format!("\"{word}:\" stands inside the text above"))
        .label("the text and this word begin in the same column")
        .fix(format!("move \"{word}:\" to the left, below the word that the text belongs to"))
}

fn misplaced(page: Page<'_>, line: Line<'_>, wanted: usize) -> Diagnostic {
    let here = line.indent();
    let far = match here.abs_diff(wanted) {
        1 => "one space".to_owned(),
        2 => "two spaces".to_owned(),
        more => format!("{more} spaces"),
    };
    let side = if here > wanted { "right" } else { "left" };
    let what = if line.has_dash() { "the \"-\" above" } else { "the word above" };
    let (columns, own) = (wanted.saturating_add(1), here.saturating_add(1));
    let headline = format!("This line is {far} too far to the {side}");
    let end = line.body.saturating_add(1);
    Diagnostic::error(Code("Y110"), page.span(line.body, end), headline)
        .label(format!("{what} is in column {columns}, this one in column {own}"))
        .fix("line up both")
        .edit(page.span(line.start, line.body), " ".repeat(wanted))
}

fn unknown(page: Page<'_>, at: usize) -> Diagnostic {
    let at = at.min(page.text.trim_end().len());
    Diagnostic::error(Code("Y100"), page.span(at, at), "This cannot be read as YAML")
        .label("something before this place or here is not as it should be")
        .fix("compare the spaces and quotes with a line that works; a text in \"…\" is always safe")
}
