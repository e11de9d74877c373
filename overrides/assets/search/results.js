/* global W, inLanguage, listButton, ahead, comings, dayWords, hourWords, fill */
// What was found, as cards or as a table that can be sorted. W holds the words of the page's language.

// Places of a result row; hooks/familycentre/search/documents.py writes them.
const PLACES = Object.fromEntries(["address", "name", "nameLanguage", "type", "place", "summary", "summaryLanguage",
  "bits", "dates", "verified", "sensitive", "waiting"].map((name, at) => [name, at]));
const asRow = (row) => Object.fromEntries(Object.entries(PLACES).map(([name, at]) => [name, row[at]]));
const root = document.getElementById("search").dataset.root;
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

const element = (tag, text, language) => inLanguage(text, language, tag);

function linkTo({ name, nameLanguage, address }) {
  const link = element("a", name, nameLanguage);
  link.href = root + address + (W.link_to_index ? "index.html" : "");
  return link;
}

const adding = ({ address }, ...rest) => listButton(address.split("/").at(-2), ...rest);

// The next opening; when weekdays were asked for, the next on one of them.
const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
function next({ dates }, days) {
  const open = ahead(comings(dates)).filter((one) => !one.closed);
  return open.find(({ day }) => days.includes(WEEK[(day + 3) % 7])) ?? open[0];
}

function coming(one) {
  const told = [`${dayWords(one.day)} ${hourWords(one)}`.trim()];
  if (one.words) told.push(" (", inLanguage(one.words, one.lang), ")");
  if (one.holiday) told.push(` – ${fill(W.times.ask, one)}`);
  return told;
}

function dateOf(verified) {
  const [year, month, date] = verified.split("-").map(Number);
  return `${date}.${month}.${year}`;
}

function freshness({ verified }, since) {
  if (!verified) return W.unverified;
  return (verified < since ? W.old : W.verified).replace("{date}", dateOf(verified));
}

function card(row, { since, days }) {
  const item = document.createElement("li");
  const heading = document.createElement("h3");
  heading.append(linkTo(row));
  item.append(heading, element("p", `${row.type} · ${row.place}`));
  if (row.summary) item.append(element("p", row.summary, row.summaryLanguage));
  if (row.bits) item.append(element("p", row.bits));
  const facts = document.createElement("p");
  const [before, after] = W.next.split("{when}");
  const soonest = next(row, days);
  if (soonest) facts.append(before, ...coming(soonest), after, " · ");
  facts.append(freshness(row, since));
  facts.className = "kind";
  const line = document.createElement("p");
  line.append(adding(row, heading));
  item.append(facts, line);
  return item;
}

// *asked*: since when a confirmation counts, and the weekdays asked for.
function resultCards(rows, asked) {
  const list = document.createElement("ul");
  list.className = "cards";
  list.setAttribute("aria-labelledby", "found");
  list.append(...rows.map((row) => card(asRow(row), asked)));
  return list;
}

// --- the table

// What each column is sorted by; "" is not known and stands last whichever way it is sorted.
const COLUMNS = {
  name: (row) => row.name,
  type: (row) => row.type,
  place: (row) => row.place,
  next: (row, days) => {
    const soonest = next(row, days);
    return soonest ? `${soonest.day} ${soonest.start}` : "";
  },
  waiting: (row) => row.waiting,
  verified: (row) => row.verified,
};

function inOrder(rows, sorting, days) {
  const column = sorting.replace("-", "");
  if (!Object.hasOwn(COLUMNS, column)) return rows; // the best first
  const way = sorting.startsWith("-") ? -1 : 1;
  const keyed = rows.map((row) => [COLUMNS[column](row, days), row]);
  return keyed.sort(([a], [b]) => (a === "") - (b === "")
    || way * (typeof a === "number" ? a - b : collator.compare(a, b))).map(([, row]) => row);
}

function line(row, has, days) {
  const made = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.append(linkTo(row));
  const cell = (...content) => {
    const one = document.createElement("td");
    one.append(...content);
    return one;
  };
  const soonest = next(row, days);
  made.append(name, cell(row.type), cell(row.place), cell(...(soonest ? coming(soonest) : ["–"])), cell(row.bits || "–"));
  if (has.waiting) made.append(cell(row.waiting === "" ? "–" : row.waiting ? W.wait_weeks.replace("{n}", row.waiting) : W.no_wait));
  if (has.verified) made.append(cell(row.verified ? dateOf(row.verified) : "–"));
  made.append(cell(adding(row, name, W.list_add, W.list_remove)));
  return made;
}

// A table of every row; *told* hears how it is sorted from now on.
function resultTable(rows, { total, days }, sorting, told) {
  const every = rows.map(asRow);
  const box = document.createElement("div");
  const table = document.createElement("table");
  const caption = element("caption", total > rows.length ? W.table_part.replace("{n}", rows.length) : W.table_caption);
  const head = document.createElement("tr");
  const body = document.createElement("tbody");
  const has = { waiting: every.some(({ waiting }) => waiting !== ""), verified: every.some(({ verified }) => verified) };
  let now = sorting;
  const order = () => {
    for (const one of head.querySelectorAll("[data-column]")) {
      const { column } = one.dataset;
      if (now.replace("-", "") === column) one.setAttribute("aria-sort", now.startsWith("-") ? "descending" : "ascending");
      else one.removeAttribute("aria-sort");
    }
    body.replaceChildren(...inOrder(every, now, days).map((row) => line(row, has, days)));
  };
  for (const [column, words] of [["name", W.column_name], ["type", W.kind], ["place", W.place], ["next", W.column_next],
    ["", W.column_facts], ["waiting", W.column_waiting], ["verified", W.column_verified], ["", W.column_list]]) {
    if (has[column] === false) continue; // nothing is known of any
    const cell = document.createElement("th");
    cell.scope = "col";
    if (column) {
      const button = element("button", words);
      button.type = "button";
      button.addEventListener("click", () => {
        now = now === column ? `-${column}` : now === `-${column}` ? "" : column;
        order();
        told(now);
      });
      cell.dataset.column = column;
      cell.append(button);
    } else {
      cell.textContent = words;
    }
    head.append(cell);
  }
  const top = document.createElement("thead");
  top.append(head);
  table.append(caption, top, body);
  order();
  box.className = "wide";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-labelledby", "found");
  box.append(table);
  return box;
}
