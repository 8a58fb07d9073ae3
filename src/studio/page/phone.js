// One visitor's phone: what Messenger would show, and what a visitor can do there.

import { bubble, small } from "./bubble.js";
import { arrange, button, clock, cut, day, el, link } from "./dom.js";
import { Heard, held, sideways, spoken } from "./heard.js";
import { follow, post } from "./wire.js";
import { said, silent } from "./words.js";

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ps|ur|yi)(_|-|$)/;
const GROUP_MS = 60_000;
const GAP_MS = 15 * 60_000;
const MENU = 30;
/** What a visitor does that is no bubble in Messenger. */
const QUIET = new Set(["reaction", "referral", "other"]);
/** Meta's words for reactions. */
const REACTIONS = { love: "❤", smile: "😆", wow: "😮", sad: "😢", angry: "😠", like: "👍", dislike: "👎" };
const ATTACHABLE = ["image", "video", "audio", "file"];

export class Phone {
  /** `tells`: chosen(phone, turn), changed(phone), saved(news), trouble(text), lost(how). */
  constructor(visitor, name, tells) {
    this.visitor = visitor;
    this.name = name;
    this.tells = tells;
    this.view = null;
    this.chosen = null;
    this.shown = new Map();
    this.inner = new Map();
    this.drawn = {};
    this.build();
    this.stop = follow(visitor, {
      view: (view) => this.take(view),
      typing: (news) => this.typing(news),
      saved: (news) => tells.saved(news),
      lost: (lost) => tells.lost(lost),
    });
  }

  close() {
    this.stop();
    this.watch.disconnect();
    this.root.remove();
  }

  build() {
    this.title = el("h2", { dir: "auto" }, "…");
    this.under = el("div", { class: "under" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": "Conversation", tabindex: 0 }, (this.thread = el("div", { class: "thread" })));
    this.speaker = el("div", { class: "persona", dir: "auto" });
    this.dots = el("div", { class: "typing", hidden: true, role: "status", "aria-label": "The bot is typing" }, this.speaker, el("div", { class: "dots" }, el("i"), el("i"), el("i")));
    this.heard = new Heard();
    this.quick = el("div", { class: "quick", role: "group", "aria-label": "Quick replies", onwheel: (event) => sideways(event) });
    this.input = el("input", { name: "text", maxlength: 2000, placeholder: "Aa", autocomplete: "off", "aria-label": "Message", dir: "auto" });
    this.sender = el("button", { class: "send", "aria-label": "Send" }, "➤");
    this.more = button("+", () => this.toggle(this.sheet), { class: "round", "aria-label": "Send something else", "aria-expanded": "false" });
    this.list = button("☰", () => this.toggle(this.menu), { class: "round", "aria-label": "Menu", "aria-expanded": "false", hidden: true });
    this.sheet = this.sheetOf();
    this.menu = el("div", { class: "sheet menu", hidden: true });
    this.form = el("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.list, this.more, this.input, this.sender);
    const foot = el("div", { class: "foot" }, this.quick, this.sheet, this.menu, this.form);
    const head = el("header", {}, el("div", { class: "face", "aria-hidden": "true" }, "◉"), el("div", { class: "who" }, this.title, el("div", { class: "under whose", dir: "auto" }, this.name), this.under));
    this.root = el("section", { class: "phone", "aria-label": `Phone of ${this.name}` }, head, this.log, foot, this.heard.root);
    this.root.addEventListener("keydown", (event) => this.escape(event));
    this.root.addEventListener("focusin", () => this.tells.active(this));
    // The newest bubble stays in sight, unless somebody has scrolled away from it.
    this.pinned = true;
    this.log.addEventListener("scroll", () => this.scrolled());
    this.watch = new ResizeObserver(() => this.pinned && this.newest());
    this.watch.observe(this.log);
    this.watch.observe(this.thread);
  }

  sheetOf() {
    const address = el("input", { type: "url", placeholder: "https://…", "aria-label": "Address of the file" });
    const file = (kind) =>
      button(kind, () => {
        if (!address.reportValidity() || !address.value) return address.focus();
        this.does({ does: kind, url: address.value });
        this.toggle(this.sheet, false);
      });
    const place = () => {
      this.does({ does: "location", lat: 50.0875, long: 14.4213 });
      this.toggle(this.sheet, false);
    };
    const like = () => {
      this.does({ does: "sticker" });
      this.toggle(this.sheet, false);
    };
    return el("div", { class: "sheet", hidden: true }, address, ATTACHABLE.map(file), button("location", place), button("👍 sticker", like));
  }

  toggle(sheet, open = sheet.hidden) {
    for (const one of [this.sheet, this.menu]) one.hidden = one !== sheet || !open;
    this.more.setAttribute("aria-expanded", String(!this.sheet.hidden));
    this.list.setAttribute("aria-expanded", String(!this.menu.hidden));
    if (open) sheet.querySelector("button, input, a")?.focus();
  }

  /** Escape closes what stands open, and leads back to what opened it. */
  escape(event) {
    const opened = [[this.sheet, this.more], [this.menu, this.list]].find(([sheet]) => !sheet.hidden);
    if (event.key !== "Escape" || !opened) return;
    event.stopPropagation();
    this.toggle(opened[0], false);
    opened[1].focus();
  }

  /** What a visitor does. */
  async does(deed) {
    try {
      await post("deed", { visitor: this.visitor, ...deed });
      return true;
    } catch (error) {
      this.tells.trouble(error.message);
      // Quick replies that went with it are there again.
      if (this.view) this.take(this.view);
      return false;
    }
  }

  tap(label, payload, quick) {
    if (quick) this.noQuick();
    this.does({ does: "tap", label, payload, quick });
  }

  /** Quick replies are gone as soon as one answers. */
  noQuick() {
    const hold = held(this.root, this.input);
    this.offer([]);
    this.drawn.quick = null;
    hold();
  }

  offer(quick) {
    this.quick.hidden = quick.length === 0;
    arrange(this.quick, quick.map((one) => this.quickReply(one)));
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.noQuick();
    const command = /^\/(\S+)$/.exec(text);
    const known = (this.view?.commands ?? []).some(({ name }) => name === command?.[1]);
    const heard = await this.does(known ? { does: "command", name: command[1] } : { does: "say", text });
    // What nobody heard is not lost.
    if (!heard && !this.input.value) this.input.value = text;
  }

  typing({ on }) {
    this.dots.hidden = !on;
    this.typist();
    if (this.pinned) this.newest();
  }

  /** Who types: whoever says what comes next. */
  typist() {
    const name = this.next?.persona?.name ?? "";
    this.speaker.textContent = name;
    this.dots.setAttribute("aria-label", `${name || "The bot"} is typing`);
  }

  /** Shows the conversation as it stands now. */
  take(view) {
    const grown = view.items.length !== (this.view?.items.length ?? -1);
    this.view = view;
    this.root.dir = RIGHT_TO_LEFT.test(view.locale ?? "") ? "rtl" : "ltr";
    this.under.textContent = [view.locale, view.muted ? silent(view.muted) : null, view.open ? `asks ${view.open.step}` : null].filter(Boolean).join(" · ");
    // What has not been sent yet is not on the phone yet; what Messenger did not take is, with its reason.
    this.next = view.items.find(isOnItsWay);
    this.items = view.items.filter((item) => !isOnItsWay(item));
    if (!this.next && view.items.at(-1)?.from === "bot") this.dots.hidden = true;
    this.typist();
    const hold = held(this.root, this.input);
    arrange(this.thread, [...this.opening(), ...this.rows(), ...this.parting(), this.dots]);
    const quick = this.next ? [] : (view.quick ?? []);
    this.fresh("quick", quick, () => this.offer(quick));
    this.fresh("menu", [view.menu, view.commands, view.composer], () => this.pull());
    hold();
    this.heard.tell(this.items);
    if (grown) this.newest();
    this.tells.changed(this);
  }

  /** Draws a part anew only if something about it has changed: a finger may be on it. */
  fresh(part, value, draw) {
    const key = JSON.stringify(value ?? null);
    if (this.drawn[part] === key) return;
    this.drawn[part] = key;
    draw();
  }

  /** Who it talks to. */
  named(bot) {
    this.title.textContent = bot;
  }

  newest() {
    this.log.scrollTop = this.log.scrollHeight;
    this.pinned = true;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const size = `${scrollHeight} ${clientHeight}`;
    // Where the size has changed it was no hand that scrolled.
    if (size === this.size) this.pinned = scrollHeight - scrollTop - clientHeight < 40;
    this.size = size;
  }

  /** What Messenger shows before anybody has done anything. */
  opening() {
    const { greeting, get_started: fresh, ice_breakers: breakers = [] } = this.view;
    const key = JSON.stringify([greeting, fresh, breakers]);
    if (this.openingKey !== key) {
      this.openingKey = key;
      this.opened = fresh
        ? [
            el(
              "div",
              { class: "welcome" },
              greeting ? el("p", { dir: "auto" }, greeted(greeting)) : null,
              breakers.map((one) => button(one.label, () => this.tap(one.label, one.payload, false), { class: "breaker", dir: "auto" })),
              button("Get Started", () => this.does({ does: "start" }), { class: "start" }),
            ),
          ]
        : [];
    }
    return this.opened;
  }

  rows() {
    const { items } = this;
    const rows = [];
    const next = new Map();
    const newest = items.findLastIndex((item) => item.from === "visitor" && !QUIET.has(item.did.kind));
    items.forEach((item, at) => {
      const [before, after] = [items[at - 1], items[at + 1]];
      if (!before || item.at - before.at > GAP_MS) rows.push(this.kept(next, `at ${item.id}`, item.at, () => el("div", { class: "time" }, day(item.at))));
      const place = { first: !grouped(before, item), last: !grouped(item, after), came: at === newest ? this.came(at) : null };
      const key = [item, place, this.chosen === item.turn];
      const row = this.kept(next, item.id, key, () => this.row(item, place));
      if (row) rows.push(row);
    });
    this.shown = next;
    for (const id of this.inner.keys()) if (!next.has(id)) this.inner.delete(id);
    return rows;
  }

  /** The element of before, if nothing has changed about it. */
  kept(next, id, value, make, before = this.shown) {
    const key = JSON.stringify(value);
    const old = before.get(id);
    const kept = old?.key === key ? old : { key, node: make() };
    next.set(id, kept);
    return kept.node;
  }

  /** What became of the newest message of the visitor's, as Messenger tells it below. */
  came(at) {
    const later = this.items.slice(at + 1);
    if (later.some((one) => one.action === "mark_seen")) return "Seen";
    // An answer says as much.
    return later.some((one) => one.message || one.from === "person") ? null : "Delivered";
  }

  row(item, { first, last, came }) {
    if (item.did && (item.from === "system" || QUIET.has(item.did.kind))) return this.aside(item);
    if (!item.message && !item.did) return null;
    const who = item.from === "bot" ? "theirs" : item.from === "person" ? "theirs person" : "mine";
    const classes = ["row", who, first && "first", last && "last", item.mark, this.chosen !== null && this.chosen === item.turn && "chosen"];
    const { row, line, body, inner } = this.kept(this.inner, item.id, [item.message, item.did], () => this.bones(item), this.inner);
    row.className = classes.filter(Boolean).join(" ");
    body.className = item.reaction ? "body reacted" : "body";
    const reaction = item.reaction && el("span", { class: "reaction", role: "img", "aria-label": `Reaction ${item.reaction}` }, REACTIONS[item.reaction] ?? item.reaction);
    const person = first && item.from === "person" && el("div", { class: "persona" }, "A person");
    const late = item.late && el("div", { class: "state late", dir: "ltr" }, `arrived late: written ${clock(item.late)}`);
    const above = [first && item.persona && speaker(item.persona), person, item.mark && marked(item)];
    const below = [stateOf(item), late, came && el("div", { class: "state", dir: "ltr" }, came)];
    arrange(body, [inner, reaction].filter(Boolean));
    arrange(line, [body, this.tools(item)]);
    arrange(row, [...above, line, ...below].filter(Boolean));
    return row;
  }

  /** What stays of a row, whatever else is new about it: a film plays on, cards stay where they are. */
  bones(item) {
    const inner = el("div", { class: "inner" }, item.message ? bubble(item.message, this.hands()) : el("div", { class: `said ${item.did.kind}`, dir: "auto" }, said(item.did)));
    const onclick = (event) => event.target.closest("button, a, input, video, audio") || this.choose(item.turn);
    const body = el("div", { title: clock(item.at), onclick }, inner);
    const line = el("div", { class: "line" }, body);
    return { row: el("div", { "data-item": item.id, "data-turn": item.turn }, line), line, body, inner };
  }

  /** What happens beside the talk: a line in small, with its "why". */
  aside(item) {
    const told = item.turn !== null && item.turn !== undefined;
    return el("div", { class: "system", dir: "auto", "data-item": item.id }, said(item.did), told ? button("why", () => this.choose(item.turn), { class: "tool", "aria-label": `Why? (${clock(item.at)})` }) : null);
  }

  tools(item) {
    const tools = el("div", { class: "tools" });
    if (item.turn !== null && item.turn !== undefined) {
      tools.append(button("why", () => this.choose(item.turn), { class: "tool", "aria-label": `Why? (${clock(item.at)})` }));
    }
    if (item.from === "bot" && item.mid) {
      const emoji = item.reaction ? null : "❤";
      tools.append(button("❤", () => this.does({ does: "react", mid: item.mid, emoji }), { class: "tool", "aria-label": item.reaction ? "Take the reaction back" : "React with a heart" }));
    }
    return tools;
  }

  choose(turn) {
    if (turn === null || turn === undefined) return;
    this.point(turn);
    this.tells.chosen(this, turn);
  }

  /** Shows which turn the inspector speaks of. */
  point(turn) {
    this.chosen = turn;
    if (this.view) this.take(this.view);
  }

  /** Where an edit made the conversation go another way. */
  parting() {
    const { parted } = this.view;
    if (!parted) return [];
    const left = parted.left.map((did) => el("li", { dir: "auto" }, said(did)));
    return [el("div", { class: "parted", role: "note", dir: "ltr" }, el("strong", {}, "Here your edit goes another way: "), parted.why, left.length ? el("div", {}, "Not played again:", el("ul", {}, left)) : null)];
  }

  hands() {
    return {
      tap: (label, payload, quick) => this.tap(label, payload, quick),
      raw: (item) => this.does({ does: "raw", item }),
    };
  }

  // Messenger fills in the visitor's own address or number; here it is typed.
  quickReply(one) {
    const own = { user_email: "My e-mail address", user_phone_number: "My phone number" }[one.content_type];
    const act = own ? () => this.input.focus() : () => this.tap(one.title, one.payload, true);
    return button([small(one.image_url), own ?? cut(one.title, 20)], act, { class: "reply" });
  }

  /** The persistent menu, and whether a visitor may type at all. */
  pull() {
    const { menu = [], commands = [], composer = true } = this.view;
    this.list.hidden = menu.length === 0 && commands.length === 0;
    const close = (act) => () => {
      this.toggle(this.menu, false);
      act();
    };
    const items = menu.map((one) => (one.url ? link(cut(one.label, MENU), one.url) : button(cut(one.label, MENU), close(() => this.tap(one.label, one.payload, false)))));
    const orders = commands.map((one) => button([el("bdi", {}, `/${one.name}`), " – ", el("bdi", {}, one.description)], close(() => this.does({ does: "command", name: one.name }))));
    arrange(this.menu, [...items, ...orders]);
    this.input.disabled = !composer;
    this.input.placeholder = composer ? "Aa" : "The menu is the only way to talk to this bot";
  }
}

/** Messenger knows everybody's name, also where it does not tell the bot: somebody's stands in its place. */
function greeted(text) {
  const names = { first: "Visitor", last: "One", full: "Visitor One" };
  const title = "Messenger puts the visitor's own name here";
  return text.split(/\{\{user_(first|last|full)_name\}\}/).map((part, at) => (at % 2 ? el("span", { class: "cut", title }, names[part]) : part));
}

/** Whether it is still to be sent, and nothing has gone wrong with it. */
function isOnItsWay(item) {
  return item.from === "bot" && item.message !== null && item.state === "waiting" && !item.code;
}

/** Who speaks, above the first bubble. */
function speaker({ name, picture }) {
  return el("div", { class: "persona", dir: "auto" }, small(picture), name);
}

function grouped(one, other) {
  if (!one || !other || one.from !== other.from || one.from === "system") return false;
  return other.at - one.at < GROUP_MS && one.persona?.name === other.persona?.name;
}

function stateOf(item) {
  const bad = { failed: "Not delivered", expired: "Too late to be sent", parked: "Waits until the thread is ours again" }[item.state];
  if (bad) return el("div", { class: "state bad", dir: "ltr" }, [bad, item.code].filter(Boolean).join(": "));
  if (item.state === "waiting") return el("div", { class: "state", dir: "ltr" }, item.code ? `Waiting: ${item.code}` : "Waiting…");
  return null;
}

function marked({ mark, was }) {
  const words = { changed: "changed by your edit", new: "new since your edit", gone: "gone since your edit" };
  const note = el("div", { class: "mark", dir: "ltr" }, words[mark] ?? mark);
  if (mark === "changed" && was) note.append(el("del", { dir: "auto" }, spoken(was)));
  return note;
}
