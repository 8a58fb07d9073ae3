//! Filters, functions and tests that are called wrongly: unknown words and arguments, and what must
//! be given and is not.

use crate::source::suggest::suggest;
use crate::template::mistake::{self, Mistake};
use crate::template::notes::{Call, Given};
use crate::template::vocabulary::{self, Word};
use crate::template::{dates, distance, money};

/// What is wrong with a call.
pub(super) fn of(what: &str, call: &Call, known: &'static [Word]) -> Vec<Mistake> {
    let named = &call.named;
    match vocabulary::find(known, &named.name) {
        Some(word) => arguments(word, call),
        None => vec![mistake::unknown(what, named, known.iter().map(|word| word.name))],
    }
}

fn arguments(word: &Word, call: &Call) -> Vec<Mistake> {
    let is_given = |name: &str| call.given.iter().any(|given| given.name == name);
    let takes = |given: &Given| word.arguments().any(|(name, _)| name == given.name);
    let unknown = call.given.iter().filter(|given| !takes(given));
    let unknown: Vec<_> = unknown.map(|given| unknown_argument(word, given)).collect();
    if !unknown.is_empty() {
        return unknown;
    }
    let missing = word.arguments().filter(|(name, needed)| *needed && !is_given(name));
    let missing: Vec<_> = missing.map(|(name, _)| name).collect();
    if !missing.is_empty() {
        return vec![too_few(word, &missing, call)];
    }
    call.given.iter().filter_map(|given| value(word, given)).collect()
}

/// What is wrong with a value that is written there and then.
fn value(word: &Word, given: &Given) -> Option<Mistake> {
    if word.name == "distance" {
        return distance::misplaced(given);
    }
    let (text, at) = given.text.as_ref()?;
    match (word.name, given.name.as_str()) {
        ("money", "currency") if money::currency(text).is_none() => {
            let said = format!("There is no currency \"{text}\"");
            Some(Mistake::new("T502", at, said).label("three letters: EUR, USD, JPY"))
        }
        ("date", "format") if !dates::is_format(text) => {
            let said = format!("\"{text}\" is no format of a date or time");
            Some(Mistake::new("T502", at, said).fix("%d.%m.%Y, %A %-d %B, %H:%M"))
        }
        _ => None,
    }
}

fn unknown_argument(word: &Word, given: &Given) -> Mistake {
    let said = format!("\"{}\" takes no \"{}\"", word.name, given.name);
    let told = Mistake::new("T502", &given.at, said);
    let names: Vec<_> = word.arguments().map(|(name, _)| name).collect();
    match suggest(&given.name, names.iter().copied()) {
        Some(near) => told.label(format!("did you mean \"{near}\"?")).edit(near),
        None if names.is_empty() => told.label("it takes nothing in ( )"),
        None => told.label(format!("it takes {}", names.join(", "))),
    }
}

fn too_few(word: &Word, missing: &[&str], call: &Call) -> Mistake {
    let missing: Vec<_> = missing.iter().map(|name| format!("{name}=…")).collect();
    let missing = missing.join(", ");
    let said = format!("\"{}\" needs {missing}", word.name);
    Mistake::new("T502", &call.named.at, said).fix(format!("{}({missing})", word.name))
}
