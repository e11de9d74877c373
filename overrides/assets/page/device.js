/* global W, SITE, PAGES, READ, stored, store, forgetAll, plain, mayKeep, keepIn, keepAssets */
// The page about what this device keeps, and the box on a municipality's page. Nothing is kept before
// a press; one press takes everything away.
const box = document.querySelector("[data-device]");

if (box) {
  const status = box.querySelector("[role=status]");
  const choice = box.querySelector("select");
  const now = box.querySelector("[data-now]");
  const able = "caches" in window && "serviceWorker" in navigator;
  const say = (words) => {
    status.textContent = words;
    status.dataset.said = ""; // it stays in sight of the button that was pressed
  };
  const place = () => {
    const one = choice ? choice.selectedOptions[0] : box;
    return { code: one.dataset.code, name: one.dataset.name, address: new URL(one.dataset.href, location).href };
  };
  const nameOf = (code) => [...choice?.options ?? [box]].find((one) => one.dataset.code === code)?.dataset.name ?? "";

  // Without its style: our policy allows none here, and none is needed to find links.
  const parse = (html) => new DOMParser().parseFromString(html.replace(/<style[^]*?<\/style>/, ""), "text/html");

  async function isOn() {
    const found = able && await navigator.serviceWorker.getRegistration(SITE);
    return Boolean(found) && found.scope === SITE.href;
  }

  // What is kept, in words.
  async function tell() {
    if (!now) return;
    const told = [];
    if (await isOn()) told.push(W.device.is_on);
    let pages = 0;
    for (const name of able ? await caches.keys() : []) {
      if (name === PAGES || name === READ) pages += (await (await caches.open(name)).keys()).filter(({ url }) => url.endsWith("/")).length;
    }
    if (pages) told.push(fill(W.device.pages, { n: pages }));
    const [remembered, kept] = [nameOf(stored("municipality")), nameOf(stored("kept"))];
    if (remembered) told.push(fill(W.device.remembers, { municipality: remembered }));
    if (kept) told.push(fill(W.device.keeps, { municipality: kept }));
    if (stored("list")) told.push(W.device.list);
    now.textContent = told.length ? told.join(" ") : W.device.nothing;
  }

  async function turnOn() {
    if (!able) throw new Error("no service worker");
    const made = await navigator.serviceWorker.register(new URL("sw.js", SITE), { updateViaCache: "none" });
    const worker = made.active ?? made.waiting ?? made.installing;
    await new Promise((resolve, refuse) => {
      const look = () => {
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") refuse(new Error("not whole"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
  }

  // The municipality's page and every page of ours that it leads to, with what they need to look right.
  // What was kept before goes when all of the new is there. Nothing is left in the browser's own cache,
  // for there may be pages among them that are not to be kept.
  async function keepPlace({ code, name, address }) {
    const ask = async (one, again = true) => {
      const answer = await fetch(one, { cache: "no-store" });
      if (answer.status < 500 && answer.status !== 429) return answer;
      if (!again) throw new Error(String(answer.status)); // what was kept before stays
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
      return ask(one, false);
    };
    const text = await mayKeep(address, await ask(address));
    if (!text) throw new Error("not our page");
    const links = [...parse(text).querySelectorAll("main a[href]")].map((one) => plain(new URL(one.getAttribute("href"), address)));
    const queue = [...new Set([plain(address), ...links.filter((one) => one.startsWith(SITE.href) && one.endsWith("/"))])];
    const all = queue.length;
    const kept = new Set();
    const parts = new Set();
    const take = async (one) => {
      const answer = await ask(one);
      const found = await mayKeep(one, answer);
      if (found) {
        await keepIn(PAGES, one, answer, Infinity);
        for (const part of await keepAssets(PAGES, one, found, Infinity)) parts.add(part);
        kept.add(one);
      }
      if ((all - queue.length) % 10 === 0) say(fill(W.device.progress, { n: all - queue.length, all }));
    };
    const work = async () => {
      while (queue.length) await take(queue.shift()).catch((error) => { queue.length = 0; throw error; });
    };
    const outcomes = await Promise.allSettled([work(), work(), work(), work()]);
    const failed = outcomes.find(({ reason }) => reason);
    if (failed) throw failed.reason;
    const cache = await caches.open(PAGES);
    for (const { url } of await cache.keys()) if (!kept.has(url) && !parts.has(url)) await cache.delete(url);
    store("kept", code);
    return fill(W.device.place_kept, { municipality: name, n: kept.size });
  }

  const actions = {
    on: async () => {
      say(W.device.wait);
      await turnOn();
      return W.device.ready;
    },
    keep: async () => {
      const chosen = place();
      say(W.device.wait);
      await turnOn();
      return keepPlace(chosen);
    },
    remember: async () => {
      const { code, name } = place();
      if (!store("municipality", code)) throw new Error("refused");
      return fill(W.device.remembers, { municipality: name });
    },
    clear: async () => {
      await forgetAll();
      return W.device.cleared;
    },
  };
  for (const button of box.querySelectorAll("button[data-do]")) {
    button.addEventListener("click", async () => {
      if (box.getAttribute("aria-busy")) return;
      box.setAttribute("aria-busy", "true");
      try {
        say(await actions[button.dataset.do]());
      } catch {
        say(navigator.onLine ? W.device.failed : W.device.no_net);
      }
      box.removeAttribute("aria-busy");
      await tell();
    });
  }
  tell().catch(() => {});
}
