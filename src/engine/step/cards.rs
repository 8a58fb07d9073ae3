//! `cards`: cards side by side, no more than Messenger takes.

use crate::bot::op::Op;
use crate::engine::reply::Voice;
use crate::engine::run::Run;
use crate::engine::step::media::source;
use crate::engine::step::{buttons, say};
use crate::flow::model::cards::{Card, Cards};
use crate::limits::{CARD_TEXT_UNITS_MAX, CARDS_MAX};
use crate::template::batch::TextId;
use crate::words::reply::{self, ReplyKind};
use crate::words::turn::Fault;

/// Shows the cards; nothing is sent where there are none.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, cards: &Cards) -> Result<(), Fault> {
    let mut made = Vec::new();
    for own in &cards.cards {
        let most =
            own.limit.map_or(CARDS_MAX.saturating_add(1), |own| made.len().saturating_add(own));
        run.make(own.each.as_ref(), &own.place, (&mut made, most), &mut |run| card(run, own))?;
    }
    run.only(&mut made, CARDS_MAX, "cards");
    let quick_replies = buttons::quick_replies(run, &cards.replies)?;
    if made.is_empty() {
        run.note(|| "there are no cards to send".to_owned());
        let alone = quick_replies.is_empty();
        return if alone { Ok(()) } else { Err(say::nothing_to_hang_on(&op.place)) };
    }
    run.emit(&Voice::of(op), ReplyKind::Cards { cards: made, square: cards.square, quick_replies })
}

/// One card, without what comes out empty; Messenger refuses one with nothing but a title.
fn card(run: &mut Run<'_>, card: &Card) -> Result<Option<reply::Card>, Fault> {
    let title = line(run, Some(card.title), "the title of a card")?;
    let subtitle = line(run, card.subtitle, "the subtitle of a card")?;
    let image = filled(run, card.image)?.map(source);
    let link = filled(run, card.link)?;
    let buttons = buttons::buttons(run, &card.buttons)?;
    let more = subtitle.is_some() || image.is_some() || link.is_some() || !buttons.is_empty();
    let Some(title) = title.filter(|_| more) else {
        run.note(|| "a card without a title, or with nothing else, is left out".to_owned());
        return Ok(None);
    };
    Ok(Some(reply::Card { title, subtitle, image, link, buttons }))
}

fn line(run: &mut Run<'_>, id: Option<TextId>, what: &str) -> Result<Option<String>, Fault> {
    let text = filled(run, id)?;
    Ok(text.map(|text| run.shortened(text, CARD_TEXT_UNITS_MAX, what)))
}

fn filled(run: &mut Run<'_>, id: Option<TextId>) -> Result<Option<String>, Fault> {
    id.map_or(Ok(None), |id| buttons::filled(run, id))
}
