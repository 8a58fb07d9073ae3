//! What else the page shows: beginnings, pictures that are not there, reasons, tests, maps.

use serde_json::{Value, json};

use crate::is_well;
use crate::studio::Studio;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_greeted_by_a_name_and_an_ice_breaker_is_answered() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    page.sees("Hi Visitor! We sell mugs.").await;
    page.click("#tab-travel").await;
    page.run("const s = document.getElementById('preset'); s.value = '1'; s.dispatchEvent(new Event('change'))").await;
    page.sees("Hi Anaïs! We sell mugs.").await;
    is_well(&studio, "before anything is said").await;
    page.tap("How much is it?").await;
    page.sees("A mug is 12 €.").await;
    page.until("!document.querySelector('.start')").await;
    page.click("[aria-label=Menu]").await;
    page.until("document.querySelectorAll('.menu > *').length === 5").await;
    let right = "Math.max(...[...document.querySelectorAll('.menu > *')].map(one => one.getBoundingClientRect().right))";
    let edge = "document.querySelector('.menu').getBoundingClientRect().right";
    page.until(&format!("{right} <= {edge}")).await;
    is_well(&studio, "with the menu open").await;
    page.tap("/price – Says what a mug costs").await;
    page.until("document.querySelectorAll('.row.theirs').length === 2").await;
    page.click("[aria-label=Menu]").await;
    page.tap("Our mugs").await;
    page.until("document.querySelector('.cards')").await;
    page.click("[aria-label=Menu]").await;
    page.tap("Talk to somebody").await;
    page.sees("handed over to a person").await;
    is_well(&studio, "while a person has the conversation").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_picture_is_shown_as_broken_and_the_bots_own_are_shown() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("mugs").await;
    page.until("document.querySelectorAll('.quick button').length === 2").await;
    page.until("[...document.images].every(one => one.complete && one.naturalWidth > 0)").await;
    let pictures = page
        .run(
            "return ['.cards img', '.quick img'].map(css => document.querySelectorAll(css).length)",
        )
        .await;
    assert_eq!(pictures, json!([1, 1]));
    page.sees("This picture cannot be shown:").await;
    page.until("!document.querySelector('.state.bad')").await;
    page.click("[aria-label='Send something else']").await;
    page.write("[aria-label='Address of the file']", "https://shop.invalid/me.png").await;
    page.tap("image").await;
    page.sees("image https://shop.invalid/me.png").await;
    page.click("[aria-label='Send something else']").await;
    page.tap("👍 sticker").await;
    page.until("[...document.querySelectorAll('.row.mine .said')].at(-1).textContent === '👍'")
        .await;
    is_well(&studio, "with pictures that are not there").await;
    let loaded = page
        .run("return performance.getEntriesByType('resource').map(one => new URL(one.name).host)")
        .await;
    let outside = loaded.as_array().unwrap().iter().filter_map(Value::as_str);
    let outside = outside.filter(|host| !host.starts_with("127.0.0.1:") && *host != "shop.invalid");
    assert_eq!(outside.count(), 0, "{loaded}");
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_is_shown_with_what_it_saw_and_a_call_without_the_token() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("order").await;
    page.sees("How many mugs?").await;
    studio.says("5").await;
    page.sees("So many!").await;
    page.run("[...document.querySelectorAll('.row.mine .tool')].at(-1).click()").await;
    page.sees("mugs > 3 is true").await;
    page.sees("read mugs = 5").await;
    page.until("document.querySelector('#why ins')?.textContent === '5'").await;
    let place = page.run("return document.querySelector('#why .steps .place').href").await;
    assert!(place.as_str().unwrap().starts_with("vscode://file/"), "{place}");
    page.run("navigator.clipboard.writeText = async text => { window.copied = text }").await;
    page.run("document.querySelectorAll('#why details').forEach(one => one.open = true)").await;
    page.tap("Copy as curl").await;
    page.until("window.copied").await;
    let copied = page.run("return window.copied").await;
    let copied = copied.as_str().unwrap();
    assert!(
        copied.contains("$PAGE_ACCESS_TOKEN") && !copied.contains(crate::studio::KEY),
        "{copied}"
    );
    is_well(&studio, "with a condition").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_twice_is_told_and_only_what_can_be_done_is_offered() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    page.click("#tab-travel").await;
    let disabled =
        "[...document.querySelectorAll('#travel button:disabled')].map(one => one.textContent)";
    let nothing = page.run(&format!("return {disabled}")).await;
    let all = [
        "Undo",
        "Start over",
        "To the next timer",
        "Back to now",
        "Close the 24-hour window",
        "Last event twice",
    ];
    assert_eq!(nothing, json!(all));
    studio.says("price").await;
    page.sees("A mug is 12 €.").await;
    page.tap("Last event twice").await;
    page.sees("It came once more").await;
    page.tap("Close the 24-hour window").await;
    page.sees("the 24-hour window is closed").await;
    page.until("[...document.querySelectorAll('#travel button')].find(one => one.textContent === 'Close the 24-hour window').disabled").await;
    page.until("document.querySelectorAll('.row.theirs').length === 1").await;
    is_well(&studio, "after travelling").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_that_fails_says_what_was_expected_and_one_is_kept_loosely() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("order").await;
    page.sees("How many mugs?").await;
    studio.says("2").await;
    page.sees("A few mugs, then.").await;
    studio.says("teapot").await;
    page.sees("Sorry?").await;
    page.click("#tab-keep").await;
    page.click("#keep input[type=checkbox]").await;
    page.write("#keep input", "A few\n").await;
    page.until("document.querySelectorAll('#keep fieldset input').length === 3").await;
    page.click("#keep fieldset input").await;
    page.until("document.querySelector('#keep .yaml').innerText.includes('Bot: How many mugs?')")
        .await;
    // Whoever chooses by keyboard can go on choosing.
    page.until("document.activeElement.matches('#keep fieldset input')").await;
    page.tap("Write tests/a-few.chat").await;
    page.sees("Written: tests/a-few.chat").await;
    assert!(studio.file("tests/a-few.chat").contains("Bot: How many mugs?\nYou: 2\nBot: ...\n"));
    page.tap("Run all tests").await;
    page.sees("1 of 2 failed").await;
    page.sees("expected: A mug is «10» €.").await;
    page.sees("got: A mug is «12» €.").await;
    page.sees("steps are covered").await;
    page.run("const s = document.querySelector('.unmatched select'); s.value = 'price'").await;
    page.tap("Add to its trigger").await;
    page.sees("when: [price, teapot, {all: [what, cost]}]").await;
    assert!(!studio.file("flows/shop.yaml").contains("teapot"), "not yet");
    is_well(&studio, "with tests").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_has_one_arrow_between_two_steps_and_colours_of_tests() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("mugs").await;
    page.until("document.querySelector('.cards')").await;
    page.click("#tab-map").await;
    page.until(
        "document.querySelector('.edge.tap title')?.textContent.startsWith('Take blue · Take red')",
    )
    .await;
    let places = "[...document.querySelectorAll('.edge .label')].map(one => `${one.getAttribute('x')} ${one.getAttribute('y')}`)";
    page.until(&format!("new Set({places}).size === {places}.length")).await;
    page.click(".node.walked.heat4").await;
    page.sees("flows/shop.yaml:7").await;
    page.run("const s = document.querySelectorAll('#map select'); s[1].value = 'tests'; s[0].value = 'price'; s[0].dispatchEvent(new Event('change'))").await;
    page.until("document.querySelector('.node.covered')").await;
    page.until("document.querySelector('#map .lines').innerText === ''").await;
    is_well(&studio, "with the map of tests").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_of_a_save_stand_before_hints_and_a_choice_that_changed_is_told() {
    let Some(studio) = Studio::of("tests/browser/bot").await else { return };
    let page = &studio.browser;
    studio.says("tea").await;
    page.sees("Which tea?").await;
    studio.edit("flows/tea.yaml", "choices: [Green, Black]", "choices: [Green, White]");
    page.sees("changed by your edit").await;
    page.until("document.querySelector('.mark del')?.textContent === 'Which tea? (Green, Black)'")
        .await;
    studio.edit("flows/tea.yaml", "say: We only have tea.", "sya: We only have tea.");
    page.sees("Not taken").await;
    page.until("document.querySelector('#save > ul pre').textContent.startsWith('error[')").await;
    page.until("document.querySelector('#save > details:not([open]) summary').textContent.includes('hint')").await;
    is_well(&studio, "with mistakes and hints").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_phones_leave_room_for_the_inspector() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    page.size(1_280, 800).await;
    for _ in 0..3 {
        page.click("[aria-label='Another visitor']").await;
    }
    page.until("document.querySelectorAll('.phone').length === 4").await;
    page.until("document.getElementById('panel').clientWidth > 300").await;
    let seen = "document.querySelector('.phone.active').getBoundingClientRect().right <=
        document.getElementById('panel').getBoundingClientRect().left";
    page.until(seen).await;
    page.until("document.querySelector('.phone.active .whose').innerText === 'Visitor 4'").await;
    is_well(&studio, "with four phones").await;
    studio.stop().await;
}
