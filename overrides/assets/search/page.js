/* global W, PLACES, element, guidesOf, helpLink, listBar, resultCards, resultTable */
// The search page: the field, the filters, the answers. Its state lives behind the # of the address,
// so that nothing of it is ever sent. W holds the words of the page's language.

const form = document.getElementById("search");
const field = document.getElementById("words");
const hint = document.getElementById("hint");
const panel = document.getElementById("filters");
const chipBox = document.getElementById("chips");
const status = document.getElementById("status");
const answerBox = document.getElementById("answer");
const results = document.getElementById("results");
const asTable = document.getElementById("as-table");
const chipList = document.createElement("ul");
const none = document.getElementById("none");
const more = document.getElementById("more");
const exit = document.querySelector(".exit");
const sister = document.querySelector(".tongue");
const near = form.elements.near;
const GROUPS = ["kind", "task", "place", "age", "day", "time", "language", "openness", "level", "waiting", "wishes"];
const STEP = 10; // results at a time
const ROWS = 100; // in a table: it is sorted whole
const QUIET = 120; // milliseconds without a key before asking
const SETTLED = 900; // and before the address and the screen reader are told
const day = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date());

results.before(listBar);
chipList.className = "chips";
chipList.setAttribute("aria-label", W.chips);
chipBox.append(chipList);

let shown = STEP;
let sorting = ""; // the table's column, after a minus from the last to the first
let number = 0;
let timer = 0;
let settling = 0;
let typed = false; // the address's entry was made while typing
let send;
let missing = false; // the files of the search are not there
let tries = 0;
let top = 0; // where the page stood when a result was opened

// --- the engine, in a worker where there are any

const index = new URL(form.dataset.index, location.href).href;
const engine = new URL(form.dataset.engine, location.href).href;

function begin() {
  if (send) return;
  const inPage = async () => {
    const { answering } = await import(engine);
    const answer = answering(receive);
    send = answer;
    ask();
  };
  try {
    const worker = new Worker(engine, { type: "module" });
    let alive = false;
    worker.addEventListener("message", ({ data }) => {
      alive = true;
      receive(data);
    });
    worker.addEventListener("error", () => {
      if (!alive) inPage().catch(() => receive({ number, error: "engine" }));
    }, { once: true });
    send = (message) => worker.postMessage(message);
  } catch {
    send = () => {};
    inPage().catch(() => receive({ number, error: "engine" }));
  }
  send({ number, address: index });
}

// --- the state: what is typed and chosen

function chosen() {
  const filters = {};
  for (const group of GROUPS) {
    const values = [...form.elements].filter((one) => one.name === group)
      .flatMap((one) => (one.type === "checkbox" ? (one.checked ? [one.value] : []) : one.value ? [one.value] : []));
    if (values.length) filters[group] = values;
  }
  return filters;
}

const tabled = () => asTable.getAttribute("aria-pressed") === "true";

function asHash() {
  const state = new URLSearchParams();
  if (field.value.trim()) state.set("q", field.value.trim());
  for (const [group, values] of Object.entries(chosen())) for (const value of values) state.append(group, value);
  if (near.checked) state.set("near", "1");
  if (shown > STEP) state.set("n", shown);
  if (tabled() && state.size) state.set("table", sorting);
  const text = state.toString();
  return text ? `#${text}` : "";
}

// What the address keeps; *early* is what was typed before this script was there.
function restore(early = "") {
  const state = new URLSearchParams(location.hash.slice(1));
  field.value = early || (state.get("q") ?? "");
  shown = Math.min(Math.max(STEP, Math.trunc(Number(state.get("n"))) || STEP), 1000);
  near.checked = state.has("near");
  asTable.setAttribute("aria-pressed", state.has("table"));
  sorting = state.get("table") ?? "";
  for (const one of form.elements) {
    if (!GROUPS.includes(one.name)) continue;
    if (one.type === "checkbox") one.checked = state.getAll(one.name).includes(one.value);
    else one.value = state.get(one.name) ?? "";
  }
  typed = false;
  panel.open ||= Object.keys(chosen()).length > 0;
  tellSister();
  top = history.state?.top ?? 0;
  if (asHash()) ask();
  else clear();
}

// Keeps the state in the address: a new entry, or the entry of the same typing.
function keep(typing) {
  const hash = asHash();
  typed &&= typing;
  if (hash === location.hash || (!hash && !location.hash)) return;
  const address = hash || location.pathname;
  // A search that shows sensitive services leaves no further entry behind the quick exit.
  if ((typing && typed) || (exit && !exit.hidden)) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  typed = typing;
  tellSister();
}

function tellSister() {
  if (sister) sister.hash = location.hash;
}

// --- asking and answering

function ask() {
  begin();
  clearTimeout(timer);
  if (!asHash()) {
    clear();
    return;
  }
  const question = {
    text: field.value, typing: true, day: day(), filters: chosen(), near: near.checked,
    limit: tabled() ? ROWS : shown, counted: panel.open,
  };
  number += 1;
  send({ number, address: index, question });
}

function clear() {
  number += 1;
  clearTimeout(settling);
  answerBox.hidden = true;
  hint.hidden = false;
  chipBox.hidden = true;
  status.textContent = "";
  if (exit) exit.hidden = true;
}

function receive(message) {
  if (message.number !== number) return;
  clearTimeout(settling);
  if (message.error) fail(message.error);
  else if (message.answer) show(message.answer);
}

function show(answer) {
  hint.hidden = true;
  answerBox.hidden = false;
  const rows = answer.results.map(({ row }) => row);
  const days = [...answer.chips, ...picked()].filter(({ group }) => group === "day").map(({ value }) => value);
  const asked = { total: answer.total, since: answer.since, days };
  results.replaceChildren(tabled() ? resultTable(rows, asked, sorting, sort) : resultCards(rows, asked));
  more.hidden = tabled() || answer.total <= rows.length;
  if (top) scrollTo(0, top);
  top = 0;
  showChips([...answer.chips, ...picked()]);
  showNone(answer);
  if (answer.counts) showCounts(answer.counts);
  if (exit) exit.hidden = !answer.results.some(({ row }) => row[PLACES.sensitive]);
  showGuides(answer);
  const words = answer.total === 1 ? W.one : W.many.replace("{n}", answer.total);
  const told = [answer.total ? words : W.none, ...labels(answer.chips)].join(", ");
  const partly = answer.total && answer.unknown.length ? ` ${W.partly.replace("{words}", quoted(answer.unknown))}` : "";
  settling = setTimeout(() => {
    status.textContent = `${told}.${partly}`;
  }, status.textContent ? SETTLED - QUIET : 0);
}

// Help lines and life situations that the question is about, before what was found: whoever writes
// "en jaksa" is not looking for a place.
let guides;
async function showGuides({ said, chips }) {
  const asked = number;
  guides ??= fetch(form.dataset.guides).then((found) => found.json());
  let known;
  try {
    known = await guides;
  } catch {
    guides = undefined; // the next question asks again
    return;
  }
  if (asked !== number) return;
  const places = [...chips, ...picked()].filter(({ group }) => group === "place");
  const place = places.length === 1 ? known.places[places[0].value] : "";
  const box = document.getElementById("guides");
  const { list, grave } = guidesOf(known, said, place);
  box.replaceChildren(list);
  box.hidden = !list.childElementCount;
  if (exit && grave) exit.hidden = false;
}

function sort(column) {
  sorting = column;
  keep(false);
}

const labels = (chips) => [...chips, ...picked()].map(labelOf);
const quoted = (words) => words.map((word) => `”${word}”`).join(", ");

// What a value is called on the page.
function labelOf({ group, value }) {
  if (group === "near") return W.near;
  if (group === "age") {
    const years = Math.floor(value / 12);
    const months = String(value % 12 ? value : "");
    return months && years < 2 && value !== "6" ? W.month_age.replace("{n}", months)
      : years ? W.years.replace("{n}", years) : W.baby;
  }
  const one = [...form.elements].find((element) => element.name === group && element.type === "checkbox"
    && element.value === value);
  if (one) return one.parentElement.querySelector("span").textContent;
  const option = form.elements[group]?.querySelector?.(`option[value="${CSS.escape(value)}"]`);
  return option?.dataset.name ?? option?.textContent ?? value;
}

// The filters' choices as chips, beside those that were read from the text.
const picked = () => Object.entries(chosen()).flatMap(([group, values]) => values.map((value) => ({ group, value })));

function unpick({ group, value }) {
  for (const one of form.elements) {
    if (one.name !== group) continue;
    if (one.type !== "checkbox") one.value = "";
    else if (one.value === value) one.checked = false;
  }
}

function showChips(chips) {
  chipList.replaceChildren(...chips.map((chip) => {
    const item = document.createElement("li");
    const button = element("button", `${labelOf(chip)} ✕`);
    button.type = "button";
    button.setAttribute("aria-label", W.remove.replace("{what}", labelOf(chip)));
    button.addEventListener("click", () => {
      if (chip.start === undefined) unpick(chip);
      else cut([chip]);
      field.focus();
      keep(false);
      ask();
    });
    item.append(button);
    return item;
  }));
  chipBox.hidden = !chips.length;
}

// Nothing found: says why, and offers the nearest ways on.
function showNone({ total, unknown, culprits, chips }) {
  none.hidden = total > 0;
  none.replaceChildren();
  if (total) return;
  none.append(element("p", unknown.length ? W.unknown.replace("{words}", quoted(unknown)) : W.none_why));
  for (const { group, values, total: left } of culprits) {
    const what = values.map((value) => labelOf({ group, value })).join(", ");
    const button = element("button", (group === "near" ? W.widen : W.without.replace("{what}", what)).replace("{n}", left));
    button.type = "button";
    button.addEventListener("click", () => {
      if (group === "near") near.checked = true;
      else drop(group, chips);
      keep(false);
      ask();
      field.focus();
    });
    none.append(button);
  }
  const help = element("p", `${W.ask_help} `);
  const link = element("a", W.help);
  link.href = helpLink;
  help.append(link);
  none.append(help);
}

// Takes the words of chips out of the field.
function cut(chips) {
  let text = field.value.normalize("NFC");
  for (const { start, end } of [...chips].reverse()) text = `${text.slice(0, start)} ${text.slice(end)}`;
  field.value = text.replace(/\s+/g, " ").trim();
}

function drop(group, chips) {
  cut(chips.filter((chip) => chip.group === group));
  for (const one of form.elements) {
    if (one.name !== group) continue;
    if (one.type === "checkbox") one.checked = false;
    else one.value = "";
  }
}

function showCounts(counts) {
  for (const one of form.elements) {
    const count = counts[one.name];
    if (!count) continue;
    if (one.type === "checkbox") {
      const label = one.parentElement.querySelector("span");
      label.dataset.count = count[one.value] ?? 0;
    } else {
      for (const option of one.options) {
        if (!option.value) continue;
        option.dataset.name ??= option.textContent;
        option.textContent = `${option.dataset.name} (${count[option.value] ?? 0})`;
      }
    }
  }
}

// The index could not be had: links and help, never a spinner.
function fail(error) {
  send = undefined; // a worker that could not start answers nothing more
  missing = error.includes("404");
  if (!none.hidden && none.querySelector(".again")) return; // it is told already
  answerBox.hidden = false;
  results.replaceChildren();
  more.hidden = true;
  none.hidden = false;
  const again = element("button", W.again);
  again.type = "button";
  again.className = "again";
  again.addEventListener("click", () => {
    // A site that was built anew since this page was read has other files: read the page again.
    tries += 1;
    if (tries > 1 && missing) {
      keep(false);
      location.reload();
    }
    field.focus();
    ask();
  });
  const help = document.createElement("p");
  help.className = "alone";
  const link = element("a", W.help);
  link.href = helpLink;
  help.append(link);
  none.replaceChildren(element("p", W.failed_ways), again, help);
  status.textContent = W.failed;
}

// --- what people do

field.addEventListener("focus", begin);
function onTyping() {
  shown = STEP;
  clearTimeout(timer);
  timer = setTimeout(() => {
    ask();
    timer = setTimeout(() => keep(true), SETTLED);
  }, QUIET);
}
field.addEventListener("input", onTyping);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keep(false);
  ask();
});
panel.addEventListener("change", () => {
  shown = STEP;
  keep(false);
  ask();
});
panel.addEventListener("toggle", () => {
  if (panel.open && asHash()) ask();
  else begin();
});
results.addEventListener("click", ({ target }) => {
  if (!target.closest("a")) return;
  keep(false);
  history.replaceState({ top: scrollY }, "", location.href); // for the way back
});
more.addEventListener("click", () => {
  const first = shown;
  shown += STEP;
  keep(true);
  ask();
  const focus = new MutationObserver(() => {
    focus.disconnect();
    results.querySelectorAll("li")[first]?.querySelector("a").focus();
  });
  focus.observe(results, { childList: true });
});
asTable.addEventListener("click", () => {
  asTable.setAttribute("aria-pressed", !tabled());
  sorting = "";
  keep(false);
  ask();
});
document.getElementById("clear").addEventListener("click", () => {
  for (const group of GROUPS) drop(group, []);
  near.checked = false;
  keep(false);
  ask();
});
addEventListener("popstate", () => restore());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address holds the search
  document.getElementById("main").focus();
});

const query = new URLSearchParams(location.search).get("q"); // an old link, or another site's
if (query) history.replaceState(null, "", `${location.pathname}#${new URLSearchParams({ q: query })}`);
const early = field.value;
restore(early);
if (early) onTyping();
