/* global W */
// Filters work with CSS alone; this says how many are left, and keeps the choice in the address.
const form = document.querySelector("main form:not([role])");

if (form) {
  const status = document.getElementById("list");
  const cards = [...document.querySelectorAll("form ~ ul.cards > li, #week li")];
  const boxes = [...form.querySelectorAll("input")];
  const sister = document.querySelector(".tongue");
  const secret = document.querySelector("[data-exit]");
  const all = status.textContent;
  const wanted = new URLSearchParams(location.search).getAll("f");
  let timer = 0;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked);
    const query = new URLSearchParams(chosen.map((box) => ["f", box.value])).toString();
    if (!secret) history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    if (sister && !secret) sister.search = query;
    const names = chosen.map((box) => box.parentElement.textContent.trim()).join(", ");
    clearTimeout(timer);
    timer = setTimeout(() => {
      const shown = cards.filter((card) => getComputedStyle(card).display !== "none").length;
      const words = shown ? W.shown : W.nothing;
      const text = chosen.length
        ? words.replace("{n}", shown).replace("{all}", cards.filter((card) => !card.hidden).length)
          .replace("{chosen}", names)
        : status.dataset.all ?? all;
      if (status.textContent !== text) status.textContent = text; // what is written is read out
    }, 300);
  };

  for (const box of boxes) box.checked = wanted.includes(box.value);
  form.addEventListener("change", tell);
  form.addEventListener("retell", tell); // the calendar has turned
  form.addEventListener("reset", () => setTimeout(tell));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("a").addEventListener("click", () => {
    form.querySelector("details").open = false;
  });
  if (wanted.length) tell();
}
