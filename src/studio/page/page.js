// The page of `saywhen dev`: shows what the bot sends, and does what a visitor does.

const at = (id) => document.getElementById(id);
const chat = at("chat"), quick = at("quick"), save = at("save");
const fresh = () => String(7_000_000_000_000 + Math.floor(Math.random() * 1e12));

let visitor = sessionStorage.getItem("visitor") ?? fresh();
let live;
sessionStorage.setItem("visitor", visitor);

function make(tag, text = "", name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = name;
  return element;
}

function add(bubble) {
  chat.append(bubble);
  showNewest();
}

// What stands below the chat takes room from it, so the newest bubble is shown again.
function showNewest() {
  chat.lastElementChild?.scrollIntoView({ block: "end" });
}

async function act(deed) {
  const body = JSON.stringify({ visitor, ...deed });
  const answer = await fetch("deed", { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!answer.ok) told(false, await answer.text());
}

function tap(label, payload, isQuick) {
  quick.replaceChildren();
  act({ does: "tap", label, payload, quick: isQuick });
}

function button(one) {
  if (one.type === "postback") {
    const element = make("button", one.title);
    element.type = "button";
    element.addEventListener("click", () => tap(one.title, one.payload, false));
    return element;
  }
  const link = make("a", one.title ?? one.type);
  const to = one.type === "phone_number" ? `tel:${one.payload}` : one.url ?? "";
  if (/^(https?|tel|mailto):/i.test(to)) link.href = to;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function buttons(bubble, list = []) {
  if (list.length === 0) return;
  const row = make("div", "", "buttons");
  row.append(...list.map(button));
  bubble.append(row);
}

function picture(bubble, url) {
  const image = document.createElement("img");
  image.src = url;
  image.alt = "picture";
  bubble.append(image);
}

function template(bubble, payload) {
  if (payload.template_type === "button") {
    bubble.textContent = payload.text;
    return buttons(bubble, payload.buttons);
  }
  for (const card of payload.elements ?? []) {
    if (card.image_url) picture(bubble, card.image_url);
    if (card.media_type) bubble.append(make("pre", `${card.media_type}: ${card.url ?? card.attachment_id}`));
    bubble.append(make("strong", card.title), make("div", card.subtitle));
    buttons(bubble, card.buttons);
  }
  if (!payload.elements) bubble.append(make("pre", JSON.stringify(payload, null, 1)));
}

function attached(bubble, attachment) {
  const { type, payload } = attachment;
  if (type === "template") template(bubble, payload);
  else if (type === "image" && payload.url) picture(bubble, payload.url);
  else bubble.append(make("pre", `${type}: ${payload.url ?? payload.attachment_id ?? ""}`));
}

function message(body) {
  const said = body.message;
  if (!said) return;
  const bubble = make("div", said.text ?? "", "bubble");
  const attachments = said.attachments ?? (said.attachment ? [said.attachment] : []);
  attachments.forEach((attachment) => attached(bubble, attachment));
  add(bubble);
}

// Messenger fills in the visitor's own address or number; here it is typed.
function quickReply(one) {
  const own = { user_email: "My e-mail address", user_phone_number: "My phone number" };
  const element = make("button", one.title ?? own[one.content_type]);
  element.type = "button";
  const typed = one.content_type in own;
  element.addEventListener("click", () => (typed ? at("text").focus() : tap(one.title, one.payload, true)));
  return element;
}

function told(good, text, details = "") {
  save.className = good ? "good" : "bad";
  save.replaceChildren(make("div", text));
  if (details) save.append(make("pre", details));
  showNewest();
}

function saved(save) {
  const details = save.problems.map((problem) => problem.frame).join("\n");
  if (save.taken) told(true, "Saved: the new version answers now.", details);
  else told(false, "Not taken: the version before goes on until this is mended.", details);
}

// What the visitor did, as words in a bubble of their own.
function done(did) {
  const words = did.text ?? did.label ?? (did.kind === "start" ? "Get Started" : did.kind);
  add(make("div", words, "bubble mine"));
}

function show(view) {
  chat.replaceChildren();
  for (const item of view.items) {
    if (item.message) message(item);
    else if (item.did) done(item.did);
  }
  quick.replaceChildren(...(view.get_started ? [start()] : view.quick.map(quickReply)));
  showNewest();
}

async function hello() {
  const answer = await fetch("hello");
  if (!answer.ok) return told(false, await answer.text());
  const { bot } = await answer.json();
  at("bot").textContent = bot;
  document.title = `${bot} – saywhen dev`;
}

function follow() {
  live?.close();
  live = new EventSource(`live?visitor=${encodeURIComponent(visitor)}`);
  live.addEventListener("open", hello);
  live.addEventListener("view", (event) => show(JSON.parse(event.data)));
  live.addEventListener("saved", (event) => saved(JSON.parse(event.data)));
  live.addEventListener("error", () => told(false, "saywhen dev does not answer; is it still running?"));
}

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return;
  at("text").value = "";
  quick.replaceChildren();
  act({ does: "say", text });
});

function start() {
  const button = make("button", "Get Started");
  button.type = "button";
  button.addEventListener("click", () => act({ does: "start" }));
  return button;
}

at("again").addEventListener("click", () => {
  visitor = fresh();
  sessionStorage.setItem("visitor", visitor);
  follow();
  at("text").focus();
});

history.replaceState(null, "", "/");
follow();
