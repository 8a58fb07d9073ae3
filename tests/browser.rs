//! The page of `saywhen dev` in a real browser: talking, edits, why, travel, and its looks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests"
)]

#[path = "browser/driver.rs"]
mod driver;
#[path = "browser/hands.rs"]
mod hands;
#[path = "browser/late.rs"]
mod late;
#[path = "browser/shop.rs"]
mod shop;
#[path = "browser/studio.rs"]
mod studio;

use std::path::Path;

use serde_json::Value;

use studio::Studio;

const LOOKS: &str = include_str!("browser/looks.js");

/// Nothing is wrong with the looks of the page, and its console is silent.
async fn is_well(studio: &Studio, when: &str) {
    let wrong = studio.browser.run(LOOKS).await;
    assert_eq!(wrong, Value::Array(Vec::new()), "{when}");
    assert_eq!(studio.browser.complaints().await, Vec::<String>::new(), "{when}");
}

/// Keeps what is shown for the papers, where `UPDATE_IMAGES` asks for it.
async fn picture(studio: &Studio, name: &str) {
    if std::env::var_os("UPDATE_IMAGES").is_some() {
        std::fs::create_dir_all("docs/images").unwrap();
        studio.browser.keep(&Path::new("docs/images").join(name)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pizza_is_ordered_by_tapping() {
    let Some(studio) = Studio::of("examples/pizza").await else { return };
    let page = &studio.browser;
    page.tap("Get Started").await;
    page.sees("I take orders for Pizzeria Ada").await;
    page.sees("Messenger does not know who the visitor is").await;
    page.tap("Order a pizza").await;
    page.sees("Which pizza?").await;
    page.tap("Funghi").await;
    page.sees("How many?").await;
    studio.says("2").await;
    page.sees("Anything extra").await;
    studio.says("no").await;
    page.tap("Pick up").await;
    page.sees("2 × Funghi").await;
    page.tap("Yes").await;
    page.sees("Done! Ready by").await;
    page.until("document.querySelectorAll('.quick button').length === 0").await;
    is_well(&studio, "after an order").await;
    assert!(studio.sent().await > 6, "all of it went through the Send API");
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_changes_the_answer_on_screen_and_the_place_is_kept() {
    let Some(studio) = Studio::of("examples/pizza").await else { return };
    let page = &studio.browser;
    studio.says("pizza").await;
    page.tap("Diavola").await;
    page.sees("How many?").await;
    studio.edit("flows/order.yaml", "ask: How many?", "ask: How many of them?");
    page.sees("How many of them?").await;
    page.sees("changed by your edit").await;
    is_well(&studio, "after an edit").await;
    picture(&studio, "edit.png").await;
    studio.says("2").await;
    page.sees("Anything extra on them?").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_edit_shows_its_line_and_the_old_bot_goes_on() {
    let Some(studio) = Studio::of("examples/pizza").await else { return };
    let page = &studio.browser;
    studio.says("pizza").await;
    page.sees("Which pizza?").await;
    studio.edit("flows/order.yaml", "ask: How many?", "aks: How many?");
    page.sees("Not taken").await;
    page.sees("flows/order.yaml:").await;
    page.sees("aks").await;
    is_well(&studio, "with a broken edit").await;
    page.tap("Diavola").await;
    page.sees("How many?").await;
    studio.edit("flows/order.yaml", "aks: How many?", "ask: How many?");
    page.sees("the new version answers now").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inspector_names_the_rule_and_those_that_lost() {
    let Some(studio) = Studio::of("examples/pizza").await else { return };
    let page = &studio.browser;
    studio.says("are you open for pizza?").await;
    page.until("document.querySelector('.row.theirs .tool')").await;
    page.click(".row.mine .body").await;
    page.until("document.querySelector('#why .contest')").await;
    page.until("document.querySelector('#why .contest .won')?.innerText.includes('hours')").await;
    page.until("document.querySelector('#why .contest .lost')?.innerText.includes('order')").await;
    page.sees("flows/").await;
    is_well(&studio, "with the inspector open").await;
    picture(&studio, "studio.png").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn putting_the_clock_forward_fires_a_nudge_and_undo_takes_it_back() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.click("#tab-travel").await;
    page.sees("Nudge of tea.").await;
    page.sees("expires in").await;
    page.tap("To the next timer").await;
    page.sees("The water boils.").await;
    is_well(&studio, "after a nudge").await;
    page.tap("Undo").await;
    page.until("!document.querySelector('.thread').innerText.includes('The water boils.')").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_speaks_types_first_and_the_message_comes_after() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("about ana").await;
    page.until(
        "document.querySelector('.typing:not([hidden]) .persona')?.textContent === 'Ana' &&
         !document.querySelector('.thread').innerText.includes('gunpowder')",
    )
    .await;
    is_well(&studio, "while somebody types").await;
    page.sees("gunpowder").await;
    page.until("document.querySelector('.typing').hidden").await;
    page.until("document.querySelector('.reaction')?.innerText === '❤'").await;
    page.until("document.querySelector('.row.mine .state').innerText === 'Seen'").await;
    is_well(&studio, "after somebody has typed").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_late_says_so_and_reading_is_told_to_the_bot() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.click("#tab-travel").await;
    page.write("[aria-label='An older message arrives late']", "Black\n").await;
    page.sees("Black tea it is.").await;
    page.sees("arrived late: written").await;
    page.until("document.querySelectorAll('.row .late').length === 1").await;
    page.tap("Reads everything so far").await;
    page.sees("So you have read it.").await;
    is_well(&studio, "with a late message").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn back_opens_the_inspector_again_where_it_was_closed() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    page.size(390, 844).await;
    page.click("#tab-phone").await;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.click(".row.mine .body").await;
    page.until("document.querySelector('#why .head')?.offsetParent != null").await;
    page.tap("What it did then").await;
    page.until("document.querySelector('#why .contest .won')?.innerText.includes('tea')").await;
    page.click("#tab-phone").await;
    page.until("document.querySelector('#why').offsetParent == null").await;
    page.run("history.back()").await;
    page.until("document.querySelector('#why .head')?.offsetParent != null").await;
    page.run("history.back()").await;
    page.until("document.querySelector('.phone .composer').offsetParent != null").await;
    is_well(&studio, "after going back").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_if_is_another_visitor_with_the_same_past() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.click(".row.mine .body").await;
    page.tap("What if …").await;
    page.until("document.querySelectorAll('.phone').length === 2").await;
    page.until("document.querySelectorAll('.phone')[1].innerText.includes('Which tea?')").await;
    is_well(&studio, "with two phones").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_becomes_a_test_and_a_message_is_learnt() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.tap("Green").await;
    page.sees("Green tea it is").await;
    studio.says("cofee").await;
    page.sees("We only have tea").await;
    page.click("#tab-keep").await;
    page.write("#keep input", "Green tea\n").await;
    page.tap("Write tests/green-tea.chat").await;
    page.sees("Written: tests/green-tea.chat").await;
    assert!(studio.file("tests/green-tea.chat").contains("You tap: Green"));
    page.tap("Run all tests").await;
    page.sees("All 1 pass").await;
    page.sees("“cofee”").await;
    page.tap("Add to its trigger").await;
    page.sees("cofee]").await;
    is_well(&studio, "with an edit proposed").await;
    page.tap("Write flows/tea.yaml").await;
    studio.holds("flows/tea.yaml", "cofee").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_shows_the_way_and_the_lines_of_a_step() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    page.click("#tab-map").await;
    page.until("document.querySelector('.node.walked')").await;
    page.click(".node.ask").await;
    page.sees("ask: Which tea?").await;
    is_well(&studio, "with the map open").await;
    picture(&studio, "map.png").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_well_in_the_dark_on_narrow_and_wide_windows_and_from_right_to_left() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    // Not the same words again and again: the bot would take that for another machine.
    let mut times = 0;
    for (width, height) in [(360, 640), (800, 600), (1_400, 900)] {
        for dark in [false, true] {
            times += 1;
            page.size(width, height).await;
            page.dark(dark).await;
            if width < 960 {
                page.click("#tab-phone").await;
            }
            studio.says(&format!("show {times}")).await;
            page.until(&format!("document.querySelectorAll('.cards').length === {times}")).await;
            for tab in ["phone", "why", "map", "travel", "keep"] {
                let there = format!("document.getElementById('tab-{tab}').offsetParent !== null");
                if page.run(&format!("return {there}")).await == Value::Bool(true) {
                    page.click(&format!("#tab-{tab}")).await;
                }
                if width < 960 {
                    page.click("#tab-phone").await;
                    let panel = format!("document.getElementById('{tab}')?.offsetParent == null");
                    assert_eq!(
                        page.run(&format!("return {panel}")).await,
                        Value::Bool(true),
                        "{tab}"
                    );
                    page.click(&format!("#tab-{tab}")).await;
                }
                is_well(&studio, &format!("{tab} at {width}x{height}, dark: {dark}")).await;
            }
            // Nor the same answer again and again within a minute.
            page.click("#tab-travel").await;
            page.tap("+ 1 min").await;
        }
    }
    page.click("#tab-travel").await;
    page.run("const s = document.getElementById('locale'); s.value = 'ar'; s.dispatchEvent(new Event('change'))").await;
    page.until("document.querySelector('.phone').dir === 'rtl'").await;
    studio.says("show once more").await;
    page.sees("إيرل غراي").await;
    is_well(&studio, "from right to left").await;
    picture(&studio, "right-to-left.png").await;
    let sides = page
        .run(
            "const side = css => document.querySelector(css).getBoundingClientRect();
             const log = side('.log'); const mine = side('.row.mine .body');
             return [mine.left - log.left, log.right - mine.right]",
        )
        .await;
    assert!(sides[0].as_f64() < sides[1].as_f64(), "the visitor's side is the left one: {sides}");
    studio.stop().await;
}
