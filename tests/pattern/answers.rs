//! Answers as people write them: the tables in `tests/answers/`, and what holds for any text.

use std::path::Path;

use jiff::civil::date;
use saywhen::pattern::answer::{self, Hint, Type};
use saywhen::pattern::fold::Message;
use saywhen::words::name::{Locale, Value};

/// A line of a table.
struct Case {
    place: String,
    kind: Type,
    locales: Vec<Locale>,
    text: String,
    /// Whether the message is nothing but the value.
    whole: bool,
    value: Option<Value>,
}

fn kind(word: &str) -> Type {
    let kinds = [
        ("yes_no", Type::YesNo),
        ("integer", Type::Integer),
        ("number", Type::Number),
        ("money", Type::Money),
        ("email", Type::Email),
        ("phone", Type::Phone),
        ("url", Type::Url),
        ("date", Type::Date),
        ("time", Type::Time),
        ("datetime", Type::DateTime),
        ("duration", Type::Duration),
    ];
    kinds.into_iter().find(|(name, _)| *name == word).unwrap_or_else(|| panic!("{word}?")).1
}

fn cases(path: &Path) -> Vec<Case> {
    let of_file = path.file_stem().unwrap().to_str().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let (mut current, mut locales) = (None, vec![Locale::new(of_file)]);
    let mut cases = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let place = format!("{}:{line}", path.display());
        if let Some(head) = text.strip_prefix("== ") {
            let (word, others) = head.split_once(' ').unwrap_or((head, of_file));
            current = Some(kind(word));
            locales = others.split(", ").map(Locale::new).collect();
            continue;
        }
        let whole = text.rsplit_once(" -> ").map(|parts| (parts, true));
        let part = || text.rsplit_once(" ~> ").map(|parts| (parts, false));
        let Some(((text, value), whole)) = whole.or_else(part) else {
            assert!(text.is_empty(), "{place}: no arrow");
            continue;
        };
        let json =
            || serde_json::from_str(value).unwrap_or_else(|error| panic!("{place}: {error}"));
        let value = (value != "none").then(json);
        let (kind, text) = (current.unwrap(), text.replace("\\n", "\n"));
        cases.push(Case { place, kind, locales: locales.clone(), text, whole, value });
    }
    cases
}

fn wrong(case: &Case) -> Option<String> {
    let country = answer::locale::country(case.locales[0].as_str());
    let now = date(2026, 3, 18).at(10, 0, 0, 0);
    let hint = Hint { now, locales: &case.locales, country, home: None };
    let message = Message::new(&case.text);
    let whole = answer::whole(case.kind, &message, &hint);
    let found = answer::all(case.kind, &message, &hint);
    let only = (found.len() == 1).then(|| found[0].value.clone());
    let right = match &case.value {
        None => whole.is_none() && only.is_none(),
        Some(_) if case.whole => whole == case.value && only == case.value,
        Some(_) => whole.is_none() && only == case.value,
    };
    let shown = |value: Option<Value>| value.map_or("none".to_owned(), |value| value.to_string());
    (!right).then(|| {
        let all: Vec<_> = found.iter().map(|found| &message.typed[found.at.clone()]).collect();
        format!(
            "{}: {:?} wanted {}, whole {}, all {all:?} only {}",
            case.place,
            case.text,
            shown(case.value.clone()),
            shown(whole),
            shown(only)
        )
    })
}

#[test]
fn every_table_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let wrong: Vec<_> =
        files.iter().flat_map(|file| cases(file)).filter_map(|case| wrong(&case)).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn words_of_the_bots_other_languages_do_not_override_the_visitors() {
    let locales = ["en", "fr", "de", "es"].map(Locale::from);
    let now = date(2026, 1, 15).at(12, 0, 0, 0);
    let hint = Hint { now, locales: &locales, country: None, home: None };
    let read = |kind, text: &str| {
        let found = answer::all(kind, &Message::new(text), &hint);
        found.into_iter().next().map(|found| found.value)
    };
    assert_eq!(read(Type::Money, "20 cents"), Some(Value::from(0.2)));
    for (kind, text) in
        [(Type::Integer, "only once"), (Type::Date, "do it"), (Type::Date, "sam will tell you")]
    {
        assert_eq!(read(kind, text), None, "{text}");
    }
    assert_eq!(read(Type::Integer, "cuatro"), Some(Value::from(4)));
    assert_eq!(read(Type::Date, "lundi"), Some(Value::from("2026-01-19")));
}
