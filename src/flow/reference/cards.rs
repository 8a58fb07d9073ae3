//! Messenger's templates, and messages as Messenger itself wants them.

use crate::flow::cards;
use crate::flow::reference::concept::{Concept, Form, Table, Words, flow};

/// One card.
pub(in crate::flow) const CARD: Table =
    Table { name: "card", of: "A card", keys: cards::CARD, needs: &["title"] };

/// How pictures of cards are cut.
const SHAPE: Words = Words {
    of: "`shape`",
    list: &[("square", "as wide as high"), ("wide", "twice as wide as high, nearly")],
    probe: flow("", "a:\n  when: hi\n  cards: [{title: A, subtitle: B}]\n  shape: WORD\n"),
};

/// Cards and everything else with a form of its own.
pub(super) const CARDS: Concept = Concept {
    title: "cards",
    intro: "\
Cards side by side, at most ten: one card, or a list; or one card for each item of a list.",
    verbs: &["cards"],
    tables: &[CARD],
    forms: &[("shape", Form::Word(&SHAPE))],
    examples: &[flow(
        "",
        "
menu:
  when: menu
  cards:
    - title: Margherita
      subtitle: 9 €
      image: https://shop.example.com/margherita.jpg
      buttons: {Opening hours: hours}
    - title: Funghi
      subtitle: 11 €
",
    )],
    ..Concept::EMPTY
};

/// A message of the Send API.
pub(super) const RAW: Concept = Concept {
    title: "raw",
    intro: "\
Any message object of Messenger's Send API, for what the language has no word for. Its texts are rendered. What belongs to the
request around it, such as `recipient`, is written by saywhen itself.",
    verbs: &["raw"],
    examples: &[flow(
        "",
        "
picture:
  when: picture
  raw:
    attachment:
      type: image
      payload: {url: https://shop.example.com/cake.jpg}
",
    )],
    ..Concept::EMPTY
};
