//! The names of a bot: what flows and steps are called, and which names nobody may take.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::flow::digest;
use crate::flow::fields::Told;
use crate::flow::outline::{Flow, Step};
use crate::flow::verb::Verb;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Node, NodeKind};
use crate::words::name::StepName;

/// Words that stand bare in flows, and variables of saywhen's own.
pub(super) const RESERVED: &[&str] = &[
    "end",
    "back",
    "restart",
    "return",
    "typing",
    "seen",
    "take_back",
    "any",
    "chat",
    "user",
    "event",
    "data",
    "bot",
    "env",
    "secret",
    "flow",
    "error",
    "persona",
    "now",
    "today",
];

/// Words of the expression language, which no variable can be called.
const OPERATORS: &[&str] = &["true", "false", "none", "and", "or", "not", "in", "is", "if", "else"];

/// All names that a destination can lead to.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// Flows by name.
    pub flows: IndexMap<&'t str, Known<'t>>,
    /// Whether every file could be read.
    pub whole: bool,
    /// Names in parts that could not be read.
    pub doubtful: BTreeSet<String>,
}

/// What others may know of a flow.
#[derive(Debug)]
pub(super) struct Known<'t> {
    /// Where the flow's name stands.
    pub span: Span,
    /// The names of steps that a destination can lead to.
    pub steps: IndexMap<&'t str, Stands>,
    /// The `id`s of what it does later.
    pub laters: Vec<&'t str>,
    /// What it takes when it is called.
    pub params: Vec<&'t str>,
}

/// Where a step that can be led to stands.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    /// Its name, or the step.
    pub span: Span,
    /// Repeats around it, outermost first.
    pub loops: Vec<StepName>,
}

/// Collects the names of all flows; two of one name are told.
pub(super) fn collect<'t>(flows: &[Flow<'t>], told: &mut Told) -> Names<'t> {
    let mut names = Names::default();
    for flow in flows {
        let (steps, laters) = (steps(flow, told), laters(flow));
        let known = Known { span: flow.span, steps, laters, params: params(flow) };
        if let Some(first) = names.flows.get(flow.name) {
            let headline = format!("Two flows are called \"{}\"", flow.name);
            told.tell(
                Diagnostic::error(Code("R306"), flow.span, headline)
                    .related(first.span, "first one")
                    .note("Buttons and gotos could mean either.")
                    .fix("rename one"),
            );
        } else {
            names.flows.insert(flow.name, known);
        }
    }
    names
}

/// The `id`s of a flow's `later`s.
fn laters<'t>(flow: &Flow<'t>) -> Vec<&'t str> {
    let mut ids = Vec::new();
    Step::walk(&flow.steps, &mut |step| {
        let id = step.id().filter(|_| step.verb == Verb::Later);
        if let Some(NodeKind::Text(id)) = id.map(|field| &field.node.kind) {
            ids.push(id.value.as_str());
        }
    });
    ids
}

/// The names in a flow's `params`.
fn params<'t>(flow: &Flow<'t>) -> Vec<&'t str> {
    let text = |node: &'t Node| match &node.kind {
        NodeKind::Text(text) => Some(text.value.as_str()),
        NodeKind::List(_) | NodeKind::Map(_) => None,
    };
    match flow.fields.get("params").map(|field| field.node) {
        Some(Node { kind: NodeKind::List(items), .. }) => items.iter().filter_map(text).collect(),
        Some(node) => text(node).into_iter().collect(),
        None => Vec::new(),
    }
}

fn steps<'t>(flow: &Flow<'t>, told: &mut Told) -> IndexMap<&'t str, Stands> {
    let mut found: IndexMap<&'t str, Stands> = IndexMap::new();
    Step::walk_in(&flow.steps, &mut Vec::new(), &mut |step, loops| {
        let Some(field) = step.id() else { return };
        let NodeKind::Text(id) = &field.node.kind else {
            return told.tell(crate::flow::fields::wrong_shape(field));
        };
        check_name(&id.value, field.node.span, "step", told);
        if let Some(first) = found.get(id.value.as_str()) {
            let headline = format!("Two steps of \"{}\" are called \"{}\"", flow.name, id.value);
            told.tell(
                Diagnostic::error(Code("R306"), field.node.span, headline)
                    .related(first.span, "first one")
                    .note("Buttons and gotos could mean either.")
                    .fix("rename one"),
            );
        } else {
            let stands = Stands { span: field.node.span, loops: loops.to_vec() };
            found.insert(&id.value, stands);
        }
    });
    Step::walk_in(&flow.steps, &mut Vec::new(), &mut |step, loops| {
        if let Some(save) = digest::saved(step).filter(|save| *save == step.name.as_str()) {
            let stands = Stands { span: step.span, loops: loops.to_vec() };
            found.entry(save).or_insert(stands);
        }
    });
    found
}

/// Whether a text is a name: a small letter, then small letters, digits and `_`.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a text can stand behind the dot of `data.`; if not, what could instead.
pub(super) fn check_field(text: &str) -> Result<(), Option<String>> {
    if is_name(text) && !OPERATORS.contains(&text) { Ok(()) } else { Err(proposal(text)) }
}

/// Tells a name that is none, or that is taken by the language.
pub(super) fn check_name(text: &str, span: Span, what: &str, told: &mut Told) -> bool {
    let reserved = RESERVED.contains(&text) || (what == "variable" && OPERATORS.contains(&text));
    if is_name(text) && !reserved {
        return true;
    }
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let headline = format!("\"{text}\" can't be {article} {what} name");
    let proposal = proposal(text);
    let label = match (reserved, text.starts_with(|c: char| c.is_ascii_digit())) {
        (true, _) => "a word of the bot language",
        (false, true) => "it begins with a letter",
        (false, false) => "small letters, digits and _ only",
    };
    let told_name = Diagnostic::error(Code("K210"), span, headline).label(label);
    told.tell(match proposal {
        Some(name) => told_name.edit(span, name),
        None => told_name,
    });
    false
}

/// `firstName` as `first_Name`.
fn parted(text: &str) -> String {
    let mut parted = String::new();
    let mut small = false;
    for letter in text.chars() {
        if small && letter.is_ascii_uppercase() {
            parted.push('_');
        }
        small = letter.is_ascii_lowercase();
        parted.push(letter);
    }
    parted
}

/// A name near to a text that is none.
fn proposal(text: &str) -> Option<String> {
    let text = parted(text);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    (is_name(&name) && !RESERVED.contains(&name.as_str()) && !OPERATORS.contains(&name.as_str()))
        .then_some(name)
}
