/* global SITE, OWN */
// What may be kept on the device, for the pages and for the worker.
const PAGES = `${OWN}place`; // the chosen municipality's pages, with what they need to look right
const READ = `${OWN}read`; // pages that were read
const ASSETS = `${OWN}assets`; // what those need
const MOST_READ = 60;
const MOST_ASSETS = 100;

// The address that a page is kept under: its folder, without what stands behind ? and #.
const plain = (address) => {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/\/index\.html$/, "/");
};

const isHtml = (answer) => /^text\/html\b/i.test(answer.headers.get("content-type") ?? "");
const isWhole = (answer) => answer.status === 200 && ["basic", "default"].includes(answer.type);

// The text of an answer that is this very page of ours, else nothing: a host may answer anything with
// a page of its own, and some send HTML as another type.
async function ours(address, answer) {
  if (!isWhole(answer) || !isHtml(answer)) return "";
  const text = await answer.clone().text();
  const [, canonical] = text.match(/<link rel="canonical" href="([^"]+)"/) ?? [];
  const path = plain(address).slice(SITE.href.length);
  return canonical && new URL(canonical).pathname.endsWith(`/${path}`) ? text : "";
}

// The same, but not a page that a person may need to leave without a trace.
async function mayKeep(address, answer) {
  const text = await ours(address, answer);
  return text.includes("data-exit") ? "" : text;
}

// A fresh answer: a browser refuses a redirected one for a page.
const clean = async (answer) => new Response(await answer.blob(), {
  status: answer.status, headers: { "content-type": answer.headers.get("content-type") ?? "" },
});

// Puts an answer last, and lets the oldest go. After everything was cleared nothing comes back, though a
// page may still be loading: without what is kept from the first, nothing is kept.
async function keepIn(name, address, answer, most) {
  const fresh = await clean(answer);
  if (!(await caches.keys()).some((one) => one.startsWith(`${OWN}core:`))) return;
  const cache = await caches.open(name);
  await cache.delete(address);
  await cache.put(address, fresh);
  const every = await cache.keys();
  for (const old of every.slice(0, Math.max(0, every.length - most))) await cache.delete(old);
}

// What a page needs to look right and to work. Kept with the page that asks for it and never on its own,
// or a style sheet would tell which page was read.
async function keepAssets(name, address, text, most) {
  const found = text.matchAll(/="((?:\.\.\/)*assets\/[^"#/ ]+)/g);
  const every = [...new Set([...found].map(([, link]) => plain(new URL(link, address))))];
  for (const one of every) {
    const answer = await caches.match(one, { cacheName: name }) ?? await fetch(one);
    if (isWhole(answer) && !isHtml(answer)) await keepIn(name, one, answer, most);
  }
  return every;
}
