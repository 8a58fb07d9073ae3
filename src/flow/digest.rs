//! Names of steps (MODEL 2.2): an `id`, a question's variable, or a digest of the step's own words.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::flow::outline::{Flow, Step};
use crate::flow::verb::Verb;
use crate::source::yaml::{Node, NodeKind};
use crate::words::name::StepName;

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
        .map(|field| (field.key.name, canonical(field.node, field.key.name == "elif")))
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
        "note" | "then" | "else" => true,
        "give_up" => !step.rest.is_empty(),
        _ => false,
    }
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
