/* global Stemmer */
// The engine behind a line of messages: in a worker, or in the page where there are no workers.
import { Engine } from "./engine.js";

// `address` is the manifest's; its other files lie beside it.
async function openIndex(address) {
  const fetchPart = async (name) => {
    const answer = await fetch(new URL(name, address));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };
  return new Engine(await fetchPart(address), { stemmer: new Stemmer(), fetchPart });
}

let opened;

// Each question has a number; of those that wait, only the last is answered.
function answering(send) {
  let latest = 0;
  return async ({ number, address, question }) => {
    latest = number;
    try {
      opened ??= openIndex(address);
      const engine = await opened;
      if (!question || number !== latest) return;
      const answer = await engine.ask(question);
      if (number === latest) send({ number, answer });
    } catch (error) {
      opened = undefined;
      if (number === latest) send({ number, error: String(error) });
    }
  };
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  const answer = answering((message) => postMessage(message));
  addEventListener("message", ({ data }) => answer(data));
}

export { answering, openIndex };
