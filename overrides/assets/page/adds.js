/* global W, SITE, readList, listButton, listBar */
// "Add to my list" on every card of a page, once a list has been begun: whoever gathers one is quick,
// and nobody else is disturbed.
const links = [...document.querySelectorAll(".cards > li > :is(h2, h3, h4) > a")];

function begin() {
  if (!readList().codes.length) return;
  removeEventListener("list", begin);
  for (const link of links) {
    const [, kind, id] = link.href.slice(SITE.href.length).split("/");
    if (!W.kinds.includes(kind)) continue;
    const line = document.createElement("p");
    line.append(listButton(id, link));
    link.closest("li").append(line);
  }
  links[0]?.closest("ul").before(listBar);
}
addEventListener("list", begin);
begin();
