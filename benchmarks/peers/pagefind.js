// Asks Pagefind through its JavaScript API; a result's address is only in its fragment, as is all that a page would show.
let pagefind;

async function setUp() {
  pagefind = await import("./pagefind/pagefind.js");
  await pagefind.init();
}

window.peer = {
  ready: setUp(),
  async ask(query) {
    const { results } = await pagefind.search(query);
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return shown.map(({ url }) => url.replace(/^.*\//, "").replace(/\.html$/, ""));
  },
};
