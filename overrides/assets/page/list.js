/* global W, SITE, LIST, codesIn, readList, writeList, fill, comings, moment, stage, clock, calendarDay, fullDate, isoDate, dayOf, eventLines, inLanguage, saveCalendar, generate */
// My list: what stands on it, as a page, a sheet of paper, a link with its QR code, a text and dates.
// The codes stand behind the #, which browsers never send; records come in parts of hundreds.
const box = document.getElementById("my-list");
const status = document.getElementById("told");
const items = document.createElement("ol");
const give = document.getElementById("give");
const sheet = document.getElementById("sheet");
const here = document.documentElement.lang;
const sister = document.querySelector(".tongue");
const books = {};
let state = { codes: [], notes: {} };
let mine = true; // the reader's own list, not one that was shared
let before = null;

items.id = "items";
items.className = "cards";

const element = (name, words = "", lang = "") => inLanguage(words, lang, name);
const button = (words, act, label = "") => {
  const made = element("button", words);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

// --- records

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

// --- the list on the screen

function link(language = here) {
  const page = language === here ? location : sister;
  return `${page.href.split("#")[0]}#l=${state.codes.join(".")}`;
}

function change(codes) {
  before = state;
  state = { ...state, codes };
  keep();
  show();
}

// The reader's own list is kept without a trace in the address, and so in the browser's history.
function keep() {
  if (mine && !writeList(state)) status.textContent = W.my_list.refused;
  history.replaceState(null, "", mine || !state.codes.length ? location.pathname : link());
}

async function undo() {
  state = before;
  keep();
  status.replaceChildren();
  await show();
  items.querySelector("a")?.focus();
}

async function move(at, by) {
  const codes = [...state.codes];
  [codes[at], codes[at + by]] = [codes[at + by], codes[at]];
  state = { ...state, codes };
  keep();
  await show();
  const moved = items.children[at + by];
  (moved.querySelector(`[data-by="${by}"]:not(:disabled)`) ?? moved.querySelector("[data-by]:not(:disabled)"))?.focus();
  status.textContent = fill(W.my_list.moved, { n: at + by + 1, all: codes.length });
}

function card(code, at, book) {
  const row = recordOf(book, code);
  const item = document.createElement("li");
  const name = row?.name ?? W.my_list.unknown;
  const heading = element("h2", row ? "" : name);
  item.append(heading);
  if (row) {
    const to = element("a", row.name, row.lang);
    to.href = addressOf(row);
    heading.append(to);
    item.append(element("p", `${row.kind} · ${row.place}`));
    if (row.status) item.append(element("p", row.status));
    item.append(element("p", row.what, row.what_lang));
    const told = facts(row, book.words).slice(0, 2).map(([, text]) => text).join(" · ");
    if (told) item.append(element("p", told));
  } else {
    item.append(element("p", W.my_list.gone));
  }
  const line = document.createElement("p");
  for (const [by, words] of [[-1, W.my_list.up], [1, W.my_list.down]]) {
    const one = button(words, () => move(at, by), `${words}: ${name}`);
    one.dataset.by = by;
    one.disabled = !state.codes[at + by];
    line.append(one);
  }
  line.append(button(W.my_list.off, () => {
    change(state.codes.filter((other) => other !== code));
    status.replaceChildren(`${fill(W.my_list.removed, { name })} `, button(W.my_list.undo, undo));
    status.querySelector("button").focus();
  }, `${W.my_list.off}: ${name}`));
  if (row) {
    const label = element("label", `${W.my_list.note} `);
    const field = document.createElement("input");
    field.type = "text";
    field.maxLength = 120;
    field.autocomplete = "off";
    field.value = state.notes[code] ?? "";
    field.addEventListener("change", () => {
      state.notes = { ...state.notes, [code]: field.value.trim() };
      if (mine) writeList(state);
      paper();
    });
    label.append(field);
    item.append(label);
  }
  item.append(line);
  return item;
}

async function show() {
  const any = state.codes.length > 0;
  document.getElementById("empty").hidden = any;
  give.hidden = !any;
  document.getElementById("shared").hidden = mine;
  if (sister) sister.hash = any && !mine ? `l=${state.codes.join(".")}` : "";
  if (!any) {
    items.replaceChildren();
    sheet.replaceChildren();
    return;
  }
  try {
    const book = await read(here, state.codes);
    items.replaceChildren(...state.codes.map((code, at) => card(code, at, book)));
    await paper();
  } catch {
    status.replaceChildren(`${W.my_list.failed} `, button(W.my_list.again, () => { status.replaceChildren(); show(); }));
  }
}

// --- to give on

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

const languages = () => {
  const chosen = box.querySelector("[name=languages]:checked")?.value ?? here;
  return chosen === "both" ? Object.keys(box.dataset).filter((one) => one.length === 2) : [chosen];
};

function told(row, words, code) {
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
  if (state.notes[code]) made.append(element("p", `${words.note}: ${state.notes[code]}`));
  const foot = element("p", `${fresh(row, words)} ${addressOf(row)}`);
  foot.className = "kind";
  made.append(foot, square(addressOf(row), `${words.qr}: ${row.name}`));
  return made;
}

// The sheet of paper; it is shown in print only.
async function paper() {
  const chosen = languages();
  const found = await Promise.all(chosen.map((one) => read(one, state.codes)));
  sheet.className = `${chosen.length > 1 ? "both" : ""} ${box.querySelector("[name=large]").checked ? "large" : ""}`.trim();
  const side = (make) => {
    const line = document.createElement("div");
    line.className = "side";
    chosen.forEach((language, at) => {
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
  }), ...state.codes.map((code) => side((book) => {
    const row = recordOf(book, code);
    return row ? told(row, book.words, code) : element("p", book.words.gone);
  })), side((book, language) => {
    const made = document.createElement("div");
    made.append(element("p", book.words.open), square(link(language), book.words.qr));
    return made;
  }));
  const address = link(chosen[0]);
  const picture = document.getElementById("picture");
  picture.replaceChildren(square(address, W.my_list.qr), element("p", address));
  document.getElementById("text").textContent = found.map((book, at) => text(book, chosen[at])).join("\n\n");
}

function text(book, language) {
  const parts = state.codes.map((code) => {
    const row = recordOf(book, code);
    if (!row) return book.words.gone;
    const lines = facts(row, book.words).map(([heading, words]) => `${heading}: ${words}`);
    if (state.notes[code]) lines.push(`${book.words.note}: ${state.notes[code]}`);
    return [`${row.name} (${row.kind}, ${row.place})`, row.status, row.what, ...lines, fresh(row, book.words), addressOf(row)].filter(Boolean).join("\n");
  });
  return [`${book.words.title} ${fullDate(moment().day)}`, ...parts, `${book.words.open} ${link(language)}`].join("\n\n");
}

async function copy(words) {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(words);
    status.textContent = W.my_list.copied;
  } catch { // no clipboard, or no leave to use it
    status.textContent = W.my_list.not_copied;
  }
}

const actions = {
  print: async () => {
    await paper();
    print();
  },
  link: () => copy(link(languages()[0])),
  text: () => copy(document.getElementById("text").textContent),
  // Mail programs take some 2,000 characters; the link holds the rest.
  mail: () => {
    const [language] = languages();
    const { words } = books[language];
    const whole = document.getElementById("text").textContent;
    const short = `${state.codes.map((code) => recordOf(books[language], code)?.name).filter(Boolean).join("\n")}\n\n${words.open} ${link(language)}`;
    const body = encodeURIComponent(whole).length < 1800 ? whole : short;
    location.assign(`mailto:?subject=${encodeURIComponent(words.title)}&body=${encodeURIComponent(body)}`);
  },
  dates: () => {
    const [language] = languages();
    const book = books[language];
    const events = state.codes.flatMap((code) => {
      const row = recordOf(book, code);
      return row ? coming(row).map((one) => eventLines(one, { id: code, place: row.where ?? row.place, note: fresh(row, book.words) }, row.name, addressOf(row))) : [];
    });
    if (events.length) saveCalendar(events, book.words.file);
    else status.textContent = W.my_list.no_dates;
  },
  keep: () => {
    try {
      localStorage.setItem(LIST, JSON.stringify(state));
      mine = true;
      status.textContent = W.my_list.kept;
    } catch {
      status.textContent = W.my_list.refused;
    }
    show();
  },
  take: () => {
    mine = true;
    keep();
    status.textContent = W.my_list.taken;
    show();
  },
  clear: () => {
    try {
      localStorage.removeItem(LIST);
      sessionStorage.removeItem(LIST);
    } catch {
      // Refused: then there is nothing.
    }
    state = { codes: [], notes: {} };
    mine = true;
    history.replaceState(null, "", location.pathname);
    status.textContent = W.my_list.cleared;
    show();
  },
};

for (const one of box.querySelectorAll("[data-do]")) one.addEventListener("click", () => actions[one.dataset.do]());
for (const one of box.querySelectorAll("#give input")) one.addEventListener("change", () => paper().catch(() => {}));

function start() {
  const own = readList();
  const shared = codesIn((new URLSearchParams(location.hash.slice(1)).get("l") ?? "").split("."));
  mine = !shared.length || shared.join() === own.codes.join();
  state = mine ? own : { codes: shared, notes: {} };
  const print = location.hash === "#print"; // the key P of the search leads here
  if (print) history.replaceState(null, "", location.pathname);
  show().then(() => { if (print) give.querySelector("[data-do=print]").focus(); });
}
give.before(items);
addEventListener("hashchange", start);
addEventListener("pageshow", ({ persisted }) => { if (persisted) start(); });
start();
