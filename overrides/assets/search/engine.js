// Questions → answers: understands a query, finds entries, filters, counts and orders them.
import { Analyser } from "./analysis.js";
import { rank, slotsOf, wordsOf } from "./query.js";
import { documentsOf, Store } from "./store.js";
import { understand } from "./understand.js";

const VERSION = 1;
const FOREIGN = 0.75; // what is not given in the page's language
const SLOTS = "slots"; // weekdays with times of day
const FRESH = "fresh"; // the wish for confirmed facts
const NEARLY = 0.12; // scores this much apart (in share) count as equal: then freshness decides
const WEAKEST = 0.04; // what scores less than this share of the best is no answer
const HERE = { door: 1.5, district: 1.25, home: 1, wide: 0.8, nationwide: 0.65, near: 0.6 }; // an entry by its nearness

export class Engine {
  #analyser;
  #decoded = new Map();
  #days;

  // `fetchPart` reads a file of the index by its name; `base` is the manifest.
  constructor(manifest, { stemmer, fetchPart }) {
    if (manifest.version !== VERSION) throw new Error("The index is of another version.");
    this.store = new Store(manifest, fetchPart);
    this.#analyser = new Analyser(manifest.tables, stemmer);
  }

  // { text, typing, day, filters: { group: [values] }, near, limit, counted }; day: YYYY-MM-DD
  // → { total, results: [{ document, row }], chips, unknown, said, culprits, counts }
  async ask({ text = "", typing = false, day, filters = {}, near = false, limit = 10, counted = false }) {
    const { manifest } = this.store;
    const { chips, rest } = await understand(text, manifest, () => this.#facet("postcodes"), weekday(day));
    const wanted = new Map(Object.entries(filters).filter(([, values]) => values.length)
      .map(([group, values]) => [group, new Set(values.map(String))]));
    for (const { group, value } of chips) {
      if (!wanted.has(group)) wanted.set(group, new Set());
      wanted.get(group).add(String(value));
    }
    const since = monthsBefore(day, manifest.due);
    const asked = { wanted, near, since };
    const words = wordsOf(rest, this.#analyser);
    const slots = await slotsOf(words, this.store, this.#analyser, typing);
    const ranked = rest && wanted.size + words.length === 0 ? nothing : words.length
      ? await rank(slots, this.store) : this.#everything();
    const tests = await this.#tests(asked);
    const where = wanted.has("place") ? await this.#nearness(wanted.get("place"), near) : null;
    for (const { postcode } of chips) if (postcode) await this.#doors(postcode, where);
    const order = await this.#order(ranked, tests, where);
    const unknown = [...new Set(slots.filter((slot) => !slot.terms.size || slot.half).map((slot) => slot.word))];
    return {
      total: order.length,
      results: await this.#rows(order, limit),
      chips, unknown, since, said: words.map((word) => this.#analyser.term(word)),
      culprits: order.length ? [] : await this.#culprits(ranked, asked),
      counts: counted ? await this.#counts(ranked, tests, asked) : null,
    };
  }

  #everything() {
    const documents = Array.from({ length: this.store.count }, (_, document) => document);
    return { documents, scores: new Float64Array(this.store.count).fill(1) };
  }

  async #rows(order, limit) {
    const documents = order.slice(0, limit);
    const rows = await this.store.results(documents);
    return documents.map((document, at) => ({ document, row: rows[at] }));
  }

  #facet(name) {
    const given = this.store.manifest.facets[name];
    return given === undefined ? Promise.resolve({}) : this.store.part(given);
  }

  // Documents of each value of a facet, as a set that answers at once.
  async #values(name) {
    let found = this.#decoded.get(name);
    if (!found) {
      found = new Map(Object.entries(await this.#facet(name)).map(([value, steps]) => [value, new Set(documentsOf(steps))]));
      this.#decoded.set(name, found);
    }
    return found;
  }

  // What a document must be to pass, by group; day and time are one test.
  async #tests(asked) {
    const tests = new Map();
    for (const group of asked.wanted.keys()) tests.set(keyOf(group), await this.#test(group, asked));
    return tests;
  }

  // Any of a group's values will do.
  async #test(group, asked) {
    const { wanted, near, since } = asked;
    const values = wanted.get(group);
    if (group === "place") return this.#placeTest(values, near);
    if (group === "age") return this.#ageTest(values);
    if (keyOf(group) === SLOTS) return this.#slotTest(wanted.get("day"), wanted.get("time"));
    const sets = group === "wishes" && values.has(FRESH)
      ? new Map(await this.#values(group)).set(FRESH, await this.#fresh(since)) : await this.#values(group);
    const chosen = [...values].map((value) => sets.get(value)).filter(Boolean);
    // Wishes, such as free and step-free, must all hold.
    const enough = group === "wishes" ? "every" : "some";
    return (document) => chosen.length > 0 && chosen[enough]((set) => set.has(document));
  }

  // Day and time are asked together: in the evening of that Monday.
  async #slotTest(days, times) {
    const chosen = [...await this.#values(SLOTS)].filter(([slot]) => {
      const [day, time] = slot.split("-");
      return (!days || days.has(day)) && (!times || times.has(time));
    }).map(([, set]) => set);
    return (document) => chosen.some((set) => set.has(document));
  }

  // Entries whose confirmation still counts.
  async #fresh(since) {
    const found = new Set();
    for (const [day, documents] of await this.#values("fresh")) {
      if (day >= since) for (const document of documents) found.add(document);
    }
    return found;
  }

  async #placeTest(values, near) {
    const where = await this.#nearness(values, near);
    return (document) => where[document] > 0;
  }

  // How near each document is to the municipalities: 0 is not there.
  async #nearness(values, near) {
    const known = this.store.manifest.places;
    const around = new Set(near ? [...values].flatMap((code) => known[code]?.near ?? []) : []);
    const where = new Float32Array(this.store.count);
    for (const { home, wide, nationwide, documents } of (await this.#facet("reach")).list ?? []) {
      let worth = nationwide ? HERE.nationwide : 0;
      if (home.some((code) => around.has(code))) worth = Math.max(worth, HERE.near);
      if (wide.some((code) => values.has(code))) worth = Math.max(worth, HERE.wide);
      if (home.some((code) => values.has(code))) worth = HERE.home;
      for (const document of documentsOf(documents)) where[document] = worth;
    }
    return where;
  }

  // Doors with the postcode, or one of the same district, are the nearest of all.
  async #doors(postcode, where) {
    for (const [code, documents] of await this.#values("doors")) {
      const worth = code === postcode ? HERE.door : code.slice(0, 3) === postcode.slice(0, 3) ? HERE.district : 0;
      for (const document of documents) if (worth && where[document]) where[document] = worth;
    }
  }

  async #ageTest(values) {
    const given = (await this.#facet("ages")).list ?? [];
    const unsuited = new Set(given.filter(([least, most]) => ![...values].some((age) => least <= age && age <= most))
      .flatMap(([, , steps]) => [...documentsOf(steps)]));
    return (document) => !unsuited.has(document);
  }

  // The documents that pass, by score; of those that score nearly the same, what was confirmed last.
  async #order({ documents, scores }, tests, where) {
    const tongues = await this.#values("language");
    const ours = tongues.get(this.store.manifest.language) ?? new Set();
    const others = new Set([...tongues.values()].flatMap((set) => [...set]).filter((one) => !ours.has(one)));
    const confirmed = await this.#confirmed();
    const worth = (document) => scores[document] * (where ? where[document] : 1)
      * (others.has(document) ? FOREIGN : 1);
    const step = Math.log(1 + NEARLY);
    const keys = new Map();
    for (const document of passing({ documents, scores }, tests)) {
      const value = worth(document);
      keys.set(document, [Math.round(Math.log(value) / step), confirmed[document], value]);
    }
    return [...keys].sort(([a, left], [b, right]) => right[0] - left[0] || right[1] - left[1]
      || right[2] - left[2] || a - b).map(([document]) => document);
  }

  // When each document was confirmed, as a number that grows with the day; 0: never.
  async #confirmed() {
    if (!this.#days) {
      this.#days = new Uint32Array(this.store.count);
      for (const [day, documents] of await this.#values("fresh")) {
        for (const document of documents) this.#days[document] = Number(day.replaceAll("-", ""));
      }
    }
    return this.#days;
  }

  // How many each choice would leave, the other groups' choices kept.
  async #counts(ranked, tests, asked) {
    const counts = {};
    for (const group of this.store.manifest.groups) {
      counts[group] = {};
      for (const value of await this.#choices(group)) {
        const wanted = new Map(asked.wanted).set(group, new Set([value]));
        const test = await this.#test(group, { ...asked, wanted });
        // Wishes must all hold, so a further one comes to those that are chosen.
        const key = group === "wishes" ? "further" : keyOf(group);
        counts[group][value] = passing(ranked, new Map(tests).set(key, test)).length;
      }
    }
    return counts;
  }

  async #choices(group) {
    if (group === "place") return Object.keys(this.store.manifest.places);
    if (group === "day" || group === "time") {
      const at = group === "day" ? 0 : 1;
      return [...new Set([...(await this.#values(SLOTS)).keys()].map((slot) => slot.split("-")[at]))];
    }
    return [...(await this.#values(group)).keys(), ...(group === "wishes" ? [FRESH] : [])];
  }

  // Nothing was left: how many there would be without each choice, or with the neighbours.
  async #culprits(ranked, asked) {
    const found = [];
    const left = async (wanted, near) => passing(ranked, await this.#tests({ ...asked, wanted, near })).length;
    if (asked.wanted.has("place") && !asked.near) {
      const total = await left(asked.wanted, true);
      if (total) found.push({ group: "near", values: [], total });
    }
    for (const [group, values] of asked.wanted) {
      const rest = new Map(asked.wanted);
      rest.delete(group);
      const total = await left(rest, asked.near);
      if (total) found.push({ group, values: [...values], total });
    }
    return found;
  }
}

const keyOf = (group) => (group === "day" || group === "time" ? SLOTS : group);
const nothing = { documents: [], scores: [] };

// The same day some months before, or that month's last: YYYY-MM-DD.
function monthsBefore(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

const weekday = (day) => ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][new Date(day).getUTCDay()];

// The documents that pass and are good answers: beside the best of all, else beside the best there is.
function passing({ documents, scores }, tests) {
  const best = (some) => some.reduce((most, document) => Math.max(most, scores[document]), 0);
  const kept = documents.filter((document) => all(tests, document));
  const good = (least) => kept.filter((document) => scores[document] >= WEAKEST * least);
  const strong = good(best(documents));
  return strong.length ? strong : good(best(kept));
}

const all = (tests, document) => [...tests.values()].every((test) => test(document));
