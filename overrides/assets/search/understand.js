// A query → what it says of place, day, age, language and wishes, and the words that are left.
import { fold } from "./analysis.js";

const PIECE = /[\p{L}\p{N}]+/gu;
const LONGEST_NAME = 3; // words in a place's name
const AT_LEAST = 2; // letters of a name that must be typed as they are written
const YEAR = 12; // months

// { chips: [{ group, value, start, end }], rest }; a chip was read from that part of the text in NFC.
export async function understand(query, manifest, postcodes, today) {
  const text = query.normalize("NFC"); // letters whose marks were typed apart
  const pieces = [...text.matchAll(PIECE)].map(({ 0: raw, index }) => (
    { raw, word: fold(raw), start: index, end: index + raw.length, chip: null }));
  const said = { ...manifest.said, stop: new Set(manifest.tables.stop.split(" ")) };
  const can = (part) => manifest.facets[part] !== undefined; // an index may know less
  if (can("ages")) ages(pieces, said, text);
  places(pieces, manifest.places, said);
  if (can("slots")) days(pieces, said, today);
  for (const [group, names] of [["language", said.languages], ["wishes", said.wishes]]) {
    if (can(group)) named(pieces, group, names, manifest.facets[group], said);
  }
  for (const piece of pieces.filter((one) => /^\d{5}$/.test(one.word))) {
    const municipality = (await postcodes())[piece.word];
    if (municipality) piece.chip = { group: "place", value: municipality, postcode: piece.word };
  }
  const chips = [];
  let rest = "";
  let at = 0;
  for (const piece of pieces) {
    if (!piece.chip) continue;
    rest += text.slice(at, piece.start);
    at = piece.end;
    const last = chips.at(-1);
    if (last && last.chip === piece.chip) last.end = piece.end;
    else chips.push({ chip: piece.chip, start: piece.start, end: piece.end });
  }
  rest += text.slice(at);
  // "vad händer i dag i Esbo", and the 0 of "0–3-vuotiaat": what is left says nothing more.
  const telling = pieces.filter((piece) => !piece.chip && !said.stop.has(piece.word) && !/^\d+$/.test(piece.word));
  if (chips.length && !telling.length) rest = "";
  return { chips: chips.map(({ chip, start, end }) => ({ ...chip, start, end })), rest: rest.trim() };
}

function places(pieces, table, said) {
  for (let at = 0; at < pieces.length; at += 1) {
    for (let length = Math.min(LONGEST_NAME, pieces.length - at); length > 0; length -= 1) {
      const some = pieces.slice(at, at + length);
      if (some.some((piece) => piece.chip)) continue;
      const value = placeOf(some.map((piece) => piece.word).join(" "),
        some.map((piece) => piece.raw.toLowerCase()).join(" "), table, said);
      if (!value) continue;
      const chip = { group: "place", value };
      for (const piece of some) piece.chip = chip;
      break;
    }
  }
}

// The municipality that a word is a form of. "lähde" is not Lahti: letters that were typed with
// dots must be written so in the name.
function placeOf(word, raw, table, said) {
  if (said.stop.has(word) && raw === word) return null; // "inga" is not Ingå
  for (const [code, { stems, names }] of Object.entries(table)) {
    for (const stem of stems) {
      if (!word.startsWith(stem) || !said.placeEndings.includes(word.slice(stem.length))) continue;
      const sure = Math.max(AT_LEAST, stem.length - AT_LEAST);
      if (raw === word || names.some((name) => written(name).slice(0, sure) === raw.slice(0, sure))) {
        return code;
      }
    }
  }
  return null;
}

const written = (name) => name.toLowerCase().match(PIECE).join(" ");

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function days(pieces, said, today) {
  const now = DAYS.indexOf(today);
  for (const [at, piece] of pieces.entries()) {
    if (piece.chip) continue;
    const next = pieces[at + 1];
    const apart = next && ["today", "tomorrow"].find((name) => said.days[name].includes(piece.word + next.word));
    const day = apart ?? Object.keys(said.days).find((name) => said.days[name].some((start) => piece.word.startsWith(start)));
    const ahead = { today: 0, tomorrow: 1 }[day];
    if (!day) continue;
    piece.chip = { group: "day", value: ahead === undefined ? day : DAYS[(now + ahead) % DAYS.length] };
    if (apart) next.chip = piece.chip; // "i dag"
  }
}

// "venäjäksi", "på ryska", "gratis": a value that some entry has.
function named(pieces, group, names, facet, said) {
  pieces.forEach((piece, at) => {
    const value = Object.keys(names).find((one) => names[one].includes(piece.word));
    if (piece.chip || !value || (typeof facet === "object" && !facet[value])) return;
    const before = group === "language" && said.languageBefore;
    if (before && pieces[at - 1]?.word !== before) return;
    piece.chip = { group, value };
    if (before) pieces[at - 1].chip = piece.chip;
  });
}

// "3-vuotias", "8 kk", "3 v", "treåring": the child's age in months.
function ages(pieces, said, text) {
  const numberOf = (word) => (/^\d{1,2}$/.test(word) ? Number(word) : said.numbers[word]);
  pieces.forEach((piece, at) => {
    for (const [unit, size] of [["years", YEAR], ["months", 1]]) {
      const whole = new RegExp(`^(\\d{1,2}|${Object.keys(said.numbers).join("|")})(?:${said[unit]})`).exec(piece.word);
      if (whole) piece.chip = { group: "age", value: numberOf(whole[1]) * size };
      const next = pieces[at + 1];
      const near = next && text.slice(piece.end, next.start).length < 3;
      if (!piece.chip && near && /^\d{1,2}$/.test(piece.word) && new RegExp(`^(?:${said[unit]})`).test(next.word)) {
        piece.chip = { group: "age", value: Number(piece.word) * size };
        next.chip = piece.chip;
      }
    }
  });
}
