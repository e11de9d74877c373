/* global W, SITE */
// Keys for those who search all day. Letters count while a result has the focus and nowhere else, so
// that they meet no assistive technology's own and no slip of the finger (WCAG 2.1.4).
const results = document.getElementById("results");
const field = document.getElementById("words");

addEventListener("keydown", (event) => {
  const inside = results.contains(document.activeElement);
  if (event.ctrlKey || event.metaKey || event.altKey || !(inside || document.activeElement === field)) return;
  const links = [...results.querySelectorAll("h3 a, th a")];
  const at = links.findIndex((one) => one.closest("li, tr").contains(document.activeElement));
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const keys = {
    ...(at >= 0 || !inside) && { ArrowDown: () => links[at + 1]?.focus() },
    ...inside && at >= 0 && {
      ArrowUp: () => (links[at - 1] ?? field).focus(),
      "/": () => { field.focus(); field.select(); },
      a: () => links[at].closest("li, tr").querySelector("button").click(),
      p: () => location.assign(new URL(`${W.my_list_path}#print`, SITE)),
    },
  };
  if (!Object.hasOwn(keys, key) || (field.value === "" && !inside)) return;
  event.preventDefault();
  if (!event.repeat || key.startsWith("Arrow")) keys[key]();
});
