//! Names of steps (MODEL 2.2): an `id`, a question's variable, or a digest of the step's own words.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::flow::fields::Field;
use crate::flow::outline::{Arm, Flow, Step};
use crate::flow::verb::Verb;
use crate::source::yaml::{Node, NodeKind};
use crate::words::name::{ArmKey, StepName};

/// Letters of RFC 4648's base 32, in lower case.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Letters of a digest.
const DIGEST_LETTERS: u32 = 8;

/// Gives every step of a flow its name.
pub(super) fn name_steps(flow: &mut Flow<'_>) {
    let mut saves: BTreeMap<String, u32> = BTreeMap::new();
    let mut ids = std::collections::BTreeSet::new();
    Step::walk(&flow.steps, &mut |step| {
        if let Some(id) = step.id().and_then(|field| text(field.node)) {
            ids.insert(id.to_owned());
        }
        if let Some(save) = saved(step) {
            let count = saves.entry(save.to_owned()).or_default();
            *count = count.saturating_add(1);
        }
    });
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    Step::walk_mut(&mut flow.steps, &mut |step| {
        let only = saved(step).filter(|save| saves.get(*save) == Some(&1) && !ids.contains(*save));
        let own = step.id().and_then(|field| text(field.node)).or(only);
        let name = own.map_or_else(|| nth(digest(step), &mut seen), str::to_owned);
        step.name = StepName::new(name);
    });
}

/// The variable that a question saves.
pub(super) fn saved<'t>(step: &Step<'t>) -> Option<&'t str> {
    let asks = step.verb == Verb::Ask;
    step.fields.get("save").filter(|_| asks).and_then(|field| text(field.node))
}

fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Text(text) => Some(&text.value),
        NodeKind::List(_) | NodeKind::Map(_) => None,
    }
}

fn nth(name: String, seen: &mut BTreeMap<String, u32>) -> String {
    let count = seen.entry(name.clone()).or_default();
    *count = count.saturating_add(1);
    if *count == 1 { name } else { format!("{name}.{count}") }
}

/// `KIND~HASH` over the step's own keys, sorted, without `note` and without steps inside it.
fn digest(step: &Step<'_>) -> String {
    let mut parts: Vec<_> = step
        .fields
        .0
        .iter()
        .filter(|field| !left_out(step, field.key.name))
        .map(|field| (field.key.name, own(field)))
        .collect();
    parts.sort();
    let mut hash = Sha256::new();
    for (name, value) in parts {
        hash.update(format!("{name}={value}\n"));
    }
    format!("{}~{}", step.verb.word(), letters(&hash.finalize()))
}

/// `note` is documentation; lists of steps have names of their own.
fn left_out(step: &Step<'_>, key: &str) -> bool {
    match key {
        "note" | "then" | "else" | "one_of" | "steps" | "once" | "nudge" => true,
        "give_up" => !step.rest.is_empty(),
        _ => false,
    }
}

/// A field's value as far as it is the step's own: of `elif` only the conditions, of `cases` and
/// `errors` only the values that are compared.
fn own(field: &Field<'_>) -> String {
    match (&field.node.kind, field.key.name) {
        (NodeKind::Map(cases), "cases" | "errors") => {
            let mut keys: Vec<_> = cases.iter().map(|case| case.key.value.as_str()).collect();
            keys.sort_unstable();
            keys.join(",")
        }
        (_, name) => canonical(field.node, name == "elif"),
    }
}

/// What each arm of a `one_of` is remembered by: a digest of the names of its steps, with `.2`,
/// `.3` for equal ones.
pub(super) fn arms(arms: &[Arm<'_>]) -> Vec<ArmKey> {
    let mut seen = BTreeMap::new();
    let key = |arm: &Arm<'_>| {
        let mut hash = Sha256::new();
        Step::walk(&arm.steps, &mut |step| hash.update(format!("{}\n", unnumbered(&step.name))));
        ArmKey::new(nth(letters(&hash.finalize()), &mut seen))
    };
    arms.iter().map(key).collect()
}

/// A step's name without the number that tells equal ones of a flow apart.
fn unnumbered(name: &StepName) -> &str {
    let name = name.as_str();
    let parts = name.split_once('.').filter(|(digest, _)| digest.contains('~'));
    parts.map_or(name, |(digest, _)| digest)
}

/// A value without its place, quotes and order of keys; of `elif` only the conditions.
fn canonical(node: &Node, elif: bool) -> String {
    match &node.kind {
        NodeKind::Text(text) => format!("{}:{}", text.value.len(), text.value),
        NodeKind::List(items) => {
            let items: Vec<_> = items.iter().map(|item| canonical(item, elif)).collect();
            format!("[{}]", items.join(","))
        }
        NodeKind::Map(entries) => {
            let kept = entries.iter().filter(|entry| !elif || entry.key.value != "then");
            let mut pairs: Vec<_> = kept
                .map(|e| {
                    format!("{}:{}={}", e.key.value.len(), e.key.value, canonical(&e.value, false))
                })
                .collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(","))
        }
    }
}

/// The first 40 bits in base 32.
fn letters(hash: &[u8]) -> String {
    let first = hash.iter().take(5).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    (0..DIGEST_LETTERS)
        .rev()
        .filter_map(|at| usize::try_from((first >> (at * 5)) & 31).ok())
        .filter_map(|index| LETTERS.get(index))
        .map(|letter| char::from(*letter))
        .collect()
}
