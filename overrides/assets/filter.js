// Filters work with CSS alone; this adds the count, and keeps the choice in the address.
const form = document.querySelector("main form");

if (form) {
  const status = document.querySelector("[data-shown]");
  const list = document.querySelector("ul.cards");
  const boxes = [...form.querySelectorAll("input")];
  const params = new URLSearchParams(location.search);
  let timer = 0;

  for (const box of boxes) box.checked = params.getAll("f").includes(box.value);
  if (boxes.some((box) => box.checked)) form.querySelector("details").open = true;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked);
    const query = new URLSearchParams(chosen.map((box) => ["f", box.value])).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    const cards = [...list.children];
    const shown = cards.filter((card) => card.offsetParent !== null).length;
    const words = shown ? status.dataset.shown : status.dataset.nothing;
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = chosen.length
        ? words.replace("{n}", shown).replace("{all}", cards.length) : "";
    }, 300);
  };

  form.addEventListener("change", tell);
  form.addEventListener("reset", () => setTimeout(tell));
  form.addEventListener("submit", (event) => event.preventDefault());
  if (params.size) tell();
}
