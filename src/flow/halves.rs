//! Parts of an `if` that stand without their other parts.

use crate::flow::paste;
use crate::flow::verb::Verb;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};

/// What `elif` is called elsewhere.
const ELIF: [&str; 5] = ["elif", "else if", "elseif", "elsif", "else_if"];

/// What is wrong with an `else` or `elif` of a step, if it is not at its place.
pub(super) fn told(entries: &[&Entry], short_form: bool) -> Option<Diagnostic> {
    let get = |word: &str| entries.iter().copied().find(|entry| entry.key.value == word);
    let elif = entries.iter().copied().find(|entry| is_elif(&entry.key.value));
    let half = elif.or_else(|| get("else"))?;
    let verb = entries.iter().copied().find(|entry| Verb::of(&entry.key.value).is_some());
    let reads = |entry: &Entry| {
        let verb = Verb::of(&entry.key.value);
        verb.is_some_and(|verb| verb.keys().iter().any(|key| key.name == half.key.value))
    };
    if verb.is_some_and(reads) {
        return None;
    }
    match (get("if"), get("then")) {
        (Some(_), Some(_)) if half.key.value == "else" => None,
        (Some(_), Some(_)) => elif.filter(|elif| !is_right(elif)).map(wrong_elif),
        (Some(condition), None) if !short_form => Some(no_then(condition, half, verb)),
        _ => Some(no_if(half, short_form)),
    }
}

fn is_elif(word: &str) -> bool {
    ELIF.contains(&word.to_lowercase().as_str())
}

/// Whether it is our word with more than a condition behind it.
fn is_right(elif: &Entry) -> bool {
    elif.key.value == "elif" && !matches!(elif.value.kind, NodeKind::Text(_))
}

fn line(half: &Entry) -> String {
    if is_elif(&half.key.value) {
        format!("elif: [{{if: {}, then: …}}]", paste::value(&half.value))
    } else {
        paste::line("else", &half.value)
    }
}

/// `elif: size == "M"`, or `else if`.
fn wrong_elif(elif: &Entry) -> Diagnostic {
    let headline = match elif.key.value.as_str() {
        "elif" => "\"elif\" wants its condition and its steps together".to_owned(),
        word => format!("\"{word}\" is called \"elif\" here"),
    };
    Diagnostic::error(Code("K205"), elif.key_span, headline)
        .label("a list, each entry with an if and a then")
        .fix(line(elif))
}

fn no_then(condition: &Entry, half: &Entry, verb: Option<&Entry>) -> Diagnostic {
    let word = &half.key.value;
    let then = match verb {
        Some(verb) if verb.key.value == "say" => paste::line("then", &verb.value),
        Some(verb) => format!("then: {{{}}}", paste::line(&verb.key.value, &verb.value)),
        None => "then: …".to_owned(),
    };
    let head = paste::line("if", &condition.value);
    Diagnostic::error(Code("K204"), half.key_span, format!("\"{word}\" needs a \"then\" before it"))
        .label("what happens if the condition holds stands after then")
        .fix(format!("- {head}\n  {then}\n  {}", line(half)))
}

fn no_if(half: &Entry, short_form: bool) -> Diagnostic {
    let word = &half.key.value;
    let (headline, label) = if short_form {
        let headline = format!("\"{word}\" wants an \"if\" with \"then\", as one step of a list");
        (headline, "the if of a flow has no other way".to_owned())
    } else {
        let headline = format!("\"{word}\" stands in a step without \"if\"");
        (headline, format!("{word} belongs to the step of its if, without a dash of its own"))
    };
    let step = format!("- if: …\n  then: …\n  {}", line(half));
    let fix = if short_form { format!("steps:\n{step}") } else { step };
    Diagnostic::error(Code("K204"), half.key_span, headline).label(label).fix(fix)
}
