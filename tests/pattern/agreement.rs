//! The index and the rules find what LANGUAGE says they find: random triggers of every kind against
//! messages that nearly say them, compared with [`crate::naive`].

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use saywhen::pattern::fold::Message;
use saywhen::pattern::prefilter::Prefilter;
use saywhen::pattern::rule::Rule;
use saywhen::pattern::synonyms::Synonyms;

use crate::naive::{self, Found, Spec};

/// Words that share beginnings, letters and scripts.
const WORDS: [&str; 32] = [
    "pizza",
    "pizzas",
    "pie",
    "order",
    "orders",
    "opening",
    "hours",
    "hi",
    "no",
    "know",
    "a",
    "ab",
    "café",
    "CAFE",
    "24",
    "skip",
    "kit",
    "don't",
    "l'heure",
    "straße",
    "营业",
    "营业时间",
    "时间",
    "披萨",
    "日",
    "ราคา",
    "กี่",
    "ก",
    "ラーメン",
    "らーめん",
    "заказ",
    "заказать",
];

/// Signs.
const SIGNS: [&str; 8] = ["👍", "👍🏽", "❤️", "❤", "👨‍👩‍👧", "👨", "?", "?!"];

/// Parts of regexes with texts that they take.
const PARTS: [(&str, &[&str]); 30] = [
    ("order", &["order", "ORDER"]),
    (" ", &[" "]),
    (" #?", &[" ", " #"]),
    (r"\d+", &["1", "42", "٣"]),
    (r"\s*", &["", "  "]),
    (r"\b", &[""]),
    (r"\w+", &["abc", "営業"]),
    (".*", &["", " and "]),
    ("(?:hi|hello there)", &["hi", "Hello there"]),
    ("(?:kit|skip|日)", &["\u{212a}it", "ſkip", "日"]),
    ("colou?r", &["color", "COLOUR"]),
    ("(?:a|bc)+", &["a", "abca", "bcbc"]),
    ("(?:xy){2}", &["xyxy", "XYxy"]),
    ("(?:xy){2,3}", &["xyxy", "xyxyxy"]),
    ("[ab]", &["a", "B"]),
    ("[a-f]", &["c", "F"]),
    ("[^ ]", &["x", "é"]),
    ("crème", &["crème", "CRÈME"]),
    ("straße", &["straße", "STRAẞE"]),
    ("K", &["k", "\u{212a}"]),
    ("ſ", &["s", "S"]),
    ("İ", &["İ"]),
    ("ı", &["ı"]),
    ("(?-i:Kit)", &["Kit"]),
    ("(?:Σ|ς)", &["σ", "ς"]),
    ("营业(?:时间)?", &["营业", "营业时间"]),
    ("👍", &["👍"]),
    (r"\?", &["?"]),
    ("(?:order |)", &["", "order "]),
    ("(?:(?:no|know) )*", &["", "know no "]),
];

/// A few words, as triggers have them.
fn text() -> impl Strategy<Value = String> {
    let glue = select(vec![" ", " ", " ", "-", "", ", "]);
    prop::collection::vec((select(&WORDS[..]), glue), 1..4).prop_map(|words| {
        let words: Vec<String> =
            words.into_iter().map(|(word, glue)| word.to_owned() + glue).collect();
        words.concat().trim().to_owned()
    })
}

/// A trigger's text: mostly words, seldom signs.
fn trigger() -> impl Strategy<Value = String> {
    prop_oneof![8 => text(), 1 => select(&SIGNS[..]).prop_map(str::to_owned)]
}

/// A regex with a text that it takes.
fn regex() -> impl Strategy<Value = (Spec, String)> {
    let part = select(&PARTS[..]).prop_flat_map(|(regex, texts)| (Just(regex), select(texts)));
    (
        select(vec![[false, false], [true, false], [false, true], [true, true], [true, true]]),
        prop::collection::vec(part, 1..5),
    )
        .prop_map(|([starts, ends], parts)| {
            let regex: String = parts.iter().map(|(regex, _)| *regex).collect();
            let wide = parts.iter().any(|(regex, _)| *regex == ".*");
            let text = parts.iter().map(|(_, text)| *text).collect();
            let regex =
                format!("{}{regex}{}", if starts { "^" } else { "" }, if ends { "$" } else { "" });
            (Spec::Regex(regex, starts && ends && !wide), text)
        })
}

/// A trigger of any kind with a text that it may take.
fn spec() -> impl Strategy<Value = (Spec, String)> {
    let several = || prop::collection::vec(trigger(), 1..4);
    prop_oneof![
        3 => trigger().prop_map(|text| (Spec::Words(text.clone()), text)),
        4 => trigger().prop_map(|text| (Spec::Exact(text.clone()), text)),
        1 => trigger().prop_map(|text| (Spec::Starts(text.clone()), text)),
        4 => (trigger(), select(vec![None, None, None, Some(0), Some(1), Some(2), Some(3)]))
            .prop_map(|(text, typos)| (Spec::Like(text.clone(), typos), text)),
        2 => several().prop_map(|texts| (Spec::All(texts.clone()), texts.join(" and "))),
        2 => several().prop_map(|texts| (Spec::Any(texts.clone()), texts.last().unwrap().clone())),
        4 => regex(),
    ]
}

fn synonyms() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    let value = prop_oneof![4 => text(), 1 => select(&SIGNS[..]).prop_map(str::to_owned)];
    let key = prop_oneof![
        8 => select(&WORDS[..]).prop_map(str::to_owned), 1 => text(),
        1 => select(&SIGNS[..]).prop_map(str::to_owned)
    ];
    prop::collection::vec((key, prop::collection::vec(value, 1..3)), 0..3)
}

/// A change that people make without thinking.
#[derive(Clone, Debug)]
enum Slip {
    LeaveOut(usize),
    Double(usize),
    Change(usize, char),
    Swap(usize),
    PutIn(usize, &'static str),
    Shout,
    Kelvin,
}

fn slip() -> impl Strategy<Value = Slip> {
    let bits = select(vec![" ", "x", "!", "é", "日", "👍", "\u{301}", "\u{e35}", " please ", "'"]);
    prop_oneof![
        any::<usize>().prop_map(Slip::LeaveOut),
        any::<usize>().prop_map(Slip::Double),
        (any::<usize>(), select(vec!['x', 'o', '时', 'า'])).prop_map(|(at, c)| Slip::Change(at, c)),
        any::<usize>().prop_map(Slip::Swap),
        (any::<usize>(), bits).prop_map(|(at, bit)| Slip::PutIn(at, bit)),
        Just(Slip::Shout),
        Just(Slip::Kelvin),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let len = letters.len();
    match slip {
        _ if len == 0 => {}
        Slip::LeaveOut(at) => drop(letters.remove(at % len)),
        Slip::Double(at) => letters.insert(at % len, letters[at % len]),
        Slip::Change(at, letter) => letters[at % len] = *letter,
        Slip::Swap(at) if len > 1 => letters.swap(at % (len - 1), at % (len - 1) + 1),
        Slip::Swap(_) => {}
        Slip::PutIn(at, bit) => drop(letters.splice(at % len..at % len, bit.chars())),
        Slip::Shout => return text.to_uppercase(),
        Slip::Kelvin => return text.replace('k', "\u{212a}").replace('s', "ſ"),
    }
    letters.into_iter().collect()
}

/// Triggers, synonyms, and a message.
type Scene = (Vec<Spec>, Vec<(String, Vec<String>)>, String);

/// Triggers, and a message that nearly is what one or two of them take.
fn scene() -> impl Strategy<Value = Scene> {
    let specs = prop::collection::vec(spec(), 1..10);
    let around = select(vec!["", "", "", "", "", "", "I want ", "hi! ", "我要", "know "]);
    let slips = prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(slip(), 1..3)];
    let both = select(vec![true, false, false, false]);
    (specs, synonyms(), any::<[prop::sample::Index; 2]>(), around, slips, both).prop_map(
        |(specs, said, [one, other], around, slips, both)| {
            let first = &one.get(&specs).1;
            let value = said.first().map(|(_, values)| values[0].clone());
            let second = value.filter(|_| both).unwrap_or_else(|| other.get(&specs).1.clone());
            let said_once = format!("{around}{first}");
            let text = if both { format!("{said_once} {second}") } else { said_once };
            let message = slips.iter().fold(text, |text, slip| slipped(&text, slip));
            (specs.into_iter().map(|(spec, _)| spec).collect(), said, message)
        },
    )
}

fn rule(spec: &Spec, synonyms: &Synonyms) -> Rule {
    let texts = |texts: &[String]| texts.to_vec();
    match spec {
        Spec::Words(text) => Rule::words(text, synonyms),
        Spec::Exact(text) => Rule::exact(text, synonyms),
        Spec::Starts(text) => Rule::starts(text, synonyms),
        Spec::Like(text, typos) => Rule::like(text, *typos, synonyms),
        Spec::All(all) => {
            Rule::all(&texts(all).iter().map(String::as_str).collect::<Vec<_>>(), synonyms)
        }
        Spec::Any(all) => {
            Rule::any(&texts(all).iter().map(String::as_str).collect::<Vec<_>>(), synonyms)
        }
        Spec::Regex(text, _) => Rule::regex(text, &[]),
    }
    .unwrap()
}

fn found(rule: &Rule, message: &Message) -> Option<Found> {
    let hit = rule.find(message)?;
    Some((hit.class, hit.covered, hit.start, hit.edits))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_and_index_agree_with_the_naive_matcher((specs, said, text) in scene()) {
        let synonyms: Synonyms = said.iter().cloned().collect();
        let rules: Vec<Rule> = specs.iter().map(|spec| rule(spec, &synonyms)).collect();
        let message = Message::new(&text);
        let candidates = Prefilter::new(&rules).candidates(&message);
        prop_assert!(candidates.is_sorted_by(|a, b| a < b));
        for (at, spec) in specs.iter().enumerate() {
            let expected = naive::find(spec, &said, &message);
            prop_assert_eq!(found(&rules[at], &message), expected, "{:?} in {:?}", spec, &message);
            let tried = candidates.contains(&at);
            prop_assert!(tried || expected.is_none(), "{spec:?} is not tried for {message:?}");
        }
    }
}

#[test]
fn the_scenes_hit_and_miss_every_class() {
    let mut runner = TestRunner::deterministic();
    let (mut hits, mut misses, mut misspelt) = (BTreeMap::new(), 0, 0);
    for _ in 0..300 {
        let (specs, said, text) = scene().new_tree(&mut runner).unwrap().current();
        let message = Message::new(&text);
        for spec in &specs {
            match naive::find(spec, &said, &message) {
                Some((class, _, _, edits)) => {
                    *hits.entry(class).or_insert(0) += 1;
                    misspelt += u32::from(edits > 0);
                }
                None => misses += 1,
            }
        }
    }
    let enough = hits.values().all(|count| *count > 5) && hits.len() == 4;
    assert!(enough && misses > 500 && misspelt > 15, "{hits:?} {misses} {misspelt}");
}
