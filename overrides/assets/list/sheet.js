/* global fill, moment, fullDate, element, facts, fresh, addressOf, read, recordOf, generate */
// A list to give on: a sheet of paper, a QR code, a text.

// A QR code as a picture: dark squares on white, with the quiet zone of four modules.
function square(text, words) {
  const code = generate(text);
  const size = code.size + 8;
  let path = "";
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
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
  const list = document.createElement("dl");
  for (const [heading, text] of facts(row, words)) {
    const pair = document.createElement("div");
    pair.append(element("dt", `${heading}: `), element("dd", text));
    list.append(pair);
  }
  made.append(list);
  if (note) made.append(element("p", `${words.note}: ${note}`));
  const foot = element("p", `${fresh(row, words)} ${addressOf(row)}`);
  foot.className = "kind";
  made.append(foot, square(addressOf(row), `${words.qr}: ${row.name}`));
  return made;
}

// The sheet of paper: the languages side by side. *link* gives the list's address in a language.
async function fillSheet(sheet, { codes, notes }, languages, link) {
  const found = await Promise.all(languages.map((one) => read(one, codes)));
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
    made.append(element("h2", book.words.title), element("p", fill(book.words.printed, { date: today })));
    return made;
  }), ...codes.map((code) => side((book) => {
    const row = recordOf(book, code);
    return row ? told(row, book.words, notes[code]) : element("p", book.words.gone);
  })), side((book, language) => {
    const made = document.createElement("div");
    made.append(element("p", book.words.open), square(link(language), book.words.qr));
    return made;
  }));
  return found;
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
