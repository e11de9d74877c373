/* global W, moment, onReturn, ahead, comings, isoDate, dayOf, dayWords, fullDate, hourWords, clock, fill, stage, inLanguage, reason */
// What a record's page says of today and of the next times. The build wrote the first of them; this
// goes on from the reader's own day, until the days that are known end.
const list = document.querySelector("ol.dates");

if (list) {
  const every = comings(JSON.parse(list.dataset.rows));
  const openings = every.filter((one) => !one.closed);
  const title = document.getElementById("next");
  const heading = title.textContent;
  const now = document.createElement("p");
  now.className = "today";
  title.before(now);

  // A sentence about today; hours never without their end and how sure they are.
  const today = (at) => {
    const stages = openings.map((one) => [stage(one, at), one]).filter(([name]) => name);
    const closed = every.find((one) => one.closed && one.day === at.day);
    const going = stages.some(([name]) => name === "now"); // since yesterday
    if (closed && !going) return reason(closed, W.times.closed, W.times.closed_plain);
    for (const name of ["now", "before", "over"]) {
      const [, one] = stages.find(([found]) => found === name) ?? [];
      if (!one) continue;
      const hours = hourWords(one);
      if (one.holiday && one.day === at.day && name !== "over") return [fill(W.times.unsure, { holiday: one.holiday, hours: hours || "?" })];
      const sure = list.dataset.fresh && at.day <= dayOf(list.dataset.fresh);
      const now = sure ? W.times.open_now : W.times.open_now_unsure;
      const words = !one.start ? W.times.some_time : name === "before" ? W.times.later
        : name === "over" ? W.times.over : one.end ? now : W.times.begun;
      const told = fill(words, { hours, start: clock(one.start), end: clock(one.end) });
      return [told, sure || name === "over" || words === now ? "" : ` ${W.times.caveat}`];
    }
    return [];
  };

  const tell = (one) => {
    const item = document.createElement("li");
    const time = document.createElement("time");
    time.dateTime = isoDate(one.day);
    time.textContent = `${dayWords(one.day)} ${hourWords(one)}`.trim();
    item.append(time);
    if (one.words) item.append(" (", inLanguage(one.words, one.lang), ")");
    if (one.holiday) item.append(` – ${fill(W.times.ask, one)}`);
    return item;
  };

  const tellClosed = (one) => {
    const item = document.createElement("li");
    if (one.day === one.last) {
      item.append(`${dayWords(one.day)} `, ...reason(one, W.times.closed_day, W.times.closed_day_plain));
    } else {
      const last = { last: dayWords(one.last) };
      item.append(...reason(one, fill(W.times.closed_range, last), fill(W.times.closed_range_plain, last)));
    }
    return item;
  };

  let told = "";
  const show = () => {
    const at = moment();
    const items = [];
    let left = W.next_dates;
    let shut = null;
    for (const one of ahead(every, at)) {
      if (one.closed) {
        if (shut && shut.words === one.words) shut.last = one.day;
        else items.push(shut = { ...one, last: one.day });
        continue;
      }
      shut = null;
      items.push(one);
      left -= 1;
      if (!left) break;
    }
    const some = left < W.next_dates;
    now.replaceChildren(...today(at));
    now.hidden = !now.textContent;
    // Moving what has the focus would lose it, so nothing is made anew without need.
    const key = JSON.stringify([at.day, items]);
    if (key === told) return;
    told = key;
    list.replaceChildren(...(some ? items : []).map((one) => (one.closed ? tellClosed(one) : tell(one))));
    list.hidden = !some;
    const until = list.dataset.until && dayOf(list.dataset.until);
    const last = openings.length ? openings[openings.length - 1].day : 0;
    title.textContent = some ? heading
      : !until ? fill(W.times.ended, { date: fullDate(last) })
        : fill(at.day > until ? W.times.past_known : W.times.none_coming, { date: fullDate(until) });
    const known = document.getElementById("known");
    if (known) known.hidden = !some;
  };

  show();
  onReturn(show);
}
