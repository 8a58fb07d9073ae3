//! The names in a message object of the Send API, as far as `raw` is checked by them.

/// Where in a message object something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The message itself.
    Message,
    /// A quick reply.
    QuickReply,
    /// An attachment.
    Attachment,
    /// What an attachment carries: a file or a template.
    Payload,
    /// A card, a product, a line of a receipt.
    Element,
    /// A button.
    Button,
    /// Anything whose names we do not look at.
    Other,
}

/// Keys of a message or a request that saywhen itself writes.
pub(super) const OURS: [&str; 5] = ["recipient", "messaging_type", "metadata", "tag", "persona_id"];

/// Keys of which a message has exactly one.
pub(super) const CONTENT: [&str; 5] =
    ["text", "attachment", "attachments", "sticker_id", "template"];

/// What an attachment can be.
pub(super) const ATTACHMENTS: [&str; 5] = ["image", "video", "audio", "file", "template"];

const MESSAGE: &[&str] =
    &["text", "attachment", "attachments", "sticker_id", "template", "quick_replies"];
const QUICK_REPLY: &[&str] = &["content_type", "title", "payload", "image_url"];
const ATTACHMENT: &[&str] = &["type", "payload"];
const PAYLOAD: &[&str] = &[
    "address",
    "adjustments",
    "attachment_id",
    "business_privacy",
    "button_title",
    "buttons",
    "countries",
    "coupon_code",
    "coupon_pre_message",
    "coupon_url",
    "coupon_url_button_title",
    "currency",
    "elements",
    "expires_in_days",
    "feedback_screens",
    "form_id",
    "image_aspect_ratio",
    "image_url",
    "is_reusable",
    "merchant_name",
    "notification_messages_cta_text",
    "order_number",
    "order_url",
    "payload",
    "payment_method",
    "recipient_name",
    "sharable",
    "subtitle",
    "summary",
    "template_type",
    "text",
    "timestamp",
    "title",
    "url",
];
const ELEMENT: &[&str] = &[
    "attachment_id",
    "buttons",
    "currency",
    "default_action",
    "id",
    "image_url",
    "images",
    "media_type",
    "price",
    "quantity",
    "subtitle",
    "title",
    "url",
];
const BUTTON: &[&str] = &[
    "expires_in_days",
    "fallback_url",
    "game_metadata",
    "messenger_extensions",
    "payload",
    "title",
    "type",
    "url",
    "webview_height_ratio",
    "webview_share_button",
];

/// Keys whose values are texts, even where they look like numbers.
const TEXTS: &[&str] = &[
    "attachment_id",
    "city",
    "content_type",
    "coupon_code",
    "form_id",
    "id",
    "image_url",
    "merchant_name",
    "name",
    "order_number",
    "order_url",
    "payload",
    "payment_method",
    "postal_code",
    "recipient_name",
    "street_1",
    "street_2",
    "subtitle",
    "text",
    "timestamp",
    "title",
    "type",
    "url",
];

impl Level {
    /// Where the value of a key stands.
    pub(super) fn below(self, key: &str) -> Self {
        match key {
            "quick_replies" => Self::QuickReply,
            "attachment" | "attachments" => Self::Attachment,
            "payload" if self == Self::Attachment => Self::Payload,
            "elements" => Self::Element,
            "buttons" | "default_action" => Self::Button,
            _ => Self::Other,
        }
    }

    /// The keys there; none where we do not look.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Message => MESSAGE,
            Self::QuickReply => QUICK_REPLY,
            Self::Attachment => ATTACHMENT,
            Self::Payload => PAYLOAD,
            Self::Element => ELEMENT,
            Self::Button => BUTTON,
            Self::Other => &[],
        }
    }
}

/// Whether the value of a key is always a text.
pub(super) fn is_text(key: &str) -> bool {
    TEXTS.contains(&key)
}
