//! What the tests exercise of a bot, as people and programs read it.

use serde_json::{Value, json};

use crate::rehearsal::coverage::{Coverage, Kind, Unit};

/// A table by flow, and everything that was never exercised.
pub(super) fn show(coverage: &Coverage) -> String {
    let mut lines = vec![String::new()];
    let flows = coverage.flows();
    let width = flows.iter().map(|flow| flow.as_str().chars().count()).max().unwrap_or(0).max(6);
    let head: Vec<String> = Kind::ALL.iter().map(|kind| format!("{:>10}", kind.as_str())).collect();
    lines.push(format!("{:width$}  {}", "", head.join("  ")));
    let row = |flow: Option<&_>| {
        let cell = |kind: &Kind| {
            let (done, all) = coverage.count(flow, Some(*kind));
            if all == 0 {
                format!("{:>10}", "-")
            } else {
                format!("{:>10}", format!("{done}/{all}"))
            }
        };
        Kind::ALL.iter().map(cell).collect::<Vec<_>>().join("  ")
    };
    lines.extend(flows.iter().map(|flow| format!("{:width$}  {}", flow.as_str(), row(Some(flow)))));
    lines.push(format!("{:width$}  {}", "in all", row(None)));
    let missing: Vec<&Unit> = coverage.units.iter().filter(|unit| unit.times == 0).collect();
    if !missing.is_empty() {
        lines.push("\nNo conversation comes to:".to_owned());
    }
    for unit in missing {
        let place = format!("{}:{}", unit.place.file, unit.place.line);
        lines.push(format!("  {place}  {}: {}", singular(unit.kind), unit.what));
    }
    let (done, all) = coverage.count(None, None);
    lines.push(format!("\n{done} of {all} exercised ({} %)", percent(done, all)));
    lines.join("\n")
}

fn percent(done: usize, all: usize) -> usize {
    done.saturating_mul(100).checked_div(all).unwrap_or(100)
}

fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Step => "step",
        Kind::Branch => "branch",
        Kind::Button => "button",
        Kind::Retry => "retry",
        Kind::Error => "error arm",
    }
}

/// For other programs.
pub(super) fn json(coverage: &Coverage) -> Value {
    let unit = |unit: &Unit| {
        json!({
            "flow": unit.flow, "kind": singular(unit.kind), "what": unit.what,
            "file": &*unit.place.file, "line": unit.place.line, "times": unit.times,
        })
    };
    let (done, all) = coverage.count(None, None);
    let units: Vec<Value> = coverage.units.iter().map(unit).collect();
    json!({"exercised": done, "all": all, "units": units})
}
