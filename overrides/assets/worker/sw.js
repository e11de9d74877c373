/* global VERSION, CORE, OFFLINE, SITE, OWN, PAGES, READ, ASSETS, MOST_READ, MOST_ASSETS, plain, isHtml, isWhole, ours, mayKeep, clean, keepIn, keepAssets */
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
    const answer = await fetch(address, { cache: "reload" });
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

async function kept(address) {
  for (const name of [KEPT, PAGES, READ, ASSETS]) {
    if (!(await caches.has(name))) continue;
    const found = await (await caches.open(name)).match(address);
    if (found) return found;
  }
  return null;
}

async function keep(address, answer) {
  if (core.has(address)) return;
  const text = await mayKeep(address, answer);
  if (!text) return;
  const chosen = await (await caches.open(PAGES)).match(address);
  const [name, pages, assets] = chosen ? [PAGES, Infinity, Infinity] : [READ, MOST_READ, MOST_ASSETS];
  await keepIn(name, address, answer, pages);
  await keepAssets(chosen ? PAGES : ASSETS, address, text, assets);
}

async function page(event) {
  const address = plain(event.request.url);
  const network = fetch(event.request);
  event.waitUntil(network.then((answer) => keep(address, answer.clone())).catch(() => {})); // late ones too
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  let answer;
  try {
    answer = await Promise.race([network, late]);
  } catch {
    answer = null; // there is no network
  }
  if (answer && answer.status < 500) return answer;
  const found = await kept(address) ?? await kept(`${address}/`);
  if (found) return found;
  try {
    return await network; // slow, or the host's own error
  } catch {
    const [language] = address.slice(SITE.href.length).split("/");
    return Response.redirect(new URL(OFFLINE[language] ?? Object.values(OFFLINE)[0], SITE));
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
  const mine = path === "" || path.split("/")[0] in OFFLINE;
  if (request.mode === "navigate" && mine) event.respondWith(page(event));
  else if (/^assets\/[^/]+$/.test(path)) event.respondWith(asset(event));
});
