//! The floors: which module stands where, and that none looks up or sideways.

use crate::scan::{self, Path, Token};
use crate::tree::{File, Finding};

/// The floors, lowest first. `ARCHITECTURE.md` and `src/lib.rs` say the same.
pub const FLOORS: [&[&str]; 12] = [
    &["source", "limits", "time", "secret"],
    &["words"],
    &["pattern", "template"],
    &["flow", "script"],
    &["bot"],
    &["chart", "engine", "proof"],
    &["store", "messenger", "fetch", "files"],
    &["outbox", "fake"],
    &["service", "rehearsal"],
    &["studio", "lsp"],
    &["cli"],
    &["main"],
];

/// Looks sideways that are allowed: a limit is a quantity of `time`'s unit, and `time` needs no limit;
/// what `source` reads is limited, and no limit needs a file.
const SIDEWAYS: [(&str, &str); 2] = [("limits", "time"), ("source", "limits")];

/// The highest floor that does no I/O.
pub const PURE: usize = 5;

/// The floor of a module.
pub fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// A file names only modules of its own or of lower floors.
pub fn check(file: &File) -> Vec<Finding> {
    let module = file.module();
    if module == ["lib"] {
        return Vec::new();
    }
    let Some(own) = floor(module[0]) else {
        let text = format!("`{}` has no floor; add it to tests/tidy/floors.rs", module[0]);
        return vec![file.finding(1, text)];
    };
    let tokens = scan::tokens(&scan::scan(&file.text).code);
    let mut findings = renames(file, &tokens);
    for named in named(&tokens, module.len() == 1) {
        findings.extend(verdict(file, own, &named));
    }
    findings
}

/// A module that some path names.
struct Named {
    line: usize,
    module: String,
}

fn verdict(file: &File, own: usize, named: &Named) -> Option<Finding> {
    let name = named.module.as_str();
    let home = file.module()[0];
    let text = match floor(name) {
        _ if name == home || SIDEWAYS.contains(&(home, name)) => return None,
        Some(other) if other < own => return None,
        Some(other) if other == own => {
            format!("`{home}` names `{name}` of the same floor ({own}); move what both need down")
        }
        Some(other) => format!(
            "`{home}` (floor {own}) names `{name}`, which is on a higher floor ({other}); \
             hand the value down as an argument"
        ),
        None => {
            format!("`crate::{name}` is not a module with a floor; name the module it lives in")
        }
    };
    Some(file.finding(named.line, text))
}

/// Modules named from the crate's root; `super` in a top-level file is the root, too.
fn named(tokens: &[Token], top_level: bool) -> Vec<Named> {
    let outside = if top_level { outside_inline_modules(tokens) } else { Vec::new() };
    let super_paths = scan::paths(&outside).into_iter().filter_map(|path| after("super", &path));
    let paths = scan::paths(tokens).into_iter();
    paths.filter_map(|path| after("crate", &path)).chain(super_paths).collect()
}

fn after(root: &str, path: &Path) -> Option<Named> {
    let rest = match path.parts.as_slice() {
        [first, second, rest @ ..] if first == "self" && second == root => rest,
        [first, rest @ ..] if first == root || (root == "crate" && first == "saywhen") => rest,
        _ => return None,
    };
    let module = rest.first().filter(|name| *name != "self")?.clone();
    Some(Named { line: path.line, module })
}

/// The tokens that do not stand in a `mod name { … }`: in there, `super` is this file.
fn outside_inline_modules(tokens: &[Token]) -> Vec<Token> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let inline = tokens[at].text == "mod" && tokens.get(at + 2).is_some_and(|t| t.text == "{");
        if inline {
            at = scan::closing(tokens, at + 2);
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
    }
    out
}

/// `use crate as other` and `extern crate self` would hide paths from this test.
fn renames(file: &File, tokens: &[Token]) -> Vec<Finding> {
    let hidden = tokens.windows(2).filter(|pair| {
        let (first, second) = (pair[0].text.as_str(), pair[1].text.as_str());
        matches!((first, second), ("crate", "as" | "self"))
    });
    let grouped = tokens
        .windows(4)
        .filter(|four| four.iter().map(|t| t.text.as_str()).eq(["crate", "::", "{", "self"]));
    let text = "the crate is renamed, which hides floors; write `crate::` paths";
    hidden.chain(grouped).map(|pair| file.finding(pair[0].line, text)).collect()
}

/// `src/lib.rs` lists modules below a `// Floor N` comment each, lowest floor first.
pub fn check_lib(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut current, mut highest) = (None, 0);
    for (line, text) in file.lines() {
        if let Some(number) = text.strip_prefix("// Floor ") {
            current = number.trim().parse::<usize>().ok();
            if current.is_none_or(|floor| floor < highest) {
                findings.push(file.finding(line, "floors stand in rising order: `// Floor N`"));
            }
            highest = current.unwrap_or(highest);
        }
        let name = text.trim().trim_start_matches("pub ").strip_prefix("mod ");
        let Some(name) = name.and_then(|name| name.strip_suffix(';')) else { continue };
        if floor(name) != current || current.is_none() {
            let right = floor(name).map_or("no floor yet".into(), |n| format!("floor {n}"));
            findings
                .push(file.finding(line, format!("`{name}` has {right}; move this line there")));
        }
    }
    findings
}

/// `ARCHITECTURE.md` has a row `| N | … |` for every floor, with exactly its modules in backticks.
pub fn check_architecture(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = [false; FLOORS.len()];
    for (line, text) in file.lines() {
        let mut cells = text.trim_matches('|').split('|').map(str::trim);
        let number = cells.next().and_then(|cell| cell.parse::<usize>().ok());
        let Some(number) = number.filter(|n| *n < FLOORS.len()) else { continue };
        let modules: Vec<_> = cells.next().unwrap_or("").split('`').skip(1).step_by(2).collect();
        seen[number] = true;
        if modules != FLOORS[number] {
            let text = format!("floor {number} is {:?} in tests/tidy/floors.rs", FLOORS[number]);
            findings.push(file.finding(line, text));
        }
    }
    let missing = (0..FLOORS.len()).filter(|n| !seen[*n]);
    findings.extend(missing.map(|n| file.finding(1, format!("the row of floor {n} is missing"))));
    findings
}
