//! What is said of each mistake that a tree shows; the tree can still be gone on with.

use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::line::{Line, may_hold_comment};
use crate::source::yaml::page::Page;
use crate::source::yaml::quote::{quote, single};
use crate::source::yaml::{Entry, Node, NodeKind};

/// The code of a word whose colon lacks its space; the word became a text.
pub(super) const GLUED: Code = Code("Y113");

/// The line of a value with the value in other words; only those if it has more than one value.
fn line_with(page: &Page<'_>, start: usize, value: &str) -> String {
    let line = Line::at(*page, start);
    if line.value == start { line.with_value(value) } else { value.to_owned() }
}

/// `&name`.
pub(super) fn anchor(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let span = page.span(start, end);
    Diagnostic::error(Code("Y116"), span, "& and * (anchors) are not part of the bot language")
        .fix("put shared texts in a template, or in a flow that others `call`")
}

/// `*name`; with a second star it was meant to be bold.
pub(super) fn alias(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let slice = page.slice(start, end);
    if slice.len() > 1 && slice.ends_with('*') {
        reserved(page, start, end)
    } else {
        anchor(page, start, end)
    }
}

/// A text that starts with a letter that means something to YAML.
pub(super) fn reserved(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let slice = page.slice(start, end);
    let sign = slice.chars().next().unwrap_or(' ');
    let headline = format!("This text starts with a character YAML keeps for itself: {sign}");
    let sign = page.span(start, start.saturating_add(sign.len_utf8()));
    Diagnostic::error(Code("Y107"), sign, headline)
        .label("same for & ! % @ ` | > - ? [ ] { } # ' \"")
        .fix(line_with(page, start, &quote(slice)))
        .edit(page.span(start, end), quote(slice))
}

/// `!name`.
pub(super) fn tag(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let span = page.span(start, end);
    Diagnostic::error(Code("Y119"), span, "A tag (!x) is not part of the bot language")
        .label("YAML takes a word that starts with ! for itself")
        .fix("leave it out, or put the whole text in quotes")
}

/// `---` in the middle of a file.
pub(super) fn second_document(page: &Page<'_>, start: usize) -> Diagnostic {
    let end = start.saturating_add(page.rest(start).chars().take_while(|&c| c == '-').count());
    Diagnostic::error(
        Code("Y119"),
        page.span(start, end),
        "A second document (---) is not part of the bot language",
    )
    .label("everything below this line would be ignored")
    .fix("delete this line, or put what is below into a file of its own")
}

/// `<<: …`.
pub(super) fn merge_key(entry: &Entry) -> Diagnostic {
    let headline = "A merge key (<<) is not part of the bot language";
    Diagnostic::error(Code("Y119"), entry.key_span, headline)
        .fix("write out what belongs here, or put it in a flow that others `call`")
}

/// `{{ … }}` without quotes.
pub(super) fn braces(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let quoted = quote(page.slice(start, end));
    let sign = page.span(start, start.saturating_add(2));
    Diagnostic::error(Code("Y105"), sign, "A text that starts with {{ needs quotes")
        .note("In `if:` and `set:` you can leave the braces out altogether.")
        .fix(line_with(page, start, &quoted))
        .edit(page.span(start, end), quoted)
}

/// Too many lists and maps inside one another.
pub(super) fn too_deep(page: &Page<'_>, start: usize) -> Diagnostic {
    let headline = "Too many lists and maps inside one another";
    Diagnostic::error(Code("Y122"), page.span(start, start), headline)
        .fix("move a part of it into a flow of its own and `call` it")
}

/// A list or map where a word belongs.
pub(super) fn key_not_text(span: Span) -> Diagnostic {
    Diagnostic::error(Code("Y121"), span, "A list or map cannot stand before a colon")
        .label("only a word or text can")
        .fix("if it is a text, put it in quotes")
}

/// A colon with nothing before it.
pub(super) fn key_missing(span: Span) -> Diagnostic {
    Diagnostic::error(Code("Y121"), span, "There is no word before this colon")
        .fix("if the colon belongs to a text, put the text in quotes")
}

/// The same key again.
pub(super) fn twice(page: &Page<'_>, first: &Entry, second: &Entry) -> Diagnostic {
    let headline = format!("\"{}\" is here twice", second.key.value);
    let both = |node: &Node| match &node.kind {
        NodeKind::Text(text) if !text.value.contains([',', '\n']) => Some(page.slice_of(node.span)),
        NodeKind::Text(_) | NodeKind::List(_) | NodeKind::Map(_) => None,
    };
    let fix = match (second.key.value.as_str(), both(&first.value), both(&second.value)) {
        ("say", Some(one), Some(two)) => {
            format!("say: [{one}, {two}]   for two bubbles, or one_of: for a random one")
        }
        _ => "keep one of them, or give one of them another name".to_owned(),
    };
    Diagnostic::error(Code("Y112"), second.key_span, headline)
        .label("only one of them would be used")
        .related(first.key_span, "the first one")
        .fix(fix)
}

/// A key with nothing after it.
pub(super) fn no_value(page: &Page<'_>, entry: &Entry) -> Diagnostic {
    let end = entry.key_span.range().map_or(0, |range| range.end);
    let (_, line_end) = page.line(end);
    let after = page.slice(end, line_end).trim_start_matches([':', ' ']);
    let text_start = line_end.saturating_sub(after.len());
    let after = after.split("  #").next().unwrap_or(after).trim_end();
    if after.starts_with('#') && after.chars().nth(1).is_some_and(|c| !c.is_whitespace()) {
        let made = reserved(page, text_start, text_start.saturating_add(after.len()));
        return unless_comment(made, &format!(" {after}"));
    }
    let headline = format!("\"{}\" has nothing after its colon", entry.key.value);
    Diagnostic::error(Code("Y120"), entry.key_span, headline)
        .label("something is missing here")
        .fix("write what belongs to it, or delete the line; an empty text is \"\"")
}

/// A dash with nothing after it.
pub(super) fn no_entry(page: &Page<'_>, at: usize) -> Diagnostic {
    let dash = page.before(at).rfind('-').unwrap_or(at);
    let span = page.span(dash, dash.saturating_add(1));
    Diagnostic::error(Code("Y120"), span, "Nothing stands after this dash")
        .fix("write what belongs to it, or delete the line")
}

/// `{say: Hi, there}`: the stretch of the whole text, comma included.
pub(super) fn comma(page: &Page<'_>, entry: &Entry, start: usize, end: usize) -> Diagnostic {
    let slice = page.slice(start, end);
    let comma = start.saturating_add(slice.find(',').unwrap_or(0));
    let lost = slice.rsplit(',').next().unwrap_or("").trim();
    let quoted = quote(slice);
    let span = page.span(comma, comma.saturating_add(1));
    Diagnostic::error(Code("Y118"), span, "The comma splits this text in two")
        .label(format!(
            "inside {{ }} and [ ] a comma starts the next entry (\"{lost}\" has no value)"
        ))
        .fix(format!("{}: {quoted}", entry.key.value))
        .edit(page.span(start, end), quoted)
}

/// The comma may as well belong to the word after it: `{Yes: hi, No, thanks: bye}`.
pub(super) fn comma_of_either(comma: &mut Diagnostic) {
    "put the text with the comma in quotes".clone_into(&mut comma.fix);
    comma.edit = None;
}

/// A change that is certain: one that makes no text of what may be a comment.
pub(super) fn unless_comment(made: Diagnostic, text: &str) -> Diagnostic {
    if may_hold_comment(text) { Diagnostic { edit: None, ..made } } else { made }
}

/// A text that ends where ` #` begins; what stands behind two spaces is a comment.
pub(super) fn cut(page: &Page<'_>, key: &str, start: usize, end: usize) -> Diagnostic {
    let (_, line_end) = page.line(end);
    let rest = page.slice(end, line_end);
    let rest = rest.find("  #").and_then(|comment| rest.get(..comment)).unwrap_or(rest).trim_end();
    let whole = end.saturating_add(rest.len());
    let lost = page.span(end.saturating_add(1), whole);
    let edited = page.span(start, whole);
    let text = page.slice(start, whole);
    if key == "regex" {
        let made = Diagnostic::error(Code("Y104"), lost, "This regex is cut at the #")
            .label("in YAML, a space followed by # starts a comment")
            .fix(format!("regex: {}   always put a regex in single quotes", single(text)))
            .edit(edited, single(text));
        return unless_comment(made, text);
    }
    let joined = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let left = joined(page.slice(start, end));
    let quoted = quote(&joined(text));
    let named = if key.is_empty() { String::new() } else { format!("{key}: ") };
    let made = Diagnostic::error(Code("Y103"), lost, "The end of this text is being ignored")
        .label("in YAML, a space followed by # starts a comment")
        .note(format!("Only \"{left}\" would be left."))
        .fix(format!("{named}{quoted}   (a real comment? two spaces before the #)"));
    // An empty line within a text is a line end of the text.
    let paragraphs = text.lines().any(|line| line.trim().is_empty());
    if paragraphs { made } else { unless_comment(made.edit(edited, quoted), text) }
}

/// `regex: "…\d…"`.
pub(super) fn regex_in_double(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let written = page.slice(start, end).trim_matches('"');
    let meant = single(&written.replace("\\\\", "\\").replace("\\\"", "\""));
    let at = start.saturating_add(page.slice(start, end).find('\\').unwrap_or(0));
    let sign = page.rest(at).chars().take(2).map(char::len_utf8).sum();
    let span = page.span(at, at.saturating_add(sign));
    Diagnostic::error(Code("Y115"), span, "Regexes must not be in double quotes")
        .label("inside \"…\" a backslash has a special meaning")
        .fix(format!("regex: {meant}"))
        .edit(page.span(start, end), meant)
}

/// `say:hi`: the text and where its colon stands.
pub(super) fn glued(page: &Page<'_>, start: usize, colon: usize, end: usize) -> Diagnostic {
    let after = colon.saturating_add(1);
    let fix = format!("{} {}", page.slice(start, after), page.slice(after, end));
    Diagnostic::error(GLUED, page.span(colon, after), "A space is missing after the colon")
        .fix(fix)
        .edit(page.span(after, after), " ")
}

/// A line that begins with spaces that are none to YAML.
pub(super) fn invisible(page: &Page<'_>, start: usize, end: usize) -> Diagnostic {
    let normal = " ".repeat(page.slice(start, end).chars().count());
    let span = page.span(start, end);
    Diagnostic::error(Code("Y114"), span, "Invisible characters at the start of this line")
        .label("these are \"non-breaking\" spaces, often copied from a web page")
        .fix("replace them by normal spaces")
        .edit(span, normal)
}
