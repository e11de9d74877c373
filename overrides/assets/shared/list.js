/* global OWN, SITE, W, fill */
// My list: codes of records, in this tab until it is closed, or on the device when that was asked for.
// Tabs of one reader hold the same list.
const LIST = `${OWN}list`;
const MOST = 60;

// FNV-1a, 64 bits, modulo 36⁷, in base 36: hooks/familycentre/handout.py makes the same.
function codeOf(id) {
  let hash = 0xcbf29ce484222325n;
  for (const one of id) hash = BigInt.asUintN(64, (hash ^ BigInt(one.charCodeAt(0))) * 0x100000001b3n);
  return (hash % 36n ** 7n).toString(36).padStart(7, "0");
}

// Only what may be a code, each once.
const codesIn = (texts) => [...new Set(texts.filter((one) => /^[0-9a-z]{7}$/.test(one)))];

function readList() {
  try {
    const { codes, notes } = JSON.parse(localStorage.getItem(LIST) ?? sessionStorage.getItem(LIST));
    return { codes: codesIn(codes), notes: notes ?? {} };
  } catch {
    return { codes: [], notes: {} }; // nothing yet, refused, or written by somebody else
  }
}

// Where the list is kept already; of what is not on it, no note is kept, and of an empty one nothing.
function store({ codes, notes }) {
  const place = localStorage.getItem(LIST) === null ? sessionStorage : localStorage;
  if (codes.length) place.setItem(LIST, JSON.stringify({ codes, notes }, ["codes", "notes", ...codes]));
  else place.removeItem(LIST);
  if (place === localStorage) sessionStorage.removeItem(LIST);
}

const changed = () => dispatchEvent(new Event("list"));

// Keeps a list and tells the page and other tabs; false when there is no room, or storage is refused.
function writeList(list) {
  if (list.codes.length > MOST) return false;
  try {
    store(list);
  } catch {
    return false;
  }
  tabs?.postMessage(list);
  changed();
  return true;
}

// A tab asks the others for the list when it opens, and hears of changes. While the browser keeps the
// page for the way back, nothing is open.
let tabs;
function join() {
  if (!globalThis.BroadcastChannel) return;
  tabs = new BroadcastChannel(LIST);
  tabs.onmessage = ({ data }) => {
    const own = readList();
    if (!data && own.codes.length) tabs.postMessage(own);
    if (!data) return;
    store(data);
    changed();
  };
  tabs.postMessage(null);
}
join();
addEventListener("pagehide", () => tabs?.close());
addEventListener("pageshow", ({ persisted }) => { if (persisted) join(); });

// How many there are, and the way to the list.
const listBar = document.createElement("p");
listBar.className = "alone";
listBar.setAttribute("role", "status");
function tellList() {
  const { codes } = readList();
  const link = document.createElement("a");
  link.href = new URL(W.my_list_path, SITE);
  link.textContent = fill(W.my_list.show, { n: codes.length });
  listBar.replaceChildren(codes.length ? link : "");
}
tellList();
addEventListener("list", tellList);

// Adds a record, and takes it off again. Among others of its kind it is named by its own words and by
// the element *name*, in which the name of the record stands.
function listButton(id, name, add = W.my_list.add, remove = W.my_list.remove) {
  const code = codeOf(id);
  const button = document.createElement("button"); // it stands in no form
  const show = () => {
    button.textContent = readList().codes.includes(code) ? remove : add;
  };
  button.addEventListener("click", () => {
    const list = readList();
    const codes = list.codes.filter((one) => one !== code);
    if (codes.length === list.codes.length) codes.push(code);
    if (!writeList({ ...list, codes })) listBar.textContent = W.my_list.not_added;
  });
  addEventListener("list", show);
  show();
  if (name) {
    name.id = `h-${id}`;
    button.id = `b-${id}`;
    button.setAttribute("aria-labelledby", `${button.id} ${name.id}`);
  }
  return button;
}
