//! The page by keyboard alone, and as a screen reader has it.

use serde_json::{Value, json};

use crate::is_well;
use crate::studio::Studio;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const SPACE: &str = "\u{e00d}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";

/// What has the focus, in words, and whether one sees that it has.
const FOCUS: &str = "const one = document.activeElement; const style = getComputedStyle(one);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return [one.getAttribute('aria-label') || one.textContent.trim() || one.placeholder, ring && style.opacity === '1']";
/// All that can be used and is on the screen.
const USED: &str = "return [...document.querySelectorAll('button, input, select, a[href]')]
    .filter(one => one.offsetParent && !one.disabled && one.tabIndex >= 0 && !one.classList.contains('skip'))
    .map(one => one.getAttribute('aria-label') || one.textContent.trim() || one.placeholder)";

/// Waits until what begins like this has the focus.
async fn focus(studio: &Studio, name: &str) {
    let begins = format!("(() => {{ {FOCUS} }})()[0].startsWith({})", json!(name));
    studio.browser.until(&begins).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_key_comes_to_everything_and_one_sees_where_it_is() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("mugs").await;
    page.until("document.querySelectorAll('.quick button').length === 2").await;
    page.until("document.querySelectorAll('.row.theirs .tool').length === 2").await;
    page.run("document.activeElement.blur()").await;
    let used = page.run(USED).await;
    let mut missing: Vec<&str> =
        used.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for _ in 0..60 {
        page.keys(TAB).await;
        let found = page.run(FOCUS).await;
        let name = found[0].as_str().unwrap();
        let body = page.run("return document.activeElement === document.body").await;
        assert!(body == Value::Bool(true) || found[1] == Value::Bool(true), "no ring: {name}");
        if let Some(at) = missing.iter().position(|one| *one == name) {
            missing.remove(at);
        }
    }
    assert_eq!(missing, Vec::<&str>::new());
    is_well(&studio, "after the tab key").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_closes_what_is_open_and_leads_back() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    for (opener, first) in [("Menu", "Our mugs"), ("Send something else", "Address of the file")] {
        let found = format!("document.querySelector('[aria-label={}]')", json!(opener));
        page.until(&format!("{found}?.offsetParent")).await;
        page.run(&format!("{found}.focus()")).await;
        page.keys(ENTER).await;
        focus(&studio, first).await;
        page.keys(ESCAPE).await;
        focus(&studio, opener).await;
        page.until("[...document.querySelectorAll('.sheet')].every(one => one.hidden)").await;
    }
    studio.edit("flows/shop.yaml", "say: Sorry?", "sya: Sorry?");
    page.sees("Not taken").await;
    page.run("document.querySelector('.composer input').focus()").await;
    page.keys(ESCAPE).await;
    page.until("document.getElementById('save').hidden").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_go_through_cards_one_by_one_in_either_direction() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("mugs").await;
    page.until("document.querySelector('[aria-label=\"React with a heart\"]')").await;
    page.run("document.querySelector('.cards').focus()").await;
    page.keys(RIGHT).await;
    let second = "Math.abs(document.querySelector('.cards').scrollLeft) > 200 &&
        Math.abs(document.querySelector('.cards').scrollLeft) < 250";
    page.until(second).await;
    // What is new about the bubble, or beside it, moves nothing.
    page.run("document.querySelector('[aria-label=\"React with a heart\"]').click()").await;
    page.until("document.querySelector('.reaction')").await;
    page.until(second).await;
    page.run("document.querySelector('.cards').focus()").await;
    page.keys(LEFT).await;
    page.until("document.querySelector('.cards').scrollLeft === 0").await;
    // The phone's own direction is set anew with whatever else is new.
    page.run("document.querySelector('.cards').dir = 'rtl'").await;
    page.keys(LEFT).await;
    page.until(second).await;
    page.run("document.querySelector('[aria-label=\"Cards after\"]').click()").await;
    page.until("document.querySelector('.cards').scrollLeft < -400").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hand_stays_where_it_was_when_something_is_drawn_anew() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("mugs").await;
    page.until("document.querySelector('[aria-label=\"React with a heart\"]')").await;
    page.run("document.querySelector('[aria-label=\"React with a heart\"]').focus()").await;
    page.keys(ENTER).await;
    page.until("document.querySelector('.reaction')").await;
    focus(&studio, "Take the reaction back").await;
    page.until("document.querySelectorAll('.quick button').length === 2").await;
    page.run("document.querySelector('.row.mine .tool').focus()").await;
    page.keys(SPACE).await;
    page.until("document.querySelector('#why .contest')").await;
    page.run("[...document.querySelectorAll('#why button')].find(one => one.textContent === 'Back to here').focus()").await;
    page.keys(ENTER).await;
    page.until("!document.querySelector('#why .contest')").await;
    focus(&studio, "Tap a bubble").await;
    page.run("document.querySelector('.row.mine .tool').focus()").await;
    page.keys(SPACE).await;
    page.until("document.querySelector('#why .contest')").await;
    focus(&studio, "Why?").await;
    page.run("document.querySelector('.quick button').focus()").await;
    page.keys(ENTER).await;
    page.sees("A mug is 12 €.").await;
    focus(&studio, "Message").await;
    is_well(&studio, "by keyboard").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hand_stays_on_visitors_and_on_the_map() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    let go = async |label: &str, then: &str| {
        let named = format!(
            "[...document.querySelectorAll('#visitors button')]
             .find(one => (one.ariaLabel ?? one.textContent) === {}).focus()",
            json!(label)
        );
        page.run(&named).await;
        page.keys(ENTER).await;
        page.until(then).await;
    };
    go("Another visitor", "document.querySelectorAll('.phone').length === 2").await;
    focus(&studio, "Another visitor").await;
    go("Visitor 1", "document.querySelector('.chip').ariaPressed === 'true'").await;
    focus(&studio, "Visitor 1").await;
    go("Close Visitor 2", "document.querySelectorAll('.phone').length === 1").await;
    focus(&studio, "Message").await;
    studio.says("price").await;
    page.sees("A mug is 12 €.").await;
    page.click("#tab-map").await;
    page.until("document.querySelector('.node.walked .count')?.textContent === '1'").await;
    page.run("document.querySelector('.node.walked').focus()").await;
    page.run(
        "const [{ visitor }] = JSON.parse(sessionStorage.phones);
        const headers = { 'content-type': 'application/json' };
        fetch('deed', { method: 'POST', headers, body: JSON.stringify({ visitor, does: 'say', text: 'price' }) })",
    )
    .await;
    page.until("document.querySelector('.node.walked .count')?.textContent === '2'").await;
    page.until("document.activeElement.matches('.node.walked')").await;
    is_well(&studio, "on the map").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_new_bubble_is_read_out_once() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    let news =
        "[...document.querySelectorAll('.phone [aria-live=polite] p')].map(one => one.textContent)";
    studio.says("price").await;
    page.until(&format!("{news}.length === 1")).await;
    studio.says("mugs").await;
    page.until(&format!("{news}.length === 2")).await;
    // What has arrived is drawn anew, and that is no news.
    page.until("document.querySelectorAll('[aria-label=\"React with a heart\"]').length === 2")
        .await;
    let told = page.run(&format!("return {news}")).await;
    let cards = "Blue, 12 €; Red, 12 €; White, 11 €; Black, 11 € (How much?, Order)";
    assert_eq!(told, json!(["A mug is 12 €.", cards]));
    assert_eq!(
        page.run("return document.querySelector('[role=log]').ariaLive").await,
        json!("off")
    );
    studio.stop().await;
}
