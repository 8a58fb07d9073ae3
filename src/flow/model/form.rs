//! Messenger's own templates that the language has words for.

use crate::flow::model::raw::Raw;

/// A template.
#[derive(Clone, Debug)]
pub struct Form {
    /// Which one.
    pub kind: FormKind,
    /// Its parts, as the author wrote them.
    pub parts: Raw,
}

/// Which template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// `receipt`
    Receipt,
    /// `coupon`
    Coupon,
    /// `product`
    Product,
    /// `feedback`
    Feedback,
    /// `optin`
    Optin,
}

impl FormKind {
    /// The author's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Coupon => "coupon",
            Self::Product => "product",
            Self::Feedback => "feedback",
            Self::Optin => "optin",
        }
    }

    /// Parts that Messenger refuses it without, as pointers into the message.
    #[must_use]
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Receipt => &[
                "/recipient_name",
                "/order_number",
                "/currency",
                "/payment_method",
                "/summary/total_cost",
            ],
            Self::Coupon => &["/title"],
            Self::Product => &[],
            Self::Feedback => &["/title", "/feedback_screens", "/business_privacy/url"],
            Self::Optin => &["/title", "/payload"],
        }
    }
}
