// One message of the bot's as Messenger shows it, from the very body of the Send API.

import { button, cut, el, link } from "./dom.js";

const LABEL = 20;
const TITLE = 80;

/** A message; `tap(label, payload, quick)` and `raw(item)` are what can be done on it. */
export function bubble(message, hands) {
  try {
    return drawn(message, hands);
  } catch {
    // What `raw` sends may be nothing that Messenger has a picture of.
    return [raw(message)];
  }
}

function drawn(message, hands) {
  const parts = [];
  if (message.text) parts.push(el("div", { class: "said text", dir: "auto" }, message.text));
  const attachments = message.attachments ?? (message.attachment ? [message.attachment] : []);
  const pictures = attachments.filter((one) => one.type === "image");
  if (pictures.length > 1) parts.push(el("div", { class: "mosaic" }, pictures.map((one) => picture(one.payload))));
  else parts.push(...attachments.map((one) => attachment(one, hands)));
  if (message.sticker_id) parts.push(sticker(message.sticker_id));
  if (message.template) parts.push(utility(message.template));
  if (parts.length === 0) parts.push(raw(message));
  return parts;
}

function attachment({ type, payload }, hands) {
  if (type === "template") return template(payload, hands);
  if (type === "image") return picture(payload);
  if (type === "video" || type === "audio") {
    if (!payload.url) return file(type, payload);
    return el(type, { class: "said media", controls: true, preload: "metadata", src: safe(payload.url), "aria-label": type });
  }
  return file(type, payload);
}

/** An address that may be shown; the bot's own files are named by their path, `media/…`. */
export function safe(url) {
  if (/^media\//.test(url ?? "")) return `/${url.split("/").map(encodeURIComponent).join("/")}`;
  return /^(https?:|data:image\/|blob:)/i.test(url ?? "") ? url : null;
}

function picture({ url, attachment_id: id }, alt = "Picture") {
  if (!safe(url)) return el("div", { class: "said missing" }, id ? `Picture ${id}` : "A picture");
  return shown(el("img", { class: "said media", alt, src: safe(url), loading: "lazy" }), () => missing(url));
}

/** A picture, and what stands in its place where it cannot be loaded: nothing, if nothing is said. */
export function shown(image, instead = () => "") {
  image.addEventListener("error", () => image.replaceWith(instead()));
  return image;
}

function missing(url) {
  return el("div", { class: "said missing" }, "This picture cannot be shown: ", el("span", { class: "address" }, url));
}

function file(type, { url, attachment_id: id }) {
  const name = url ? url.split(/[?#]/)[0].split("/").pop() : (id ?? type);
  return el("div", { class: "said file" }, url ? link(name, safe(url) ?? "") : `${type} ${name}`);
}

function sticker(id) {
  const likes = { 369239263222822: "small", 369239343222814: "medium", 369239383222810: "large" };
  const size = likes[id];
  return size ? el("div", { class: `sticker ${size}`, role: "img", "aria-label": "Thumbs up" }, "👍") : el("div", { class: "said missing" }, `Sticker ${id}`);
}

function template(payload, hands) {
  switch (payload.template_type) {
    case "button":
      return el("div", { class: "said block" }, el("div", { class: "text", dir: "auto" }, payload.text), buttons(payload.buttons, hands));
    case "generic":
      return cards(payload.elements ?? [], payload.image_aspect_ratio === "square", hands);
    case "media":
      return media(payload.elements?.[0] ?? {}, hands);
    case "receipt":
      return receipt(payload);
    case "coupon":
      return coupon(payload, hands);
    case "product":
      return cards((payload.elements ?? []).map(({ id }) => ({ title: `Product ${id}`, subtitle: "From the Page's catalogue" })), false, hands);
    case "customer_feedback":
      return feedback(payload, hands);
    case "image_grid":
      return grid(payload.elements?.[0] ?? {}, hands);
    case "notification_messages":
      return optin(payload, hands);
    case "one_time_notif_req":
      return once(payload, hands);
    default:
      return raw(payload);
  }
}

function buttons(list = [], hands) {
  return list.length === 0 ? null : el("div", { class: "buttons" }, list.map((one) => oneButton(one, hands)));
}

function oneButton(one, hands) {
  switch (one.type) {
    case "postback":
      return button(cut(one.title, LABEL), () => hands.tap(one.title, one.payload, false));
    case "phone_number":
      return link(cut(one.title, LABEL), `tel:${one.payload}`);
    case "account_link":
      return button("Log In", () => hands.raw({ account_linking: { status: "linked", authorization_code: "from-the-studio" } }), { title: one.url });
    case "account_unlink":
      return button("Log Out", () => hands.raw({ account_linking: { status: "unlinked" } }));
    case "game_play":
      return button(cut(one.title, LABEL), () => hands.raw({ game_play: { game_id: "1", player_id: one.game_metadata?.player_id ?? "1", context_type: "SOLO", context_id: "1", payload: one.payload } }));
    case "web_url":
      return link(cut(one.title, LABEL), one.url ?? "");
    default:
      return button(cut(one.title ?? one.type, LABEL), () => {}, { disabled: true });
  }
}

function cards(list, square, hands) {
  const row = el("div", { class: square ? "cards square" : "cards", tabindex: list.length > 1 ? 0 : null, role: "group", "aria-label": `${list.length} cards` });
  for (const card of list) {
    const inner = [
      card.image_url ? picture({ url: card.image_url }, card.title) : null,
      el("div", { class: "title" }, cut(card.title, TITLE)),
      card.subtitle ? el("div", { class: "subtitle" }, cut(card.subtitle, TITLE)) : null,
    ];
    const top = card.default_action?.url ? link("", card.default_action.url, { class: "whole" }) : el("div", { class: "whole" });
    top.append(...inner.filter(Boolean));
    row.append(el("article", { class: "card" }, top, buttons(card.buttons, hands)));
  }
  if (list.length < 2) return row;
  // By whole cards, to the left where a language runs that way.
  const move = (by) => {
    const [one, next] = [...row.children].map((card) => card.offsetLeft);
    row.scrollBy({ left: by * (next - one), behavior: "smooth" });
  };
  row.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.target !== row) return;
    event.preventDefault();
    move(getComputedStyle(row).direction === "rtl" ? -by : by);
  });
  const arrows = [button("‹", () => move(-1), { class: "arrow back", "aria-label": "Cards before" }), button("›", () => move(1), { class: "arrow on", "aria-label": "Cards after" })];
  return el("div", { class: "reel" }, row, arrows);
}

function media(element, hands) {
  const file = element.url
    ? link(`${element.media_type}: ${element.url}`, element.url, { class: "address" })
    : el("div", { class: "missing" }, `${element.media_type ?? "file"} ${element.attachment_id ?? ""}`);
  return el("div", { class: "said block" }, file, buttons(element.buttons, hands));
}

function receipt(payload) {
  const money = (amount) => {
    try {
      return new Intl.NumberFormat([], { style: "currency", currency: payload.currency }).format(amount ?? 0);
    } catch {
      return `${amount ?? 0} ${payload.currency ?? ""}`;
    }
  };
  const row = (name, amount) => (amount === undefined || amount === null ? null : el("tr", {}, el("td", {}, name), el("td", {}, money(amount))));
  const { summary = {}, address } = payload;
  const lines = (payload.elements ?? []).map((one) =>
    el("tr", {}, el("td", { dir: "auto" }, small(one.image_url), `${one.quantity > 1 ? `${one.quantity} × ` : ""}${one.title}`, one.subtitle ? el("div", { class: "subtitle" }, one.subtitle) : null), el("td", {}, money(one.price))),
  );
  const adjustments = (payload.adjustments ?? []).map((one) => row(one.name ?? "Discount", -one.amount));
  const to = address ? [address.street_1, address.street_2, address.postal_code, address.city, address.country].filter(Boolean).join(", ") : "";
  return el(
    "div",
    { class: "said block receipt" },
    el("div", { class: "title" }, `Receipt ${payload.order_number ?? ""}`),
    el("div", { class: "subtitle", dir: "auto" }, [payload.recipient_name, payload.payment_method, to].filter(Boolean).join(" · ")),
    el("table", {}, el("tbody", {}, lines, row("Subtotal", summary.subtotal), row("Shipping", summary.shipping_cost), row("Tax", summary.total_tax), adjustments), el("tfoot", {}, row("Total", summary.total_cost))),
    payload.order_url ? link("Show the order", payload.order_url) : null,
  );
}

/** A small picture beside words that say what it shows. */
export function small(url) {
  return safe(url) ? shown(el("img", { class: "small", src: safe(url), alt: "" })) : null;
}

function coupon(payload, hands) {
  const code = payload.coupon_code ? el("code", {}, payload.coupon_code) : null;
  const to = payload.coupon_url ? { type: "web_url", title: payload.coupon_url_button_title ?? "Open", url: payload.coupon_url } : null;
  return el(
    "div",
    { class: "said block coupon" },
    payload.coupon_pre_message ? el("div", { dir: "auto" }, payload.coupon_pre_message) : null,
    payload.image_url ? picture({ url: payload.image_url }, payload.title) : null,
    el("div", { class: "title" }, cut(payload.title, TITLE)),
    payload.subtitle ? el("div", { class: "subtitle" }, cut(payload.subtitle, TITLE)) : null,
    code,
    to ? buttons([to], hands) : null,
  );
}

const SCALES = { one_to_five: [1, 5], five_stars: [1, 5], five_emojis: [1, 5], zero_to_ten: [0, 10], one_to_seven: [1, 7] };

function feedback(payload, hands) {
  const question = payload.feedback_screens?.[0]?.questions?.[0];
  const [low, high] = SCALES[question?.score_option] ?? [1, 5];
  const send = (score, form) => {
    const words = form.elements.namedItem("more")?.value ?? "";
    const followed = words ? { follow_up: { type: "free_form", payload: words } } : {};
    const questions = { [question.id]: { type: question.type, payload: String(score), ...followed } };
    hands.raw({ messaging_feedback: { feedback_screens: [{ screen_id: 0, questions }] } });
  };
  const form = el("form", { onsubmit: (event) => event.preventDefault() });
  const scores = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const more = question?.follow_up ? el("input", { name: "more", "aria-label": "In words", placeholder: question.follow_up.placeholder ?? "" }) : null;
  form.append(
    el("div", { class: "title" }, cut(payload.title, 65)),
    el("div", { class: "subtitle" }, cut(payload.subtitle, TITLE)),
    el("div", { dir: "auto" }, question?.title ?? ""),
    el("div", { class: "scores" }, scores.map((score) => button(String(score), () => send(score, form)))),
  );
  if (more) form.append(more);
  return el("div", { class: "said block" }, form);
}

function grid(element, hands) {
  const tile = (one) => {
    const image = picture({ url: one.url }, element.title);
    const action = one.action ?? {};
    if (action.type === "web_url") return link(image, action.url);
    if (action.type === "postback") return button(image, () => hands.tap(action.text ?? element.title, action.payload, false), { "aria-label": action.text ?? "Picture" });
    return image;
  };
  return el("div", { class: "said block" }, el("div", { class: "mosaic" }, (element.images ?? []).map(tile)), el("div", { class: "title" }, cut(element.title, 45)), el("div", { class: "subtitle" }, cut(element.subtitle, TITLE)), buttons(element.buttons, hands));
}

function optin(payload, hands) {
  const words = { ALLOW: "Allow", GET: "Get", GET_UPDATES: "Get updates", OPT_IN: "Opt in", SIGN_UP: "Sign up" };
  const agreed = () =>
    hands.raw({
      optin: {
        type: "notification_messages",
        payload: payload.payload,
        title: payload.title,
        notification_messages_token: `studio-${Date.now()}`,
        notification_messages_timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        token_expiry_timestamp: Date.now() + 180 * 86_400_000,
        user_token_status: "NOT_REFRESHED",
      },
    });
  return asked(payload, words[payload.notification_messages_cta_text] ?? "Get messages", agreed);
}

function once(payload, hands) {
  const agreed = () => hands.raw({ optin: { type: "one_time_notif_req", payload: payload.payload, one_time_notif_token: `studio-${Date.now()}` } });
  return asked(payload, "Notify me", agreed);
}

function asked(payload, label, agreed) {
  const image = payload.image_url ? picture({ url: payload.image_url }, payload.title) : null;
  return el("div", { class: "said block" }, image, el("div", { class: "title" }, cut(payload.title, 65)), el("div", { class: "buttons" }, button(label, agreed)));
}

function utility(template) {
  const words = (template.components ?? []).flatMap((part) => (part.parameters ?? []).map((one) => one.text ?? one.payload ?? ""));
  return el("div", { class: "said block" }, el("div", { class: "subtitle" }, `Template ${template.name}`), el("div", { dir: "auto" }, words.filter(Boolean).join(" · ")));
}

function raw(value) {
  return el("pre", { class: "said raw" }, JSON.stringify(value, null, 1));
}
