// What the page says about what happened.

import { el } from "./dom.js";

/** Events that are no message. */
const EVENTS = {
  read: "read everything so far",
  delivered: "the bot's messages arrived",
  edited: "changed a message",
  deleted: "took a message back",
  account_link: "an account was linked or unlinked",
  thread: "the conversation changed hands",
  optin: "agreed to messages",
  feedback: "answered the question for feedback",
};

/** Why the bot says nothing. */
export function silent({ why }) {
  const words = { handover: "handed over to a person", human: "a person answers", thread_lost: "another app has the thread", breaker: "silent: the same message came too often" };
  return words[why] ?? "silent";
}

/** A file of the visitor's: a picture is shown, where it can be loaded. */
function sent({ type, url }) {
  // Meta's own, for which Meta would have to be asked.
  if (type === "sticker") return "👍";
  const words = `${type} ${url ?? ""}`.trim();
  if (type !== "image" || !/^https?:/i.test(url ?? "")) return words;
  const image = el("img", { src: url, alt: "Picture of the visitor's" });
  image.addEventListener("error", () => image.replaceWith(words));
  return image;
}

/** What somebody did, in words. */
export function said(did) {
  switch (did.kind) {
    case "text":
    case "person":
      return did.text;
    case "tap":
      return did.label;
    case "start":
      return "Get Started";
    case "media":
      return sent(did);
    case "location":
      return `📍 ${did.title ?? `${did.lat}, ${did.long}`}`;
    case "reaction":
      return `reacted ${did.emoji ?? "no more"}`;
    case "referral":
      return `came through m.me link ${did.ref}`;
    case "timer":
      return did.text ?? did.key;
    case "fetched":
      return did.text;
    case "app":
      return `word of another system: app.${did.name}`;
    case "clock":
      return "the clock was put forward";
    default:
      return EVENTS[did.text] ?? did.text ?? did.kind;
  }
}
