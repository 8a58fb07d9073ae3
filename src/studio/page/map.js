// The bot as a map, with the way that the conversation took.

import { arrange, button, el, place, svg } from "./dom.js";
import { held } from "./heard.js";
import { get } from "./wire.js";

const HEATS = 4;
const LETTER = 7;
/** Below this scale words cannot be read: no map opens smaller. */
const READABLE = 0.6;
const [SMALLEST, LARGEST, BY] = [0.1, 2, 1.25];

export class Chart {
  constructor(root, { hello, trouble, visitor }) {
    Object.assign(this, { root, hello, trouble, visitor });
    this.flow = el("select", { "aria-label": "Which part of the bot", onchange: () => this.show(true) });
    this.colour = el(
      "select",
      { "aria-label": "What colours mean", onchange: () => this.show() },
      el("option", { value: "traffic" }, "coloured by how often steps ran"),
      el("option", { value: "tests" }, "coloured by what the tests come to"),
    );
    this.lines = el("div", { class: "lines", "aria-live": "polite" });
    this.board = el("div", { class: "board", tabindex: 0, role: "group", "aria-label": "Map of the bot" });
    this.board.addEventListener("keydown", (event) => this.keyed(event));
    const zoom = el(
      "div",
      { class: "zoom", role: "group", "aria-label": "Size of the map" },
      button("−", () => this.zoom(this.scale / BY), { "aria-label": "Smaller", title: "Smaller (-)" }),
      button("+", () => this.zoom(this.scale * BY), { "aria-label": "Larger", title: "Larger (+)" }),
      button("Fit", () => this.zoom(this.fitting()), { title: "The whole map (0)" }),
    );
    Object.assign(this, { drawing: svg("svg"), size: { width: 1, height: 1 }, scale: 1 });
    arrange(root, [el("div", { class: "asks" }, this.flow, this.colour, zoom), this.board, this.lines]);
  }

  /** As maps elsewhere: plus, minus, and zero for all of it. */
  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const scale = { "+": this.scale * BY, "=": this.scale * BY, "-": this.scale / BY, 0: this.fitting() }[event.key];
    if (!scale) return;
    event.preventDefault();
    this.zoom(scale);
  }

  /** The scale at which all of the map is in sight; none is drawn larger for it. */
  fitting() {
    const { clientWidth, clientHeight } = this.board;
    return Math.min(1, clientWidth / this.size.width, clientHeight / this.size.height);
  }

  /** Draws at another scale; what stands in the middle stays there. */
  zoom(scale) {
    const { board } = this;
    const middle = [(board.scrollLeft + board.clientWidth / 2) / this.scale, (board.scrollTop + board.clientHeight / 2) / this.scale];
    this.sized(scale);
    board.scrollTo({ left: middle[0] * this.scale - board.clientWidth / 2, top: middle[1] * this.scale - board.clientHeight / 2 });
  }

  sized(scale) {
    this.scale = Math.min(LARGEST, Math.max(SMALLEST, scale));
    this.drawing.setAttribute("width", this.size.width * this.scale);
    this.drawing.setAttribute("height", this.size.height * this.scale);
  }

  /** Draws the map anew; `chosen` keeps the flow that somebody chose, otherwise it follows the talk. */
  async show(chosen = false) {
    if (chosen) {
      this.kept = this.flow.value;
      arrange(this.lines, []);
    }
    // One map after the other, however fast people talk, and none where nobody sees it.
    this.due = true;
    if (this.busy) return;
    this.busy = true;
    while (this.due && this.board.clientWidth) {
      this.due = false;
      await this.fetch();
    }
    this.busy = false;
  }

  async fetch() {
    try {
      const { nodes: path } = await get("path", { visitor: this.visitor() });
      // A flow that an edit took away is kept no longer.
      if (this.kept && !this.hello().flows.includes(this.kept)) this.kept = undefined;
      const flow = this.kept ?? path.at(-1)?.split(".")[0] ?? "";
      const map = await get("map", { colour: this.colour.value, ...(flow ? { flow } : {}) });
      this.offer(map.flows);
      this.flow.value = this.kept ?? map.flow ?? "";
      this.draw(map, map.flow ? path : flowsOf(path));
    } catch (error) {
      this.trouble(error.message);
    }
  }

  /** What there is to choose from; a list that stands open stays, as long as it is the same. */
  offer(flows) {
    const key = JSON.stringify(flows);
    if (this.offered === key) return;
    this.offered = key;
    arrange(this.flow, [el("option", { value: "" }, "all flows"), ...flows.map((name) => el("option", { value: name }, name))]);
  }

  draw(map, path) {
    const { nodes, edges, width, height } = map;
    const walked = new Set(path);
    const ways = new Set(path.slice(1).map((node, at) => `${path[at]} ${node}`));
    const most = Math.max(1, ...nodes.map((node) => node.seen ?? 0));
    const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "presentation" });
    const tip = svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, svg("path", { d: "M0 0 8 4 0 8z" }));
    drawing.append(svg("defs", {}, tip));
    for (const edge of bundled(edges)) {
      const [from, to] = [nodes[edge.from], nodes[edge.to]];
      drawing.append(arrow(edge, from, to, ways.has(`${from.id} ${to.id}`)));
    }
    // From above to below, as the keyboard goes through them.
    const inOrder = [...nodes].sort((one, other) => one.y - other.y || one.x - other.x);
    inOrder.forEach((node) => drawing.append(this.node(node, walked.has(node.id), most)));
    Object.assign(this, { drawing, size: { width, height } });
    const another = this.drawn !== map.flow;
    this.drawn = map.flow;
    // A map that is drawn anew stays as large as it was made, and where it was.
    this.sized(another ? Math.max(READABLE, this.fitting()) : this.scale);
    const { scrollLeft: left, scrollTop: top } = this.board;
    const hold = held(this.board, this.board);
    arrange(this.board, [drawing]);
    hold();
    this.board.scrollTo({ left, top });
    const last = nodes.find((node) => node.id === path.at(-1));
    const came = this.last !== last?.id;
    this.last = last?.id;
    const start = inOrder.find((node) => node.shape === "trigger") ?? inOrder[0];
    if (another) this.see(last ?? start);
    else if (last && came) this.see(last);
  }

  /** Scrolls to a node, which then stands in the middle of the upper part. */
  see(node) {
    if (!node) return;
    const left = (node.x + node.w / 2) * this.scale - this.board.clientWidth / 2;
    this.board.scrollTo({ left, top: node.y * this.scale - this.board.clientHeight / 3 });
  }

  node(node, walked, most) {
    const heat = this.colour.value === "traffic" && node.seen ? Math.max(1, Math.round((HEATS * node.seen) / most)) : 0;
    const cover = { true: "covered", false: "missed" }[String(node.covered)];
    const open = () => this.open(node);
    const about = [node.title, node.text, node.shape, walked && "on the way", node.seen ? `ran ${node.seen} times` : null, cover];
    const onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    };
    const classes = ["node", node.shape, heat && `heat${heat}`, walked && "walked", this.colour.value === "tests" && cover];
    const middle = node.x + node.w / 2;
    const line = (text, y, name) => svg("text", { class: name, x: middle, y: node.y + y, "text-anchor": "middle" }, clipped(text, node.w));
    return svg(
      "g",
      { class: classes.filter(Boolean).join(" "), "data-item": node.id ?? `${node.title} ${node.place.file}:${node.place.line}`, tabindex: 0, role: "button", "aria-label": about.filter(Boolean).join(", "), onclick: open, onkeydown },
      svg("rect", { x: node.x, y: node.y, width: node.w, height: node.h, rx: node.shape === "trigger" ? node.h / 2 : 8 }),
      line(node.title, node.text ? 20 : 29, "title"),
      node.text ? line(node.text, 37, "text") : null,
      node.seen ? svg("text", { class: "count", x: node.x + node.w - 6, y: node.y + 11, "text-anchor": "end" }, String(node.seen)) : null,
    );
  }

  async open(node) {
    try {
      const { text } = await get("lines", { file: node.place.file, line: node.place.line });
      arrange(this.lines, [el("div", {}, el("code", {}, node.id ?? node.title), " ", place(node.place, this.hello())), el("pre", { class: "yaml" }, text)]);
    } catch (error) {
      this.trouble(error.message);
    }
  }
}

/** The flows of a way, each change of flow once. */
function flowsOf(path) {
  const flows = path.map((step) => step.split(".")[0]);
  return flows.filter((flow, at) => flow !== flows[at - 1]);
}

/** Arrows between the same two nodes as one, with all their labels: they would lie on one another. */
function bundled(edges) {
  const bundles = new Map();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const labels = [...(bundles.get(key)?.labels ?? []), edge.label].filter(Boolean);
    bundles.set(key, { ...(bundles.get(key) ?? edge), labels });
  }
  return [...bundles.values()];
}

function clipped(text, width) {
  const letters = Math.max(3, Math.floor((width - 16) / LETTER));
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

function arrow(edge, from, to, walked) {
  const down = to.y >= from.y;
  const start = [from.x + from.w / 2, down ? from.y + from.h : from.y];
  const end = [to.x + to.w / 2, down ? to.y : to.y + to.h];
  const points = [start, ...edge.bends, end];
  let d = `M${start[0]} ${start[1]}`;
  if (edge.from === edge.to) d += `h${from.w / 2 + 14}v${-from.h}h-14`;
  else {
    for (let at = 1; at < points.length; at += 1) {
      const [[x1, y1], [x2, y2]] = [points[at - 1], points[at]];
      const half = (y1 + y2) / 2;
      d += `C${x1} ${half} ${x2} ${half} ${x2} ${y2}`;
    }
  }
  const [x, y] = points[Math.floor((points.length - 1) / 2)];
  const [nextX, nextY] = points[Math.floor((points.length - 1) / 2) + 1];
  const words = edge.labels.join(" · ");
  const label = words ? svg("text", { class: "label", x: (x + nextX) / 2, y: (y + nextY) / 2, "text-anchor": "middle" }, clipped(words, 150), svg("title", {}, words)) : null;
  return svg("g", { class: `edge ${edge.way}${walked ? " walked" : ""}` }, svg("path", { d, "marker-end": "url(#tip)" }), label);
}
