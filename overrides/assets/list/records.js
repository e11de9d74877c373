/* global W, SITE, fill, comings, moment, stage, clock, calendarDay, fullDate, dayOf, inLanguage */
// Records of a list, and what is told of one. They come in parts of hundreds, so that a request for a
// part tells nobody which of its records is meant.
const box = document.getElementById("my-list");
const books = {};

const element = (name, words = "", lang = "") => inLanguage(words, lang, name);

// Records by code, of one language; former codes are followed.
async function read(language, codes) {
  const files = box.dataset[language].split(" ");
  const book = books[language] ??= { words: null, records: {}, loaded: {} };
  const load = async (file) => {
    book.loaded[file] ??= fetch(file).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    try {
      const { words, records } = await book.loaded[file];
      book.words = words;
      Object.assign(book.records, records);
    } catch (error) {
      delete book.loaded[file];
      throw error;
    }
  };
  const fileOf = (code) => files[Math.floor(parseInt(code, 36) * files.length / 36 ** 7)];
  const every = (some) => Promise.all([...new Set(some.map(fileOf))].map(load));
  await every(codes);
  await every(codes.map((code) => book.records[code]).filter((one) => typeof one === "string"));
  return book;
}
const recordOf = (book, code) => {
  const found = Object.hasOwn(book.records, code) ? book.records[code] : undefined;
  return typeof found === "string" ? book.records[found] : found;
};
const addressOf = (row) => new URL(row.path + (W.link_to_index ? "index.html" : ""), SITE).href;

// The next openings that are sure: on public holidays of which nobody has spoken, none.
function coming(row) {
  const now = moment();
  return comings(row.dates ?? []).filter((one) => !one.closed && !one.holiday && one.day >= now.day && stage(one, now) !== "over").slice(0, 3);
}
const dateWords = (one, words) => `${words.weekdays[(one.day + 3) % 7]} ${calendarDay(one.day).short} ${one.start ? fill(one.end ? words.hours : words.from, { start: clock(one.start), end: clock(one.end) }) : ""}`.trim();

// What is told of a record: [heading, text] in the order that a family needs it.
function facts(row, words) {
  return [
    [words.when, (row.when ?? []).join("; ")],
    [words.next, coming(row).map((one) => dateWords(one, words)).join(", ")],
    [words.where, row.where ?? row.place],
    [words.access, (row.access ?? []).join(", ")],
    [words.phone, (row.phones ?? []).map(([number]) => number).join(", ")],
    [words.booking, row.booking],
    [words.wait, row.wait],
    [words.cost, row.cost],
    [words.languages, row.languages],
    [words.first, row.first],
  ].filter(([, text]) => text);
}
const fresh = (row, words) => (row.verified ? fill(words.verified, { date: fullDate(dayOf(row.verified)) }) : words.unverified);
