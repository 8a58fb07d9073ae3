//! Messenger's own templates.

use crate::flow::form;
use crate::flow::reference::concept::{Concept, Form, Table, flow, table};

const RECEIPT: Table = Table {
    name: "receipt",
    of: "A receipt",
    keys: form::RECEIPT_PARTS,
    needs: &["recipient_name", "order_number", "currency", "payment_method", "summary"],
};
const ADDRESS: Table = table("receipt_address", "An address", form::ADDRESS);
const SUMMARY: Table =
    Table { name: "summary", of: "A summary", keys: form::SUMMARY, needs: &["total_cost"] };
const ADJUSTMENT: Table = table("adjustment", "An adjustment", form::ADJUSTMENT);
const LINE: Table = table("receipt_line", "A line of a receipt", form::LINE);
const COUPON: Table =
    Table { name: "coupon", of: "A coupon", keys: form::COUPON_PARTS, needs: &["title"] };
const FEEDBACK: Table = Table {
    name: "feedback",
    of: "A feedback",
    keys: form::FEEDBACK_PARTS,
    needs: &["title", "feedback_screens", "business_privacy"],
};
const SCREEN: Table = table("feedback_screen", "A screen", form::SCREEN);
const QUESTION: Table = table("feedback_question", "A question of a screen", form::QUESTION);
const FOLLOW_UP: Table = table("follow_up", "A follow_up", form::FOLLOW_UP);
const PRIVACY: Table =
    Table { name: "privacy", of: "A business_privacy", keys: form::PRIVACY, needs: &["url"] };
const OPTIN: Table =
    Table { name: "optin", of: "An optin", keys: form::OPTIN_PARTS, needs: &["title", "payload"] };

/// Receipts and the like.
pub(super) const TEMPLATES: Concept = Concept {
    title: "receipt, coupon, product, feedback, optin",
    intro: "\
Messenger's own templates, with Messenger's own words. What is not written or comes out empty is not sent. After an `optin` that
somebody agreed to, the bot may write beyond 24 hours: as often as they allow, or one message with `once: yes`.",
    verbs: &["receipt", "coupon", "product", "feedback", "optin"],
    tables: &[
        RECEIPT, ADDRESS, SUMMARY, ADJUSTMENT, LINE, COUPON, FEEDBACK, SCREEN, QUESTION, FOLLOW_UP,
        PRIVACY, OPTIN,
    ],
    forms: &[
        ("receipt", Form::Keys(&RECEIPT)),
        ("address", Form::Keys(&ADDRESS)),
        ("summary", Form::Keys(&SUMMARY)),
        ("adjustments", Form::ListOf(&ADJUSTMENT)),
        ("elements", Form::ListOf(&LINE)),
        ("coupon", Form::Keys(&COUPON)),
        ("feedback", Form::Keys(&FEEDBACK)),
        ("feedback_screens", Form::ListOf(&SCREEN)),
        ("questions", Form::ListOf(&QUESTION)),
        ("follow_up", Form::Keys(&FOLLOW_UP)),
        ("business_privacy", Form::Keys(&PRIVACY)),
        ("optin", Form::Keys(&OPTIN)),
    ],
    examples: &[flow(
        "",
        "
paid:
  when: paid
  steps:
    - receipt:
        recipient_name: Ana K
        order_number: \"8841\"
        currency: EUR
        payment_method: Visa 2345
        summary: {subtotal: 24.00, total_cost: 28.95}
        elements:
          - {title: Blue mug, quantity: 2, price: 12}
    - coupon: {title: 10% off, coupon_code: 10PERCENT}
    - product: [\"5001\", \"5002\"]
    - optin: {title: Weekly deals, payload: deals}
rate:
  when: rate
  feedback:
    title: Rate your experience
    feedback_screens:
      - questions:
          - {id: q1, type: csat, title: How was it?, score_label: neg_pos, score_option: five_stars}
    business_privacy: {url: https://shop.example.com/privacy}
deals:
  when: {event: optin, payload: deals}
  say: You will hear of our deals.
",
    )],
    ..Concept::EMPTY
};
