/* global OWN, SITE, W, fill */
// My list: codes of records, in this tab until it is closed, or on the device when that was asked for.
const LIST = `${OWN}list`;
const MOST = 60;

// FNV-1a, 64 bits, modulo 36⁷, in base 36: hooks/familycentre/handout.py makes the same.
function codeOf(id) {
  let hash = 0xcbf29ce484222325n;
  for (const one of id) hash = BigInt.asUintN(64, (hash ^ BigInt(one.charCodeAt(0))) * 0x100000001b3n);
  return (hash % 36n ** 7n).toString(36).padStart(7, "0");
}

// Only what may be a code, each once.
const codesIn = (texts) => [...new Set(texts.filter((one) => /^[0-9a-z]{7}$/.test(one)))].slice(0, MOST);

function readList() {
  try {
    const { codes = [], notes = {} } = JSON.parse(localStorage.getItem(LIST) ?? sessionStorage.getItem(LIST)) ?? {};
    return { codes: codesIn(codes), notes };
  } catch {
    return { codes: [], notes: {} }; // refused, or written by somebody else
  }
}

function writeList(list) {
  try {
    (localStorage.getItem(LIST) === null ? sessionStorage : localStorage).setItem(LIST, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

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

// Adds a record, and takes it off again.
function listButton(id, add = W.my_list.add, remove = W.my_list.remove) {
  const code = codeOf(id);
  const button = document.createElement("button"); // it stands in no form
  const show = () => {
    button.textContent = readList().codes.includes(code) ? remove : add;
    tellList();
  };
  button.addEventListener("click", () => {
    const list = readList();
    const codes = list.codes.filter((one) => one !== code);
    if (codes.length === list.codes.length) codes.push(code);
    writeList({ ...list, codes }); // when it is refused, or there are too many, the button stays as it was
    show();
  });
  show();
  return button;
}
