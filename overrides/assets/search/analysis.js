// Text → terms: the same to the letter as hooks/familycentre/search/analysis.py, which explains it.

const WORD = /[0-9a-z\u00df-\u02af\u0370-\u1fff\u3040-\ud7ff]+(?::[a-z]{1,5}(?![a-z]))?/g;
const MARKS = /[\u0300-\u036f]/g;
const LETTERS = { æ: "ae", ø: "o", œ: "oe", ß: "ss", đ: "d", ł: "l" };
const LONGEST = 40;
const LONGEST_ENDING = 6;
const SHORTEST_PART = 3;

export const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(MARKS, "").toLowerCase()
    .replace(/[æøœßđł]/g, (letter) => LETTERS[letter]);

export const tokens = (text) =>
  (fold(text).match(WORD) ?? []).map((word) => word.split(":")[0].slice(0, LONGEST));

const replaced = (word, endings) => {
  for (let length = Math.min(LONGEST_ENDING, word.length - 2); length > 0; length -= 1) {
    const ending = endings.get(word.slice(-length));
    if (ending !== undefined && (length > 1 || word.length > SHORTEST_PART)) {
      return word.slice(0, -length) + ending;
    }
  }
  return word;
};

export class Analyser {
  #stemmer;
  #known = new Map();
  #stop;
  #endings;
  #bends = new Map();
  #compounds = new Set();
  #before;
  #after;

  constructor(tables, stemmer) {
    this.#stemmer = stemmer;
    this.#stop = new Set(tables.stop.split(" "));
    this.#endings = [...tables.endings.split(" "), ""];
    for (const line of tables.bends.split(" ")) {
      const [stem, word] = line.replace(/^-/, "").split(":");
      this.#bends.set(stem, word);
      if (line[0] === "-") this.#compounds.add(stem);
    }
    this.#before = new Map(Object.entries(tables.before));
    this.#after = tables.after.map((stage) => new Map(Object.entries(stage)));
    this.weak = new Set(tables.weak.split(" ").map((word) => this.term(word)));
  }

  isStop(word) {
    return this.#stop.has(word);
  }

  terms(text) {
    return tokens(text).filter((word) => word.length > 1 && !this.isStop(word))
      .map((word) => this.term(word));
  }

  term(word) {
    let term = this.#known.get(word);
    if (term === undefined) {
      term = this.#bent(word) ?? this.#stem(word);
      this.#known.set(word, term);
    }
    return term;
  }

  #bent(word) {
    const stems = this.#endings.filter((ending) => word.endsWith(ending))
      .map((ending) => word.slice(0, word.length - ending.length));
    const whole = stems.findLast((stem) => this.#bends.has(stem)); // the longest is the surest
    if (whole !== undefined) return this.#bends.get(whole);
    for (const stem of stems) {
      for (let start = SHORTEST_PART; start < stem.length - 2; start += 1) {
        const tail = stem.slice(start);
        if (this.#compounds.has(tail)) return stem.slice(0, start) + this.#bends.get(tail);
      }
    }
    return undefined;
  }

  #stem(word) {
    return this.#after.reduce(replaced, this.#stemmer.stemWord(replaced(word, this.#before)));
  }
}

export function split(word, known, analyser) {
  const places = [];
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at += 1) places.push(at);
  places.sort((a, b) => Math.abs(a - word.length / 2) - Math.abs(b - word.length / 2) || a - b);
  for (const at of places) {
    const tail = analyser.term(word.slice(at));
    if (!known.has(tail)) continue;
    for (const head of heads(word.slice(0, at))) {
      const term = analyser.term(head);
      if (known.has(term)) return [term, tail];
    }
  }
  return [];
}

const heads = (part) => [part, ...(part.endsWith("s") ? [part.slice(0, -1)] : []), `${part}a`];

// The letters of a word as bits.
export function lettersOf(word) {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) % 32);
  return letters;
}
