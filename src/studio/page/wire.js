// What goes to the server and what comes from it.

/** A request that changes nothing. */
export async function get(path, query = {}) {
  return read(await reach(`${path}?${new URLSearchParams(query)}`));
}

/** A request that changes something. */
export async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return read(await reach(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Where nobody answers, the line at the top of the page says so; it needs no second one. */
async function reach(path, asks) {
  try {
    return await fetch(path, asks);
  } catch {
    throw new Error("");
  }
}

async function read(answer) {
  if (!answer.ok) throw new Error((await answer.text()).trim() || `status ${answer.status}`);
  return answer.json();
}

/** Follows a visitor until the returned function is called. */
export function follow(visitor, { view, typing, saved, lost }) {
  const stream = new EventSource(`live?${new URLSearchParams({ visitor })}`);
  const on = (name, then) => stream.addEventListener(name, (event) => then(JSON.parse(event.data)));
  on("view", (data) => {
    lost(null);
    view(data);
  });
  on("typing", typing);
  on("saved", saved);
  // A stream that may be tried again is only interrupted; one that was refused wants another key.
  stream.addEventListener("error", () => lost(stream.readyState === EventSource.CLOSED ? "refused" : "gone"));
  return () => stream.close();
}
