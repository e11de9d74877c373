/* global W, SITE, fill, ahead, comings, clock, calendarDay, fullDate, dayOf, inLanguage */
// Records of a list, and what is told of one. They come in parts of hundreds, so that a request for a
// part tells nobody which of its records is meant.
const box = document.getElementById("my-list");
const books = {};

const element = (name, words = "", lang = "") => inLanguage(words, lang, name);

// Records by code, of one language; former codes are followed.
async function read(language, codes) {
  const files = box.dataset[language].split(" ");
  const book = books[language] ??= { words: null, records: Object.create(null), loaded: {} };
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
// A code of today for one that a record had before.
const codeNow = ({ records }, code) => (typeof records[code] === "string" ? records[code] : code);
const recordOf = (book, code) => book.records[codeNow(book, code)];
const addressOf = (row) => new URL(row.path + (W.link_to_index ? "index.html" : ""), SITE).href;

// The next openings that are sure: on public holidays of which nobody has spoken, none.
function coming(row) {
  return ahead(comings(row.dates ?? [])).filter((one) => !one.closed && !one.holiday).slice(0, 3);
}
const dateWords = (one, words) => `${words.weekdays[(one.day + 3) % 7]} ${calendarDay(one.day).short} ${one.start ? fill(one.end ? words.hours : words.from, { start: clock(one.start), end: clock(one.end) }) : ""}`.trim();

// What is told of a record: [heading, text] in the order that a family needs it.
function facts(row, words) {
  return [
    [words.when, (row.when ?? []).join("; ")],
    [words.next, coming(row).map((one) => dateWords(one, words)).join(", ")],
    [words.where, row.where ?? row.place],
    [words.access, (row.access ?? []).join(", ")],
    [words.who, row.who],
    [words.contact, (row.contacts ?? []).map(([told]) => told).join(", ")],
    [words.booking, row.booking],
    [words.wait, row.wait],
    [words.cost, row.cost],
    [words.languages, row.languages],
    [words.first, row.first],
    [words.organiser, row.organiser],
  ].filter(([, text]) => text);
}
function factList(row, words) {
  const list = document.createElement("dl");
  for (const [heading, text] of facts(row, words)) {
    const pair = document.createElement("div");
    pair.append(element("dt", `${heading}: `), element("dd", text));
    list.append(pair);
  }
  return list;
}
const fresh = (row, words) => (row.verified ? fill(words.verified, { date: fullDate(dayOf(row.verified)) }) : words.unverified);
