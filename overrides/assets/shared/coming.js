/* global W */
// Days and hours that the build wrote down (hooks/familycentre/coming.py), read in Finland's time
// whatever the phone's own zone is. A day is a number: days since 1970-01-01.
const dayOf = (date) => Date.parse(date) / 864e5;

const isoDate = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

function moment(at = new Date()) {
  const [date, time] = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Helsinki", dateStyle: "short", timeStyle: "short",
  }).format(at).split(" ");
  return { day: dayOf(date), time };
}

// Every opening and closure of some rows, in order.
function comings(rows) {
  const found = [];
  for (const [days, start = "", end = "", words = "", lang = "", sure] of rows) {
    for (const run of days.split(" ")) {
      const [, first, count = 1, step = 7] = run.match(/^(\d+)(?:x(\d+))?(?:\/(\d+))?$/);
      for (let at = 0; at < count; at += 1) {
        const day = +first + at * step;
        const closed = start === "-";
        const holiday = W.holidays[day] ?? "";
        found.push({ day, closed, start, end, words: words || (closed ? holiday : ""), lang, holiday: closed || sure ? "" : holiday });
      }
    }
  }
  return found.sort((a, b) => a.day - b.day || a.start.localeCompare(b.start) || a.end.localeCompare(b.end));
}

// A page that was left open, or kept by the browser, and is looked at again: the day may be another.
function onReturn(show) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) show(); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
}

const clock = (time) => time.replace(/^0/, "").replace(":00", "").replace(":", ".");
const calendarDay = (day) => {
  const date = new Date(day * 864e5);
  return { short: `${date.getUTCDate()}.${date.getUTCMonth() + 1}.`, year: date.getUTCFullYear() };
};
const fullDate = (day) => calendarDay(day).short + calendarDay(day).year;
const dayWords = (day) => `${W.weekdays[(day + 3) % 7]} ${calendarDay(day).short}`;
const hourWords = ({ start, end }) => (start && fill(end ? W.hours : W.from, {
  start: clock(start), end: clock(end),
}).replaceAll(" ", "\u00a0"));

// Where an opening stands at a moment: before, now or over; "" on other days.
function stage(one, { day, time }) {
  const past = one.end && one.end <= one.start; // ends after midnight
  if (past && one.day === day - 1) return time < one.end ? "now" : "";
  if (one.day !== day) return "";
  if (!one.start || time < one.start) return "before";
  return past || !one.end || time < one.end ? "now" : "over";
}

// Of openings and closures those that are not over, from a moment's day on.
const ahead = (every, at = moment()) => every.filter((one) => one.day >= at.day && stage(one, at) !== "over");

function inLanguage(text, lang, tag = "span") {
  const made = document.createElement(tag);
  if (lang) made.lang = lang;
  made.textContent = text;
  return made;
}

// Why it is closed, in a sentence with {why} or in one without.
function reason({ words, lang }, sentence, plain) {
  const [before, after] = sentence.split("{why}");
  return words ? [before, inLanguage(words, lang), after] : [plain];
}
