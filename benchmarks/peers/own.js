// The site's own search, asked as its page asks it.
import { openIndex } from "./engine.js";

const DAY = "2026-11-26";
let engine;

async function setUp() {
  engine = await openIndex(new URL("MANIFEST", location.href).href);
}

window.peer = {
  ready: setUp(),
  raw: (query) => engine.ask({ text: query, typing: true, day: DAY }),
  async ask(query) {
    const { results } = await engine.ask({ text: query, typing: true, day: DAY });
    return results.map(({ row }) => row[0]);
  },
};
