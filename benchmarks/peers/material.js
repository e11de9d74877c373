// Drives Material's worker as Material's own page does: SETUP with the whole index, then each query as it was typed;
// the worker itself adds the wildcards.
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
const worker = new Worker("assets/javascripts/workers/search.min.js");

function exchange(type, data, answer) {
  return new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data: message }) => {
      if (message.type === answer) resolve(message.data);
    };
    worker.postMessage({ type, data });
  });
}

async function setUp() {
  const index = await (await fetch("search/search_index.json")).json();
  await exchange(SETUP, { ...index, options: { suggest: false } }, READY);
}

window.peer = {
  ready: setUp(),
  async ask(query) {
    const { items } = await exchange(QUERY, query, RESULT);
    return items.slice(0, 10).map(([page]) => page.location.replace(/\/$/, ""));
  },
};
