/* global W, moment, onReturn, comings, dayOf, dayWords, hourWords, clock, fill, stage, inLanguage */
// Whether a help line answers now, and when it will. Only what its hours say, by Finland's clock, with how
// sure they are; on public holidays nobody knows, and after the last day that is known it says nothing.
const places = [...document.querySelectorAll("[data-open]")].map((place) => ({
  place,
  openings: comings(JSON.parse(place.dataset.open)).filter((one) => one.start && !one.closed),
}));

// A sentence about an opening; its note may be in another language.
const about = (words, one, parts = {}) => {
  const [before, after = ""] = fill(words, {
    start: clock(one.start), end: clock(one.end === "00:00" ? "24:00" : one.end ?? ""), ...parts,
  }).split("{note}");
  return [before, ...(one.words ? [" (", inLanguage(one.words, one.lang), ")"] : []), after, " "];
};

const told = (openings, at, sure) => {
  const open = openings.filter((one) => stage(one, at) === "now");
  const later = openings.filter((one) => one.day === at.day && stage(one, at) === "before");
  const going = open.filter((one) => !one.holiday);
  if (!going.length) {
    const unsure = [...open, ...later].find((one) => one.holiday);
    if (unsure) return unsure.day === at.day ? [fill(W.help.holiday, { holiday: unsure.holiday, hours: hourWords(unsure) })] : [];
  }
  const now = new Set(going.map((one) => one.words));
  const soon = later.find((one) => !now.has(one.words));
  const words = going.flatMap((one) => about(!one.end ? W.times.begun : sure ? W.help.open_now : W.help.open_now_unsure, one));
  if (soon) words.push(...about(W.help.opens_today, soon));
  const next = openings.find((one) => one.day > at.day);
  if (!words.length && next) {
    const day = next.day === at.day + 1 ? W.times.tomorrow : dayWords(next.day);
    words.push(...about(W.help.opens, next, { day }));
    if (next.holiday) words.push(fill(W.help.perhaps, next), " ");
  }
  return words.length && !sure ? [...words, W.times.caveat] : words;
};

const show = () => {
  const at = moment();
  for (const { place, openings } of places) {
    const { fresh } = place.dataset;
    place.replaceChildren(...told(openings, at, fresh && at.day <= dayOf(fresh)));
    place.hidden = !place.textContent;
  }
};

// Who answers now stands first, who is closed last; once, so that nothing moves under a finger.
const order = () => {
  const at = moment();
  const rank = (item) => {
    const own = places.filter(({ place }) => item.contains(place));
    const open = own.some(({ openings }) => openings.some((one) => stage(one, at) === "now" && !one.holiday));
    return open || "always" in item.dataset ? 0 : own.some(({ place }) => !place.hidden) ? 2 : 1;
  };
  for (const list of new Set(places.map(({ place }) => place.closest("ul.cards")))) {
    list?.append(...[...list.children].map((item) => [rank(item), item]).sort(([a], [b]) => a - b).map(([, item]) => item));
  }
};

if (places.length) {
  show();
  order();
  onReturn(show);
  setInterval(show, 6e4); // a page that lies open must not go on saying "open"
}
