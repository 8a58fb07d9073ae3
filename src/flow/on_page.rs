//! What stands on the Page itself: greeting, menu and ice breakers of `bot.yaml`.

use crate::flow::buttons::BUTTON;
use crate::flow::fields::{Field, Fields, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::find;
use crate::flow::model::on_page::{Does, Line, OnPage};
use crate::flow::wording::Wording;
use crate::limits::{GREETING_UNITS_MAX, ICE_BREAKERS_MAX, MENU_ITEMS_MAX, MENU_UNITS_MAX};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::template::batch::TextId;
use crate::words::way::Way;

impl<'a> Gate<'a> {
    /// What `bot.yaml` says of it; commands are read elsewhere.
    pub(super) fn on_page<'t>(&mut self, fields: &Fields<'t>) -> OnPage
    where
        'a: 't,
    {
        let greeting = fields.get("greeting").and_then(|field| self.wording(field));
        let greeting =
            greeting.map(|wording| self.bounded("greeting", &wording, GREETING_UNITS_MAX));
        let menu = fields.get("menu").map(|field| self.lines(field)).unwrap_or_default();
        let asks = fields.get("ice_breakers").map(|field| self.lines(field)).unwrap_or_default();
        self.too_many(fields.get("menu"), "menu items", (menu.len(), MENU_ITEMS_MAX));
        self.too_many(fields.get("ice_breakers"), "ice breakers", (asks.len(), ICE_BREAKERS_MAX));
        OnPage { greeting, menu, ice_breakers: asks, ..OnPage::default() }
    }

    /// Tells of more lines than Messenger takes, at the first that is too many.
    fn too_many(&mut self, field: Option<&Field<'_>>, name: &str, (there, most): (usize, usize)) {
        let Some(field) = field.filter(|_| there > most) else { return };
        let first = match &field.node.kind {
            NodeKind::Map(entries) => entries.get(most).map(|entry| entry.key_span),
            NodeKind::List(items) => items.get(most).map(|item| item.span),
            NodeKind::Text(_) => None,
        };
        let headline = format!("{there} {name}; Messenger takes at most {most}");
        let told = Diagnostic::error(Code("M701"), first.unwrap_or(field.node.span), headline);
        self.tell(told.fix("leave some out"));
    }

    /// What people read on a line; Messenger refuses a long one in the menu.
    fn line_label(&mut self, wording: &Wording<'_>, of: &Field<'_>) -> TextId {
        if of.key.name == "menu" {
            self.bounded("menu item", wording, MENU_UNITS_MAX)
        } else {
            self.take(wording)
        }
    }

    fn lines<'t>(&mut self, field: &Field<'t>) -> Vec<Line>
    where
        'a: 't,
    {
        let mut lines = Vec::new();
        match &field.node.kind {
            // One message for the list, and none for each of its items.
            NodeKind::List(items)
                if items.iter().any(|item| !matches!(item.kind, NodeKind::Map(_))) =>
            {
                self.entries(field);
            }
            NodeKind::Map(entries) => {
                for entry in entries {
                    lines.extend(self.short_line(entry, field));
                }
            }
            NodeKind::List(items) => {
                for item in items {
                    lines.extend(self.line(&Field { node: item, ..*field }));
                }
            }
            NodeKind::Text(_) => self.tell(wrong_shape(field)),
        }
        lines
    }

    /// `Label: destination`.
    fn short_line<'t>(&mut self, entry: &'t Entry, field: &Field<'t>) -> Option<Line>
    where
        'a: 't,
    {
        let wording = self.sentence(&entry.key, entry.key_span);
        let label = self.line_label(&wording, field);
        let does = self.does(&Field { node: &entry.value, ..*field })?;
        Some(Line { label, does, place: self.place(entry.key_span) })
    }

    /// `{label: …, goto: …}`, or `link` or `payload` instead of `goto`.
    fn line<'t>(&mut self, item: &Field<'t>) -> Option<Line>
    where
        'a: 't,
    {
        let entries = self.entries(item);
        let owner = Owner { name: "A line on the Page".into(), tables: vec![BUTTON] };
        if let [entry] = entries
            && find(&owner.tables, &entry.key.value).is_none()
        {
            return self.short_line(entry, item);
        }
        self.told.fields(entries, &owner);
        let of = |name: &str| {
            let entry = entries.iter().find(|entry| entry.key.value == name)?;
            Some(Field { node: &entry.value, ..*item })
        };
        let label = of("label").and_then(|label| self.wording(&label));
        let label = label.map(|wording| self.line_label(&wording, item));
        let payload = of("payload").and_then(|field| {
            let text = self.plain(&field)?;
            self.payloads.push((text.clone(), field.node.span));
            Some(Does::Payload(self.batch.text(text, field.node.span)))
        });
        let goes = of("goto").or(of("link")).and_then(|field| self.does(&field));
        let mut does = payload.or(goes)?;
        if let Some(field) = of("set") {
            let given = self.slots(&field);
            if let Does::Go(_, set) = &mut does {
                *set = given;
            } else {
                self.sets_nothing(field.node.span);
            }
        }
        Some(Line { label: label?, does, place: self.place(item.node.span) })
    }

    /// A flow, a step, a bare word or a link, which is as good here.
    fn does(&mut self, field: &Field<'_>) -> Option<Does> {
        let text = self.plain(field)?;
        if let Some(way) = Way::of_word(&text.value) {
            self.used.push((None, way.target(None)));
            return Some(Does::Go(way, Vec::new()));
        }
        if text.value.contains(':') || text.value.starts_with('{') {
            return Some(Does::Link(self.batch.text(text, field.node.span)));
        }
        let target = self.target(text, field.node.span, Code("B1001"))?;
        Some(Does::Go(Way::Go(target), Vec::new()))
    }

    /// Remembers the site of a link that opens with Messenger's extensions, where the author wrote it.
    pub(super) fn site(&mut self, url: &str) {
        let rest = url.strip_prefix("https://").unwrap_or_default();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let written = !host.is_empty() && !host.contains(['{', '}']);
        let site = format!("https://{host}");
        if written && !self.sites.contains(&site) {
            self.sites.push(site);
        }
    }
}
