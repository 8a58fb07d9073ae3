//! The reference as a page of Markdown.

use crate::flow::key::Key;
use crate::flow::reference::CHAPTERS;
use crate::flow::reference::concept::{Chapter, Concept, Example, Form, Table, Words};
use crate::flow::verb::{self, Verb};

const HEAD: &str = "\
# The flow language

Every word of it. This page is printed from the tables that saywhen itself reads, and its examples are checked; `saywhen check`
says of your own flows what is wrong, where, and what to write instead. `saywhen schema` prints the same for editors.

A bot is a folder: flows in `flows/`, what holds for all of it in `bot.yaml`, long texts in `templates/`, conversations that must
keep working in `tests/`. It can also be a single flow file. This is a whole bot:

```yaml
hello:
  when: any message
  say: got it, thanks!
```

Examples below are whole flow files. The flows `welcome`, `menu`, `hours`, `person` and `sorry`, to which some of them lead, and a
fallback stand in another file.
";

/// Words in a cell, at most; longer lists stand below.
const WORDS_IN_CELL: usize = 4;

/// All of it, with chapters of others.
pub(super) fn print(more: &str) -> String {
    let mut page = HEAD.to_owned();
    for one in CHAPTERS {
        chapter(one, &mut page);
    }
    page.push_str(more);
    page
}

fn chapter(chapter: &Chapter, page: &mut String) {
    add(page, &format!("## {}", chapter.title));
    add(page, chapter.intro);
    chapter.concepts.iter().for_each(|one| concept(one, page));
}

fn concept(concept: &Concept, page: &mut String) {
    if !concept.title.is_empty() {
        add(page, &format!("### {}", concept.title));
    }
    add(page, concept.intro);
    let verbs: Vec<Verb> = concept.verbs.iter().filter_map(|word| verb(word)).collect();
    add(page, &keys(&of_verbs(&verbs), concept));
    for table in concept.tables {
        add(page, &heading(table, concept));
        add(page, &keys(&table.keys.iter().collect::<Vec<_>>(), concept));
    }
    concept.words.iter().for_each(|list| add(page, &words(list)));
    concept.examples.iter().for_each(|one| example(one, page));
}

/// The keys of several verbs, each once.
fn of_verbs(verbs: &[Verb]) -> Vec<&'static Key> {
    let mut keys: Vec<&Key> = Vec::new();
    for key in verbs.iter().flat_map(|verb| verb.keys()) {
        if !keys.iter().any(|other| other.name == key.name) {
            keys.push(key);
        }
    }
    keys
}

/// What a table is about, where a concept has several.
fn heading(table: &Table, concept: &Concept) -> String {
    let only = concept.verbs.is_empty() && concept.tables.len() == 1;
    if only { String::new() } else { format!("{}:", table.of) }
}

fn keys(keys: &[&Key], concept: &Concept) -> String {
    let row = |key: &&Key| {
        let wants = wants(key, concept.form(key.name));
        format!("| `{}` | {} | {} |\n", key.name, cell(&wants), cell(key.doc))
    };
    let rows: String = keys.iter().map(row).collect();
    if rows.is_empty() { rows } else { format!("| Key | Wants | Meaning |\n|---|---|---|\n{rows}") }
}

fn wants(key: &Key, form: Option<Form>) -> String {
    let Some(form) = form else { return key.shape.wanted().to_owned() };
    match form {
        Form::Word(words) => one_of(words),
        Form::Words(words) => format!("{}, or a list of such", one_of(words)),
        Form::Bare(words) => format!("nothing, or {}", joined(words.iter().copied())),
        Form::Told(_, wants) => wants.to_owned(),
        Form::Each(shape) => format!("a map; after each name {}", shape.wanted()),
        Form::Keys(_) => "a map, as told below".to_owned(),
        Form::ListOf(_) => "a list of maps, as told below".to_owned(),
        Form::EachKeys(_) => "a map; after each name a map as told below".to_owned(),
        Form::EachOrKeys(..) => "a map; after each name a text, or a map as told below".to_owned(),
        Form::OrNo(shape) => format!("{}, or `no`", shape.wanted()),
    }
}

fn one_of(words: &Words) -> String {
    if words.list.len() > WORDS_IN_CELL {
        return "a word of the list below".to_owned();
    }
    joined(words.list.iter().map(|(word, _)| *word))
}

/// `` `a`, `b` or `c` ``.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some(_) | None => words.concat(),
    }
}

fn words(words: &Words) -> String {
    let row = |(word, doc): &(&str, &str)| format!("| `{}` | {} |\n", cell(word), cell(doc));
    let rows: String = words.list.iter().map(row).collect();
    format!("| {} | Meaning |\n|---|---|\n{rows}", words.of)
}

fn example(example: &Example, page: &mut String) {
    add(page, example.about);
    if !example.bot.is_empty() {
        add(page, &block(&format!("# bot.yaml\n{}", example.bot.trim_start())));
    }
    if !example.flow.is_empty() {
        add(page, &block(example.flow.trim_start()));
    }
}

fn block(text: &str) -> String {
    format!("```yaml\n{}\n```", text.trim_end())
}

/// The verb of a word.
fn verb(word: &str) -> Option<Verb> {
    verb::ALL.iter().copied().find(|verb| verb.word() == word)
}

/// A text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A paragraph of its own.
fn add(page: &mut String, paragraph: &str) {
    let paragraph = paragraph.trim_end();
    if !paragraph.is_empty() {
        page.push('\n');
        page.push_str(paragraph);
        page.push('\n');
    }
}
