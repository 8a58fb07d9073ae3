// What somebody hears who does not see the page, where their hand rests when something is drawn anew, and
// what a wheel does.

import { el } from "./dom.js";
import { said } from "./words.js";

const USED = "button, a, input, video, audio, [tabindex]";

/** How many of them can still be read again. */
const KEPT = 8;

/** New bubbles in words, each once: a row is drawn anew whenever it changes, and that is no news. */
export class Heard {
  constructor() {
    this.root = el("div", { class: "unseen", role: "group", "aria-live": "polite", "aria-label": "What is new" });
    this.told = null;
  }

  tell(items) {
    const spoken = items.filter((item) => item.message || (item.from === "person" && item.did));
    const fresh = this.told ? spoken.filter((item) => !this.told.has(item.id)) : [];
    this.told = new Set(spoken.map((item) => item.id));
    this.root.append(...fresh.map((item) => el("p", { dir: "auto" }, words(item))));
    while (this.root.childElementCount > KEPT) this.root.firstChild.remove();
  }
}

/** A bubble as it is read out. */
function words({ from, persona, message, did, state, code }) {
  const who = persona?.name ?? (from === "person" ? "A person" : null);
  const bad = { failed: "Not delivered", expired: "Too late to be sent", parked: "Waits" }[state];
  const text = message ? spoken(message) : said(did);
  return [bad ? `${[bad, code].filter(Boolean).join(", ")}: ` : null, who ? `${who}: ` : null, text];
}

/** A message of the bot's in words; `raw` may send what has none. */
export function spoken(message) {
  try {
    return told(message);
  } catch {
    return "a message";
  }
}

function told(message) {
  const { type, payload = {} } = message.attachment ?? message.attachments?.[0] ?? {};
  const titles = (payload.elements ?? []).map((one) => [one.title, one.subtitle].filter(Boolean).join(", "));
  const parts = [message.text ?? payload.text ?? payload.title, ...titles].filter(Boolean);
  const choices = (message.quick_replies ?? []).map((one) => one.title ?? one.content_type).concat((payload.buttons ?? []).map((one) => one.title ?? one.type));
  const text = parts.length ? parts.join("; ") : (payload.template_type ?? type ?? "a message");
  return choices.length ? `${text} (${choices.join(", ")})` : text;
}

/** Remembers where the keyboard is; the returned function puts it there again, or else into `instead`. */
export function held(root, instead) {
  const was = document.activeElement;
  if (!root.contains(was)) return () => {};
  const item = was.closest("[data-item]");
  const named = (one) => one.getAttribute("aria-label") ?? one.textContent;
  const name = named(was);
  const used = (within) => [...within.querySelectorAll(USED)];
  const at = item ? used(item).indexOf(was) : -1;
  return () => {
    if (document.activeElement === was) return;
    const same = item && root.querySelector(`[data-item="${CSS.escape(item.dataset.item)}"]`);
    const anew = same ? used(same) : item ? [] : used(root).filter((one) => !one.closest("[data-item]"));
    const one = was === item ? same : (anew.find((one) => named(one) === name) ?? anew[at]);
    (one ?? instead).focus({ preventScroll: true });
  };
}

/** A wheel that only goes up and down moves a row to its sides, as far as there is more of it. */
export function sideways(event) {
  const row = event.currentTarget;
  if (event.deltaX || row.scrollWidth <= row.clientWidth) return;
  event.preventDefault();
  row.scrollLeft += getComputedStyle(row).direction === "rtl" ? -event.deltaY : event.deltaY;
}
