/* global W, moment, comings, dayOf, calendarDay, fullDate, clock, fill, stage, reason, inLanguage */
// The family calendar. The build wrote the usual week; this shows the seven days that the reader is
// in: today first, with dates, what is closed, what is over. Without it the usual week stands.
const week = document.getElementById("week");

if (week) {
  const SPAN = 7;
  const until = dayOf(document.querySelector(".paper").dataset.until);
  const usual = document.getElementById("usual");
  const status = document.getElementById("list");
  const sections = [...week.querySelectorAll("[data-day]")];
  const names = sections.map((section) => section.querySelector("h2").textContent);
  const items = [...week.querySelectorAll("li")].map((item) => {
    const state = document.createElement("span");
    state.className = "state";
    item.append(state);
    return { item, state, times: comings(JSON.parse(item.dataset.rows)) };
  });
  const usualText = usual.textContent;
  const turn = document.createElement("p");
  turn.className = "turn";
  let ahead = 0;

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    turn.append(made);
    return made;
  };
  const range = document.createElement("strong");
  range.setAttribute("role", "status");
  turn.append(range);
  const earlier = button(W.week.earlier, () => { ahead -= SPAN; show(); });
  const later = button(W.week.later, () => { ahead += SPAN; show(); });
  const paper = document.createElement("button");
  paper.type = "button";
  paper.textContent = W.week.print;
  paper.addEventListener("click", () => print());
  week.after(paper);

  const partOf = (section, part) => {
    const names = { morning: W.week.morning, afternoon: W.week.afternoon, evening: W.week.evening,
      "": W.week.some_time };
    const found = section.querySelector(`div[data-part="${part}"]`);
    if (found) return found;
    const made = document.createElement("div");
    made.dataset.part = part;
    made.append(inLanguage(names[part], "", "h3"), document.createElement("ul"));
    const order = Object.keys(names);
    const next = [...section.querySelectorAll("div[data-part]")]
      .find((other) => order.indexOf(other.dataset.part) > order.indexOf(part));
    section.insertBefore(made, next ?? null);
    return made;
  };

  // A single date goes to its weekday, where its hour belongs.
  for (const { item, times } of items) {
    if (!item.closest("#dates")) continue;
    const { part, start } = item.dataset;
    const list = partOf(sections[(times[0].day + 3) % 7], part).querySelector("ul");
    const next = [...list.children].find((other) => other.dataset.start > start);
    list.insertBefore(item, next ?? null);
  }
  document.getElementById("dates")?.remove();

  // What to say of one time on its day.
  const say = (one, at, sure) => {
    if (one.closed) return reason(one, W.times.closed_day, W.times.closed_day_plain);
    const words = one.holiday ? [fill(W.times.ask, one)] : [];
    const name = stage(one, at);
    if (name === "over") words.push(W.times.is_over);
    if (name === "now" && !one.holiday && one.end) {
      words.push(fill(W.times.open_now, { end: clock(one.end) }));
      if (!sure) words.push(W.times.caveat);
    }
    return [words.join(" ")];
  };

  const visible = (item) => !item.hidden && getComputedStyle(item).display !== "none";

  // Headings of parts and days in which nothing is left.
  const tidy = () => {
    for (const section of sections) {
      let some = false;
      for (const part of section.querySelectorAll("div")) {
        part.hidden = false;
        part.hidden = ![...part.querySelectorAll("li")].some(visible);
        some ||= !part.hidden;
      }
      section.querySelector(".nothing").hidden = some;
    }
  };

  function show() {
    const at = moment();
    ahead = Math.max(0, Math.min(ahead, Math.floor((until - at.day) / SPAN) * SPAN));
    const first = at.day + ahead;
    const stale = at.day > until;
    turn.hidden = stale;
    usual.hidden = !stale;
    week.classList.toggle("live", !stale);
    usual.classList.toggle("warn", stale);
    usual.textContent = [stale && fill(W.times.past_known, { date: fullDate(until) }), usualText]
      .filter(Boolean).join(" ");
    earlier.hidden = ahead === 0;
    later.hidden = first + SPAN > until;
    range.textContent = `${calendarDay(first).short}–${fullDate(first + SPAN - 1)}`;
    const days = sections.map((section, number) => first + ((number - (first + 3)) % 7 + 7) % 7);
    for (const { item, state, times } of items) {
      const number = +item.closest("[data-day]").dataset.day;
      const one = times.find(({ day }) => day === days[number]);
      item.hidden = !stale && !one;
      const over = one && stage(one, at) === "over";
      item.classList.toggle("over", Boolean(one && (over || one.closed)));
      const sure = item.dataset.fresh && at.day <= dayOf(item.dataset.fresh);
      state.classList.toggle("brief", Boolean(one && !one.closed && !one.holiday));
      state.replaceChildren(...(one && !stale ? say(one, at, sure) : []));
    }
    sections.forEach((section, number) => {
      const day = days[number];
      const near = { 0: W.times.today, 1: W.times.tomorrow }[day - at.day];
      const dated = `${names[number]} ${calendarDay(day).short}`;
      section.querySelector("h2").textContent = stale ? names[number] : [dated, near].filter(Boolean).join(" – ");
    });
    if (!stale) week.append(...sections.map((section, number) => [days[number], section])
      .sort(([a], [b]) => a - b).map(([, section]) => section));
    const count = items.filter(({ item }) => !item.hidden).length;
    status.dataset.all = fill(count === 1 ? W.week.one : W.week.many, { n: count });
    if (!new URLSearchParams(location.search).has("f")) status.textContent = status.dataset.all;
    tidy();
  }

  week.prepend(turn);
  show();
  document.querySelector("main form:not([role])")?.addEventListener("change", tidy);
  document.querySelector("main form:not([role])")?.addEventListener("reset", () => setTimeout(tidy));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) show(); });
}
