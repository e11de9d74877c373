/* global W, moment, onReturn, comings, isoDate, dayOf, calendarDay, fullDate, clock, fill, stage, reason, inLanguage */
// The family calendar. The build wrote the usual week; this shows seven days from the reader's own
// day on: dates, what is closed, what is over. Without it the usual week stands.
const week = document.getElementById("week");

if (week) {
  const SPAN = 7;
  const LATELY = 35; // days before the horizon in which a time must have been, to be called usual
  const until = dayOf(document.querySelector(".paper").dataset.until);
  const usual = document.getElementById("usual");
  const usualText = usual.textContent;
  const status = document.getElementById("list");
  const form = document.querySelector("main form:not([role])");
  const sister = document.querySelector(".tongue");
  const sections = [...week.querySelectorAll("[data-day]")];
  const names = sections.map((section) => section.querySelector("h2").textContent);
  const items = [...week.querySelectorAll("li")].map((item) => {
    const state = document.createElement("span");
    state.className = "state";
    item.append(state);
    return { item, state, times: comings(JSON.parse(item.dataset.rows)) };
  });
  const asked = location.hash.match(/^#(\d{4}-\d\d-\d\d)$/);
  let start = asked ? dayOf(asked[1]) : 0; // the first day that is shown; today when there is none

  // --- turning the weeks

  const turn = document.createElement("p");
  turn.className = "turn";
  const range = document.createElement("strong");
  range.setAttribute("role", "status");
  range.tabIndex = -1;
  turn.append(range);
  const button = (words, to) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => {
      start = to(shown());
      const hash = shown() === moment().day ? "" : `#${isoDate(shown())}`;
      history.replaceState(null, "", location.pathname + location.search + hash);
      show();
      if (made.disabled || made.hidden) range.focus();
    });
    turn.append(made);
    return made;
  };
  const earlier = button(W.week.earlier, (first) => first - SPAN);
  const later = button(W.week.later, (first) => first + SPAN);
  // From Monday to Sunday, as on a notice board.
  const nextWeek = button(W.week.next_week, () => moment().day + 7 - (moment().day + 3) % 7);
  const paper = document.createElement("button");
  paper.type = "button";
  paper.textContent = W.week.print;
  paper.addEventListener("click", () => print());
  week.after(paper);

  // The first day that is shown: never past, and never so late that its week is not known.
  const shown = () => {
    const today = moment().day;
    return Math.max(today, Math.min(start || today, until - SPAN + 1));
  };

  // --- single dates go to their weekday, where their hour belongs

  const partOf = (section, part) => {
    const found = section.querySelector(`div[data-part="${part}"]`);
    if (found) return found;
    const order = W.parts.map(([name]) => name);
    const made = document.createElement("div");
    made.dataset.part = part;
    made.append(inLanguage(W.parts[order.indexOf(part)][1], "", "h3"), document.createElement("ul"));
    const next = [...section.querySelectorAll("div[data-part]")]
      .find((other) => order.indexOf(other.dataset.part) > order.indexOf(part));
    section.insertBefore(made, next ?? null);
    return made;
  };
  for (const one of items) {
    one.single = Boolean(one.item.closest("#dates"));
    if (!one.single) continue;
    const list = partOf(sections[(one.times[0].day + 3) % 7], one.item.dataset.part).querySelector("ul");
    const next = [...list.children].find((other) => other.dataset.start > one.item.dataset.start);
    list.insertBefore(one.item, next ?? null);
  }
  document.getElementById("dates")?.remove();

  // --- what is shown

  // What to say of one time on its day.
  const say = (one, at, sure) => {
    if (one.closed) return reason(one, W.times.closed_day, W.times.closed_day_plain);
    if (one.holiday) return [fill(W.times.ask, one)];
    const name = stage(one, at);
    if (name === "over") return [W.times.is_over];
    if (name !== "now" || !one.end) return [];
    return [fill(sure ? W.times.open_now : W.times.open_now_unsure, { end: clock(one.end) })];
  };

  const visible = (item) => !item.hidden && getComputedStyle(item).display !== "none";

  // Headings of parts and days in which nothing is left, and why.
  const tidy = () => {
    const filtered = form && form.querySelector(":checked");
    for (const section of sections) {
      let some = false;
      for (const part of section.querySelectorAll("div")) {
        part.hidden = ![...part.querySelectorAll("li")].some(visible);
        some ||= !part.hidden;
      }
      const nothing = section.querySelector(".nothing");
      nothing.hidden = some;
      nothing.textContent = section.dataset.date > until ? fill(W.times.known, { date: fullDate(until) })
        : filtered ? W.times.filtered : W.times.nothing;
    }
  };

  // The horizon is past: the usual week of what went on till then, with a warning.
  const showUsual = () => {
    usual.hidden = false;
    usual.classList.add("warn");
    usual.textContent = `${fill(W.times.past_known, { date: fullDate(until) })} ${usualText}`;
    week.classList.remove("live");
    turn.hidden = true;
    status.hidden = true;
    for (const { item, state, single, times } of items) {
      state.replaceChildren();
      item.classList.remove("over", "again");
      item.hidden = single || !times.some(({ day, closed }) => !closed && day > until - LATELY);
    }
    sections.forEach((section, number) => {
      section.querySelector("h2").textContent = names[number];
    });
  };

  const showDays = (first, at) => {
    usual.hidden = true;
    week.classList.add("live");
    earlier.disabled = first <= at.day;
    later.disabled = first + SPAN > until;
    nextWeek.hidden = (first + 3) % 7 === 0 && first !== at.day;
    const last = first + SPAN - 1;
    const from = calendarDay(first).year === calendarDay(last).year ? calendarDay(first).short : fullDate(first);
    const span = `${from}–${fullDate(last)}`;
    if (range.textContent !== span) range.textContent = span;
    const counts = { open: 0, shut: 0 };
    const told = new Set(); // records whose particulars stand higher up on the paper
    const order = sections.map((section, number) => ({
      section, number, day: first + (number - (first + 3) % 7 + 7) % 7 })).sort((a, b) => a.day - b.day);
    for (const { section, number, day } of order) {
      section.dataset.date = day;
      section.querySelector("h2").textContent = `${names[number]} ${calendarDay(day).short}`;
      const near = { 0: W.times.today, 1: W.times.tomorrow }[day - at.day];
      if (near) section.querySelector("h2").append(inLanguage(` – ${near}`, "", "span"));
      for (const { item, state, times } of items.filter(({ item }) => section.contains(item))) {
        const one = times.find((time) => time.day === day);
        item.hidden = !one;
        if (!one) continue;
        counts[one.closed ? "shut" : "open"] += 1;
        item.classList.toggle("over", one.closed || stage(one, at) === "over");
        state.classList.toggle("brief", !one.closed && !one.holiday);
        state.replaceChildren(...say(one, at, item.dataset.fresh && at.day <= dayOf(item.dataset.fresh)));
        const { href } = item.querySelector("a");
        item.classList.toggle("again", told.has(href));
        told.add(href);
      }
    }
    // Moving what has the focus would lose it, so nothing is moved without need.
    const now = [...week.querySelectorAll("[data-day]")];
    if (order.some(({ section }, at) => section !== now[at])) week.append(...order.map(({ section }) => section));
    if (first === at.day) showNight(order[0].section, at);
    const words = [fill(counts.open === 1 ? W.week.one : W.week.many, { n: counts.open })];
    if (counts.shut) words.push(fill(W.week.shut, { n: counts.shut }));
    status.dataset.all = words.join(", ");
    if (form?.querySelector(":checked")) form.dispatchEvent(new Event("retell"));
    else if (status.textContent !== status.dataset.all) status.textContent = status.dataset.all;
    if (sister) sister.hash = first === at.day ? "" : isoDate(first);
  };

  // What began yesterday and goes on after midnight stands first today.
  const showNight = (section, at) => {
    for (const { item, times } of items) {
      const late = times.find((one) => !one.closed && one.day === at.day - 1 && stage(one, at) === "now");
      if (!late) continue;
      const copy = item.cloneNode(true);
      copy.hidden = false;
      copy.classList.add("late");
      copy.lastChild.replaceChildren(...say(late, at, item.dataset.fresh && at.day <= dayOf(item.dataset.fresh)));
      partOf(section, W.parts[0][0]).querySelector("ul").prepend(copy);
    }
  };

  function show() {
    const at = moment();
    for (const copy of week.querySelectorAll(".late")) copy.remove();
    if (at.day > until) showUsual();
    else showDays(shown(), at);
    tidy();
  }

  week.prepend(turn);
  show();
  form?.addEventListener("change", tidy);
  form?.addEventListener("reset", () => setTimeout(tidy));
  onReturn(show);
}
