// Words of a query → the terms of the index they may mean → entries, best first.
import { lettersOf, split, tokens } from "./analysis.js";

// What a way of meeting a word is worth beside the word itself (1); tuned with benchmarks/search.py.
const WORTH = {
  synonym: 0.8, also: 0.35, phrased: 0.3, joined: 1, beginning: 0.5, longer: 0.2, part: 0.8, partAlso: 0.3, pair: 0.9, start: 0.6,
  edit: [1, 0.7, 0.4],
};
const BEGINNING = 2; // letters before the last word is completed
const BEGINNINGS = 60; // terms that a beginning may stand for
const ONE_EDIT = 4; // letters from which a word may have one mistake, and two
const FIRST_LETTER = 7; // letters from which even the first may be wrong
const TWO_EDITS = 8;
const START = 6; // letters of a word's beginning that may stand for it
const COMPOUND = 9; // letters from which a word may be a compound
const WEAK = 0.35; // what "help" or "support" count beside other words
const COVERAGE = 3; // how much matching more of the words counts

// The words that say something; all of them when every one is a stop word.
export function wordsOf(text, analyser) {
  const all = tokens(text);
  const telling = all.filter((word) => word.length > 1 && !analyser.isStop(word));
  return telling.length ? telling : all.filter((word) => word.length > 1);
}

// One slot a word: { word, term, terms: term → worth }; two for a compound that nothing holds whole. `typing`: the last word may be unfinished.
export async function slotsOf(words, store, analyser, typing) {
  const slots = words.map((word) => ({ word, term: analyser.term(word), terms: new Map() }));
  await store.need(slots.map((slot) => slot.term));
  for (const slot of slots) {
    const words = store.words(slot.term);
    await store.need(words);
    for (const word of words) if (store.row(word)) add(slot, word, 1);
    if (slot.terms.size) [slot.term] = words;
  }
  const meant = new Set(slots.map((slot) => slot.term));
  for (const slot of slots) if (store.row(slot.term)) add(slot, slot.term, 1);
  addSynonyms(meant, slots, store, 1);
  await join(slots, store, analyser);
  const last = slots.at(-1);
  if (last && typing && !last.phrased) await complete(last, store);
  const result = [];
  for (const slot of slots) {
    if (!slot.terms.size) result.push(...await guess(slot, store, analyser));
    else result.push(await takeApart(slot, store, analyser));
  }
  for (const slot of result) slot.weak = analyser.weak.has(slot.term);
  return result;
}

const add = (slot, term, worth) => {
  if (worth > (slot.terms.get(term) ?? 0)) slot.terms.set(term, worth);
};

// What everyday words, and phrases whose words were all typed, mean. A phrase says more than a part
// of it: "svartsjuk på lillebror" is not "svartsjuk".
function addSynonyms(meant, slots, store, worth) {
  const said = [...meant].flatMap((term) => store.synonyms(term))
    .filter(([words]) => words.every((word) => meant.has(word)));
  for (const [words, targets] of said) {
    if (said.some(([more]) => more.length > words.length && words.every((word) => more.includes(word)))) continue;
    for (const slot of slots) {
      if (!words.includes(slot.term)) continue;
      const kind = words.length > 1 || !store.strong(slot.term) ? WORTH.synonym : WORTH.also;
      slot.phrased ||= words.length > 1;
      if (words.length > 1 && slot.terms.has(slot.term)) slot.terms.set(slot.term, WORTH.phrased);
      for (const one of targets) add(slot, one, worth * kind);
    }
  }
}

// Two words that stand side by side in a name, or that the records write as one: "lek park".
async function join(slots, store, analyser) {
  const pairs = slots.slice(1).flatMap((slot, at) => [
    [slots[at], slot, `${slots[at].term}+${slot.term}`],
    [slots[at], slot, analyser.term(slots[at].word + slot.word)],
  ]);
  await store.need(pairs.map(([, , term]) => term));
  for (const [left, right, term] of pairs) {
    if (!store.row(term)) continue;
    add(left, term, WORTH.joined);
    add(right, term, WORTH.joined);
  }
}

// The last word may be unfinished: what begins so counts too.
async function complete(slot, store) {
  if (slot.word.length < BEGINNING) return;
  const found = new Set(await store.beginning(slot.word));
  if (slot.term.length > BEGINNING && slot.word.startsWith(slot.term)) {
    for (const term of await store.beginning(slot.term)) found.add(term);
  }
  for (const [words, targets] of store.phrasesBeginning(slot.word)) {
    if (words.length === 1) for (const term of targets) add(slot, term, WORTH.beginning * WORTH.synonym);
  }
  const nearest = [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const worth = slot.terms.has(slot.term) ? WORTH.longer : WORTH.beginning; // a whole word already
  for (const term of nearest.slice(0, BEGINNINGS)) add(slot, term, worth);
}

// A compound the index knows is also looked for by its parts: there may be more under those.
async function takeApart(slot, store, analyser) {
  if (slot.word.length < COMPOUND) return slot;
  const parts = split(slot.word, await store.vocabulary(), analyser);
  const pair = parts.join("+");
  await store.need([...parts, pair]);
  if (store.row(pair)) add(slot, pair, WORTH.pair);
  for (const term of parts) if (store.row(term) && !analyser.weak.has(term)) add(slot, term, WORTH.partAlso);
  return slot;
}

// A word the index does not know: mistyped, bent in a way of its own, or a compound.
async function guess(slot, store, analyser) {
  const known = await store.vocabulary();
  const reach = slot.word.length >= TWO_EDITS ? 2 : slot.word.length >= ONE_EDIT ? 1 : 0;
  const near = alike([slot.word, slot.term], known, reach);
  if (near.distance <= 1 && near.terms.length) return [await meaning(slot, near, store)];
  const parts = split(slot.word, known, analyser);
  const start = beginningOf(slot.word, known);
  if (start) {
    await store.need([start]);
    if (store.row(start)) add(slot, start, WORTH.start);
    addSynonyms(new Set([start]), [{ ...slot, term: start }], store, WORTH.start);
    if (slot.terms.size && start.length > Math.max(...parts.map((one) => one.length), 0)) return [slot];
  }
  if (parts.length) {
    const pair = parts.join("+");
    await store.need([pair]);
    const weak = parts.some((term) => analyser.weak.has(term)); // "perheneuvola" is not "perhe"
    return Promise.all(parts.map(async (term) => {
      const part = { word: slot.word, term, terms: new Map(), weight: 0.5, half: weak && !store.row(pair) };
      await store.need([term]);
      if (store.row(pair)) add(part, pair, 1);
      if (store.row(term)) add(part, term, WORTH.part);
      addSynonyms(new Set([term]), [part], store, WORTH.part);
      return part;
    }));
  }
  if (near.terms.length) return [await meaning(slot, near, store)];
  const longer = slot.word.length >= ONE_EDIT
    ? [...await store.beginning(slot.word), ...await store.beginning(slot.term)] : [];
  for (const term of longer.slice(0, BEGINNINGS)) add(slot, term, WORTH.beginning);
  return [slot];
}

// The longest known word that a word begins with: "perhetyöntekijä" says "perhetyö".
function beginningOf(word, known) {
  for (let length = word.length - 1; length >= START; length -= 1) {
    if (known.has(word.slice(0, length))) return word.slice(0, length);
  }
  return "";
}

async function meaning(slot, near, store) {
  await store.need(near.terms);
  for (const term of near.terms) {
    if (store.row(term)) add(slot, term, WORTH.edit[near.distance]);
    const alone = { ...slot, term };
    addSynonyms(new Set([term]), [alone], store, WORTH.edit[near.distance]);
  }
  return slot;
}

// The words of the vocabulary at the least distance, up to `reach` edits.
export function alike(forms, vocabulary, reach) {
  let distance = reach + 1;
  let terms = [];
  if (!reach) return { distance, terms };
  const sought = [...new Set(forms)].filter((form) => form.length >= ONE_EDIT)
    .map((form) => [form, lettersOf(form)]);
  for (const [term, letters] of vocabulary) {
    if (term.length < ONE_EDIT) continue;
    for (const [form, own] of sought) {
      if (Math.abs(form.length - term.length) > reach) continue;
      if (form[0] !== term[0] && form.length < FIRST_LETTER) continue;
      if (ones(own ^ letters) > 2 * reach) continue; // every edit changes two letters at most
      const found = edits(form, term, Math.min(distance, reach));
      if (found > reach || found > distance) continue;
      if (found < distance) terms = [];
      distance = found;
      if (terms.at(-1) !== term) terms.push(term);
    }
  }
  return { distance, terms };
}

function ones(bits) {
  let rest = bits;
  let count = 0;
  for (; rest; count += 1) rest &= rest - 1;
  return count;
}

// Edits between two words (insert, delete, replace, swap neighbours), or more than `most`.
// Optimal string alignment: R. Wagner, M. Fischer, JACM 21 (1974) 168, with transpositions.
export function edits(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = above;
    above = row;
  }
  return above[b.length];
}

// { documents, scores }: every entry that has one of the words, in the order of documents.
// The score is lunr's: the sum of a term's weights in an entry times what the term is worth, by the
// length of the query's vector; times the share of the query's words that the entry has.
export async function rank(slots, store) {
  const worths = new Map();
  for (const slot of slots) {
    for (const [term, worth] of slot.terms) worths.set(term, Math.max(worth, worths.get(term) ?? 0));
  }
  await store.need([...worths.keys()]);
  const terms = [...worths.keys()].filter((term) => store.row(term)).sort();
  const scores = similarity(terms, worths, store);
  const heavy = slots.filter((slot) => slot.terms.size);
  const weights = heavy.map((slot) => weight(slot, store));
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const covered = new Float64Array(store.count);
  heavy.forEach((slot, at) => {
    const best = new Float32Array(store.count);
    for (const [term, worth] of slot.terms) {
      for (const { documents, strength } of store.postings(term)) {
        const met = worth * strength;
        for (const document of documents) if (best[document] < met) best[document] = met;
      }
    }
    for (let document = 0; document < best.length; document += 1) covered[document] += weights[at] * best[document];
  });
  const documents = [];
  for (let document = 0; document < scores.length; document += 1) {
    if (!covered[document]) continue;
    documents.push(document);
    scores[document] = Math.max(scores[document], Number.MIN_VALUE); // a word that all entries have
    scores[document] *= (covered[document] / whole) ** COVERAGE;
  }
  return { documents, scores };
}

// What lunr.Index.query gives for the terms with these boosts, by document.
export function similarity(terms, boosts, store) {
  const scores = new Float64Array(store.count);
  for (const term of terms) {
    const boost = boosts.get(term);
    for (const { documents, weights, weight: alike } of store.postings(term)) {
      for (let at = 0; at < documents.length; at += 1) {
        scores[documents[at]] += (weights ? weights[at] : alike) * boost;
      }
    }
  }
  const length = Math.hypot(...terms.map((term) => boosts.get(term))) * 1000; // weights are × 1,000
  for (let document = 0; document < scores.length; document += 1) scores[document] /= length;
  return scores;
}

// Rare words tell more than common ones.
function weight(slot, store) {
  const most = Math.max(...[...slot.terms.keys()].map((term) => store.frequency(term)));
  return (slot.weak ? WEAK : 1) * (slot.weight ?? 1) * Math.log(2 + store.count / (1 + most));
}
