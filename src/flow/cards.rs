//! `cards`: one card, a list of them, or one for each item of a list.

use crate::flow::fields::{Field, Fields, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::cards::{Card, Cards};
use crate::flow::paste;
use crate::limits::{CARD_TEXT_UNITS_MAX, CARDS_MAX, FETCHED_IMAGE_BYTES_MAX};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};
use crate::template::batch::TextId;

/// What `cards` reads.
pub(super) const KEYS: &[Key] = &[
    key("cards", Shape::Cards, "a card, or a list of at most ten"),
    key("shape", Shape::Name, "square pictures instead of wide ones: square"),
    key("for", Shape::Each, "one card for each item of a list"),
    key("where", Shape::Expression, "which items"),
    key("limit", Shape::Number, "so many items at most; ten if nothing is said"),
    key("replies", Shape::Replies, "quick replies, at most thirteen"),
];

/// What a card reads.
pub(super) const CARD: &[Key] = &[
    key("title", Shape::Text, "its first line, at most 80 letters"),
    key("subtitle", Shape::Text, "its second line, at most 80 letters"),
    key("image", Shape::File, "the address of a picture"),
    key("link", Shape::Text, "the page that a tap on the card opens"),
    key("buttons", Shape::Buttons, "at most three"),
    key("for", Shape::Each, "one card for each item of a list"),
    key("where", Shape::Expression, "which items"),
    key("limit", Shape::Number, "so many items at most; ten if nothing is said"),
    key("shape", Shape::Name, "square, where it is the only card"),
];

/// Keys that may stand beside `cards`, or in its only card.
const EITHER: [&str; 4] = ["for", "where", "limit", "shape"];

impl Gate<'_> {
    /// A `cards`.
    pub(super) fn cards(&mut self, fields: &Fields<'_>) -> Option<Cards> {
        let verb = fields.get("cards")?;
        let replies = self.replies(fields);
        let mut cards = Vec::new();
        let mut square = fields.get("shape").is_some_and(|field| self.is_square(field));
        match &verb.node.kind {
            NodeKind::Map(entries) => {
                let own = self.card_fields(entries);
                self.twice(&own, fields);
                square |= own.get("shape").is_some_and(|field| self.is_square(field));
                let beside = fields.0.iter().filter(|field| EITHER.contains(&field.key.name));
                let all = Fields(own.0.iter().chain(beside).copied().collect());
                cards.extend(self.card(verb.node, &all, own.0.len() == entries.len()));
            }
            NodeKind::List(items) if items.iter().any(is_no_card) => {
                self.only_words(verb);
            }
            NodeKind::List(items) => {
                self.only_for_one(fields);
                self.too_many_cards(items);
                cards.extend(items.iter().filter_map(|item| self.card_of_many(verb, item)));
            }
            NodeKind::Text(_) => self.only_words(verb),
        }
        (!cards.is_empty()).then_some(Cards { cards, square, replies })
    }

    /// Tells titles, where cards are wanted.
    fn only_words(&mut self, verb: &Field<'_>) {
        let titles = paste::words(verb.node).unwrap_or_else(|| vec!["…".to_owned()]);
        let cards: Vec<_> =
            titles.iter().map(|title| format!("{{title: {title}, subtitle: …}}")).collect();
        let many = if cards.len() > 1 { format!("[{}]", cards.join(", ")) } else { cards.join("") };
        self.tell(wrong_shape(verb).fix(format!("cards: {many}")));
        self.told.doubt(verb.node);
    }

    fn card_fields<'t>(&mut self, entries: &'t [Entry]) -> Fields<'t> {
        let owner = Owner { name: "A card".into(), tables: vec![CARD] };
        self.told.fields(entries, &owner)
    }

    fn card_of_many(&mut self, verb: &Field<'_>, item: &Node) -> Option<Card> {
        let entries = self.entries(&Field { node: item, ..*verb });
        let fields = self.card_fields(entries);
        if let Some(field) = fields.get("shape") {
            let headline = "All cards have the same shape";
            let told = Diagnostic::error(Code("K205"), field.span, headline);
            self.tell(told.fix("- cards: […]\n  shape: square"));
        }
        self.card(item, &fields, fields.0.len() == entries.len())
    }

    fn card(&mut self, node: &Node, fields: &Fields<'_>, whole: bool) -> Option<Card> {
        let each = self.each(fields);
        let limit = fields.get("limit").map(|field| self.limit(fields, field));
        let title = fields.get("title").map(|field| self.card_text(field));
        let subtitle = fields.get("subtitle").and_then(|field| self.card_text(field));
        let image = fields.get("image").and_then(|field| self.card_image(field));
        let link = fields.get("link").and_then(|field| self.link(field));
        let buttons = self.card_buttons(fields);
        if whole {
            self.bare_card(node, fields);
        }
        let place = self.place(node.span);
        let limit = limit.map_or(Some(None), |limit| limit.map(Some))?;
        let (each, title) = (each.ok()?, title.flatten()?);
        Some(Card { place, each, limit, title, subtitle, image, link, buttons })
    }

    /// Tells a card that Messenger would refuse.
    fn bare_card(&mut self, node: &Node, fields: &Fields<'_>) {
        let beside = ["subtitle", "image", "link", "buttons"];
        if fields.get("title").is_none() {
            let headline = "This card has no \"title\"";
            let told = Diagnostic::error(Code("K204"), node.span, headline);
            self.tell(told.fix("{title: …, subtitle: …}"));
        } else if beside.iter().all(|key| fields.get(key).is_none()) {
            let headline = "This card has nothing but a title; Messenger refuses such a card";
            let told = Diagnostic::error(Code("M719"), node.span, headline);
            self.tell(told.fix("add a subtitle, an image, a link or buttons"));
        }
    }

    /// A title or subtitle; a literal one that Messenger refuses is told.
    fn card_text(&mut self, field: &Field<'_>) -> Option<TextId> {
        let wording = self.wording(field)?;
        Some(self.bounded(field.key.name, &wording, CARD_TEXT_UNITS_MAX))
    }

    fn card_image(&mut self, field: &Field<'_>) -> Option<TextId> {
        if self.map_for_a_file(field) {
            return None;
        }
        let wording = self.wording(field)?;
        for version in &wording.0 {
            self.address(&version.text.value, version.span, FETCHED_IMAGE_BYTES_MAX);
        }
        Some(self.take(&wording))
    }

    fn limit(&mut self, fields: &Fields<'_>, field: &Field<'_>) -> Option<usize> {
        let limit = self.number::<usize>(field)?;
        if fields.get("for").is_none() {
            let headline = "\"limit\" counts items of a list, and there is no \"for\"";
            let told = Diagnostic::error(Code("K204"), field.span, headline);
            self.tell(told.fix("for: p in products\nlimit: 5"));
        } else if limit > CARDS_MAX {
            let headline = format!("{limit} cards; a carousel takes {CARDS_MAX}");
            self.tell(Diagnostic::error(Code("M706"), field.node.span, headline));
        } else if limit == 0 {
            self.tell(wrong_shape(field).fix("limit: 5"));
        }
        Some(limit)
    }

    fn is_square(&mut self, field: &Field<'_>) -> bool {
        let Some(text) = self.plain(field) else { return false };
        let known = ["square", "wide"].contains(&text.value.as_str());
        if !known {
            let headline = "\"shape\" wants square or wide";
            let told = Diagnostic::error(Code("K205"), field.node.span, headline);
            self.tell(told.fix("shape: square"));
        }
        text.value == "square"
    }

    fn too_many_cards(&mut self, items: &[Node]) {
        let certain = |item: &&Node| match &item.kind {
            NodeKind::Map(entries) => !entries.iter().any(|entry| entry.key.value == "for"),
            NodeKind::Text(_) | NodeKind::List(_) => true,
        };
        let certain: Vec<&Node> = items.iter().filter(certain).collect();
        if let Some(first) = certain.get(CARDS_MAX) {
            let headline = format!("{} cards; a carousel takes {CARDS_MAX}", certain.len());
            self.tell(Diagnostic::error(Code("M706"), first.span, headline));
        }
    }

    /// Tells what stands beside `cards` and belongs into one card of several.
    fn only_for_one(&mut self, fields: &Fields<'_>) {
        let misplaced = ["for", "where", "limit"];
        for field in fields.0.iter().filter(|field| misplaced.contains(&field.key.name)) {
            let name = field.key.name;
            let headline = format!("\"{name}\" belongs into the card that it is for");
            let told = Diagnostic::error(Code("K205"), field.span, headline);
            self.tell(told.fix("- cards:\n    - {title: \"{{ p.name }}\", for: p in products}"));
        }
    }

    /// Tells what stands both beside `cards` and in its only card.
    fn twice(&mut self, own: &Fields<'_>, beside: &Fields<'_>) {
        for name in EITHER {
            if let (Some(first), Some(second)) = (own.get(name), beside.get(name)) {
                let headline = format!("\"{name}\" is here twice");
                let told = Diagnostic::error(Code("K203"), second.span, headline);
                self.tell(told.related(first.span, "the other one"));
            }
        }
    }
}

fn is_no_card(item: &Node) -> bool {
    !matches!(item.kind, NodeKind::Map(_))
}
