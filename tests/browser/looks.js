// What is wrong with the looks of the page: cut text, things on top of one another, faint letters.

const complaints = [];
const seen = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
};
const name = (element) => `<${element.tagName.toLowerCase()} class="${element.className?.baseVal ?? element.className}"> ${(element.textContent ?? "").trim().slice(0, 40)}`;

// Nothing is wider than the page.
if (document.documentElement.scrollWidth > innerWidth) complaints.push(`the page is ${document.documentElement.scrollWidth} wide, the window ${innerWidth}`);

// No text is cut, but where Messenger would cut it, which our own code does and not the browser.
const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
for (const element of document.querySelectorAll("button, a, .said, h1, h2, h3, td, dd, label, .system, .state, .title, .subtitle")) {
  if (!seen(element) || scrolls(element)) continue;
  if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== "inline") complaints.push(`cut: ${name(element)}`);
}

// Bubbles, buttons and fields do not lie on one another.
const solid = [...document.querySelectorAll(".bar button, .line .body, .quick button, .composer > *, [role=tab], .actions button, .ways button")].filter(seen);
const within = (one, other) => one.contains(other) || other.contains(one);
for (let at = 0; at < solid.length; at += 1) {
  for (let next = at + 1; next < solid.length; next += 1) {
    if (within(solid[at], solid[next]) || solid[at].parentElement !== solid[next].parentElement) continue;
    const [a, b] = [solid[at].getBoundingClientRect(), solid[next].getBoundingClientRect()];
    const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    if (x > 1 && y > 1) complaints.push(`on one another: ${name(solid[at])} and ${name(solid[next])}`);
  }
}
for (const thread of document.querySelectorAll(".thread")) {
  const rows = [...thread.children].filter(seen);
  rows.slice(1).forEach((row, at) => {
    if (row.getBoundingClientRect().top < rows[at].getBoundingClientRect().bottom - 1) complaints.push(`on one another: ${name(rows[at])} and ${name(row)}`);
  });
}

// Letters stand out from what is behind them: AA, 4.5 to 1, or 3 to 1 where they are large.
const parse = (text) => {
  const parts = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  const scale = text.startsWith("color(srgb") ? 255 : 1;
  return { r: parts[0] * scale, g: parts[1] * scale, b: parts[2] * scale, a: parts[3] ?? 1 };
};
const over = (top, under) => {
  const mix = (one, other) => one * top.a + other * (1 - top.a);
  return { r: mix(top.r, under.r), g: mix(top.g, under.g), b: mix(top.b, under.b), a: 1 };
};
const light = ({ r, g, b }) => {
  const line = (part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
};
const behind = (element) => {
  const layers = [];
  for (let one = element; one; one = one.parentElement) layers.push(parse(getComputedStyle(one).backgroundColor));
  return layers.reverse().reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 });
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const faint = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !seen(element) || element.closest("svg, script, style, option, :disabled, .skip")) continue;
  const style = getComputedStyle(element);
  const ground = behind(element);
  let opacity = 1;
  for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
  if (opacity < 0.1) continue;
  const ink = parse(style.color);
  const shown = over({ ...ink, a: ink.a * opacity }, ground);
  const [high, low] = [light(shown), light(ground)].sort((a, b) => b - a);
  const ratio = (high + 0.05) / (low + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (large ? 3 : 4.5)) faint.add(`faint (${ratio.toFixed(2)}): ${name(element)}`);
}
complaints.push(...faint);

// Everything that can be used has a name.
for (const element of document.querySelectorAll("button, input, select, a[href], [role=button]")) {
  if (!seen(element)) continue;
  const label = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
  const named = label || element.labels?.length || element.title || element.querySelector("img[alt]:not([alt=''])");
  if (!named) complaints.push(`has no name: ${element.outerHTML.slice(0, 120)}`);
}
return complaints;
