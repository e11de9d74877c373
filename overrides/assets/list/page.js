/* global W, LIST, MOST, codesIn, readList, writeList, changed, listBar, fill, eventLines, saveCalendar, box, element, read, recordOf, codeNow, addressOf, coming, facts, factList, fresh, fillSheet, square, asText, off, back, shifted, noted, joined, renamed */
// My list: what stands on it, put in order, noted on, given on. The codes stand behind the #, which
// browsers never send. A list that somebody gave is only read until it is made one's own.
const status = document.getElementById("told");
const items = document.createElement("ol");
const give = document.getElementById("give");
const jump = document.getElementById("jump");
const sheet = document.getElementById("sheet");
const here = document.documentElement.lang;
const sister = document.querySelector(".tongue");
const where = document.getElementById("where");
const inTab = where.textContent;
let given = null; // the codes of a list that somebody gave
let own = readList(); // where storage is refused, the page's own memory
let refused = false;
let turn = 0; // what was begun last is shown

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

const list = () => (given ? { codes: given, notes: {} } : refused ? own : readList());

// One change of one's own list, as it stands now: another tab may have changed it too.
function change(act) {
  own = act(refused ? own : readList());
  refused = !writeList(own); // tells the page, which then shows it
  if (!refused) return;
  status.textContent = W.my_list.refused;
  changed();
}

// Whether the list is on the device, for longer than the tab.
function isKept() {
  try {
    return localStorage.getItem(LIST) !== null;
  } catch {
    return false;
  }
}

function link(language = here) {
  const { origin, pathname } = language === here ? location : sister;
  return `${origin}${pathname}#l=${list().codes.join(".")}`;
}

// --- the list on the screen

function offerUndo(words, undone) {
  status.replaceChildren(`${words} `, button(W.my_list.undo, () => {
    status.replaceChildren();
    change(undone);
    items.querySelector("a, button")?.focus();
  }));
  status.querySelector("button").focus();
}

function takeOff(code, name) {
  const { codes, notes } = list();
  const at = codes.indexOf(code);
  change((now) => off(now, code));
  offerUndo(fill(W.my_list.removed, { name }), (now) => back(now, code, at, notes[code]));
}

function move(code, by) {
  change((now) => shifted(now, code, by));
  const { codes } = list();
  status.textContent = fill(W.my_list.moved, { n: codes.indexOf(code) + 1, all: codes.length });
}

// Buttons to put a record in order and off, and its note.
function tools(code, at, { codes, notes }, row, name) {
  const line = document.createElement("p");
  for (const [by, words] of [[-1, W.my_list.up], [1, W.my_list.down]]) {
    const one = button(words, () => move(code, by), `${words}: ${name}`);
    one.id = `${by}${code}`;
    one.disabled = !codes[at + by];
    line.append(one);
  }
  const away = button(W.my_list.off, () => takeOff(code, name), `${W.my_list.off}: ${name}`);
  away.id = `o${code}`;
  line.append(away);
  if (!row) return [line];
  const label = element("label", `${W.my_list.note} `);
  const field = document.createElement("input");
  field.type = "text";
  field.id = `n${code}`;
  field.maxLength = 120;
  field.autocomplete = "off";
  field.value = notes[code] ?? "";
  field.addEventListener("change", () => change((now) => noted(now, code, field.value.trim())));
  label.append(field);
  return [label, line];
}

function card(code, at, now, book) {
  const row = recordOf(book, code);
  const item = document.createElement("li");
  const name = row?.name ?? W.my_list.unknown;
  const heading = element("h2", row ? "" : name);
  item.append(heading);
  if (row) {
    const to = element("a", row.name, row.lang);
    to.href = addressOf(row);
    to.id = `h${code}`;
    heading.append(to);
    item.append(element("p", `${row.kind} · ${row.place}`));
    if (row.status) item.append(element("p", row.status));
    item.append(element("p", row.what, row.what_lang));
    if (given) item.append(factList(row, book.words));
    else item.append(element("p", facts(row, book.words).slice(0, 2).map(([, text]) => text).join(" · ")));
    for (const [words, href] of row.contacts ?? []) {
      const call = element("a", href.startsWith("tel:") ? fill(W.my_list.call, { number: words }) : words);
      call.href = href;
      if (href.startsWith("http")) call.rel = "noreferrer";
      call.className = "button";
      item.append(call);
    }
  } else {
    item.append(element("p", W.my_list.gone));
  }
  if (!given) item.append(...tools(code, at, now, row, name));
  return item;
}

// The page as the list stands; what has the focus keeps it.
async function show() {
  turn += 1;
  const mine = turn;
  const now = list();
  const any = now.codes.length > 0;
  document.getElementById("empty").hidden = any;
  give.hidden = !any;
  jump.hidden = now.codes.length < 3;
  document.getElementById("shared").hidden = !given;
  document.getElementById("private").hidden = Boolean(given);
  document.getElementById("device").hidden = Boolean(given);
  where.textContent = isKept() ? W.my_list.kept : inTab;
  give.querySelector("[data-do=keep]").hidden = isKept();
  if (sister) sister.hash = given ? `l=${given.join(".")}` : "";
  if (!any) {
    items.replaceChildren();
    sheet.replaceChildren();
    exit.hidden = true;
    return;
  }
  const book = await read(here, now.codes);
  if (mine !== turn) return;
  if (!given && now.codes.some((code) => codeNow(book, code) !== code)) {
    change((old) => renamed(old, (code) => codeNow(book, code)));
    return;
  }
  const { id, value } = document.activeElement;
  items.replaceChildren(...now.codes.map((code, at) => card(code, at, now, book)));
  const grave = now.codes.some((code) => recordOf(book, code)?.sensitive);
  exit.hidden = !grave;
  document.getElementById("grave").hidden = !grave;
  refocus(id, value);
  await prepare();
}

// What has the focus keeps it, with what is being typed; a button that is no more leaves it to the one
// beside it.
function refocus(id, value) {
  const one = id && document.getElementById(id);
  const near = one?.disabled ? one.parentElement.querySelector("[id]:not(:disabled)") : one;
  if (near && document.activeElement !== near && items.contains(near)) near.focus();
  if (near?.type === "text") near.value = value;
}

// --- to give on

const languages = () => {
  const chosen = box.querySelector("[name=languages]:checked")?.value ?? here;
  return chosen === "both" ? Object.keys(box.dataset).filter((one) => one.length === 2) : [chosen];
};

// Paper, QR code and text follow what is chosen; gives the books of records they were made of.
let asked = 0;
async function prepare() {
  asked += 1;
  const mine = asked;
  const chosen = languages();
  const now = list();
  const found = await Promise.all(chosen.map((one) => read(one, now.codes)));
  if (mine !== asked) return found; // what was chosen since is shown
  fillSheet(sheet, now, chosen, found, link);
  sheet.className = `${chosen.length > 1 ? "both" : ""} ${box.querySelector("[name=large]").checked ? "large" : ""}`.trim();
  const address = link(chosen[0]);
  document.getElementById("picture").replaceChildren(square(address, W.my_list.qr), element("p", address));
  document.getElementById("text").textContent = found.map((book, at) => asText(book, now, link(chosen[at]))).join("\n\n");
  return found;
}

// A network that is not there is told; whatever was pressed can be pressed again.
async function safely(act) {
  try {
    await act();
  } catch {
    status.replaceChildren(`${W.my_list.failed} `, button(W.my_list.again, () => {
      status.replaceChildren();
      safely(show);
    }));
  }
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
  jump: () => {
    give.querySelector("[data-do=print]").focus();
    give.scrollIntoView();
  },
  print: async () => {
    await prepare();
    globalThis.print();
  },
  link: () => copy(link(languages()[0])),
  text: async () => {
    await prepare();
    await copy(document.getElementById("text").textContent);
  },
  // Mail programs take some 2,000 characters; the link holds the rest.
  mail: async () => {
    const [{ words }] = await prepare();
    const whole = document.getElementById("text").textContent;
    const fits = encodeURIComponent(whole).length < 1800;
    if (!fits) status.textContent = W.my_list.mail_short;
    const body = fits ? whole : `${words.open} ${link(languages()[0])}`;
    const draft = document.createElement("a");
    draft.href = `mailto:?subject=${encodeURIComponent(words.title)}&body=${encodeURIComponent(body)}`;
    draft.click();
  },
  dates: async () => {
    const [book] = await prepare();
    const events = list().codes.flatMap((code) => {
      const row = recordOf(book, code);
      return row ? coming(row).map((one) => eventLines(one, { id: code, place: row.where ?? row.place, note: fresh(row, book.words) }, row.name, addressOf(row))) : [];
    });
    if (events.length) saveCalendar(events, book.words.file);
    else status.textContent = W.my_list.no_dates;
  },
  keep: () => {
    const now = list();
    try {
      localStorage.setItem(LIST, "null"); // from here on it is kept there
    } catch {
      status.textContent = W.my_list.refused;
      return;
    }
    change(() => now);
    if (!refused) status.textContent = W.my_list.kept;
  },
  take: () => {
    const before = readList();
    const all = joined(before, given);
    const some = { ...all, codes: all.codes.slice(0, MOST) };
    given = null;
    history.replaceState(null, "", location.pathname);
    change(() => some);
    if (refused) return;
    offerUndo(some.codes.length < all.codes.length ? fill(W.my_list.most, { n: MOST }) : W.my_list.taken, () => before);
  },
  clear: () => {
    const before = list(); // in this page alone, until it is left
    change(() => ({ codes: [], notes: {} }));
    offerUndo(W.my_list.cleared, () => before);
  },
};

for (const one of box.querySelectorAll("[data-do]")) one.addEventListener("click", () => safely(actions[one.dataset.do]));
for (const one of box.querySelectorAll("#give input")) one.addEventListener("change", () => safely(prepare));

// A list that somebody gave: small letters, and what a mail program hung on it falls off.
function fromAddress() {
  const told = new URLSearchParams(location.hash.slice(1)).get("l");
  if (told === null) return null;
  return codesIn(told.toLowerCase().split(".").map((one) => one.replace(/[^0-9a-z]/g, "")));
}

async function start() {
  const codes = fromAddress();
  const print = location.hash === "#print"; // the key P of the search leads here
  own = readList();
  given = codes?.length && codes.join() !== own.codes.join() ? codes.slice(0, MOST) : null;
  if (!given) history.replaceState(null, "", location.pathname);
  status.textContent = codes && !codes.length ? W.my_list.broken : codes?.length > MOST ? fill(W.my_list.most, { n: MOST }) : "";
  await safely(show);
  if (print) (give.hidden ? document.querySelector("#empty a") : give.querySelector("[data-do=print]")).focus();
}
document.getElementById("shared").append(listBar);
give.before(items);
addEventListener("list", () => safely(show));
addEventListener("hashchange", start);
addEventListener("pageshow", ({ persisted }) => { if (persisted) start(); });
start();
