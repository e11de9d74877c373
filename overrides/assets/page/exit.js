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
  // A place on the page, or the page in the other language, is no further entry behind the exit.
  for (const one of document.querySelectorAll("a[href^='#'], .tongue")) {
    one.addEventListener("click", (event) => {
      if (link.closest("[hidden]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.replace(one.href);
    });
  }
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
