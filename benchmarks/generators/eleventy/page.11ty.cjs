// The same page as hugo/layouts/p/single.html, as a JavaScript template.
const cards = require("./cards.json");

const escape = (text) => String(text).replace(/[&<>"]/g, (one) =>
  ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[one]);
const link = ([url, words]) => `<a href="/${escape(url)}">${escape(words)}</a>`;
const made = new Map();

function card(language, id) {
  const key = `${language} ${id}`;
  if (!made.has(key)) {
    const one = cards[language][id];
    made.set(key, `<li>
<h3>${link([one.url, one.name])}</h3>
<p>${escape(one.kind)} · ${escape(one.place)}</p>
<p>${escape(one.summary)}</p>
${one.bits && `<p>${escape(one.bits)}</p>\n`}${one.contact && `<p class="alone">${escape(one.contact)}</p>\n`}</li>
`);
  }
  return made.get(key);
}

module.exports = class {
  data() {
    return {pagination: {data: "pages", size: 1}, eleventyExcludeFromCollections: true,
      permalink: (data) => `/${data.pagination.items[0].url}index.html`};
  }

  render({pagination}) {
    const page = pagination.items[0];
    const facts = (page.facts ?? []).map(([name, told]) => `<div><dt>${escape(name)}</dt>
<dd>${told.map((one) => `<p>${escape(one)}</p>`).join("")}</dd></div>
`).join("");
    return `<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'">
<meta name="viewport" content="width=device-width">
<title>${escape(page.title)}</title>
<meta name="description" content="${escape(page.description)}">
<link rel="stylesheet" href="/assets/front.css">
<link rel="canonical" href="https://example.org/${escape(page.url)}">
${page.sister.map(([language, url]) => `<link rel="alternate" hreflang="${language}" href="/${escape(url)}">\n`).join("")}</head>
<body>
<a class="skip" href="#main">main</a>
<header><a class="brand" href="/">Directory</a>
<form class="find" role="search"><input type="search" aria-label="find"><button>go</button></form>
<nav class="bar">${["home", "find", "week", "near", "help"].map((one) => `<a href="/${one}/">${one}</a>\n`).join("")}</nav></header>
<main id="main">
<nav>${page.trail.map((one) => `${link(one)} › `).join("")}</nav>
<h1>${escape(page.title)}</h1>
<p class="lead">${escape(page.description)}</p>
${facts && `<dl class="box">\n${facts}</dl>\n`}${page.more ? `<p>${escape(page.more)}</p>\n` : ""}${(page.links ?? []).length ? `<ul class="names">
${page.links.map((one) => `<li>${link(one)}</li>\n`).join("")}</ul>\n` : ""}${(page.groups ?? []).map((group) => `<h2>${escape(group.heading)}</h2>
<ul class="cards">
${group.cards.map((id) => card(page.lang, id)).join("")}</ul>
`).join("")}</main>
<footer><p>${page.lang}</p></footer>
</body>
</html>
`;
  }
};
