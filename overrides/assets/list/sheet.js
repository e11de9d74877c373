/* global fill, moment, fullDate, element, facts, fresh, factList, addressOf, recordOf, generate */
// A list to give on: a sheet of paper, a QR code, a text.

// A QR code as a picture: dark squares on white, with the quiet zone of four modules.
const squares = new Map(); // [size, path] by text: a list is drawn anew at every change
function drawn(text) {
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0, run = 0; x < code.size; x += run || 1) {
      for (run = 0; code.get(x + run, y); run += 1);
      if (run) path += `M${x + 4} ${y + 4}h${run}v1h-${run}z`;
    }
  }
  return [code.size + 8, path];
}

function square(text, words) {
  if (!squares.has(text)) squares.set(text, drawn(text));
  const [size, path] = squares.get(text);
  const svg = document.getElementById("qr").content.firstElementChild.cloneNode(true);
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-label", words);
  svg.lastElementChild.setAttribute("d", path);
  return svg;
}

function told(row, words, note) {
  const made = document.createElement("div");
  const name = element("h3", row.name, row.lang);
  made.append(name, element("p", `${row.kind} · ${row.place}`), element("p", row.what, row.what_lang));
  if (row.status) made.append(element("strong", row.status));
  made.append(factList(row, words));
  if (note) made.append(element("p", `${words.note}: ${note}`));
  const foot = element("p", `${fresh(row, words)} ${addressOf(row)}`);
  foot.className = "kind";
  made.append(foot);
  made.prepend(square(addressOf(row), `${words.qr}: ${row.name}`)); // the words run around it
  return made;
}

// The sheet of paper: the languages side by side, each with its book of records in *found*. *link*
// gives the list's address in a language.
function fillSheet(sheet, { codes, notes }, languages, found, link) {
  const side = (make) => {
    const line = document.createElement("div");
    line.className = "side";
    languages.forEach((language, at) => {
      const made = make(found[at], language);
      made.lang = language;
      line.append(made);
    });
    return line;
  };
  const today = fullDate(moment().day);
  sheet.replaceChildren(side((book) => {
    const made = document.createElement("div");
    const ask = element("p", book.words.ask);
    ask.className = "ask"; // a line to write on: who gave this
    made.append(element("h2", book.words.title), element("p", fill(book.words.printed, { date: today })), ask);
    return made;
  }), ...codes.map((code) => side((book) => {
    const row = recordOf(book, code);
    return row ? told(row, book.words, notes[code]) : element("p", book.words.gone);
  })), side((book, language) => {
    const made = document.createElement("div");
    made.className = "whole";
    made.append(square(link(language), book.words.qr), element("p", book.words.open));
    return made;
  }));
}

// The list as plain text, with the address that opens it.
function asText(book, { codes, notes }, address) {
  const parts = codes.map((code) => {
    const row = recordOf(book, code);
    if (!row) return book.words.gone;
    const lines = facts(row, book.words).map(([heading, words]) => `${heading}: ${words}`);
    if (notes[code]) lines.push(`${book.words.note}: ${notes[code]}`);
    return [`${row.name} (${row.kind}, ${row.place})`, row.status, row.what, ...lines, fresh(row, book.words), addressOf(row)].filter(Boolean).join("\n");
  });
  return [`${book.words.title} ${fullDate(moment().day)}`, ...parts, `${book.words.open} ${address}`].join("\n\n");
}
