// Questions → answers: understands a query, finds entries, filters, counts and orders them.
import { Analyser } from "./analysis.js";
import { rank, slotsOf, wordsOf } from "./query.js";
import { documentsOf, Store } from "./store.js";
import { YEAR, understand } from "./understand.js";

const VERSION = 1;
const FOREIGN = 0.75; // what is not given in the page's language
const FRESH = "fresh"; // the wish for confirmed facts
const NEARLY = 0.12; // scores this much apart (in share) count as equal: then freshness decides
const WEAKEST = 0.04; // what scores less than this share of the best is no answer
const HERE = { door: 1.5, district: 1.25, home: 1, wide: 0.8, nationwide: 0.65, near: 0.6 }; // an entry by its nearness

export class Engine {
  #analyser;
  #decoded = new Map();
  #day;
  #months;
  #wanted;

  // `fetchPart` reads a file of the index by its name; `base` is the manifest.
  constructor(manifest, { stemmer, fetchPart }) {
    if (manifest.version !== VERSION) throw new Error("The index is of another version.");
    this.store = new Store(manifest, fetchPart);
    this.#analyser = new Analyser(manifest.tables, stemmer);
  }

  // { text, typing, day, filters: { group: [values] }, near, limit, counted }; day: YYYY-MM-DD
  // → { total, results: [{ document, row }], chips, unknown, culprits, counts }
  async ask({ text = "", typing = false, day, filters = {}, near = false, limit = 10, counted = false }) {
    const { manifest } = this.store;
    this.#day = day;
    const { chips, rest } = await understand(text, manifest, () => this.#facet("postcodes"), weekday(day));
    const wanted = new Map(Object.entries(filters).filter(([, values]) => values.length)
      .map(([group, values]) => [group, new Set(values.map(String))]));
    for (const { group, value } of chips) {
      if (!wanted.has(group)) wanted.set(group, new Set());
      wanted.get(group).add(String(value));
    }
    const words = wordsOf(rest, this.#analyser);
    const slots = await slotsOf(words, this.store, this.#analyser, typing);
    const ranked = words.length ? await rank(slots, this.store) : this.#everything();
    this.#wanted = wanted;
    const tests = new Map();
    for (const [group, values] of wanted) tests.set(group, await this.#test(group, values, near));
    const where = wanted.has("place") ? await this.#nearness(wanted.get("place"), near) : null;
    for (const { postcode } of chips) if (postcode) await this.#doors(postcode, where);
    const order = await this.#order(ranked, tests, where);
    const unknown = slots.filter((slot) => !slot.terms.size).map((slot) => slot.word);
    return {
      total: order.length,
      results: await this.#rows(order, limit),
      chips, unknown,
      culprits: order.length ? [] : await this.#culprits(ranked, tests, wanted),
      counts: counted ? await this.#counts(ranked, tests, near) : null,
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

  // What a document must be to pass the values chosen in a group: any of them will do.
  async #test(group, values, near) {
    if (group === "place") return this.#placeTest(values, near);
    if (group === "age") return this.#ageTest(values);
    if (group === "day" || group === "time") return this.#slotTest(values, group);
    const sets = group === "wishes" && values.has(FRESH)
      ? new Map(await this.#values(group)).set(FRESH, await this.#fresh()) : await this.#values(group);
    const chosen = [...values].map((value) => sets.get(value)).filter(Boolean);
    // Wishes, such as free and step-free, must all hold.
    const enough = group === "wishes" ? "every" : "some";
    return (document) => chosen.length > 0 && chosen[enough]((set) => set.has(document));
  }

  // Day and time are asked together: on Monday, and in the evening of that Monday.
  async #slotTest(values, group) {
    const [days, times] = group === "day" ? [values, this.#wanted.get("time")] : [this.#wanted.get("day"), values];
    const chosen = [...await this.#values("slots")].filter(([slot]) => {
      const [day, time] = slot.split("-");
      return (!days || days.has(day)) && (!times || times.has(time));
    }).map(([, set]) => set);
    return (document) => chosen.some((set) => set.has(document));
  }

  // Entries that were confirmed within the months in which a confirmation counts.
  async #fresh() {
    const [year, month] = this.#day.split("-").map(Number);
    const since = year * YEAR + month - this.store.manifest.due;
    const confirmed = await this.#confirmed();
    const fresh = [];
    confirmed.forEach((when, document) => { if (when >= since) fresh.push(document); });
    return new Set(fresh);
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

  // When each document was confirmed, as months of the common era; 0: never.
  async #confirmed() {
    if (!this.#months) {
      this.#months = new Uint32Array(this.store.count);
      for (const [month, documents] of await this.#values("fresh")) {
        const [year, number] = month.split("-").map(Number);
        for (const document of documents) this.#months[document] = year * YEAR + number;
      }
    }
    return this.#months;
  }

  // How many each choice would leave, the other groups' choices kept.
  async #counts(ranked, tests, near) {
    const counts = {};
    for (const group of this.store.manifest.groups) {
      counts[group] = {};
      for (const value of await this.#choices(group)) {
        const test = await this.#test(group, new Set([value]), near);
        // Wishes must all hold, so a further one comes to those that are chosen.
        const key = group === "wishes" ? "further" : group;
        counts[group][value] = passing(ranked, new Map(tests).set(key, test)).length;
      }
    }
    return counts;
  }

  async #choices(group) {
    if (group === "place") return Object.keys(this.store.manifest.places);
    if (group === "day" || group === "time") {
      const at = group === "day" ? 0 : 1;
      return [...new Set([...(await this.#values("slots")).keys()].map((slot) => slot.split("-")[at]))];
    }
    return [...(await this.#values(group)).keys(), ...(group === "wishes" ? [FRESH] : [])];
  }

  // Nothing was left: how many there would be without each choice.
  async #culprits(ranked, tests, wanted) {
    const found = [];
    for (const group of wanted.keys()) {
      const others = new Map([...tests].filter(([name]) => name !== group));
      const total = passing(ranked, others).length;
      if (total) found.push({ group, values: [...wanted.get(group)], total });
    }
    if (wanted.has("place")) {
      const around = new Map(tests).set("place", await this.#placeTest(wanted.get("place"), true));
      const total = passing(ranked, around).length;
      if (total) found.unshift({ group: "near", values: [], total });
    }
    return found;
  }
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
