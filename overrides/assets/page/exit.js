// Quick exit. The link works without this; this blanks the page at once, leaves no entry for it in
// the history (location.replace), and listens for Shift pressed three times.
const link = document.querySelector("[data-exit]");

function leave() {
  document.title = "…";
  document.documentElement.hidden = true;
  location.replace(link.href);
}

if (link) {
  let presses = 0;
  let alone = false;
  let timer = 0;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    // Shift held with another key is typing, not a call for help.
    alone = event.key === "Shift" && !event.repeat;
    if (!alone) presses = 0;
  });
  addEventListener("pointerdown", () => { alone = false; });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(() => { presses = 0; }, 5000);
    if (presses === 3 && !link.closest("[hidden]")) leave();
  });
  // A page kept by the browser and shown again must not stay blank.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
