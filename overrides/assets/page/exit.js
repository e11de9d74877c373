/* global OWN */
// Quick exit. The link works without this; this blanks the page at once, leaves no entry for it in
// the history (location.replace), and listens for Shift pressed three times.
const link = document.querySelector("[data-exit]");

// Back from where the exit led must not open an earlier page of this kind. The mark lives as long as
// the tab, and tells only that somebody left.
const LEFT = `${OWN}left`;
const marked = (value) => {
  try {
    if (value) sessionStorage.setItem(LEFT, value);
    return sessionStorage.getItem(LEFT);
  } catch {
    return ""; // storage is refused
  }
};
const home = () => {
  document.documentElement.hidden = true;
  location.replace(document.querySelector(".brand").href);
};

function leave() {
  marked("1");
  try {
    const list = `${OWN}list`;
    sessionStorage.removeItem(list);
    // Nor in other tabs; what was put on the device stays there.
    if (localStorage.getItem(list) === null) new BroadcastChannel(list).postMessage({ codes: [], notes: {} });
  } catch {
    // Storage is refused: then there is nothing.
  }
  document.title = "…";
  document.documentElement.hidden = true;
  location.replace(link.href);
}

if (link && marked() && performance.getEntriesByType("navigation")[0]?.type === "back_forward"
  && (!link.closest("[hidden]") || location.hash)) home();

if (link) {
  let presses = 0;
  let alone = false;
  let timer = 0;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  // A place on the page, the page in the other language, or the same situation in a municipality is no
  // further entry behind the exit.
  document.addEventListener("click", (event) => {
    const one = event.target.closest("a[href^='#'], .tongue, a[data-code]");
    if (!one || event.defaultPrevented || link.closest("[hidden]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace(one.href);
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
    if (event.persisted && marked()) home();
    else if (event.persisted) location.reload();
  });
}
