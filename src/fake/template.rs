//! What Graph counts in templates, and the keys it knows.

use serde_json::Value;

use crate::fake::check::{Refusal, buttons_fit, fine, length};
use crate::limits::{BUTTON_TEXT_UNITS_MAX, CARD_TEXT_UNITS_MAX, CARDS_MAX};

/// Checks what an attachment of the type `template` carries.
pub(super) fn fits(template: &Value) -> Result<(), Refusal> {
    match template.get("template_type").and_then(Value::as_str) {
        Some("button") => button(template),
        Some("generic") => generic(template),
        Some("media") => media(template),
        Some("receipt") => receipt(template),
        Some("coupon") => coupon(template),
        Some("product") => elements(template, CARDS_MAX).map(drop),
        Some("customer_feedback") => feedback(template),
        Some("image_grid") => grid(template),
        Some("notification_messages" | "one_time_notif_req") => request(template),
        Some("customer_information") => lasts(template),
        Some("instant_form") => {
            fine(length(template, "form_id") > 0, "(#100) Param form_id is required")
        }
        Some(_) | None => Err(Refusal::parameter("(#100) Param template_type is not a known type")),
    }
}

fn button(template: &Value) -> Result<(), Refusal> {
    let fits = (1..=BUTTON_TEXT_UNITS_MAX).contains(&length(template, "text"));
    fine(fits, "(#100) Length of param text must be from 1 to 640")?;
    buttons_fit(template.get("buttons").unwrap_or(&Value::Null), 1)
}

fn elements(template: &Value, most: usize) -> Result<&[Value], Refusal> {
    let elements =
        template.get("elements").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let fits = (1..=most).contains(&elements.len());
    fine(fits, "(#100) Param elements has too few or too many elements")?;
    Ok(elements)
}

fn generic(template: &Value) -> Result<(), Refusal> {
    let shape = template.get("image_aspect_ratio").and_then(Value::as_str);
    let known = shape.is_none_or(|shape| ["horizontal", "square"].contains(&shape));
    fine(known, "(#100) Param image_aspect_ratio must be one of {horizontal, square}")?;
    for card in elements(template, CARDS_MAX)? {
        titled(card, CARD_TEXT_UNITS_MAX)?;
        let more = card.as_object().is_some_and(|card| card.len() > 1);
        fine(more, "(#100) Elements require at least one property beside the title")?;
        if let Some(buttons) = card.get("buttons") {
            buttons_fit(buttons, 1)?;
        }
        if let Some(action) = card.get("default_action") {
            let plain = action.get("title").is_none() && action.get("url").is_some();
            fine(plain, "(#100) A default_action is a web_url without a title")?;
        }
    }
    Ok(())
}

fn titled(of: &Value, most: usize) -> Result<(), Refusal> {
    let fits = (1..=most).contains(&length(of, "title"));
    fine(fits, "(#100) Param title is required and may not be too long")?;
    fine(length(of, "subtitle") <= CARD_TEXT_UNITS_MAX, "(#100) Param subtitle is too long")
}

fn media(template: &Value) -> Result<(), Refusal> {
    let [element] = elements(template, 1)? else { return Ok(()) };
    let kind = element.get("media_type").and_then(Value::as_str);
    fine(matches!(kind, Some("image" | "video")), "(#100) Param media_type is image or video")?;
    let url = element.get("url").and_then(Value::as_str);
    let one = url.is_some() != element.get("attachment_id").is_some();
    let facebook = url.is_none_or(|url| url.contains("facebook.com/"));
    let message = "(#100) A media template has an attachment_id or a Facebook url";
    let refused = || Refusal { message, code: 100, subcode: 2_018_182 };
    (one && facebook).then_some(()).ok_or_else(refused)?;
    element.get("buttons").map_or(Ok(()), |buttons| buttons_fit(buttons, 1))
}

fn receipt(template: &Value) -> Result<(), Refusal> {
    let missing = ["recipient_name", "order_number", "currency", "payment_method"]
        .iter()
        .any(|key| template.get(*key).and_then(Value::as_str).is_none_or(str::is_empty));
    fine(!missing, "(#100) A receipt lacks a required parameter")?;
    let total = template.pointer("/summary/total_cost").is_some_and(Value::is_number);
    fine(total, "(#100) The parameter summary[total_cost] is required")?;
    let lines = template.get("elements").and_then(Value::as_array).map_or(0, Vec::len);
    fine(lines <= 100, "(#100) Param elements must have at most 100 elements")
}

fn coupon(template: &Value) -> Result<(), Refusal> {
    titled(template, CARD_TEXT_UNITS_MAX)?;
    let code = template.get("coupon_code").and_then(Value::as_str);
    fine(!code.is_some_and(|code| code.contains(' ')), "(#100) A coupon_code has no spaces")?;
    let some = code.is_some() || template.get("coupon_url").is_some();
    fine(some, "(#100) A coupon has a coupon_code or a coupon_url")
}

fn feedback(template: &Value) -> Result<(), Refusal> {
    titled(template, 65)?;
    fine(length(template, "button_title") <= 20, "(#100) Param button_title is too long")?;
    let screens = template.get("feedback_screens").and_then(Value::as_array).map_or(0, Vec::len);
    fine(screens == 1, "(#100) Param feedback_screens must have 1 element")?;
    let question = template.pointer("/feedback_screens/0/questions").and_then(Value::as_array);
    fine(question.is_some_and(|q| q.len() == 1), "(#100) A screen has one question")?;
    let privacy = template.pointer("/business_privacy/url").is_some_and(Value::is_string);
    fine(privacy, "(#100) The parameter business_privacy[url] is required")?;
    lasts(template)?;
    question.into_iter().flatten().try_for_each(asked)
}

/// How long a form can be filled in.
fn lasts(template: &Value) -> Result<(), Refusal> {
    let Some(days) = template.get("expires_in_days") else { return Ok(()) };
    let days = days.as_u64().or_else(|| days.as_str()?.parse().ok()).unwrap_or_default();
    fine((1..=7).contains(&days), "(#100) Param expires_in_days must be from 1 to 7")
}

/// A question of a feedback template.
fn asked(question: &Value) -> Result<(), Refusal> {
    let text = |key: &str| question.get(key).and_then(Value::as_str);
    let id = text("id").unwrap_or_default();
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let fits = (1..=80).contains(&id.len()) && plain;
    fine(fits, "(#100) The id of a question is made of 1 to 80 letters, digits and _")?;
    let title = length(question, "title");
    fine((5..=85).contains(&title), "(#100) The title of a question has from 5 to 85 characters")?;
    let scales: &[&str] = match text("type") {
        Some("csat") => &["one_to_five", "1_to_5", "five_stars", "five_emojis"],
        Some("nps") => &["zero_to_ten"],
        Some("ces") => &["one_to_seven"],
        Some("free_form") => &[],
        Some(_) | None => {
            return Err(Refusal::parameter("(#100) Param type of a question is unknown"));
        }
    };
    let known = text("score_option").is_none_or(|scale| scales.contains(&scale));
    fine(known, "(#100) Param score_option does not go with the type of the question")?;
    let ends = ["neg_pos", "hard_easy", "dis_sat", "unlike_like", "poor_great", "none"];
    let known = text("score_label").is_none_or(|label| ends.contains(&label));
    fine(known, "(#100) Param score_label is not a known label")?;
    let more = question.get("follow_up").unwrap_or(&Value::Null);
    let short = length(more, "placeholder") <= 65 && length(question, "placeholder") <= 65;
    fine(short, "(#100) Param placeholder may have 65 characters")
}

fn grid(template: &Value) -> Result<(), Refusal> {
    let [element] = elements(template, 1)? else { return Ok(()) };
    let images = element.get("images").and_then(Value::as_array).map_or(0, Vec::len);
    fine((2..=6).contains(&images), "(#100) Param images must have from 2 to 6 elements")?;
    let fits = length(element, "title") <= 45 && length(element, "subtitle") <= CARD_TEXT_UNITS_MAX;
    fine(fits, "(#100) The title of a grid may have 45 characters, the subtitle 80")?;
    let pictures = element.get("images").and_then(Value::as_array).into_iter().flatten();
    let heroes = pictures.filter(|one| one["is_hero_image"] == true).count();
    fine(heroes <= 1, "(#100) A grid has one large picture at most")?;
    let Some(buttons) = element.get("buttons") else { return Ok(()) };
    let known = |button: &Value| button["type"] == "web_url" || button["type"] == "postback";
    let known = buttons.as_array().is_some_and(|buttons| buttons.iter().all(known));
    fine(known, "(#100) The buttons of a grid are of the types web_url and postback")?;
    buttons_fit(buttons, 1)
}

fn request(template: &Value) -> Result<(), Refusal> {
    let payload = template.get("payload").and_then(Value::as_str).is_some_and(|p| !p.is_empty());
    fine(payload, "(#100) The parameter payload is required")?;
    fine(length(template, "title") <= 65, "(#100) Param title may have 65 characters")
}
