// The index as the build wrote it (search/transport.py): parts that stand in the manifest itself or
// in files beside it, read when they are needed and kept.
import { lettersOf } from "./analysis.js";

export class Store {
  #parts = new Map();
  #chunks = new Map();
  #rows = new Map();
  #words;
  #postings = new Map();
  #forms = new Map();
  #fetch;

  constructor(manifest, fetchPart) {
    this.manifest = manifest;
    this.count = manifest.count;
    this.#fetch = fetchPart;
  }

  // A part by what the manifest says of it: its data, or the name of its file.
  part(given) {
    if (typeof given !== "string") return Promise.resolve(given);
    let found = this.#parts.get(given);
    if (!found) {
      found = this.#fetch(given);
      this.#parts.set(given, found);
      found.catch(() => this.#parts.delete(given)); // the network may come back
    }
    return found;
  }

  #chunkOf(term) {
    const firsts = this.manifest.chunks;
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle][0] <= term) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  async #chunk(number) {
    const data = await this.part(this.manifest.chunks[number][1]);
    let chunk = this.#chunks.get(number);
    if (!chunk) {
      chunk = { terms: data.terms.map(([term]) => term), synonyms: new Map() };
      for (const row of data.terms) this.#rows.set(row[0], row);
      for (const [targets, ...phrases] of data.synonyms) {
        for (const words of phrases.map((phrase) => phrase.split(" "))) {
          if (!chunk.synonyms.has(words[0])) chunk.synonyms.set(words[0], []);
          chunk.synonyms.get(words[0]).push([words, targets.split(" ")]);
        }
      }
      for (const [words, ...forms] of data.forms ?? []) for (const form of forms) this.#forms.set(form, words.split(" "));
      this.#chunks.set(number, chunk);
    }
    return chunk;
  }

  // Reads what is known of terms, so that row() and synonyms() answer.
  async need(terms) {
    const numbers = new Set(terms.map((term) => this.#chunkOf(term)));
    await Promise.all([...numbers].map((number) => this.#chunk(number)));
  }

  row(term) {
    return this.#rows.get(term);
  }

  // The words that a bent form may be of, where the build had a dictionary.
  words(form) {
    return this.row(form) ? [] : this.#forms.get(form) ?? [];
  }

  // Everyday words filed under a term: [[words], [the terms they mean]].
  synonyms(term) {
    return this.#chunks.get(this.#chunkOf(term))?.synonyms.get(term) ?? [];
  }

  // Everyday words filed under terms that begin with a prefix, of the chunks that were read.
  phrasesBeginning(prefix) {
    return [...this.#chunks.values()].flatMap(({ synonyms }) => [...synonyms.keys()]
      .filter((first) => first.startsWith(prefix)).flatMap((first) => synonyms.get(first)));
  }

  // Every term that begins with a prefix.
  async beginning(prefix) {
    const found = [];
    const last = this.#chunkOf(`${prefix}\uffff`);
    const numbers = [];
    for (let number = this.#chunkOf(prefix); number <= last; number += 1) numbers.push(number);
    for (const chunk of await Promise.all(numbers.map((number) => this.#chunk(number)))) {
      found.push(...chunk.terms.filter((term) => term.startsWith(prefix)));
    }
    return found;
  }

  // Every term, and every everyday word, of the index, with its letters as bits.
  async vocabulary() {
    if (!this.#words) {
      const { vocabulary } = this.manifest;
      let words = vocabulary ? (await this.part(vocabulary)).words.split(" ") : [];
      if (!vocabulary) {
        const { terms, synonyms } = await this.#chunk(0);
        words = [...terms, ...[...synonyms.values()].flatMap((rows) => rows.flatMap(([some]) => some))];
      }
      this.#words = new Map(words.map((word) => [word, lettersOf(word)]));
    }
    return this.#words;
  }

  // How many entries hold a term, in the field where most do.
  frequency(term) {
    const row = this.row(term);
    if (!row) return 0;
    let most = 0;
    for (let at = 2; at < row.length; at += 3) most = Math.max(most, row[at].length);
    return most;
  }

  // Whether entries are named or tagged with a term, not only described.
  strong(term) {
    return this.postings(term).some(({ strength }) => strength === 1);
  }

  async results(documents) {
    const { size, blocks } = this.manifest.results;
    const wanted = new Map(documents.map((number) => [Math.floor(number / size), null]));
    await Promise.all([...wanted.keys()].map(async (block) => {
      wanted.set(block, await this.part(blocks[block]));
    }));
    return documents.map((number) => wanted.get(Math.floor(number / size))[number % size]);
  }

  // Where a term stands: [{ documents, weights }], one a field, in the order of the fields.
  postings(term) {
    let found = this.#postings.get(term);
    if (!found) {
      found = [];
      const row = this.row(term) ?? [];
      for (let at = 1; at < row.length; at += 3) {
        const documents = documentsOf(row[at + 1]);
        const weights = row[at + 2]; // one number where all are alike
        const strength = this.manifest.strength[row[at]];
        found.push({ strength, documents, weights: typeof weights === "number" ? null : weights, weight: weights });
      }
      this.#postings.set(term, found);
    }
    return found;
  }
}

// Numbers of documents from steps: how many were skipped before each.
export function documentsOf(steps) {
  const documents = new Uint32Array(steps.length);
  let document = -1;
  for (let at = 0; at < steps.length; at += 1) {
    document += steps[at] + 1;
    documents[at] = document;
  }
  return documents;
}
