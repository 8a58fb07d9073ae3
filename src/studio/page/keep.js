// What stays of a conversation: tests, what they cover, and triggers for what nobody understood.

import { arrange, button, el, place } from "./dom.js";
import { spoken } from "./heard.js";
import { get, post } from "./wire.js";

export class Keep {
  constructor(root, { visitor, items, hello, trouble }) {
    Object.assign(this, { root, visitor, items, hello, trouble });
    this.name = el("input", { "aria-label": "Name of the test", placeholder: "Orders a pizza", required: true });
    this.exact = el("input", { type: "checkbox", checked: true });
    this.preview = el("div", { "aria-live": "polite" });
    this.results = el("div", { "aria-live": "polite" });
    this.unmatched = el("div");
    const save = el("form", { class: "asks", onsubmit: (event) => this.save(event) }, this.name, el("button", {}, "Save as a test…"));
    arrange(root, [
      section("Save as a test", save, el("label", { class: "check" }, this.exact, "every answer word for word"), this.preview),
      section("Tests", button("Run all tests", () => this.run()), this.results),
      section("Not understood", this.unmatched),
    ]);
  }

  async tries(what, anew = true) {
    try {
      await what();
      // An error of before is none any more; what merely follows the talk knows nothing of that.
      if (anew) this.trouble("");
    } catch (error) {
      this.trouble(error.message);
    }
  }

  /** Shows the conversation as a test. */
  save(event) {
    event?.preventDefault();
    const exact = this.exact.checked ? null : this.chosen();
    return this.keep({ visitor: this.visitor(), name: this.name.value, exact }, false);
  }

  /** What is written is what was shown, whoever's phone is the active one by then. */
  keep(what, write) {
    return this.tries(async () => {
      const kept = await post("keep", { ...what, write });
      const done = kept.written ? el("p", { class: "good" }, `Written: ${kept.file}`) : button(`Write ${kept.file}`, () => this.keep(what, true), { class: "main" });
      const differs = kept.differs ? el("p", { class: "bad" }, `After ${times(kept.differs)} the bot says something else now than it did here; the test has what it says now.`) : null;
      arrange(this.preview, [this.choices(), el("pre", { class: "yaml" }, kept.text), differs, done].filter(Boolean));
    });
  }

  /** Which answers have to be exact, where not all have. */
  choices() {
    if (this.exact.checked) return (this.list = null);
    const items = this.items().filter((item) => item.from === "bot" && item.message && item.mark !== "gone");
    const key = JSON.stringify(items.map(({ id, message }) => [id, message]));
    // What somebody is choosing from stays under their hand.
    if (this.list?.dataset.key === key) return this.list;
    const boxes = items.map((item) => el("label", { class: "check" }, el("input", { type: "checkbox", value: item.id, checked: this.picked?.has(item.id), onchange: () => this.save() }), spoken(item.message)));
    return (this.list = el("fieldset", { "data-key": key }, el("legend", {}, "Word for word"), boxes));
  }

  chosen() {
    if (this.list) this.picked = new Set([...this.list.querySelectorAll("input:checked")].map((box) => box.value));
    this.picked ??= new Set();
    return [...this.picked];
  }

  run() {
    return this.tries(async () => {
      const done = await post("tests", {});
      const failed = alike(done.results.filter((one) => !one.ok));
      const passed = done.results.filter((one) => one.ok);
      const total = done.passed + done.failed;
      arrange(this.results, [
        el("p", { class: done.failed ? "bad" : "good" }, done.failed ? `${done.failed} of ${total} failed` : `All ${total} pass`),
        ...failed.map((group) => this.failure(group)),
        ...(passed.length ? [el("details", {}, el("summary", {}, `Passed: ${passed.length}`), el("ul", {}, passed.map((one) => el("li", {}, one.name, " ", el("span", { class: "faint" }, one.file)))))] : []),
        ...this.coverage(done.coverage),
      ]);
    });
  }

  /** What fails for the same reason stands together, with one of them in full. */
  failure([first, ...others]) {
    const name = (one) => [one.name, " ", place(one, this.hello())];
    const more = others.length ? el("details", {}, el("summary", {}, `${others.length} more with the same mistake`), el("ul", {}, others.map((one) => el("li", {}, name(one))))) : null;
    return el("details", { open: true }, el("summary", {}, name(first)), el("pre", {}, first.why), more);
  }

  coverage(coverage) {
    if (!coverage) return [];
    const [have, all] = coverage.steps;
    const missing = coverage.missing.map((one) => el("li", {}, one.what, " ", place(one.place, this.hello())));
    return [el("p", {}, `${have} of ${all} steps are covered.`), missing.length ? el("details", {}, el("summary", {}, `Not covered: ${missing.length}`), el("ul", {}, missing)) : null].filter(Boolean);
  }

  show() {
    return this.tries(async () => {
      const list = await get("unmatched");
      // What somebody is about to write stays, as long as the list is the same.
      const key = JSON.stringify(list);
      if (this.listed === key) return;
      this.listed = key;
      arrange(this.unmatched, list.length ? list.map((one) => this.row(one)) : [el("p", { class: "hint" }, "Nothing so far.")]);
    }, false);
  }

  row({ text, times, flows }) {
    const to = el("select", { "aria-label": `Flow for ${text}` }, flows.map((flow) => el("option", {}, flow)));
    const change = el("div", { "aria-live": "polite" });
    const add = async (write) => {
      try {
        const edit = await post("add", { text, flow: to.value, write });
        const done = edit.written ? el("p", { class: "good" }, "Written.") : button(`Write ${edit.file}`, () => add(true), { class: "main" });
        arrange(change, [place(edit, this.hello()), el("pre", { class: "yaml" }, el("del", {}, edit.before), "\n", el("ins", {}, edit.after)), done]);
        this.trouble("");
      } catch (error) {
        arrange(change, error.message ? [el("p", { class: "bad" }, error.message)] : []);
      }
    };
    const taught = flows.length ? [to, button("Add to its trigger", () => add(false))] : el("span", { class: "hint" }, "no flow has plain words in its `when`");
    return el("div", { class: "unmatched" }, el("div", { class: "asks" }, el("span", { dir: "auto" }, `“${text}”`, times > 1 ? ` × ${times}` : ""), taught), change);
  }
}

/** Failures that begin with the same mistake together, in the order in which they came. */
function alike(failed) {
  return [...Map.groupBy(failed, (one) => JSON.stringify(one.same)).values()];
}

const times = (count) => (count === 1 ? "one message" : `${count} messages`);

function section(name, ...inner) {
  return el("section", { class: "part" }, el("h3", {}, name), inner);
}
