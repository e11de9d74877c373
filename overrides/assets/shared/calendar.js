/* global W, moment, dayWords, isoDate, fill */
// One date for the reader's own calendar, made here: nothing is asked of a server.
// In UTC, so that it needs no description of Finland's time zone (RFC 5545, 3.3.5 form 2).
function utc(day, time) {
  const [hour, minute] = time.split(":").map(Number);
  const wanted = day * 864e5 + (hour * 60 + minute) * 6e4;
  const shift = (at) => {
    const local = moment(new Date(at));
    const [h, m] = local.time.split(":").map(Number);
    return local.day * 864e5 + (h * 60 + m) * 6e4 - at;
  };
  // In the hour that comes twice the first one is meant; in the hour that is skipped, the moment it
  // would have been (RFC 5545, 3.3.5): both are read with the offset of the day before.
  const before = wanted - shift(wanted - 864e5);
  const after = wanted - shift(before);
  const at = before + shift(before) !== wanted && after + shift(after) === wanted ? after : before;
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

// Lines of at most 75 bytes, as RFC 5545 (3.1) wants; a character is never cut.
function folded(line) {
  const lines = [""];
  let bytes = 0;
  for (const character of line) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > 73) {
      lines.push(" ");
      bytes = 4;
    }
    lines[lines.length - 1] += character;
  }
  return lines.join("\r\n");
}

function eventLines(one, { id, place, note = "" }, name, url) {
  const text = (words) => words.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ");
  const day = isoDate(one.day).replaceAll("-", "");
  const past = one.end && one.end <= one.start ? 1 : 0;
  const begins = one.start && utc(one.day, one.start);
  const ends = one.end && utc(one.day + past, one.end);
  const hours = begins ? [`DTSTART:${begins}`] : [`DTSTART;VALUE=DATE:${day}`];
  if (ends > begins) hours.push(`DTEND:${ends}`);
  if (one.holiday) hours.push("STATUS:TENTATIVE");
  const told = [one.words, one.holiday && fill(W.times.ask, one), note, url].filter(Boolean);
  return ["BEGIN:VEVENT",
    `UID:${id}-${day}${one.start.replace(":", "")}@${new URL(url).host}`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`, ...hours,
    `SUMMARY:${text(name)}`, `LOCATION:${text(place)}`, `DESCRIPTION:${told.map(text).join("\\n")}`, `URL:${url}`,
    "END:VEVENT"];
}

function saveCalendar(events, name) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//familycentre//date//EN", ...events.flat(), "END:VCALENDAR", ""];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.map(folded).join("\r\n")], { type: "text/calendar" }));
  link.download = `${name}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function calendarButton(one, box) {
  const button = document.createElement("button");
  button.textContent = dayWords(one.day);
  button.setAttribute("aria-label", `${W.times.add}: ${dayWords(one.day)}`);
  button.addEventListener("click", () => {
    const name = document.querySelector("h1").textContent;
    const url = document.querySelector("link[rel=canonical]").href;
    const note = document.getElementById("sure").firstChild.textContent.trim();
    const id = url.split("/").at(-2);
    saveCalendar([eventLines(one, { id, place: box.dataset.place, note }, name, url)], `${id}-${isoDate(one.day)}`);
  });
  return button;
}
