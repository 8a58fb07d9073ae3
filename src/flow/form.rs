//! `receipt`, `coupon`, `product`, `feedback`, `optin`: Messenger's own templates, with their own
//! words.

use crate::flow::fields::{Field, Owner, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::form::{Form, FormKind};
use crate::flow::model::raw::Raw;
use crate::flow::send_api::Level;
use crate::limits::CARDS_MAX;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

/// What each verb reads.
pub(super) const RECEIPT: &[Key] =
    &[key("receipt", Shape::Map, "what was bought, and what it costs")];
/// See above.
pub(super) const COUPON: &[Key] =
    &[key("coupon", Shape::Map, "a code or a page to save money with")];
/// See above.
pub(super) const PRODUCT: &[Key] = &[key(
    "product",
    Shape::Words,
    "the id of a product of your catalogue, or a list of ten at most",
)];
/// See above.
pub(super) const FEEDBACK: &[Key] = &[key("feedback", Shape::Map, "a question about how it was")];
/// See above.
pub(super) const OPTIN: &[Key] =
    &[key("optin", Shape::Map, "asks whether you may write later, beyond 24 hours")];

/// What a receipt reads.
pub(super) const RECEIPT_PARTS: &[Key] = &[
    key("recipient_name", Shape::Text, "who bought it"),
    key("merchant_name", Shape::Text, "who sold it"),
    key("order_number", Shape::Text, "its number; no other receipt has it"),
    key("currency", Shape::Text, "such as EUR"),
    key("payment_method", Shape::Text, "such as Visa 2345"),
    key("order_url", Shape::Text, "the page of the order"),
    key("timestamp", Shape::Text, "when it was bought, in seconds since 1970"),
    key("address", Shape::Map, "where it goes"),
    key("summary", Shape::Map, "what it costs"),
    key("adjustments", Shape::Map, "a list of discounts"),
    key("elements", Shape::Map, "a list of what was bought, a hundred at most"),
];
/// What an address of a receipt reads.
pub(super) const ADDRESS: &[Key] = &[
    key("street_1", Shape::Text, "street and number"),
    key("street_2", Shape::Text, "its second line"),
    key("city", Shape::Text, "the town"),
    key("postal_code", Shape::Text, "its code"),
    key("state", Shape::Text, "the state or region"),
    key("country", Shape::Text, "the country, in two letters"),
];
/// What the sums of a receipt read.
pub(super) const SUMMARY: &[Key] = &[
    key("subtotal", Shape::Text, "the sum of all lines"),
    key("shipping_cost", Shape::Text, "what sending it costs"),
    key("total_tax", Shape::Text, "the tax in it"),
    key("total_cost", Shape::Text, "what was paid"),
];
/// What a discount of a receipt reads.
pub(super) const ADJUSTMENT: &[Key] =
    &[key("name", Shape::Text, "what for"), key("amount", Shape::Text, "how much")];
/// What a line of a receipt reads.
pub(super) const LINE: &[Key] = &[
    key("title", Shape::Text, "its name"),
    key("subtitle", Shape::Text, "more about it"),
    key("quantity", Shape::Text, "how many"),
    key("price", Shape::Text, "its price"),
    key("currency", Shape::Text, "such as EUR"),
    key("image_url", Shape::Text, "the address of a picture"),
];
/// What a coupon reads.
pub(super) const COUPON_PARTS: &[Key] = &[
    key("title", Shape::Text, "its first line, at most 80 letters"),
    key("subtitle", Shape::Text, "its second line, at most 80 letters"),
    key("coupon_code", Shape::Text, "the code, without spaces"),
    key("coupon_url", Shape::Text, "the page where it counts"),
    key("coupon_url_button_title", Shape::Text, "the button to that page"),
    key("coupon_pre_message", Shape::Text, "what is said before"),
    key("image_url", Shape::Text, "the address of a picture"),
    key("payload", Shape::Text, "what comes back when somebody looks at the code"),
];
/// What a request for feedback reads.
pub(super) const FEEDBACK_PARTS: &[Key] = &[
    key("title", Shape::Text, "its first line, at most 65 letters"),
    key("subtitle", Shape::Text, "its second line, at most 80 letters"),
    key("button_title", Shape::Text, "the button that opens it"),
    key("feedback_screens", Shape::Map, "a list of one screen"),
    key("business_privacy", Shape::Map, "where you tell what happens with answers"),
    key("expires_in_days", Shape::Text, "how long it can be answered, 1 to 7"),
];
/// What a screen reads.
pub(super) const SCREEN: &[Key] = &[key("questions", Shape::Map, "a list of one question")];
/// What a question of a screen reads.
pub(super) const QUESTION: &[Key] = &[
    key("id", Shape::Text, "its name in the answer"),
    key("type", Shape::Text, "csat, nps, ces or free_form"),
    key("title", Shape::Text, "the question"),
    key("score_label", Shape::Text, "what stands at the ends of the scale, such as neg_pos"),
    key("score_option", Shape::Text, "the scale, such as five_stars"),
    key("follow_up", Shape::Map, "a second question, answered in words"),
];
/// What a second question reads.
pub(super) const FOLLOW_UP: &[Key] = &[
    key("type", Shape::Text, "free_form"),
    key("placeholder", Shape::Text, "what stands in the empty field"),
];
/// What the promise about answers reads.
pub(super) const PRIVACY: &[Key] = &[key("url", Shape::Text, "the address of the page")];
/// What a request to write later reads.
pub(super) const OPTIN_PARTS: &[Key] = &[
    key("title", Shape::Text, "what you would write about, at most 65 letters"),
    key("payload", Shape::Text, "its name: `event: optin` with this payload says that they agreed"),
    key("image_url", Shape::Text, "the address of a picture"),
    key("notification_messages_cta_text", Shape::Text, "the button's word, such as GET_UPDATES"),
    key("once", Shape::YesNo, "yes asks for one message only"),
];

/// What may stand in a map, and in the maps inside it.
struct Spec {
    of: &'static str,
    keys: &'static [Key],
    inner: &'static [Inner],
}

/// What stands in a part of it: a map, or a list of them.
struct Inner {
    name: &'static str,
    spec: &'static Spec,
    list: bool,
}

const fn one(name: &'static str, spec: &'static Spec) -> Inner {
    Inner { name, spec, list: false }
}

const fn many(name: &'static str, spec: &'static Spec) -> Inner {
    Inner { name, spec, list: true }
}

const fn flat(of: &'static str, keys: &'static [Key]) -> Spec {
    Spec { of, keys, inner: &[] }
}

const RECEIPT_SPEC: Spec = Spec {
    of: "A receipt",
    keys: RECEIPT_PARTS,
    inner: &[
        one("address", &flat("An address", ADDRESS)),
        one("summary", &flat("A summary", SUMMARY)),
        many("adjustments", &flat("An adjustment", ADJUSTMENT)),
        many("elements", &flat("A line of a receipt", LINE)),
    ],
};
const QUESTION_SPEC: Spec = Spec {
    of: "A question",
    keys: QUESTION,
    inner: &[one("follow_up", &flat("A follow_up", FOLLOW_UP))],
};
const SCREEN_SPEC: Spec =
    Spec { of: "A screen", keys: SCREEN, inner: &[many("questions", &QUESTION_SPEC)] };
const FEEDBACK_SPEC: Spec = Spec {
    of: "A feedback",
    keys: FEEDBACK_PARTS,
    inner: &[
        many("feedback_screens", &SCREEN_SPEC),
        one("business_privacy", &flat("A business_privacy", PRIVACY)),
    ],
};

impl Gate<'_> {
    /// A template of Messenger's.
    pub(super) fn form(&mut self, field: &Field<'_>, kind: FormKind) -> Option<Form> {
        let spec = match kind {
            FormKind::Product => return self.products(field),
            FormKind::Receipt => &RECEIPT_SPEC,
            FormKind::Coupon => &flat("A coupon", COUPON_PARTS),
            FormKind::Feedback => &FEEDBACK_SPEC,
            FormKind::Optin => &flat("An optin", OPTIN_PARTS),
        };
        let NodeKind::Map(entries) = &field.node.kind else {
            self.tell(wrong_shape(field).fix(format!("{}: {{title: …}}", kind.word())));
            return None;
        };
        let known = self.parts_known(entries, spec);
        for need in kind.needs().iter().filter(|_| known) {
            if !has(field.node, need.split('/').skip(1)) {
                let name = need.trim_start_matches('/').replace('/', ".");
                let headline = format!("{} needs \"{name}\"", spec.of);
                let told = Diagnostic::error(Code("K204"), field.span, headline);
                self.tell(told.label("Messenger refuses it without"));
            }
        }
        Some(Form { kind, parts: self.raw_map(field, entries, Level::Form) })
    }

    /// Tells keys that are unknown; false if there are some.
    fn parts_known(&mut self, entries: &[Entry], spec: &Spec) -> bool {
        let owner = Owner { name: spec.of.into(), tables: vec![spec.keys] };
        let fields = self.told.fields(entries, &owner);
        let mut known = fields.0.len() == entries.len();
        for field in &fields.0 {
            let inner = spec.inner.iter().find(|inner| inner.name == field.key.name);
            known &= match inner {
                Some(inner) => self.inner_known(field, inner),
                None => self.is_text(field),
            };
        }
        known
    }

    fn inner_known(&mut self, field: &Field<'_>, inner: &Inner) -> bool {
        let nodes: Vec<_> = match (&field.node.kind, inner.list) {
            (NodeKind::List(items), true) => items.iter().collect(),
            (NodeKind::Map(_), false) => vec![field.node],
            _ => {
                self.tell(inner_shape(field, inner));
                return false;
            }
        };
        let mut known = true;
        for node in nodes {
            if let NodeKind::Map(entries) = &node.kind {
                known &= self.parts_known(entries, inner.spec);
            } else {
                self.tell(inner_shape(&Field { node, ..*field }, inner));
                known = false;
            }
        }
        known
    }

    /// A text, perhaps in several languages.
    fn is_text(&mut self, field: &Field<'_>) -> bool {
        let text = match &field.node.kind {
            NodeKind::Text(_) => true,
            NodeKind::Map(entries) => self.per_language(entries),
            NodeKind::List(_) => false,
        };
        if !text {
            self.tell(wrong_shape(field));
        }
        text
    }

    fn products(&mut self, field: &Field<'_>) -> Option<Form> {
        let nodes = items(field.node);
        if nodes.len() > CARDS_MAX {
            let headline = format!("{} products; a carousel takes {CARDS_MAX}", nodes.len());
            self.tell(Diagnostic::error(Code("M706"), field.node.span, headline));
        }
        let mut ids = Vec::with_capacity(nodes.len());
        for node in nodes {
            let own = Field { node, ..*field };
            let text = self.plain(&own)?;
            ids.push(Raw::Text(self.batch.text(text, node.span)));
        }
        Some(Form { kind: FormKind::Product, parts: Raw::List(ids) })
    }
}

fn inner_shape(field: &Field<'_>, inner: &Inner) -> Diagnostic {
    let wanted = if inner.list { "a list of maps" } else { "a map" };
    let headline = format!("\"{}\" wants {wanted}", inner.name);
    Diagnostic::error(Code("K205"), field.node.span, headline)
}

/// The items of a list, or what stands there alone.
fn items(node: &Node) -> Vec<&Node> {
    match &node.kind {
        NodeKind::List(items) => items.iter().collect(),
        NodeKind::Map(_) | NodeKind::Text(_) => vec![node],
    }
}

fn has<'p>(node: &Node, mut path: impl Iterator<Item = &'p str>) -> bool {
    let Some(name) = path.next() else { return true };
    let NodeKind::Map(entries) = &node.kind else { return false };
    let found = entries.iter().find(|entry| entry.key.value == name);
    found.is_some_and(|entry| has(&entry.value, path))
}
