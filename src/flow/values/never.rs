//! Comparisons that never hold, and cases that never come (T508).

use crate::flow::model::control::Switch;
use crate::flow::suggest::nearest;
use crate::flow::values::compared::One;
use crate::flow::values::{Bot, Kind};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::pairs::{Operand, Pair};
use crate::words::name::Value;

impl Bot<'_> {
    /// Whether a variable is never equal to what it is compared with.
    pub(super) fn never(
        &self,
        pair: &Pair<Span>,
        (one, other): (One<'_>, One<'_>),
    ) -> Option<Diagnostic> {
        let Operand::Path(path) = &one.what else { return None };
        match (self.of_path(path), &other.what) {
            (Kind::Flag, Operand::Text(text)) => {
                let headline = format!("{path} is true or false, and never \"{text}\"");
                let told = Diagnostic::warning(Code("T508"), other.at, headline);
                Some(self.truth(told, pair, (path, text)))
            }
            (Kind::Flag, Operand::Number(number)) => {
                let headline = format!("{path} is true or false, and never {number}");
                let told = Diagnostic::warning(Code("T508"), other.at, headline);
                Some(self.truth(told, pair, (path, number)))
            }
            (Kind::Text, Operand::Flag(flag)) => {
                let headline = format!("{path} is a text, and never {flag}");
                let told = Diagnostic::warning(Code("T508"), other.at, headline);
                Some(told.fix("type: yes_no   where it is asked"))
            }
            (Kind::One(values), Operand::Text(text)) => {
                self.none_of((path, &values), text, other.at)
            }
            (Kind::One(values), Operand::Flag(flag)) => {
                let headline = format!("{path} is never {flag}: {}", listed(&values));
                let may = values.iter().any(Value::is_boolean);
                (!may).then(|| Diagnostic::warning(Code("T508"), other.at, headline))
            }
            _ => None,
        }
    }

    /// Writes a comparison with yes or no as what it asks: `ok`, `not ok`.
    fn truth(&self, told: Diagnostic, pair: &Pair<Span>, (path, word): (&str, &str)) -> Diagnostic {
        let yes = match word.to_lowercase().as_str() {
            "yes" | "y" | "true" | "on" | "1" => true,
            "no" | "n" | "false" | "off" | "0" => false,
            _ => return told.label("compare it with true or false"),
        };
        let meant =
            if yes == (pair.sign == "==") { path.to_owned() } else { format!("not {path}") };
        let whole = Span { end: pair.right.at.end, ..pair.left.at };
        let written = self.checked.sources.slice(whole);
        let quoted = |text: &str| {
            let bare = text.trim().trim_matches(['"', '\'']);
            bare == path || bare == word
        };
        let sides = written.split_once(&pair.sign);
        if sides.is_some_and(|(left, right)| quoted(left) && quoted(right)) {
            return told.fix(meant.clone()).edit(whole, meant);
        }
        told.fix(meant)
    }

    /// Cases that a variable never is.
    pub(super) fn cases(&self, switch: &Switch) -> Vec<Diagnostic> {
        let Some(path) = self.templates.variable(switch.on) else { return Vec::new() };
        let values = match self.of_path(&path) {
            Kind::One(values) => values,
            Kind::Flag => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Text | Kind::Number | Kind::Row(_) | Kind::Unknown => return Vec::new(),
        };
        let known: Vec<String> = values.iter().map(|value| as_case(&plain(value))).collect();
        let cases = switch.cases.iter().filter(|case| !known.contains(&as_case(&case.value)));
        cases.filter_map(|case| self.none_of((&path, &values), &case.value, case.at)).collect()
    }

    fn none_of(
        &self,
        (path, values): (&str, &[Value]),
        text: &str,
        at: Span,
    ) -> Option<Diagnostic> {
        let mut known: Vec<String> = values.iter().map(plain).collect();
        known.dedup();
        if known.iter().any(|known| known == text) {
            return None;
        }
        let headline = format!("{path} is never \"{text}\": {}", listed(values));
        let told = Diagnostic::warning(Code("T508"), at, headline);
        let Some(near) = meant(text, &known) else { return Some(told) };
        let told = told.label(format!("did you mean \"{near}\"?"));
        let written = self.checked.sources.slice(at);
        let mark = written.get(..1).filter(|mark| ["\"", "'"].contains(mark)).unwrap_or_default();
        let as_it_is = written == format!("{mark}{text}{mark}");
        let easy = near.chars().all(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(&c));
        let same = as_case(near) == *near && near.trim() == near;
        if as_it_is && easy && same {
            return Some(told.edit(at, format!("{mark}{near}{mark}")));
        }
        Some(told)
    }
}

/// The one value that a word is meant for: the nearest, or the only one that begins with it.
fn meant<'a>(text: &str, known: &'a [String]) -> Option<&'a String> {
    let one = nearest(text, known.iter().map(String::as_str));
    if let Some(one) = one {
        let others = known.iter().map(String::as_str).filter(|other| *other != one);
        let other = nearest(text, others);
        let far =
            |word: &str| strsim::damerau_levenshtein(&text.to_lowercase(), &word.to_lowercase());
        let alone = other.is_none_or(|other| far(one) < far(other));
        return known.iter().find(|known| *known == one).filter(|_| alone);
    }
    let small = text.to_lowercase();
    let mut begun =
        known.iter().filter(|known| !small.is_empty() && known.to_lowercase().starts_with(&small));
    begun.next().filter(|_| begun.next().is_none())
}

/// Yes and no are true and false in a case.
fn as_case(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "yes" | "true" => "true".to_owned(),
        "no" | "false" => "false".to_owned(),
        _ => text.to_owned(),
    }
}

fn listed(values: &[Value]) -> String {
    let mut known: Vec<String> = values.iter().map(plain).collect();
    known.dedup();
    match known.as_slice() {
        [one] => format!("it is always {one}"),
        known => format!("it can be {}", known.join(", ")),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
