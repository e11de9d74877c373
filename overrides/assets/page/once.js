/* global W, ahead, comings, isoDate, onReturn, calendarButton */
// One date for the reader's own calendar, in the box of a record's calendars; loaded when it is opened.
const box = document.querySelector(".calendar");
const list = document.querySelector("ol.dates");

if (list) {
  const line = document.createElement("p");
  const every = comings(JSON.parse(list.dataset.rows)).filter((one) => !one.closed);
  let told = "";
  const show = () => {
    const next = ahead(every).slice(0, W.next_dates);
    const key = next.map(({ day, start }) => isoDate(day) + start).join();
    if (key === told) return; // what has the focus keeps it
    told = key;
    line.replaceChildren(W.times.once, " ", ...next.map((one) => calendarButton(one, box)));
    line.hidden = !next.length;
  };
  box.querySelector("p").after(line);
  show();
  onReturn(show);
}
