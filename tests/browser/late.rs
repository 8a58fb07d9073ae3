//! Answers that come late, and hands that are faster than they are.

use serde_json::{Value, json};

use crate::studio::Studio;

/// Lets the next request of a name wait until it is let go; then until the page has seen the answer.
async fn hold(studio: &Studio, name: &str) {
    let script = format!(
        "const was = window.fetch;
        window.fetch = (path, asks) => {{
          if (!String(path).startsWith({})) return was(path, asks);
          window.fetch = was;
          return new Promise((go) => {{
            window.let_go = () => was(path, asks).then(go).then(() => new Promise((seen) => setTimeout(seen, 500)));
          }});
        }};",
        json!(name)
    );
    studio.browser.run(&script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_turn_that_was_asked_for_last_stays_on_the_panel() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("hello").await;
    page.sees("Welcome!").await;
    studio.says("price").await;
    page.until("document.querySelectorAll('.row.mine .tool').length === 2").await;
    hold(&studio, "why?").await;
    page.run("document.querySelectorAll('.row.mine .tool')[0].click()").await;
    page.until("window.let_go").await;
    page.run("document.querySelectorAll('.row.mine .tool')[1].click()").await;
    page.until("document.querySelector('#why h3')?.textContent.includes('price')").await;
    page.run("return window.let_go()").await;
    let told = page.run("return document.querySelector('#why h3').textContent").await;
    assert_eq!(told, json!("It starts \"price\"."));
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flow_that_was_chosen_is_drawn_whatever_was_under_way() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("price").await;
    page.sees("A mug is 12 €.").await;
    page.click("#tab-map").await;
    page.until("document.querySelector('#map select').value === 'price'").await;
    hold(&studio, "path?").await;
    page.run(
        "const flow = document.querySelector('#map select');
        flow.value = 'order';
        flow.dispatchEvent(new Event('change'))",
    )
    .await;
    page.until("window.let_go").await;
    // Something new comes meanwhile.
    page.run("document.getElementById('tab-map').click(); return new Promise((on) => setTimeout(on, 1000))")
        .await;
    page.run("return window.let_go()").await;
    page.until("document.querySelector('.board .node.ask')").await;
    let chosen = page.run("return document.querySelector('#map select').value").await;
    assert_eq!(chosen, json!("order"));
    // An edit may take it away.
    let shop = studio.file("flows/shop.yaml").replace("order", "buy");
    studio.edit("flows/shop.yaml", &studio.file("flows/shop.yaml"), &shop);
    page.sees("Saved").await;
    page.until("document.querySelector('#map select').value === 'price'").await;
    page.until("document.getElementById('trouble').hidden").await;
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_that_was_shown_is_the_one_that_is_written() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    studio.says("price").await;
    page.sees("A mug is 12 €.").await;
    page.click("#tab-keep").await;
    page.write("[aria-label='Name of the test']", "Costs\n").await;
    page.sees("Write tests/costs.chat").await;
    page.click("[aria-label='Another visitor']").await;
    page.until("document.querySelectorAll('.phone').length === 2").await;
    page.write("[aria-label='Name of the test']", " nothing").await;
    page.tap("Write tests/costs.chat").await;
    page.sees("Written: tests/costs.chat").await;
    assert!(studio.file("tests/costs.chat").contains("You: price"));
    studio.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_nobody_can_draw_keeps_no_phone_from_going_on() {
    let Some(studio) = Studio::of("tests/browser/shop").await else { return };
    let page = &studio.browser;
    let odd = "odd:\n  when: odd\n  raw: {attachment: {type: image}}\n\nperson:\n";
    studio.edit("flows/shop.yaml", "person:\n", odd);
    page.sees("Saved").await;
    studio.says("odd").await;
    page.sees("\"attachment\"").await;
    studio.says("price").await;
    page.sees("A mug is 12 €.").await;
    assert_eq!(page.complaints().await, Vec::<String>::new());
    let told = page.run("return document.querySelectorAll('.said.raw').length").await;
    assert_eq!(told, Value::from(1));
    studio.stop().await;
}
