//! Commands in the papers: every sub-command and flag is one that the programs know.

use std::collections::BTreeMap;
use std::process::Command;

use crate::tree::{self, File, Finding};

/// Papers whose `sh` blocks are held against the programs.
const PAPERS: [&str; 7] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/going-live.md",
    "docs/operating.md",
    "docs/performance.md",
    "docs/tutorial.md",
    "examples/hello/README.md",
];

/// What our papers call cargo for.
const CARGO: [&str; 9] =
    ["run", "test", "bench", "build", "install", "clippy", "fmt", "doc", "deny"];

/// A command line of saywhen in a paper.
struct Call {
    path: &'static str,
    line: usize,
    args: Vec<String>,
}

/// The help of a sub-command, or of the program itself.
type Help<'a> = &'a dyn Fn(Option<&str>) -> String;

/// Every command of every paper.
pub fn check() -> Vec<Finding> {
    if !tree::root().join("src/cli.rs").exists() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut calls = Vec::new();
    for path in PAPERS {
        let file = tree::read(path);
        let (mine, wrong) = commands(path, &file);
        calls.extend(mine);
        findings.extend(wrong);
    }
    assert!(calls.len() >= 3, "the papers show no commands");
    let helps = std::cell::RefCell::new(BTreeMap::new());
    let help = |name: Option<&str>| {
        let mut helps = helps.borrow_mut();
        helps.entry(name.map(str::to_owned)).or_insert_with(|| ask(name)).clone()
    };
    findings.extend(calls.iter().filter_map(|call| {
        let message = known(&call.args, &help)?;
        Some(Finding { path: call.path.into(), line: call.line, message })
    }));
    findings
}

fn ask(name: Option<&str>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_saywhen")).args(name).arg("--help").output();
    let output = output.unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The table of commands in the README has every command with the words of `--help`, and no other.
pub fn table() -> Vec<Finding> {
    listed(&tree::read("README.md"), &ask(None))
}

fn listed(readme: &File, help: &str) -> Vec<Finding> {
    let help = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = help.lines().take_while(|line| !line.is_empty());
    let commands = lines.filter_map(|line| line.trim().split_once(' '));
    let commands: Vec<_> = commands
        .filter(|(name, _)| *name != "help")
        .map(|(name, does)| format!("| {name} | {} |", does.trim()))
        .collect();
    assert!(commands.len() > 1, "the help lists no commands");
    let lines = readme.lines().skip_while(|(_, text)| *text != "## Commands").skip(1);
    let lines = lines.take_while(|(_, text)| !text.starts_with("## "));
    let rows = lines.filter(|(_, text)| text.starts_with("| `"));
    let rows: Vec<_> = rows.map(|(line, text)| (line, text.replace('`', ""))).collect();
    let missing = commands.iter().filter(|row| !rows.iter().any(|(_, other)| other == *row));
    let missing = missing.map(|row| readme.finding(1, format!("## Commands lacks {row}")));
    let strange = rows.iter().filter(|(_, row)| !commands.contains(row));
    let strange = strange.map(|(line, _)| readme.finding(*line, "`--help` says otherwise"));
    missing.chain(strange).collect()
}

/// The bots that the papers send newcomers to are right, and so are their conversations.
pub fn bots() -> Vec<Finding> {
    let wrong = |(bot, command): (&str, &str)| {
        let mut saywhen = Command::new(env!("CARGO_BIN_EXE_saywhen"));
        let output = saywhen.current_dir(tree::root()).args([command, bot]).output().unwrap();
        let message = || {
            let told = String::from_utf8_lossy(&output.stdout);
            format!("`saywhen {command} {bot}` finds something wrong:\n{told}")
        };
        let (path, line) = (bot.to_owned(), 1);
        (!output.status.success()).then(|| Finding { path, line, message: message() })
    };
    let runs = [".", "examples/hello"].map(|bot| [(bot, "check"), (bot, "test")]);
    runs.into_iter().flatten().filter_map(wrong).collect()
}

/// What is wrong with the arguments of a `saywhen` command, if anything.
fn known(args: &[String], help: Help<'_>) -> Option<String> {
    let name = args.first().map(String::as_str).filter(|name| !name.starts_with('-'));
    if let Some(name) = name {
        let listed = help(None).lines().any(|line| line.split_whitespace().next() == Some(name));
        if !listed {
            return Some(format!("`saywhen {name}` is not a command; see `saywhen --help`"));
        }
    }
    let text = help(name);
    let knows = |flag: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == flag)
    };
    let flags = args.iter().filter(|arg| arg.starts_with('-') && *arg != "--");
    let unknown = flags.map(|arg| arg.split('=').next().unwrap_or(arg)).find(|flag| !knows(flag));
    unknown.map(|flag| format!("`saywhen {}` has no flag `{flag}`", name.unwrap_or("")))
}

/// The calls of saywhen in a paper's `sh` blocks, and what is wrong with other commands there.
fn commands(path: &'static str, file: &File) -> (Vec<Call>, Vec<Finding>) {
    let (mut calls, mut findings) = (Vec::new(), Vec::new());
    let mut inside = false;
    let mut lines = file.lines();
    while let Some((line, text)) = lines.next() {
        if text.trim_start().starts_with("```") {
            inside = !inside && text.trim() == "```sh";
            continue;
        }
        if !inside {
            continue;
        }
        let mut command = text.split("  #").next().unwrap_or("").trim().to_owned();
        while let Some(head) = command.strip_suffix('\\') {
            command = format!("{head} {}", lines.next().map_or("", |(_, next)| next.trim()));
        }
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        match saywhen(&words) {
            Ok(Some(args)) => calls.push(Call { path, line, args }),
            Ok(None) => {}
            Err(message) => findings.push(file.finding(line, message)),
        }
    }
    (calls, findings)
}

/// The arguments that saywhen gets from a command line; none if it is another program's.
fn saywhen(words: &[String]) -> Result<Option<Vec<String>>, String> {
    let start = words.iter().take_while(|word| is_assignment(word)).count();
    let words = &words[start..];
    let rest = |at: usize| words.get(at..).unwrap_or(&[]).to_vec();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["saywhen" | "target/release/saywhen", ..] => Ok(Some(rest(1))),
        ["cargo", name, ..] if !CARGO.contains(&name) => {
            Err(format!("`cargo {name}` is not a command that our papers use; add it to CARGO"))
        }
        ["cargo", "run", ..] => {
            let gap = words.iter().position(|word| word == "--");
            Ok(gap.map(|gap| rest(gap + 1)))
        }
        _ => Ok(None),
    }
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: &str = "\
Text: saywhen nonsense
```sh
cargo run --release -- dev --port 1
PORT=1 saywhen dve  # talk
cargo teleport
saywhen dev \\
  --prot 2
```
```yaml
saywhen: nothing
```
";

    fn help(name: Option<&str>) -> String {
        match name {
            None => "Commands:\n  dev    Talk to it\n  serve  Run it\n".into(),
            Some(_) => "Options:\n      --port <PORT>  [env: PORT=]\n  -h, --help\n".into(),
        }
    }

    #[test]
    fn a_command_that_the_table_lacks_or_makes_up_is_found() {
        let help = "Commands:\n  dev    Talk to it\n  serve  Run it\n  help   Print\n\nOptions:\n";
        let paper = |rows: &str| File {
            path: "README.md".into(),
            text: format!("| `x` | y |\n\n## Commands\n\n{rows}\n## Settings\n| `PORT` | z |\n"),
        };
        let wrong = |rows: &str| listed(&paper(rows), help).len();
        assert_eq!(wrong("| `dev` | Talk to it |\n| `serve` | `Run` it |\n"), 0);
        assert_eq!(wrong("| `dev` | Talk to it |\n"), 1);
        assert_eq!(wrong("| `dev` | Talk |\n| `serve` | Run it |\n| `dve` | Talk |\n"), 3);
    }

    #[test]
    fn commands_and_flags_that_do_not_exist_are_found() {
        let file = File { path: "README.md".into(), text: PAPER.into() };
        let (calls, wrong) = commands("README.md", &file);
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].line, 5);
        let found: Vec<_> = calls.iter().map(|c| (c.line, known(&c.args, &help))).collect();
        assert_eq!(found[0], (3, None));
        assert!(found[1].1.as_ref().unwrap().contains("`saywhen dve` is not a command"));
        assert_eq!(found[2].0, 6);
        assert!(found[2].1.as_ref().unwrap().contains("no flag `--prot`"));
        assert_eq!(found.len(), 3);
    }
}
