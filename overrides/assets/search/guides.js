/* global W, element, root */
// Help lines and life situations that a question is about; hooks/familycentre/search/guides.py writes
// what is known of them.
const helpLink = document.querySelector(".bar a:last-child").href;

// The guides as a list, and whether they are about something grave; *said* are the question's terms.
function guidesOf(known, said, place) {
  const words = new Set(said);
  const fit = (phrases) => Math.max(0, ...phrases.map((phrase) => phrase.split(" "))
    .map((parts) => (parts.every((part) => words.has(part)) ? parts.length : 0)));
  // Its own words first; what only means one of them when nothing else fits.
  const best = (every, most) => {
    const fits = (worth) => every.map((one) => [worth(one), one]).filter(([found]) => found);
    const any = ({ words: own, more: other }) => Math.max(fit(own), fit(other));
    const found = fits((one) => (one.sensitive ? any(one) : fit(one.words)));
    return (found.length ? found : fits(any))
      .sort(([a, one], [b, other]) => b - a || one.second - other.second).slice(0, most).map(([, one]) => one);
  };
  const answering = best(known.situations, 2);
  const secret = answering.filter(({ sensitive }) => sensitive);
  const situations = secret.length ? secret : answering;
  let lines = best(known.lines, 3);
  // Whoever is afraid at home gets a number too where the words name no help line, but are known to
  // mean the situation.
  if (!lines.length && secret.length) lines = secret[0].lines.map((at) => known.lines[at]);
  const list = document.createElement("ul");
  list.className = "cards";
  list.append(...lines.map(lineItem), ...situations.map((one) => situationItem(one, place)));
  // "Help!" alone.
  if (lines.length || (said.length && said.every((word) => known.help.includes(word)))) {
    const item = document.createElement("li");
    const link = element("a", W.help);
    link.href = helpLink;
    item.className = "alone";
    item.append(link);
    list.append(item);
  }
  return { list, grave: lines.length + secret.length > 0 };
}

function lineItem({ name, lang, call, href }) {
  const item = document.createElement("li");
  const link = element("a", call);
  link.href = href;
  link.className = "button call";
  item.append(element("p", name, lang), link);
  return item;
}

function situationItem({ name, lang, path }, place) {
  const item = document.createElement("li");
  const title = document.createElement("h2");
  const link = element("a", name, lang);
  link.href = root + path + (place ? `${place}/` : "") + (W.link_to_index ? "index.html" : "");
  title.append(link);
  item.append(title);
  return item;
}
