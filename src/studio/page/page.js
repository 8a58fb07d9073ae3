// The page of `saywhen dev`: phones on one side, what one wants to know about them on the other.

import { arrange, button, el, place, tellTimeOf } from "./dom.js";
import { held } from "./heard.js";
import { Keep } from "./keep.js";
import { Chart } from "./map.js";
import { Phone } from "./phone.js";
import { Travel } from "./travel.js";
import { Why } from "./why.js";
import { get, post } from "./wire.js";

// A browser keeps six connections to one server open, and every phone takes one.
const PHONES_MAX = 4;
const TABS = ["phone", "why", "map", "travel", "keep"];

/** What "Back" shows is no new place to go back to. */
const BACK = {};

const at = (id) => document.getElementById(id);
const fresh = () => String(7_000_000_000_000 + Math.floor(Math.random() * 1e12));

let hello = { root: "", editor: "", locales: [], flows: [], presets: [] };
let active = null;
let tab = "why";
const phones = [];

const tells = {
  chosen: (phone, turn) => {
    activate(phone);
    why.show(phone.visitor, turn);
    show("why", { visitor: phone.visitor, turn });
  },
  changed: (phone) => {
    if (phone === active) refresh();
  },
  active: (phone) => activate(phone),
  saved: (news) => saved(news),
  lost: (lost) => {
    const words = { gone: "saywhen dev does not answer; is it still running?", refused: "saywhen dev was started anew: open the address that it printed" };
    at("status").textContent = words[lost] ?? "";
  },
  trouble,
};

const tools = { hello: () => hello, trouble, act: travelling, visitor: () => active?.visitor, items: () => active?.view?.items ?? [], deed: (deed) => active?.does(deed) };
const why = new Why(at("why"), tools);
const chart = new Chart(at("map"), tools);
const travel = new Travel(at("travel"), tools);
const keep = new Keep(at("keep"), tools);

function trouble(text) {
  const box = at("trouble");
  box.hidden = !text;
  arrange(box, text ? [el("span", {}, text), button("Close", () => closed(() => trouble("")))] : []);
}

/** Closes something; the hand goes back to the conversation. */
function closed(what) {
  what();
  active?.input.focus();
}

async function travelling(go) {
  const phone = active;
  if (!phone) return;
  const as = go.go === "branch" ? fresh() : undefined;
  try {
    await post("travel", { visitor: phone.visitor, ...go, ...(as ? { as } : {}) });
    trouble("");
    if (as) return open(as, `${phone.name}, what if`);
    if (phone.chosen === null) return;
    phone.chosen = null;
    if (phone === active) why.empty();
  } catch (error) {
    trouble(error.message);
  }
}

/** Everything in the panel that follows the conversation. */
function refresh() {
  if (!active?.view) return;
  travel.show(active.view);
  if (tab === "map") later(() => chart.show());
  if (tab === "keep") later(() => keep.show());
}

let waiting = 0;
function later(what) {
  clearTimeout(waiting);
  waiting = setTimeout(what, 150);
}

function activate(phone) {
  if (active === phone) return;
  active = phone;
  phones.forEach((one) => one.root.classList.toggle("active", one === phone));
  phone.root.scrollIntoView({ block: "nearest", inline: "nearest" });
  visitors();
  if (phone.chosen === null) why.empty();
  else why.show(phone.visitor, phone.chosen);
  refresh();
}

/** Shows a tab; the browser's "Back" finds the one before again, with the turn that it spoke of. */
function show(name, about = {}) {
  const place = { tab: name, ...about };
  if (about !== BACK && JSON.stringify(history.state) !== JSON.stringify(place)) history.pushState(place, "", "/");
  document.body.dataset.tab = name;
  if (name !== "phone") tab = name;
  for (const one of TABS) {
    const chosen = one === name || (one === tab && name === "phone" && !narrow());
    at(`tab-${one}`).setAttribute("aria-selected", String(chosen));
    at(`tab-${one}`).tabIndex = chosen ? 0 : -1;
    if (one !== "phone") at(one).hidden = one !== tab;
  }
  refresh();
}

const narrow = () => matchMedia("(max-width: 60rem)").matches;

function tabs() {
  at("tabs").addEventListener("click", (event) => {
    const name = event.target.closest("[data-tab]")?.dataset.tab;
    if (name) show(name);
  });
  at("tabs").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const there = TABS.filter((name) => at(`tab-${name}`).offsetParent !== null);
    const now = there.indexOf(document.activeElement?.dataset?.tab);
    const next = there[(now + by + there.length) % there.length];
    show(next);
    at(`tab-${next}`).focus();
  });
}

/** Another visitor, with a phone of its own. */
function open(visitor, name) {
  const known = phones.find((phone) => phone.visitor === visitor);
  if (known) return activate(known);
  if (phones.length >= PHONES_MAX) return trouble(`${PHONES_MAX} phones are enough; close one first.`);
  const phone = new Phone(visitor, name, tells);
  phone.named(hello.bot ?? "");
  phones.push(phone);
  at("phones").append(phone.root);
  activate(phone);
  remember();
}

function close(phone) {
  phone.close();
  phones.splice(phones.indexOf(phone), 1);
  if (active === phone) active = null;
  if (phones.length === 0) open(fresh(), "Visitor 1");
  else activate(phones[0]);
  remember();
}

function remember() {
  const list = JSON.stringify(phones.map(({ visitor, name }) => ({ visitor, name })));
  sessionStorage.setItem("phones", list);
  // For the next tab: a `dev` that is started anew has another address.
  localStorage.setItem("phones", list);
  at("phones").dataset.count = phones.length;
  visitors();
}

function visitors() {
  const chips = phones.map((phone) => {
    const chip = button(phone.name, () => activate(phone), { class: "chip", "aria-pressed": String(phone === active) });
    const end = phones.length > 1 ? button("×", () => close(phone), { class: "end", "aria-label": `Close ${phone.name}` }) : null;
    return el("span", { class: "visitor" }, chip, end);
  });
  const next = `Visitor ${Math.max(0, ...phones.map(({ name }) => Number(/^Visitor (\d+)/.exec(name)?.[1] ?? 0))) + 1}`;
  const hold = held(at("visitors"), active?.input ?? document.body);
  arrange(at("visitors"), [...chips, button("+", () => open(fresh(), next), { class: "chip", "aria-label": "Another visitor" })]);
  hold();
}

/** Mistakes stand open; hints are there for whoever wants them. */
function told(problems) {
  const item = (one) => el("li", {}, place(one.file ? one : null, hello), el("pre", {}, one.frame || `${one.severity}[${one.code}]: ${one.text}`));
  const list = (some) => el("ul", {}, some.map(item));
  const mistakes = problems.filter((one) => one.severity === "error");
  const hints = problems.filter((one) => one.severity !== "error");
  const many = hints.length === 1 ? "1 hint" : `${hints.length} hints`;
  return [mistakes.length ? list(mistakes) : null, hints.length ? el("details", {}, el("summary", {}, many), list(hints)) : null].filter(Boolean);
}

let saves = 0;
function saved(news) {
  if (news.count === saves) return;
  saves = news.count;
  const box = at("save");
  // Another test is no other bot; what was to be mended, though, is mended now.
  if (news.same && (box.hidden || box.className === "good")) return;
  box.hidden = false;
  box.className = news.taken ? "good" : "bad";
  const words = news.taken ? "Saved: the new version answers now." : "Not taken: the version before goes on until this is mended.";
  arrange(box, [el("div", { class: "words" }, words, button("Close", () => closed(() => (box.hidden = true)))), ...told(news.problems)]);
  greet();
}

async function greet() {
  try {
    hello = await get("hello");
    tellTimeOf(hello.zone);
    at("bot").textContent = hello.bot;
    document.title = `${hello.bot} – saywhen dev`;
    phones.forEach((phone) => phone.named(hello.bot));
    travel.greet(hello);
    refresh();
  } catch (error) {
    trouble(error.message);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const within = event.target.closest("#save, #trouble");
    at("save").hidden = true;
    trouble("");
    if (within) active?.input.focus();
  }
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.value !== "";
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) {
    event.preventDefault();
    travelling({ go: "undo" });
  }
});

addEventListener("popstate", ({ state }) => {
  const phone = phones.find(({ visitor }) => visitor === state?.visitor);
  if (phone) {
    phone.point(state.turn);
    activate(phone);
    why.show(phone.visitor, state.turn);
  }
  if (state?.tab) show(state.tab, BACK);
});

tabs();
const first = narrow() ? "phone" : "why";
history.replaceState({ tab: first }, "", "/");
show(first, BACK);
await greet();
// A save of before the page was opened is no news, unless it waits to be mended.
saves = hello.saves ?? 0;
const before = JSON.parse(sessionStorage.getItem("phones") ?? localStorage.getItem("phones") ?? "[]");
(before.length ? before : [{ visitor: fresh(), name: "Visitor 1" }]).forEach(({ visitor, name }) => open(visitor, name));
activate(phones[0]);
phones[0].input.focus();
