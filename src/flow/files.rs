//! Files → source model: which file is what, and the flows in each.

use crate::flow::fields::{Fields, Owner, Told};
use crate::flow::key::{Key, Shape, find, key};
use crate::flow::outline::Flow;
use crate::flow::verb::Verb;
use crate::flow::{every, names, step, unread, verb};
use crate::source::diagnostic::{Code, Diagnostic, any_error};
use crate::source::yaml::{self, Entry, Node, NodeKind};
use crate::source::{SourceId, Sources, Span};

/// The keys of a flow.
pub(super) const FLOW: &[Key] = &[
    key("when", Shape::Triggers, "what starts it"),
    key("if", Shape::Expression, "extra condition for its triggers"),
    key("steps", Shape::Steps, "its steps"),
    key("examples", Shape::Words, "messages that must start this flow"),
    key("not_examples", Shape::Words, "messages that must not start this flow"),
    key("after", Shape::Name, "its triggers hold only for the next message after that flow"),
    key(
        "interrupts",
        Shape::YesNo,
        "tried before all other flows, and while another waits for free text",
    ),
    key("priority", Shape::Name, "settles a tie: high or low"),
    key("once", Shape::Often, "per: user, day or conversation; else: the flow of all other times"),
    key("expires", Shape::Duration, "how long its questions wait"),
    key("on_error", Shape::Name, "the flow that runs when a step of this one fails"),
    key("params", Shape::Words, "names that it takes when called"),
    key("persona", Shape::Name, "who speaks in all of it, by the name in bot.yaml"),
    key("title", Shape::Text, "its name for people"),
    key("note", Shape::Text, "documentation"),
    key("external", Shape::YesNo, "reached from outside"),
    key(
        "prefill",
        Shape::Prefill,
        "yes: answers in the starting message are taken; always: in any",
    ),
];

/// Every file of a bot as a tree.
pub(super) struct Trees {
    /// `bot.yaml`, if it can be read.
    pub settings: Option<Node>,
    /// Files with flows.
    pub flows: Vec<Node>,
    /// Whether all files could be read; if not, a name that seems to be missing may stand there.
    pub whole: bool,
}

/// Reads all of a bot's YAML.
pub(super) fn trees(sources: &Sources, told: &mut Told) -> Trees {
    let mut trees = Trees { settings: None, flows: Vec::new(), whole: true };
    let single = single_file(sources);
    for (id, source) in sources.iter() {
        let settings = is_settings(&source.path);
        if !settings && !is_flow_file(&source.path) && single != Some(id) {
            continue;
        }
        let (tree, mistakes) = yaml::parse(id, &source.text);
        trees.whole &= !any_error(&mistakes);
        told.diagnostics.extend(mistakes);
        match tree {
            Some(tree) if settings => trees.settings = Some(tree),
            Some(tree) => trees.flows.push(tree),
            None => {}
        }
    }
    trees
}

fn is_yaml(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("");
    ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
}

fn is_settings(path: &str) -> bool {
    path == "bot.yaml" || path == "bot.yml"
}

fn is_flow_file(path: &str) -> bool {
    path.starts_with("flows/") && is_yaml(path)
}

/// A bot may be one flow file and nothing else: the only YAML file of its folder.
fn single_file(sources: &Sources) -> Option<SourceId> {
    let mut files = sources.iter().filter(|(_, source)| is_yaml(&source.path));
    let (id, source) = files.next()?;
    (files.next().is_none() && !is_settings(&source.path) && !source.path.contains('/'))
        .then_some(id)
}

/// The templates of a bot: name without folder and ending, and the file.
pub(super) fn templates(sources: &Sources) -> impl Iterator<Item = (&str, SourceId)> {
    sources.iter().filter_map(|(id, source)| {
        let file = source.path.strip_prefix("templates/")?.strip_suffix(".tera")?;
        Some((file.rsplit('/').next().unwrap_or(file), id))
    })
}

/// The flows of one file.
pub(super) fn flows<'t>(tree: &'t Node, told: &mut Told) -> Vec<Flow<'t>> {
    let NodeKind::Map(entries) = &tree.kind else {
        told.tell(
            Diagnostic::error(Code("K205"), tree.span, "A flow file wants names of flows")
                .fix("hello:\n  when: any message\n  say: got it, thanks!"),
        );
        told.doubt(tree);
        return Vec::new();
    };
    let mut before = None;
    let mut flows = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let told_before = told.diagnostics.len();
        flows.extend(flow(entry, before.replace(entry), told));
        let next = entries.get(at.saturating_add(1)).map(|next| next.key.value.as_str());
        if next == Some("steps") && is_without_steps(entry) {
            told.take_back(told_before);
        }
    }
    flows
}

/// Whether a flow has nothing but its own words: its steps begin one line below, too far left.
fn is_without_steps(entry: &Entry) -> bool {
    let NodeKind::Map(keys) = &entry.value.kind else { return false };
    let own = |key: &Entry| key.key.value != "steps" && find(&[FLOW], &key.key.value).is_some();
    keys.iter().all(own)
}

fn flow<'t>(entry: &'t Entry, before: Option<&Entry>, told: &mut Told) -> Option<Flow<'t>> {
    let word = entry.key.value.as_str();
    let NodeKind::Map(keys) = &entry.value.kind else {
        told.tell(not_a_flow(entry, before));
        told.doubt(&entry.value);
        return None;
    };
    if is_step_key(word) && !keys.iter().any(|key| is_word(&key.key.value)) {
        told.tell(misplaced(entry, before));
        told.doubt(&entry.value);
        return None;
    }
    names::check_name(word, entry.key_span, "flow", told);
    let steps_of_its_own = keys.iter().any(|key| is_with_steps(&key.key.value));
    let (own, rest): (Vec<_>, Vec<_>) = keys.iter().partition(|key| {
        let steps_inside = steps_of_its_own && key.key.value == "steps";
        !steps_inside && find(&[FLOW], &key.key.value).is_some()
    });
    let owner = Owner { name: "A flow".into(), tables: vec![FLOW] };
    let fields = told.fields(own.iter().copied(), &owner);
    let steps = body(word, entry.key_span, &fields, &rest, told);
    Some(Flow { name: word, span: entry.key_span, fields, steps })
}

/// Whether a verb has steps of its own, which are not the flow's.
fn is_with_steps(word: &str) -> bool {
    matches!(Verb::of(word), Some(Verb::Repeat | Verb::Later))
}

/// The steps of a flow, whether listed or its own single step.
fn body<'t>(
    flow: &str,
    span: Span,
    fields: &Fields<'t>,
    rest: &[&'t Entry],
    told: &mut Told,
) -> Vec<crate::flow::outline::Step<'t>> {
    let Some(listed) = fields.get("steps") else {
        if rest.is_empty() {
            told.tell(no_step(flow, span));
            return Vec::new();
        }
        return step::of_entries(rest, span, true, told).into_iter().collect();
    };
    for entry in rest {
        told.doubt(&entry.value);
        if verb::words().any(|word| word == entry.key.value) || entry.key.value == "images" {
            let headline = format!("\"{flow}\" has steps and also {} of its own", entry.key.value);
            told.tell(
                Diagnostic::error(Code("K203"), entry.key_span, headline)
                    .label("one or the other")
                    .fix(format!("put \"- {}: …\" into the list under steps:", entry.key.value)),
            );
        } else if let Some(owner) = step_of(listed.node, &entry.key.value) {
            told.tell(too_far_out(entry, owner));
        } else {
            let owner = Owner { name: "A flow".into(), tables: vec![FLOW] };
            told.fields([*entry], &owner);
        }
    }
    if matches!(&listed.node.kind, NodeKind::List(items) if items.is_empty()) {
        told.tell(no_step(flow, listed.node.span));
    }
    step::list(listed.node, told)
}

/// The verb of the last step of a list that reads a key, and has it not yet.
fn step_of<'t>(steps: &'t Node, word: &str) -> Option<&'t Entry> {
    let NodeKind::List(steps) = &steps.kind else { return None };
    steps.iter().rev().find_map(|step| {
        let NodeKind::Map(entries) = &step.kind else { return None };
        let verb = |entry: &&Entry| {
            let verb = Verb::of(&entry.key.value);
            verb.is_some_and(|verb| verb.keys().iter().skip(1).any(|key| key.name == word))
        };
        entries.iter().find(verb).filter(|_| !entries.iter().any(|entry| entry.key.value == word))
    })
}

/// A key of a step that stands under the flow.
fn too_far_out(entry: &Entry, step: &Entry) -> Diagnostic {
    let (word, verb) = (&entry.key.value, &step.key.value);
    let headline = format!("\"{word}\" belongs to a step, and stands too far to the left");
    Diagnostic::error(Code("K209"), entry.key_span, headline)
        .label("here it would belong to the flow, which has no such word")
        .related(step.key_span, format!("this {verb} can have it"))
        .fix(format!("put \"{word}:\" below \"{verb}:\", beginning in the same column"))
}

fn no_step(flow: &str, span: Span) -> Diagnostic {
    let headline = format!("\"{flow}\" does nothing: it has no step");
    Diagnostic::error(Code("K204"), span, headline).fix("  say: …")
}

fn is_step_key(word: &str) -> bool {
    let a_flow_may_be_called_so = ["image", "video", "audio", "file", "ask", "set", "goto"];
    !a_flow_may_be_called_so.contains(&word) && !verb::readers(word).is_empty()
}

/// Whether a flow or a step may have this key.
pub(super) fn is_word(word: &str) -> bool {
    find(&[FLOW, every::KEYS], word).is_some()
        || verb::words().any(|known| known == word)
        || !verb::readers(word).is_empty()
}

fn not_a_flow(entry: &Entry, before: Option<&Entry>) -> Diagnostic {
    if is_word(&entry.key.value) && before.is_some() {
        return misplaced(entry, before);
    }
    let word = &entry.key.value;
    if let Some(told) = unread::told(&entry.value) {
        return told;
    }
    let headline = format!("The flow \"{word}\" wants keys such as when: and say:");
    Diagnostic::error(Code("K205"), entry.value.span, headline)
        .fix(format!("{word}:\n  when: …\n  say: …"))
}

/// A key of a step that stands at the beginning of a line.
fn misplaced(entry: &Entry, before: Option<&Entry>) -> Diagnostic {
    let word = &entry.key.value;
    let headline = match before {
        Some(before) if find(&[FLOW], word).is_some() => {
            format!(
                "\"{word}\" belongs to the flow \"{}\", two spaces further in",
                before.key.value
            )
        }
        Some(_) => format!("\"{word}\" belongs under the message, two spaces further in"),
        None => format!("\"{word}\" belongs under the name of a flow"),
    };
    Diagnostic::error(Code("K209"), entry.key_span, headline)
        .label(format!("I read this as a flow named \"{word}\""))
        .fix(format!("indent \"{word}:\" by two spaces"))
        .edit(entry.key_span, format!("  {word}"))
}
