//! What no source file may say, and how long it may be.

use std::collections::BTreeSet;

use crate::floors;
use crate::scan::{self, Scanned, Token};
use crate::tree::{File, Finding};

/// Lines of a file in `src/`.
const FILE_LINES_MAX: usize = 400;

/// Lines of code in a function, blank lines and comments not counted.
const FUNCTION_LINES_MAX: usize = 60;

/// Words that have no place in code or comments.
const WORDS: [(&str, &str); 4] = [
    ("TODO", "do it, or write an issue"),
    ("FIXME", "mend it, or write an issue"),
    ("XXX", "say what is meant"),
    ("HACK", "say why it has to be so"),
];

/// Words that say nothing in the name of a type.
const TYPE_WORDS: [&str; 7] = ["Manager", "Handler", "Util", "Utils", "Helper", "Helpers", "Info"];

/// Modules that collect what belongs elsewhere.
const MODULE_NAMES: [&str; 9] =
    ["common", "util", "utils", "helper", "helpers", "types", "misc", "manager", "handler"];

/// Paths that mean I/O, a clock or a wait; floors 0 to 5 name none of them.
const IMPURE: [&str; 20] = [
    "tokio",
    "warp",
    "hyper",
    "reqwest",
    "notify",
    "rusqlite",
    "std::fs",
    "std::env",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::ToSocketAddrs",
    "std::net::UdpSocket",
    "std::thread",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "io::stdin",
    "io::stdout",
    "io::stderr",
];

/// Crates that one module alone names.
const OWNERS: [(&str, &str); 5] = [
    ("rusqlite", "store"),
    ("granit_parser", "source/yaml"),
    ("serde_yaml", "flow/tables"),
    ("csv_core", "flow/tables"),
    ("tera", "template"),
];

/// Keys of Meta's JSON and web addresses; only `messenger` and `fake` know them.
const WIRE: [&str; 9] = [
    "messaging_type",
    "quick_reply",
    "template_type",
    "is_reusable",
    "appsecret_proof",
    "hub.mode",
    "hub.challenge",
    "hub.verify_token",
    "x-hub-signature",
];

/// Holds one file of `src/` against every rule but the floors.
pub fn check(file: &File) -> Vec<Finding> {
    let scanned = scan::scan(&file.text);
    let all = scan::tokens(&scanned.code);
    let code = if file.is_test() { Vec::new() } else { scan::without_tests(&all) };
    let mut findings: Vec<_> = size(file).into_iter().collect();
    findings.extend(words(file, &scanned, &all));
    findings.extend(shapes(file, &all));
    findings.extend(names(file, &all));
    findings.extend(prints(file, &code));
    findings.extend(purity(file, &code));
    findings.extend(owners(file, &code));
    findings.extend(wire(file, &scanned, &code));
    findings.extend(functions(file, &code));
    findings.sort();
    findings
}

fn size(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    let text = format!("{lines} lines; a file has at most {FILE_LINES_MAX}: split it by concept");
    (lines > FILE_LINES_MAX).then(|| file.finding(FILE_LINES_MAX + 1, text))
}

fn words(file: &File, scanned: &Scanned, tokens: &[Token]) -> Vec<Finding> {
    let in_code = tokens.iter().map(|token| (token.line, token.text.clone()));
    let in_comments = scanned.comments.iter().flat_map(|(line, text)| {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(|word| (*line, word.to_owned())).collect::<Vec<_>>()
    });
    let mut findings = Vec::new();
    for (line, word) in in_code.chain(in_comments) {
        for (banned, instead) in WORDS {
            if word == banned {
                findings.push(file.finding(line, format!("`{banned}` is banned: {instead}")));
            }
        }
    }
    findings
}

/// Things that the compiler takes and the house does not.
fn shapes(file: &File, tokens: &[Token]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file.path.ends_with("/mod.rs") {
        findings.push(file.finding(1, "`mod.rs` is banned: name the file after the module"));
    }
    let banned: [(&[&str], &str); 6] = [
        (&["super", "::", "super"], "`super::super` is banned: write a `crate::` path"),
        (&["pub", "use"], "`pub use` is banned: name a thing where it lives"),
        (&[")", "use"], "a `use` with a visibility is banned: name a thing where it lives"),
        (&["#", "[", "path"], "`#[path]` hides where a module lives: move the file"),
        (&["dbg", "!"], "`dbg!` is banned: remove it"),
        (&["todo", "!"], "`todo!` is banned: write it"),
    ];
    for at in 0..tokens.len() {
        let here = &tokens[at..];
        for (shape, text) in banned {
            let found = here.len() >= shape.len()
                && shape.iter().zip(here).all(|(want, token)| *want == token.text);
            if found && (shape[0] != ")" || visibility_ends(tokens, at)) {
                findings.push(file.finding(tokens[at].line, text));
            }
        }
    }
    findings
}

/// Whether the `)` at this place closes a `pub(…)`.
fn visibility_ends(tokens: &[Token], close: usize) -> bool {
    let open = tokens[..close].iter().rposition(|token| token.text == "(");
    open.is_some_and(|open| open > 0 && tokens[open - 1].text == "pub")
}

fn names(file: &File, tokens: &[Token]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let name = file.module().pop().unwrap_or("").to_owned();
    if MODULE_NAMES.contains(&name.as_str()) {
        findings.push(file.finding(1, format!("`{name}` says nothing: name what is in it")));
    }
    for pair in tokens.windows(2) {
        let (kind, name) = (pair[0].text.as_str(), pair[1].text.as_str());
        let bad = match kind {
            "struct" | "enum" | "trait" | "type" | "union" => says_nothing(name),
            "mod" => MODULE_NAMES.contains(&name),
            _ => false,
        };
        if bad {
            findings.push(
                file.finding(pair[1].line, format!("`{name}` says nothing: name what it is")),
            );
        }
    }
    findings
}

fn says_nothing(name: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let data = words.len() > 1 && words.last().is_some_and(|word| word == "Data");
    data || words.iter().any(|word| TYPE_WORDS.contains(&word.as_str()))
}

/// Only the command line prints.
fn prints(file: &File, code: &[Token]) -> Vec<Finding> {
    let printing = ["println", "print", "eprintln", "eprint"];
    if file.module()[0] == "cli" {
        return Vec::new();
    }
    let pairs = code
        .windows(2)
        .filter(|pair| printing.contains(&pair[0].text.as_str()) && pair[1].text == "!");
    let text = "only `cli` prints: return the text, or log an event";
    pairs.map(|pair| file.finding(pair[0].line, text)).collect()
}

/// Floors 0 to 5 do no I/O and read no clock.
fn purity(file: &File, code: &[Token]) -> Vec<Finding> {
    if floors::floor(file.module()[0]).is_none_or(|floor| floor > floors::PURE) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for path in scan::paths(code) {
        let impure = IMPURE.iter().find(|prefix| {
            path.starts_with(prefix) && (prefix.contains("::") || path.parts.len() > 1)
        });
        let name = path.parts.join("::");
        if impure.is_some() {
            let text = format!("`{name}` on a floor without I/O: take the value as an argument");
            findings.push(file.finding(path.line, text));
        } else if path.parts.len() > 1 && path.ends_with("now") {
            let text = format!("`{name}` reads the clock: time is an argument on floors 0 to 5");
            findings.push(file.finding(path.line, text));
        }
    }
    findings
}

/// Some crates have one home.
fn owners(file: &File, code: &[Token]) -> Vec<Finding> {
    let module = file.module().join("/");
    let mut findings = Vec::new();
    for path in scan::paths(code) {
        for (name, home) in OWNERS {
            let at_home = module == home || module.starts_with(&format!("{home}/"));
            if path.parts[0] == name && path.parts.len() > 1 && !at_home {
                let text = format!("only `{home}` names `{name}`: ask it for what is needed");
                findings.push(file.finding(path.line, text));
            }
        }
    }
    findings
}

/// Only `messenger` and `fake` know Meta's words, and the file by which messages of authors' own are
/// checked.
fn wire(file: &File, scanned: &Scanned, code: &[Token]) -> Vec<Finding> {
    let module = file.module();
    if ["messenger", "fake"].contains(&module[0]) || module == ["flow", "send_api"] {
        return Vec::new();
    }
    // A string of a test module has no code token left on its line.
    let lines: BTreeSet<_> = code.iter().map(|token| token.line).collect();
    let mut findings = Vec::new();
    for (line, text) in scanned.strings.iter().filter(|(line, _)| lines.contains(line)) {
        let lower = text.to_lowercase();
        if let Some(key) = WIRE.iter().find(|key| lower.contains(*key)) {
            let text = format!("`{key}` is Meta's word: only `messenger` and `fake` say it");
            findings.push(file.finding(*line, text));
        }
    }
    findings
}

fn functions(file: &File, code: &[Token]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, pair) in code.windows(2).enumerate() {
        if pair[0].text != "fn" || !scan::is_word(&pair[1].text) {
            continue;
        }
        let Some(open) = body(code, at) else { continue };
        let mut lines: Vec<_> =
            code[open..scan::closing(code, open)].iter().map(|token| token.line).collect();
        lines.dedup();
        let count = lines.len().saturating_sub(2);
        if count > FUNCTION_LINES_MAX {
            let name = &pair[1].text;
            let text = format!(
                "`{name}` has {count} lines; a function has at most {FUNCTION_LINES_MAX}: split it"
            );
            findings.push(file.finding(pair[0].line, text));
        }
    }
    findings
}

/// The `{` of the function whose `fn` stands at this place; none for a signature alone.
fn body(code: &[Token], at: usize) -> Option<usize> {
    let mut place = at;
    loop {
        match code.get(place)?.text.as_str() {
            "(" | "[" => place = scan::closing(code, place),
            "{" => return Some(place),
            ";" => return None,
            _ => place += 1,
        }
    }
}
