// The page lists coming dates from the day it was built; this takes away those that are past.
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date());

for (const item of document.querySelectorAll(".dates li")) {
  if (item.querySelector("time").dateTime < today) item.remove();
}
for (const list of document.querySelectorAll(".dates")) {
  if (!list.children.length) {
    document.getElementById("next").hidden = true;
    list.hidden = true;
  }
}
