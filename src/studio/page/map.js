// The bot as a map, with the way that the conversation took.

import { arrange, el, place, svg } from "./dom.js";
import { get } from "./wire.js";

export class Chart {
  constructor(root, { hello, trouble }) {
    Object.assign(this, { root, hello, trouble });
    this.lines = el("div", { class: "lines", "aria-live": "polite" });
    this.board = el("div", { class: "board", tabindex: 0, role: "group", "aria-label": "Map of the bot" });
    arrange(root, [this.board, this.lines]);
  }

  async show(visitor) {
    try {
      const [map, path] = await Promise.all([get("map"), get("path", { visitor })]);
      this.draw(map, path.nodes);
    } catch (error) {
      this.trouble(error.message);
    }
  }

  draw(map, path) {
    const walked = new Set(path);
    const steps = new Set(path.slice(1).map((node, at) => `${path[at]} ${node}`));
    const by = new Map(map.nodes.map((node) => [node.id, node]));
    const most = Math.max(1, ...map.nodes.map((node) => node.seen ?? 0));
    const drawing = svg("svg", { viewBox: `0 0 ${map.width} ${map.height}`, width: map.width, height: map.height, role: "presentation" });
    const tip = svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, svg("path", { d: "M0 0 8 4 0 8z" }));
    drawing.append(svg("defs", {}, tip));
    for (const edge of map.edges) {
      const [from, to] = [by.get(edge.from), by.get(edge.to)];
      if (from && to) drawing.append(arrow(edge, from, to, steps.has(`${edge.from} ${edge.to}`)));
    }
    map.nodes.forEach((node) => drawing.append(this.node(node, walked.has(node.id), most)));
    arrange(this.board, [drawing]);
    const last = by.get(path.at(-1));
    if (last) this.board.scrollTo({ left: last.x - 40, top: last.y - 80 });
  }

  node(node, walked, most) {
    const heat = node.seen ? Math.max(1, Math.round((4 * node.seen) / most)) : 0;
    const open = () => this.open(node);
    const label = `${node.flow}, ${node.title}, ${node.kind}${walked ? ", on the way" : ""}${node.seen ? `, ran ${node.seen} times` : ""}`;
    const onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open();
      }
    };
    return svg(
      "g",
      { class: `node heat${heat}${walked ? " walked" : ""}`, tabindex: 0, role: "button", "aria-label": label, onclick: open, onkeydown },
      svg("rect", { x: node.x, y: node.y, width: node.w, height: node.h, rx: 8 }),
      svg("text", { x: node.x + 10, y: node.y + node.h / 2 + 5 }, clipped(node.title, node.w)),
      node.seen ? svg("text", { class: "count", x: node.x + node.w - 8, y: node.y + 12, "text-anchor": "end" }, String(node.seen)) : null,
    );
  }

  async open(node) {
    try {
      const { text } = await get("lines", { file: node.place.file, line: node.place.line });
      arrange(this.lines, [el("div", {}, el("code", {}, node.id), " ", place(node.place, this.hello())), el("pre", { class: "yaml" }, text)]);
    } catch (error) {
      this.trouble(error.message);
    }
  }
}

function clipped(text, width) {
  const letters = Math.max(3, Math.floor((width - 20) / 7.5));
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

function arrow(edge, from, to, walked) {
  const down = to.y >= from.y + from.h;
  const [x1, y1] = [from.x + from.w / 2, down ? from.y + from.h : from.y];
  const [x2, y2] = [to.x + to.w / 2, down ? to.y : to.y + to.h];
  const bend = Math.max(20, Math.abs(y2 - y1) / 2);
  const d = down ? `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` : `M${x1} ${y1}C${x1 + bend} ${y1 - bend} ${x2 + bend} ${y2 + bend} ${x2} ${y2}`;
  const label = edge.label ? svg("text", { class: "label", x: (x1 + x2) / 2 + 6, y: (y1 + y2) / 2 }, clipped(edge.label, 140)) : null;
  return svg("g", { class: `edge ${edge.kind}${walked ? " walked" : ""}` }, svg("path", { d, "marker-end": "url(#tip)" }), label);
}
