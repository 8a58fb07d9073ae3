//! `buttons` and `replies`: what people can tap, as lists of it.

use crate::flow::fields::{Field, Fields, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, find, key};
use crate::flow::model::button::Button;
use crate::flow::paste;
use crate::flow::suggest::nearest;
use crate::limits::{BUTTONS_MAX, QUICK_REPLIES_MAX};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// What a button in a list reads.
pub(super) const BUTTON: &[Key] = &[
    key("label", Shape::Text, "what stands on it; Messenger cuts it after 20 letters"),
    key("goto", Shape::Destination, "where a tap leads"),
    key("payload", Shape::Text, "the payload that a tap sends, for a trigger to take"),
    key("link", Shape::Text, "the page that a tap opens"),
    key("phone", Shape::Text, "the number that a tap calls"),
    key("login", Shape::Text, "the page where people link their account; it has its own label"),
    key("logout", Shape::YesNo, "ends the linking of an account; it has its own label"),
    key("set", Shape::Values, "what a tap sets before it goes"),
    key("height", Shape::Name, "how much of the screen a page takes: compact, tall or full"),
    key("extensions", Shape::YesNo, "the page uses Messenger's own script"),
    key("if", Shape::Expression, "shown only if this holds"),
    key("for", Shape::Each, "one button for each item of a list"),
    key("where", Shape::Expression, "which items"),
];

/// What a quick reply in a list reads.
pub(super) const REPLY: &[Key] = &[
    key("label", Shape::Text, "what stands on it; Messenger cuts it after 20 letters"),
    key("goto", Shape::Destination, "where a tap leads"),
    key("payload", Shape::Text, "the payload that a tap sends, for a trigger to take"),
    key("ask_for", Shape::Name, "the visitor's own phone or email, which a tap sends"),
    key("set", Shape::Values, "what a tap sets before it goes"),
    key("image", Shape::File, "the address of a small picture beside the label"),
    key("if", Shape::Expression, "shown only if this holds"),
    key("for", Shape::Each, "one reply for each item of a list"),
    key("where", Shape::Expression, "which items"),
];

/// Keys that only buttons have, for a better sentence at a reply.
const LINKS: &[&str] = &["link", "phone", "height", "extensions", "login", "logout"];

/// Keys of what Messenger labels itself.
const OWN_LABEL: &[&str] = &["login", "logout", "ask_for"];

/// Buttons or quick replies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Under a message, to stay.
    Button,
    /// Under the last message, until somebody answers.
    Reply,
}

impl Gate<'_> {
    /// The `buttons` of a step.
    pub(super) fn buttons(&mut self, fields: &Fields<'_>) -> Vec<Button> {
        self.three_buttons(fields, |told, field| {
            told.fix("use `replies:` (up to 13) or `cards:`").edit(field.span, "replies")
        })
    }

    /// The `buttons` of a card.
    pub(super) fn card_buttons(&mut self, fields: &Fields<'_>) -> Vec<Button> {
        self.three_buttons(fields, |told, _| told.fix("use a second card for the rest"))
    }

    fn three_buttons(
        &mut self,
        fields: &Fields<'_>,
        mend: impl FnOnce(Diagnostic, &Field<'_>) -> Diagnostic,
    ) -> Vec<Button> {
        let Some(field) = fields.get("buttons") else { return Vec::new() };
        let buttons = self.list(field, Sort::Button);
        if let Some((count, span)) = too_many(field.node, BUTTONS_MAX) {
            let headline = format!("{count} buttons; Messenger shows at most {BUTTONS_MAX}");
            self.tell(mend(Diagnostic::error(Code("M701"), span, headline), field));
        }
        buttons
    }

    /// The `replies` of a step: its own, or a list of `bot.yaml` by its name.
    pub(super) fn replies(&mut self, fields: &Fields<'_>) -> Vec<Button> {
        let Some(field) = fields.get("replies") else { return Vec::new() };
        let NodeKind::Text(text) = &field.node.kind else { return self.own_replies(field) };
        let Some(node) = self.lists.get(text.value.as_str()).copied() else {
            self.no_list(field, &text.value);
            return Vec::new();
        };
        // What is wrong with the list is told where it stands.
        let (told, payloads) = (self.told.diagnostics.len(), self.payloads.len());
        let replies = self.own_replies(&Field { node, ..*field });
        self.told.take_back(told);
        self.payloads.truncate(payloads);
        replies
    }

    /// Quick replies as they stand there.
    pub(super) fn own_replies(&mut self, field: &Field<'_>) -> Vec<Button> {
        let replies = self.list(field, Sort::Reply);
        if let Some((count, span)) = too_many(field.node, QUICK_REPLIES_MAX) {
            self.too_many_replies(count, span);
        }
        replies
    }

    /// Tells quick replies that would not be shown.
    pub(super) fn too_many_replies(&mut self, count: usize, span: Span) {
        let headline =
            format!("{count} quick replies; Messenger shows at most {QUICK_REPLIES_MAX}");
        self.tell(Diagnostic::error(Code("M702"), span, headline));
    }

    fn no_list(&mut self, field: &Field<'_>, name: &str) {
        if !self.names.whole {
            return;
        }
        let headline = format!("No list of replies is called \"{name}\"");
        let told = Diagnostic::error(Code("K205"), field.node.span, headline);
        let near = nearest(name, self.lists.keys().copied()).map(str::to_owned);
        self.tell(match near {
            Some(near) => {
                told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
            }
            None => told
                .label("named lists stand in bot.yaml")
                .fix(format!("replies: {{{name}: {{Label: flow}}}}")),
        });
    }

    fn list(&mut self, field: &Field<'_>, sort: Sort) -> Vec<Button> {
        if let Some(labels) = bare_labels(field.node) {
            self.nowhere(field, &labels);
            return Vec::new();
        }
        match &field.node.kind {
            NodeKind::Map(entries) => {
                entries.iter().filter_map(|entry| self.short(field, entry, sort)).collect()
            }
            NodeKind::List(items) => {
                items.iter().filter_map(|item| self.long(field, item, sort)).collect()
            }
            NodeKind::Text(_) => {
                self.tell(wrong_shape(field));
                Vec::new()
            }
        }
    }

    /// Labels that lead nowhere: all of them told at once.
    fn nowhere(&mut self, field: &Field<'_>, labels: &[String]) {
        let each: Vec<_> = labels.iter().map(|label| format!("{label}: …")).collect();
        let word = field.key.name;
        let headline = format!("\"{word}\" wants to know where each of them leads");
        let told = Diagnostic::error(Code("K205"), field.node.span, headline)
            .label("a label, a colon, and a flow, a step or a link")
            .fix(format!("{word}: {{{}}}", each.join(", ")));
        let answers = labels.join(", ");
        self.tell(if ["buttons", "replies"].contains(&word) {
            told.note(format!("Answers to a question are `choices: [{answers}]` of an `ask`."))
        } else {
            told
        });
        self.told.doubt(field.node);
    }

    /// `Label: destination`.
    fn short(&mut self, field: &Field<'_>, entry: &Entry, sort: Sort) -> Option<Button> {
        let label = self.label(&entry.key, entry.key_span);
        let value = Field { node: &entry.value, ..*field };
        let destination = self.destination(&value)?;
        let tap = self.tap_of(destination, entry.value.span, sort)?;
        let place = self.place(entry.key_span);
        Some(Button { place, each: None, condition: None, label: Some(label), tap, image: None })
    }

    /// `{label: …, goto: …}`.
    fn long(&mut self, field: &Field<'_>, item: &Node, sort: Sort) -> Option<Button> {
        let owner = match sort {
            Sort::Button => Owner { name: "A button".into(), tables: vec![BUTTON] },
            Sort::Reply => Owner { name: "A quick reply".into(), tables: vec![REPLY] },
        };
        let entries = self.entries(&Field { node: item, ..*field });
        if let [entry] = entries
            && find(&owner.tables, &entry.key.value).is_none()
        {
            return self.short(field, entry, sort);
        }
        if sort == Sort::Reply
            && let Some(entry) = entries.iter().find(|e| LINKS.contains(&e.key.value.as_str()))
        {
            self.not_a_link(entry.key_span);
            return None;
        }
        let fields = self.told.fields(entries, &owner);
        let whole = fields.0.len() == entries.len();
        self.long_fields(item, &fields, sort, whole)
    }

    fn long_fields(
        &mut self,
        item: &Node,
        fields: &Fields<'_>,
        sort: Sort,
        whole: bool,
    ) -> Option<Button> {
        let each = self.each(fields);
        let condition = fields.get("if").map(|field| self.condition(field));
        let image = fields.get("image").and_then(|field| self.text(field));
        let label = fields.get("label").map(|field| self.label_field(field));
        let tap = self.tap(fields, sort);
        let own_label = OWN_LABEL.iter().any(|key| fields.get(key).is_some());
        if whole && (label.is_none() && !own_label || tap.is_err()) {
            let missing = if tap.is_ok() { "label" } else { "goto" };
            let headline = format!("This button has no \"{missing}\"");
            let told = Diagnostic::error(Code("K204"), item.span, headline);
            self.tell(told.fix("{label: Menu, goto: menu}"));
        }
        if let Some(field) = fields.get("label").filter(|_| own_label) {
            let headline = "Messenger writes the label of this button itself";
            self.tell(Diagnostic::error(Code("K205"), field.span, headline));
        }
        let (each, tap) = (each.ok()?, tap.ok().flatten()?);
        let condition = condition.map_or(Some(None), |condition| condition.map(Some))?;
        let label = if own_label { None } else { Some(label.flatten()?) };
        Some(Button { place: self.place(item.span), each, condition, label, tap, image })
    }
}

/// The labels of a list, or of one text, that says nothing of where they lead.
fn bare_labels(node: &Node) -> Option<Vec<String>> {
    let bare = match &node.kind {
        NodeKind::List(items) => {
            items.iter().any(|item| matches!(item.kind, NodeKind::Text(_) | NodeKind::List(_)))
        }
        NodeKind::Text(_) => true,
        NodeKind::Map(_) => false,
    };
    bare.then(|| paste::words(node).unwrap_or_else(|| vec!["Label".to_owned()]))
}

/// How many of them are certainly shown, and where the first one too many stands. What has an `if`
/// or a `for` may not be shown at all.
fn too_many(node: &Node, max: usize) -> Option<(usize, Span)> {
    let certain: Vec<Span> = match &node.kind {
        NodeKind::Map(entries) => entries.iter().map(|entry| entry.key_span).collect(),
        NodeKind::List(items) => {
            items.iter().filter(|item| is_certain(item)).map(|item| item.span).collect()
        }
        NodeKind::Text(_) => Vec::new(),
    };
    certain.get(max).map(|span| (certain.len(), *span))
}

fn is_certain(item: &Node) -> bool {
    match &item.kind {
        NodeKind::Map(entries) => {
            !entries.iter().any(|entry| ["if", "for"].contains(&entry.key.value.as_str()))
        }
        NodeKind::Text(_) | NodeKind::List(_) => true,
    }
}
