/* global W, LIST, codesIn, readList, writeList, fill, eventLines, saveCalendar, box, books, element, read, recordOf, addressOf, coming, facts, fresh, fillSheet, square, asText */
// My list: what stands on it, put in order, noted on, given on. The codes stand behind the #, which
// browsers never send.
const status = document.getElementById("told");
const items = document.createElement("ol");
const give = document.getElementById("give");
const sheet = document.getElementById("sheet");
const here = document.documentElement.lang;
const sister = document.querySelector(".tongue");
const where = document.getElementById("where");
const inTab = where.textContent;
let state = { codes: [], notes: {} };
let mine = true; // the reader's own list, not one that was shared
let before = null;

// The quick exit, for lists that hold something sensitive; page/exit.js comes after this and finds it.
// The page itself is not of that kind, and may be kept for use without a network.
const exit = document.getElementById("leave").content.firstElementChild;
exit.querySelector("a").dataset.exit = "";
document.querySelector(".skip").after(exit);

items.id = "items";
items.className = "cards";

const button = (words, act, label = "") => {
  const made = element("button", words);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

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

function offerUndo(words) {
  status.replaceChildren(`${words} `, button(W.my_list.undo, undo));
  status.querySelector("button").focus();
}

// Whether the list is on the device, for longer than the tab.
function isKept() {
  try {
    return mine && localStorage.getItem(LIST) !== null;
  } catch {
    return false;
  }
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
    for (const [number, href] of row.phones ?? []) {
      const call = element("a", fill(W.my_list.call, { number }));
      call.href = href;
      call.className = "button";
      item.append(call);
    }
  } else {
    item.append(element("p", W.my_list.gone));
  }
  if (!mine) return item; // what was given is read first, and changed once it is one's own
  const line = document.createElement("p");
  for (const [by, words] of [[-1, W.my_list.up], [1, W.my_list.down]]) {
    const one = button(words, () => move(at, by), `${words}: ${name}`);
    one.dataset.by = by;
    one.disabled = !state.codes[at + by];
    line.append(one);
  }
  line.append(button(W.my_list.off, () => {
    change(state.codes.filter((other) => other !== code));
    offerUndo(fill(W.my_list.removed, { name }));
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
      prepare();
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
  where.textContent = isKept() ? W.my_list.kept : inTab;
  give.querySelector("[data-do=keep]").hidden = isKept();
  if (sister) sister.hash = any && !mine ? `l=${state.codes.join(".")}` : "";
  if (!any) {
    items.replaceChildren();
    sheet.replaceChildren();
    return;
  }
  try {
    const book = await read(here, state.codes);
    items.replaceChildren(...state.codes.map((code, at) => card(code, at, book)));
    exit.hidden = !state.codes.some((code) => recordOf(book, code)?.sensitive);
    await prepare();
  } catch {
    status.replaceChildren(`${W.my_list.failed} `, button(W.my_list.again, () => { status.replaceChildren(); show(); }));
  }
}

// --- to give on

const languages = () => {
  const chosen = box.querySelector("[name=languages]:checked")?.value ?? here;
  return chosen === "both" ? Object.keys(box.dataset).filter((one) => one.length === 2) : [chosen];
};

// Paper, QR code and text follow what is chosen.
async function prepare() {
  const chosen = languages();
  const found = await fillSheet(sheet, state, chosen, link);
  sheet.className = `${chosen.length > 1 ? "both" : ""} ${box.querySelector("[name=large]").checked ? "large" : ""}`.trim();
  const address = link(chosen[0]);
  document.getElementById("picture").replaceChildren(square(address, W.my_list.qr), element("p", address));
  document.getElementById("text").textContent = found.map((book, at) => asText(book, state, link(chosen[at]))).join("\n\n");
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
    await prepare();
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
    before = state; // in this page alone, until it is left
    state = { codes: [], notes: {} };
    mine = true;
    history.replaceState(null, "", location.pathname);
    show();
    offerUndo(W.my_list.cleared);
  },
};

for (const one of box.querySelectorAll("[data-do]")) one.addEventListener("click", () => actions[one.dataset.do]());
for (const one of box.querySelectorAll("#give input")) one.addEventListener("change", () => prepare().catch(() => {}));

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
