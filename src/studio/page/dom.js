// Making elements. What a bot or a visitor says only ever becomes text or a checked attribute.

/**
 * An element. `on…` props are listeners, `class` and `text` what they say, `true` an empty attribute;
 * null, undefined and false leave an attribute out.
 */
export function el(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** The same for pictures that are drawn. */
export function svg(tag, props = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

function filled(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that does something. */
export function button(label, onclick, props = {}) {
  return el("button", { type: "button", onclick, ...props }, label);
}

/** A link out of the page: only to addresses that a browser may follow. */
export function link(label, to, props = {}) {
  const element = el("a", { target: "_blank", rel: "noopener noreferrer", ...props }, label);
  if (/^(https?:|tel:|mailto:|\/media\/)/i.test(to)) element.href = to;
  return element;
}

/** Where a step stands in the author's files, as a link that opens the editor. */
export function place(where, hello) {
  if (!where) return null;
  const text = `${where.file}:${where.line}`;
  const full = `${hello.root}/${where.file}`.split("/").map(encodeURIComponent).join("/");
  const template = hello.editor ?? "";
  // Where a slash stands before it already, as in vscode://file/{file}, the path brings no second one.
  const path = /[^/]\/\{file\}/.test(template) ? full.replace(/^\//, "") : full;
  const to = template.replace("{file}", path).replace("{line}", where.line).replace("{col}", where.col ?? 1);
  const element = el("a", { class: "place" }, text);
  if (/^((?!javascript:|data:|vbscript:|blob:)[a-z][a-z0-9+.-]*:)/i.test(to)) element.href = to;
  if (element.hasAttribute("href")) element.title = "Open in the editor";
  return element;
}

/** Puts these children into a parent; those that stand there already are not touched. */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const one of [...parent.childNodes]) if (!wanted.has(one)) one.remove();
  children.forEach((child, at) => {
    const there = parent.childNodes[at];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
}

/** At most so many UTF-16 units, as Messenger shows them; the whole stands in the title. */
export function cut(text, units) {
  const whole = String(text ?? "");
  if (whole.length <= units) return el("span", { dir: "auto" }, whole);
  const half = /[\uD800-\uDBFF]$/.test(whole.slice(0, units - 1)) ? units - 2 : units - 1;
  return el("span", { dir: "auto", class: "cut", title: `${whole} (${whole.length} of ${units})` }, `${whole.slice(0, half)}…`);
}

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1_000]];

/** "2 h 5 min": the two largest units. */
export function span(ms) {
  const parts = [];
  let rest = Math.max(0, ms);
  for (const [name, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${name}`);
  }
  return parts.join(" ") || "0 s";
}

/** Whose clock the page shows: the bot's, as far as the browser knows it. */
let zone = {};

export function tellTimeOf(timeZone) {
  try {
    new Intl.DateTimeFormat([], { timeZone });
    zone = { timeZone };
  } catch {
    zone = {};
  }
}

export const zoneName = () => zone.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

export const clock = (ms) => new Date(ms).toLocaleTimeString([], { ...zone, hour: "2-digit", minute: "2-digit" });

export const day = (ms) =>
  new Date(ms).toLocaleString([], { ...zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
