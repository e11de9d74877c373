/* global VERSION, CORE, OFFLINE, SITE, OWN, PAGES, READ, ASSETS, MOST_READ, MOST_ASSETS, plain, isHtml, isWhole, ours, clean, keepIn, keepAssets */
// The site without a network, for those who asked for it on the page "device". Pages come from the
// network first, so nobody reads old hours while there is one. A new worker waits until the site's
// tabs are closed, as browsers do: nothing changes under a person who reads.
const KEPT = `${OWN}core:${VERSION}`;
const PATIENCE = 4000; // milliseconds that a page may take before what is kept is shown
const core = new Set(CORE.map((path) => new URL(path, SITE).href));

// All of it or nothing, and only what is really ours.
async function keepCore() {
  const cache = await caches.open(KEPT);
  await Promise.all([...core].map(async (address) => {
    // A file that is named by its content and kept already is not fetched again.
    const answer = (address.endsWith("/") ? null : await kept(address)) ?? await fetch(address, { cache: "reload" });
    const right = address.endsWith("/") ? await ours(address, answer) : isWhole(answer) && !isHtml(answer);
    if (!right) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, await clean(answer));
  }));
}

addEventListener("install", (event) => {
  event.waitUntil(keepCore().catch(async (error) => {
    await caches.delete(KEPT);
    throw error;
  }));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(`${OWN}core:`) && name !== KEPT) await caches.delete(name);
    }
    await clients.claim(); // the page on which it was asked for works at once
  })());
});

// Asks without opening: that would make a cache anew that was just cleared.
const keptIn = (name, address) => caches.match(address, { cacheName: name });

async function kept(address) {
  for (const name of [KEPT, PAGES, READ, ASSETS]) {
    const found = await keptIn(name, address);
    if (found) return found;
  }
  return null;
}

async function drop(address) {
  for (const name of [PAGES, READ]) {
    if (await keptIn(name, address)) await (await caches.open(name)).delete(address);
  }
}

const isGone = ({ status }) => status === 404 || status === 410;

// Keeps a page that was read; what has gone, or may no longer be kept, goes from here too.
async function keep(address, answer) {
  const text = await ours(address, answer);
  if (core.has(address)) {
    if (!text) return;
    await keepIn(KEPT, address, answer, Infinity);
    await keepAssets(ASSETS, address, text, MOST_ASSETS);
    return;
  }
  if (isGone(answer) || text.includes("data-exit")) {
    await drop(address);
  } else if (text) {
    const chosen = await keptIn(PAGES, address);
    await keepIn(chosen ? PAGES : READ, address, answer, chosen ? Infinity : MOST_READ);
    await keepAssets(chosen ? PAGES : ASSETS, address, text, chosen ? Infinity : MOST_ASSETS);
  }
}

async function page({ request, waitUntil }) {
  const address = plain(request.url);
  // Not from the browser's own cache: some hosts let it keep pages for a year.
  const network = fetch(request.url, { cache: "no-cache", redirect: "manual", credentials: "same-origin" });
  waitUntil(network.then((answer) => keep(address, answer.clone())).catch(() => {})); // late ones too
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  let answer;
  try {
    answer = await Promise.race([network, late]);
  } catch {
    answer = null; // there is no network
  }
  if (answer && (answer.ok || answer.type === "opaqueredirect" || isGone(answer))) return answer;
  const found = await kept(address);
  if (found) return found;
  if (await kept(`${address}/`)) return Response.redirect(`${address}/`);
  try {
    return await network; // slow, or the host's own error
  } catch {
    const [language] = address.slice(SITE.href.length).split("/");
    const offline = new URL(Object.hasOwn(OFFLINE, language) ? OFFLINE[language] : Object.values(OFFLINE)[0], SITE).href;
    return address === offline ? new Response("112", { status: 503 }) : Response.redirect(offline);
  }
}

// Style sheets, scripts and pictures are named by their content: what is kept is right for ever.
const asset = async ({ request }) => await kept(plain(request.url)) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = plain(request.url);
  if (request.method !== "GET" || request.headers.has("range") || !address.startsWith(SITE.href)) return;
  const path = address.slice(SITE.href.length);
  // Another project may live below ours on the same host: only our languages' pages are answered.
  const mine = path === "" || Object.hasOwn(OFFLINE, path.split("/")[0]);
  if (request.mode === "navigate" && mine) {
    event.respondWith(page({ request, waitUntil: (what) => event.waitUntil(what) }));
  } else if (/^assets\/[^/]+$/.test(path)) event.respondWith(asset(event));
});
