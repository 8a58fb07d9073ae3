//! `buttons` and `replies`: what people can tap.

use crate::flow::destination::Destination;
use crate::flow::fields::{Field, Fields, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, find, key, later};
use crate::flow::model::button::{Button, Tap};
use crate::limits::{BUTTONS_MAX, QUICK_REPLIES_MAX};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// What a button in a list reads.
pub(super) const BUTTON: &[Key] = &[
    key("label", Shape::Text, "what stands on it"),
    key("goto", Shape::Destination, "where a tap leads"),
    key("payload", Shape::Text, "the payload that a tap sends"),
    key("link", Shape::Text, "the page that a tap opens"),
    key("phone", Shape::Text, "the number that a tap calls"),
    key("set", Shape::Values, "what a tap sets before it goes"),
    key("if", Shape::Expression, "shown only if this holds"),
    key("height", Shape::Name, "compact, tall or full"),
    key("extensions", Shape::YesNo, "the page uses Messenger's own script"),
    later("for", "one button for each item"),
    later("where", "which items"),
    later("login", "account linking"),
    later("logout", "ends account linking"),
];

/// What a quick reply in a list reads.
pub(super) const REPLY: &[Key] = &[
    key("label", Shape::Text, "what stands on it"),
    key("goto", Shape::Destination, "where a tap leads"),
    key("payload", Shape::Text, "the payload that a tap sends"),
    key("set", Shape::Values, "what a tap sets before it goes"),
    key("if", Shape::Expression, "shown only if this holds"),
    key("image", Shape::File, "a small picture beside the label"),
    later("for", "one reply for each item"),
    later("where", "which items"),
    later("ask_for", "the visitor's own phone number or e-mail address"),
];

/// Keys that only buttons have, for a better sentence at a reply.
const LINKS: &[&str] = &["link", "phone", "height", "extensions", "login", "logout"];

/// Buttons or quick replies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Button,
    Reply,
}

impl Gate<'_> {
    /// The `buttons` of a step.
    pub(super) fn buttons(&mut self, fields: &Fields<'_>) -> Vec<Button> {
        let Some(field) = fields.get("buttons") else { return Vec::new() };
        let (buttons, fourth) = self.list(field, Sort::Button, BUTTONS_MAX);
        if let Some(span) = fourth {
            let count = count(field.node);
            let headline = format!("{count} buttons; Messenger shows at most {BUTTONS_MAX}");
            self.tell(
                Diagnostic::error(Code("M701"), span, headline)
                    .fix("use `replies:` (up to 13) or `cards:`")
                    .edit(field.span, "replies"),
            );
        }
        buttons
    }

    /// The `replies` of a step.
    pub(super) fn replies(&mut self, fields: &Fields<'_>) -> Vec<Button> {
        let Some(field) = fields.get("replies") else { return Vec::new() };
        let named = match &field.node.kind {
            NodeKind::Text(text) => self.lists.get(text.value.as_str()).copied(),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        };
        let field = &Field { node: named.unwrap_or(field.node), ..*field };
        let (replies, next) = self.list(field, Sort::Reply, QUICK_REPLIES_MAX);
        if let Some(span) = next {
            let count = count(field.node);
            let headline =
                format!("{count} quick replies; Messenger shows at most {QUICK_REPLIES_MAX}");
            self.tell(Diagnostic::error(Code("M702"), span, headline));
        }
        replies
    }

    /// All of them, and where the first one too many stands.
    fn list(&mut self, field: &Field<'_>, sort: Sort, max: usize) -> (Vec<Button>, Option<Span>) {
        let mut buttons = Vec::new();
        let mut beyond = None;
        match &field.node.kind {
            NodeKind::Map(entries) => {
                beyond = entries.get(max).map(|entry| entry.key_span);
                buttons.extend(entries.iter().filter_map(|entry| self.short(field, entry, sort)));
            }
            NodeKind::List(items) => {
                beyond = items.get(max).map(|item| item.span);
                buttons.extend(items.iter().filter_map(|item| self.long(field, item, sort)));
            }
            NodeKind::Text(_) => self.tell(wrong_shape(field)),
        }
        (buttons, beyond)
    }

    /// `Label: destination`.
    fn short(&mut self, field: &Field<'_>, entry: &Entry, sort: Sort) -> Option<Button> {
        let label = self.label(&entry.key, entry.key_span);
        let value = Field { node: &entry.value, ..*field };
        let destination = self.destination(&value)?;
        let tap = self.tap_of(destination, entry.value.span, sort)?;
        let place = self.place(entry.key_span);
        Some(Button { place, label, condition: None, tap, image: None })
    }

    fn tap_of(&mut self, destination: Destination, span: Span, sort: Sort) -> Option<Tap> {
        match (destination, sort) {
            (Destination::Go(to), _) => Some(Tap::Go { to, set: Vec::new() }),
            (Destination::Link(_) | Destination::Phone(_), Sort::Reply) => {
                let headline = "A quick reply cannot open a link or call a number";
                let told = Diagnostic::error(Code("K205"), span, headline);
                self.tell(told.fix("use `buttons:` for it"));
                None
            }
            (Destination::Link(url), Sort::Button) => {
                Some(Tap::Link { url, height: None, extensions: false })
            }
            (Destination::Phone(number), Sort::Button) => Some(Tap::Phone(number)),
        }
    }

    /// `{label: …, goto: …}`.
    fn long(&mut self, field: &Field<'_>, item: &Node, sort: Sort) -> Option<Button> {
        let owner = match sort {
            Sort::Button => Owner { name: "A button".into(), tables: vec![BUTTON] },
            Sort::Reply => Owner { name: "A quick reply".into(), tables: vec![REPLY] },
        };
        let entries = self.entries(&Field { node: item, ..*field });
        if entries.len() == 1 && find(&owner.tables, &first_key(entries)).is_none() {
            return entries.first().and_then(|entry| self.short(field, entry, sort));
        }
        if sort == Sort::Reply
            && let Some(entry) = entries.iter().find(|e| LINKS.contains(&e.key.value.as_str()))
        {
            let headline = "A quick reply cannot open a link or call a number";
            let told = Diagnostic::error(Code("K205"), entry.key_span, headline);
            self.tell(told.fix("use `buttons:` for it"));
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
        let condition = fields.get("if").and_then(|field| self.condition(field));
        let image = fields.get("image").and_then(|field| self.text(field));
        let label = fields.get("label").and_then(|field| self.label_field(field));
        let tap = self.tap(fields, sort);
        if whole && (fields.get("label").is_none() || tap.is_err()) {
            let missing = if fields.get("label").is_none() { "label" } else { "goto" };
            let headline = format!("This button has no \"{missing}\"");
            let told = Diagnostic::error(Code("K204"), item.span, headline);
            self.tell(told.fix("{label: Menu, goto: menu}"));
        }
        let (label, tap) = (label?, tap.ok().flatten()?);
        Some(Button { place: self.place(item.span), label, condition, tap, image })
    }

    /// What a tap does; an error if nothing says so, none if that has been told already.
    fn tap(&mut self, fields: &Fields<'_>, sort: Sort) -> Result<Option<Tap>, NoTap> {
        let set = fields.get("set").map(|field| self.slots(field)).unwrap_or_default();
        if let Some(field) = fields.get("goto") {
            let destination = self.destination(field);
            let tap = destination.and_then(|to| self.tap_of(to, field.node.span, sort));
            return Ok(tap.map(|tap| match tap {
                Tap::Go { to, .. } => Tap::Go { to, set },
                Tap::Link { url, .. } => self.page(url, fields),
                tap @ (Tap::Payload(_) | Tap::Phone(_)) => tap,
            }));
        }
        if let Some(field) = fields.get("payload") {
            return Ok(self.payload(field));
        }
        if let Some(field) = fields.get("link") {
            let url = self.link(field);
            return Ok(url.map(|url| self.page(url, fields)));
        }
        let phone = fields.get("phone").ok_or(NoTap)?;
        Ok(self.text(phone).map(Tap::Phone))
    }

    fn payload(&mut self, field: &Field<'_>) -> Option<Tap> {
        let text = self.plain(field)?;
        self.payloads.push((text.clone(), field.node.span));
        Some(Tap::Payload(self.batch.text(text, field.node.span)))
    }

    fn page(&mut self, url: crate::template::batch::TextId, fields: &Fields<'_>) -> Tap {
        let height = fields.get("height").and_then(|field| self.height(field));
        let extensions = fields.get("extensions").and_then(|field| self.yes_no(field));
        Tap::Link { url, height, extensions: extensions.unwrap_or(false) }
    }

    fn height(&mut self, field: &Field<'_>) -> Option<String> {
        let text = self.plain(field)?;
        if ["compact", "tall", "full"].contains(&text.value.as_str()) {
            return Some(text.value.clone());
        }
        let headline = "\"height\" wants compact, tall or full";
        self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
        None
    }
}

/// Nothing says what a tap does.
struct NoTap;

fn first_key(entries: &[Entry]) -> String {
    entries.first().map(|entry| entry.key.value.clone()).unwrap_or_default()
}

fn count(node: &Node) -> usize {
    match &node.kind {
        NodeKind::List(items) => items.len(),
        NodeKind::Map(entries) => entries.len(),
        NodeKind::Text(_) => 0,
    }
}
