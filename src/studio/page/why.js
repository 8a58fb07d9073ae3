// Why a turn went as it did: the contest, the steps, what changed, what was called and sent.

import { arrange, button, day, el, place } from "./dom.js";
import { get } from "./wire.js";

export class Why {
  /** `act(go)` travels; `hello()` tells about the bot; `trouble(text)` says what failed. */
  constructor(root, { act, hello, trouble }) {
    Object.assign(this, { root, act, hello, trouble });
    this.empty();
  }

  empty() {
    this.asked = null;
    this.fill([el("p", { class: "hint" }, "Tap a bubble, or its “why”, to see who answered and why.")]);
  }

  /** Shows this; a hand that was on what stood here rests on the panel. */
  fill(parts) {
    const held = this.root.contains(document.activeElement);
    arrange(this.root, parts);
    if (held) this.root.focus({ preventScroll: true });
  }

  /** Shows why, unless somebody asks for another turn before that is known. */
  async show(visitor, turn) {
    const asked = (this.asked = {});
    try {
      const why = await get("why", { visitor, turn });
      if (this.asked === asked) this.fill(this.parts(why, visitor));
    } catch (error) {
      if (this.asked === asked) this.trouble(error.message);
    }
  }

  parts(why, visitor) {
    return [
      el("div", { class: "head" }, el("h3", {}, why.said), el("div", { class: "faint" }, `${day(why.at)} · turn ${why.turn} · ${why.took}`), this.ways(why.turn)),
      // Where another system was asked first, the rules were asked afterwards.
      why.then ? button("What it did then", () => this.show(visitor, why.then), { class: "main" }) : null,
      ...(why.faults ?? []).map((fault) => el("p", { class: "fault", role: "alert" }, el("code", {}, fault.code), " ", fault.text, " ", place(fault.place, this.hello()))),
      this.heard(why),
      this.contest(why.contest ?? [], why.question),
      this.steps(why.steps ?? [], why.question),
      variables(why.vars ?? []),
      calls(why.calls ?? []),
      sends(why.sends ?? []),
      part("Raw event in", why.event ? json(why.event) : null, false),
      el("p", { class: "faint" }, `Worked out in ${why.micros ?? 0} µs${why.ticks ? `; its templates took ${why.ticks} small steps` : ""}`),
    ].filter(Boolean);
  }

  ways(turn) {
    return el(
      "div",
      { class: "ways" },
      button("Back to here", () => this.act({ go: "back", turn })),
      button("Say it again", () => this.act({ go: "again", turn })),
      button("What if …", () => this.act({ go: "branch", turn }), { title: "Another visitor with the same past" }),
    );
  }

  heard({ seen, open, stack }) {
    const rows = [];
    if (seen?.text) rows.push(["heard", seen.text], ["rules see", seen.folded]);
    rows.push(["asked before", open ?? "nothing"]);
    if (stack) rows.push(["open before", stack.before.join(" › ") || "nothing"], ["open after", stack.after.join(" › ") || "nothing"]);
    return el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]));
  }

  contest(list, question) {
    if (list.length === 0 && !question) return part("Contest", el("p", { class: "faint" }, "No trigger was asked."), true);
    const rows = list.map((one) =>
      el("tr", { class: one.won ? "won" : "lost" }, el("td", {}, one.won ? "✓ " : "", one.flow), el("td", {}, place(one.place, this.hello())), el("td", {}, one.class), el("td", {}, one.covered ? String(one.covered) : ""), el("td", {}, one.why)),
    );
    if (question) {
      const why = question.taken ? `the open question ${question.key} takes it` : `the open question ${question.key} asks again`;
      rows.unshift(el("tr", { class: "won" }, el("td", {}, "✓ ", question.key), el("td", {}, place(question.place, this.hello())), el("td", {}, "question"), el("td", {}), el("td", {}, why)));
    }
    const head = el("tr", {}, ["flow", "trigger", "kind", "letters", "why"].map((name) => el("th", { scope: "col" }, name)));
    return part("Contest", el("div", { class: "wide" }, el("table", { class: "contest" }, el("thead", {}, head), el("tbody", {}, rows))), true);
  }

  steps(ran, question) {
    // The question ran in an earlier turn; what its answer wrote, it wrote now.
    const list = question?.taken ? [{ ...question, notes: question.writes.length ? [] : ["is answered; nothing is saved"] }, ...ran] : ran;
    const one = (step) =>
      el(
        "li",
        {},
        el("div", {}, el("code", {}, step.key), " ", place(step.place, this.hello())),
        step.lines ? el("pre", { class: "yaml" }, step.lines) : null,
        step.condition ? el("div", { class: step.condition[1] ? "holds" : "fails" }, `${step.condition[0]} is ${step.condition[1] ? "true" : "false"}`) : null,
        bindings("read", step.reads),
        bindings("wrote", step.writes),
        (step.notes ?? []).map((note) => el("div", { class: "note" }, note)),
      );
    return list.length ? part("Steps", el("ol", { class: "steps" }, list.map(one)), true) : null;
  }
}

function part(name, inner, open) {
  return inner ? el("details", { open }, el("summary", {}, name), inner) : null;
}

const shown = (value) => (typeof value === "string" ? `“${value}”` : value === null || value === undefined ? "nothing" : JSON.stringify(value));

function bindings(verb, list = []) {
  return list.map(([name, value]) => el("div", { class: "binding", dir: "auto" }, `${verb} `, el("code", {}, name), ` = ${shown(value)}`));
}

function variables(list) {
  if (list.length === 0) return null;
  const rows = list.map((one) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, one.name)), el("td", {}, el("del", { dir: "auto" }, shown(one.was))), el("td", {}, el("ins", { dir: "auto" }, shown(one.now)), one.over ? el("span", { class: "faint" }, " (its flow has ended)") : null)));
  return part("Variables", el("div", { class: "wide" }, el("table", {}, el("tbody", {}, rows))), true);
}

function calls(list) {
  if (list.length === 0) return null;
  const one = (call) => el("li", {}, el("code", {}, `${call.method} ${call.address}`), ` → ${call.status ?? call.why ?? "no answer"}`, call.ms === undefined || call.ms === null ? "" : ` in ${call.ms} ms`);
  return part("HTTP calls", el("ul", {}, list.map(one)), true);
}

function sends(list) {
  if (list.length === 0) return null;
  const one = (send) => {
    const copy = button("Copy as curl", async () => {
      try {
        await navigator.clipboard.writeText(send.curl);
        copy.textContent = "Copied";
      } catch {
        // A browser that does not let us copy shows it, to be copied by hand.
        copy.replaceWith(el("pre", { class: "json" }, send.curl));
      }
    });
    return el("li", {}, el("div", {}, fate(send), copy), json(send.body));
  };
  return part("Sent to Messenger", el("ol", {}, list.map(one)), false);
}

/** What became of a call. */
function fate({ status, state }) {
  if (status) return `answered ${status} `;
  if (state === "sent") return "sent before saywhen dev was started anew; worked out again ";
  return state ? `not answered yet (${state}) ` : "not sent ";
}

const json = (value) => el("pre", { class: "json" }, JSON.stringify(value, null, 1));
