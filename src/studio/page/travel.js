// The hand on the clock, on the visitor's language and profile, and on what can go wrong.

import { arrange, button, day, el, span, zoneName } from "./dom.js";

const MINUTE = 60_000;
const STEPS = [["1 min", MINUTE], ["1 h", 60 * MINUTE], ["6 h", 360 * MINUTE], ["1 day", 1440 * MINUTE]];

export class Travel {
  constructor(root, { act, deed, hello }) {
    Object.assign(this, { root, act, deed, hello });
    this.locale = el("select", { id: "locale", onchange: () => act({ go: "locale", locale: this.locale.value }) });
    this.preset = el("select", { id: "preset", onchange: () => this.introduce() });
    this.graph = el("select", { id: "graph", onchange: () => act({ go: "graph", is: this.graph.value }) }, option("well", "answers well"), option("failing", "fails"), option("slow", "is slow"));
    this.time = el("p", { class: "facts-line" });
    this.timers = el("ul", { class: "timers" });
    this.next = button("To the next timer", () => act({ go: "clock", by: Math.max(1, this.due - this.now) }));
    this.today = button("Back to now", () => act({ go: "now" }), { title: "The clock shows the time that it is; what happened later than that is taken back, for every visitor" });
    this.vars = el("pre", { class: "json" });
    this.undo = button("Undo", () => act({ go: "undo" }), { title: "Ctrl+Z" });
    this.again = button("Start over", () => act({ go: "restart" }));
    this.window = button("Close the 24-hour window", () => act({ go: "window", open: false }));
    this.twice = button("Last event twice", () => this.repeat());
    this.news = el("p", { class: "facts-line", role: "status" });
    arrange(root, this.parts());
  }

  parts() {
    const { act } = this;
    const time = STEPS.map(([name, by]) => button(`+ ${name}`, () => act({ go: "clock", by })));
    return [
      group("Past", [this.undo, this.again]),
      group("Clock", [...time, this.next, this.today], this.time, this.timers),
      group("Visitor", [labelled("Language", this.locale), labelled("Who it is", this.preset), button("Reads everything so far", () => this.deed({ does: "read" }))]),
      group("Messenger", [labelled("Graph", this.graph), this.window]),
      group("The wire", [this.twice, this.asks("An older message arrives late", "late")], this.news),
      group("A person of the Page", [this.asks("A person answers", "human"), button("Hand back to the bot", () => act({ go: "hand_back" }))]),
      group("A link", [this.asks("Open m.me link with ref", "referral", (ref) => this.deed({ does: "referral", ref }))]),
      group("Variables", [], this.vars),
    ];
  }

  /** Nothing is to be seen of an event that comes twice; that it came is told, and when it is no news any more. */
  async repeat() {
    const items = this.items;
    await this.act({ go: "duplicate" });
    if (this.items === items) this.news.textContent = "It came once more; what has been answered is not answered again.";
  }

  /** A line to type and a button that uses it. */
  asks(label, go, use = (text) => this.act({ go, text })) {
    const input = el("input", { "aria-label": label, placeholder: label });
    const onsubmit = (event) => {
      event.preventDefault();
      if (input.value.trim()) use(input.value.trim());
      input.value = "";
    };
    return el("form", { class: "asks", onsubmit }, input, el("button", { "aria-label": `${label}: go` }, "Go"));
  }

  introduce() {
    const at = this.preset.value;
    const preset = at === "" ? { profile: {} } : this.hello().presets?.[Number(at)];
    if (preset) this.act({ go: "profile", profile: preset.profile });
  }

  /** What there is to choose from. */
  greet(hello) {
    arrange(this.locale, (hello.locales ?? []).map((name) => option(name, name)));
    arrange(this.preset, [option("", "nobody in particular"), ...(hello.presets ?? []).map((one, at) => option(String(at), one.name))]);
  }

  show(view) {
    this.now = view.now;
    this.due = Math.min(...view.timers.map((timer) => timer.due));
    this.next.disabled = view.timers.length === 0;
    if (this.items !== view.items.length) this.news.textContent = "";
    this.items = view.items.length;
    const begun = view.items.some((item) => item.from === "visitor");
    this.undo.disabled = !begun && !view.items.some((item) => item.did?.kind === "clock");
    this.twice.disabled = !begun;
    this.today.disabled = !view.ahead;
    this.again.disabled = view.items.length === 0;
    this.window.disabled = !(view.window_until > view.now);
    const names = [...this.locale.options].map((one) => one.value);
    const [own, language] = [view.locale ?? "", (view.locale ?? "").split(/[_-]/)[0]];
    this.locale.value = names.includes(own) ? own : language;
    const preset = view.profile ? (this.hello().presets ?? []).findIndex((one) => one.profile.name === view.profile.name) : -1;
    this.preset.value = preset < 0 ? "" : String(preset);
    this.graph.value = view.graph ?? "well";
    const window = view.window_until === null ? "the 24-hour window is closed" : view.window_until > view.now ? `the 24-hour window stays open for ${span(view.window_until - view.now)}` : "the 24-hour window is closed";
    this.time.textContent = `${day(view.now)} (${zoneName()})${view.ahead ? `, ${span(view.ahead)} ahead` : ""}; ${window}`;
    arrange(this.timers, view.timers.map((timer) => el("li", { title: timer.key }, `${timer.what} in ${span(rounded(timer.due - view.now))}`)));
    this.vars.textContent = JSON.stringify(view.vars ?? {}, null, 1);
  }
}

/** What is more than a minute off is told in whole minutes. */
const rounded = (ms) => (ms > MINUTE ? Math.ceil(ms / MINUTE) * MINUTE : ms);

const option = (value, text) => el("option", { value }, text);

function labelled(text, field) {
  return el("label", {}, el("span", {}, text), field);
}

function group(name, actions, ...rest) {
  return el("fieldset", {}, el("legend", {}, name), actions.length ? el("div", { class: "actions" }, actions) : null, rest);
}
