//! What a tap on a button or quick reply does.

use crate::flow::buttons::Sort;
use crate::flow::destination::Destination;
use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::model::button::{Contact, Tap};
use crate::flow::suggest::nearest;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;
use crate::template::batch::TextId;

/// Keys that say what a tap does.
const DOES: [&str; 7] = ["goto", "payload", "link", "phone", "login", "logout", "ask_for"];

impl Gate<'_> {
    /// What a tap does; an error if nothing says so, none if it cannot be read, which has been told.
    pub(super) fn tap(&mut self, fields: &Fields<'_>, sort: Sort) -> Result<Option<Tap>, NoTap> {
        let mut does = fields.0.iter().filter(|field| DOES.contains(&field.key.name));
        let (first, second) = (does.next().ok_or(NoTap)?, does.next());
        if let Some(second) = second {
            self.two_taps(first, second);
            return Ok(None);
        }
        let tap = match first.key.name {
            "goto" => self.goes(fields, first, sort),
            "payload" => self.payload(first),
            "link" => self.link(first).map(|url| self.page(url, fields)),
            "phone" => self.text(first).map(Tap::Phone),
            "login" => self.link(first).map(Tap::Login),
            "logout" => self.logs_out(first),
            _ => self.contact(first).map(Tap::AskFor),
        };
        if let Some(tap) = &tap {
            self.idle(fields, tap);
        }
        Ok(tap)
    }

    fn goes(&mut self, fields: &Fields<'_>, field: &Field<'_>, sort: Sort) -> Option<Tap> {
        let set = fields.get("set").map(|field| self.slots(field)).unwrap_or_default();
        let destination = self.destination(field)?;
        Some(match self.tap_of(destination, field.node.span, sort)? {
            Tap::Go { to, .. } => Tap::Go { to, set },
            Tap::Link { url, .. } => self.page(url, fields),
            tap @ (Tap::Payload(_)
            | Tap::Phone(_)
            | Tap::Login(_)
            | Tap::Logout
            | Tap::AskFor(_)) => tap,
        })
    }

    /// What a tap that leads there does.
    pub(super) fn tap_of(
        &mut self,
        destination: Destination,
        span: Span,
        sort: Sort,
    ) -> Option<Tap> {
        match (destination, sort) {
            (Destination::Go(to), _) => Some(Tap::Go { to, set: Vec::new() }),
            (Destination::Link(_) | Destination::Phone(_), Sort::Reply) => {
                self.not_a_link(span);
                None
            }
            (Destination::Link(url), Sort::Button) => {
                Some(Tap::Link { url, height: None, extensions: false })
            }
            (Destination::Phone(number), Sort::Button) => Some(Tap::Phone(number)),
        }
    }

    /// Tells a quick reply that would be a link.
    pub(super) fn not_a_link(&mut self, span: Span) {
        let headline = "A quick reply cannot open a link or call a number";
        let told = Diagnostic::error(Code("K205"), span, headline);
        self.tell(told.fix("use `buttons:` for it"));
    }

    fn payload(&mut self, field: &Field<'_>) -> Option<Tap> {
        let text = self.plain(field)?;
        self.payloads.push((text.clone(), field.node.span));
        Some(Tap::Payload(self.batch.text(text, field.node.span)))
    }

    fn page(&mut self, url: TextId, fields: &Fields<'_>) -> Tap {
        let height = fields.get("height").and_then(|field| self.height(field));
        let extensions = fields.get("extensions").and_then(|field| self.yes_no(field));
        let link = fields.get("link").or(fields.get("goto")).map(|field| &field.node.kind);
        if let (Some(NodeKind::Text(link)), Some(true)) = (link, extensions) {
            self.site(&link.value);
        }
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

    fn logs_out(&mut self, field: &Field<'_>) -> Option<Tap> {
        if self.yes_no(field)? {
            return Some(Tap::Logout);
        }
        let headline = "\"logout\" stands here to log out";
        self.tell(Diagnostic::error(Code("K205"), field.node.span, headline).fix("logout: yes"));
        None
    }

    fn contact(&mut self, field: &Field<'_>) -> Option<Contact> {
        let text = self.plain(field)?;
        match text.value.as_str() {
            "phone" => Some(Contact::Phone),
            "email" => Some(Contact::Email),
            other => {
                let headline = "\"ask_for\" wants phone or email";
                let told = Diagnostic::error(Code("K205"), field.node.span, headline);
                self.tell(match nearest(other, ["phone", "email"]) {
                    Some(near) => {
                        told.label(format!("did you mean \"{near}\"?")).edit(field.node.span, near)
                    }
                    None => told,
                });
                None
            }
        }
    }

    fn two_taps(&mut self, first: &Field<'_>, second: &Field<'_>) {
        let (one, two) = (first.key.name, second.key.name);
        let headline = format!("A tap does one thing, not two: {one} and {two}");
        let told = Diagnostic::error(Code("K203"), second.span, headline);
        self.tell(told.related(first.span, "the other one").fix("two buttons, or one of the two"));
    }

    /// Tells what changes nothing about such a tap.
    fn idle(&mut self, fields: &Fields<'_>, tap: &Tap) {
        let goes = matches!(tap, Tap::Go { .. });
        let opens = matches!(tap, Tap::Link { .. });
        let idle = |name: &str| name == "set" && !goes || is_of_page(name) && !opens;
        for field in fields.0.iter().filter(|field| idle(field.key.name)) {
            let name = field.key.name;
            let owner = if is_of_page(name) { "a link" } else { GOES };
            self.idles(name, owner, field.span);
        }
    }

    fn idles(&mut self, name: &str, owner: &str, span: Span) {
        let headline = format!("\"{name}\" does nothing here: it belongs to {owner}");
        self.tell(Diagnostic::error(Code("K204"), span, headline));
    }

    /// Tells that a tap which comes back with the author's own payload, or never, sets nothing.
    pub(super) fn sets_nothing(&mut self, span: Span) {
        self.idles("set", GOES, span);
    }
}

/// What `set` belongs to.
const GOES: &str = "a goto to a flow or step";

/// Nothing says what a tap does.
pub(super) struct NoTap;

fn is_of_page(name: &str) -> bool {
    ["height", "extensions"].contains(&name)
}
